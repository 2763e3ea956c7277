"""``sipas index``, ``records``, ``export``, ``status``: what came of it."""

from __future__ import annotations

import argparse
import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sipas_desktop.cli.interviewers import counted
from sipas_desktop.cli.terminal import Result, opened
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.reached import DIVISIONS
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.breakdowns import PartNames, breakdown_json, definitions_json, divisions_of
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.field_status import field_status
from sipas_desktop.jobs.handovers import late_handovers
from sipas_desktop.jobs.results import (
    export_package,
    export_records,
    index_json,
    residual_json,
    take_records,
    weighted_beside,
)
from sipas_desktop.jobs.unit_ranking import ranked_units, ranking_json
from sipas_desktop.place import read_place
from sipas_desktop.store import queries
from sipas_desktop.store.queries import Filter

INTERVIEWER = "interviewer"
DAY, CHANNEL = "day", "channel"
NOT_BACK = (State.STOCK, State.SPOILED, State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST)


def chosen_ballots() -> argparse.ArgumentParser:
    """The options that say which ballots count, and by which definition."""
    chosen = argparse.ArgumentParser(add_help=False)
    chosen.add_argument("--group", metavar="G")
    chosen.add_argument("--unit", metavar="U")
    chosen.add_argument("--wave", metavar="W")
    chosen.add_argument("--until", metavar="DATE", help="ballots received on that day or before, 2017-10-31")
    chosen.add_argument("--channel", metavar="C", help="ballots that came by it")
    chosen.add_argument("--definition", metavar="D", help=f"one of {' '.join(IndexDefinition)} (default: the plan's)")
    return chosen


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("index", parents=[common, chosen_ballots()], help="figures")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument(
        "--by",
        action="append",
        metavar="D",
        help="also the index of each unit, sector, procedure, group, wave, channel, officer, or answer to a question "
        "with one choice (its code); twice: of each pair",
    )
    parser.add_argument("--all-definitions", action="store_true", help="also the index by every definition")
    parser.add_argument("--rank", action="store_true", help="also the units ranked, as far as chance lets them be")
    parser.add_argument("--residual", action="store_true", help="also the errors that double keying leaves, estimated")
    parser.set_defaults(run=_index)

    parser = commands.add_parser("records", parents=[common], help="settled answers, de-identified, with a codebook")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.csv|.xlsx|.sav")
    parser.add_argument("--identified", action="store_true", help="with serials, days and words; somebody allowed it")
    parser.add_argument("--allowed-by", metavar="WHO", default="", help="name and post; with --identified")
    parser.add_argument("--reason", metavar="WHY", default="", help="with --identified")
    parser.set_defaults(run=_records)

    parser = commands.add_parser("export", parents=[common], help="the package for the province")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument("out", type=Path, metavar="OUT.zip")
    parser.set_defaults(run=_export)

    parser = commands.add_parser("status", parents=[common], help="where everything stands")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.add_argument(
        "--by",
        choices=(*DIVISIONS, INTERVIEWER, DAY, CHANNEL),
        help="how far each of them is, beside what the plan requires; what came on each day or by each channel",
    )
    parser.set_defaults(run=_status)


def filter_of(args: argparse.Namespace) -> Filter:
    """Which ballots the options choose. Raises ``Refusal`` for a day that is none."""
    until = None
    if args.until is not None:
        try:
            until = datetime.date.fromisoformat(args.until)
        except ValueError:
            raise Refusal("cli.not_a_date", found=args.until) from None
    return Filter(args.group, args.unit, args.wave, until, args.channel)


def chosen_definition(args: argparse.Namespace) -> IndexDefinition | None:
    """What ``--definition`` names; None: the plan's."""
    if args.definition is None:
        return None
    try:
        return IndexDefinition(args.definition)
    except ValueError:
        expected = " ".join(IndexDefinition)
        raise Refusal("cli.unknown_definition", found=args.definition, expected=expected) from None


