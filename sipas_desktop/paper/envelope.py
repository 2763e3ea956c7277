"""Envelopes: to whom the ballots are sent, and the return envelope on which nobody is named.

The sender stands in the upper left corner, the stamp or the mark of paid postage in the upper right one, the addressee
in the lower right, with the foot kept white for the post's machines. A long name or address is set smaller, then
broken; what does not fit even so is refused, never cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.domain.post import Addressee, Post, Postage
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Dots, Mark, Rule, Text, draw
from sipas_desktop.paper.pdf import POINTS_PER_MM, PdfWriter, opened

MM: Final = POINTS_PER_MM
MARGIN: Final = 12 * MM
FOOT: Final = 16 * MM  # white, for the post's machines
STAMP: Final = (24 * MM, 28 * MM)  # width and height
PAID: Final = (52 * MM, 24 * MM)
GAP: Final = 6 * MM
WRITING: Final = 8 * MM  # of a dotted line
LEADING: Final = 1.22
LEAST: Final = 0.55  # how far texts are set smaller: 14 points become 7.7


class EnvelopeSize(StrEnum):
    """Envelopes by ISO 269."""

    C5 = "C5"
    DL = "DL"

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height in points, the long side across."""
        wide, high = {"C5": (229, 162), "DL": (220, 110)}[self.value]
        return wide * MM, high * MM


@dataclass(frozen=True)
class Line:
    """One paragraph of a block: its text and how it is set where there is room."""

    text: str
    size: float
    face: Face = Face.REGULAR


@dataclass(frozen=True)
class Sender:
    """Who sends: the agency as on its letterhead, and the lines of its address."""

    agency: str
    address: tuple[str, ...]


def print_envelopes(
    addressees: Iterable[Addressee],
    sender: Sender,
    size: EnvelopeSize,
    out: BinaryIO | Path,
    *,
    title: str,
    subject: str = "",
) -> Printed:
    """Print one envelope for each of ``addressees``. Raises ``Refusal`` for what has no room or no letter."""
    pages = (outer_marks(to, sender, size) for to in addressees)
    return _print(pages, size, out, title, sender.agency, subject)


def print_return_envelopes(
    sender: Sender, post: Post, size: EnvelopeSize, out: BinaryIO | Path, *, count: int, title: str
) -> Printed:
    """Print ``count`` return envelopes, all alike. Raises as ``print_envelopes``."""
    marks = return_marks(sender, post, size)
    return _print((marks for _ in range(count)), size, out, title, sender.agency, "")


def outer_marks(to: Addressee, sender: Sender, size: EnvelopeSize) -> list[Mark]:
    """What stands on the envelope for ``to``. Raises ``Refusal`` where it has no room."""
    wide, _ = size.paper
    marks = _sender(sender, size)
    left, top, room = _addressee_box(size)
    words = [Line("Kính gửi:", 12, Face.ITALIC)]
    words += [Line(to.name, 15, Face.BOLD)] if to.name else []
    words += [Line(to.address, 13)] if to.address else []
    rows = 0 if to.address else 2 if to.name else 3  # dotted lines for what has to be written by hand
    marks += _block(words, left, top, wide - MARGIN - left, room - rows * WRITING, to.number)
    if rows:
        end = min(mark.y for mark in marks if isinstance(mark, Text) and mark.x >= left - 0.1)
        marks += [Dots(left, end - WRITING * row, wide - MARGIN) for row in range(1, rows + 1)]
    if to.number:
        marks.append(Text(MARGIN, MARGIN, f"STT {to.number}", 9))
    return marks


