"""Ballots that were sent by a channel of the plan: what came of each, by date."""

from __future__ import annotations

import datetime

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State, seen_by_keyer
from sipas_desktop.domain.fieldwork import ISSUED
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.domain.roles import Verb, only_keys
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import require


def mailed(survey: OpenSurvey, serial: str | None = None) -> list[Mailed]:
    """The ballots that went out by a channel, or the one ``serial``, as they were sent last, by serial.

    A sending that was taken back does not count. For who issues ballots; who only keys learns of no difference, and
    nobody of one on a ballot that she keyed herself.
    """
    require(survey, Verb.ISSUE)
    operator, sampled = survey.operator, survey.plan.keying.samples
    hidden = only_keys(operator.roles)
    f, g, bal, r = m.field_step.c, p.mailing.c, m.ballot.c, p.reminder.c
    last = m.field_step.alias("last").c
    reminded = (
        select(func.max(r.day)).where(r.serial == f.serial, r.fact > f.fact).correlate(m.field_step).scalar_subquery()
    )
    query = (
        select(f.serial, g.channel, f.day, bal.state, last.step, last.day, reminded, bal.received_on, bal.channel)
        .join(p.mailing, (g.serial == f.serial) & (g.fact == f.fact))
        .join(m.ballot, bal.serial == f.serial)
        .outerjoin(last.step.table, (last.serial == f.serial) & last.stands.is_(True))
        .where(f.withdrawn.is_(None))
        .order_by(f.serial, f.day, f.fact)
    )
    keyed = select(m.keying.c.serial).where(m.keying.c.operator == operator.name)
    if serial is not None:
        query, keyed = query.where(f.serial == serial), keyed.where(m.keying.c.serial == serial)
    found: dict[str, Mailed] = {}
    with survey.reading() as conn:
        own = set(conn.execute(keyed).scalars())
        for number, channel, sent, held, step, on, reminded_on, back_on, back_by in conn.execute(query):
            said, state = step not in (None, ISSUED), State(held)
            found[number] = Mailed(
                number,
                channel,
                datetime.date.fromisoformat(sent),
                seen_by_keyer(state, sampled=sampled) if hidden or number in own else state,
                step if said else "",
                _day(on) if said else None,
                _day(reminded_on),
                _day(back_on),
                back_by or "",
            )
    return list(found.values())


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)
