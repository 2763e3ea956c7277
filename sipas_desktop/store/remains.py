"""All that was read of a damaged survey and of its backup, waiting to be put in order: a file of its own, encrypted.

Its tables of documents, words, members and links are those of a survey, so that facts can be compared with them as
``check`` does it. Facts may come in more than one version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, select, update

from sipas_desktop import paths
from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind, chain_hash
from sipas_desktop.domain.plan_file import load_plan, plan_folders
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.signature import public_of
from sipas_desktop.store import models as m
from sipas_desktop.store.carving import Value, rows
from sipas_desktop.store.engine import make_engine
from sipas_desktop.store.links import words_to_go_of
from sipas_desktop.store.models_package import package_file, signing_secret
from sipas_desktop.store.pages import Pages

AT_ONCE: Final = 2000  # facts written together
_ID: Final = re.compile(r"[0-9a-f]{32}")
_SERIAL: Final = re.compile(r"[0-9]{12}")
_OWN_ID: Final = {m.sample_member: "id", m.link: "member", m.personal: "id"}  # columns that hold 128 random bits
_CREATE: Final = "CREATE TABLE remains (seq, no, session, n, kind, subject, at, payload, hash)"
_FACT: Final = "seq, session, n, kind, subject, at, payload, hash"
_INSERT: Final = "INSERT INTO remains VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DRAWN: Final = "INSERT OR REPLACE INTO drawn VALUES (?, ?, ?, ?, ?)"
_TABLES: Final = (
    m.document, m.sample_member, m.link, m.unlinked, m.personal, signing_secret, package_file,
)  # fmt: skip


class Remains:
    """Use it in a ``with``; ``conn`` is the file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._engine = make_engine(path, key)
        self.conn = self._engine.connect()
        for pragma in ("synchronous = OFF", "foreign_keys = OFF"):  # gone in the end, whatever happens
            self.conn.exec_driver_sql(f"PRAGMA {pragma}")
        m.metadata.create_all(self.conn)
        self.conn.commit()
        self.conn.exec_driver_sql(_CREATE)
        # What the index of facts tells, of lost ones too. Another index has three numbers as well: see unread_in.
        self.conn.exec_driver_sql("CREATE TABLE places (no, n, seq)")
        self._driver: Any = self.conn.connection.driver_connection
        self._waiting: dict[str, list[tuple[Value, ...]]] = {}  # statement → its rows
        self._sessions: dict[int, str] = {}  # number in the damaged file → id

    def __enter__(self) -> Remains:
        return self

    def __exit__(self, *_: object) -> None:
        self.conn.close()
        self._engine.dispose()

    def carve(self, pages: Pages) -> None:
        """Take every row that is on a page that holds."""
        for rowid, values in rows(pages):
            if rowid is None:
                if len(values) == 3 and all(isinstance(value, int) for value in values):
                    self._keep("INSERT INTO places VALUES (?, ?, ?)", values)
                elif len(values) == len(m.drawn.columns) and _is_id(values[0]) and _is_id(values[1]):
                    self._keep(_DRAWN, values)  # who was drawn: proves a draw from whose frame somebody was erased
            elif _is_fact(values):
                self._keep(_INSERT, (rowid, values[1], None, *values[2:]))
            elif len(values) == 2 and values[0] is None and _is_id(values[1]):
                self._sessions[rowid] = str(values[1])
            else:
                self._take(values)
        self._write()
        self._name_sessions()

    def add(self, conn: Connection) -> None:
        """Take all that a backup holds."""
        facts = select(m.fact, m.session.c.id).join(m.session, m.session.c.no == m.fact.c.session_no)
        for r in conn.execution_options(yield_per=AT_ONCE).execute(facts):
            self._keep(_INSERT, (r.seq, None, r.id, r.n, r.kind, r.subject, r.at, r.payload, r.hash))
        for table in _TABLES:
            for row in conn.execute(select(table)):
                self._take(tuple(row))
        for row in conn.execute(select(m.drawn)):
            self._keep(_DRAWN, tuple(row))
        self._write()

    def add_presets(self) -> None:
        """Take the plans and forms that ship with the program: most surveys were made from one, unchanged."""
        for folder in plan_folders(paths.forms()):
            with suppress(Refusal):
                plan, forms = load_plan(folder)
                self._take((plan.sha256, "plan", plan.id, plan.source))
                for form in forms.values():
                    self._take((form.sha256, "form", form.code, form.source))
        self._write()

    def facts(self) -> Iterator[list[Fact]]:
        """The versions of each fact that were read, in the order of the facts' arrival; mostly one."""
        self._driver.execute("CREATE INDEX IF NOT EXISTS of_arrival ON remains (seq)")
        cursor = self._driver.execute(f"SELECT {_FACT} FROM remains WHERE session IS NOT NULL ORDER BY seq")
        for _, rows_of_one in groupby(cursor, key=itemgetter(0)):
            facts = sorted({Fact(*row) for row in rows_of_one}, key=_ref)
            yield from (list(versions) for _, versions in groupby(facts, key=_ref))

    def sessions(self) -> list[str]:
        """The sessions of the facts that were read, in the order of their first ones."""
        cursor = self._driver.execute(
            "SELECT session FROM remains WHERE session IS NOT NULL GROUP BY session ORDER BY min(seq)"
        )
        return [session for (session,) in cursor]

    def read_of(self) -> dict[str, int]:
        """Session → how many of its facts were read."""
        query = "SELECT session, count(DISTINCT n) FROM remains WHERE session IS NOT NULL GROUP BY session"
        return {session: int(count) for session, count in self._driver.execute(query)}

    def of_kind(self, kind: str) -> list[Fact]:
        """The facts of ``kind`` that were read."""
        cursor = self._driver.execute(f"SELECT {_FACT} FROM remains WHERE session IS NOT NULL AND kind = ?", (kind,))
        return [Fact(*row) for row in cursor]

    def forget_links(self) -> None:
        """Whose ballots were, which a backup may still tell although it was destroyed since."""
        self.conn.execute(delete(m.link))
        for ref in words_to_go_of(self.of_kind(FactKind.RECHECK_ANSWERED), self.of_kind(FactKind.ONLINE_ANSWERED)):
            self.conn.execute(update(m.personal).where(m.personal.c.id == ref).values(salt=None, value=None))
        self.conn.commit()

    def count(self) -> int:
        """How many facts were read."""
        (number,) = self._driver.execute("SELECT count(DISTINCT seq) FROM remains").fetchone()
        return int(number)

    def unread(self) -> int:
        """How many facts were not read although later ones were: facts are numbered without a gap as they arrive."""
        query = "SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM remains UNION ALL SELECT seq FROM places)"
        (last,) = self._driver.execute(query).fetchone()
        return int(last) - self.count()

    def unread_in(self) -> dict[str, int]:
        """Session → how many of its facts were not read, as far as the index still tells."""
        self._driver.execute("CREATE INDEX IF NOT EXISTS of_arrival ON remains (seq)")
        rows = self._driver.execute(
            "SELECT no, count(DISTINCT seq) FROM places p"
            " WHERE NOT EXISTS (SELECT 1 FROM remains r WHERE r.seq = p.seq)"
            " AND NOT EXISTS (SELECT 1 FROM remains r WHERE r.no = p.no AND r.n = p.n) GROUP BY no"
        ).fetchall()
        return {self._sessions[no]: int(count) for no, count in rows if no in self._sessions}

    def nameless(self) -> int:
        """How many facts were read whose session nothing names."""
        (number,) = self._driver.execute(
            "SELECT count(DISTINCT seq) FROM remains r WHERE session IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM remains o WHERE o.seq = r.seq AND o.session IS NOT NULL)"
        ).fetchone()
        return int(number)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _keep(self, statement: str, row: tuple[Value, ...]) -> None:
        waiting = self._waiting.setdefault(statement, [])
        waiting.append(row)
        if len(waiting) >= AT_ONCE:
            self._write()

    def _write(self) -> None:
        self._driver.execute("BEGIN")
        for statement, waiting in self._waiting.items():
            self._driver.executemany(statement, waiting)
        self._driver.execute("COMMIT")
        self._waiting = {}

    def _take(self, values: tuple[Value, ...]) -> None:
        """A row of whichever table it fits; what it says is compared with the facts later."""
        for table in _TABLES:
            if _fits(table, values):
                marks = ", ".join("?" * len(values))
                self._keep(f"INSERT OR REPLACE INTO {table.name} VALUES ({marks})", values)
                return

    def _name_sessions(self) -> None:
        """Give each fact its session's id; where the page that says it is lost, the id that its hash is true with."""
        numbers = [no for (no,) in self._driver.execute("SELECT DISTINCT no FROM remains").fetchall()]
        lost = [no for no in numbers if no not in self._sessions]
        candidates = self._ids_spoken_of() if lost else set()
        for no in lost:
            with suppress(StopIteration):
                self._sessions[no] = next(each for each in candidates if self._is_session(no, each))
        self._driver.execute("CREATE INDEX IF NOT EXISTS of_session ON remains (no, n)")
        for no in numbers:
            if no in self._sessions:
                self._driver.execute("UPDATE remains SET session = ? WHERE no = ?", (self._sessions[no], no))

    def _ids_spoken_of(self) -> set[str]:
        found: set[str] = set()
        for (payload,) in self._driver.execute("SELECT payload FROM remains"):
            found.update(_ID.findall(payload))
        return found

    def _is_session(self, no: int, session: str) -> bool:
        facts = self._driver.execute(
            "SELECT n, kind, subject, at, payload, hash FROM remains WHERE no = ? ORDER BY n LIMIT 2", (no,)
        ).fetchall()
        n, kind, subject, at, payload, digest = facts[-1]
        if n == 1:
            before = BEFORE_FIRST
        elif len(facts) == 2 and facts[0][0] == n - 1:
            before = facts[0][5]
        else:
            return False
        return chain_hash(before, session, n, kind, subject, at, payload) == bytes(digest)


def _ref(fact: Fact) -> tuple[str, int]:
    return fact.session, fact.n


def _is_fact(values: tuple[Value, ...]) -> bool:
    kinds = (type(None), int, int, str, str, str, str, bytes)
    return len(values) == len(kinds) and all(map(isinstance, values, kinds)) and len(values[7]) == 32  # type: ignore[arg-type]


def _is_id(value: Value) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _fits(table: Table, values: tuple[Value, ...]) -> bool:
    """Whether a row of ``table`` could hold ``values``."""
    if len(values) != len(table.columns):
        return False
    for column, value in zip(table.columns, values, strict=True):
        if not isinstance(value, column.type.python_type) and not (value is None and column.nullable):
            return False
    row = dict(zip(table.columns.keys(), values, strict=True))
    if table is m.document:
        return sha256(str(row["source"])) == row["sha256"]
    if table is signing_secret:
        with suppress(ValueError):
            return public_of(str(row["private"])) == row["public"]
        return False
    if table is m.unlinked:
        return _SERIAL.fullmatch(str(row["serial"])) is not None
    if table is package_file:
        return len(str(row["sha256"])) == 64
    return _is_id(row[_OWN_ID[table]])
