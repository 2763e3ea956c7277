"""The open ballot under the keyer's hands: each answer is in the file before the cursor moves, and can be undone.

What opens and completes ballots is the keying page's (``gui/keying.py``), which builds on this.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Question
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.keying_ballot import KeyedBallot
from sipas_desktop.gui.keying_keys import Act, Stroke
from sipas_desktop.gui.keying_sheet import Sheet
from sipas_desktop.gui.keying_words import skipped_words
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.store.workflow import record_answer, take_back_answer

AWAY: Final = ("server.gone", "server.lost", "server.unknown")  # it may answer the next key


class OpenBallotPage(Page):
    """A page on which a ballot may be open. ``ballot`` is the open one, ``view`` and ``strip`` show it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ballot: KeyedBallot | None = None
        self._repeat: dict[str, Answer] = {}  # unit and procedure of the ballot before
        self._touched: list[int] = []  # the questions that were answered, one after the other
        self._next_serial = ""  # digits typed at the end of a ballot
        self.sheet = Sheet(desk.theme, self.body)
        self.serial, self.jump, self.place = self.sheet.serial, self.sheet.jump, self.sheet.place
        self.strip, self.view = self.sheet.strip, self.sheet.view
        self.jump.returnPressed.connect(self._jump)
        self.strip.chosen.connect(self._chosen)
        self.view.answered.connect(self._answered)
        self.view.stroke.connect(self._stroke)
        self.view.refused.connect(self.refuse_aloud)
        self.view.scanned.connect(self._scanned)

    def notify(self, kind: str, words: str) -> None:
        """While a ballot is open, Esc leaves it and puts no notice away."""
        super().notify(kind, words)
        self.notice.free_escape(self.ballot is None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the field of the jump: back to the question."""
        if event.key() == Qt.Key.Key_Escape and self.jump.hasFocus():
            self.view.take_focus()
        else:
            super().keyPressEvent(event)

    def _show_current(self) -> None:
        ballot = self.ballot
        assert ballot is not None
        question = ballot.current
        self._next_serial = ""
        self.strip.show_current(question.code if question is not None else "")
        if question is not None:
            before = self._repeat.get(question.code) if ballot.at_open_catalogue else None
            self.view.show_question(question, ballot.answer_of(question), before)
        else:
            self.view.show_end()
        self.view.take_focus()

    def _tell_open_questions(self) -> None:
        assert self.ballot is not None
        self.warn(self.tr("Not keyed yet: {questions}").format(questions=self.ballot.open_names))

    def _answered(self, answer: Answer) -> None:
        """The way of every keystroke: light, store, move. Nothing else."""
        ballot = self.ballot
        question = ballot.current if ballot is not None else None
        if ballot is None or question is None:
            return
        if self._store(ballot, question, answer):
            ballot.advance()
            self._show_current()
            if ballot.at < len(ballot.questions) - 1 and question is ballot.questions[-1]:
                self._tell_open_questions()

    def _store(self, ballot: KeyedBallot, question: Question, answer: Answer) -> bool:
        self._touched.append(ballot.at)
        scanned = serials.scanned(answer.text) if answer.text else None
        if scanned and scanned.startswith(self.desk.survey.about.number):
            self.refuse_aloud(Refusal("keying.scanned_text", serial=serials.show(scanned)))
            return False
        self.view.light(answer)
        if ballot.answer_of(question) != answer:
            try:
                change = record_answer(self.desk.survey, ballot.keying, question.code, answer)
            except Refusal as refusal:
                self.view.keep()
                self._refuse_key(refusal)
                return False
            for code, now in ballot.take(question, answer, change).items():
                self.strip.show_answer(code, now)
        if self.notice.kind:
            self.notice.clear()
        self.view.show_last(question, answer)
        return True

    def _refuse_key(self, refusal: Refusal) -> None:
        """Where the server is away the same key does it later, and nobody need type again."""
        self.refuse_aloud(refusal)
        if refusal.code in AWAY:
            words = self.tr("Press the same key again once the server answers; what is typed stays.")
            self.notify("error", f"{self.notice.words}. {words}")

    def _undo(self, ballot: KeyedBallot) -> None:
        """The last answer is what it was before, in the file too; the cursor stands there."""
        last = ballot.last_change()
        if last is None:
            self.warn(self.tr("There is nothing to undo on this ballot."))
            return
        question, before = last
        try:
            if before is None:
                change = take_back_answer(self.desk.survey, ballot.keying, question.code)
            else:
                change = record_answer(self.desk.survey, ballot.keying, question.code, before)
        except Refusal as refusal:
            self._refuse_key(refusal)
            return
        for code, now in ballot.undo(change).items():
            self.strip.show_answer(code, now)
        self._show_current()
        self.view.show_undone(question, before)

    def _stroke(self, stroke: Stroke) -> None:
        """A key that is no answer. Enter and Esc are the keying page's."""
        ballot = self.ballot
        if ballot is None:
            return
        if stroke.act is Act.JUMP:
            self.jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.jump.selectAll()
        elif stroke.act is Act.REPEAT or (stroke.text == "+" and ballot.at_open_catalogue):
            self._repeat_before(ballot)
        elif stroke.act is Act.UNDO:
            self._undo(ballot)
        elif stroke.act in (Act.BACK, Act.FORWARD):
            if self._put_by():
                moved = ballot.back() if stroke.act is Act.BACK else ballot.forward()
                if moved:
                    self._show_current()
        elif stroke.text.isdecimal() and ballot.current is None:  # the next paper is being scanned at the end of this
            self._next_serial += stroke.text
            self.view.show_end(self._next_serial)
        elif ballot.current is None:
            self.desk.sound.attention()

    def _scanned(self, digits: int) -> None:
        """A paper was scanned in the middle of a ballot: back to the question that took the scan's first digit."""
        if (ballot := self.ballot) is None:
            return
        ballot.at = self._touched[-digits:][0] if self._touched else ballot.at
        self._show_current()
        words = self.tr("A paper was scanned while this ballot is open. Look again from question {question} on.")
        self.warn(words.format(question=ballot.name_here))

    def _put_by(self) -> bool:
        """Stores what is typed before the cursor goes elsewhere. False where it is no answer."""
        ballot = self.ballot
        assert ballot is not None
        try:
            pending = self.view.pending()
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            return False
        return pending is None or ballot.current is None or self._store(ballot, ballot.current, pending)

    def _repeat_before(self, ballot: KeyedBallot) -> None:
        question = ballot.current
        if question is None or question.kind not in CATALOGUE_KINDS:
            self.warn(self.tr("Only unit and procedure can be taken from the ballot before."))
        elif question.code not in self._repeat:
            self.warn(self.tr("There is no ballot before this one to take it from."))
        else:
            self._answered(self._repeat[question.code])
            following = ballot.current
            if following is not None and ballot.at_open_catalogue and following.code in self._repeat:
                self._repeat_before(ballot)

    def _jump(self) -> None:
        ballot, wish = self.ballot, self.jump.text().strip()
        self.jump.clear()
        if ballot is not None and wish and self._put_by():
            self._go_to(ballot, ballot.find(wish), wish)
        if ballot is not None:
            self._show_current()

    def _chosen(self, code: str) -> None:
        if self.ballot is not None and self._put_by():
            self._go_to(self.ballot, self.ballot.place_of(code), code)
            self._show_current()

    def _go_to(self, ballot: KeyedBallot, at: int | None, wish: str) -> None:
        if at is None:
            self.warn(self.tr("The ballot has no question “{wish}”.").format(wish=wish))
        elif ballot.is_skipped(at):
            self.warn(skipped_words(ballot.questions[at], ballot.skipping(at)))
        else:
            ballot.at = at
