"""``sipas batches``: who has which batch, its papers counted, its cover."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any, Final

from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.keyed_file import read_serials
from sipas_desktop.jobs.batch_covers import make_cover
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import BatchStanding

TRIES: Final = 20  # for the next batch, while others take theirs
PAUSE_SECONDS: Final = 0.02


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    batches = commands.add_parser("batches", parents=[common], help="who has which batch, counts, covers")
    batches.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = batches.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("list", parents=[common], help="where all batches stand")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("claim", parents=[common], help="take a batch to key it, else the next one")
    parser.add_argument("code", nargs="?", metavar="B")
    _add_pass(parser)
    parser.set_defaults(run=_claim)
    parser = verbs.add_parser("give-back", parents=[common], help="give one's own batch back")
    parser.add_argument("code", metavar="B")
    _add_pass(parser)
    parser.set_defaults(run=_give_back)
    parser = verbs.add_parser("take-over", parents=[common], help="take a batch from who has it; for the lead")
    parser.add_argument("code", metavar="B")
    _add_pass(parser)
    parser.add_argument("--to", metavar="NAME", help="who gets it (default: nobody)")
    parser.set_defaults(run=_take_over)
    parser = verbs.add_parser("set-aside", parents=[common], help="set one open keying aside; for the lead")
    parser.add_argument("serial", metavar="SERIAL")
    _add_pass(parser)
    parser.set_defaults(run=_set_aside)
    parser = verbs.add_parser("count", parents=[common], help="what was found when its papers were counted")
    parser.add_argument("code", metavar="B")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", dest="file", type=Path, metavar="FILE", help="the serials of the papers")
    what.add_argument("--papers", type=int, metavar="N", help="only how many there are")
    parser.set_defaults(run=_count)
    parser = verbs.add_parser("cover", parents=[common], help="print the cover sheet of a batch")
    parser.add_argument("code", metavar="B")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.set_defaults(run=_cover)


def _add_pass(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pass", dest="pass_no", type=int, choices=(1, 2), required=True)


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.batch_standings(survey)
    lines = [
        f"{each.code}\t{each.stage}\t{each.first}/{each.second}/{each.ballots}\t{each.holders[0]}\t{each.holders[1]}"
        for each in found
    ]
    return Result({"batches": [_json(each) for each in found]}, lines)


def _json(batch: BatchStanding) -> dict[str, Any]:
    return {
        "code": batch.code,
        "unit": batch.unit,
        "stage": batch.stage,
        "ballots": batch.ballots,
        "first_keyed": batch.first,
        "second_keyed": batch.second,
        "settled": batch.settled,
        "away": batch.away,
        "first": {"operator": batch.holders[0], "since": batch.since[0]},
        "second": {"operator": batch.holders[1], "since": batch.since[1]},
        "papers": batch.papers,
        "missing": list(batch.missing),
        "extra": list(batch.extra),
        "surplus": batch.surplus,
    }


def _claim(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        code, new = _claimed(survey, args.code, args.pass_no)
        work = queries.batch_at_desk(survey, code, args.pass_no)
    papers = [{"serial": each.serial, "position": each.position, "done": each.done} for each in work.papers]
    data = {"batch": work.code, "pass": args.pass_no, "new": new, "papers": papers}
    return Result(data, [work.code, *(f"{each['position']}\t{each['serial']}" for each in papers if not each["done"])])


def _claimed(survey: OpenSurvey, code: str | None, pass_no: int) -> tuple[str, bool]:
    """Of several who ask for the next batch at once each gets another one."""
    if code is not None:
        return code, workflow.claim_batch(survey, code, pass_no)
    for _ in range(TRIES):
        code = queries.next_batch(survey, pass_no)
        try:
            return code, workflow.claim_batch(survey, code, pass_no)
        except Refusal as refusal:
            if refusal.code not in ("batch.taken", "batch.being_taken"):
                raise
            time.sleep(PAUSE_SECONDS)  # until it stands who has it
    raise Refusal("batch.none_waits", number=pass_no)


def _give_back(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.give_back_batch(survey, args.code, args.pass_no)
    return Result({"batch": args.code, "pass": args.pass_no}, [args.code])


def _take_over(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        done = workflow.take_over_batch(survey, args.code, args.pass_no, args.to)
    data = {"batch": args.code, "pass": args.pass_no, "from": done.holder, "to": args.to, "set_aside": list(done.aside)}
    return Result(data, [args.code, *done.aside])


def _set_aside(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.set_aside_keying(survey, args.serial, args.pass_no)
    return Result({"serial": args.serial, "pass": args.pass_no, "set_aside": True}, [args.serial])


def _count(args: argparse.Namespace) -> Result:
    scanned = None if args.file is None else [text for _, text in read_serials(args.file)]
    with opened(args) as survey:
        found = workflow.count_batch(survey, args.code, args.papers, scanned)
    data = {"batch": args.code, "papers": found.papers, "missing": list(found.missing), "extra": list(found.extra)}
    return Result(
        data, [str(found.papers), *(f"-{each}" for each in found.missing), *(f"+{each}" for each in found.extra)]
    )


def _cover(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        printed = make_cover(survey, args.code, args.out)
    data = {"batch": args.code, "pages": printed.pages, "ballots": printed.ballots, "sha256": printed.sha256}
    return Result(data, [f"{args.code}\t{printed.ballots}\t{args.out}"])
