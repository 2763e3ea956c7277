"""Fieldwork that takes more than one room: the post's list, the assignment of all members, many ballots at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.assignment import By, Visited, assign
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.interviewers import InterviewerList, read_interviewers, write_interviewers
from sipas_desktop.jobs.keyed import Bulk, line_by_line
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import CatalogueChange, InterviewerData


@dataclass(frozen=True)
class AssignmentMade:
    """``moved`` members changed hands; ``counts``: code → members she has now; ``nobodys`` no area has."""

    moved: int
    counts: dict[str, int]
    nobodys: tuple[int, ...] = field(default=())  # by their numbers in the list


@dataclass(frozen=True)
class Replaced:
    """Members replaced by the plan's rule: (number, who came), and those for whom nobody is left."""

    done: tuple[tuple[int, int], ...]
    left: tuple[int, ...]


# -- the list ---------------------------------------------------------------------------------------------------------


def preview_interviewers(survey: OpenSurvey, path: Path) -> InterviewerList:
    """What the file at ``path`` would bring. Nothing is written. Raises ``Refusal``."""
    workflow.require(survey, Verb.SET_INTERVIEWERS)
    return read_interviewers(path)


def accept_interviewers(survey: OpenSurvey, found: InterviewerList) -> CatalogueChange:
    """Take what was previewed, all of it or nothing. Raises ``Refusal``."""
    rows = [InterviewerData(row.code, row.name, row.area, row.phone, row.note) for row in found.rows]
    return workflow.set_interviewers(survey, rows)


def export_interviewers(survey: OpenSurvey, out: Path) -> int:
    """Write the interviewers, with what each has, to the .xlsx or .csv file ``out``; how many. Raises ``Refusal``."""
    workflow.require(survey, Verb.SET_INTERVIEWERS)
    with survey.snapshot():
        people = queries.interviewers(survey)
        counts = {each.code: each for each in queries.field_counts(survey)}
    if not people:
        raise Refusal("interviewers.nobody")
    rows: list[tuple[str | int, ...]] = []
    for each in people:
        own = counts[each.code]
        states = (State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)
        numbers = (own.assigned, own.to_issue, own.issued, own.at(State.OUT), own.returned, *map(own.at, states))
        rows.append((each.code, each.name, each.area, each.phone, each.note, *numbers))
    write_interviewers(rows, out)
    return len(rows)


# -- who visits whom --------------------------------------------------------------------------------------------------


def assign_all(survey: OpenSurvey, by: By = By.AREA, *, again: bool = False) -> AssignmentMade:
    """Give the official list to the interviewers, as equal as their areas allow.

    Who is assigned stays where she is; ``again`` assigns everybody anew but those whose ballots are on their way or
    back. Raises ``Refusal`` where there are no interviewers or no members.
    """
    workflow.require(survey, Verb.SET_INTERVIEWERS)
    with survey.snapshot():
        areas = {each.code: each.area for each in queries.interviewers(survey)}
        members = queries.members_in_field(survey)
    if not areas:
        raise Refusal("interviewers.nobody")
    if not members:
        raise Refusal("interviewers.no_members")
    free = [each for each in members if not each.interviewer or (again and not each.outcome)]
    open_ids = {each.id for each in free}
    held = {code: sum(each.interviewer == code and each.id not in open_ids for each in members) for code in areas}
    found = assign([Visited(each.id, each.unit, each.address, each.position) for each in free], areas, by, held)
    moved = workflow.assign_members(survey, {code: ids for code, ids in found.members.items() if ids})
    nobodys = set(found.nobodys)
    counts = {code: held[code] + len(found.members[code]) for code in areas}
    return AssignmentMade(moved, counts, tuple(each.position for each in free if each.id in nobodys))


def move_members(survey: OpenSurvey, code: str, positions: Sequence[int]) -> int:
    """Give the members with these numbers to one interviewer; how many changed hands. Raises ``Refusal``."""
    workflow.require(survey, Verb.SET_INTERVIEWERS)
    by_position = {each.position: each.id for each in queries.members_in_field(survey)}
    for position in positions:
        if position not in by_position:
            raise Refusal("interviewers.no_member", position=position)
    return workflow.assign_members(survey, {code: [by_position[each] for each in dict.fromkeys(positions)]})


