"""Makes a new survey of all that can still be read of a damaged one, and says what is missing.

Every page that carries the right checksum is read by itself (``pages``, ``carving``); the newest good backup fills the
gaps. What is read is believed where a hash says so: a fact where it follows the one before it in its session's chain,
words and members where they are what a fact committed to. Then the facts are replayed into an empty file in the order
of their arrival, as ``check`` replays them. What hangs on a lost fact is left out, what does not is kept; each gap is
named by the fact ``salvaged``, and ``check`` accepts these and no others. The damaged file is only read.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import keys, patience
from sipas_desktop.store.backups import refuse_strange, unpack, unwritten, verify
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.engine import known_errors, make_engine
from sipas_desktop.store.migrations import migrate
from sipas_desktop.store.pages import SALT, Pages
from sipas_desktop.store.queries.check import check_survey
from sipas_desktop.store.remains import Remains
from sipas_desktop.store.replaying import Cut, Replaying
from sipas_desktop.store.survey_name import refuse_taken, take_name
from sipas_desktop.store.workflow.recovery import record_salvaged
from sipas_desktop.taking_place import go_on
from sipas_desktop.unfinished import unfinished

Progress = Callable[[int, int], None]
MOST_NAMED: Final = 1000  # ballots named; a file in ruins has a hundred thousand


@dataclass(frozen=True)
class Salvaged:
    """What became of a damaged survey.

    ``unread`` facts are in no page that holds and in no backup; ``left_out`` were read but hang on lost ones. ``cut``
    are the sessions that lack facts, ``ballots`` those that facts left out speak of: look at these again. ``certain``:
    whether ``unread`` counts all. The newest facts stand on one page, and in an index on another; where both may be
    lost, or nobody knows how many pages there were, nothing tells that there was more.
    """

    path: Path
    facts: int
    bad_pages: int
    certain: bool
    unread: int
    left_out: int
    cut: tuple[Cut, ...]
    ballots: tuple[str, ...]
    backup: Path | None  # the one that filled the gaps
    problems: tuple[tuple[str, dict[str, str]], ...]  # what a check of the new file finds; empty but for a bug

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.certain and not (self.unread or self.left_out or self.problems)


def salvage(
    damaged: Path, out: Path, name: str, password: str, backups: Sequence[Path] = (), progress: Progress | None = None
) -> Salvaged:
    """Make ``out`` from the survey file ``damaged`` and the first of ``backups`` that is whole.

    The operator must have been an administrator. Where the key file is damaged or lost, the backup's own is taken.
    ``progress`` hears facts done and to do. Raises ``Refusal`` where ``out`` is taken or name or password are wrong,
    ``Damaged`` where not even the survey's beginning can be read; leaves nothing then.
    """
    with known_errors(), ExitStack() as stack:
        refuse_taken(out)
        go_on(damaged)
        if not damaged.is_file():
            raise Refusal("file.missing", path=damaged)
        backup = _first_whole(stack, backups, out, name, password)
        key, key_file = _key(damaged, backup[1] if backup else None, name, password)
        part = stack.enter_context(unfinished(out.parent))
        shutil.copyfile(key_file, keys.path_of(part))
        pages = stack.enter_context(_pages(damaged, key, backup[1] if backup else None))
        with Remains(part.with_name(f"{part.name}-remains"), key) as remains:
            remains.add_presets()
            remains.carve(pages)
            if backup is not None:
                with unwritten(backup[1], key) as conn:
                    remains.add(conn)
            with _new_file(part, key) as conn:
                done = Replaying(conn, remains).run(progress)
            unread = remains.unread()
        with open_survey(part, name, password) as survey:
            record_salvaged(
                survey,
                damaged.name,
                facts=done.facts,
                unread=unread,
                left_out=done.left_out,
                kept={cut.session: cut.kept for cut in done.cut},
                backup=backup[0].name if backup else None,
                missing=done.missing,
            )
            problems = check_survey(survey).problems
        if part.with_name(part.name + "-wal").exists():
            raise trouble_in(out.parent)  # not all of it went into the file that gets the name
        take_name(part, out)
    ballots = tuple(sorted(done.ballots))[:MOST_NAMED]
    source = backup[0] if backup else None
    certain = pages.bad_pages <= 1 and pages.tells_count
    return Salvaged(
        out, done.facts, pages.bad_pages, certain, unread, done.left_out, done.cut, ballots, source, problems
    )


def _first_whole(
    stack: ExitStack, backups: Sequence[Path], out: Path, name: str, password: str
) -> tuple[Path, Path] | None:
    """The first of ``backups`` that is whole, and where it is unpacked for as long as ``stack`` is open."""
    for backup in backups:
        with ExitStack() as trial, suppress(Refusal):
            part = trial.enter_context(unfinished(out.parent))
            unpack(backup, part)
            with patience.guess(keys.read(part)["survey"]):
                key = keys.unlock(part, name, password)
            refuse_strange(part, key)
            verify(part, key)
            stack.push(trial.pop_all())
            return backup, part
    return None


def _key(damaged: Path, backup: Path | None, name: str, password: str) -> tuple[bytes, Path]:
    """The survey's key, and the key file that it is from."""
    try:
        with patience.guess(keys.read(damaged)["survey"]):
            return keys.unlock(damaged, name, password), keys.path_of(damaged)
    except Refusal as refusal:
        if backup is None or not (isinstance(refusal, Damaged) or refusal.code == "keys.missing"):
            raise
    return keys.unlock(backup, name, password), keys.path_of(backup)


@contextmanager
def _pages(damaged: Path, key: bytes, backup: Path | None) -> Iterator[Pages]:
    with Pages(damaged, key) as pages:
        if pages.hold_here or backup is None:
            yield pages
            return
    with backup.open("rb") as stream:
        salt = stream.read(SALT)  # VACUUM INTO keeps it
    with Pages(damaged, key, salt) as pages:
        yield pages


@contextmanager
def _new_file(part: Path, key: bytes) -> Iterator[Connection]:
    engine = make_engine(part, key)
    try:
        with engine.connect() as conn:
            migrate(conn)
            # Off for the replay: links and members are laid down as facts speak of them. Looked at in the end.
            conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            yield conn
            if conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Damaged("salvage.nothing")
            conn.exec_driver_sql("COMMIT")
            conn.rollback()
    finally:
        engine.dispose()
