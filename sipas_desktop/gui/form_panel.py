"""A panel of captioned fields for one table of a form in editing, and what the linter says of it.

``FormFields`` says which fields a table has; here is how a field speaks: while it is typed in for the paper, once it
is left for the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form_edit import Draft, Place
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_lines import Boxes, Choice, Line, Lines
from sipas_desktop.gui.theme import Theme

Change = Callable[[str], Draft]
BoxRow = tuple[str, str, bool]


class FieldPanel(QScrollArea):
    """``put`` shows a table. A field that is left says what the form is then."""

    typed = Signal(object)  # the Draft as it would be; only for the paper
    changed = Signal(object)  # the Draft; the fields stay as they are
    reshaped = Signal(object)  # the Draft; other fields belong to it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setMinimumWidth(240)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields: dict[str, QWidget] = {}
        self.draft = Draft({})
        self.place: Place = ()
        self.fixed: frozenset[str] = frozenset()
        self._scrolled = 0
        self._told = QLabel(self)
        self._told.hide()

    def put(self, draft: Draft, place: Place, told: Sequence[str], fixed: frozenset[str] = frozenset()) -> None:
        """The fields of the table at ``place``; below them what the linter ``told``. Codes in ``fixed`` stay."""
        for field in self.fields.values():
            field.blockSignals(True)  # it goes, and must not speak for the table that comes
        if (before := self.takeWidget()) is not None:
            before.hide()
            before.deleteLater()  # not now: it may be one of its fields that asks for this
        self._scrolled = self.verticalScrollBar().value() if place == self.place else 0
        self.draft, self.place, self.fixed = draft, place, fixed
        self.fields = {}
        self.inside = QWidget(self)
        self.inside.setObjectName("inside")
        column = QVBoxLayout(self.inside)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._told = QLabel(self.inside)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "error")
        column.addLayout(self.form)
        column.addWidget(self._told)
        column.addStretch(1)
        self._show_table()
        self.setWidget(self.inside)
        self.inside.show()
        self.tell(told)
        QTimer.singleShot(0, self._scroll)  # when the new fields have their places

    def follow(self, draft: Draft) -> None:
        """The form as it is now, of which these fields still show a table."""
        self.draft = draft

    def tell(self, told: Sequence[str]) -> None:
        """What the linter says of the table."""
        self._told.setText("\n".join(f"▲ {line}" for line in told))
        self._told.setVisible(bool(told))

    def finish(self) -> None:
        """What is being typed counts."""
        for field in list(self.fields.values()):
            if isinstance(field, Line | Lines | Boxes):
                field.finish()

    def focus(self, name: str) -> None:
        """Puts the cursor into a field, its words chosen; without effect where there is none of that name."""
        field = self.fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(field, Line | Lines):
                field.selectAll()

    @property
    def row(self) -> Any:
        """The table that is shown."""
        return self.draft.at(self.place)

    def _show_table(self) -> None:
        raise NotImplementedError

    # -- kinds of fields ---------------------------------------------------------------------------------------

    def setting(self, key: str, to_value: Callable[[str], Any] = str.strip) -> Change:
        """The change that sets ``key`` to what a field says."""
        return lambda text: edit.put(self.draft, self.place, **{key: to_value(text)})

    def say(self, words: str) -> None:
        """A sentence among the fields."""
        label = QLabel(words, self.inside)
        label.setWordWrap(True)
        self.form.addRow(label)

    def add(self, name: str, caption: str, field: QWidget) -> None:
        """A field below its caption."""
        label = QLabel(caption, self.inside)
        label.setWordWrap(True)
        label.setBuddy(field)
        field.setAccessibleName(caption)
        self.form.addRow(label, field)
        self.fields[name] = field

    def line(
        self, name: str, caption: str, to_value: Callable[[str], Any] = str.strip, change: Change | None = None
    ) -> Line:
        """A field of one line."""
        field = Line(str(self.row.get(name, "")), self.inside)
        self.typing(name, caption, field, change or self.setting(name, to_value))
        return field

    def lines(self, name: str, caption: str) -> None:
        """A field of several lines whose words are one text."""
        text = str(self.row.get(name, ""))
        self.typing(name, caption, Lines(text, self.inside), self.setting(name, lambda words: " ".join(words.split())))

    def list_lines(self, name: str, caption: str, entries: Sequence[str], change: Change) -> None:
        """A field with an entry a line."""
        self.typing(name, caption, Lines("\n".join(entries), self.inside), change)

    def typing(self, name: str, caption: str, field: Line | Lines, change: Change) -> None:
        """Adds a field for words."""
        self.add(name, caption, field)
        self.join(field, change)

    def join(self, field: Line | Lines, change: Change) -> None:
        """What a field for words changes."""
        field.typed.connect(Then(self, field, change, self.typed).go)
        field.settled.connect(Then(self, field, change, self.changed).go)

    def combo(self, choices: Sequence[tuple[str, str]], now: str, change: Change, parent: QWidget) -> Choice:
        """A choice without caption; ``now`` is the value that is chosen."""
        field = Choice(parent)
        field.fill(choices, now)
        field.activated.connect(Then(self, field, change, self.reshaped).go)
        return field

    def choice(
        self, name: str, caption: str, choices: Sequence[tuple[str, str]], change: Change, now: str | None = None
    ) -> None:
        """A choice of (words, value) below its caption; ``now`` where the value is not the table's own."""
        at = str(self.row.get(name, "")) if now is None else now
        self.add(name, caption, self.combo(choices, at, change, self.inside))

    def tick(self, name: str, caption: str, change: Callable[[Draft, Place, bool], Draft]) -> None:
        """A yes or no."""
        field = QCheckBox(caption, self.inside)
        field.setChecked(bool(self.row.get(name)))
        self.form.addRow(field)
        self.fields[name] = field
        field.clicked.connect(Then(self, field, lambda on: change(self.draft, self.place, bool(on)), self.reshaped).go)

    def boxes(
        self,
        name: str,
        caption: str,
        rows: Sequence[BoxRow],
        heads: Sequence[str],
        change: Callable[[list[BoxRow]], Draft],
        more: Callable[[list[BoxRow]], BoxRow],
        *,
        fixed_codes: bool,
    ) -> None:
        """A table of levels or options with the keys that add, take away and move its rows."""
        table = self._table = Boxes(rows, heads, fixed_codes, self.inside)
        self.add(name, caption, table)
        self._table_name, self._set_boxes, self._more = name, change, more
        table.settled.connect(self._boxes_settled)
        for keys in (
            ((self.tr("One more"), "Alt+Ins", self._add_box), (self.tr("Take away"), "Alt+Del", self._remove_box)),
            ((self.tr("Up"), "Alt+PgUp", self._box_up), (self.tr("Down"), "Alt+PgDown", self._box_down)),
        ):
            row = QHBoxLayout()
            row.setSpacing(self._theme.unit // 2)
            for words, key, slot in keys:
                button = KeyButton(words, key, "flat", self.inside)
                button.clicked.connect(slot)
                button.set_brief("Pg" in key)  # else the row is wider than the panel
                row.addWidget(button)
            row.addStretch(1)
            self.form.addRow(row)

    def _scroll(self) -> None:
        """Where it was before, and to the field with the cursor."""
        self.verticalScrollBar().setValue(self._scrolled)
        for field in self.fields.values():
            if field.hasFocus():
                self.ensureWidgetVisible(field, 0, self._theme.unit * 4)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _boxes_settled(self) -> None:
        self.changed.emit(self._set_boxes(self._table.rows))

    def _add_box(self) -> None:
        self.finish()
        rows = self._table.rows
        self._reshape_boxes([*rows, self._more(rows)], len(rows))

    def _remove_box(self) -> None:
        self.finish()
        rows, at = self._table.rows, self._table.currentRow()
        if at >= 0:
            self._reshape_boxes([*rows[:at], *rows[at + 1 :]], min(at, len(rows) - 2))

    def _box_up(self) -> None:
        self._move_box(-1)

    def _box_down(self) -> None:
        self._move_box(1)

    def _move_box(self, step: int) -> None:
        self.finish()
        rows, at = self._table.rows, self._table.currentRow()
        if at >= 0 and 0 <= at + step < len(rows):
            rows.insert(at + step, rows.pop(at))
            self._reshape_boxes(rows, at + step)

    def _reshape_boxes(self, rows: list[BoxRow], chosen: int) -> None:
        name = self._table_name
        self.reshaped.emit(self._set_boxes(rows))
        self.focus(name)
        self._table.setCurrentCell(chosen, 1)


class Then(QObject):
    """Joins one field to what it changes: a slot that is a bound method of a QObject."""

    def __init__(self, panel: FieldPanel, field: Any, change: Callable[[Any], Draft], signal: Any) -> None:
        super().__init__(panel.inside)
        self._panel, self._field, self._change, self._signal = panel, field, change, signal
        self._finishes = signal is panel.reshaped  # else what stands in another field would go with it

    def go(self, *_: object) -> None:
        """Works out the form that it makes, and tells."""
        field = self._field
        if self._finishes:
            self._panel.finish()
        if isinstance(field, Choice):
            value: Any = field.currentData()
        else:
            value = field.isChecked() if isinstance(field, QCheckBox) else field.value
        name = next((name for name, each in self._panel.fields.items() if each is field), "")
        self._signal.emit(self._change(value))
        if self._finishes:
            self._panel.focus(name)  # the field of that name is a new one
