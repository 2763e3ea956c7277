"""Changes a ballot form without a text editor: its rows, the fields of the chosen one, the paper as it will be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain import form_edit_parts as parts
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_edit import OPENING, Draft, Edits, Place, draft_of
from sipas_desktop.domain.form_places import problems_by_place
from sipas_desktop.domain.form_versions import due_version
from sipas_desktop.domain.toml_reader import Problem
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_drafts import Held, begun, kept, leave
from sipas_desktop.gui.form_fields import FormFields
from sipas_desktop.gui.form_offer import Offer
from sipas_desktop.gui.form_paper import PAUSE_MS, FormPaper
from sipas_desktop.gui.form_tree import FormTree
from sipas_desktop.gui.page import Desk

KEPT = "forms in editing"


class FormEditor(QWidget):
    """The survey changes by saving only. What is not saved waits among the person's own data (``form_drafts``)."""

    edited = Signal()  # whether there is something to save may have changed
    told = Signal(str, str)  # kind and words for the page's notice

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._held: dict[str, Held] = desk.kept.setdefault(KEPT, {})
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Ballot form"))
        self._state = QLabel(self)
        self._state.setProperty("role", "attention")
        self._state.setWordWrap(True)
        self.tree = FormTree(self)
        self.fields = FormFields(theme, self)
        self.paper = FormPaper(desk, self)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(PAUSE_MS)
        self._keeping.timeout.connect(self._keep)
        self.faults: tuple[Problem, ...] = ()  # what is to be mended before saving
        self._warned = False  # that drafts cannot be kept here
        left = QVBoxLayout()
        left.setSpacing(theme.unit)
        left.addWidget(self.choice)
        left.addWidget(self.tree, 1)
        right = QVBoxLayout()
        right.addWidget(self._state)
        right.addWidget(self.paper, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        self.offer = Offer(theme, self)
        self.offer.taken.connect(self.take_unsaved)
        self.offer.thrown.connect(self.throw_unsaved)
        column.addWidget(self.offer)
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

    def _make_buttons(self) -> QVBoxLayout:
        rows = [QHBoxLayout(), QHBoxLayout()]  # there is no room for them in one
        column = QVBoxLayout()
        column.setSpacing(0)
        for row in rows:
            row.setSpacing(self._desk.theme.unit // 2)
            column.addLayout(row)
        self.buttons: dict[str, KeyButton] = {}
        made: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("add", self.tr("Add a question"), "Ctrl+N", self.add_question),
            ("heading", self.tr("Add a heading"), "Ctrl+H", self.add_heading),
            ("part", self.tr("Add a part"), "Ctrl+K", self.show_parts),
            ("up", self.tr("Up"), "Alt+Up", self.move_up),
            ("down", self.tr("Down"), "Alt+Down", self.move_down),
            ("remove", self.tr("Take away"), "Ctrl+Del", self.remove),
            ("undo", self.tr("Undo"), "Ctrl+Z", self.undo),
        )
        for name, words, key, slot in made:
            button = self.buttons[name] = KeyButton(words, key, "flat", self)
            button.clicked.connect(slot)
            rows[0 if name in ("add", "heading", "part") else 1].addWidget(button)
        for row in rows:
            row.addStretch(1)
        QShortcut(QKeySequence("Ctrl+Y"), self).activated.connect(self.redo)
        self.parts = QMenu(self)
        self.parts.setAccessibleName(self.buttons["part"].words)
        for words, slot in (
            (self.tr("A question before the table, on a dotted line"), self.add_opening_question),
            (self.tr("A question for the interviewer"), self.add_interviewer_question),
            (self.tr("A part repeated for each officer"), self.add_block),
            (self.tr("A scale"), self.add_scale),
            (self.tr("A factor"), self.add_factor),
        ):
            self.parts.addAction(words).triggered.connect(slot)
        return column

    # -- what is shown ----------------------------------------------------------------------------------------

    def fill(self, forms: Mapping[str, Form]) -> None:
        """The survey's forms; one that was changed here and not saved stays as it is in editing."""
        for code, form in forms.items():
            held = self._held.get(code)
            if held is None:
                self._held[code] = held = begun(form)
                left = kept(self._desk.survey.about.id, code)
                if left is not None and left.draft.values != held.edits.now.values:
                    held.offer = left
            elif held.saved != form and not held.differs and held.offer is None:
                self._held[code] = begun(form)
            else:
                held.saved = form
            self._held[code].printed = self._desk.survey.forms.printed(code)
        if self.choice.count() != len(forms):
            self.choice.blockSignals(True)
            self.choice.clear()
            for code, form in forms.items():
                self.choice.addItem(" ".join(form.title), code)
            self.choice.blockSignals(False)
            self.choice.setVisible(len(forms) > 1)
            self._show()
        else:
            self._tell(self.tree.place)
        self.paper.resume()

    @property
    def draft(self) -> Draft:
        """The form as it stands here."""
        return self._now.edits.now

    @property
    def savable(self) -> bool:
        """Whether there is something to save, and nothing against it."""
        return self.unsaved and not self.faults

    @property
    def unsaved(self) -> bool:
        """Whether it differs from what the survey has."""
        return self._now.differs

    def saved(self, form: Form) -> None:
        """``form`` is the survey's form now; nothing of it waits any more."""
        self._held[form.code] = begun(form)
        self._held[form.code].printed = self._desk.survey.forms.printed(form.code)
        self._show()
        self._keep()

    def stop(self) -> None:
        """What is being typed counts; nothing works behind the window any more."""
        if self._held and self.choice.count():
            self.fields.finish()
            self._keep()
        self._keeping.stop()
        self.paper.stop()

    # -- edits ----------------------------------------------------------------------------------------------------

    def add_question(self) -> None:
        """Behind the chosen row; the cursor goes to its words."""
        behind = self._behind()
        self._do(*edit.add_question(self.draft, behind))
        self.fields.focus("text")

    def add_heading(self) -> None:
        """Behind the chosen row."""
        behind = self._behind()
        self._do(*edit.add_heading(self.draft, behind))
        self.fields.focus("heading")

    def show_parts(self) -> None:
        """What else a form may have, as a menu."""
        button = self.buttons["part"]
        self.parts.popup(button.mapToGlobal(QPoint(0, button.height())))
        self.parts.setActiveAction(self.parts.actions()[0])

    def add_opening_question(self) -> None:
        """At the end of the lines before the table."""
        self.fields.finish()
        self._do(*edit.add_question(self.draft, (OPENING, len(self.draft.values.get(OPENING, ())) - 1)))
        self.fields.focus("text")

    def add_interviewer_question(self) -> None:
        """In the interviewer's part."""
        behind = self._behind()
        self._do(*parts.add_interviewer_question(self.draft, behind))
        self.fields.focus("text")

    def add_block(self) -> None:
        """Its place in the body is behind the chosen row."""
        behind = self._behind()
        self._do(*parts.add_block(self.draft, behind))
        self.fields.focus("times")

    def add_scale(self) -> None:
        """Behind the other scales."""
        self.fields.finish()
        draft, _ = edit.add_scale(self.draft)
        self._do(draft, ("scales", len(draft.values["scales"]) - 1))
        self.fields.focus("levels")

    def add_factor(self) -> None:
        """Behind the other factors."""
        self.fields.finish()
        draft, _ = edit.add_factor(self.draft)
        self._do(draft, ("factors", len(draft.values["factors"]) - 1))
        self.fields.focus("title")

    def move_up(self) -> None:
        """The chosen row changes places with the one above it."""
        self._move(-1)

    def move_down(self) -> None:
        """The chosen row changes places with the one below it."""
        self._move(1)

    def remove(self) -> None:
        """The chosen row goes; undo brings it back."""
        self.fields.finish()
        place = self.tree.place
        if place and place[0] == "scales" and (users := parts.scale_users(self.draft, place)):
            words = self.tr("Questions use this scale: {codes}. Choose another one there first.")
            self.told.emit("attention", words.format(codes=", ".join(users)))
        elif self._is_row(place) or (place and place[0] in ("factors", "scales", "blocks") and len(place) == 2):
            self._do(edit.remove(self.draft, place), place)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_unsaved(self) -> None:
        """The form goes on as it was left; undo leads to the one that the survey has."""
        self._decide(at=1)

    def throw_unsaved(self) -> None:
        """The form stays as the survey has it; redo still leads to the one that was left."""
        self._decide(at=0)
        self.told.emit("ok", self.tr("The draft was thrown away; Ctrl+Y brings it back."))

    def undo(self) -> None:
        """The state before."""
        self.fields.finish()
        self._go(self._now.edits.undo())

    def redo(self) -> None:
        """The state that was undone last."""
        self._go(self._now.edits.redo())

    # -- inside ---------------------------------------------------------------------------------------------------

    @property
    def _now(self) -> Held:
        return self._held[str(self.choice.currentData())]

    def _is_row(self, place: Place) -> bool:
        return len(place) > 1 and isinstance(place[-1], int) and place[-2] not in ("factors", "scales", "blocks")

    def _behind(self) -> Place | None:
        """Behind which row a new one comes. What is being typed counts first."""
        self.fields.finish()
        place = self.tree.place
        if place and place[0] == "factors":  # behind the factor's last question
            code = self.draft.at(place).get("code")
            of_it = [at for at, row in enumerate(self.draft.values.get("body", ())) if row.get("factor") == code]
            return ("body", of_it[-1]) if of_it else None
        if place in ((OPENING,), ("interviewer",)):
            return (*place, len(self.draft.values[str(place[0])]) - 1)
        if place and place[0] == "blocks" and len(place) == 2:
            return (*place, "rows", len(self.draft.at(place).get("rows", ())) - 1)
        return place if self._is_row(place) else None

    def _move(self, step: int) -> None:
        self.fields.finish()
        place = self.tree.place
        if self._is_row(place):
            self._do(*edit.move(self.draft, place, step))
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set(self, edits: Edits) -> None:
        self._now.edits, self._now.typed = edits, None
        self._keeping.start()

    def _do(self, draft: Draft, place: Place) -> None:
        self._set(self._now.edits.do(draft))
        self._show_at(place)

    def _go(self, edits: Edits) -> None:
        if edits != self._now.edits:
            self._set(edits)
            self._show_at(self.tree.place)

    def _settled(self, draft: Draft) -> None:
        """The fields stay: somebody is going from one to the next."""
        self._set(self._now.edits.do(draft))
        self.fields.follow(self.draft)
        self._tell(self.tree.place)

    def _reshaped(self, draft: Draft) -> None:
        self._do(draft, self.tree.place)

    def _typed(self, draft: Draft) -> None:
        self.paper.show_draft(draft)
        self._now.typed = draft
        self._keeping.start()

    def _decide(self, at: int) -> None:
        now = self._now
        if now.offer is not None:
            now.began = now.offer.began if at else now.saved.sha256
            left, now.offer = now.offer.draft, None
            self._set(Edits((draft_of(now.saved.source), left), at))
            self._show()
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        """What is not saved lies in a file, also while it is typed; what nobody has decided on stays there as it is."""
        self._keeping.stop()
        for code, held in self._held.items():
            try:
                if held.offer is None:
                    leave(self._desk.survey.about.id, code, held, self._desk.operator)
            except Refusal as refusal:
                if not self._warned:
                    words = self.tr("What you change here is kept in memory only until it is saved:")
                    self.told.emit("attention", f"{words} {refusal.words(self._desk.language)}")
                self._warned = True

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
        checked, now = self.draft.checked, self._now
        self.faults = now.faults(self._desk.survey.plan, {code: held.saved for code, held in self._held.items()})
        self._problems = problems_by_place(self.draft, self.faults or checked.warnings)
        colours = self._desk.theme.colours
        colour = colours.error if self.faults else colours.attention
        self.tree.blockSignals(True)
        self.tree.fill(self.draft, self._problems, place, self._desk.language, colour)
        self.tree.blockSignals(False)
        self.fields.tell(self._told())
        deciding = now.offer is not None
        self.offer.show_unsaved(now.offer, now.saved.sha256)
        for part in (self.tree, self.fields, *self.buttons.values()):
            part.setEnabled(not deciding)
        self.buttons["undo"].setEnabled(now.edits.at > 0 and not deciding)
        said = [self.tr("There are changes that are not saved.")] if self.unsaved else []
        if self.unsaved and now.began != now.saved.sha256:
            said.append(self.tr("The survey's form was changed since; saving puts this one in its place."))
        if self.unsaved and now.stays:
            words = self.tr("Ballots of version {before} are printed: it stays for them, saving makes version {next}.")
            said.append(words.format(before=now.saved.version, next=due_version(now.saved.version, printed=True)))
        if self.faults and not checked.errors:
            said.append(self.tr("%n mistake(s) to mend before saving.", "", len(self.faults)))
        if checked.errors:
            said.append(
                self.tr(
                    "%n mistake(s) to mend before saving; the paper shows the form before.", "", len(checked.errors)
                )
            )
        self._state.setText(" ".join(said))
        self._state.setVisible(bool(said))
        self.paper.show_draft(now.edits.legal)
        self.edited.emit()
