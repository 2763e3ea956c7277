"""Follows the hash chain of every session, and the ties between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind, chain_hash
from sipas_desktop.store import models as m
from sipas_desktop.store.gaps import Gap, LostHead
from sipas_desktop.store.queries.named_gaps import Gaps
from sipas_desktop.store.queries.problems import MALFORMED, UNKNOWN, Problems
from sipas_desktop.store.statements import Statement

AT_ONCE: Final = 500  # facts read at a time

FACT_COLUMNS: Final = ("seq", "session_no", "n", "kind", "subject", "at", "payload", "hash")
_ALL = Statement(select(*(m.fact.c[name] for name in FACT_COLUMNS)).order_by(m.fact.c.seq))
_HASH = Statement(
    select(m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_BEGINNING = Statement(select(m.fact.c.kind).where(m.fact.c.seq == bindparam("seq")))
_SESSIONS = Statement(select(m.session.c.no, m.session.c.id))


def sessions(conn: Connection) -> dict[int, str]:
    """Number in this file → id."""
    return dict(_SESSIONS.rows(conn))


def facts_of(conn: Connection, ids: Mapping[int, str]) -> Iterator[list[Fact]]:
    """All facts in the order of their arrival, some at a time; ``ids`` as ``sessions`` gives them."""
    for rows in _ALL.stream(conn, AT_ONCE):
        yield [Fact(row[0], ids[row[1]], *row[2:]) for row in rows]


class Chains:
    """The chains as far as they have been followed."""

    def __init__(self, conn: Connection, problems: Problems, gaps: Gaps, of_station: bool | None = None) -> None:
        self._conn = conn
        self._problems = problems
        self._gaps = gaps
        self._last: dict[str, tuple[int, bytes]] = {}
        self._seq = 0
        # What a server takes back leaves its number unused; that nothing is missing, the chains tell.
        self._dense = conn.dialect.name == "sqlite"
        self._before: tuple[int, bytes] | None = None  # where the session of the fact just followed stood
        self.operators: dict[str, str] = {}  # session → who opened it
        # A station's file begins with the hand-out's session; the heads that it saw in the office did not travel.
        begins = _BEGINNING.scalar(conn, seq=2) == FactKind.HANDED_OUT
        self._of_station = begins if of_station is None else of_station

    def who(self, fact: Fact) -> str:
        """Who appended ``fact``, as far as her session says so."""
        return self.operators.get(fact.session, UNKNOWN)

    def follow(self, fact: Fact) -> None:
        """The next fact in the order of arrival; notes what is wrong with its place, its hash or its ties."""
        problems = self._problems
        self._before = self._last.get(fact.session)
        n, before = self._before or (0, BEFORE_FIRST)
        expected: bytes | None = None
        try:
            if fact.n == 1 and fact.kind == FactKind.SESSION_OPENED:
                self.operators[fact.session] = fact.said["operator"]
            expected = chain_hash(before, fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload)
        except MALFORMED as error:
            problems.note_malformed(fact, error, self.who(fact))
        # Who appended a fact is said by its session's first one: that may not be missing.
        gap = fact.n != n + 1 and n >= 1 and expected is not None and self._is_named_gap(fact, n, before)
        if fact.n != n + 1 and not gap:
            problems.note_fact("check.gap", fact, self.who(fact), expected=n + 1)
        elif fact.hash != expected and not gap:
            problems.note_fact("check.changed", fact, self.who(fact))
        elif (fact.n == 1) != (fact.kind == FactKind.SESSION_OPENED):
            problems.note_fact("check.opening", fact, self.who(fact))
        else:
            if fact.n == 1 and not (self._of_station and self._seq == 0):
                try:
                    self._check_ties(fact)
                except MALFORMED as error:
                    problems.note_malformed(fact, error, self.who(fact))
            if fact.seq != self._seq + 1 and (self._dense or fact.seq <= self._seq):
                problems.note_fact("check.order", fact, self.who(fact), found=fact.seq, expected=self._seq + 1)
        self._seq = fact.seq if isinstance(fact.seq, int) else self._seq + 1
        self._last[fact.session] = (fact.n, fact.hash if isinstance(fact.hash, bytes) else b"")

    def take_back(self, fact: Fact) -> None:
        """The fact just followed does not stay: another one takes its place in the order of arrival."""
        self._seq = fact.seq - 1
        if self._before is None:
            self._last.pop(fact.session, None)
        else:
            self._last[fact.session] = self._before

    def _is_named_gap(self, fact: Fact, after: int, after_hash: bytes) -> bool:
        try:
            if fact.n <= after + 1:
                return False
            gap = Gap.between(after, after_hash, fact)
        except MALFORMED:
            return False  # a number or a hash that is none
        named = self._gaps.accept(gap, fact.seq)
        if named:
            self._problems.remark("check.named_gap", fact, self.who(fact), missing=gap.missing)
        return named

    def _check_ties(self, opening: Fact) -> None:
        """The heads that a session saw when it opened must still be there."""
        for session, (n, digest) in opening.said["heads"].items():
            reached, _ = self._last.get(session, (0, b""))
            held = _HASH.scalar(self._conn, session=session, n=n) if reached >= n else None
            if held is None and self._gaps.accept(LostHead(opening.session, session, n, digest), opening.seq):
                self._problems.remark("check.named_head", opening, self.who(opening), missing=f"{session}:{n}")
            elif held is None or held.hex() != digest:
                self._problems.note_fact("check.tie", opening, self.who(opening), missing=f"{session}:{n}")

    def finish(self, ids: Mapping[int, str]) -> None:
        """After the last fact: no session is without any."""
        for empty in sorted(set(ids.values()) - self._last.keys()):
            self._problems.note("check.no_facts", session=empty)
        if not self._last:
            self._problems.note("check.empty")
