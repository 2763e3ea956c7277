"""Prints spare serial labels: a photocopied ballot that comes back gets a serial of its own from a sheet of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sipas_desktop.domain import serial
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Text, draw
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM, PdfWriter, opened

_BARS_HEIGHT = 26.0
_SERIAL_SIZE = 12.0


@dataclass(frozen=True)
class LabelSheet:
    """An A4 sheet of self-adhesive labels as shops sell it; all lengths in millimetres."""

    columns: int
    rows: int
    width: float  # of a label
    height: float
    left: float  # from the sheet's edge to the first label
    top: float
    across: float  # from the left edge of a label to that of its neighbour
    down: float  # from the upper edge of a label to that of the next

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows


SHEET_3X8 = LabelSheet(3, 8, width=70, height=37, left=0, top=0.5, across=70, down=37)
SHEET_3X7 = LabelSheet(3, 7, width=63.5, height=38.1, left=7.25, top=15.15, across=66, down=38.1)


def labels(
    serials: Iterable[str],
    out: BinaryIO | Path,
    *,
    title: str,
    author: str = "",
    sheet: LabelSheet = SHEET_3X8,
) -> Printed:
    """Print one label for each of ``serials``, row by row, into ``out`` (as ``ballot.print_ballots`` does).

    A label holds bars over the serial's digits, and the QR code. ``Printed.ballots`` counts labels. Raises
    ``Refusal`` where there is nothing to print.
    """
    with opened(out) as file:
        writer = PdfWriter(file)
        waiting = iter(serials)
        count = 0
        while page := list(islice(waiting, sheet.count)):
            writer.page("".join(_sheet(page, sheet, writer)))
            count += len(page)
        if not count:
            raise Refusal("paper.no_labels")
        writer.close(title, author, "")
        return Printed(count, writer.pages, writer.sha256)


def _sheet(serials: list[str], sheet: LabelSheet, writer: PdfWriter) -> Iterator[str]:
    for n, each in enumerate(serials):
        row, column = divmod(n, sheet.columns)
        left = (sheet.left + column * sheet.across) * POINTS_PER_MM
        foot = A4[1] - (sheet.top + row * sheet.down + sheet.height) * POINTS_PER_MM
        yield _label(each, left, foot, sheet, writer)


def _label(each: str, left: float, foot: float, sheet: LabelSheet, writer: PdfWriter) -> str:
    """Bars and QR code side by side in the middle of the label, the digits under the bars."""
    inside = codes.BAR_WIDTH + codes.BAR_QUIET + codes.QR_SIDE
    x = left + (sheet.width * POINTS_PER_MM - inside) / 2
    y = foot + (sheet.height * POINTS_PER_MM - _BARS_HEIGHT - _SERIAL_SIZE) / 2
    shown = serial.show(each)
    middle = x + (codes.BAR_WIDTH - fonts.width(shown, Face.REGULAR, _SERIAL_SIZE)) / 2
    text = draw([Text(middle, y, shown, _SERIAL_SIZE)], writer.fonts)
    qr_y = y + (_BARS_HEIGHT + _SERIAL_SIZE - codes.QR_SIDE) / 2
    bars = codes.bars(each, x, y + _SERIAL_SIZE, _BARS_HEIGHT)
    return text + bars + codes.qr(each, x + codes.BAR_WIDTH + codes.BAR_QUIET, qr_y)
