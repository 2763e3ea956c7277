"""Hand-overs between office and post: what each side scanned, what differs and why, and where the paper is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sqlalchemy import select

from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.fact import day_of
from sipas_desktop.domain.handover import Direction, Scanned
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Handover:
    """One hand-over. ``scanned`` has its reasons as texts; ``closed_on``: the day in Vietnam, None while it is open."""

    number: int
    direction: Direction
    giver: str
    receiver: str
    day: datetime.date
    milestone: str | None
    closed_on: datetime.date | None
    scanned: Scanned = field(default_factory=Scanned)


def handover_days(survey: OpenSurvey) -> list[Handover]:
    """When each hand-over was, and whether it is closed, without parties and ballots: for everybody."""
    h = p.handover.c
    query = select(h.number, h.direction, h.day, h.milestone, m.fact.c.at).outerjoin(m.fact, m.fact.c.seq == h.closed)
    with survey.reading() as conn:
        rows = conn.execute(query.order_by(h.number)).all()
    return [
        Handover(own, Direction(direction), "", "", datetime.date.fromisoformat(day), milestone, _day(closed))
        for own, direction, day, milestone, closed in rows
    ]


def handovers(survey: OpenSurvey, number: int | None = None) -> list[Handover]:
    """All hand-overs as they were opened, or the one with this ``number``; for who hands over."""
    require(survey, Verb.HAND_OVER)
    h, b = p.handover.c, p.handover_ballot.c
    giver, receiver, reason = (m.personal.alias(name) for name in ("giver", "receiver", "reason"))
    query = (
        select(h.number, h.direction, giver.c.value, receiver.c.value, h.day, h.milestone, m.fact.c.at)
        .outerjoin(giver, giver.c.id == h.giver)
        .outerjoin(receiver, receiver.c.id == h.receiver)
        .outerjoin(m.fact, m.fact.c.seq == h.closed)
        .order_by(h.number)
    )
    held = select(b.handover, b.serial, b.given, b.taken, reason.c.value).outerjoin(reason, reason.c.id == b.reason)
    if number is not None:
        query, held = query.where(h.number == number), held.where(b.handover == number)
    with survey.reading() as conn:
        rows = conn.execute(query).all()
        given: dict[int, set[str]] = {row.number: set() for row in rows}
        taken: dict[int, set[str]] = {row.number: set() for row in rows}
        reasons: dict[int, dict[str, str]] = {row.number: {} for row in rows}
        for own, serial, is_given, is_taken, why in conn.execute(held):
            if is_given:
                given[own].add(serial)
            if is_taken:
                taken[own].add(serial)
            if why:
                reasons[own][serial] = why
    return [
        Handover(
            own,
            Direction(direction),
            from_whom or "",
            to_whom or "",
            datetime.date.fromisoformat(day),
            milestone,
            _day(closed),
            Scanned(frozenset(given[own]), frozenset(taken[own]), reasons[own]),
        )
        for own, direction, from_whom, to_whom, day, milestone, closed in rows
    ]


def _day(at: str | None) -> datetime.date | None:
    return None if at is None else datetime.date.fromisoformat(day_of(at))


def with_post(survey: OpenSurvey) -> frozenset[str]:
    """Serials of the ballots that the post has by the last closed hand-over that took them, and that are not back."""
    require(survey, Verb.HAND_OVER)
    h, b = p.handover.c, p.handover_ballot.c
    query = (
        select(b.serial, h.direction, m.ballot.c.state)
        .join(p.handover, h.number == b.handover)
        .join(m.ballot, m.ballot.c.serial == b.serial)
        .where(b.taken.is_(True), h.closed.is_not(None))
        .order_by(h.number)
    )
    held: dict[str, bool] = {}
    with survey.reading() as conn:
        for serial, direction, state in conn.execute(query):
            held[serial] = direction == Direction.TO_POST and State(state) not in RETURNED
    return frozenset(serial for serial, there in held.items() if there)


def milestones_handed_over(survey: OpenSurvey) -> dict[str, datetime.date]:
    """Code of a milestone → the day of the last closed hand-over that it asked for."""
    h = p.handover.c
    query = select(h.milestone, h.day).where(h.milestone.is_not(None), h.closed.is_not(None)).order_by(h.day)
    with survey.reading() as conn:
        return {row.milestone: datetime.date.fromisoformat(row.day) for row in conn.execute(query)}
