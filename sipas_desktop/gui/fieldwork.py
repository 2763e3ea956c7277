"""Fieldwork at the counter: who has which ballots, the next scan issues one or says what came of a visit."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain import cleaning
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import ISSUED, SPOILED, Outcome
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.field_panel import Action, Work
from sipas_desktop.gui.field_scan import ScanPanel
from sipas_desktop.gui.fieldwork_list import ListButtons
from sipas_desktop.gui.form_lines import Choice
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.reason_field import ReasonField
from sipas_desktop.gui.receiving_field import SerialField
from sipas_desktop.gui.receiving_validity import WideButton
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.fieldwork import AssignmentMade, Replaced
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import FieldCounts, Interviewer
from sipas_desktop.store.workflow import Stepped

STEPS = (ISSUED, *Outcome)
GRID = 3  # steps in a row


@dataclass(frozen=True)
class Found:
    """What the list shows; ``due``: how many members the reserve is to replace, None for who may not."""

    people: list[Interviewer]
    counts: list[FieldCounts]
    due: int | None


def look_up(survey: OpenSurvey) -> Callable[[Callable[[int, int], None]], Found]:
    """Reads what the list shows, off the window's thread."""

    def work(progress: Callable[[int, int], None]) -> Found:
        people = queries.interviewers(survey)
        counts = queries.field_counts(survey)
        progress(1, 2)
        draws = is_allowed(Verb.DRAW_SAMPLE, survey.operator.roles) and survey.about.handout is None
        return Found(people, counts, len(queries.replaceable(survey)) if draws else None)

    return work


