"""Statements that run at every keystroke, and at every fact of a check, without SQLAlchemy's work for each of them.

A ``Statement`` is written in SQLAlchemy like any other and made into SQL once; SQLite's driver then runs that text and
keeps it prepared. What SQLAlchemy does for every execution takes ten times as long as SQLite itself, and a check of
100,000 ballots runs twelve million statements. Any other database gets the statement by way of SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Executable, Insert, Table, bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import Compiled

_SQLITE: Final = sqlite.dialect(paramstyle="named")


class Statement:
    """One statement whose parameters are ``bindparam``, none of them a list.

    Rows come as tuples of what SQLite holds: a bool is 0 or 1.

    Every method raises what ``Connection.execute`` would: ``DBAPIError`` and its kinds.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    @cached_property
    def _compiled(self) -> Compiled:
        assert isinstance(self._statement, ClauseElement)
        return self._statement.compile(dialect=_SQLITE)

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _constants(self) -> dict[str, Any]:
        """What the statement itself compares with, which SQLAlchemy makes parameters of too."""
        return {name: value for name, value in (self._compiled.params or {}).items() if value is not None}

    def rows(self, conn: Connection, **params: Any) -> list[Any]:
        """All rows."""
        return list(self._execute(conn, params).fetchall())

    def stream(self, conn: Connection, at_once: int, **params: Any) -> Iterator[list[Any]]:
        """All rows, ``at_once`` at a time, so that a million of them need not be held."""
        found = self._execute(conn, params)
        while rows := found.fetchmany(at_once):
            yield rows

    def first(self, conn: Connection, **params: Any) -> Any | None:
        """The first row, or None."""
        return self._execute(conn, params).fetchone()

    def scalar(self, conn: Connection, **params: Any) -> Any | None:
        """The first column of the first row, or None."""
        row = self._execute(conn, params).fetchone()
        return None if row is None else row[0]

    def run(self, conn: Connection, **params: Any) -> Any:
        """Execute what changes the file; returns the number of the row that was inserted last."""
        return self._execute(conn, params).lastrowid

    def run_many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once for each of ``rows``, which may be none at all."""
        if rows:
            self._execute(conn, rows, many=True)

    def _execute(self, conn: Connection, params: Any, *, many: bool = False) -> Any:
        if conn.dialect.name != "sqlite":
            return conn.execute(self._statement, params)
        if not many and self._constants:
            params = self._constants | params
        driver: Any = conn.connection.dbapi_connection
        try:
            return driver.executemany(self._sql, params) if many else driver.execute(self._sql, params)
        except driver.Error as error:
            raise DBAPIError.instance(self._sql, None, error, driver.Error, hide_parameters=True) from error


def inserting(table: Table, *columns: str) -> Statement:
    """An INSERT of ``columns``, by default all, each given by a parameter of its name."""
    return Statement(_insert(table, columns or tuple(column.name for column in table.columns)))


def _insert(table: Table, columns: Sequence[str]) -> Insert:
    return insert(table).values({column: bindparam(column) for column in columns})
