"""``sipas recheck``: phúc tra, from the draw to what follows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened
from sipas_desktop.domain import recheck_rule as rule
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.recheck import Due, Tally
from sipas_desktop.domain.recheck_flag import ALARM, Flag
from sipas_desktop.domain.sms import Numbers
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.jobs import rechecks
from sipas_desktop.jobs.recheck_results import finds
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import RecheckDrawn, Reply

WAITING = "waiting"  # in place of a result: nothing is known yet


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    recheck = commands.add_parser("recheck", parents=[common], help="ask some who answered once more (phúc tra)")
    recheck.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = recheck.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("draw", parents=[common], help="draw ballots to ask about")
    parser.add_argument("serials", nargs="*", metavar="SERIAL", help="just these, on suspicion")
    parser.add_argument("--seed", type=int, metavar="N", help="of a random draw; the same draws the same")
    how_many = parser.add_mutually_exclusive_group()
    how_many.add_argument("--number", type=int, metavar="N", help="of a random draw, just so many")
    how_many.add_argument("--percent", type=float, metavar="P", help="of valid returned ballots (default: the plan's)")
    parser.add_argument("--minimum", type=int, metavar="N", help="of each interviewer")
    parser.add_argument("--interviewer", metavar="CODE", help="all of hers")
    parser.add_argument("--reason", default="", metavar="TEXT", help="of a draw that is not random")
    parser.set_defaults(run=_draw)
    parser = verbs.add_parser("export", parents=[common], help="whom to ask: messages for a gateway, or a list to call")
    parser.add_argument("out", type=Path, metavar="OUT.csv|OUT.xlsx")
    parser.add_argument(
        "--numbers",
        choices=list(Numbers),
        default=Numbers.INTERNATIONAL,
        type=Numbers,
        help="84912… (default) or 0912…",
    )
    parser.add_argument("--accents", action=argparse.BooleanOptionalAction, help="default: as the plan says")
    parser.add_argument("--again", action="store_true", help="also who stands on a list and has not replied")
    parser.add_argument(
        "--calls",
        action="store_true",
        help="a list to call: of whom nothing is known or who were not reached; in stages who is next",
    )
    parser.set_defaults(run=_export)
    parser = verbs.add_parser("import", parents=[common], help="replies of a gateway, or a list that was filled in")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="look only")
    parser.set_defaults(run=_import)
    parser = verbs.add_parser("list", parents=[common], help="drawn ballots, rates of interviewers, what is due")
    parser.add_argument("--result", choices=[*rule.Result, WAITING], help="of these alone")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("set", parents=[common], help="say what asking about ballots came to")
    parser.add_argument("result", metavar="RESULT", help=", ".join(rule.Result))
    parser.add_argument("serials", nargs="*", metavar="SERIAL", help="a serial, or #N: a recheck's number")
    parser.add_argument("--waiting", action="store_true", help="with unreached: all on a list without a result")
    parser.add_argument("--text", default="", metavar="TEXT", help="with unclear: the words of the reply")
    parser.set_defaults(run=_set)
    parser = verbs.add_parser("apply", parents=[common], help="do what the plan's rules ask for")
    parser.set_defaults(run=_apply)
    parser = verbs.add_parser("consent", parents=[common], help="who may be called, by number in the sample list")
    parser.add_argument("numbers", nargs="+", type=int, metavar="NUMBER")
    parser.add_argument("--withdrawn", action="store_true", help="they may not any more")
    parser.set_defaults(run=_consent)


def _draw(args: argparse.Namespace) -> Result:
    lang = language(args)
    at_random = args.seed is not None
    if at_random + (args.interviewer is not None) + bool(args.serials) != 1:
        raise Refusal("recheck.one_way")
    if not at_random and any(each is not None for each in (args.number, args.percent, args.minimum)):
        raise Refusal("recheck.random_only")
    with opened(args) as survey:
        if at_random:
            drawn = workflow.draw_recheck(
                survey, args.seed, number=args.number, percent=args.percent, minimum=args.minimum
            )
        elif args.interviewer is not None:
            drawn = workflow.draw_recheck_of(survey, args.interviewer, args.reason)
        else:
            drawn = workflow.draw_recheck_serials(survey, args.serials, args.reason)
        data = _counts(queries.recheck_figures(survey).whole)
        data["finds_percent"] = finds(survey) if at_random else None
    data |= {"now": len(drawn.serials), "how": drawn.how.value, "seed": drawn.seed, "short": drawn.short}
    data["serials"] = list(drawn.serials)
    return Result(data, [serials.show(serial) for serial in drawn.serials], errors=_short(drawn, lang))


def _short(drawn: RecheckDrawn, lang: str) -> list[str]:
    return [words("recheck.short", lang, short=drawn.short, drawn=len(drawn.serials))] if drawn.short else []


def _export(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = rechecks.export_recheck(
            survey, args.out, numbers=args.numbers, accents=args.accents, again=args.again, calls=args.calls
        )
        data = _counts(queries.recheck_figures(survey).whole)
    data |= {
        "people": made.people,
        "segments": made.segments,
        "longest": made.longest,
        "encodings": {encoding.value: count for encoding, count in made.encodings.items()},
        "sha256": made.sha256,
    }
    return Result(data, [f"{args.out}\t{made.people}\t{made.segments}\t{made.sha256}"])


def _import(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        found = rechecks.import_replies(survey, args.file, dry_run=args.dry_run)
        data = _counts(queries.recheck_figures(survey).whole)
    rejected = [_rejected(note, lang) for note in found.rejected]
    data |= {
        "taken": found.taken,
        "already": found.already,
        "differs": list(found.differs),
        "results": {result.value: found.results.get(result, 0) for result in rule.Result},
        "rejected": rejected,
    }
    errors = ["\t".join((str(each["row"]), each["column"], each["found"], each["message"])) for each in rejected]
    errors += [words("recheck.differs", lang, number=number) for number in found.differs]
    return Result(data, [f"{name}\t{count}" for name, count in data["results"].items() if count], errors=errors)


def _rejected(note: CellNote, lang: str) -> dict[str, Any]:
    return {"row": note.row, "column": note.column, "found": note.found, "message": note.words(lang)}


def _list(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        figures, rows = queries.recheck_figures(survey), queries.rechecks(survey)
    shown: list[dict[str, Any]] = [
        {
            "number": row.number,
            "serial": row.serial,
            "interviewer": row.interviewer or None,
            "how": row.how.value,
            "state": row.state.value,
            "sent": row.sent or None,
            "result": row.result.value if row.result else None,
            "reply": row.reply,
        }
        for row in rows
        if args.result is None or args.result == (row.result or WAITING)
    ]
    odd = {each.interviewer: each for each in figures.flags}
    data = _counts(figures.whole) | {
        "void": figures.void,
        "false_alarm_percent": 100 * ALARM,
        "interviewers": [
            {"interviewer": each.interviewer or None} | _counts(each) | _rate(each) | _flag(odd.get(each.interviewer))
            for each in figures.parts
        ],
        "due": [_due(each) for each in figures.due],
        "calls": [{"interviewer": each.interviewer, "ballots": each.ballots} for each in figures.calls],
        "draws": [
            {
                "at": each.at,
                "operator": each.operator,
                "how": each.how.value,
                "seed": each.seed,
                "number": each.number,
                "minimum": each.minimum,
                "interviewer": each.interviewer or None,
                "drawn": each.drawn,
                "answered": each.answered,
                "pool": each.pool,
            }
            for each in figures.draws
        ],
        "rechecks": shown,
    }
    data |= _rate(figures.whole)
    lines = [
        f"{row['number']}\t{serials.show(row['serial'])}\t{row['interviewer'] or ''}\t{row['result'] or WAITING}"
        for row in shown
    ]
    return Result(data, lines)


def _set(args: argparse.Namespace) -> Result:
    if args.result not in set(rule.Result):
        raise Refusal("recheck.unknown_result", found=args.result, expected=", ".join(rule.Result))
    result = rule.Result(args.result)
    if bool(args.serials) == args.waiting or (args.waiting and result is not rule.Result.UNREACHED):
        raise Refusal("recheck.whom")
    with opened(args) as survey:
        rows = queries.rechecks(survey)
        if args.waiting:
            chosen = [row.serial for row in rows if row.sent and row.result is None]
            changed = workflow.answer_rechecks(survey, [Reply(serial, result) for serial in chosen]).taken
        else:
            chosen = _serials(survey, args.serials, {row.number: row.serial for row in rows})
            changed = sum(workflow.answer_recheck(survey, serial, result, args.text) for serial in chosen)
        data = _counts(queries.recheck_figures(survey).whole)
    return Result(data | {"changed": changed, "already": len(chosen) - changed}, [str(changed)])


def _serials(survey: OpenSurvey, typed: Sequence[str], by_number: dict[int, str]) -> list[str]:
    """The serials of what was typed, all of them looked at before any is used."""
    found = []
    for each in typed:
        if each.startswith("#"):
            number = int(each[1:]) if each[1:].isascii() and each[1:].isdecimal() else 0
            if number not in by_number:
                raise Refusal("recheck.no_number", found=each)
            found.append(by_number[number])
        else:
            serial = serials.read(each, survey.about.number)
            if serial not in by_number.values():
                raise Refusal("recheck.not_drawn", serial=serials.show(serial))
            found.append(serial)
    return found


def _apply(args: argparse.Namespace) -> Result:
    lang = language(args)
    with opened(args) as survey:
        done = rechecks.apply_rules(survey, lang)
        figures = queries.recheck_figures(survey)
    refused = [_due(due) | {"message": refusal.words(lang)} for due, refusal in done.refused]
    data = _counts(figures.whole) | {
        "void": list(done.void),
        "replaced": [{"number": number, "by": by} for number, by in done.replaced.items()],
        "now": len(done.drawn),
        "refused": refused,
        "due": [_due(each) for each in figures.due],
    }
    lines = [f"{len(done.void)}\t{len(done.replaced)}\t{len(done.drawn)}"]
    errors = [f"{each['serial'] or each['interviewer']}\t{each['message']}" for each in refused]
    return Result(data, lines, errors=errors)


def _consent(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        changed = workflow.set_consent(survey, args.numbers, given=not args.withdrawn)
    return Result({"changed": changed, "already": len(set(args.numbers)) - changed}, [str(changed)])


def _counts(tally: Tally) -> dict[str, Any]:
    return {
        "answered": tally.answered,
        "askable": tally.askable,
        "drawn": tally.drawn,
        **{result.value: tally.count(result) for result in rule.Result},
        WAITING: tally.waiting,
    }


def _rate(tally: Tally) -> dict[str, Any]:
    interval = tally.passed
    return {
        "passed_percent": None if tally.percent is None else float(tally.percent),
        "interval": None if interval is None else [interval.low, interval.high],
    }


def _flag(flag: Flag | None) -> dict[str, Any]:
    """Of whom nothing is told, or by a plan without a rate of mistakes: nulls."""
    if flag is None:
        return {"p": None, "adjusted": None, "flagged": None}
    return {"p": flag.p, "adjusted": flag.adjusted, "flagged": flag.flagged}


def _due(due: Due) -> dict[str, Any]:
    return {
        "then": due.then.value,
        "serial": due.serial or None,
        "interviewer": due.interviewer or None,
        "ballots": due.ballots,
    }
