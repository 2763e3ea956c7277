"""``sipas sample SURVEY draw|replace|export``: official and reserve lists from the frame."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.draw_rule import not_in_frame
from sipas_desktop.domain.sampling import METHODS, STRATA, strata_asked
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs import draws, sample_files
from sipas_desktop.jobs.fieldwork import Replaced, replace_due
from sipas_desktop.jobs.minutes import make_minutes
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import SampleDrawn, Wanted


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs to ``sipas sample SURVEY``."""
    parser = verbs.add_parser("draw", parents=[common], help="draw official and reserve lists from the frame")
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="whole number; the same draws the same")
    parser.add_argument("--method", choices=METHODS, help="default: by the plan's rule stratified, else simple")
    parser.add_argument("--by", choices=STRATA, help="what makes the strata (default: by the plan's rule, else unit)")
    parser.add_argument("--official", type=int, metavar="N", help="members to draw (default: by the plan's rule)")
    parser.add_argument("--reserve", default=draws.RESERVE, metavar="N|P%", help="members in reserve (default: 20%%)")
    parser.add_argument("--again", action="store_true", help="draw the last draw anew, in its place")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why it is drawn again")
    parser.set_defaults(run=_draw)
    parser = verbs.add_parser("replace", parents=[common], help="put the next of the reserve in a member's place")
    parser.add_argument("number", type=int, metavar="NUMBER", help="the member's number (`list --members official`)")
    parser.add_argument("--reason", default="", metavar="TEXT")
    parser.add_argument("--elsewhere", action="store_true", help="of another part, where its own reserve is used up")
    parser.set_defaults(run=_replace)
    parser = verbs.add_parser("replacements", parents=[common], help="whom the plan's rule has the reserve replace")
    parser.add_argument("--do", action="store_true", help="replace them, each by the next of the reserve")
    parser.add_argument("--elsewhere", action="store_true", help="of another part, where its own reserve is used up")
    parser.set_defaults(run=_replacements)
    parser = verbs.add_parser("export", parents=[common], help="the official and the reserve list as a workbook or CSV")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx|OUT.csv")
    parser.add_argument("--frame", type=Path, metavar="OUT.tsv", help="the frame of the last draw too, as it is hashed")
    parser.set_defaults(run=_export)
    parser = verbs.add_parser("minutes", parents=[common], help="the minutes of a draw, to be signed")
    parser.add_argument("out", type=Path, metavar="OUT.pdf|OUT.docx")
    parser.add_argument("--draw", type=int, metavar="K", help="which draw, from 1 (default: the last)")
    parser.add_argument("--annex", action="store_true", help="with the lists: names and addresses")
    parser.set_defaults(run=_minutes)


def _draw(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        try:
            frame = workflow.frame_to_draw(survey, args.again)
        except Refusal as refusal:
            if refusal.code != "draw.drawn_before":
                raise
            frame = sample_files.frame_of_last_draw(survey)  # the same draw a second time is the first
        asked = draws.wanted(
            survey.plan,
            frame,
            args.seed,
            known=draws.known_of(survey),
            method=args.method,
            by=args.by,
            official=args.official,
            reserve=args.reserve,
        )
        made = draws.draw_sample(survey, asked, again=args.again, reason=args.reason, progress=progress())
    return _drawn(asked, made, lang)


def _drawn(asked: Wanted, made: SampleDrawn, lang: str) -> Result:
    drawn = made.drawn
    total = asked.official if isinstance(asked.official, int) else sum(asked.official.values())
    short = {"official": total - drawn.official, "reserve": asked.reserve - drawn.reserve}
    asked_of = strata_asked(drawn.strata, asked.official)
    strata = [
        {
            "name": each.name,
            "transactions": asked.counted.get(each.name),
            "rows": each.rows,
            "asked": each.asked,
            "official": each.official,
            "reserve": each.reserve,
        }
        for each in asked_of
    ]
    absent = not_in_frame(asked.official, asked.counted)
    data = {
        "official": drawn.official,
        "reserve": drawn.reserve,
        "seed": asked.seed,
        "frame_sha256": drawn.frame_sha256,
        "method": asked.method,
        "by": asked.by if asked.method == "stratified" else None,
        "basis": asked.basis,
        "rows": drawn.rows,
        "duplicates": drawn.duplicates,
        "shortfall": short,
        "strata": strata,
        "transactions": sum(asked.counted.values()) - sum(absent.values()) if asked.counted else None,
        "years": list(asked.years),
        "not_in_frame": absent,
        "already": made.already,
    }
    lines = [f"{drawn.official} + {drawn.reserve} / {drawn.rows}\t{asked.method}\t{asked.seed}\t{drawn.frame_sha256}"]
    lines += [f"{each.name}\t{each.rows}\t{each.official}\t{each.reserve}" for each in drawn.strata if each.name]
    errors = []
    if short["official"]:
        errors.append(words("draw.short_official", lang, asked=total, drawn=drawn.official))
    if len(asked_of) > 1:
        errors += [
            words("draw.short_stratum", lang, name=each.name, asked=each.asked, rows=each.rows)
            for each in asked_of
            if each.short
        ]
    errors += [words("draw.absent_stratum", lang, name=name, transactions=n) for name, n in absent.items()]
    if short["reserve"]:
        errors.append(words("draw.short_reserve", lang, asked=asked.reserve, drawn=drawn.reserve))
    return Result(data, lines, errors=errors)


def _replace(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        by = workflow.replace_member(survey, args.number, args.reason, elsewhere=args.elsewhere)
        left = queries.sample_counts(survey).reserve
    return Result({"number": args.number, "by": by, "reserve": left}, [f"{args.number} → {by} ({left})"])


def _replacements(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        due = queries.replaceable(survey)
        made = replace_due(survey, elsewhere=args.elsewhere) if args.do else Replaced((), ())
    by = dict(made.done)
    rows = [
        {
            "number": each.member.position,
            "outcome": each.member.outcome,
            "not_met": each.member.not_met,
            "interviewer": each.member.interviewer,
            "reserve": each.stratum_has,
            "elsewhere": each.others_have,
            "by": by.get(each.member.position),
        }
        for each in due
    ]
    data = {"due": rows, "replaced": len(made.done), "left": list(made.left)}
    return Result(data, [f"{row['number']}\t{row['outcome']}\t{row['by'] or '-'}" for row in rows])


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        counts = sample_files.export_lists(survey, args.out)
        if args.frame:
            counts["frame"] = sample_files.export_frame(survey, args.frame)
    return Result(counts, [f"{key}\t{value}" for key, value in counts.items()])


def _minutes(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = make_minutes(survey, args.out, args.draw, annex=args.annex)
    return Result(vars(made), [f"{args.out}\t{made.sha256}"])
