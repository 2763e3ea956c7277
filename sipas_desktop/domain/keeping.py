"""Which backups are kept: the last of each of so many hours, days and weeks that have one, and always the newest.

Hours, days and weeks without a backup do not count, so a fortnight's holiday costs none of what is kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Keeping:
    """How many hours, days and weeks keep their last backup."""

    hours: int
    days: int
    weeks: int


USUAL: Final = Keeping(hours=24, days=14, weeks=8)
SHORT_OF_ROOM: Final = Keeping(hours=3, days=7, weeks=4)  # where the disk could not hold two more


def kept(times: Iterable[datetime.datetime], keeping: Keeping = USUAL) -> frozenset[datetime.datetime]:
    """Those of ``times`` (all of one time zone) whose backups stay. The newest always does."""
    newest_first = sorted(set(times), reverse=True)
    found = set(newest_first[:1])
    for count, period in ((keeping.hours, _hour), (keeping.days, _day), (keeping.weeks, _week)):
        found |= _last_of_each(newest_first, period, count)
    return frozenset(found)


def _last_of_each(
    newest_first: list[datetime.datetime], period: Callable[[datetime.datetime], Hashable], count: int
) -> set[datetime.datetime]:
    last: dict[Hashable, datetime.datetime] = {}
    for time in newest_first:
        last.setdefault(period(time), time)
    return set(list(last.values())[:count])


def _hour(time: datetime.datetime) -> Hashable:
    return time.date(), time.hour


def _day(time: datetime.datetime) -> Hashable:
    return time.date()


def _week(time: datetime.datetime) -> Hashable:
    return time.isocalendar()[:2]
