"""What other stations on the server write shows on the page that is shown, where that disturbs nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget

from sipas_desktop.errors import Refusal

if TYPE_CHECKING:
    from sipas_desktop.gui.page import Page
    from sipas_desktop.gui.window import MainWindow
    from sipas_desktop.store.database import OpenSurvey

SOON_MS: Final = 200  # after the news: what comes together is read once
LEAST_MS: Final = 1_000  # between two readings, and until it is asked again whether somebody would be disturbed
SHARE: Final = 10  # of the window's time at most one part in so many is for reading …
MOST: Final = 5.0  # s … but whoever looks on waits no longer
LEAVING: Final = 1.0  # s that the window waits for the listener when it closes


class Others(QObject):
    """Listens for one survey at a time, not where that is a file. Its parent is the window."""

    _heard = Signal()  # from the listener's thread

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._listener: Any = None  # the store's; None where nobody is signed in, or into a file
        self._heard.connect(self._news, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._free = 0.0  # when it may be read again

    def listen(self, survey: OpenSurvey) -> None:
        """Somebody signed in."""
        self._listener = survey.listen(self._heard.emit) if survey.on_server else None

    def leave(self, seconds: float = 0.0) -> None:
        """She signs out, or the window closes, which waits for the listener at most ``seconds``."""
        listener, self._listener = self._listener, None
        self._timer.stop()
        if listener is not None:
            listener.stop(seconds)

    def look(self) -> None:
        """Shows what is new, or tries again later. Where the server is away now, it is told once it is back."""
        if self._listener is None or not self._listener.connected:
            return
        window = cast("MainWindow", self.parent())
        page, began = window.page, time.monotonic()
        try:
            shown = page is None or (window.idle.pausing and not page.task_line.running and show_others_work(page))
        except Refusal:
            return
        now = time.monotonic()
        self._free = now + max(LEAST_MS / 1000, min(MOST, SHARE * (now - began)))
        if not shown:
            self._timer.start(LEAST_MS)

    def _news(self) -> None:
        if self._listener is not None and not self._timer.isActive():
            self._timer.start(max(SOON_MS, round(1000 * (self._free - time.monotonic()))))


def show_others_work(page: Page) -> bool:
    """Has ``page`` show it, around which focus and what is scrolled stay. False: not just now."""
    held = QApplication.focusWidget()
    with in_place(page):
        shown = page.show_others_work()
    # Where the page itself has the keyboard there was nothing to do, and now there may be.
    if held is not None and held is not page and held is not QApplication.focusWidget():
        with suppress(RuntimeError):  # it was deleted
            if held.isVisible():
                held.setFocus()
    return shown


@contextmanager
def in_place(page: QWidget) -> Iterator[None]:
    """Around what fills parts of ``page`` anew: what is scrolled stays where it is."""
    bars = [
        (area, bar, bar.value())
        for area in page.findChildren(QAbstractScrollArea)
        if area.isVisible()
        for bar in (area.verticalScrollBar(), area.horizontalScrollBar())
    ]
    yield
    for area, bar, value in bars:
        if bar.value() != value:
            if isinstance(area, QAbstractItemView):
                area.doItemsLayout()  # before it the bar knows nothing of its new rows
            bar.setValue(value)
