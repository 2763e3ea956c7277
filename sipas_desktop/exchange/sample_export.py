"""The sample lists as a workbook, and the frame of a draw as the text whose hash the draw states.

The same lists give the same bytes on every system. The headings are those of the list template, so a workbook that was
written here is read back as the lists that it holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.sampling import FrameRow
from sipas_desktop.domain.vietnamese import date_short
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
SHEET_NAMES = {"official": "Chính thức", "reserve": "Dự phòng"}


@dataclass(frozen=True)
class Listed:
    """One member as the list shows it; dates are ISO texts."""

    name: str
    address: str
    phone: str
    unit: str
    sector: str
    procedure: str
    dossier: str
    received: str
    resulted: str


def write_lists(official: Sequence[Listed], reserve: Sequence[Listed], out: Path) -> None:
    """Write both lists to the .xlsx file ``out``. Raises ``Refusal`` where it cannot be written."""
    sheets = [
        Sheet(SHEET_NAMES["official"], _rows(official), WIDTHS),
        Sheet(SHEET_NAMES["reserve"], _rows(reserve), WIDTHS),
    ]
    with beside(out) as part:
        write_workbook(part, sheets)


def _rows(members: Sequence[Listed]) -> Iterable[Sequence[str | int]]:
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
