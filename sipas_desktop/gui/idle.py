"""Says when nobody has touched keyboard or mouse for a while: a survey must not stay open on an empty chair."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

LOOK_MS: Final = 10_000  # between two looks at the clock
UNTOUCHED: Final = 1.0  # s since the last use: she pauses so long between two ballots, and not between two keys
_USED: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
})  # fmt: skip


class IdleWatch(QObject):
    """Emits ``idle`` at each look while the last use is ``minutes`` or longer ago; 0 minutes: never.

    It hears what the window's own surface gets, which is each key once. A filter on the application would run Python
    for every event of every widget, on the way of every keystroke.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._last = time.monotonic()
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, window: QWindow) -> None:
        """From now on what ``window`` gets counts."""
        if window is not self._window:
            self._window = window
            window.installEventFilter(self)
        self.touch()
        if self.minutes:
            self._timer.start()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = time.monotonic()

    @property
    def unused(self) -> float:
        """Seconds since the last use."""
        return time.monotonic() - self._last

    @property
    def pausing(self) -> bool:
        """Whether nobody is in the middle of anything: no key just now, no button held, no menu or dialog open."""
        chooses = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        holds = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not chooses and not holds and self.unused >= UNTOUCHED

    def look(self) -> None:
        """Is anybody there?"""
        if self.unused >= self.minutes * 60:
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and mouse put the clock back; nothing is taken away."""
        if event.type() in _USED:
            self._last = time.monotonic()
        return False
