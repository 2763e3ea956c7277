"""Connections to a survey file: SQLCipher through SQLAlchemy, with the settings that make a commit durable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from sipas_desktop.errors import Damaged, Refusal, system_detail

PREPARED = 512  # statements a connection keeps ready: a check goes round in more than the driver's 128
BUSY_SECONDS = 5.0  # how long a writer waits for another one; writers hold the file for milliseconds


def make_engine(path: Path, key: bytes, writable: bool = True) -> Engine:
    """An engine for the file at ``path``, which is created if it is not there. ``key`` has 32 bytes.

    One that is not ``writable`` leaves no trace at the file: for backups, whose bytes must stay what they were.
    """
    import sqlcipher3.dbapi2 as driver

    def connect() -> Any:
        # The key is handed over as raw hex: it is random already, and a passphrase would cost 0.4 s at each opening.
        # The whole path: ":memory:" would be no file at all.
        whole = path.absolute()
        # SQLite takes no URI with a server in it: a file on a share is opened as any other, and only not written to.
        uri = not writable and not whole.drive.startswith("\\\\")
        name = f"{whole.as_uri()}?mode=ro" if uri else str(whole)
        conn = driver.connect(
            name,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            uri=uri,
            cached_statements=PREPARED,
        )
        try:
            for pragma in (
                "cipher_log = off",  # before the key: the log would hold it
                f"key = \"x'{key.hex()}'\"",
                "foreign_keys = ON",
                "journal_mode = WAL" if writable else "query_only = ON",
                "synchronous = FULL",  # NORMAL loses acknowledged answers at a power cut
                "temp_store = MEMORY",  # no personal data in the clear in a temporary file
                "cache_size = -32000",  # KiB: what a survey of 100,000 ballots is counted from stays decrypted
            ):
                conn.execute(f"PRAGMA {pragma}")
        except BaseException:
            conn.close()  # a damaged file must not stay locked: its backup takes its place
            raise
        return conn

    # QueuePool: the pool that SQLAlchemy chooses for SQLite itself hands a thread its connection twice.
    return create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=8,
        hide_parameters=True,  # the traceback of a bug must not show what people wrote
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the file throughout, whatever others write meanwhile."""
    with known_errors(), engine.connect() as conn:
        conn.exec_driver_sql("BEGIN")
        try:
            yield conn
        finally:
            conn.rollback()


@contextmanager
def known_errors() -> Iterator[None]:
    """Tells what can happen to any file (full disk, a lock, damage) apart from bugs, which pass through."""
    try:
        yield
    except DBAPIError as error:
        refusal = refusal_of(str(error.orig).lower())
        if refusal is None:
            raise
        raise refusal from error
    except OSError as error:
        raise Refusal("file.system", detail=system_detail(error)) from error
    except UnicodeEncodeError:
        # Half a character (a "surrogate"), as a broken file name or another program's clipboard may hold.
        raise Refusal("file.not_text") from None


def refusal_of(message: str) -> Refusal | None:
    """What SQLite's ``message`` means to the user; None where it is a bug."""
    if "locked" in message or "busy" in message:
        return Refusal("file.locked")
    if "disk is full" in message:
        return Refusal("file.disk_full")
    if "readonly" in message or "read-only" in message:
        return Refusal("file.read_only")
    damage = ("malformed", "not a database", "hmac check failed", "could not decode")
    if any(word in message for word in damage):
        return Damaged("file.damaged")
    if "disk i/o" in message or "unable to open" in message:
        return Refusal("file.system", detail=message)
    return None
