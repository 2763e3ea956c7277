"""A document by reportlab: same content, same bytes; the typeface embedded; page numbers as Nghị định 30 has them."""

from __future__ import annotations

import calendar
import datetime
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Frame, PageTemplate

from sipas_desktop.paper.report_fonts import ITALIC, REGULAR

NOTE_SIZE = 9  # of the line at the foot of every page


@dataclass(frozen=True)
class Sheet:
    """The paper and its margins, in points."""

    paper: tuple[float, float] = A4
    left: float = 30 * mm
    right: float = 15 * mm
    top: float = 20 * mm
    bottom: float = 20 * mm

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.paper[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Between the margins."""
        return self.paper[1] - self.top - self.bottom


@dataclass(frozen=True)
class About:
    """The file's properties. ``program``: the version that made it; ``day``: the file is dated by it, not the clock."""

    title: str
    author: str
    subject: str
    program: str
    day: datetime.date
    keywords: str = ""


class PdfDocument(BaseDocTemplate):
    """The page number stands on top of every page but the first, ``note`` at the foot of each."""

    def __init__(
        self,
        buffer: io.BytesIO,
        about: About,
        sheet: Sheet,
        note: str = "",
        heard: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(
            buffer,
            pagesize=sheet.paper,
            leftMargin=sheet.left,
            rightMargin=sheet.right,
            topMargin=sheet.top,
            bottomMargin=sheet.bottom,
            title=about.title,
            author=about.author,
            subject=about.subject,
            creator=f"SIPAS Desktop {about.program}",
            producer="reportlab",
            keywords=about.keywords,
            lang="vi-VN",
            initialFontName=REGULAR,
        )
        self.first = 1  # page of the part that is being set, from which its pages are counted
        self._day, self._sheet, self._note, self._heard = about.day, sheet, note, heard
        frame = Frame(
            sheet.left, sheet.bottom, sheet.width, sheet.height,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.addPageTemplates([PageTemplate("page", [frame], onPageEnd=self._end_page)])

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = Canvas) -> Canvas:
        return super()._makeCanvas(filename, self._canvas)

    def _canvas(self, filename: Any, **given: Any) -> Canvas:
        # Not compressed because zlib's output differs between builds of Python; dated like the report, not the clock.
        canvas = Canvas(filename, **(given | {"invariant": 1, "pageCompression": 0}))
        stamp = canvas._doc._timeStamp
        stamp.t = float(calendar.timegm(self._day.timetuple()))
        stamp.lt = time.gmtime(stamp.t)
        stamp.YMDhms = tuple(stamp.lt)[:6]
        stamp.dhh = stamp.dmm = 0
        return canvas

    def _end_page(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        sheet, number = self._sheet, document.page - self.first + 1
        canvas.saveState()
        if number > 1:
            canvas.setFont(REGULAR, 13)
            canvas.drawCentredString(sheet.left + sheet.width / 2, sheet.paper[1] - 13 * mm, str(number))
        if self._note:
            canvas.setFont(ITALIC, NOTE_SIZE)
            canvas.drawCentredString(sheet.left + sheet.width / 2, 9 * mm, self._note)
        canvas.restoreState()
        if self._heard is not None:
            self._heard(document.page)


class FirstPage(ActionFlowable):
    """From the page on which it stands the pages are counted from 1, in a reader of PDF with ``label`` before it."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__()
        self._label = label

    def apply(self, document: PdfDocument) -> None:
        """Called by reportlab when the flowable's turn comes."""
        document.first = document.page
        if self._label is not None:
            document.canv.addPageLabel(document.page - 1, "ARABIC", 1, self._label or None)
