"""What came of the last scan: large, by sign, colour and words, readable from a step away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.receiving_scan import Outcome, Scan
from sipas_desktop.gui.receiving_words import ScanWords
from sipas_desktop.gui.theme import Theme

KINDS: Final = {
    Outcome.ACCEPTED: "ok",
    Outcome.ALREADY: "attention",
    Outcome.UNKNOWN: "error",
    Outcome.MISREAD: "error",
    Outcome.REFUSED: "error",
    Outcome.WITHDRAWN: "attention",
}
SIGNS: Final = {
    Outcome.ACCEPTED: "✓",
    Outcome.ALREADY: "!",
    Outcome.UNKNOWN: "✕",
    Outcome.MISREAD: "✕",
    Outcome.REFUSED: "✕",
    Outcome.WITHDRAWN: "↶",
}


class Card(QFrame):
    """What happened, the serial, the particulars. Its height stays, so that nothing below it moves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, lines: int = 2) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._sign, self.headline, self._serial, self.detail = (QLabel(self) for _ in range(4))
        self._sign.setObjectName("sign")
        self._sign.setStyleSheet(f"font-size: {theme.px(40)}px;")
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign.setFixedWidth(theme.unit * 7)
        self.headline.setProperty("role", "figure")
        self._serial.setProperty("role", "heading")
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.detail.setFixedHeight(theme.px(22 * lines))
        self.detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        unit = theme.unit
        grid = QGridLayout(self)
        grid.setContentsMargins(unit, unit * 2, unit * 2, unit)
        grid.setHorizontalSpacing(unit)
        grid.setVerticalSpacing(unit // 2)
        grid.addWidget(self._sign, 0, 0, 2, 1)
        grid.addWidget(self.headline, 0, 1)
        grid.addWidget(self._serial, 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.detail, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def put(self, kind: str, sign: str, headline: str, serial: str, detail: str) -> None:
        """Shows it; ``kind`` is "ok", "attention", "error" or ""."""
        self.setProperty("kind", kind)
        self._sign.setText(sign)
        self.headline.setText(headline)
        self._serial.setText(serial)
        self.detail.setText(detail)
        self.setAccessibleName(". ".join(part for part in (headline, serial, detail) if part))
        for widget in (self, self._sign):  # the style sheet looks at properties only when asked
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def refuse(self, typed: str, refusal: Refusal, language: str) -> None:
        """Shows and speaks that what was ``typed`` is not recorded, and why."""
        said = refusal.words(language)
        headline = QCoreApplication.translate("Card", "Not recorded")
        self.put("error", "✕", headline, typed.strip()[:24], said[:1].upper() + said[1:])
        self.speak()

    def speak(self) -> None:
        """Lets a screen reader say what is shown."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))


class ScanCard(Card):
    """What came of a scan at the counter."""

    def __init__(self, words: ScanWords, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.outcome: Outcome | None = None
        self.clear()

    def clear(self) -> None:
        """Nothing is scanned yet."""
        self._put(None, self.tr("Ready"), "", self.tr("Scan the bar code of a ballot, or type its number."))

    def tell(self, scan: Scan) -> None:
        """Shows ``scan`` and lets a screen reader say it."""
        shown = serials.show(scan.serial) if scan.serial else ""
        self._put(scan.outcome, self._words.headline(scan), shown, self._words.detail(scan))
        self.speak()

    def _put(self, outcome: Outcome | None, headline: str, serial: str, detail: str) -> None:
        self.outcome = outcome
        sign, kind = (SIGNS[outcome], KINDS[outcome]) if outcome else ("", "")
        self.put(kind, sign, headline, serial, detail)
