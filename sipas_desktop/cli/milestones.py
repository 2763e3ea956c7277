"""``sipas milestones``: the plan's calendar, and what is ticked off on it."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened
from sipas_desktop.domain.calendar import Entry, Standing
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs.calendar import SurveyCalendar, survey_calendar, today
from sipas_desktop.place import read_place
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    milestones = commands.add_parser("milestones", parents=[common], help="the plan's calendar, and what is done on it")
    milestones.add_argument("survey", type=read_place, metavar="SURVEY")
    milestones.set_defaults(run=_list)
    verbs = milestones.add_subparsers(dest="verb")
    parser = verbs.add_parser("list", parents=[common], help="every milestone with its last day and where it stands")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("done", parents=[common], help="tick off what the survey itself cannot see")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--day", metavar="D", help="on which it was done, 2024-09-05 (default: today)")
    parser.add_argument("--note", metavar="T", default="")
    parser.set_defaults(run=_done)
    parser = verbs.add_parser("undone", parents=[common], help="it is not done after all")
    parser.add_argument("code", metavar="CODE")
    parser.set_defaults(run=_undone)


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.require(survey, Verb.SEE_RESULTS)  # whether all is settled is nothing for a keyer
        found = survey_calendar(survey, today())
    lang = language(args)
    trouble = [] if found.trouble is None else [found.trouble.words(lang)]
    lines = ["\t".join(_cells(entry, lang)) for entry in found.entries]
    return Result({"milestones": [_data(entry) for entry in found.entries]}, lines, errors=trouble)


def _done(args: argparse.Namespace) -> Result:
    day = None if args.day is None else _day(args.day)
    with opened(args) as survey:
        workflow.milestone_done(survey, args.code, day, args.note)
        return _one(survey, args)


def _undone(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.milestone_undone(survey, args.code)
        return _one(survey, args)


def _one(survey: OpenSurvey, args: argparse.Namespace) -> Result:
    found: SurveyCalendar = survey_calendar(survey, today())
    entry = next(entry for entry in found.entries if entry.milestone.code == args.code)
    return Result(_data(entry), ["\t".join(_cells(entry, language(args)))])


def _data(entry: Entry) -> dict[str, Any]:
    milestone, waits = entry.milestone, entry.standing not in (Standing.DONE, Standing.OPEN)
    return {
        "code": milestone.code,
        "title": milestone.title,
        "owner": milestone.owner,
        "support": milestone.support,
        "deadline": entry.deadline.day.isoformat() if entry.deadline else None,
        "sure": entry.deadline.sure if entry.deadline else None,
        "seen_by": None if milestone.work is None else milestone.work.value,
        "standing": entry.standing.value,
        "done": entry.standing is Standing.DONE,
        "done_on": entry.tick.day.isoformat() if entry.tick else None,
        "note": entry.tick.note if entry.tick else "",
        "days_left": entry.days if waits else None,
        "days_late": entry.days_late,
    }


def _cells(entry: Entry, lang: str) -> tuple[str, ...]:
    last = "-" if entry.deadline is None else entry.deadline.day.isoformat() + ("" if entry.deadline.sure else " ?")
    note = entry.tick.note if entry.tick else ""
    return (last, entry.milestone.code, entry.milestone.title, entry.milestone.owner, _standing(entry, lang), note)


def _standing(entry: Entry, lang: str) -> str:
    if entry.standing is Standing.DONE and entry.tick is not None:
        day = entry.tick.day.isoformat()
        if entry.days_late:
            return words("milestones.was_done_late", lang, day=day, days=entry.days_late)
        return words("milestones.was_done", lang, day=day)
    if entry.standing is Standing.LATE:
        return words("milestones.is_late", lang, days=entry.days_late)
    if entry.standing in (Standing.NEXT, Standing.COMING):
        return words("milestones.is_coming", lang, days=entry.days or 0)
    if entry.standing is Standing.OPEN and entry.milestone.when:
        return entry.milestone.when
    return words(f"milestones.is_{entry.standing}", lang)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refusal("cli.not_a_date", found=text) from None
