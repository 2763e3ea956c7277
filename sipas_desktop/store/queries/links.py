"""The links between ballots and members: how many there are, what still needs them, when and why they went."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.links import FEW as FEW
from sipas_desktop.store.links import Needed, links_in, needed
from sipas_desktop.store.unlinked import are_gone
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Unlinking:
    """How links were destroyed: ``at`` is UTC, ISO 8601; ``head`` that of the history before it."""

    at: str
    operator: str
    reason: str
    links: int
    undecided: int  # ballots that nobody had decided on
    few: int  # ballots whose group has fewer than ``FEW``
    head: str


@dataclass(frozen=True)
class LinkState:
    """``needed`` is what still needs the ``links``; of a survey whose ballots are linked to nobody there is nothing."""

    linked: bool  # by the plan
    links: int
    needed: Needed
    destroyed: Unlinking | None


@dataclass(frozen=True)
class LinkedRun:
    """A print run of ballots for members: the file that was printed says whose each is."""

    first: int
    count: int
    at: str  # UTC, ISO 8601
    sha256: str


def links_are_gone(survey: OpenSurvey) -> bool:
    """Whether the links of the survey were destroyed."""
    with survey.reading() as conn:
        return are_gone(conn)


def link_state(survey: OpenSurvey) -> LinkState:
    """What there is, and what is open."""
    require(survey, Verb.UNLINK)
    with survey.reading() as conn:
        told = (
            select(m.fact.c.at, m.opening.c.operator, m.fact.c.payload)
            .join(m.unlinking, m.unlinking.c.fact == m.fact.c.seq)
            .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        )
        row = conn.execute(told).first()
        if row is None:
            linked = survey.plan.identity is Identity.LINKED
            return LinkState(linked, links_in(conn), needed(conn, survey.plan) if linked else Needed(), None)
        said = json.loads(row.payload)
        p = m.personal.c
        reason = conn.execute(select(func.coalesce(p.value, "")).where(p.id == said["reason"]["ref"])).scalar() or ""
        numbers = (said["links"], said["undecided"], said["few"], said["head"])
        return LinkState(True, 0, Needed(), Unlinking(row.at, row.operator, reason, *numbers))


def linked_runs(survey: OpenSurvey) -> list[LinkedRun]:
    """The runs whose printed files tell whose ballots were, the first one first."""
    require(survey, Verb.UNLINK)
    r = m.print_run.c
    query = (
        select(r.first, r["count"], m.fact.c.at, m.fact.c.payload)
        .join(m.fact, m.fact.c.seq == r.published)
        .where(r.purpose == "ballots")
        .order_by(r.first)
    )
    with survey.reading() as conn:
        rows = [(row, json.loads(row.payload)) for row in conn.execute(query)]
    return [LinkedRun(row[0], row[1], row.at, said["pdf_sha256"]) for row, said in rows if said["linked"]]
