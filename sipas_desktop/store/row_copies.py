"""Copies every row of a survey into empty tables elsewhere, as it is, and compares afterwards.

Only the numbers of facts may become others: a server leaves a number unused where something was taken back, and in a
file an unused number is a missing fact. Which fact follows which stays, and so does every hash.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Generator
from contextlib import closing
from itertools import islice, zip_longest
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Table, func, insert, select

from sipas_desktop.store import models as m

AT_ONCE: Final = 1000  # rows in memory at a time

Numbering = Callable[[int], int]


def as_numbered(seq: int) -> int:
    """The numbers that facts have."""
    return seq


def without_gaps(conn: Connection) -> Numbering:
    """The numbers that the facts of ``conn`` would have if none had been left out."""
    before = func.lag(m.fact.c.seq, 1, 0).over(order_by=m.fact.c.seq)
    each = select(m.fact.c.seq, before.label("before")).subquery()
    gaps = select(each.c.before + 1, each.c.seq).where(each.c.seq - each.c.before > 1).order_by(each.c.seq)
    missing: list[int] = []  # ascending: the numbers that nobody has are few
    for first, seq in conn.execute(gaps):
        missing.extend(range(first, seq))
    return lambda seq: seq - bisect_left(missing, seq)


def copy_rows(source: Connection, target: Connection, number: Numbering, copied: Callable[[int], None]) -> int:
    """Copy all tables, those first that others point into; ``copied`` hears how many rows there are so far.

    Returns how many there are in all. The caller holds a transaction on both.
    """
    done = 0
    for table in m.metadata.sorted_tables:
        names = [column.name for column in table.columns]
        with closing(_rows(source, table, number)) as rows:
            while chunk := list(islice(rows, AT_ONCE)):
                target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in chunk])
                done += len(chunk)
                copied(done)
    return done


def first_difference(source: Connection, target: Connection, number: Numbering) -> str | None:
    """The table in which the two are not row for row the same; None where all of them are."""
    for table in m.metadata.sorted_tables:
        with closing(_rows(source, table, number)) as ours, closing(_rows(target, table, as_numbered)) as theirs:
            if any(one != other for one, other in zip_longest(ours, theirs)):
                return table.name
    return None


def _rows(conn: Connection, table: Table, number: Numbering) -> Generator[tuple[Any, ...], None, None]:
    """All rows in the order of their key, with facts numbered anew."""
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    numbered = [isinstance(column.type, BigInteger) for column in table.columns]  # each of them is a fact's
    with conn.execute(ordered) as found:
        for row in found:
            yield tuple(
                number(value) if is_fact and value is not None else value
                for value, is_fact in zip(row, numbered, strict=True)
            )
