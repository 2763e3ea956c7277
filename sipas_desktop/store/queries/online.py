"""Online sources: what was imported, what was left out and why; totals; officers; what tells duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.sql import func

from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.online import COMMENT, Held, Reason
from sipas_desktop.domain.online_totals import CountedTotal, counts_towards
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.lists import CatalogueEntry
from sipas_desktop.store.queries.registry import least_numbers, surveyed
from sipas_desktop.store.workflow.online_paper import dossiers_on_paper, last_import
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class OnlineHeld:
    """What tells duplicates, and the last import that it knows of."""

    held: Held
    seen: int


@dataclass(frozen=True)
class OnlineSource:
    """One published import as it stands now. ``excluded``: reason → rows; rows = added + comments + excluded +
    duplicates + rejected. An answer whose paper came back since is excluded as ``on_paper``, until that goes again."""

    source: str
    origin: str
    group: str
    at: str  # UTC, ISO 8601
    operator: str
    rows: int
    added: int
    excluded: dict[str, int]
    duplicates: int
    rejected: int
    first_day: str  # of the answers that count
    last_day: str
    file_sha256: str
    mapping_sha256: str
    comments: int = 0  # rows that rate nothing, kept for their words


@dataclass(frozen=True)
class OnlineTotalView:
    """Totals of one source as they stand now; ``unit`` and ``wave`` are "" where they are of all.

    ``counted``: whether the plan counts them towards some least number.
    """

    source: str
    origin: str
    channel: str
    group: str
    unit: str
    wave: str
    answers: int
    counts: dict[str, dict[str, int]]
    at: str
    operator: str
    counted: bool = False


def online_held(survey: OpenSurvey, source: str) -> OnlineHeld:
    """What the survey holds that an import of ``source`` may bring once more. Dossiers: for who may import."""
    require(survey, Verb.IMPORT_ONLINE)
    o, p = m.online_answer.c, m.personal.c
    with survey.reading() as conn:
        dossiers = conn.execute(_published(p.value).join(m.personal, p.id == o.dossier)).scalars()
        keys = _published(o.key, func.count()).where(o.dossier.is_(None), m.online_import.c.source == source)
        held = Held(
            dossiers=frozenset(dossier_key(value) for value in dossiers if value),
            keys={row[0]: row[1] for row in conn.execute(keys.group_by(o.key))},
            on_paper=dossiers_on_paper(conn),
            comments=_comments(conn, source),
        )
        return OnlineHeld(held, last_import(conn))


def _published(*columns: Any) -> Select[Any]:
    """A query over the online answers that count."""
    return (
        select(*columns)
        .select_from(m.online_answer)
        .join(m.ballot, m.ballot.c.serial == m.online_answer.c.serial)
        .join(m.online_run, m.online_run.c.run == m.ballot.c.run)
        .join(m.online_import, m.online_import.c.id == m.online_run.c["import"])
        .where(m.online_import.c.published.is_not(None))
    )


def _comments(conn: Connection, source: str) -> Counter[tuple[str, ...]]:
    """Key and words of the comments that ``source`` brought."""
    o, p, s = m.online_answer.c, m.personal.c, m.settled.c
    query = (
        _published(o.serial, o.key, p.value)
        .join(m.settled, s.serial == o.serial)
        .join(m.personal, p.id == s.personal)
        .where(m.ballot.c.reason == COMMENT, m.online_import.c.source == source)
        .order_by(o.serial, s.question)
    )
    said: dict[str, tuple[str, ...]] = {}
    for serial, key, words in conn.execute(query):
        said[serial] = (*said.get(serial, (key,)), words or "")
    return Counter(said.values())


def online_sources(survey: OpenSurvey) -> list[OnlineSource]:
    """The published imports in the order in which they were published."""
    i, bal = m.online_import.c, m.ballot.c
    days = {
        row[0]: (row[1], row[2])
        for row in _rows(
            survey,
            select(m.online_run.c["import"], func.min(bal.received_on), func.max(bal.received_on))
            .join(m.ballot, bal.run == m.online_run.c.run)
            .group_by(m.online_run.c["import"]),
        )
    }
    begun, published = m.fact.alias("begun"), m.fact.alias("published")
    aside = dict(
        _rows(
            survey,
            select(m.online_run.c["import"], func.count())
            .join(m.ballot, bal.run == m.online_run.c.run)
            .where(bal.reason == Reason.ON_PAPER.value)
            .group_by(m.online_run.c["import"]),
        )
    )
    query = (
        select(i.id, begun.c.payload, published.c.payload, published.c.at, m.opening.c.operator)
        .join(begun, begun.c.seq == i.begun)
        .join(published, published.c.seq == i.published)
        .join(m.opening, m.opening.c.session_no == published.c.session_no)
        .order_by(i.published)
    )
    found = []
    for id_, began, ended, at, operator in _rows(survey, query):
        told, counts = json.loads(began), json.loads(ended)
        first, last = days[id_]
        left, out = aside.get(id_, 0), counts["excluded"]
        if left:
            counts["added"] -= left
            counts["excluded"] = out | {Reason.ON_PAPER.value: out.get(Reason.ON_PAPER, 0) + left}
        found.append(
            OnlineSource(
                **{name: told[name] for name in ("source", "origin", "group")},
                **{name: counts[name] for name in ("rows", "added", "excluded", "duplicates", "rejected")},
                at=at,
                operator=operator,
                first_day=first,
                last_day=last,
                file_sha256=told["file"],
                mapping_sha256=told["mapping"],
                comments=counts.get("comments", 0),
            )
        )
    return found


def _rows(survey: OpenSurvey, query: Select[Any]) -> list[Any]:
    with survey.reading() as conn:
        return list(conn.execute(query).all())


def online_totals(survey: OpenSurvey) -> list[OnlineTotalView]:
    """The totals that stand now, by their place in the file."""
    of = m.online_total.c
    query = (
        select(m.fact.c.payload, m.fact.c.at, m.opening.c.operator)
        .join(m.online_total, of.fact == m.fact.c.seq)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .where(of.superseded.is_(None))
        .order_by(of.fact)
    )
    found = [_total(json.loads(payload), at, operator) for payload, at, operator in _rows(survey, query)]
    if not any(quota.totals for quota in survey.plan.quotas):
        return found
    cells, kinds = least_numbers(survey), surveyed(survey).units
    counted = [CountedTotal(t.group, t.unit, kinds.get(t.unit, ""), t.wave, t.answers) for t in found]
    return [
        replace(each, counted=any(counts_towards(cell, total) for cell in cells))
        for each, total in zip(found, counted, strict=True)
    ]


def _total(said: Mapping[str, Any], at: str, operator: str) -> OnlineTotalView:
    return OnlineTotalView(
        **{name: said[name] for name in ("source", "origin", "channel", "group", "answers", "counts")},
        unit=said["unit"] or "",
        wave=said["wave"] or "",
        at=at,
        operator=operator,
    )


def officers(survey: OpenSurvey) -> list[CatalogueEntry]:
    """The officers whom respondents evaluate, in the order in which they were added. Names of staff."""
    require(survey, Verb.SEE_RESULTS)
    o, p = m.officer.c, m.personal.c
    query = select(o.code, p.value).join(m.personal, p.id == o.name).order_by(o.position)
    return [CatalogueEntry(code, name or code) for code, name in _rows(survey, query)]
