"""How many ballots each unit and procedure has to bring, and the transactions that this is counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.quota_cells import Cell, Count
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.import_notes import NotesView, note_rows
from sipas_desktop.gui.plan_catalogue import FILTERS
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.transactions import FoundTransactions

NONE = "–"  # no number: the rule's words say why


@dataclass(frozen=True)
class Names:
    """What codes are called: of units, of procedures, and of the plan's groups, waves and sectors."""

    units: Mapping[str, str]
    procedures: Mapping[str, str]
    of_plan: Mapping[str, str]


class QuotaView(QWidget):
    """The least numbers; or, between reading a file and deciding on it, what it would change."""

    wanted = Signal()  # Enter in the path or the year: read the file

    def __init__(self, home: Path, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._names = language, Names({}, {}, {})
        self.shown: FoundTransactions | None = None
        self._order = QWidget(self)
        self.file = FileField(self.tr("File with the transactions"), "F3", FILTERS, home, theme, self._order)
        self.file.line.setPlaceholderText(self.tr("Excel file with unit, procedure, year and number of transactions"))
        self.file.picked.connect(self.wanted)
        self.year = QLineEdit(self._order)
        self.year.setAccessibleName(self.tr("Year, where the file names none"))
        self.year.setPlaceholderText(self.tr("year"))
        self.year.setMaximumWidth(theme.px(90))
        self.year.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.year.returnPressed.connect(self.wanted)
        self.adds = QCheckBox(self.tr("Add procedures that the catalogue does not have"), self._order)
        line = QHBoxLayout()
        line.setSpacing(theme.unit)
        line.addWidget(self.adds)
        line.addStretch(1)
        caption = QLabel(self.tr("Year, where the file names none"), self._order)
        caption.setProperty("role", "muted")
        caption.setBuddy(self.year)
        line.addWidget(caption)
        line.addWidget(self.year)
        order = QVBoxLayout(self._order)
        order.setContentsMargins(0, 0, 0, 0)
        order.setSpacing(theme.unit)
        order.addWidget(self.file)
        order.addLayout(line)

        self._summary = QLabel(self)
        self._summary.setProperty("role", "heading")
        self._summary.setWordWrap(True)
        self.table = Table(
            self.tr("Least numbers of ballots"),
            [
                Column(self.tr("Unit")),
                Column(self.tr("What")),
                Column(self.tr("Transactions"), right=True),
                Column(self.tr("Required"), right=True),
                Column(self.tr("Short"), right=True),
                Column(self.tr("Rule"), stretch=True),
            ],
            self,
        )
        self.table.chosen.connect(self._tell)
        self._rule = QLabel(self)
        self._rule.setWordWrap(True)
        self._rule.setMinimumHeight(self._rule.fontMetrics().lineSpacing() * 2)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Parts of the preview"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        counts = [Column(self.tr("Unit")), Column(self.tr("Procedure"), stretch=True), Column(self.tr("Year"))]
        number = Column(self.tr("Transactions"), right=True)
        self.added = Table(self.tr("New"), [*counts, number], self)
        self.changed = Table(self.tr("Changed"), [*counts, Column(self.tr("Now"), right=True), number], self)
        self.rejected = NotesView(self.tr("Rejected rows"), theme, self)
        self.corrected = NotesView(self.tr("Corrections"), theme, self)
        for part in (self.added, self.changed, self.rejected, self.corrected):
            self.tabs.addTab(part, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self._order)
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        column.addWidget(self._rule)
        column.addWidget(self.tabs, 1)
        self.show_found(None)

    def chosen_year(self) -> int | None:
        """The year as typed; None where there is none."""
        text = self.year.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def fill(self, cells: Sequence[Cell], names: Names) -> None:
        """The least numbers as they are now."""
        self._names = names
        rows = []
        for cell in cells:
            found = cell.required
            rows.append(
                (
                    names.units.get(cell.unit, cell.unit),
                    self._what(cell),
                    NONE if found.transactions is None else found.transactions,
                    NONE if found.required is None else found.required,
                    found.shortfall or "",
                    cell.words(self._language, names.of_plan),
                )
            )
        self.table.fill(rows)
        number = QLocale().toString
        total = sum(cell.required.required or 0 for cell in cells)
        without = sum(cell.required.required is None for cell in cells)
        words = self.tr("{total} ballots in all are required; {without} rows have no number yet, the rule says why.")
        if not without:
            words = self.tr("{total} ballots in all are required.")
        self._summary.setText(words.format(total=number(total), without=number(without)))
        self._tell()

    def show_found(self, found: FoundTransactions | None) -> None:
        """What a file would change; None: the least numbers again."""
        self.shown = found
        self.tabs.setVisible(found is not None)
        for widget in (self._order, self.table, self._rule):
            widget.setVisible(found is None)
        if found is None:
            return
        number = QLocale().toString
        words = self.tr("{file}: {added} new, {changed} changed, {unchanged} as before, {rejected} rejected")
        said = words.format(
            file=found.file,
            added=number(len(found.added)),
            changed=number(len(found.changed)),
            unchanged=number(found.unchanged),
            rejected=number(len(found.rejected)),
        )
        if found.missing:
            more = self.tr("{procedures} procedures are added to the catalogue")
            said += "; " + more.format(procedures=number(len(found.missing)))
        self._summary.setText(said)
        self.added.fill([(*self._whose(each, found), each.year, each.count) for each in found.added])
        self.changed.fill(
            [(*self._whose(each, found), each.year, before, each.count) for each, before in found.changed]
        )
        self.rejected.fill(note_rows(found.rejected, self._language))
        self.corrected.fill(note_rows(found.corrected, self._language))
        counts = (len(found.added), len(found.changed), len(found.rejected), len(found.corrected))
        titles = (
            self.tr("New ({count})"), self.tr("Changed ({count})"), self.tr("Rejected ({count})"),
            self.tr("Corrected ({count})"),
        )  # fmt: skip
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(place, title.format(count=number(count)))
        self.tabs.setCurrentIndex(next((place for place, count in enumerate(counts) if count), 0))

    def _what(self, cell: Cell) -> str:
        """What a number is for beside its unit: procedure, sector, group, wave."""
        names = self._names
        parts = [names.procedures.get(cell.procedure, cell.procedure)]
        parts += [names.of_plan.get(code, code) for code in (cell.sector, cell.group, cell.wave)]
        return " · ".join(part for part in parts if part)

    def _whose(self, count: Count, found: FoundTransactions) -> tuple[str, str]:
        procedures = {**self._names.procedures, **found.missing}
        unit = self._names.units.get(count.unit, count.unit)
        return unit, procedures.get(count.procedure, count.procedure)

    def _tell(self) -> None:
        """The chosen line's rule whole: it is often longer than its column."""
        row = self.table.current()
        words = str(row[5]) if row else ""
        self._rule.setText(words[:1].upper() + words[1:])
