"""Remarks: what the office writes into a report beside the figures, section by section.

A remark belongs to a report on just the same part of the survey: what was said of the first quarter is not printed in
the second one's report.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sipas_desktop.domain.fact import canonical
from sipas_desktop.domain.plan import Plan

MOST_LETTERS: Final = 20_000
NAMES: Final = ("group", "unit", "wave", "until", "channel")


class Section(StrEnum):
    """The places in a report where the office may write, in its order."""

    PURPOSE = "purpose"
    OVERVIEW = "overview"
    RESULTS = "results"
    COMMENTS = "comments"
    SHORTCOMINGS = "shortcomings"
    PROPOSALS = "proposals"
    QUALITY = "quality"
    NOTICE = "notice"  # of the one-page notice alone


# In these the program drafts sentences from the figures; a remark is printed in their place. Elsewhere it comes after.
DRAFTED: Final = frozenset({Section.SHORTCOMINGS, Section.PROPOSALS})


@dataclass(frozen=True)
class About:
    """What part of the survey a report is about, by codes; None = all of it."""

    group: str | None = None
    unit: str | None = None
    wave: str | None = None
    until: datetime.date | None = None
    channel: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """As a fact says it: the names that are given alone."""
        values = {name: getattr(self, name) for name in NAMES}
        return {name: str(value) for name, value in values.items() if value is not None}

    @property
    def key(self) -> str:
        """The same as text, one spelling for one meaning."""
        return canonical(self.said)


def read_about(said: Mapping[str, Any]) -> About | None:
    """What a fact says a remark is about; None for what no program wrote."""
    if not said.keys() <= set(NAMES) or not all(isinstance(value, str) and value for value in said.values()):
        return None
    until = said.get("until")
    try:
        day = None if until is None else datetime.date.fromisoformat(until)
    except ValueError:
        return None
    found = About(said.get("group"), said.get("unit"), said.get("wave"), day, said.get("channel"))
    return found if found.said == said else None


def is_of_plan(about: About, plan: Plan) -> bool:
    """Whether group, wave and channel are of the plan."""
    return (
        (about.group is None or plan.group(about.group) is not None)
        and (about.wave is None or plan.wave(about.wave) is not None)
        and (about.channel is None or plan.channel(about.channel) is not None)
    )


def tidied(text: str) -> str:
    """``text`` as it is kept: NFC, one paragraph a line, no empty lines, no spaces at the ends."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def is_printable(text: str) -> bool:
    """Whether a document can hold ``text``: no control characters but line breaks, nothing that is no Unicode text."""
    return all(
        letter == "\n" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in "\ufffe\uffff")
        for letter in text
    )


def is_tidy(text: str) -> bool:
    """Whether ``text`` is one that may be kept."""
    return bool(text) and len(text) <= MOST_LETTERS and tidied(text) == text and is_printable(text)
