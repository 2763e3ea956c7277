"""``sipas handover``: ballots given and taken between office and post."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.ballots import typed_serials
from sipas_desktop.cli.fieldwork import day_of
from sipas_desktop.cli.terminal import REFUSED, Result, language, opened
from sipas_desktop.domain.handover import Direction, Side
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.handovers import HandoverDue, handovers_due
from sipas_desktop.jobs.slips import make_handover_slip
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow

DIRECTIONS = [each.value for each in Direction]
SIDES = [each.value for each in Side]


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    handover = commands.add_parser("handover", parents=[common], help="ballots given and taken, office and post")
    handover.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = handover.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("open", parents=[common], help="begin one")
    parser.add_argument("direction", metavar="|".join(DIRECTIONS))
    parser.add_argument("--giver", required=True, metavar="WHO")
    parser.add_argument("--receiver", required=True, metavar="WHO")
    parser.add_argument("--day", metavar="D", help="2024-09-25 (default: today)")
    parser.add_argument("--milestone", metavar="CODE", help="the one of the plan's calendar that asks for it")
    parser.set_defaults(run=_open)
    parser = verbs.add_parser("scan", parents=[common], help="which ballots one side has")
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("side", metavar="|".join(SIDES))
    _which(parser)
    parser.add_argument("--undo", action="store_true", help="it has not, after all")
    parser.set_defaults(run=_scan)
    parser = verbs.add_parser("explain", parents=[common], help="why only one side has these ballots")
    parser.add_argument("number", type=int, metavar="N")
    _which(parser)
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=_explain)
    parser = verbs.add_parser("close", parents=[common], help="both sides agree")
    parser.add_argument("number", type=int, metavar="N")
    parser.set_defaults(run=_close)
    parser = verbs.add_parser("list", parents=[common], help="all of them, and what the post has")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("slip", parents=[common], help="print its slip, to be signed")
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("out", type=Path, metavar="OUT.pdf|OUT.docx")
    parser.set_defaults(run=_slip)


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("serials", nargs="*", metavar="SERIAL")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a list of serials")


def _open(args: argparse.Namespace) -> Result:
    day = day_of(args)
    with opened(args) as survey:
        number = workflow.open_handover(
            survey, args.direction, args.giver, args.receiver, day=day, milestone=args.milestone
        )
    return Result({"number": number}, [str(number)])


def _scan(args: argparse.Namespace) -> Result:
    typed = typed_serials(args)
    with opened(args) as survey:
        done = workflow.scan_handover(survey, args.number, args.side, typed, undo=args.undo)
    lang = language(args)
    refused = [{"serial": each, "message": refusal.words(lang)} for each, refusal in done.refused]
    data = {"scanned": done.done, "already": done.already, "refused": refused}
    lines = [f"scanned {done.done}, already {done.already}, refused {len(refused)}"]
    nothing = not done.done and not done.already
    errors = [f"{each['serial']}: {each['message']}" for each in refused]
    return Result(data, lines, REFUSED if nothing else 0, errors)


def _explain(args: argparse.Namespace) -> Result:
    typed = typed_serials(args)
    with opened(args) as survey:
        count = workflow.explain_handover(survey, args.number, typed, args.reason)
    return Result({"number": args.number, "explained": count}, [f"{args.number}\t{count}"])


def _close(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.close_handover(survey, args.number)
        (due,) = handovers_due(survey, args.number)
    return Result(_data(due), [_line(due)])


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey, survey.snapshot():
        found = handovers_due(survey, day=today())
        with_post = len(queries.with_post(survey))
    return Result(
        {"handovers": [_data(each) for each in found], "with_post": with_post}, [_line(each) for each in found]
    )


def _data(due: HandoverDue) -> dict[str, Any]:
    one, held = due.handover, due.handover.scanned
    reasons = held.reasons or {}
    return {
        "number": one.number,
        "direction": one.direction.value,
        "giver": one.giver,
        "receiver": one.receiver,
        "day": one.day.isoformat(),
        "milestone": one.milestone,
        "deadline": due.deadline.day.isoformat() if due.deadline else None,
        "days_late": due.days_late,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "given": len(held.given),
        "taken": len(held.taken),
        "missing": [{"serial": each, "reason": reasons.get(each, "")} for each in held.missing],
        "extra": [{"serial": each, "reason": reasons.get(each, "")} for each in held.extra],
    }


def _line(due: HandoverDue) -> str:
    one, held = due.handover, due.handover.scanned
    closed = one.closed_on.isoformat() if one.closed_on else "-"
    late = f"+{due.days_late}" if due.days_late else "-"
    differing = f"-{len(held.missing)} +{len(held.extra)}"
    cells = (one.number, one.direction, one.day, len(held.given), len(held.taken), differing, closed, late)
    return "\t".join(map(str, cells))


def _slip(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = make_handover_slip(survey, args.number, args.out)
    data = {"number": args.number, "pages": made.pages, "sha256": made.sha256, "head": made.head}
    return Result(data, [f"{args.number}\t{made.pages}\t{args.out}"])
