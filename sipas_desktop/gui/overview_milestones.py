"""The late milestones and the next ones on the overview; the first that somebody can tick off is ticked off here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.calendar import Entry, Standing, pressing
from sipas_desktop.gui import calendar_words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import SurveyCalendar

LATE = 2  # late milestones that are told one by one: in an old plan all may be


class MilestonesView(QWidget):
    """Lines, a button that ticks off and one that takes it back; nothing presses, no such place."""

    done = Signal(str)  # the milestone of this code is done today
    undone = Signal(str)  # and is not after all

    def __init__(self, theme: Theme, may_tick: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._may_tick = may_tick
        self.first: Entry | None = None  # that the button ticks off
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setAccessibleName(self.tr("Milestones"))
        self.button = KeyButton("", "", "", self)
        self.button.clicked.connect(self._tick)
        self._ticked = ""  # ticked off here last
        self.take_back = KeyButton(self.tr("Not done after all"), "F7", "", self)
        self.take_back.clicked.connect(self._take_back)
        self.take_back.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.unit)
        row.addWidget(self.button)
        row.addWidget(self.take_back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self.label)
        column.addLayout(row)

    def fill(self, found: SurveyCalendar) -> None:
        """The pressing milestones, a line each."""
        entries = pressing(found.entries)
        late = [entry for entry in entries if entry.standing is Standing.LATE]
        told = [*late[:LATE], *entries[len(late) :]]
        lines = [calendar_words.line(entry) for entry in told]
        if len(late) > LATE:
            lines.insert(LATE, self.tr("%n more are late: Plan, Calendar (Alt+5)", "", len(late) - LATE))
        self.label.setText("\n".join(lines))
        self.label.setProperty("role", "attention" if late else "muted")
        self.label.style().polish(self.label)
        self.first = next((entry for entry in told if entry.milestone.work is None), None)
        self.button.setVisible(self._may_tick and self.first is not None)
        if self.first is not None and self._may_tick:
            title = self.fontMetrics().elidedText(
                self.first.milestone.title, Qt.TextElideMode.ElideRight, self.fontMetrics().averageCharWidth() * 40
            )
            self.button.set_words(self.tr("Done today: {milestone}").format(milestone=title), "F5")
        ticked = {entry.milestone.code for entry in found.entries if entry.tick is not None}
        self.take_back.setVisible(self._ticked in ticked)
        self.setVisible(bool(lines) or self._ticked in ticked)

    def forget(self) -> None:
        """Nothing can be taken back here any more."""
        self._ticked = ""

    def _tick(self) -> None:
        if self.first is not None:
            self._ticked = self.first.milestone.code
            self.done.emit(self._ticked)

    def _take_back(self) -> None:
        self.undone.emit(self._ticked)
