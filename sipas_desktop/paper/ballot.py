"""Prints ballots: one PDF for a whole run, each ballot with its serial as digits, QR code and Code 128 on every page.

What all ballots share is drawn once; a ballot adds its serial, its codes and, where it has them, its recipient and
what is known of its written-in answers. Memory does not grow with the number of ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.filling import in_band, on_dots
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.layout import (
    BAND,
    BAND_LEFT_END,
    BARS_AT,
    BARS_HEIGHT,
    LEFT,
    QR_AT,
    RIGHT,
    SERIAL_SIZE,
    SERIAL_Y,
    TOP,
    Layout,
    lay_out,
)
from sipas_desktop.paper.marks import Mark, Rule, Text, draw
from sipas_desktop.paper.pdf import A4, PdfWriter, opened

_REPORT_EVERY: Final = 50  # ballots between two calls of ``progress``
_REPRINT: Final = "BẢN IN LẠI"
_SPECIMEN: Final = "MẪU"
_MARK_SIZE: Final = 11.0


@dataclass(frozen=True)
class BallotSheet:
    """One ballot of a run.

    ``recipient`` are the lines at the head of a personalised ballot (name, address), ``prefilled`` the text on the
    dotted lines of a question by its code; ``reprint`` prints a mark that this serial was printed before.
    """

    serial: str
    recipient: tuple[str, ...] = ()
    prefilled: Mapping[str, str] = field(default_factory=dict)
    reprint: bool = False


@dataclass(frozen=True)
class Printed:
    """What came of a run; ``sha256`` is over the whole file."""

    ballots: int
    pages: int
    sha256: str


def print_ballots(
    form: Form,
    sheets: Iterable[BallotSheet],
    out: BinaryIO | Path,
    *,
    title: str,
    author: str = "",
    progress: Callable[[int], None] | None = None,
) -> Printed:
    """Print ``sheets`` in their order into ``out``, an open binary file or the path of a temporary one.

    ``title`` and ``author`` (the survey's owner) go into the document's metadata. ``progress`` hears the number of
    ballots done, and may raise to stop the run. Raises ``Refusal`` where there is nothing to print or something cannot
    be printed; a file at the path ``out`` is removed then. The same input gives the same bytes.
    """
    layout = lay_out(form)
    with opened(out) as file:
        writer = PdfWriter(file)
        _draw_forms(writer, layout)
        count = 0
        for sheet in sheets:
            if progress is not None and count % _REPORT_EVERY == 0:
                progress(count)
            try:
                for content in _ballot(sheet, layout, writer):
                    writer.page(content)
            except fonts.MissingLetter as missing:
                shown = serial.show(sheet.serial)
                raise Refusal("paper.letter_of_ballot", serial=shown, letter=missing.letter) from None
            count += 1
        if not count:
            raise Refusal("paper.nothing_to_print")
        writer.close(title, author, " ".join(form.title))
        if progress is not None:
            progress(count)
        return Printed(count, writer.pages, writer.sha256)


def specimen(form: Form, out: BinaryIO | Path, *, author: str = "") -> Printed:
    """Print one ballot of ``form`` marked as a specimen, without serial or codes. Raises ``Refusal``."""
    layout = lay_out(form)
    with opened(out) as file:
        writer = PdfWriter(file)
        mark = _watermark(writer)
        try:
            for page in layout.pages:
                writer.page(mark + draw(page.marks, writer.fonts) + draw(_framed(_SPECIMEN, RIGHT), writer.fonts))
        except fonts.MissingLetter as missing:
            raise Refusal("paper.letter_of_form", form=form.code, letter=missing.letter) from None
        writer.close(" ".join(form.title), author, _SPECIMEN)
        return Printed(1, writer.pages, writer.sha256)


def _draw_forms(writer: PdfWriter, layout: Layout) -> None:
    for n, page in enumerate(layout.pages, start=1):
        writer.form(f"P{n}", draw(page.marks, writer.fonts))
    writer.form("Reprint", draw(_framed(_REPRINT, BAND_LEFT_END), writer.fonts))


def _ballot(sheet: BallotSheet, layout: Layout, writer: PdfWriter) -> Iterator[str]:
    """The operators of each page of a ballot."""
    shown = serial.show(sheet.serial)
    x = BARS_AT[0] + (codes.BAR_WIDTH - fonts.width(shown, Face.REGULAR, SERIAL_SIZE)) / 2
    common = draw([Text(x, SERIAL_Y, shown, SERIAL_SIZE)], writer.fonts)
    common += codes.bars(sheet.serial, *BARS_AT, BARS_HEIGHT) + codes.qr(sheet.serial, *QR_AT)
    if sheet.reprint:
        common += "/Reprint Do\n"
    for n, page in enumerate(layout.pages, start=1):
        own: list[Mark] = []
        if n == 1 and sheet.recipient:
            end = _framed(_REPRINT, BAND_LEFT_END)[0].x - 6 if sheet.reprint else BAND_LEFT_END
            own += in_band(sheet.recipient, LEFT, TOP, end - LEFT, BAND - 5)
        for code, text in sheet.prefilled.items():
            own += on_dots(text, page.dots(code), layout.style.size, layout.style.pitch)
        yield f"/P{n} Do\n{common}{draw(own, writer.fonts)}"


def _framed(words: str, right: float) -> list[Mark]:
    """``words`` in a frame that ends at ``right`` in the band; its first mark is the frame's left edge."""
    left = right - fonts.width(words, Face.BOLD, _MARK_SIZE) - 12
    foot, top = TOP - 19, TOP
    edges = ((left, foot, left, top), (left, top, right, top), (right, top, right, foot), (right, foot, left, foot))
    middle = (foot + top) / 2 - _MARK_SIZE * 0.33
    return [*(Rule(*edge) for edge in edges), Text(left + 6, middle, words, _MARK_SIZE, Face.BOLD)]


def _watermark(writer: PdfWriter) -> str:
    """The specimen's word in light grey across the page, under everything else."""
    size = 190.0
    wide = fonts.width(_SPECIMEN, Face.BOLD, size)
    text = draw([Text(-wide / 2, -size * 0.33, _SPECIMEN, size, Face.BOLD, grey=0.93)], writer.fonts)
    return f"q 0.7071 0.7071 -0.7071 0.7071 {A4[0] / 2:.2f} {A4[1] / 2:.2f} cm\n{text}Q\n"
