"""Starts the window."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.access import Access, store_access
from sipas_desktop.gui.crash import CrashReporter
from sipas_desktop.gui.demo import make_demo
from sipas_desktop.gui.garbage import Garbage, leave_to_window
from sipas_desktop.gui.language import Words, chosen
from sipas_desktop.gui.places import FIRST_PLACES, PLACES
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.task import Task
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.welcome import WelcomePage
from sipas_desktop.gui.window import NAME, MainWindow
from sipas_desktop.place import Place
from sipas_desktop.taking_place import is_there

LOAD_AFTER_MS: Final = 200  # the window is painted by then


class Program(QObject):
    """What lives as long as the program: look, words, settings, crash reporter, window."""

    def __init__(self, app: QApplication, access: Access, settings: Settings | None = None) -> None:
        super().__init__(app)
        self.settings = settings if settings is not None else Settings()
        self.words = Words()
        self.words.use(chosen(self.settings.language))
        self.theme = Theme(self.settings.scheme, self.settings.size, self)
        self.theme.apply()
        self.crash = CrashReporter(parent=self)
        self.window = MainWindow(self.theme, self.words, self.settings, access)
        self.garbage = Garbage(self.window.idle, self)
        self.window.bug.connect(self.crash.take)
        self.crash.reported.connect(self._tell_bug)
        self.crash.refused.connect(self._tell_refusal)
        self._demo: Task | None = None

    def load_store(self) -> threading.Thread:
        """Begins to import what signing in and the first pages need; it passes while she types her password."""
        thread = threading.Thread(target=_import_store, name="store", daemon=True)
        thread.start()
        return thread

    @property
    def welcome(self) -> WelcomePage | None:
        """The page before sign-in, while it is shown."""
        shown = self.window.stack.currentWidget()
        return shown if isinstance(shown, WelcomePage) else None

    def open_at(self, survey: Place) -> None:
        """Asks for name and password for ``survey``."""
        if self.welcome is None:
            return
        if not isinstance(survey, Path) or is_there(survey):
            self.welcome.open_at(survey)
        else:
            self.welcome.notify("error", words("file.missing", self.words.language, path=survey))

    def open_demo(self) -> None:
        """Makes the demonstrations if need be, in the background, then asks who signs in."""
        assert self.welcome is not None
        self._demo = Task(make_demo, self)
        self._demo.connect_to("done", self._open_demos)
        self._demo.connect_to("refused", self._tell_refusal)
        self._demo.connect_to("broken", self.crash.take)
        self.welcome.task_line.follow(self._demo, self.tr("Making the demonstration"))
        self._demo.start()

    def _open_demos(self, surveys: Sequence[Path]) -> None:
        if self.welcome is None:
            return
        for survey in reversed(surveys[1:]):  # they stand below the first one, which is chosen
            self.welcome.sign_in_form.choose(survey)
        self.open_at(surveys[0])

    def stop_demo(self) -> None:
        """Before the program ends: a thread must not outlive it."""
        if self._demo is not None:
            self._demo.cancel()
            self._demo.wait()

    def _tell_refusal(self, refusal: Refusal) -> None:
        self.window.notify("error", refusal.words(self.words.language))

    def _tell_bug(self, path: str) -> None:
        words = self.tr("The program made a mistake. What you saved is safe; you can go on.")
        if path:
            words += " " + self.tr("A report without personal data is in {path}").format(path=path)
        self.window.notify("error", words)


def _import_store() -> None:
    for name in ("jobs.presets", "jobs.surroundings", "store.queries", "store.ahead"):
        importlib.import_module(f"sipas_desktop.{name}")
    for place in PLACES:
        if place.id in FIRST_PLACES:
            place.load()


def make_app() -> QApplication:
    """The QApplication, in the style that the style sheet was made for."""
    leave_to_window()
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    QApplication.setApplicationName("sipas-desktop")
    QGuiApplication.setApplicationDisplayName("")  # else Qt adds it to our own window titles
    app = QApplication([NAME])
    app.setStyle("Fusion")
    return app


def run(survey: Place | None = None, access: Access | None = None, demo: bool = False) -> int:
    """Opens the window, on the sign-in of ``survey`` or of the demonstration; returns the exit code."""
    app = make_app()
    program = Program(app, access or store_access())
    program.crash.install()
    program.window.show()
    QTimer.singleShot(LOAD_AFTER_MS, program.load_store)
    app.aboutToQuit.connect(program.stop_demo)
    if demo:
        program.open_demo()
    elif survey is not None:
        program.open_at(survey)
    return app.exec()
