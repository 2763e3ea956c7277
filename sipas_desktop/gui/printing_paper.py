"""A proven file through the system's own print dialog: its pages, as large as they are, onto a printer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.paper.pdf import A4, A5
from sipas_desktop.paper.pdfium import ALONE

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_DPI: Final = 600  # the modules of the codes are whole dots of 150, 300 and 600 dpi printers


@dataclass(frozen=True)
class Sheets:
    """What a file is printed on."""

    size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4
    two_sides: bool = False


def sheets_of(path: Path) -> Sheets:
    """What the file at ``path`` asks for; plain sheets where it cannot be read: printing says why then."""
    if not path.is_file():
        return Sheets()
    with ALONE:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return Sheets()
        width = document[0].get_width()
        duplex = pypdfium2.raw.FPDF_VIEWERREF_GetDuplex(document)
        document.close()
    small = width < (A4[0] + A5[0]) / 2
    size = QPageSize.PageSizeId.A5 if small else QPageSize.PageSizeId.A4
    return Sheets(size, duplex == pypdfium2.raw.DuplexFlipLongEdge)


def prepare(printer: QPrinter, sheets: Sheets) -> None:
    """The sheets to their edges and nothing scaled: a page that is shrunk to fit shrinks its codes too."""
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(QPageSize(sheets.size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    modes = type(printer).DuplexMode
    printer.setDuplex(modes.DuplexLongSide if sheets.two_sides else modes.DuplexNone)


def print_on_paper(path: Path, sha256: str, printer: QPrinter, progress: Progress) -> int:
    """Print the pages of the file at ``path`` that ``printer`` was asked for; returns how many. Off the GUI thread.

    ``progress`` may raise: what is with the printer by then is printed. Raises ``Refusal`` where the file is not the
    one that was proven (``sha256``), or the printer does not answer.
    """
    if not path.is_file():
        raise Refusal("file.missing", path=path)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise Refusal("proof.changed", file=path.name)
    with ALONE:
        document = pypdfium2.PdfDocument(path)
    painter = QPainter()
    try:
        first, last = printer.fromPage() or 1, printer.toPage() or len(document)
        wanted = range(first, min(last, len(document)) + 1)
        if not painter.begin(printer):
            raise Refusal("print.no_printer", printer=printer.printerName() or "?")
        for done, number in enumerate(wanted):
            progress(done, len(wanted))
            if done:
                printer.newPage()
            _paint(document, number, printer, painter)
        progress(len(wanted), len(wanted))
        return len(wanted)
    finally:
        if painter.isActive():
            painter.end()
        with ALONE:
            document.close()


def _paint(document: pypdfium2.PdfDocument, number: int, printer: QPrinter, painter: QPainter) -> None:
    dpi = min(printer.resolution(), MOST_DPI)
    with ALONE:
        page = document[number - 1]
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8
        ).copy()  # the bytes behind the first one go with this call
        width, height = page.get_size()
        bitmap.close()
        page.close()
    dots = printer.resolution() / 72
    painter.drawImage(QRectF(0, 0, width * dots, height * dots), image)
