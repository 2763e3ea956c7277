"""Counts of settled answers for the index, and what the report says about how they were keyed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    false,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, IN_FIGURES, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED, OF_PACKAGES, ONLINE, PACKAGE_ONLINE
from sipas_desktop.store.queries.package_counts import added, counts_told
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Filter:
    """Which ballots count; None leaves a dimension open.

    ``until``: received on that day (in Vietnam) or before; of online answers, answered.
    """

    group: str | None = None
    unit: str | None = None
    wave: str | None = None
    until: datetime.date | None = None
    channel: str | None = None


_Standing = tuple[State, str | None, str]  # state, the reason why it does not count, what its run is for
_UNIT = func.coalesce(m.ballot.c.settled_unit, m.batch.c.unit, m.ballot.c.unit)
# An online answer keeps what it says when it is left out for its paper.
_IN_FIGURES: Final = m.ballot.c.state.in_([state.value for state in IN_FIGURES])
_WHOLE: Final = ""  # the one cell of a count that is not divided by unit


class By(StrEnum):
    """What figures may be divided by."""

    UNIT = "unit"
    CHANNEL = "channel"
    OFFICER = "officer"  # whom online answers name


def _cell(by: By | None) -> ColumnElement[str]:
    match by:
        case None:
            return literal(_WHOLE)
        case By.UNIT:
            return _UNIT
        case By.CHANNEL:
            return m.ballot.c.channel
        case By.OFFICER:
            officer = select(m.online_answer.c.officer).where(m.online_answer.c.serial == m.ballot.c.serial)
            return officer.correlate(m.ballot).scalar_subquery()


def _ballots(chosen: Filter, form: Form, *columns: Any) -> Select[Any]:
    """A query over the published ballots that ``chosen`` lets through."""
    bal, run = m.ballot.c, m.print_run.c
    return (
        select(*columns)
        .select_from(m.ballot)
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(*_of_runs(chosen, form, bal.state), *_of_ballots(chosen))
    )


def chosen_ballots(chosen: Filter, form: Form) -> Select[tuple[str]]:
    """The serials of the published ballots that ``chosen`` lets through."""
    return _ballots(chosen, form, m.ballot.c.serial)


def _of_runs(chosen: Filter, form: Form, state: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """What ``chosen`` asks of a ballot's print run."""
    run = m.print_run.c
    # A label is a ballot only once it is stuck on a photocopy that came back.
    asked: list[ColumnElement[bool]] = [
        run.published.is_not(None),
        run.form.in_(select(m.form.c.sha256).where(m.form.c.code == form.code)),  # every version
        (run.purpose != "labels") | (state != State.STOCK.value),
    ]
    if chosen.group is not None:
        asked.append(run.group == chosen.group)
    if chosen.wave is not None:
        asked.append(run.wave == chosen.wave)
    return asked


def _of_ballots(chosen: Filter) -> list[ColumnElement[bool]]:
    """What ``chosen`` asks of the ballot itself."""
    asked: list[ColumnElement[bool]] = []
    if chosen.unit is not None:
        asked.append(_UNIT.in_([chosen.unit]))
    if chosen.until is not None:
        asked.append(m.ballot.c.received_on <= chosen.until.isoformat())
    if chosen.channel is not None:
        asked.append(m.ballot.c.channel == chosen.channel)
    return asked


def form_of(survey: OpenSurvey, chosen: Filter) -> Form:
    """The form of the chosen group; without one, of the plan's first. Raises ``Refusal`` for an unknown group, wave."""
    plan = survey.plan
    if chosen.channel is not None and plan.channel(chosen.channel) is None:
        expected = " ".join(channel.code for channel in plan.channels)
        raise Refusal("plan.unknown_channel", found=chosen.channel, expected=expected)
    if chosen.wave is not None and all(wave.code != chosen.wave for wave in plan.waves):
        raise Refusal("plan.unknown_wave", found=chosen.wave, expected=" ".join(wave.code for wave in plan.waves))
    return survey.form_of_group(chosen.group or plan.groups[0].code)


