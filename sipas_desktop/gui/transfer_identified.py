"""Records with serials, days and words: who allowed it and why is asked in the page, and stands in the history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.workflow.records import LONGEST


class IdentifiedCard(QFrame):
    """Two fields and one button, which asks for the file once both are filled in."""

    wanted = Signal(str, str)  # who allowed it, why
    missing = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        heading = QLabel(self.tr("Records with serials"), self)
        heading.setProperty("role", "heading")
        note = QLabel(self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setText(
            self.tr(
                "With serials, days of receipt and what respondents wrote; never with the people of the sample list. "
                "Somebody has to allow it: who, and why, stands in the history for good."
            )
        )
        self.allowed_by, self.reason = QLineEdit(self), QLineEdit(self)
        for field, words in (
            (self.allowed_by, self.tr("Allowed by (name, post)")), (self.reason, self.tr("What it is needed for")),
        ):  # fmt: skip
            field.setMaxLength(LONGEST)
            field.setAccessibleName(words)
            field.setPlaceholderText(words)
            field.returnPressed.connect(self.ask)
        self.save = KeyButton(self.tr("Save with serials …"), "F7", "", self)
        self.save.clicked.connect(self.ask)
        row = QHBoxLayout()
        row.setSpacing(theme.unit)
        row.addWidget(self.allowed_by, 1)
        row.addWidget(self.reason, 1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit * 2] * 4)
        column.setSpacing(theme.unit)
        column.addWidget(heading)
        column.addWidget(note)
        column.addLayout(row)

    def ask(self) -> None:
        """Asks for the file where both fields say something; else goes to the empty one."""
        for field in (self.allowed_by, self.reason):
            if not field.text().strip():
                field.setFocus()
                self.missing.emit()
                return
        self.wanted.emit(self.allowed_by.text(), self.reason.text())

    def clear(self) -> None:
        """For the next time somebody allows it."""
        self.allowed_by.clear()
        self.reason.clear()
