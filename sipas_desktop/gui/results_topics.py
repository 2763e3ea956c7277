"""The office's topics beside the comments: which of them the chosen one has, how many have each, one more topic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sipas_desktop.domain.topics import LONGEST, Topic
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip

DIGITS = "1234567890"  # the keys of the first ten topics, in their order


class TopicsPanel(QWidget):
    """Topics are numbered in the office's order; the digit works in the table of comments as well."""

    toggled = Signal(str)  # a topic of the chosen comment, by its code
    added = Signal(str)  # the title of a new one
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.topics: tuple[Topic, ...] = ()
        heading = QLabel(self.tr("Topics"), self)
        heading.setProperty("role", "strong")
        self.list = _List(self)
        self.list.setAccessibleName(self.tr("Topics of the chosen comment"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.itemChanged.connect(self._changed)
        self.list.pressed_digit.connect(self.toggle_at)
        self.list.pressed_delete.connect(self._remove)
        self.unsorted = QLabel(self)
        self.unsorted.setProperty("role", "muted")
        self.unsorted.setWordWrap(True)
        self.title = QLineEdit(self)
        self.title.setMaxLength(LONGEST)
        self.title.setAccessibleName(self.tr("Title of a new topic"))
        self.title.setPlaceholderText(self.tr("Title of a new topic, Enter"))
        self.title.returnPressed.connect(self._add)
        self.new = KeyButton(self.tr("New topic"), "F5", "", self)
        self.new.clicked.connect(self._go_to_title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        for widget in (heading, self.list, self.unsorted, self.title, self.new):
            column.addWidget(widget, 1 if widget is self.list else 0)
        self.setMinimumWidth(theme.px(160))
        self.setMaximumWidth(theme.px(220))

    def show_topics(self, topics: Sequence[Topic], counts: Mapping[str, int], unsorted: int) -> None:
        """The office's list with how many comments have each."""
        self.topics = tuple(topics)
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for topic in topics:
            item = QListWidgetItem(f"{self.key_of(topic.code)}  {topic.title}  ({counts.get(topic.code, 0)})")
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(tip(topic.title))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(topics) - 1))
        self.list.blockSignals(False)
        if topics:
            self.unsorted.setText(self.tr("%n comment(s) without a topic yet.", "", unsorted))
        else:
            self.unsorted.setText(
                self.tr("No topic yet: F5 adds the first. Then choose a comment and press its digit.")
            )

    def key_of(self, code: str) -> str:
        """The key of a topic; of one beyond the tenth its code."""
        codes = [topic.code for topic in self.topics[: len(DIGITS)]]
        return DIGITS[codes.index(code)] if code in codes else code

    def show_chosen(self, codes: Collection[str] | None) -> None:
        """Which topics the chosen comment has; None: no comment is chosen."""
        self.list.blockSignals(True)
        for place, topic in enumerate(self.topics):
            item = self.list.item(place)
            has = codes is not None and topic.code in codes
            item.setCheckState(Qt.CheckState.Checked if has else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def toggle_at(self, place: int) -> None:
        """The topic at ``place``, from 0, where there is one."""
        if place < len(self.topics):
            self.toggled.emit(self.topics[place].code)

    def _changed(self, item: QListWidgetItem) -> None:
        self.toggle_at(self.list.row(item))

    def _go_to_title(self) -> None:
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def _add(self) -> None:
        if self.title.text().strip():
            self.added.emit(self.title.text())

    def _remove(self) -> None:
        if 0 <= self.list.currentRow() < len(self.topics):
            self.removed.emit(self.topics[self.list.currentRow()].code)


class _List(QListWidget):
    pressed_digit = Signal(int)
    pressed_delete = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Delete; the rest as usual."""
        if place := digit_of(event):
            self.pressed_digit.emit(place - 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.pressed_delete.emit()
        else:
            super().keyPressEvent(event)


def digit_of(event: QKeyEvent) -> int:
    """Which topic's key was pressed alone, from 1; 0 where none."""
    alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return DIGITS.find(event.text()) + 1 if alone and event.text() else 0
