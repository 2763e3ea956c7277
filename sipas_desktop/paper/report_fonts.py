"""Liberation Serif in reportlab, for the report and its charts (the ballots embed it by themselves, see ``pdf``)."""

from __future__ import annotations

import threading

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from sipas_desktop import paths

FAMILY = "LiberationSerif"
REGULAR = FAMILY
BOLD = f"{FAMILY}-Bold"
ITALIC = f"{FAMILY}-Italic"
BOLD_ITALIC = f"{FAMILY}-BoldItalic"
_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "Italic", BOLD_ITALIC: "BoldItalic"}
_registering = threading.Lock()
one_at_a_time = threading.Lock()  # to be held while a document is written: documents share the faces


def register() -> None:
    """Make the four faces known to reportlab, and the default of drawings; calling it again costs nothing."""
    with _registering:
        if FAMILY in pdfmetrics.getRegisteredFontNames():
            return
        folder = paths.resources() / "fonts"
        # The family comes last: whoever sees it registered finds all its faces.
        for name in (BOLD, ITALIC, BOLD_ITALIC, REGULAR):
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{FAMILY}-{_FILES[name]}.ttf")))
        # A drawing names its default typeface even where no text uses it, and Helvetica is not embedded.
        STATE_DEFAULTS["fontName"] = REGULAR
        pdfmetrics.registerFontFamily(FAMILY, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


def width(text: str, face: str, size: float) -> float:
    """How wide ``text`` prints, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, face, size))
