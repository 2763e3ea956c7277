"""Public holidays as data (``forms/holidays.toml``): which days are worked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sipas_desktop.domain.toml_reader import BadFile, Table, parse

SATURDAY = 5
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class HolidayYear:
    """One year's days without work and days worked in exchange; ``checked``: compared with its ``source``."""

    year: int
    off: frozenset[datetime.date]
    worked: frozenset[datetime.date]
    source: str
    checked: bool


@dataclass(frozen=True)
class Holidays:
    """The years that are known. Of a year that is not, only Saturdays and Sundays count as days off."""

    years: Mapping[int, HolidayYear]

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether offices work on ``day``."""
        year = self.years.get(day.year)
        if year is not None and (day in year.off or day in year.worked):
            return day in year.worked
        return day.weekday() < SATURDAY

    def is_sure(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether every year from ``first`` to ``last`` is known and was checked."""
        years = [self.years.get(year) for year in range(first.year, last.year + 1)]
        return all(year is not None and year.checked for year in years)

    def after(self, day: datetime.date, count: int) -> datetime.date:
        """The last of ``count`` working days after ``day``, which itself does not count."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day


NO_HOLIDAYS = Holidays({})


def read_holidays(source: str, file: str) -> Holidays:
    """The holidays in ``source``. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    years: dict[int, HolidayYear] = {}
    for each in table.take_tables("years", required=True):
        year = _year(each)
        if year.year in years:
            each.problem("P009", "form.code_twice", found=str(year.year))
        years[year.year] = year
    table.nothing_left()
    if table.problems:
        raise BadFile(file, table.problems)
    return Holidays(years)


def _year(table: Table) -> HolidayYear:
    year = table.take_int("year")
    off, worked = table.take_dates("off"), table.take_dates("worked")
    for day in sorted({*off, *worked}):
        if day.year != year or off.count(day) + worked.count(day) > 1:
            table.problem("P027", "plan.holiday", found=day.isoformat(), year=year)
    found = HolidayYear(year, frozenset(off), frozenset(worked), table.take_text("source"), table.take_flag("checked"))
    table.nothing_left()
    return found
