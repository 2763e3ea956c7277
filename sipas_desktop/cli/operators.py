"""``sipas operators``, ``recovery``: accounts, passwords, badges, the recovery sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, operator, password
from sipas_desktop.domain.operator_figures import OperatorFigures
from sipas_desktop.domain.roles import Role, Verb, is_allowed
from sipas_desktop.errors import Refusal
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

NEW = ("SIPAS_NEW_PASSWORD", "cli.new_password")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    roles = [role.value for role in Role]
    operators = commands.add_parser("operators", parents=[common], help="who may do what")
    operators.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = operators.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("add", parents=[common], help="add an operator; password from SIPAS_NEW_PASSWORD")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--role", action="append", required=True, choices=roles)
    parser.set_defaults(run=_add)
    parser = verbs.add_parser("list", parents=[common], help="all operators")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("roles", parents=[common], help="give an operator other roles")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--role", action="append", required=True, choices=roles)
    parser.set_defaults(run=_roles)
    parser = verbs.add_parser("remove", parents=[common], help="take an operator's account away")
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(run=_remove)
    parser = verbs.add_parser("password", parents=[common], help="change one's own password, or set somebody's")
    parser.add_argument("name", metavar="NAME", nargs="?", help="default: who acts")
    parser.set_defaults(run=_password)
    parser = verbs.add_parser("badge", parents=[common], help="make a badge; PIN from SIPAS_NEW_PIN")
    parser.add_argument("name", metavar="NAME")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("out", type=Path, metavar="OUT.pdf", nargs="?")
    what.add_argument("--remove", action="store_true", help="make a lost badge worthless")
    parser.set_defaults(run=_badge)
    parser = verbs.add_parser("figures", parents=[common], help="how everybody keyed; for a keyer, how she did")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.csv|.xlsx")
    parser.add_argument("--of", metavar="NAME", help="only hers")
    parser.set_defaults(run=_figures)

    recovery = commands.add_parser("recovery", parents=[common], help="the survey's key on paper")
    recovery.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = recovery.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("print", parents=[common], help="print the recovery sheet")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.set_defaults(run=_print)
    parser = verbs.add_parser("restore", parents=[common], help="make a lost key file anew; code from SIPAS_RECOVERY")
    parser.set_defaults(run=_restore)


def _listed(survey: OpenSurvey, *lines: str) -> Result:
    found = [{"name": each.name, "roles": sorted(each.roles)} for each in queries.operators(survey)]
    return Result({"operators": found}, lines)


def _add(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.add_operator(survey, args.name, args.role, password(args, *NEW))
        return _listed(survey, args.name)


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.operators(survey)
        return _listed(survey, *(f"{each.name}\t{' '.join(sorted(each.roles))}" for each in found))


def _roles(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.set_roles(survey, args.name, args.role)
        return _listed(survey, args.name)


def _remove(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        acting = survey.operator.name
        workflow.remove_operator(survey, args.name)
        if args.name == acting:  # she may look at nothing more
            return Result({"operators": []}, [args.name])
        return _listed(survey, args.name)


def _password(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        own = survey.operator.name
        if args.name in (None, own):
            workflow.change_password(survey, password(args), password(args, *NEW))
        else:
            workflow.reset_password(survey, args.name, password(args, *NEW))
    name = args.name or own
    return Result({"operator": name}, [name])


def _badge(args: argparse.Namespace) -> Result:
    from sipas_desktop.jobs.keys_on_paper import make_badge

    with opened(args) as survey:
        if args.remove:
            workflow.take_badge(survey, args.name)
            return Result({"operator": args.name, "sha256": None}, [args.name])
        pin = password(args, "SIPAS_NEW_PIN", "cli.new_pin")
        printed = make_badge(survey, args.name, pin, args.out)
    return Result({"operator": args.name, "sha256": printed.sha256}, [str(args.out)])


def _figures(args: argparse.Namespace) -> Result:
    from sipas_desktop.jobs.operator_file import figures_json, write_figures

    with opened(args) as survey:
        own = survey.operator.name
        leads = is_allowed(Verb.SEE_OPERATORS, survey.operator.roles)
        if leads or args.of not in (None, own):
            found = queries.operator_figures(survey)
        else:
            found = (queries.own_figures(survey),)
        if args.of is not None:
            found = tuple(each for each in found if each.name == args.of)
            if not found:
                raise Refusal("operators.nobody_keyed", name=args.of)
        if args.out is not None:
            write_figures(found, survey.forms.current(), args.out, language(args))
    lines = ["\t".join((each.name, *_numbers(each))) for each in found]
    return Result(figures_json(found), lines)


def _numbers(each: OperatorFigures) -> tuple[str, ...]:
    """Ballots, fields, keystrokes an hour, errors, errors per 1,000 fields."""
    rate, pace = each.rate.per_thousand, each.keystrokes_an_hour
    shown = ("-" if value is None else f"{float(value):.{digits}f}" for value, digits in ((pace, 0), (rate, 2)))
    an_hour, per_thousand = shown
    return str(each.ballots), str(each.fields), an_hour, str(each.rate.errors), per_thousand


def _print(args: argparse.Namespace) -> Result:
    from sipas_desktop.jobs.keys_on_paper import make_recovery_sheet

    with opened(args) as survey:
        printed = make_recovery_sheet(survey, args.out)
    return Result({"pages": printed.pages, "sha256": printed.sha256}, [str(args.out)])


def _restore(args: argparse.Namespace) -> Result:
    code = password(args, "SIPAS_RECOVERY", "cli.recovery_code")
    name = operator(args)
    with workflow.restore_keys(args.survey, code, name, password(args, *NEW)) as survey:
        return _listed(survey, name)
