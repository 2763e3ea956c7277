"""The ballots that somebody should look after: keyed once only, half keyed, differing for long, not accounted for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, true
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.batch import Tally
from sipas_desktop.domain.fact import day_of
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.standing import DIFFERING_DAYS, IN_PROGRESS_DAYS, Standing, Why, before
from sipas_desktop.store import models as m
from sipas_desktop.store.batch_rows import strays, tallies
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.workflow.permission import parsed, require


def standing(survey: OpenSurvey, now: datetime.datetime | None = None) -> list[Standing]:
    """All such ballots, by reason and then by batch and place. For the lead only: it says what differs.

    A ballot that the operator keyed herself is not listed as differing, nor, where ballots are sampled, as waiting for
    its second keying or as being in it.
    """
    operator = require(survey, Verb.TAKE_OVER)
    now = now or datetime.datetime.now(datetime.UTC)
    of_others = ~_keyed_by(operator.name) if survey.plan.keying.samples else true()
    over = day_of(before(now, 0)) > survey.plan.fieldwork[1].isoformat()
    with survey.reading() as conn:
        held = tallies(conn)
        found = [
            *_not_keyed(conn, held),
            *_keyed_once(conn, held, before(now, IN_PROGRESS_DAYS), of_others),
            *_in_progress(conn, before(now, IN_PROGRESS_DAYS), operator.name, of_others),
            *_differing(conn, before(now, DIFFERING_DAYS), operator.name),
            *_strays(conn),
            *(_not_back(conn) if over else ()),
        ]
    return sorted(found, key=lambda each: (list(Why).index(each.why), each.batch, each.position or 0, each.serial))


def _ballots() -> Select[Any]:
    bal = m.ballot.c
    return select(bal.serial, bal.batch, bal.position, m.fact.c.at).select_from(m.ballot)


def _not_keyed(conn: Connection, held: dict[str, Tally]) -> Iterator[Standing]:
    bal = m.ballot.c
    waits = _ballots().join(m.fact, m.fact.c.seq == bal.received).where(bal.state == State.VALID.value)
    here = ~select(m.away.c.serial).where(m.away.c.serial == bal.serial, m.away.c["pass"] == 1).exists()
    left: dict[str, list[Standing]] = {}
    for serial, batch, position, at in conn.execute(waits.where(bal.batch.is_not(None), here)):
        left.setdefault(batch, []).append(Standing(serial, Why.NOT_KEYED, at, batch, position))
    for batch, rows in left.items():
        if held[batch].first and held[batch].first + len(rows) == held[batch].ballots:
            yield from rows


def _keyed_by(name: str) -> ColumnElement[bool]:
    k = m.keying.alias().c
    return select(k.started).where(k.serial == m.ballot.c.serial, k.operator == name).correlate(m.ballot).exists()


def _keyed_once(
    conn: Connection, held: dict[str, Tally], limit: str, of_others: ColumnElement[bool]
) -> Iterator[Standing]:
    """The first pass is complete, nobody has begun the second; what is away is the station's to look after."""
    bal, k = m.ballot.c, m.keying.c
    query = (
        _ballots()
        .join(m.keying, (k.serial == bal.serial) & (k["pass"] == 1) & k.aside.is_(None))
        .join(m.fact, m.fact.c.seq == k.completed)
        .where(bal.state == State.FIRST_KEYED.value, of_others)
        .where(~select(m.away.c.serial).where(m.away.c.serial == bal.serial, m.away.c["pass"] == 2).exists())
    )
    left: dict[str, list[Standing]] = {}
    for serial, batch, position, at in conn.execute(query):
        each = Standing(serial, Why.KEYED_ONCE, at, batch or "", position)
        if at < limit:
            yield each
        elif batch is not None:
            left.setdefault(batch, []).append(each)
    for batch, rows in left.items():
        if held[batch].second and held[batch].second + len(rows) == held[batch].ballots:
            yield from rows


def _in_progress(conn: Connection, limit: str, name: str, of_others: ColumnElement[bool]) -> Iterator[Standing]:
    """Half keyed: since its last answer, else since it was started. Who has lost her role does not come back to it."""
    bal, k = m.ballot.c, m.keying.c
    last = select(func.max(m.answer.c.fact)).where(m.answer.c.keying == k.started).correlate(m.keying).scalar_subquery()
    query = (
        select(bal.serial, bal.batch, bal.position, m.fact.c.at, k.operator, k["pass"], m.operator.c.roles)
        .select_from(m.ballot)
        .join(m.keying, k.serial == bal.serial)
        .join(m.fact, m.fact.c.seq == func.coalesce(last, k.started))
        .outerjoin(m.operator, m.operator.c.name == k.operator)
        .where(k.completed.is_(None), k.aside.is_(None), bal.state.in_([state.value for state in COUNTED]))
        .where(or_(k.operator == name, of_others))
        .where(~select(m.away.c.serial).where(m.away.c.serial == k.serial, m.away.c["pass"] == k["pass"]).exists())
    )
    for serial, batch, position, at, who, pass_no, roles in conn.execute(query):
        if at < limit or not is_allowed(Verb.KEY, parsed(roles)):
            yield Standing(serial, Why.IN_PROGRESS, at, batch or "", position, who, pass_no)


def _differing(conn: Connection, limit: str, name: str) -> Iterator[Standing]:
    """Since the later of the two passes was completed."""
    bal, k = m.ballot.c, m.keying.c
    last = (
        select(func.max(k.completed)).where(k.serial == bal.serial, k.aside.is_(None)).correlate(m.ballot)
    ).scalar_subquery()
    query = _ballots().join(m.fact, m.fact.c.seq == last)
    query = query.where(bal.state == State.DIFFERING.value, ~_keyed_by(name))
    for serial, batch, position, at in conn.execute(query):
        if at < limit:
            yield Standing(serial, Why.DIFFERING, at, batch or "", position)


def _strays(conn: Connection) -> Iterator[Standing]:
    for each in strays(conn):
        why = Why.EXTRA if each.extra else Why.MISSING
        yield Standing(each.serial, why, each.at, each.batch, each.position)


def _not_back(conn: Connection) -> Iterator[Standing]:
    bal, run = m.ballot.c, m.print_run.c
    query = (
        select(bal.serial)
        .join(m.print_run, run.id == bal.run)
        .where(bal.state == State.OUT.value, run.published.is_not(None), run.purpose.not_in(NOT_PRINTED))
    )
    for (serial,) in conn.execute(query):
        yield Standing(serial, Why.NOT_BACK, "")
