"""Units as they were when, transactions, and the least numbers that the plan asks for."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sipas_desktop.domain.quota_cells import Cell, Count, Surveyed, cells
from sipas_desktop.domain.unit import Unit, valid_between
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_registry import transactions_of
from sipas_desktop.store.registry_rows import units_of


def registered_units(survey: OpenSurvey) -> list[Unit]:
    """All units of the registry, by code and first day."""
    with survey.reading() as conn:
        return units_of(conn)


def transactions(survey: OpenSurvey) -> list[Count]:
    """All counts, by unit, procedure and year."""
    with survey.reading() as conn:
        return _counts(conn)


def surveyed(survey: OpenSurvey) -> Surveyed:
    """What the survey asks about, for its least numbers."""
    with survey.reading() as conn:
        return _surveyed(conn, survey)


def least_numbers(survey: OpenSurvey) -> tuple[Cell, ...]:
    """All least numbers that the plan asks for, from the transactions so far."""
    with survey.reading() as conn:
        return cells(survey.plan.quotas, _surveyed(conn, survey), _counts(conn))


def _counts(conn: Connection) -> list[Count]:
    return [Count(*key, count) for key, (count, _) in transactions_of(conn).items()]


def _surveyed(conn: Connection, survey: OpenSurvey) -> Surveyed:
    plan = survey.plan
    c = m.catalogue.c
    named: dict[str, dict[str, str]] = {"unit": {}, "procedure": {}}
    for row in conn.execute(select(c.kind, c.code, c.sector).order_by(c.position)):
        named[row.kind][row.code] = row.sector or ""
    start, end = (day.isoformat() for day in plan.fieldwork)
    then = valid_between(units_of(conn), start, end)
    return Surveyed(
        groups=tuple(group.code for group in plan.groups),
        waves=tuple(wave.code for wave in plan.waves),
        sectors=tuple(sector.code for sector in plan.sectors),
        units={code: then[code].kind if code in then else "" for code in named["unit"]},
        procedures=tuple(named["procedure"]),
        of_unit=named["unit"],
        of_procedure=named["procedure"],
    )
