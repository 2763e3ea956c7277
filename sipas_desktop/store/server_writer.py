"""Writing on a PostgreSQL server, where several stations write at once and the connection may break at any moment.

Every unit of work holds the survey's lock: alone, as in a file, or together with others that touch only what is their
operator's own. A broken connection is made anew. Where it breaks during a COMMIT nobody says whether that came about:
then the end of the session's own chain tells, before anything else is written, once the process that served it is gone.
The number of the transaction would not: what a killed server had not yet put on the disk it has forgotten, that number
with it, and gives it to the next one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.facts import At, Writer
from sipas_desktop.store.migrations import VERSION
from sipas_desktop.store.server import by_driver, driver_of, is_lost
from sipas_desktop.store.statements import Statement

# Facts appended together may be seen in another order than they are numbered. So of these no figure, list or state of a
# ballot may follow: what was counted up to some number stays right.
TOGETHER: Final = frozenset({FactKind.ANSWERS_KEYED, FactKind.BATCH_CLAIMED})
# No list, count or state that a station shows follows from these: nobody is told, least of all at every keystroke.
UNTOLD: Final = frozenset({FactKind.ANSWERS_KEYED, FactKind.SESSION_OPENED})
CHANGED: Final = "sipas_changed"  # the channel on which stations hear of each other
SURVEY_LOCK: Final = 0x53495041  # "SIPA"; of the database that the survey lies in
ASK_SECONDS: Final = 5.0  # how long a verb that was cut off tries to find out what became of it
LOOK_SECONDS: Final = 0.1

_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT {lock}({key})"
_ALONE: Final = _BEGIN.format(lock="pg_advisory_xact_lock", key=SURVEY_LOCK)
_TOGETHER: Final = _BEGIN.format(lock="pg_advisory_xact_lock_shared", key=SURVEY_LOCK)
# It comes to the others with the COMMIT, or not at all, and says no more than which session it was: random digits.
_TELL: Final = "SELECT pg_notify(%s, %s)"
_WHO_AM_I: Final = (
    "SELECT pid, backend_start::text, (SELECT version FROM sipas_schema) FROM pg_stat_activity "
    "WHERE pid = pg_backend_pid()"
)
# The number of a process is given out again once the server has started anew: so by its beginning too.
# A row as long as it is there; it leaves only once its transaction has ended.
_END: Final = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start::text = %s"
_CHAIN_END: Final = Statement(
    select(m.session.c.no, m.fact.c.n, m.fact.c.hash)
    .outerjoin(m.fact, m.fact.c.session_no == m.session.c.no)
    .where(m.session.c.id == bindparam("session"))
    .order_by(m.fact.c.n.desc())
    .limit(1)
)


@dataclass(frozen=True)
class _Unknown:
    """A transaction of which nobody knows whether it was committed: who served it, where the chain stood and would."""

    process: tuple[int, str] | None
    before: At
    after: At


class ServerWriter(Writer):
    """One session of one operator on a server."""

    def __init__(self, conn: Connection, operator: str) -> None:
        super().__init__(conn, operator)
        self._unknown: _Unknown | None = None
        self._together = False  # it holds the survey's lock with others
        self._news = False  # others are to be told of what it has appended
        self._process: tuple[int, str] | None = None  # that serves this connection
        self._gone: tuple[int, str] | None = None  # that served the one before it, until it is ended

    def _begin(self, together: bool) -> None:
        self._news = False
        for again in (True, False):
            try:
                self._connect()
                self._find_out()
                # Who has not begun her session numbers it among all others: that is nothing for several at once.
                self._together = together and self._session_no is not None
                self._run(_TOGETHER if self._together else _ALONE)
                return
            except DBAPIError as error:
                self._roll_back()
                # It broke while nobody wrote, as when the server was started anew: nothing is lost.
                if not (again and is_lost(error)):
                    raise
            except BaseException:
                self._roll_back()
                raise

    def _append(self, conn: Connection, kind: FactKind, subject: str, said: Mapping[str, Any]) -> Fact:
        if self._together and kind not in TOGETHER:
            raise RuntimeError(f"{kind} is appended alone")
        self._news = self._news or kind not in UNTOLD
        return super()._append(conn, kind, subject, said)

    def _run(self, statement: str, *values: str) -> None:
        with by_driver(self._conn, statement) as driver:
            driver.execute(statement, values or None)

    def _commit(self, before: At) -> None:
        after = self._at()
        if self._news:
            self._run(_TELL, CHANGED, self._session)
        try:
            with by_driver(self._conn, "COMMIT") as driver:
                ended = driver.execute("COMMIT").statusmessage
        except DBAPIError as error:
            if not is_lost(error):
                raise
            if after == before:  # it appended nothing, so that no chain tells; and can be done again
                raise Refusal("server.lost") from error
            self._unknown = _Unknown(self._process, before, after)
            self._ask(error)
            return
        if ended != "COMMIT":  # a statement had failed and nobody said so
            raise RuntimeError(f"the server ended the transaction with {ended}")

    def _ask(self, error: DBAPIError) -> None:
        """Find out what became of the COMMIT. Raises ``Refusal`` server.lost if nothing, server.unknown if nobody says.

        The operator need not know that the connection broke where all is recorded.
        """
        wanted = self._at()
        self._conn.rollback()
        deadline = time.monotonic() + ASK_SECONDS
        while True:
            try:
                self._connect()
                self._find_out()
                break
            except (DBAPIError, Refusal) as still:
                self._conn.rollback()
                if isinstance(still, Refusal) and still.code == "server.other_state":
                    raise
                if time.monotonic() > deadline:
                    raise Refusal("server.unknown") from error
            time.sleep(LOOK_SECONDS)
        if self._at() != wanted:
            raise Refusal("server.lost") from error

    def _go_back(self, before: At) -> None:
        if self._unknown is None and self._at() != before:
            self._put(before)
        self._roll_back()

    def _roll_back(self) -> None:
        """End the transaction that is open, if any. A connection that broke has none."""
        if not self._conn.invalidated:
            with suppress(DBAPIError), by_driver(self._conn, "ROLLBACK") as driver:
                driver.rollback()
        self._conn.rollback()

    def _connect(self) -> None:
        """A connection that stands. What the one before it had begun is ended on the server, with its locks.

        Raises ``Refusal`` server.…, file.newer where a newer program has changed the tables meanwhile.
        """
        if self._process is not None and not self._conn.invalidated and not driver_of(self._conn).closed:
            return
        if not self._conn.invalidated and driver_of(self._conn).closed:
            self._conn.invalidate()
        self._conn.rollback()
        self._gone, self._process = self._process or self._gone, None
        driver_of(self._conn)  # connects, and refuses in its own words where it cannot
        pid, began, version = self._conn.exec_driver_sql(_WHO_AM_I).one()
        if version > VERSION:
            raise Refusal("file.newer", found=version, known=VERSION)
        if self._gone is not None:
            self._conn.exec_driver_sql(_END, self._gone)
            self._gone = None
        self._process = (pid, began)

    def _find_out(self) -> None:
        """Whether the last COMMIT came about, where nobody has said so yet; and the session stands where it should."""
        if (unknown := self._unknown) is None:
            return
        deadline = time.monotonic() + ASK_SECONDS
        while unknown.process and self._conn.exec_driver_sql(_END, unknown.process).first() is not None:
            if time.monotonic() > deadline:
                raise Refusal("server.unknown")
            time.sleep(LOOK_SECONDS)
        end = self._chain_end()
        if end not in (unknown.before, unknown.after):
            raise Refusal("server.other_state")
        self._put(end)
        self._unknown = None

    def _chain_end(self) -> At:
        row: Any = _CHAIN_END.first(self._conn, session=self._session)
        return At(None, 0, BEFORE_FIRST) if row is None or row[1] is None else At(*row)
