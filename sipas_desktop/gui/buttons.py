"""A button with its key on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget


class KeyButton(QPushButton):
    """Words on the left, key on the right: "Nhận phiếu  F2". Works by click, Space, Enter and its key.

    ``role`` is "primary" (the one next action of a page), "" (another action) or "flat" (a quiet one).
    """

    def __init__(self, words: str, key: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.key = words, key
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words, self._key = QLabel(self), QLabel(self)
        self._key.setProperty("role", "key")
        self._fitted = 0  # the font height that margins and spacing are made for
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for label in (self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(label, 0, Qt.AlignmentFlag.AlignCenter)
        self._shortcut: QShortcut | None = QShortcut(self)
        self._shortcut.activated.connect(self.click)
        self.set_words(words, key)

    def set_words(self, words: str, key: str = "") -> None:
        """Other words or another key; ``key`` as in "F2" or "Ctrl+S", "" for none."""
        self.words, self.key = words, key
        self._words.setText(words)
        self._key.setText(key)
        self.set_brief(False)
        if self._shortcut is not None:
            self._shortcut.setKey(QKeySequence(key))
        self.setAccessibleName(words)
        self.setAccessibleDescription(key)

    def leave_key_to_page(self) -> None:
        """The key stays on the button, but the page's own fields answer to it (Enter means more than one thing)."""
        if self._shortcut is not None:
            self._shortcut.deleteLater()
            self._shortcut.setKey(QKeySequence())
            self._shortcut = None

    def show_key(self, key: str) -> None:
        """Writes ``key`` on the button only: it works elsewhere already (a place's key), and no key works twice."""
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self.setAccessibleDescription(key)

    def set_brief(self, brief: bool) -> None:
        """Only the key, where room is short; the words stay as tool tip and for screen readers."""
        self._words.setVisible(not brief or not self.key)
        self._key.setVisible(bool(self.key))
        self.setToolTip(self.words if brief else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for words and key at the present text size."""
        font_height = self._words.sizeHint().height()
        if font_height != self._fitted:  # else each layout would ask for the next one, for ever
            self._fitted = font_height
            self._row.setContentsMargins(font_height // 2 + 2, font_height // 4, font_height // 2 + 2, font_height // 4)
            self._row.setSpacing(font_height // 2)
        return self._row.sizeHint().expandedTo(QSize(0, round(font_height * 1.7)))

    def minimumSizeHint(self) -> QSize:
        """The same: a button is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def fit_buttons(spared: Sequence[KeyButton], others: Sequence[KeyButton], gap: int, room: int) -> None:
    """Takes the words off as many of ``spared``, the first of them first, as it needs for all to fit into ``room`` px.

    ``others`` stand in the same row and keep theirs; ``gap`` px lie between two. Hidden buttons take no room.
    """
    for button in spared:
        button.set_brief(False)
    shown = [button for button in (*spared, *others) if not button.isHidden()]
    for button in spared:
        if sum(each.sizeHint().width() + gap for each in shown) > room:
            button.set_brief(True)
