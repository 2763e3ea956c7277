"""``sipas interviewers``: the post's list, and which sample members each of them visits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli import notes
from sipas_desktop.cli.terminal import Result, language, opened
from sipas_desktop.domain.assignment import By
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs import fieldwork as jobs
from sipas_desktop.jobs.fieldwork import AssignmentMade
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    interviewers = commands.add_parser(
        "interviewers", parents=[common], help="the post's interviewers, who visits whom"
    )
    interviewers.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = interviewers.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("import", parents=[common], help="add or change interviewers from a workbook or CSV")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only say what the file would bring")
    parser.set_defaults(run=_import)
    parser = verbs.add_parser("list", parents=[common], help="all of them, with what each has")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("export", parents=[common], help="the same as a workbook or CSV")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx|OUT.csv")
    parser.set_defaults(run=_export)
    parser = verbs.add_parser("remove", parents=[common], help="take an interviewer off the list")
    parser.add_argument("code", metavar="CODE")
    parser.set_defaults(run=_remove)
    parser = verbs.add_parser("assign", parents=[common], help="give the official list to the interviewers")
    parser.add_argument("--by", choices=list(By), default=By.AREA.value, help="their areas, or equal stretches")
    parser.add_argument("--again", action="store_true", help="also who is assigned, while her ballot is not on its way")
    parser.add_argument("--to", metavar="CODE", help="give just --members to this interviewer")
    parser.add_argument("--members", nargs="+", type=int, metavar="NUMBER", help="their numbers in the list")
    parser.set_defaults(run=_assign)


def _import(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        found = jobs.preview_interviewers(survey, args.file)
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        if not args.dry_run:
            counts = dict(vars(jobs.accept_interviewers(survey, found)))
    corrected, rejected = notes.as_json(found.corrected, lang), notes.as_json(found.rejected, lang)
    data = {**counts, "found": len(found.rows), "corrected": corrected, "rejected": rejected}
    lines = [f"+{counts['added']} ~{counts['changed']} ={counts['unchanged']} -{len(rejected)}"]
    return Result(data, lines, errors=notes.as_lines(found.rejected, lang))


def counted(each: queries.FieldCounts) -> dict[str, Any]:
    """What an interviewer has, as JSON."""
    return {
        "assigned": each.assigned,
        "to_issue": each.to_issue,
        "issued": each.issued,
        "out": each.at(State.OUT),
        "returned": each.returned,
        "valid": each.valid,
        "refused": each.at(State.REFUSED),
        "not_met": each.at(State.NOT_MET),
        "undelivered": each.at(State.UNDELIVERED),
        "lost": each.at(State.LOST),
        "due": each.due,
    }


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey, survey.snapshot():
        people = queries.interviewers(survey)
        counts = {each.code: each for each in queries.field_counts(survey)}
    rows = [{**vars(each), **counted(counts[each.code])} for each in people]
    lines = [f"{row['code']}\t{row['name']}\t{row['assigned']}\t{row['returned']}\t{row['due']}" for row in rows]
    return Result({"interviewers": rows}, lines)


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        count = jobs.export_interviewers(survey, args.out)
    return Result({"interviewers": count}, [f"{count}\t{args.out}"])


def _remove(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.remove_interviewer(survey, args.code)
    return Result({"removed": args.code}, [args.code])


def _assign(args: argparse.Namespace) -> Result:
    if (args.to is None) != (args.members is None):
        raise Refusal("interviewers.to_alone")
    with opened(args) as survey:
        if args.to is not None:
            moved = jobs.move_members(survey, args.to, args.members)
            made = AssignmentMade(
                moved, {each.code: each.assigned for each in queries.field_counts(survey) if each.code}
            )
        else:
            made = jobs.assign_all(survey, By(args.by), again=args.again)
    data = {"moved": made.moved, "assigned": made.counts, "nobodys": list(made.nobodys)}
    errors = [words("interviewers.nobodys", language(args), count=len(made.nobodys))] if made.nobodys else []
    return Result(data, [f"{code}\t{count}" for code, count in made.counts.items()], errors=errors)
