"""The recovery sheet: one page that holds the key of a survey, to be sealed and locked away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.domain.vietnamese import date_document
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Mark, Rule, Text, draw
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM, PdfWriter, opened

_LEFT: Final = 30 * POINTS_PER_MM  # margins of Nghị định 30/2020: left 30 mm, right 15
_RIGHT: Final = A4[0] - 15 * POINTS_PER_MM
_TOP: Final = A4[1] - 20 * POINTS_PER_MM
_SIZE: Final = 13.0
_CODE_SIZE: Final = 17.0
_LEADING: Final = 1.3
_COLUMNS: Final = 3
_QR_SIDE: Final = 38 * POINTS_PER_MM

_WHAT: Final = (
    "Phiếu này ghi khóa mã hóa của cuộc khảo sát nêu trên. Khi mất hoặc hỏng tệp khóa (tệp có đuôi “.sipas.keys”), "
    "hoặc khi quản trị viên cuối cùng quên mật khẩu, chỉ có phiếu này mở lại được dữ liệu."
)
_HOW: Final = (
    "1. Mở chương trình, chọn cuộc khảo sát, bấm “Khôi phục bằng phiếu …”.",
    "2. Gõ tên một quản trị viên của cuộc khảo sát, rồi gõ hoặc quét mã khôi phục. Chữ số cuối của mỗi nhóm để kiểm "
    "tra: gõ sai nhóm nào, chương trình báo nhóm đó.",
    "3. Đặt mật khẩu mới. Nếu tệp khóa đã mất, đặt lại mật khẩu cho những người khác tại trang Quản trị.",
)
_KEEP: Final = (
    "– Ai có phiếu này cùng với tệp khảo sát thì đọc được toàn bộ dữ liệu và trở thành quản trị viên.",
    "– Cho phiếu vào phong bì dán kín, ký giáp lai, giao người có trách nhiệm cất vào két; không để cùng chỗ với "
    "máy tính hoặc bản sao lưu.",
    "– Không chụp ảnh, không quét, không gửi qua mạng. Xóa tệp in sau khi in xong.",
    "– Phiếu bị lộ thì không thay được khóa: lập cuộc khảo sát mới, và giữ kín tệp của cuộc khảo sát này.",
)


@dataclass(frozen=True)
class RecoverySheet:
    """What stands on the sheet. ``groups`` are the recovery code (``domain.secret_digits``)."""

    owner: str
    survey: str  # its title
    file: str  # name of its file
    groups: Sequence[str]
    by: str
    day: datetime.date


def print_recovery_sheet(sheet: RecoverySheet, out: BinaryIO | Path) -> Printed:
    """Print the sheet into ``out``. Raises ``Refusal`` for a letter that the typeface lacks."""
    with opened(out) as file:
        writer = PdfWriter(file)
        try:
            marks, end = _marks(sheet)
            content = draw(marks, writer.fonts)
        except fonts.MissingLetter as missing:
            raise Refusal("paper.letter_of_name", text=sheet.survey, letter=missing.letter) from None
        content += codes.qr_of_digits("".join(sheet.groups), _RIGHT - _QR_SIDE, end, _QR_SIDE)
        writer.page(content)
        writer.close("Phiếu khôi phục khóa", sheet.owner, sheet.survey)
        return Printed(1, writer.pages, writer.sha256)


def _marks(sheet: RecoverySheet) -> tuple[list[Mark], float]:
    """The page's marks, and the lower edge of the QR code."""
    marks: list[Mark] = []
    y = _TOP
    for line in fonts.wrap_neatly(fonts.clean(sheet.owner).upper(), Face.BOLD, _SIZE, _RIGHT - _LEFT):
        marks.append(_centred(line, y, _SIZE, Face.BOLD))
        y -= _SIZE * _LEADING
    y -= 14
    marks.append(_centred("PHIẾU KHÔI PHỤC KHÓA", y, 17, Face.BOLD))
    y -= 22
    for line in fonts.wrap_neatly(fonts.clean(sheet.survey), Face.BOLD, _SIZE + 1, _RIGHT - _LEFT):
        marks.append(_centred(line, y, _SIZE + 1, Face.BOLD))
        y -= (_SIZE + 1) * _LEADING
    told = f"Tệp: {fonts.clean(sheet.file)}. In {date_document(sheet.day)}, người in: {fonts.clean(sheet.by)}."
    for line in fonts.wrap_neatly(told, Face.ITALIC, _SIZE - 1, _RIGHT - _LEFT):
        marks.append(_centred(line, y, _SIZE - 1, Face.ITALIC))
        y -= _SIZE * _LEADING
    y -= 8
    for part in _paragraph(_WHAT, y):
        marks.append(part)
        y = part.y
    y -= 30
    marks.append(Text(_LEFT, y, "Mã khôi phục", _SIZE, Face.BOLD))
    y -= 14
    top = y
    marks.append(Rule(_LEFT, top, _RIGHT, top))
    across = (_RIGHT - _QR_SIDE - 24 - _LEFT) / _COLUMNS
    rows = -(-len(sheet.groups) // _COLUMNS)
    step = _CODE_SIZE * 1.55
    for number, group in enumerate(sheet.groups):
        column, row = divmod(number, rows)
        x, base = _LEFT + column * across, top - 26 - row * step
        marks.append(Text(x, base, f"{number + 1}.", _SIZE - 2))
        marks.append(Text(x + 20, base, group, _CODE_SIZE, Face.BOLD))
    foot = top - 26 - rows * step
    qr = top - 12 - _QR_SIDE
    y = min(foot, qr - 12)
    marks.append(Rule(_LEFT, y, _RIGHT, y))
    y -= 6
    for heading, paragraphs in (("Cách khôi phục", _HOW), ("Cách bảo quản", _KEEP)):
        y -= 22
        marks.append(Text(_LEFT, y, heading, _SIZE, Face.BOLD))
        for paragraph in paragraphs:
            for part in _paragraph(paragraph, y - _SIZE * _LEADING - 2):
                marks.append(part)
                y = part.y
    y -= 34
    half = (_RIGHT - _LEFT) / 2
    for x, who in ((_LEFT, "Người in"), (_LEFT + half, "Người giữ phiếu")):
        for dy, line, face in ((0.0, who, Face.BOLD), (16.0, "(Ký, ghi rõ họ tên, ngày nhận)", Face.ITALIC)):
            wide = fonts.width(line, face, _SIZE)
            marks.append(Text(x + (half - wide) / 2, y - dy, line, _SIZE, face))
    return marks, qr


def _paragraph(text: str, y: float) -> Iterator[Text]:
    for number, line in enumerate(fonts.wrap(text, Face.REGULAR, _SIZE, _RIGHT - _LEFT)):
        yield Text(_LEFT, y - number * _SIZE * _LEADING, line, _SIZE)


def _centred(text: str, y: float, size: float, face: Face) -> Text:
    return Text((_LEFT + _RIGHT - fonts.width(text, face, size)) / 2, y, text, size, face)
