"""What a new hand-over begins with: which way, from whom to whom, on which day; proposed, so that Enter is enough."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain import cleaning
from sipas_desktop.domain.handover import Direction
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.form_lines import Choice
from sipas_desktop.gui.handovers_words import direction_words
from sipas_desktop.gui.receiving_validity import WideButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.handovers import propose
from sipas_desktop.store.queries import Handover

WAYS = tuple(Direction)


class HandoverForm(QFrame):
    """Which way by Alt+1 and Alt+2; Enter in a field opens the hand-over."""

    entered = Signal()

    def __init__(self, plan: Plan, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._plan = plan
        self._known: Sequence[Handover] = ()
        ways = QHBoxLayout()
        ways.setSpacing(theme.unit // 2)
        self._ways = QButtonGroup(self)
        for number, way in enumerate(WAYS):
            button = WideButton(direction_words(way), f"Alt+{number + 1}", self)
            self._ways.addButton(button, number)
            ways.addWidget(button)
        self._ways.button(0).setChecked(True)
        self._ways.idClicked.connect(self._propose)
        self.giver, self.receiver, self.day = (QLineEdit(self) for _ in range(3))
        self.milestone = Choice(self)
        self._milestone_label = QLabel(self.tr("Milestone of the plan"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.unit)
        grid.setVerticalSpacing(theme.unit // 4)
        for place, (label, control, stretch) in enumerate(
            (
                (QLabel(self.tr("Who gives"), self), self.giver, 3),
                (QLabel(self.tr("Who takes"), self), self.receiver, 3),
                (QLabel(self.tr("Day"), self), self.day, 0),
                (self._milestone_label, self.milestone, 3),
            )
        ):
            label.setProperty("role", "small")
            label.setBuddy(control)
            control.setAccessibleName(label.text())
            grid.addWidget(label, 0, place)
            grid.addWidget(control, 1, place)
            grid.setColumnStretch(place, stretch)
        self.day.setFixedWidth(theme.px(130))
        for line in (self.giver, self.receiver, self.day):
            line.returnPressed.connect(self.entered)
        for widget in (self._milestone_label, self.milestone):
            widget.setVisible(bool(plan.milestones))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit * 2] * 4)
        column.setSpacing(theme.unit)
        column.addLayout(ways)
        column.addLayout(grid)

    def begin(self, known: Sequence[Handover]) -> None:
        """A new one the same way as the last of the ``known`` ones, at first to the post."""
        self._known = known
        self._ways.button(WAYS.index(known[-1].direction) if known else 0).setChecked(True)
        self.day.setText(date_short(today()))
        for line in (self.giver, self.receiver):
            line.clear()
            line.setModified(False)
        self._propose()

    def focus_first(self) -> None:
        """The first field that nothing could be proposed for, else the day."""
        empty = [line for line in (self.giver, self.receiver) if not line.text()]
        line = empty[0] if empty else self.day
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    @property
    def direction(self) -> Direction:
        """Which way the paper goes."""
        return WAYS[self._ways.checkedId()]

    def chosen_day(self) -> datetime.date:
        """Raises ``Refusal`` where no day stands in the field."""
        found, _ = cleaning.day(self.day.text())
        if found is None:
            raise Refusal("fieldwork.no_day", found=self.day.text().strip())
        return found

    def _propose(self) -> None:
        """What was typed stays."""
        proposed = propose(self._plan, self._known, self.direction)
        for line, text in ((self.giver, proposed.giver), (self.receiver, proposed.receiver)):
            if not line.isModified():
                line.setText(text)
                line.setCursorPosition(0)  # long names are told by how they begin
        none = (self.tr("none"), "")
        self.milestone.fill([none, *((each.title, each.code) for each in self._plan.milestones)], proposed.milestone)
        if self.isVisible():
            self.focus_first()
