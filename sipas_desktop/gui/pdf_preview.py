"""Pages of a PDF as they will be printed, one at a time, in the window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pypdfium2
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.gui.theme import Theme
from sipas_desktop.paper.pdfium import ALONE

ZOOMS: Final = (0.0, 1.0, 1.5, 2.0, 3.0)  # 0: the whole page; else in widths of the view
IN_MEMORY: Final = (
    50_000_000  # bytes: a file that is held open cannot be moved on Windows, so it is read where it is small
)
NO_MORE_THAN_NEEDED: Final = Qt.ScrollBarPolicy.ScrollBarAsNeeded
READ_OUT: Final = 4_000  # letters of a page that a screen reader gets


class PdfPreview(QWidget):
    """``show_file`` or ``show_bytes`` a PDF, or ``show_words`` where there is none.

    In the view Page Up and Page Down turn the page, Home and End go to the first and last one, + and - zoom. The
    thread that proves a print run calls PDFium too: hence ``ALONE``.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: bytes | Path | None = None
        self._document: pypdfium2.PdfDocument | None = None  # of ``_source``, open while the widget is on the screen
        self._name = ""
        self.page = 0  # from 0
        self._zoom = 0
        self.paper = _Paper(theme, self)
        self.view = _View(self)
        self.view.setWidget(self.paper)
        self._where = QLabel(self)
        self._where.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.unit // 2)
        row.addWidget(self._where, 1)
        self._tools: list[QPushButton] = []
        for sign, words, slot in (
            ("◀", self.tr("Page before"), self.previous_page),
            ("▶", self.tr("Next page"), self.next_page),
            ("−", self.tr("Smaller"), self.smaller),
            ("+", self.tr("Larger"), self.larger),
        ):
            tool = QPushButton(sign, self)
            tool.setProperty("role", "flat")
            tool.setAccessibleName(words)
            tool.setToolTip(words)
            tool.clicked.connect(slot)
            row.addWidget(tool)
            self._tools.append(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit // 2)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.show_words("")

    # -- what is shown --------------------------------------------------------------------------------------

    def show_file(self, path: Path) -> None:
        """The PDF at ``path``, from its first page."""
        small = path.stat().st_size <= IN_MEMORY
        self._show(path.read_bytes() if small else path, path.name)

    def show_bytes(self, content: bytes, name: str) -> None:
        """A PDF that lies in memory; ``name`` stands above it."""
        self._show(content, name)

    def show_words(self, words: str) -> None:
        """No PDF; ``words`` say why, or where one will come from."""
        self._close()
        self._source, self._name = None, ""
        self.paper.words = words
        self._draw()

    @property
    def pages(self) -> int:
        """How many pages the PDF has; 0 without one."""
        with ALONE:
            document = self._opened()
            return len(document) if document is not None else 0

    # -- turning and zooming --------------------------------------------------------------------------------

    def go(self, page: int) -> None:
        """Page ``page``, from 0; brought into the PDF's range."""
        page = max(0, min(page, self.pages - 1))
        if page != self.page:
            self.page = page
            self._draw()
            self.view.verticalScrollBar().setValue(0)

    def next_page(self) -> None:
        """The page after this one."""
        self.go(self.page + 1)

    def previous_page(self) -> None:
        """The page before this one."""
        self.go(self.page - 1)

    def larger(self) -> None:
        """From the whole page to the width of the view, then closer."""
        self._zoom_to(self._zoom + 1)

    def smaller(self) -> None:
        """The other way."""
        self._zoom_to(self._zoom - 1)

    # -- inside ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page keeps filling the view."""
        super().resizeEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lets go of the file, which on Windows nobody could move otherwise."""
        super().hideEvent(event)
        self._close()

    def showEvent(self, event: QShowEvent) -> None:
        """The page again."""
        super().showEvent(event)
        self._draw()

    def _opened(self) -> pypdfium2.PdfDocument | None:
        if self._document is None and self._source is not None:
            with ALONE:
                self._document = pypdfium2.PdfDocument(self._source)
        return self._document

    def _zoom_to(self, zoom: int) -> None:
        zoom = max(0, min(zoom, len(ZOOMS) - 1))
        if zoom != self._zoom:
            self._zoom = zoom
            self._draw()

    def _show(self, source: bytes | Path, name: str) -> None:
        self._close()
        self._source, self._name, self.page = source, name, 0
        self._draw()

    def _close(self) -> None:
        if self._document is not None:
            with ALONE:
                self._document.close()
        self._document = None

    def _draw(self) -> None:
        with ALONE:
            self._draw_alone()

    def _draw_alone(self) -> None:
        for tool in self._tools:
            tool.setEnabled(self._source is not None)
        if not self.isVisible():
            return  # drawn when it is shown
        document = self._opened()
        # As wide as the view a page is longer than it: a bar that comes only then would take the width of the page.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if document and ZOOMS[self._zoom] else NO_MORE_THAN_NEEDED
        self.view.setVerticalScrollBarPolicy(bar)
        room = self.view.viewport().size()
        if document is None:
            self.paper.put(None, room)
            self._where.setText("")
            self.view.setAccessibleName(self.paper.words or QCoreApplication.translate("PdfPreview", "Preview"))
            return
        page = document[self.page]
        width, height = page.get_size()
        margin = 2 * self.paper.margin
        across, down = (room.width() - margin) / width, (room.height() - margin) / height
        scale = max(0.05, min(across, down) if ZOOMS[self._zoom] == 0 else across * ZOOMS[self._zoom])
        ratio = self.devicePixelRatioF()
        bitmap = page.render(scale=scale * ratio, prefer_bgrx=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        self.paper.put(image, room)
        where = self.tr("{name} · page {page} of {pages}").format(name=self._name, page=self.page + 1, pages=self.pages)
        self._where.setText(where)
        self.view.setAccessibleName(where)
        text = page.get_textpage()
        self.view.setAccessibleDescription(text.get_text_range(0, min(READ_OUT, text.count_chars())))
        text.close()
        page.close()


class _Paper(QWidget):
    """The page in the middle of the view, with a margin around it; white in the dark as well, as paper is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.margin = theme.unit
        self.words = ""
        self._image: QImage | None = None
        theme.changed.connect(self.update)

    def put(self, image: QImage | None, room: QSize) -> None:
        """Shows ``image``, or ``words`` where it is None, in at least ``room``."""
        self._image = image
        need = QSize(0, 0)
        if image is not None:
            size = image.deviceIndependentSize()
            need = QSize(round(size.width()) + 2 * self.margin, round(size.height()) + 2 * self.margin)
        self.resize(need.expandedTo(room))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page, or the words."""
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.rail))
        if self._image is None:
            painter.setPen(QColor(colours.muted))
            painter.setFont(self._theme.font())
            inside = self.rect().adjusted(self.margin * 2, 0, -self.margin * 2, 0)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inside, flags, self.words)
            return
        size = self._image.deviceIndependentSize()
        left, top = round((self.width() - size.width()) / 2), round((self.height() - size.height()) / 2)
        painter.drawImage(left, top, self._image)
        painter.setPen(QColor(colours.line))
        painter.drawRect(left - 1, top - 1, round(size.width()) + 1, round(size.height()) + 1)


class _View(QScrollArea):
    def __init__(self, preview: PdfPreview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages and zoom; arrows scroll."""
        preview = self._preview
        match event.key():
            case Qt.Key.Key_PageDown:
                preview.next_page()
            case Qt.Key.Key_PageUp:
                preview.previous_page()
            case Qt.Key.Key_Home:
                preview.go(0)
            case Qt.Key.Key_End:
                preview.go(preview.pages - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                preview.larger()
            case Qt.Key.Key_Minus:
                preview.smaller()
            case _:
                super().keyPressEvent(event)
