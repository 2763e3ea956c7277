"""The field at the counter that scanners type into."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sipas_desktop.gui.theme import Theme


class SerialField(QLineEdit):
    """Where serials are scanned or typed; its arrows choose among the last ballots."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Ballot number"))
        self.setFont(theme.font("question"))
        self.setStyleSheet(f"font-size: {theme.px(size)}px;")
        self.setPlaceholderText(self.tr("Scan or type the number, then Enter"))
        self.setMaxLength(40)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down; a key with Alt is a button's or nobody's; the rest as usual."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
