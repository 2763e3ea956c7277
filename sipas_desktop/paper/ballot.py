"""Prints ballots: one PDF for a whole run, each ballot with its serial as digits, QR code and Code 128 on every page.

What all ballots share is drawn once; a ballot adds its serial, its codes and, where it has them, its recipient and
what is known of its written-in answers. Memory does not grow with the number of ballots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PLAIN, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.box_map import box_map_sha256
from sipas_desktop.paper.filling import CUT, READABLE, in_band, on_dots
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.frame import BAND, BARS_HEIGHT, SERIAL_SIZE, Frame
from sipas_desktop.paper.layout import Layout, lay_out
from sipas_desktop.paper.logo import draw_logo, read_logo
from sipas_desktop.paper.marks import Mark, Rule, Text, draw
from sipas_desktop.paper.notes import Note, NoteKind
from sipas_desktop.paper.pdf import PdfWriter, opened

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
    """What came of a run; ``sha256`` is over the whole file, ``boxes`` over where its boxes are (``box_map``).

    ``each`` is the number of pages of a ballot, without the empty one that may follow.
    """

    ballots: int
    pages: int
    sha256: str
    boxes: str = ""
    notes: tuple[Note, ...] = ()
    each: int = 1


def print_ballots(
    form: Form,
    sheets: Iterable[BallotSheet],
    out: BinaryIO | Path,
    *,
    title: str,
    author: str = "",
    style: PrintStyle = PLAIN,
    logo: bytes | None = None,
    progress: Callable[[int], None] | None = None,
) -> Printed:
    """Print ``sheets`` in their order into ``out``, an open binary file or the path of a temporary one.

    ``title`` and ``author`` (the survey's owner) go into the document's metadata; ``logo`` is a PNG, shown where
    ``style`` asks for it. ``progress`` hears the number of
    ballots done, and may raise to stop the run. Raises ``Refusal`` where there is nothing to print or something cannot
    be printed; a file at the path ``out`` is removed then. The same input gives the same bytes.
    """
    layout = lay_out(form, style)
    with opened(out) as file:
        writer = _writer(file, layout, style)
        _draw_forms(writer, layout)
        _draw_logo(writer, style, logo)
        count = 0
        told: Counter[NoteKind] = Counter()
        for sheet in sheets:
            if progress is not None and count % _REPORT_EVERY == 0:
                progress(count)
            try:
                for content in _ballot(sheet, form, layout, writer, told):
                    writer.page(content)
                _fill_sheet(layout, style, writer)
            except fonts.MissingLetter as missing:
                shown = serial.show(sheet.serial)
                raise Refusal("paper.letter_of_ballot", serial=shown, letter=missing.letter) from None
            count += 1
        if not count:
            raise Refusal("paper.nothing_to_print")
        writer.close(title, author, " ".join(form.title))
        if progress is not None:
            progress(count)
        notes = (*layout.notes, *(Note(kind, value=ballots) for kind, ballots in sorted(told.items())))
        boxes = box_map_sha256(form, style, layout)
        return Printed(count, writer.pages, writer.sha256, boxes, notes, len(layout.pages))


def specimen(
    form: Form, out: BinaryIO | Path, *, author: str = "", style: PrintStyle = PLAIN, logo: bytes | None = None
) -> Printed:
    """Print one ballot of ``form`` marked as a specimen, without serial or codes. Raises ``Refusal``."""
    layout = lay_out(form, style)
    with opened(out) as file:
        writer = _writer(file, layout, style)
        _draw_logo(writer, style, logo)
        mark = _watermark(writer, layout.pages[0].frame)
        try:
            for page in layout.pages:
                framed = draw(_framed(_SPECIMEN, page.frame.right, page.frame.top), writer.fonts)
                writer.page(mark + draw(page.all_marks, writer.fonts) + framed)
            _fill_sheet(layout, style, writer)
        except fonts.MissingLetter as missing:
            raise Refusal("paper.letter_of_form", form=form.code, letter=missing.letter) from None
        writer.close(" ".join(form.title), author, _SPECIMEN)
        boxes = box_map_sha256(form, style, layout)
        return Printed(1, writer.pages, writer.sha256, boxes, layout.notes, len(layout.pages))


def _writer(file: BinaryIO, layout: Layout, style: PrintStyle) -> PdfWriter:
    frame = layout.pages[0].frame
    return PdfWriter(file, (frame.width, frame.height), duplex=style.sides == 2)


def _draw_logo(writer: PdfWriter, style: PrintStyle, logo: bytes | None) -> None:
    if style.logo:
        draw_logo(writer, read_logo(logo) if logo else None)


def _fill_sheet(layout: Layout, style: PrintStyle, writer: PdfWriter) -> None:
    """An empty page where the next ballot would begin on the back of this one."""
    for _ in range(-len(layout.pages) % style.sides):
        writer.page("")


def _draw_forms(writer: PdfWriter, layout: Layout) -> None:
    for n, page in enumerate(layout.pages, start=1):
        writer.form(f"P{n}", draw(page.all_marks, writer.fonts))
        framed = _framed(_REPRINT, page.frame.band_left_end, page.frame.top)
        writer.form(f"Reprint{n}", draw(framed, writer.fonts))


def _ballot(
    sheet: BallotSheet, form: Form, layout: Layout, writer: PdfWriter, told: Counter[NoteKind]
) -> Iterator[str]:
    """The operators of each page of a ballot; ``told`` counts the ballots on which a text is smaller, or cut."""
    written: list[Text] = []
    bars, shown = codes.bar_row(sheet.serial), serial.show(sheet.serial)
    for n, page in enumerate(layout.pages, start=1):
        frame = page.frame
        own: list[Text] = []
        if n == 1 and sheet.recipient:
            own += in_band(sheet.recipient, *_recipient_at(frame, sheet.reprint))
        for code, text in sheet.prefilled.items():
            own += on_dots(text, page.dots(code), layout.style.size, layout.style.pitch)
        written += own
        x = frame.bars_at[0] + (codes.BAR_WIDTH - fonts.width(shown, Face.REGULAR, SERIAL_SIZE)) / 2
        drawn = draw([Text(x, frame.serial_y, shown, SERIAL_SIZE), *own], writer.fonts)
        mark = f"/Reprint{n} Do\n" if sheet.reprint else ""
        qr = codes.qr(serial.page_code(sheet.serial, n, form.version), *frame.qr_at)
        yield f"/P{n} Do\n{drawn}{codes.bars_of(bars, *frame.bars_at, BARS_HEIGHT)}{qr}{mark}"
    if any(text.text.endswith(CUT) for text in written):
        told[NoteKind.CUT] += 1
    elif any(text.size < READABLE for text in written):
        told[NoteKind.WRITTEN] += 1


def _recipient_at(frame: Frame, reprint: bool) -> tuple[float, float, float, float]:
    """Where the recipient stands: left, top, width, height. In the envelope's window, if there is one."""
    if frame.window is not None:
        window = frame.window
        return window.left, window.top, window.right - window.left, window.top - window.foot
    end = frame.band_left_end
    if reprint:
        end = _framed(_REPRINT, end, frame.top)[0].x - 6
    return frame.left, frame.top, end - frame.left, BAND - 5


def _framed(words: str, right: float, top: float) -> list[Mark]:
    """``words`` in a frame that ends at ``right`` in the band; its first mark is the frame's left edge."""
    left = right - fonts.width(words, Face.BOLD, _MARK_SIZE) - 12
    foot = top - 19
    edges = ((left, foot, left, top), (left, top, right, top), (right, top, right, foot), (right, foot, left, foot))
    middle = (foot + top) / 2 - _MARK_SIZE * 0.33
    return [*(Rule(*edge) for edge in edges), Text(left + 6, middle, words, _MARK_SIZE, Face.BOLD)]


def _watermark(writer: PdfWriter, frame: Frame) -> str:
    """The specimen's word in light grey across the page, under everything else."""
    size = 0.32 * frame.width
    wide = fonts.width(_SPECIMEN, Face.BOLD, size)
    text = draw([Text(-wide / 2, -size * 0.33, _SPECIMEN, size, Face.BOLD, grey=0.93)], writer.fonts)
    return f"q 0.7071 0.7071 -0.7071 0.7071 {frame.width / 2:.2f} {frame.height / 2:.2f} cm\n{text}Q\n"
