"""How the window looks: colours by role, one spacing unit, the bundled font, one style sheet made from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sipas_desktop import paths

UNIT: Final = 8  # px at 100 %: every margin and gap is a multiple of it
SIZES: Final = (100, 125, 150, 175, 200)  # text sizes that can be chosen, per cent
FAMILY: Final = "Inter"
TEXT_PX: Final = {"small": 13, "normal": 15, "large": 19, "title": 24, "question": 28}
SCHEMES: Final = ("system", "light", "dark", "contrast")


@dataclass(frozen=True)
class Colours:
    """One colour for each role, as #rrggbb."""

    surface: str  # behind everything
    raised: str  # cards, fields, tables
    rail: str  # the rail, table headers
    hover: str  # under the pointer
    line: str  # separators that carry no meaning
    edge: str  # borders of fields and buttons, at least 3:1
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    attention: str
    attention_soft: str
    error: str
    error_soft: str
    focus: str


LIGHT: Final = Colours(
    surface="#f5f6f8", raised="#ffffff", rail="#e9edf2", hover="#dfe5ec", line="#cfd6df", edge="#758295",
    text="#18212d", muted="#4f5b6b",
    accent="#1c5a9e", accent_hover="#164a84", on_accent="#ffffff", accent_soft="#dfeaf7",
    ok="#00614c", ok_soft="#d9f1e8", attention="#744a00", attention_soft="#fdf0cf",
    error="#a3104a", error_soft="#fce3ec", focus="#0b6fd6",
)  # fmt: skip
DARK: Final = Colours(
    surface="#161a20", raised="#1e242c", rail="#11151a", hover="#2a323d", line="#333c48", edge="#7b8999",
    text="#e7ebf0", muted="#a9b4c1",
    accent="#86bbf7", accent_hover="#a6cdfa", on_accent="#0b1a2c", accent_soft="#21344d",
    ok="#43c6a2", ok_soft="#14342b", attention="#f2cb6c", attention_soft="#3a2e12",
    error="#ff8a63", error_soft="#45211a", focus="#9ccbff",
)  # fmt: skip

CONTRAST: Final = Colours(
    surface="#000000", raised="#000000", rail="#000000", hover="#2b2b2b", line="#b8b8b8", edge="#ffffff",
    text="#ffffff", muted="#e6e6e6",
    accent="#ffe14d", accent_hover="#fff2a6", on_accent="#000000", accent_soft="#332c00",
    ok="#5cf2b9", ok_soft="#00291b", attention="#ffe14d", attention_soft="#332c00",
    error="#ff9a7a", error_soft="#3d1204", focus="#66d9ff",
)  # fmt: skip

# (foreground, background) of every text that the window sets: each at least 4.5:1 (tests/gui/test_theme.py)
TEXT_PAIRS: Final = (
    *((text, ground) for text in ("text", "muted") for ground in ("surface", "raised", "rail", "hover")),
    ("accent", "surface"), ("accent", "raised"), ("accent", "accent_soft"), ("text", "accent_soft"),
    ("muted", "accent_soft"), ("on_accent", "accent"), ("on_accent", "accent_hover"),
    *((kind, ground) for kind in ("ok", "attention", "error") for ground in ("surface", "raised", f"{kind}_soft")),
    *(("text", f"{kind}_soft") for kind in ("ok", "attention", "error")),
)  # fmt: skip
# what must be seen but not read: borders and the focus ring, at least 3:1
SHAPE_PAIRS: Final = tuple((shape, ground) for shape in ("edge", "focus") for ground in ("surface", "raised", "rail"))


class Theme(QObject):
    """The look of the whole program. Widgets that paint themselves read ``colours`` in their paintEvent."""

    changed = Signal()  # colours or text size

    def __init__(self, scheme: str = "system", size: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scheme = scheme if scheme in SCHEMES else "system"
        self.size = size if size in SIZES else 100
        self._family = load_font()
        self._app().styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def dark(self) -> bool:
        """Whether the ground is dark now."""
        if self.scheme == "system":
            return self._app().styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.scheme != "light"

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        if self.scheme == "contrast":
            return CONTRAST
        return DARK if self.dark else LIGHT

    @property
    def unit(self) -> int:
        """The spacing unit in px at the present text size."""
        return self.px(UNIT)

    def px(self, at_100: float) -> int:
        """A length in px, given as it is at 100 % text size."""
        return round(at_100 * self.size / 100)

    def font(self, role: str = "normal", bold: bool = False) -> QFont:
        """The font for text painted by hand; ``role`` is one of ``TEXT_PX``."""
        font = QFont(self._family)
        font.setPixelSize(self.px(TEXT_PX[role]))
        font.setBold(bold)
        return font

    def toggle(self) -> None:
        """From light to dark, to high contrast, and back to light; no longer follows the system."""
        self.scheme = "light" if self.scheme == "contrast" else "contrast" if self.dark else "dark"
        self.apply()

    def set_size(self, size: int) -> None:
        """Text at ``size`` per cent, one of ``SIZES``; another number is brought to the nearest."""
        self.size = min(SIZES, key=lambda known: abs(known - size))
        self.apply()

    def apply(self) -> None:
        """Puts font, palette and style sheet on the application."""
        app = self._app()
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(self.sheet())
        self.changed.emit()

    def sheet(self) -> str:
        """``resources/style.qss`` with its roles filled in."""
        template = Template((paths.resources() / "style.qss").read_text(encoding="utf-8"))
        lengths = {f"px_{name}": str(self.px(px)) for name, px in TEXT_PX.items()}
        lengths |= {f"u{n}": str(self.px(UNIT * n / 4)) for n in (1, 2, 3, 4, 6, 8, 12)}  # quarters of the unit
        images = (paths.resources() / "icons").as_posix()
        shade = "dark" if self.dark else "light"
        return template.substitute(asdict(self.colours), family=self._family, icons=images, shade=shade, **lengths)

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.scheme == "system":
            self.apply()

    def _palette(self) -> QPalette:
        # the style sheet covers what we use; the palette is for what Qt draws itself (placeholders, native parts)
        colours, palette, role = self.colours, QPalette(), QPalette.ColorRole
        for where, colour in (
            (role.Window, colours.surface), (role.WindowText, colours.text), (role.Base, colours.raised),
            (role.AlternateBase, colours.surface), (role.Text, colours.text), (role.Button, colours.raised),
            (role.ButtonText, colours.text), (role.PlaceholderText, colours.muted), (role.Link, colours.accent),
            (role.Highlight, colours.accent), (role.HighlightedText, colours.on_accent), (role.Mid, colours.line),
            (role.ToolTipBase, colours.raised), (role.ToolTipText, colours.text), (role.Accent, colours.accent),
        ):  # fmt: skip
            palette.setColor(where, QColor(colour))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.muted))
        return palette

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app


def load_font() -> str:
    """Loads the bundled font and returns its family; the system's own family where the files are missing."""
    for file in sorted((paths.resources() / "fonts").glob(f"{FAMILY}*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    return FAMILY if FAMILY in QFontDatabase.families() else QFont().defaultFamily()


def contrast(foreground: str, background: str) -> float:
    """The contrast of two colours #rrggbb, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(foreground), luminance(background)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
