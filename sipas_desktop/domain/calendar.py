"""The plan's calendar: on which day each milestone falls due, and which is next or late on a given day."""

from __future__ import annotations

import datetime
from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from sipas_desktop.domain.holidays import ONE_DAY, Holidays
from sipas_desktop.domain.plan import FIELDWORK, Before, By, Milestone, Plan, Work, WorkingDaysAfter


class Standing(StrEnum):
    """Where a milestone stands on a day."""

    DONE = "done"  # the survey says so
    LATE = "late"  # its last day is past, and the survey says that the work is not done
    PAST = "past"  # its last day is past; whether the work is done, the survey cannot say
    NEXT = "next"  # the nearest last day to come
    COMING = "coming"
    OPEN = "open"  # the plan sets no day


@dataclass(frozen=True)
class Deadline:
    """The last day. ``sure`` is False where it hangs on holidays that nobody has checked."""

    day: datetime.date
    sure: bool = True


@dataclass(frozen=True)
class Entry:
    """A milestone on the calendar. ``days`` from today to its last day, negative when that is past."""

    milestone: Milestone
    deadline: Deadline | None
    standing: Standing
    days: int | None


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


def calendar(plan: Plan, holidays: Holidays, today: datetime.date, done: Set[Work]) -> tuple[Entry, ...]:
    """The plan's milestones by their last day, those without one at the end; ``done``: work that is done."""
    dated = [(each, deadline(each, plan, holidays)) for each in plan.milestones]
    coming = [last.day for each, last in dated if last is not None and last.day >= today and each.work not in done]
    nearest = min(coming, default=None)
    entries = [_entry(each, last, nearest, today, done) for each, last in dated]
    return tuple(sorted(entries, key=lambda entry: entry.deadline.day if entry.deadline else datetime.date.max))


def _entry(
    milestone: Milestone, last: Deadline | None, nearest: datetime.date | None, today: datetime.date, done: Set[Work]
) -> Entry:
    days = None if last is None else (last.day - today).days
    if milestone.work in done:
        standing = Standing.DONE
    elif days is None or last is None:
        standing = Standing.OPEN
    elif days < 0:
        standing = Standing.PAST if milestone.work is None else Standing.LATE
    else:
        standing = Standing.NEXT if last.day == nearest else Standing.COMING
    return Entry(milestone, last, standing, days)


def pressing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The late milestones, the oldest first, then the next ones (several may share a day)."""
    late = [entry for entry in entries if entry.standing is Standing.LATE]
    return (*late, *(entry for entry in entries if entry.standing is Standing.NEXT))
