"""``sipas new``, ``units``, ``procedures``, ``batch``, ``check``: the survey itself."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from sipas_desktop.cli import notes
from sipas_desktop.cli.terminal import DAMAGED, Result, language, opened, operator, password
from sipas_desktop.errors import Damaged, words
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("new", parents=[common], help="make a survey from a preset")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("--plan", required=True, metavar="P", help="a preset's id, or the folder of your own copy")
    parser.add_argument("--title", default="", help="default: the plan's title")
    parser.set_defaults(run=_new)

    for name, kind in (("units", "unit"), ("procedures", "procedure")):
        catalogue = commands.add_parser(name, parents=[common], help=f"the survey's catalogue of {name}")
        catalogue.add_argument("survey", type=read_place, metavar="SURVEY")
        verbs = catalogue.add_subparsers(dest="verb", required=True)
        parser = verbs.add_parser("import", parents=[common], help="add or rename entries from a workbook or CSV")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.set_defaults(run=_import_catalogue, kind=kind)
        parser = verbs.add_parser("list", parents=[common], help="all entries")
        parser.set_defaults(run=_catalogue, kind=kind)

    batch = commands.add_parser("batch", parents=[common], help="batches of returned ballots")
    batch.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = batch.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("open", parents=[common], help="open a batch, of one unit where --unit says so")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--unit", metavar="U")
    parser.set_defaults(run=_open_batch)
    parser = verbs.add_parser("close", parents=[common], help="close a batch whose ballots are all settled")
    parser.add_argument("code", metavar="CODE")
    parser.set_defaults(run=_close_batch)
    parser = verbs.add_parser("list", parents=[common], help="all batches")
    parser.set_defaults(run=_batches)

    parser = commands.add_parser("check", parents=[common], help="file integrity, history chain, legal states")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("--head", metavar="HEX", help="a head that was printed on a report or package")
    parser.set_defaults(run=_check)


def _new(args: argparse.Namespace) -> Result:
    preset = find_preset(args.plan)
    with new_survey(args.survey, preset, operator(args), password(args), args.title):
        pass
    data = {"survey": str(args.survey), "plan": preset.plan.id, "forms": sorted(preset.forms)}
    return Result(data, [str(args.survey)])


def _import_catalogue(args: argparse.Namespace) -> Result:
    from sipas_desktop.jobs.catalogue_files import accept_entries, preview_entries

    lang = language(args)
    with opened(args) as survey:
        preview = preview_entries(survey, args.file, args.kind)
        change = accept_entries(survey, preview)
    counts = {"added": change.added, "changed": change.changed, "unchanged": change.unchanged}
    corrected, rejected = notes.as_json(preview.corrected, lang), notes.as_json(preview.rejected, lang)
    data = {**counts, "corrected": corrected, "rejected": rejected}
    lines = [f"+{change.added} ~{change.changed} ={change.unchanged} -{len(preview.rejected)}"]
    return Result(data, lines, errors=notes.as_lines(preview.rejected, lang))


def _catalogue(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.catalogue(survey, args.kind)
        registered = queries.registered_units(survey) if args.kind == "unit" else []
    entries = [{"code": entry.code, "name": entry.name, "sector": entry.sector} for entry in found]
    data: dict[str, Any] = {f"{args.kind}s": entries}
    if args.kind == "unit":
        data["registry"] = [
            {**vars(unit), "predecessors": [list(key) for key in unit.predecessors]} for unit in registered
        ]
    return Result(data, [f"{entry.code}\t{entry.name}" for entry in found])


def _open_batch(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.open_batch(survey, args.code, args.unit)
    return Result({"batch": args.code, "unit": args.unit}, [args.code])


def _close_batch(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        workflow.close_batch(survey, args.code)
    return Result({"batch": args.code, "closed": True}, [args.code])


def _batches(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.batches(survey)
    data = {"batches": [vars(batch) for batch in found]}
    return Result(data, [f"{batch.code}\t{batch.unit}\t{batch.settled}/{batch.ballots}" for batch in found])


def _check(args: argparse.Namespace) -> Result:
    lang = language(args)
    try:
        with opened(args) as survey:
            checked = queries.check_survey(survey, args.head)
    except Damaged as damaged:
        message = damaged.words(lang)
        return Result({"ok": False, "problems": [message], "head": ""}, [], DAMAGED, [message])
    problems = [words(code, lang, **params) for code, params in checked.problems]
    remarks = [words(code, lang, **params) for code, params in checked.remarks]
    data = {
        "ok": checked.ok,
        "problems": problems,
        "head": checked.head,
        "facts": checked.facts,
        "remarks": remarks,
        "salvaged": dataclasses.asdict(checked.salvaged) if checked.salvaged else None,
    }
    return Result(data, [checked.head], 0 if checked.ok else DAMAGED, [*problems, *remarks])
