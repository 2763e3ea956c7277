"""Starts the window."""

from __future__ import annotations

import importlib
import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sipas_desktop.gui.access import Access, store_access
from sipas_desktop.gui.crash import CrashReporter
from sipas_desktop.gui.language import Words, chosen
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.welcome import WelcomePage
from sipas_desktop.gui.window import NAME, MainWindow

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
        self.window.bug.connect(self.crash.take)
        self.crash.reported.connect(self._tell_bug)

    def load_store(self) -> threading.Thread:
        """Begins to import what signing in needs: most of a second, which passes while she types her password."""
        thread = threading.Thread(target=_import_store, name="store", daemon=True)
        thread.start()
        return thread

    def _tell_bug(self, path: str) -> None:
        words = self.tr("The program made a mistake. What you saved is safe; you can go on.")
        if path:
            words += " " + self.tr("A report without personal data is in {path}").format(path=path)
        self.window.notify("error", words)


def _import_store() -> None:
    for name in ("jobs.presets", "store.queries"):
        importlib.import_module(f"sipas_desktop.{name}")


def make_app() -> QApplication:
    """The QApplication, in the style that the style sheet was made for."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    QApplication.setApplicationName("sipas-desktop")
    QGuiApplication.setApplicationDisplayName("")  # else Qt adds it to our own window titles
    app = QApplication([NAME])
    app.setStyle("Fusion")
    return app


def run(survey: Path | None = None, access: Access | None = None) -> int:
    """Opens the window, on the sign-in of ``survey`` where one is given; returns the exit code."""
    app = make_app()
    program = Program(app, access or store_access())
    program.crash.install()
    welcome = program.window.stack.currentWidget()
    if survey is not None and isinstance(welcome, WelcomePage):
        welcome.open_at(survey)
    program.window.show()
    QTimer.singleShot(LOAD_AFTER_MS, program.load_store)
    return app.exec()
