"""Changes a ballot form without a text editor: its rows, the fields of the chosen one, the paper as it will be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_edit import Draft, Edits, Place, draft_of
from sipas_desktop.domain.form_places import problems_by_place
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_fields import FormFields
from sipas_desktop.gui.form_tree import FormTree
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.task import Task
from sipas_desktop.paper.ballot import specimen

PAUSE_MS = 250  # after the last key, before the paper is drawn anew
KEPT = "forms in editing"


@dataclass
class _Held:
    """A form in editing and the form that it began with."""

    saved: Form
    edits: Edits


class FormEditor(QWidget):
    """Nothing is written before ``save``; what is not saved waits here as long as she is signed in."""

    edited = Signal()  # whether there is something to save may have changed

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._held: dict[str, _Held] = desk.kept.setdefault(KEPT, {})
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Ballot form"))
        self._state = QLabel(self)
        self._state.setProperty("role", "attention")
        self._state.setWordWrap(True)
        self.tree = FormTree(self)
        self.fields = FormFields(theme, self)
        self.preview = PdfPreview(theme, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        self._task: Task | None = None
        self._wanted: Draft | None = None  # the form that the paper is to show
        left = QVBoxLayout()
        left.setSpacing(theme.unit)
        left.addWidget(self.choice)
        left.addWidget(self.tree, 1)
        right = QVBoxLayout()
        right.addWidget(self._state)
        right.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.addLayout(self._make_buttons())
        row = QHBoxLayout()
        column.addLayout(row, 1)
        row.setSpacing(theme.unit * 2)
        row.addLayout(left, 4)
        row.addWidget(self.fields, 4)
        row.addLayout(right, 4)
        self.choice.currentIndexChanged.connect(self._show)
        self.tree.chosen.connect(self._chosen)
        self.fields.typed.connect(self._typed)
        self.fields.changed.connect(self._settled)
        self.fields.reshaped.connect(self._reshaped)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._desk.theme.unit // 2)
        large = self._desk.theme.px(100) > 125
        self.buttons: dict[str, KeyButton] = {}
        made: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("add", self.tr("Add a question"), "Ctrl+N", self.add_question),
            ("heading", self.tr("Add a heading"), "Ctrl+H", self.add_heading),
            ("up", self.tr("Up"), "Alt+Up", self.move_up),
            ("down", self.tr("Down"), "Alt+Down", self.move_down),
            ("remove", self.tr("Take away"), "Ctrl+Del", self.remove),
            ("undo", self.tr("Undo"), "Ctrl+Z", self.undo),
        )
        for name, words, key, slot in made:
            button = self.buttons[name] = KeyButton(words, key, "flat", self)
            button.clicked.connect(slot)
            button.set_brief(large and name not in ("add", "heading"))  # else there is no room for them in one row
            row.addWidget(button)
        row.addStretch(1)
        QShortcut(QKeySequence("Ctrl+Y"), self).activated.connect(self.redo)
        return row

    # -- what is shown ----------------------------------------------------------------------------------------

    def fill(self, forms: Mapping[str, Form]) -> None:
        """The survey's forms; one that was changed here and not saved stays as it is in editing."""
        for code, form in forms.items():
            held = self._held.get(code)
            if held is None or (held.saved != form and not self._differs(held)):
                self._held[code] = _Held(form, Edits((draft_of(form.source),)))
            else:
                held.saved = form
        if self.choice.count() != len(forms):
            self.choice.blockSignals(True)
            self.choice.clear()
            for code, form in forms.items():
                self.choice.addItem(" ".join(form.title), code)
            self.choice.blockSignals(False)
            self.choice.setVisible(len(forms) > 1)
            self._show()
        if self._wanted is not None:
            self._timer.start()  # the page was left before the paper was drawn

    @property
    def draft(self) -> Draft:
        """The form as it stands here."""
        return self._now.edits.now

    @property
    def unsaved(self) -> bool:
        """Whether it differs from what the survey has."""
        return self._differs(self._now)

    def saved(self, form: Form) -> None:
        """``form`` is the survey's form now."""
        self._held[form.code] = _Held(form, Edits((draft_of(form.source),)))
        self._show()

    def stop(self) -> None:
        """What is being typed counts; nothing works behind the window any more."""
        if self._held and self.choice.count():
            self.fields.finish()
        self._timer.stop()
        if self._task is not None:
            self._task.wait()

    # -- edits ----------------------------------------------------------------------------------------------------

    def add_question(self) -> None:
        """Behind the chosen row; the cursor goes to its words."""
        self._do(*edit.add_question(self.draft, self._behind()))
        self._write("text")

    def add_heading(self) -> None:
        """Behind the chosen row."""
        self._do(*edit.add_heading(self.draft, self._behind()))
        self._write("heading")

    def move_up(self) -> None:
        """The chosen row changes places with the one above it."""
        self._move(-1)

    def move_down(self) -> None:
        """The chosen row changes places with the one below it."""
        self._move(1)

    def remove(self) -> None:
        """The chosen row goes; undo brings it back."""
        place = self.tree.place
        if self._is_row(place) or (place and place[0] in ("factors", "scales") and len(place) == 2):
            self._do(edit.remove(self.draft, place), place)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """The state before."""
        self.fields.finish()
        self._go(self._now.edits.undo())

    def redo(self) -> None:
        """The state that was undone last."""
        self._go(self._now.edits.redo())

    # -- inside ---------------------------------------------------------------------------------------------------

    @property
    def _now(self) -> _Held:
        return self._held[str(self.choice.currentData())]

    def _differs(self, held: _Held) -> bool:
        return held.edits.now.values != draft_of(held.saved.source).values

    def _is_row(self, place: Place) -> bool:
        return len(place) > 1 and isinstance(place[-1], int) and place[-2] not in ("factors", "scales", "blocks")

    def _behind(self) -> Place | None:
        self.fields.finish()
        place = self.tree.place
        if place and place[0] == "factors":  # behind the factor's last question
            code = self.draft.at(place).get("code")
            of_it = [at for at, row in enumerate(self.draft.values.get("body", ())) if row.get("factor") == code]
            return ("body", of_it[-1]) if of_it else None
        return place if self._is_row(place) else None

    def _move(self, step: int) -> None:
        self.fields.finish()
        place = self.tree.place
        if self._is_row(place):
            self._do(*edit.move(self.draft, place, step))
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, name: str) -> None:
        field = self.fields.fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            getattr(field, "selectAll")()  # noqa: B009 (lines of one and of several have it)

    def _do(self, draft: Draft, place: Place) -> None:
        self._now.edits = self._now.edits.do(draft)
        self._show_at(place)

    def _go(self, edits: Edits) -> None:
        if edits != self._now.edits:
            self._now.edits = edits
            self._show_at(self.tree.place)

    def _settled(self, draft: Draft) -> None:
        """The fields stay: somebody is going from one to the next."""
        self._now.edits = self._now.edits.do(draft)
        self.fields.follow(self.draft)
        self._tell(self.tree.place)

    def _reshaped(self, draft: Draft) -> None:
        focused = next((name for name, field in self.fields.fields.items() if field.hasFocus()), "")
        self._do(draft, self.tree.place)
        if focused in self.fields.fields:
            self.fields.fields[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, draft: Draft) -> None:
        self._show_paper(draft)

    def _show(self) -> None:
        self._show_at(())

    def _show_at(self, place: Place) -> None:
        self._tell(place)
        self._put_fields()

    def _chosen(self) -> None:
        self.fields.finish()
        self._put_fields()

    def _put_fields(self) -> None:
        fixed = frozenset(question.code for question in self._now.saved.questions)
        blocks = (row for block in self._now.saved.blocks for row in block.rows)
        fixed |= {str(getattr(row, "code", "")) for row in blocks}
        self.fields.put(self.draft, self.tree.place, self._told(), fixed)

    def _told(self) -> list[str]:
        return [problem.words(self._desk.language) for problem in self._problems.get(self.tree.place, ())]

    def _tell(self, place: Place) -> None:
        """Tree, messages, state and paper of the form as it stands."""
        checked = self.draft.checked
        self._problems = problems_by_place(self.draft, checked.errors or checked.warnings)
        colours = self._desk.theme.colours
        colour = colours.error if checked.errors else colours.attention
        self.tree.blockSignals(True)
        self.tree.fill(self.draft, self._problems, place, self._desk.language, colour)
        self.tree.blockSignals(False)
        self.fields.tell(self._told())
        self.buttons["undo"].setEnabled(self._now.edits.at > 0)
        said = [self.tr("There are changes that are not saved.")] if self.unsaved else []
        if checked.errors:
            said.append(
                self.tr(
                    "%n mistake(s) to mend before saving; the paper shows the form before.", "", len(checked.errors)
                )
            )
        self._state.setText(" ".join(said))
        self._state.setVisible(bool(said))
        self._show_paper(self.draft)
        self.edited.emit()

    def _show_paper(self, draft: Draft) -> None:
        self._wanted = draft
        self._timer.start()

    def _draw(self) -> None:
        """Draws in the background; what was typed meanwhile is drawn next."""
        if self._task is not None or self._wanted is None:
            return
        draft, author, self._wanted = self._wanted, self._desk.survey.plan.owner, None

        def work(_progress: Callable[[int, int], None]) -> bytes:
            form = draft.checked.form
            pdf = BytesIO()
            if form is not None:
                specimen(form, pdf, author=author)
            return pdf.getvalue()

        self._task = Task(work, self)
        self._task.connect_to("done", self._drawn)
        self._task.connect_to("refused", self._not_drawn)
        self._task.connect_to("finished", self._ended)
        self._task.start()

    def _drawn(self, pdf: bytes) -> None:
        if pdf:
            page = self.preview.page
            self.preview.show_bytes(pdf, self.tr("Specimen"))
            self.preview.go(page)

    def _not_drawn(self, refusal: object) -> None:
        self.preview.show_words(refusal.words(self._desk.language))  # type: ignore[attr-defined]

    def _ended(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        if self._wanted is not None:
            self._timer.start()
