"""Totals of online sources that give no single answers: entered with where they come from, listed as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.domain.form import Form
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import LEFT, RIGHT, Column, Table
from sipas_desktop.gui.tips import tip
from sipas_desktop.store import queries, workflow

MOST_DIGITS = 9
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:[ .,][0-9]{3})+")  # "1.5" is none


class TotalsView(PagePart):
    """A tab of the transfer page: above what a source counted, below the totals as they stand."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        theme, plan = page.desk.theme, page.desk.survey.plan
        self.source, self.origin, self.answers = (QLineEdit(self) for _ in range(3))
        self.channel, self.group, self.unit, self.wave = (QComboBox(self) for _ in range(4))
        self.origin.setPlaceholderText(self.tr("who sent the numbers, and when"))
        self.answers.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        for line in (self.source, self.origin, self.answers):
            line.returnPressed.connect(self.enter)
        for channel in plan.channels:
            if not channel.paper:
                self.channel.addItem(channel.title, channel.code)
        for group in plan.groups:
            self.group.addItem(group.title, group.code)
        self.wave.addItem(self.tr("all waves"), "")
        for wave in plan.waves:
            self.wave.addItem(wave.title, wave.code)
        self.group.activated.connect(self._show_questions)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.unit)
        self._grid.setVerticalSpacing(theme.unit)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)
        self._fields = 0
        for words, field, wanted in (
            (self.tr("Source"), self.source, True), (self.tr("Provided by"), self.origin, True),
            (self.tr("Channel"), self.channel, self.channel.count() > 1),
            (self.tr("Group"), self.group, len(plan.groups) > 1),
            (self.tr("Unit"), self.unit, True), (self.tr("Wave"), self.wave, bool(plan.waves)),
            (self.tr("Answers in all"), self.answers, True),
        ):  # fmt: skip
            self._add(words, field, wanted)
        self.counts = QTableWidget(self)
        self.counts.setAccessibleName(self.tr("Answers of each question by level, as far as the source tells"))
        self.counts.verticalHeader().hide()
        self.counts.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.counts.setTabKeyNavigation(False)  # arrows go from cell to cell; Tab leads out
        self.enters = KeyButton(self.tr("Enter the totals"), "F7", "", self)
        self.enters.clicked.connect(self.enter)
        self.take_up = KeyButton(self.tr("Correct the chosen ones"), "F10", "", self)
        self.take_up.clicked.connect(self.correct)
        note = QLabel(self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setText(
            self.tr(
                "Totals are in no index. They count towards a least number only where the plan says so. New numbers of "
                "the same source, group, unit and wave take the place of the earlier ones."
            )
        )
        self.table = Table(
            self.tr("Totals as they stand"),
            [
                Column(self.tr("Source"), stretch=True),
                Column(self.tr("Provided by"), stretch=True),
                Column(self.tr("Unit")),
                Column(self.tr("Wave")),
                Column(self.tr("Answers"), right=True),
                Column(self.tr("Counted")),
            ],
            self,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.unit)
        buttons.addWidget(self.enters)
        buttons.addWidget(self.take_up)
        buttons.addWidget(note, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, theme.unit * 2, 0, 0)
        around.setSpacing(theme.unit)
        around.addLayout(self._grid)
        around.addWidget(self.counts, 3)
        around.addLayout(buttons)
        around.addWidget(self.table, 2)
        self._show_questions()

    def _add(self, words: str, field: QWidget, wanted: bool) -> None:
        field.setAccessibleName(words)
        field.setVisible(wanted)
        if not wanted:
            return
        caption = QLabel(words, self)
        caption.setBuddy(field)
        if isinstance(field, QComboBox):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(12)
        row, column = divmod(self._fields, 2)
        self._grid.addWidget(caption, row, column * 2)
        self._grid.addWidget(field, row, column * 2 + 1)
        self._fields += 1

    # -- what stands there ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the units and the totals again; what is being typed stays."""
        survey = self._page.desk.survey
        wanted = self.unit.currentData()
        units = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
        self.unit.clear()
        self.unit.addItem(self.tr("all units"), "")
        for code, name in units.items():
            self.unit.addItem(name, code)
        self.unit.setCurrentIndex(max(self.unit.findData(wanted), 0))
        waves = {wave.code: wave.title for wave in survey.plan.waves}
        found = queries.online_totals(survey)
        self.table.fill(
            [
                (
                    each.source,
                    each.origin,
                    units.get(each.unit, each.unit) or self.tr("all units"),
                    waves.get(each.wave, each.wave) or self.tr("all waves"),
                    each.answers,
                    self.tr("yes") if each.counted else self.tr("no"),
                    each,
                )
                for each in found
            ]
        )
        self.take_up.setEnabled(bool(found))

    @property
    def form(self) -> Form:
        """The form of the chosen group."""
        return self._page.desk.survey.form_of_group(self.group.currentData())

    def _show_questions(self) -> None:
        """A row a rated question, a column a level."""
        rated = [question for question in self.form.rated if question.scale is not None]
        most = max((len(question.scale.levels) for question in rated if question.scale), default=0)
        self.counts.clear()
        self.counts.setRowCount(len(rated))
        self.counts.setColumnCount(1 + most)
        heads = [self.tr("Level {n}").format(n=n) for n in range(1, most + 1)]
        self.counts.setHorizontalHeaderLabels([self.tr("Question"), *heads])
        for row, question in enumerate(rated):
            name = QTableWidgetItem(f"{question.number} {question.label}".strip())
            name.setFlags(Qt.ItemFlag.ItemIsEnabled)
            name.setToolTip(tip(question.text))
            self.counts.setItem(row, 0, name)
            assert question.scale is not None
            for column in range(1, most + 1):
                cell = QTableWidgetItem("")
                cell.setTextAlignment(RIGHT)
                if column > len(question.scale.levels):
                    cell.setFlags(Qt.ItemFlag.NoItemFlags)
                else:
                    cell.setToolTip(tip(question.scale.levels[column - 1].label))
                self.counts.setItem(row, column, cell)
        for column in range(1 + most):
            head = self.counts.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(RIGHT if column else LEFT)
        header = self.counts.horizontalHeader()
        for column in range(1, most + 1):
            self.counts.setColumnWidth(column, self._page.desk.theme.px(84))
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        if rated:
            self.counts.setCurrentCell(0, 1)

    # -- entering -------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Enters what stands above the list."""
        survey = self._page.desk.survey
        answers = _number(self.answers.text())
        counts = self._counted()
        if answers is None or counts is None:
            field = self.answers if answers is None else self.counts
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.notify("error", self.tr("Numbers are whole and have digits only."))
            return
        total = workflow.OnlineTotal(
            source=self.source.text(),
            origin=self.origin.text(),
            channel=self.channel.currentData(),
            group=self.group.currentData(),
            unit=self.unit.currentData() or None,
            wave=self.wave.currentData() or None,
            answers=answers,
            counts=counts,
        )
        try:
            new = workflow.set_online_total(survey, total)
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        if not new:
            self._page.notify("ok", self.tr("Just that is entered already."))
            return
        self.answers.clear()
        self._fill_counts({})
        self._page.notify("ok", self.tr("The totals are entered: %n answer(s).", "", answers))
        self.refresh()
        self._page.survey_changed.emit()
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    def correct(self) -> None:
        """Takes the chosen totals up, to be entered anew."""
        row = self.table.current()
        if row is None:
            return
        total: queries.OnlineTotalView = row[-1]
        self.source.setText(total.source)
        self.origin.setText(total.origin)
        for box, code in (
            (self.channel, total.channel), (self.group, total.group), (self.unit, total.unit), (self.wave, total.wave),
        ):  # fmt: skip
            box.setCurrentIndex(max(box.findData(code), 0))
        self._show_questions()
        self.answers.setText(str(total.answers))
        self._fill_counts(total.counts)
        self.answers.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answers.selectAll()

    def _fill_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        rated = [question for question in self.form.rated if question.scale is not None]
        for row, question in enumerate(rated):
            assert question.scale is not None
            for column, level in enumerate(question.scale.levels, start=1):
                cell = self.counts.item(row, column)
                number = counts.get(question.code, {}).get(level.code)
                if cell is not None:
                    cell.setText("" if number is None else str(number))

    def _counted(self) -> dict[str, dict[str, int]] | None:
        """Question → level → answers as typed; None where a cell is no number."""
        found: dict[str, dict[str, int]] = {}
        rated = [question for question in self.form.rated if question.scale is not None]
        for row, question in enumerate(rated):
            assert question.scale is not None
            for column, level in enumerate(question.scale.levels, start=1):
                cell = self.counts.item(row, column)
                if cell is None or not cell.text().strip():
                    continue
                number = _number(cell.text())
                if number is None:
                    self.counts.setCurrentCell(row, column)
                    return None
                found.setdefault(question.code, {})[level.code] = number
        return found


def _number(text: str) -> int | None:
    """A whole number as people type it, with or without something between the thousands."""
    clean = text.strip()
    if not _WHOLE.fullmatch(clean):
        return None
    digits = re.sub(r"[ .,]", "", clean)
    return int(digits) if len(digits) <= MOST_DIGITS else None
