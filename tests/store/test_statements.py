"""A statement gives the same in a file as on a server, and fails as SQLAlchemy does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, bindparam, create_engine, select, update
from sqlalchemy.exc import IntegrityError

from sipas_desktop.store.server import make_server_engine
from sipas_desktop.store.statements import Statement, inserting
from tests.server import server, why_no_server

ROW = Table("row", MetaData(), Column("no", Integer, primary_key=True), Column("group", Text), Column("value", Integer))
ADD = inserting(ROW)
NEXT = inserting(ROW, "group", "value")
IN_GROUP = Statement(select(ROW.c.no, ROW.c.value).where(ROW.c.group == bindparam("group")).order_by(ROW.c.no))
LARGE = Statement(select(ROW.c.no).where(ROW.c.value > 20, ROW.c.group != "c").order_by(ROW.c.no).limit(2))
SET = Statement(update(ROW).where(ROW.c.no == bindparam("b_no")).values(value=bindparam("b_value")))


@pytest.fixture(params=["file", "server"])
def conn(request: pytest.FixtureRequest) -> Iterator[Connection]:
    if request.param == "server" and why_no_server():
        pytest.skip(why_no_server())
    there = request.param == "server"
    engine = make_server_engine(server().new_database()) if there else create_engine("sqlite://")
    with engine.connect() as held:
        if there:
            held.exec_driver_sql("BEGIN")
        ROW.metadata.create_all(held)
        ADD.run_many(held, [{"no": no, "group": "ab"[no % 2], "value": no * 10} for no in range(1, 6)])
        yield held
    engine.dispose()


def test_rows_come_whole_one_by_one_and_some_at_a_time(conn: Connection) -> None:
    assert [tuple(row) for row in IN_GROUP.rows(conn, group="b")] == [(1, 10), (3, 30), (5, 50)]
    assert tuple(IN_GROUP.first(conn, group="a") or ()) == (2, 20)
    assert IN_GROUP.scalar(conn, group="a") == 2
    assert IN_GROUP.first(conn, group="z") is None and IN_GROUP.scalar(conn, group="z") is None
    assert [len(rows) for rows in IN_GROUP.stream(conn, 2, group="b")] == [2, 1]


def test_what_the_statement_compares_with_needs_no_parameter(conn: Connection) -> None:
    assert [row[0] for row in LARGE.rows(conn)] == [3, 4]


def test_the_number_that_the_database_gives_comes_back(conn: Connection) -> None:
    conn.execute(ROW.delete())
    assert [NEXT.run(conn, group="z", value=each) for each in (7, 8)] == [1, 2]


def test_changes(conn: Connection) -> None:
    ADD.run(conn, no=9, group="z", value=None)
    SET.run(conn, b_no=9, b_value=7)
    assert [tuple(row) for row in IN_GROUP.rows(conn, group="z")] == [(9, 7)]
    ADD.run_many(conn, [])
    assert len(IN_GROUP.rows(conn, group="z")) == 1


def test_an_error_is_sqlalchemys_and_tells_no_values(conn: Connection) -> None:
    with pytest.raises(IntegrityError) as caught:
        ADD.run(conn, no=1, group="Nguyễn Thị An", value=0)
    if conn.dialect.name == "sqlite":  # by way of SQLAlchemy the engine's own setting hides them
        assert "An" not in str(caught.value)
