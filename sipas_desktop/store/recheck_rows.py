"""Which ballots phúc tra can draw from, read within somebody else's transaction.

A check replays facts into another database than the one that holds the members, so two connections are asked, as for
draws of a sample (``sample_lists``): ``members`` has members and links, ``state`` what facts say.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Connection, Select, and_, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import func
from sqlalchemy.sql.functions import FunctionElement

from sipas_desktop.domain.ballot import COUNTED, RETURNED, State
from sipas_desktop.domain.recheck import Asked, Candidate, How, Tally, tallies
from sipas_desktop.domain.recheck_rule import RecheckChannel, Result
from sipas_desktop.domain.sms import MOBILE_GLOB, MOBILE_REGEX, is_mobile
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.unlinked import are_gone

_COUNTED: Final = frozenset(map(str, COUNTED))
# Also those that were void later: somebody had answered, it was said.
ANSWERED: Final = frozenset(map(str, RETURNED - {State.INVALID}))

PHONE: Final = "phone"
MOBILE: Final = "mobile"


@dataclass(frozen=True)
class Answered:
    """A ballot that came back and was valid; ``askable``: it counts, and its member can be asked by the channel."""

    serial: str
    interviewer: str
    askable: bool
    drawn: bool


@dataclass(frozen=True)
class RecheckedRow:
    """What is known of a drawn ballot; the numbers are places of facts."""

    number: int
    draw: int
    sent: int | None
    result: str | None
    answered: int | None
    words: str | None  # of an unclear reply


_r = m.recheck.c
BALLOTS = Statement(select(m.ballot.c.serial, m.ballot.c.state))
_LINKED = Statement(
    select(m.link.c.serial, m.link.c.member, m.sample_member.c.phone, m.erased.c.phone)
    .join(m.sample_member, m.sample_member.c.id == m.link.c.member)
    .outerjoin(m.erased, m.erased.c.member == m.link.c.member)
)
_ASSIGNED = Statement(select(m.assignment.c.member, m.assignment.c.interviewer))
_VISITED = Statement(
    select(m.field_step.c.serial, m.field_step.c.interviewer).where(
        m.field_step.c.stands.is_(True), m.field_step.c.interviewer.is_not(None)
    )
)
_ERASED = Statement(select(m.erased.c.member))
_CONSENTING = Statement(select(m.consent.c.member))
_CONSENTS = Statement(select(m.consent.c.fact).where(m.consent.c.member == bindparam("member")))
DRAWN = Statement(select(_r.serial))
_ONE = Statement(
    select(_r.number, _r.draw, _r.sent, _r.result, _r.answered, m.personal.c.value)
    .outerjoin(m.personal, m.personal.c.id == _r.reply)
    .where(_r.serial == bindparam("serial"))
)
_LAST_RANDOM = Statement(
    select(m.fact.c.payload)
    .join(m.recheck_draw, m.recheck_draw.c.fact == m.fact.c.seq)
    .where(m.recheck_draw.c.how == How.RANDOM.value)
    .order_by(m.fact.c.seq.desc())
    .limit(1)
)
_LAST_SENT = Statement(select(func.max(_r.sent)))


def answered(members: Connection, state: Connection, channel: RecheckChannel) -> list[Answered]:
    """Every valid returned ballot that is linked to a member.

    It is of the interviewer who had it last, else of the one whom its member is assigned to. Of somebody who was erased
    ``members`` knows only what telephone she had: that counts for what was drawn before.
    """
    gone = {member for (member,) in _ERASED.rows(state)}
    states = dict(BALLOTS.rows(state))
    consenting = {member for (member,) in _CONSENTING.rows(state)}
    drawn = {serial for (serial,) in DRAWN.rows(state)}
    linked, assigned = _LINKED.rows(members), dict(_ASSIGNED.rows(state))
    visited = dict(_VISITED.rows(state))
    return [
        Answered(
            serial,
            visited.get(serial) or assigned.get(member, ""),
            states[serial] in _COUNTED
            and member not in gone
            and can_be_asked(channel, member in consenting, telephone(phone) if had is None else had),
            serial in drawn,
        )
        for serial, member, phone, had in linked
        if states.get(serial) in ANSWERED
    ]


def answered_counts(conn: Connection, channel: RecheckChannel) -> Counter[tuple[str, bool, bool]]:
    """How many ballots of ``answered`` there are of each interviewer: (interviewer, askable, drawn) → ballots.

    The same rules in the file's own words: to fetch 20,000 ballots for their numbers holds up the window.
    """
    found = Counter[tuple[str, bool, bool]]()
    query = _COUNTING_UNLINKED if are_gone(conn) else _counting(channel)
    for interviewer, askable, drawn, ballots in conn.execute(query):
        found[interviewer or "", bool(askable), bool(drawn)] += ballots  # without a telephone "askable" is NULL
    return found


class _IsMobile(FunctionElement[bool]):
    """Whether messages reach the telephone number."""

    inherit_cache = True
    type = Boolean()


@compiles(_IsMobile, "sqlite")
def _in_file(element: _IsMobile, compiler: Any, **how: Any) -> str:
    return f"{compiler.process(element.clauses, **how)} GLOB '{MOBILE_GLOB}'"


@compiles(_IsMobile, "postgresql")
def _on_server(element: _IsMobile, compiler: Any, **how: Any) -> str:
    return f"{compiler.process(element.clauses, **how)} ~ '{MOBILE_REGEX}'"


def _counting_unlinked() -> Select[Any, bool, bool, int]:
    """By what ballots kept: who could be asked when the links were destroyed."""
    u, visited = m.unlinked.c, m.field_step.c
    askable = and_(m.ballot.c.state.in_(sorted(_COUNTED)), u.askable == 1)
    who, drawn = func.coalesce(visited.interviewer, u.interviewer), _r.serial.is_not(None)
    return (
        select(who, askable, drawn, func.count())
        .select_from(m.unlinked)
        .join(m.ballot, m.ballot.c.serial == u.serial)
        .outerjoin(m.field_step, (visited.serial == u.serial) & visited.stands.is_(True))
        .outerjoin(m.recheck, _r.serial == u.serial)
        .where(m.ballot.c.state.in_(sorted(ANSWERED)))
        .group_by(who, askable, drawn)
    )


_COUNTING_UNLINKED = _counting_unlinked()


@functools.cache
def _counting(channel: RecheckChannel) -> Select[Any, bool, bool, int]:
    link, phone = m.link, m.sample_member.c.phone
    consents, visited, assigned = m.consent, m.field_step.c, m.assignment.c
    can: list[ColumnElement[bool]] = [m.ballot.c.state.in_(sorted(_COUNTED)), m.erased.c.member.is_(None)]
    if channel is not RecheckChannel.VISIT:
        reached = _IsMobile(phone) if channel is RecheckChannel.SMS else func.coalesce(phone, "") != ""
        can += [consents.c.member.is_not(None), reached]
    askable, drawn = and_(*can), _r.serial.is_not(None)
    whose = select(assigned.interviewer).where(assigned.member == link.c.member).scalar_subquery()
    who = func.coalesce(visited.interviewer, whose)  # looked up for those alone whom nobody visited
    return (
        select(who, askable, drawn, func.count())
        .select_from(link)
        .join(m.ballot, m.ballot.c.serial == link.c.serial)
        .join(m.sample_member, m.sample_member.c.id == link.c.member)
        .outerjoin(m.field_step, (visited.serial == link.c.serial) & visited.stands.is_(True))
        .outerjoin(consents, consents.c.member == link.c.member)
        .outerjoin(m.erased, m.erased.c.member == link.c.member)
        .outerjoin(m.recheck, _r.serial == link.c.serial)
        .where(m.ballot.c.state.in_(sorted(ANSWERED)))
        .group_by(who, askable, drawn)
    )


def telephone(phone: str | None) -> str:
    """What telephone ``phone`` is: "" | phone | mobile."""
    return MOBILE if is_mobile(phone or "") else PHONE if phone else ""


def can_be_asked(channel: RecheckChannel, consents: bool, has: str) -> bool:
    """A visit needs no telephone; a call needs one whose owner consented to that; a message a mobile one."""
    if channel is RecheckChannel.VISIT:
        return True
    return consents and (has == MOBILE if channel is RecheckChannel.SMS else bool(has))


def recheck_tallies(conn: Connection, channel: RecheckChannel, asked: list[Asked]) -> tuple[Tally, ...]:
    """One tally of each interviewer, as phúc tra stands."""
    return tallies(answered_counts(conn, channel), asked)


def with_interviewer(query: Select[Any]) -> Select[Any]:
    """``query`` of drawn ballots with the interviewer of each, as ``answered`` says it."""
    s, a, u = m.field_step.c, m.assignment.c, m.unlinked.c
    return (
        query.add_columns(func.coalesce(s.interviewer, a.interviewer, u.interviewer, "").label("interviewer"))
        .outerjoin(m.link, m.link.c.serial == _r.serial)
        .outerjoin(m.assignment, a.member == m.link.c.member)
        .outerjoin(m.unlinked, u.serial == _r.serial)
        .outerjoin(m.field_step, (s.serial == _r.serial) & s.stands.is_(True))
    )


def asked_rows(conn: Connection) -> list[Asked]:
    """Every drawn ballot. Once links are destroyed nobody can be replaced, so all that was to be is taken as done."""
    b = m.ballot.c
    gone = select(m.replacement.c.member).where(m.replacement.c.member == m.link.c.member).exists()
    replaced = gone | m.unlinked.c.serial.is_not(None)
    query = (
        select(_r.number, _r.serial, m.recheck_draw.c.how, _r.result, _r.sent, b.state, replaced.label("replaced"))
        .join(m.recheck_draw, m.recheck_draw.c.fact == _r.draw)
        .join(m.ballot, b.serial == _r.serial)
        .order_by(_r.number)
    )
    return [
        Asked(
            row.number,
            row.serial,
            row.interviewer,
            How(row.how),
            Result(row.result) if row.result else None,
            row.state == State.VOIDED,
            bool(row.replaced),
            row.sent is not None,
        )
        for row in conn.execute(with_interviewer(query))
    ]


def pool_of(ballots: list[Answered]) -> list[Candidate]:
    """What a draw is made from: those that can be asked, and those drawn before, which count."""
    return [Candidate(each.serial, each.interviewer, each.drawn) for each in ballots if each.askable or each.drawn]


def consents(state: Connection, member: str) -> bool:
    """Whether she may be called."""
    return _CONSENTS.first(state, member=member) is not None


def rechecked(state: Connection, serial: str) -> RecheckedRow | None:
    """The ballot as phúc tra knows it; None where it was not drawn."""
    row = _ONE.first(state, serial=serial)
    return None if row is None else RecheckedRow(*row)


def last_seed(conn: Connection) -> int:
    """The seed of the last random draw; 0 where there was none."""
    row = _LAST_RANDOM.first(conn)
    return 0 if row is None else int(json.loads(row[0])["seed"])


def last_sent(state: Connection) -> int | None:
    """The fact by which numbers were given out last."""
    fact: int | None = _LAST_SENT.scalar(state)
    return fact
