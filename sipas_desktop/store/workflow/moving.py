"""Moves a survey from its file to a database on a server, or back, with everything that it holds.

Nobody else writes meanwhile. What was copied is read again and compared row for row before the survey is at its new
place; only then does the old one say where it is. A move that is broken off leaves the survey where it was; broken off
in between, it is done again, and finds that all is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import survey_head
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.place import Place, ServerAddress
from sipas_desktop.store import keys
from sipas_desktop.store import models as m
from sipas_desktop.store.backups import back_up, folder_beside
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.engine import known_errors, make_engine, reading
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.migrations import migrate
from sipas_desktop.store.moved import is_moved, mark_moved
from sipas_desktop.store.row_copies import Numbering, as_numbered, copy_rows, first_difference, without_gaps
from sipas_desktop.store.server import make_server_engine
from sipas_desktop.store.server_schema import number_facts_from, publish, version_there
from sipas_desktop.store.server_survey import new_database
from sipas_desktop.store.survey_name import refuse_taken, take_name
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.unfinished import unfinished


@dataclass(frozen=True)
class Moved:
    """``head`` of the survey's history, which is the same at both places; ``rows`` of all tables."""

    facts: int
    rows: int
    head: str
    already: bool  # a move that was broken off had copied them


def move_survey(survey: OpenSurvey, target: Place, progress: Callable[[int, int], None] | None = None) -> Moved:
    """Move the open survey to ``target``: a new file, or an empty database. Close it afterwards.

    ``progress`` hears how many rows of how many are copied. A file is backed up before. Raises ``Refusal`` where the
    target is taken or the survey is already of its kind, ``Damaged`` where what was copied is not what was there.
    """
    require(survey, Verb.MOVE)
    if isinstance(target, Path) is isinstance(survey.place, Path):
        raise Refusal("move.same_kind")
    if isinstance(survey.place, Path):
        back_up(survey, [folder_beside(survey.place)])
    with acting(survey, Verb.MOVE) as tx:
        heads = all_heads(tx.conn)
        facts = tx.conn.execute(select(func.count()).select_from(m.fact)).scalar_one()
        rows = _rows_there(survey, target, heads)
        already = rows is not None
        if rows is None:
            total = _count(tx.conn)
            rows = _copy(survey, tx.conn, target, lambda done: progress(done, total) if progress else None)
        mark_moved(tx.conn, str(target.absolute() if isinstance(target, Path) else target))
    return Moved(facts, rows, survey_head(heads), already)


def _count(conn: Connection) -> int:
    """Rows of all tables."""
    tables = m.metadata.sorted_tables
    return sum(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _copy(survey: OpenSurvey, source: Connection, target: Place, progress: Callable[[int], None]) -> int:
    content = keys.read_own(survey.holder, survey.file_key)
    if isinstance(target, ServerAddress):
        with known_errors(), new_database(target) as (engine, holder), engine.connect() as conn:
            with _transaction(conn, "BEGIN"):
                rows = _copy_and_compare(source, conn, as_numbered, progress)
                number_facts_from(conn)
            keys.write(holder, content, survey.file_key)
            publish(conn)
        engine.dispose()
        return rows
    return _into_file(source, target, survey.file_key, content, progress)


def _into_file(
    source: Connection, path: Path, key: bytes, content: dict[str, Any], progress: Callable[[int], None]
) -> int:
    """Made under another name and renamed when whole, the survey last, as a new survey is."""
    with known_errors(path.parent):
        refuse_taken(path)
        with unfinished(path.parent) as part:
            engine = make_engine(part, key)
            try:
                with engine.connect() as conn:
                    migrate(conn)
                    with _transaction(conn, "BEGIN IMMEDIATE"):
                        rows = _copy_and_compare(source, conn, without_gaps(source), progress)
                    conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                engine.dispose()
            if part.with_name(part.name + "-wal").exists():
                raise trouble_in(path.parent)  # not all of it is in the file that gets the name
            keys.write(part, content, key)
            refuse_taken(path)
            take_name(part, path)
    return rows


@contextmanager
def _transaction(conn: Connection, begin: str) -> Iterator[None]:
    conn.exec_driver_sql(begin)
    try:
        yield
        conn.exec_driver_sql("COMMIT")
    finally:
        conn.rollback()


def _copy_and_compare(
    source: Connection, target: Connection, number: Numbering, progress: Callable[[int], None]
) -> int:
    rows = copy_rows(source, target, number, progress)
    if (table := first_difference(source, target, number)) is not None:
        raise Damaged("move.differs", table=table)
    return rows


def _rows_there(survey: OpenSurvey, target: Place, heads: dict[str, tuple[int, str]]) -> int | None:
    """How many rows the target holds if it is this survey, copied whole by a move that was broken off; else None."""
    if isinstance(target, Path):
        if not target.is_file() or not keys.path_of(target).is_file():
            return None
        try:
            keys.read_own(target, survey.file_key)
        except Damaged:  # another survey's
            raise Refusal("file.exists", path=target) from None
        engine = make_engine(target, survey.file_key, writable=False)
    else:
        engine = make_server_engine(target)
    try:
        with reading(engine) as conn:
            if not isinstance(target, Path) and not _is_whole(conn, target):
                return None
            if is_moved(conn):  # the survey was there before
                raise Refusal("move.was_there", place=str(target))
            if all_heads(conn) != heads:
                raise Refusal("move.taken", place=str(target))
            return _count(conn)
    finally:
        engine.dispose()


def _is_whole(conn: Connection, address: ServerAddress) -> bool:
    try:
        version_there(conn, address.database)
    except Refusal as refusal:
        if refusal.code == "server.no_survey":
            return False
        raise
    return True
