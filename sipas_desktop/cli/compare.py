"""``sipas compare``: a survey beside another one, a package, or another of its waves."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Any

from sipas_desktop.cli.results import chosen_definition
from sipas_desktop.cli.terminal import Result, opened, operator, password
from sipas_desktop.domain.change import Change
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.vietnamese import percent, points
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.compare import Told, compare, compare_json, side_of_package, side_of_survey
from sipas_desktop.place import read_place
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.queries import Filter


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("compare", parents=[common], help="with another survey, a package or another wave")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("other", type=read_place, nargs="?", metavar="OTHER|PACKAGE.zip", help="the survey of before")
    parser.add_argument("--group", metavar="G", help="ballots of that group on both sides")
    parser.add_argument("--wave", metavar="W", help="the wave of now")
    parser.add_argument("--with-wave", metavar="W", help="the wave of before, of OTHER or of SURVEY itself")
    parser.add_argument("--definition", metavar="D", help=f"one of {' '.join(IndexDefinition)} (default: the plan's)")
    parser.set_defaults(run=_compare)


def _compare(args: argparse.Namespace) -> Result:
    definition = chosen_definition(args)
    chosen = Filter(group=args.group, wave=args.with_wave)
    with opened(args) as survey:
        before = _before(args, survey, chosen)
        now = side_of_survey(survey, Filter(group=args.group, wave=args.wave))
        found = compare(now, before, survey, definition)
        decimals = survey.plan.decimals
    told = compare_json(now[0], before[0], found, now[1].form)
    lines = [_line("index", found.index, decimals)]
    lines += [_line(factor.code, factor.change, decimals) for factor in found.factors]
    lines += [_line(question.code, question.change, decimals) for question in found.questions]
    lines += [f"{each.code}\t({each.why})" for each in found.not_compared]
    return Result(told, lines)


def _before(args: argparse.Namespace, survey: OpenSurvey, chosen: Filter) -> tuple[Told, Any]:
    """What the survey is compared with."""
    if args.other is None:
        if args.with_wave is None or args.with_wave == args.wave:
            raise Refusal("cli.nothing_to_compare")
        return side_of_survey(survey, chosen)
    if isinstance(args.other, Path) and args.other.suffix.lower() == ".zip":
        if chosen != Filter():
            raise Refusal("cli.package_is_whole", file=args.other.name)
        return side_of_package(args.other)
    with open_survey(args.other, operator(args), password(args)) as other:
        return side_of_survey(other, chosen)


def _line(code: str, change: Change, decimals: int) -> str:
    def shown(value: Fraction | None) -> str:
        return "-" if value is None else percent(value, decimals)

    moved = "-" if change.points is None else points(change.points, decimals)
    beyond = {None: "", False: "=", True: "*"}[change.beyond_chance]
    return f"{code}\t{shown(change.before)}\t{shown(change.now)}\t{moved}\t{beyond}"
