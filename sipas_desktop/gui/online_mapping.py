"""The mapping of an online source as two tables: what each column is, and which code each text means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.online_mapping import EVERY, OnlineField, OnlineMapping, small
from sipas_desktop.exchange.online_columns import OnlineColumn, is_coded
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme


class MappingView(QWidget):
    """Choose a row, then in the box below it what it means. What is not mapped yet stands first."""

    changed = Signal()

    def __init__(self, form: Form, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self._columns: tuple[OnlineColumn, ...] = ()
        self._mapping: OnlineMapping | None = None
        self._filling = False
        self.columns = Table(
            self.tr("Columns of the file"),
            [
                Column(self.tr("Column")),
                Column(self.tr("Heading in the file"), stretch=True),
                Column(self.tr("Read as")),
            ],
            self,
        )
        self.texts = Table(
            self.tr("Texts of the file"),
            [
                Column(self.tr("Heading in the file"), stretch=True),
                Column(self.tr("Text")),
                Column(self.tr("Rows"), right=True),
                Column(self.tr("Code")),
            ],
            self,
        )
        self.target, self.code = QComboBox(self), QComboBox(self)
        self.target.setAccessibleName(self.tr("What the chosen column is"))
        self.code.setAccessibleName(self.tr("Code that the chosen text means"))
        self.target.activated.connect(self._set_target)
        self.code.activated.connect(self._set_code)
        self.columns.chosen.connect(self._show_target)
        self.texts.chosen.connect(self._show_code)
        self._fill_targets()
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Parts of the mapping"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        for table, box, words in (
            (self.columns, self.target, self.tr("Columns")), (self.texts, self.code, self.tr("Texts")),
        ):  # fmt: skip
            part = QWidget(self)
            caption = QLabel(box.accessibleName(), part)
            caption.setBuddy(box)
            line = QHBoxLayout()
            line.setSpacing(theme.unit)
            line.addWidget(caption)
            line.addWidget(box, 1)
            column = QVBoxLayout(part)
            column.setContentsMargins(0, theme.unit, 0, 0)
            column.setSpacing(theme.unit)
            column.addWidget(table, 1)
            column.addLayout(line)
            self.tabs.addTab(part, words)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.tabs)

    @property
    def mapping(self) -> OnlineMapping | None:
        """The mapping as it stands; None before a file was looked at."""
        return self._mapping

    @property
    def has_open_question(self) -> bool:
        """Whether the form asks for words at all."""
        return any(question.kind is Kind.LONG_TEXT for question in self._form.questions)

    def set_form(self, form: Form) -> None:
        """The form whose questions columns may be."""
        if form.sha256 != self._form.sha256:
            self._form = form
            self.target.clear()
            self._fill_targets()

    def set_comments(self, kept: bool) -> None:
        """Whether rows that rate nothing are kept for their words."""
        if self._mapping is not None and self._mapping.rules.comments != kept:
            rules = replace(self._mapping.rules, comments=kept)
            self._mapping = replace(self._mapping, rules=rules, sha256="")
            self.changed.emit()

    def show_mapping(self, columns: Sequence[OnlineColumn], mapping: OnlineMapping) -> None:
        """The columns of a file and what ``mapping`` makes of them."""
        self._columns, self._mapping = tuple(columns), mapping
        self._fill()
        self.tabs.setCurrentIndex(1 if self.unmapped else 0)

    @property
    def unmapped(self) -> int:
        """Texts of mapped columns that mean no code yet."""
        return sum(not row[3] for row in self._text_rows())

    # -- inside ---------------------------------------------------------------------------------------------

    def _fields(self) -> dict[str, str]:
        return {
            OnlineField.ANSWERED: self.tr("when it was answered"),
            OnlineField.DOSSIER: self.tr("dossier code"),
            OnlineField.RESULTED: self.tr("day of the result"),
            OnlineField.PHONE: self.tr("phone (looked at, not kept)"),
            OnlineField.ACCOUNT: self.tr("account (looked at, not kept)"),
            OnlineField.UNIT: self.tr("unit"),
            OnlineField.PROCEDURE: self.tr("procedure"),
            OnlineField.OFFICER: self.tr("officer who is evaluated"),
            OnlineField.CHANNEL: self.tr("channel"),
        }

    def _fill_targets(self) -> None:
        self.target.addItem(self.tr("not imported"), "")
        for field, words in self._fields().items():
            self.target.addItem(words, f"@{field}")
        for question in self._form.questions:
            self.target.addItem(f"{question.code} · {question.label}", question.code)

    def _words_of(self, target: str) -> str:
        place = self.target.findData(target)
        return self.target.itemText(max(place, 0))

    def _target_of(self, heading: str) -> str:
        assert self._mapping is not None
        wanted = small(heading)
        return next((target for own, target in self._mapping.columns.items() if small(own) == wanted), "")

    def _text_rows(self) -> list[tuple[str, str, int, str, str]]:
        """Heading, text, rows, code ("" = none yet), target; first what has no code."""
        if self._mapping is None:
            return []
        rows = []
        for column in self._columns:
            target = self._target_of(column.heading)
            if not is_coded(self._form, target) or target.startswith("@"):
                continue
            question = self._form.by_code[target]
            codes = {option.code for option in question.choices}
            for text, number in column.texts.items():
                code = self._mapping.code_of(target, text, rated=question.scale is not None)
                known = code or (text if text in codes else "")
                if known or question.choices:
                    rows.append((column.heading, text, number, known, target))
        return sorted(rows, key=lambda row: bool(row[3]))

    def _fill(self) -> None:
        if self._mapping is None:
            return
        self._filling = True
        never = self.tr("verification code: never imported")
        self.columns.fill(
            [
                (
                    column.label.partition(":")[0],
                    column.heading,
                    never if column.verification else self._words_of(self._target_of(column.heading)),
                    column,
                )
                for column in self._columns
            ]
        )
        self.texts.fill(self._text_rows())
        words = self.tr("Texts")
        self.tabs.setTabText(1, f"{words} ({self.unmapped})" if self.unmapped else words)
        for table in (self.columns, self.texts):
            if table.current() is None and table.rows.shown:
                table.view.selectRow(0)
        self._filling = False
        self._show_target()
        self._show_code()

    def _show_target(self) -> None:
        row = self.columns.current()
        self.target.setEnabled(row is not None and not row[3].verification)
        if row is not None:
            self.target.setCurrentIndex(max(self.target.findData(self._target_of(row[1])), 0))

    def _show_code(self) -> None:
        row = self.texts.current()
        self.code.clear()
        self.code.setEnabled(row is not None)
        if row is None:
            return
        question = self._form.by_code[row[4]]
        self.code.addItem(self.tr("no code yet: such rows are rejected"), "")
        for option in question.choices:
            self.code.addItem(f"{option.code} · {option.label}", option.code)
        self.code.setCurrentIndex(max(self.code.findData(row[3]), 0))

    def _set_target(self) -> None:
        row = self.columns.current()
        if row is None or self._mapping is None or self._filling:
            return
        target = self.target.currentData()
        wanted = small(row[1])
        columns = {
            heading: own
            for heading, own in self._mapping.columns.items()
            if small(heading) != wanted and own != target  # a question comes from one column
        }
        if target:
            columns[row[1]] = target
        self._mapping = replace(self._mapping, columns=columns, sha256="")
        self.changed.emit()

    def _set_code(self) -> None:
        row = self.texts.current()
        if row is None or self._mapping is None or self._filling:
            return
        values = {target: dict(texts) for target, texts in self._mapping.values.items()}
        # What one text means is most often the same for all rated questions: said once, it holds for all of them.
        shared = self._form.by_code[row[4]].scale is not None and small(row[1]) not in values.get(row[4], {})
        own = values.setdefault(EVERY if shared and EVERY in values else row[4], {})
        if code := self.code.currentData():
            own[small(row[1])] = code
        else:
            own.pop(small(row[1]), None)
        self._mapping = replace(self._mapping, values=values, sha256="")
        self._fill()
        for place, each in enumerate(self.texts.rows.shown):
            if each[:2] == row[:2]:  # now that it has a code it stands further down
                self.texts.view.selectRow(place)
        self.changed.emit()
