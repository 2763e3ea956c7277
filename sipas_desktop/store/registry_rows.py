"""The rows of the registry as units."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sipas_desktop.domain.unit import Key, Unit
from sipas_desktop.store import models as m


def units_of(conn: Connection) -> list[Unit]:
    """All units that were ever registered, by code and first day."""
    earlier: dict[Key, list[Key]] = {}
    for row in conn.execute(select(m.predecessor)):
        earlier.setdefault((row.code, row.valid_from), []).append((row.earlier_code, row.earlier_from))
    u = m.unit.c
    return [
        Unit(
            row.code,
            row.name,
            row.valid_from,
            row.valid_until,
            row.kind,
            row.parent,
            tuple(sorted(earlier.get((row.code, row.valid_from), ()))),
        )
        for row in conn.execute(select(m.unit).order_by(u.code, u.valid_from))
    ]
