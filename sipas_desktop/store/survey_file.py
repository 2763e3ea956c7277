"""Where an open survey's files lie, and whether they are still the ones that were opened.

SQLite goes on writing into a file that was moved, deleted or replaced while it is open: into one that nobody finds any
more, or beside the log that holds its newest answers. So each transaction looks before it is acknowledged. Two looks
cost some microseconds. Windows does not let a file be moved or deleted that a program has open.
"""

from __future__ import annotations

import os
from pathlib import Path

from sipas_desktop.errors import Refusal

Identity = tuple[int, int]  # device and inode


class SurveyFile:
    """The file at ``path`` and the log beside it."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._file_was: Identity | None = None
        self._log_was: Identity | None = None

    @property
    def known(self) -> bool:
        """Whether a first look has told which file it is."""
        return self._file_was is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether another file, or none, has the survey's name now. Cheap."""
        if os.name == "nt":
            return False
        now = _identity(self._path)
        if self._file_was is None:
            self._file_was = now
        return now is None or now != self._file_was

    def refuse_elsewhere(self) -> None:
        """Raises ``Refusal`` file.moved where another file, or none, has the survey's name now."""
        if self.is_elsewhere:
            raise Refusal("file.moved", path=self._path)

    def refuse_without_log(self) -> None:
        """Raises ``Refusal`` file.log_gone where the log that SQLite writes into has lost its name. Cheap.

        For whoever is in a transaction: until then there may be no log yet.
        """
        if os.name == "nt":
            return
        now = _identity(self._log)
        if self._log_was is None:
            self._log_was = now
        if now != self._log_was:
            raise Refusal("file.log_gone", path=self._log)

    @property
    def log_is_another(self) -> bool:
        """Whether another file has the log's name now: somebody else has begun one."""
        return _identity(self._log) not in (None, self._log_was)


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