def _refuse_unknown(conn: Connection, unit: str | None) -> None:
    """A unit is one of the catalogue; a linked ballot may have one that only the sample list names."""
    c = m.catalogue.c
    if unit is None or conn.execute(select(c.code).where(c.kind == "unit", c.code == unit)).first():
        return
    joined = m.ballot.outerjoin(m.batch, m.batch.c.code == m.ballot.c.batch)
    if conn.execute(select(m.ballot.c.serial).select_from(joined).where(_UNIT.in_([unit])).limit(1)).first() is None:
        raise Refusal("catalogues.unknown_unit", found=unit)


def figures(
    survey: OpenSurvey, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> IndexFigures:
    """The index over the settled ballots that ``chosen`` lets through, by the plan's definition or another one.

    With ``until`` the ballots are counted as they stood on that day: what came back later was still in stock.
    Raises ``Refusal`` for a group, wave or unit that the survey does not have.
    """
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        _refuse_unknown(conn, chosen.unit)
        return _compute(conn, survey, form, chosen, definition)[_WHOLE]


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
    """Cell (the unit, say, or ``_WHOLE``) → its figures."""
    plan = survey.plan
    definition = definition or plan.index
    answers = _answer_counts(conn, form, chosen, by)
    needs_ballots = definition is IndexDefinition.FULLY_SATISFIED
    fully = _fully_satisfied(conn, form, chosen, by) if needs_ballots else {}
    population = None if by else _population(conn, chosen)
    return {
        cell: compute(
            form,
            definition,
            answers.get(cell, {}),
            counts,
            fully=fully.get(cell, (0, 0)),
            weights=plan.weights,
            population=population,
        )
        for cell, counts in _ballot_counts(conn, form, chosen, by).items()
    }


def _population(conn: Connection, chosen: Filter) -> int | None:
    """How many people the whole survey is about: known where a sampling frame was imported, and only for all of it."""
    if chosen != Filter():
        return None
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    s = m.sample_member.c
    frame = select(func.count()).where(s.list == "frame", s["import"].in_(published))
    return conn.execute(frame).scalar() or None


def _answer_counts(conn: Connection, form: Form, chosen: Filter, by: By | None) -> dict[str, dict[str, dict[str, int]]]:
    """Cell → question → stored value → settled ballots.

    The counts of each print run are kept; only what divides a run, its units and days, is counted answer by answer.
    """
    codes = [question.code for question in form.rated]
    s, counts, run = m.settled.c, m.settled_count.c, m.print_run.c
    if by:
        cell = _cell(by).label("cell")
        query = _ballots(chosen, form, cell, s.question, s.value, func.count())
        query = query.join(m.settled, s.serial == m.ballot.c.serial)
        query = query.where(s.question.in_(codes), _IN_FIGURES).group_by(cell, s.question, s.value)
    elif chosen.unit is None and chosen.until is None and chosen.channel is None:
        query = select(literal(_WHOLE), counts.question, counts.value, func.sum(counts["count"]))
        query = query.join(m.print_run, run.id == counts.run).group_by(counts.question, counts.value)
        query = query.where(counts.question.in_(codes), *_of_runs(chosen, form, literal(State.SETTLED.value)))
    else:
        query = select(literal(_WHOLE), s.question, s.value, func.count()).group_by(s.question, s.value)
        query = query.where(s.question.in_(codes))
        query = query.where(s.serial.in_(_ballots(chosen, form, m.ballot.c.serial).where(_IN_FIGURES)))
    found: dict[str, dict[str, dict[str, int]]] = {}
    for cell, question, value, count in conn.execute(query):
        found.setdefault(cell, {}).setdefault(question, {})[value] = count
    return found


def _fully_satisfied(conn: Connection, form: Form, chosen: Filter, by: By | None) -> dict[str, tuple[int, int]]:
    """Cell → (ballots whose every rated answer is satisfied, ballots with any rated answer)."""
    s = m.settled.c
    answered, satisfied = [], []
    for question in form.rated:
        assert question.scale is not None
        here = s.question == question.code
        answered.append(here & s.value.in_([level.code for level in question.scale.levels]))
        satisfied.append(here & s.value.in_(sorted(question.scale.satisfied)))
    per_ballot = (
        _ballots(
            chosen,
            form,
            _cell(by).label("cell"),
            func.count().filter(or_(false(), *answered)).label("answered"),
            func.count().filter(or_(false(), *satisfied)).label("satisfied"),
        )
        .join(m.settled, s.serial == m.ballot.c.serial)
        .where(_IN_FIGURES)
        .group_by(m.ballot.c.serial)
        .subquery()
    )
    some = per_ballot.c.answered > 0
    full = some & (per_ballot.c.answered == per_ballot.c.satisfied)
    query = select(per_ballot.c.cell, func.count().filter(full), func.count().filter(some)).group_by(per_ballot.c.cell)
    return {cell: (fully, answering) for cell, fully, answering in conn.execute(query)}


def ballot_counts(conn: Connection, form: Form, chosen: Filter) -> BallotCounts:
    """The ballots of ``form`` that ``chosen`` lets through, counted by what became of them."""
    return _ballot_counts(conn, form, chosen)[_WHOLE]


def _ballot_counts(conn: Connection, form: Form, chosen: Filter, by: By | None = None) -> dict[str, BallotCounts]:
    """Cell → its ballots; ``_WHOLE`` is there even where nothing is printed."""
    bal = m.ballot.c
    # First by run: over the whole survey that is one scan of one covering index. Then the runs that are let through.
    tables: FromClause = m.ballot
    if by is By.UNIT or chosen.unit is not None:
        tables = m.ballot.outerjoin(m.batch, m.batch.c.code == bal.batch)
    state, reason = _then(chosen.until)
    cell = _cell(by).label("cell")
    by_run = (
        select(
            state.label("state"),
            bal.run,
            reason.label("reason"),
            cell,
            func.count().label("count"),
        )
        .select_from(tables)
        .where(*_of_ballots(replace(chosen, until=None)))
        .group_by(state, bal.run, reason, *([cell] if by else []))
        .subquery()
    )
    let_through = (
        select(by_run.c.cell, by_run.c.state, by_run.c.reason, m.print_run.c.purpose, by_run.c.count)
        .join(m.print_run, m.print_run.c.id == by_run.c.run)
        .where(*_of_runs(chosen, form, by_run.c.state), by_run.c.cell.is_not(None))
    )
    found: dict[str, dict[_Standing, int]] = {} if by else {_WHOLE: {}}
    told = by in (None, By.UNIT) and chosen.until is None and chosen.channel is None
    for own, held, why, purpose, count in conn.execute(let_through):
        if purpose == ONLINE and held != State.SETTLED.value:
            continue  # answered after the day asked for, left out for its paper, or words only: no ballot
        if purpose in OF_PACKAGES and (told or State(held) not in IN_FIGURES):
            continue  # what its office tells of all its ballots is added below; or the package came after the day
        counts = found.setdefault(own, {})
        standing = State(held), why, str(purpose)
        counts[standing] = counts.get(standing, 0) + count
    summed = {cell: _summed(counts) for cell, counts in found.items()}
    if told:
        for unit, more in counts_told(conn, form, chosen.group, chosen.unit, chosen.wave):
            own = unit if by else _WHOLE
            summed[own] = added(summed[own], more) if own in summed else more
    return summed


def _then(until: datetime.date | None) -> tuple[ColumnElement[str], ColumnElement[str | None]]:
    """State and reason of a ballot as they stood at the end of the day ``until``; None: as they stand now."""
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
