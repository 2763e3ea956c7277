"""The pace of fieldwork: what comes back day by day, and what that lets expect at the deadline.

**Method.** Ballots come back on working days (``domain.holidays``); what comes on a day off counts with the working day
before it, for interviewers who go on Saturdays hand in like anybody. The pace is the mean m of the last ``WINDOW``
working days up to the day asked about, from the first on which anything was back. With R working days left, B ballots
back and n days looked at, B + R·m are expected at the deadline, and the 95 % interval is the prediction interval of a
sum of R further days like them,

    B + R·m ± t · s · √(R + R²/n),

t being Student's with n − 1 degrees of freedom and s² the variance of the daily numbers, at least their mean (as if
they were Poisson): G. J. Hahn, W. Q. Meeker, *Statistical Intervals*, 1991, chapter 4. No fewer than are back and no
more than are still to come are ever expected.

**What it takes for granted.** The days to come are like those looked at, and independent of each other. Towards the end
only people are left who were not met before, so that fewer come; after a reminder more do. It says where things go if
nothing changes, which is what a lead can change.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, variance
from typing import Final

from sipas_desktop.domain.holidays import ONE_DAY, Holidays

WINDOW: Final = 10  # working days
LEAST: Final = 3  # working days, below which nothing is forecast
FURTHEST: Final = 250  # working days, a year: beyond, no day is told
# Student's t, 97.5 %, by degrees of freedom.
T95: Final = {2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


@dataclass(frozen=True)
class FieldDay:
    """One day: ballots that came back on it, and that were back at its end; ``works``: whether offices do."""

    day: datetime.date
    returned: int
    total: int
    works: bool


@dataclass(frozen=True)
class Forecast:
    """What is expected when ``deadline`` ends: ballots back, with the limits of the 95 % interval.

    ``pace``: ballots a working day, over ``days`` of them; ``left``: working days that are left. ``reached``: the
    working day on which as many are back as are required, at this pace; None where none are required, they are back,
    they are not even issued, or it would be more than a year.
    """

    deadline: datetime.date
    pace: float
    days: int
    left: int
    expected: float
    low: int
    high: int
    reached: datetime.date | None
    sure: bool  # every holiday in it was checked


def field_days(
    returned: Mapping[datetime.date, int], first: datetime.date, last: datetime.date, holidays: Holidays
) -> tuple[FieldDay, ...]:
    """Each day from ``first`` to ``last`` that is worked or on which anything came back; and such days before."""
    found, total = [], 0
    day = min([first, *returned])
    while day <= last:
        works, back = holidays.is_working_day(day), returned.get(day, 0)
        total += back
        if back or (works and day >= first):
            found.append(FieldDay(day, back, total, works))
        day += ONE_DAY
    return tuple(found)


def forecast(
    returned: Mapping[datetime.date, int],
    day: datetime.date,
    deadline: datetime.date,
    holidays: Holidays,
    *,
    to_come: int,
    required: int | None = None,
) -> Forecast | None:
    """What to expect at the end of ``deadline``, from what came back up to the end of ``day``.

    ``returned``: day → ballots; ``to_come``: ballots that may still come back. None before ``LEAST`` working days, or
    once the deadline is over.
    """
    if day > deadline:
        return None
    numbers = _by_working_day(returned, day, holidays)[-WINDOW:]
    if len(numbers) < LEAST:
        return None
    back = sum(count for on, count in returned.items() if on <= day)
    left = _working_days(day, deadline, holidays)
    pace, days = fmean(numbers), len(numbers)
    deviation = math.sqrt(max(variance(numbers), pace))
    half = T95[days - 1] * deviation * math.sqrt(left + left * left / days)
    most = back + to_come
    reached = None
    if required is not None and back < required <= most and pace > 0:
        needed = math.ceil((required - back) / pace)
        reached = holidays.after(day, needed) if needed <= FURTHEST else None
    return Forecast(
        deadline=deadline,
        pace=pace,
        days=days,
        left=left,
        expected=min(most, back + left * pace),
        low=max(back, min(most, math.floor(back + left * pace - half))),
        high=min(most, math.ceil(back + left * pace + half)),
        reached=reached,
        sure=holidays.is_sure(day, max(deadline, reached or deadline)),
    )


def _by_working_day(returned: Mapping[datetime.date, int], last: datetime.date, holidays: Holidays) -> list[int]:
    """What came back on each working day from the first on which anything did, days off with the one before."""
    began = min((on for on, count in returned.items() if count and on <= last), default=None)
    if began is None:
        return []
    numbers: Counter[datetime.date] = Counter()
    day = current = began
    while day <= last:
        if holidays.is_working_day(day):
            current = day
        numbers[current] += returned.get(day, 0)
        day += ONE_DAY
    return [numbers[on] for on in sorted(numbers)]


def _working_days(day: datetime.date, last: datetime.date, holidays: Holidays) -> int:
    """How many working days come after ``day`` up to ``last``."""
    return sum(holidays.is_working_day(day + ahead * ONE_DAY) for ahead in range(1, (last - day).days + 1))
