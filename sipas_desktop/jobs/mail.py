"""Ballots by mail: many sent at once, reminders for who did not answer, one ballot a file for agencies."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.beside import make_folder
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import VIETNAM
from sipas_desktop.domain.fieldwork import ISSUED
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.post import Addressee, LetterKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.keyed_file import read_serials
from sipas_desktop.jobs.ballots import PrintedRun, print_run
from sipas_desktop.jobs.fieldwork import set_outcomes
from sipas_desktop.jobs.keyed import Bulk, line_by_line
from sipas_desktop.jobs.papers import Papered, Wanted, addressees, print_letters
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


@dataclass(frozen=True)
class AgencyBallot:
    """The ballot of one agency in a file of its own; ``printed`` is None where the file was there already."""

    agency: str
    file: str
    printed: PrintedRun | None


def send_all(
    survey: OpenSurvey,
    typed: Sequence[str],
    channel: str,
    day: datetime.date | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Send many ballots by a channel of the plan. Raises ``Refusal`` before the first one for a wrong role, channel or
    day."""
    workflow.check_step(survey, None, None, day, channel)

    def send(each: str) -> tuple[bool, bool]:
        return workflow.issue(survey, each, day=day, channel=channel).new, False

    return line_by_line(typed, send, progress)


def step_file(
    survey: OpenSurvey,
    path: Path,
    step: str,
    channel: str | None,
    day: datetime.date | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Send every ballot that the list at ``path`` names, or say one outcome of each. Raises ``Refusal`` for a list that
    cannot be read, else as ``send_all`` and ``set_outcomes``.
    """
    typed = [serial for _, serial in read_serials(path)]
    if step == ISSUED and channel is not None:
        return send_all(survey, typed, channel, day, progress)
    return set_outcomes(survey, typed, step, None, day, progress)


def remind_after(survey: OpenSurvey, after: int | None = None) -> int:
    """After how many days a reminder is due: ``after``, else what the plan says. Raises ``Refusal`` for neither."""
    days = survey.plan.post.remind_after if after is None else after
    if days is None or days < 1:
        raise Refusal("mail.no_rule")
    return days


def due_reminders(survey: OpenSurvey, after: int | None = None, day: datetime.date | None = None) -> list[Mailed]:
    """The ballots for which a reminder is due on ``day`` (None: today in Vietnam). Raises as ``remind_after``."""
    days = remind_after(survey, after)
    when = day or (datetime.datetime.now(datetime.UTC) + VIETNAM).date()
    return [each for each in queries.mailed(survey) if each.is_due(when, days)]


def make_reminders(
    survey: OpenSurvey,
    out: Path,
    *,
    after: int | None = None,
    deadline: datetime.date | None = None,
    text: Path | None = None,
    progress: Progress | None = None,
) -> Papered:
    """Print the reminders that are due into ``out``, a PDF, and record that they were printed.

    Of linked ballots to their members; else each names its ballot and has a line to write the address on. Raises
    ``Refusal`` where none is due.
    """
    workflow.require(survey, Verb.PRINT_BALLOTS)
    shown = {serials.show(each.serial): each.serial for each in due_reminders(survey, after)}
    if survey.plan.identity is Identity.LINKED:
        found = [each for each in addressees(survey, Wanted()) if each.serial in shown]
    else:
        found = [Addressee(number, serial=each) for number, each in enumerate(sorted(shown), start=1)]
    if not found:
        raise Refusal("mail.none_due")
    made = print_letters(survey, out, LetterKind.REMINDER, found, deadline=deadline, text=text, progress=progress)
    workflow.record_reminders(survey, [shown[each.serial] for each in found])
    return made


def print_for_agencies(
    survey: OpenSurvey, folder: Path, group: str, progress: Progress | None = None
) -> list[AgencyBallot]:
    """Print one ballot for each agency that the plan lists for ``group``, each a PDF of its own in ``folder``.

    A file is named by its agency's number in the plan and its name without accents; nobody is named in it. A file that
    is there stays, and its agency gets no second ballot: so an interrupted run is simply run again. Raises ``Refusal``
    for an unknown group, one that lists no agencies, a plan that links ballots to people, and as ``print_run``.
    """
    workflow.require(survey, Verb.PRINT_BALLOTS)
    asked = survey.plan.group(group)
    if asked is None:
        raise Refusal("plan.unknown_group", found=group, expected=" ".join(each.code for each in survey.plan.groups))
    if not asked.asked or survey.plan.identity is Identity.LINKED:
        raise Refusal("mail.no_agencies", found=group)
    make_folder(folder)
    made = []
    for number, agency in enumerate(asked.asked, start=1):
        out = folder / f"{number:02d}-{'-'.join(fold(agency).split())[:60]}.pdf"
        printed = None if out.exists() else print_run(survey, out, count=1, group=group)
        made.append(AgencyBallot(agency, out.name, printed))
        if progress:
            progress(number, len(asked.asked))
    return made
