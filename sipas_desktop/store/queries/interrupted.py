"""The print runs that were broken off, which are gone on with or given up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from sipas_desktop.domain import serial as serials
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED


@dataclass(frozen=True)
class InterruptedRun:
    """A run that was reserved and neither released nor given up; nobody has its file.

    ``published`` where the power went between its ballots' becoming valid and its file's getting its name.
    """

    id: str
    purpose: str  # ballots | labels
    group: str
    unit: str
    wave: str
    sector: str
    first_serial: str
    last_serial: str
    count: int
    published: bool


def interrupted_runs(survey: OpenSurvey) -> list[InterruptedRun]:
    """The runs that were interrupted, or are being printed at this moment; the last one first."""
    run = m.print_run.c
    given_up, waiting = select(m.given_up.c.run), select(m.unreleased.c.run)
    query = (
        select(m.print_run)
        .where(run.purpose.not_in(NOT_PRINTED), run.published.is_(None) | run.id.in_(waiting), run.id.not_in(given_up))
        .order_by(run.first.desc())
    )
    number = survey.about.number
    with survey.reading() as conn:
        rows = conn.execute(query).mappings().all()
    return [
        InterruptedRun(
            row["id"],
            row["purpose"],
            row["group"],
            row["unit"] or "",
            row["wave"] or "",
            row["sector"] or "",
            serials.make(number, row["first"]),
            serials.make(number, row["first"] + row["count"] - 1),
            row["count"],
            row["published"] is not None,
        )
        for row in rows
    ]
