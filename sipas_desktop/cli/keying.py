"""``sipas key``, ``differences``, ``adjudicate``, ``rekey``: the keyings and what they differ in."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from sipas_desktop.cli.ballots import bulk_result
from sipas_desktop.cli.terminal import DONE, REFUSED, Result, language, opened, progress
from sipas_desktop.domain.form import Form, show_answer
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.keyed import adjudicate_file, decide_spellings, key_file, send_back, withdraw_all
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("key", parents=[common], help="one whole pass from a file keyed elsewhere")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("--pass", dest="pass_no", type=int, choices=(1, 2, 3), required=True)
    parser.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE.csv|.xlsx")
    parser.add_argument("--group", metavar="G", help="whose form the file has (default: the plan's first group)")
    parser.set_defaults(run=_key)

    parser = commands.add_parser("differences", parents=[common], help="open discrepancies")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.set_defaults(run=_differences)

    parser = commands.add_parser("adjudicate", parents=[common], help="decisions: serial, question, value, reason")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="file", type=Path, metavar="FILE.csv|.xlsx")
    source.add_argument("--spelling", action="store_true", help="take as equal what differs only in spelling")
    parser.add_argument("--dry-run", action="store_true", help="with --spelling: show the fields, decide nothing")
    parser.add_argument("--group", metavar="G", help="whose form the file has (default: the plan's first group)")
    parser.set_defaults(run=_adjudicate)

    parser = commands.add_parser("rekey", parents=[common], help="send what differs back to a third clerk")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    what = parser.add_subparsers(dest="what", metavar="ask|withdraw|list", required=True)
    for name, told in (("ask", "send ballots back"), ("withdraw", "take that back where nobody has begun")):
        part = what.add_parser(name, parents=[common], help=told)
        part.add_argument("serials", nargs="*", metavar="SERIAL")
        part.add_argument("--all", action="store_true", help="all ballots that one may send back, or withdraw")
        part.set_defaults(run=_rekey)
    part = what.add_parser("list", parents=[common], help="what waits for a third clerk")
    part.set_defaults(run=_sent_back)


def _form(survey: OpenSurvey, args: argparse.Namespace) -> Form:
    return survey.form_of_group(args.group or survey.plan.groups[0].code)


def _key(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        bulk = key_file(survey, args.file, args.pass_no, _form(survey, args), progress())
    return bulk_result("keyed", bulk, language(args))


def _differences(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.comparison(survey)
    listed = [
        {
            "serial": each.serial,
            "question": each.question,
            "a": show_answer(each.a),
            "b": show_answer(each.b),
            "third": show_answer(each.third) if each.third is not None else None,
            "batch": each.batch,
            "position": each.position,
        }
        for each in found.discrepancies
    ]
    data = {"compared": found.compared, "agreed": found.agreed, "discrepancies": listed}
    return Result(data, [f"{each['serial']}\t{each['question']}\t{each['a']}\t{each['b']}" for each in listed])


def _adjudicate(args: argparse.Namespace) -> Result:
    if args.dry_run and not args.spelling:
        raise Refusal("cli.dry_run_alone")
    with opened(args) as survey:
        if args.spelling:
            return _spelling(survey, args)
        bulk = adjudicate_file(survey, args.file, _form(survey, args), progress())
    return bulk_result("decided", bulk, language(args), settled=bulk.settled)


def _spelling(survey: OpenSurvey, args: argparse.Namespace) -> Result:
    workflow.require(survey, Verb.ADJUDICATE)
    found = queries.spelling_differences(survey)
    if not args.dry_run:
        fields = [(each.found.serial, each.found.question) for each in found]
        bulk = decide_spellings(survey, fields, progress())
        result = bulk_result("decided", bulk, language(args), settled=bulk.settled)
        return replace(result, code=REFUSED if bulk.refused and bulk.nothing else DONE)  # nothing to do is no fault
    listed = [
        {
            "serial": each.found.serial,
            "question": each.found.question,
            "a": show_answer(each.found.a),
            "b": show_answer(each.found.b),
            "taken": show_answer(each.taken),
        }
        for each in found
    ]
    return Result({"found": len(listed), "fields": listed}, ["\t".join(each.values()) for each in listed])


def _rekey(args: argparse.Namespace) -> Result:
    if bool(args.serials) == args.all:
        raise Refusal("cli.serials_or_all")
    with opened(args) as survey:
        if args.what == "ask":
            every = dict.fromkeys(each.serial for each in queries.open_discrepancies(survey)) if args.all else ()
            bulk = send_back(survey, args.serials or [*every], progress())
        else:
            every = dict.fromkeys(each.serial for each in queries.sent_back(survey)) if args.all else ()
            bulk = withdraw_all(survey, args.serials or [*every], progress())
    result = bulk_result("asked" if args.what == "ask" else "withdrawn", bulk, language(args))
    return replace(result, code=REFUSED if bulk.refused and bulk.nothing else DONE)  # nothing to do is no fault


def _sent_back(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.sent_back(survey)
    listed = [
        {
            "serial": each.serial,
            "questions": list(each.questions),
            "batch": each.batch or None,
            "position": each.position,
        }
        for each in found
    ]
    lines = [f"{each.serial}\t{' '.join(each.questions)}\t{each.batch}" for each in found]
    return Result({"ballots": listed}, lines)
