"""Ballots back and ballots settled, day by day."""

from __future__ import annotations

import datetime
from collections import Counter

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import RETURNED
from sipas_desktop.domain.fact import day_of
from sipas_desktop.domain.progress import DayProgress, by_day
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey

HOUR = len("2024-09-05T08")  # a fact's time, cut off behind the hour: Vietnam is ahead by whole hours


def progress_by_day(survey: OpenSurvey) -> tuple[DayProgress, ...]:
    """How many ballots were back and how many settled at the end of each day on which that changed.

    Of the ballots that are back, or settled, now: one that was unsettled since counts on the day it was settled anew.
    """
    bal, hour = m.ballot.c, func.substr(m.fact.c.at, 1, HOUR)
    published = select(m.print_run.c.id).where(m.print_run.c.published.is_not(None))
    back = select(bal.received_on, func.count()).where(bal.state.in_(sorted(RETURNED)), bal.received_on.is_not(None))
    done = select(hour, func.count()).select_from(m.settling).join(m.fact, m.fact.c.seq == m.settling.c.fact)
    done = done.join(m.ballot, bal.serial == m.settling.c.serial)
    back, done = (query.where(bal.run.in_(published)) for query in (back, done))
    settled: Counter[datetime.date] = Counter()
    with survey.reading() as conn:
        returned = {
            datetime.date.fromisoformat(day): count for day, count in conn.execute(back.group_by(bal.received_on))
        }
        for at, count in conn.execute(done.group_by(hour)):
            settled[datetime.date.fromisoformat(day_of(f"{at}:00+00:00"))] += count
    return by_day(returned, settled)
