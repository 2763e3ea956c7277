"""The calendar on the plan page: every milestone with who answers for it, its last day, and where it stands."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.calendar import Entry, pressing
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import words
from sipas_desktop.gui import calendar_words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.results_filter import read_day
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import SurveyCalendar

CODE = 6  # of a row's cells, behind those that are shown and sorted by


class CalendarView(QWidget):
    """The table, the chosen milestone whole below it, what ticks it off, and a line where a day is not sure."""

    chosen = Signal()  # another milestone, or another day typed
    undone = Signal()  # the chosen one is not done after all

    def __init__(self, theme: Theme, language: str, may_tick: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._may_tick = may_tick
        self._entries: dict[str, Entry] = {}
        self.table = Table(
            self.tr("Milestones"),
            [
                Column(self.tr("Last day"), sort_by=4),
                Column(self.tr("Milestone"), stretch=True),
                Column(self.tr("Who answers for it"), stretch=True),
                Column(self.tr("Where it stands"), sort_by=5),
            ],
            self,
        )
        self.table.chosen.connect(self._tell)
        self._chosen = QLabel(self)
        self._chosen.setWordWrap(True)
        self._chosen.setMinimumHeight(self._chosen.fontMetrics().lineSpacing() * 4)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note = QLabel(self)
        self.note.setProperty("role", "attention")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self.table, 1)
        column.addWidget(self._chosen)
        column.addWidget(self._make_tick(theme))
        column.addWidget(self.note)

    def _make_tick(self, theme: Theme) -> QWidget:
        self.tick = QWidget(self)
        self.day, self.remark = QLineEdit(self.tick), QLineEdit(self.tick)
        self.day.setPlaceholderText(self.tr("dd/mm/yyyy"))
        self.day.setMaximumWidth(self.day.fontMetrics().horizontalAdvance("00/00/0000") * 2)
        self.day.textChanged.connect(self.chosen)
        self.remark.setPlaceholderText(self.tr("if need be: who signed, where the paper is"))
        self.take_back = KeyButton(self.tr("Not done after all"), "F7", "", self.tick)
        self.take_back.clicked.connect(self.undone)
        row = QHBoxLayout(self.tick)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        for said, field, share in ((self.tr("Done on"), self.day, 0), (self.tr("Note"), self.remark, 1)):
            label = QLabel(said, self.tick)
            label.setBuddy(field)
            field.setAccessibleName(said)
            row.addWidget(label)
            row.addWidget(field, share)
        row.addWidget(self.take_back)
        return self.tick

    def fill(self, found: SurveyCalendar) -> None:
        """Shows the milestones, the chosen one chosen still, at first the most pressing one."""
        before = self.table.current()
        self._entries = {entry.milestone.code: entry for entry in found.entries}
        self._today = found.today
        self.table.fill([
            (
                calendar_words.last_day(entry.deadline), entry.milestone.title, calendar_words.who(entry),
                calendar_words.standing(entry), entry.deadline.day.isoformat() if entry.deadline else "9999",
                entry.days if entry.days is not None else 10**6, entry.milestone.code,
            )
            for entry in found.entries
        ])  # fmt: skip
        first = pressing(found.entries)
        if before is not None:
            self.choose(str(before[CODE]))
        elif first:
            self.choose(first[0].milestone.code)
        self._tell()
        unsure = any(entry.deadline and not entry.deadline.sure for entry in found.entries)
        told = self.tr("? – counted without holidays that somebody has checked: look into forms/holidays.toml.")
        lines = [told] if unsure else []
        if not found.entries:
            lines.append(self.tr("The plan sets no milestones."))
        if found.trouble is not None:
            lines.append(found.trouble.words(self._language))
        self.note.setText("\n".join(lines))
        self.note.setVisible(bool(lines))

    def choose(self, code: str) -> None:
        """Makes the milestone ``code`` the chosen one."""
        for number, row in enumerate(self.table.rows.shown):
            if row[CODE] == code:
                self.table.view.selectRow(number)
                return

    @property
    def current(self) -> Entry | None:
        """The chosen milestone."""
        row = self.table.current()
        return None if row is None else self._entries[str(row[CODE])]

    @property
    def may_be_done(self) -> bool:
        """Whether she may tick off the chosen milestone, or give it another day."""
        entry = self.current
        return self._may_tick and entry is not None and entry.milestone.work is None and self.typed_day is not None

    @property
    def typed_day(self) -> datetime.date | None:
        """The day in the field; None where it is none."""
        return read_day(self.day.text())

    def _tell(self) -> None:
        """The chosen milestone, whole: title, who, last day and standing; and what can be said of it."""
        row, entry = self.table.current(), self.current
        lines = [] if row is None else [str(row[1]), str(row[2]), f"{row[0]} · {row[3]}"]
        if entry is not None and entry.tick is not None and entry.tick.note and not self._may_tick:
            lines.append(entry.tick.note)
        elif entry is not None and entry.milestone.work is not None:
            seen = words(f"milestones.work_{entry.milestone.work}", self._language)
            lines.append(self.tr("The survey itself sees when this is done: {when}.").format(when=seen))
        self._chosen.setText("\n".join(lines))
        ticked = entry.tick if entry is not None else None
        self.tick.setVisible(self._may_tick and entry is not None and entry.milestone.work is None)
        self.take_back.setEnabled(ticked is not None)
        if entry is not None:
            self.day.setText(date_short(ticked.day if ticked else self._today))
            self.remark.setText(ticked.note if ticked else "")
        self.chosen.emit()
