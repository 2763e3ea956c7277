"""``sipas cleaning``: ballots to be rechecked and why, duplicates, what is decided of them before they are keyed."""

from __future__ import annotations

import argparse
from typing import Any, Final

from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.duplicates import Duplicate
from sipas_desktop.domain.suspicion import ALARM, QUICK_MINUTES, SEED, Pattern, Sign, Suspicions
from sipas_desktop.errors import words
from sipas_desktop.place import read_place
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Source

VALID: Final = "valid"
WHOLE: Final = frozenset({Pattern.COMPLETE, Pattern.UNIFORM, Pattern.INCOHERENT})  # all ballots of a source together


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    chosen = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    chosen.add_argument("--by", choices=list(Source), help="whose ballots are compared (default: interviewer)")
    chosen.add_argument("--seed", type=int, metavar="N", help=f"of the test's deals (default: {SEED})")
    parser = commands.add_parser("cleaning", parents=[common, chosen], help="ballots to be rechecked, duplicates")
    parser.add_argument("survey", type=read_place, metavar="SURVEY")
    parser.set_defaults(run=_list)
    verbs = parser.add_subparsers(dest="verb")
    listed = verbs.add_parser("list", parents=[common, chosen], help="both lists")
    listed.set_defaults(run=_list)
    decide = verbs.add_parser("decide", parents=[common], help="say that a ballot that nobody keyed yet does not count")
    decide.add_argument("serial", metavar="SERIAL")
    decide.add_argument("reason", metavar="REASON", help=f"a reason of the plan, or: {VALID}")
    decide.set_defaults(run=_decide)


def _list(args: argparse.Namespace) -> Result:
    source, seed = Source(getattr(args, "by", Source.INTERVIEWER)), getattr(args, "seed", SEED)
    with opened(args) as survey:
        found = queries.suspicious_ballots(survey, source, seed=seed, progress=progress())
        same = queries.duplicates(survey)
    recheck = _recheck(found)
    data = {
        "by": source.value,
        "seed": seed,
        "ballots": found.ballots,
        "false_alarm_percent": 100 * ALARM,
        "alone": list(found.alone),
        "signs": [_sign(sign) for sign in found.signs],
        "recheck": [{"serial": serial, "patterns": patterns} for serial, patterns in recheck.items()],
        "duplicates": [{"why": each.why.value, "serials": list(each.serials)} for each in same],
    }
    return Result(data, _lines(found, recheck, same, language(args)))


def _sign(sign: Sign) -> dict[str, Any]:
    numbers = {"count": sign.count, "expected": sign.expected, "p": sign.p, "adjusted": sign.adjusted}
    serials = list(sign.serials) if sign.flagged else []
    return {
        "source": sign.source, "pattern": sign.pattern.value, **numbers, "flagged": sign.flagged, "serials": serials
    }  # fmt: skip


def _recheck(found: Suspicions) -> dict[str, list[str]]:
    """Serial → why; last those of which none is odd by itself."""
    recheck: dict[str, list[str]] = {}
    for sign in sorted(found.flagged, key=lambda sign: sign.pattern in WHOLE):
        for serial in sign.serials:
            recheck.setdefault(serial, []).append(sign.pattern.value)
    return recheck


def _lines(found: Suspicions, recheck: dict[str, list[str]], same: tuple[Duplicate, ...], lang: str) -> list[str]:
    percent = _number(100 * ALARM, lang)
    lines = [words("cleaning.false_alarm", lang, percent=percent, ballots=found.ballots)]
    for sign in found.signs:
        how = {"count": _number(sign.count, lang), "expected": _number(sign.expected, lang)}
        if sign.pattern is Pattern.QUICK:
            how["minutes"] = _number(QUICK_MINUTES, lang)
        verdict = words("cleaning.recheck" if sign.flagged else "cleaning.usual", lang)
        told = words(f"cleaning.{sign.pattern}", lang, **how)
        lines.append("\t".join((sign.source, told, f"p = {_number(sign.adjusted, lang, 3)}", verdict)))
    if found.alone:
        lines.append(words("cleaning.alone", lang, sources=", ".join(found.alone)))
    lines += [f"{serial}\t{' '.join(patterns)}" for serial, patterns in recheck.items()]
    lines += ["\t".join((words(f"cleaning.{each.why}", lang), *each.serials)) for each in same]
    return lines


def _number(value: float, lang: str, digits: int = 1) -> str:
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if lang == "vi" else text


def _decide(args: argparse.Namespace) -> Result:
    reason = None if args.reason == VALID else args.reason
    with opened(args) as survey:
        workflow.set_validity(survey, args.serial, reason)
    return Result({"serial": args.serial, "validity": args.reason}, [f"{args.serial}\t{args.reason}"])
