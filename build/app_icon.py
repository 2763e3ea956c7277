"""Draws resources/icons/app.png (256 px) and app.ico (16 to 256 px, for Windows) from app.svg.

QT_QPA_PLATFORM=offscreen .venv/bin/python build/app_icon.py
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 256)


def png(drawing: QSvgRenderer, px: int) -> bytes:
    """The drawing, ``px`` wide and high, as a PNG."""
    picture = QImage(px, px, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon that holds PNGs, which Windows reads since Vista; a size of 256 is written as 0."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for px, data in pictures.items():
        entries += struct.pack("<BBBBHHII", px % 256, px % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def main() -> None:
    """Writes both files."""
    _application = QGuiApplication([])
    drawing = QSvgRenderer(str(ICONS / "app.svg"))
    pictures = {px: png(drawing, px) for px in SIZES}
    (ICONS / "app.png").write_bytes(pictures[256])
    (ICONS / "app.ico").write_bytes(ico(pictures))


if __name__ == "__main__":
    main()
