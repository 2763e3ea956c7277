"""``sipas mail``: ballots sent by mail, e-mail or document system, reminders, one ballot a file for agencies."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from sipas_desktop.cli.ballots import bulk_result, typed_serials
from sipas_desktop.cli.fieldwork import day_of
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.mail import Mailed
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs import fieldwork, mail
from sipas_desktop.place import read_place
from sipas_desktop.store import queries


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parent = commands.add_parser("mail", parents=[common], help="ballots sent by mail, e-mail or document system")
    parent.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = parent.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("send", parents=[common], help="ballots went out by a channel")
    parser.add_argument("serials", nargs="*", metavar="SERIAL")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a list of serials")
    parser.add_argument(
        "--members", nargs="+", type=int, default=[], metavar="NUMBER", help="members, by their numbers"
    )
    parser.add_argument("--channel", required=True, metavar="C", help="the channel, by its code in the plan")
    parser.add_argument("--day", metavar="D", help="2021-11-05 (default: today)")
    parser.set_defaults(run=_send)
    parser = verbs.add_parser("list", parents=[common], help="what was sent, and what came of it")
    parser.add_argument("--after", type=int, metavar="N", help="a reminder is due after N days (default: the plan's)")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("reminders", parents=[common], help="print the reminders that are due")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--after", type=int, metavar="N", help="due after N days (default: the plan's)")
    parser.add_argument("--deadline", metavar="D", help="when ballots are wanted back, 2021-11-25")
    parser.add_argument("--text", type=Path, metavar="T.toml", help="the letter in the office's own words")
    parser.set_defaults(run=_reminders)
    parser = verbs.add_parser("agencies", parents=[common], help="one ballot a file for each agency of a group")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--group", required=True, metavar="G")
    parser.set_defaults(run=_agencies)


def _send(args: argparse.Namespace) -> Result:
    day = day_of(args)
    with opened(args) as survey:
        of_members = fieldwork.serials_of_members(survey, args.members)
        typed = of_members + typed_serials(args, need=not of_members)
        bulk = mail.send_all(survey, typed, args.channel, day, progress())
    return bulk_result("sent", bulk, language(args))


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey, survey.snapshot():
        found = queries.mailed(survey)
        ruled = args.after is not None or survey.plan.post.remind_after is not None
        due = {each.serial for each in mail.due_reminders(survey, args.after)} if ruled else set()
    rows = [_row(each, each.serial in due) for each in found]
    lines = ["\t".join("-" if value in (None, "") else str(value) for value in row.values()) for row in rows]
    return Result({"ballots": rows, "due": len(due)}, lines)


def _row(each: Mailed, due: bool) -> dict[str, Any]:
    return {
        "serial": each.serial,
        "channel": each.channel,
        "sent": each.sent.isoformat(),
        "state": each.state.value,
        "outcome": each.outcome,
        "outcome_on": _iso(each.outcome_on),
        "due": due,
        "reminded": _iso(each.reminded),
        "returned": _iso(each.back_on),
        "returned_by": each.back_by,
    }


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _reminders(args: argparse.Namespace) -> Result:
    try:
        deadline = None if args.deadline is None else datetime.date.fromisoformat(args.deadline)
    except ValueError:
        raise Refusal("papers.bad_day", found=args.deadline) from None
    with opened(args) as survey:
        made = mail.make_reminders(
            survey, args.out, after=args.after, deadline=deadline, text=args.text, progress=progress()
        )
    data = {"reminders": made.documents, "pages": made.pages, "sha256": made.sha256, "personal": made.personal}
    told = [words("papers.personal", language(args))] if made.personal else []
    return Result(data, [f"{made.documents}\t{made.pages}\t{args.out}"], errors=told)


def _agencies(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = mail.print_for_agencies(survey, args.folder, args.group, progress())
    rows = [
        {"agency": each.agency, "file": each.file, "serial": each.printed.first_serial if each.printed else None}
        for each in made
    ]
    new = sum(each.printed is not None for each in made)
    data = {"printed": new, "already": len(made) - new, "agencies": rows}
    return Result(data, [f"{row['serial'] or '-'}\t{row['file']}" for row in rows])
