"""Fields of a form in editing. What is typed is told at once for the paper; it counts once the field is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

MOST_SHOWN = 80  # letters of a choice: wordings of questions can be long
_OPENING = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter}
)


def _is_undo(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class Line(QLineEdit):
    """One line. Undo is the editor's as soon as what was typed counts."""

    typed = Signal()
    settled = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.textEdited.connect(self.typed)
        self.editingFinished.connect(self.finish)

    @property
    def value(self) -> str:
        """What stands there."""
        return self.text()

    def event(self, event: QEvent) -> bool:
        """Leaves undo to the window where nothing is being typed."""
        if _is_undo(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)

    def finish(self) -> None:
        """What was typed counts, if anything was."""
        if self.isModified():
            self.setModified(False)
            self.settled.emit()


class Lines(QPlainTextEdit):
    """Several lines; Tab leaves the field."""

    typed = Signal()
    settled = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlainText(text)
        self.document().setModified(False)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._told)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4)

    @property
    def value(self) -> str:
        """What stands there."""
        return self.toPlainText()

    def event(self, event: QEvent) -> bool:
        """Leaves undo to the window where nothing is being typed."""
        if _is_undo(event) and not self.document().isModified():
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed counts."""
        super().focusOutEvent(event)
        self.finish()

    def finish(self) -> None:
        """What was typed counts, if anything was."""
        if self.document().isModified():
            self.document().setModified(False)
            self.settled.emit()

    def _told(self) -> None:
        if self.document().isModified():
            self.typed.emit()


class Choice(QComboBox):
    """A choice that only Enter or a click in its open list decides: what lies between is never chosen on the way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def fill(self, choices: Sequence[tuple[str, str]], now: str) -> None:
        """The (words, value) to choose from; where ``now`` is none of the values it joins them as it is."""
        self.clear()
        for words, value in choices:
            self.addItem(words if len(words) <= MOST_SHOWN else words[: MOST_SHOWN - 1].rstrip() + "…", value)
        if self.findData(now) < 0:
            self.addItem(f"▲ {now}", now)
        self.setCurrentIndex(self.findData(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter open the list, a letter looks up in it."""
        letter = event.text() if event.text().isprintable() else ""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if held or not (letter or event.key() in _OPENING):
            super().keyPressEvent(event)
            return
        self.showPopup()
        if letter.strip():
            self.view().keyboardSearch(letter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the page."""
        event.ignore()


class Boxes(QTableWidget):
    """Levels or options: code, label, and a tick. Typing on a cell writes into it; Space ticks."""

    settled = Signal()

    def __init__(
        self, rows: Sequence[tuple[str, str, bool]], heads: Sequence[str], fixed_codes: bool, parent: QWidget
    ) -> None:
        super().__init__(len(rows), 3, parent)
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        for at, (code, label, ticked) in enumerate(rows):
            named = QTableWidgetItem(code)
            if fixed_codes:
                named.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(at, 0, named)
            self.setItem(at, 1, QTableWidgetItem(label))
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.setItem(at, 2, tick)
        head = self.horizontalHeader()
        for column, mode in enumerate((head.ResizeMode.ResizeToContents, head.ResizeMode.Stretch)):
            head.setSectionResizeMode(column, mode)
        head.setSectionResizeMode(2, head.ResizeMode.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        self.itemChanged.connect(self._told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words take several lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.resizeRowsToContents()
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 4
        self.setFixedHeight(min(height, self.fontMetrics().lineSpacing() * 24))

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """What stands there: code, label, whether it is ticked."""
        cells = [[self.item(at, column) for column in range(3)] for at in range(self.rowCount())]
        return [
            (code.text().strip(), label.text().strip(), tick.checkState() is Qt.CheckState.Checked)
            for code, label, tick in cells
            if code is not None and label is not None and tick is not None
        ]

    def finish(self) -> None:
        """What is being typed in a cell counts."""
        line = self.viewport().findChild(QLineEdit)
        if line is not None and self.state() is QAbstractItemView.State.EditingState:
            self.commitData(line)
            self.closeEditor(line, QAbstractItemDelegate.EndEditHint.NoHint)

    def _told(self, _item: object) -> None:
        self.settled.emit()
