"""Brings the projections up to facts about units and transactions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

UNIT = ("code", "valid_from", "name", "valid_until", "kind", "parent")  # what a fact says of a unit, before the rest

_INSERT_UNIT = inserting(m.unit)
_INSERT_TRANSACTIONS = inserting(m.transactions)
_DROP_UNIT = Statement(
    delete(m.unit).where(m.unit.c.code == bindparam("own"), m.unit.c.valid_from == bindparam("since"))
)
_DROP_PREDECESSORS = Statement(
    delete(m.predecessor).where(
        m.predecessor.c.code == bindparam("own"), m.predecessor.c.valid_from == bindparam("since")
    )
)
_t = m.transactions.c
_DROP_TRANSACTIONS = Statement(
    delete(m.transactions).where(
        _t.unit == bindparam("of"), _t.procedure == bindparam("what"), _t.year == bindparam("when")
    )
)
UNIT_FACT = Statement(
    select(m.unit.c.fact).where(m.unit.c.code == bindparam("own"), m.unit.c.valid_from == bindparam("since"))
)
TRANSACTIONS_FACT = Statement(
    select(_t.fact).where(_t.unit == bindparam("of"), _t.procedure == bindparam("what"), _t.year == bindparam("when"))
)


def units_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Each unit as the fact says it, in place of what was known of it."""
    for entry in said["entries"]:
        own, since = entry["code"], entry["valid_from"]
        _DROP_PREDECESSORS.run(conn, own=own, since=since)
        _DROP_UNIT.run(conn, own=own, since=since)
        _INSERT_UNIT.run(conn, **{name: entry[name] for name in UNIT}, fact=fact.seq)
        rows = [
            {"code": own, "valid_from": since, "earlier_code": code, "earlier_from": earlier}
            for code, earlier in entry["predecessors"]
        ]
        if rows:
            conn.execute(insert(m.predecessor), rows)


def transactions_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Each count as the fact says it, in place of what was known."""
    for entry in said["entries"]:
        if entry["supersedes"] is not None:
            _DROP_TRANSACTIONS.run(conn, of=entry["unit"], what=entry["procedure"], when=entry["year"])
    rows = [
        {**{name: entry[name] for name in ("unit", "procedure", "year", "count")}, "fact": fact.seq}
        for entry in said["entries"]
    ]
    _INSERT_TRANSACTIONS.run_many(conn, rows)
