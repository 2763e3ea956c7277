"""What is sent back to a third clerk: which questions of a ballot, asked by whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.store import models as m
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement


@dataclass(frozen=True)
class RekeyingRow:
    """A request that stands. ``fact`` made it."""

    fact: int
    questions: tuple[str, ...]
    operator: str


_ASKED = Statement(
    select(m.rekeying.c.fact, m.rekeying.c.questions, m.rekeying.c.operator).where(
        m.rekeying.c.serial == bindparam("serial"), m.rekeying.c.ended.is_(None)
    )
)


_ASKERS = Statement(select(m.rekeying.c.operator).where(m.rekeying.c.serial == bindparam("serial")))


def askers_on(conn: Connection, serial: str) -> set[str]:
    """Everybody who ever sent the ballot back: she had both values before her, whether her request stands or ended."""
    return {name for (name,) in _ASKERS.rows(conn, serial=serial)}


def rekeying_of(conn: Connection, serial: str) -> RekeyingRow | None:
    """The request that stands on the ballot; of two, which only a merge can bring together, the same in every file."""
    rows = _ASKED.rows(conn, serial=serial)
    if not rows:
        return None
    fact, questions, operator = rows[0] if len(rows) == 1 else min(rows, key=lambda row: ref_of(conn, row[0]))
    return RekeyingRow(fact, tuple(questions.split()), operator)
