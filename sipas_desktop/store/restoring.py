"""A backup takes the survey's place: looked into first, the file before it set aside, the history told.

The backup is unpacked beside the survey, opened with the operator's own password, read to its end and given the fact
``restored``; only then is the present file renamed, and the backup takes its name (``taking_place``). Nothing is ever
deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import keys, patience
from sipas_desktop.store import models as m
from sipas_desktop.store.backups import Heads, refuse_strange, sha256_of, unpack, unwritten, verify
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.engine import known_errors, make_engine
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.survey_name import take_name
from sipas_desktop.store.wal import refuse_damaged_wal
from sipas_desktop.store.workflow.permission import require
from sipas_desktop.store.workflow.recovery import record_restored
from sipas_desktop.taking_place import go_on
from sipas_desktop.unfinished import unfinished


@dataclass(frozen=True)
class Loss:
    """What the present file holds and a backup does not."""

    facts: int
    answers: int
    ballots: int
    since: str | None  # when the first of those facts was appended, UTC
    operators: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """The survey at ``path`` stands on a backup now; ``aside`` is where the file before it lies, if there was one."""

    path: Path
    sha256: str  # of the backup
    facts: int  # in the backup
    aside: Path | None


def lost_by(survey: OpenSurvey, heads: Heads) -> Loss:
    """What would be lost if a backup with ``heads`` took the place of the open ``survey``."""
    with survey.reading() as conn:
        return _loss(conn, heads)


def look_into(backup: Path, survey: Path, name: str, password: str) -> Heads:
    """The heads of a backup of the survey at ``survey``, read to its end.

    Raises ``Refusal`` where name or password are not those of the backup's time, ``Damaged`` where it is not whole.
    """
    with _unpacked(backup, survey) as part:
        key = _unlock(part, name, password)
        refuse_strange(part, key)
        return verify(part, key)[0]


def restore(backup: Path, survey: Path, name: str, password: str, replace: bool = False) -> Restored:
    """Make the survey at ``survey`` from ``backup``; with ``replace`` the file that is there is set aside first.

    The operator must have been an administrator when the backup was made. Killed at whatever instant, either the file
    before or the backup bears the name when it is opened next. Raises ``Refusal`` where ``survey`` is taken or another
    program has it open, ``Damaged`` where the backup is not whole; changes nothing then.
    """
    with known_errors(survey.parent):
        go_on(survey)
    taken = [path for path in (survey, keys.path_of(survey)) if path.exists()]
    if taken and not replace:
        raise Refusal("file.exists", path=taken[0])
    with known_errors(survey.parent), _unpacked(backup, survey) as part:
        key = _unlock(part, name, password)
        refuse_strange(part, key)
        heads, facts = verify(part, key)
        replaced = _close_to_others(survey, name, password)
        digest = sha256_of(backup)
        with open_survey(part, name, password) as opened:
            require(opened, Verb.RESTORE)
            record_restored(opened, backup.name, digest, heads, replaced)
        if part.with_name(part.name + "-wal").exists():
            raise trouble_in(survey.parent)  # not all of it went into the file that gets the name
        aside = take_name(part, survey)
    return Restored(survey, digest, facts, aside)


@contextmanager
def _unpacked(backup: Path, survey: Path) -> Iterator[Path]:
    if not survey.parent.is_dir():
        raise Refusal("file.no_folder", path=survey.parent)
    with unfinished(survey.parent) as part:
        unpack(backup, part)
        yield part


def _unlock(part: Path, name: str, password: str) -> bytes:
    """A backup's key file is no way round the delay after wrong passwords."""
    with patience.guess(keys.read(part)["survey"]):
        return keys.unlock(part, name, password)


def _close_to_others(survey: Path, name: str, password: str) -> Heads | None:
    """The heads of the present file. Raises ``Refusal`` where another program has it open; None where it is damaged.

    A damaged file is not written to: there may be something to salvage. To turn the WAL off of a whole one SQLite must
    have the file to itself: a window that went on keying into the file set aside would key for nobody.
    """
    if not survey.exists() or not keys.path_of(survey).exists():
        return None
    try:
        key = keys.unlock(survey, name, password)
        refuse_damaged_wal(survey)  # SQLite would throw away what salvaging can still read
        heads = _read_whole(survey, key)
    except Refusal as refusal:
        # Damaged, or an account or a password that the present file does not have: it is set aside unread.
        if isinstance(refusal, Damaged) or refusal.code == "keys.wrong_password":
            return None
        raise
    engine = make_engine(survey, key)
    try:
        with known_errors(survey.parent), engine.connect() as conn:
            if conn.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar() != "delete":
                raise Refusal("file.locked")
    finally:
        engine.dispose()
    return heads


def _read_whole(survey: Path, key: bytes) -> Heads:
    try:
        with unwritten(survey, key) as conn:
            if conn.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None:
                raise Damaged("file.damaged")
            return all_heads(conn)
    except DBAPIError as error:  # an empty file: SQLite takes it for a new one
        raise Damaged("file.damaged") from error


def _loss(conn: Connection, heads: Heads) -> Loss:
    rows = []
    for session, number in conn.execute(select(m.session.c.id, m.session.c.no)).all():
        reached = heads.get(session, (0, ""))[0]
        f = m.fact.c
        own = (f.session_no == number) & (f.n > reached)
        rows += [(number, row) for row in conn.execute(select(f.kind, f.subject, f.at, f.payload).where(own))]
    people = {row.session_no: row.operator for row in conn.execute(select(m.opening))}
    return Loss(
        facts=len(rows),
        answers=sum(_answers(row) for _, row in rows),
        ballots=len({row.subject for _, row in rows if row.subject}),
        since=min((row.at for _, row in rows), default=None),
        operators=tuple(sorted({people[number] for number, _ in rows if number in people})),
    )


def _answers(row: Any) -> int:
    return len(json.loads(row.payload)["answers"]) if row.kind == FactKind.ANSWERS_KEYED.value else 0
