"""Python's garbage collector, at work in the window's own thread only, and not on a keystroke.

Left to itself it runs in whichever thread makes one object too many. A widget that it takes apart outside the window's
thread brings the program down, and a walk through all objects of an open survey takes longer than a keystroke may.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from sipas_desktop.gui import latest
from sipas_desktop.gui.idle import UNTOUCHED, IdleWatch

LOOK_MS: Final = 500
MOST: Final = 1_000_000  # objects that may wait for a pause: some 100 MB


def leave_to_window() -> None:
    """From now on nothing is collected but by ``collect``; before the first widget is made."""
    gc.disable()


def collect() -> None:
    """What Python would collect by itself."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (found, most) in enumerate(counts) if found > most]
    if due:
        gc.collect(due[-1])


class Garbage(QObject):
    """Looks twice a second. While figures are worked out beside the window it waits: their rows are no garbage, and a
    walk through hundreds of thousands of them stops every thread.
    """

    def __init__(self, idle: IdleWatch, parent: QObject) -> None:
        super().__init__(parent)
        self._idle = idle
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(LOOK_MS)

    def look(self) -> None:
        """Collects what is due where nobody is typing, and else only where far too much lies about."""
        if latest.working():
            return
        if self._idle.unused >= UNTOUCHED or gc.get_count()[0] > MOST:
            collect()
