"""Backups: one file each, a zip (stored) of the encrypted survey and its key file, checked before it gets its name.

The survey is copied by ``VACUUM INTO`` into a file beside it, which stays encrypted under the same key, takes one
unchanging view of the file and lets others write meanwhile. The copy is opened with the key, read to its end and
compared with the survey; only then is it packed into every place. So SQLite itself never works on a share or a
stick, and a backup cannot lose one of its two halves.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.beside import beside, make_folder
from sipas_desktop.domain.keeping import SHORT_OF_ROOM, USUAL, kept
from sipas_desktop.errors import Damaged, Refusal, of_system, system_detail
from sipas_desktop.store import archives, keys, trickle
from sipas_desktop.store import models as m
from sipas_desktop.store.engine import known_errors, make_engine, reading
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.migrations import is_older, strange_in
from sipas_desktop.unfinished import unfinished

if TYPE_CHECKING:
    from sipas_desktop.store.database import OpenSurvey

SUFFIX: Final = ".sao-luu.zip"
FOLDER: Final = "{name} sao luu"  # the folder of a survey's backups, beside it and on other drives
CHUNK: Final = 1 << 20  # bytes
MOST_SWOLLEN: Final = 2  # an encrypted file does not shrink: a zip that grows more than that holds none
Heads = dict[str, tuple[int, str]]
Progress = Callable[[int, int], None]

VIETNAM: Final = datetime.timezone(datetime.timedelta(hours=7))
STAMP: Final = "%Y-%m-%d %H.%M.%S"
_NAME: Final = re.compile(r"(?P<name>.+) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)" + re.escape(SUFFIX))


@dataclass(frozen=True)
class Backup:
    """A backup as its name tells it; ``at`` is the time of Vietnam, whatever the computer's zone."""

    path: Path
    at: datetime.datetime
    size: int  # bytes


@dataclass(frozen=True)
class Made:
    """A backup just made: ``paths`` one a place; ``failed`` the places that could not be written, and why."""

    paths: tuple[Path, ...]
    sha256: str
    facts: int  # in it
    failed: tuple[tuple[Path, Refusal], ...] = ()


def folder_beside(survey: Path) -> Path:
    """Where a survey's backups lie when nobody says otherwise."""
    return survey.with_name(folder_name(survey))


def folder_name(survey: Path) -> str:
    """The name of the folder of a survey's backups."""
    return FOLDER.format(name=survey.stem)


def listed(folder: Path, survey: Path) -> tuple[Backup, ...]:
    """The backups in ``folder`` of the survey at ``survey``, the newest first; none where there is no such folder.

    A backup of another survey whose file has the same name is left out, as far as the key file still tells.
    """
    own = _survey_id(keys.path_of(survey))
    found = []
    try:
        entries = list(folder.iterdir())
    except OSError:
        return ()
    for path in entries:
        match = _NAME.fullmatch(unicodedata.normalize("NFC", path.name))
        if match is None or match["name"] != unicodedata.normalize("NFC", survey.stem):
            continue
        try:
            at = datetime.datetime.strptime(match["at"], STAMP).replace(tzinfo=VIETNAM)
            size = path.stat().st_size
        except (ValueError, OSError):
            continue
        if own is None or _id_in(path) in (None, own):
            found.append(Backup(path, at, size))
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def back_up(survey: OpenSurvey, folders: Sequence[Path], at: datetime.datetime | None = None) -> Made:
    """Back the open survey up into each of ``folders``, which are made where they are missing.

    Needs no lock that a typist would wait for. A place that cannot be written is told in ``failed``. A file that was
    moved or deleted meanwhile is backed up from the one that is open. Raises ``Refusal`` where no place could be
    written, ``Damaged`` where the survey cannot be read to its end.
    """
    with survey._writer.held_if_elsewhere() as held:
        return back_up_file(survey.path, survey._key, folders, at, held)


def back_up_file(
    path: Path,
    key: bytes,
    folders: Sequence[Path],
    at: datetime.datetime | None = None,
    held: Connection | None = None,
) -> Made:
    """As ``back_up``, of the survey file at ``path``, or of the one that ``held`` is a connection to."""
    at = (at or datetime.datetime.now(datetime.UTC)).astimezone(VIETNAM).replace(microsecond=0)
    with _checked_copy(path, key, held) as (part, facts):
        made: list[tuple[Path, str]] = []
        failed: list[tuple[Path, Refusal]] = []
        for folder in folders:
            try:
                made.append(_pack(path, part, folder, at))
            except Refusal as refusal:
                failed.append((folder, refusal))
        if not made:
            raise failed[0][1]
    return Made(tuple(path for path, _ in made), made[0][1], facts, tuple(failed))


