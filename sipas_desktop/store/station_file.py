"""The file of a station: a survey file that begins with the two facts of its hand-out.

It holds no answer, no sample member, no link, and no session of the office but the hand-out's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.engine import known_errors, make_engine
from sipas_desktop.store.migrations import migrate
from sipas_desktop.store.projection import project


def write_station_file(path: Path, key: bytes, facts: Sequence[Fact], documents: Sequence[Mapping[str, Any]]) -> None:
    """Make the file at ``path`` under ``key``: ``documents`` (plan and forms) and the hand-out's own ``facts``."""
    engine = make_engine(path, key)
    try:
        with known_errors(), engine.connect() as conn:
            migrate(conn)
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            conn.execute(insert(m.document), [dict(row) for row in documents])
            conn.execute(insert(m.session), {"no": 1, "id": facts[0].session})
            operator = facts[0].said["operator"]
            for seq, fact in enumerate(facts, start=1):
                row = {name: getattr(fact, name) for name in ("n", "kind", "subject", "at", "payload", "hash")}
                conn.execute(insert(m.fact), {"seq": seq, "session_no": 1, **row})
                placed = Fact(seq, fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload, fact.hash)
                project(conn, placed, fact.said, operator)
            conn.exec_driver_sql("COMMIT")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.rollback()
    finally:
        engine.dispose()
    if path.with_name(path.name + "-wal").exists():
        raise trouble_in(path.parent)  # not all of it is in the file that travels
