"""What is told of an operator's keying: how much, how fast, how exactly, and in what way it goes wrong.

An error is a field in which the adjudicator decided something else than she keyed, on a ballot that is settled. Her
fields on settled ballots that were keyed twice are what errors are counted over: where both keyers agree, both are
taken to be right (what that leaves undetected: ``domain.residual``). A field that she skipped by another answer was not
keyed by her and counts on neither side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from sipas_desktop.domain.form import BOX_KINDS, Kind
from sipas_desktop.domain.intervals import wilson
from sipas_desktop.domain.keying_pace import Pace

THOUSAND: Final = 1000


@dataclass(frozen=True)
class ErrorRate:
    """Errors among fields that were compared and decided."""

    errors: int
    fields: int

    @property
    def per_thousand(self) -> Fraction | None:
        """Errors per 1,000 fields; None where nothing was compared."""
        return Fraction(THOUSAND * self.errors, self.fields) if self.fields else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % score interval (Wilson, 1927) of the same, fields taken as independent of each other."""
        if not self.fields:
            return None
        share = wilson(self.errors, self.fields)
        return share.low * THOUSAND / 100, share.high * THOUSAND / 100


@dataclass(frozen=True)
class QuestionErrors:
    """Her errors on one question; ``form`` and ``question`` are codes."""

    form: str
    question: str
    rate: ErrorRate


@dataclass(frozen=True)
class Mistaken:
    """``keyed`` stands where ``settled`` is right, ``times`` often: values of one key each."""

    keyed: str
    settled: str
    times: int


@dataclass(frozen=True)
class Straight:
    """Ballots whose rated answers are all alike: as she keyed them, and the same ballots as they were settled."""

    ballots: int = 0
    keyed: int = 0
    settled: int = 0


@dataclass(frozen=True)
class OperatorFigures:
    """All that is told of one operator."""

    name: str
    ballots: int  # keyings that she completed
    fields: int
    keystrokes: int
    seconds: float  # of work: pauses are not in it
    keystrokes_an_hour: float | None
    corrections: int
    rate: ErrorRate
    questions: tuple[QuestionErrors, ...] = ()  # those with an error, the worst first
    mistaken: tuple[Mistaken, ...] = ()  # the most frequent first
    row_shifts: int = 0  # ballots
    straight: Straight = Straight()


@dataclass(frozen=True)
class WrongField:
    """A field in which she was wrong."""

    form: str
    question: str
    kind: Kind
    keyed: str
    settled: str


@dataclass
class Tally:
    """What is counted of one operator on the way to her figures."""

    pace: Pace = field(default_factory=Pace)
    ballots: int = 0
    compared: Counter[tuple[str, str]] = field(default_factory=Counter)  # (form, question) → her fields
    wrong: list[WrongField] = field(default_factory=list)
    row_shifts: int = 0
    straight: Straight = Straight()


def figures_of(name: str, tally: Tally) -> OperatorFigures:
    """The figures of one operator."""
    pace, wrong = tally.pace, tally.wrong
    by_question = Counter((each.form, each.question) for each in wrong)
    questions = [
        QuestionErrors(form, code, ErrorRate(errors, tally.compared[form, code]))
        for (form, code), errors in by_question.items()
    ]
    questions.sort(key=lambda each: (-(each.rate.per_thousand or 0), each.form, each.question))
    return OperatorFigures(
        name=name,
        ballots=tally.ballots,
        fields=pace.fields,
        keystrokes=pace.keystrokes,
        seconds=pace.seconds,
        keystrokes_an_hour=pace.an_hour,
        corrections=pace.corrections,
        rate=ErrorRate(len(wrong), tally.compared.total()),
        questions=tuple(questions),
        mistaken=mistaken(wrong),
        row_shifts=tally.row_shifts,
        straight=tally.straight,
    )


def mistaken(wrong: Iterable[WrongField]) -> tuple[Mistaken, ...]:
    """The pairs of values that were taken for each other, where both are one key of a question with boxes."""
    pairs = Counter(
        (each.keyed, each.settled)
        for each in wrong
        if each.kind in BOX_KINDS and len(each.keyed) == len(each.settled) == 1 and each.keyed != each.settled
    )
    return tuple(Mistaken(*pair, times) for pair, times in sorted(pairs.items(), key=lambda item: (-item[1], item[0])))


def all_figures(tallies: Mapping[str, Tally]) -> tuple[OperatorFigures, ...]:
    """The figures of all who keyed, by name as it is stored: a page sorts as its reader likes."""
    return tuple(figures_of(name, tallies[name]) for name in sorted(tallies))
