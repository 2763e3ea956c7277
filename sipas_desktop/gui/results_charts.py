"""Charts one below the other, each on a card, in an area that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.theme import Theme


def scrolled(name: str, theme: Theme, parent: QWidget, *views: QWidget) -> QScrollArea:
    """``views`` in an area that is called ``name``."""
    unit = theme.unit
    inside = QWidget(parent)
    inside.setObjectName("body")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, unit * 2, unit, 0)
    column.setSpacing(unit * 2)
    for view in views:
        card = QFrame(inside)
        card.setProperty("role", "card")
        around = QVBoxLayout(card)
        around.setContentsMargins(*[unit * 2] * 4)
        around.addWidget(view)
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the charts change width twice
    area.setWidget(inside)
    area.setAccessibleName(name)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # it scrolls, not the page around it
    return area


def show_charts(levels: ChartView, factors: ChartView, figures: IndexFigures, form: Form, plan: Plan) -> None:
    """Draws the levels of each question and the share of each factor, as the report prints them."""
    from sipas_desktop.paper import charts

    def draw_levels(line: float) -> object:
        return charts.levels_chart(figures, form, plan.decimals, line)

    def draw_factors(line: float) -> object:
        return charts.factors_chart(figures, form, plan.target, plan.decimals, line)

    of_levels = QCoreApplication.translate("ResultsPage", "Chart: the levels of each question")
    of_factors = QCoreApplication.translate("ResultsPage", "Chart: the satisfied share of each factor")
    levels.show_chart(draw_levels, of_levels)
    factors.show_chart(draw_factors, of_factors)
