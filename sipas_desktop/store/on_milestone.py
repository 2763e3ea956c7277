"""Brings the projections up to facts about milestones that somebody ticked off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT = inserting(m.milestone)
_DROP = Statement(delete(m.milestone).where(m.milestone.c.code == bindparam("own")))
MILESTONE_FACT = Statement(select(m.milestone.c.fact).where(m.milestone.c.code == bindparam("own")))


def milestone_done(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The milestone as the fact says it, in place of what was known."""
    _DROP.run(conn, own=said["milestone"])
    note = said["note"]["ref"] if said["note"] else None
    _INSERT.run(conn, code=said["milestone"], day=said["day"], note=note, fact=fact.seq)


def milestone_undone(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Nobody says any more that it is done."""
    _DROP.run(conn, own=said["milestone"])