def look_through(survey: OpenSurvey) -> None:
    """Read every page of the open survey's file and its checksum. Raises ``Damaged`` where one is wrong.

    Answers are keyed meanwhile; for a thread of its own.
    """
    _refuse_missing(survey.path)
    engine = make_engine(survey.path, survey._key)
    try:
        with reading(engine) as conn:
            if conn.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None:
                raise Damaged("file.damaged")
    finally:
        engine.dispose()


def is_elsewhere(survey: OpenSurvey) -> bool:
    """Whether the file that is open was moved or deleted: with the last who closes it, a deleted one is gone."""
    return survey._writer.is_elsewhere


def stand_back() -> None:
    """Put the calling thread behind the typists'. For threads of their own."""
    trickle.yield_to_typists()


def prune(folder: Path, survey: Path, newest: Path) -> tuple[Path, ...]:
    """Delete the backups in ``folder`` that need not be kept any longer; returns them. ``newest`` stays in any case."""
    known = listed(folder, survey)
    short = _room(folder) < 2 * max((backup.size for backup in known), default=0)
    stay = kept((backup.at for backup in known), SHORT_OF_ROOM if short else USUAL)
    gone = [backup.path for backup in known if backup.at not in stay and backup.path != newest]
    for path in gone:
        path.unlink(missing_ok=True)
    return tuple(gone)


# -- the copy ----------------------------------------------------------------------------------------------------------


@contextmanager
def _checked_copy(path: Path, key: bytes, held: Connection | None = None) -> Iterator[tuple[Path, int]]:
    """A copy that was read to its end and compared, and how many facts it holds."""
    with known_errors(path.parent), unfinished(path.parent) as part:
        if held is not None:
            yield part, _copy(held, part, key)
            return
        _refuse_missing(path)
        engine = make_engine(path, key)
        try:
            with engine.connect() as conn:
                facts = _copy(conn, part, key)
        finally:
            engine.dispose()
        yield part, facts


def _refuse_missing(path: Path) -> None:
    """Raises ``Refusal`` where there is no file any more: SQLite would make an empty one of that name."""
    if not path.is_file():
        raise Refusal("file.moved", path=path)


def _copy(conn: Connection, part: Path, key: bytes) -> int:
    """Copies the file of ``conn`` to ``part`` and compares; how many facts the copy holds."""
    with trickle.growing(part):
        conn.exec_driver_sql("VACUUM INTO ?", (str(part.absolute()),))
    heads, facts = verify(part, key)
    conn.exec_driver_sql("BEGIN")
    try:
        _compare(conn, heads)
    finally:
        conn.rollback()
    return facts


def refuse_strange(path: Path, key: bytes) -> None:
    """For a file that somebody brought. Raises ``Damaged`` where it has views or triggers, or lacks a table.

    Before anything in it is asked: a view in a table's place can keep its reader busy for ever.
    """
    with unwritten(path, key) as conn:
        if not is_older(conn) and (strange := strange_in(conn)):
            raise Damaged("check.schema", name=strange[0])


def verify(path: Path, key: bytes) -> tuple[Heads, int]:
    """Read the survey file at ``path`` to its end; returns its heads and how many facts it holds.

    Raises ``Damaged`` where something is wrong.
    """
    with unwritten(path, key) as conn:
        for pragma in ("cipher_integrity_check", "integrity_check"):
            for (message,) in conn.exec_driver_sql(f"PRAGMA {pragma}").all():
                if message != "ok":
                    raise Damaged("backup.damaged", file=path.name)
        heads = all_heads(conn)
        facts = conn.execute(select(func.count()).select_from(m.fact)).scalar_one()  # chains may have gaps
    if not heads:
        raise Damaged("backup.damaged", file=path.name)
    return heads, facts


