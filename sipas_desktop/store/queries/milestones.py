"""The milestones that somebody ticked off."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from sipas_desktop.domain.calendar import Tick
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey


def milestones_done(survey: OpenSurvey) -> dict[str, Tick]:
    """Code of a milestone → when it was done, by what somebody says; without those that were taken back."""
    own, p = m.milestone.c, m.personal.c
    query = select(own.code, own.day, p.value).outerjoin(m.personal, p.id == own.note)
    with survey.reading() as conn:
        return {row.code: Tick(datetime.date.fromisoformat(row.day), row.value or "") for row in conn.execute(query)}
