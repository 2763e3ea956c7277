"""The figures as tables: levels, missing answers, factors, definitions, units, officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import DefinitionFigures, IndexFigures, NoIndex
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import SMALL_CELL, small_cells
from sipas_desktop.domain.vietnamese import count, decimal, percent
from sipas_desktop.gui import results_words as words
from sipas_desktop.gui.results_words import NOTHING
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import CatalogueEntry

if TYPE_CHECKING:
    from sipas_desktop.paper.report_online import Part


class FiguresTable(QWidget):
    """A table with a line above it that explains its columns."""

    def __init__(self, name: str, columns: Sequence[Column], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.table = Table(name, columns, self)
        # On a low screen the table scrolls, not the page around it.
        self.table.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)


class LevelsTable(FiguresTable):
    """Question × level: ballots and share of those that answered."""

    def __init__(self, form: Form, theme: Theme, parent: QWidget) -> None:
        self._form = form
        most = max((len(q.scale.levels) for q in form.rated if q.scale), default=0)
        columns = [Column(self.tr("Question"), stretch=True)]
        columns += [Column(self.tr("Level {n}").format(n=n + 1), right=True) for n in range(most)]
        columns += [
            Column(self.tr("Answered"), right=True),
            Column(self.tr("Satisfied"), right=True, sort_by=most + 4),
            Column(self.tr("Mean"), right=True),
        ]
        super().__init__(self.tr("Answers by level"), columns, theme, parent)
        self._most = most
        scales = {q.scale.code: q.scale for q in form.rated if q.scale}
        legends = [" · ".join(f"{n} {level.label}" for n, level in enumerate(s.levels, 1)) for s in scales.values()]
        self.note.setText(self.tr("Levels: {levels}. Shares are of the ballots that answered the question.").format(
            levels=" | ".join(legends)))  # fmt: skip

    def fill(self, figures: IndexFigures, decimals: int) -> None:
        """Shows ``figures``."""
        rows = []
        for number, each in enumerate(figures.questions, start=1):
            question = self._form.by_code[each.code]
            cells = [
                f"{count(n)} ({percent(level, decimals)})"
                if (level := each.level_percent(code)) is not None
                else count(n)
                for code, n in each.counts.items()
            ]
            cells += [""] * (self._most - len(cells))
            rows.append((
                f"{question.number or number}. {question.label}", *cells, each.answered,
                _share(each.satisfied_percent, decimals), _mean(each.mean_level),
                float(each.satisfied_percent if each.satisfied_percent is not None else -1), each.code,
            ))  # fmt: skip
        self.table.fill(rows)


class MissingTable(FiguresTable):
    """Question × kind of missing answer: with the answered ones they add up to the settled ballots."""

    def __init__(self, form: Form, theme: Theme, parent: QWidget) -> None:
        self._form = form
        right = {"right": True}
        super().__init__(self.tr("Missing answers"), [
            Column(self.tr("Question"), stretch=True), Column(self.tr("Settled"), **right),
            Column(self.tr("Answered"), **right), Column(self.tr("No opinion"), **right),
            Column(self.tr("Blank"), **right), Column(self.tr("Over-marked"), **right),
            Column(self.tr("Illegible"), **right),
            *([Column(self.tr("Skipped"), **right)] if self._skips(form) else []),
        ], theme, parent)  # fmt: skip
        self.note.setText(self.tr("What is no answer is counted apart by its kind and stands in no denominator."))

    @staticmethod
    def _skips(form: Form) -> bool:
        return any(question.code in form.skippable for question in form.rated)

    def fill(self, figures: IndexFigures) -> None:
        """Shows ``figures``."""
        rows = []
        for number, each in enumerate(figures.questions, start=1):
            question = self._form.by_code[each.code]
            parts = (each.answered, each.no_opinion, each.blank, each.overmarked, each.illegible, each.skipped)
            no_opinion = str(each.no_opinion) if question.no_opinion else NOTHING
            rows.append((f"{question.number or number}. {question.label}", sum(parts), each.answered, no_opinion,
                         each.blank, each.overmarked, each.illegible,
                         *([each.skipped] if self._skips(self._form) else [])))  # fmt: skip
        self.table.fill(rows)


class FactorsTable(FiguresTable):
    """Factor → satisfied share and mean level."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Factors"), [
            Column(self.tr("Factor"), stretch=True), Column(self.tr("Satisfied"), right=True, sort_by=3),
            Column(self.tr("Mean level"), right=True),
        ], theme, parent)  # fmt: skip
        self.note.setText(self.tr("A factor: the mean of its criteria, each alike."))

    def fill(self, figures: IndexFigures, decimals: int) -> None:
        """Shows ``figures``."""
        self.table.fill([
            (f"{number}. {each.title}", _share(each.satisfied_percent, decimals), _mean(each.mean_level),
             float(each.satisfied_percent if each.satisfied_percent is not None else -1), each.code)
            for number, each in enumerate(figures.factors, start=1)
        ])  # fmt: skip


