"""The keys that keying always needs, as key caps at the foot of the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sipas_desktop.gui.theme import Theme


class Legend(QWidget):
    """(keys, what they do), side by side, as many lines as the width wants. Never changes while one keys."""

    def __init__(self, theme: Theme, entries: Sequence[tuple[tuple[str, ...], str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._entries = theme, entries
        self._font = theme.font("small")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(f"{' '.join(keys)}: {words}" for keys, words in entries))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as its lines at the present width."""
        return QSize(0, self._walk(None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may want other lines."""
        super().resizeEvent(event)
        self.setFixedHeight(self._walk(None))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caps and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._walk(painter)
        painter.end()

    def _walk(self, painter: QPainter | None) -> int:
        theme, metrics = self._theme, QFontMetrics(self._font)
        high, pad, gap = metrics.height() + theme.px(6), theme.px(6), theme.px(6)
        left, top = 0.0, 0.0
        for keys, words in self._entries:
            caps = [max(high, metrics.horizontalAdvance(key) + pad * 2) for key in keys]
            wide = sum(caps) + gap * len(caps) + metrics.horizontalAdvance(words)
            if left and left + wide > self.width():
                left, top = 0.0, top + high + gap
            if painter is not None:
                self._paint_entry(painter, left, top, high, gap, keys, caps, words)
            left += wide + theme.unit * 2.5
        return round(top + high + 1)

    def _paint_entry(
        self,
        painter: QPainter,
        left: float,
        top: float,
        high: float,
        gap: float,
        keys: Sequence[str],
        caps: Sequence[float],
        words: str,
    ) -> None:
        colours = self._theme.colours
        for key, wide in zip(keys, caps, strict=True):
            cap = QRectF(left + 0.5, top + 0.5, wide - 1, high - 1)
            painter.setPen(QPen(QColor(colours.edge), 1))
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(QColor(colours.text))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            left += wide + gap
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRectF(left, top, 2000, high), Qt.AlignmentFlag.AlignVCenter, words)
