"""``sipas fill``: a province's Excel template with the survey's figures in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.jobs.templates import fill
from sipas_desktop.place import read_place


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("fill", parents=[common], help="an Excel template with the survey's figures")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("template", type=Path, metavar="TEMPLATE.xlsx")
    parser.add_argument("mapping", type=Path, metavar="MAPPING.toml")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx")
    parser.set_defaults(run=_fill)


def _fill(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        cells = fill(survey, args.template, args.mapping, args.out)
    return Result({"cells": cells}, [str(args.out)])
