"""The words of the window: Vietnamese first, English beside it."""

from __future__ import annotations

import os
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sipas_desktop import paths

LANGUAGES = ("vi", "en")
_LOCALES = {"vi": QLocale.Language.Vietnamese, "en": QLocale.Language.English}


def chosen(setting: str = "") -> str:
    """The language to start in: ``SIPAS_LANG``, else what the person chose last, else Vietnamese."""
    for wish in (os.environ.get("SIPAS_LANG", ""), setting):
        if wish in LANGUAGES:
            return wish
    return LANGUAGES[0]


class Words:
    """Puts one language at a time on the application, whoever put the one before."""

    _installed: ClassVar[list[QTranslator]] = []

    def __init__(self) -> None:
        self.language = ""

    def use(self, language: str) -> None:
        """All words made from now on are in ``language``; what is on the screen already must be made anew."""
        self.remove()
        QLocale.setDefault(QLocale(_LOCALES[language]))
        qt_own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{language}", qt_own), (language, str(paths.resources() / "translations"))):
            translator = QTranslator()
            if translator.load(name, folder):
                QCoreApplication.installTranslator(translator)
                self._installed.append(translator)
        self.language = language

    def remove(self) -> None:
        """Takes the words off the application again."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()
