"""Phúc tra: draw, list whom to ask, take replies, say what asking came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.recheck_draw import RecheckForm, Wish
from sipas_desktop.gui.recheck_words import (
    applied_words,
    calls_words,
    due_words,
    flag_words,
    list_words,
    replies_words,
    result_words,
)
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.recheck_results import finds
from sipas_desktop.jobs.rechecks import ListMade, RepliesRead, RulesApplied, apply_rules, export_recheck, import_replies
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import RecheckFigures, RecheckRow
from sipas_desktop.store.workflow import RecheckDrawn


class RecheckView(PagePart):
    """The draw above, below it every drawn ballot, under that what the chosen one came to."""

    results_changed = Signal()  # a result was said: no other figure is another

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        desk = page.desk
        self.figures: RecheckFigures | None = None
        self._over = False
        unit = desk.theme.unit
        self.form = RecheckForm(desk.survey.plan.recheck, desk.theme, self)
        self.form.asked.connect(self.draw)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "attention")
        self.ballots = self._make_ballots()
        results = QHBoxLayout()
        results.setSpacing(unit)
        self.reply = QLabel(self)
        self.reply.setProperty("role", "muted")
        self.reply.setWordWrap(True)
        self.reply.setMinimumHeight(self.reply.fontMetrics().height())  # nothing moves when there is none
        self.says: dict[Result, KeyButton] = {}
        for result, key, slot in (
            (Result.CONFIRMED, "F10", self.confirmed),
            (Result.FAILED, "F11", self.failed),
            (Result.UNREACHED, "F12", self.unreached),
            (Result.REFUSED, "F3", self.refused),
        ):
            self.says[result] = button = KeyButton(result_words(result), key, "", self)
            button.clicked.connect(slot)
            results.addWidget(button)
        results.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit, 0, 0)
        column.setSpacing(unit)
        column.addWidget(self.form)
        column.addWidget(self.told)
        column.addWidget(self.ballots, 1)
        column.addWidget(self.reply)
        column.addLayout(results)

    def _make_ballots(self) -> Table:
        table = Table(
            self.tr("Drawn ballots"),
            [
                Column(self.tr("No."), right=True),
                Column(self.tr("Serial")),
                Column(self.tr("Result")),
                Column(self.tr("Interviewer"), stretch=True),
                Column(self.tr("Ballot")),
                Column(self.tr("Drawn")),
                Column(self.tr("On a list since")),
            ],
            self,
        )
        table.chosen.connect(self._chosen)
        return table

    def focus_first(self) -> None:
        """The drawn ballots, where there are any; else the draw."""
        place = self.ballots.view if self.ballots.rows.total else self.form.seed
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ballots(self, rows: Sequence[RecheckRow]) -> None:
        """Every drawn ballot, as it stands."""
        self.ballots.fill([self._line(row) for row in rows])
        if rows and self.ballots.current() is None:
            self.ballots.view.selectRow(0)
        self._chosen()

    def show_figures(self, figures: RecheckFigures) -> None:
        """What is asked for, and of whom a draw may be."""
        self.figures = figures
        self.form.offer([part.interviewer for part in figures.parts if part.interviewer])
        told = "\n".join(filter(None, (calls_words(figures.calls), due_words(figures.due), flag_words(figures.flags))))
        self.told.setText(told)
        self.told.setVisible(bool(told))

    def end(self, over: bool) -> None:
        """Whether phúc tra has ended for good: nobody is drawn, and no result is said any more."""
        self._over = over
        self.form.setVisible(not over)
        self._chosen()

    def _line(self, row: RecheckRow) -> tuple[object, ...]:
        language = self._page.desk.language
        return (
            row.number,
            serials.show(row.serial),
            result_words(row.result) if row.result else self.tr("waiting"),
            row.interviewer,
            words(f"state.{row.state.value}", language),
            words(f"history.value_{row.how.value}", language),
            moment(row.sent, seconds=False) if row.sent else "",
            row,
        )

    def _chosen(self) -> None:
        row = self.ballots.current()
        for button in self.says.values():
            button.setEnabled(row is not None and not self._over)
        told = ""
        if row is not None and row[-1].reply:
            told = self.tr("Reply of no. {number}: “{reply}”").format(number=row[0], reply=row[-1].reply)
        self.reply.setText(told)

    def _wrote(self) -> None:
        self._page.refresh()
        self._page.survey_changed.emit()

    # -- drawing --------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draws what the form says."""
        wish = self.form.wish()
        if isinstance(wish, str):
            self._page.notify("attention", wish)
            return
        survey = self._page.desk.survey

        def work(_progress: Callable[[int, int], None]) -> tuple[RecheckDrawn, float | None]:
            drawn = _drawn(wish)
            return drawn, None if wish.interviewer or wish.serials else finds(survey)

        def _drawn(wish: Wish) -> RecheckDrawn:
            if wish.interviewer:
                return workflow.draw_recheck_of(survey, wish.interviewer, wish.reason)
            if wish.serials:
                return workflow.draw_recheck_serials(survey, wish.serials, wish.reason)
            return workflow.draw_recheck(survey, wish.seed, number=wish.number)

        self._page.start(self.tr("Drawing ballots"), work, self._drawn)

    def _drawn(self, found: tuple[RecheckDrawn, float | None]) -> None:
        self._wrote()
        drawn, finds_percent = found
        told = self.tr("%n ballot(s) drawn.", "", len(drawn.serials))
        if drawn.short:
            told += " " + self.tr("{count} fewer than asked for: no more can be asked about.").format(
                count=count(drawn.short)
            )
        self._page.notify("ok", " ".join(filter(None, (told, self._finds(finds_percent)))))

    def _finds(self, percent: float | None) -> str:
        rule = self._page.desk.survey.plan.recheck
        if percent is None or rule is None or rule.expected is None:
            return ""
        words = self.tr("In {found} of 100 surveys this finds who invents {share} in 100 of her ballots.")
        return words.format(found=round(percent), share=rule.expected.invented)

    # -- asking ---------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Asks where, then writes whom to ask."""
        proposed = self._page.desk.survey.beside(self.tr("recheck") + ".xlsx")
        kinds = self.tr("Excel workbooks (*.xlsx);;CSV (*.csv)")
        picked, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save the list"), str(proposed), kinds)
        if picked:
            self.export_to(Path(picked))

    def export_calls(self) -> None:
        """Asks where, then writes whom to call: who did not reply to a message."""
        proposed = self._page.desk.survey.beside(self.tr("recheck by calls") + ".xlsx")
        kinds = self.tr("Excel workbooks (*.xlsx)")
        picked, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save the list of calls"), str(proposed), kinds)
        if picked:
            self.export_to(Path(picked), calls=True)

    def export_to(self, out: Path, *, calls: bool = False) -> None:
        """Writes to ``out`` who stands on no list yet; where all do, who has not replied. ``calls``: whom to call."""
        survey = self._page.desk.survey
        again = all(contact.sent for contact in queries.recheck_contacts(survey))

        def work(_progress: Callable[[int, int], None]) -> ListMade:
            return export_recheck(survey, out, again=again, calls=calls)

        self._page.start(self.tr("Writing {file}").format(file=out.name), work, self._exported)

    def _exported(self, made: ListMade) -> None:
        self._wrote()
        self._page.notify("ok", list_words(made))

    def take(self) -> None:
        """Asks which file, then takes the replies in it."""
        start = str(self._page.desk.survey.home)
        kinds = self.tr("Replies (*.xlsx *.csv)")
        picked, _ = QFileDialog.getOpenFileName(self._page, self.tr("Replies that came in"), start, kinds)
        if picked:
            self.take_from(Path(picked))

    def take_from(self, path: Path) -> None:
        """Takes the replies in ``path``."""
        survey = self._page.desk.survey

        def work(_progress: Callable[[int, int], None]) -> RepliesRead:
            return import_replies(survey, path)

        self._page.start(self.tr("Reading {file}").format(file=path.name), work, self._taken)

    def _taken(self, found: RepliesRead) -> None:
        self._wrote()
        kind = "attention" if found.rejected or found.differs else "ok"
        self._page.notify(kind, replies_words(found, self._page.desk.language))

    # -- saying what it came to -----------------------------------------------------------------------------

    def confirmed(self) -> None:
        """The person of the chosen ballot confirms."""
        self._say(Result.CONFIRMED)

    def failed(self) -> None:
        """She denies having answered, or says that the answers are not hers."""
        self._say(Result.FAILED)

    def unreached(self) -> None:
        """She was not reached."""
        self._say(Result.UNREACHED)

    def refused(self) -> None:
        """She does not want to say."""
        self._say(Result.REFUSED)

    def _say(self, result: Result) -> None:
        row = self.ballots.current()
        if row is None:
            return
        number, view = int(row[0]), self.ballots.view
        try:
            workflow.answer_recheck(self._page.desk.survey, row[-1].serial, result)
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        at = view.currentIndex().row()
        self.ballots.put(self._line(replace(row[-1], result=result, reply="")))
        self.results_changed.emit()
        self._page.survey_changed.emit()
        self._page.notify("ok", self.tr("No. {number}: {result}.").format(number=number, result=result_words(result)))
        # On to the next line: a list that comes back is worked through from top to bottom.
        if at + 1 < len(self.ballots.rows.shown):
            view.selectRow(at + 1)

    def apply(self) -> None:
        """Does what the plan's rules ask for, as the line above the tables says."""
        survey, language = self._page.desk.survey, self._page.desk.language

        def work(_progress: Callable[[int, int], None]) -> RulesApplied:
            return apply_rules(survey, language)

        self._page.start(self.tr("Doing what the rules ask"), work, self._applied)

    def _applied(self, done: RulesApplied) -> None:
        self._wrote()
        self._page.notify("attention" if done.refused else "ok", applied_words(done, self._page.desk.language))
