"""Ctrl-C on the command line: it ends the program quietly, whatever that is about, with the exit code of shells."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130  # 128 and the number of the signal, as shells have it


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Within it Ctrl-C ends the process there and then, without a word: for imports, while nothing is open yet.

    An exception would surface in whatever module is being read. Where the signal is ignored (nohup), or somebody else
    listens to it, that stays so.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def follows_interrupt(error: BaseException) -> bool:
    """Whether ``error`` was raised while a Ctrl-C was on its way up: a connection cut off in the middle, say."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        if isinstance(found, KeyboardInterrupt):
            return True
        seen.add(id(found))
        found = found.__context__
    return False


def ignore_from_now_on() -> None:
    """For the end of a process, when all is written and said: what Python still tidies up is not interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
