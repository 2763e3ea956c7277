"""An empty database into which all facts are projected again, to be compared with the file, row by row.

It lies in an encrypted temporary file, since a survey of 100,000 ballots would take a gigabyte of memory; its key is
made for it and forgotten, so what a power cut leaves of it is noise.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, bindparam, insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import settling_of
from sipas_desktop.store.engine import make_engine, refusal_of
from sipas_desktop.store.on_ballot import answers_keyed
from sipas_desktop.store.projection import project, project_arrived
from sipas_desktop.store.purposes import ONLINE
from sipas_desktop.store.queries.legality import Legality
from sipas_desktop.store.queries.problems import Problems, told_of
from sipas_desktop.store.statements import Statement

AT_ONCE: Final = 1000  # rows compared at a time
MOST_WAITING: Final = 1000  # ballots whose answers wait to be projected
CACHE_KIB: Final = 64_000
# Nobody asks the replay by these; keeping them up would take a fifth of the time.
UNUSED_INDEXES: Final = (
    "ix_ballot_state_run_reason",
    "ix_ballot_batch_state_position",
    "ix_keying_operator_completed",
    "ix_printed_head_head",
    "ix_sample_member_dossier",
    "ix_online_answer_officer",
    "ix_field_step_interviewer_stands",
)
OWN_INDEX: Final = "CREATE INDEX replay_place ON ballot (batch, position)"  # which no change of state touches
COPIED: Final = (m.session, m.document)  # what a replay starts from

_FACT = Statement(
    insert(m.fact).values(
        seq=bindparam("seq"),
        session_no=bindparam("session_no"),
        n=bindparam("n"),
        **{name: text("''") for name in ("kind", "subject", "at", "payload", "hash")},
    )
)


@cache
def _schema() -> tuple[str, ...]:
    """The statements that make an empty replay, which is a tenth of the check of a small survey if done each time."""
    dialect = sqlite.dialect()
    tables = m.metadata.sorted_tables
    made = [CreateTable(table) for table in tables] + [
        CreateIndex(index) for table in tables for index in table.indexes if index.name not in UNUSED_INDEXES
    ]
    return (*(str(each.compile(dialect=dialect)) for each in made), OWN_INDEX)


class Replay:
    """Use it in a ``with``; ``conn`` is its database."""

    def __init__(self, source: Connection) -> None:
        self._source = source
        self._answers: dict[str, dict[str, list[tuple[Fact, Mapping[str, Any]]]]] = {}  # serial, keying → its facts
        self._folder = tempfile.TemporaryDirectory(prefix="sipas-check-", ignore_cleanup_errors=True)
        self._engine = make_engine(Path(self._folder.name) / "replay", secrets.token_bytes(32))

    def __enter__(self) -> Replay:
        self.conn = self._engine.connect()
        # Whatever happens to this file, it is made anew by the next check.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", f"cache_size = -{CACHE_KIB}"):
            self.conn.exec_driver_sql(f"PRAGMA {pragma}")
        self.conn.exec_driver_sql("BEGIN")
        for statement in _schema():
            self.conn.exec_driver_sql(statement)
        for table in COPIED:
            rows = [dict(row) for row in self._source.execute(select(table)).mappings()]
            if rows:
                self.conn.execute(insert(table), rows)
        return self

    def __exit__(self, *_: object) -> None:
        self.conn.close()
        self._engine.dispose()
        self._folder.cleanup()

    def lay_down(self, facts: Iterable[Fact], numbers: Mapping[str, int]) -> None:
        """Let facts name ``facts``; ``numbers``: session → its number in this file.

        The replay asks a fact for its place only: a million payloads need not be held twice.
        """
        places = [{"seq": fact.seq, "session_no": numbers[fact.session], "n": fact.n} for fact in facts]
        _FACT.run_many(self.conn, places)

    def step(self, legality: Legality, fact: Fact, said: Mapping[str, Any], operator: str, problems: Problems) -> bool:
        """Project ``fact`` where it could have happened; False where it could not, which is noted."""
        try:
            if fact.kind != FactKind.ANSWERS_KEYED:
                self._project_answers(fact.subject)
            if fault := legality.fault_of(fact, said, operator):
                problems.note_fact(fault, fact, operator)
                return False
            if fact.kind == FactKind.ANSWERS_KEYED:
                self._answers.setdefault(fact.subject, {}).setdefault(said["keying"], []).append((fact, said))
                return True
            bring = project_arrived if legality.has_arrived(fact, said) else project
            bring(self.conn, fact, said, operator)
            legality.note(fact)
        except Exception as error:
            if isinstance(error, MemoryError) or (
                isinstance(error, DBAPIError) and refusal_of(str(error.orig).lower())
            ):
                raise  # a full disk, a damaged page: no fault of the fact
            # A chain that holds, yet says something impossible: only a rewrite with the key can do that.
            problems.note_malformed(fact, error, operator)
            return False
        return True

    def _project_answers(self, subject: str) -> None:
        """Answers that wait: all of the ballot ``subject``, before anything else happens to it; of "", all there are.

        They concern nobody else meanwhile, and together they take a quarter of the time.
        """
        if not subject or len(self._answers) > MOST_WAITING:
            waiting, self._answers = list(self._answers.values()), {}
        else:
            waiting = [self._answers.pop(subject, {})]
        for keyings in waiting:
            for facts in keyings.values():
                answers_keyed(self.conn, facts)

    def settle(self) -> None:
        """After the last fact: project what still waits, so that the database can be read."""
        self._project_answers("")

    def finish(self, problems: Problems) -> None:
        """After the last fact: note the first row of each table in which the file and the replay are not the same."""
        self.settle()
        for table in (m.sample_import, *m.PROJECTIONS):
            self._compare(table, problems)

    def _compare(self, table: Table, problems: Problems) -> None:
        held = _in_order(table).stream(self._source, AT_ONCE)
        due = _in_order(table).stream(self.conn, AT_ONCE)
        none: list[Any] = []
        for several, as_many in zip_longest(held, due, fillvalue=none):
            if several != as_many:
                pairs = zip_longest(several, as_many)
                row = next(own or expected for own, expected in pairs if own != expected)
                found = dict(zip((column.name for column in table.columns), row, strict=True))
                key = " ".join(str(found[column.name]) for column in table.primary_key.columns)
                told = told_of(self._source, _last_fact(self._source, found))
                problems.note("check.projection", table=table.name, row=key, **told)
                return


@cache
def _in_order(table: Table) -> Statement:
    """The rows that facts speak of."""
    ordered = select(table).order_by(*table.primary_key.columns)
    return Statement(ordered.where(*(each(table) for each in UNPUBLISHED.get(table.name, ()))))


def _of_published_run(table: Table) -> ColumnElement[bool]:
    waiting = select(m.print_run.c.id).where(m.print_run.c.published.is_(None), m.print_run.c.purpose != ONLINE)
    return table.c.run.not_in(waiting)


def _of_published_ballot(table: Table) -> ColumnElement[bool]:
    """Records of a package that does not count have no other place."""
    of_packages = m.print_run.c.published.is_(None) & (m.print_run.c.purpose.like("package%"))
    left = select(m.ballot.c.serial).join(m.print_run, m.print_run.c.id == m.ballot.c.run).where(of_packages)
    return table.c.serial.not_in(left)


def _published(table: Table) -> ColumnElement[bool]:
    return table.c.published.is_not(None)


def _of_published_draw(table: Table) -> ColumnElement[bool]:
    return table.c.draw.not_in(select(m.draw.c.id).where(m.draw.c.published.is_(None)))


def _published_or_told(table: Table) -> ColumnElement[bool]:
    """An import of online answers that was interrupted stands in the facts: it began, and never counted."""
    return table.c.published.is_not(None) | (table.c.purpose == ONLINE)


# What an interrupted run or import left: no fact speaks of it, and nobody can see it.
UNPUBLISHED: Final[dict[str, tuple[Callable[[Table], ColumnElement[bool]], ...]]] = {
    "ballot": (_of_published_run,),
    "print_run": (_published_or_told,),
    "print_order": (_of_published_run,),
    "settled": (_of_published_ballot,),
    "settled_count": (_of_published_run,),
    "sample_import": (_published,),
    "draw": (_published,),
    "drawn": (_of_published_draw,),
}


def _last_fact(conn: Connection, row: Mapping[str, Any]) -> int | None:
    """The fact that a row of a projection came from, as far as the row or its ballot says so."""
    for name in ("fact", "completed", "started", "judged", "published"):
        if isinstance(row.get(name), int):
            return int(row[name])
    return settling_of(conn, row["serial"]) if "serial" in row else None
