"""The drawn signs in ``resources/icons``, in any colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sipas_desktop import paths


def pixmap(name: str, colour: str, px: int, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``colour`` (#rrggbb), ``px`` wide and high, drawn for a screen of device pixel ``ratio``."""
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    picture = QPixmap(round(px * ratio), round(px * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)  # no colour: see-through
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode("utf-8"))).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return picture
