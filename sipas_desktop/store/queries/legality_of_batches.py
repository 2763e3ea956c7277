"""Whether a fact about a batch at work could have happened: a claim, its end, a count, a keying that was set aside.

Who has a batch is not asked of a keying: a claim orders the work, and a keying beside it is no fault of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import Move, State, is_legal
from sipas_desktop.domain.batch import why_not
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.roles import Role, Verb, is_allowed
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot
from sipas_desktop.store.batch_rows import claim_of, registered, wish_of
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_BATCH = Statement(select(m.batch.c.code).where(m.batch.c.code == bindparam("code")))
_LAST_COUNT = Statement(select(m.batch_count.c.fact).where(m.batch_count.c.batch == bindparam("code")))
_ROLES = Statement(select(m.operator.c.roles).where(m.operator.c.name == bindparam("name")))
_KEYING = Statement(
    select(m.keying.c.serial, m.keying.c.completed, m.keying.c.aside, m.ballot.c.state)
    .join(m.ballot, m.ballot.c.serial == m.keying.c.serial)
    .join(m.fact, m.fact.c.seq == m.keying.c.started)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)


def judges(conn: Connection, arrived: Collection[str]) -> dict[str, Judge]:
    """The judges of these facts; ``arrived`` are the sessions of stations that were merged so far."""
    return {
        FactKind.BATCH_CLAIMED: lambda fact, said, operator: _claimed(conn, said, operator),
        FactKind.BATCH_GIVEN_BACK: lambda fact, said, operator: _given_back(conn, said, operator),
        FactKind.BATCH_TAKEN_OVER: lambda fact, said, operator: _taken_over(conn, said),
        FactKind.BATCH_COUNTED: lambda fact, said, operator: _counted(conn, said),
        FactKind.KEYING_SET_ASIDE: lambda fact, said, operator: _set_aside(conn, arrived, fact, said),
    }


def _claimed(conn: Connection, said: Said, operator: str) -> str | None:
    claim = claim_of(conn, said["batch"], said["pass"])
    return unless(claim is None and _may_have(conn, said, operator))


def _may_have(conn: Connection, said: Said, name: str) -> bool:
    if said["pass"] not in (1, 2):
        return False
    wish = wish_of(conn, said["batch"], said["pass"], name)
    return wish is not None and not why_not(wish)


def _given_back(conn: Connection, said: Said, operator: str) -> str | None:
    claim = claim_of(conn, said["batch"], said["pass"])
    return unless(claim and claim.operator == operator and ref_of(conn, claim.fact) == said["supersedes"])


def _taken_over(conn: Connection, said: Said) -> str | None:
    claim, to = claim_of(conn, said["batch"], said["pass"]), said["to"]
    named = (None if claim is None else ref_of(conn, claim.fact)) == said["supersedes"]
    if to is None:
        return unless(claim and named)
    roles = frozenset(Role(role) for role in (_ROLES.scalar(conn, name=to) or "").split())
    other = claim is None or claim.operator != to
    return unless(named and other and is_allowed(Verb.KEY, roles) and _may_have(conn, said, to))


def _counted(conn: Connection, said: Said) -> str | None:
    """The missing were of the batch, the extra were not, and together they make the number."""
    code, missing, extra = said["batch"], said["missing"], said["extra"]
    last = _LAST_COUNT.scalar(conn, code=code)
    named = (None if last is None else ref_of(conn, last)) == said["supersedes"]
    if _BATCH.first(conn, code=code) is None or not named or said["papers"] < 0:
        return ILLEGAL
    if not said["listed"]:
        return unless(not missing and not extra)
    held = registered(conn, code)
    ordered = all(serials == sorted(set(serials)) for serials in (missing, extra))
    divided = set(missing) <= held and not held & set(extra)
    known = all(find_ballot(conn, serial) is not None for serial in extra)
    return unless(ordered and divided and known and said["papers"] == len(held) - len(missing) + len(extra))


def _set_aside(conn: Connection, arrived: Collection[str], fact: Fact, said: Said) -> str | None:
    """The keying was open, and began in this file."""
    session, _, n = said["keying"].partition(":")
    row = _KEYING.first(conn, session=session, n=int(n))
    if row is None or session in arrived:
        return ILLEGAL
    serial, completed, aside, state = row
    is_open = serial == fact.subject and completed is None and aside is None
    return unless(is_open and is_legal(State(state), Move.SET_ASIDE))
