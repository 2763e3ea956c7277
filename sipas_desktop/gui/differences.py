"""The differences page: a third person takes one of two values, or types another and says why, paper in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Kind, Question
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.differences_choice import LEFT, RIGHT, THIRD, ChoiceView
from sipas_desktop.gui.differences_correction import CorrectionView
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_keys import Act, Stroke
from sipas_desktop.gui.keying_question import QuestionView
from sipas_desktop.gui.keying_sheet import LOW_PX, NARROW_PX
from sipas_desktop.gui.keying_strip import Strip
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.transfer_conflicts import ConflictsView
from sipas_desktop.store.queries import (
    Decision,
    OpenDiscrepancy,
    catalogue,
    conflicts_left,
    differences_left,
    next_discrepancy,
)
from sipas_desktop.store.workflow import adjudicate


class DifferencesPage(Page):
    """One discrepancy at a time. ``found`` is the one on the screen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found: OpenDiscrepancy | None = None
        self._choice = ""
        self._third: Answer | None = None
        self._decided: Decision | None = None  # the decision that is made again
        self._catalogues: dict[Kind, Catalogue] = {}
        self.keep_room_for_notice()
        self.other_button = self.add_action(self.tr("Another value"), "F2", self.choose_third)
        self.conflicts_button = self.add_action("", "F3", self.show_conflicts)
        self.correct_button = self.add_action("", "F4", self.show_correction)
        self.confirm_button = self.add_action(self.tr("Confirm"), "Enter", self.confirm, primary=True)
        self.confirm_button.leave_key_to_page()

        theme = desk.theme
        self.place = QLabel(self.body)
        self.place.setProperty("role", "strong")
        self.strip = Strip(theme, self.body, signs=False)
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it only says where on the paper the question stands
        self.choice, self.entry = ChoiceView(theme, self.body), QuestionView(theme, self.body)
        self.reason = QLineEdit(self.body)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMaxLength(500)
        self.stack = QStackedWidget(self.body)
        self.views = QStackedWidget(self.body)
        self.conflicts, self.correction = ConflictsView(self), CorrectionView(self)
        self._arrange()
        self.choice.chosen.connect(self._chosen)
        self.choice.confirmed.connect(self.confirm)
        self.entry.answered.connect(self._entered)
        self.entry.stroke.connect(self._stroke)
        self.entry.refused.connect(self._refused)
        self.reason.returnPressed.connect(self.confirm)
        self.correction.opened.connect(self._correct)

    # -- what the window calls ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The next discrepancy, and how many ballots wait. What is half chosen stays."""
        survey = self.desk.survey
        self._catalogues = {kind: Catalogue(catalogue(survey, kind.value)) for kind in sorted(CATALOGUE_KINDS)}
        try:
            found = next_discrepancy(survey)
            left = differences_left(survey)
            conflicts = conflicts_left(survey)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        parts = [self.tr("%n ballot(s) with differences left", "", left.waiting)]
        if left.own:
            parts.append(self.tr("%n that you keyed wait(s) for somebody else", "", left.own))
        if conflicts.own:
            parts.append(self.tr("%n conflict(s) in which you had a part", "", conflicts.own))
        self.set_status(" · ".join(parts))
        self._name_views(conflicts.waiting)
        if self.views.currentWidget() is not self.differences:
            self.show_content()
            if self.views.currentWidget() is self.conflicts:
                self.conflicts.refresh()
            for button in (self.confirm_button, self.other_button):
                button.setEnabled(False)
            return
        if self._decided is not None:
            return  # half chosen: the next discrepancy comes after it
        for button in (self.confirm_button, self.other_button):
            button.setEnabled(found is not None)
        if found is None:
            self.found = None
            self.show_empty(self._nothing_words(left.own))
        elif found != self.found:
            self._show(found)

    def focus_first(self) -> None:
        """The two values, or the value being typed."""
        if self.views.currentWidget() is self.conflicts:
            self.conflicts.ballots.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.views.currentWidget() is self.correction:
            self.correction.serial.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.found is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._choice == THIRD:
            self.entry.take_focus()
        else:
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the choice, for F1."""
        return [
            ("1  A", self.tr("the left value")),
            ("2  B", self.tr("the right value")),
            ("3  C", self.tr("another value, with a reason")),
            ("Esc", self.tr("back to the two values")),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the reason: back to the two values; from there, or another view, to the differences that wait."""
        if event.key() == Qt.Key.Key_Escape and self._choice == THIRD:
            self._back_to_values()
        elif event.key() == Qt.Key.Key_Escape and (
            self._decided is not None or self.views.currentWidget() is not self.differences
        ):
            self._turn_to(self.differences)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Small windows: the values keep their room."""
        super().resizeEvent(event)
        theme = self.desk.theme
        self.strip.setVisible(self.width() >= theme.px(NARROW_PX))
        for view in (self.entry, self.choice):
            view.set_low(self.height() < theme.px(LOW_PX))

    # -- the other views ------------------------------------------------------------------------------------

    def show_conflicts(self) -> None:
        """What stations say against each other, or the differences again."""
        self._turn_to(self.differences if self.views.currentWidget() is self.conflicts else self.conflicts)

    def show_correction(self) -> None:
        """A ballot by its serial, to decide again, or the differences again."""
        again = self.views.currentWidget() is self.correction or self._decided is not None
        self._turn_to(self.differences if again else self.correction)

    def _turn_to(self, view: QWidget) -> None:
        if self._decided is not None:
            self.found = self._decided = None
        self.notice.clear()
        self.views.setCurrentWidget(view)
        self.refresh()
        if view is self.correction:
            self.correction.start(self._catalogues)
        self.focus_first()

    def _name_views(self, waiting: int) -> None:
        back = self.tr("Back to the differences")
        shown = self.views.currentWidget()
        conflicts = self.tr("Conflicts (%n)", "", waiting)
        self.conflicts_button.set_words(back if shown is self.conflicts else conflicts, "F3")
        correcting = shown is self.correction or self._decided is not None
        self.correct_button.set_words(back if correcting else self.tr("Correct a decision"), "F4")

    def _correct(self, decided: Decision) -> None:
        self.views.setCurrentWidget(self.differences)
        self._show(decided.found, decided)
        question = self._question(decided.found)
        said = answer_words(question, decided.answer, self._catalogues)
        self.place.setText(self.place.text() + " · " + self.tr("decided: {value}").format(value=said))
        for button in (self.confirm_button, self.other_button):
            button.setEnabled(True)
        self._name_views(conflicts_left(self.desk.survey).waiting)

    # -- verbs of the adjudicator ---------------------------------------------------------------------------

    def choose_third(self) -> None:
        """Opens the field for a value that neither keyed."""
        self._chosen(THIRD)

    def confirm(self) -> None:
        """Stores the decision and shows the next discrepancy at once."""
        found = self.found
        if found is None:
            return
        if not self._choice:
            self._attention(self.tr("Choose first: 1 takes the left value, 2 the right one, 3 another."))
            return
        if self._choice == THIRD:
            self._confirm_third(found)
        else:
            reason = normalise(self.reason.text())
            if self._decided is not None and not reason:
                self._attention(self.tr("Type the reason: a decision is corrected."))
                self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self._decide(found, found.a if self._choice == LEFT else found.b, reason)

    def _confirm_third(self, found: OpenDiscrepancy) -> None:
        if self._third is None:
            self._attention(self.tr("Key the value first, as on the keying page."))
            self.entry.take_focus()
            return
        reason = normalise(self.reason.text())
        if not reason and self._decided is not None:
            self._attention(self.tr("Type the reason: a decision is corrected."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not reason and self._third not in (found.a, found.b):
            self._attention(self.tr("Type the reason: neither keyer keyed this value."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._decide(found, self._third, reason)

    def _decide(self, found: OpenDiscrepancy, answer: Answer, reason: str) -> None:
        try:
            adjudicate(self.desk.survey, found.serial, found.question, answer, reason)
        except Refusal as refusal:
            self._refused(refusal)
            self.refresh()  # somebody else may have been quicker
            return
        question = self._question(found)
        told = question.number or question.label
        self.found = self._decided = None
        self.refresh()
        words = self.tr("Ballot {serial}, question {question}: decided.")
        self.notify("ok", words.format(serial=serials.show(found.serial), question=told))
        self.desk.sound.accepted()
        self.survey_changed.emit()
        self.focus_first()

    # -- inside ---------------------------------------------------------------------------------------------

    def _show(self, found: OpenDiscrepancy, decided: Decision | None = None) -> None:
        self.found, self._choice, self._third, self._decided = found, "", None, decided
        self.reason_line.setVisible(decided is not None)
        form = self.desk.survey.forms[found.form]
        question = self._question(found)
        self.strip.show_form(form, form.questions, self._catalogues)
        self.strip.show_current(question.code)
        self.choice.show_values(question, found.a, found.b, self._catalogues)
        self.reason.clear()
        neither = self.tr("why neither keyed value is right, for example: read again on the paper")
        again = self.tr("why it is decided again, for example: read again on the paper")
        self.reason.setPlaceholderText(again if decided else neither)
        self.stack.setCurrentIndex(0)
        place = self.tr("Ballot {serial} · batch {batch} · ballot {position} of the bundle")
        if found.position is None:
            place = self.tr("Ballot {serial} · batch {batch}") if found.batch else self.tr("Ballot {serial}")
        shown = serials.show(found.serial)
        self.place.setText(place.format(serial=shown, batch=found.batch, position=found.position))
        self.show_content()
        if self.isVisible():
            self.focus_first()

    def _question(self, found: OpenDiscrepancy) -> Question:
        return self.desk.survey.forms[found.form].by_code[found.question]

    def _chosen(self, choice: str) -> None:
        found = self.found
        if found is None:
            return
        self.notice.clear()
        self._choice = choice
        if choice in (LEFT, RIGHT):
            self.choice.light(choice)
            return
        question = self._question(found)
        self._third = None
        self.entry.prepare((question,), self._catalogues)
        self.entry.show_question(question, None)
        self.stack.setCurrentIndex(1)
        self.reason_line.show()
        self.entry.take_focus()

    def _entered(self, answer: Answer) -> None:
        self._third = answer
        self.entry.light(answer)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stroke(self, stroke: Stroke) -> None:
        if stroke.act is Act.LEAVE:
            self._back_to_values()
        elif stroke.act is Act.ENTER and not self.entry.wants_words():
            try:
                pending = self.entry.pending()
            except Refusal as refusal:
                self._refused(refusal)
                return
            if pending is not None:
                self._entered(pending)
            else:
                self.confirm()

    def _back_to_values(self) -> None:
        self._choice, self._third = "", None
        self.choice.light("")
        self.stack.setCurrentIndex(0)
        self.reason_line.setVisible(self._decided is not None)
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing_words(self, own: int) -> str:
        if own:
            return self.tr("The differences left are on ballots that you keyed: somebody else settles them.")
        return self.tr("No differences wait. They appear when a ballot has been keyed twice and the values differ.")

    def _refused(self, refusal: Refusal) -> None:
        words = refusal.words(self.desk.language)
        self.notify("error", words[:1].upper() + words[1:])
        self.desk.sound.error()

    def _attention(self, words: str) -> None:
        self.notify("attention", words)
        self.desk.sound.attention()

    def _arrange(self) -> None:
        unit = self.desk.theme.unit
        self.differences = QWidget(self.body)
        self.reason_line = QWidget(self.differences)
        label = QLabel(self.tr("Reason"), self.reason_line)
        label.setBuddy(self.reason)
        line = QHBoxLayout(self.reason_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.reason, 1)
        self.stack.addWidget(self.choice)
        self.stack.addWidget(self.entry)
        right = QVBoxLayout()
        right.setSpacing(unit)
        right.addWidget(self.stack, 1)
        right.addWidget(self.reason_line)
        middle = QHBoxLayout()
        middle.setSpacing(unit * 2)
        middle.addWidget(self.strip, 35)
        middle.addLayout(right, 65)
        self.strip.setMaximumWidth(self.desk.theme.px(360))
        column = QVBoxLayout(self.differences)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(self.place)
        column.addLayout(middle, 1)
        for view in (self.differences, self.conflicts, self.correction):
            self.views.addWidget(view)
        self.content.addWidget(self.views, 1)
