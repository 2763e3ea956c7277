"""What a report file says of how it was made, so that it can be made again: the file's keywords hold it as JSON.

It is only what to compute anew. All of it is printed as well, and what is printed is compared: a file that says another
thing here than on its pages does not match.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMAT_VERSION: Final = 1
_BEGINS: Final = "origin="


@dataclass(frozen=True)
class Origin:
    """``chosen`` are the dimensions of the ballots that count, as text; ``wanted`` is the report's form."""

    survey: str  # its id
    definition: str
    chosen: Mapping[str, str]
    wanted: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """All that a file tells: its origin, the head and the day that it bears, the program that made it."""

    origin: Origin
    head: str
    printed: datetime.date
    program: str
    format_version: int


def keywords(origin: Origin | None, records_sha256: str, head: str, printed: datetime.date, program: str) -> str:
    """The keywords of a report file."""
    begins = f"records_sha256={records_sha256}; head={head}"
    if origin is None:
        return begins
    told = {
        "format_version": FORMAT_VERSION,
        "program": program,
        "survey": origin.survey,
        "head": head,
        "printed": printed.isoformat(),
        "definition": origin.definition,
        "chosen": dict(origin.chosen),
        "wanted": dict(origin.wanted),
    }
    return f"{begins}; {_BEGINS}{json.dumps(told, sort_keys=True, separators=(',', ':'))}"


def told_by(text: str) -> Told | None:
    """What the keywords of a file tell; None where they are not those of a report."""
    _, begun, rest = text.partition(_BEGINS)
    if not begun:
        return None
    try:
        found = json.loads(rest)
        origin = Origin(
            _text(found["survey"]),
            _text(found["definition"]),
            {_text(name): _text(value) for name, value in found["chosen"].items()},
            {_text(name): value for name, value in found["wanted"].items()},
        )
        printed = datetime.date.fromisoformat(found["printed"])
        return Told(origin, _text(found["head"]), printed, _text(found["program"]), int(found["format_version"]))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
