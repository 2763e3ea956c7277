"""Hand-overs beside the plan's calendar: by when each was due, and how late; what to propose for the next one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sipas_desktop.domain.calendar import Deadline, deadline
from sipas_desktop.domain.handover import Direction
from sipas_desktop.domain.holidays import NO_HOLIDAYS
from sipas_desktop.domain.plan import Plan, PlanRole
from sipas_desktop.domain.vietnamese import fold
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


@dataclass(frozen=True)
class Proposal:
    """What the next hand-over probably is; "" where nobody can know."""

    giver: str
    receiver: str
    milestone: str = ""


def propose(plan: Plan, known: Sequence[Handover], direction: Direction) -> Proposal:
    """The parties of the last hand-over that way, else of the last one the other way, turned; else by the plan.

    To the office it is probably for the first milestone that speaks of handing over (bàn giao) and had none yet.
    """
    asked = {each.milestone for each in known}
    waiting = [each for each in plan.milestones if each.code not in asked and "ban giao" in fold(each.title)]
    found = waiting[0] if waiting and direction is Direction.TO_OFFICE else None
    code = found.code if found else ""
    same = [each for each in known if each.direction is direction]
    if same:
        return Proposal(same[-1].giver, same[-1].receiver, code)
    if known:
        return Proposal(known[-1].receiver, known[-1].giver, code)
    contractor = next((duty.who for duty in plan.duties if duty.role is PlanRole.CONTRACTOR), "")
    post = found.owner if found else contractor
    giver, receiver = (plan.owner, post) if direction is Direction.TO_POST else (post, plan.owner)
    return Proposal(giver, receiver, code)
