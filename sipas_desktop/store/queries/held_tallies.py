"""Tallies and standings of ballots, summed from those that are held: whatever is filtered, no ballot is read.

Whoever looks at one unit after another, up to a day, and at every definition of each, has every ballot read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple, cast

from sqlalchemy import Connection, literal, select

from sipas_desktop.domain.ballot import IN_FIGURES, State
from sipas_desktop.domain.breakdown import By
from sipas_desktop.domain.form import Form
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import LABELS
from sipas_desktop.store.queries.chosen import Filter, of_runs
from sipas_desktop.store.queries.held_ballots import (
    ANSWERING,
    ANSWERS,
    BALLOTS,
    FULLY,
    HeldBallots,
    Place,
    ballots_in,
    unpacked,
)
from sipas_desktop.store.queries.tallies import Cell, Tally

_SETTLED: Final = frozenset(state.value for state in IN_FIGURES)
_STOCK: Final = State.STOCK.value


class _Run(NamedTuple):
    purpose: str
    group: str
    wave: str | None


# What says to which part of a division a ballot belongs. Of others, only its answers know it.
_PARTS: Final[dict[By, Callable[[Place, _Run], str | None]]] = {
    By.UNIT: lambda place, _: place.unit,
    By.CHANNEL: lambda place, _: place.channel,
    By.GROUP: lambda _, run: run.group,
    By.WAVE: lambda _, run: run.wave,
}


class Standing(NamedTuple):
    """Ballots of one cell that are in the same state for the same reason, and what their run is for."""

    cell: Cell
    state: str
    reason: str | None
    purpose: str
    ballots: int


def held_tallies(
    survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter, divided: Sequence[By] = ()
) -> dict[Cell, Tally] | None:
    """The cell of ``divided`` → its settled ballots; None: they are to be counted one by one.

    Every ballot is read where nothing is held yet and ``chosen`` lets all units, channels and days through.
    """
    everything = chosen.unit is None and chosen.channel is None and chosen.until is None
    with _held(survey, conn, form, chosen, divided, make=everything) as held:
        if held is None:
            return None
        runs = _runs(conn, form, chosen)
        day = None if chosen.until is None else chosen.until.isoformat()
        sums: dict[Cell, int] = {}
        for place, total in held.sums():
            if place.state not in _SETTLED or not _lets_through(chosen, runs, place):
                continue
            if day is None or (place.day is not None and place.day <= day):
                cell = tuple(_PARTS[by](place, runs[place.run]) for by in divided)
                sums[cell] = sums.get(cell, 0) + total
        answers = held.answers()
    return {cell: _tally(total, answers) for cell, total in sums.items()}


def held_standings(
    survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter, divided: Sequence[By] = ()
) -> list[Standing] | None:
    """What became of the ballots that ``chosen`` lets through, as it stood on its day; None: they are to be counted."""
    with _held(survey, conn, form, chosen, divided, make=False) as held:
        if held is None:
            return None
        runs = _runs(conn, form, chosen)
        day = None if chosen.until is None else chosen.until.isoformat()
        found: dict[tuple[Cell, str, str | None, str], int] = {}
        for place, total in held.sums():
            if not _lets_through(chosen, runs, place):
                continue
            later = day is not None and place.day is not None and place.day > day
            state, reason = (_STOCK, None) if later else (place.state, place.reason)
            run = runs[place.run]
            if state == _STOCK and run.purpose == LABELS:
                continue
            key = tuple(_PARTS[by](place, run) for by in divided), state, reason, run.purpose
            found[key] = found.get(key, 0) + ballots_in(total)
    return [Standing(*key, ballots) for key, ballots in found.items()]


@contextmanager
def _held(
    survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter, divided: Sequence[By], *, make: bool
) -> Iterator[HeldBallots | None]:
    """Those of the file as ``conn`` sees it, for as long as nobody else brings them up to other facts."""
    if not survey.is_own(conn) or not all(by in _PARTS for by in divided):
        yield None
        return
    held = cast(HeldBallots, survey.counted.setdefault(form.code, HeldBallots()))
    with held.lock:
        known = held.is_at(conn, form, make=make) and (chosen.until is None or held.by_day)
        yield held if known else None


def _runs(conn: Connection, form: Form, chosen: Filter) -> dict[str, _Run]:
    run = m.print_run.c
    query = select(run.id, run.purpose, run.group, run.wave)
    query = query.where(*of_runs(chosen, form, literal(State.SETTLED.value)))
    return {id_: _Run(*rest) for id_, *rest in conn.execute(query)}


def _lets_through(chosen: Filter, runs: dict[str, _Run], place: Place) -> bool:
    return place.run in runs and chosen.unit in (None, place.unit) and chosen.channel in (None, place.channel)


def _tally(total: int, answers: list[str]) -> Tally:
    lanes = unpacked(total, ANSWERS + len(answers))
    said = {answer: count for answer, count in zip(answers, lanes[ANSWERS:], strict=True) if count}
    return Tally(lanes[BALLOTS], lanes[FULLY], lanes[ANSWERING], Counter(said))
