"""A survey file: made, opened by a name and password, closed."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, insert, select

from sipas_desktop.beside import sync_folder
from sipas_desktop.domain import roles as r
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.secret_digits import read_badge_code
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import badges, keys, patience
from sipas_desktop.store import models as m
from sipas_desktop.store.backups import back_up_file, folder_beside, refuse_strange
from sipas_desktop.store.engine import known_errors, make_engine, reading
from sipas_desktop.store.facts import Transaction, Writer
from sipas_desktop.store.form_rows import FormsHeld
from sipas_desktop.store.migrations import is_older, migrate, version_of
from sipas_desktop.store.print_styles import logo_said
from sipas_desktop.store.wal import refuse_damaged_wal

SMALLEST: Final = 512  # bytes: no page of a database is smaller


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

    def __init__(self, path: Path, key: bytes, operator: str, unlocked: keys.Unlocked | None = None) -> None:
        self.path = path
        self._key = key
        self._unlocked = unlocked
        self._engine: Engine = make_engine(path, key)
        self._held = self._engine.connect()
        self._writer = Writer(self._held, operator)
        self._shared = threading.local()  # the connection of a snapshot
        self.counted: dict[str, object] = {}  # what was counted of it and is held in memory, by what; gone with it

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
    def writing(self) -> Iterator[Transaction]:
        """For the workflow: one unit of work, durable when it ends."""
        with self._writer.transaction() as transaction:
            yield transaction

    def clean_out(self) -> bool:
        """Write the file anew, without what was deleted or overwritten in it, and empty the log beside it.

        False where somebody else held on to the old state; nothing is lost then.
        """
        try:
            with known_errors(), self._engine.connect() as conn:
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

    @contextmanager
    def another_session(self) -> Iterator[Transaction]:
        """For a hand-out, whose facts are a session of their own: one unit of work of a session that then ends."""
        with self._engine.connect() as conn, Writer(conn, self._writer.operator).transaction() as transaction:
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
    def file_key(self) -> bytes:
        """The key of the survey's file, for what changes the key file beside it."""
        return self._key

    def begin_session(self) -> None:
        """Say in the history that the operator has signed in, before she writes anything."""
        with self.writing() as tx:
            _ = tx.session_no

    def share_keys(self, target: Path, names: Iterable[str]) -> bytes:
        """Make the key file of ``target``, a new file of this survey, for ``names``; returns its new key."""
        return keys.share(self.path, self._key, target, names, self.about.title)

    def open_like(self, path: Path) -> OpenSurvey:
        """Open another file of this survey, such as a hand-out that came back, as the same person: no password asked.

        Raises ``Refusal`` keys.no_slot where her slot there is another one, and all that ``open_survey`` raises.
        """
        if self._unlocked is None:
            raise Refusal("keys.no_slot", name=self._writer.operator)
        with known_errors():
            _refuse_no_file(path)
            unlocked = keys.sign_in_like(path, self._unlocked)
            refuse_strange(path, unlocked.key)
            return _opened(path, unlocked.key, unlocked.name, unlocked)


def create_survey(
    path: Path,
    plan: Plan,
    forms: Mapping[str, Form],
    administrator: str,
    password: str,
    title: str = "",
    furnish: Callable[[OpenSurvey], None] | None = None,
    logo: bytes | None = None,
) -> OpenSurvey:
    """Make a survey file from a plan and open it; ``furnish`` writes what else belongs to a new one.

    ``logo`` is the PNG that the plan names for the head of ballots.

    Made under another name and renamed when whole, the survey last, so that a power cut leaves no half survey. Raises
    ``Refusal`` where the path is taken; leaves nothing then.
    """
    _refuse_server(path)
    name = keys.clean_name(administrator)
    part = path.parent / f".{secrets.token_hex(8)}.part"
    survey_id = secrets.token_hex(16)
    with known_errors():
        _refuse_taken(path)
        try:
            unlocked = keys.create(part, survey_id, title or plan.title, name, password)
            with _first_open(part, unlocked.key, name) as survey:
                with survey.writing() as tx:
                    _write_first_facts(tx, plan, forms, survey_id, title or plan.title, logo)
                if furnish is not None:
                    furnish(survey)
            if part.with_name(part.name + "-wal").exists():
                raise Refusal("file.system", detail="WAL")  # not all of it went into the file that gets the name
            _refuse_taken(path)
            keys.path_of(part).rename(keys.path_of(path))
            try:
                part.rename(path)
            except BaseException:
                keys.path_of(path).unlink()
                raise
            sync_folder(path.parent)
        finally:
            for leftover in (part, *part.parent.glob(part.name + "*")):
                leftover.unlink(missing_ok=True)
        return OpenSurvey(path, unlocked.key, name, unlocked)


