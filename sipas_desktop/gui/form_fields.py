"""The fields of one row of a form in editing, and what the linter says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form import BOX_KINDS, NUMBER_KINDS, TEXT_KINDS, Kind, Question
from sipas_desktop.domain.form_edit import OPENING, Draft, Place
from sipas_desktop.gui import plan_words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_lines import Boxes, Line, Lines
from sipas_desktop.gui.theme import Theme

Change = Callable[[str], Draft]


class FormFields(QScrollArea):
    """``put`` shows a row. A field that is left says what the form is then."""

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
        self._draft = Draft({})
        self._place: Place = ()
        self._told = QLabel(self)
        self._told.hide()

    def put(self, draft: Draft, place: Place, told: Sequence[str], fixed: frozenset[str] = frozenset()) -> None:
        """The fields of the row at ``place``; below them what the linter ``told``. Codes in ``fixed`` stay."""
        for field in self.fields.values():
            field.blockSignals(True)  # it goes, and must not speak for the row that comes
        self._draft, self._place, self._fixed = draft, place, fixed
        self.fields = {}
        inside = QWidget(self)
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        column.addLayout(self._form)
        self._told = QLabel(inside)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "error")
        column.addWidget(self._told)
        column.addStretch(1)
        self._inside = inside
        self._show_row()
        self.setWidget(inside)
        self.tell(told)

    def follow(self, draft: Draft) -> None:
        """The form as it is now, of which these fields still show a row."""
        self._draft = draft

    def tell(self, told: Sequence[str]) -> None:
        """What the linter says of the row."""
        self._told.setText("\n".join(f"▲ {line}" for line in told))
        self._told.setVisible(bool(told))

    def finish(self) -> None:
        """What is being typed counts."""
        for field in self.fields.values():
            if isinstance(field, Line):
                field._finish()
            elif isinstance(field, Lines):
                field.finish()

    # -- rows ------------------------------------------------------------------------------------------------

    def _show_row(self) -> None:
        place = self._place
        if not place:
            self._show_form()
        elif place[0] == "factors":
            self._line("title", self.tr("Title of the factor"))
        elif place[0] == "scales":
            self._show_scale()
        elif not isinstance(place[-1], int) or (place[0] == "blocks" and len(place) == 2):
            self._say(self.tr("Choose a question in this part."))
        elif "heading" in self._row:
            self._line("number", self.tr("Number"))
            self._lines("heading", self.tr("Words of the heading"))
        elif "block" in self._row:
            self._say(self.tr("The repeated part stands here; its questions are below."))
        else:
            self._show_question()

    def _show_form(self) -> None:
        self._list("title", self.tr("Title (one line each)"))
        self._lines("subtitle", self.tr("Line below the title"))
        self._list("opening", self.tr("Lines before the table ({code}: dotted line)").replace("{code}", "{…}"))
        self._lines("instruction", self.tr("How to mark"))

    def _show_question(self) -> None:
        row, opening = self._row, self._place[0] == OPENING
        if not opening:
            self._line("number", self.tr("Number"))
        self._lines("text", self.tr("Words of the question"))
        self._line("label", self.tr("Short name, for lists and the report"))
        kinds = [kind for kind in Kind if not (opening and kind in BOX_KINDS)]
        if not opening or row.get("kind") in kinds:
            self._choice(
                "kind",
                self.tr("Kind"),
                [(plan_words.kind(Question("", kind, "", "")), kind.value) for kind in kinds],
                lambda value: edit.set_kind(self._draft, self._place, Kind(value)),
            )
        kind = row.get("kind")
        if kind == Kind.RATED:
            codes = self._draft.scale_codes
            self._choice("scale", self.tr("Scale"), [(code, code) for code in codes], self._put("scale"))
        if not opening:
            self._show_factor()
        if kind == Kind.RATED:
            self._tick("overall", self.tr("The question about satisfaction as a whole"), edit.set_overall)
        if kind in (Kind.CHOICE, Kind.CHOICES):
            self._options()
        if kind == Kind.CHOICES or kind in NUMBER_KINDS:
            self._line("maximum", self.tr("At most"), _number)
        if kind in NUMBER_KINDS:
            self._line("minimum", self.tr("At least"), _number)
        if kind in TEXT_KINDS:
            self._line("lines", self.tr("Dotted lines"), _number)
        code = self._line("code", self.tr("Code, for files"), change=self._set_code)
        code.setReadOnly(str(row.get("code")) in self._fixed)

    def _show_factor(self) -> None:
        factors = self._draft.values.get("factors", ())
        choices = [("–", ""), *((str(each.get("title")), str(each.get("code"))) for each in factors)]
        choices.append((self.tr("New factor"), "+"))

        def change(value: str) -> Draft:
            draft = self._draft
            if value == "+":
                draft, value = edit.add_factor(draft)
            return edit.put(draft, self._place, factor=value)

        self._choice("factor", self.tr("Factor"), choices, change)

    def _show_scale(self) -> None:
        levels = [
            (str(each.get("code")), str(each.get("label", "")), bool(each.get("satisfied")))
            for each in self._row.get("levels", ())
        ]
        heads = (self.tr("Code"), self.tr("Level, from the lowest up"), self.tr("Satisfied"))
        boxes = self._boxes("levels", self.tr("Levels"), levels, heads, fixed_codes=True)

        def set_levels(rows: Sequence[tuple[str, str, bool]]) -> Draft:
            return edit.set_levels(self._draft, self._place, [(label, satisfied) for _, label, satisfied in rows])

        boxes.settled.connect(self._boxes_settled)
        self._set_boxes = set_levels
        new = QCoreApplication.translate("FormFields", "New level")
        self._box_buttons(lambda rows: [*rows, ("", new, False)])
        self._tick(
            "descending",
            self.tr("Printed from the highest level down"),
            lambda draft, place, on: edit.put(draft, place, descending=on or None),
        )
        self._line("no_opinion", self.tr("Words of a “no opinion” box, if there is one"))

    def _options(self) -> None:
        options = [
            (str(each.get("code")), str(each.get("label", "")), bool(each.get("words")))
            for each in self._row.get("options", ())
        ]
        heads = (self.tr("Code"), self.tr("Option"), self.tr("Asks for words"))
        boxes = self._boxes("options", self.tr("Options"), options, heads, fixed_codes=False)
        boxes.settled.connect(self._boxes_settled)
        self._set_boxes = lambda rows: edit.set_options(self._draft, self._place, rows)
        self._box_buttons(lambda rows: [*rows, edit.free_option(rows)])

    # -- kinds of fields ---------------------------------------------------------------------------------------

    @property
    def _row(self) -> Any:
        return self._draft.at(self._place)

    def _put(self, key: str, to_value: Callable[[str], Any] = str.strip) -> Change:
        return lambda text: edit.put(self._draft, self._place, **{key: to_value(text)})

    def _say(self, words: str) -> None:
        label = QLabel(words, self._inside)
        label.setWordWrap(True)
        self._form.addRow(label)

    def _add(self, name: str, caption: str, field: QWidget) -> None:
        label = QLabel(caption, self._inside)
        label.setWordWrap(True)
        label.setBuddy(field)
        field.setAccessibleName(caption)
        self._form.addRow(label, field)
        self.fields[name] = field

    def _line(
        self, name: str, caption: str, to_value: Callable[[str], Any] = str.strip, change: Change | None = None
    ) -> Line:
        field = Line(str(self._row.get(name, "")), self._inside)
        self._typing(name, caption, field, change or self._put(name, to_value))
        return field

    def _lines(self, name: str, caption: str) -> None:
        text = str(self._row.get(name, ""))
        self._typing(name, caption, Lines(text, self._inside), self._put(name, lambda words: " ".join(words.split())))

    def _list(self, name: str, caption: str) -> None:
        field = Lines("\n".join(self._row.get(name, ())), self._inside)
        self._typing(name, caption, field, self._put(name, lambda text: text.rstrip("\n").split("\n") if text else []))

    def _typing(self, name: str, caption: str, field: Line | Lines, change: Change) -> None:
        self._add(name, caption, field)
        field.typed.connect(_Then(self, field, change, self.typed).go)
        field.settled.connect(_Then(self, field, change, self.changed).go)

    def _choice(self, name: str, caption: str, choices: Sequence[tuple[str, str]], change: Change) -> None:
        field = QComboBox(self._inside)
        field.setMinimumContentsLength(6)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for words, value in choices:
            field.addItem(words, value)
        field.setCurrentIndex(max(0, field.findData(self._row.get(name, ""))))
        self._add(name, caption, field)
        field.activated.connect(_Then(self, field, change, self.reshaped).go)

    def _tick(self, name: str, caption: str, change: Callable[[Draft, Place, bool], Draft]) -> None:
        field = QCheckBox(caption, self._inside)
        field.setChecked(bool(self._row.get(name)))
        self._form.addRow(field)
        self.fields[name] = field
        field.clicked.connect(
            _Then(self, field, lambda on: change(self._draft, self._place, bool(on)), self.reshaped).go
        )

    def _boxes(
        self, name: str, caption: str, rows: Sequence[tuple[str, str, bool]], heads: Sequence[str], *, fixed_codes: bool
    ) -> Boxes:
        field = Boxes(rows, heads, fixed_codes, self._inside)
        self._add(name, caption, field)
        self._table = field
        return field

    def _box_buttons(self, more: Callable[[list[tuple[str, str, bool]]], list[tuple[str, str, bool]]]) -> None:
        self._more = more
        for words, key, slot in (
            (self.tr("One more"), "Alt+Ins", self._add_box),
            (self.tr("Take the chosen one away"), "Alt+Del", self._remove_box),
        ):
            button = KeyButton(words, key, "flat", self._inside)
            button.clicked.connect(slot)
            self._form.addRow(button)

    def _boxes_settled(self) -> None:
        self.changed.emit(self._set_boxes(self._table.rows))

    def _add_box(self) -> None:
        self.reshaped.emit(self._set_boxes(self._more(self._table.rows)))

    def _remove_box(self) -> None:
        rows, at = self._table.rows, self._table.currentRow()
        if at >= 0:
            self.reshaped.emit(self._set_boxes([*rows[:at], *rows[at + 1 :]]))

    def _set_code(self, code: str) -> Draft:
        return edit.set_code(self._draft, self._place, code.strip())


class _Then(QObject):
    """Joins one field to what it changes: a slot that is a bound method of a QObject."""

    def __init__(self, fields: FormFields, field: Any, change: Callable[[Any], Draft], signal: Any) -> None:
        super().__init__(fields._inside)
        self._field, self._change, self._signal = field, change, signal

    def go(self, *_: object) -> None:
        """Works out the form that it makes, and tells."""
        field = self._field
        if isinstance(field, QComboBox):
            value: Any = field.currentData()
        else:
            value = field.isChecked() if isinstance(field, QCheckBox) else field.value
        self._signal.emit(self._change(value))


def _number(text: str) -> int | str | None:
    """A number; what is none is left to the linter."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 15 else text or None
