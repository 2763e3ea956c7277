"""Counts of settled answers for the index, and what the report says about how they were keyed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, NOT_ISSUED, RETURNED, State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Filter:
    """Which ballots count; None leaves a dimension open. ``until``: received on that day (UTC) or before."""

    group: str | None = None
    unit: str | None = None
    wave: str | None = None
    until: datetime.date | None = None


@dataclass(frozen=True)
class ProcessCounts:
    """How the figures came about."""

    double_keyed: int  # settled ballots: two complete keyings, compared
    fields: int  # fields of those that were compared
    discrepancies: int  # of these, fields that differed; an adjudicator decided each of them
    differing: int  # ballots whose discrepancies wait for the adjudicator
    unsettled: int  # valid ballots that are not in the figures yet
    keyers: int
    adjudicators: int
    photocopies: int
    comments: int  # settled ballots with words of the respondent


_UNIT = func.coalesce(m.ballot.c.settled_unit, m.batch.c.unit, m.ballot.c.unit)


def _ballots(chosen: Filter, form: Form, *columns: Any) -> Select[Any]:
    """A query over the published ballots that ``chosen`` lets through."""
    bal, run = m.ballot.c, m.print_run.c
    query = (
        select(*columns)
        .select_from(m.ballot)
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(run.published.is_not(None), run.form == form.sha256)
        # A label is a ballot only once it is stuck on a photocopy that came back.
        .where((run.purpose != "labels") | (bal.state != State.STOCK.value))
    )
    if chosen.group is not None:
        query = query.where(run.group == chosen.group)
    if chosen.wave is not None:
        query = query.where(run.wave == chosen.wave)
    if chosen.unit is not None:
        query = query.where(_UNIT.in_([chosen.unit]))
    if chosen.until is not None:
        query = query.where(bal.received_on <= chosen.until.isoformat())
    return query


def form_of(survey: OpenSurvey, chosen: Filter) -> Form:
    """The form of the chosen group; without one, of the plan's first. Raises ``Refusal`` for an unknown group, wave."""
    plan = survey.plan
    if chosen.wave is not None and all(wave.code != chosen.wave for wave in plan.waves):
        raise Refusal("plan.unknown_wave", found=chosen.wave, expected=" ".join(wave.code for wave in plan.waves))
    return survey.form_of_group(chosen.group or plan.groups[0].code)


