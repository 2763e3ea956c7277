"""Brings a survey file from the version that wrote it to this program's, all in one transaction."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection, create_engine

from sipas_desktop.errors import Damaged, Refusal

APPLICATION_ID: Final = 0x53495041  # "SIPA" at its place in SQLite's header
# Each file holds the statements that lead from the version before it; a released one is never changed.
SCRIPTS: Final = (
    "0001_initial.sql",
    "0002_milestones.sql",
    "0003_sector_of_runs.sql",
    "0004_imports_of_transactions.sql",
    "0005_sampled_keying.sql",
    "0006_batches.sql",
    "0007_rekeying.sql",
    "0008_style_of_runs.sql",
    "0009_interrupted_runs.sql",
    "0010_fieldwork.sql",
    "0011_post.sql",
    "0012_rechecks.sql",
    "0013_packages.sql",
    "0014_topics.sql",
    "0015_remarks.sql",
    "0016_erased.sql",
    "0017_unlinked.sql",
    "0018_differing.sql",
)
VERSION: Final = len(SCRIPTS)
_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def version_of(conn: Connection) -> int:
    """The version of the file. Raises ``Refusal`` for a file of another program or a newer version."""
    application = conn.exec_driver_sql("PRAGMA application_id").scalar()
    version = int(conn.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if version and application != APPLICATION_ID:
        raise Refusal("file.foreign", path="")
    if version > VERSION:
        raise Refusal("file.newer", found=version, known=VERSION)
    return version


def is_older(conn: Connection) -> bool:
    """Whether ``migrate`` would change the file. Raises as ``version_of``."""
    return version_of(conn) < VERSION


def migrate(conn: Connection) -> int:
    """Run the scripts that the file lacks; returns how many. The caller holds no transaction.

    Foreign keys are off meanwhile (rebuilding a parent table would empty its children) and are checked before the end.
    """
    version = version_of(conn)
    if version == VERSION:
        return 0
    conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
    conn.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        for name in SCRIPTS[version:]:
            for statement in script(name):
                conn.exec_driver_sql(statement)
        if conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise Damaged("file.damaged")
        conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        conn.exec_driver_sql("COMMIT")
    except BaseException:
        if conn.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # a full disk has ended it
            conn.exec_driver_sql("ROLLBACK")
        raise
    finally:
        conn.exec_driver_sql("PRAGMA foreign_keys = ON")
        conn.rollback()
    return VERSION - version


def strange_in(conn: Connection) -> list[str]:
    """Tables, indexes, views and triggers that are not those of an empty file of this version, or are missing."""
    held = {tuple(row) for row in conn.exec_driver_sql(_SCHEMA).all()}
    return [str(name) for _, name, *_ in sorted(_made_by(SCRIPTS) ^ held, key=str)]


@cache
def _made_by(scripts: tuple[str, ...]) -> frozenset[tuple[Any, ...]]:
    """The schema of an empty file."""
    due = create_engine("sqlite://")
    try:
        with due.connect() as fresh:
            for each in scripts:
                for statement in script(each):
                    fresh.exec_driver_sql(statement)
            return frozenset(tuple(row) for row in fresh.exec_driver_sql(_SCHEMA).all())
    finally:
        due.dispose()


@cache
def script(name: str) -> tuple[str, ...]:
    """The statements of one script."""
    text = (files("sipas_desktop.store") / "scripts" / name).read_text(encoding="utf-8")
    return tuple(statement.strip() for statement in text.split(";\n") if statement.strip())
