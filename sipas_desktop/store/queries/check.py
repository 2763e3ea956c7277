"""Checks a survey from the bytes up: file, chains, ties between them, commitments, and every projection.

All facts are replayed into an empty database by the functions that projected them in the first place; then each table
must be equal. A cut tail, or a rewrite by somebody who holds the key, shows only against a head that was printed:
give it as ``printed_head``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, create_engine, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import (
    BEFORE_FIRST,
    Fact,
    FactKind,
    chain_hash,
    commitment,
    commitments_root,
    survey_head,
)
from sipas_desktop.domain.fact import canonical as canonical_json
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.migrations import SCRIPTS, script
from sipas_desktop.store.projection import project
from sipas_desktop.store.queries.legality import fault_of

Progress = Callable[[int, int], None]
MEMBER_FIELDS = (
    "position list name address phone unit sector procedure dossier received resulted note".split()  # noqa: SIM905
)
TELL_EVERY = 250  # facts between two words of progress
MOST_PROBLEMS = 100  # a broken file has millions


@dataclass(frozen=True)
class CheckResult:
    """``problems`` are (code of message, parameters), the first fault first; empty when all is well."""

    problems: tuple[tuple[str, dict[str, str]], ...]
    head: str
    facts: int

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class _Problems:
    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []

    def note(self, message: str, /, **params: object) -> None:
        if len(self.found) < MOST_PROBLEMS:
            self.found.append((message, {key: str(value) for key, value in params.items()}))


def check_survey(survey: OpenSurvey, printed_head: str | None = None, progress: Progress | None = None) -> CheckResult:
    """Check everything. Raises ``Damaged`` where the file cannot be read to its end, ``Refusal`` for no head at all.

    ``progress`` hears facts done and facts to do, each fact counted twice: its chain is followed, then it is replayed.
    """
    printed = "".join((printed_head or "").split())
    if not printed.isascii():
        raise Refusal("check.head_form")
    problems = _Problems()
    with survey.reading() as conn:
        _check_file(conn, problems)
        if problems.found:
            return CheckResult(tuple(problems.found), "", 0)
        total = 2 * (conn.execute(select(func.count()).select_from(m.fact)).scalar() or 0)
        facts = _check_chains(conn, problems, total, progress)
        _check_documents(conn, problems)
        _check_commitments(conn, problems)
        _check_links(conn, problems)
        if not problems.found:
            _check_projections(conn, problems, total, progress)
        head = ""
        with _surviving(problems):
            head = survey_head(all_heads(conn))
            if printed:
                _check_head(conn, printed, head, problems)
    return CheckResult(tuple(problems.found), head, facts)


@contextmanager
def _surviving(problems: _Problems, fact: Fact | None = None) -> Iterator[None]:
    """Notes what cannot even be read as what it should be: a payload that is no JSON, a number in place of a hash."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, NoResultFound) as error:
        where = {"fact": fact.ref, "kind": fact.kind} if fact else {"fact": "", "kind": ""}
        problems.note("check.impossible", **where, detail=type(error).__name__)


def _check_file(conn: Connection, problems: _Problems) -> None:
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for (message,) in conn.exec_driver_sql(f"PRAGMA {pragma}").all():
            if message != "ok":
                problems.note("check.file", detail=message)
    for row in conn.exec_driver_sql("PRAGMA foreign_key_check").all():
        problems.note("check.reference", table=row[0])
    due = create_engine("sqlite://")
    with due.connect() as fresh:
        for each in SCRIPTS:
            for statement in script(each):
                fresh.exec_driver_sql(statement)
        wanted, held = (
            {tuple(row) for row in file.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()}
            for file in (fresh, conn)
        )
    due.dispose()
    for _, name, *_ in sorted(wanted ^ held, key=str):
        problems.note("check.schema", name=name)


def _facts(conn: Connection) -> Iterable[Fact]:
    """All facts in the order of their arrival, a few at a time."""
    query = select(m.fact, m.session.c.id).join(m.session, m.session.c.no == m.fact.c.session_no)
    rows = conn.execution_options(yield_per=1000).execute(query.order_by(m.fact.c.seq))
    for row in rows:
        yield Fact(row.seq, row.id, row.n, row.kind, row.subject, row.at, row.payload, row.hash)


