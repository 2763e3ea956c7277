"""The list template that goes out to an agency: headings that are read back, lists to choose from, what to do."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sipas_desktop.exchange.sample_export import HEADINGS, WIDTHS
from sipas_desktop.exchange.workbook import read_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

CODE: Final = "Mã cơ quan"
ROWS: Final = 2000  # of a list that can be chosen from and are formatted
_FIXED: Final = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  the same template gives the same bytes
_LIST_HEADING: Final = "Danh sách (chính thức / dự phòng)"
_CONSENT_HEADING: Final = "Đồng ý liên hệ"
_STEPS: Final = (
    "1. Ghi danh sách vào trang “Danh sách”, mỗi người hoặc tổ chức một dòng; không đổi tên cột, không gộp ô.",
    "2. Cột “Danh sách”: chọn “chính thức” hoặc “dự phòng”. Danh sách dự phòng được gọi theo đúng thứ tự đã ghi.",
    "3. Số điện thoại và mã hồ sơ đã định dạng là chữ: gõ đủ số 0 ở đầu. Ngày ghi dạng 05/9/2024.",
    "4. Gõ bằng bảng mã Unicode (không dùng TCVN3, VNI).",
    "5. Không ghi số căn cước. Chỉ ghi thông tin cần để gửi phiếu.",
    "6. Cột “Đồng ý liên hệ”: ghi “x” khi người đó đồng ý cho gọi, nhắn tin để phúc tra; để trống là không đồng ý.",
    "7. Lưu tệp, giữ nguyên tên tệp và trang này, rồi gửi lại cơ quan chủ trì đúng hạn.",
)


def write_template(
    out: Path, title: str, unit: tuple[str, str], procedures: Sequence[str] = (), sectors: Sequence[str] = ()
) -> None:
    """Write the template of ``unit`` (code, name) to the .xlsx file ``out``. Raises ``Refusal`` where it cannot be."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    from sipas_desktop.beside import beside

    code, name = unit
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Danh sách"
    headings = [*HEADINGS, _CONSENT_HEADING, _LIST_HEADING]
    sheet.append(headings)
    for place, width in enumerate((*WIDTHS, 12, 22), start=1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = width
        sheet.cell(1, place).font = Font(name="Times New Roman", size=12, bold=True)
        sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        if headings[place - 1] in ("Số điện thoại", "Mã hồ sơ"):
            for row in range(2, ROWS + 2):
                sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"
    choices = book.create_sheet("Danh mục")
    columns = {"Cơ quan giải quyết": [name], "Thủ tục hành chính": procedures, "Lĩnh vực": sectors}
    for place, (heading, names) in enumerate(columns.items(), start=1):
        choices.cell(1, place, heading)
        for row, each in enumerate(names, start=2):
            choices.cell(row, place).value = each
            choices.cell(row, place).data_type = "s"
        if names:
            letter = choices.cell(1, place).column_letter
            _offer(sheet, headings, heading, f"'Danh mục'!${letter}$2:${letter}${len(names) + 1}")
    choices.sheet_state = "hidden"
    rule = DataValidation(type="list", formula1='"chính thức,dự phòng"', allow_blank=True)
    rule.error, rule.errorTitle = "Chọn “chính thức” hoặc “dự phòng”.", "Danh sách"
    sheet.add_data_validation(rule)
    last = sheet.cell(1, len(headings)).column_letter
    rule.add(f"{last}2:{last}{ROWS + 1}")
    _instructions(book, title, code, name)
    book.properties.created = book.properties.modified = _FIXED
    with beside(out) as part:
        buffer = io.BytesIO()
        book.save(buffer)
        part.write_bytes(buffer.getvalue())


def _offer(sheet: Any, headings: Sequence[str], heading: str, names: str) -> None:
    """A list to choose from; something else may be typed: catalogues are never complete."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=names, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    letter = sheet.cell(1, headings.index(heading) + 1).column_letter
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _instructions(book: Workbook, title: str, code: str, name: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet: Any = book.create_sheet("Hướng dẫn")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for row in (["Cuộc khảo sát", title], ["Cơ quan", name], [CODE, code], *(["", step] for step in _STEPS)):
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="Times New Roman", size=12, bold=cell.column == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.data_type = "s" if cell.value else cell.data_type


def file_name(code: str, name: str) -> str:
    """What the template of a unit is called: its code and name, without what a file name cannot hold."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", f"{code} - {name}")[:80].strip(" .") + ".xlsx"


def unit_code(path: Path) -> str:
    """The code of the agency that the template in ``path`` was made for; "" where the file does not say.

    Raises ``Refusal`` where it cannot be read.
    """
    for sheet in read_workbook(path).sheets:
        for row in sheet.rows[:10]:
            if len(row) > 1 and row[0] == CODE:
                return str(row[1]).strip()
    return ""
