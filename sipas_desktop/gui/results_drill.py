"""Looking closer: from the index to its questions, from a question to its levels by parts, from a cell to its ballots,
and back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from sipas_desktop.gui import results_work as views
from sipas_desktop.gui.results_tables import LevelsTable
from sipas_desktop.gui.table import Table

if TYPE_CHECKING:
    from sipas_desktop.gui.results import ResultsPage


class Drill(QObject):
    """Follows Enter in the tables of a page of results."""

    def __init__(self, page: ResultsPage) -> None:
        super().__init__(page)
        self._way: list[tuple[QWidget, Table]] = []  # tabs and tables from which one looked closer
        page.index.factors.table.opened.connect(self._to_factor)
        page.index.definitions.table.opened.connect(self._to_questions)
        page.divided.changed.connect(self._divide)
        page.divided.opened.connect(self._to_ballots)
        page.divided.closed_to.connect(self._closed)
        page.compare.changed.connect(self._compare)
        self.follow(page.levels)

    def follow(self, levels: LevelsTable) -> None:
        """Another form's table of questions."""
        levels.table.opened.connect(self._to_parts)

    def back(self) -> bool:
        """To where one looked closer from; False where one did not."""
        page = self._page
        if page.tabs.currentWidget() is page.divided and page.divided.back_to_cells():
            return True
        while self._way:
            view, table = self._way.pop()
            if page.tabs.indexOf(view) < 0 or page.tabs.currentWidget() is view:
                continue  # its form is no longer the one shown, or one went back by the tabs
            if page.divided.question is not None:
                page.divided.look_at(None)
                page.renew(page.divided)
            page.tabs.setCurrentWidget(view)
            table.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if page.tabs.currentWidget() is page.divided and page.divided.question is not None:
            page.divided.look_at(None)
            page.renew(page.divided)
            return True
        return False

    @property
    def _page(self) -> ResultsPage:
        from sipas_desktop.gui.results import ResultsPage

        page = self.parent()
        assert isinstance(page, ResultsPage)
        return page

    def _to_questions(self, _row: tuple[object, ...]) -> None:
        page = self._page
        self._go(page.index, page.index.definitions.table, page.levels, page.levels.table)

    def _to_factor(self, row: tuple[object, ...]) -> None:
        """The questions, the cursor on the first one of the factor."""
        page = self._page
        self._go(page.index, page.index.factors.table, page.levels, page.levels.table)
        factor = str(row[-1])
        within = {factor, *(each.code for each in page.form.factors if each.within == factor)}
        first = next((question.code for question in page.form.rated if question.factor in within), None)
        for shown in page.levels.table.rows.shown:
            if shown[-1] == first:
                page.levels.table.select(shown[0])

    def _to_parts(self, row: tuple[object, ...]) -> None:
        """The levels of a question by the division that is chosen."""
        page = self._page
        page.divided.look_at(page.form.by_code[str(row[-1])])
        page.renew(page.divided)
        self._way.append((page.levels, page.levels.table))
        page.tabs.setCurrentWidget(page.divided)
        if page.divided.table is not None:
            self._into(page.divided.table)
        else:
            page.divided.by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_ballots(self, opened: tuple[object, str]) -> None:
        page = self._page
        page.dividing.ask(*views.ballots(page, *opened), beside=page.counts_beside)

    def _closed(self, why: str) -> None:
        self._page.notify("attention", why)

    def _divide(self) -> None:
        self._page.renew(self._page.divided)

    def _compare(self) -> None:
        self._page.renew(self._page.compare)

    def _go(self, view: QWidget, table: Table, to: QWidget, into: Table) -> None:
        self._way.append((view, table))
        self._page.tabs.setCurrentWidget(to)
        self._into(into)

    def _into(self, table: Table) -> None:
        table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if table.current() is None and table.rows.shown:
            table.view.selectRow(0)
