"""Many rows without holding up a typist: short transactions with a pause between them.

One transaction of 100,000 rows froze a second station for a second; 500 rows with a pause cost it 21 to 38 ms, and
more on a busy machine: hence half of that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from sipas_desktop.store.database import OpenSurvey

ROWS = 250
PAUSE_SECONDS = 0.010


def insert_rows(
    survey: OpenSurvey,
    table: Table,
    rows: Sequence[dict[str, Any]],
    progress: Callable[[int], None] | None = None,
    look: Callable[[Connection, int], None] | None = None,
) -> None:
    """Insert ``rows`` in short transactions; ``progress`` is told how many are there.

    ``look`` is told in each transaction how many were there before it, and may raise to end it.
    """
    for start in range(0, len(rows), ROWS):
        if start:
            time.sleep(PAUSE_SECONDS)
        chunk = rows[start : start + ROWS]
        with survey.writing() as tx:
            if look:
                look(tx.conn, start)
            tx.conn.execute(insert(table), chunk)
        if progress:
            progress(start + len(chunk))
