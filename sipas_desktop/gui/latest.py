"""Figures worked out beside the window, where only the latest wish counts: what was asked before is dropped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from sipas_desktop.errors import Refusal
from sipas_desktop.gui.task import Task

# A painted table asks Python for every cell, and each time waits for the thread to let go: so it must often do that.
TURNS: Final = 0.0005  # s between two turns of threads, while something is worked out
Work = Callable[[], Any]
Done = Callable[[Any], None]


class Latest(QObject):
    """One thread at a time. ``ask`` while it runs: its result is dropped, and the last wish is begun after it."""

    refused = Signal(object)
    broken = Signal(object)
    busy = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._next: tuple[Work, Done] | None = None
        self._done: Done | None = None  # None: what the thread brings is no longer wanted
        self._soon = QTimer(self)  # the thread begins when what is on its way to the screen is painted
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._start)

    @property
    def running(self) -> bool:
        """Whether something is being worked out."""
        return self._task is not None

    def ask(self, work: Work, done: Done, *, beside: bool) -> None:
        """Calls ``done`` with what ``work`` returns: at once, or ``beside`` the window in a thread."""
        self._done = None
        if beside:
            self._next = work, done
            if self._task is None:
                self._begin()
                self.busy.emit(True)
            return
        self._next = None
        try:
            result = work()
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        done(result)

    def wait(self) -> None:
        """Ends what runs and wants nothing of it any more; before the survey is closed."""
        self._next = self._done = None
        self._soon.stop()
        if self._task is not None:
            self._task.wait()
            self._ended()

    def _begin(self) -> None:
        assert self._next is not None
        work, self._done = self._next
        self._next = None
        task = self._task = Task(_without_progress(work), self)
        task.connect_to("done", self._came)
        task.connect_to("refused", self._was_refused)
        task.connect_to("broken", self._broke)
        task.connect_to("finished", self._ended)
        _take_turns(1)
        self._soon.start(0)

    def _start(self) -> None:
        if self._task is not None:
            self._task.start()

    def _came(self, result: object) -> None:
        if self._done is not None:
            self._done(result)

    def _was_refused(self, refusal: object) -> None:
        if self._done is not None:
            self.refused.emit(refusal)

    def _broke(self, bug: object) -> None:
        self.broken.emit(bug)

    def _ended(self) -> None:
        if self._task is None:  # waited for
            return
        self._task.deleteLater()
        self._task = None
        _take_turns(-1)
        if self._next is not None:
            self._begin()
        else:
            self.busy.emit(False)


_usual = sys.getswitchinterval()
_at_work = 0


def working() -> bool:
    """Whether any thread of these works."""
    return _at_work > 0


def _take_turns(more: int) -> None:
    """Often while any thread of these works, as usual else."""
    global _at_work
    _at_work += more
    sys.setswitchinterval(TURNS if _at_work else _usual)


def _without_progress(work: Work) -> Callable[[Callable[[int, int], None]], Any]:
    def run(_progress: Callable[[int, int], None]) -> Any:
        return work()

    return run
