"""Where a survey stands on its plan's calendar: holidays from their file, done work from the survey itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sipas_desktop import paths
from sipas_desktop.domain.calendar import Entry, Tick, calendar
from sipas_desktop.domain.fact import day_of
from sipas_desktop.domain.holidays import NO_HOLIDAYS, Holidays, read_holidays
from sipas_desktop.domain.plan import Plan, Work
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

HOLIDAYS_FILE = "holidays.toml"


@dataclass(frozen=True)
class SurveyCalendar:
    """The milestones as they stand on ``today``. ``trouble``: why the holidays could not be read, None if they were."""

    today: datetime.date
    entries: tuple[Entry, ...]
    trouble: Refusal | None = None


def today() -> datetime.date:
    """The day in Vietnam, by which receipts are dated wherever the computer stands."""
    return datetime.date.fromisoformat(day_of(datetime.datetime.now(datetime.UTC).isoformat()))


def load_holidays() -> Holidays:
    """The holidays of ``forms/holidays.toml``; none where there is no such file. Raises ``Refusal``."""
    path = paths.forms() / HOLIDAYS_FILE
    try:
        return read_holidays(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        return NO_HOLIDAYS
    except UnicodeDecodeError:
        raise Refusal("plan.not_utf8", file=path.name) from None


def plan_calendar(
    plan: Plan,
    day: datetime.date,
    done: frozenset[Work] = frozenset(),
    ticks: Mapping[str, Tick] | None = None,
) -> SurveyCalendar:
    """The calendar of ``plan`` on ``day``. A holidays file with a mistake is named and counts as none."""
    try:
        known, trouble = load_holidays(), None
    except Refusal as refusal:
        known, trouble = NO_HOLIDAYS, refusal
    return SurveyCalendar(day, calendar(plan, known, day, done, ticks), trouble)


def survey_calendar(survey: OpenSurvey, day: datetime.date) -> SurveyCalendar:
    """The calendar of the survey's plan on ``day``, with what the survey can tell to be done and what was ticked off;
    a closed hand-over ticks off the milestone that it names.

    At a station that works on a hand-out nobody knows what the office ticked off.
    """
    if survey.about.handout is not None:
        return plan_calendar(survey.plan, day, work_done(survey), None)
    handed = {code: Tick(when) for code, when in queries.milestones_handed_over(survey).items()}
    ticks = handed | queries.milestones_done(survey)
    return plan_calendar(survey.plan, day, work_done(survey), ticks)


def work_done(survey: OpenSurvey) -> frozenset[Work]:
    """The work that some milestone is about and that is done. Reads only what the plan's milestones ask for."""
    asked = {milestone.work for milestone in survey.plan.milestones}
    found = set()
    if asked & {Work.PRINTING, Work.KEYING}:
        ledger = queries.ledger(survey)
        if ledger.printed:
            found.add(Work.PRINTING)
        if ledger.settled and ledger.settled == ledger.valid:
            found.add(Work.KEYING)
    if Work.SAMPLE in asked and queries.has_official_list(survey):
        found.add(Work.SAMPLE)
    if Work.REPORT in asked and queries.has_report(survey):
        found.add(Work.REPORT)
    return frozenset(found & asked)
