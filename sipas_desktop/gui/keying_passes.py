"""Which keying the page is at: the first, the second, or what was sent back to a third clerk."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.store.database import OpenSurvey

THIRD = 3
AGAIN_KEY = "Ctrl+R"

# Where a keyer stood (pass, open serial) when her page was made anew for another language or text size.
STOOD: WeakKeyDictionary[OpenSurvey, tuple[int, str]] = WeakKeyDictionary()


def numbered(pass_no: int) -> str:
    """The keying's name, behind the page's."""
    return {
        1: QCoreApplication.translate("passes", "first keying"),
        2: QCoreApplication.translate("passes", "second keying"),
        THIRD: QCoreApplication.translate("passes", "keying again"),
    }[pass_no]


def show_passes(other: KeyButton, again: KeyButton, pass_no: int, waiting: int) -> None:
    """The words on the two buttons; ``again`` is there while ``waiting`` ballots are to be keyed again."""
    to_second = QCoreApplication.translate("passes", "Go to second keying")
    to_first = QCoreApplication.translate("passes", "Go to first keying")
    other.set_words(to_second if pass_no == 1 else to_first, "F2")
    words = QCoreApplication.translate("passes", "Key what differs again (%n)", None, waiting)
    again.set_words(words, AGAIN_KEY)
    again.setVisible(bool(waiting) and pass_no != THIRD)
