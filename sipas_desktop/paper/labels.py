"""Prints spare serial labels: a photocopied ballot that comes back gets a serial of its own from a sheet of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sipas_desktop.domain import serial
from sipas_desktop.domain.label_sheet import LabelSheet
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Text, draw
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM, PdfWriter, opened

_BARS_HEIGHT = 26.0
_SERIAL_SIZE = 12.0
_SMALL_SIZE = 11.0
_SMALL_LEADING = 13.0
# From the white paper left of the bars to that right of the QR code.
_WIDE = codes.BAR_QUIET + codes.BAR_WIDTH + codes.BAR_QUIET + codes.QR_SIDE + codes.QR_QUIET


def labels(
    serials: Iterable[str],
    out: BinaryIO | Path,
    *,
    title: str,
    author: str = "",
    sheet: LabelSheet,
    start: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Printed:
    """Print one label for each of ``serials``, row by row, into ``out`` (as ``ballot.print_ballots`` does).

    ``start`` is the first label to use of a sheet that was begun, from 1. A label holds bars over the serial's digits,
    and the QR code; a small one the QR code and the digits. ``Printed.ballots`` counts labels, and so does what
    ``progress`` hears, which may raise. Raises ``Refusal`` where there is nothing to print, and for a ``start`` that
    the sheet does not have.
    """
    refuse_start(sheet, start)
    with opened(out) as file:
        writer = PdfWriter(file)
        waiting = iter(serials)
        count, used = 0, start - 1
        while page := list(islice(waiting, sheet.count - used)):
            writer.page("".join(_sheet(page, sheet, used, writer)))
            count += len(page)
            used = 0
            if progress is not None:
                progress(count)
        if not count:
            raise Refusal("paper.no_labels")
        writer.close(title, author, "")
        return Printed(count, writer.pages, writer.sha256)


def refuse_start(sheet: LabelSheet, start: int) -> None:
    """Raises ``Refusal`` where ``sheet`` has no label ``start``."""
    if not 1 <= start <= sheet.count:
        raise Refusal("labels.start", found=start, last=sheet.count)


def has_bars(sheet: LabelSheet) -> bool:
    """Whether the labels of ``sheet`` have room for bars beside the QR code."""
    return sheet.width * POINTS_PER_MM >= _WIDE


def _sheet(serials: list[str], sheet: LabelSheet, used: int, writer: PdfWriter) -> Iterator[str]:
    for n, each in enumerate(serials, start=used):
        left, _, _, lower = sheet.label(n)
        yield _label(each, left * POINTS_PER_MM, A4[1] - lower * POINTS_PER_MM, sheet, writer)


def _label(each: str, left: float, foot: float, sheet: LabelSheet, writer: PdfWriter) -> str:
    """The label's content in its middle."""
    x, y = left + sheet.width * POINTS_PER_MM / 2, foot + sheet.height * POINTS_PER_MM / 2
    return _bars_and_qr(each, x, y, writer) if has_bars(sheet) else _qr_and_digits(each, x, y, writer)


def _bars_and_qr(each: str, middle: float, centre: float, writer: PdfWriter) -> str:
    """Bars and QR code side by side, the digits under the bars."""
    x = middle - (codes.BAR_WIDTH + codes.BAR_QUIET + codes.QR_SIDE) / 2
    y = centre - (_BARS_HEIGHT + _SERIAL_SIZE) / 2
    shown = serial.show(each)
    under = x + (codes.BAR_WIDTH - fonts.width(shown, Face.REGULAR, _SERIAL_SIZE)) / 2
    text = draw([Text(under, y, shown, _SERIAL_SIZE)], writer.fonts)
    qr_y = y + (_BARS_HEIGHT + _SERIAL_SIZE - codes.QR_SIDE) / 2
    bars = codes.bars(each, x, y + _SERIAL_SIZE, _BARS_HEIGHT)
    return text + bars + codes.qr(each, x + codes.BAR_WIDTH + codes.BAR_QUIET, qr_y)


def _qr_and_digits(each: str, middle: float, centre: float, writer: PdfWriter) -> str:
    """The QR code, and right of it the digits in two lines: the survey's number, then the ballot's."""
    survey, own = serial.show(each).split(" ", 1)
    wide = fonts.width(own, Face.REGULAR, _SMALL_SIZE)
    x = middle - (codes.QR_SIDE + codes.QR_QUIET + wide) / 2
    right = x + codes.QR_SIDE + codes.QR_QUIET
    first = centre + _SMALL_LEADING / 2 - _SMALL_SIZE * 0.33
    marks = [Text(right, first - n * _SMALL_LEADING, line, _SMALL_SIZE) for n, line in enumerate((survey, own))]
    return draw(marks, writer.fonts) + codes.qr(each, x, centre - codes.QR_SIDE / 2)
