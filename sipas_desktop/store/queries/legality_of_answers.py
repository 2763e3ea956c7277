"""Whether answers could have been keyed when a fact says so: codes, what they supersede, and what they skip."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sipas_desktop.domain.answer import SKIPPED
from sipas_desktop.domain.form import Form, Question
from sipas_desktop.domain.skips import skipped
from sipas_desktop.domain.unusual import is_key
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, NOT_THIRD, unless

Said = Mapping[str, Any]


def may_confirm(said: Said, questions: Mapping[str, Question], *, third: bool) -> bool:
    """Whether a closing fact may say what it says was unusual: of a third keying nothing was asked."""
    return all(is_key(key, questions) for key in said.get("unusual", ())) and not (third and "unusual" in said)


@dataclass
class OpenKeying:
    """A keying that answers go into. A code of a catalogue that is known once stays so: none is ever taken away."""

    operator: str
    session: str  # whose claim it is
    form: Form
    questions: Mapping[str, Question]
    answered: dict[str, str]  # question → the fact that holds its answer now
    values: dict[str, str]  # question → the stored value of its answer
    accepted: set[tuple[str, str]]  # answers without words that the form is known to allow
    is_third: bool = False

    def fault_of_completing(self, said: Said) -> str | None:
        """Why it could not be closed with what ``said`` says was unusual and confirmed."""
        known = may_confirm(said, self.questions, third=self.is_third)
        return unless(known and self.answered.keys() == self.questions.keys())

    def fault_of_other(self, operator: str) -> str:
        """Of another session than the one whose claim it is: nobody else goes on with it until a fact says so."""
        return ILLEGAL if self.operator == operator else NOT_THIRD

    def fault_of_answers(self, ref: str, said: Said, may_be: Callable[[Question, Said], bool]) -> str | None:
        """Why the fact ``ref`` could not have answered what it says; None where it could, and its answers count."""
        supersedes, answers = said["supersedes"], said["answers"]
        if not answers:
            return self._fault_of_undo(supersedes)
        for code, given in answers.items():
            question, value = self.questions.get(code), given["value"]
            if question is None or self.answered.get(code) != supersedes.get(code):
                return ILLEGAL
            if (code, value) not in self.accepted or len(given) > 1:
                skips = value == SKIPPED and code in self.form.skippable and len(given) == 1
                if not skips and not may_be(question, given):
                    return ILLEGAL
                if len(given) == 1:
                    self.accepted.add((code, value))
            self.answered[code], self.values[code] = ref, value
        if not self.form.gates:  # there are so many of them
            return unless(supersedes.keys() <= answers.keys())
        opened = supersedes.keys() - answers.keys()
        return unless(self._open_again(opened, supersedes) and self._fits(supersedes.keys() | answers))

    def _fault_of_undo(self, supersedes: Mapping[str, str]) -> str | None:
        """One answer is taken back, and with it what it skipped: nothing of that is keyed now."""
        keyed = [code for code in supersedes if self.values.get(code) != SKIPPED]
        if len(keyed) != 1 or any(self.answered.get(code) != ref for code, ref in supersedes.items()):
            return ILLEGAL
        for code in supersedes:
            del self.values[code], self.answered[code]
        return unless(self._fits(supersedes.keys()))

    def _open_again(self, opened: Collection[str], supersedes: Mapping[str, str]) -> bool:
        """Only what was skipped is superseded without an answer."""
        for code in opened:
            if self.values.get(code) != SKIPPED or self.answered[code] != supersedes[code]:
                return False
            del self.values[code], self.answered[code]
        return True

    def _fits(self, touched: Collection[str]) -> bool:
        """Just those questions are skipped that the other answers lead past."""
        form = self.form
        if not any(code in form.gates or code in form.skippable for code in touched):
            return True
        due = skipped(form, {code: value for code, value in self.values.items() if value != SKIPPED})
        return {code for code, value in self.values.items() if value == SKIPPED} == due & self.questions.keys()
