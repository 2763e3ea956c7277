"""``sipas history``: who did what when, what stood before and after, and why."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import VIETNAM
from sipas_desktop.domain.history import Group
from sipas_desktop.errors import Refusal, words
from sipas_desktop.place import read_place
from sipas_desktop.store import queries
from sipas_desktop.store.queries import HistoryFilter, HistoryRow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("history", parents=[common], help="who did what when, before and after, and why")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("--ballot", metavar="S", help="all about one ballot, by its serial")
    parser.add_argument("--by", metavar="NAME", help="what this operator did")
    parser.add_argument("--kind", metavar="GROUP", help=f"one of {' '.join(Group)}")
    parser.add_argument("--question", metavar="Q", help="answers to this question, by its code")
    parser.add_argument("--since", metavar="DATE", help="on that day or later, 2017-10-01")
    parser.add_argument("--until", metavar="DATE", help="on that day or before, 2017-10-31")
    parser.add_argument("--words", metavar="TEXT", help="words in names, reasons, batches and names of files")
    parser.add_argument("--most", metavar="N", type=int, default=queries.HISTORY_ROWS, help="so many lines at most")
    parser.set_defaults(run=_history)


def _history(args: argparse.Namespace) -> Result:
    if args.most < 1:
        raise Refusal("history.most", found=args.most)
    wanted = HistoryFilter(
        operator=args.by,
        group=_group(args.kind),
        serial=args.ballot,
        question=args.question,
        since=_day(args.since),
        until=_day(args.until),
        words=args.words or "",
    )
    with opened(args) as survey:
        page = queries.history(survey, wanted, most=args.most, progress=progress() if wanted.limits else None)
    rows = page.rows[: args.most]
    lines = [_line(row, language(args)) for row in rows]
    return Result({"facts": [_data(row) for row in rows], "head": page.head}, lines)


def _data(row: HistoryRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "at": row.at,
        "operator": row.operator,
        "kind": row.kind,
        "serial": row.serial or None,
        "what": row.what,
        "before": row.before,
        "after": row.after,
        "why": row.why,
        "pass": row.pass_no,
    }


def _line(row: HistoryRow, lang: str) -> str:
    """One line of the table, tab between columns; codes as they stand in the facts."""
    at = (datetime.datetime.fromisoformat(row.at) + VIETNAM).strftime("%Y-%m-%d %H:%M:%S")
    what = " ".join(part for part in (row.what, f"({row.pass_no})" if row.pass_no else "") if part)
    serial = serials.show(row.serial) if row.serial else ""
    kind = words(f"history.kind_{row.kind}", lang)
    cells = (at, row.operator, kind, serial, what, row.before or "", row.after or "", row.why)
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _group(text: str | None) -> Group | None:
    if text is None:
        return None
    try:
        return Group(text)
    except ValueError:
        raise Refusal("history.unknown_group", found=text, expected=" ".join(Group)) from None


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refusal("cli.not_a_date", found=text) from None
