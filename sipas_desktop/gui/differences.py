"""The differences page: a third person takes one of two values, or types another and says why, paper in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Kind, Question
from sipas_desktop.domain.spelling import spelled_alike
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import fit_buttons
from sipas_desktop.gui.differences_choice import LEFT, REKEYED, RIGHT, THIRD
from sipas_desktop.gui.differences_correction import CorrectionView
from sipas_desktop.gui.differences_sheet import CHOICE, ENTRY, DifferenceSheet, OneAtATime
from sipas_desktop.gui.differences_spelling import SpellingView
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_keys import Act, Stroke
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.seen import seen_on
from sipas_desktop.gui.transfer_conflicts import ConflictsView
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import (
    Decision,
    OpenDiscrepancy,
    both_keyings,
    catalogue,
    conflicts_left,
    differences_left,
    latest_sent_back,
    next_discrepancy,
)
from sipas_desktop.store.workflow import adjudicate, ask_rekeying, withdraw_rekeying


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
        self.spelling_button = self.add_action("", "F5", self.show_spelling)
        self.send_button = self.add_action(self.tr("Send back"), "F11", self.send_back)
        self.withdraw_button = self.add_action("", "F12", self.withdraw)
        self.side_buttons = (
            *(self.correct_button, self.conflicts_button, self.other_button),
            *(self.withdraw_button, self.send_button, self.spelling_button),
        )
        self.confirm_button = self.add_action(self.tr("Confirm"), "Enter", self.confirm, primary=True)
        self.confirm_button.leave_key_to_page()

        self.sheet = sheet = DifferenceSheet(desk.theme, self.body)
        self.place, self.shift, self.around = sheet.place, sheet.shift, sheet.around
        self.choice, self.entry, self.reason = sheet.choice, sheet.entry, sheet.reason
        self.conflicts, self.correction = ConflictsView(self), CorrectionView(self)
        self.spelling = SpellingView(self)
        self.views = OneAtATime(self.body)
        for view in (self.sheet, self.conflicts, self.correction, self.spelling):
            self.views.addWidget(view)
        self.content.addWidget(self.views, 1)
        self.choice.chosen.connect(self._chosen)
        self.choice.confirmed.connect(self.confirm)
        self.entry.answered.connect(self._entered)
        self.entry.stroke.connect(self._stroke)
        self.entry.refused.connect(self.refuse_aloud)
        self.reason.returnPressed.connect(self.confirm)
        self.correction.opened.connect(self._correct)

    # -- what the window calls ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The next discrepancy, and how many ballots wait. What is half chosen stays."""
        self._read()

    def show_others_work(self) -> bool:
        """How many wait. What is on the screen stays: her key for it may be on its way."""
        self._read(stay=True)
        return True

    def _read(self, stay: bool = False) -> None:
        survey = self.desk.survey
        self._catalogues = {kind: Catalogue(catalogue(survey, kind.value)) for kind in sorted(CATALOGUE_KINDS)}
        try:
            found = next_discrepancy(survey)
            left = differences_left(survey)
            conflicts = conflicts_left(survey)
        except Refusal as refusal:
            if stay:
                raise  # nobody asked
            self.refuse(refusal)
            return
        parts = [self.tr("%n ballot(s) with differences left", "", left.waiting)]
        if left.own:
            parts.append(self.tr("%n that you keyed wait(s) for somebody else", "", left.own))
        if conflicts.own:
            parts.append(self.tr("%n conflict(s) in which you had a part", "", conflicts.own))
        if left.sent:
            parts.append(self.tr("%n wait(s) for a third clerk", "", left.sent))
        stay = stay and (self.found is not None or self.views.currentWidget() is not self.sheet)
        at_hand = self.found if stay else found
        if at_hand is not None and spelled_alike(at_hand.a, at_hand.b):
            parts.append(self.tr("differs only in spelling: F5 lists all such places"))
        self.set_status(" · ".join(parts))
        self._name_views(conflicts.waiting, left.sent)
        if stay:
            return
        if self.views.currentWidget() is not self.sheet:
            self.show_content()
            if self.views.currentWidget() is self.conflicts:
                self.conflicts.refresh()
            for button in (self.confirm_button, self.other_button, self.send_button):
                button.setEnabled(False)
            return
        if self._decided is not None:
            return  # half chosen: the next discrepancy comes after it
        for button in (self.confirm_button, self.other_button, self.send_button):
            button.setEnabled(found is not None)
        self.send_button.setEnabled(found is not None and found.third is None)
        if found is None:
            self.found = None
            self.show_empty(self._nothing_words(left.own))
        elif found != self.found:
            self._show(found)

    def focus_first(self) -> None:
        """The two values, or the value being typed."""
        if self.views.currentWidget() is self.conflicts:
            self.conflicts.ballots.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.views.currentWidget() is self.spelling:
            self.spelling.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
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
            ("4  D", self.tr("what a third clerk keyed")),
            ("Esc", self.tr("back to the two values")),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the reason: back to the two values; from there, or another view, to the differences that wait."""
        if event.key() == Qt.Key.Key_Escape and self._choice == THIRD:
            self._back_to_values()
        elif event.key() == Qt.Key.Key_Escape and (
            self._decided is not None or self.views.currentWidget() is not self.sheet
        ):
            self._turn_to(self.sheet)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Small windows: the questions around stand above the values instead of beside them."""
        super().resizeEvent(event)
        self._fit()

    # -- the other views ------------------------------------------------------------------------------------

    def show_conflicts(self) -> None:
        """What stations say against each other, or the differences again."""
        self._turn_to(self.sheet if self.views.currentWidget() is self.conflicts else self.conflicts)

    def show_correction(self) -> None:
        """A ballot by its serial, to decide again, or the differences again."""
        again = self.views.currentWidget() is self.correction or self._decided is not None
        self._turn_to(self.sheet if again else self.correction)

    def show_spelling(self) -> None:
        """What differs only in spelling, to be decided together, or the differences again."""
        self._turn_to(self.sheet if self.views.currentWidget() is self.spelling else self.spelling)

    def _turn_to(self, view: QWidget) -> None:
        if self._decided is not None:
            self.found = self._decided = None
        self.notice.clear()
        self.views.setCurrentWidget(view)
        self.refresh()
        if view is self.correction:
            self.correction.start(self._catalogues)
        elif view is self.spelling:
            self.spelling.look(self._catalogues)
        self.focus_first()

    def _name_views(self, conflicts: int, sent: int) -> None:
        back = self.tr("Back to the differences")
        shown = self.views.currentWidget()
        against = self.tr("Conflicts (%n)", "", conflicts)
        self.conflicts_button.set_words(back if shown is self.conflicts else against, "F3")
        correcting = shown is self.correction or self._decided is not None
        self.correct_button.set_words(back if correcting else self.tr("Correct a decision"), "F4")
        self.spelling_button.set_words(back if shown is self.spelling else self.tr("Spelling alone"), "F5")
        self.withdraw_button.set_words(self.tr("Take back (%n)", "", sent), "F12")
        self.withdraw_button.setVisible(bool(sent))
        self._fit()

    def _correct(self, decided: Decision) -> None:
        self.views.setCurrentWidget(self.sheet)
        self._show(decided.found, decided)
        question = self._question(decided.found)
        said = answer_words(question, decided.answer, self._catalogues)
        self.place.setText(self.place.text() + " · " + self.tr("decided: {value}").format(value=said))
        for button in (self.confirm_button, self.other_button):
            button.setEnabled(True)
        survey = self.desk.survey
        self._name_views(conflicts_left(survey).waiting, differences_left(survey).sent)

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
            self.warn(self.tr("Choose first: 1 takes the left value, 2 the right one, 3 another."))
            return
        if self._choice == THIRD:
            self._confirm_third(found)
        else:
            reason = normalise(self.reason.text())
            if self._decided is not None and not reason:
                self.warn(self.tr("Type the reason: a decision is corrected."))
                self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            chosen = {LEFT: found.a, RIGHT: found.b, REKEYED: found.third}[self._choice]
            assert chosen is not None
            self._decide(found, chosen, reason)

    def send_back(self) -> None:
        """A third clerk keys again what differs on the ballot on the screen."""
        if self.found is None or self._decided is not None or self.views.currentWidget() is not self.sheet:
            return
        self._request(ask_rekeying, self.found.serial, self.tr("Ballot {serial} waits for a third clerk."))

    def withdraw(self) -> None:
        """The ballot that was sent back last, and that nobody has begun, waits for the adjudicator again."""
        latest = latest_sent_back(self.desk.survey)
        if latest is not None:
            self._request(withdraw_rekeying, latest, self.tr("Ballot {serial} waits for the adjudicator again."))
        else:
            self.refresh()
            self.warn(self.tr("Nothing to take back: it was taken back, or somebody has begun to key it."))

    def _request(self, verb: Callable[[OpenSurvey, str], object], serial: str, words: str) -> None:
        try:
            verb(self.desk.survey, serial)
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            self.refresh()  # somebody else may have been quicker
            return
        self.found = None
        self.refresh()
        self.notify("ok", words.format(serial=serials.show(serial)))
        self.desk.sound.accepted()
        self.survey_changed.emit()
        self.focus_first()

    def _confirm_third(self, found: OpenDiscrepancy) -> None:
        if self._third is None:
            self.warn(self.tr("Key the value first, as on the keying page."))
            self.entry.take_focus()
            return
        reason = normalise(self.reason.text())
        if not reason and self._decided is not None:
            self.warn(self.tr("Type the reason: a decision is corrected."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not reason and self._third not in (found.a, found.b, found.third):
            self.warn(self.tr("Type the reason: neither keyer keyed this value."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._decide(found, self._third, reason)

    def _decide(self, found: OpenDiscrepancy, answer: Answer, reason: str) -> None:
        try:
            adjudicate(self.desk.survey, found.serial, found.question, answer, reason)
        except Refusal as refusal:
            self.refuse_aloud(refusal)
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
        survey, question = self.desk.survey, self._question(found)
        rows = both_keyings(survey, found)
        self.found, self._choice, self._third, self._decided = found, "", None, decided
        self.sheet.reason_line.setVisible(decided is not None)
        seen_on(self.desk).add(found.serial)
        self.sheet.show_around(survey.forms[found.form], rows, found.question, self._catalogues)
        self.choice.show_values(question, found.a, found.b, self._catalogues, found.third)
        self.reason.clear()
        neither = self.tr("why neither keyed value is right, for example: read again on the paper")
        again = self.tr("why it is decided again, for example: read again on the paper")
        self.reason.setPlaceholderText(again if decided else neither)
        self.sheet.turn_to(CHOICE)
        self.sheet.show_place(found)
        self.show_content()
        if self.isVisible():
            self.focus_first()

    def _fit(self) -> None:
        self.sheet.fit(self.width(), self.height())
        self.fit_head()

    def fit_head(self) -> None:
        """Those that can best be spared lose their words first."""
        fit_buttons(self.side_buttons, [self.confirm_button], self.desk.theme.unit, self.head_room())

    def _question(self, found: OpenDiscrepancy) -> Question:
        return self.desk.survey.forms[found.form].by_code[found.question]

    def _chosen(self, choice: str) -> None:
        found = self.found
        if found is None:
            return
        if choice == REKEYED and found.third in (None, found.a, found.b):
            return  # there is no such tile
        self.notice.clear()
        self._choice = choice
        if choice in (LEFT, RIGHT, REKEYED):
            self.choice.light(choice)
            return
        question = self._question(found)
        self._third = None
        self.entry.prepare((question,), self._catalogues)
        self.entry.show_question(question, None)
        self.sheet.turn_to(ENTRY)
        self.sheet.reason_line.show()
        self.entry.take_focus()

    def _entered(self, answer: Answer) -> None:
        self._third = answer
        self.entry.light(answer)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_in_body(self.reason)

    def _stroke(self, stroke: Stroke) -> None:
        if stroke.act is Act.LEAVE:
            self._back_to_values()
        elif stroke.act is Act.ENTER and not self.entry.wants_words():
            try:
                pending = self.entry.pending()
            except Refusal as refusal:
                self.refuse_aloud(refusal)
                return
            if pending is not None:
                self._entered(pending)
            else:
                self.confirm()

    def _back_to_values(self) -> None:
        self._choice, self._third = "", None
        self.choice.light("")
        self.sheet.turn_to(CHOICE)
        self.sheet.reason_line.setVisible(self._decided is not None)
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing_words(self, own: int) -> str:
        if own:
            return self.tr("The differences left are on ballots that you keyed: somebody else settles them.")
        return self.tr("No differences wait. They appear when a ballot has been keyed twice and the values differ.")
