"""Running totals by day."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.progress import DayProgress, by_day

DAYS = st.dictionaries(st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 2, 1)), st.integers(0, 50))


def test_each_day_holds_all_that_came_until_then() -> None:
    first, second, third = (datetime.date(2024, 9, n) for n in (9, 11, 12))
    assert by_day({first: 3, third: 2}, {second: 1, third: 1}) == (
        DayProgress(first, 3, 0),
        DayProgress(second, 3, 1),
        DayProgress(third, 5, 2),
    )
    assert by_day({}, {}) == ()


@given(DAYS, DAYS)
def test_totals_never_fall_and_end_at_the_sum(
    returned: dict[datetime.date, int], settled: dict[datetime.date, int]
) -> None:
    days = by_day(returned, settled)
    assert [each.day for each in days] == sorted({*returned, *settled})
    assert [each.returned for each in days] == sorted(each.returned for each in days)
    if days:
        assert (days[-1].returned, days[-1].settled) == (sum(returned.values()), sum(settled.values()))
