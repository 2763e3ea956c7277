"""Phúc tra as it stands: who can be asked, which ballots were drawn, what is known, what the plan's rules ask for."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.recheck import Call, Due, How, Tally, Whole, calls, due, in_all, tallies
from sipas_desktop.domain.recheck_flag import Flag, flags
from sipas_desktop.domain.recheck_rule import RecheckChannel, Result
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.recheck_rows import answered_counts, asked_rows, with_interviewer
from sipas_desktop.store.workflow.permission import require

Candidate = tuple[str, bool, bool]  # of an answered ballot: interviewer, whether it can be asked about, is drawn


@dataclass(frozen=True)
class RecheckDraw:
    """One draw as its fact says it; ``seed``, ``number`` and ``minimum`` are of a random one."""

    at: str  # UTC, ISO 8601
    operator: str
    how: How
    seed: int | None
    number: int | None
    minimum: int | None
    interviewer: str
    drawn: int
    answered: int
    pool: int


@dataclass(frozen=True)
class RecheckFigures:
    """``parts``: a tally of each interviewer; ``due``: what the plan's rules ask for and is not done.

    ``calls``: who is to be called next by them, of a plan that asks by messages.

    ``flags``: whose failed ballots mistakes do not explain, and whose they do; none where the plan states no rate.
    """

    draws: tuple[RecheckDraw, ...]
    parts: tuple[Tally, ...]
    whole: Whole
    due: tuple[Due, ...]
    flags: tuple[Flag, ...]
    void: int  # failed ballots that do not count any more
    candidates: Counter[Candidate] = field(repr=False)
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class RecheckRow:
    """A drawn ballot with its number; ``sent`` and ``answered`` are times, "" where it did not happen."""

    number: int
    serial: str
    interviewer: str
    how: How
    state: State
    sent: str
    result: Result | None
    answered: str
    reply: str  # the words of an unclear one


@dataclass(frozen=True)
class Contact:
    """Whom a drawn ballot concerns. Personal data: for the list that is sent out, and no other."""

    number: int
    serial: str
    phone: str
    name: str
    unit: str
    procedure: str
    address: str
    sent: bool  # she stands on a list already
    interviewer: str = ""
    unreached: bool = False


@dataclass(frozen=True)
class Consent:
    """That a member may be called: who said so and when; ``with_list``: it came with the list itself."""

    at: str  # UTC, ISO 8601
    operator: str
    with_list: bool


def consent_of(survey: OpenSurvey, position: int) -> Consent | None:
    """The consent of the member with this number; None where there is none, or not any more."""
    require(survey, Verb.RECHECK)
    c, s, i = m.consent.c, m.sample_member.c, m.sample_import.c
    query = (
        select(m.fact.c.at, m.opening.c.operator, c.fact < i.published)  # before the list counts nobody can say it
        .join(m.fact, m.fact.c.seq == c.fact)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .join(m.sample_member, s.id == c.member)
        .join(m.sample_import, i.id == s["import"])
        .where(s.position == position, i.published.is_not(None))
    )
    with survey.reading() as conn:
        row = conn.execute(query).first()
    return None if row is None else Consent(row[0], row[1], bool(row[2]))


def recheck_figures(survey: OpenSurvey, before: RecheckFigures | None = None) -> RecheckFigures:
    """The figures; of a survey without phúc tra all are 0.

    ``before``: those from before results alone changed; to go through all ballots again takes half a second for 20,000.
    """
    require(survey, Verb.SEE_RESULTS)
    rule = survey.plan.recheck
    with survey.reading() as conn:
        candidates = before.candidates if before else _candidates(conn, survey)
        asked = asked_rows(conn)
        draws = _draws(conn)
    parts = tallies(candidates, asked)
    void = sum(each.void for each in asked if each.result is Result.FAILED)
    asked_for = due(rule.rules if rule else (), parts, asked)
    odd: tuple[Flag, ...] = ()
    if rule and rule.honest_failed is not None:
        odd = flags(parts, rule.honest_failed, in_stages=rule.in_stages)
    by_telephone = calls(rule.rules, parts, asked) if rule and rule.channel is RecheckChannel.SMS else ()
    return RecheckFigures(draws, parts, in_all(parts), asked_for, odd, void, candidates, by_telephone)


def _candidates(conn: Connection, survey: OpenSurvey) -> Counter[Candidate]:
    rule = survey.plan.recheck
    return answered_counts(conn, rule.channel if rule else RecheckChannel.VISIT)


def _draws(conn: Connection) -> tuple[RecheckDraw, ...]:
    query = (
        select(m.fact.c.at, m.fact.c.payload, m.opening.c.operator)
        .join(m.recheck_draw, m.recheck_draw.c.fact == m.fact.c.seq)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .order_by(m.fact.c.seq)
    )
    found = []
    for at, payload, operator in conn.execute(query):
        said = json.loads(payload)
        numbers = (said["seed"], said["number"], said["minimum"], said["interviewer"] or "")
        counts = (len(said["serials"]), said["answered"], said["pool"])
        found.append(RecheckDraw(at, operator, How(said["how"]), *numbers, *counts))
    return tuple(found)


def recheck_counts(survey: OpenSurvey) -> tuple[int, int]:
    """How many ballots are drawn, and of how many nothing is known yet."""
    require(survey, Verb.RECHECK)
    r = m.recheck.c
    with survey.reading() as conn:
        drawn, told = conn.execute(select(func.count(), func.count(r.result)).select_from(m.recheck)).one()
    return drawn, drawn - told


def rechecks(survey: OpenSurvey) -> list[RecheckRow]:
    """Every drawn ballot in the order of drawing. Words of replies are personal data."""
    require(survey, Verb.RECHECK)
    r = m.recheck.c
    sent, told = m.fact.alias("sent"), m.fact.alias("told")
    query = (
        select(
            r.number,
            r.serial,
            m.recheck_draw.c.how,
            m.ballot.c.state,
            sent.c.at.label("sent"),
            r.result,
            told.c.at.label("told"),
            m.personal.c.value,
        )
        .join(m.recheck_draw, m.recheck_draw.c.fact == r.draw)
        .join(m.ballot, m.ballot.c.serial == r.serial)
        .outerjoin(sent, sent.c.seq == r.sent)
        .outerjoin(told, told.c.seq == r.answered)
        .outerjoin(m.personal, m.personal.c.id == r.reply)
        .order_by(r.number)
    )
    with survey.reading() as conn:
        return [
            RecheckRow(
                row.number,
                row.serial,
                row.interviewer,
                How(row.how),
                State(row.state),
                row.sent or "",
                Result(row.result) if row.result else None,
                row.told or "",
                row.value or "",
            )
            for row in conn.execute(with_interviewer(query))
        ]


def recheck_contacts(survey: OpenSurvey) -> list[Contact]:
    """Whom to ask: of each drawn ballot of which nothing is known, or whose member was not reached.

    Who took back her consent since the draw is left out, unless a visit needs none.
    """
    require(survey, Verb.RECHECK)
    r, s = m.recheck.c, m.sample_member.c
    waiting = r.result.is_(None) | (r.result == Result.UNREACHED.value)
    query = (
        select(r.number, r.serial, s.phone, s.name, s.unit, s.procedure, s.address, r.sent, r.result)
        .select_from(m.recheck)
        .where(waiting)
        .order_by(r.number)
    )
    with_members: Select[Any] = with_interviewer(query).join(m.sample_member, s.id == m.link.c.member)
    if survey.plan.recheck is None or survey.plan.recheck.channel is not RecheckChannel.VISIT:
        with_members = with_members.join(m.consent, m.consent.c.member == s.id)
    with survey.reading() as conn:
        return [
            Contact(
                row.number,
                row.serial,
                row.phone or "",
                row.name or "",
                row.unit or "",
                row.procedure or "",
                row.address or "",
                row.sent is not None,
                row.interviewer,
                row.result is not None,
            )
            for row in conn.execute(with_members)
        ]


def recheck_phones(survey: OpenSurvey) -> dict[int, str]:
    """Number → telephone of whoever has one: by that a reply is known. Personal data."""
    require(survey, Verb.RECHECK)
    s = m.sample_member.c
    query = (
        select(m.recheck.c.number, s.phone)
        .join(m.link, m.link.c.serial == m.recheck.c.serial)
        .join(m.sample_member, s.id == m.link.c.member)
        .where(s.phone.is_not(None), s.phone != "")
    )
    with survey.reading() as conn:
        return {row[0]: row[1] for row in conn.execute(query)}
