"""How far a survey had come at the end of each day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DayProgress:
    """Ballots that were back, and that were settled, when ``day`` ended (in Vietnam)."""

    day: datetime.date
    returned: int
    settled: int


def by_day(returned: Mapping[datetime.date, int], settled: Mapping[datetime.date, int]) -> tuple[DayProgress, ...]:
    """Running totals of what came on each day, one for every day on which anything did, in order.

    ``returned``, ``settled``: day → ballots that came back, or were settled, on it.
    """
    found, back, done = [], 0, 0
    for day in sorted({*returned, *settled}):
        back += returned.get(day, 0)
        done += settled.get(day, 0)
        found.append(DayProgress(day, back, done))
    return tuple(found)
