"""``sipas plans``, ``sipas form``: the presets; forms with and without a survey."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.beside import beside
from sipas_desktop.cli import forms
from sipas_desktop.cli.print_style import add_style, noted, style_of
from sipas_desktop.cli.terminal import REFUSED, Result, language
from sipas_desktop.domain.form_file import check_form, read_form
from sipas_desktop.domain.print_style import PLAIN, check_style
from sipas_desktop.domain.toml_reader import Problem
from sipas_desktop.jobs.presets import Preset, presets


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("plans", parents=[common], help="list the presets")
    parser.set_defaults(run=_plans)

    form = commands.add_parser("form", parents=[common], help="check, preview, export or replace a ballot form")
    verbs = form.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("check", parents=[common], help="lint a form definition")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=_check)
    parser = verbs.add_parser("preview", parents=[common], help="print one specimen ballot")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    add_style(parser)
    parser.set_defaults(run=_preview)
    forms.add(verbs, common)


def _described(preset: Preset) -> dict[str, Any]:
    plan = preset.plan
    return {
        "id": plan.id,
        "title": plan.title,
        "year": plan.year,
        "owner": plan.owner,
        "identity": plan.identity,
        "forms": sorted(preset.forms),
        "groups": [group.code for group in plan.groups],
        "waves": [wave.code for wave in plan.waves],
        "channels": [channel.code for channel in plan.channels],
    }


def _plans(args: argparse.Namespace) -> Result:
    found = [_described(preset) for preset in presets()]
    return Result({"plans": found}, [f"{plan['id']}\t{plan['year']}\t{plan['title']}" for plan in found])


def _check(args: argparse.Namespace) -> Result:
    lang = language(args)
    checked = check_form(forms.form_source(args.file), args.file.name)

    def described(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
        return [{"code": each.code, "where": each.where, "message": each.words(lang)} for each in problems]

    data = {"errors": described(checked.errors), "warnings": described(checked.warnings)}
    lines = [each.line(lang) for each in checked.warnings]
    errors = [each.line(lang) for each in checked.errors]
    return Result(data, lines, REFUSED if errors else 0, errors)


def _preview(args: argparse.Namespace) -> Result:
    from sipas_desktop.paper.ballot import specimen

    form = read_form(forms.form_source(args.file), args.file.name)
    style = style_of(args, PLAIN)
    check_style(style)
    with beside(args.out) as part:
        printed = specimen(form, part, style=style)
    notes = [note.said() for note in printed.notes]
    data = {"pages": printed.pages, "sha256": printed.sha256, "notes": notes}
    return Result(data, [str(args.out), *noted(printed.notes, args)])
