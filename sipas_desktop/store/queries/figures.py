"""The index from counts of settled answers, whole or by part, and how many ballots that rests on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, case, literal, null, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, IN_FIGURES, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.breakdown import By
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED, OF_PACKAGES, ONLINE, PACKAGE_ONLINE
from sipas_desktop.store.queries.chosen import (
    UNIT,
    Filter,
    form_of,
    of_ballots,
    of_runs,
    population,
    refuse_unknown_unit,
)
from sipas_desktop.store.queries.held_tallies import Standing, held_standings, held_tallies
from sipas_desktop.store.queries.package_counts import added, counts_told
from sipas_desktop.store.queries.tallies import Cell, tallies
from sipas_desktop.store.workflow.permission import require

WHOLE: Final = ""  # the one cell of a count that is not divided
_Standing = tuple[State, str | None, str]  # state, the reason why it does not count, what its run is for


def column(by: By) -> ColumnElement[Any]:
    """Where a ballot says it, settled or not: its unit, channel or officer. Of others, only settled ballots know it."""
    match by:
        case By.UNIT:
            return UNIT
        case By.CHANNEL:
            return m.ballot.c.channel
        case By.OFFICER:
            officer = select(m.online_answer.c.officer).where(m.online_answer.c.serial == m.ballot.c.serial)
            return officer.correlate(m.ballot).scalar_subquery()
        case _:
            raise ValueError(by)


def figures(
    survey: OpenSurvey, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> IndexFigures:
    """The index over the settled ballots that ``chosen`` lets through, by the plan's definition or another one.

    With ``until`` what came back later counts as still in stock; all else as it stands now.
    Raises ``Refusal`` for a group, wave or unit that the survey does not have.
    """
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        refuse_unknown_unit(conn, chosen.unit)
        return _compute(conn, survey, form, chosen, definition)[WHOLE]


def figures_by_unit(
    survey: OpenSurvey, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> dict[str, IndexFigures]:
    """The index of each unit that has a settled ballot, by the unit's code."""
    return figures_by(survey, By.UNIT, chosen, definition)


