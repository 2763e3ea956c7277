"""An operator's badge: a card of 85.6 × 54 mm to cut out, with the QR code that she scans at sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Mark, Rule, Text, draw
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM, PdfWriter, opened

_WIDE, _HIGH = 85.6 * POINTS_PER_MM, 53.98 * POINTS_PER_MM  # ISO/IEC 7810 ID-1
_LEFT: Final = 30 * POINTS_PER_MM
_FOOT: Final = A4[1] - 30 * POINTS_PER_MM - _HIGH
_QR_SIDE: Final = 30 * POINTS_PER_MM
_PAD: Final = 5 * POINTS_PER_MM
_BELOW: Final = (
    "Cắt theo khung, ép nhựa. Khi đăng nhập, đặt con trỏ vào ô tên, quét mã, rồi gõ mã PIN.",
    "Không ghi mã PIN lên thẻ. Mất thẻ: báo ngay quản trị viên để thu hồi thẻ trong chương trình.",
)


@dataclass(frozen=True)
class Badge:
    """What stands on a badge. ``code`` are the 40 digits that it holds (``domain.secret_digits``)."""

    owner: str  # the office whose survey it is
    survey: str
    name: str
    code: str


def print_badge(badge: Badge, out: BinaryIO | Path) -> Printed:
    """Print the badge into ``out``. Raises ``Refusal`` for a letter that the typeface lacks."""
    with opened(out) as file:
        writer = PdfWriter(file)
        try:
            content = draw(_marks(badge), writer.fonts)
        except fonts.MissingLetter as missing:
            raise Refusal("paper.letter_of_name", text=badge.name, letter=missing.letter) from None
        # Four modules of the code stay clear on its right and below it.
        content += codes.qr_of_digits(badge.code, _LEFT + _WIDE - _PAD - _QR_SIDE, _FOOT + _PAD, _QR_SIDE)
        writer.page(content)
        writer.close("Thẻ đăng nhập", badge.owner, badge.survey)
        return Printed(1, writer.pages, writer.sha256)


def _marks(badge: Badge) -> list[Mark]:
    right, top = _LEFT + _WIDE, _FOOT + _HIGH
    marks: list[Mark] = [
        Rule(_LEFT, _FOOT, right, _FOOT),
        Rule(_LEFT, top, right, top),
        Rule(_LEFT, _FOOT, _LEFT, top),
        Rule(right, _FOOT, right, top),
    ]
    y = top - 17
    for text, size, face, room, most in (
        (badge.owner.upper(), 8.0, Face.REGULAR, _WIDE - 2 * _PAD, 1),
        (badge.survey, 9.0, Face.BOLD, _WIDE - 2 * _PAD, 2),
    ):
        for line in _at_most(text, face, size, room, most):
            marks.append(Text(_LEFT + _PAD, y, line, size, face))
            y -= size * 1.25
    room = _WIDE - 3 * _PAD - _QR_SIDE
    y = _FOOT + _PAD + _QR_SIDE - 14
    marks.append(Text(_LEFT + _PAD, y, "THẺ ĐĂNG NHẬP", 8.5))
    y -= 20
    for line in _at_most(badge.name, Face.BOLD, 14, room, 3):
        marks.append(Text(_LEFT + _PAD, y, line, 14, Face.BOLD))
        y -= 17
    y = _FOOT - 26
    for line in _BELOW:
        for part in fonts.wrap(line, Face.ITALIC, 12, A4[0] - 15 * POINTS_PER_MM - _LEFT):
            marks.append(Text(_LEFT, y, part, 12, Face.ITALIC))
            y -= 16
    return marks


def _at_most(text: str, face: Face, size: float, room: float, lines: int) -> list[str]:
    """``text`` in at most so many lines, the last one ending in "…" where it goes on."""
    found = fonts.wrap_neatly(fonts.clean(text), face, size, room)
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and fonts.width(last + "…", face, size) > room:
        last = last[:-1]
    return [*found[: lines - 1], last.rstrip() + "…"]
