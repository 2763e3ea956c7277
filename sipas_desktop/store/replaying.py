"""Facts that were read of a damaged survey, put into an empty one as far as they hold together.

Each fact goes through what ``check`` would ask of it: its chain and ties, what it commits to, whether it could have
happened. One that does not hold is left out. The facts after it follow each other as before, and where the first of
them follows a fact that was read, kept or not, its hash shows it; where that could not be read, the checksum of its
page must do. Each such gap, each head of a lost fact that a session saw, and each receipt that comes after lost ones
in its batch, is named in the end (``gaps``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, insert, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import Fact, FactKind, chain_hash
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.gaps import Missing
from sipas_desktop.store.projection import project, project_arrived
from sipas_desktop.store.queries.chains import Chains
from sipas_desktop.store.queries.commitments import Commitments
from sipas_desktop.store.queries.legality import Legality
from sipas_desktop.store.queries.named_gaps import Finding
from sipas_desktop.store.queries.problems import UNKNOWN, Problems
from sipas_desktop.store.remains import Remains

TELL_EVERY: Final = 250  # facts between two words of progress


@dataclass(frozen=True)
class Cut:
    """A session that lacks facts: how many were ``kept``, how many others were read (``found``).

    ``unread``: how many could not be read, as far as anything tells.
    """

    session: str
    operator: str
    kept: int
    found: int
    unread: int


@dataclass(frozen=True)
class Done:
    """What could be kept, and what not; ``ballots`` are those that facts left out speak of."""

    facts: int
    cut: tuple[Cut, ...]
    ballots: frozenset[str]
    missing: tuple[Missing, ...]  # to be named by the fact ``salvaged``

    @property
    def left_out(self) -> int:
        """Facts that were read and are not in the new file."""
        return sum(cut.found for cut in self.cut)


class Replaying:
    """Once: from ``remains`` into the empty survey file ``conn``, in a transaction of the caller's."""

    def __init__(self, conn: Connection, remains: Remains) -> None:
        self._conn, self._remains = conn, remains
        self._driver: Any = conn.connection.driver_connection
        self._numbers: dict[str, int] = {}
        self._reached: dict[str, int] = {}  # session → its last fact that was kept
        self._kept: dict[str, int] = {}  # session → how many of its facts were kept
        self._read: dict[str, tuple[int, set[bytes]]] = {}  # session → its last fact that was read, and its hashes
        self._gaps = Finding()
        self._operators: dict[str, str] = {}
        self._ballots: set[str] = set()
        self._seq = 0

    def run(self, progress: Callable[[int, int], None] | None = None) -> Done:
        """Raises ``Damaged`` where the survey's beginning is lost."""
        self._problems = Problems()
        of_station = not self._remains.of_kind(FactKind.SURVEY_CREATED)
        self._chains = Chains(self._conn, self._problems, self._gaps, of_station)
        erased = [fact.said for fact in self._remains.of_kind(FactKind.PERSON_ERASED)]
        unlinked = bool(self._remains.of_kind(FactKind.LINKS_DESTROYED))
        if unlinked:
            self._remains.forget_links()
        self._commitments = Commitments(self._remains.conn, self._conn, self._problems, erased, unlinked)
        self._name_sessions()
        self._legality = self._judge()
        total = self._remains.count()
        for done, versions in enumerate(self._remains.facts(), start=1):
            session, n = versions[0].session, versions[0].n
            self._note_operator(versions[0])
            if n <= self._reached.get(session, 0):
                continue  # the backup numbers it otherwise
            kept = any(map(self._keep, versions))
            self._read[session] = (n, {version.hash for version in versions})
            if not kept:
                self._ballots |= {versions[0].subject} - {""}
            if progress and done % TELL_EVERY == 0:
                progress(min(done, total), total)
        empty = [number for session, number in self._numbers.items() if session not in self._reached]
        self._conn.execute(delete(m.seen_head).where(m.seen_head.c.seen.in_(empty)))
        self._conn.execute(delete(m.session).where(m.session.c.no.in_(empty)))
        if self._conn.execute(select(m.survey.c.id)).first() is None:
            raise Damaged("salvage.nothing")
        return Done(self._seq, self._cuts(), frozenset(self._ballots), tuple(self._gaps.met))

    def _keep(self, read: Fact) -> bool:
        """Whether the fact holds; then it is in the new file with all that it says."""
        fact = replace(read, seq=self._seq + 1)
        if not self._follows(fact):
            return False
        before, found = len(self._problems.found), len(self._gaps.met)
        self._driver.execute("SAVEPOINT fact")
        try:
            self._insert(fact)
            said = fact.said
            self._chains.follow(fact)
            operator = self._chains.who(fact)
            self._commitments.check(fact, said, operator)
            kept = len(self._problems.found) == before and self._legality.fault_of(fact, said, operator) is None
            if kept:
                bring = project_arrived if self._legality.has_arrived(fact, said) else project
                self._copy_form(fact, said)
                bring(self._conn, fact, said, operator)
                self._copy_rows(fact, said)
                self._legality.note(fact)
        except Exception:  # noqa: BLE001 (whatever a fact says that hangs on a lost one: it does not hold)
            kept = False
        if kept:
            self._seq = fact.seq
            self._reached[fact.session] = fact.n
            self._kept[fact.session] = self._kept.get(fact.session, 0) + 1
        else:
            self._gaps.forget(keep=found)
            self._driver.execute("ROLLBACK TO fact")
            del self._problems.found[before:]
            self._chains.take_back(fact)
            self._legality.take_back(fact)
        self._driver.execute("RELEASE fact")
        return kept

    def _follows(self, fact: Fact) -> bool:
        """Whether ``fact`` follows the one before it that was read and left out; where none was, nothing denies it."""
        if self._reached.get(fact.session, 0) >= fact.n - 1:
            return True  # that is asked of its chain
        n, hashes = self._read.get(fact.session, (0, set()))
        said = (fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload)
        return n != fact.n - 1 or any(chain_hash(before, *said) == fact.hash for before in hashes)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _name_sessions(self) -> None:
        """All sessions have their number from the beginning; those that keep no fact lose it in the end."""
        self._numbers = {session: no for no, session in enumerate(self._remains.sessions(), start=1)}
        if self._numbers:
            self._conn.execute(insert(m.session), [{"no": no, "id": id_} for id_, no in self._numbers.items()])

    def _judge(self) -> Legality:
        """Reads plan and forms. Raises ``Damaged`` where one that the survey was created with is lost."""
        try:
            # A station's file has its documents by the hand-out.
            created = self._remains.of_kind(FactKind.SURVEY_CREATED) or self._remains.of_kind(FactKind.HANDED_OUT)
            said = created[0].said
            wanted = [said["plan"], *said["forms"].values(), *said.get("older", {})]
            rows = self._remains.conn.execute(select(m.document).where(m.document.c.sha256.in_(wanted)))
            held = {row.sha256: row for row in rows}
            plan = read_plan(held[said["plan"]].source, "plan.toml")
            forms = {sha: read_form(held[sha].source, f"{held[sha].code}.toml") for sha in wanted[1:]}
        except (LookupError, ValueError, Refusal) as error:
            raise Damaged("salvage.nothing") from error
        self._conn.execute(insert(m.document), [dict(row._mapping) for row in held.values()])
        forms |= self._changed_forms()
        return Legality(self._conn, self._conn, plan, forms, self._gaps)

    def _changed_forms(self) -> dict[str, Form]:
        """The versions of forms that came later and could be read; each goes into the new file with its fact."""
        forms = {}
        for fact in self._remains.of_kind(FactKind.FORM_CHANGED):
            with suppress(LookupError, TypeError, ValueError, Refusal):
                sha = fact.said["form"]
                row = self._document(sha)
                if row is not None and sha256(row["source"]) == sha:
                    forms[sha] = read_form(row["source"], f"{row['code']}.toml")
        return forms

    def _document(self, sha: str) -> dict[str, Any] | None:
        row = self._remains.conn.execute(select(m.document).where(m.document.c.sha256 == sha)).mappings().first()
        return None if row is None else dict(row)

    def _copy_form(self, fact: Fact, said: Mapping[str, Any]) -> None:
        """The text of a form, before the row that names it."""
        if fact.kind == FactKind.FORM_CHANGED:
            known = select(m.document.c.sha256).where(m.document.c.sha256 == said["form"])
            if self._conn.execute(known).first() is None:
                self._conn.execute(insert(m.document), self._document(said["form"]))

    def _note_operator(self, fact: Fact) -> None:
        if fact.kind == FactKind.SESSION_OPENED:
            self._operators[fact.session] = str(json.loads(fact.payload).get("operator", UNKNOWN))

    def _insert(self, fact: Fact) -> None:
        self._driver.execute(
            "INSERT INTO fact (seq, session_no, n, kind, subject, at, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (fact.seq, self._numbers[fact.session], fact.n, fact.kind, fact.subject, fact.at, fact.payload, fact.hash),
        )

    def _copy_rows(self, fact: Fact, said: Mapping[str, Any]) -> None:
        """The members or links that ``fact`` commits to, which were compared with it."""
        if fact.kind == FactKind.SAMPLE_IMPORTED:
            self._copy(m.sample_member, m.sample_member.c["import"] == said["import"])
        elif fact.kind == FactKind.BALLOTS_PRINTED and said["linked"]:
            number = self._conn.execute(select(m.survey.c.number)).scalar_one()
            first, last = (serials.make(number, said["first"] + step) for step in (0, said["count"] - 1))
            for table in (m.link, m.unlinked):  # the second where links were destroyed since
                self._copy(table, table.c.serial.between(first, last))

    def _copy(self, table: Table, where: Any) -> None:
        rows = [dict(row) for row in self._remains.conn.execute(select(table).where(where)).mappings()]
        if rows:
            self._conn.execute(insert(table), rows)

    def _cuts(self) -> tuple[Cut, ...]:
        unread = self._remains.unread_in()
        found = {session: count - self._kept.get(session, 0) for session, count in self._remains.read_of().items()}
        cuts = [
            Cut(
                session,
                self._operators.get(session, UNKNOWN),
                self._kept.get(session, 0),
                found.get(session, 0),
                unread.get(session, 0),
            )
            for session in {**found, **unread}
            if found.get(session) or unread.get(session)
        ]
        if nameless := self._remains.nameless():
            cuts.append(Cut(UNKNOWN, UNKNOWN, 0, nameless, 0))
        return tuple(cuts)
