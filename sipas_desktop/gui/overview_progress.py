"""How the survey came along, day by day: the picture on the overview."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import count
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.page import Desk


class ProgressView(QWidget):
    """Ballots back and settled over fieldwork, beside what the plan requires."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chart = ChartView(desk.theme, self)
        self.empty = QLabel(self.tr("The picture begins with the first ballot that comes back."), self)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, desk.theme.unit * 2, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.chart)
        column.addStretch(1)

    def refresh(self) -> None:
        """Reads the days anew."""
        from sipas_desktop.paper.progress_chart import Words, draw_progress
        from sipas_desktop.store import queries

        survey = self._desk.survey
        days, numbers = queries.progress_by_day(survey), queries.least_numbers(survey)
        # The sum of the plan's numbers; without any, or where one is not known yet, there is no line to reach.
        known = [cell.required.required for cell in numbers if cell.required.required is not None]
        required = sum(known) if known and len(known) == len(numbers) else None
        span = survey.plan.fieldwork
        words = Words(self.tr("returned"), self.tr("settled"), self.tr("required"))

        def draw(line: float) -> Any:
            return draw_progress(days, span, required, words, line)

        self.empty.setVisible(not days)
        self.chart.setVisible(bool(days))
        if days:
            last = days[-1]
            told = self.tr("Progress by day: {returned} returned, {settled} settled in the end.")
            self.chart.show_chart(draw, told.format(returned=count(last.returned), settled=count(last.settled)))
