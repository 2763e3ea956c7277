"""What nobody foresaw: the window stays calm, a report without personal data is written."""

from __future__ import annotations

import datetime
import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, QThread, Signal

import sipas_desktop

KEPT = 20  # reports


def report(bug: BaseException) -> str:
    """Type and frames only: messages and values may name people, so none is written."""
    lines = [
        f"SIPAS Desktop {getattr(sipas_desktop, '__version__', '?')}",
        f"Python {platform.python_version()} on {sys.platform}",
    ]
    seen: BaseException | None = bug
    while seen is not None:
        lines.append(type(seen).__qualname__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def write(bug: BaseException, folder: Path) -> Path:
    """Writes the report of ``bug`` into ``folder`` and returns its path; keeps the last ``KEPT`` reports."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"report-{stamp}.txt"
    path.write_text(report(bug), encoding="utf-8")
    for old in sorted(folder.glob("report-*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


class CrashReporter(QObject):
    """Takes over ``sys.excepthook``; ``reported`` says where the report is ("" where it could not be written)."""

    reported = Signal(str)
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
        """Writes the report and tells the window."""
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