def _check_chains(conn: Connection, problems: _Problems, total: int, progress: Progress | None) -> int:
    last: dict[str, tuple[int, bytes]] = {}
    count = 0
    for fact in _facts(conn):
        count += 1
        if progress and count % TELL_EVERY == 0:
            progress(count, total)
        n, before = last.get(fact.session, (0, BEFORE_FIRST))
        expected: bytes | None = None
        with _surviving(problems, fact):
            expected = chain_hash(before, fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload)
        if fact.n != n + 1:
            problems.note("check.gap", fact=fact.ref, expected=n + 1)
        elif fact.hash != expected:
            problems.note("check.changed", fact=fact.ref, kind=fact.kind)
        elif (fact.n == 1) != (fact.kind == FactKind.SESSION_OPENED):
            problems.note("check.opening", fact=fact.ref)
        elif fact.n == 1:
            with _surviving(problems, fact):
                _check_ties(fact, last, problems)
        last[fact.session] = (fact.n, fact.hash if isinstance(fact.hash, bytes) else b"")
    sessions = set(conn.execute(select(m.session.c.id)).scalars())
    for empty in sorted(sessions - last.keys()):
        problems.note("check.gap", fact=f"{empty}:1", expected=1)
    if not count:
        problems.note("check.empty")
    return count


def _check_ties(opening: Fact, last: dict[str, tuple[int, bytes]], problems: _Problems) -> None:
    """The heads that a session saw when it opened must still be there."""
    for session, (n, digest) in opening.said["heads"].items():
        reached = last.get(session)
        if reached is None or reached[0] < n or (reached[0] == n and reached[1].hex() != digest):
            problems.note("check.tie", fact=opening.ref, missing=f"{session}:{n}")


def _check_documents(conn: Connection, problems: _Problems) -> None:
    promised: dict[str, tuple[str, str | None]] = {}  # hash → kind, code
    for (payload,) in conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.SURVEY_CREATED.value)):
        with _surviving(problems):
            said = json.loads(payload)
            promised[said["plan"]] = ("plan", None)
            promised |= {digest: ("form", code) for code, digest in said["forms"].items()}
    for row in conn.execute(select(m.document)):
        kind, code = promised.pop(row.sha256, ("", None))
        if sha256(row.source) != row.sha256 or row.kind != kind or code not in (None, row.code):
            problems.note("check.document", code=row.code)
    for digest in promised:
        problems.note("check.document", code=digest)


def _check_commitments(conn: Connection, problems: _Problems) -> None:
    held = {row["id"]: row for row in conn.execute(select(m.personal)).mappings()}
    promised: set[str] = set()
    roots: dict[str, tuple[str, int]] = {}
    for fact in _facts(conn):
        with _surviving(problems, fact):
            if fact.kind == FactKind.SAMPLE_IMPORTED:
                roots[fact.said["import"]] = (fact.said["commitments"], fact.said["rows"])
            for text in _texts(fact):
                promised.add(text["ref"])
                row = held.get(text["ref"])
                # No fact of this version erases anybody, so an empty value was taken away behind the program's back.
                if row is None or commitment(row["salt"] or "", row["value"] or "") != text["commitment"]:
                    problems.note("check.personal", fact=fact.ref)
    for stray in sorted(held.keys() - promised):
        problems.note("check.stray_personal", id=stray)
    members: dict[str, list[str]] = {}
    for row in conn.execute(select(m.sample_member)).mappings():
        members.setdefault(row["import"], []).append(row["commitment"])
        details = canonical_json({key: row[key] for key in MEMBER_FIELDS})
        if commitment(row["salt"] or "", details) != row["commitment"]:
            problems.note("check.member", id=row["id"])
    for run, (root, rows) in sorted(roots.items()):
        own = members.get(run, [])
        if len(own) != rows or commitments_root(own) != root:
            problems.note("check.sample", id=run)


def _check_links(conn: Connection, problems: _Problems) -> None:
    """A linked run has one link a ballot, another run none. Who is linked to which serial no fact says."""
    links = (
        select(m.ballot.c.run, func.count().label("held"))
        .join(m.link, m.link.c.serial == m.ballot.c.serial)
        .group_by(m.ballot.c.run)
        .subquery()
    )
    held = {row.run: row.held for row in conn.execute(select(links))}
    for payload in conn.execute(select(m.fact.c.payload).where(m.fact.c.kind == FactKind.BALLOTS_PRINTED.value)):
        with _surviving(problems):
            said = json.loads(payload[0])
            if held.get(said["run"], 0) != said["linked"]:
                problems.note("check.links", run=said["run"])


def _texts(fact: Fact) -> list[dict[str, str]]:
    """The personal values that a fact commits to."""
    if fact.kind == FactKind.ANSWERS_KEYED:
        return [answer["text"] for answer in fact.said["answers"].values() if "text" in answer]
    if fact.kind == FactKind.ADJUDICATED and "text" in fact.said["answer"]:
        return [fact.said["answer"]["text"]]
    return []


