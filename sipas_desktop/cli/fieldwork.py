"""``sipas issue`` and ``sipas outcome``: ballots on their way, one by one or from a file."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from sipas_desktop.cli.ballots import bulk_result, typed_serials
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs import fieldwork as jobs
from sipas_desktop.place import read_place
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("issue", parents=[common], help="issue ballots to an interviewer")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    _which(parser)
    _when(parser)
    parser.set_defaults(run=_issue)

    outcome = commands.add_parser("outcome", parents=[common], help="what came of visits")
    outcome.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = outcome.add_subparsers(dest="verb", required=True)
    for each in Outcome:
        parser = verbs.add_parser(each.value, parents=[common], help=f"record it: {each.value.replace('_', ' ')}")
        _which(parser)
        _when(parser)
        parser.set_defaults(run=_outcome, outcome=each.value)
    parser = verbs.add_parser("withdraw", parents=[common], help="the last issue or outcome was a mistake")
    _which(parser)
    parser.set_defaults(run=_withdraw)
    parser = verbs.add_parser("visits", parents=[common], help="all that was said of one ballot")
    parser.add_argument("serial", metavar="SERIAL")
    parser.set_defaults(run=_visits)
    parser = verbs.add_parser("list", parents=[common], help="the official list, and what came of each member")
    parser.set_defaults(run=_list)


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("serials", nargs="*", metavar="SERIAL")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a list of serials")
    parser.add_argument(
        "--members", nargs="+", type=int, default=[], metavar="NUMBER", help="members, by their numbers"
    )


def _when(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--interviewer", metavar="CODE")
    parser.add_argument("--day", metavar="D", help="2024-09-25 (default: today)")


def _typed(survey: OpenSurvey, args: argparse.Namespace) -> list[str]:
    of_members = jobs.serials_of_members(survey, args.members)
    return of_members + typed_serials(args, need=not of_members)


def day_of(args: argparse.Namespace) -> datetime.date | None:
    """The day of ``--day``, None without one. Raises ``Refusal`` for what is no day."""
    if args.day is None:
        return None
    try:
        return datetime.date.fromisoformat(args.day)
    except ValueError:
        raise Refusal("cli.not_a_date", found=args.day) from None


def _issue(args: argparse.Namespace) -> Result:
    day = day_of(args)
    with opened(args) as survey:
        bulk = jobs.issue_all(survey, _typed(survey, args), args.interviewer, day, progress())
    return bulk_result("issued", bulk, language(args))


def _outcome(args: argparse.Namespace) -> Result:
    day = day_of(args)
    with opened(args) as survey:
        bulk = jobs.set_outcomes(survey, _typed(survey, args), args.outcome, args.interviewer, day, progress())
    return bulk_result("recorded", bulk, language(args))


def _withdraw(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        bulk = jobs.withdraw_steps(survey, _typed(survey, args), progress())
    return bulk_result("withdrawn", bulk, language(args))


def _visits(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        steps = queries.field_steps(survey, jobs.printed_serial(survey, args.serial))
    rows = [vars(step) for step in steps]
    return Result({"steps": rows}, [f"{step.day}\t{step.step}\t{step.interviewer}" for step in steps])


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        members = queries.members_in_field(survey)
    rows = [
        {
            "number": each.position,
            "name": each.name,
            "unit": each.unit,
            "interviewer": each.interviewer,
            "serial": each.serial,
            "outcome": each.outcome,
            "day": each.day,
            "not_met": each.not_met,
        }
        for each in members
    ]
    return Result({"members": rows}, ["\t".join(map(str, row.values())) for row in rows])
