"""The settled answers as records: what leaves the survey."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES, State
from sipas_desktop.domain.records import Identity, Record
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store import models_package as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import ONLINE, PACKAGE_ONLINE
from sipas_desktop.store.workflow.permission import require

ROWS: Final = 1000  # a survey of 100,000 ballots has a million answers: not all of them as rows at once


def records(survey: OpenSurvey) -> list[Record]:
    """All settled ballots by serial, coded answers only."""
    require(survey, Verb.SEE_RESULTS)
    bal, run, s = m.ballot.c, m.print_run.c, m.settled.c
    heads = (
        select(
            bal.serial,
            run.form,
            func.coalesce(bal.settled_unit, m.batch.c.unit, bal.unit, ""),
            run.group,
            func.coalesce(run.wave, ""),
            func.coalesce(bal.channel, ""),
            case(
                (run.purpose.in_((ONLINE, PACKAGE_ONLINE)), 0), (bal.state == State.SINGLE_KEYED.value, 1), else_=2
            ).label("keyed"),
            func.coalesce(p.package.c.source, "").label("source"),
        )
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .outerjoin(p.package_run, p.package_run.c.run == run.id)
        .outerjoin(p.package, p.package.c.sha256 == p.package_run.c.package)
        .where(bal.state.in_([state.value for state in IN_FIGURES]), run.published.is_not(None))
        .order_by(bal.serial)
    )
    answers = select(s.serial, s.question, s.value).order_by(s.serial)
    with survey.reading() as conn:
        rows = conn.execution_options(yield_per=ROWS).execute(answers)
        values = {serial: {row[1]: row[2] for row in own} for serial, own in groupby(rows, itemgetter(0))}
        return [
            Record(*row[:-2], values=values[row[0]], keyed=row.keyed, source=row.source)
            for row in conn.execute(heads).all()
        ]


def settled_values(survey: OpenSurvey) -> Iterator[dict[str, str]]:
    """The values of the records alone, one after the other: of a million ballots, their records would not fit."""
    require(survey, Verb.SEE_RESULTS)
    bal, run, s = m.ballot.c, m.print_run.c, m.settled.c
    counted = select(bal.serial).join(m.print_run, run.id == bal.run)
    counted = counted.where(bal.state.in_([state.value for state in IN_FIGURES]), run.published.is_not(None))
    with survey.reading() as conn:
        streamed = conn.execution_options(yield_per=ROWS)
        serials = streamed.execute(counted.order_by(bal.serial)).scalars()
        rows = streamed.execute(select(s.serial, s.question, s.value).order_by(s.serial))
        due = next(serials, None)
        for serial, own in groupby(rows, itemgetter(0)):  # both in the order of the serials
            if serial == due:
                yield {row[1]: row[2] for row in own}
                due = next(serials, None)
        if due is not None:
            raise KeyError(due)  # settled without an answer: a bug, and no hash may come of it


def identities(survey: OpenSurvey) -> dict[str, Identity]:
    """Day of receipt and written words of every settled ballot, by serial."""
    require(survey, Verb.TAKE_RECORDS)
    bal, s = m.ballot.c, m.settled.c
    days = select(bal.serial, bal.received_on).where(bal.state.in_([state.value for state in IN_FIGURES]))
    words = (
        select(s.serial, s.question, m.personal.c.value)
        .join(m.personal, m.personal.c.id == s.personal)
        .where(m.personal.c.value.is_not(None))
    )
    texts: dict[str, dict[str, str]] = {}
    with survey.reading() as conn:
        received = conn.execute(days).all()
        for serial, question, text in conn.execute(words):
            texts.setdefault(serial, {})[question] = text
    return {serial: Identity(day or "", texts.get(serial, {})) for serial, day in received}
