"""The bar above the page: which survey, who sits here, how the window looks and speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip


class Header(QFrame):
    """Texts and quiet buttons; what they do is the window's."""

    change_operator = Signal()
    toggle_theme = Signal()
    toggle_language = Signal()
    show_keys = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._survey, self._operator = QLabel(self), QLabel(self)
        self._survey.setProperty("role", "strong")
        self._survey.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # cut before the buttons
        self._change = KeyButton(self.tr("Change operator"), "Ctrl+L", "flat", self)
        self._keys = KeyButton(self.tr("Keys"), "F1", "flat", self)
        self._theme = KeyButton(self.tr("Colours"), "F8", "flat", self)
        self._language = KeyButton(self.tr("Tiếng Việt"), "F9", "flat", self)
        self._title = ""
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.unit * 3, theme.unit // 2, theme.unit * 2, theme.unit // 2)
        row.setSpacing(theme.unit)
        row.addWidget(self._survey, 1)
        row.addWidget(self._operator)
        for button, signal in (
            (self._change, self.change_operator), (self._keys, self.show_keys),
            (self._theme, self.toggle_theme), (self._language, self.toggle_language),
        ):  # fmt: skip
            button.clicked.connect(signal)
            row.addWidget(button)
        self.tell("", "")

    def tell(self, survey: str, operator: str) -> None:
        """The open survey's title and the operator's name; both "" before sign-in."""
        self._title = survey
        self._survey.setToolTip(tip(survey))
        self._survey.setAccessibleName(survey)
        self._operator.setText(operator)
        self._operator.setAccessibleName(self.tr("Operator: {name}").format(name=operator))
        self._operator.setVisible(bool(operator))
        self._change.setVisible(bool(operator))
        self._cut_title()

    def set_narrow(self, narrow: bool) -> None:
        """Leaves the title its room: buttons show their key only."""
        for button in (self._keys, self._theme, self._language):
            button.set_brief(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long title is cut where the buttons begin."""
        super().resizeEvent(event)
        self._cut_title()

    def _cut_title(self) -> None:
        self._row.activate()
        room = self._survey.width()
        self._survey.setText(self._survey.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room))
