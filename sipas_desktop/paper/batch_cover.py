"""The cover sheet of a batch: lies on the bundle, says which papers are in it and whose hands it went through.

Its QR code holds the batch's code as digits (``domain.batch.cover_digits``): scanned at the keying page, it claims
the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Mark, Rule, Text, draw
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM, PdfWriter, opened

_LEFT: Final = 30 * POINTS_PER_MM  # margins of Nghị định 30/2020: left 30 mm, right 15
_RIGHT: Final = A4[0] - 15 * POINTS_PER_MM
_TOP: Final = A4[1] - 20 * POINTS_PER_MM
_FOOT: Final = 20 * POINTS_PER_MM
_SIZE: Final = 13.0
_SMALL: Final = 11.0
_CODE_SIZE: Final = 40.0
_LEADING: Final = 1.35
_QR_SIDE: Final = 34 * POINTS_PER_MM
_COLUMNS: Final = 4
_ROW: Final = 15.5  # of the list of serials
_SIGNED: Final = 33.0  # height of a row to sign in
_HANDS: Final = ("Thu phiếu", "Nhập lần 1", "Nhập lần 2", "Chốt đối chiếu")
_HEADS: Final = (("Việc", 0.21), ("Họ và tên", 0.30), ("Ngày nhận", 0.16), ("Ngày xong", 0.16), ("Ký", 0.17))


@dataclass(frozen=True)
class BatchCover:
    """What stands on a cover. ``digits`` is what its QR code holds."""

    owner: str
    survey: str
    code: str
    digits: str
    unit: str  # "" where it stands on each ballot
    received: str  # when, and by whom
    papers: Sequence[tuple[int | None, str]]  # place in the batch, serial


def print_cover(cover: BatchCover, out: BinaryIO | Path) -> Printed:
    """Print the cover into ``out``; a long batch takes several pages. ``Printed.ballots`` counts serials.

    Raises ``Refusal`` for a letter that the typeface lacks.
    """
    with opened(out) as file:
        writer = PdfWriter(file)
        try:
            for number, (marks, qr) in enumerate(_pages(cover), start=1):
                content = draw(marks, writer.fonts)
                if number == 1:
                    content += codes.qr_of_digits(cover.digits, _RIGHT - _QR_SIDE, qr, _QR_SIDE)
                writer.page(content)
        except fonts.MissingLetter as missing:
            raise Refusal("paper.letter_of_name", text=cover.unit or cover.survey, letter=missing.letter) from None
        writer.close(f"Phiếu bìa lô {cover.code}", cover.owner, cover.survey)
        return Printed(len(cover.papers), writer.pages, writer.sha256)


def _pages(cover: BatchCover) -> list[tuple[list[Mark], float]]:
    """The marks of each page, and on the first the lower edge of the QR code."""
    marks, y, qr = _head(cover)
    hands = (len(_HANDS) + 1) * _SIGNED + 30
    room = int((y - _FOOT - hands) / _ROW) * _COLUMNS
    first, left = cover.papers[:room], cover.papers[room:]
    marks += _list(first, y)
    marks += _hands(_FOOT + hands - 30)
    pages = [(marks, qr)]
    whole = int((_TOP - 40 - _FOOT) / _ROW) * _COLUMNS
    while left:
        held, left = left[:whole], left[whole:]
        again = f"Lô {cover.code} (tiếp theo, trang {len(pages) + 1})"
        pages.append(([Text(_LEFT, _TOP, again, _SIZE, Face.BOLD), *_list(held, _TOP - 30)], 0.0))
    return pages


def _head(cover: BatchCover) -> tuple[list[Mark], float, float]:
    """All above the list of serials; where the list begins; the lower edge of the QR code."""
    marks: list[Mark] = []
    y = _TOP
    for line in fonts.wrap_neatly(fonts.clean(cover.owner).upper(), Face.BOLD, _SIZE, _RIGHT - _LEFT):
        marks.append(_centred(line, y, _SIZE, Face.BOLD))
        y -= _SIZE * _LEADING
    y -= 12
    marks.append(_centred("PHIẾU BÌA LÔ", y, 17, Face.BOLD))
    y -= 22
    for line in fonts.wrap_neatly(fonts.clean(cover.survey), Face.REGULAR, _SIZE, _RIGHT - _LEFT):
        marks.append(_centred(line, y, _SIZE, Face.REGULAR))
        y -= _SIZE * _LEADING
    y -= 8
    qr = y - _QR_SIDE
    room = _RIGHT - _QR_SIDE - 20 - _LEFT
    size = _CODE_SIZE
    while fonts.width(cover.code, Face.BOLD, size) > room and size > _SIZE:
        size -= 1
    marks.append(Text(_LEFT, y - 12, "Lô", _SIZE))
    marks.append(Text(_LEFT, y - 16 - size, fonts.clean(cover.code), size, Face.BOLD))
    line_y = y - 16 - size - 26
    told = [f"Đơn vị: {fonts.clean(cover.unit) if cover.unit else 'theo từng phiếu'}"]
    told += [f"Số phiếu: {len(cover.papers)}", f"Thu: {fonts.clean(cover.received) or '–'}"]
    for text in told:
        for line in fonts.wrap(normalise(text), Face.REGULAR, _SIZE, room):
            marks.append(Text(_LEFT, line_y, line, _SIZE))
            line_y -= _SIZE * _LEADING
    y = min(qr, line_y) - 14
    marks.append(Text(_LEFT, y, "Các phiếu trong lô, theo thứ tự", _SIZE, Face.BOLD))
    return marks, y - 20, qr


def _list(papers: Sequence[tuple[int | None, str]], y: float) -> list[Mark]:
    """Places and serials, one column after the other."""
    marks: list[Mark] = []
    rows = -(-len(papers) // _COLUMNS)
    across = (_RIGHT - _LEFT) / _COLUMNS
    for number, (position, serial) in enumerate(papers):
        column, row = divmod(number, max(rows, 1))
        x, base = _LEFT + column * across, y - row * _ROW
        place = "" if position is None else f"{position}."
        marks.append(Text(x + 20 - fonts.width(place, Face.REGULAR, _SMALL), base, place, _SMALL, grey=0.35))
        marks.append(Text(x + 26, base, serials.show(serial), _SMALL))
    return marks


def _hands(top: float) -> list[Mark]:
    """The table to sign in."""
    marks: list[Mark] = []
    wide = _RIGHT - _LEFT
    edges = [_LEFT]
    for _, share in _HEADS:
        edges.append(edges[-1] + share * wide)
    foot = top - (len(_HANDS) + 1) * _SIGNED
    lines = [top - row * _SIGNED for row in range(len(_HANDS) + 2)]
    marks += [Rule(_LEFT, line, _RIGHT, line) for line in lines]
    marks += [Rule(edge, foot, edge, top) for edge in edges]
    for (head, _), left, right in zip(_HEADS, edges, edges[1:], strict=False):
        middle = (left + right - fonts.width(head, Face.BOLD, _SMALL)) / 2
        marks.append(Text(middle, top - _SIGNED / 2 - 4, head, _SMALL, Face.BOLD))
    for row, hand in enumerate(_HANDS, start=1):
        marks.append(Text(_LEFT + 6, top - row * _SIGNED - _SIGNED / 2 - 4, hand, _SMALL))
    return marks


def _centred(line: str, y: float, size: float, face: Face) -> Text:
    return Text((_LEFT + _RIGHT - fonts.width(line, face, size)) / 2, y, line, size, face)
