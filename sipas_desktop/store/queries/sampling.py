"""The draws of a survey and what came after them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sampling import FrameRow, Stratum, strata_asked
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.sample_lists import frame_rows, last_draw
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class DrawView:
    """One draw as its fact says it. ``counts`` is False where a later one took its place; ``reason`` is of this one."""

    id: str
    at: str  # UTC, ISO 8601
    operator: str
    seed: int
    method: str
    by: str
    basis: str  # given | quota | transactions | fixed | formula
    wanted: int | Mapping[str, int]  # official members asked for, perhaps for each stratum
    wanted_reserve: int
    rows: int
    duplicates: int
    frame_sha256: str
    strata: tuple[Stratum, ...]
    program: str
    counts: bool
    reason: str
    counted: Mapping[str, int] = field(default_factory=dict)  # stratum → transactions, where they are the basis
    years: tuple[int, ...] = ()  # whose transactions they are

    @property
    def asked(self) -> tuple[Stratum, ...]:
        """Its strata, and those that were asked for and have no row in the frame, in Vietnamese order."""
        return strata_asked(self.strata, self.wanted)

    @property
    def official(self) -> int:
        """Members of its official list, before any was replaced."""
        return sum(stratum.official for stratum in self.strata)

    @property
    def reserve(self) -> int:
        """Members of its reserve list, before any was called up."""
        return sum(stratum.reserve for stratum in self.strata)

    @property
    def official_asked(self) -> int:
        """Official members asked for in all."""
        return self.wanted if isinstance(self.wanted, int) else sum(self.wanted.values())


@dataclass(frozen=True)
class ReplacementView:
    """Who went and who came, by their numbers in the list, when, by whom and why."""

    position: int
    by: int
    at: str
    operator: str
    reason: str


def draws(survey: OpenSurvey) -> list[DrawView]:
    """All draws, the first one first."""
    query = (
        select(m.draw.c.id, m.draw.c.superseded, m.fact.c.at, m.fact.c.payload, m.opening.c.operator)
        .join(m.fact, m.fact.c.seq == m.draw.c.published)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .order_by(m.fact.c.seq)
    )
    found = []
    with survey.reading() as conn:
        for own, superseded, at, payload, operator in conn.execute(query).all():
            said = json.loads(payload)
            reason = None
            if said["reason"]:
                written = select(m.personal.c.value).where(m.personal.c.id == said["reason"]["ref"])
                reason = conn.execute(written).scalar()
            found.append(
                DrawView(
                    id=own,
                    at=at,
                    operator=operator,
                    seed=said["seed"],
                    method=said["method"],
                    by=said["by"],
                    basis=said["basis"],
                    wanted=said["official"],
                    wanted_reserve=said["reserve"],
                    rows=said["rows"],
                    duplicates=said["duplicates"],
                    frame_sha256=said["frame_sha256"],
                    strata=tuple(Stratum(*stratum) for stratum in said["strata"]),
                    program=said["program"],
                    counts=superseded is None,
                    reason=reason or "",
                    counted=said.get("counted", {}),
                    years=tuple(said.get("years", ())),
                )
            )
    return found


def replacements(survey: OpenSurvey) -> list[ReplacementView]:
    """All replacements in the order in which they were made. Reasons may name somebody: for who may draw."""
    require(survey, Verb.DRAW_SAMPLE)
    out, into = (m.sample_member.alias(name) for name in ("gone", "come"))
    query = (
        select(out.c.position, into.c.position, m.fact.c.at, m.opening.c.operator, m.fact.c.payload)
        .select_from(m.replacement)
        .join(out, out.c.id == m.replacement.c.member)
        .join(into, into.c.id == m.replacement.c.by)
        .join(m.fact, m.fact.c.seq == m.replacement.c.fact)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .order_by(m.fact.c.seq)
    )
    found = []
    with survey.reading() as conn:
        for position, by, at, operator, payload in conn.execute(query).all():
            ref = json.loads(payload)["reason"]["ref"]
            reason = conn.execute(select(m.personal.c.value).where(m.personal.c.id == ref)).scalar()
            found.append(ReplacementView(position, by, at, operator, reason or ""))
    return found


def drawn_from(survey: OpenSurvey) -> list[FrameRow]:
    """The rows of the frame that the last draw was made from; none without a draw. Personal data."""
    require(survey, Verb.DRAW_SAMPLE)
    with survey.reading() as conn:
        last = last_draw(conn)
        if last is None:
            return []
        payload = conn.execute(select(m.fact.c.payload).where(m.fact.c.seq == last.published)).scalar_one()
        return frame_rows(conn, json.loads(payload)["imports"])
