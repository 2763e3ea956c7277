"""Files that are being made, under passing names; what a killed process left of one is taken away by the next.

The name tells which process of which computer makes the file, and nothing of the survey: what it will hold may name
people, so it must not lie about for ever after a power cut.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PART: Final = re.compile(r"\.(?:([0-9a-f]{8})([0-9a-f]{8}))?[0-9a-f]{16}\.part")
_SECONDS: Final = 24 * 60 * 60  # so old is nothing that another computer still works on


def part_in(folder: Path) -> Path:
    """A name for a file that is being made in ``folder``; nothing bears it yet."""
    return folder / f".{_machine()}{os.getpid():08x}{secrets.token_hex(8)}.part"


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """A name as of ``part_in``. After the block nothing bears it, nor one that begins with it, as a WAL's does."""
    sweep(folder)
    part = part_in(folder)
    try:
        yield part
    finally:
        for leftover in (part, *folder.glob(part.name + "*")):
            _remove(leftover)


def sweep(folder: Path) -> None:
    """Take away what processes that do not run any more left unfinished in ``folder``; what cannot be stays."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if (match := _PART.match(path.name)) and _is_left(path, match):
                _remove(path)


def _is_left(path: Path, match: re.Match[str]) -> bool:
    machine, process = match.groups()
    if machine == _machine() and not _runs(int(process, 16)):
        return True
    with suppress(OSError):
        return path.stat().st_mtime < time.time() - _SECONDS
    return False


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _machine() -> str:
    """Eight hex digits of the computer's name: two that share a folder do not take each other's files away."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Whether a process with this number runs on this computer."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(0x00100000, False, process)  # SYNCHRONIZE
        if not handle:
            return ctypes.get_last_error() == 5  # ERROR_ACCESS_DENIED: it is somebody else's
        try:
            return bool(kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0) == 0x102)  # WAIT_TIMEOUT
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is somebody else's
    return True
