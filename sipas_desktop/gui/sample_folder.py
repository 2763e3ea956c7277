"""The parts of a preview that are about files: which were read, who sent none, which texts are in an old encoding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sipas_desktop.exchange.sample_list import SampleListPreview
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.collecting import Collected


class FilesView(QWidget):
    """One line a file: what it would bring, what is wrong with it, whose it is; the chosen file's remark whole."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        columns = [
            Column(self.tr("File")),
            Column(self.tr("Would be taken"), right=True),
            Column(self.tr("Rejected"), right=True),
            Column(self.tr("Corrected"), right=True),
            Column(self.tr("Remark"), stretch=True),
            Column(self.tr("Unit")),
        ]
        self.table = Table(self.tr("Files of the folder"), columns, self)
        self.table.chosen.connect(self._tell)
        self._remark = QLabel(self)
        self._remark.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._remark)

    def fill(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Other rows, as ``file_rows`` makes them."""
        self.table.fill(rows)
        self._tell()

    def _tell(self) -> None:
        row = self.table.current()
        self._remark.setText(str(row[4]) if row else "")
        self._remark.setVisible(bool(self._remark.text()))


class UnsentTable(Table):
    """The units that have sent no list."""

    def __init__(self, parent: QWidget) -> None:
        columns = [Column(self.tr("Code")), Column(self.tr("Unit"), stretch=True)]
        super().__init__(self.tr("Units that have sent no list"), columns, parent)


class OldTextTable(Table):
    """One line a column with text in TCVN3 or VNI: how it stands in the file, how it would be converted."""

    def __init__(self, parent: QWidget) -> None:
        columns = [
            Column(self.tr("Where")),
            Column(self.tr("Column")),
            Column(self.tr("Encoding")),
            Column(self.tr("Cells"), right=True),
            Column(self.tr("In the file")),
            Column(self.tr("Converted"), stretch=True),
        ]
        super().__init__(self.tr("Texts in an old encoding"), columns, parent)


def file_rows(collected: Sequence[Collected], language: str) -> list[tuple[Any, ...]]:
    """The rows of a ``FilesView``: first those that somebody must look at."""
    rows: list[tuple[Any, ...]] = []
    for each in collected:
        if each.preview is None:
            why = each.refusal.words(language) if each.refusal else ""
            rows.append((each.path.name, 0, 0, 0, why, each.unit))
            continue
        found = each.preview
        encodings = sorted({column.encoding.upper() for sheet in found.sheets for column in sheet.legacy})
        counts = (len(found.members), len(found.rejected), len(found.corrected))
        rows.append((each.path.name, *counts, ", ".join(encodings), each.unit))
    return sorted(rows, key=lambda row: not row[4])


def old_rows(preview: SampleListPreview, collected: Sequence[Collected]) -> list[tuple[Any, ...]]:
    """The rows of an ``OldTextTable``."""
    rows: list[tuple[Any, ...]] = [
        (sheet.name, column.column, column.encoding.upper(), column.cells, column.found, column.result)
        for sheet in preview.sheets
        for column in sheet.legacy
    ]
    for each in collected:
        if each.refusal is not None and "result" in each.refusal.params:
            said = each.refusal.params
            rows.append((each.path.name, "", said["encoding"], "", said["found"], said["result"]))
    return rows
