"""The history: who did what when, before, after and why; filtered, followed back, saved as a table."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFileDialog, QWidget

from sipas_desktop.beside import beside
from sipas_desktop.domain.vietnamese import date_numeric
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.gui.history_fact import FactCard
from sipas_desktop.gui.history_filter import HistoryFilterBar
from sipas_desktop.gui.history_words import HistoryWords
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries
from sipas_desktop.store.queries import HistoryFilter, HistoryRow

AT_ONCE = 500  # facts in the file that are read before anybody sees the page; of more beside the window
LONGEST = 24  # characters of a cell in the table; the fact's card shows the whole
WIDTHS = (20, 24, 24, 18, 28, 32, 32, 40, 44)  # of the saved table, in characters


class HistoryPage(Page):
    """The newest facts at once; what a filter asks for is looked for in the background."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.primary = self.add_action(self.tr("Show"), "F2", self.show_wanted, primary=True)
        self.add_action(self.tr("Save the table …"), "F7", self.save)
        self.go_older = self.add_action(self.tr("Older"), "F4", self.show_older)
        self.add_action(self.tr("Clear the filter"), "F10", self.show_everything)
        self._words = HistoryWords(desk.survey, desk.language)
        self.filter = HistoryFilterBar(self._words, desk.theme, self)
        self.filter.wanted.connect(self.show_wanted)
        self.table = Table(
            self.tr("Facts, the newest first"),
            [
                Column(self.tr("When")),
                Column(self.tr("Who")),
                Column(self.tr("What was done")),
                Column(self.tr("Ballot")),
                Column(self.tr("About"), stretch=True),
                Column(self.tr("Before"), stretch=True),
                Column(self.tr("After"), stretch=True),
                Column(self.tr("Why"), stretch=True),
            ],
            self,
        )
        self.table.chosen.connect(self._row_chosen)
        self.card = FactCard(self._words, desk.theme, self)
        self.card.ballot_wanted.connect(self.show_ballot)
        self.card.fact_wanted.connect(self.show_fact)
        self.content.addWidget(self.filter)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.card)
        self._shown = HistoryFilter()
        self._told: list[tuple[str, str]] = []  # the filter in words, as it was when the rows were read
        self._found: list[HistoryRow] = []
        self._older: int | None = None
        self._head = ""
        self._newest = Latest(self)
        self._newest.refused.connect(self.refuse)
        self._newest.broken.connect(self.report_bug)

    def refresh(self) -> None:
        """The newest facts, where no filter asks for others."""
        survey = self.desk.survey
        self._words.read_anew()
        self.filter.offer(queries.who_acted(survey), list(survey.forms.values()))
        if not self._shown.limits and not self.task_line.running:
            many = queries.facts_held(survey) > AT_ONCE
            self._newest.ask(lambda: queries.history(survey), self._take_newest, beside=many)

    def stop(self) -> None:
        """Ends what is read."""
        super().stop()
        self._newest.wait()

    # -- what is shown ----------------------------------------------------------------------------------------

    def show_wanted(self) -> None:
        """What the filter asks for."""
        wanted, misread = self.filter.chosen()
        if misread:
            self.notify("error", self.tr("“{found}” is no day; write it like 31/10/2017.").format(found=misread))
            return
        self._look_for(wanted, self.filter.told())

    def show_everything(self) -> None:
        """No filter: the newest facts."""
        self.filter.clear()
        self._look_for(HistoryFilter(), [])

    def show_ballot(self, serial: str) -> None:
        """All about one ballot."""
        self.filter.only_ballot(serial)
        self.show_wanted()

    def show_older(self) -> None:
        """The next rows, under those that are shown."""
        if self._older is None:
            self.notify("ok", self.tr("Nothing is older: this is where the survey begins."))
            return
        self._look_for(self._shown, self._told, self._older)

    def show_fact(self, ref: str) -> None:
        """One fact: its line where it is in the table, its card in any case."""
        place = next((n for n, row in enumerate(self.table.rows.shown) if row[-1].ref == ref), None)
        if place is not None:
            self.table.view.selectRow(place)
        fact = queries.fact_whole(self.desk.survey, ref)
        if fact is None:
            self.notify("attention", self.tr("That fact is not in this file, or not for you to see."))
        else:
            self.card.show_fact(fact, None if place is None else self.table.rows.shown[place][-1])

    def _look_for(self, wanted: HistoryFilter, told: list[tuple[str, str]], before: int | None = None) -> None:
        survey = self.desk.survey

        def work(progress: Callable[[int, int], None]) -> _Found:
            return _Found(wanted, told, before, queries.history(survey, wanted, before, progress=progress))

        self.start(self.tr("Looking through the history"), work, self._found_some)

    def _found_some(self, found: _Found) -> None:
        self._take(found.wanted, found.told, found.page, more=found.before is not None)

    def _take_newest(self, page: queries.HistoryPage) -> None:
        if not self._shown.limits and not self.task_line.running:  # nothing else was asked for meanwhile
            self._take(HistoryFilter(), [], page)

    def _take(
        self, wanted: HistoryFilter, told: list[tuple[str, str]], page: queries.HistoryPage, more: bool = False
    ) -> None:
        self._shown, self._told, self._older, self._head = wanted, told, page.older, page.head
        self._found = [*self._found, *page.rows] if more else list(page.rows)
        with QSignalBlocker(self.table):  # the card is read once
            self.table.fill([(*self._line(row), row) for row in self._found])
            if not more and self._found:
                self.table.view.selectRow(0)
        self._row_chosen()
        self.go_older.setEnabled(page.older is not None)
        self._tell()

    def _tell(self) -> None:
        lines = self.tr("%n line(s)", "", len(self._found))
        if self._told:
            wanted = "; ".join(f"{name}: {text}" for name, text in self._told)
            lines = self.tr("{lines} for {wanted}").format(lines=lines, wanted=wanted)
        if self._older is not None:
            lines += " · " + self.tr("older ones with F4")
        self.set_status(lines)

    def _line(self, row: HistoryRow) -> tuple[str, ...]:
        """A row as the table shows it: short, so that before and after are seen without scrolling."""
        words = self._words
        return (
            words.time(row.at, seconds=False), row.operator, words.kind(row.kind), words.short_serial(row),
            *(_short(text) for text in (words.what(row), words.before(row), words.after(row))),
            " ".join(words.why(row).split()),
        )  # fmt: skip

    def _cells(self, row: HistoryRow) -> tuple[str, ...]:
        """A row as it is saved."""
        words = self._words
        return (
            words.time(row.at), row.operator, words.kind(row.kind), words.serial(row), words.what(row),
            words.before(row, written=False), words.after(row, written=False), words.why(row),
        )  # fmt: skip

    def _row_chosen(self) -> None:
        row = self.table.current()
        if row is None:
            self.card.show_fact(None)
        else:
            self.card.show_fact(queries.fact_whole(self.desk.survey, row[-1].ref), row[-1])

    # -- the table as a file ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Asks where, then writes what is shown."""
        proposed = self.desk.survey.beside(self.tr("history") + ".xlsx")
        picked, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the table"), str(proposed), self.tr("Excel workbooks (*.xlsx)")
        )
        if picked:
            out = Path(picked)
            self.save_to(out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx"))

    def save_to(self, out: Path) -> None:
        """Writes the rows that are shown to ``out``, with what they are of; respondents' words stay in the survey."""
        shown: Sequence[HistoryRow] = [row[-1] for row in self.table.rows.shown]
        titles = [*(column.title for column in self.table.rows.columns), self.tr("Fact")]
        rows = [titles, *([*self._cells(row), row.ref] for row in shown)]
        try:
            with beside(out) as part:
                write_workbook(
                    part, [Sheet(self.tr("History"), rows, WIDTHS), Sheet(self.tr("Source"), self._source())]
                )
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.notify("ok", self.tr("%n line(s) saved: {file}", "", len(shown)).format(file=out))

    def _source(self) -> list[tuple[str, str]]:
        """What the saved table is of: survey, head, who saved it, when, what it was limited to."""
        today = date_numeric(datetime.datetime.now().astimezone().date())
        return [
            (self.tr("Survey"), self.desk.title),
            (self.tr("Head of the history"), self._head),
            (self.tr("Saved by"), self.desk.operator),
            (self.tr("Saved on"), today),
            *self._told,
            (self.tr("Search"), self.table.search.text()),
            (self.tr("Older lines left out"), self.tr("yes") if self._older is not None else self.tr("no")),
        ]


@dataclass(frozen=True)
class _Found:
    """What a walk brought back, and what it was for."""

    wanted: HistoryFilter
    told: list[tuple[str, str]]
    before: int | None
    page: queries.HistoryPage


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
