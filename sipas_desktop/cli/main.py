"""Reads the arguments, runs one command, turns what it raises into an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from sipas_desktop import __version__, bug_report
from sipas_desktop.cli import (
    backups,
    ballots,
    batches,
    boxes,
    cleaning,
    comments,
    compare,
    daily,
    demo,
    fieldwork,
    handouts,
    handovers,
    history,
    interviewers,
    keying,
    mail,
    milestones,
    online,
    operators,
    packages,
    papers,
    plans,
    quotas,
    rechecks,
    report,
    results,
    samples,
    second_keying,
    survey,
    templates,
)
from sipas_desktop.cli.terminal import BUG, DAMAGED, REFUSED, emit, language
from sipas_desktop.cli.usage import usage_refusal
from sipas_desktop.cores import leave_none
from sipas_desktop.errors import LANGUAGES, Damaged, Refusal, of_machine, words
from sipas_desktop.interrupt import INTERRUPTED, follows_interrupt
from sipas_desktop.streams import speak_utf8


class Parser(argparse.ArgumentParser):
    """One clear line in place of a page of usage; options have their whole names, so that new ones break no script."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how | {"allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        raise usage_refusal(self.prog, message)


@cache
def make_parser() -> argparse.ArgumentParser:
    """The parser with every command; made once, since it is the same for every call and takes a while."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--json", action="store_true", help="print exactly one JSON object")
    common.add_argument("--lang", choices=LANGUAGES, help="language of messages (default: SIPAS_LANG, else vi)")
    common.add_argument("--operator", metavar="NAME", help="who acts (default: SIPAS_OPERATOR, else admin)")
    parser = Parser(
        prog="sipas",
        description="Satisfaction surveys of public administration, without a window. "
        "Passwords come from SIPAS_PASSWORD or a prompt, never from an argument. "
        "SURVEY is a file, or a database on a server: postgresql://user@host/database.",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"sipas {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for module in (
        plans,
        quotas,
        survey,
        milestones,
        operators,
        samples,
        interviewers,
        ballots,
        fieldwork,
        handovers,
        boxes,
        mail,
        batches,
        cleaning,
        daily,
        papers,
        online,
        rechecks,
        keying,
        second_keying,
        handouts,
        results,
        report,
        compare,
        packages,
        templates,
        comments,
        history,
        backups,
        demo,
    ):
        module.add(commands, common)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a bug, 2 refused input, 3 the survey fails its check."""
    speak_utf8()
    leave_none()
    given = list(sys.argv[1:] if argv is None else argv)
    lang = language(_asked(given))
    try:
        return _run(given)
    except SystemExit as stop:  # --help, --version
        return int(stop.code or 0)
    except BrokenPipeError:
        # Who reads the pipe (`sipas ballots … list | head`) has enough; nothing is left to be flushed at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Damaged as damaged:
        print(damaged.words(lang), file=sys.stderr)
        return DAMAGED
    except Refusal as refusal:
        print(refusal.words(lang), file=sys.stderr)
        return REFUSED
    except UnicodeEncodeError:
        print(words("file.not_text", lang), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(words("cli.stopped", lang), file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001
        # Whatever a room did not foresee of the system: a name too long for it, a folder that may not be read.
        if (told := of_machine(error)) is not None:
            print(told.words(lang), file=sys.stderr)
            return REFUSED
        # The one place where a bug is caught: its exit code is part of the interface.
        print(bug_report.report(error), file=sys.stderr, end="")
        print(words("cli.bug", lang, version=__version__), file=sys.stderr)
        return BUG


def _run(given: Sequence[str]) -> int:
    """Parse, do, print. Raises ``KeyboardInterrupt`` for whatever else came of one while things were tidied up."""
    try:
        args = make_parser().parse_args(given)
        code = emit(args.run(args), args)
        sys.stdout.flush()
        return code
    except Exception as error:
        if follows_interrupt(error):
            raise KeyboardInterrupt from error
        raise


def _asked(given: Sequence[str]) -> argparse.Namespace:
    """The language asked for, before anything is parsed: a usage error is worded in it too."""
    asked = argparse.Namespace()
    for place, text in enumerate(given):
        if text == "--lang":
            asked.lang = "".join(given[place + 1 : place + 2])
        elif text.startswith("--lang="):
            asked.lang = text.removeprefix("--lang=")
    return asked
