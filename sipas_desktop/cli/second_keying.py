"""``sipas keying``: how many ballots are keyed twice, how the operators key, and second keyings demanded."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.errors import Refusal
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    keying = commands.add_parser("keying", parents=[common], help="which ballots are keyed twice")
    keying.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = keying.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("mode", parents=[common], help="the mode of each form, and how the operators key")
    parser.set_defaults(run=_mode)
    parser = verbs.add_parser("demand", parents=[common], help="a second keying of ballots that one keying settled")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--serial", metavar="SERIAL", help="of this ballot")
    which.add_argument("--batch", metavar="CODE", help="of all of a batch")
    which.add_argument("--of", dest="keyer", metavar="NAME", help="of all that she keyed since a day")
    parser.add_argument("--since", metavar="DAY", help="with --of: the first day, 2024-09-05")
    parser.set_defaults(run=_demand)


def _mode(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.sampled_keying(survey)
    operators = [
        {
            "operator": each.name,
            "ballots": each.judged.ballots,
            "fields": each.judged.fields,
            "errors": each.judged.errors,
            "bound": each.bound,
            "learning": each.learning,
            "all_twice": each.all_twice,
            "single_keyed": each.single_keyed,
        }
        for each in found.operators
    ]
    rule = found.rule
    forms = [{"code": code, "mode": mode.value} for code, mode in found.forms.items()]
    data = {
        "forms": forms,
        "one_in": rule.one_in if rule.samples else None,
        "learn": rule.learn if rule.samples else None,
        "limit": rule.limit if rule.samples else None,
        "seed_sha256": found.seed_sha256 or None,
        "single_keyed": found.single_keyed,
        "waiting": found.waiting,
        "operators": operators,
    }
    lines = [f"{each['code']}\t{each['mode']}" for each in forms]
    shown = ("operator", "ballots", "fields", "errors", "bound", "all_twice", "single_keyed")
    for each in operators:
        lines.append("\t".join(f"{each[name]:.2f}" if name == "bound" else str(each[name]) for name in shown))
    return Result(data, lines)


def _demand(args: argparse.Namespace) -> Result:
    since = _since(args)
    with opened(args) as survey:
        if args.serial is not None:
            done = workflow.demand_second(survey, args.serial)
        elif args.batch is not None:
            done = workflow.demand_second_of_batch(survey, args.batch)
        else:
            done = workflow.demand_second_of_operator(survey, args.keyer, since)
    data = {"demanded": len(done.ballots), "closed": done.closed, "serials": list(done.ballots)}
    return Result(data, list(done.ballots))


def _since(args: argparse.Namespace) -> datetime.date:
    """The day of ``--since``. Raises ``Refusal`` where it is none, or one of it and ``--of`` is given alone."""
    if (args.since is None) != (args.keyer is None):
        raise Refusal("cli.since_alone")
    try:
        return datetime.date.fromisoformat(args.since) if args.since is not None else datetime.date.min
    except ValueError:
        raise Refusal("cli.not_a_date", found=args.since) from None
