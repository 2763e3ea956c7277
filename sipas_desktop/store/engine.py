"""Connections to a survey file: SQLCipher through SQLAlchemy, with the settings that make a commit durable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache

from sipas_desktop.errors import Damaged, Refusal, of_machine
from sipas_desktop.store import moved
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.server import refusal_by_server
from sipas_desktop.store.survey_file import SurveyFile

PREPARED = 512  # statements a connection keeps ready: a check goes round in more than the driver's 128
_FILE = "survey_file"  # of an engine, among its execution options
BUSY_SECONDS = 5.0  # how long a writer waits for another one; writers hold the file for milliseconds
_COMPILED: LRUCache[Any, Any] = LRUCache(2000)


class FileDialect(SQLiteDialect_pysqlite):
    """SQLite's. That of one file is that of all, so what was made into SQL for one survey is not made again."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.survey", __name__, "FileDialect")


def make_engine(path: Path, key: bytes, writable: bool = True) -> Engine:
    """An engine for the file at ``path``, which is created if it is not there. ``key`` has 32 bytes.

    One that is not ``writable`` leaves no trace at the file: for backups, whose bytes must stay what they were.
    Every connection is to the file that the first one was to: ``Refusal`` file.moved where that has lost its name.
    """
    file = SurveyFile(path.absolute())
    import sqlcipher3.dbapi2 as driver

    def connect() -> Any:
        if file.known:
            file.refuse_elsewhere()  # SQLite would make an empty file of that name
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
        file.refuse_elsewhere()
        return conn

    # QueuePool: the pool that SQLAlchemy chooses for SQLite itself hands a thread its connection twice.
    return create_engine(
        "sqlite+survey://",
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=8,
        hide_parameters=True,  # the traceback of a bug must not show what people wrote
        execution_options={_FILE: file, "compiled_cache": _COMPILED},
    )


# What is committed meanwhile is not seen. SQLite's view begins with the first thing that is read, and so does this one.
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the file throughout, whatever others write meanwhile."""
    with known_errors(folder_of(engine)), engine.connect() as conn:
        conn.exec_driver_sql("BEGIN" if conn.dialect.name == "sqlite" else _READING)
        try:
            yield conn
        finally:
            conn.rollback()


def file_of(engine: Engine) -> SurveyFile | None:
    """The file that ``engine`` works on; None where that is a database on a server."""
    file: SurveyFile | None = engine.get_execution_options().get(_FILE)
    return file


def folder_of(engine: Engine) -> Path | None:
    """The folder of that file."""
    file = file_of(engine)
    return None if file is None else file.folder


def overwrite_what_goes(conn: Connection) -> None:
    """From now on nothing that is deleted or overwritten is left behind in its page.

    Of a server's tables the old rows go when they are written anew.
    """
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA secure_delete = ON")


@contextmanager
def known_errors(folder: Path | None = None) -> Iterator[None]:
    """Tells what can happen to any file (full disk, a lock, damage) apart from bugs, which pass through.

    ``folder`` is where the survey lies: what is the matter with its drive is looked for there.
    """
    try:
        yield
    except DBAPIError as error:
        refusal = refusal_by(error, folder)
        if refusal is None:
            raise
        raise refusal from error
    except StatementError as error:  # while a connection was made anew for a statement
        if isinstance(error.orig, Refusal):
            raise error.orig from error
        raise
    except (MemoryError, OSError) as error:
        refusal = of_machine(error)
        assert refusal is not None
        raise refusal from error
    except UnicodeEncodeError:
        # Half a character (a "surrogate"), as a broken file name or another program's clipboard may hold.
        raise Refusal("file.not_text") from None


def refusal_by(error: DBAPIError, folder: Path | None = None) -> Refusal | None:
    """What the database's ``error`` means to the user, that of a file in ``folder``; None where it is a bug."""
    if hasattr(error.orig, "sqlstate"):
        return refusal_by_server(error)
    return refusal_of(str(error.orig).lower(), folder)


def refusal_of(message: str, folder: Path | None = None) -> Refusal | None:
    """What SQLite's ``message`` of a file in ``folder`` means to the user; None where it is a bug."""
    if moved.WORDS in message:
        return Refusal("move.moved_meanwhile")
    if "locked" in message or "busy" in message:
        return Refusal("file.locked")
    if "disk is full" in message:
        return Refusal("file.disk_full")
    if "readonly" in message or "read-only" in message:
        return Refusal("file.read_only")
    damage = ("malformed", "not a database", "hmac check failed", "could not decode")
    if any(word in message for word in damage):
        return Damaged("file.damaged")
    if "out of memory" in message:
        return Refusal("file.no_memory")
    if "disk i/o" in message or "unable to open" in message:
        return trouble_in(folder) if folder is not None else Refusal("file.drive", detail="@file.drive_error")
    return None
