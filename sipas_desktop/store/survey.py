"""A survey that somebody has opened: what she reads of it and writes into it goes through this."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, select

from sipas_desktop import paths
from sipas_desktop.domain import roles as r
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.place import Place, ServerAddress
from sipas_desktop.store import keys
from sipas_desktop.store import models as m
from sipas_desktop.store.engine import known_errors, make_engine, reading
from sipas_desktop.store.facts import Transaction, Writer
from sipas_desktop.store.form_rows import FormsHeld
from sipas_desktop.store.server import line_of, make_server_engine
from sipas_desktop.store.server_listener import Listener
from sipas_desktop.store.server_survey import ServerKeys, clean_out_there
from sipas_desktop.store.server_writer import ServerWriter


@dataclass(frozen=True)
class Operator:
    """Somebody who works on the survey."""

    name: str
    roles: frozenset[r.Role]


@dataclass(frozen=True)
class About:
    """What does not change about a survey."""

    id: str
    number: str  # the first digits of its serials
    title: str
    handout: str | None = None  # in a station's file: the id of the hand-out that it came from
    station: int | None = None  # and its number


_ROLES = select(m.operator.c.roles).where(m.operator.c.name == bindparam("name"))  # asked by every verb


class OpenSurvey:
    """A survey opened by one operator. Close it, or use it in a ``with``."""

    def __init__(
        self,
        place: Place,
        key: bytes,
        operator: str,
        unlocked: keys.Unlocked | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.place = place
        self._key = key
        self.unlocked = unlocked
        self._engine: Engine = engine or (
            make_engine(place, key) if isinstance(place, Path) else make_server_engine(place)
        )
        self._held = self._engine.connect()
        self._writer = self._new_writer(self._held, operator)
        self._shared = threading.local()  # the connection of a snapshot
        self.counted: dict[str, object] = {}  # what was counted of it and is held in memory, by what; gone with it

    def _new_writer(self, conn: Connection, operator: str) -> Writer:
        return ServerWriter(conn, operator) if self.on_server else Writer(conn, operator)

    @property
    def on_server(self) -> bool:
        """Whether the survey is a database on a server, and not a file."""
        return isinstance(self.place, ServerAddress)

    @property
    def path(self) -> Path:
        """The survey's file, for what only a file has. Raises ``Refusal`` server.file_only where it is on a server."""
        if not isinstance(self.place, Path):
            raise Refusal("server.file_only")
        return self.place

    @property
    def home(self) -> Path:
        """The folder where what is made of the survey goes unless somebody says otherwise."""
        return self.place.parent if isinstance(self.place, Path) else paths.documents()

    def beside(self, name: str) -> Path:
        """A file of this name in that folder."""
        return self.home / name

    @property
    def holder(self) -> keys.Holder:
        """The operators' keys, to look at."""
        return self.place if isinstance(self.place, Path) else ServerKeys(self.reading)

    def holder_in(self, tx: Transaction) -> keys.Holder:
        """The operators' keys, to change in ``tx``."""
        return self.place if isinstance(self.place, Path) else ServerKeys(lambda: nullcontext(tx.conn))

    def __enter__(self) -> OpenSurvey:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. What was committed is durable already."""
        self.counted.clear()
        self._held.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For queries: one unchanging view of the file."""
        if (shared := getattr(self._shared, "conn", None)) is not None:
            yield shared
            return
        with reading(self._engine) as conn:
            yield conn

    def is_own(self, conn: Connection) -> bool:
        """Whether ``conn`` looks at the survey's file, and not at the survey as it once was."""
        return conn.engine is self._engine

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that this thread reads inside it sees the file as it is now, whatever others write meanwhile.

        For what must agree with each other: the figures, records and head of one report.
        """
        with self.reading() as conn:
            conn.execute(select(m.survey.c.id)).first()  # SQLite's view begins with the first thing that is read
            with self.looking_at(conn):
                yield

    @contextmanager
    def looking_at(self, conn: Connection) -> Iterator[None]:
        """All that this thread reads inside it is read from ``conn``: a snapshot, or the survey as it once was."""
        before = getattr(self._shared, "conn", None)
        self._shared.conn = conn
        try:
            yield
        finally:
            self._shared.conn = before

    @contextmanager
    def writing(self, *, together: bool = False) -> Iterator[Transaction]:
        """For the workflow: one unit of work, durable when it ends. ``together``: see ``Writer.transaction``."""
        with self._writer.transaction(together=together) as transaction:
            yield transaction

    def clean_out(self) -> bool:
        """Write the file anew, without what was deleted or overwritten in it, and empty the log beside it.

        False where somebody else held on to the old state; nothing is lost then.
        """
        if self.on_server:
            return clean_out_there(self._engine)
        try:
            with known_errors(self.path.parent), self._engine.connect() as conn:
                conn.exec_driver_sql("VACUUM")
                busy = conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
                conn.rollback()
        except Refusal:
            return False
        return not busy

    @property
    def appended(self) -> int:
        """How many facts were appended since the survey was opened, by who opened it."""
        return self._writer.appended

    def listen(self, heard: Callable[[], None]) -> Listener | None:
        """Have ``heard`` called, in a thread of its own, after what others write; None with a file.

        Who asks for it stops it before she closes the survey.
        """
        return Listener(line_of(self._engine), self._writer.session, heard) if self.on_server else None

    @contextmanager
    def another_session(self) -> Iterator[Transaction]:
        """For a hand-out, whose facts are a session of their own: one unit of work of a session that then ends."""
        with self._engine.connect() as conn, self._new_writer(conn, self._writer.operator).transaction() as transaction:
            yield transaction

    @cached_property
    def about(self) -> About:
        """Id, serial number and title."""
        with self.reading() as conn:
            row = conn.execute(
                select(m.survey.c.id, m.survey.c.number, m.survey.c.title, m.survey.c.handout, m.handout.c.number)
                .select_from(m.survey)
                .outerjoin(m.handout, m.handout.c.id == m.survey.c.handout)
            ).one()
        return About(*row)

    @property
    def operator(self) -> Operator:
        """Who opened the survey, with the roles that she has now. Raises ``Refusal`` where she has lost her account."""
        name = self._writer.operator
        with self.reading() as conn:
            found = conn.execute(_ROLES, {"name": name}).scalar()
        if not found:
            raise Refusal("operators.not_listed", name=name)
        try:
            return Operator(name, frozenset(r.Role(role) for role in found.split()))
        except ValueError:
            raise Damaged("file.damaged") from None

    @cached_property
    def plan(self) -> Plan:
        """The plan as the survey keeps it."""
        with self.reading() as conn:
            source = conn.execute(
                select(m.document.c.source).join(m.survey, m.survey.c.plan == m.document.c.sha256)
            ).scalar_one()
        return read_plan(source, "plan.toml")

    @cached_property
    def forms(self) -> FormsHeld:
        """The ballot forms by the hash of their text, every version."""
        return FormsHeld(self.reading)

    def form_of_group(self, code: str) -> Form:
        """The form that a group of the plan is asked with: the newest version."""
        group = self.plan.group(code)
        if group is None:
            known = " ".join(group.code for group in self.plan.groups)
            raise Refusal("plan.unknown_group", found=code, expected=known)
        return self.forms.current()[group.form]

    @property
    def signed_in(self) -> str:
        """The name of who opened it, whatever has become of her account."""
        return self._writer.operator

    @property
    def file_key(self) -> bytes:
        """The key of the survey's file, for what changes the key file beside it."""
        return self._key

    def begin_session(self) -> None:
        """Say in the history that the operator has signed in, before she writes anything."""
        with self.writing() as tx:
            _ = tx.session_no

    def share_keys(self, target: Path, names: Iterable[str]) -> bytes:
        """Make the key file of ``target``, a new file of this survey, for ``names``; returns its new key."""
        return keys.share(self.holder, self._key, target, names, self.about.title)
