"""Connections to a survey on a PostgreSQL server: psycopg through SQLAlchemy, and what the server may answer.

As in a file, transactions are begun and ended by the program's own words: the driver commits nothing by itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import moved

LEAST_VERSION: Final = 13  # of PostgreSQL: the first that has pg_current_xact_id
BUSY_SECONDS: Final = 5  # how long a writer waits for another one, as in a file
# The window stands still meanwhile: so short, and long enough for a slow line. Twice where a name has two addresses.
CONNECT_SECONDS: Final = 3
SLOW: Final = 1.0  # s: a server that has not answered so long is away …
AWAY_SECONDS: Final = 6.0  # … so long nobody waits for it again, but the listener, which tries more often
# A cable that was pulled shows here after some seconds, since the window stands still while an answer waits for it; and
# to the server within half a minute, which then lets the locks go.
_LINE: Final = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 8_000}
_LINE_OF: Final = "line"  # of an engine, among its execution options
_SETTINGS: Final = {
    "lock_timeout": f"{BUSY_SECONDS}s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "search_path": "public",
    "TimeZone": "UTC",
    "client_min_messages": "error",
}
# An answer is durable before the cursor moves on, whatever the server does for others.
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)


class Line:
    """The way to a server. For some seconds it remembers one that did not answer: the window waits for that once."""

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._away_until = 0.0

    def connect(self, *, all_the_same: bool = False) -> Any:
        """A connection of the driver's own; ``all_the_same``: tried even where nobody has answered just now.

        Raises ``Refusal`` server.…, each with its own reason.
        """
        began = time.monotonic()
        if began < self._away_until and not all_the_same:
            raise Refusal("server.gone", server=self._address.host or "localhost")
        try:
            conn = _connect_to(self._address)
        except Refusal:
            now = time.monotonic()
            if now - began >= SLOW:  # who is refused at once may ask at once again
                self._away_until = now + AWAY_SECONDS
            raise
        self._away_until = 0.0
        return conn


def line_of(engine: Engine) -> Line:
    """The way to the server that ``engine`` works on."""
    line: Line = engine.get_execution_options()[_LINE_OF]
    return line


def _connect_to(address: ServerAddress) -> Any:
    import psycopg

    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    how = {"connect_timeout": CONNECT_SECONDS, "application_name": "sipas", "client_encoding": "UTF8", **_LINE}
    try:
        conn = psycopg.connect(**how, options=settings, **address.connecting, autocommit=True)  # type: ignore[arg-type]
        if conn.info.server_version < LEAST_VERSION * 10_000:
            found = conn.info.server_version // 10_000
            conn.close()
            raise Refusal("server.too_old", found=found, least=LEAST_VERSION)
        conn.execute(_DURABLE)
        return conn
    except psycopg.Error as error:
        raise refusal_to_connect(error, address) from error


def make_server_engine(address: ServerAddress) -> Engine:
    """An engine for the database at ``address``, whose connections are those of a ``Line``."""
    from sipas_desktop.store.server_sql import OrderAsInFile

    line = Line(address)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=line.connect,
        isolation_level="AUTOCOMMIT",
        use_native_hstore=False,  # asks the server for a type that nobody uses
        pool_pre_ping=True,
        pool_size=2,
        max_overflow=8,
        hide_parameters=True,  # the traceback of a bug must not show what people wrote
        execution_options={_LINE_OF: line},
    )
    engine.dialect.statement_compiler = OrderAsInFile
    return engine


def driver_of(conn: Connection) -> Any:
    """The driver's own connection."""
    return conn.connection.dbapi_connection


@contextmanager
def by_driver(conn: Connection, statement: str) -> Iterator[Any]:
    """Around what goes to the driver past SQLAlchemy: errors are those that SQLAlchemy would raise."""
    driver = driver_of(conn)
    error_type = conn.dialect.loaded_dbapi.Error
    try:
        yield driver
    except error_type as error:
        # Cut off amid rows that were sent together, the driver says only that it cannot go on; and it never can again.
        lost = bool(driver.closed) or bool(driver.pgconn.pipeline_status)
        if lost:
            conn.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, error_type, hide_parameters=True, connection_invalidated=lost
        ) from error


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection broke, so that nobody told what became of the statement."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(("08", "57P0"))


_BY_STATE: Final = {
    "53100": "server.disk_full",
    "53300": "server.too_many",
    "55P03": "server.busy",  # lock_timeout
    "40P01": "server.busy",  # deadlock
    "40001": "server.busy",
    "25006": "server.read_only",
    "42501": "server.no_right",
    "22021": "file.not_text",
    moved.SQLSTATE: "move.moved_meanwhile",
}


def refusal_by_server(error: DBAPIError) -> Refusal | None:
    """What the server's ``error`` means to the user; None where it is a bug."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if is_lost(error):
        return Refusal("server.lost")
    if state.startswith("XX00"):
        return Damaged("server.damaged")
    if state.startswith("53") and state not in _BY_STATE:
        return Refusal("server.other", detail=_first_line(error.orig))
    code = _BY_STATE.get(state)
    if code is None and "NUL (0x00)" in str(error.orig):
        code = "file.not_text"
    return None if code is None else Refusal(code)


# What libpq itself says; it is built in English only. What the server says may be in its own language.
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("root certificate file", "server.no_root"),
    ("does not match host name", "server.certificate_name"),
    ("certificate verify failed", "server.certificate"),
    ("server does not support ssl", "server.no_tls"),
    ("no password supplied", "server.no_password"),
    ("could not translate host name", "server.unknown_host"),
    ("failed to resolve host", "server.unknown_host"),
    ("password authentication failed", "server.password"),
    ("too many clients", "server.too_many"),
    ("remaining connection slots", "server.too_many"),
    ("the database system is", "server.gone"),  # starting up, shutting down, in recovery
    ("terminating connection", "server.gone"),  # it ended while it let somebody in
)
_SAID_BY_SERVER: Final = "fatal:"


def refusal_to_connect(error: Exception, address: ServerAddress) -> Refusal:
    """Why no connection came about."""
    said = str(error)
    server = address.host or "localhost"
    low = said.lower()
    for words, code in _WORDS:
        if words in low:
            return Refusal(code, server=server)
    if "does not exist" in low and f'"{address.database.lower()}"' in low:
        return Refusal("server.no_database", database=address.database)
    if _SAID_BY_SERVER in low:
        return Refusal("server.not_allowed", detail=_first_line(error))
    if "ssl error" in low or "certificate" in low:
        return Refusal("server.certificate", server=server)
    return Refusal("server.gone", server=server)


def _first_line(error: Any) -> str:
    """The server's own words, without what it adds about the data."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
