"""``sipas handout``, ``merge``, ``conflicts``: stations without network, out and home."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.packages import conflict_lines, merged_json
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs.handouts import HandoutFile, hand_out_again, hand_out_to, merge_files, return_to
from sipas_desktop.jobs.packages import merge_packages, told_apart
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import ConflictView

KEYS = "abcdefghijklmnopqrstuvwxyz"
PASSES = {"1": (1,), "2": (2,), "both": (1, 2)}


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("handout", parents=[common], help="what a station without network needs to key")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.zip")
    parser.add_argument("--batches", nargs="+", default=[], metavar="B", help="batches whose ballots are handed out")
    parser.add_argument("--serials", metavar="FIRST..LAST", help="ballots not back yet, which the station receives")
    parser.add_argument("--pass", dest="passes", choices=sorted(PASSES), default="both", help="default: both")
    parser.add_argument("--operator-names", nargs="+", metavar="NAME", help="who may sign in there (default: all)")
    parser.add_argument("--name", default="", metavar="TEXT", help="where it goes")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--again", type=int, metavar="N", help="make the file of hand-out N once more")
    what.add_argument("--take-back", type=int, metavar="N", help="key the ballots of hand-out N here after all")
    what.add_argument("--return", dest="home", type=Path, metavar="OUT.zip", help="SURVEY is a station's: pack it")
    what.add_argument("--list", action="store_true", help="all hand-outs")
    parser.add_argument("--reason", default="", help="why it is taken back")
    parser.set_defaults(run=_handout)

    help_ = "the union with what stations bring back, and with packages of other offices"
    parser = commands.add_parser("merge", parents=[common], help=help_)
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("returns", type=Path, nargs="+", metavar="RETURN|PACKAGE")
    parser.add_argument("--register", action="store_true", help="take offices not known yet for who they say they are")
    parser.set_defaults(run=_merge)

    conflicts = commands.add_parser("conflicts", parents=[common], help="what stations say against each other")
    conflicts.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = conflicts.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("list", parents=[common], help="ballots in conflict, and all that was done to each")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("settle", parents=[common], help="say what counts; the rest is set aside")
    parser.add_argument("serial", metavar="SERIAL")
    parser.add_argument("--keep", nargs="*", default=[], metavar="KEY", help="keys of the list: a, b, …")
    parser.set_defaults(run=_settle)


def _handout(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        if args.list:
            return _handouts(survey)
        if args.take_back is not None:
            workflow.take_back(survey, args.take_back, args.reason)
            return Result({"handout": args.take_back, "taken_back": True}, [str(args.take_back)])
        if args.home is not None:
            sha256 = return_to(survey, args.home)
            return Result({"handout": survey.about.station, "sha256": sha256}, [f"{args.home}\t{sha256}"])
        if args.out is None or (args.again is None and not args.batches and args.serials is None):
            raise Refusal("handout.nothing_to_do")
        if args.again is not None:
            return _written(hand_out_again(survey, args.again, args.out), args.out)
        made = hand_out_to(
            survey,
            args.out,
            batches=args.batches,
            serials=_span(args.serials),
            passes=PASSES[args.passes],
            operators=args.operator_names,
            name=args.name,
        )
        return _written(made, args.out)


def _span(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    first, dots, last = text.partition("..")
    if not (first and dots and last):
        raise Refusal("handout.serials", found=text)
    return first, last


def _written(made: HandoutFile, out: Path) -> Result:
    data = {"handout": made.number, "ballots": made.ballots, "skipped": made.skipped, "sha256": made.sha256}
    return Result(data, [f"{made.number}\t{made.ballots}\t{out}"])


def _handouts(survey: Any) -> Result:
    found = queries.handouts(survey)
    data = {
        "handouts": [
            {
                "handout": each.number,
                "name": each.name,
                "passes": list(each.passes),
                "ballots": each.ballots,
                "away": each.away,
                "at": each.at,
                "operator": each.operator,
                "merged": each.merged,
                "taken_back": each.taken_back,
            }
            for each in found
        ]
    }
    return Result(data, [f"{each.number}\t{each.name}\t{each.away}/{each.ballots}\t{each.at}" for each in found])


def _merge(args: argparse.Namespace) -> Result:
    lang = language(args)
    packages, returns = told_apart(args.returns)
    if packages and returns:
        raise Refusal("package.with_returns", package=packages[0].name, other=returns[0].name)
    if packages:
        return _merge_packages(args, packages)
    with opened(args) as survey:
        done = merge_files(survey, returns, progress())
    found = [{"serial": each.serial, "what": list(each.what), "operators": each.operators} for each in done.conflicts]
    data: dict[str, Any] = {
        "added": done.added,
        "already_there": done.already_there,
        "ballots": done.ballots,
        "conflicts": found,
        "salvaged": [words(code, lang, **params) for code, params in done.salvaged],
    }
    lines = [f"+{done.added} ={done.already_there}"]
    return Result(data, lines, errors=[*data["salvaged"], *(_words(each, lang) for each in done.conflicts)])


def _merge_packages(args: argparse.Namespace, paths: list[Path]) -> Result:
    with opened(args) as survey:
        done = merge_packages(survey, paths, register=args.register, progress=progress())
    lines = [f"+{done.added} ={done.already_there}"]
    lines += [f"{each.came.value}\t{each.records}\t{each.title}" for each in done.taken]
    return Result(merged_json(done), lines, errors=conflict_lines(done.conflicts, language(args)))


def _words(conflict: ConflictView, lang: str) -> str:
    why = ", ".join(words(f"conflict.{what.value}", lang) for what in conflict.what)
    names = ", ".join(conflict.operators)
    return words("conflict.listed", lang, serial=serials.show(conflict.serial), why=why, names=names)


def _list(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        found = queries.conflicts(survey)
    data = [
        {
            "serial": each.serial,
            "what": list(each.what),
            "operators": list(each.operators),
            "deeds": [
                {
                    "key": key,
                    "kind": deed.kind,
                    "about": deed.about,
                    "operator": deed.operator,
                    "station": deed.station,
                    "at": deed.at,
                    "in_conflict": deed.in_conflict,
                }
                for key, deed in zip(KEYS, each.deeds, strict=False)
            ],
        }
        for each in found
    ]
    lines = []
    for each in found:
        lines.append(_words(each, lang))
        for key, deed in zip(KEYS, each.deeds, strict=False):
            lines.append(f"\t{key}\t{deed.kind}\t{deed.about}\t{deed.operator}\t{deed.station or ''}\t{deed.at}")
    return Result({"conflicts": data}, lines)


def _settle(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        serial = serials.read(args.serial, survey.about.number)
        found = queries.conflicts(survey, [serial])
        refs = dict(zip(KEYS, (deed.ref for deed in found[0].deeds), strict=False)) if found else {}
        settled = workflow.settle_conflict(survey, serial, [refs.get(key, key) for key in args.keep])
        ballot = queries.ballot(survey, serial)
    state = ballot.state if ballot else ""
    return Result({"serial": serial, "settled": settled, "state": state}, [f"{serial}\t{state}"])