class DefinitionsTable(FiguresTable):
    """The index by every definition side by side; where one gives none, why."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Definitions"), [
            Column(self.tr("Definition"), stretch=True), Column(self.tr("Index"), right=True, sort_by=3),
            Column(self.tr("95%"), right=True),
        ], theme, parent)  # fmt: skip
        self.note.setText(self.tr("By every definition; Enter shows the questions."))

    def fill(self, found: Sequence[DefinitionFigures], plan: Plan) -> None:
        """Shows ``found``; the plan's own definition has a star."""
        rows = []
        for each in found:
            name = words.title(each.definition)
            beside = NOTHING if each.why is None else self._why(each.why)
            if each.interval is not None:
                low, high = (decimal(end, plan.decimals) for end in (each.interval.low, each.interval.high))
                beside = f"{low} – {high}"
            rows.append((
                f"★ {name}" if each.definition is plan.index else name, _share(each.index, plan.decimals), beside,
                float(each.index if each.index is not None else -1),
            ))  # fmt: skip
        self.table.fill(rows)

    def _why(self, why: NoIndex) -> str:
        return {
            NoIndex.NO_OVERALL: self.tr("not asked"),
            NoIndex.NO_WEIGHTS: self.tr("no weights"),
            NoIndex.NOTHING_ANSWERED: NOTHING,
        }[why]


class UnitsTable(FiguresTable):
    """Unit → settled ballots and index; few ballots would tell single people's answers and get a star."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Units"), [
            Column(self.tr("Code")), Column(self.tr("Unit"), stretch=True),
            Column(self.tr("Settled ballots"), right=True), Column(self.tr("Index"), right=True, sort_by=4),
        ], theme, parent)  # fmt: skip
        self._words = self.tr(
            "* fewer than {least} settled ballots, or needed so that those cannot be worked out: not shown, for single "
            "people's answers could be guessed."
        )

    def fill(
        self, found: Mapping[str, IndexFigures], units: Sequence[CatalogueEntry], decimals: int, limit: int = SMALL_CELL
    ) -> None:
        """Shows ``found``: code → figures. Units that are not in the catalogue come last, under their code."""
        self.note.setText(self._words.format(least=limit))
        hidden = small_cells({code: figures.ballots.settled for code, figures in found.items()}, limit)
        names = {entry.code: entry.name for entry in units}
        order = [code for code in names if code in found] + sorted(found.keys() - names.keys())
        rows = []
        for code in order:
            index = None if code in hidden else found[code].index
            shown = "*" if code in hidden else _share(index, decimals)
            rows.append((code, names.get(code, code), found[code].ballots.settled, shown,
                         float(index) if index is not None else -1.0))  # fmt: skip
        self.table.fill(rows)


class OfficersTable(FiguresTable):
    """Officer → settled answers and index, with a star as in the table of units; figures about staff."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Officers"), [
            Column(self.tr("Code")), Column(self.tr("Officer"), stretch=True),
            Column(self.tr("Settled answers"), right=True), Column(self.tr("Index"), right=True, sort_by=4),
        ], theme, parent)  # fmt: skip
        self._words = self.tr(
            "Officers whom online answers name. * fewer than {least} settled answers, or needed so that those cannot "
            "be worked out: not shown. Figures about staff: for the office."
        )

    def fill(self, parts: Sequence[Part], decimals: int, limit: int = SMALL_CELL) -> None:
        """Shows ``parts``."""
        self.note.setText(self._words.format(least=limit))
        hidden = small_cells({part.code: part.settled for part in parts}, limit)
        rows = []
        for part in parts:
            index = None if part.code in hidden else part.index
            shown = "*" if part.code in hidden else _share(index, decimals)
            rows.append((part.code, part.name, part.settled, shown, float(index) if index is not None else -1.0))
        self.table.fill(rows)


def _share(value: Fraction | None, decimals: int) -> str:
    return NOTHING if value is None else percent(value, decimals)


def _mean(value: Fraction | None) -> str:
    return NOTHING if value is None else decimal(value, 2)
