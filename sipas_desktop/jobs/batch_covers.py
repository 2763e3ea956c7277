"""Prints the cover sheet of a batch. The file takes its name only when it is whole."""

from __future__ import annotations

import datetime
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.batch import cover_digits
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.batch_cover import BatchCover, print_cover
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


def make_cover(survey: OpenSurvey, code: str, out: Path) -> Printed:
    """Print the cover of the batch ``code`` to ``out``, as it is now. Raises ``Refusal`` for an unknown batch."""
    workflow.require(survey, Verb.RECEIVE)
    sheet = queries.cover_sheet(survey, code)
    days = " – ".join(date_short(datetime.date.fromisoformat(day)) for day in sheet.days)
    cover = BatchCover(
        owner=survey.plan.owner,
        survey=survey.about.title,
        code=sheet.code,
        digits=cover_digits(survey.about.number, sheet.code),
        unit=sheet.unit,
        received=" · ".join(part for part in (days, ", ".join(sheet.received)) if part),
        papers=tuple(sheet.serials),
    )
    with beside(out) as part:
        return print_cover(cover, part)
