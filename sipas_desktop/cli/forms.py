"""``sipas form export``, ``sipas form replace``: the ballot forms of a survey."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.beside import beside
from sipas_desktop.cli.terminal import Result, language, opened
from sipas_desktop.domain.toml_reader import text_of
from sipas_desktop.errors import Refusal, system_detail
from sipas_desktop.place import read_place
from sipas_desktop.store import workflow


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to those of ``sipas form``."""
    parser = verbs.add_parser("export", parents=[common], help="write a survey's form to a file")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("out", type=Path, metavar="OUT.toml")
    parser.set_defaults(run=_export)
    parser = verbs.add_parser("replace", parents=[common], help="take a changed form; printed ones keep their version")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("file", type=Path, metavar="FILE.toml")
    parser.set_defaults(run=_replace)


def form_source(file: Path) -> str:
    """The text of a form's or a plan's file. Raises ``Refusal`` where it cannot be read."""
    try:
        return text_of(file)
    except UnicodeDecodeError:
        raise Refusal("plan.not_utf8", file=file) from None
    except OSError as error:
        raise Refusal("cli.file_unreadable", file=file, detail=system_detail(error)) from None


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        forms = survey.forms.current()
    form = forms.get(args.code)
    if form is None:
        raise Refusal("form.unknown", found=args.code, expected=" ".join(forms))
    with beside(args.out) as part:
        part.write_text(form.source, encoding="utf-8", newline="\n")
    return Result({"form": form.code, "version": form.version, "sha256": form.sha256}, [str(args.out)])


def _replace(args: argparse.Namespace) -> Result:
    source = form_source(args.file)
    with opened(args) as survey:
        change = workflow.change_form(survey, source)
    form = change.form
    data = {"form": form.code, "version": form.version, "sha256": form.sha256, "copied": change.copied}
    return Result(data, [change.why(language(args))])
