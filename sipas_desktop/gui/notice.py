"""One line in the page where other programs would open a dialog."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sipas_desktop.gui.buttons import KeyButton

SIGNS: Final = {"ok": "✓", "attention": "!", "error": "✕"}  # the kind is told by shape too, not by colour alone


class Notice(QFrame):
    """Says ``ok``, ``attention`` or ``error`` and stays until the next one or until it is put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.kind = ""
        self._sign, self._words = QLabel(self), QLabel(self)
        self._sign.setObjectName("sign")
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = KeyButton(QCoreApplication.translate("Notice", "Put away"), "Esc", "flat", self)
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; "" when put away."""
        return self._words.text()

    def say(self, kind: str, words: str) -> None:
        """Shows ``words``; ``kind`` is "ok", "attention" or "error"."""
        self.kind = kind
        self.setProperty("kind", kind)
        self._sign.setText(SIGNS[kind])
        self._words.setText(words)
        self.setAccessibleName(words)
        for widget in (self, self._sign):  # the style sheet looks at properties only when asked
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def free_escape(self, free: bool) -> None:
        """Esc belongs to the cancel button of a running task while there is one (``free`` False)."""
        self._close.set_words(self._close.words, "Esc" if free else "")

    def clear(self) -> None:
        """Puts it away."""
        self.kind = ""
        self._words.clear()
        self.hide()
