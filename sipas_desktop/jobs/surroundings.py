"""What is odd about where a survey lies and when: told to who signs in. It may be worked on all the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

from sipas_desktop.errors import Refusal
from sipas_desktop.shares import on_share
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

TOLERATED: Final = datetime.timedelta(minutes=10)  # between two computers' clocks
VIETNAM: Final = datetime.timezone(datetime.timedelta(hours=7))

clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)  # noqa: E731


def oddities(survey: OpenSurvey) -> tuple[Refusal, ...]:
    """What to tell who has just signed in, before she writes anything: a clock set back, a file on a share."""
    told = []
    last, now = queries.last_fact_at(survey), clock()
    if last is not None and (then := datetime.datetime.fromisoformat(last)) > now + TOLERATED:
        shown = [f"{each.astimezone(VIETNAM):%d/%m/%Y %H:%M}" for each in (now, then)]
        told.append(Refusal("file.clock_back", now=shown[0], then=shown[1]))
    if not survey.on_server and on_share(survey.path):
        told.append(Refusal("file.on_share"))
    return tuple(told)