@contextmanager
def unwritten(path: Path, key: bytes) -> Iterator[Connection]:
    """A reader of the file at ``path`` that writes nothing to it or beside it."""
    engine = make_engine(path, key, writable=False)
    try:
        with reading(engine) as conn:
            yield conn
    finally:
        engine.dispose()


def _compare(conn: Connection, heads: Heads) -> None:
    """Each head of the copy is a fact of the survey: it is of this survey and nothing in it was altered on the way."""
    fact_hash = select(m.fact.c.hash).join(m.session, m.session.c.no == m.fact.c.session_no)
    for session, (n, digest) in heads.items():
        held = conn.execute(fact_hash.where(m.session.c.id == session, m.fact.c.n == n)).scalar()
        if held is None or held.hex() != digest:
            raise Damaged("file.damaged")


# -- the archive -------------------------------------------------------------------------------------------------------


def pack_into(survey: OpenSurvey, out: Path) -> str:
    """Write a checked copy of the open survey, and its key file, to ``out`` as a backup has them; returns its hash.

    Raises ``Refusal`` where it cannot be written, ``Damaged`` where the survey cannot be read to its end.
    """
    at = datetime.datetime.now(VIETNAM).replace(microsecond=0)
    with _checked_copy(survey.path, survey._key) as (part, _):
        return pack(survey.path, part, out, at)


def _pack(survey: Path, copy: Path, folder: Path, at: datetime.datetime) -> tuple[Path, str]:
    try:
        make_folder(folder)
    except OSError as error:
        raise Refusal("backup.no_place", path=folder, detail=system_detail(error)) from error
    if _room(folder) < copy.stat().st_size + CHUNK:
        raise Refusal("file.disk_full")
    out = folder / f"{survey.stem} {at:{STAMP}}{SUFFIX}"
    while out.exists():
        at += datetime.timedelta(seconds=1)
        out = folder / f"{survey.stem} {at:{STAMP}}{SUFFIX}"
    return out, pack(survey, copy, out, at)


def pack(survey: Path, copy: Path, out: Path, at: datetime.datetime) -> str:
    """Write the file ``copy`` and the key file of ``survey`` to ``out``, under the names of both; returns its hash."""
    with beside(out) as part:
        with part.open("xb+") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for source, name in ((keys.path_of(survey), keys.path_of(survey).name), (copy, survey.name)):
                entry = zipfile.ZipInfo(name, at.timetuple()[:6])
                with source.open("rb") as read, archive.open(entry, "w", force_zip64=True) as write:
                    trickle.copy(read, write, file)
        with zipfile.ZipFile(part) as archive:
            if archive.testzip() is not None:
                raise Refusal("file.cannot_write", file=out.name, detail="CRC")
        return sha256_of(part)


def unpack(backup: Path, part: Path) -> None:
    """Write the survey in ``backup`` to ``part`` and its key file beside it.

    Raises ``Refusal`` where there is no such file, ``Damaged`` where it is no whole backup.
    """
    if not backup.is_file():
        raise Refusal("file.missing", path=backup)
    most = backup.stat().st_size * MOST_SWOLLEN + CHUNK
    try:
        with archives.opened(backup) as archive:
            names = archive.namelist()
            survey = next((name for name in names if keys.path_of(Path(name)).name in names), None)
            if len(names) != 2 or survey is None or Path(survey).name != survey:
                raise Damaged("backup.damaged", file=backup.name)
            for name, target in ((survey, part), (keys.path_of(Path(survey)).name, keys.path_of(part))):
                with archive.open(name) as read, target.open("xb") as write:
                    trickle.copy(archives.spared(read, most), write, write)
    except archives.BROKEN as error:
        raise Damaged("backup.damaged", file=backup.name) from error
    except OSError as error:
        raise of_system(error) from error


def sha256_of(path: Path) -> str:
    """The file's hash, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _room(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _survey_id(key_file: Path) -> str | None:
    try:
        return str(json.loads(keys.text_of(key_file))["survey"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _id_in(backup: Path) -> str | None:
    try:
        with archives.opened(backup) as archive:
            name = next(name for name in archive.namelist() if name.endswith(keys.path_of(Path("x")).suffix))
            with archive.open(name) as stream:
                return str(json.loads(archives.spared(stream, keys.MOST_BYTES).read())["survey"])
    except (OSError, LookupError, TypeError, StopIteration, RecursionError, *archives.BROKEN):
        return None
