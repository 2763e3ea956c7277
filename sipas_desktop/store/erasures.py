"""What is left of an erased person, and what of it a fact can still be compared with.

Of her row stay the random id, place, list, unit, sector and procedure; the fact holds a hash over them. Without her
row a draw from the frame cannot be made again, so the fact holds a hash over who was drawn.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import canonical
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

GONE: Final = ("name", "address", "phone", "dossier", "received", "resulted", "note")
KEPT: Final = ("id", "position", "list", "unit", "sector", "procedure")

_DRAWN = Statement(
    select(m.drawn.c.member, m.drawn.c.list, m.drawn.c.stratum, m.drawn.c.place)
    .where(m.drawn.c.draw == bindparam("draw"))
    .order_by(m.drawn.c.member)
)


def kept_sha256(row: Any) -> str:
    """One hash over what stays of a member's ``row`` (column → value)."""
    return _sha256([row[name] for name in KEPT])


def drawn_sha256(conn: Connection, draw: str) -> str:
    """One hash over who was drawn by ``draw``, to which list and place."""
    return _sha256([list(row) for row in _DRAWN.rows(conn, draw=draw)])


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
