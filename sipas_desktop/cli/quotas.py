"""``sipas quota`` and ``sipas transactions``: what the plan asks for, and what that is counted from."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sipas_desktop.cli import notes
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.online_totals import CountedTotal, towards
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_answer import answer
from sipas_desktop.domain.quota_cells import Cell
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.jobs.transactions import accept_transactions, preview_transactions
from sipas_desktop.place import read_place
from sipas_desktop.store import queries


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    parser = commands.add_parser("quota", parents=[common], help="minimum number of ballots by the plan's rules")
    parser.add_argument("survey", type=read_place, metavar="SURVEY", nargs="?", help="with --all: of this survey")
    parser.add_argument("--all", action="store_true", help="every least number of the survey")
    parser.add_argument("--plan", metavar="P", help="a preset's id, or a folder")
    parser.add_argument("--transactions", type=int, metavar="N", help="transactions a year")
    parser.add_argument("--group", metavar="G")
    parser.add_argument("--wave", metavar="W")
    parser.add_argument("--sector", metavar="S")
    parser.set_defaults(run=_quota)

    transactions = commands.add_parser("transactions", parents=[common], help="transactions by unit, procedure, year")
    transactions.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = transactions.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("import", parents=[common], help="from any workbook or CSV")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--year", type=int, metavar="Y", help="of a file that does not say of which year it is")
    parser.add_argument("--add-procedures", action="store_true", help="add unknown procedures to the catalogue")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
    parser.set_defaults(run=_import)
    parser = verbs.add_parser("list", parents=[common], help="all counts")
    parser.set_defaults(run=_list)


def _quota(args: argparse.Namespace) -> Result:
    if args.survey is not None:
        if args.plan is not None or args.transactions is not None:
            raise Refusal("cli.usage_not_both", command="sipas quota", name="SURVEY", other="--plan, --transactions")
        return _all(args)
    for name in ("plan", "transactions"):
        if getattr(args, name) is None:
            raise Refusal("cli.usage_missing", command="sipas quota", name=f"--{name}")
    if args.all:
        raise Refusal("cli.usage_missing", command="sipas quota", name="SURVEY")
    return _of_plan(args)


def _of_plan(args: argparse.Namespace) -> Result:
    plan = find_preset(args.plan).plan
    asked = _asked(plan, args)
    found = answer(plan.quotas, args.transactions, asked)
    rule = found.words(language(args), plan.titles, ", ".join(plan.titles[code] for code in asked.values()))
    shown = "-" if found.required is None else str(found.required)
    data = {"required": found.required, "rule": rule, "shortfall": found.shortfall}
    return Result(data, [f"{shown}\t{rule}"])


def _asked(plan: Plan, args: argparse.Namespace) -> dict[Per, str]:
    """The group, wave and sector that the call names. Raises ``Refusal`` where the plan does not have one."""
    known = {
        Per.GROUP: [group.code for group in plan.groups],
        Per.WAVE: [wave.code for wave in plan.waves],
        Per.SECTOR: [sector.code for sector in plan.sectors],
    }
    asked = {per: code for per in known if (code := getattr(args, per)) is not None}
    for per, code in asked.items():
        if code not in known[per]:
            raise Refusal(f"plan.unknown_{per}", found=code, expected=" ".join(known[per]))
    return asked


def _all(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        asked = _asked(survey.plan, args)
        found = queries.least_numbers(survey)
        totals = queries.counted_totals(survey)
        titles = survey.plan.titles
        names = catalogue_names(survey)
    chosen = [cell for cell in found if all(getattr(cell, per) in ("", code) for per, code in asked.items())]
    rows = [{**_row(cell, names, titles, lang), "totals": _totals(cell, totals)} for cell in chosen]
    shown = [
        "\t".join(
            (
                row["unit_name"] or row["unit"],
                row["procedure_name"] or row["procedure"],
                "" if row["transactions"] is None else str(row["transactions"]),
                "-" if row["required"] is None else str(row["required"]),
                row["rule"] if row["totals"] is None else f"{row['rule']}: Σ {row['totals']}",
            )
        )
        for row in rows
    ]
    total = sum(row["required"] or 0 for row in rows)
    return Result({"rows": rows, "required": total}, shown)


def _totals(cell: Cell, totals: Sequence[CountedTotal]) -> int | None:
    """Answers of online totals that count towards the number; None where its rule takes none."""
    quota = cell.required.quota
    return None if quota is None or not quota.totals else towards(cell, totals)


def _row(cell: Cell, names: Mapping[str, Mapping[str, str]], titles: Mapping[str, str], lang: str) -> dict[str, Any]:
    return {
        "unit": cell.unit,
        "unit_name": names["unit"].get(cell.unit, ""),
        "procedure": cell.procedure,
        "procedure_name": names["procedure"].get(cell.procedure, ""),
        "sector": cell.sector,
        "group": cell.group,
        "wave": cell.wave,
        "transactions": cell.required.transactions,
        "years": list(cell.years),
        "required": cell.required.required,
        "shortfall": cell.required.shortfall,
        "rule": cell.words(lang, titles),
    }


def _import(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        found = preview_transactions(survey, args.file, args.year, add_procedures=args.add_procedures)
        if not args.dry_run:
            accept_transactions(survey, found, progress())
    taken = 0 if args.dry_run else 1
    data = {
        "added": len(found.added) * taken,
        "changed": len(found.changed) * taken,
        "unchanged": found.unchanged,
        "found": len(found.counts),
        "procedures_added": list(found.missing.values()),
        "corrected": notes.as_json(found.corrected, lang),
        "rejected": notes.as_json(found.rejected, lang),
    }
    lines = [f"+{data['added']} ~{data['changed']} ={found.unchanged} -{len(found.rejected)}"]
    return Result(data, lines, errors=notes.as_lines(found.rejected, lang))


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        found = queries.transactions(survey)
    data = {"transactions": [vars(each) for each in found]}
    return Result(data, [f"{each.unit}\t{each.procedure}\t{each.year}\t{each.count}" for each in found])
