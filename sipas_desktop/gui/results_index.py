"""The index: the number large, beside it what it means and how sure it is, under it the factors."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.gui import results_words as words
from sipas_desktop.gui.results_tables import DefinitionsTable, FactorsTable
from sipas_desktop.gui.theme import Theme


class IndexView(QWidget):
    """A card and the table of factors."""

    def __init__(self, plan: Plan, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan = plan
        unit = theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        self.number = QLabel(card)
        self.number.setProperty("role", "figure")
        self._under = QLabel(card)
        self._under.setProperty("role", "muted")
        self._title, self._meaning, self._formula, self._interval, self._target, self._ballots = (
            QLabel(card) for _ in range(6)
        )
        self._title.setProperty("role", "strong")
        for label in (self._meaning, self._formula, self._interval, self._target, self._ballots):
            label.setWordWrap(True)
        self._interval.setProperty("role", "muted")
        self._ballots.setProperty("role", "muted")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self._under, 0, Qt.AlignmentFlag.AlignTop)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(unit // 2)
        for label in (self._title, self._meaning, self._formula, self._interval, self._target, self._ballots):
            right.addWidget(label)
        row = QHBoxLayout(card)
        row.setContentsMargins(*[unit * 2] * 4)
        row.setSpacing(unit * 4)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.factors = FactorsTable(theme, self)
        self.definitions = DefinitionsTable(theme, self)
        self.definitions.table.leave_search_to_others()
        tables = QHBoxLayout()
        tables.setSpacing(unit * 2)
        tables.addWidget(self.factors, 1)
        tables.addWidget(self.definitions, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit)
        column.addWidget(card)
        column.addLayout(tables, 1)

    def fill(self, figures: IndexFigures) -> None:
        """Shows ``figures``."""
        plan = self._plan
        self.number.setText(words.NOTHING if figures.index is None else percent(figures.index, plan.decimals))
        self._under.setText(self.tr("satisfaction index"))
        self.number.setAccessibleName(f"{self._under.text()}: {self.number.text()}")
        self._title.setText(words.title(figures.definition))
        self._meaning.setText(words.meaning(figures.definition))
        self._formula.setText(words.formula(figures, plan))
        self._interval.setText(words.interval(figures, plan))
        self._target.setText(words.target(figures, plan))
        self._target.setVisible(bool(self._target.text()))
        self._ballots.setText(words.ballots(figures, plan))
        self.factors.fill(figures, plan.decimals)

    def told(self) -> str:
        """All of it as text, for the clipboard."""
        labels = (self.number, self._title, self._meaning, self._formula, self._interval, self._target, self._ballots)
        return "\n".join(label.text() for label in labels if label.text())
