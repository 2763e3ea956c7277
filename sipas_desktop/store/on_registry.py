"""Brings the projections up to facts about units and transactions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.sql import func

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
UNIT_FACT = Statement(
    select(m.unit.c.fact).where(m.unit.c.code == bindparam("own"), m.unit.c.valid_from == bindparam("since"))
)
_t, _i = m.transactions.c, m.transactions_import.c
# Of one unit, procedure and year: the newest fact that counts; and how often an import that still runs said it.
TRANSACTIONS_FACT = Statement(
    select(func.max(_t.fact))
    .join(m.transactions_import, _i.id == _t["import"])
    .where(
        _t.unit == bindparam("of"),
        _t.procedure == bindparam("what"),
        _t.year == bindparam("when"),
        _i.published.is_not(None),
    )
)
SAID_BY_IMPORT = Statement(
    select(_t.fact).where(
        _t.unit == bindparam("of"),
        _t.procedure == bindparam("what"),
        _t.year == bindparam("when"),
        _t["import"] == bindparam("import_"),
    )
)
IMPORT = Statement(select(_i.begun, _i.published).where(_i.id == bindparam("import_")))
LAST_PUBLISHED = Statement(select(func.max(_i.published)))
_PUBLISHED = Statement(select(_i.id).where(_i.published.is_not(None)))
_ALL = Statement(
    select(_t.unit, _t.procedure, _t.year, _t.fact, _t.count, _t["import"]).order_by(
        _t.unit, _t.procedure, _t.year, _t.fact
    )
)
_INSERT_IMPORT = inserting(m.transactions_import)
_PUBLISH = Statement(
    update(m.transactions_import).where(_i.id == bindparam("b_import")).values(published=bindparam("b_fact"))
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
    """Each count as the fact says it, beside what was known; it counts at once, or with the import it is part of."""
    own = said.get("import", fact.ref)
    if IMPORT.first(conn, import_=own) is None:
        _INSERT_IMPORT.run(conn, id=own, begun=fact.seq, published=None if "import" in said else fact.seq)
    names = ("unit", "procedure", "year", "count")
    rows = [{**{name: entry[name] for name in names}, "fact": fact.seq, "import": own} for entry in said["entries"]]
    _INSERT_TRANSACTIONS.run_many(conn, rows)


def transactions_imported(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """All that the import said counts from here on."""
    _PUBLISH.run(conn, b_import=said["import"], b_fact=fact.seq)


def transactions_of(conn: Connection) -> dict[tuple[str, str, int], tuple[int, int]]:
    """Unit, procedure, year → how many there were, and the fact that says so; in this order."""
    published = {own for (own,) in _PUBLISHED.rows(conn)}
    return {
        (unit, procedure, year): (count, fact)
        for unit, procedure, year, fact, count, own in _ALL.rows(conn)  # of one the newest fact is the last
        if own in published
    }
