"""Whether a fact about stations could have happened: hand-outs, what arrived from them, conflicts that were settled.

In what state a fact of a station found its ballot was looked at before the station's file was merged, and in the office
others may have worked on the same ballot: so of an arrived fact only that is asked which holds in every order.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.conflict import conflicts_among
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.fact_verbs import OF_STATIONS
from sipas_desktop.store import models as m
from sipas_desktop.store.away import away
from sipas_desktop.store.ballot_rows import find_ballot, operators_on
from sipas_desktop.store.form_rows import versions
from sipas_desktop.store.gaps import LostHead, LostPlace, named_in
from sipas_desktop.store.on_handout import BALLOT
from sipas_desktop.store.on_merge import deeds
from sipas_desktop.store.queries.named_gaps import Gaps
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
ILLEGAL: Final = "check.illegal"
NOT_THIRD: Final = "check.not_third"
NO_ROLE: Final = "check.no_role"

STATION_BATCH: Final = re.compile(r"T[0-9]+-")

_HANDOUT = Statement(select(m.handout.c.fact, m.handout.c.taken_back).where(m.handout.c.id == bindparam("handout")))
_OF_STATION = Statement(
    select(m.handout.c.id)
    .join(m.opening, m.opening.c.handout == m.handout.c.id)
    .join(m.session, m.session.c.no == m.opening.c.session_no)
    .where(m.session.c.id == bindparam("session"))
)
_OF_SESSION = Statement(
    select(m.opening.c.handout)
    .join(m.session, m.session.c.no == m.opening.c.session_no)
    .where(m.session.c.id == bindparam("session"))
)
_KEYING = Statement(
    select(m.keying.c.serial, m.keying.c.operator)
    .join(m.fact, m.fact.c.seq == m.keying.c.started)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_HASH = Statement(
    select(m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"), m.fact.c.seq < bindparam("before"))
)
_OWN_NUMBER = Statement(select(m.handout.c.number).join(m.survey, m.survey.c.handout == m.handout.c.id))
_SURVEY = Statement(select(m.survey.c.id, m.survey.c.number, m.survey.c.title, m.survey.c.plan, m.survey.c.handout))


def opened(conn: Connection, operator: str, known: Container[str]) -> str | None:
    """At a station nobody signs in but whom the office named; in the office one may lose one's account meanwhile."""
    return NO_ROLE if at_station(conn) and operator not in known else None


def arrived(conn: Connection, gaps: Gaps, fact: Fact, said: Said, operator: str) -> str | None:
    """Why ``fact``, which arrived from a station, could not have happened there; None where it could."""
    if fact.kind not in OF_STATIONS:
        return NO_ROLE
    if fact.kind == FactKind.KEYS_CHANGED and (said["what"], said["name"]) != ("password_changed", operator):
        return NO_ROLE
    if fact.kind == FactKind.SESSION_OPENED:
        return unless(_HANDOUT.first(conn, handout=said["handout"]))
    if fact.kind == FactKind.SALVAGED:
        return unless(_salvaged_there(conn, gaps, fact, said))
    if fact.kind == FactKind.KEYING_SET_ASIDE:
        return unless(_set_aside_there(conn, fact, said))
    if "keying" not in said:
        known = not fact.subject or find_ballot(conn, fact.subject) is not None
        return unless(known and _OF_STATION.first(conn, session=fact.session))
    session, _, n = said["keying"].partition(":")
    serial, keyer = _KEYING.first(conn, session=session, n=int(n)) or ("", "")
    if serial != fact.subject:
        return ILLEGAL
    return None if keyer == operator else NOT_THIRD


def _set_aside_there(conn: Connection, fact: Fact, said: Said) -> bool:
    """A keying of the same station, whoever keyed it."""
    session, _, n = said["keying"].partition(":")
    serial, _ = _KEYING.first(conn, session=session, n=int(n)) or ("", "")
    own = _OF_SESSION.first(conn, session=fact.session)
    return bool(serial == fact.subject and _OF_SESSION.first(conn, session=session) == own)


