"""The ballot under the keyer's hands: what is answered so far and where the cursor stands. No widget, no file."""

from __future__ import annotations

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Question
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.store.workflow import Keying

NAMED = 8  # questions that are named where more are open


class KeyedBallot:
    """One open keying. ``at`` is the index of the current question; ``len(questions)`` is the end of the ballot,
    where nothing is asked and Enter completes.
    """

    def __init__(self, keying: Keying) -> None:
        self.keying = keying
        self.questions = keying.questions
        self.answers: dict[str, Answer] = dict(keying.answers)
        first = self.first_open
        self.at = len(self.questions) if first is None else first

    @property
    def current(self) -> Question | None:
        """The question that the next key answers; None at the end of the ballot."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def first_open(self) -> int | None:
        """The index of the first question that is not keyed yet."""
        return next((at for at, question in enumerate(self.questions) if question.code not in self.answers), None)

    @property
    def open_names(self) -> str:
        """Numbers, else labels, of the first questions that are not keyed yet."""
        left = [question.number or question.label for question in self.questions if question.code not in self.answers]
        return ", ".join(left[:NAMED]) + (" …" if len(left) > NAMED else "")

    @property
    def at_open_catalogue(self) -> bool:
        """Whether the cursor is at a unit or procedure that is not keyed yet."""
        question = self.current
        return question is not None and question.kind in CATALOGUE_KINDS and question.code not in self.answers

    @property
    def name_here(self) -> str:
        """The paper's number, else the label, of the question at the cursor; of the last one at the end."""
        question = self.questions[min(self.at, len(self.questions) - 1)]
        return question.number or question.label

    def answer_of(self, question: Question | None) -> Answer | None:
        """What is keyed for ``question``; None for not yet keyed."""
        return self.answers.get(question.code) if question is not None else None

    def take(self, question: Question, answer: Answer) -> None:
        """``answer`` is durable now."""
        self.answers[question.code] = answer

    def advance(self) -> None:
        """To the next question; behind the last one to what was passed over, or to the end."""
        self.at += 1
        if self.at >= len(self.questions):
            first = self.first_open
            self.at = len(self.questions) if first is None else first

    def forward(self) -> bool:
        """One question on without answering; the end can be reached only when nothing is open. Whether it moved."""
        last = len(self.questions) if self.first_open is None else len(self.questions) - 1
        if self.at >= last:
            return False
        self.at += 1
        return True

    def back(self) -> bool:
        """One question back. Whether it moved."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def jump(self, wish: str) -> bool:
        """To the question with the paper's number ``wish``, else the first whose label has these words."""
        wanted = fold(wish).strip(" .")
        if not wanted:
            return False
        by_number = [at for at, question in enumerate(self.questions) if fold(question.number).strip(" .") == wanted]
        by_words = [at for at, question in enumerate(self.questions) if wanted in fold(question.label)]
        found = by_number or ([] if wanted.isdecimal() else by_words)
        if found:
            self.at = found[0]
        return bool(found)

    def catalogue_answers(self) -> dict[str, Answer]:
        """Unit and procedure as keyed here, for the ballot after this one."""
        asked = (question for question in self.questions if question.kind in CATALOGUE_KINDS)
        return {question.code: self.answers[question.code] for question in asked if question.code in self.answers}
