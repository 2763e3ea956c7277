"""What nobody foresaw: the window stays calm, a report without personal data is written."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, QThread, Signal

from sipas_desktop.bug_report import report
from sipas_desktop.errors import Refusal, of_machine

KEPT = 20  # reports


def write(bug: BaseException, folder: Path) -> Path:
    """Writes the report of ``bug`` into ``folder`` and returns its path; keeps the last ``KEPT`` reports."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"report-{stamp}.txt"
    path.write_text(report(bug), encoding="utf-8")
    for old in sorted(folder.glob("report-*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


# What may happen to a survey's place at any moment, also while a page only reads. Any other refusal that nobody took is
# a bug of the page that asked.
_OF_PLACE: Final = ("server.", "file.", "move.")


def _of_place(bug: BaseException) -> Refusal | None:
    return bug if isinstance(bug, Refusal) and bug.code.startswith(_OF_PLACE) else None


class CrashReporter(QObject):
    """Takes over ``sys.excepthook``; ``reported`` says where the report is ("" where it could not be written)."""

    reported = Signal(str)
    refused = Signal(object)  # Refusal: what went wrong was the machine's
    _from_thread = Signal(object)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self.folder = folder if folder is not None else Path(data) / "reports"
        self._from_thread.connect(self.take)

    def install(self) -> None:
        """From now on uncaught exceptions come here."""
        sys.excepthook = self._hook

    def take(self, bug: BaseException) -> None:
        """Writes the report and tells the window; of a full disk or an absent server there is nothing to report."""
        if (refusal := _of_place(bug) or of_machine(bug)) is not None:
            self.refused.emit(refusal)
            return
        try:
            path = str(write(bug, self.folder))
        except OSError:
            path = ""  # a full disk must not hide the bug behind another one
        print(report(bug), file=sys.stderr, end="")
        self.reported.emit(path)

    def _hook(self, kind: type[BaseException], bug: BaseException, frames: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, frames)
        elif QThread.currentThread() is self.thread():
            self.take(bug)
        else:
            self._from_thread.emit(bug)
