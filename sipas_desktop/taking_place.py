"""A file with its key file takes the place of another pair: nobody meets half of either, whenever the program dies.

Files cannot be renamed several at once. So a note beside them (``….thay``) says under what name the present ones are
set aside, while the new ones wait, whole, as ``….moi`` and ``….moi.keys``. Once both wait they take the place: where
the program dies over it, whoever opens the survey next goes on. How far it had come is told by what is there:

- no waiting file: nothing was done yet, or all; the note goes, and a waiting key file;
- a waiting file and its key file: of the present files those are set aside that still bear their names;
- a waiting file alone: its key file has taken its name already.

The note is locked by who works on it, so that nobody goes on with what somebody alive is at.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sipas_desktop.beside import give_name, sync_folder
from sipas_desktop.errors import Refusal

KEYS: Final = ".keys"
OF_ONE: Final = ("", "-wal", "-journal", KEYS)  # the file first: Windows refuses it where somebody has it open
_SECONDS: Final = 5.0  # waited for somebody who is at it: five renames


def note_of(file: Path) -> Path:
    """Where it is written down that another file takes the place of ``file``."""
    return file.with_name(f"{file.name}.thay")


def is_there(file: Path) -> bool:
    """Whether there is a file at ``file``, or a note that may bring it there."""
    return file.is_file() or _is_noted(file)


def take_place(part: Path, file: Path, aside: Path) -> bool:
    """Give the whole pair at ``part`` the name ``file``, and what bears that the free name ``aside``.

    Returns whether anything did. Raises ``OSError`` where a file cannot be renamed, and ``Refusal`` file.locked where
    somebody else is at it; nothing has changed then, unless the first of the present files was set aside already: then
    whoever opens ``file`` goes on.
    """
    waiting = _waiting(file)
    with _locked(note_of(file), os.O_CREAT) as note:
        if note is None or os.read(note, 1):
            raise Refusal("file.locked")
        try:
            os.write(note, aside.name.encode())
            os.fsync(note)
            give_name(_also(part, KEYS), _also(waiting, KEYS))
            give_name(part, waiting)
            sync_folder(file.parent)
            there = any(_also(file, ending).exists() for ending in OF_ONE)
            _go_on(file, aside)
        except BaseException:
            begun = waiting.exists() and not _also(waiting, KEYS).exists()
            if not begun and not any(_also(aside, ending).exists() for ending in OF_ONE):
                waiting.unlink(missing_ok=True)
                _go_on(file, aside)
            raise
    return there


def go_on(file: Path) -> None:
    """Where somebody died while another file took the place of ``file``, end it.

    Raises ``OSError`` where a file cannot be renamed, and ``Refusal`` file.locked where somebody alive is at it.
    """
    if _is_noted(file):
        with _locked(note_of(file)) as note:
            if note is not None:
                name = os.read(note, 4096).decode(errors="replace")
                sound = name and Path(name).name == name and name not in (file.name, _waiting(file).name)
                _go_on(file, file.with_name(name if sound else f"{file.stem} thay ra{file.suffix}"))


def _is_noted(file: Path) -> bool:
    return bool(file.name) and note_of(file).exists()  # "." and "/" have no name, and are no files


def _go_on(file: Path, aside: Path) -> None:
    """By what is there; the note is no longer needed afterwards."""
    waiting = _waiting(file)
    if waiting.exists():
        if _also(waiting, KEYS).exists():
            for ending in OF_ONE:
                if _also(file, ending).exists():
                    give_name(_also(file, ending), _free(_also(aside, ending)))
            _also(file, "-shm").unlink(missing_ok=True)  # an index to the log, which SQLite makes anew
            give_name(_also(waiting, KEYS), _also(file, KEYS))
        give_name(waiting, file)
        sync_folder(file.parent)
    else:
        _also(waiting, KEYS).unlink(missing_ok=True)
    if os.name != "nt":
        note_of(file).unlink(missing_ok=True)  # still locked: who waits for it finds that it is gone


@contextmanager
def _locked(note: Path, flags: int = 0) -> Iterator[int | None]:
    """The note, opened, for its holder alone; None where there is none any more. Raises ``Refusal`` file.locked."""
    last = time.monotonic() + _SECONDS
    held = _try_locking(note, flags)
    while held == _TAKEN:
        if time.monotonic() > last:
            raise Refusal("file.locked")
        time.sleep(0.02)
        held = _try_locking(note, flags)
    ended = False
    try:
        yield held
        ended = True
    finally:
        if held is not None:
            os.close(held)
    if ended and os.name == "nt":  # which deletes nothing that is open, be it by who waits for it
        with suppress(OSError):
            note.unlink(missing_ok=True)


_TAKEN: Final = -1


def _try_locking(note: Path, flags: int) -> int | None:
    try:
        opened = os.open(note, os.O_RDWR | getattr(os, "O_BINARY", 0) | flags, 0o600)
    except FileNotFoundError:
        return None
    try:
        _lock(opened)
        # Nor has it lost its name while it was waited for, which Windows does not let happen.
        if os.name == "nt" or os.path.samestat(os.fstat(opened), note.stat()):
            return opened
    except (BlockingIOError, PermissionError, FileNotFoundError):
        pass
    except BaseException:
        os.close(opened)
        raise
    os.close(opened)
    return _TAKEN


def _lock(opened: int) -> None:
    """Raises ``BlockingIOError`` or ``PermissionError`` where another process holds it. It ends with the process."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a share that knows no locks: nobody else is told from nobody
            pass


def _free(name: Path) -> Path:
    """Nothing that was set aside is overwritten, whatever a note says."""
    while name.exists():
        name = _also(name, "~")
    return name


def _waiting(file: Path) -> Path:
    return _also(file, ".moi")


def _also(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)