def figures_by(
    survey: OpenSurvey, by: By, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> dict[str, IndexFigures]:
    """The index of each unit, channel or officer that has a settled ballot, by its code. Raises as ``figures``."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        found = _compute(conn, survey, form, chosen, definition, by=by)
    return {cell: each for cell, each in sorted(found.items()) if each.ballots.settled}


def _compute(
    conn: Connection,
    survey: OpenSurvey,
    form: Form,
    chosen: Filter,
    definition: IndexDefinition | None,
    *,
    by: By | None = None,
) -> dict[str, IndexFigures]:
    """Cell (the unit, say, or ``WHOLE``) → its figures."""
    plan = survey.plan
    definition = definition or plan.index
    found = _counted(conn, survey, form, chosen, by, ballots=definition is IndexDefinition.FULLY_SATISFIED)
    people = None if by else population(conn, chosen)
    return {
        cell: compute(
            form,
            definition,
            found[cell].counts if cell in found else {},
            counts,
            fully=found[cell].fully if cell in found else (0, 0),
            weights=plan.weights,
            population=people,
        )
        for cell, counts in _ballot_counts(survey, conn, form, chosen, by).items()
    }


@dataclass(frozen=True)
class _Counted:
    """Question → stored value → settled ballots; ballots that are wholly satisfied, and that answered anything."""

    counts: dict[str, dict[str, int]]
    fully: tuple[int, int] = (0, 0)


def _counted(
    conn: Connection, survey: OpenSurvey, form: Form, chosen: Filter, by: By | None, *, ballots: bool
) -> dict[str, _Counted]:
    """By cell. Without ``ballots``, what is wholly satisfied need not be known.

    The counts of each print run are kept, tallies of units, channels and days held; the rest is counted one by one.
    """
    if by is None and not ballots and chosen.unit is None and chosen.until is None and chosen.channel is None:
        return {WHOLE: _Counted(_kept(conn, form, chosen))}
    divided = [] if by is None else [by]
    cells = held_tallies(survey, conn, form, chosen, divided)
    if cells is None:
        cells = tallies(conn, form, chosen, [column(each) for each in divided])
    return {
        _named(cell): _Counted(own.counts, (own.fully, own.answering))
        for cell, own in cells.items()
        if None not in cell
    }


def _named(cell: Cell) -> str:
    return cell[0] or WHOLE if cell else WHOLE


def _kept(conn: Connection, form: Form, chosen: Filter) -> dict[str, dict[str, int]]:
    """Question → stored value → settled ballots, from the counts that are kept of each print run."""
    counts, run = m.settled_count.c, m.print_run.c
    query = select(counts.question, counts.value, func.sum(counts["count"]))
    query = query.join(m.print_run, run.id == counts.run).group_by(counts.question, counts.value)
    query = query.where(counts.question.in_([question.code for question in form.rated]))
    query = query.where(*of_runs(chosen, form, literal(State.SETTLED.value)))
    found: dict[str, dict[str, int]] = {}
    for question, value, count in conn.execute(query):
        found.setdefault(question, {})[value] = count
    return found


def ballot_counts(survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter) -> BallotCounts:
    """The ballots of ``form`` that ``chosen`` lets through, counted by what became of them."""
    return _ballot_counts(survey, conn, form, chosen)[WHOLE]


def _ballot_counts(
    survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter, by: By | None = None
) -> dict[str, BallotCounts]:
    """Cell → its ballots; ``WHOLE`` is there even where nothing is printed."""
    found: dict[str, dict[_Standing, int]] = {} if by else {WHOLE: {}}
    told = by in (None, By.UNIT) and chosen.until is None and chosen.channel is None
    standings = held_standings(survey, conn, form, chosen, [] if by is None else [by])
    for cell, held, why, purpose, count in _standings(conn, form, chosen, by) if standings is None else standings:
        if None in cell:
            continue
        if purpose == ONLINE and held != State.SETTLED.value:
            continue  # answered after the day asked for, left out for its paper, or words only: no ballot
        if purpose in OF_PACKAGES and (told or State(held) not in IN_FIGURES):
            continue  # what its office tells of all its ballots is added below; or the package came after the day
        counts = found.setdefault(_named(cell), {})
        standing = State(held), why, purpose
        counts[standing] = counts.get(standing, 0) + count
    summed = {cell: _summed(counts) for cell, counts in found.items()}
    if told:
        for unit, more in counts_told(conn, form, chosen.group, chosen.unit, chosen.wave):
            own = unit if by else WHOLE
            summed[own] = added(summed[own], more) if own in summed else more
    return summed


def _standings(conn: Connection, form: Form, chosen: Filter, by: By | None) -> list[Standing]:
    """As ``held_standings``, counted in the file."""
    bal = m.ballot.c
    # First by run: over the whole survey that is one scan of one covering index. Then the runs that are let through.
    tables: FromClause = m.ballot
    if by is By.UNIT or chosen.unit is not None:
        tables = m.ballot.outerjoin(m.batch, m.batch.c.code == bal.batch)
    state, reason = _then(chosen.until)
    cell = (literal(WHOLE) if by is None else column(by)).label("cell")
    by_run = (
        select(
            state.label("state"),
            bal.run,
            reason.label("reason"),
            cell,
            func.count().label("count"),
        )
        .select_from(tables)
        .where(*of_ballots(replace(chosen, until=None)))
        .group_by(state, bal.run, reason, *([cell] if by else []))
        .subquery()
    )
    let_through = (
        select(by_run.c.cell, by_run.c.state, by_run.c.reason, m.print_run.c.purpose, by_run.c.count)
        .join(m.print_run, m.print_run.c.id == by_run.c.run)
        .where(*of_runs(chosen, form, by_run.c.state), by_run.c.cell.is_not(None))
    )
    return [
        Standing(() if by is None else (own,), state, reason, purpose, count)
        for own, state, reason, purpose, count in conn.execute(let_through)
    ]


def _then(until: datetime.date | None) -> tuple[ColumnElement[str], ColumnElement[str | None]]:
    """State and reason of a ballot now; what came back after the day ``until`` is in stock."""
    bal = m.ballot.c
    if until is None:
        return bal.state, bal.reason
    later = bal.received_on > until.isoformat()
    return case((later, literal(State.STOCK.value)), else_=bal.state), case((later, null()), else_=bal.reason)


def _summed(counts: Mapping[_Standing, int]) -> BallotCounts:
    """Online answers, and records of packages, came back and count, though nobody printed or issued them here."""
    states: dict[State, int] = dict.fromkeys(State, 0)
    invalid: dict[str, int] = {}
    online = brought = unprinted = 0
    for (state, reason, purpose), count in counts.items():
        states[state] += count
        online += count if purpose in (ONLINE, PACKAGE_ONLINE) else 0
        brought += count if purpose in OF_PACKAGES else 0
        unprinted += count if purpose in NOT_PRINTED else 0
        if reason is not None:
            invalid[reason] = invalid.get(reason, 0) + count
    return BallotCounts(
        printed=sum(states.values()) - unprinted,
        issued=sum(count for state, count in states.items() if state not in NOT_ISSUED) - unprinted,
        returned=sum(count for state, count in states.items() if state in RETURNED),
        invalid=dict(sorted(invalid.items())),
        valid=sum(count for state, count in states.items() if state in COUNTED),
        settled=sum(states[state] for state in IN_FIGURES),
        single_keyed=states[State.SINGLE_KEYED],
        online=online,
        brought=brought,
    )
