"""The plan's calendar: on which day each milestone falls due, and which is next or late on a given day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from sipas_desktop.domain.holidays import ONE_DAY, Holidays
from sipas_desktop.domain.plan import FIELDWORK, Before, By, Milestone, Plan, Work, WorkingDaysAfter


class Standing(StrEnum):
    """Where a milestone stands on a day."""

    DONE = "done"  # the survey says so, or somebody ticked it off
    LATE = "late"  # its last day is past, and it is not done
    PAST = "past"  # its last day is past; whether it is done, nobody can say here
    NEXT = "next"  # the nearest last day to come
    COMING = "coming"
    OPEN = "open"  # the plan sets no day


@dataclass(frozen=True)
class Deadline:
    """The last day. ``sure`` is False where it hangs on holidays that nobody has checked."""

    day: datetime.date
    sure: bool = True


@dataclass(frozen=True)
class Tick:
    """What somebody says of a milestone that the survey itself cannot see: the day on which it was done, a note."""

    day: datetime.date
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """A milestone on the calendar. ``days`` from today to its last day, negative when that is past."""

    milestone: Milestone
    deadline: Deadline | None
    standing: Standing
    days: int | None
    tick: Tick | None = None

    @property
    def days_late(self) -> int:
        """How many days after its last day it was done, or is not done yet; 0 where it is in time or nobody knows."""
        if self.standing is Standing.LATE:
            return -(self.days or 0)
        if self.deadline is None or self.tick is None:
            return 0
        return max(0, (self.tick.day - self.deadline.day).days)


def deadline(milestone: Milestone, plan: Plan, holidays: Holidays) -> Deadline | None:
    """The last day of ``milestone``; None where the plan sets none.

    "Trước ngày" is the day before at the latest. Of working days after an event the event's own day does not count
    (Bộ luật Dân sự 2015, Điều 147).
    """
    match milestone.due:
        case None:
            return None
        case Before(day):
            return Deadline(day - ONE_DAY)
        case By(day):
            return Deadline(day)
        case WorkingDaysAfter(count, after):
            first = after if isinstance(after, datetime.date) else _last_day(plan, after)
            last = holidays.after(first, count)
            return Deadline(last, holidays.is_sure(first + ONE_DAY, last))


def _last_day(plan: Plan, event: str) -> datetime.date:
    wave = plan.wave(event)
    return plan.fieldwork[1] if event == FIELDWORK or wave is None else wave.end


def calendar(
    plan: Plan, holidays: Holidays, today: datetime.date, done: Set[Work], ticks: Mapping[str, Tick] | None = None
) -> tuple[Entry, ...]:
    """The plan's milestones by their last day, those without one at the end.

    ``done``: work that is done; ``ticks``: code → what somebody ticked off, None where nobody can know.
    """
    dated = [(each, deadline(each, plan, holidays)) for each in plan.milestones]
    over = {each.code for each, _ in dated if each.work in done or each.code in (ticks or {})}
    coming = [last.day for each, last in dated if last is not None and last.day >= today and each.code not in over]
    nearest = min(coming, default=None)
    entries = [_entry(each, last, nearest, today, done, ticks) for each, last in dated]
    return tuple(sorted(entries, key=lambda entry: entry.deadline.day if entry.deadline else datetime.date.max))


def _entry(
    milestone: Milestone,
    last: Deadline | None,
    nearest: datetime.date | None,
    today: datetime.date,
    done: Set[Work],
    ticks: Mapping[str, Tick] | None,
) -> Entry:
    days = None if last is None else (last.day - today).days
    tick = (ticks or {}).get(milestone.code)
    if milestone.work in done or tick is not None:
        standing = Standing.DONE
    elif days is None or last is None:
        standing = Standing.OPEN
    elif days < 0:
        standing = Standing.PAST if milestone.work is None and ticks is None else Standing.LATE
    else:
        standing = Standing.NEXT if last.day == nearest else Standing.COMING
    return Entry(milestone, last, standing, days, tick)


def pressing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The late milestones, the oldest first, then the next ones (several may share a day)."""
    late = [entry for entry in entries if entry.standing is Standing.LATE]
    return (*late, *(entry for entry in entries if entry.standing is Standing.NEXT))
