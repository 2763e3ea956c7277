"""The form on the left of the printing page: three kinds of order, each with its own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.print_style import Paper, PrintStyle
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.printing_order import (
    BALLOTS,
    CONTINUE,
    KINDS,
    LABELS,
    REPRINT,
    Order,
    free_path,
    read_count,
    read_serials,
)
from sipas_desktop.gui.printing_style import MOST_NOTES, StyleFields, told
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.label_sheets import label_sheets


class OrderForm(QFrame):
    """Fills an ``Order``; says what is missing."""

    changed = Signal()  # the kind, the group or the style: another specimen
    wrong = Signal(str)  # what to fill in before anything is printed

    def __init__(self, plan: Plan, folder: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._folder, self._linked = folder, plan.identity is Identity.LINKED
        self._pages = 0  # of one ballot; 0 until it is laid out
        self._waiting: dict[tuple[str, str], int] = {}  # unit, sector → members without a ballot
        kinds = {BALLOTS: self.tr("Ballots"), LABELS: self.tr("Spare labels"), REPRINT: self.tr("Once more")}
        self._kinds = QButtonGroup(self)
        choice = QHBoxLayout()
        choice.setSpacing(theme.unit // 2)
        for number, kind in enumerate(KINDS):
            button = KeyButton(kinds[kind], f"Alt+{number + 1}", "", self)
            button.setCheckable(True)
            self._kinds.addButton(button, number)
            choice.addWidget(button)
        choice.addStretch(1)
        self._kinds.button(0).setChecked(True)
        self._kinds.idToggled.connect(self._kind_changed)

        self.group, self.wave, self.sector, self.unit, self.sheet, self.sorted_by = (QComboBox(self) for _ in range(6))
        self._sheets = label_sheets()
        for sheet in self._sheets:
            self.sheet.addItem(sheet.title, sheet.code)
        for group in plan.groups:
            self.group.addItem(group.title, group.code)
        self.wave.addItem(self.tr("none"), None)
        for wave in plan.waves:
            self.wave.addItem(wave.title, wave.code)
        self.sector.addItem(self.tr("none"), None)
        for sector in plan.sectors:
            self.sector.addItem(sector.title, sector.code)
        orders = {
            SortedBy.LIST: self.tr("as the list has them"),
            SortedBy.UNIT: self.tr("by unit"),
            SortedBy.INTERVIEWER: self.tr("by interviewer"),
            SortedBy.ROUTE: self.tr("by postal route"),
        }
        for by, words in orders.items():
            self.sorted_by.addItem(words, by)
        for box in (self.group, self.wave, self.sector, self.unit, self.sheet, self.sorted_by):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.group.currentIndexChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self._say)
        self.sector.currentIndexChanged.connect(self._say)
        self.sheet.currentIndexChanged.connect(self._say)
        self.count, self.spares, self.serials, self.reason, self.start = (QLineEdit(self) for _ in range(5))
        for digits in (self.count, self.spares, self.start):
            digits.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            digits.textChanged.connect(self._say)
        self.spares.setPlaceholderText(self.tr("none"))
        self.start.setPlaceholderText(self.tr("1: a new sheet"))
        self.serials.setPlaceholderText(self.tr("one or several, with commas between them"))
        self.reason.setPlaceholderText(self.tr("for instance: spoiled by the printer"))
        self.file = FileField(self.tr("PDF file"), "F3", "PDF (*.pdf)", folder, theme, self, save=True)
        self.file.set_path(free_path(folder, BALLOTS))
        self.style_fields = StyleFields(plan.ballot, theme, self)
        self.style_fields.changed.connect(self.changed)
        self._notes = QLabel(self)
        self._notes.setProperty("role", "attention")
        self._notes.setWordWrap(True)
        self._said = QLabel(self)
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)

        grid = QGridLayout(self)
        unit = theme.unit
        grid.setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 2)
        grid.setHorizontalSpacing(unit)
        grid.setVerticalSpacing(unit)
        grid.addLayout(choice, 0, 0, 1, 2)
        several, waves = len(plan.groups) > 1, bool(plan.waves)
        fields: tuple[tuple[str, QWidget, tuple[str, ...]], ...] = (
            (self.tr("Group"), self.group, (BALLOTS, LABELS) if several else ()),
            (self.tr("Wave"), self.wave, (BALLOTS,) if waves else ()),
            (self.tr("Sector"), self.sector, (BALLOTS,) if plan.sectors else ()),
            (self.tr("Unit"), self.unit, (BALLOTS,)),
            (self.tr("How many"), self.count, (BALLOTS, LABELS)),
            (self.tr("Label sheets"), self.sheet, (LABELS,)),
            (self.tr("From label"), self.start, (LABELS,)),
            (self.tr("Paper"), self.style_fields, (BALLOTS,)),
            (self.tr("Fold, holes"), self.style_fields.second, (BALLOTS,)),
            (self.tr("Order"), self.sorted_by, (BALLOTS,) if self._linked else ()),
            (self.tr("Spares"), self.spares, (BALLOTS,) if self._linked else ()),
            (self.tr("Ballot numbers"), self.serials, (REPRINT,)),
            (self.tr("Reason"), self.reason, (REPRINT,)),
            (self.tr("PDF file"), self.file, KINDS),
        )
        self._rows: list[tuple[QLabel, QWidget, tuple[str, ...]]] = []
        stops: list[QWidget] = [self._kinds.button(number) for number in range(len(KINDS))]
        for line, (words, field, shown_for) in enumerate(fields, start=1):
            caption = QLabel(words, self)
            caption.setBuddy(field)
            if field not in (self.file, self.style_fields, self.style_fields.second):
                field.setAccessibleName(words)
            grid.addWidget(caption, line, 0)
            grid.addWidget(field, line, 1)
            self._rows.append((caption, field, shown_for))
            inside = field.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            stops += [each for each in (field, *inside) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for one, two in pairwise(stops):  # as they stand, not as they were made
            self.setTabOrder(one, two)
        grid.addWidget(self._said, len(fields) + 1, 1)
        grid.addWidget(self._notes, len(fields) + 2, 1)
        grid.setColumnStretch(1, 1)
        self._kind_changed(0, True)

    # -- what may be chosen ---------------------------------------------------------------------------------

    def set_units(self, units: Sequence[tuple[str, str]]) -> None:
        """The (code, name) of units of a numbered plan: the chosen one is printed on its ballots."""
        self._offer(self.tr("none: written by hand"), units)

    def set_waiting(self, waiting: dict[tuple[str, str], int]) -> None:
        """Of a linked plan: how many members without a ballot each unit and sector of the sample list has."""
        self._waiting = dict(waiting)
        number = QLocale().toString
        of_unit: dict[str, int] = {}
        for (unit, _), count in waiting.items():
            of_unit[unit] = of_unit.get(unit, 0) + count
        units = [(unit, f"{unit} ({number(count)})") for unit, count in sorted(of_unit.items()) if unit]
        self._offer(self.tr("all units"), units)

    @property
    def style_of_print(self) -> PrintStyle:
        """How ballots are to be printed."""
        return self.style_fields.style_of_print

    def set_pages(self, pages: int) -> None:
        """How many pages one ballot of the chosen group has."""
        self._pages = pages
        self._say()

    def set_notes(self, notes: Sequence[str]) -> None:
        """What the layout had to do for want of room."""
        words = self.tr("and %Ln more", "", len(notes) - MOST_NOTES) if len(notes) > MOST_NOTES else ""
        self._notes.setText(told(notes, words))
        self._notes.setVisible(bool(notes))

    def after_print(self) -> None:
        """Ready for the next order: another file, no number."""
        self.count.clear()
        self.spares.clear()
        self.serials.clear()
        self.reason.clear()
        self.start.clear()
        self.file.set_path(free_path(self._folder, self.kind))

    # -- what is chosen -------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        return KINDS[self._kinds.checkedId()]

    def order(self) -> Order | None:
        """The order as filled in; None, after ``wrong`` was emitted, where something is missing."""
        missing = self._missing()
        out = self._out()
        if missing is not None or out is None:
            field, words = missing or (self.file.line, "")
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            self.wrong.emit(words)
            return None
        group, count = str(self.group.currentData()), read_count(self.count.text())
        match self.kind:
            case "reprint":
                return Order(REPRINT, out, serials=read_serials(self.serials.text()), reason=self.reason.text())
            case "labels":
                sheet, start = self.sheet.currentData(), self._first_label() or 1
                return Order(LABELS, out, count, group, sheet=sheet, start=start)
        unit, wave, sector = (box.currentData() for box in (self.unit, self.wave, self.sector))
        order = Order(BALLOTS, out, count, group, unit, wave, sector, style=self.style_of_print)
        by = SortedBy(self.sorted_by.currentData())
        return replace(order, sorted_by=by, spares=self._spares) if self._linked else order

    def order_to_continue(self, run: str) -> Order | None:
        """The interrupted ``run`` into the file that is filled in; None, after ``wrong``, where that cannot be."""
        out = self._out()
        wrong = self._wrong_file(out)
        if out is None or wrong:
            self.file.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.wrong.emit(wrong)
            return None
        return Order(CONTINUE, out, run=run)

    # -- inside ---------------------------------------------------------------------------------------------

    def _out(self) -> Path | None:
        path = self.file.path
        return path.with_suffix(".pdf") if path and not path.suffix else path

    def _missing(self) -> tuple[QLineEdit, str] | None:
        """The first field that must be filled in otherwise, and what is wrong with it."""
        out = self._out()
        if self.kind == REPRINT:
            if not read_serials(self.serials.text()):
                return self.serials, self.tr("Say which ballots to print once more.")
            if not self.reason.text().strip():
                return self.reason, self.tr("Say why they are printed once more.")
        else:
            everybody = self._everybody and not self.count.text().strip()
            if not read_count(self.count.text()) and not everybody:
                return self.count, self.tr("Say how many to print.")
            if self.kind == LABELS and self._first_label() is None:
                last = self._sheets[self.sheet.currentIndex()].count
                return self.start, self.tr("The first label is a number from 1 to {last}.").format(last=last)
        if self.kind == BALLOTS and self._linked and self.spares.text().strip():
            if read_count(self.spares.text()) is None:
                return self.spares, self.tr("Say how many spares to print.")
            if self._spares and self.unit.currentData() is None:
                return self.spares, self.tr("Spares are for a unit: choose it first.")
        wrong = self._wrong_file(out)
        return (self.file.line, wrong) if wrong else None

    def _wrong_file(self, out: Path | None) -> str:
        """Why ``out`` cannot be printed into; empty where it can."""
        if out is None:
            return self.tr("Say which file to print into.")
        if out.exists():
            return self.tr("The file {name} is there already: choose another name.").format(name=out.name)
        return ""

    @property
    def _spares(self) -> int:
        return read_count(self.spares.text()) or 0

    def _first_label(self) -> int | None:
        """The first label to use, 1 where nothing is said; None where the sheet has no such label."""
        typed = self.start.text().strip()
        first = read_count(typed) if typed else 1
        return first if first and first <= self._sheets[self.sheet.currentIndex()].count else None

    @property
    def _everybody(self) -> bool:
        """Whether no number means one ballot for each member without one."""
        return self._linked and self.kind == BALLOTS

    def _offer(self, nothing: str, units: Sequence[tuple[str, str]]) -> None:
        chosen = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(nothing, None)
        for code, words in units:
            self.unit.addItem(words, code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self._say()

    def _kind_changed(self, _number: int, checked: bool) -> None:
        if not checked:
            return
        for caption, field, shown_for in self._rows:
            for widget in (caption, field):
                widget.setVisible(self.kind in shown_for)
        self.count.setPlaceholderText(self.tr("all who have no ballot yet") if self._everybody else "")
        self.file.set_path(free_path(self._folder, self.kind))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """What would come of it, below the fields."""
        count = read_count(self.count.text())
        if self.kind == REPRINT:
            self._said.setText(self.tr("Each ballot is marked as a reprint; ballots that are back are refused."))
        elif self.kind == LABELS:
            used = (self._first_label() or 1) - 1 if count else 0
            sheets = -(-((count or 0) + used) // self._sheets[self.sheet.currentIndex()].count)
            words = self.tr("%Ln sheet(s) of A4", "", sheets)
            self._said.setText(words)
        else:
            waiting = self._waiting_now()
            if self._linked:
                count = (waiting if count is None else count) + self._spares
            said = [self.tr("without a ballot on the official list: %Ln", "", waiting)] if self._linked else []
            if count:
                said.append(self.tr("%Ln ballot(s)", "", count))
            if pages := (count or 0) * self._pages:
                a5 = self.style_of_print.paper is Paper.A5
                said.append(self.tr("%Ln page(s) of A5", "", pages) if a5 else self.tr("%Ln page(s) of A4", "", pages))
            self._said.setText(" · ".join(said))

    def _waiting_now(self) -> int:
        unit, sector = self.unit.currentData(), self.sector.currentData()
        named = (fold(self.sector.currentText()), fold(str(sector)))  # in a list a sector has its title or its code
        return sum(
            count
            for (of_unit, of_sector), count in self._waiting.items()
            if unit in (None, of_unit) and (sector is None or fold(of_sector) in named)
        )
