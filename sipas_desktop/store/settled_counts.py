"""How often each value was settled, run by run, so that the index of 100,000 ballots is read and not counted.

Three statements a ballot, whatever the form: what the ballot says is put into the counts of its run, or taken out.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, tuple_, update

from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

_COUNT: Final = m.settled_count.c
_SETTLED: Final = (
    select(m.ballot.c.run, m.settled.c.question, m.settled.c.value, literal_column("0"))
    .join(m.ballot, m.ballot.c.serial == m.settled.c.serial)
    .where(m.settled.c.serial == bindparam("serial"))
)
_COUNTED: Final = (
    select(_COUNT["count"])
    .where(_COUNT.run == m.ballot.c.run, _COUNT.question == m.settled.c.question, _COUNT.value == m.settled.c.value)
    .correlate(m.ballot, m.settled)
)
_OF_BALLOT: Final = tuple_(_COUNT.run, _COUNT.question, _COUNT.value).in_(
    _SETTLED.with_only_columns(m.ballot.c.run, m.settled.c.question, m.settled.c.value)
)
_BEGIN: Final = Statement(
    insert(m.settled_count).from_select(["run", "question", "value", "count"], _SETTLED.where(~_COUNTED.exists()))
)
_ADD: Final = Statement(update(m.settled_count).where(_OF_BALLOT).values(count=_COUNT["count"] + bindparam("ballots")))
_END: Final = Statement(delete(m.settled_count).where(_COUNT["count"] == 0, _OF_BALLOT))


def count_in(conn: Connection, serial: str) -> None:
    """After the ballot's answers are settled."""
    _BEGIN.run(conn, serial=serial)
    _ADD.run(conn, serial=serial, ballots=1)


def count_out(conn: Connection, serial: str) -> None:
    """Before the ballot's settled answers are taken back. A value that nobody gives any more has no row."""
    _ADD.run(conn, serial=serial, ballots=-1)
    _END.run(conn, serial=serial)
