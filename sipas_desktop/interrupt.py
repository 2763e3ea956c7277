"""Ctrl-C on the command line: it ends the program quietly, whatever that is about, with the exit code of shells.

Reading this file may be interrupted itself, and would say so with a traceback: so the handler is set by what needs
no reading at all, before anything else.
"""

import _signal  # type: ignore[import-not-found]  # the C part of "signal", loaded with Python itself
import os

INTERRUPTED = 130  # 128 and the number of the signal, as shells have it


def leave_at_once() -> bool:
    """From now on Ctrl-C ends the process there and then, without a word: for imports, while nothing is open yet.

    An exception would surface in whatever module is being read. Returns whether it was so ordered: where the signal is
    ignored (nohup), or somebody else listens to it, that stays so, and outside the main thread nothing can be said.
    """
    if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
        return False
    try:
        _signal.signal(_signal.SIGINT, _leave)
    except ValueError:
        return False
    return True


def listen_again() -> None:
    """Ctrl-C is an exception again, as Python has it: something may be open from now on."""
    _signal.signal(_signal.SIGINT, _signal.default_int_handler)


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
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)


def _leave(_number: int, _frame: object) -> None:
    os._exit(INTERRUPTED)
