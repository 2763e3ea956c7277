"""Run as a program: opens one window, tells when it was painted and ready for input, and ends.

``python bench/first_paint.py floor | welcome | keying SURVEY OPERATOR PASSWORD``. Prints the time by the system's
monotonic clock when it was ready; ``keying`` first prints when the sign-in began, with the welcome page on the screen
and the store loaded. Only ``bench.startup`` runs it; what it imports is in every figure, so that is little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Watch(QObject):
    """Calls ``ready`` once the window is painted with all in it and the events that wait are done."""

    def __init__(self, window: QMainWindow, ready: Callable[[], None]) -> None:
        super().__init__(window)
        self.window, self.ready = window, ready
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            QTimer.singleShot(0, self.ready)
        return False


def floor() -> None:
    """An empty window of Qt: what any program of this kind pays."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 760)
    _show(app, window, _told)


def welcome() -> None:
    """The program as it starts."""
    from sipas_desktop.gui.access import store_access
    from sipas_desktop.gui.app import Program, make_app

    app = make_app()
    program = Program(app, store_access())
    program.crash.install()
    _show(app, program.window, _told)


def keying(survey: str, operator: str, password: str) -> None:
    """From name and password to the keying page."""
    from pathlib import Path

    from sipas_desktop.gui.access import store_access
    from sipas_desktop.gui.app import Program, make_app

    app = make_app()
    access = store_access()
    program = Program(app, access)
    program.load_store().join()

    def sign_in() -> None:
        print(time.perf_counter())
        program.window.sign_in(access.open(Path(survey), operator, password))
        assert program.window.place == "keying"  # who only keys begins there
        Watch(program.window, _told)

    _show(app, program.window, sign_in)


def _show(app: QApplication, window: QMainWindow, ready: Callable[[], None]) -> None:
    sys.excepthook = _failed
    watch = Watch(window, ready)
    window.show()
    code = app.exec()
    del watch
    if code:
        sys.exit(code)


def _failed(*error: Any) -> None:
    """Qt goes on after an exception in a slot; this program must not."""
    sys.__excepthook__(*error)
    QApplication.exit(1)


def _told() -> None:
    print(time.perf_counter(), flush=True)
    QApplication.quit()


if __name__ == "__main__":
    {"floor": floor, "welcome": welcome, "keying": keying}[sys.argv[1]](*sys.argv[2:])
