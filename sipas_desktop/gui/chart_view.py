"""A chart of the report on the screen: the same drawing, in the colours of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sipas_desktop.gui.theme import Theme

TEXT_POINTS = 9.5  # the charts' own text size …
TEXT_PX = 14.0  # … and what it shall be on the screen at 100 %
MM = 72 / 25.4  # points in a millimetre


class ChartView(QWidget):
    """Draws a chart as wide as it is itself: text keeps its size, bars take the room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draw: Callable[[float], Any] | None = None
        self._grey: QImage | None = None
        self._drawn_at = (0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(420))
        theme.changed.connect(self.update)

    def show_chart(self, draw: Callable[[float], Any], words: str) -> None:
        """``draw`` makes the chart (a drawing of ``paper.charts``) for a line of so many millimetres.

        ``words`` tell it to who cannot see it.
        """
        self._draw = draw
        self._grey = None
        self.setAccessibleName(words)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: drawn anew."""
        super().resizeEvent(event)
        self._render()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The grey picture, black as the theme's text and white as its cards."""
        self._render()  # another screen may have other pixels
        if self._grey is None:
            return
        colours = self._theme.colours
        picture = self._grey
        # In the dark the middle greys lie under light text: they are drawn nearer to the ground.
        picture.setColorTable(_between(QColor(colours.text), QColor(colours.raised), 0.6 if self._theme.dark else 1.0))
        painter = QPainter(self)
        painter.drawImage(0, 0, picture)

    def _render(self) -> None:
        at = (self.width(), self.devicePixelRatioF())
        if self._draw is None or not self.isVisible() or (self._grey is not None and at == self._drawn_at):
            return
        self._drawn_at = at
        import pypdfium2

        from sipas_desktop.paper.charts import as_pdf
        from sipas_desktop.paper.pdfium import ALONE

        px_per_point = self._theme.px(TEXT_PX) / TEXT_POINTS
        drawing = self._draw(self.width() / px_per_point / MM)
        with ALONE:
            document = pypdfium2.PdfDocument(as_pdf(drawing))
            try:
                bitmap = document[0].render(scale=px_per_point * at[1], grayscale=True)
                picture = QImage(
                    bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Indexed8
                )
                picture.setColorCount(256)
                self._grey = picture.copy()  # the bytes behind the first one go with this call
                bitmap.close()
            finally:
                document.close()
        self._grey.setDevicePixelRatio(at[1])
        self.setFixedHeight(round(self._grey.height() / at[1]))
        self.update()


def _between(dark: QColor, light: QColor, gamma: float) -> list[int]:
    """256 colours from ``dark`` to ``light``; a ``gamma`` below 1 draws the middle ones nearer to ``light``."""
    ends = ((dark.red(), light.red()), (dark.green(), light.green()), (dark.blue(), light.blue()))
    table = []
    for step in range(256):
        along = (step / 255) ** gamma
        red, green, blue = (round(low + (high - low) * along) for low, high in ends)
        table.append(0xFF000000 | red << 16 | green << 8 | blue)
    return table
