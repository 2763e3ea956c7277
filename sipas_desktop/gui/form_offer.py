"""The line that offers a form which somebody changed here and did not save, with the two keys that decide on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_drafts import Unsaved
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.theme import Theme


class Offer(QFrame):
    """Hidden while there is nothing to decide."""

    taken = Signal()
    thrown = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setProperty("role", "attention")
        self.take = KeyButton(self.tr("Go on with it"), "F3", "", self)
        self.throw = KeyButton(self.tr("Throw it away"), "F7", "", self)
        self.take.clicked.connect(self.taken)
        self.throw.clicked.connect(self.thrown)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.unit * 2, theme.unit, theme.unit * 2, theme.unit)
        row.addWidget(self.words, 1)
        row.addWidget(self.take)
        row.addWidget(self.throw)
        self.hide()

    def show_unsaved(self, unsaved: Unsaved | None, form: str) -> None:
        """Offers ``unsaved``; ``form`` is the SHA-256 of the survey's form as it is now."""
        if unsaved is not None:
            said = self.tr("Draft not saved, of {moment}, by {name}.")
            words = said.format(moment=moment(unsaved.at), name=unsaved.by)
            if unsaved.began != form:
                words += " " + self.tr("The survey's form was changed since.")
            if words != self.words.text() or self.isHidden():
                self.words.setText(words)
                self.setAccessibleName(words)
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.setVisible(unsaved is not None)
