"""``sipas key``, ``differences``, ``adjudicate``: both keyings and what they differ in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.ballots import bulk_result
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.form import Form, show_answer
from sipas_desktop.jobs.keyed import adjudicate_file, key_file
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("key", parents=[common], help="one whole pass from a file keyed elsewhere")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.add_argument("--pass", dest="pass_no", type=int, choices=(1, 2), required=True)
    parser.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE.csv|.xlsx")
    parser.add_argument("--group", metavar="G", help="whose form the file has (default: the plan's first group)")
    parser.set_defaults(run=_key)

    parser = commands.add_parser("differences", parents=[common], help="open discrepancies")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.set_defaults(run=_differences)

    parser = commands.add_parser("adjudicate", parents=[common], help="decisions: serial, question, value, reason")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE.csv|.xlsx")
    parser.add_argument("--group", metavar="G", help="whose form the file has (default: the plan's first group)")
    parser.set_defaults(run=_adjudicate)


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
            "batch": each.batch,
            "position": each.position,
        }
        for each in found.discrepancies
    ]
    data = {"compared": found.compared, "agreed": found.agreed, "discrepancies": listed}
    return Result(data, [f"{each['serial']}\t{each['question']}\t{each['a']}\t{each['b']}" for each in listed])


def _adjudicate(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        bulk = adjudicate_file(survey, args.file, _form(survey, args), progress())
    return bulk_result("decided", bulk, language(args), settled=bulk.settled)
