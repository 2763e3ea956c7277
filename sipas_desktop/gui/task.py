"""Long work off the keystroke's path: one thread, its progress, its way out."""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from sipas_desktop.errors import Refusal, of_machine
from sipas_desktop.gui.buttons import KeyButton

TELL_EVERY = 0.05  # s between two progress signals: a signal a row would keep the window busy


class Cancelled(Exception):
    """Raised inside the work, by its own call of ``progress``, after the person asked to stop."""


class Task(QThread):
    """Runs ``work(progress)`` in a thread of its own; ``progress(done, total)`` tells how far it is.

    Exactly one of ``done`` (with what the work returned), ``refused`` (a Refusal), ``broken`` (any other
    exception: a bug) or ``cancelled`` is emitted, in the thread that made the task. ``work`` must not touch a
    widget. Connect the signals to bound methods of a QObject only: a lambda loses results (``connect`` sees to it).
    """

    done = Signal(object)
    refused = Signal(object)
    broken = Signal(object)
    cancelled = Signal()
    progressed = Signal(int, int)

    def __init__(self, work: Callable[[Callable[[int, int], None]], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._told = 0.0

    def connect_to(self, signal: str, slot: Callable[..., None]) -> None:
        """Connects ``signal`` ("done", "refused" …) to a bound method of a QObject; TypeError for anything else."""
        if not (inspect.ismethod(slot) and isinstance(slot.__self__, QObject)):
            raise TypeError(f"{slot!r} is not a bound method of a QObject: its results would be lost")
        getattr(self, signal).connect(slot)

    def cancel(self) -> None:
        """Asks the work to stop at its next call of ``progress``."""
        self.requestInterruption()

    def run(self) -> None:
        """The thread's body."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.cancelled.emit()
        except Refusal as refusal:
            self.refused.emit(refusal)
        except Exception as bug:  # noqa: BLE001 (a thread's end: nobody above could catch it)
            told = of_machine(bug)
            if told is not None:
                self.refused.emit(told)
            else:
                self.broken.emit(bug)
        else:
            self.done.emit(result)

    def _progress(self, done: int, total: int) -> None:
        if self.isInterruptionRequested():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= TELL_EVERY or done >= total:
            self._told = now
            self.progressed.emit(done, total)


class TaskLine(QFrame):
    """Shows a running task: what, how far, how long still, and the button that stops it."""

    ended = Signal()  # the task is over, whatever came of it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._task: Task | None = None
        self._title, self._left, self._bar = QLabel(self), QLabel(self), QProgressBar(self)
        self._bar.setTextVisible(False)
        self._left.setProperty("role", "muted")
        self._stop = KeyButton(QCoreApplication.translate("TaskLine", "Cancel"), "Esc", "", self)
        self._stop.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1)
        row.addWidget(self._left)
        row.addWidget(self._stop)
        self._began = 0.0
        self.hide()

    @property
    def running(self) -> bool:
        """Whether a task is under way."""
        return self._task is not None

    def follow(self, task: Task, title: str) -> None:
        """Shows ``task`` until it ends; the caller starts it."""
        self._task, self._began = task, time.monotonic()
        self._title.setText(title)
        self._left.clear()
        self._stop.setEnabled(True)
        self._bar.setRange(0, 0)  # moving to and fro until the first number is known
        self._bar.setAccessibleName(title)
        task.connect_to("progressed", self._progressed)
        task.connect_to("finished", self._finished)
        self.show()

    def next_part(self, title: str) -> None:
        """The task goes on with something else, whose pace is another."""
        if self._task is not None:
            self._title.setText(title)
            self._bar.setAccessibleName(title)
            self._began = time.monotonic()

    def cancel(self) -> None:
        """Asks the task to stop."""
        if self._task is not None:
            self._stop.setEnabled(False)
            self._left.setText(self.tr("Stopping …"))
            self._task.cancel()

    def wait(self) -> None:
        """Cancels and waits; for closing the window."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def _progressed(self, done: int, total: int) -> None:
        if self._task is None or self._task.isInterruptionRequested():
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        seconds = seconds_left(done, total, time.monotonic() - self._began)
        words = self.tr("{done} of {total}").format(done=done, total=total)
        if seconds is not None:
            words += " · " + (
                self.tr("about %n second(s) left", "", seconds)
                if seconds < 90
                else self.tr("about %n minute(s) left", "", math.ceil(seconds / 60))
            )
        self._left.setText(words)

    def _finished(self) -> None:
        self._task = None
        self.hide()
        self.ended.emit()


def seconds_left(done: int, total: int, elapsed: float) -> int | None:
    """Whole seconds until ``total`` at the pace so far; None in the first second, when nobody can know."""
    if done <= 0 or elapsed < 1 or done >= total:
        return None
    return math.ceil(elapsed * (total - done) / done)
