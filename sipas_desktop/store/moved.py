"""The mark on a survey that was moved elsewhere: nobody opens it here any more, and who has it open writes no more.

It stands in the survey itself and comes with the same COMMIT that ends the move. What stays is all that there was: what
became of a target that is lost, a backup or ``sipas salvage`` brings back.
"""

from __future__ import annotations

import datetime
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select

from sipas_desktop.errors import Refusal

SQLSTATE: Final = "SP001"  # what a server answers to who would still write
WORDS: Final = "sipas: moved"  # and what SQLite does

_moved: Final = Table("sipas_moved", MetaData(), Column("place", Text, nullable=False), Column("at", Text))

_IN_FILE: Final = (
    f"CREATE TRIGGER sipas_moved BEFORE INSERT ON fact BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
)  # fmt: skip
_ON_SERVER: Final = (
    "CREATE FUNCTION sipas_moved() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = '{SQLSTATE}'; END $$",
    "CREATE TRIGGER sipas_moved BEFORE INSERT ON fact EXECUTE FUNCTION sipas_moved()",
)


def mark_moved(conn: Connection, place: str) -> None:
    """Say that the survey is at ``place`` now; the caller holds the transaction that moved it."""
    _moved.create(conn, checkfirst=False)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    conn.execute(insert(_moved), {"place": place, "at": now})
    for statement in _IN_FILE if conn.dialect.name == "sqlite" else _ON_SERVER:
        conn.exec_driver_sql(statement)


def is_moved(conn: Connection) -> bool:
    """Whether the survey was moved from here."""
    return inspect(conn).has_table(_moved.name)


def refuse_moved(conn: Connection) -> None:
    """Raises ``Refusal`` move.moved with the place where the survey is now, if it is elsewhere."""
    if not is_moved(conn):
        return
    row = conn.execute(select(_moved.c.place, _moved.c.at)).first()
    raise Refusal("move.moved", place=row.place if row else "?", day=row.at[:10] if row else "?")