class FieldworkPanel(ScanPanel):
    """A field that always has the keyboard, what the next scan says, and what each interviewer has."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._step: str = ISSUED
        self._spoils = is_allowed(Verb.PRINT_BALLOTS, desk.roles) and desk.survey.about.handout is None
        self._names: dict[str, str] = {}
        self._areas: dict[str, str] = {}
        self._counts: dict[str, FieldCounts] = {}
        self.field = SerialField(theme, 22, self)
        self.field.returnPressed.connect(self.take)
        self.who, self.day = Choice(self), QLineEdit(self)
        self._proposed = ""  # the day that the field got by itself
        self._propose_today()
        self.who.setAccessibleName(self.tr("Interviewer (F11)"))
        self.who.setMinimumWidth(theme.px(160))
        self.who.activated.connect(self._who_chosen)
        self.day.setAccessibleName(self.tr("Day (F10)"))
        self.day.setMaximumWidth(theme.px(130))
        self.day.returnPressed.connect(self.focus_first)
        self.table = Table(self.tr("Interviewers"), self._columns(), self)
        self.table.opened.connect(self._row_opened)
        self.list = ListButtons(desk, self)
        self.list.told.connect(self.told)
        self.list.refused.connect(self.refused)
        self.list.wanted.connect(self._start_for_list)
        for signal in (self.wrote, self.stale):
            self.list.wrote.connect(signal)

        top = QGridLayout()
        top.setHorizontalSpacing(theme.unit)
        top.setVerticalSpacing(theme.unit // 4)
        for place, (title, control) in enumerate(
            (
                (self.tr("Ballot"), self.field),
                (self.tr("Interviewer (F11)"), self.who),
                (self.tr("Day (F10)"), self.day),
            )
        ):
            label = QLabel(title, self)
            label.setProperty("role", "small")
            label.setBuddy(control)
            top.addWidget(label, 0, place)
            top.addWidget(control, 1, place)
        top.setColumnStretch(0, 3)
        top.setColumnStretch(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(top)
        column.addLayout(self._steps())
        column.addWidget(self.card)
        column.addWidget(self.table, 1)
        column.addWidget(self.list)
        for key, slot in (("F10", self.choose_day), ("F11", self.choose_who)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        self._tell_ready()

    def _columns(self) -> list[Column]:
        numbers = (
            self.tr("Due"), self.tr("Assigned"), self.tr("To issue"), self.tr("Out"), self.tr("Returned"),
            self.tr("Refused"), self.tr("Not met"), self.tr("Others"),
        )  # fmt: skip
        texts = [Column(self.tr("Code")), Column(self.tr("Interviewer"), stretch=True)]
        area = Column(self.tr("Area"), stretch=True)
        return [*texts, *(Column(title, right=True) for title in numbers), area]

    def _steps(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._desk.theme.unit // 2)
        self.steps = QButtonGroup(self)
        self.buttons: dict[str, WideButton] = {}
        for number, step in enumerate((*STEPS, SPOILED) if self._spoils else STEPS):
            button = WideButton(self._step_words(step), f"Alt+{number}", self)
            self.steps.addButton(button, number)
            grid.addWidget(button, number // GRID, number % GRID)
            self.buttons[step] = button
        self.reason = ReasonField(self.tr("Reason why it is spoiled"), self._desk.survey.about.number, self)
        self.reason.setPlaceholderText(self.tr("Why, then Enter"))
        self.reason.entered.connect(self.focus_first)
        self.reason.scanned.connect(self._scanned_as_reason)
        self.reason.hide()
        if self._spoils:
            grid.addWidget(self.reason, number // GRID, 1, 1, GRID - 1)
        self.buttons[ISSUED].setChecked(True)
        self.steps.idClicked.connect(self._step_chosen)
        return grid

    def _step_words(self, step: str) -> str:
        said = {ISSUED: self.tr("issue"), SPOILED: self.tr("spoiled")}.get(step)
        said = words(f"outcome.{step}", self._desk.language) if said is None else said
        return said[:1].upper() + said[1:]

    def page_actions(self) -> tuple[Action, ...]:
        """Enter records what the scan says; F4 takes the last one back."""
        return (
            Action(self.tr("Record"), "Enter", self.take, primary=True, typed=True),
            Action(self.tr("Take back"), "F4", self.withdraw),
        )

    def keys(self) -> list[tuple[str, str]]:
        """What has no button in the head."""
        return [
            ("F10", self.tr("day")),
            ("F11", self.tr("interviewer")),
            ("Alt+0 … Alt+9" if self._spoils else "Alt+0 … Alt+8", self.tr("what the next scan says")),
        ]

    # -- what the survey says -------------------------------------------------------------------------------

    def reading(self) -> tuple[str, Work]:
        """Interviewers, and what each has."""
        return self.tr("Reading interviewers"), look_up(self._desk.survey)

    def show_found(self, found: Found) -> None:
        """What was read; the chosen interviewer stays chosen."""
        self._propose_today()
        self._names = {each.code: each.name for each in found.people}
        self._areas = {each.code: each.area for each in found.people}
        self._counts = {each.code: each for each in found.counts}
        now = self.who.currentData() or ""
        own = (self.tr("each member's own"), "")
        listed = [(" · ".join(part for part in (each.code, each.name) if part), each.code) for each in found.people]
        self.who.fill([own, *listed], now if now in self._names else "")
        self.list.show_due(found.due)
        self._fill()

    def _start_for_list(self, title: str, work: Callable[[], AssignmentMade | Replaced]) -> None:
        """Asks the page for the work, and for what the list shows after it."""
        survey = self._desk.survey

        def both(progress: Callable[[int, int], None]) -> tuple[AssignmentMade | Replaced, Found]:
            done = work()
            progress(1, 2)
            return done, look_up(survey)(progress)

        self.wanted.emit(title, both)

    def show_done(self, result: tuple[AssignmentMade | Replaced, Found]) -> None:
        """What came of the work, and the list as it is now."""
        done, found = result
        self.show_found(found)
        self.list.tell_done(done)
        self.wrote.emit()

    def _fill(self) -> None:
        self.table.fill([self._row(each) for each in self._counts.values()])
        self._tell_counts()

    def _tell_counts(self) -> None:
        counts = self._counts.values()
        number = QLocale().toString
        words = self.tr("In all: {due} still to do · {out} out · {returned} back")
        self.counted.emit(
            words.format(
                due=number(sum(each.due for each in counts)),
                out=number(sum(each.at(State.OUT) for each in counts)),
                returned=number(sum(each.returned for each in counts)),
            )
        )

    def _row(self, each: FieldCounts) -> tuple[object, ...]:
        name = self._names.get(each.code, self.tr("nobody in particular") if not each.code else "")
        out, refused, not_met = map(each.at, (State.OUT, State.REFUSED, State.NOT_MET))
        others = each.at(State.UNDELIVERED) + each.at(State.LOST)
        numbers = (each.due, each.assigned, each.to_issue, out, each.returned, refused, not_met, others)
        return each.code or "–", name, *numbers, self._areas.get(each.code, "")

    def _recount(self, codes: frozenset[str]) -> None:
        """Only those whom a scan concerns: to count for all takes too long for one."""
        for code in codes:
            if code or code in self._counts:
                (self._counts[code],) = queries.field_counts(self._desk.survey, code)
            else:
                self._counts = {"": queries.field_counts(self._desk.survey, "")[0], **self._counts}
            self.table.put(self._row(self._counts[code]))
        self._tell_counts()

    # -- one scan -------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Issues the ballot in the field, or says of it what the pressed button says."""
        typed = self.field.text()
        self.field.clear()
        self.focus_first()
        if not typed.strip():
            return
        self.scanned.emit()
        if self._step == SPOILED:
            self._spoil(typed)
            return
        survey, who = self._desk.survey, self.who.currentData() or None
        try:
            day = self._chosen_day()
            if self._step == ISSUED:
                done = workflow.issue(survey, typed, who, day)
            else:
                done = workflow.set_outcome(survey, typed, self._step, who, day)
        except Refusal as refusal:
            self._tell_refused(typed, refusal)
            return
        self._tell_done(done)
        if done.new and done.step != ISSUED:
            self.list.allow_reserve()

    def _spoil(self, typed: str) -> None:
        """From spoiled there is no way back, so it is said of one ballot at a time: the next scan issues again."""
        try:
            workflow.spoil(self._desk.survey, typed, self.reason.text())
        except Refusal as refusal:
            self._tell_refused(typed, refusal)
            return
        self._last = ""
        self.buttons[ISSUED].click()
        shown = serials.show(serials.read(typed, self._desk.survey.about.number))
        detail = self.tr("It stays so. The next scan issues again; Alt+9 for another spoiled one.")
        self.card.put("attention", "✓", self._step_words(SPOILED), shown, detail)
        self.card.speak()
        self._desk.sound.attention()
        self.wrote.emit()
        self.stale.emit()

    def _scanned_as_reason(self, serial: str) -> None:
        self.field.setText(serial)
        self.take()

    def _headline(self, step: str) -> str:
        return words(f"outcome.{step}", self._desk.language)

    def _detail(self, done: Stepped) -> str:
        code = done.interviewer or ""
        who = " · ".join(part for part in (code, self._names.get(code, "")) if part)
        return ", ".join((who or self.tr("nobody in particular"), date_short(done.day)))

    def _detail_again(self, detail: str) -> str:
        return self.tr("{detail}. That was said before; a second visit has another day.").format(detail=detail)

    def _changed(self, done: Stepped) -> None:
        self._recount(done.concerns)

    def _tell_ready(self) -> None:
        ready = self.tr("The next scan says: {step}").format(step=self._step_words(self._step))
        hint = self.tr("Alt and a digit choose what it says, F11 who it was, F10 the day.")
        if self._step == SPOILED:
            hint = self.tr("Type why, Enter, then scan. It holds for one ballot and cannot be taken back.")
        self.card.put("", "", ready, "", hint)

    # -- choices --------------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The serial field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def choose_who(self) -> None:
        """The keyboard on the choice of interviewer; the choice leads back."""
        self.who.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_day(self) -> None:
        """The keyboard on the day; Enter leads back."""
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.day.selectAll()

    def _propose_today(self) -> None:
        """Where she chose no other day: the page may have been made, or looked at, yesterday."""
        if self.day.text() == self._proposed:
            self._proposed = date_short(today())
            self.day.setText(self._proposed)

    def _chosen_day(self) -> datetime.date:
        """Raises ``Refusal`` where no day stands in the field."""
        found, _ = cleaning.day(self.day.text())
        if found is None:
            raise Refusal("fieldwork.no_day", found=self.day.text().strip())
        self.day.setText(date_short(found))
        return found

    def _who_chosen(self) -> None:
        self.focus_first()

    def _row_opened(self, row: tuple[object, ...]) -> None:
        place = self.who.findData(row[0])
        if place >= 0:
            self.who.setCurrentIndex(place)
        self.focus_first()

    def _step_chosen(self, number: int) -> None:
        self._step = (*STEPS, SPOILED)[number]
        self._tell_ready()
        self._desk.sound.tick()
        self.reason.setVisible(self._step == SPOILED)
        if self._step == SPOILED:
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reason.selectAll()
        else:
            self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted: digits and Enter are a scanner's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.text().isdigit() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(event.text())
        else:
            super().keyPressEvent(event)
