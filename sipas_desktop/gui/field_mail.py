"""Mail: a scan sends a ballot by a channel of the plan or says that it came back undelivered; who is to be reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fieldwork import ISSUED, Outcome
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.day_field import DayField
from sipas_desktop.gui.field_mail_due import DueBar
from sipas_desktop.gui.field_mail_letters import MailButtons
from sipas_desktop.gui.field_mail_list import WHOLE, Found, MailRows, Row, look_up
from sipas_desktop.gui.field_panel import Action, Work
from sipas_desktop.gui.field_scan import ScanPanel
from sipas_desktop.gui.form_lines import Choice
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.receiving_field import SerialField
from sipas_desktop.gui.receiving_validity import WideButton
from sipas_desktop.gui.table import Table
from sipas_desktop.jobs.calendar import today
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import Stepped

STEPS = (ISSUED, Outcome.UNDELIVERED, Outcome.MOVED, Outcome.WRONG_ADDRESS)


class MailPanel(ScanPanel):
    """A field that always has the keyboard, what the next scan says, and every ballot that was sent."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        theme, plan = desk.theme, desk.survey.plan
        self._step: str = ISSUED
        self._mailed: dict[str, Mailed] = {}
        self._rows: list[Row] = []  # all of them, whatever is shown
        self._counts: Counter[str] = Counter()
        self._since: set[str] = set()  # serials scanned since the list was read last
        self._channels = {each.code: each.title for each in plan.channels if each.paper}
        self.field = SerialField(theme, 22, self)
        self.field.returnPressed.connect(self.take)
        self.channel, self.day = Choice(self), DayField(self.tr("Day (F10)"), today(), theme, self)
        self.channel.setAccessibleName(self.tr("Channel (F11)"))
        self.channel.setMinimumWidth(theme.px(160))
        self.channel.activated.connect(self.focus_first)
        self._offer_channels("" if len(self._channels) > 1 else next(iter(self._channels), ""))
        self.day.returnPressed.connect(self.focus_first)
        steps = self._steps()
        self._prints = is_allowed(Verb.PRINT_BALLOTS, desk.roles) and desk.survey.about.handout is None
        self.due = DueBar(desk, self._prints, self)
        self.due.left.connect(self.focus_first)
        self.due.other_days.connect(self.stale)
        self.due.turned.connect(self._fill)
        self.table = Table(self.tr("Sent ballots"), MailRows.columns(), self)
        self.table.opened.connect(self._row_opened)
        self.table.view.setMinimumHeight(self.fontMetrics().height() * 5)
        self.more = MailButtons(desk, self._prints, self)
        self.more.told.connect(self.told)
        self.more.wanted.connect(self._start)
        self.more.wanted_list.connect(self.take_list)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(self._top())
        column.addLayout(steps)
        column.addWidget(self.card)
        column.addWidget(self.due)
        column.addWidget(self.table, 1)
        column.addWidget(self.more)
        for key, slot in (
            ("F3", self.due.choose_days), ("F5", self.due.only_due.toggle), ("F10", self.choose_day),
            ("F11", self.choose_channel),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        self._tell_ready()

    def _top(self) -> QGridLayout:
        theme, top = self._desk.theme, QGridLayout()
        top.setHorizontalSpacing(theme.unit)
        top.setVerticalSpacing(theme.unit // 4)
        for place, (title, control) in enumerate(
            (
                (self.tr("Ballot"), self.field),
                (self.tr("Channel (F11)"), self.channel),
                (self.tr("Day (F10)"), self.day),
            )
        ):
            top.addWidget(self._caption(title, control), 0, place)
            top.addWidget(control, 1, place)
        top.setColumnStretch(0, 3)
        top.setColumnStretch(1, 2)
        return top

    def _caption(self, words: str, control: QWidget) -> QLabel:
        caption = QLabel(words, self)
        caption.setProperty("role", "small")
        caption.setBuddy(control)
        return caption

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._desk.theme.unit // 2)
        self.steps = QButtonGroup(self)
        self.buttons: dict[str, WideButton] = {}
        for number, step in enumerate(STEPS):
            button = WideButton(self._step_words(step), f"Alt+{number}", self)
            self.steps.addButton(button, number)
            row.addWidget(button)
            self.buttons[step] = button
        self.buttons[ISSUED].setChecked(True)
        self.steps.idClicked.connect(self._step_chosen)
        return row

    def _step_words(self, step: str) -> str:
        said = self.tr("send") if step == ISSUED else words(f"outcome.{step}", self._desk.language)
        return said[:1].upper() + said[1:]

    def page_actions(self) -> tuple[Action, ...]:
        """Enter records what the scan says, F4 takes the last one back, F2 prints for whoever prints."""
        scanning = (
            Action(self.tr("Record"), "Enter", self.take, primary=True, typed=True),
            Action(self.tr("Take back"), "F4", self.withdraw),
        )
        reminders = Action(self.tr("Print reminders …"), "F2", self.print_reminders)
        return (*scanning, reminders) if self._prints else scanning

    def keys(self) -> list[tuple[str, str]]:
        """What has no button in the head."""
        return [
            ("F3", self.tr("days until a reminder is due")),
            ("F5", self.tr("only ballots to be reminded of, or all again")),
            ("F10", self.tr("day")),
            ("F11", self.tr("channel")),
            ("Alt+0 … Alt+3", self.tr("what the next scan says")),
        ]

    # -- what the survey says -------------------------------------------------------------------------------

    def reading(self) -> tuple[str, Work]:
        """The ballots that were sent."""
        return self.tr("Reading sent ballots"), self._reader()

    def show_found(self, found: Found) -> None:
        """What was read; at first the channel by which the last ones went is chosen."""
        self._mailed, self._rows, self._counts = found.mailed, found.rows, found.counts
        for serial in tuple(self._since):  # scanned while that was read
            self._read_anew(serial)
        if self._rows and not self.channel.currentData():
            newest: Any = self._rows[0][WHOLE]
            self._offer_channels(newest.channel if newest.channel in self._channels else "")
        self._fill()
        self._tell_counts()

    def show_done(self, result: tuple[Any, Found]) -> None:
        """What came of long work, and the list as it is now."""
        done, found = result
        self.show_found(found)
        self.more.tell_done(done)
        self.wrote.emit()

    def _start(self, title: str, work: Work) -> None:
        """Asks the page for the work, and for what the list shows after it."""
        read = self._reader()

        def both(progress: Callable[[int, int], None]) -> tuple[Any, Found]:
            return work(progress), read(_unheard)

        self.wanted.emit(title, both)

    def _reader(self) -> Callable[[Callable[[int, int], None]], Found]:
        read, since = look_up(self._desk.survey, self._wording()), self._since

        def work(progress: Callable[[int, int], None]) -> Found:
            since.clear()
            return read(progress)

        return work

    def _wording(self) -> MailRows:
        return MailRows(self._desk.survey.plan, self._desk.language, today(), self.due.days)

    def _fill(self) -> None:
        rows = self._rows
        if self.due.only_due.isChecked():
            wording = self._wording()
            due = {serial for serial, each in self._mailed.items() if wording.is_due(each)}
            rows = [row for row in rows if self._serial(row) in due]
        self.table.fill(rows)

    @staticmethod
    def _serial(row: Row) -> str:
        whole: Any = row[WHOLE]
        return str(whole.serial)

    def _read_anew(self, serial: str) -> None:
        """Only what a scan concerns: to read all takes too long for one."""
        self._since.add(serial)
        before, wording = self._mailed.pop(serial, None), self._wording()
        found = queries.mailed(self._desk.survey, serial)
        if before is not None:
            self._counts.subtract(wording.kinds(before))
            self._rows = [row for row in self._rows if row[WHOLE] is not before]
        if found:
            (now,) = found
            row = wording.row(now)
            self._mailed[serial], self._rows = now, [row, *self._rows]
            self._counts.update(wording.kinds(now))
            due = any(each is not None and wording.is_due(each) for each in (before, now))
            if due or not self.due.only_due.isChecked():
                self.table.put(row)
        else:
            self.table.drop(serials.show(serial))
        self._tell_counts()

    def _tell_counts(self) -> None:
        number, counts = QLocale().toString, self._counts
        text = self.tr("{sent} sent: {back} came back filled · {undelivered} undelivered · {out} without an answer")
        kinds = ("sent", "back", "undelivered", "out")
        text = text.format(**{kind: number(counts[kind]) for kind in kinds})
        if counts["other"]:
            text += self.tr(" · others: {count}").format(count=number(counts["other"]))
        if self.due.days:
            text += self.tr(" · {due} to be reminded of").format(due=number(counts["due"]))
        self.counted.emit(text)

    # -- one scan -------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Sends the ballot in the field, or says of it what the pressed button says."""
        typed = self.field.text()
        self.field.clear()
        self.focus_first()
        if not typed.strip():
            return
        self.scanned.emit()
        survey = self._desk.survey
        try:
            day, channel = self.day.chosen(), self._chosen_channel()
            if self._step == ISSUED:
                done = workflow.issue(survey, typed, day=day, channel=channel)
            else:
                done = workflow.set_outcome(survey, typed, self._step, None, day)
        except Refusal as refusal:
            self._tell_refused(typed, refusal)
            return
        self._tell_done(done)

    def take_list(self) -> None:
        """Says what the pressed button says of every ballot of a list."""
        try:
            day, channel = self.day.chosen(), self._chosen_channel()
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.more.step_list(self._step_words(self._step), self._step, channel, day)

    def print_reminders(self) -> None:
        """Prints what is due, in a file that is asked for."""
        days = self.due.days
        if days is None:
            self.told.emit("attention", self.tr("Say first after how many days a reminder is due (F3)."))
        elif not self._counts["due"]:
            self.told.emit("attention", self.tr("No ballot is to be reminded of."))
        else:
            try:
                deadline = self.due.deadline.chosen()
            except Refusal as refusal:
                self.refused.emit(refusal)
                return
            self.more.print_reminders(days, deadline)

    def _detail(self, done: Stepped) -> str:
        day = date_short(done.day)
        return ", ".join((self._channels[self.channel.currentData()], day)) if done.step == ISSUED else day

    def _detail_gone(self, gone: Stepped) -> str:
        return date_short(gone.day)  # it may have gone by another channel than is chosen now

    def _detail_again(self, detail: str) -> str:
        return self.tr("{detail}. That was said before.").format(detail=detail)

    def _changed(self, done: Stepped) -> None:
        self._read_anew(done.serial)

    def _headline(self, step: str) -> str:
        return self.tr("Sent") if step == ISSUED else self._step_words(step)

    def _tell_ready(self) -> None:
        ready = self.tr("The next scan says: {step}").format(step=self._step_words(self._step))
        self.card.put("", "", ready, "", self.tr("Alt+0 … Alt+3 choose what it says, F11 the channel, F10 the day."))

    # -- choices --------------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The serial field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def choose_channel(self) -> None:
        """The keyboard on the choice of channel; the choice leads back."""
        self.channel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_day(self) -> None:
        """The keyboard on the day; Enter leads back."""
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.day.selectAll()

    def _offer_channels(self, now: str) -> None:
        """A wrong channel would be told of every ballot: where the plan has several, somebody chooses."""
        unsaid = [] if now else [(self.tr("– choose –"), "")]
        self.channel.fill([*unsaid, *((title, code) for code, title in self._channels.items())], now)

    def _chosen_channel(self) -> str | None:
        """By which ballots are sent; None where the scan does not send. Raises ``Refusal`` where none is chosen."""
        channel = self.channel.currentData()
        if self._step == ISSUED and not channel:
            raise Refusal("mail.no_channel")
        return channel or None if self._step == ISSUED else None

    def _row_opened(self, row: Row) -> None:
        """The ballot of the row, for the next Enter: what it says stands on the pressed button."""
        self.focus_first()
        self.field.setText(str(row[0]))

    def _step_chosen(self, number: int) -> None:
        self._step = STEPS[number]
        self._tell_ready()
        self._desk.sound.tick()
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


def _unheard(_done: int, _total: int) -> None:
    """Reading after work that was stopped goes on."""
