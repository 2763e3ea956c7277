"""Pages made before anybody asks for them, one at a time while nobody types: what opens first opens as quickly then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer

from sipas_desktop.domain.roles import Role, only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import latest
from sipas_desktop.gui.idle import IdleWatch
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.places import Place, places_for

BEGIN_MS: Final = 2_000  # the first page is there by then, and nobody is waiting
LOOK_MS: Final = 250


class PagesAhead(QObject):
    """Loads the pages of somebody's places in a thread, then has ``make`` make them, in the order of the work, as long
    as nothing ``works`` on a page that is shown.

    They wait here until they are first shown, and read nothing until then. None for who only keys: nothing is to come
    between her and her keys.
    """

    def __init__(
        self, make: Callable[[Place], Page], works: Callable[[], bool], idle: IdleWatch, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._make, self._works, self._idle = make, works, idle
        self._wanted: list[Place] = []
        self._made: dict[str, Page] = {}
        self._loading: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self, roles: frozenset[Role], shown: str) -> None:
        """From ``BEGIN_MS`` on, for somebody with ``roles`` who looks at the place ``shown``."""
        self.drop()
        self._loading = None
        if not only_keys(roles):
            self._wanted = [place for place in places_for(roles) if place.id != shown]
            self._timer.start(BEGIN_MS)

    def take(self, place: Place) -> Page | None:
        """The page of ``place`` if it was made; it is the caller's from now on, as one that she makes herself."""
        if place in self._wanted:
            self._wanted.remove(place)
        return self._made.pop(place.id, None)

    def drop(self) -> None:
        """Nothing more is made; what was made goes with the widget it stands in."""
        self._timer.stop()
        self._wanted = []
        for page in self._made.values():
            page.stop()
        self._made = {}

    @property
    def waiting(self) -> tuple[str, ...]:
        """The places whose pages are still to be made, the next one first."""
        return tuple(place.id for place in self._wanted)

    def load(self) -> threading.Thread:
        """Imports the modules of what is wanted, beside the window."""
        if self._loading is None:
            wanted = tuple(self._wanted)
            self._loading = threading.Thread(
                target=lambda: [place.load() for place in wanted], name="places", daemon=True
            )
            self._loading.start()
        return self._loading

    def look(self) -> None:
        """Makes the next page, if nobody is in the middle of anything and nothing is worked out beside the window."""
        self._timer.setInterval(LOOK_MS)
        if self.load().is_alive() or latest.working() or self._works() or not self._idle.pausing:
            return
        with suppress(Refusal):  # nobody asked for it yet; who does is told
            self.make_next()

    def make_next(self) -> None:
        """Makes the next page now. Raises ``Refusal`` where that needs what is not there; it is not tried again."""
        if len(self._wanted) <= 1:
            self._timer.stop()
        if self._wanted:
            place = self._wanted.pop(0)
            self._made[place.id] = self._make(place)
