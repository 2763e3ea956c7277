"""A look at a survey just opened: what was written last, the end of every chain, and samples of the rest.

It reads a bounded number of facts, however many the file holds, so it never delays the first ballot. What lies on a
damaged page, among those that it reads, is refused by the cipher; ``check_survey`` reads them all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, chain_hash, survey_head
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.gaps import Gap, LostHead
from sipas_desktop.store.queries.chains import FACT_COLUMNS, sessions
from sipas_desktop.store.queries.named_gaps import Gaps, gaps_in
from sipas_desktop.store.queries.problems import MALFORMED, CheckResult, Problems, told_of
from sipas_desktop.store.queries.structure import check_structure
from sipas_desktop.store.statements import Statement

NEWEST: Final = 300  # facts at the end of the file
SAMPLES: Final = 300  # facts anywhere in it
SESSIONS: Final = 200  # of the newest, the ends of whose chains are looked at

_LAST = Statement(select(func.max(m.fact.c.seq)))
_FACT = Statement(select(*(m.fact.c[name] for name in FACT_COLUMNS)).where(m.fact.c.seq == bindparam("seq")))
_HASH = Statement(
    select(m.fact.c.hash).where(m.fact.c.session_no == bindparam("session_no"), m.fact.c.n == bindparam("n"))
)
_LAST_BEFORE = Statement(
    select(m.fact.c.n, m.fact.c.hash)
    .where(m.fact.c.session_no == bindparam("session_no"), m.fact.c.n < bindparam("n"))
    .order_by(m.fact.c.n.desc())
    .limit(1)
)
_ENDS = Statement(
    select(
        select(m.fact.c.seq)
        .where(m.fact.c.session_no == m.session.c.no)
        .order_by(m.fact.c.n.desc())
        .limit(1)
        .correlate(m.session)
        .scalar_subquery()
    )
    .select_from(m.session)
    .order_by(m.session.c.no.desc())
    .limit(SESSIONS)
)
_SEEN = Statement(
    select(m.seen_head.c.session_no, m.seen_head.c.seen, m.seen_head.c.n, m.seen_head.c.hash)
    .order_by(m.seen_head.c.session_no.desc())
    .limit(SESSIONS)
)
_ANSWERS = Statement(
    select(m.settled.c.value)
    .join(m.ballot, m.ballot.c.serial == m.settled.c.serial)
    .where(m.ballot.c.serial == bindparam("serial"))
)


def quick_check(survey: OpenSurvey) -> CheckResult:
    """Check what was written last and some of what was written before; ``facts`` of the result are those looked at.

    Raises ``Damaged`` where a page that it reads is damaged. That nothing is found says little of the pages that it
    did not read.
    """
    problems = Problems()
    with survey.reading() as conn:
        check_structure(conn, problems)
        ids = sessions(conn)
        last = _LAST.scalar(conn) or 0
        if not last:
            problems.note("check.empty")
        ends = {seq for (seq,) in _ENDS.rows(conn) if seq is not None}
        newest = set(range(max(1, last - NEWEST + 1), last + 1))
        samples = set(random.sample(range(1, last + 1), min(SAMPLES, last)))
        chosen = sorted(ends | newest | samples)
        gaps = cache(lambda: gaps_in(conn))  # mostly nobody asks
        for seq in chosen:
            _check_fact(conn, seq, ids, problems, gaps)
        for by, seen, n, digest in _SEEN.rows(conn):
            held = _HASH.scalar(conn, session_no=seen, n=n)
            if held is None and gaps().accept(LostHead(ids.get(by, ""), ids.get(seen, ""), n, digest), 0):
                continue
            if not isinstance(held, bytes) or held.hex() != digest:
                problems.note("check.gone", missing=f"{ids.get(seen, seen)}:{n}")
        try:
            head = survey_head(all_heads(conn))
        except MALFORMED:
            head = ""  # the hash of a last fact is none: it was noted
    return CheckResult(tuple(problems.found), head, len(chosen))


def _check_fact(conn: Connection, seq: int, ids: dict[int, str], problems: Problems, gaps: Callable[[], Gaps]) -> None:
    """The fact at ``seq`` is there and follows the one before it in its session; its ballot's answers can be read."""
    row = _FACT.first(conn, seq=seq)
    if row is None and conn.dialect.name != "sqlite":
        return  # what a server takes back leaves its number unused
    if row is None:
        problems.note("check.order", **told_of(conn, seq + 1), found=seq + 1, expected=seq)
        return
    fact = Fact(row[0], ids.get(row[1], ""), *row[2:])
    try:
        before = BEFORE_FIRST if fact.n == 1 else _HASH.scalar(conn, session_no=row[1], n=fact.n - 1)
        if before is None:
            after = _LAST_BEFORE.first(conn, session_no=row[1], n=fact.n)
            if after is None or not gaps().accept(Gap.between(after[0], after[1], fact), seq):
                problems.note("check.gap", **told_of(conn, seq), expected=fact.n - 1)
        elif chain_hash(before, fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload) != fact.hash:
            problems.note("check.changed", **told_of(conn, seq))
    except MALFORMED:
        problems.note("check.changed", **told_of(conn, seq))
    if fact.subject:
        _ANSWERS.rows(conn, serial=fact.subject)
