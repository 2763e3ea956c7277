"""The index divided: by one or two of unit, sector, procedure, group, wave, channel, officer, or an answer.

What a cell may not publish, it does not hold: a suppressed cell has its ballots and nothing that they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.cross_cells import small_pairs
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.index import compute_value
from sipas_desktop.domain.intervals import Interval
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.question_figures import FactorFigures, QuestionFigures
from sipas_desktop.domain.records import small_cells
from sipas_desktop.errors import Refusal

MOST: Final = 2  # divisions at once
DEMOGRAPHIC: Final = frozenset({Kind.CHOICE, Kind.YES_NO})


class By(StrEnum):
    """What figures may be divided by."""

    UNIT = "unit"
    SECTOR = "sector"
    PROCEDURE = "procedure"
    GROUP = "group"
    WAVE = "wave"
    CHANNEL = "channel"
    OFFICER = "officer"  # whom online answers name
    ANSWER = "answer"  # to a question with one choice


@dataclass(frozen=True)
class Division:
    """What the ballots are divided by; ``question`` is the code where it is an answer."""

    by: By
    question: str = ""

    @property
    def word(self) -> str:
        """What it is called on the command line."""
        return self.question or self.by.value


class Unnamed(StrEnum):
    """Why a ballot stands in no named part of a division: these ballots are a cell of their own."""

    NONE = "none"  # the ballot does not say it, and was not asked
    BLANK = "blank"
    NO_OPINION = "no_opinion"
    OVERMARKED = "overmarked"
    ILLEGIBLE = "illegible"
    SKIPPED = "skipped"
    WRITTEN = "written"  # in words instead of a code


_MARKS: Final = {
    a.BLANK: Unnamed.BLANK,
    a.NO_OPINION: Unnamed.NO_OPINION,
    a.OVERMARKED: Unnamed.OVERMARKED,
    a.ILLEGIBLE: Unnamed.ILLEGIBLE,
    a.SKIPPED: Unnamed.SKIPPED,
    a.WRITTEN: Unnamed.WRITTEN,
}


@dataclass(frozen=True)
class Part:
    """One part of a division: its code, or why there is none."""

    code: str = ""
    unnamed: Unnamed | None = None

    @property
    def key(self) -> str:
        """What no other part of the division has."""
        return self.code if self.unnamed is None else f"\x00{self.unnamed}"


def part_of_code(code: str | None) -> Part:
    """The part with ``code``; None or "": the ballot says nothing."""
    return Part(code) if code else Part(unnamed=Unnamed.NONE)


def part_of_answer(value: str | None) -> Part:
    """The part that a stored answer means; None: the ballot was not asked."""
    return Part(unnamed=_MARKS[value]) if value in _MARKS else part_of_code(value)


class PopulationFrom(StrEnum):
    """Where it is known from how many there are."""

    FRAME = "frame"  # rows of the sampling frame
    TRANSACTIONS = "transactions"  # imported counts of transactions


@dataclass(frozen=True)
class Population:
    """How many people or transactions a cell is about."""

    count: int
    source: PopulationFrom


@dataclass(frozen=True)
class CellCounts:
    """The settled ballots of one cell: what ``compute`` needs, and whom they are a part of."""

    form: Form
    settled: int
    counts: Mapping[str, Mapping[str, int]]
    fully: tuple[int, int] = (0, 0)
    population: Population | None = None


@dataclass(frozen=True)
class CellFigures:
    """One cell. Of a suppressed one nothing is here but how many ballots it has."""

    parts: tuple[Part, ...]
    settled: int
    index: Fraction | None = None
    satisfied: int = 0
    answered: int = 0
    interval: Interval | None = None
    population_from: PopulationFrom | None = None  # where the interval is corrected for it
    suppressed: bool = False
    questions: tuple[QuestionFigures, ...] = ()
    factors: tuple[FactorFigures, ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """All cells that have a settled ballot. Those with fewer than ``limit`` are suppressed, and others that would give
    them away."""

    divisions: tuple[Division, ...]
    definition: IndexDefinition
    limit: int
    cells: tuple[CellFigures, ...]

    @property
    def suppressed(self) -> int:
        """How many cells are."""
        return sum(cell.suppressed for cell in self.cells)


def division_of(word: str, form: Form) -> Division:
    """The division that ``word`` names: one of ``By``, or the code of a question of ``form`` with one choice.

    Raises ``Refusal`` for any other word, with those that the form offers.
    """
    if word in set(By) - {By.ANSWER}:
        return Division(By(word))
    question = form.by_code.get(word)
    if question is not None and question.kind in DEMOGRAPHIC:
        return Division(By.ANSWER, word)
    offered = [by.value for by in By if by is not By.ANSWER]
    offered += [each.code for each in form.questions if each.kind in DEMOGRAPHIC]
    raise Refusal("index.no_division", found=word, expected=" ".join(offered))


def check_divisions(divisions: Sequence[Division], form: Form) -> None:
    """Raises ``Refusal`` for none or more than ``MOST``, for one twice, for an answer that is no choice, and for
    procedures where the form asks for none."""
    if not 1 <= len(divisions) <= MOST or len(set(divisions)) < len(divisions):
        raise Refusal("index.divisions", found=" ".join(each.word for each in divisions), most=MOST)
    for asked in (form.by_code.get(each.question) for each in divisions if each.by is By.ANSWER):
        if asked is not None and asked.kind not in DEMOGRAPHIC:
            division_of(asked.code, form)
    if Division(By.PROCEDURE) in divisions and form.of_kind(Kind.PROCEDURE) is None:
        raise Refusal("index.no_procedure")


def breakdown(
    divisions: Sequence[Division],
    cells: Mapping[tuple[Part, ...], CellCounts],
    definition: IndexDefinition,
    weights: Mapping[str, float],
    limit: int,
) -> Breakdown:
    """The figures of ``cells`` in their order. Raises ``Refusal`` where a form cannot give an index by
    ``definition``."""
    hidden = hidden_cells({parts: own.settled for parts, own in cells.items()}, limit)
    figures = []
    for parts, own in cells.items():
        if parts in hidden:
            figures.append(CellFigures(parts, own.settled, suppressed=True))
        elif own.settled:
            figures.append(_cell(parts, own, definition, weights))
    return Breakdown(tuple(divisions), definition, limit, tuple(figures))


def hidden_cells(settled: Mapping[tuple[Part, ...], int], limit: int) -> frozenset[tuple[Part, ...]]:
    """The cells that are not published: those of fewer than ``limit`` ballots, and others that would give them away."""
    keys = {tuple(part.key for part in parts): parts for parts in settled}
    hidden: frozenset[tuple[str, ...]]
    if all(len(key) == 1 for key in keys):
        hidden = frozenset((key,) for key in small_cells({key[0]: settled[own] for key, own in keys.items()}, limit))
    else:
        hidden = small_pairs({(key[0], key[1]): settled[own] for key, own in keys.items()}, limit)
    return frozenset(keys[key] for key in hidden)


def _cell(
    parts: tuple[Part, ...], own: CellCounts, definition: IndexDefinition, weights: Mapping[str, float]
) -> CellFigures:
    # More ballots than people: the number is of something else, so it is not believed.
    known = own.population if own.population is not None and own.population.count >= own.settled else None
    tables, value, interval = compute_value(
        own.form,
        definition,
        own.counts,
        settled=own.settled,
        fully=own.fully,
        weights=weights,
        population=known.count if known else None,
    )
    corrected = known is not None and interval is not None
    return CellFigures(
        parts,
        own.settled,
        value.index,
        value.satisfied,
        value.answered,
        interval,
        known.source if known is not None and corrected else None,
        False,
        tables.questions,
        tables.factors,
    )
