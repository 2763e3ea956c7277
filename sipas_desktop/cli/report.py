"""``sipas report``: the report, a section for another one, the notice of the results, and the office's remarks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.results import chosen_ballots, chosen_definition, filter_of
from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.cli.verifying import verify
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.remarks import about_of, draft_of, read_remark
from sipas_desktop.jobs.report import Wanted, make_report, planned
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter, Remark

REMARKS = "remarks"
ACTIONS = {"list": 0, "set": 1, "draft": 1, "clear": 1}  # how many sections each takes


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("report", parents=[common, chosen_ballots()], help="the report, and remarks in it")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("out", nargs="?", metavar="OUT.pdf|.docx|.xlsx", help="or: remarks")
    parser.add_argument(
        "action", nargs="*", metavar="list|set SECTION|draft SECTION|clear SECTION", help="what to do with remarks"
    )
    parser.add_argument(
        "--verify", type=Path, metavar="REPORT.pdf|.docx|.xlsx", help="whether a report agrees with the data"
    )
    parser.add_argument("--section", action="store_true", help="without letterhead, to go into another report")
    parser.add_argument("--notice", action="store_true", help="the one-page notice that publishes the results")
    parser.add_argument("--planned", metavar="CODE", help="the plan's report CODE: its group, wave, day and form")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="the words of a remark, UTF-8")
    parser.set_defaults(run=_report)


def _report(args: argparse.Namespace) -> Result:
    if args.verify is not None:
        return verify(args)
    if args.out is None:
        raise Refusal("verify.no_out")
    if args.section and args.notice:
        raise Refusal("report.two_shapes")
    if args.out == REMARKS:
        return _remarks(args)
    if args.action:
        raise Refusal("report.bad_action", found=" ".join(args.action))
    with opened(args) as survey:
        chosen, wanted = _wanted(survey, args)
        made = make_report(survey, Path(args.out), chosen, definition=chosen_definition(args), wanted=wanted)
    return Result(vars(made), [args.out])


def _wanted(survey: OpenSurvey, args: argparse.Namespace) -> tuple[Filter, Wanted]:
    """On which ballots the report is, and its form."""
    if args.planned is None:
        return filter_of(args), Wanted(args.section, args.notice)
    if args.group or args.wave or args.until:
        raise Refusal("report.planned_alone")
    chosen, wanted = planned(survey, args.planned)
    if args.notice:
        return chosen, Wanted(notice=True)
    return chosen, Wanted(wanted.section or args.section, title=wanted.title)


def _remarks(args: argparse.Namespace) -> Result:
    action, *sections = args.action or ["list"]
    writes = action == "set"
    if ACTIONS.get(action) != len(sections) or writes is not (args.file is not None):
        raise Refusal("report.bad_action", found=" ".join(args.action))
    text = read_remark(args.file) if writes else ""
    with opened(args) as survey:
        chosen, _ = _wanted(survey, args)
        about = about_of(chosen)
        if action == "draft":
            drafted = draft_of(survey, chosen, sections[0])
            return Result({"section": sections[0], "draft": drafted}, drafted.splitlines())
        if action == "set":
            workflow.write_remark(survey, sections[0], text, about)
        elif action == "clear":
            workflow.clear_remark(survey, sections[0], about)
        narrowed = action != "list" or bool(about.said)
        found = queries.remarks(survey, about if narrowed else None)
    return Result({"remarks": [_data(each) for each in found]}, [_line(each) for each in found])


def _data(each: Remark) -> dict[str, Any]:
    return {"section": each.section.value, "about": each.about.said, "text": each.text, "at": each.at}


def _line(each: Remark) -> str:
    about = " ".join(f"{name}={value}" for name, value in each.about.said.items())
    return "\t".join((each.section.value, about or "-", each.text.replace("\n", " / ")))
