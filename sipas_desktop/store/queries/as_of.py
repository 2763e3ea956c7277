"""The survey as it was at a head that a document bears: its facts up to there, projected again into an empty database.

A report stays right when the history goes on after it: so it is compared with what its head saw.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, bindparam, delete, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import Fact, FactKind, survey_head
from sipas_desktop.errors import Damaged
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.queries.chains import FACT_COLUMNS, facts_of, sessions
from sipas_desktop.store.queries.commitments import Commitments, documents
from sipas_desktop.store.queries.legality import Legality
from sipas_desktop.store.queries.named_gaps import gaps_in
from sipas_desktop.store.queries.problems import MALFORMED, UNKNOWN, Problems
from sipas_desktop.store.queries.replay import Replay
from sipas_desktop.store.statements import Statement, inserting

Heads = Mapping[str, tuple[int, str]]  # session → (n, hash in hex)

AT_ONCE: Final = 1000  # rows copied at a time

_PRINTED = Statement(
    select(m.fact.c.payload, m.fact.c.at)
    .join(m.printed_head, m.printed_head.c.fact == m.fact.c.seq)
    .where(m.printed_head.c.head == bindparam("head"), m.printed_head.c.on == bindparam("on"))
)
_HASH = Statement(
    select(m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_SAYING = (m.fact.c.kind != FactKind.SESSION_OPENED.value) & (m.fact.c.kind != FactKind.HEAD_PRINTED.value)
_SINCE = Statement(
    select(func.count())
    .select_from(m.fact)
    .where(m.fact.c.session_no == bindparam("session"), m.fact.c.n > bindparam("n"), _SAYING)
)
_FACT = inserting(m.fact)


@dataclass(frozen=True)
class Printed:
    """A head that a document bears; ``at``: when it was printed, UTC.

    ``since``: facts that came after it; signing in and printing change nothing and do not count.
    """

    heads: Heads
    at: str
    since: int


def printed_head(survey: OpenSurvey, head: str, on: str) -> Printed | None:
    """The head as the history knows it; None where the history that it was taken over is not in this file."""
    with survey.reading() as conn:
        for payload, at in _PRINTED.rows(conn, head=head, on=on):
            heads = {session: (int(n), str(digest)) for session, (n, digest) in json.loads(payload)["heads"].items()}
            if survey_head(heads) == head and _is_whole(conn, heads):
                return Printed(heads, at, _since(conn, heads))
    return None


def _since(conn: Connection, heads: Heads) -> int:
    reached = ((number, heads.get(session, (0, ""))[0]) for number, session in sessions(conn).items())
    return sum(_SINCE.scalar(conn, session=number, n=n) or 0 for number, n in reached)


def _is_whole(conn: Connection, heads: Heads) -> bool:
    reached = all_heads(conn)
    for session, (n, digest) in heads.items():
        held = _HASH.scalar(conn, session=session, n=n)
        if session not in reached or held is None or held.hex() != digest:
            return False
    return True


@contextmanager
def as_of(survey: OpenSurvey, heads: Heads, progress: Callable[[int, int], None] | None = None) -> Iterator[None]:
    """All that this thread reads of the survey inside it is as it was at ``heads``.

    Raises ``Damaged`` where the history up to there does not hold together.
    """
    problems = Problems()
    with survey.reading() as source, Replay(source) as replay:
        held = documents(source, problems)
        if held is None:
            raise Damaged("verify.history")
        legality = Legality(replay.conn, source, *held, gaps_in(source))
        commitments = Commitments(source, replay.conn, problems)
        ids = sessions(source)
        numbers = {session: number for number, session in ids.items()}
        done, total = 0, sum(n for n, _ in heads.values())
        operators: dict[str, str] = {}
        for arrived in facts_of(source, ids):
            facts = [fact for fact in arrived if fact.n <= heads.get(fact.session, (0, ""))[0]]
            _lay_down(replay.conn, facts, numbers)
            for fact in facts:
                try:
                    said = fact.said
                    if fact.kind == FactKind.SESSION_OPENED:
                        operators[fact.session] = str(said["operator"])
                    operator = operators.get(fact.session, UNKNOWN)
                    commitments.check(fact, said, operator)
                except MALFORMED as error:
                    raise Damaged("verify.history") from error
                if problems.found or not replay.step(legality, fact, said, operator, problems):
                    raise Damaged("verify.history")
            done += len(facts)
            if progress:
                progress(done, total)
        replay.settle()
        _copy_words(source, replay.conn)
        with survey.looking_at(replay.conn):
            yield


def _lay_down(conn: Connection, facts: Sequence[Fact], numbers: Mapping[str, int]) -> None:
    """The facts with all that they say, unlike those of a check: a report reads some of them."""
    rows = []
    for fact in facts:
        row = {name: getattr(fact, name) for name in FACT_COLUMNS if name != "session_no"}
        rows.append(row | {"session_no": numbers[fact.session]})
    if rows:
        _FACT.run_many(conn, rows)


def _copy_words(source: Connection, target: Connection) -> None:
    """What stands beside the facts: written words, members, links. What was erased since is no longer among them.

    And the accounts as they are now: whether somebody may look is not a question of what she might then.
    """
    target.execute(delete(m.operator))
    _copy(source, target, m.operator)
    for table in (m.personal, m.sample_member, m.link, m.unlinked):
        _copy(source, target, table)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    key = list(table.primary_key.columns)
    held = {tuple(row) for row in target.execute(select(*key))}
    waiting: list[dict[str, object]] = []
    for row in source.execute(select(table)).mappings():
        if tuple(row[column.name] for column in key) not in held:
            waiting.append(dict(row))
        if len(waiting) == AT_ONCE:
            target.execute(insert(table), waiting)
            waiting = []
    if waiting:
        target.execute(insert(table), waiting)
