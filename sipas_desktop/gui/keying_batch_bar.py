"""The line over the ballot: the batch at the desk, the paper at hand or the next, what can be done with the batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.gui.buttons import KeyButton, fit_buttons
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import BatchAtWork, BatchPaper

NAMED = 6  # papers that are named where more are missing


class BatchBar(QFrame):
    """One line over the ballot: the batch, the paper at hand or the next one; and what can be done with the batch.

    Without a batch F10 and F12 cannot be pressed, but their keys ask all the same: the page says what is missing.
    """

    take_asked = Signal()
    end_asked = Signal()
    back_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._idle, self._has_batch = True, False
        self._long = self._short = ""  # what is said where there is room, and where there is not
        self.words = PaintedText(theme, "normal", "text", self)
        self.words.setMinimumHeight(theme.px(24))
        self.take = KeyButton(self.tr("Take the next batch"), "F7", "", self)
        self.end = KeyButton(self.tr("Papers are missing"), "F10", "", self)
        self.back = KeyButton(self.tr("Give the batch back"), "F12", "", self)
        self.take.clicked.connect(self.take_asked)
        self._keys = []
        for button, asked in ((self.end, self.end_asked), (self.back, self.back_asked)):
            button.clicked.connect(asked)
            button.leave_key_to_page()
            shortcut = QShortcut(QKeySequence(button.key), self)
            shortcut.activated.connect(asked)
            self._keys.append(shortcut)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        row.addWidget(self.words, 1)
        for button in self.buttons:
            row.addWidget(button)

    @property
    def buttons(self) -> tuple[KeyButton, ...]:
        """In the order of the line."""
        return (self.take, self.end, self.back)

    def enable(self, idle: bool) -> None:
        """Between two ballots (``idle``) something can be done with the batch."""
        self._idle = idle
        self.take.setEnabled(idle)
        for key in self._keys:
            key.setEnabled(idle)
        for button in (self.end, self.back):
            button.setEnabled(idle and self._has_batch)

    def tell(self, work: BatchAtWork | None, at: BatchPaper | None, following: BatchPaper | None) -> None:
        """The batch, and the paper on the screen (``at``) or, between two ballots, the ``following`` one."""
        self._has_batch = work is not None
        self.enable(self._idle)
        if work is not None:
            self._tell_batch(work, at, following)
        elif self._idle:
            long = self.tr("No batch at hand: take the next one, or scan a cover sheet or any ballot.")
            self._say(long, self.tr("No batch at hand"))
        else:
            self._say("", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Buttons lose their words before the line does; without a batch the one for the next batch keeps its own."""
        gap = self._theme.unit
        spared, kept = (
            ((self.back, self.end, self.take), ()) if self._has_batch else ((self.back, self.end), (self.take,))
        )
        for words in (self._long, self._short):
            room = self.width() - self.words.width_of(words)
            fit_buttons(spared, kept, gap, room)
            if sum(button.sizeHint().width() + gap for button in self.buttons) <= room:
                break
        self.words.put(words)

    def _say(self, long: str, short: str) -> None:
        self._long, self._short = long, short
        self.fit()

    def _tell_batch(self, work: BatchAtWork, at: BatchPaper | None, following: BatchPaper | None) -> None:
        last = max([len(work.papers), *(each.position or 0 for each in work.papers)])
        parts = [
            self.tr("Batch {batch}").format(batch=work.code),
            self.tr("keying {number}").format(number=work.pass_no),
            self.tr("%n ballot(s)", "", len(work.papers)),
        ]
        if at is not None:
            parts.append(self.tr("ballot {position}/{last}").format(position=at.position, last=last))
        else:
            parts.append(self.tr("%n keyed", "", sum(each.done for each in work.papers)))
            if following is not None:
                words = self.tr("next: ballot {position} ({serial})")
                parts.append(words.format(position=following.position, serial=short(following.serial)))
        self._say(" · ".join(parts), f"{parts[0]} · {parts[-1]}")


def short(serial: str) -> str:
    """The serial without the survey's number: enough to type, and to find it in a bundle."""
    return serials.show(serial).partition(" ")[2]


def places(papers: Sequence[BatchPaper]) -> str:
    """ "7 (000007 7), 12 (000012 3) …": papers by their place in the bundle."""
    named = [f"{each.position} ({short(each.serial)})" for each in papers[:NAMED]]
    return ", ".join(named) + (" …" if len(papers) > NAMED else "")