def return_marks(sender: Sender, post: Post, size: EnvelopeSize) -> list[Mark]:
    """What stands on a return envelope: nobody who answered is named on it."""
    wide, high = size.paper
    corner = {Postage.STAMP: STAMP, Postage.PAID: PAID, Postage.NONE: (0.0, 0.0)}[post.postage]
    room = wide - 2 * MARGIN - corner[0] - GAP
    words = [
        Line("PHIẾU KHẢO SÁT MỨC ĐỘ HÀI LÒNG", 12, Face.BOLD),
        Line("(Không ghi tên, địa chỉ người gửi)", 11, Face.ITALIC),
    ]
    marks = _block(words, MARGIN, high - MARGIN, room, corner[1] or STAMP[1], 0)
    left, top, below = _addressee_box(size)
    words = [Line("Nơi nhận:", 12, Face.ITALIC), Line(sender.agency, 15, Face.BOLD)]
    words += [Line(text, 13) for text in sender.address]
    marks += _block(words, left, top, wide - MARGIN - left, below, 0)
    return marks + _corner(post, size)


def _corner(post: Post, size: EnvelopeSize) -> list[Mark]:
    wide, high = size.paper
    if post.postage is Postage.NONE:
        return []
    across, down = STAMP if post.postage is Postage.STAMP else PAID
    words = "DÁN TEM" if post.postage is Postage.STAMP else post.paid_mark
    left, top = wide - MARGIN - across, high - MARGIN
    foot, right = top - down, wide - MARGIN
    frame = [(left, foot, left, top), (left, top, right, top), (right, foot, right, top), (left, foot, right, foot)]
    inside = _fitted([Line(text, 11) for text in words.splitlines()], across - 6, down - 6)
    if inside is None:
        raise Refusal("papers.mark_too_long")
    height = sum(line.size * LEADING for line in inside)
    marks: list[Mark] = [Rule(*edge) for edge in frame]
    y = (top + foot + height) / 2
    for line in inside:
        x = left + (across - fonts.width(line.text, line.face, line.size)) / 2
        marks.append(Text(x, y - fonts.ascent(line.size), line.text, line.size, line.face))
        y -= line.size * LEADING
    return marks


def _sender(sender: Sender, size: EnvelopeSize) -> list[Mark]:
    wide, high = size.paper
    words = [Line("Nơi gửi:", 10, Face.ITALIC), Line(sender.agency, 12, Face.BOLD)]
    words += [Line(text, 11) for text in sender.address]
    _, top, _ = _addressee_box(size)
    return _block(words, MARGIN, high - MARGIN, wide - 2 * MARGIN - PAID[0] - GAP, high - MARGIN - GAP - top, 0)


def _addressee_box(size: EnvelopeSize) -> tuple[float, float, float]:
    """Left end, top and height of the room for the addressee."""
    wide, high = size.paper
    top = min(high - MARGIN - max(STAMP[1], PAID[1]) - GAP, high * 0.55)
    return wide * 0.40, top, top - FOOT


def _block(words: Sequence[Line], left: float, top: float, room: float, height: float, number: int) -> list[Mark]:
    """The words one below the other, from ``top`` down, as large as they fit."""
    lines = _fitted(words, room, height)
    if lines is None:
        raise Refusal("papers.no_room", number=number)
    marks: list[Mark] = []
    y = top
    for line in lines:
        marks.append(Text(left, y - fonts.ascent(line.size), line.text, line.size, line.face))
        y -= line.size * LEADING
    return marks


def _fitted(words: Sequence[Line], room: float, height: float) -> list[Line] | None:
    """The words in lines that fit into ``room`` by ``height`` points; None where they do not, however small."""
    scale = 1.0
    while scale >= LEAST:
        lines = [
            Line(part, each.size * scale, each.face)
            for each in words
            for part in fonts.wrap_neatly(fonts.clean(each.text), each.face, each.size * scale, room)
        ]
        if sum(line.size * LEADING for line in lines) <= height:
            return lines
        scale -= 0.05
    return None


def _print(
    pages: Iterator[list[Mark]], size: EnvelopeSize, out: BinaryIO | Path, title: str, author: str, subject: str
) -> Printed:
    with opened(out) as file:
        writer = PdfWriter(file, size.paper)
        try:
            for marks in pages:
                writer.page(draw(marks, writer.fonts))
        except fonts.MissingLetter as missing:
            raise Refusal("papers.letter", letter=missing.letter) from None
        if not writer.pages:
            raise Refusal("papers.nobody")
        writer.close(title, author, subject)
        return Printed(writer.pages, writer.pages, writer.sha256)