_COPIED = (m.session, m.document, m.personal)  # what the replay starts from
_INSERT_FACT = insert(m.fact)  # made once: it runs at every fact


def _check_projections(conn: Connection, problems: _Problems, total: int, progress: Progress | None) -> None:
    replay = create_engine("sqlite://")
    with replay.connect() as fresh:
        m.metadata.create_all(fresh)
        for table in _COPIED:
            _copy(conn, fresh, table, [dict(row) for row in conn.execute(select(table)).mappings()])
        imports = [{"id": row.id, "published": None} for row in conn.execute(select(m.sample_import.c.id))]
        _copy(conn, fresh, m.sample_import, imports)
        numbers = {row.id: row.no for row in conn.execute(select(m.session))}
        operators: dict[str, str] = {}
        for done, fact in enumerate(_facts(conn), start=1):
            said = json.loads(fact.payload)
            if fact.kind == FactKind.SESSION_OPENED:
                operators[fact.session] = said["operator"]
            row = {
                "seq": fact.seq,
                "session_no": numbers[fact.session],
                "n": fact.n,
                "kind": fact.kind,
                "subject": fact.subject,
                "at": "",
                "payload": "",  # the replay asks a fact for its number only: a million payloads need not be held
                "hash": b"",
            }
            fresh.execute(_INSERT_FACT, row)
            try:
                if fault := fault_of(fresh, fact, said, operators[fact.session]):
                    problems.note(fault, fact=fact.ref, kind=fact.kind, operator=operators[fact.session])
                    return
                project(fresh, fact, said, operators[fact.session])
            except Exception as error:  # noqa: BLE001
                # A chain that holds, yet says something impossible: only a rewrite with the key can do that.
                problems.note("check.impossible", fact=fact.ref, kind=fact.kind, detail=type(error).__name__)
                return
            if progress and done % TELL_EVERY == 0:
                progress(total // 2 + done, total)
        for table in m.PROJECTIONS:
            _compare(conn, fresh, table, problems)
        _compare(conn, fresh, m.sample_import, problems)


def _copy(conn: Connection, fresh: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        fresh.execute(insert(table), rows)


def _compare(conn: Connection, fresh: Connection, table: Table, problems: _Problems) -> None:
    query = select(table).order_by(*table.primary_key.columns)
    held = conn.execution_options(yield_per=1000).execute(query)
    due = fresh.execute(query)
    unpublished = _unpublished(conn)
    kept = (tuple(row) for row in held if not unpublished or not _of_unpublished(table, row._mapping, unpublished))
    for row in kept:
        expected = due.fetchone()
        if expected is None or tuple(expected) != row:
            problems.note("check.projection", table=table.name, row=row[0])
            return
    if (missing := due.fetchone()) is not None:
        problems.note("check.projection", table=table.name, row=missing[0])


def _unpublished(conn: Connection) -> set[str]:
    """Print runs and imports that were interrupted: no fact speaks of them, and nobody can see their rows."""
    runs = conn.execute(select(m.print_run.c.id).where(m.print_run.c.published.is_(None))).scalars()
    imports = conn.execute(select(m.sample_import.c.id).where(m.sample_import.c.published.is_(None))).scalars()
    return {*runs, *imports}


def _of_unpublished(table: Table, row: object, unpublished: set[str]) -> bool:
    key = {m.ballot: "run", m.print_run: "id"}.get(table)
    return key is not None and row[key] in unpublished  # type: ignore[index]


def _check_head(conn: Connection, printed: str, current: str, problems: _Problems) -> None:
    """A printed head is one that a fact of this file holds, and whose sessions still reach as far as it says."""
    if printed.lower() == current:
        return
    seq = conn.execute(select(m.printed_head.c.fact).where(m.printed_head.c.head == printed.lower())).scalar()
    if seq is None:
        problems.note("check.head_unknown", head=printed)
        return
    payload = conn.execute(select(m.fact.c.payload).where(m.fact.c.seq == seq)).scalar_one()
    heads = json.loads(payload)["heads"]
    if survey_head({session: (n, digest) for session, (n, digest) in heads.items()}) != printed.lower():
        problems.note("check.head_unknown", head=printed)
    held = {
        f"{row.id}:{row.n}": row.hash.hex()
        for row in conn.execute(
            select(m.session.c.id, m.fact.c.n, m.fact.c.hash).join(m.session, m.session.c.no == m.fact.c.session_no)
        )
    }
    for session, (n, digest) in heads.items():
        if held.get(f"{session}:{n}") != digest:
            problems.note("check.tie", fact=f"{session}:{n}", missing=f"{session}:{n}")
