"""The sample lists as a workbook or CSV, and the frame of a draw as the text whose hash the draw states.

The same lists give the same bytes on every system. The headings are those of the list template, so what was written
here is read back as the lists that it holds. CSV is as that of the records: a byte order mark, and an apostrophe before
what Excel would take for a formula.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.sampling import FrameRow
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook

HEADINGS = (
    "STT",
    "Họ và tên / Tên tổ chức",
    "Địa chỉ",
    "Số điện thoại",
    "Cơ quan giải quyết",
    "Lĩnh vực",
    "Thủ tục hành chính",
    "Mã hồ sơ",
    "Ngày tiếp nhận",
    "Ngày trả kết quả",
    "Ghi chú",
)
WIDTHS = (6, 32, 36, 16, 30, 24, 40, 26, 14, 14, 20)
LIST_HEADING = "Danh sách"  # of the CSV's first column, which says what the sheets' names say
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAMES = {"official": "Chính thức", "reserve": "Dự phòng"}


def write_lists(official: Sequence[FrameRow], reserve: Sequence[FrameRow], out: Path) -> None:
    """Write both lists to ``out``: one sheet each in an .xlsx file, one after the other in a .csv file.

    Raises ``Refusal`` for another kind of file and where it cannot be written.
    """
    lists = {SHEET_NAMES["official"]: official, SHEET_NAMES["reserve"]: reserve}
    match out.suffix.lower():
        case ".xlsx":
            sheets = [Sheet(name, _rows(members), WIDTHS) for name, members in lists.items()]
            with beside(out) as part:
                write_workbook(part, sheets, packed=False)
        case ".csv":
            with beside(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow((LIST_HEADING, *HEADINGS))
                for name, members in lists.items():
                    for row in islice(_rows(members), 1, None):
                        writer.writerow((name, *map(csv_cell, row)))
        case _:
            raise Refusal("draw.lists_suffix", file=out.name)


def csv_cell(cell: str | int) -> str | int:
    """``cell`` as a CSV holds it: a text that Excel would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _rows(members: Sequence[FrameRow]) -> Iterable[Sequence[str | int]]:
    yield HEADINGS
    for number, each in enumerate(members, start=1):
        cells = (each.name, each.address, each.phone, each.unit, each.sector, each.procedure, each.dossier)
        yield (number, *cells, _day(each.received), _day(each.resulted), "")


def _day(iso: str) -> str:
    return date_short(datetime.date.fromisoformat(iso)) if iso else ""


def write_frame(frame: Iterable[FrameRow], out: Path) -> int:
    """Write the keys of the frame to ``out``, one a line: the file whose SHA-256 is the draw's hash of the frame.

    Returns how many lines it has. Raises ``Refusal`` where it cannot be written.
    """
    keys = sorted({row.key for row in frame})
    with beside(out) as part:
        part.write_text("".join(f"{key}\n" for key in keys), encoding="utf-8", newline="\n")
    return len(keys)
