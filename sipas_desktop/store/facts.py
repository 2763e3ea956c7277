"""Appends facts: the one place where the file changes.

A ``Writer`` is one session. It holds one connection for as long as the survey is open, because opening one costs more
than a keystroke may take.
"""

from __future__ import annotations

import datetime
import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.sql import func

from sipas_desktop import __version__
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind, canonical, chain_hash, commitment, new_session
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.engine import BUSY_SECONDS, file_of, known_errors, refusal_of
from sipas_desktop.store.projection import project, project_arrived
from sipas_desktop.store.statements import Statement, inserting
from sipas_desktop.store.unlinked import ENDED, refuse_gone

LOOK_MS = 2  # between two looks whether the file is free to write


class Transaction:
    """What happens between BEGIN IMMEDIATE and COMMIT: all of it becomes durable, or none."""

    def __init__(self, writer: Writer, conn: Connection) -> None:
        self._writer = writer
        self.conn = conn

    def append(self, kind: FactKind, subject: str = "", /, **said: Any) -> Fact:
        """Append the fact and bring the projections up to it. Raises ``Refusal`` for what needs links that are gone."""
        if kind in ENDED:
            refuse_gone(self.conn)
        return self._writer._append(self.conn, kind, subject, said)

    def personal(self, value: str) -> dict[str, str]:
        """Store a personal value; the returned dictionary stands for it in a fact. Raises ``Refusal`` for a NUL."""
        if "\x00" in value:
            raise Refusal("file.not_text")
        row = {"id": secrets.token_hex(16), "salt": secrets.token_hex(16), "value": value}
        _INSERT_PERSONAL.run(self.conn, **row)
        return {"ref": row["id"], "commitment": commitment(row["salt"], value)}

    def answer(self, answer: Answer) -> dict[str, Any]:
        """``answer`` as a fact says it: words that somebody wrote only as a commitment."""
        said: dict[str, Any] = {"value": answer.value}
        if answer.text is not None:
            said["text"] = self.personal(answer.text)
        return said

    def fact(self, seq: int | None) -> Fact:
        """The fact at ``seq``."""
        row = _FACT.first(self.conn, seq=seq)
        if row is None:
            raise NoResultFound(str(seq))
        return Fact(*row)

    def arrive(self, fact: Fact, operator: str) -> None:
        """Take in ``fact`` of ``operator`` at a station as it is, and bring the projections up to it."""
        number = _SESSION_NO.scalar(self.conn, session=fact.session)
        if number is None:
            number = (self.conn.execute(_LAST_SESSION).scalar() or 0) + 1
            self.conn.execute(insert(m.session), {"no": number, "id": fact.session})
        row = {name: getattr(fact, name) for name in ("n", "kind", "subject", "at", "payload", "hash")}
        seq = _INSERT_FACT.run(self.conn, session_no=number, **row)
        project_arrived(self.conn, replace(fact, seq=seq), fact.said, operator)

    @property
    def operator(self) -> str:
        """Who acts."""
        return self._writer.operator

    @property
    def session_no(self) -> int:
        """The number of this session in this file."""
        return self._writer.session_no(self.conn)


class At(NamedTuple):
    """Where a session's chain stands: its number in this file, its last fact and that one's hash."""

    session_no: int | None
    n: int
    last: bytes


