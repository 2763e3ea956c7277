"""What the views of the fieldwork page share: what they tell the page, and what they ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sipas_desktop.gui.page import Desk

Work = Callable[[Callable[[int, int], None]], Any]


@dataclass(frozen=True)
class Action:
    """A button in the head of the page while the view is shown; exactly one of a view is ``primary``. What a key of a
    view calls, and whether it is primary, is always the same; its words may change.

    ``typed``: the view's own fields answer to the key.
    """

    words: str
    key: str
    slot: Callable[[], None]
    primary: bool = False
    typed: bool = False


class FieldPanel(QWidget):
    """A view of the fieldwork page. It is read when it is shown, off the window's thread."""

    wrote = Signal()  # something was recorded
    told = Signal(str, str)  # kind and words of a notice
    refused = Signal(object)  # Refusal
    wanted = Signal(str, object)  # long work: what it is called, and the work; its result goes to ``show_done``
    scanned = Signal()  # a scan is answered: what was said before it is over
    turned = Signal()  # other actions than before can be done now
    stale = Signal()  # what is shown is to be read again
    counted = Signal(str)  # the line that says where things stand

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def hasHeightForWidth(self) -> bool:
        """A line that may wrap must not make the page scroll for as much height as everything would like to have."""
        return False

    def page_actions(self) -> tuple[Action, ...]:
        """The view's buttons in the head, as it is now."""
        raise NotImplementedError

    def keys(self) -> list[tuple[str, str]]:
        """Keys that no button shows, for F1."""
        return []

    def reading(self) -> tuple[str, Work]:
        """What reading is called, and the work; its result goes to ``show_found``."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """What was read."""
        raise NotImplementedError

    def show_done(self, result: Any) -> None:
        """What came of long work that the view asked for."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Puts the cursor where the work goes on."""
        raise NotImplementedError
