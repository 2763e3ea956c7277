"""A survey file: made, opened by a name and password, closed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, insert, select

from sipas_desktop.domain import roles as r
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import keys
from sipas_desktop.store import models as m
from sipas_desktop.store.engine import known_errors, make_engine, reading
from sipas_desktop.store.facts import Transaction, Writer
from sipas_desktop.store.migrations import migrate, version_of

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

    def __enter__(self) -> OpenSurvey:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. What was committed is durable already."""
        self._held.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For queries: one unchanging view of the file."""
        with reading(self._engine) as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """For the workflow: one unit of work, durable when it ends."""
        with self._writer.transaction() as transaction:
            yield transaction

    @cached_property
    def about(self) -> About:
        """Id, serial number and title."""
        with self.reading() as conn:
            row = conn.execute(select(m.survey.c.id, m.survey.c.number, m.survey.c.title)).one()
        return About(*row)

    @property
    def operator(self) -> Operator:
        """Who opened the survey, with the roles that she has now. Raises ``Refusal`` where she has lost her account."""
        name = self._writer.operator
        with self.reading() as conn:
            found = conn.execute(_ROLES, {"name": name}).scalar()
        if found is None:
            raise Refusal("operators.not_listed", name=name)
        return Operator(name, frozenset(r.Role(role) for role in found.split()))

    @cached_property
    def plan(self) -> Plan:
        """The plan as the survey keeps it."""
        with self.reading() as conn:
            source = conn.execute(
                select(m.document.c.source).join(m.survey, m.survey.c.plan == m.document.c.sha256)
            ).scalar_one()
        return read_plan(source, "plan.toml")

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The ballot forms by the hash of their text."""
        with self.reading() as conn:
            rows = conn.execute(select(m.document).where(m.document.c.kind == "form")).all()
        return {row.sha256: read_form(row.source, f"{row.code}.toml") for row in rows}

    def form_of_group(self, code: str) -> Form:
        """The form that a group of the plan is asked with."""
        group = self.plan.group(code)
        if group is None:
            known = " ".join(group.code for group in self.plan.groups)
            raise Refusal("plan.unknown_group", found=code, expected=known)
        return next(form for form in self.forms.values() if form.code == group.form)

    def prepare_slot(self, name: str, password: str) -> keys.Prepared:
        """A slot in the key file for ``name``: slow, and nothing is written yet."""
        return keys.prepare(self.path, self._key, name, password)

    def put_slot(self, prepared: keys.Prepared) -> None:
        """Write the slot into the key file: inside a write transaction, so that two writers do not lose one."""
        keys.put(self.path, self._key, prepared)

    def drop_slot(self, name: str) -> None:
        """Take all slots of ``name`` out of the key file: inside a write transaction."""
        keys.drop(self.path, self._key, name)

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
            return _opened(path, keys.sign_in_like(path, self._unlocked))


def create_survey(
    path: Path,
    plan: Plan,
    forms: Mapping[str, Form],
    administrator: str,
    password: str,
    title: str = "",
    furnish: Callable[[OpenSurvey], None] | None = None,
) -> OpenSurvey:
    """Make a survey file from a plan and open it; ``furnish`` writes what else belongs to a new one.

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
                    _write_first_facts(tx, plan, forms, survey_id, title or plan.title)
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


def _write_first_facts(tx: Transaction, plan: Plan, forms: Mapping[str, Form], survey_id: str, title: str) -> None:
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
        return _opened(path, keys.sign_in(path, operator, password))


def _refuse_no_file(path: Path) -> None:
    if not path.is_file():
        raise Refusal("file.missing", path=path)


def _opened(path: Path, unlocked: keys.Unlocked) -> OpenSurvey:
    if path.stat().st_size < SMALLEST:
        raise Damaged("file.damaged")  # SQLite would take it for a new file and write into it
    survey = OpenSurvey(path, unlocked.key, unlocked.name, unlocked)
    try:
        if version_of(survey._held) == 0:
            raise Damaged("file.damaged")
        survey._held.rollback()
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
