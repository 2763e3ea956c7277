"""Text that changes with every key: painted in a fixed place, so that no layout is asked and nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sipas_desktop.gui.theme import Theme

_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class PaintedText(QWidget):
    """Words in one of the theme's text sizes and one of its colours. ``lead`` stands before them, bold."""

    def __init__(self, theme: Theme, size: str, colour: str, parent: QWidget, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self._theme, self._colour, self._wrap = theme, colour, wrap
        self.text, self.lead = "", ""
        self.set_size(size)
        theme.changed.connect(self.update)

    def set_size(self, size: str) -> None:
        """One of the theme's text sizes."""
        self._font, self._bold = self._theme.font(size), self._theme.font(size, bold=True)
        if size == "question":
            self._font.setWeight(QFont.Weight.Medium)
        self.update()

    def put(self, text: str, lead: str = "") -> None:
        """Shows ``text``; painted again only when it is another one."""
        if (text, lead) != (self.text, self.lead):
            self.text, self.lead = text, lead
            self.setAccessibleName(f"{lead} {text}".strip())
            self.update()

    def width_of(self, text: str) -> int:
        """The width in px that ``text`` takes on one line."""
        return QFontMetrics(self._font).horizontalAdvance(text)

    def height_for(self, texts: Sequence[tuple[str, str]], width: int) -> int:
        """The height in px that the tallest of (lead, text) takes at ``width`` px."""
        metrics = QFontMetrics(self._font)
        tallest = metrics.height()
        for lead, text in texts:
            room = QRect(0, 0, max(1, width - self._lead_width(lead)), 10_000)
            tallest = max(tallest, metrics.boundingRect(room, _WRAP, text).height())
        return tallest + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lead and words."""
        painter = QPainter(self)
        painter.setPen(QColor(getattr(self._theme.colours, self._colour)))
        box = QRectF(self.rect())
        if self.lead:
            painter.setFont(self._bold)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop), self.lead)
            box.setLeft(box.left() + self._lead_width(self.lead))
        painter.setFont(self._font)
        if self._wrap:
            painter.drawText(box, _WRAP | int(Qt.AlignmentFlag.AlignTop), self.text)
        else:
            shown = QFontMetrics(self._font).elidedText(self.text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def _lead_width(self, lead: str) -> int:
        return QFontMetrics(self._bold).horizontalAdvance(f"{lead} ") if lead else 0
