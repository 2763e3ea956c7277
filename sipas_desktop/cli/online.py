"""``sipas online``: answers of online channels, by a mapping that is made once."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sipas_desktop.cli import notes
from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.online import REASON_WORDS
from sipas_desktop.domain.online_mapping import write_mapping
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.notes import write_notes
from sipas_desktop.jobs.online import accept_online, guessed, load_mapping, preview_online, save_mapping
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    online = commands.add_parser("online", parents=[common], help="answers of online channels")
    online.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = online.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("import", parents=[common], help="answers from a workbook or CSV")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--mapping", type=Path, metavar="M.toml", help="default: guessed from the headings")
    parser.add_argument("--officials", type=Path, metavar="LIST", help="phones and accounts whose answers do not count")
    parser.add_argument("--source", default="", metavar="NAME", help="default: the mapping's")
    parser.add_argument("--origin", default="", metavar="TEXT", help="who sent the file, and when")
    parser.add_argument("--notes", type=Path, metavar="OUT.xlsx", help="write all corrections and rejections there")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
    parser.set_defaults(run=_import)
    parser = verbs.add_parser("list", parents=[common], help="what was imported, and what was left out and why")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("totals", parents=[common], help="a source that gives totals only")
    parser.add_argument("--source", required=True, metavar="NAME")
    parser.add_argument("--origin", required=True, metavar="TEXT", help="who sent the numbers, and when")
    parser.add_argument("--answers", type=int, required=True, metavar="N", help="answers in all")
    parser.add_argument("--channel", default="", metavar="C", help="default: the plan's first online channel")
    parser.add_argument("--group", default="", metavar="G", help="default: the plan's first group")
    parser.add_argument("--unit", metavar="U")
    parser.add_argument("--wave", metavar="W")
    parser.add_argument("--count", action="append", default=[], metavar="QUESTION:LEVEL=N", help="may be repeated")
    parser.set_defaults(run=_totals)
    parser = verbs.add_parser("mapping", parents=[common], help="a first mapping for a file, guessed from its headings")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--group", default="", metavar="G", help="default: the plan's first group")
    parser.add_argument("--out", type=Path, metavar="M.toml")
    parser.set_defaults(run=_mapping)


def _import(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        mapping = load_mapping(args.mapping) if args.mapping else guessed(survey, args.file)
        named = {key: value for key in ("source", "origin") if (value := getattr(args, key).strip())}
        found = preview_online(survey, args.file, replace(mapping, **named), args.officials)
        if args.notes:
            groups = [("notes.corrected", found.corrected), ("notes.rejected", found.rejected)]
            write_notes(groups, args.notes, lang)
        added = 0 if args.dry_run else accept_online(survey, found, progress())
    data = {
        "added": added,
        "found": len(found.added),
        "comments": len(found.comments),
        "rows": found.rows,
        "excluded": dict(found.excluded),
        "duplicates": found.duplicates,
        "rejected": notes.as_json(found.rejected, lang),
        "officers": len(found.officers),
        "source": found.source,
    }
    lines = [f"+{added} ({len(found.added)}/{found.rows}) ={found.duplicates} -{len(found.rejected)}"]
    if found.comments:
        lines.append(f"+{len(found.comments)} {words('online.comments', lang)}")
    lines += [f"-{count} {words(REASON_WORDS[reason], lang)}" for reason, count in found.excluded.items()]
    return Result(data, lines, errors=notes.as_lines(found.rejected, lang))


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        sources, totals = queries.online_sources(survey), queries.online_totals(survey)
    data = {"imports": [asdict(each) for each in sources], "totals": [asdict(each) for each in totals]}
    lines = [f"{each.source}\t{each.first_day}–{each.last_day}\t+{each.added}/{each.rows}" for each in sources]
    lines += [f"{each.source}\t{each.unit or '*'}\t{each.wave or '*'}\tΣ {each.answers}" for each in totals]
    return Result(data, lines)


def _totals(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        plan = survey.plan
        online = next((channel.code for channel in plan.channels if not channel.paper), "")
        total = workflow.OnlineTotal(
            source=args.source,
            origin=args.origin,
            channel=args.channel or online,
            group=args.group or plan.groups[0].code,
            unit=args.unit,
            wave=args.wave,
            answers=args.answers,
            counts=_counts(args.count),
        )
        new = workflow.set_online_total(survey, total)
    return Result({"entered": new, "answers": total.answers}, [f"{'+' if new else '='}{total.answers}"])


def _counts(given: list[str]) -> dict[str, dict[str, int]]:
    """ "Q1:5=120" → {"Q1": {"5": 120}}. Raises ``Refusal``."""
    counts: dict[str, dict[str, int]] = {}
    for text in given:
        question, _, rest = text.partition(":")
        level, _, number = rest.partition("=")
        if not question or not level or not (number.isascii() and number.isdecimal()) or len(number) > 9:
            raise Refusal("online.bad_count", found=text)
        if level in counts.setdefault(question, {}):
            raise Refusal("online.bad_count", found=text)
        counts[question][level] = int(number)
    return counts


def _mapping(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        mapping = guessed(survey, args.file, args.group)
    if args.out:
        save_mapping(mapping, args.out)
    text = write_mapping(mapping)
    data = {"columns": dict(mapping.columns), "mapping": text}
    return Result(data, [str(args.out)] if args.out else text.splitlines())
