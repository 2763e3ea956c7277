"""Hand-overs beside the plan's calendar: by when each was due, and how late it was."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sipas_desktop.domain.calendar import Deadline, deadline
from sipas_desktop.domain.holidays import NO_HOLIDAYS
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import load_holidays
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Handover


@dataclass(frozen=True)
class HandoverDue:
    """A hand-over, the last day that the plan gives it (None where it gives none), how many days it was late."""

    handover: Handover
    deadline: Deadline | None
    days_late: int


def handovers_due(survey: OpenSurvey, number: int | None = None, day: datetime.date | None = None) -> list[HandoverDue]:
    """All hand-overs, or the one with this ``number``, each with its last day.

    An open one is as late as it would be if it were closed on ``day``, where that is later than its own. Holidays that
    cannot be read count as none. Raises ``Refusal`` for a wrong role, and where there is no hand-over ``number``.
    """
    found = queries.handovers(survey, number)
    if number is not None and not found:
        raise Refusal("handover.unknown", number=number)
    return _due(survey, found, day)


def late_handovers(survey: OpenSurvey, day: datetime.date) -> int:
    """How many hand-overs are late, or were, as they stand on ``day``; for everybody."""
    return sum(each.days_late > 0 for each in _due(survey, queries.handover_days(survey), day))


def _due(survey: OpenSurvey, found: Sequence[Handover], day: datetime.date | None) -> list[HandoverDue]:
    try:
        holidays = load_holidays()
    except Refusal:
        holidays = NO_HOLIDAYS
    asked = {each.code: deadline(each, survey.plan, holidays) for each in survey.plan.milestones}

    def due(each: Handover) -> HandoverDue:
        last = asked.get(each.milestone) if each.milestone else None
        when = max(each.day, day or each.day) if each.closed_on is None else each.day
        return HandoverDue(each, last, 0 if last is None else max(0, (when - last.day).days))

    return [due(each) for each in found]
