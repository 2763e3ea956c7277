"""The survey beside one of its waves, another survey, or the package of one: what changed, and whether by chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.change import Change
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.survey_change import Apart, SurveyChange
from sipas_desktop.domain.vietnamese import percent, points
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.results_charts import scrolled
from sipas_desktop.gui.results_tables import FiguresTable
from sipas_desktop.gui.results_words import NOTHING
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.queries import Filter

if TYPE_CHECKING:
    from sipas_desktop.paper.report_change import Changed

FILE, SURVEY = "\x00file", ".sipas"


class CompareView(QWidget):
    """With what, chosen above; the picture and the table of changes below."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        theme, plan = desk.theme, desk.survey.plan
        self._operator = desk.operator
        self.other = QComboBox(self)
        self.other.setAccessibleName(self.tr("Compare with"))
        for wave in plan.waves:
            self.other.addItem(wave.title, wave.code)
        self.other.addItem(self.tr("a file: another survey or its package"), FILE)
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumContentsLength(14)
        filters = self.tr("Surveys and packages (*.sipas *.zip)")
        self.file = FileField(self.tr("Survey or package"), "Ctrl+O", filters, desk.survey.home, theme, self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("your password there"))
        self.password.setAccessibleName(self.tr("Your password in the other survey"))
        label = QLabel(self.other.accessibleName(), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.other)
        bar = QHBoxLayout()
        bar.setSpacing(theme.unit)
        for widget, stretch in ((label, 0), (self.other, 2), (self.file, 3), (self.password, 1)):
            bar.addWidget(widget, stretch)
        self._figures = FiguresTable(self.tr("Changes"), [
            Column(self.tr("Question"), stretch=True), Column(self.tr("Before"), right=True, sort_by=6),
            Column(self.tr("Now"), right=True, sort_by=7), Column(self.tr("Points"), right=True, sort_by=8),
            Column(self.tr("95% interval"), right=True), Column(self.tr("Beyond chance")),
        ], theme, self)  # fmt: skip
        self.chart = ChartView(theme)
        self._pictures = scrolled(self.tr("Chart of the changes"), theme, self, self.chart)
        self._pictures.setMinimumHeight(theme.px(180))  # at large text the page scrolls, and a picture is seen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(bar)
        column.addWidget(self._figures, 1)
        column.addWidget(self._pictures, 1)
        self.other.currentIndexChanged.connect(self._chosen)
        self.file.picked.connect(self._picked)
        self.password.returnPressed.connect(self.changed)
        self._fit()

    @property
    def table(self) -> Table:
        """The table of changes."""
        return self._figures.table

    def reading(
        self, survey: OpenSurvey, chosen: Filter, definition: IndexDefinition
    ) -> Callable[[], Changed | None] | None:
        """What works the changes out, for a thread; None while nothing is chosen to compare with."""
        other = self.other.currentData()
        if other != FILE:
            return None if other == chosen.wave else lambda: _with_wave(survey, chosen, other, definition)
        path = self.file.path
        if path is None or (self._is_survey and not self.password.text()):
            return None
        password, name = self.password.text(), self._operator

        def work() -> Changed | None:
            return _with_file(survey, path, (name, password), definition)

        return work

    def fill(self, found: Changed | None, decimals: int) -> None:
        """Shows ``found``; None: nothing is chosen yet, or too few ballots to show."""
        from sipas_desktop.paper.change_chart import draw_changes
        from sipas_desktop.paper.report_change import change_bars, labels

        bars = None
        if found is not None:
            bars = change_bars(found, decimals, self.tr("Index"), self.tr("Points"), self.tr(
                "▲ ▼ beyond chance (95%); ○ within what chance gives."
            ))  # fmt: skip
        self._pictures.setVisible(bars is not None and bool(bars.bars))
        if found is None or bars is None:
            self._figures.note.setText(
                self.tr(
                    "Choose another wave, which follows the filter above, or a file, with which the whole survey is "
                    "compared. Both sides need enough ballots to be shown."
                )
            )
            self.table.fill([])
            return
        known = labels(found.form)
        rows = [self._row(self.tr("Index"), found.found.index, decimals)]
        rows += [self._row(known[each.code], each.change, decimals) for each in found.found.questions]
        self.table.fill(rows)
        self._figures.note.setText(self._note(found))
        if not bars.bars:
            return
        data = replace(bars, before=self.tr("Before"), now=self.tr("Now"))  # what they are stands above

        def draw(line: float) -> object:
            return draw_changes(data, line)

        self.chart.show_chart(draw, self.tr("Chart: the index and each question before and now"))

    def _note(self, found: Changed) -> str:
        words = self.tr("Now: {now}. Before: {before}.").format(now=found.now, before=found.before)
        change: SurveyChange = found.found
        if change.index_apart is not None:
            words += " " + self.tr("The index is not compared: {why}.").format(why=self._why(change.index_apart))
        if change.not_compared:
            titles = {factor.code: factor.title for factor in found.form.factors}
            titles |= {question.code: question.label for question in found.form.rated}
            told = "; ".join(
                f"{titles.get(each.code, each.code)} ({self._why(each.why)})" for each in change.not_compared
            )
            words += " " + self.tr("Not compared: {what}.").format(what=told)
        return words

    def _why(self, why: Apart) -> str:
        return {
            Apart.ONLY_NOW: self.tr("only asked now"),
            Apart.ONLY_BEFORE: self.tr("only asked before"),
            Apart.WORDING: self.tr("other wording"),
            Apart.LEVELS: self.tr("other levels"),
            Apart.QUESTIONS: self.tr("not over the same questions"),
            Apart.UNKNOWN: self.tr("the other side does not say it"),
        }[why]

    def _row(self, label: str, change: Change, decimals: int) -> tuple[object, ...]:
        shares = [NOTHING if value is None else percent(value, decimals) for value in (change.before, change.now)]
        moved = NOTHING if change.points is None else points(change.points, decimals)
        interval = NOTHING
        if change.interval is not None:
            interval = f"{points(change.interval.low, decimals)} – {points(change.interval.high, decimals)}"
        beyond = {None: NOTHING, True: self.tr("▲ yes"), False: self.tr("no")}[change.beyond_chance]
        if change.beyond_chance and change.points is not None and change.points < 0:
            beyond = self.tr("▼ yes")
        sorting = [float(-1 if value is None else value) for value in (change.before, change.now)]
        return (label, *shares, moved, interval, beyond, *sorting, float(change.points or 0))

    @property
    def of_file(self) -> bool:
        """Whether it is compared with a file, whose password takes long to check."""
        return bool(self.other.currentData() == FILE)

    @property
    def _is_survey(self) -> bool:
        path = self.file.path
        return path is not None and path.suffix.lower() == SURVEY

    def _fit(self) -> None:
        self.file.setVisible(self.of_file)
        self.password.setVisible(self.of_file and self._is_survey)

    def _chosen(self) -> None:
        self._fit()
        self.changed.emit()

    def _picked(self) -> None:
        self._fit()
        if self.password.isVisibleTo(self):
            self.password.setFocus()
        self.changed.emit()


def _with_wave(survey: OpenSurvey, chosen: Filter, wave: str, definition: IndexDefinition) -> Changed | None:
    from sipas_desktop.jobs.report_comparisons import waves_compared

    return waves_compared(survey, chosen, wave, definition)


def _with_file(survey: OpenSurvey, path: Path, who: tuple[str, str], definition: IndexDefinition) -> Changed | None:
    """A package is of a whole survey, so whole surveys are compared."""
    from sipas_desktop.jobs.compare import side_of_package, side_of_survey
    from sipas_desktop.jobs.report_comparisons import compared

    if path.suffix.lower() != SURVEY:
        return compared(survey, Filter(), side_of_package(path), definition)
    with open_survey(path, *who) as other:
        return compared(survey, Filter(), side_of_survey(other, Filter()), definition)
