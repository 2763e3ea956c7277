"""What an import corrected or rejected, by row and column of the office's own file, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme

NoteRow = tuple[str, int, str, str, str, str]


def note_rows(notes: Sequence[CellNote], language: str) -> list[NoteRow]:
    """The rows of a ``NotesView``; there may be thousands, so make them off the GUI thread."""
    return [(note.sheet, note.row, note.column, note.found, note.result, note.words(language)) for note in notes]


class NotesView(QWidget):
    """Sheet, row and column as Excel shows them, what was found there, what is taken, why; the chosen remark whole."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns = [
            Column(self.tr("Sheet")),
            Column(self.tr("Row"), right=True),
            Column(self.tr("Column")),
            Column(self.tr("Found")),
            Column(self.tr("Taken as")),
            Column(self.tr("Remark"), stretch=True),
        ]
        self.table = Table(name, columns, self)
        self.table.chosen.connect(self._tell)
        self._remark = QLabel(self)
        self._remark.setWordWrap(True)
        self._remark.setMinimumHeight(self._remark.fontMetrics().lineSpacing() * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._remark)

    def fill(self, rows: Sequence[NoteRow]) -> None:
        """Other rows, as ``note_rows`` makes them."""
        self.table.fill(rows)
        self._tell()

    def _tell(self) -> None:
        row = self.table.current()
        self._remark.setText(str(row[5]) if row else "")
