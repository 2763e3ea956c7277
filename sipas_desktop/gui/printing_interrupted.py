"""The line of a print run that was broken off: go on with it, or give it up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import InterruptedRun


class InterruptedLine(QFrame):
    """Shows the last of the interrupted runs; hidden where there is none."""

    continued = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.run: InterruptedRun | None = None
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.go_on = KeyButton(self.tr("Continue"), "F5", "", self)
        self.go_on.clicked.connect(self.continued)
        self.give_up = KeyButton(self.tr("Give up"), "F7", "", self)
        self.give_up.clicked.connect(self.given_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.unit * 2, theme.unit, theme.unit * 2, theme.unit)
        row.setSpacing(theme.unit)
        row.addWidget(self._words, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.give_up)
        self.hide()

    def show_runs(self, runs: Sequence[InterruptedRun]) -> None:
        """The first of ``runs``, and how many more there are."""
        self.run = runs[0] if runs else None
        if self.run is None:
            self.hide()
            return
        count = self.run.count
        what = (
            self.tr("%Ln label(s)", "", count) if self.run.purpose == "labels" else self.tr("%Ln ballot(s)", "", count)
        )
        words = (
            self.tr("Printed and recorded, but its file is missing: {what}, {first} to {last}.")
            if self.run.published
            else self.tr("A run was interrupted: {what}, {first} to {last}. Nobody has its file.")
        )
        first, last = (
            serials.show(each)[serials.SURVEY_DIGITS + 1 :] for each in (self.run.first_serial, self.run.last_serial)
        )
        said = words.format(what=what, first=first, last=last)
        if len(runs) > 1:
            said += " " + self.tr("%Ln more run(s) interrupted as well.", "", len(runs) - 1)
        self._words.setText(said)
        self.setAccessibleName(said)
        self.show()