def figures(
    survey: OpenSurvey, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> IndexFigures:
    """The index over the settled ballots that ``chosen`` lets through, by the plan's definition or another one."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        return _compute(conn, survey, form, chosen, definition)


def _compute(
    conn: Connection, survey: OpenSurvey, form: Form, chosen: Filter, definition: IndexDefinition | None
) -> IndexFigures:
    plan = survey.plan
    definition = definition or plan.index
    counts = _counts(conn, survey, form, chosen)
    needs_ballots = definition is IndexDefinition.FULLY_SATISFIED
    fully = _fully_satisfied(conn, form, chosen) if needs_ballots else (0, 0)
    ballots = _ballot_counts(conn, form, chosen)
    population = _population(conn, chosen)
    return compute(form, definition, counts, ballots, fully=fully, weights=plan.weights, population=population)


def _population(conn: Connection, chosen: Filter) -> int | None:
    """How many people the whole survey is about: known where a sampling frame was imported, and only for all of it."""
    if chosen != Filter():
        return None
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    s = m.sample_member.c
    frame = select(func.count()).where(s.list == "frame", s["import"].in_(published))
    return conn.execute(frame).scalar() or None


def _counts(conn: Connection, survey: OpenSurvey, form: Form, chosen: Filter) -> Mapping[str, Mapping[str, int]]:
    """Question → stored value → settled ballots. Over the whole survey this is one scan of one covering index."""
    s = m.settled.c
    codes = [question.code for question in form.rated]
    query = select(s.question, s.value, func.count()).where(s.question.in_(codes)).group_by(s.question, s.value)
    if chosen != Filter() or len(survey.forms) > 1:
        query = query.where(s.serial.in_(_ballots(chosen, form, m.ballot.c.serial)))
    found: dict[str, dict[str, int]] = {}
    for question, value, count in conn.execute(query):
        found.setdefault(question, {})[value] = count
    return found


def _fully_satisfied(conn: Connection, form: Form, chosen: Filter) -> tuple[int, int]:
    """(ballots whose every rated answer is satisfied, ballots with any rated answer)."""
    s = m.settled.c
    answered = satisfied = None
    for question in form.rated:
        assert question.scale is not None
        here = s.question == question.code
        levels = here & s.value.in_([level.code for level in question.scale.levels])
        good = here & s.value.in_(sorted(question.scale.satisfied))
        answered = levels if answered is None else answered | levels
        satisfied = good if satisfied is None else satisfied | good
    if answered is None or satisfied is None:
        return 0, 0
    per_ballot = (
        select(
            s.serial,
            func.count().filter(answered).label("answered"),
            func.count().filter(satisfied).label("satisfied"),
        )
        .where(s.serial.in_(_ballots(chosen, form, m.ballot.c.serial)))
        .group_by(s.serial)
        .subquery()
    )
    some = per_ballot.c.answered > 0
    row = conn.execute(
        select(func.count().filter(some & (per_ballot.c.answered == per_ballot.c.satisfied)), func.count().filter(some))
    ).one()
    return row[0], row[1]


def _ballot_counts(conn: Connection, form: Form, chosen: Filter) -> BallotCounts:
    bal = m.ballot.c
    states: dict[State, int] = dict.fromkeys(State, 0)
    invalid: dict[str, int] = {}
    grouped = _ballots(chosen, form, bal.state, bal.reason, func.count()).group_by(bal.state, bal.reason)
    for state, reason, count in conn.execute(grouped):
        states[State(state)] += count
        if reason is not None:
            invalid[reason] = invalid.get(reason, 0) + count
    return BallotCounts(
        printed=sum(states.values()),
        issued=sum(count for state, count in states.items() if state not in NOT_ISSUED),
        returned=sum(count for state, count in states.items() if state in RETURNED),
        invalid=dict(sorted(invalid.items())),
        valid=sum(count for state, count in states.items() if state in COUNTED),
        settled=states[State.SETTLED],
    )


def figures_by_unit(
    survey: OpenSurvey, chosen: Filter | None = None, definition: IndexDefinition | None = None
) -> dict[str, IndexFigures]:
    """The index of each unit that has a settled ballot, by the unit's code."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        settled = _ballots(chosen, form, _UNIT).where(m.ballot.c.state == State.SETTLED.value).distinct()
        units = sorted(unit for unit in conn.execute(settled).scalars() if unit is not None)
        return {
            unit: _compute(conn, survey, form, Filter(chosen.group, unit, chosen.wave, chosen.until), definition)
            for unit in units
        }


def process(survey: OpenSurvey, chosen: Filter | None = None) -> ProcessCounts:
    """How the chosen figures came about."""
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    serials = _ballots(chosen, form, m.ballot.c.serial)
    with survey.reading() as conn:
        ballots = _ballot_counts(conn, form, chosen)
        settling = m.settling.c
        here = settling.serial.in_(serials)
        discrepancies = conn.execute(select(func.sum(settling.discrepancies)).where(here)).scalar() or 0
        differing = select(func.count()).where(
            m.ballot.c.state == State.DIFFERING.value, m.ballot.c.serial.in_(serials)
        )
        waiting = conn.execute(differing).scalar() or 0
        fields = conn.execute(select(func.count()).where(m.settled.c.serial.in_(serials))).scalar() or 0
        keyers = select(func.count(m.keying.c.operator.distinct())).where(m.keying.c.serial.in_(serials))
        deciders = select(func.count(m.adjudication.c.operator.distinct())).where(m.adjudication.c.serial.in_(serials))
        copies = _ballots(chosen, form, func.count()).where(m.ballot.c.photocopy)
        texts = [question.code for question in form.questions if question.kind.value == "long_text"]
        words = (
            select(func.count(m.settled.c.serial.distinct()))
            .where(m.settled.c.question.in_(texts), m.settled.c.personal.is_not(None))
            .where(m.settled.c.serial.in_(serials))
        )
        return ProcessCounts(
            double_keyed=ballots.settled,
            fields=fields,
            discrepancies=discrepancies,
            differing=waiting,
            unsettled=ballots.valid - ballots.settled,
            keyers=conn.execute(keyers).scalar() or 0,
            adjudicators=conn.execute(deciders).scalar() or 0,
            photocopies=conn.execute(copies).scalar() or 0,
            comments=conn.execute(words).scalar() or 0,
        )
