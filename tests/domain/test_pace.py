"""The pace of fieldwork: which days are looked at, the forecast by hand, how often its interval holds what comes."""

from __future__ import annotations

import datetime
import math
import random

import pytest

from sipas_desktop.domain.holidays import NO_HOLIDAYS, Holidays, HolidayYear
from sipas_desktop.domain.pace import FURTHEST, WINDOW, field_days, forecast

MONDAY = datetime.date(2024, 9, 9)
DAY = datetime.timedelta(days=1)
# The Tuesday after is a holiday, the Saturday after it is worked.
HOLIDAYS = Holidays(
    {2024: HolidayYear(2024, frozenset({MONDAY + DAY}), frozenset({MONDAY + 5 * DAY}), "a decree", True)}
)


def week(*counts: int, start: datetime.date = MONDAY) -> dict[datetime.date, int]:
    """Counts from ``start`` on, day by day."""
    return {start + place * DAY: count for place, count in enumerate(counts) if count}


def test_the_days_are_those_worked_and_those_on_which_something_came() -> None:
    found = field_days({MONDAY - 3 * DAY: 2, MONDAY + 6 * DAY: 5}, MONDAY, MONDAY + 7 * DAY, HOLIDAYS)
    assert [(each.day.day, each.returned, each.total, each.works) for each in found] == [
        (6, 2, 2, True),  # a Friday before fieldwork
        (9, 0, 2, True),
        (11, 0, 2, True),
        (12, 0, 2, True),
        (13, 0, 2, True),
        (14, 0, 2, True),  # the Saturday that is worked
        (15, 5, 7, False),  # a Sunday
        (16, 0, 7, True),
    ]
    assert field_days({}, MONDAY, MONDAY - DAY, HOLIDAYS) == ()


def test_the_forecast_by_hand() -> None:
    """Monday to Friday 8, 12, 10, 6, 14: pace 10, variance 10; five working days are left in the week after."""
    found = forecast(
        week(8, 12, 10, 6, 14), MONDAY + 4 * DAY, MONDAY + 13 * DAY, NO_HOLIDAYS, to_come=500, required=120
    )
    assert found is not None
    assert (found.pace, found.days, found.left, found.expected) == (10, 5, 5, 100)
    half = 2.776 * math.sqrt(10) * math.sqrt(5 + 25 / 5)
    assert (found.low, found.high) == (math.floor(100 - half), math.ceil(100 + half))
    assert found.reached == MONDAY + 15 * DAY  # 70 more, 7 working days: the Tuesday of the week after the next
    assert not found.sure


def test_holidays_and_weekends_are_no_days_of_work() -> None:
    given = week(6, 0, 6, 6, 6, 0, 3)  # what came on Sunday counts with the Saturday that is worked
    found = forecast(given, MONDAY + 6 * DAY, MONDAY + 8 * DAY, HOLIDAYS, to_come=100)
    assert found is not None
    assert (found.days, found.left) == (5, 2)
    assert found.pace == pytest.approx(27 / 5)
    assert found.sure and found.reached is None


def test_only_the_last_days_count_and_days_before_the_first_return_do_not() -> None:
    slow, fast = week(*[1] * 5, 0, 0, *[1] * 5, 0, 0), week(*[9] * 5, 0, 0, *[9] * 5, start=MONDAY + 14 * DAY)
    last = MONDAY + 25 * DAY
    found = forecast(slow | fast, last, last + 7 * DAY, NO_HOLIDAYS, to_come=1000)
    assert found is not None and (found.pace, found.days) == (9, WINDOW)
    late = forecast(fast, last, last + 7 * DAY, NO_HOLIDAYS, to_come=1000)
    assert late is not None and late.pace == 9


@pytest.mark.parametrize(("to_come", "expected", "high"), [(3, 33, 33), (0, 30, 30)])
def test_never_more_than_can_come(to_come: int, expected: int, high: int) -> None:
    found = forecast(week(10, 10, 10), MONDAY + 2 * DAY, MONDAY + 18 * DAY, NO_HOLIDAYS, to_come=to_come, required=500)
    assert found is not None
    assert (found.expected, found.high, found.reached) == (expected, high, None)
    assert 30 <= found.low <= found.high


def test_nothing_is_forecast_from_too_few_days_or_after_the_deadline() -> None:
    assert forecast({}, MONDAY, MONDAY + 9 * DAY, NO_HOLIDAYS, to_come=9) is None
    assert forecast(week(5, 5), MONDAY + DAY, MONDAY + 9 * DAY, NO_HOLIDAYS, to_come=9) is None
    assert forecast(week(5, 5, 5), MONDAY + 2 * DAY, MONDAY + DAY, NO_HOLIDAYS, to_come=9) is None
    last = forecast(week(5, 5, 5), MONDAY + 2 * DAY, MONDAY + 2 * DAY, NO_HOLIDAYS, to_come=9)
    assert last is not None and (last.left, last.low, last.expected, last.high) == (0, 15, 15, 15)


def test_no_day_is_told_beyond_a_year() -> None:
    given = week(1, 1, 1)
    for required, told in ((3 + FURTHEST, True), (4 + FURTHEST, False)):
        found = forecast(given, MONDAY + 2 * DAY, MONDAY + 9 * DAY, NO_HOLIDAYS, to_come=999, required=required)
        assert found is not None and (found.reached is not None) is told


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_the_interval_holds_what_comes_in_about_95_of_100(spread: float) -> None:
    """1,000 surveys, days of a mean of 20 with more variance than Poisson's too: at least 92 and at most 99 %."""
    chance = random.Random(11)
    held = 0
    for _ in range(1000):
        counts = [_poisson(chance, 20 * max(0.0, chance.gauss(1, spread))) for _ in range(15)]
        given = week(*counts[:5], 0, 0, *counts[5:8])
        found = forecast(given, MONDAY + 9 * DAY, MONDAY + 18 * DAY, NO_HOLIDAYS, to_come=10_000)
        assert found is not None and found.left == 7
        held += found.low <= sum(counts) <= found.high
    assert 920 <= held <= 990


def _poisson(chance: random.Random, mean: float) -> int:
    number, product, limit = 0, chance.random(), math.exp(-mean)
    while product > limit:
        number, product = number + 1, product * chance.random()
    return number
