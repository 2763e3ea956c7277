"""A file takes its name only when it is complete: a reader never meets half of one, a failure leaves the old one."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sipas_desktop.errors import Refusal, has_no_room, system_detail
from sipas_desktop.unfinished import part_in, unfinished

_TRIES: Final = 20  # of a rename


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A temporary name beside ``out`` to write to. After the block it replaces ``out``; after an error it is removed.

    Raises ``Refusal`` where the folder is missing or the system does not let the file be written.
    """
    try:
        _refuse_no_folder(out)
        _try_replacing(out)
        with unfinished(out.parent) as part:
            yield part
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            part.replace(out)
            sync_folder(out.parent)
    except OSError as error:
        raise _cannot_write(out, error) from error


def refuse_unwritable(out: Path) -> None:
    """Raises ``Refusal`` as ``beside`` does, for who has to know before what the file tells of becomes a fact."""
    part = part_in(out.parent)
    try:
        _refuse_no_folder(out)
        _try_replacing(out)
        part.touch(exist_ok=False)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable: a file that was renamed may otherwise bear its old one after a power cut.

    Windows opens no folder for that, and NTFS keeps a journal of names; some shares and sticks refuse it.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def give_name(part: Path, name: Path) -> None:
    """Rename ``part``; Windows refuses that for the moment in which somebody else reads it. Raises ``OSError``."""
    for _ in range(_TRIES):
        try:
            part.replace(name)
        except PermissionError:
            time.sleep(0.01)
        else:
            return
    part.replace(name)


def make_folder(folder: Path) -> None:
    """Make ``folder``, and those above it that are missing, so that they outlive a power cut. Raises ``OSError``."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


def _refuse_no_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise Refusal("file.no_folder", path=out.parent)


def _cannot_write(out: Path, error: OSError) -> Refusal:
    code = "file.no_room" if has_no_room(error) else "file.cannot_write"
    return Refusal(code, file=out.name or out, detail=system_detail(error))


def _try_replacing(out: Path) -> None:
    """Fails now where ``out`` could not be replaced afterwards, when what the file tells of has already happened."""
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if out.exists():
        with out.open("rb+"):
            pass
        out.rename(out)  # Windows refuses it for a file that another program has open
