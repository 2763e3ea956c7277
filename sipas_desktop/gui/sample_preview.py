"""What a file, or a folder of them, would bring into the sample list, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.exchange.sample_list import SampleListPreview
from sipas_desktop.gui.import_notes import NoteRow, NotesView, note_rows
from sipas_desktop.gui.sample_folder import FilesView, OldTextTable, UnsentTable, file_rows, old_rows
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.collecting import Collected
from sipas_desktop.store.queries import CatalogueEntry

OLD_FILE: Final = "sample.legacy_file"  # refused, because even its headings are in an old encoding


@dataclass(frozen=True)
class Shown:
    """A preview with the rows of its tables, made off the GUI thread.

    ``collected`` are the files of a folder, ``missing`` the units that sent none; of a single file there are neither,
    but where it could not be read before its text is converted.
    """

    path: Path
    preview: SampleListPreview = field(repr=False)
    members: list[tuple[Any, ...]] = field(repr=False)
    rejected: list[NoteRow] = field(repr=False)
    corrected: list[NoteRow] = field(repr=False)
    skipped: list[NoteRow] = field(repr=False)
    without_code: list[tuple[str, str, int]] = field(repr=False)  # "unit" or "procedure", name, members that have it
    files: list[tuple[Any, ...]] = field(repr=False)
    old: list[tuple[Any, ...]] = field(repr=False)
    collected: tuple[Collected, ...] = field(default=(), repr=False)
    missing: tuple[CatalogueEntry, ...] = ()

    @property
    def of_folder(self) -> bool:
        """Whether it is of a folder."""
        return bool(self.collected) and self.path != self.collected[0].path


def prepare(
    path: Path,
    preview: SampleListPreview,
    without_code: Mapping[str, Sequence[str]],
    lists: dict[str, str],
    language: str,
    collected: Sequence[Collected] = (),
    missing: Sequence[CatalogueEntry] = (),
) -> Shown:
    """``preview`` of the file at ``path`` with its rows; ``lists`` words the kinds of list.

    ``without_code``: kind → the names that the catalogues do not have, as ``jobs.samples.without_code`` gives them.
    """
    members = [
        (
            each.row,
            lists[each.list],
            each.name,
            each.address,
            each.phone,
            each.unit,
            each.procedure,
            each.dossier,
            date_short(each.received) if each.received else "",
            date_short(each.resulted) if each.resulted else "",
            each.sheet,
        )
        for each in preview.members
    ]
    rejected, corrected, skipped = (
        note_rows(some, language) for some in (preview.rejected, preview.corrected, preview.skipped)
    )
    had = {kind: Counter(getattr(member, kind) for member in preview.members) for kind in without_code}
    named = [(kind, name, had[kind][name]) for kind, names in without_code.items() for name in names]
    files, old = file_rows(collected, language), old_rows(preview, collected)
    return Shown(
        path, preview, members, rejected, corrected, skipped, named, files, old, tuple(collected), tuple(missing)
    )


class SamplePreview(QWidget):
    """Counts in large figures, then one tab each: the rejected, the corrected, the members, how columns were read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = QLabel(self)
        self.file.setProperty("role", "heading")
        self.file.setWordWrap(True)
        figures = QFrame(self)
        figures.setProperty("role", "card")
        grid = QGridLayout(figures)
        grid.setContentsMargins(theme.unit * 2, theme.unit, theme.unit * 2, theme.unit)
        grid.setHorizontalSpacing(theme.unit * 4)
        grid.setVerticalSpacing(0)
        self._figures: list[QLabel] = []
        captions = (
            self.tr("would be taken"), self.tr("rows rejected"), self.tr("of them duplicates"),
            self.tr("cells corrected or marked"),
        )  # fmt: skip
        for column, words in enumerate(captions):
            figure, caption = QLabel(figures), QLabel(words, figures)
            figure.setProperty("role", "figure")
            caption.setProperty("role", "muted")
            grid.addWidget(figure, 0, column)
            grid.addWidget(caption, 1, column)
            self._figures.append(figure)
        grid.setColumnStretch(len(captions), 1)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Parts of the preview"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.rejected = NotesView(self.tr("Rejected rows"), theme, self)
        self.corrected = NotesView(self.tr("Corrections"), theme, self)
        self.skipped = NotesView(self.tr("Rows that are no entries"), theme, self)
        self.members = Table(
            self.tr("Members that would be taken"),
            [
                Column(self.tr("Row"), right=True),
                Column(self.tr("List")),
                Column(self.tr("Name")),
                Column(self.tr("Address"), stretch=True),
                Column(self.tr("Phone")),
                Column(self.tr("Unit")),
                Column(self.tr("Procedure")),
                Column(self.tr("Dossier")),
                Column(self.tr("Received")),
                Column(self.tr("Result")),
                Column(self.tr("File")),
            ],
            self,
        )
        self.columns = Table(
            self.tr("Columns"),
            [
                Column(self.tr("Sheet")),
                Column(self.tr("Column")),
                Column(self.tr("Heading in the file"), stretch=True),
                Column(self.tr("Read as")),
            ],
            self,
        )
        self.without_code = Table(
            self.tr("Units and procedures without a code"),
            [
                Column(self.tr("What")),
                Column(self.tr("Name"), stretch=True),
                Column(self.tr("Members"), right=True),
            ],
            self,
        )
        self.files, self.missing, self.old = FilesView(theme, self), UnsentTable(self), OldTextTable(self)
        for table in (self.missing, self.old, self.members, self.columns, self.without_code):
            table.setContentsMargins(0, theme.unit, 0, 0)
        self._tables: tuple[NotesView | FilesView | Table, ...] = (
            self.files,
            self.missing,
            self.old,
            self.rejected,
            self.corrected,
            self.members,
            self.columns,
            self.skipped,
            self.without_code,
        )
        for part in self._tables:
            self.tabs.addTab(part, "")
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(theme.unit)
        column_layout.addWidget(self.file)
        column_layout.addWidget(figures)
        column_layout.addWidget(self.tabs, 1)

    def show_preview(self, shown: Shown) -> None:
        """Shows ``shown``, the rejections first where there are any."""
        preview = shown.preview
        number = QLocale().toString
        self.file.setText(preview.file)
        if shown.of_folder:
            words = self.tr("Folder {folder}: {files} file(s), {missing} unit(s) have sent none")
            files, missing = number(len(shown.collected)), number(len(shown.missing))
            self.file.setText(words.format(folder=preview.file, files=files, missing=missing))
        counts = (len(preview.members), len(preview.rejected), preview.duplicates, len(preview.corrected))
        for figure, count in zip(self._figures, counts, strict=True):
            figure.setText(number(count))
        fields = self._fields()
        # Said, not inferred: left to itself, mypy joins the five types differently from run to run.
        rows: tuple[Sequence[tuple[Any, ...]], ...] = (
            shown.files, [(each.code, each.name) for each in shown.missing], shown.old,
            shown.rejected, shown.corrected, shown.members, self._column_rows(preview), shown.skipped,
            [(fields[kind], *rest) for kind, *rest in shown.without_code],
        )  # fmt: skip
        titles = (
            self.tr("Files ({count})"), self.tr("Not sent ({count})"), self.tr("Old encodings ({count})"),
            self.tr("Rejected ({count})"), self.tr("Corrected ({count})"), self.tr("Members ({count})"),
            self.tr("Columns ({count})"), self.tr("Passed over ({count})"), self.tr("Without a code ({count})"),
        )  # fmt: skip
        for place, (table, some, title) in enumerate(zip(self._tables, rows, titles, strict=True)):
            table.fill(some)
            self.tabs.setTabText(place, title.format(count=number(len(some))))
        shows = {self.files: bool(shown.files), self.missing: shown.of_folder, self.old: bool(shown.old)}
        for part, visible in (shows | {self.without_code: bool(shown.without_code)}).items():
            self.tabs.setTabVisible(self.tabs.indexOf(part), visible)
        self.members.view.setColumnHidden(len(self.members.rows.columns) - 1, not shown.of_folder)
        looked_at = (
            self.files if shown.files else self.old if shown.old else self.rejected if shown.rejected else self.members
        )
        self.tabs.setCurrentWidget(looked_at)

    def forget(self) -> None:
        """Lets go of the people shown."""
        for table in self._tables:
            table.fill([])

    def _column_rows(self, preview: SampleListPreview) -> list[tuple[str, ...]]:
        fields = self._fields()
        rows: list[tuple[str, ...]] = []
        for sheet in preview.sheets:
            rows += [
                (sheet.name, column.letter, column.heading, fields.get(column.field, column.field))
                for column in sheet.columns
            ]
            rows += [(sheet.name, *_letter_apart(label), self.tr("not read")) for label in sheet.unread]
        rows += [(name, "", "", self.tr("no list on this sheet")) for name in preview.passed]
        rows += [(name, "", "", self.tr("hidden sheet, not read")) for name in preview.hidden]
        return rows

    def _fields(self) -> dict[str, str]:
        return {
            "ordinal": self.tr("ordinal, not read"),
            "identity": self.tr("identity number, not read"),
            "name": self.tr("name"),
            "family_name": self.tr("family name"),
            "organisation": self.tr("organisation"),
            "address": self.tr("address"),
            "phone": self.tr("phone"),
            "unit": self.tr("unit"),
            "sector": self.tr("sector"),
            "procedure": self.tr("procedure"),
            "procedure_code": self.tr("procedure's code"),
            "dossier": self.tr("dossier code"),
            "received": self.tr("day received"),
            "resulted": self.tr("day of the result"),
            "list": self.tr("official or reserve"),
            "official_mark": self.tr("mark of the official list"),
            "reserve_mark": self.tr("mark of the reserve list"),
            "note": self.tr("remark"),
            "consent": self.tr("consent to calls and messages"),
        }


def _letter_apart(label: str) -> tuple[str, str]:
    """ "D: Số điện thoại" → ("D", "Số điện thoại")."""
    letter, _, heading = label.partition(": ")
    return letter, heading
