"""``sipas daily``: where fieldwork stands today, what to expect at the deadline, as a page for the lead."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.daily import daily_page, write_daily
from sipas_desktop.jobs.field_status import field_status, status_json
from sipas_desktop.paper.daily_content import summary


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("daily", parents=[common], help="where fieldwork stands today, and a forecast")
    parser.add_argument("survey", type=Path, metavar="SURVEY")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.pdf|.xlsx", help="the page for the lead")
    parser.set_defaults(run=_daily)


def _daily(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = field_status(survey, today())
        made = None if args.out is None else write_daily(survey, found, args.out)
        lines = summary(daily_page(survey, found))
    return Result(status_json(found) | {"sha256": made}, lines)
