"""What goes through the post with a survey: return address and postage of its plan, letters with their placeholders."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Postage(StrEnum):
    """What stands in the upper right corner of a return envelope."""

    STAMP = "stamp"  # the place where the office sticks a stamp
    PAID = "paid"  # a mark that the post is paid by contract
    NONE = "none"  # carried by hand


@dataclass(frozen=True)
class Post:
    """``[post]`` of a plan. ``return_address``: lines, empty = the owner; ``paid_mark``: what the post agreed to."""

    return_address: tuple[str, ...] = ()
    postage: Postage = Postage.NONE
    paid_mark: str = ""
    phone: str = ""  # of the office, for questions; "" = written by hand
    remind_after: int | None = None  # days after sending, where no answer came; None = the plan says nothing


class LetterKind(StrEnum):
    """Letters of a survey; the value is the name of the file in ``resources/letters/``."""

    COVER = "cover"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Letter:
    """The text of a letter with ``{placeholders}``; ``privacy`` is the notice on personal data, its last paragraph."""

    subject: str  # "V/v …"
    to: str
    paragraphs: tuple[str, ...]
    privacy: str


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom paper goes; ``number`` is her place in the list, 0 for a blank one. "" = not known."""

    number: int = 0
    name: str = ""
    address: str = ""
    phone: str = ""
    unit: str = ""
    procedure: str = ""
    dossier: str = ""
    serial: str = ""  # as it is shown


# Placeholder → whether a paragraph is left out where the addressee has none; else there are dots to write on.
PLACEHOLDERS: Final[Mapping[str, bool]] = {
    "name": False,
    "address": True,
    "unit": True,
    "procedure": True,
    "dossier": True,
    "serial": True,
    "survey": False,
    "owner": False,
    "year": False,
    "start": False,
    "end": False,
    "deadline": False,
    "phone": False,
}
DOTS: Final = "…" * 12


def named_in(text: str) -> tuple[str, ...]:
    """The placeholders of ``text`` in their order. Raises ``ValueError`` for a brace that does not close."""
    parts = list(string.Formatter().parse(text))
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise ValueError("a placeholder is a name and nothing else")
    return tuple(name for _, name, _, _ in parts if name is not None)


def filled(letter: Letter, values: Mapping[str, str]) -> Letter:
    """``letter`` for one addressee, whose ``values`` have every placeholder ("" = she has none)."""
    written = {name: value or DOTS for name, value in values.items()}
    kept = [text for text in letter.paragraphs if not any(_lacks(name, values) for name in named_in(text))]
    return Letter(
        subject=letter.subject.format(**written),
        to=letter.to.format(**written),
        paragraphs=tuple(text.format(**written) for text in kept),
        privacy=letter.privacy.format(**written),
    )


def _lacks(name: str, values: Mapping[str, str]) -> bool:
    return PLACEHOLDERS[name] and not values[name]
