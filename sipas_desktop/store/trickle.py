"""Large files written so that a typist beside them does not wait for the disk.

An answer is durable when the disk has it, and a disk works off what was given to it before: 700 MB written at once
held an answer up for 330 ms. So a large file is made durable while it grows, a megabyte at a time.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

AT_ONCE: Final = 1 << 20  # bytes that are handed to the disk together
PAUSE_SECONDS: Final = 0.004  # in which others get at the disk
LOOK_SECONDS: Final = 0.02


def copy(read: IO[bytes], write: IO[bytes], file: IO[bytes]) -> None:
    """Copy ``read`` to ``write``, which ends up in ``file``, in pieces that are durable before the next."""
    while chunk := read.read(AT_ONCE):
        write.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        time.sleep(PAUSE_SECONDS)


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """Makes the file at ``path`` durable while somebody else (SQLite) writes it, and once more at the end."""
    done = threading.Event()
    follower = threading.Thread(target=_follow, args=(path, done), name="trickle", daemon=True)
    follower.start()
    try:
        yield
    finally:
        done.set()
        follower.join()
    sync(path)


def sync(path: Path) -> None:
    """Make what was written to ``path`` durable."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _follow(path: Path, done: threading.Event) -> None:
    while not done.wait(LOOK_SECONDS):
        try:
            sync(path)
        except OSError:
            continue  # not there yet, or Windows lets nobody else open it: it is made durable at the end


def yield_to_typists() -> None:
    """Puts the calling thread behind all others, for processor and, on Windows, disk. For threads of their own."""
    if sys.platform == "win32":
        import ctypes

        background = 0x00010000  # THREAD_MODE_BACKGROUND_BEGIN; refused where the thread is in it already
        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), background)
    elif hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        except OSError:
            return  # not granted: the backup works all the same