class Writer:
    """One session of one operator on one file."""

    def __init__(self, conn: Connection, operator: str) -> None:
        self._conn = conn
        self._operator = operator
        self._file = file_of(conn.engine)
        self._lock = threading.RLock()  # a bulk verb in the background and a keystroke share the connection
        self._session = new_session()
        self._session_no: int | None = None
        self._n = 0
        self._last = BEFORE_FIRST
        self._looks_often = False

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[Transaction]:
        """One unit of work. BEGIN IMMEDIATE: a writer that only read so far could not be promoted later.

        ``together``: it touches nothing but what is the operator's own now, so that on a server others may write
        meanwhile. In a file there is one writer at a time.
        """
        with self._lock, known_errors(self._file.folder if self._file else None):
            self._begin(together)
            before = self._at()
            try:
                yield Transaction(self, self._conn)
                self._commit(before)
            except BaseException:
                self._go_back(before)
                raise
            finally:
                # SQLAlchemy's own idea of a transaction, which it began with the first statement, ends too.
                self._conn.rollback()

    def _at(self) -> At:
        return At(self._session_no, self._n, self._last)

    def _put(self, at: At) -> None:
        self._session_no, self._n, self._last = at

    def _commit(self, before: At) -> None:
        self._refuse_elsewhere()
        self._conn.exec_driver_sql("COMMIT")

    def _go_back(self, before: At) -> None:
        """Nothing of this unit of work has happened."""
        self._put(before)
        if self._conn.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            self._conn.exec_driver_sql("ROLLBACK")

    @property
    def is_elsewhere(self) -> bool:
        """Whether the file that is open has lost its name."""
        return self._file is not None and self._file.is_elsewhere

    @contextmanager
    def held_if_elsewhere(self) -> Iterator[Connection | None]:
        """The connection to a file that was moved or deleted: nobody else gets at what it holds. None where it is not.

        Nothing is written meanwhile, which could not be acknowledged anyway.
        """
        if self._conn.closed or not self.is_elsewhere:
            yield None
            return
        with self._lock:
            try:
                yield self._conn
            finally:
                self._conn.rollback()

    def _refuse_elsewhere(self) -> None:
        """Before anything is acknowledged: SQLite would write into a file that nobody finds any more."""
        assert self._file is not None
        try:
            self._file.refuse_elsewhere()
            self._file.refuse_without_log()
        except Refusal:
            self._conn.exec_driver_sql("ROLLBACK")
            if not self._file.log_is_another:  # what the log holds goes into the survey: the two may never meet again
                with suppress(DBAPIError):
                    self._conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
            raise

    def _begin(self, together: bool) -> None:
        """BEGIN IMMEDIATE, tried again every other millisecond while somebody else writes.

        SQLite's own waiting looks ever more seldom, in the end every 100 ms, and so misses the pauses that a bulk verb
        makes for others: an answer waited 690 ms although the longest transaction of the bulk verb took 110.
        """
        if not self._looks_often:
            self._conn.exec_driver_sql(f"PRAGMA busy_timeout = {LOOK_MS}")
            self._looks_often = True
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._conn.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except DBAPIError as error:
                refusal = refusal_of(str(error.orig).lower())
                if refusal is None or refusal.code != "file.locked" or time.monotonic() > deadline:
                    raise

    @property
    def operator(self) -> str:
        """Who acts."""
        return self._operator

    @property
    def session(self) -> str:
        """The session's random id, in every file."""
        return self._session

    @property
    def appended(self) -> int:
        """Facts of this session so far, its opening aside."""
        return max(0, self._n - 1)

    def session_no(self, conn: Connection) -> int:
        """The number of this session in this file; the session begins where it has not begun."""
        if self._session_no is None:
            self._open_session(conn)
        assert self._session_no is not None
        return self._session_no

    def _open_session(self, conn: Connection) -> None:
        number = (conn.execute(_LAST_SESSION).scalar() or 0) + 1
        conn.execute(insert(m.session), {"no": number, "id": self._session})
        self._session_no = number
        heads = {session: [n, digest] for session, (n, digest) in open_heads(conn).items()}
        said: dict[str, Any] = {"operator": self._operator, "program": __version__, "heads": heads}
        if (handout := conn.execute(_HANDOUT).scalar()) is not None:
            said["handout"] = handout
        self._append(conn, FactKind.SESSION_OPENED, "", said)

    def _append(self, conn: Connection, kind: FactKind, subject: str, said: Mapping[str, Any]) -> Fact:
        number = self.session_no(conn)
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        payload = canonical(said)
        if "\\u0000" in payload and _NUL.search(payload):
            raise Refusal("file.not_text")
        n = self._n + 1
        digest = chain_hash(self._last, self._session, n, kind, subject, at, payload)
        row = {
            "session_no": number,
            "n": n,
            "kind": str(kind),
            "subject": subject,
            "at": at,
            "payload": payload,
            "hash": digest,
        }
        seq = _INSERT_FACT.run(conn, **row)
        self._n, self._last = n, digest
        appended = Fact(seq, self._session, n, kind, subject, at, payload, digest)
        project(conn, appended, said, self._operator)
        return appended


_LAST_SESSION = select(func.max(m.session.c.no))
_HANDOUT = select(m.survey.c.handout)
_SESSION_NO = Statement(select(m.session.c.no).where(m.session.c.id == bindparam("session")))
_FACT = Statement(
    select(
        m.fact.c.seq,
        m.session.c.id,
        *(m.fact.c[name] for name in ("n", "kind", "subject", "at", "payload", "hash")),
    )
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.fact.c.seq == bindparam("seq"))
)
_INSERT_FACT = inserting(m.fact, "session_no", "n", "kind", "subject", "at", "payload", "hash")
_INSERT_PERSONAL = inserting(m.personal)
# NUL as JSON spells it, and not a backslash followed by the same letters. PostgreSQL takes no NUL, so nobody does.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def all_heads(conn: Connection) -> dict[str, tuple[int, str]]:
    """The last fact of every session: session → (n, hash in hex)."""
    return {row.id: (row.n, row.hash.hex()) for row in conn.execute(_HEADS) if row.n is not None}


def _of_last(column: str) -> Any:
    last = select(m.fact.c[column]).where(m.fact.c.session_no == m.session.c.no).order_by(m.fact.c.n.desc()).limit(1)
    return last.correlate(m.session).scalar_subquery().label(column)


# Two looks into the index for each session. A GROUP BY, or a join that SQLite turns round, walks all facts: a second
# and more for 100,000 ballots, in the middle of the transaction with which a session begins.
_HEADS = select(m.session.c.id, _of_last("n"), _of_last("hash"))


def open_heads(conn: Connection) -> dict[str, tuple[int, str]]:
    """The heads that no other session's first fact has seen: naming these names all before them."""
    seen = {
        (row.id, row.n)
        for row in conn.execute(
            select(m.session.c.id, m.seen_head.c.n).join(m.session, m.session.c.no == m.seen_head.c.seen)
        )
    }
    return {session: head for session, head in all_heads(conn).items() if (session, head[0]) not in seen}
