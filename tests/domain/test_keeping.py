"""The rule that says which backups stay, against what it promises."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.keeping import SHORT_OF_ROOM, USUAL, Keeping, kept

START = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
TIMES = st.lists(
    st.integers(0, 180 * 24 * 60).map(lambda minutes: START + datetime.timedelta(minutes=minutes)),
    max_size=120,
)
RULES = st.builds(Keeping, st.integers(0, 24), st.integers(0, 14), st.integers(0, 8))


@given(TIMES, RULES)
def test_the_newest_is_never_deleted_and_none_is_invented(times: list[datetime.datetime], rule: Keeping) -> None:
    stay = kept(times, rule)
    assert stay <= set(times)
    assert not times or max(times) in stay
    assert len(stay) <= 1 + rule.hours + rule.days + rule.weeks


@given(TIMES, RULES)
def test_each_of_the_last_days_keeps_its_last_backup(times: list[datetime.datetime], rule: Keeping) -> None:
    stay = kept(times, rule)
    for day in sorted({time.date() for time in times}, reverse=True)[: rule.days]:
        assert max(time for time in times if time.date() == day) in stay


@given(TIMES)
def test_what_stays_goes_on_to_stay_until_newer_ones_push_it_out(times: list[datetime.datetime]) -> None:
    """Pruning after each backup leaves what pruning once at the end would leave."""
    held: set[datetime.datetime] = set()
    for time in sorted(times):
        held = set(kept(held | {time}))
    assert held == set(kept(times))


def test_a_year_of_hourly_backups() -> None:
    times = [START + datetime.timedelta(hours=hour) for hour in range(24 * 7 * 20)]
    stay = sorted(kept(times), reverse=True)
    assert stay[:24] == sorted(times, reverse=True)[:24]
    # The newest day and week end with the newest hour: 24 hours, 13 more days, then the weeks that reach further back.
    assert len(stay) == 24 + 13 + 6
    assert max(times) - min(stay) == datetime.timedelta(weeks=7)
    assert kept(times, SHORT_OF_ROOM) < kept(times, USUAL)
