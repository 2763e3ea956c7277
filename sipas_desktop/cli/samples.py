"""``sipas sample``: the sample list."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli import draws, notes, unlinking
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.sample_list import SampleListPreview, write_notes
from sipas_desktop.jobs.collecting import accept_folder, look_into, missing_units, write_templates
from sipas_desktop.jobs.samples import KNOWN, LISTS, accept_sample, preview_sample, without_code
from sipas_desktop.place import read_place
from sipas_desktop.store import backups, queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    sample = commands.add_parser("sample", parents=[common], help="the sample list")
    sample.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = sample.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("import", parents=[common], help="sampling frame or ready lists, from any workbook")
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--list", choices=LISTS, default="official", help="what the rows are (default: official)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
    parser.add_argument("--notes", type=Path, metavar="OUT.xlsx", help="write all corrections and rejections there")
    parser.add_argument("--convert", action="store_true", help="take texts in TCVN3 or VNI as Unicode")
    parser.set_defaults(run=_import)
    parser = verbs.add_parser("templates", parents=[common], help="a list template for each unit of the catalogue")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=_templates)
    parser = verbs.add_parser("list", parents=[common], help="how many members the lists hold")
    parser.add_argument("--members", choices=(*LISTS, "replaced"), help="who stands on this list now")
    parser.set_defaults(run=_counts)
    draws.add(verbs, common)
    parser = verbs.add_parser("erase", parents=[common], help="erase a person on request: her row and what facts keep")
    parser.add_argument("number", type=int, metavar="MEMBER", help="the member's number (`list --members`)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why, without any of her data: it stays")
    parser.set_defaults(run=_erase)
    unlinking.add(verbs, common)


def _import(args: argparse.Namespace) -> Result:
    if args.file.is_dir():
        return _import_folder(args)
    lang = language(args)
    with opened(args) as survey:
        preview = preview_sample(survey, args.file, args.list, progress(), convert=args.convert)
        if args.notes:
            write_notes(preview, args.notes, lang)
        unknown = without_code(survey, preview)
        added = 0
        if not args.dry_run:
            if preview.members:
                added = accept_sample(survey, preview)
            elif all(note.message not in KNOWN for note in preview.rejected):
                raise Refusal("members.nobody")
    data = {
        "added": added,
        "changed": 0,
        "found": len(preview.members),
        "corrected": notes.as_json(preview.corrected, lang),
        "rejected": notes.as_json(preview.rejected, lang),
        "legacy": _legacy(preview),
        "without_code": {kind: list(names) for kind, names in unknown.items()},
    }
    lines = [f"+{added} ({len(preview.members)}) ~{len(preview.corrected)} -{len(preview.rejected)}"]
    errors = notes.as_lines(preview.rejected, lang)
    errors += [words(f"members.no_{kind}", lang, name=name) for kind, names in unknown.items() for name in names]
    return Result(data, lines, errors=errors)


def _legacy(preview: SampleListPreview) -> list[dict[str, Any]]:
    """The columns in an old encoding: converted only where ``--convert`` says so."""
    return [{"sheet": sheet.name, **vars(column)} for sheet in preview.sheets for column in sheet.legacy]


def _import_folder(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        collected = look_into(survey, args.file, args.list, progress(), convert=args.convert)
        added: dict[Path, int] = {}
        if not args.dry_run:
            if all(each.preview is None for each in collected):
                raise Refusal("draw.none_readable", folder=args.file.name)
            added = accept_folder(survey, collected)
        missing = missing_units(survey, collected)
    files = []
    errors = []
    for each in collected:
        one: dict[str, Any] = {"file": each.path.name, "unit": each.unit, "added": added.get(each.path, 0)}
        if each.preview is None:
            one["message"] = each.refusal.words(lang) if each.refusal else ""
            errors.append(f"{each.path.name}: {one['message']}")
        else:
            one["found"] = len(each.preview.members)
            one["corrected"] = notes.as_json(each.preview.corrected, lang)
            one["rejected"] = notes.as_json(each.preview.rejected, lang)
            one["legacy"] = _legacy(each.preview)
            errors += [f"{each.path.name}: {line}" for line in notes.as_lines(each.preview.rejected, lang)]
        files.append(one)
    errors += [words("draw.missing_unit", lang, name=unit.name) for unit in missing]
    data = {
        "added": sum(added.values()),
        "changed": 0,
        "files": files,
        "corrected": [{"file": one["file"], **note} for one in files for note in one.get("corrected", ())],
        "rejected": [{"file": one["file"], **note} for one in files for note in one.get("rejected", ())],
        "missing": [{"code": unit.code, "name": unit.name} for unit in missing],
    }
    return Result(data, [f"{one['file']}\t{one['unit']}\t+{one['added']}" for one in files], errors=errors)


def _templates(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        count = write_templates(survey, args.folder)
    return Result({"templates": count}, [str(count)])


def _erase(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        gone = workflow.erase_person(survey, args.number, args.reason)
        folder = survey.home if survey.on_server else backups.folder_beside(survey.path)
        held = 0 if survey.on_server else len(backups.listed(folder, survey.path))
    data = {"number": args.number, **vars(gone), "backups": held}
    told = [] if gone.clean else [words("erase.not_clean", lang)]
    told += [words("erase.backups", lang, count=held, folder=folder.name)] if held else []
    return Result(data, [f"-{gone.rows}"], errors=[*told, words("erase.elsewhere", lang)])


def _counts(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        data: dict[str, Any] = dict(vars(queries.sample_counts(survey)))
        lines = [f"{key}\t{value}" for key, value in data.items()]
        if args.members:
            rows = queries.sample_members(survey, args.members)
            data["members"] = [{"number": row.position, **_shown(row)} for row in rows]
            lines = ["\t".join(map(str, (row.position, *_shown(row).values()))) for row in rows]
    return Result(data, lines)


def _shown(row: queries.SampleRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("name", "unit", "sector", "procedure", "dossier", "serial")}
