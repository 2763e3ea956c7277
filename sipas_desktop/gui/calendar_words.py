"""The plan's calendar in words: the last day of a milestone, and where it stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain.calendar import Deadline, Entry, Standing
from sipas_desktop.domain.vietnamese import date_short

UNSURE = " ?"  # behind a day that hangs on unchecked holidays


def last_day(deadline: Deadline | None) -> str:
    """The day as dd/mm/yyyy, with a mark where holidays are to be checked; a dash where the plan sets none."""
    if deadline is None:
        return "–"
    return date_short(deadline.day) + ("" if deadline.sure else UNSURE)


def standing(entry: Entry) -> str:
    """Where a milestone stands: done, late, past, next or coming, with the days."""
    translate, days = QCoreApplication.translate, abs(entry.days or 0)
    match entry.standing:
        case Standing.DONE if entry.tick is not None:
            day = date_short(entry.tick.day)
            if not (late := entry.days_late):
                return translate("calendar", "done on {day}").format(day=day)
            return translate("calendar", "done on {day}, late by %n day(s)", None, late).format(day=day)
        case Standing.DONE:
            return translate("calendar", "done")
        case Standing.LATE:
            return translate("calendar", "late by %n day(s)", None, days)
        case Standing.PAST:
            return translate("calendar", "past")
        case Standing.OPEN:
            return entry.milestone.when or translate("calendar", "no day set")
        case Standing.NEXT if days == 0:
            return translate("calendar", "today is the last day")
        case Standing.NEXT:
            return translate("calendar", "next: %n day(s) left", None, days)
        case Standing.COMING:
            return translate("calendar", "%n day(s) left", None, days)


def who(entry: Entry) -> str:
    """Who answers for a milestone, and who helps."""
    milestone = entry.milestone
    if not milestone.support:
        return milestone.owner
    words = QCoreApplication.translate("calendar", "{owner}, with {support}")
    return words.format(owner=milestone.owner, support=milestone.support)


def line(entry: Entry) -> str:
    """A milestone in one line: "late by 3 days: In phiếu (Sở Nội vụ), 07/09/2024"."""
    said = standing(entry)
    day = last_day(entry.deadline)
    return f"{said[:1].upper()}{said[1:]}: {entry.milestone.title} ({entry.milestone.owner}), {day}"
