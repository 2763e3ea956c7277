"""What all commands share: language, operator, password, progress, and one JSON object or plain lines as the result."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sipas_desktop.errors import LANGUAGES, Refusal, words
from sipas_desktop.jobs.surroundings import oddities
from sipas_desktop.store.database import OpenSurvey, open_survey

DONE, BUG, REFUSED, DAMAGED = 0, 1, 2, 3


@dataclass(frozen=True)
class Result:
    """What a command gives back: ``data`` for ``--json``, ``lines`` for people, and the exit code."""

    data: Mapping[str, Any]
    lines: Sequence[str] = ()
    code: int = DONE
    errors: Sequence[str] = field(default_factory=tuple)  # lines for standard error


def language(args: argparse.Namespace) -> str:
    """ "vi" or "en": by ``--lang``, else ``SIPAS_LANG``, else Vietnamese."""
    chosen = getattr(args, "lang", None) or os.environ.get("SIPAS_LANG", "")
    return chosen if chosen in LANGUAGES else "vi"


def operator(args: argparse.Namespace) -> str:
    """Who acts."""
    return getattr(args, "operator", None) or os.environ.get("SIPAS_OPERATOR") or "admin"


def password(args: argparse.Namespace, variable: str = "SIPAS_PASSWORD", prompt: str = "cli.password") -> str:
    """The password from the environment or a prompt. Raises ``Refusal`` where there is neither."""
    value = os.environ.get(variable)
    if value:
        return value
    if not (sys.stdin and sys.stdin.isatty()):
        raise Refusal("cli.no_password", variable=variable)
    return getpass.getpass(words(prompt, language(args)) + ": ")


def opened(args: argparse.Namespace) -> OpenSurvey:
    """The survey that the command works on, opened by who acts; what is odd about its place goes to standard error."""
    survey = open_survey(args.survey, operator(args), password(args))
    try:
        for odd in oddities(survey):
            print(odd.words(language(args)), file=sys.stderr)
    except BaseException:
        survey.close()
        raise
    return survey


def progress() -> Callable[[int, int], None] | None:
    """A progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        share = done / total if total else 1.0
        bar = "█" * int(30 * share)
        sys.stderr.write(f"\r{bar:<30} {done}/{total}")
        if done >= total:
            sys.stderr.write("\n")
        sys.stderr.flush()

    return show


def emit(result: Result, args: argparse.Namespace) -> int:
    """Print the result; returns the exit code."""
    for line in result.errors:
        print(line, file=sys.stderr)
    if getattr(args, "json", False):
        print(json.dumps(result.data, ensure_ascii=False))
    else:
        for line in result.lines:
            print(line)
    return result.code
