"""``sipas paper``: envelopes, letters, lists, slips and instructions, each from the survey's own data."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from sipas_desktop.cli.terminal import Result, language, opened, progress
from sipas_desktop.domain.post import LetterKind
from sipas_desktop.errors import Refusal, words
from sipas_desktop.jobs.papers import (
    EVERYBODY,
    Papered,
    Wanted,
    make_assignment,
    make_envelopes,
    make_letters,
    make_return_envelopes,
)
from sipas_desktop.jobs.slips import Part, make_handover, make_instructions
from sipas_desktop.paper.envelope import EnvelopeSize
from sipas_desktop.place import read_place

SIZES = [size.value for size in EnvelopeSize]


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    paper = commands.add_parser("paper", parents=[common], help="envelopes, letters, lists, slips, instructions")
    paper.add_argument("survey", type=read_place, metavar="SURVEY")
    verbs = paper.add_subparsers(dest="verb", required=True)
    parser = _verb(verbs, common, "envelopes", "OUT.pdf", "an envelope for each official member", _envelopes)
    _to_whom(parser)
    parser.add_argument("--size", choices=SIZES, default=SIZES[0])
    parser = _verb(verbs, common, "return-envelopes", "OUT.pdf", "envelopes back to the office", _return_envelopes)
    parser.add_argument("--size", choices=SIZES, default=SIZES[0])
    parser.add_argument("--count", type=int, default=1, metavar="N")
    for name, about, run in (
        ("letters", "a cover letter for each official member", _letters),
        ("reminders", "a reminder for each member whose ballot is not back", _reminders),
    ):
        parser = _verb(verbs, common, name, "OUT.pdf", about, run)
        _to_whom(parser)
        parser.add_argument("--deadline", metavar="D", help="when ballots are wanted back, 2024-09-25")
        parser.add_argument("--text", type=Path, metavar="T.toml", help="the letter in the office's own words")
    parser = _verb(verbs, common, "assignment", "OUT.pdf", "whom ballots are brought to, to be signed", _assignment)
    parser.add_argument("--unit", metavar="U")
    parser.add_argument("--interviewer", metavar="CODE", help="hers alone")
    parser.add_argument("--by-interviewer", action="store_true", help="a part for each interviewer and unit")
    parser.add_argument("--phones", action="store_true", help="with the members' phones")
    parser = _verb(verbs, common, "handover", "OUT.pdf|OUT.docx", "the slip of a hand-over, with serials", _handover)
    for option in ("group", "unit", "wave", "batch"):
        parser.add_argument(f"--{option}", metavar=option[0].upper())
    parser.add_argument("--printed", action="store_true", help="of printed ballots, not of those that came back")
    _verb(verbs, common, "instructions", "OUT.pdf|OUT.docx", "instructions for interviewers", _instructions)


def _verb(verbs: Any, common: argparse.ArgumentParser, name: str, out: str, about: str, run: Any) -> Any:
    parser = verbs.add_parser(name, parents=[common], help=about)
    parser.add_argument("out", type=Path, metavar=out)
    parser.set_defaults(run=run)
    return parser


def _to_whom(parser: Any) -> None:
    parser.add_argument("--group", metavar="G", help="the agencies that the plan lists for this group")
    parser.add_argument("--unit", metavar="U", help="members of this unit, as the list writes it")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="how many, where nobody is known by name")


def _wanted(args: argparse.Namespace) -> Wanted:
    return Wanted(args.unit, args.group, args.count)


def _result(made: Papered, args: argparse.Namespace) -> Result:
    data: dict[str, Any] = {"documents": made.documents, "pages": made.pages, "sha256": made.sha256}
    data["personal"] = made.personal
    if made.head:
        data["head"] = made.head
    told = [words("papers.personal", language(args))] if made.personal else []
    return Result(data, [f"{made.documents}\t{made.pages}\t{args.out}"], errors=told)


def _envelopes(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        made = make_envelopes(survey, args.out, _wanted(args), EnvelopeSize(args.size), progress())
    return _result(made, args)


def _return_envelopes(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _result(make_return_envelopes(survey, args.out, EnvelopeSize(args.size), args.count), args)


def _letters(args: argparse.Namespace) -> Result:
    return _by_mail_merge(args, LetterKind.COVER)


def _reminders(args: argparse.Namespace) -> Result:
    return _by_mail_merge(args, LetterKind.REMINDER)


def _by_mail_merge(args: argparse.Namespace, kind: LetterKind) -> Result:
    day = None if args.deadline is None else _day(args.deadline)
    with opened(args) as survey:
        wanted = _wanted(args)
        made = make_letters(survey, args.out, kind, wanted, deadline=day, text=args.text, progress=progress())
    return _result(made, args)


def _day(typed: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        raise Refusal("papers.bad_day", found=typed) from None


def _assignment(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        who = args.interviewer or (EVERYBODY if args.by_interviewer else None)
        made = make_assignment(
            survey, args.out, unit=args.unit, phones=args.phones, interviewer=who, progress=progress()
        )
    return _result(made, args)


def _handover(args: argparse.Namespace) -> Result:
    part = Part(args.unit, args.group, args.wave, args.batch)
    with opened(args) as survey:
        return _result(make_handover(survey, args.out, part, returned=not args.printed), args)


def _instructions(args: argparse.Namespace) -> Result:
    with opened(args) as survey:
        return _result(make_instructions(survey, args.out), args)
