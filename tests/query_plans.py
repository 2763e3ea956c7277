"""How SQLite goes about what a question asks: by which index, and whether it sorts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from sipas_desktop.store.database import OpenSurvey


def steps_of(survey: OpenSurvey, ask: Callable[[], object], word: str) -> list[str]:
    """The steps of the one statement with ``word`` in it that ``ask`` sends, as SQLite explains them."""
    asked: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if word in statement:
            asked.append((statement, parameters))

    with survey.snapshot(), survey.reading() as conn:
        event.listen(conn, "before_cursor_execute", note)
        ask()
        event.remove(conn, "before_cursor_execute", note)
        ((statement, parameters),) = asked
        return [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