def _refuse_taken(path: Path) -> None:
    if "\x00" in path.name:
        raise Refusal("file.not_text")
    if not path.name:
        raise Refusal("file.exists", path=path)  # "." or "/"
    for taken in (path, keys.path_of(path)):
        if taken.exists():
            raise Refusal("file.exists", path=taken)
    if not path.parent.is_dir():
        raise Refusal("file.no_folder", path=path.parent)


def _first_open(path: Path, key: bytes, name: str) -> OpenSurvey:
    survey = OpenSurvey(path, key, name)
    try:
        migrate(survey._held)
    except BaseException:
        survey.close()
        raise
    return survey


def _write_first_facts(
    tx: Transaction, plan: Plan, forms: Mapping[str, Form], survey_id: str, title: str, logo: bytes | None
) -> None:
    documents = [{"sha256": plan.sha256, "kind": "plan", "code": plan.id, "source": plan.source}]
    documents += [
        {"sha256": form.sha256, "kind": "form", "code": form.code, "source": form.source} for form in forms.values()
    ]
    tx.conn.execute(insert(m.document), documents)
    tx.append(
        FactKind.SURVEY_CREATED,
        id=survey_id,
        number=str(10_000 + secrets.randbelow(90_000)),
        title=title,
        plan=plan.sha256,
        forms={form.code: form.sha256 for form in forms.values()},
        **({"logo": tx.personal(logo_said(logo))} if logo is not None else {}),
    )
    tx.append(FactKind.OPERATOR_SET, name=tx.operator, roles=[r.Role.ADMINISTRATOR.value], supersedes=None)


def open_survey(path: Path, operator: str, password: str) -> OpenSurvey:
    """Open the survey at ``path``.

    Raises ``Refusal`` where there is no such file, the name or password is wrong or a newer program wrote the file,
    ``Damaged`` where it cannot be read.
    """
    _refuse_server(path)
    with known_errors():
        _refuse_no_file(path)
        content = keys.read(path)
        with patience.guess(content["survey"]):
            unlocked = keys.sign_in(path, operator, password)
        own = [badge for badge, slot in content["badges"].items() if slot.get("owner") == unlocked.place[1]]
        patience.forgive(content["survey"], own)
        return _opened(path, unlocked.key, unlocked.name, unlocked)


def open_by_badge(path: Path, scanned: str, pin: str) -> OpenSurvey:
    """Open the survey at ``path`` as the operator whose badge was scanned.

    Raises ``Refusal`` badge.unreadable, badge.unknown, badge.wrong_pin, badge.locked, and what ``open_survey`` raises.
    """
    _refuse_server(path)
    secret = read_badge_code(scanned)
    if secret is None:
        raise Refusal("badge.unreadable")
    with known_errors():
        _refuse_no_file(path)
        content = keys.read(path)
        with patience.guess(content["survey"]), patience.pin(content["survey"], badges.id_of(content, secret)):
            unlocked = badges.sign_in(path, secret, pin)
        return _opened(path, unlocked.key, unlocked.name, unlocked)


def open_with_key(path: Path, key: bytes, operator: str) -> OpenSurvey:
    """Open the survey at ``path`` by its key itself, as it stands on the recovery sheet; no key file is needed.

    Raises ``Damaged`` where the key is another file's, and ``Refusal`` where ``operator`` has no account.
    """
    _refuse_server(path)
    with known_errors():
        _refuse_no_file(path)
        return _opened(path, key, keys.clean_name(operator))


def survey_id_of(path: Path) -> str:
    """The random id of the survey at ``path``, readable without a password; "" where its key file is lost."""
    try:
        return str(keys.read(path)["survey"])
    except Refusal:
        return ""


def _refuse_no_file(path: Path) -> None:
    if not path.is_file():
        raise Refusal("file.missing", path=path)


def _opened(path: Path, key: bytes, name: str, unlocked: keys.Unlocked | None = None) -> OpenSurvey:
    if path.stat().st_size < SMALLEST:
        raise Damaged("file.damaged")  # SQLite would take it for a new file and write into it
    refuse_damaged_wal(path)
    left = path.with_name(path.name + "-wal").exists()
    survey = OpenSurvey(path, key, name, unlocked)
    try:
        if version_of(survey._held) == 0:
            raise Damaged("file.damaged")
        if left:  # a power cut may have torn pages while the log was written into the file: it has them whole
            survey._held.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
        older = is_older(survey._held)
        survey._held.rollback()
        if older:  # what a migration did wrong could be undone by nothing else
            back_up_file(path, key, [folder_beside(path)])
        migrate(survey._held)
        _ = survey.operator  # refuses an operator whose account was taken away
    except BaseException:
        survey.close()
        raise
    return survey


def title_of(path: Path) -> str:
    """The title of the survey at ``path``, readable without a password."""
    return keys.title_of(path)


def _refuse_server(path: Path) -> None:
    if str(path).startswith("postgresql:"):
        raise Refusal("file.postgresql")
