"""A table for the pages: numbers on the right, search without accents, copy as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import fold, sort_key
from sipas_desktop.gui.table_view import TableView

Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEAST_CHARS = 18  # of the column that takes the room left
LEAST_SHARED = 8  # of each, where several share it
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """One column. Cells are str, int or float; ``right`` for numbers, also where they come as text ("82,66%")."""

    title: str
    right: bool = False
    stretch: bool = False  # takes the room that is left, or an equal share of it
    sort_by: int | None = None  # the cell to sort by, where it is another one (a number behind its text)


class Rows(QAbstractTableModel):
    """A list of tuples, filtered and sorted here (a proxy model costs seconds at 50,000 rows)."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._all: list[tuple[Any, ...]] = []
        self._folded: list[str] | None = None
        self._wanted = ""
        self._order: tuple[int, Qt.SortOrder] | None = None
        self.shown: list[tuple[Any, ...]] = []

    def fill(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Other rows; a tuple may be longer than the columns: what follows is not shown (keys, sort values)."""
        self._all, self._folded = list(rows), None
        self._arrange()

    def put(self, row: tuple[Any, ...]) -> None:
        """One row in place of the one with its first cell, else before all others: filling costs too much for a scan.

        It is found by the search in force; order comes with the next filling.
        """
        old = next((number for number, each in enumerate(self._all) if each[0] == row[0]), None)
        at = next((number for number, each in enumerate(self.shown) if each[0] == row[0]), None)
        place = slice(0, 0) if old is None else slice(old, old + 1)
        self._all[place] = [row]
        if self._folded is not None:
            self._folded[place] = [self._fold(row)]
        if at is not None:
            self.shown[at] = row
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        elif all(word in self._fold(row) for word in fold(self._wanted).split()):
            self.beginInsertRows(QModelIndex(), 0, 0)
            self.shown.insert(0, row)
            self.endInsertRows()

    def drop(self, first_cell: Any) -> None:
        """Without the row that begins with ``first_cell``."""
        old = next((number for number, each in enumerate(self._all) if each[0] == first_cell), None)
        if old is None:
            return
        del self._all[old]
        if self._folded is not None:
            del self._folded[old]
        at = next((number for number, each in enumerate(self.shown) if each[0] == first_cell), None)
        if at is not None:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self.shown[at]
            self.endRemoveRows()

    def search(self, words: str) -> None:
        """Only rows that hold every word of ``words`` somewhere, accents and case aside."""
        self._wanted = words
        self._arrange()

    @property
    def all(self) -> tuple[tuple[Any, ...], ...]:
        """Rows before searching, as filled."""
        return tuple(self._all)

    @property
    def total(self) -> int:
        """How many of them."""
        return len(self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Rows shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, its side, and what a screen reader says ("Column: text")."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.shown[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {self.shown[index.row()][index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, on the side of their column; rows have no numbers."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if self.columns[section].right else LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, texts in Vietnamese order; -1: as filled."""
        self._order = (column, order) if column >= 0 else None
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        words = fold(self._wanted).split()
        if words:
            if self._folded is None:
                known: dict[str, str] = {}
                self._folded = [self._fold(row, known) for row in self._all]
            pairs = zip(self._all, self._folded, strict=True)
            self.shown = [row for row, text in pairs if all(word in text for word in words)]
        else:
            self.shown = list(self._all)
        if self._order is not None:
            at, order = self._order
            by = self.columns[at].sort_by
            by = at if by is None else by
            self.shown.sort(key=lambda row: _rank(row[by]), reverse=order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    def _fold(self, row: tuple[Any, ...], known: dict[str, str] | None = None) -> str:
        """For searching; ``known`` cells, of which most rows have many in common, are not folded again."""
        known, parts = {} if known is None else known, []
        for cell in map(str, row[: len(self.columns)]):
            if (text := known.get(cell)) is None:
                text = known[cell] = fold(cell)
            parts.append(text)
        return " ".join(parts)


def _rank(cell: Any) -> tuple[int, Any]:
    return (0, cell) if isinstance(cell, int | float) else (1, sort_key(str(cell)))


class Table(QWidget):
    """Search field, rows and their count. Typing in the table searches; Ctrl+C copies the chosen rows with titles."""

    opened = Signal(tuple)  # Enter or double click on a row
    chosen = Signal()  # another row is current; see ``current``

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = Rows(columns, self)
        self._words = ""
        self._measured = False  # whether columns are as wide as what stands in them
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in: {table}").format(table=name))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self._count = _Count(self)
        self.view = TableView(self)
        self.view.setModel(self.rows)
        self.view.setAccessibleName(name)
        self._shape()
        self.view.typed.connect(self._type)
        self.view.entered_row.connect(self._open)
        self.view.copied.connect(self.copy)
        self.view.resized.connect(self._fit)
        self.view.restyled.connect(self._fit_anew)
        self.view.doubleClicked.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self._find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        self._find.activated.connect(self._find_now)

        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def fill(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Other rows; search, order and, where their first cells are still there, current and chosen rows stay."""
        current, picked = self.current(), {row[0] for row in self._picked()}
        self.rows.fill(rows)
        self._fit_anew()
        self._tell_count()
        if current is not None:
            self.select(current[0])
        if len(picked) > 1:
            how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            for number, row in enumerate(self.rows.shown):
                if row[0] in picked:
                    self.view.selectionModel().select(self.rows.index(number, 0), how)

    def say_when_empty(self, words: str) -> None:
        """What stands in place of rows while there are none: what to do first, or that all is well."""
        self._words = words
        self._tell_count()

    def put(self, row: tuple[Any, ...]) -> None:
        """One row in place of the one with its first cell, else on top of all."""
        self.rows.put(row)
        self._fit_anew()
        self._tell_count()

    def drop(self, first_cell: Any) -> None:
        """Without the row that begins with ``first_cell``."""
        self.rows.drop(first_cell)
        self._tell_count()

    def leave_search_to_others(self) -> None:
        """For a short table beside another one: no search field nor count, and Ctrl+F is the other's."""
        self.search.hide()
        self._count.hide()
        self._find.setKey(QKeySequence())
        self.view.typed.disconnect(self._type)

    def current(self) -> tuple[Any, ...] | None:
        """The row under the cursor, whole as filled in; None without one."""
        index = self.view.currentIndex()
        return self.rows.shown[index.row()] if index.isValid() else None

    def select(self, first_cell: Any) -> None:
        """Makes the row current whose first cell is ``first_cell``; without effect where none is."""
        for number, row in enumerate(self.rows.shown):
            if row[0] == first_cell:
                self.view.selectRow(number)
                return

    def text(self) -> str:
        """The chosen rows (all shown ones where none is chosen) as tab-separated lines under their titles."""
        rows = self._picked() or self.rows.shown
        width = len(self.rows.columns)
        lines = [[column.title for column in self.rows.columns], *([str(c) for c in row[:width]] for row in rows)]
        return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)

    def _picked(self) -> list[tuple[Any, ...]]:
        return [self.rows.shown[n] for n in sorted({each.row() for each in self.view.selectionModel().selectedRows()})]

    def cells(self) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Titles and the shown rows, for a file."""
        width = len(self.rows.columns)
        return [column.title for column in self.rows.columns], [row[:width] for row in self.rows.shown]

    def copy(self) -> None:
        """``text`` to the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _shape(self) -> None:
        view, metrics = self.view, self.fontMetrics()
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)  # Tab leaves the table; arrows move in it
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.8))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        # Every column keeps room for the arrow while it may be shown: that room is the names', until somebody sorts.
        header.setSortIndicatorShown(False)
        header.sortIndicatorChanged.connect(self._sorted)
        for number, column in enumerate(self.rows.columns):
            mode = header.ResizeMode.Stretch if column.stretch else header.ResizeMode.Fixed
            header.setSectionResizeMode(number, mode)
        header.setResizeContentsPrecision(50)  # a screenful: to look at more rows to size a column takes too long
        view.setMinimumHeight(metrics.height() * 8)

    def _fit_anew(self) -> None:
        self._measured = False
        self._fit()

    def _measure(self) -> None:
        """Each column as wide as what stands in it: once for these rows (the header itself would ask for every cell
        again at each resize, thirty times until a page is shown).
        """
        header = self.view.horizontalHeader()
        for number, column in enumerate(self.rows.columns):
            if not column.stretch:
                header.resizeSection(number, max(self.view.sizeHintForColumn(number), header.sectionSizeHint(number)))
        self._measured = True

    def _fit(self) -> None:
        """The columns that take the room left keep enough to be read; where there is less, one scrolls."""
        if not self.view.isVisible():
            return  # it is fitted when it is shown
        if not self._measured:
            self._measure()
        header = self.view.horizontalHeader()
        taking = [number for number, column in enumerate(self.rows.columns) if column.stretch]
        char = self.fontMetrics().averageCharWidth()
        least = char * (LEAST_CHARS if len(taking) == 1 else LEAST_SHARED)
        others = sum(header.sectionSize(number) for number in range(header.count()) if number not in taking)
        cramped = self.view.viewport().width() - others < least * len(taking)
        mode = header.ResizeMode.Interactive if cramped else header.ResizeMode.Stretch
        for number in taking:
            if header.sectionResizeMode(number) != mode:
                header.setSectionResizeMode(number, mode)
            if cramped:
                header.resizeSection(number, char * LEAST_CHARS)

    def _sorted(self, column: int) -> None:
        self.view.horizontalHeader().setSortIndicatorShown(column >= 0)
        self._fit_anew()

    def _search(self, words: str) -> None:
        self.rows.search(words)
        self._tell_count()

    def _tell_count(self) -> None:
        self._count.tell(self.rows.rowCount(), self.rows.total)
        self.view.say("" if self.rows.total else self._words)

    def _type(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)

    def _find_now(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.shown[index.row()])

    def _current_changed(self) -> None:
        self.chosen.emit()


class _Count(QLabel):
    """How many rows there are. A class of its own: in one derived from ``Table`` Qt finds no plural of its texts."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.setProperty("role", "muted")

    def tell(self, shown: int, total: int) -> None:
        words = self.tr("%n row(s)", "", total)
        if shown != total:
            words = self.tr("{shown} of {total}").format(shown=shown, total=words)
        self.setText(words)
