"""The ballot under the keyer's hands: what is answered so far and where the cursor stands. No widget, no file."""

from __future__ import annotations

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, Question
from sipas_desktop.domain.skips import Turned, skipped_by
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.store.workflow import Keying

NAMED = 8  # questions that are named where more are open


class KeyedBallot:
    """One open keying. ``at`` is the index of the current question; ``len(questions)`` is the end of the ballot,
    where nothing is asked and Enter completes. The cursor never stands on a question that another answer skips.
    """

    def __init__(self, keying: Keying, form: Form) -> None:
        self.keying, self._form = keying, form
        self.questions = keying.questions
        self.answers: dict[str, Answer] = dict(keying.answers)
        self.confirmed: set[str] = set()  # what is unusual about the ballot and is so on the paper
        self.asked_about = ""  # what the keyer is asked about now
        self._undo: list[tuple[str, Answer | None]] = []  # question → what it held before the last key, key by key
        self.in_doubt = False  # whether nobody knew if its completion was recorded
        self.next_serial = ""  # the paper that was scanned at its end, and waits for her answer
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

    def take(self, question: Question, answer: Answer, change: Turned) -> dict[str, Answer | None]:
        """``answer`` is durable now, with the ``change`` that it made; all that is another one than before."""
        self._undo.append((question.code, self.answers.get(question.code)))
        return self._change(question, answer, change)

    def last_change(self) -> tuple[Question, Answer | None] | None:
        """The question that the last key answered, with what it held before; None where there is nothing to undo."""
        if not self._undo:
            return None
        code, before = self._undo[-1]
        return self._form.by_code[code], before

    def undo(self, change: Turned) -> dict[str, Answer | None]:
        """The last change is undone in the file, which did ``change``; the cursor goes there. All that is another."""
        code, before = self._undo.pop()
        self.at = self.place_of(code)
        return self._change(self._form.by_code[code], before, change)

    def _change(self, question: Question, answer: Answer | None, change: Turned) -> dict[str, Answer | None]:
        self.confirmed, self.asked_about, self.next_serial = set(), "", ""  # it is another ballot than she looked at
        changed: dict[str, Answer | None] = {question.code: answer}
        changed.update(dict.fromkeys(change.skipped, Answer(SKIPPED)))
        changed.update(dict.fromkeys(change.opened))
        for code, now in changed.items():
            if now is None:
                self.answers.pop(code, None)
            else:
                self.answers[code] = now
        return changed

    def confirm(self) -> None:
        """What she is asked about is so on the paper."""
        if self.asked_about:
            self.confirmed.add(self.asked_about)
            self.asked_about = ""

    def is_skipped(self, at: int) -> bool:
        """Whether the answers so far lead past the question ``at``."""
        answer = self.answers.get(self.questions[at].code)
        return answer is not None and answer.value == SKIPPED

    def skipping(self, at: int) -> Question:
        """The question whose answer leads past the question ``at``."""
        values = {code: answer.value for code, answer in self.answers.items()}
        code = self.questions[at].code
        return self._form.by_code[skipped_by(self._form, values, code) or code]

    def _asked(self, at: int, step: int) -> int:
        """The first question from ``at`` on that is not skipped; outside the ballot where there is none."""
        while 0 <= at < len(self.questions) and self.is_skipped(at):
            at += step
        return at

    def advance(self) -> None:
        """To the next question; behind the last one to what was passed over, or to the end."""
        self.at = self._asked(self.at + 1, 1)
        if self.at >= len(self.questions):
            first = self.first_open
            self.at = len(self.questions) if first is None else first

    def forward(self) -> bool:
        """One question on without answering; the end can be reached only when nothing is open. Whether it moved."""
        at = self._asked(self.at + 1, 1)
        if self.at >= len(self.questions) or (at >= len(self.questions) and self.first_open is not None):
            return False
        self.at = at
        return True

    def back(self) -> bool:
        """One question back. Whether it moved."""
        at = self._asked(self.at - 1, -1)
        if at < 0:
            return False
        self.at = at
        return True

    def find(self, wish: str) -> int | None:
        """The place of the question with the paper's number ``wish``, else of the first whose label has these words."""
        wanted = fold(wish).strip(" .")
        if not wanted:
            return None
        by_number = [at for at, question in enumerate(self.questions) if fold(question.number).strip(" .") == wanted]
        by_words = [at for at, question in enumerate(self.questions) if wanted in fold(question.label)]
        found = by_number or ([] if wanted.isdecimal() else by_words)
        return found[0] if found else None

    def place_of(self, code: str) -> int:
        """The place of the question ``code``."""
        return next(at for at, question in enumerate(self.questions) if question.code == code)

    def catalogue_answers(self) -> dict[str, Answer]:
        """Unit and procedure as keyed here, for the ballot after this one."""
        asked = (question for question in self.questions if question.kind in CATALOGUE_KINDS)
        return {question.code: self.answers[question.code] for question in asked if question.code in self.answers}
