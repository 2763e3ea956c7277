"""Statements that run at every keystroke, and at every fact of a check, without SQLAlchemy's work for each of them.

A ``Statement`` is written in SQLAlchemy like any other and made into SQL once; SQLite's driver then runs that text and
keeps it prepared. What SQLAlchemy does for every execution takes ten times as long as SQLite itself, and a check of
100,000 ballots runs twelve million statements. A server's driver gets its own spelling of it, prepared there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final

from sqlalchemy import Connection, Executable, Insert, Table, bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import Compiled

from sipas_desktop.store.server import by_driver

_SQLITE: Final = sqlite.dialect(paramstyle="named")
_STREAMS: Final = itertools.count()


class Statement:
    """One statement whose parameters are ``bindparam``, none of them a list.

    Rows come as tuples of what the database holds: in a file a bool is 0 or 1.

    Every method raises what ``Connection.execute`` would: ``DBAPIError`` and its kinds.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    @cached_property
    def _in_file(self) -> _Spelled:
        return _Spelled(self._statement, _SQLITE)

    @cached_property
    def _on_server(self) -> _Spelled:
        return _Spelled(_numbering(self._statement), _dialect_of_servers())

    def rows(self, conn: Connection, **params: Any) -> list[Any]:
        """All rows."""
        return list(self._execute(conn, params).fetchall())

    def stream(self, conn: Connection, at_once: int, **params: Any) -> Iterator[list[Any]]:
        """All rows, ``at_once`` at a time, so that a million of them need not be held."""
        found = self._execute(conn, params, by_and_by=True)
        try:
            while rows := found.fetchmany(at_once):
                yield rows
        finally:
            found.close()

    def first(self, conn: Connection, **params: Any) -> Any | None:
        """The first row, or None."""
        return self._execute(conn, params).fetchone()

    def scalar(self, conn: Connection, **params: Any) -> Any | None:
        """The first column of the first row, or None."""
        row = self._execute(conn, params).fetchone()
        return None if row is None else row[0]

    def run(self, conn: Connection, **params: Any) -> Any:
        """Execute what changes the file; returns the number that the database gave to the row that was inserted."""
        found = self._execute(conn, params)
        if conn.dialect.name == "sqlite":
            return found.lastrowid
        row = found.fetchone() if found.description else None
        return None if row is None else row[0]

    def run_many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once for each of ``rows``, which may be none at all."""
        if rows:
            self._execute(conn, rows, many=True)

    def _execute(self, conn: Connection, params: Any, *, many: bool = False, by_and_by: bool = False) -> Any:
        if conn.dialect.name != "sqlite":
            return self._execute_there(conn, params, many, by_and_by)
        spelled = self._in_file
        if not many and spelled.constants:
            params = spelled.constants | params
        driver: Any = conn.connection.dbapi_connection
        try:
            return driver.executemany(spelled.sql, params) if many else driver.execute(spelled.sql, params)
        except driver.Error as error:
            raise DBAPIError.instance(spelled.sql, None, error, driver.Error, hide_parameters=True) from error

    def _execute_there(self, conn: Connection, params: Any, many: bool, by_and_by: bool) -> Any:
        spelled = self._on_server
        with by_driver(conn, spelled.sql) as driver:
            if by_and_by:  # the server keeps the rows, and hands them out as they are asked for
                cursor = driver.cursor(f"stream_{next(_STREAMS)}")
                return cursor.execute(spelled.sql, spelled.constants | params)
            cursor = driver.cursor()
            if many:
                constants = spelled.constants
                cursor.executemany(spelled.sql, [constants | dict(row) for row in params] if constants else params)
                return cursor
            if spelled.constants:
                params = spelled.constants | params
            return cursor.execute(spelled.sql, params, prepare=True)


@cache
def _dialect_of_servers() -> Dialect:
    from sipas_desktop.store.server_sql import ServerDialect  # who works on a file does without

    return ServerDialect()  # type: ignore[no-untyped-call]


class _Spelled:
    """A statement in one database's words."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        assert isinstance(statement, ClauseElement)
        compiled: Compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        # What the statement itself compares with, which SQLAlchemy makes parameters of too.
        self.constants = {name: value for name, value in (compiled.params or {}).items() if value is not None}


def _numbering(statement: Executable) -> Executable:
    """``statement``; where the database is to number the row that it inserts, with the number as its result."""
    if isinstance(statement, Insert) and isinstance(statement.table, Table):
        number = statement.table.autoincrement_column
        if number is not None and statement.select is None and number.name not in statement.compile().params:
            return statement.returning(number)
    return statement


def inserting(table: Table, *columns: str) -> Statement:
    """An INSERT of ``columns``, by default all, each given by a parameter of its name."""
    return Statement(_insert(table, columns or tuple(column.name for column in table.columns)))


def _insert(table: Table, columns: Sequence[str]) -> Insert:
    return insert(table).values({column: bindparam(column) for column in columns})
