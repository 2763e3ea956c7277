"""The file itself: its pages, and the tables, indexes and nothing else that it should have."""

from __future__ import annotations

from sqlalchemy import Connection

from sipas_desktop.store.migrations import strange_in
from sipas_desktop.store.queries.problems import Problems
from sipas_desktop.store.server_schema import strange_there


def check_pages(conn: Connection, problems: Problems) -> None:
    """Read every page: what the cipher signs, what SQLite needs, and that every row points to one that is there."""
    if conn.dialect.name != "sqlite":
        return  # a server holds its pages and references together by itself
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for (message,) in conn.exec_driver_sql(f"PRAGMA {pragma}").all():
            if message != "ok":
                problems.note("check.file", detail=message)
    for row in conn.exec_driver_sql("PRAGMA foreign_key_check").all():
        problems.note("check.reference", table=row[0])


def check_structure(conn: Connection, problems: Problems) -> None:
    """Compare the schema with that of an empty file: a trigger or a missing index was put there by other hands."""
    for name in strange_in(conn) if conn.dialect.name == "sqlite" else strange_there(conn):
        problems.note("check.schema", name=name)
