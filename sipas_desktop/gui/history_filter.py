"""Which facts of the history are wanted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.history import Group
from sipas_desktop.gui.history_words import HistoryWords
from sipas_desktop.gui.results_filter import read_day
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import HistoryFilter

LABEL = 40  # characters of a question that its list shows


class HistoryFilterBar(QWidget):
    """Who, what, ballot, question, days, words: in one row, or in two where the letters are large."""

    wanted = Signal()  # Enter in a field

    def __init__(self, words: HistoryWords, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.unit)
        self._grid.setVerticalSpacing(theme.unit)
        self._half = theme.unit // 2
        self._columns = 7 if theme.size <= 115 else 4
        self.who, self.group, self.question = (QComboBox(self) for _ in range(3))
        self.ballot, self.since, self.until, self.words = (QLineEdit(self) for _ in range(4))
        self.group.addItem(self.tr("everything"), None)
        for group in Group:
            self.group.addItem(words.group(group), group)
        self._add(self.tr("Who"), self.who)
        self._add(self.tr("What was done"), self.group)
        self._add(self.tr("Ballot"), self.ballot)
        self._add(self.tr("Question"), self.question)
        self._add(self.tr("From"), self.since)
        self._add(self.tr("To"), self.until)
        self._add(self.tr("With the words"), self.words)
        self.ballot.setPlaceholderText(self.tr("serial or its last 7 digits"))
        for day in (self.since, self.until):
            day.setPlaceholderText(self.tr("dd/mm/yyyy"))
        self.words.setPlaceholderText(self.tr("names, reasons, batches"))
        for box in (self.who, self.group, self.question):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        for field in (self.ballot, self.since, self.until, self.words):
            field.setClearButtonEnabled(True)
            field.returnPressed.connect(self.wanted)

    def offer(self, names: Sequence[str], forms: Sequence[Form]) -> None:
        """Lists who acted, and the questions of ``forms``; what is chosen stays."""
        _list(self.who, self.tr("everybody"), {name: name for name in names})
        _list(self.question, self.tr("all"), _questions(forms))

    def clear(self) -> None:
        """Everything again."""
        for box in (self.who, self.group, self.question):
            box.setCurrentIndex(0)
        for field in (self.ballot, self.since, self.until, self.words):
            field.clear()

    def only_ballot(self, serial: str) -> None:
        """All about one ballot and nothing else."""
        self.clear()
        self.ballot.setText(serials.show(serial))

    def chosen(self) -> tuple[HistoryFilter, str]:
        """The filter; and what was typed for a day that is none, "" where all is understood."""
        days: list[datetime.date | None] = []
        misread = ""
        for field in (self.since, self.until):
            text = field.text().strip()
            day = read_day(text)
            misread = misread or (text if text and day is None else "")
            days.append(day)
        wanted = HistoryFilter(
            operator=self.who.currentData(),
            group=None if self.group.currentData() is None else Group(self.group.currentData()),
            serial=self.ballot.text().strip() or None,
            question=self.question.currentData(),
            since=days[0],
            until=days[1],
            words=self.words.text().strip(),
        )
        return wanted, misread

    def told(self) -> list[tuple[str, str]]:
        """(field, what it asks for) of the fields that limit something."""
        fields = (self.who, self.group, self.ballot, self.question, self.since, self.until, self.words)
        told = []
        for field in fields:
            text = field.currentText() if isinstance(field, QComboBox) else field.text().strip()
            if field.currentData() is not None if isinstance(field, QComboBox) else text:
                told.append((field.accessibleName(), text))
        return told

    def _add(self, words: str, field: QWidget) -> None:
        field.setAccessibleName(words)
        label = QLabel(words, self)
        label.setProperty("role", "muted")
        label.setBuddy(field)
        pair = QVBoxLayout()
        pair.setSpacing(self._half)
        pair.addWidget(label)
        pair.addWidget(field)
        place = self._grid.count()
        self._grid.addLayout(pair, place // self._columns, place % self._columns)
        self._grid.setColumnStretch(place % self._columns, 1)


def _list(box: QComboBox, all_of_them: str, listed: Mapping[str, str]) -> None:
    chosen = box.currentData()
    box.clear()
    box.addItem(all_of_them, None)
    for data, words in listed.items():
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _questions(forms: Sequence[Form]) -> dict[str, str]:
    """Question code → number and beginning of its words, of all forms."""
    told: dict[str, str] = {}
    for form in forms:
        for question in form.questions:
            label = question.label if len(question.label) <= LABEL else f"{question.label[:LABEL].rstrip()}…"
            told.setdefault(question.code, f"{question.number}. {label}" if question.number else label)
    return told
