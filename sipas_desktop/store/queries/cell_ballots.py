"""The ballots behind one cell of the figures: which papers they are, and nothing that they say."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.breakdown import By, Division, Part, check_divisions, hidden_cells
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.breakdown import forms_of
from sipas_desktop.store.queries.chosen import SETTLED, UNIT, Filter, ballots_of
from sipas_desktop.store.queries.divisions import names_of, reading_of
from sipas_desktop.store.workflow.permission import require

# Where a ballot came from; that a ballot stands in another cell would tell an answer of it.
OF_ORIGIN: Final = frozenset({By.UNIT, By.GROUP, By.WAVE, By.CHANNEL})


@dataclass(frozen=True)
class CellBallot:
    """A settled ballot; "" for what is not known of it."""

    serial: str
    unit: str
    batch: str
    channel: str
    received: datetime.date | None


def ballots_of_cell(
    survey: OpenSurvey, divisions: Sequence[Division], parts: Sequence[Part], chosen: Filter | None = None
) -> tuple[CellBallot, ...]:
    """The settled ballots of the cell ``parts``, by serial; none of a cell that is not published.

    None either where a division is no origin (``OF_ORIGIN``): then the list would say what single ballots answered.
    """
    require(survey, Verb.REPORT)
    chosen, wanted = chosen or Filter(), tuple(parts)
    if any(division.by not in OF_ORIGIN for division in divisions):
        return ()
    forms = forms_of(survey, divisions, chosen)
    for form in forms:
        check_divisions(divisions, form)
    sizes: Counter[tuple[Part, ...]] = Counter()
    found: list[CellBallot] = []
    bal = m.ballot.c
    with survey.snapshot(), survey.reading() as conn:
        names = names_of(conn, survey)
        for form in forms:
            reading = [reading_of(survey, form, division, names) for division in divisions]
            columns = [column for own, _ in reading for column in own]
            query = ballots_of(chosen, form, bal.serial, UNIT, bal.batch, bal.channel, bal.received_on, *columns)
            for serial, unit, batch, channel, day, *said in conn.execute(query.where(SETTLED)):
                cell = tuple(part([said.pop(0) for _ in own]) for own, part in reading)
                sizes[cell] += 1
                if cell == wanted:
                    received = datetime.date.fromisoformat(day) if day else None
                    found.append(CellBallot(serial, unit or "", batch or "", channel or "", received))
    if wanted in hidden_cells(sizes, survey.plan.small_cell):
        return ()
    return tuple(sorted(found, key=lambda each: each.serial))
