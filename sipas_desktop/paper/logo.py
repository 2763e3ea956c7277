"""The logo at the head of a ballot: a PNG, printed in grey, as large as fits a square of 18 mm."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.utils import ImageReader

from sipas_desktop.errors import Refusal
from sipas_desktop.paper.pdf import POINTS_PER_MM, PdfWriter, number

SIDE: Final = 18 * POINTS_PER_MM
MOST_PIXELS: Final = 600  # a side: 840 dpi, more than printers show
MOST_BYTES: Final = 500_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SIZE_AT: Final = 16  # width and height stand here, in the head that every PNG begins with


@dataclass(frozen=True)
class Logo:
    """A picture in shades of grey, a byte a pixel, row by row from the top; 0 is black."""

    width: int
    height: int
    grey: bytes


def read_logo(png: bytes) -> Logo:
    """The picture in ``png``; what is transparent is white. Raises ``Refusal`` for another format or one too large."""
    if not png.startswith(_PNG):
        raise Refusal("paper.logo_no_png")
    told = struct.unpack_from(">II", png, _SIZE_AT) if len(png) > _SIZE_AT + 8 else (0, 0)
    if len(png) > MOST_BYTES or max(told) > MOST_PIXELS:  # before a library sets memory aside for the picture
        raise Refusal("paper.logo_too_large", most=MOST_PIXELS, kilobytes=MOST_BYTES // 1000)
    try:
        reader: Any = ImageReader(io.BytesIO(png))
        width, height = reader.getSize()
        if max(width, height) > MOST_PIXELS:
            raise Refusal("paper.logo_too_large", most=MOST_PIXELS, kilobytes=MOST_BYTES // 1000)
        rgb: bytes = reader.getRGBData()
    except (OSError, ValueError, SyntaxError) as error:  # what its reader says of a damaged file
        raise Refusal("paper.logo_no_png") from error
    if len(rgb) == width * height:
        grey = rgb
    else:
        shades = zip(rgb[::3], rgb[1::3], rgb[2::3], strict=True)
        grey = bytes((299 * red + 587 * green + 114 * blue) // 1000 for red, green, blue in shades)  # ITU-R BT.601
    alpha = getattr(reader, "_dataA", None)
    if alpha is not None:
        seen: bytes = alpha.getRGBData()[:: 1 if len(alpha.getRGBData()) == width * height else 3]
        grey = bytes(255 - (255 - shade) * share // 255 for shade, share in zip(grey, seen, strict=True))
    return Logo(width, height, grey)


def draw_logo(writer: PdfWriter, logo: Logo | None) -> None:
    """Put ``logo`` into the document under the name that ``marks.Picture`` shows; nothing where there is none."""
    content = ""
    if logo is not None:
        writer.image("LogoImage", logo.width, logo.height, logo.grey)
        largest = max(logo.width, logo.height)
        wide, high = logo.width / largest, logo.height / largest
        content = f"q {number(wide)} 0 0 {number(high)} {number((1 - wide) / 2)} {number((1 - high) / 2)} cm "
        content += "/LogoImage Do Q\n"
    writer.form("Logo", content)
