"""The keyers: how much, how fast, how exactly each of them keys; for who leads the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from sipas_desktop.domain.operator_figures import OperatorFigures
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.operator_details import OperatorDetails, explained, pace_words, rate_words
from sipas_desktop.gui.operator_second import Found, SecondKeyings, Work, look_up
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.operator_file import write_figures
from sipas_desktop.store import queries
from sipas_desktop.store.workflow import Demanded

Looked = tuple[tuple[OperatorFigures, ...], Found | None]


class OperatorsPage(Page):
    """A table of all who keyed, under it the chosen one in detail. Worked out in the background at each look."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_action(self.tr("Save the table …"), "F2", self.save, primary=True)
        self.figures: tuple[OperatorFigures, ...] = ()
        self.table = Table(
            self.tr("Keyers"),
            [
                Column(self.tr("Name"), stretch=True),
                Column(self.tr("Ballots"), right=True),
                Column(self.tr("Keystrokes an hour"), right=True, sort_by=8),
                Column(self.tr("Corrections"), right=True),
                Column(self.tr("Errors"), right=True),
                Column(self.tr("per 1,000 fields"), right=True, sort_by=9),
                Column(self.tr("Row shifts"), right=True),
                Column(self.tr("All alike"), right=True, sort_by=10),
            ],
            self,
        )
        self.table.chosen.connect(self._chosen)
        self.details = OperatorDetails(desk.theme, self)
        self.details.note.setText(explained())
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.details)
        self.split.setStretchFactor(1, 1)
        self.content.addWidget(self.split, 1)
        self.second: SecondKeyings | None = None  # where only a sample is keyed twice; a station demands nothing
        if desk.survey.plan.keying.samples and desk.survey.about.handout is None:
            self.second = SecondKeyings(desk.survey, desk.theme, self)
            self.second.wanted.connect(self._demand)
            self.second.misread.connect(self._misread)
            self.split.addWidget(self.second)
            self.second.hide()
            self.turn_button = self.add_action(self.tr("Second keyings"), "F3", self.turn)

    def refresh(self) -> None:
        """The figures anew; a large survey takes seconds, and those of before stay until then."""
        survey, sampled = self.desk.survey, self.second is not None

        def work(progress: Callable[[int, int], None]) -> Looked:
            return queries.operator_figures(survey, progress), look_up(survey) if sampled else None

        if not self.task_line.running:
            self.start(self.tr("Going through what was keyed"), work, self._take)

    def turn(self) -> None:
        """Under the table the second keyings that may be demanded, or the chosen keyer's figures again."""
        assert self.second is not None
        to_second = self.second.isHidden()
        self.second.setVisible(to_second)
        self.details.setVisible(not to_second)
        self.turn_button.set_words(self.tr("Back to the figures") if to_second else self.tr("Second keyings"), "F3")
        self.focus_first()

    def focus_first(self) -> None:
        """The table: arrows go from keyer to keyer."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, looked: Looked) -> None:
        self.figures, found = looked
        self.details.forms = self.desk.survey.forms.current()
        figures = self.figures
        if self.second is not None and found is not None:
            self.second.show_found(found)
        if not figures:
            self.show_empty(self.tr("Nobody has keyed yet."))
            return
        self.show_content()
        compared, wrong = (sum(part) for part in zip(*((f.rate.fields, f.rate.errors) for f in figures), strict=True))
        told = self.tr("%n keyer(s)", "", len(figures))
        words = self.tr("{keyers} · {wrong} errors in {fields} compared fields")
        self.set_status(words.format(keyers=told, wrong=count(wrong), fields=count(compared)))
        self.table.fill([self._line(each) for each in figures])
        if self.table.current() is None:
            self.table.view.selectRow(0)
        self._chosen()

    def _line(self, each: OperatorFigures) -> tuple[object, ...]:
        straight = each.straight
        pace, rate = each.keystrokes_an_hour, each.rate.per_thousand
        return (
            each.name, each.ballots, pace_words(each), each.corrections, each.rate.errors, rate_words(each.rate),
            each.row_shifts, f"{straight.keyed} / {straight.settled}",
            -1.0 if pace is None else pace, -1.0 if rate is None else float(rate), straight.keyed - straight.settled,
            each,
        )  # fmt: skip

    def _chosen(self) -> None:
        row = self.table.current()
        if row is not None:
            self.details.show_figures(row[-1])
            if self.second is not None:
                self.second.show_keyer(row[-1].name)

    def _demand(self, work: Work) -> None:
        survey = self.desk.survey

        def demand(progress: Callable[[int, int], None]) -> tuple[Demanded, Found]:
            return work(progress), look_up(survey)

        self.start(self.tr("Demanding second keyings"), demand, self._demanded)

    def _demanded(self, result: tuple[Demanded, Found]) -> None:
        done, found = result
        assert self.second is not None
        self.second.show_found(found)
        self.notify("ok" if done.ballots else "attention", self.second.words_of(done))
        self.survey_changed.emit()

    def _misread(self, typed: str) -> None:
        self.notify("attention", self.tr("“{typed}” is no day: 5/9/2024, for example.").format(typed=typed))

    def save(self) -> None:
        """Asks where, then writes everybody's figures."""
        if not self.figures:
            self.notify("attention", self.tr("There are no figures to save yet."))
            return
        proposed = self.desk.survey.beside(self.tr("keyers") + ".xlsx")
        kinds = self.tr("Excel workbooks (*.xlsx);;CSV (*.csv)")
        picked, _ = QFileDialog.getSaveFileName(self, self.tr("Save the table"), str(proposed), kinds)
        if picked:
            out = Path(picked)
            self.save_to(out if out.suffix.lower() in (".xlsx", ".csv") else out.with_name(f"{out.name}.xlsx"))

    def save_to(self, out: Path) -> None:
        """Writes everybody's figures to ``out``."""
        try:
            write_figures(self.figures, self.desk.survey.forms.current(), out, self.desk.language)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.notify("ok", self.tr("Saved: {file}").format(file=out))
