"""Deadlines: "trước ngày" is the day before, working days step over holidays; what is next and what is late."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.calendar import Standing, Tick, calendar, deadline, pressing
from sipas_desktop.domain.holidays import NO_HOLIDAYS, ONE_DAY, read_holidays
from sipas_desktop.domain.plan import Before, By, Due, Milestone, Plan, Work, WorkingDaysAfter
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.toml_reader import BadFile

SOURCE = (paths.forms() / "holidays.toml").read_text(encoding="utf-8")
HOLIDAYS = read_holidays(SOURCE, "holidays.toml")
HA_TINH = load_plan(paths.forms() / "ha-tinh-2024")[0]
HUE = load_plan(paths.forms() / "hue-2024")[0]
day = datetime.date


def due(due: Due | None, work: Work | None = None, code: str = "m") -> Milestone:
    return Milestone(code, "Mốc", "Văn phòng", due=due, work=work)


@pytest.mark.parametrize(
    ("when", "last"),
    [
        (Before(day(2024, 10, 5)), day(2024, 10, 4)),
        (Before(day(2024, 10, 1)), day(2024, 9, 30)),
        (Before(day(2024, 3, 1)), day(2024, 2, 29)),
        (Before(day(2023, 3, 1)), day(2023, 2, 28)),
        (Before(day(2025, 1, 1)), day(2024, 12, 31)),
        (By(day(2024, 10, 5)), day(2024, 10, 5)),  # a Saturday stays one: the plan names the day
        (WorkingDaysAfter(1, day(2024, 10, 4)), day(2024, 10, 7)),  # a Friday
        (WorkingDaysAfter(5, day(2024, 10, 4)), day(2024, 10, 11)),
        (WorkingDaysAfter(1, day(2024, 10, 5)), day(2024, 10, 7)),  # a Saturday
        (WorkingDaysAfter(5, day(2024, 2, 7)), day(2024, 2, 21)),  # over Tết
        (WorkingDaysAfter(3, day(2024, 4, 26)), day(2024, 5, 4)),  # 29/4–1/5 off, Saturday 4/5 worked in exchange
        (WorkingDaysAfter(1, day(2024, 8, 30)), day(2024, 9, 4)),  # over Quốc khánh
        (WorkingDaysAfter(5, "quy-4"), day(2025, 1, 8)),  # into the next year, over its first day
        (WorkingDaysAfter(5, "fieldwork"), day(2025, 1, 8)),
        (WorkingDaysAfter(5, day(2021, 2, 9)), day(2021, 2, 23)),  # 10–16/2 off
        (WorkingDaysAfter(5, day(2017, 1, 25)), day(2017, 2, 8)),  # over Tết, by the code of 2012: 26/1–1/2 off
        (WorkingDaysAfter(1, day(2017, 9, 1)), day(2017, 9, 5)),  # 2/9, a Saturday, made up for on 4/9
        (WorkingDaysAfter(1, day(2022, 4, 29)), day(2022, 5, 4)),  # 30/4 and 1/5, a weekend, made up for on 2 and 3/5
        (WorkingDaysAfter(2, day(2023, 8, 31)), day(2023, 9, 6)),  # 1/9 and 4/9 off
        (WorkingDaysAfter(1, day(2021, 4, 30)), day(2021, 5, 4)),  # 1/5 made up for on 3/5
        (WorkingDaysAfter(1, day(2025, 4, 25)), day(2025, 4, 26)),  # a Saturday worked in exchange
    ],
)
def test_last_days(when: Due, last: datetime.date) -> None:
    found = deadline(due(when), HA_TINH, HOLIDAYS)
    assert found is not None
    assert (found.day, found.sure) == (last, True)


def test_a_milestone_without_a_day_has_no_deadline() -> None:
    assert deadline(due(None), HA_TINH, HOLIDAYS) is None


@pytest.mark.parametrize("start", [day(2020, 3, 2), day(2026, 3, 2)])  # a year that is missing, and one to be checked
def test_days_that_hang_on_unchecked_holidays_say_so(start: datetime.date) -> None:
    found = deadline(due(WorkingDaysAfter(5, start)), HA_TINH, HOLIDAYS)
    assert found is not None and not found.sure
    named = deadline(due(By(start)), HA_TINH, HOLIDAYS)
    assert named is not None and named.sure  # a day that the plan names hangs on nothing


def test_only_the_years_that_are_met_must_be_known() -> None:
    inside = deadline(due(WorkingDaysAfter(1, day(2025, 12, 29))), HA_TINH, HOLIDAYS)
    across = deadline(due(WorkingDaysAfter(5, day(2025, 12, 29))), HA_TINH, HOLIDAYS)
    assert inside is not None and inside.sure
    assert across is not None and not across.sure


@given(st.dates(day(2020, 1, 1), day(2027, 12, 31)), st.integers(1, 40))
def test_so_many_working_days_lie_between(start: datetime.date, count: int) -> None:
    last = HOLIDAYS.after(start, count)
    days = [start + ONE_DAY * n for n in range(1, (last - start).days + 1)]
    assert sum(HOLIDAYS.is_working_day(each) for each in days) == count
    assert HOLIDAYS.is_working_day(last)


def test_holidays_that_ship_are_weekdays_and_exchanged_days_weekends() -> None:
    assert HOLIDAYS.years.keys() == {2017, *range(2021, 2027)}
    for year in HOLIDAYS.years.values():
        assert all(each.weekday() < 5 for each in year.off)
        assert all(each.weekday() >= 5 for each in year.worked)
        by_law = 11 if year.year >= 2021 else 10  # one day more for Quốc khánh by the Labour Code of 2019
        assert len(year.off) >= by_law  # fewer weekdays only if one were not made up for
        assert year.source and year.checked is not year.source.startswith("?")


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("P027", "2021-01-01,", "2020-01-01,"),
        ("P027", "2021-01-01,", "2021-02-10,"),
        ("P027", "worked = [2024-05-04]", "worked = [2024-01-01]"),
        ("P009", "year = 2024", "year = 2021"),
        ("F001", "year = 2025", ""),
        ("F002", "worked = [2024-05-04]", 'worked = ["2024-05-04"]'),
        ("F002", "worked = [2024-05-04]", "worked = [2024-05-04T08:00:00]"),
        ("F004", "worked = [2024-05-04]", "works = [2024-05-04]"),
    ],
)
def test_mistakes_in_the_file_are_named(code: str, old: str, new: str) -> None:
    assert old in SOURCE
    with pytest.raises(BadFile) as caught:
        read_holidays(SOURCE.replace(old, new, 1), "holidays.toml")
    assert code in [problem.code for problem in caught.value.problems]
    assert caught.value.words("vi") and caught.value.words("en")


def standings(plan: Plan, today: datetime.date, *done: Work) -> dict[str, Standing]:
    return {each.milestone.code: each.standing for each in calendar(plan, HOLIDAYS, today, frozenset(done))}


def test_what_is_next_late_or_past() -> None:
    """Huế on 06/9/2024: the list should be there since 04/9, ballots are due on 07/9."""
    found = standings(HUE, day(2024, 9, 6))
    assert found["tong-hop-mau"] is Standing.LATE  # the survey knows: no list
    assert found["hop-dong"] is Standing.PAST  # nobody told the program of a contract
    assert found["in-phieu"] is Standing.NEXT
    assert found["khao-sat"] is Standing.COMING
    assert found["giam-sat"] is Standing.OPEN
    with_list = standings(HUE, day(2024, 9, 6), Work.SAMPLE, Work.PRINTING)
    assert with_list["tong-hop-mau"] is with_list["in-phieu"] is Standing.DONE
    assert with_list["khao-sat"] is Standing.NEXT


def test_what_somebody_ticked_off_is_done_in_time_or_late() -> None:
    """Huế: the contract until 04/9, the survey until 25/9."""
    ticks = {"hop-dong": Tick(day(2024, 9, 6)), "tap-huan": Tick(day(2024, 9, 4))}
    found = {each.milestone.code: each for each in calendar(HUE, HOLIDAYS, day(2024, 9, 7), frozenset(), ticks)}
    assert found["hop-dong"].standing is found["tap-huan"].standing is Standing.DONE
    assert (found["hop-dong"].days_late, found["tap-huan"].days_late) == (2, 0)
    nobody = {each.milestone.code: each for each in calendar(HUE, HOLIDAYS, day(2024, 9, 7), frozenset(), {})}
    assert nobody["hop-dong"].standing is Standing.LATE  # where ticks can be known
    assert nobody["hop-dong"].days_late == 3
    over = calendar(HUE, HOLIDAYS, day(2024, 9, 1), frozenset({Work.SAMPLE}), ticks)
    assert [each.milestone.code for each in over if each.standing is Standing.NEXT] == ["in-phieu"]


def test_the_last_day_itself_is_not_late() -> None:
    assert standings(HUE, day(2024, 9, 7))["in-phieu"] is Standing.NEXT
    assert standings(HUE, day(2024, 9, 8))["in-phieu"] is Standing.LATE


def test_several_on_one_day_are_next_together_and_late_ones_come_first() -> None:
    found = pressing(calendar(HUE, HOLIDAYS, day(2024, 9, 1), frozenset()))
    assert [entry.milestone.code for entry in found] == ["tong-hop-mau", "hop-dong", "tap-huan"]
    assert {entry.days for entry in found} == {3}
    later = pressing(calendar(HUE, HOLIDAYS, day(2024, 9, 20), frozenset()))
    assert [entry.milestone.code for entry in later] == ["tong-hop-mau", "in-phieu", "khao-sat"]
    assert [entry.days for entry in later] == [-16, -13, 5]


def test_the_calendar_is_in_order_of_days() -> None:
    second, first = (due(By(day(2024, 5, number)), code=code) for number, code in ((2, "b"), (1, "a")))
    plan = replace(HUE, milestones=(due(None, code="none"), second, first))
    entries = calendar(plan, NO_HOLIDAYS, day(2024, 1, 1), frozenset())
    assert [entry.milestone.code for entry in entries] == ["a", "b", "none"]
    days = [entry.deadline.day for entry in calendar(HUE, HOLIDAYS, day(2024, 1, 1), frozenset()) if entry.deadline]
    assert days == sorted(days)
