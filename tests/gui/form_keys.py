"""The form editor by keyboard alone: what tests press, on the widgets that a person would have the cursor in."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget

from sipas_desktop.domain.form_edit import Draft, Place
from sipas_desktop.gui.form_editor import FormEditor
from sipas_desktop.gui.form_lines import Boxes, Choice, Line, Lines
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.store.database import OpenSurvey
from tests.gui import surveys

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def say(widget: QWidget, words: str) -> None:
    """Vietnamese words as an input method gives them to the widget."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


class Typist:
    """Somebody at the form editor who has no mouse."""

    def __init__(self, qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey) -> None:
        page = surveys.show(shell, survey, "plan")
        assert isinstance(page, PlanPage)
        self.bot, self.page = qtbot, page
        self.page.tabs.show_editor()
        QApplication.processEvents()

    @property
    def editor(self) -> FormEditor:
        """The editor on the page that is shown."""
        assert self.page.tabs.editor is not None
        return self.page.tabs.editor

    @property
    def draft(self) -> Draft:
        """The form as it stands."""
        return self.editor.draft

    def field(self, name: str) -> QWidget:
        """The field of that name."""
        return self.editor.fields.fields[name]

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        """A key where the cursor is, or in ``at``."""
        QApplication.processEvents()  # a button that was just made answers to its key a moment later
        self.bot.keyClick(at or QApplication.focusWidget() or self.editor.tree, key, held)

    def go(self, *place: str | int) -> None:
        """Arrow keys in the tree to the row at ``place``."""
        tree = self.editor.tree
        tree.setFocus()
        above = tree.visualItemRect(tree._items[place]).top() < tree.visualItemRect(tree.currentItem()).top()
        for _ in range(200):
            if tree.place == place:
                return
            self.press(Qt.Key.Key_Up if above else Qt.Key.Key_Down, at=tree)
        raise AssertionError(f"no way to {place}")

    def write(self, name: str, words: str) -> None:
        """Words into a field, in the place of what stands there; then Tab."""
        field = self.field(name)
        assert isinstance(field, Line | Lines)
        field.setFocus()
        self.press(Qt.Key.Key_A, CTRL, field)
        self.press(Qt.Key.Key_Delete, at=field)
        if words:
            say(field, words)
        self.press(Qt.Key.Key_Tab, at=field)

    def choose(self, name: str, value: str) -> None:
        """Opens a choice, goes down its list, Enter."""
        field = self.field(name)
        assert isinstance(field, Choice)
        at = field.findData(value)
        assert at >= 0, (name, value)
        field.setFocus()
        self.press(Qt.Key.Key_Down, at=field)
        assert field.view().isVisible(), "the list is open"
        self.press(Qt.Key.Key_Home, at=field.view())
        for _ in range(at):
            self.press(Qt.Key.Key_Down, at=field.view())
        self.press(Qt.Key.Key_Return, at=field.view())
        QApplication.processEvents()

    def tick(self, name: str) -> None:
        """Space on a yes or no."""
        field = self.field(name)
        assert isinstance(field, QCheckBox)
        field.setFocus()
        self.press(Qt.Key.Key_Space, at=field)

    def part(self, number: int) -> None:
        """The entry of that number, from 0, of the menu of parts."""
        self.press(Qt.Key.Key_K, CTRL, self.editor.tree)
        menu = self.editor.parts
        assert menu.isVisible()
        for _ in range(number):
            self.press(Qt.Key.Key_Down, at=menu)
        self.press(Qt.Key.Key_Return, at=menu)

    def cell(self, name: str, row: int, column: int, words: str) -> None:
        """Words into a cell of levels or options."""
        table = self.field(name)
        assert isinstance(table, Boxes)
        self.to_cell(table, row, column)
        self.press(Qt.Key.Key_X, at=table)  # a letter begins it
        line = table.viewport().findChild(QLineEdit)
        assert line is not None and line.isVisible()
        self.press(Qt.Key.Key_A, CTRL, line)
        say(line, words)
        self.press(Qt.Key.Key_Return, at=line)
        QApplication.processEvents()  # Enter in a cell counts a moment later

    def tick_cell(self, name: str, row: int) -> None:
        """Space on the last cell of a row."""
        table = self.field(name)
        assert isinstance(table, Boxes)
        self.to_cell(table, row, 2)
        self.press(Qt.Key.Key_Space, at=table)

    def to_cell(self, table: Boxes, row: int, column: int) -> None:
        """Arrow keys to a cell."""
        table.setFocus()
        self.press(Qt.Key.Key_Home, CTRL, table)
        for key, times in ((Qt.Key.Key_Down, row), (Qt.Key.Key_Right, column)):
            for _ in range(times):
                self.press(key, at=table)
        assert (table.currentRow(), table.currentColumn()) == (row, column)

    def boxes(self, name: str, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Options (or levels, whose codes stay) with exactly these codes, words and ticks."""
        while (table := self.field(name)) and isinstance(table, Boxes) and table.rowCount() < len(rows):
            self.press(Qt.Key.Key_Insert, ALT, table)
        while (table := self.field(name)) and isinstance(table, Boxes) and table.rowCount() > len(rows):
            self.to_cell(table, table.rowCount() - 1, 1)
            self.press(Qt.Key.Key_Delete, ALT, table)
        for at, (code, words, ticked) in enumerate(rows):
            assert isinstance(table, Boxes)
            if table.rows[at][0] != code:
                self.cell(name, at, 0, code)
            if table.rows[at][1] != words:
                self.cell(name, at, 1, words)
            if table.rows[at][2] != ticked:
                self.tick_cell(name, at)

    def question(self, place: Place, kind: str, code: str, text: str, **more: str) -> None:
        """Writes the question at ``place``, which stands there already."""
        self.go(*place)
        if self.draft.at(place).get("kind") != kind:
            self.choose("kind", kind)
        for name, words in {"text": text, **more}.items():
            self.write(name, words)
        self.write("code", code)
