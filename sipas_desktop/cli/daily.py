"""``sipas daily``: where fieldwork stands today, what to expect at the deadline, as a page for the lead."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.fieldwork import day_of
from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.jobs.daily import daily_page, write_daily
from sipas_desktop.jobs.field_status import status_json, status_on
from sipas_desktop.paper.daily_content import summary
from sipas_desktop.place import read_place


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("daily", parents=[common], help="where fieldwork stands today, and a forecast")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.pdf|.xlsx", help="the page for the lead")
    parser.add_argument("--day", metavar="D", help="an earlier day: what had come back by then (default: today)")
    parser.set_defaults(run=_daily)


def _daily(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = status_on(survey, day_of(args))
        made = None if args.out is None else write_daily(survey, found, args.out)
        lines = summary(daily_page(survey, found))
    return Result(status_json(found) | {"sha256": made}, lines)
