"""What the window remembers between days: look, language, sound, when it locks, its place, surveys lately opened.

Nothing about a survey's content: of a recent survey only its path and title.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from sipas_desktop.errors import Refusal
from sipas_desktop.place import Place, is_address, read_place
from sipas_desktop.taking_place import is_there

RECENT = 8
_MOST_DIGITS = 4  # of a number that is remembered
LOCK_AFTER = 10  # minutes: longer than it takes to read the longest ballot, shorter than a break


class Settings:
    """An ini file of the person at this computer."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
            file = Path(folder) / "window.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def _number(self, key: str, otherwise: int) -> int:
        text = str(self._store.value(key, ""))
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise

    def save(self) -> None:
        """Writes what is not written yet; else it is written when the program comes to it."""
        self._store.sync()

    @property
    def scheme(self) -> str:
        """ "system", "light", "dark" or "contrast"."""
        return str(self._store.value("scheme", "system"))

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._store.setValue("scheme", value)

    @property
    def size(self) -> int:
        """Text size in per cent."""
        return self._number("size", 100)

    @size.setter
    def size(self, value: int) -> None:
        self._store.setValue("size", str(value))

    @property
    def language(self) -> str:
        """ "vi" or "en"; "" where nobody chose."""
        return str(self._store.value("language", ""))

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("language", value)

    @property
    def sound(self) -> bool:
        """Whether sounds are on."""
        return str(self._store.value("sound", "on")) == "on"

    @sound.setter
    def sound(self, value: bool) -> None:
        self._store.setValue("sound", "on" if value else "off")

    @property
    def lock_after(self) -> int:
        """Minutes without key or mouse until the window locks; 0: never."""
        return self._number("lock_after", LOCK_AFTER)

    @lock_after.setter
    def lock_after(self, value: int) -> None:
        self._store.setValue("lock_after", str(value))

    @property
    def second_place(self) -> Path | None:
        """The folder on another drive or share that backups go to as well; None where there is none."""
        text = str(self._store.value("second_place", ""))
        return Path(text) if text else None

    @second_place.setter
    def second_place(self, value: Path | None) -> None:
        self._store.setValue("second_place", str(value or ""))

    @property
    def geometry(self) -> QByteArray:
        """The main window's place, as ``saveGeometry`` gave it; empty at first."""
        value = self._store.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def recent(self) -> list[tuple[Place, str]]:
        """(path, title) of the surveys opened lately, the last first; those that are gone are left out."""
        try:
            known = json.loads(str(self._store.value("recent", "[]")))
            return [(read_place(path), str(title)) for path, title in known if is_address(path) or is_there(Path(path))]
        except (ValueError, TypeError, AttributeError, RecursionError, Refusal):
            return []  # a damaged settings file costs the list, not the day

    def remember(self, path: Place, title: str) -> None:
        """Puts a survey at the head of ``recent``. Of a server's address the password is left out."""
        others = [(known, name) for known, name in self.recent if known != path]
        listed = [(path, title), *others][:RECENT]
        self._store.setValue("recent", json.dumps([(str(known), name) for known, name in listed]))
