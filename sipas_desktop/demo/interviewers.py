"""Made-up interviewers of a survey with a sample list: their members, their ballots, whom they do not meet at first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.people import name_of
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.fieldwork import assign_all
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import InterviewerData

COUNT: Final = 6
NOT_AT_HOME: Final = 0.1  # how often nobody is met at the first visit


def set_interviewers(office: OpenSurvey, chance: Chance, areas: Sequence[str]) -> None:
    """Interviewers, each with one of the ``areas``; and every member to one of them."""
    found = [
        InterviewerData(f"B{n}", name_of(chance, 1000 + n), areas[n % len(areas)], f"0905{n:06}")
        for n in range(1, COUNT + 1)
    ]
    workflow.set_interviewers(office, found)
    assign_all(office)


def send_out(office: OpenSurvey, chance: Chance) -> None:
    """Every ballot is issued as fieldwork begins; some people are met at the second visit only."""
    begins, _ = office.plan.fieldwork
    first = min(begins, today())
    for each in queries.members_in_field(office):
        if each.serial:
            workflow.issue(office, each.serial, day=first)
            if chance.share("at home", each.position) < NOT_AT_HOME:
                workflow.set_outcome(office, each.serial, Outcome.NOT_MET, day=first)
