"""The office's remarks on a report, and what the program would say in their place."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sipas_desktop.domain.remark import DRAFTED, MOST_LETTERS, About, Section
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter

_MOST_BYTES: Final = MOST_LETTERS * 8  # a letter has three or four, and there may be blanks around


def about_of(chosen: Filter) -> About:
    """What a report on the chosen ballots is about."""
    return About(chosen.group, chosen.unit, chosen.wave, chosen.until, chosen.channel)


def remarks_of(survey: OpenSurvey, chosen: Filter) -> dict[Section, str]:
    """The remarks of the report on the chosen ballots."""
    return {each.section: each.text for each in queries.remarks(survey, about_of(chosen)) if each.text}


def read_remark(file: Path) -> str:
    """The words of a remark, from a text file. Raises ``Refusal`` where that cannot be read or is too long."""
    with file.open("rb") as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise Refusal("remarks.too_long", found=f"> {MOST_LETTERS}", most=MOST_LETTERS)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Refusal("remarks.not_utf8", file=file.name) from None


def section_of(name: str) -> Section:
    """The section called ``name``. Raises ``Refusal``."""
    try:
        return Section(name)
    except ValueError:
        raise Refusal("remarks.unknown", found=name, expected=" ".join(Section)) from None


def draft_of(survey: OpenSurvey, chosen: Filter, name: str) -> str:
    """What the program drafts for a section from the figures as they stand, a sentence a line.

    Raises ``Refusal`` for a section for which it drafts nothing, and where no ballot is settled.
    """
    section = section_of(name)
    if section not in DRAFTED:
        raise Refusal("remarks.no_draft", section=section.value)
    from sipas_desktop.jobs.report import known_of
    from sipas_desktop.paper.report_findings import proposals, shortcomings

    known = known_of(survey, chosen)
    return "\n".join(f"- {line}" for line in (shortcomings if section is Section.SHORTCOMINGS else proposals)(known))