def _index(args: argparse.Namespace) -> Result:
    chosen, definition = filter_of(args), chosen_definition(args)
    more: dict[str, Any] = {}
    with opened(args) as survey, survey.snapshot():
        decimals = survey.plan.decimals
        figures = queries.figures(survey, chosen, definition)
        weighted = weighted_beside(survey, chosen, definition)
        lines = [f"{figures.definition.value}\t{_shown(figures.index, decimals)}\t{figures.ballots.settled}"]
        if weighted is not None:
            counted = figures.ballots.settled - weighted.outside
            lines.append(f"weighted\t{_shown(weighted.index, decimals)}\t{counted}")
        if args.residual:
            more |= residual_json(queries.residual_error(survey, chosen))
        if args.all_definitions:
            found = queries.definitions(survey, chosen)
            more["definitions"] = definitions_json(found)
            lines += [f"{each.definition.value}\t{_shown(each.index, decimals)}\t{each.why or ''}" for each in found]
        if args.by:
            divided = queries.figures_divided(survey, divisions_of(survey, chosen, args.by), chosen, definition)
            more |= breakdown_json(divided, PartNames(survey))
            for cell in divided.cells:
                codes = "\t".join(part.code or f"({part.unnamed})" for part in cell.parts)
                lines.append(f"{codes}\t{'*' if cell.suppressed else _shown(cell.index, decimals)}\t{cell.settled}")
        if args.rank:
            ranks, left, _ = ranked_units(survey, chosen, definition)
            more |= ranking_json(ranks, left, catalogue_names(survey)["unit"])
            lines += [
                f"{each.rank}\t{each.low}-{each.high}\t{each.code}\t{_shown(each.index, decimals)}" for each in ranks
            ]
        target = survey.plan.target
    return Result(index_json(figures, weighted, target) | more, lines)


def _shown(index: Fraction | None, decimals: int) -> str:
    return "-" if index is None else percent(index, decimals)


def _records(args: argparse.Namespace) -> Result:
    asks = (args.identified, bool(args.allowed_by), bool(args.reason))
    if any(asks) and not (all(asks) and args.out is not None):
        raise Refusal("cli.identified")
    with opened(args) as survey:
        if args.out is None:
            found = len(queries.records(survey))
        elif args.identified:
            found = take_records(survey, args.out, args.allowed_by, args.reason)
        else:
            found = export_records(survey, args.out)
        ledger = queries.ledger(survey)
    left = ledger.valid - ledger.settled
    return Result({"records": found, "open": left}, [f"{found}\t{left}"])


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = export_package(survey, args.out)
    return Result(vars(made), [str(args.out)])


def _status_by(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = [line for line in queries.reached(survey) if line.per == args.by]
        names = catalogue_names(survey)["unit"] if args.by == "unit" else survey.plan.titles
    rows = []
    for line in found:
        response = line.response_percent
        about = {"code": line.code, "name": names.get(line.code, line.code)}
        numbers = {name: value for name, value in vars(line).items() if name not in ("per", "code")}
        reply = {"missing": line.missing, "response_percent": None if response is None else float(response)}
        rows.append({**about, **numbers, **reply})
    shown = ("name", "required", "drawn", "printed", "returned", "valid", "online", "totals", "settled", "missing")
    lines = ["\t".join("-" if row[name] is None else str(row[name]) for name in shown) for row in rows]
    return Result({"by": args.by, "rows": rows}, lines)


def _status_by_interviewer(args: argparse.Namespace) -> Result:
    with opened(args) as survey, survey.snapshot():
        names = {each.code: each.name for each in queries.interviewers(survey)}
        counts = queries.field_counts(survey)
    rows = [{"code": each.code, "name": names.get(each.code, ""), **counted(each)} for each in counts]
    lines = ["\t".join(map(str, row.values())) for row in rows]
    return Result({"by": args.by, "rows": rows}, lines)


def _status_of_returns(args: argparse.Namespace) -> Result:
    """What came back on each day, or by each channel."""
    with opened(args) as survey:
        found = field_status(survey, today())
    rows: list[dict[str, Any]]
    if args.by == DAY:
        rows = [
            {"day": each.day.isoformat(), "returned": each.returned, "total": each.total, "working_day": each.works}
            for each in found.days
        ]
    else:
        rows = [vars(each) for each in found.channels]
    return Result({"by": args.by, "rows": rows}, ["\t".join(map(str, row.values())) for row in rows])


def _status(args: argparse.Namespace) -> Result:
    if args.by in (DAY, CHANNEL):
        return _status_of_returns(args)
    if args.by == INTERVIEWER:
        return _status_by_interviewer(args)
    if args.by is not None:
        return _status_by(args)
    with opened(args) as survey:
        ledger = queries.ledger(survey)
        late = late_handovers(survey, today())
    states = {state.value: count for state, count in ledger.states.items()}
    totals = {
        "printed": ledger.printed,
        "issued": ledger.issued,
        "returned": ledger.returned,
        "valid": ledger.valid,
        "settled": ledger.settled,
        "single_keyed": ledger.single_keyed,
        "photocopies": ledger.photocopies,
        "reprinted": ledger.reprinted,
        "labels_left": ledger.labels_left,
        "online": ledger.online,
        "comments": ledger.comments,
        "late_handovers": late,
    }
    totals |= {state.value: ledger.states[state] for state in NOT_BACK}
    return Result({**totals, "states": states}, [f"{key}\t{value}" for key, value in totals.items()])
