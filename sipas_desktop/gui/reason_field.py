"""A field for a reason beside a scanner: what is scanned into it by mistake is a scan, and no reason."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal

_BEHIND = re.compile(r"(.*?)([0-9]+)")


class ReasonField(QLineEdit):
    """Enter says that the reason stands there; up and down choose among what it is for."""

    entered = Signal()
    entered_for_all = Signal()  # Ctrl+Enter
    scanned = Signal(str)  # a serial that a scanner wrote here
    stepped = Signal(int)

    def __init__(self, name: str, survey_number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = survey_number
        self._before = ""  # the reason that a scan leaves standing
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, up and down; the rest as usual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(for_all=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _enter(self, *, for_all: bool) -> None:
        if serial := self._scan():
            self.scanned.emit(serial)
            return
        self._before = self.text()
        if for_all:
            self.entered_for_all.emit()
        else:
            self.entered.emit()

    def _scan(self) -> str:
        """The serial at the end, which is taken out; "" where none is."""
        found = _BEHIND.fullmatch(self.text().strip())
        if found is None:
            return ""
        try:
            serials.read(found[2], self._number)
        except Refusal:
            return ""
        self._before = found[1].strip() or self._before
        self.setText(self._before)
        return found[2]
