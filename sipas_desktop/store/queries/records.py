"""The settled answers as records: what leaves the survey."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES, State
from sipas_desktop.domain.online import Reason
from sipas_desktop.domain.records import Record
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


def comments(survey: OpenSurvey, question: str, limit: int = 500) -> list[str]:
    """What respondents wrote on ``question``, settled, without saying on which ballot; for the office's eyes."""
    require(survey, Verb.REPORT)
    query = (
        select(m.personal.c.value)
        .join(m.settled, m.settled.c.personal == m.personal.c.id)
        .join(m.ballot, m.ballot.c.serial == m.settled.c.serial)
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .where(m.print_run.c.published.is_not(None), m.ballot.c.reason.is_distinct_from(Reason.ON_PAPER.value))
        .where(m.settled.c.question == question, m.personal.c.value.is_not(None))
        .order_by(m.personal.c.id)  # random: the order of serials would tell which ballot
        .limit(limit)
    )
    with survey.reading() as conn:
        return [str(text) for text in conn.execute(query).scalars()]
