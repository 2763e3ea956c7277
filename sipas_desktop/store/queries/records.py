"""The settled answers as records: what leaves the survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import case, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES, State
from sipas_desktop.domain.records import Record
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_online import ONLINE
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
            case((run.purpose == ONLINE, 0), (bal.state == State.SINGLE_KEYED.value, 1), else_=2).label("keyed"),
        )
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(bal.state.in_([state.value for state in IN_FIGURES]), run.published.is_not(None))
        .order_by(bal.serial)
    )
    answers = select(s.serial, s.question, s.value).order_by(s.serial)
    with survey.reading() as conn:
        rows = conn.execution_options(yield_per=ROWS).execute(answers)
        values = {serial: {row[1]: row[2] for row in own} for serial, own in groupby(rows, itemgetter(0))}
        return [Record(*row[:-1], values=values[row[0]], keyed=row.keyed) for row in conn.execute(heads).all()]


@dataclass(frozen=True)
class IdentifiedRecord:
    """A record with what says whose ballot it is. ``received``: the day in Vietnam, "" where it is not known.

    ``texts``: question code → what was written by hand. Not the member of the sample list, of whom no record speaks.
    """

    record: Record
    received: str
    texts: Mapping[str, str]


def identified_records(survey: OpenSurvey) -> list[IdentifiedRecord]:
    """All settled ballots by serial, with the day of receipt and what was written."""
    require(survey, Verb.TAKE_RECORDS)
    found = records(survey)
    days = select(m.ballot.c.serial, m.ballot.c.received_on).where(m.ballot.c.received_on.is_not(None))
    s = m.settled.c
    words = (
        select(s.serial, s.question, m.personal.c.value)
        .join(m.personal, m.personal.c.id == s.personal)
        .where(m.personal.c.value.is_not(None))
    )
    with survey.reading() as conn:
        received: dict[str, str] = {row.serial: row.received_on for row in conn.execute(days)}
        texts: dict[str, dict[str, str]] = {}
        for serial, question, text in conn.execute(words):
            texts.setdefault(serial, {})[question] = text
    return [IdentifiedRecord(each, received.get(each.serial, ""), texts.get(each.serial, {})) for each in found]
