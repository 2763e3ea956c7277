"""The figures divided by one or two things: the index of each cell, or the levels of one question, and the ballots
behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.breakdown import DEMOGRAPHIC, Breakdown, By, CellFigures, Division, Part, Unnamed
from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.question_figures import QuestionFigures
from sipas_desktop.domain.vietnamese import count, date_short, percent
from sipas_desktop.gui.results_tables import FiguresTable
from sipas_desktop.gui.results_words import NOTHING
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import OF_ORIGIN, CellBallot

if TYPE_CHECKING:
    from sipas_desktop.jobs.breakdowns import PartNames


class DividedView(QWidget):
    """Two choices, the table of cells below them; Enter on a cell shows its ballots."""

    changed = Signal()  # another division
    opened = Signal(object)  # Enter on a cell that may be looked into
    closed_to = Signal(str)  # Enter on a cell that may not: why

    def __init__(self, plan: Plan, form: Form, may_list: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan, self._theme, self._may_list = plan, theme, may_list
        self.question: Question | None = None  # whose levels are shown, in place of the index
        self.by, self.also = QComboBox(self), QComboBox(self)
        self._about = QLabel(self)
        self._about.setProperty("role", "strong")
        self._about.setWordWrap(True)
        self._named(self.by, self.tr("Divided by"))
        self._named(self.also, self.tr("and by"))
        bar = QHBoxLayout()
        bar.setSpacing(theme.unit)
        for box in (self.by, self.also):
            label = QLabel(box.accessibleName(), self)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            bar.addWidget(label)
            bar.addWidget(box, 1)
            bar.addSpacing(theme.unit)
        bar.addWidget(self._about, 1)
        self._cells: FiguresTable | None = None
        self._shape: tuple[object, ...] = ()
        self.ballots = BallotsTable(plan, theme, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.ballots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.set_form(form)
        self.by.currentIndexChanged.connect(self._chosen)
        self.also.currentIndexChanged.connect(self._chosen)

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        shown = self._stack.currentWidget()
        return shown.table if isinstance(shown, FiguresTable) else None

    @property
    def divisions(self) -> list[Division]:
        """What the figures are divided by."""
        also = self.also.currentData()
        return [self.by.currentData(), *([also] if also is not None and also != self.by.currentData() else [])]

    @property
    def lists_ballots(self) -> bool:
        """Whether the ballots of a cell are shown in place of the cells."""
        return self._stack.currentWidget() is self.ballots and self._cells is not None

    def set_form(self, form: Form) -> None:
        """Offers what ballots of ``form`` can be divided by; a choice that is still there stays."""
        offered = self._offered(form)
        for box, lead in ((self.by, []), (self.also, [(self.tr("nothing else"), None)])):
            wanted = box.currentData()
            box.blockSignals(True)
            box.clear()
            for words, division in [*lead, *offered]:
                box.addItem(words, division)
            values = [division for _, division in [*lead, *offered]]
            box.setCurrentIndex(values.index(wanted) if wanted in values else 0)
            box.blockSignals(False)

    def look_at(self, question: Question | None) -> None:
        """The levels of ``question`` from now on; None: the index."""
        self.question = question
        self.back_to_cells()

    def fill(self, found: Breakdown, names: PartNames, decimals: int) -> None:
        """Shows the cells of ``found``."""
        question = self.question
        levels = len(question.scale.levels) if question is not None and question.scale else 0
        shape = (found.divisions, question.code if question else "")
        if shape != self._shape or self._cells is None:
            self._make_table(found, levels)
            self._shape = shape
        assert self._cells is not None
        self._about.setText(
            self.tr("Question: {question}").format(question=question.label) if question else self.tr("Index")
        )
        hidden = self.tr("hidden (under {least} ballots)").format(least=found.limit)
        note = self.tr("Enter on a row shows its ballots.") if self._lists(found.divisions) else ""
        if found.suppressed:
            note = " ".join([
                self.tr(
                    "Cells under {least} ballots are hidden, and those from which they could be worked out."
                ).format(least=found.limit),
                note,
            ])  # fmt: skip
        self._cells.note.setText(note)
        rows = []
        for cell in found.cells:
            parts = [_part(names, division, part) for division, part in zip(found.divisions, cell.parts, strict=True)]
            if question is None:
                figures, sorting = _index_cells(cell, hidden, decimals)
                figures = figures[: 2 if len(found.divisions) > 1 else 3]
            else:
                own = next((each for each in cell.questions if each.code == question.code), None)
                figures, sorting = _level_cells(own, levels, hidden, decimals, suppressed=cell.suppressed)
            rows.append((*parts, cell.settled, *figures, sorting, cell))
        self._cells.table.fill(rows)
        self.back_to_cells()

    def show_ballots(self, ballots: Sequence[CellBallot], names: PartNames, cell: str) -> None:
        """The ballots of a cell in place of the cells."""
        self.ballots.fill(ballots, names, cell)
        self._stack.setCurrentWidget(self.ballots)
        self.ballots.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if ballots:
            self.ballots.table.view.selectRow(0)

    def back_to_cells(self) -> bool:
        """The cells again, the cursor where it was; whether ballots were shown."""
        if self._cells is None or self._stack.currentWidget() is self._cells:
            return False
        focused = self.ballots.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._stack.setCurrentWidget(self._cells)
        if focused:
            self._cells.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def cell_name(self, row: tuple[object, ...]) -> str:
        """The parts of a row in words."""
        return " · ".join(str(part) for part in row[: len(self.divisions)])

    def _make_table(self, found: Breakdown, levels: int) -> None:
        old = self._cells
        columns = [Column(self._title(division), stretch=True) for division in found.divisions]
        columns.append(Column(self.tr("Settled ballots"), right=True))
        if levels:
            last = len(columns) + levels + 2  # the cell behind those that are shown
            columns += [Column(self.tr("Level {n}").format(n=n), right=True) for n in range(1, levels + 1)]
            columns += [
                Column(self.tr("Answered"), right=True),
                Column(self.tr("Satisfied"), right=True, sort_by=last),
            ]
        else:
            numbers = 2 if len(found.divisions) > 1 else 3  # of two divisions the names need the room
            last = len(columns) + numbers
            columns += [
                Column(self.tr("Index"), right=True, sort_by=last), Column(self.tr("95% interval"), right=True),
                Column(self.tr("Satisfied / answered"), right=True),
            ][:numbers]  # fmt: skip
        self._cells = FiguresTable(self.tr("Figures divided"), columns, self._theme, self)
        self._cells.table.opened.connect(self._open)
        self._stack.addWidget(self._cells)
        self._stack.setCurrentWidget(self._cells)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def _title(self, division: Division) -> str:
        place = next((n for n in range(self.by.count()) if self.by.itemData(n) == division), -1)
        return self.by.itemText(place) if place >= 0 else division.word

    def _open(self, row: tuple[object, ...]) -> None:
        cell = row[-1]
        assert isinstance(cell, CellFigures)
        if not self._may_list:
            self.closed_to.emit(self.tr("Ballots of a cell are shown to the office and the administrator."))
        elif not self._lists(self.divisions):
            self.closed_to.emit(
                self.tr("Ballots are not listed by what they answer: divide by unit, group, wave or channel.")
            )
        elif cell.suppressed:
            self.closed_to.emit(self.tr("This cell is hidden: it has too few ballots, or would tell another one's."))
        else:
            self.opened.emit((cell, self.cell_name(row)))

    def _lists(self, divisions: Sequence[Division]) -> bool:
        return self._may_list and all(division.by in OF_ORIGIN for division in divisions)

    def _chosen(self) -> None:
        self.changed.emit()

    def _named(self, box: QComboBox, name: str) -> None:
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)

    def _offered(self, form: Form) -> list[tuple[str, Division]]:
        plan = self._plan
        offered = [(self.tr("Unit"), Division(By.UNIT))]
        for wanted, words, by in (
            (bool(plan.sectors), self.tr("Sector"), By.SECTOR),
            (form.of_kind(Kind.PROCEDURE) is not None, self.tr("Procedure"), By.PROCEDURE),
            (len(plan.groups) > 1, self.tr("Group"), By.GROUP),
            (bool(plan.waves), self.tr("Wave"), By.WAVE),
            (len(plan.channels) > 1, self.tr("Channel"), By.CHANNEL),
        ):
            if wanted:
                offered.append((words, Division(by)))
        asked = [question for question in form.questions if question.kind in DEMOGRAPHIC]
        return offered + [(question.label, Division(By.ANSWER, question.code)) for question in asked]


class BallotsTable(FiguresTable):
    """The ballots behind a cell: which papers they are, nothing that they say."""

    def __init__(self, plan: Plan, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Ballots of the cell"), [
            Column(self.tr("Serial")), Column(self.tr("Unit"), stretch=True), Column(self.tr("Batch")),
            Column(self.tr("Channel")), Column(self.tr("Received on")),
        ], theme, parent)  # fmt: skip

    def fill(self, ballots: Sequence[CellBallot], names: PartNames, cell: str) -> None:
        """Shows ``ballots`` of the cell that is called ``cell``."""
        self.note.setText(self.tr("{cell}: Esc or Backspace goes back.").format(cell=cell))
        unit, channel = Division(By.UNIT), Division(By.CHANNEL)
        self.table.fill([
            (
                each.serial, names.name(unit, Part(each.unit)) if each.unit else NOTHING, each.batch or NOTHING,
                names.name(channel, Part(each.channel)) if each.channel else NOTHING,
                date_short(each.received) if each.received else NOTHING,
            )
            for each in ballots
        ])  # fmt: skip


def _part(names: PartNames, division: Division, part: Part) -> str:
    return names.name(division, part) if part.unnamed is None else unnamed_words(part.unnamed)


def unnamed_words(why: Unnamed) -> str:
    """Why a ballot stands in no named part."""
    translate = QCoreApplication.translate
    return {
        Unnamed.NONE: translate("divided", "(not said)"),
        Unnamed.BLANK: translate("divided", "(blank)"),
        Unnamed.NO_OPINION: translate("divided", "(no opinion)"),
        Unnamed.OVERMARKED: translate("divided", "(over-marked)"),
        Unnamed.ILLEGIBLE: translate("divided", "(illegible)"),
        Unnamed.SKIPPED: translate("divided", "(skipped)"),
        Unnamed.WRITTEN: translate("divided", "(in words)"),
    }[why]


def _index_cells(cell: CellFigures, hidden: str, decimals: int) -> tuple[list[str], float]:
    if cell.suppressed:
        return [hidden, NOTHING, NOTHING], -1.0
    if cell.index is None:
        return [NOTHING] * 3, -1.0
    interval = NOTHING
    if cell.interval is not None:
        interval = f"{percent(cell.interval.low, decimals)} – {percent(cell.interval.high, decimals)}"
    of = f"{count(cell.satisfied)} / {count(cell.answered)}" if cell.answered else NOTHING
    return [percent(cell.index, decimals), interval, of], float(cell.index)


def _level_cells(
    own: QuestionFigures | None, levels: int, hidden: str, decimals: int, *, suppressed: bool
) -> tuple[list[str], float]:
    if suppressed:
        return [hidden, *[NOTHING] * (levels + 1)], -1.0
    if own is None or own.satisfied_percent is None:
        return [NOTHING] * (levels + 2), -1.0
    shares = [own.level_percent(code) for code in own.counts]
    shown = [NOTHING if share is None else percent(share, decimals) for share in shares]
    shown += [NOTHING] * (levels - len(shown))
    return [*shown, count(own.answered), percent(own.satisfied_percent, decimals)], float(own.satisfied_percent)
