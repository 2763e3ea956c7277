"""Overview: where everything stands, how far each batch is, and what to do next for whoever is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Verb, is_allowed, only_keys
from sipas_desktop.domain.vietnamese import count, date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.overview_day import DayView
from sipas_desktop.gui.overview_ledger import LedgerView
from sipas_desktop.gui.overview_milestones import MilestonesView
from sipas_desktop.gui.overview_progress import ProgressView
from sipas_desktop.gui.overview_reached import ReachedView
from sipas_desktop.gui.overview_steps import OVERVIEW, Step, StepsView, closable, standing, steps
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.places import places_for
from sipas_desktop.gui.table import Column, Table

if TYPE_CHECKING:
    from sipas_desktop.store.queries import BatchView


class OverviewPage(Page):
    """Ledger, steps and batches; who only keys sees her own work instead, and nothing of what differs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        unit = desk.theme.unit
        self.only_keys = only_keys(desk.roles)
        self._next: Step | None = None
        if not self.only_keys and is_allowed(Verb.CLOSE_BATCH, desk.roles):
            self.add_action(self.tr("Close the batch"), "F4", self.close_batch)
        self.primary = self.add_action(self.tr("Look again"), "F2", self.go_on, primary=True)
        self.steps = StepsView(desk.theme, self)
        self.steps.chosen.connect(self.go)
        top = QHBoxLayout()
        top.setSpacing(unit * 2)
        self.milestones: MilestonesView | None = None
        self.ledger: LedgerView | None = None
        self.own: OwnWork | None = None
        self.batches: Table | None = None
        if self.only_keys:
            self.own = OwnWork(desk, self)
            self.content.addWidget(self.own)
            self.content.addWidget(self.steps)
            self.content.addStretch(1)
            return
        may_tick = is_allowed(Verb.MARK_MILESTONE, desk.roles) and desk.survey.about.handout is None
        self.milestones = MilestonesView(desk.theme, may_tick, self)
        self.milestones.done.connect(self.milestone_done)
        self.milestones.undone.connect(self.take_milestone_back)
        self.content.addWidget(self.milestones)
        self.ledger = LedgerView(desk.theme, self)
        top.addWidget(self.ledger, 3)
        top.addWidget(self.steps, 2)
        self.content.addLayout(top)
        self.batches = Table(self.tr("Batches"), [
            Column(self.tr("Batch")), Column(self.tr("Unit"), stretch=True), Column(self.tr("Ballots"), right=True),
            Column(self.tr("Not valid"), right=True), Column(self.tr("1st keying"), right=True),
            Column(self.tr("2nd keying"), right=True), Column(self.tr("Differing"), right=True),
            Column(self.tr("Settled"), right=True, sort_by=8),
        ], self)  # fmt: skip
        self.progress = ProgressView(desk, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Batches and progress"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.batches, self.tr("Batches"))
        self.tabs.addTab(self.progress, self.tr("Progress"))
        self.reached = ReachedView(desk, self)
        self.tabs.addTab(self.reached, self.tr("Units, groups, waves"))
        self.day = DayView(self)
        self.tabs.addTab(self.day, self.tr("What came back"))
        self.save_day = self.add_action(self.tr("Page of the day …"), "F3", self.day.save)
        self.tabs.currentChanged.connect(self._fill_tab)
        self.content.addWidget(self.tabs, 1)

    def focus_first(self) -> None:
        """On what comes next: Enter goes there."""
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The tabs' keys."""
        if self.only_keys:
            return super().keys()
        return [("Ctrl+Tab", self.tr("next view")), ("Ctrl+Shift+Tab", self.tr("view before"))]

    def refresh(self) -> None:
        """Reads everything anew."""
        now = standing(self.desk.survey, self.desk.roles)
        found = steps(now, self.desk.roles)
        self._next = next((step for step in found if step.place != OVERVIEW), None)
        self.steps.fill(found, self.desk.roles)
        self._word_primary()
        if self.own is not None:
            self.own.fill(now.keying.completed, len(now.keying.open_serials), now.keying.waiting_second,
                          now.keying.waiting_first)  # fmt: skip
            self.set_status(self.tr("You have keyed %n ballot(s) to the end.", "", now.keying.completed))
        if self.ledger is not None:
            self.ledger.fill(now.ledger)
            words = self.tr("{returned} of {printed} printed ballots are back; {settled} are settled.")
            numbers = {name: count(getattr(now.ledger, name)) for name in ("returned", "printed", "settled")}
            self.set_status(words.format(**numbers))
        if self.milestones is not None:
            from sipas_desktop.jobs.calendar import survey_calendar, today

            self.milestones.fill(survey_calendar(self.desk.survey, today()))
            self.save_day.set_words(self.tr("Page of {day} …").format(day=date_short(today())), "F3")
            self.fit_head()
        if self.batches is not None:
            self._fill_batches(self.batches, now.batches)
            self._fill_tab()

    def show_others_work(self) -> bool:
        """All of it is what everybody's work makes."""
        self.refresh()
        return True

    def _fill_tab(self) -> None:
        """What only the tab that is open shows is read when it is open."""
        if self.tabs.currentWidget() is self.progress:
            self.progress.refresh()
        elif self.tabs.currentWidget() is self.reached:
            self.reached.refresh()
        elif self.tabs.currentWidget() is self.day:
            self.day.refresh()

    def go_on(self) -> None:
        """To the place of the first step; without a step, looks again."""
        if self._next is None:
            self.refresh()
            self.notify("ok", self.tr("Nothing waits for you now."))
        else:
            self.go.emit(self._next.place)

    def close_batch(self) -> None:
        """Closes the batch under the cursor: its keyings can no more be reopened."""
        assert self.batches is not None
        row = self.batches.current()
        if row is None:
            self.notify("attention", self.tr("Choose a batch first."))
            self.batches.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        from sipas_desktop.store import workflow

        try:
            workflow.close_batch(self.desk.survey, row[0])
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.survey_changed.emit()
        self.refresh()
        self.notify("ok", self.tr("Batch {batch} is closed.").format(batch=row[0]))

    def milestone_done(self, code: str) -> None:
        """Ticks the milestone off with today's day; F7 takes it back."""
        from sipas_desktop.store import workflow

        try:
            day = workflow.milestone_done(self.desk.survey, code)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._say_milestone(code, self.tr("Done on {day}: {milestone}. F7 takes it back."), day=date_short(day))

    def take_milestone_back(self, code: str) -> None:
        """The milestone ticked off last is not done after all."""
        from sipas_desktop.store import workflow

        try:
            workflow.milestone_undone(self.desk.survey, code)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._say_milestone(code, self.tr("Not done after all: {milestone}"))

    def leave(self) -> None:
        """What was ticked off here stays; from now on the plan page takes it back."""
        if self.milestones is not None:
            self.milestones.forget()

    def _say_milestone(self, code: str, words: str, **more: str) -> None:
        titles = {milestone.code: milestone.title for milestone in self.desk.survey.plan.milestones}
        self.survey_changed.emit()
        self.refresh()
        self.notify("ok", words.format(milestone=titles[code], **more))

    def _word_primary(self) -> None:
        if self._next is None:
            self.primary.set_words(self.tr("Look again"), "F2")
            return
        titles = {place.id: place.title for place in places_for(self.desk.roles)}
        self.primary.set_words(titles[self._next.place], "F2")

    def _fill_batches(self, table: Table, batches: Sequence[BatchView]) -> None:
        from sipas_desktop.store import queries

        units = {entry.code: entry.name for entry in queries.catalogue(self.desk.survey, "unit")}
        rows = []
        for batch in batches:
            done = (batch.settled + batch.invalid) / batch.ballots if batch.ballots else 0.0
            state = f"{int(100 * done)}%"
            if batch.closed:
                state = self.tr("closed")
                done = 2.0  # sorted behind what is only complete
            elif closable(batch):
                state = self.tr("can be closed")
            rows.append((
                batch.code, units.get(batch.unit, batch.unit), batch.ballots, batch.invalid, batch.first_keyed,
                batch.second_keyed, batch.differing, f"{count(batch.settled)} · {state}", done,
            ))  # fmt: skip
        table.fill(rows)
        table.setVisible(bool(rows))


class OwnWork(QFrame):
    """A keyer's day in four numbers."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = desk.theme.unit
        heading = QLabel(self.tr("Your work"), self)
        heading.setProperty("role", "heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(unit * 4)
        self._numbers = []
        for at, words in enumerate((
            self.tr("keyed by you"), self.tr("begun, not finished"), self.tr("wait for your second keying"),
            self.tr("wait for the first keying"),
        )):  # fmt: skip
            number, under = QLabel(self), QLabel(words, self)
            number.setProperty("role", "figure")
            under.setProperty("role", "muted")
            under.setWordWrap(True)
            under.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(number, 0, at)
            grid.addWidget(under, 1, at)
            grid.setColumnStretch(at, 1)
            self._numbers.append((number, words))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 2] * 4)
        column.setSpacing(unit)
        column.addWidget(heading)
        column.addLayout(grid)

    def fill(self, *numbers: int) -> None:
        """Completed, begun, waiting for her second keying, waiting for the first."""
        for (label, words), number in zip(self._numbers, numbers, strict=True):
            label.setText(count(number))
            label.setAccessibleName(f"{count(number)} {words}")
