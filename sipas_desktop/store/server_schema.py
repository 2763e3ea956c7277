"""The tables of a survey on a server: made, brought from the version that wrote them to this program's, compared.

A server got its surveys late: it begins with the tables as ``models`` has them. What a later version changes stands in
the same numbered scripts as for a file; where PostgreSQL wants other words, in a script beside it whose name ends in
``.postgresql.sql``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import inspect as look_at

from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.migrations import SCRIPTS, VERSION, script
from sipas_desktop.store.server_writer import SURVEY_LOCK

_END_OTHERS: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)

_own = MetaData(naming_convention=m.metadata.naming_convention)

schema_version: Final = Table(
    "sipas_schema",
    _own,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("whole", Boolean, nullable=False),  # false while the survey is being made
)

key_file: Final = Table(  # what stands in the file of keys beside a survey that is a file
    "key_file",
    _own,
    Column("one", Integer, primary_key=True, autoincrement=False),
    CheckConstraint("one = 1"),
    Column("content", Text, nullable=False),
)


def tables() -> MetaData:
    """All tables of a survey on a server. Texts are in the same order as in a file, whatever the database's own is."""
    copied = MetaData(naming_convention=m.metadata.naming_convention)
    for table in (*m.metadata.tables.values(), *_own.tables.values()):
        table.to_metadata(copied)
    for table in copied.tables.values():
        for column in table.columns:
            if isinstance(column.type, Text):
                column.type = Text(collation="C")
    return copied


def version_there(conn: Connection, database: str) -> int:
    """The version of the survey in the database. Raises ``Refusal`` where there is none, or a newer one."""
    if conn.exec_driver_sql("SELECT to_regclass('sipas_schema')").scalar() is None:
        raise Refusal("server.no_survey", database=database)
    row = conn.execute(select(schema_version.c.version, schema_version.c.whole)).first()
    if row is None or not row.whole:
        raise Refusal("server.no_survey", database=database)
    if row.version > VERSION:
        raise Refusal("file.newer", found=row.version, known=VERSION)
    return int(row.version)


def make_tables(conn: Connection, database: str) -> None:
    """Make the tables in an empty database. What an interrupted beginning left there goes first.

    Raises ``Refusal`` where there is a survey, or anything else.
    """
    encoding = conn.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise Refusal("server.not_utf8", database=database, found=encoding)
    with _alone(conn):
        there = set(look_at(conn).get_table_names())
        if schema_version.name in there:
            if conn.execute(select(schema_version.c.whole)).scalar():
                raise Refusal("server.taken", database=database)
            drop_tables(conn)
        elif there:
            raise Refusal("server.taken", database=database)
        tables().create_all(conn, checkfirst=False)
        conn.execute(insert(schema_version), {"one": 1, "version": VERSION, "whole": False})


def publish(conn: Connection) -> None:
    """The survey is whole: it can be opened."""
    with _alone(conn):
        conn.execute(update(schema_version).values(whole=True))


def number_facts_from(conn: Connection) -> None:
    """The next fact's number follows on those that were copied into the table."""
    conn.exec_driver_sql("SELECT setval(pg_get_serial_sequence('fact', 'seq'), (SELECT max(seq) FROM fact))")


def undo_tables(conn: Connection) -> None:
    """Leave the database as empty as it was."""
    with _alone(conn):
        drop_tables(conn)


def drop_tables(conn: Connection) -> None:
    """Drop all tables of a survey; the caller holds the transaction."""
    tables().drop_all(conn)


def migrate_there(conn: Connection, database: str) -> int:
    """Run the scripts that the survey lacks, all in one transaction; returns how many.

    Whoever had it open before is cut off: a program of then connects anew, and is refused where it would write.
    """
    if version_there(conn, database) == VERSION:
        return 0
    with _alone(conn):
        version = version_there(conn, database)  # somebody else may have done it meanwhile
        for name in SCRIPTS[version:]:
            for statement in script_there(name):
                conn.exec_driver_sql(statement.replace("%", "%%"))
        conn.execute(update(schema_version).values(version=VERSION))
        if version < VERSION:
            conn.exec_driver_sql(_END_OTHERS)
    return VERSION - version


def script_there(name: str) -> tuple[str, ...]:
    """The statements of one script in PostgreSQL's words."""
    own = name.removesuffix(".sql") + ".postgresql.sql"
    return script(own if (files("sipas_desktop.store") / "scripts" / own).is_file() else name)


def strange_there(conn: Connection) -> list[str]:
    """Tables, columns, indexes and triggers of the database that are not this version's, or are missing."""
    due = tables().tables
    there = look_at(conn)
    names = set(there.get_table_names()) | set(there.get_view_names())
    wanted = {(name, "") for name in due}
    held = {(name, "") for name in names}
    for name in set(due) & names:
        table = due[name]
        wanted |= {(name, column.name) for column in table.columns}
        held |= {(name, column["name"]) for column in there.get_columns(name)}
        wanted |= {(name, str(index.name)) for index in table.indexes}
        held |= {
            (name, str(index["name"])) for index in there.get_indexes(name) if not index.get("duplicates_constraint")
        }
    triggers = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    held |= {(name, "trigger") for name in conn.execute(triggers).scalars()}
    rules = text("SELECT rulename FROM pg_rules WHERE schemaname = 'public'")
    held |= {(name, "rule") for name in conn.execute(rules).scalars()}
    return [".".join(filter(None, each)) for each in sorted(wanted ^ held)]


def read_key_file(conn: Connection) -> str | None:
    """The text of the survey's keys, or None."""
    return conn.execute(select(key_file.c.content)).scalar()


def write_key_file(conn: Connection, content: str) -> None:
    """Put the keys' text in place of what was there; the caller holds the transaction and the survey's lock."""
    conn.execute(delete(key_file))
    conn.execute(insert(key_file), {"one": 1, "content": content})


@contextmanager
def _alone(conn: Connection) -> Iterator[None]:
    """One transaction that holds the survey's lock alone."""
    conn.exec_driver_sql("BEGIN")
    try:
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SURVEY_LOCK})")
        yield
        conn.exec_driver_sql("COMMIT")
    finally:
        conn.rollback()
