"""Counts the settled answers of ballots, each ballot read once, cell by cell.

The answers of a ballot come as one text in the order of the primary key, so that the database neither sorts nor groups
millions of rows; counting them is left to the fast loops of ``Counter`` and ``set``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.form import Form
from sipas_desktop.store import models as m
from sipas_desktop.store.queries.chosen import SETTLED, Filter, ballots_of

_BETWEEN: Final = "\x1f"  # the unit separator: no code holds it
_IS: Final = "="  # between question and value; no code of a question holds it
AT_ONCE: Final = 2_000  # ballots: counted in one breath, in which no other thread has its turn

Cell = tuple[str | None, ...]


@dataclass
class Tally:
    """The settled ballots of one cell. ``fully``: those satisfied at every rated question at which they have a level;
    ``answering``: those with a level at any."""

    settled: int = 0
    fully: int = 0
    answering: int = 0
    _answers: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Question → stored value → ballots."""
        found: dict[str, dict[str, int]] = {}
        for answer, count in self._answers.items():
            question, _, value = answer.partition(_IS)
            found.setdefault(question, {})[value] = count
        return found

    def count(self, texts: Iterable[str | None]) -> None:
        """Answers alone, of ballots of which each says them as ``answers_of`` gives them."""
        if whole := _BETWEEN.join(filter(None, texts)):
            self._answers.update(whole.split(_BETWEEN))

    def add(self, other: Tally) -> None:
        """The ballots of another cell too."""
        self.settled += other.settled
        self.fully += other.fully
        self.answering += other.answering
        self._answers.update(other._answers)


class Reading:
    """Reads the answers of one ballot of ``form``, as ``answers_of`` gives them."""

    def __init__(self, form: Form) -> None:
        scales = [(question.code, question.scale) for question in form.rated]
        levels = [(f"{code}{_IS}{level.code}", level) for code, scale in scales if scale for level in scale.levels]
        self._levels = {answer for answer, _ in levels}
        self._unsatisfied = {answer for answer, level in levels if not level.satisfied}

    def of(self, said: str | None) -> tuple[bool, bool, list[str]]:
        """Whether it has a level at any rated question; is satisfied wherever it has one; and each answer."""
        own = said.split(_BETWEEN) if said else []
        answering = not self._levels.isdisjoint(own)
        return answering, answering and self._unsatisfied.isdisjoint(own), own


def answers_of(questions: Iterable[str]) -> ColumnElement[Any]:
    """What a ballot says at ``questions``, as one text."""
    s = m.settled.c
    return (
        select(func.aggregate_strings(s.question + _IS + s.value, _BETWEEN))
        .where(s.serial == m.ballot.c.serial, s.question.in_(list(questions)))
        .correlate(m.ballot)
        .scalar_subquery()
    )


def rated_of(form: Form) -> ColumnElement[Any]:
    """What a ballot says at the rated questions of ``form``, as one text."""
    return answers_of(question.code for question in form.rated)


def tallies(conn: Connection, form: Form, chosen: Filter, columns: Sequence[ColumnElement[Any]]) -> dict[Cell, Tally]:
    """What the settled ballots that ``chosen`` lets through say at the rated questions; ``columns`` make the cells."""
    reading = Reading(form)
    query = ballots_of(chosen, form, rated_of(form), *columns).where(SETTLED)
    found: dict[Cell, Tally] = {}
    for rows in conn.execute(query).partitions(AT_ONCE):
        by_cell: dict[Cell, list[str]] = {}
        for said, *cell in rows:
            by_cell.setdefault(tuple(cell), []).append(said or "")
        for place, texts in by_cell.items():
            tally = found.setdefault(place, Tally())
            tally.settled += len(texts)
            tally.count(texts)
            for text in texts:
                answering, fully, _ = reading.of(text)
                tally.answering += answering
                tally.fully += fully
    return found
