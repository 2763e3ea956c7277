"""A catalogue, of units or of procedures: what the written-in fields of a ballot are keyed as."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.exchange.catalogue import CatalogueKind
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.import_notes import NotesView, note_rows
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.catalogue_files import FoundEntries
from sipas_desktop.store.queries import CatalogueEntry
from sipas_desktop.store.workflow import Entry

FILTERS = "Excel, CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.html *.htm);;* (*)"


class CatalogueView(QWidget):
    """The entries with a line to add one; or, between reading a file and deciding on it, what it would change."""

    wanted = Signal()  # Enter in the path: read the file
    entered = Signal()  # one line is to be added

    def __init__(
        self, kind: CatalogueKind, home: Path, theme: Theme, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind, self._language = kind, language
        self.shown: FoundEntries | None = None
        self.present: dict[str, str] = {}
        name = self.tr("Units") if kind == "unit" else self.tr("Procedures")
        self._order = QWidget(self)
        self.file = FileField(self.tr("File with the catalogue"), "F3", FILTERS, home, theme, self._order)
        self.file.line.setPlaceholderText(self.tr("Excel file with a column of codes and one of names"))
        self.file.picked.connect(self.wanted)
        self.code, self.name = QLineEdit(self._order), QLineEdit(self._order)
        self.code.setAccessibleName(self.tr("Code of the new entry"))
        self.code.setMaximumWidth(theme.px(110))
        self.name.setAccessibleName(self.tr("Name of the new entry"))
        self.name.setPlaceholderText(self.tr("name, then Enter"))
        self.name.returnPressed.connect(self.entered)
        self.add = KeyButton(self.tr("Add"), "F7", "", self._order)
        self.add.clicked.connect(self.entered)
        line = QHBoxLayout()
        line.setSpacing(theme.unit)
        line.addWidget(self.code)
        line.addWidget(self.name, 1)
        line.addWidget(self.add)
        self.table = Table(name, [Column(self.tr("Code")), Column(self.tr("Name"), stretch=True)], self)
        self._hint = QLabel(
            self.tr("Empty: keyers have to write the names out. Read a file, or add line by line."), self
        )
        self._hint.setProperty("role", "attention")
        self._hint.setWordWrap(True)
        order = QVBoxLayout(self._order)
        order.setContentsMargins(0, 0, 0, 0)
        order.setSpacing(theme.unit)
        order.addWidget(self.file)
        order.addLayout(line)

        self.preview = QWidget(self)
        self._summary = QLabel(self.preview)
        self._summary.setProperty("role", "heading")
        self._summary.setWordWrap(True)
        self.tabs = QTabWidget(self.preview)
        self.tabs.setAccessibleName(self.tr("Parts of the preview"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.added = Table(self.tr("New"), [Column(self.tr("Code")), Column(self.tr("Name"), stretch=True)], self)
        self.changed = Table(
            self.tr("Renamed"),
            [Column(self.tr("Code")), Column(self.tr("Name now")), Column(self.tr("Name in the file"), stretch=True)],
            self,
        )
        for table in (self.added, self.changed):
            table.setContentsMargins(0, theme.unit, 0, 0)
        self.rejected = NotesView(self.tr("Rejected rows"), theme, self)
        self.corrected = NotesView(self.tr("Corrections"), theme, self)
        for part in (self.added, self.changed, self.rejected, self.corrected):
            self.tabs.addTab(part, "")
        inside = QVBoxLayout(self.preview)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.unit)
        inside.addWidget(self._summary)
        inside.addWidget(self.tabs, 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self._order)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        column.addWidget(self.preview, 1)
        self.show_difference(None)

    def fill(self, entries: list[CatalogueEntry]) -> None:
        """The catalogue as it is now."""
        self.present = {entry.code: entry.name for entry in entries}
        self.table.fill([(entry.code, entry.name) for entry in entries])
        self._hint.setVisible(not entries and self.shown is None)
        self.code.setPlaceholderText(self.next_code())

    def next_code(self) -> str:
        """The number after the highest one, which an empty code stands for."""
        return str(max((int(code) for code in self.present if code.isdecimal()), default=0) + 1)

    def entry(self) -> Entry | None:
        """The line as typed; None, with the keyboard on the name, where there is none."""
        name = self.name.text().strip()
        if not name:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return Entry(self.code.text().strip() or self.next_code(), name)

    def clear_line(self) -> None:
        """For the next entry."""
        self.code.clear()
        self.name.clear()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_difference(self, shown: FoundEntries | None) -> None:
        """What a file would change; None: the catalogue again."""
        self.shown = shown
        self.preview.setVisible(shown is not None)
        self._order.setVisible(shown is None)
        self.table.setVisible(shown is None)
        self._hint.setVisible(shown is None and not self.present)
        if shown is None:
            return
        number = QLocale().toString
        words = self.tr("{file}: {added} new, {changed} renamed, {unchanged} as before, {rejected} rejected")
        self._summary.setText(
            words.format(
                file=shown.file,
                added=number(len(shown.added)),
                changed=number(len(shown.changed)),
                unchanged=number(shown.unchanged),
                rejected=number(len(shown.rejected)),
            )
        )
        self.added.fill([(entry.code, entry.name) for entry in shown.added])
        self.changed.fill([(entry.code, before, entry.name) for entry, before in shown.changed])
        self.rejected.fill(note_rows(shown.rejected, self._language))
        self.corrected.fill(note_rows(shown.corrected, self._language))
        counts = (len(shown.added), len(shown.changed), len(shown.rejected), len(shown.corrected))
        titles = (
            self.tr("New ({count})"), self.tr("Renamed ({count})"), self.tr("Rejected ({count})"),
            self.tr("Corrected ({count})"),
        )  # fmt: skip
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(place, title.format(count=number(count)))
        self.tabs.setCurrentIndex(next((place for place, count in enumerate(counts) if count), 0))


def title(kind: CatalogueKind) -> str:
    """The tab's title, with a place for the count."""
    translate = QCoreApplication.translate
    return (
        translate("CatalogueView", "Units ({count})")
        if kind == "unit"
        else translate("CatalogueView", "Procedures ({count})")
    )
