"""Operators, catalogues and the sample list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.sql import func

from sipas_desktop.domain.roles import Role, Verb
from sipas_desktop.store import badges
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, Operator
from sipas_desktop.store.sample_lists import REPLACED, standing
from sipas_desktop.store.workflow.dealing import linked_members
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class CatalogueEntry:
    """A unit or procedure: its code as keyed, and its name."""

    code: str
    name: str
    sector: str = ""


@dataclass(frozen=True)
class SampleCounts:
    """How many members each list holds now; who was drawn counts as frame too. ``replaced``: were official once."""

    frame: int
    official: int
    reserve: int
    replaced: int
    with_ballot: int


@dataclass(frozen=True)
class SampleRow:
    """One member of the sample list. ``stratum`` and ``place`` are those of the draw, None for a ready list."""

    position: int
    list: str  # now: frame | official | reserve | replaced
    stratum: int | None
    place: int | None
    name: str
    address: str
    phone: str
    unit: str
    sector: str
    procedure: str
    dossier: str
    received: str
    resulted: str
    serial: str  # "" while no ballot is linked


def operators(survey: OpenSurvey) -> list[Operator]:
    """Everybody who has an account, by name."""
    with survey.reading() as conn:
        rows = conn.execute(select(m.operator).where(m.operator.c.roles != "").order_by(m.operator.c.name)).all()
    return [Operator(row.name, frozenset(Role(role) for role in row.roles.split())) for row in rows]


def badge_holders(survey: OpenSurvey) -> frozenset[str]:
    """Who has a badge. Raises ``Refusal`` where the key file cannot be read."""
    require(survey, Verb.MANAGE_OPERATORS)
    return badges.holders(survey.holder, survey.file_key, [each.name for each in operators(survey)])


def catalogue(survey: OpenSurvey, kind: str) -> list[CatalogueEntry]:
    """The catalogue ``kind`` ("unit" or "procedure") in its own order."""
    c = m.catalogue.c
    with survey.reading() as conn:
        rows = conn.execute(select(c.code, c.name, c.sector).where(c.kind == kind).order_by(c.position)).all()
    return [CatalogueEntry(row.code, row.name, row.sector or "") for row in rows]


def sample_counts(survey: OpenSurvey) -> SampleCounts:
    """How many members the lists hold."""
    now = standing()
    with survey.reading() as conn:
        # Who was drawn stays part of the frame.
        frame = conn.execute(select(func.count()).select_from(m.sample_member).where(_of_frame())).scalar() or 0
        rows = conn.execute(select(now.c.list, func.count()).group_by(now.c.list))
        counts = {row[0]: row[1] for row in rows} | {"frame": frame}
        linked = conn.execute(select(func.count()).select_from(linked_members().subquery())).scalar() or 0
    return SampleCounts(
        counts["frame"], counts.get("official", 0), counts.get("reserve", 0), counts.get(REPLACED, 0), linked
    )


def _of_frame() -> ColumnElement[bool]:
    s = m.sample_member.c
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    return (s.list == "frame") & s["import"].in_(published)


def has_official_list(survey: OpenSurvey) -> bool:
    """Whether the official list has a member."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    with survey.reading() as conn:
        found = conn.execute(select(s.id).where(s.list == "official", s["import"].in_(valid)).limit(1))
        return found.first() is not None


def has_official_members(survey: OpenSurvey) -> bool:
    """Whether anybody stands on the official list now, imported or drawn."""
    now = standing()
    with survey.reading() as conn:
        return conn.execute(select(now.c.id).where(now.c.list == "official").limit(1)).first() is not None


def sample_size(survey: OpenSurvey) -> int:
    """How many members the file holds, on whatever list."""
    with survey.reading() as conn:
        return conn.execute(select(func.count()).select_from(m.sample_member)).scalar() or 0


def members_without_ballot(survey: OpenSurvey) -> dict[tuple[str, str], int]:
    """How many members each unit and sector of the official list has whose ballot is not printed yet; 0 as well."""
    require(survey, Verb.IMPORT_SAMPLE)
    s = m.sample_member.c
    now = standing(func.coalesce(s.unit, "").label("unit"), func.coalesce(s.sector, "").label("sector"))
    waiting = func.count().filter(
        now.c.id.not_in(linked_members()),
        now.c.id.not_in(select(m.erased.c.member)),
        ~select(m.unlinked.c.serial).exists(),  # whose ballots those were that were printed nobody knows any more
    )
    of_groups = select(now.c.unit, now.c.sector, waiting).where(now.c.list == "official")
    with survey.reading() as conn:
        return {(row[0], row[1]): row[2] for row in conn.execute(of_groups.group_by(now.c.unit, now.c.sector))}


def sample_members(survey: OpenSurvey, list_name: str | None = None) -> list[SampleRow]:
    """The members in the order of their lists. Personal data: for the roles that may import them."""
    require(survey, Verb.IMPORT_SAMPLE)
    s, now = m.sample_member.c, standing()
    texts = (s.name, s.address, s.phone, s.unit, s.sector, s.procedure, s.dossier, s.received, s.resulted)
    query = (
        select(s.position, now.c.list, now.c.stratum, now.c.place, *texts, m.link.c.serial)
        .join(now, now.c.id == s.id)
        .outerjoin(m.link, (m.link.c.member == s.id) & s.id.in_(linked_members()))
        .order_by(func.coalesce(now.c.stratum, -1), func.coalesce(now.c.place, 0), s.position)
    )
    if list_name is not None:
        query = query.where(s.list == "frame" if list_name == "frame" else now.c.list == list_name)
    with survey.reading() as conn:
        return [
            SampleRow(row[0], "frame" if list_name == "frame" else row[1], row[2], row[3], *(x or "" for x in row[4:]))
            for row in conn.execute(query)
        ]


def known_dossiers(survey: OpenSurvey) -> frozenset[str]:
    """The dossier codes of all members so far."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    with survey.reading() as conn:
        found = conn.execute(select(s.dossier).where(s["import"].in_(valid), s.dossier.is_not(None)))
        return frozenset(code for code in found.scalars() if code)


def known_rows(survey: OpenSurvey) -> frozenset[tuple[str, ...]]:
    """What the rows of members without a dossier code say: name to procedure, "", day received, day of the result."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    texts = (s.name, s.address, s.phone, s.unit, s.sector, s.procedure, s.dossier, s.received, s.resulted)
    query = select(*texts).where(s["import"].in_(valid), func.coalesce(s.dossier, "") == "", s.name.is_not(None))
    with survey.reading() as conn:
        return frozenset(tuple(cell or "" for cell in row) for row in conn.execute(query))


def units_of_members(survey: OpenSurvey) -> frozenset[str]:
    """The units that the members' rows name, as they are written there."""
    s = m.sample_member.c
    valid = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    with survey.reading() as conn:
        found = conn.execute(select(s.unit).where(s["import"].in_(valid)).distinct()).scalars()
        return frozenset(unit for unit in found if unit)
