"""Operators, catalogues and the sample list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.roles import Role, Verb
from sipas_desktop.store import badges
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, Operator
from sipas_desktop.store.workflow.permission import require
from sipas_desktop.store.workflow.printing import linked_members


@dataclass(frozen=True)
class CatalogueEntry:
    """A unit or procedure: its code as keyed, and its name."""

    code: str
    name: str
    sector: str = ""


@dataclass(frozen=True)
class SampleCounts:
    """How many members each list holds."""

    frame: int
    official: int
    reserve: int
    with_ballot: int


@dataclass(frozen=True)
class SampleRow:
    """One member of the sample list."""

    position: int
    list: str
    name: str
    address: str
    phone: str
    unit: str
    sector: str
    procedure: str
    dossier: str
    serial: str  # "" while no ballot is linked


def operators(survey: OpenSurvey) -> list[Operator]:
    """Everybody who has an account, by name."""
    with survey.reading() as conn:
        rows = conn.execute(select(m.operator).where(m.operator.c.roles != "").order_by(m.operator.c.name)).all()
    return [Operator(row.name, frozenset(Role(role) for role in row.roles.split())) for row in rows]


def badge_holders(survey: OpenSurvey) -> frozenset[str]:
    """Who has a badge. Raises ``Refusal`` where the key file cannot be read."""
    require(survey, Verb.MANAGE_OPERATORS)
    return badges.holders(survey.path, survey.file_key, [each.name for each in operators(survey)])


def catalogue(survey: OpenSurvey, kind: str) -> list[CatalogueEntry]:
    """The catalogue ``kind`` ("unit" or "procedure") in its own order."""
    c = m.catalogue.c
    with survey.reading() as conn:
        rows = conn.execute(select(c.code, c.name, c.sector).where(c.kind == kind).order_by(c.position)).all()
    return [CatalogueEntry(row.code, row.name, row.sector or "") for row in rows]


def sample_counts(survey: OpenSurvey) -> SampleCounts:
    """How many members the lists hold."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    with survey.reading() as conn:
        rows = conn.execute(select(s.list, func.count()).where(s["import"].in_(valid)).group_by(s.list))
        counts = {row[0]: row[1] for row in rows}
        linked = conn.execute(select(func.count()).select_from(linked_members().subquery())).scalar() or 0
    return SampleCounts(counts.get("frame", 0), counts.get("official", 0), counts.get("reserve", 0), linked)


def sample_members(survey: OpenSurvey, list_name: str | None = None) -> list[SampleRow]:
    """The members in the order of their lists. Personal data: for the roles that may import them."""
    require(survey, Verb.IMPORT_SAMPLE)
    s = m.sample_member.c
    query = (
        select(
            s.position, s.list, s.name, s.address, s.phone, s.unit, s.sector, s.procedure, s.dossier, m.link.c.serial
        )
        .join(m.sample_import, m.sample_import.c.id == s["import"])
        .outerjoin(m.link, (m.link.c.member == s.id) & s.id.in_(linked_members()))
        .where(m.sample_import.c.published.is_not(None))
        .order_by(s.position)
    )
    if list_name is not None:
        query = query.where(s.list == list_name)
    with survey.reading() as conn:
        return [SampleRow(row[0], row[1], *(part or "" for part in row[2:])) for row in conn.execute(query)]


def known_dossiers(survey: OpenSurvey) -> frozenset[str]:
    """The dossier codes of all members so far."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    with survey.reading() as conn:
        found = conn.execute(select(s.dossier).where(s["import"].in_(valid), s.dossier.is_not(None)))
        return frozenset(code for code in found.scalars() if code)
