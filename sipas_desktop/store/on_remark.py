"""Brings the projection up to facts about remarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from sipas_desktop.domain.fact import Fact, canonical
from sipas_desktop.store.models_remark import remark
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_own = remark.c
_HERE = (_own.about == bindparam("own"), _own.section == bindparam("part"))
_INSERT = inserting(remark)
_DROP = Statement(delete(remark).where(*_HERE))
REMARK_FACT = Statement(select(_own.fact).where(*_HERE))


def remark_written(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The remark as the fact says it, in place of the one before; without text there is none any more."""
    about, section = canonical(said["about"]), said["section"]
    _DROP.run(conn, own=about, part=section)
    if said["text"] is not None:
        _INSERT.run(conn, about=about, section=section, text=said["text"]["ref"], fact=fact.seq)