# -- ballots ----------------------------------------------------------------------------------------------------------


def issue_all(
    survey: OpenSurvey,
    typed: Sequence[str],
    interviewer: str | None = None,
    day: datetime.date | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Issue many ballots. Raises ``Refusal`` before the first one for a wrong role, interviewer or day."""
    workflow.check_step(survey, interviewer, None, day)

    def issue(each: str) -> tuple[bool, bool]:
        return workflow.issue(survey, each, interviewer, day).new, False

    return line_by_line(typed, issue, progress)


def set_outcomes(
    survey: OpenSurvey,
    typed: Sequence[str],
    outcome: str,
    interviewer: str | None = None,
    day: datetime.date | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Record one outcome of many ballots. Raises ``Refusal`` as ``issue_all`` does."""
    workflow.check_step(survey, interviewer, outcome, day)

    def report(each: str) -> tuple[bool, bool]:
        return workflow.set_outcome(survey, each, outcome, interviewer, day).new, False

    return line_by_line(typed, report, progress)


def withdraw_steps(survey: OpenSurvey, typed: Sequence[str], progress: Progress | None = None) -> Bulk:
    """Take back the last step of each ballot. Raises ``Refusal`` before the first one for a wrong role."""
    workflow.require(survey, Verb.ISSUE)
    return line_by_line(typed, _always(lambda each: workflow.withdraw_step(survey, each)), progress)


def spoil_all(survey: OpenSurvey, typed: Sequence[str], reason: str, progress: Progress | None = None) -> Bulk:
    """Say that these ballots are spoiled. Raises ``Refusal`` before the first one for a wrong role."""
    workflow.require(survey, Verb.PRINT_BALLOTS)
    return line_by_line(typed, _always(lambda each: workflow.spoil(survey, each, reason)), progress)


def void_all(survey: OpenSurvey, typed: Sequence[str], reason: str, progress: Progress | None = None) -> Bulk:
    """Throw these ballots out. Raises ``Refusal`` before the first one for a wrong role or reason."""
    workflow.check_void(survey, reason)
    return line_by_line(typed, _always(lambda each: workflow.void_ballot(survey, each, reason)), progress)


def _always(act: Callable[[str], object]) -> Callable[[str], tuple[bool, bool]]:
    def done(each: str) -> tuple[bool, bool]:
        act(each)
        return True, False

    return done


def printed_serial(survey: OpenSurvey, typed: str) -> str:
    """The serial that was typed, in 12 digits. Raises ``Refusal`` where the survey never printed it."""
    serial = serials.read(typed, survey.about.number)
    if queries.ballot(survey, serial) is None:
        raise Refusal("receive.unknown", serial=serials.show(serial))
    return serial


def serials_of_members(survey: OpenSurvey, positions: Sequence[int]) -> list[str]:
    """The serials of the ballots of the members with these numbers. Raises ``Refusal`` where one has none."""
    found = []
    for position in positions:
        serial = queries.serial_of_member(survey, position)
        if serial is None:
            raise Refusal("fieldwork.no_ballot", position=position)
        found.append(serial)
    return found


# -- the reserve ------------------------------------------------------------------------------------------------------


def replace_due(survey: OpenSurvey, *, elsewhere: bool = False) -> Replaced:
    """Replace everybody whom the plan's rule says, one by one; ``elsewhere``: from other strata where hers is used up.

    An interrupted run is simply run again. Raises ``Refusal`` for a wrong role.
    """
    done: list[tuple[int, int]] = []
    left: list[int] = []
    for due in queries.replaceable(survey):
        position = due.member.position
        reason = words(f"outcome.{due.member.outcome}", "vi")
        try:
            done.append((position, workflow.replace_member(survey, position, reason)))
        except Refusal as refusal:
            if refusal.code != "draw.nobody_left":
                raise
            if not elsewhere or not due.others_have:
                left.append(position)
                continue
            done.append((position, workflow.replace_member(survey, position, reason, elsewhere=True)))
    return Replaced(tuple(done), tuple(left))
