"""The units ranked: a picture of their intervals and bands, and the table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import count, percent
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.results_charts import scrolled
from sipas_desktop.gui.results_tables import FiguresTable
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme

if TYPE_CHECKING:
    from sipas_desktop.paper.report_ranking import Ranked


class RankingView(QWidget):
    """Nobody is ranked on noise: each unit has the ranks that chance leaves open."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._figures = FiguresTable(self.tr("Ranking"), [
            Column(self.tr("Unit"), stretch=True), Column(self.tr("Rank"), right=True),
            Column(self.tr("Possible ranks"), right=True, sort_by=7), Column(self.tr("Index"), right=True, sort_by=6),
            Column(self.tr("95% interval"), right=True), Column(self.tr("Answered"), right=True),
        ], theme, self)  # fmt: skip
        self.chart = ChartView(theme)
        self._pictures = scrolled(self.tr("Chart of the ranking"), theme, self, self.chart)
        self._pictures.setMinimumHeight(theme.px(180))  # at large text the page scrolls, and a picture is seen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._figures, 1)
        column.addWidget(self._pictures, 1)

    @property
    def table(self) -> Table:
        """The table of units."""
        return self._figures.table

    def fill(self, ranked: Ranked | None, decimals: int) -> None:
        """Shows ``ranked``; None: nothing can be ranked."""
        from sipas_desktop.paper.rank_chart import draw_ranks
        from sipas_desktop.paper.report_ranking import open_ranks, rank_bars

        self._pictures.setVisible(ranked is not None)
        if ranked is None:
            self._figures.note.setText(
                self.tr(
                    "Nothing to rank: a ranking takes two units with enough ballots, and an index that is a share of "
                    "ballots (“Index by”), for without intervals nobody is ranked."
                )
            )
            self.table.fill([])
            return
        note = self.tr(
            "Units whose possible ranks overlap may not be called better or worse than each other: nobody is ranked "
            "on noise."
        )
        if ranked.unranked:
            note += " " + self.left_out(ranked.unranked)
        self._figures.note.setText(note)
        self.table.fill([
            (
                ranked.names.get(each.code, each.code), each.rank, open_ranks(each), percent(each.index, decimals),
                f"{percent(each.interval.low, decimals)} – {percent(each.interval.high, decimals)}",
                count(ranked.answered[each.code]), float(each.index), each.low,
            )
            for each in ranked.ranks
        ])  # fmt: skip
        data = rank_bars(
            ranked, decimals, (self.tr("Index"), self.tr("Ranks")),
            (self.tr("Lines: 95% intervals."), self.tr("Units on one band cannot be told from the first of the band.")),
        )  # fmt: skip

        def draw(line: float) -> object:
            return draw_ranks(data, line)

        self.chart.show_chart(draw, self.tr("Chart: the index of each unit with its interval"))

    def left_out(self, units: int) -> str:
        """How many units have no rank."""
        return self.tr("%n unit(s) with too few ballots have no rank.", "", units)
