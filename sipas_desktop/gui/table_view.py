"""The rows of a table on the screen: what its keys do, and words where there are none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

WITH_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TableView(QTableView):
    """Letters, Enter and Ctrl+C become signals; Escape and Backspace are the page's: back to where one came from."""

    typed = Signal(str)
    entered_row = Signal(QModelIndex)
    copied = Signal()
    resized = Signal()  # or shown, perhaps in another width
    restyled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""

    def say(self, words: str) -> None:
        """Shows ``words`` in place of rows; none: nothing."""
        self._words = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def selectRow(self, row: int) -> None:
        """This row alone is chosen and current, also while somebody holds Shift or Ctrl for another key."""
        mode = self.selectionMode()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        super().selectRow(row)
        self.setSelectionMode(mode)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the words in their place."""
        super().paintEvent(event)
        if self._words:
            painter, room = QPainter(self.viewport()), self.viewport().rect()
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            edge = self.fontMetrics().height()
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(edge, 0, -edge, 0), int(flags), self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may want to be scrolled."""
        super().resizeEvent(event)
        self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Rows that came while it was hidden are measured now."""
        super().showEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters are of another width."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.restyled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, Enter, letters; the rest as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            event.ignore()
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & WITH_CONTROL:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
