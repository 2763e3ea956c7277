"""A survey on a server as it is opened and made: its keys, its database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from sqlalchemy import Connection, Engine

from sipas_desktop.errors import Refusal
from sipas_desktop.place import ServerAddress
from sipas_desktop.store.engine import known_errors, reading
from sipas_desktop.store.server import make_server_engine
from sipas_desktop.store.server_schema import (
    make_tables,
    read_key_file,
    undo_tables,
    version_there,
    write_key_file,
)

_WITH_PERSONAL_DATA: Final = ("personal", "sample_member", "link", "assignment", "consent")
PATIENCE: Final = 5.0  # s for those who still read what was before
_LOOK: Final = 0.1  # s between two looks at them
# A table that is written anew takes along what anybody at work since before the erasing may still ask for: whoever
# reads, and whoever writes, also one without a database of her own (a server that copies this one).
_OLDER: Final = (
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    "AND (datname = current_database() OR datname IS NULL) "
    "AND (age(backend_xmin) >= age(%(mark)s::xid) OR age(backend_xid) >= age(%(mark)s::xid))) "
    "OR EXISTS (SELECT FROM pg_prepared_xacts WHERE age(transaction) >= age(%(mark)s::xid))"
)


class ServerKeys:
    """The operators' keys in their own table of the survey's database."""

    def __init__(self, connected: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connected = connected

    def read(self) -> str:
        """Their text. Raises ``Refusal`` keys.missing where there is none."""
        with self._connected() as conn:
            text = read_key_file(conn)
        if text is None:
            raise Refusal("keys.missing", path="key_file")
        return text

    def write(self, text: str) -> None:
        """Put ``text`` in its place, as part of the transaction that the connection is in."""
        with self._connected() as conn:
            write_key_file(conn, text)


@contextmanager
def reached(address: ServerAddress) -> Iterator[tuple[ServerKeys, Engine]]:
    """A whole survey on a server: its keys, and the connections to it, which close where what is done here fails.

    Raises ``Refusal`` server.… where the server cannot be reached or the database holds no survey.
    """
    engine = make_server_engine(address)
    try:
        with reading(engine) as conn:
            version_there(conn, address.database)
        yield ServerKeys(lambda: reading(engine)), engine
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def new_database(address: ServerAddress) -> Iterator[tuple[Engine, ServerKeys]]:
    """The tables of a survey in an empty database, which is as empty as before where what is done here fails."""
    engine = make_server_engine(address)
    try:
        with engine.connect() as conn:
            make_tables(conn, address.database)
        try:
            yield engine, ServerKeys(lambda: engine.connect())
        except BaseException:
            with engine.connect() as conn:
                undo_tables(conn)
            raise
    except BaseException:
        engine.dispose()
        raise


def clean_out_there(engine: Engine) -> bool:
    """Write anew the tables that held what was erased. False where somebody else held on to the old state.

    Until it is done, others wait for these tables. The server's own log and its administrator's backups keep what was
    erased for as long as they are kept.
    """
    try:
        with known_errors(), engine.connect() as conn:
            if not _all_are_past(conn):
                return False
            for table in _WITH_PERSONAL_DATA:
                conn.exec_driver_sql(f"VACUUM (FULL) {table}")
            conn.rollback()
    except Refusal:
        return False
    return True


def _all_are_past(conn: Connection) -> bool:
    """Waits until nobody is at work any more who began before now; False where somebody goes on for too long."""
    mark = conn.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar_one()
    deadline = time.monotonic() + PATIENCE
    while conn.exec_driver_sql(_OLDER, {"mark": mark}).scalar():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK)
    return True
