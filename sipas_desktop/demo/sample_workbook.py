"""A made-up sample list in the shape in which agencies send them: titles above, merged cells, phones without zero."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.people import STREETS, name_of

HEADER = ("STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan giải quyết", "Tên thủ tục hành chính", "Mã hồ sơ")
UNITS = ("Sở Kế hoạch và Đầu tư", "Sở Xây dựng", "Sở Khoa học và Công nghệ")
PROCEDURES = ("Đăng ký thành lập doanh nghiệp", "Cấp giấy phép xây dựng", "Cấp giấy chứng nhận hoạt động khoa học")


def write_sample_workbook(path: Path, chance: Chance, people: int) -> None:
    """Write a list of ``people`` made-up people to ``path``."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách mẫu"
    sheet.append(["DANH SÁCH MẪU ĐIỀU TRA CHÍNH THỨC"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(HEADER)
    for number in range(1, people + 1):
        unit = int(chance.share("member unit", number) * len(UNITS))
        sheet.append(
            [
                number,
                name_of(chance, number),
                chance.one_of(STREETS, "street", number),
                912_000_000 + number,  # Excel drops the leading zero of a number
                UNITS[unit],
                PROCEDURES[unit],
                f"H57.{unit + 10}-240801-{number:04d}",
            ]
        )
    book.save(path)