def _salvaged_there(conn: Connection, gaps: Gaps, fact: Fact, said: Said) -> bool:
    """A station speaks of its own sessions alone, and what it says is missing is missing here.

    But for places in a batch: those were looked at when its file was checked, and are not asked for here.
    """
    missing = named_in(said)
    own = _OF_SESSION.first(conn, session=fact.session)
    for each in missing:
        speaks_of = each.by if isinstance(each, LostHead) else each.session
        if _OF_SESSION.first(conn, session=speaks_of) != own:
            return False
        # Of a session that is lost as a whole nothing is known.
        if isinstance(each, LostHead) and _OF_SESSION.first(conn, session=each.session) not in (own, None):
            return False
    return gaps.named_rightly(fact, (each for each in missing if not isinstance(each, LostPlace)))


def handed_out(conn: Connection, said: Said) -> str | None:
    """In the office every ballot is there and none of the passes is away; a station's file begins with it."""
    survey = _SURVEY.first(conn)
    if survey is None:
        return None
    about = (*(said["survey"][name] for name in ("id", "number", "title")), said["plan"], None)
    if {name: said[name] for name in ("forms", "older")} != versions(conn):
        return ILLEGAL
    if tuple(survey) != about or _HANDOUT.first(conn, handout=said["handout"]) is not None:
        return ILLEGAL
    for row in said["ballots"]:
        ballot = dict(zip(BALLOT, row, strict=True))
        found = find_ballot(conn, ballot["serial"])
        if found is None or (found.batch, found.position) != (ballot["batch"], ballot["position"]):
            return ILLEGAL
        if set(away(conn, ballot["serial"])) & set(said["passes"]):
            return ILLEGAL
    return None


def taken_back(conn: Connection, said: Said) -> str | None:
    """A hand-out is taken back once."""
    row = _HANDOUT.first(conn, handout=said["handout"])
    return unless(row and row[1] is None and ref_of(conn, row[0]) == said["supersedes"])


def merged(conn: Connection, source: Connection, fact: Fact, said: Said) -> str | None:
    """The heads that it names are those of facts before it."""
    return unless(were_before(source, fact, said["sessions"]) and _HANDOUT.first(conn, handout=said["handout"]))


def were_before(source: Connection, fact: Fact, heads: Mapping[str, Sequence[Any]]) -> bool:
    """Whether ``heads`` (session → n, hash in hex) are those of facts that stand before ``fact``."""
    held = {session: _HASH.scalar(source, session=session, n=n, before=fact.seq) for session, (n, _) in heads.items()}
    return all((held[session] or b"").hex() == digest for session, (_, digest) in heads.items())


def conflict_settled(conn: Connection, fact: Fact, said: Said, operator: str) -> str | None:
    """Somebody without a part in the ballot divided all that was done to it, and what is kept agrees."""
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.SETTLE_CONFLICT):
        return ILLEGAL
    if operator in operators_on(conn, fact.subject):
        return NOT_THIRD
    held = {ref_of(conn, int(deed.ref)): deed for deed in deeds(conn, fact.subject)}
    keep, aside = set(said["keep"]), set(said["aside"])
    divided = keep | aside == held.keys() and not keep & aside
    return unless(divided and not conflicts_among([held[ref] for ref in keep]))


def keyed_elsewhere(conn: Connection, serial: str, number: int, operator: str) -> str | None:
    """A pass that is away starts nowhere else, and who keyed the first pass elsewhere keys no second here."""
    gone = away(conn, serial)
    if number in gone:
        return ILLEGAL
    return NOT_THIRD if number == 2 and 1 in gone and gone[1].keyer == operator else None


def at_station(conn: Connection) -> bool:
    """Whether the file is a station's."""
    row = _SURVEY.first(conn)
    return row is not None and row[-1] is not None


def may_open_batch(conn: Connection, code: str) -> bool:
    """A station's own batches have its number in front, so that they meet no other file's; the office has no such."""
    number = _OWN_NUMBER.scalar(conn)
    return STATION_BATCH.match(code) is None if number is None else code.startswith(f"T{number}-")


def is_away(conn: Connection, serial: str) -> bool:
    """In the office, whether the ballot is at a station: its receipt is not to be changed meanwhile."""
    return bool(away(conn, serial)) and not at_station(conn)


def unless(right: object) -> str | None:
    """The fault of a fact that says something impossible; None where all is ``right``."""
    return None if right else ILLEGAL
