"""The ledger as a picture: from the ballots printed down to those settled, each loss and each wait where it happens.

Every bold line is the one above it less the lines between: whoever adds up gets the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.gui.theme import Theme

if TYPE_CHECKING:
    from sipas_desktop.store.queries import Ledger


@dataclass(frozen=True)
class Line:
    """One line: ``total`` lines are what is still there, the others what it lost or what waits (``colour`` by role)."""

    words: str
    count: int
    total: bool = False
    colour: str = "muted"


class LedgerView(QFrame):
    """A card with one line a stage; stages at which no ballot stands are left out."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        heading = QLabel(self.tr("Where the ballots are"), self)
        heading.setProperty("role", "heading")
        self._note = QLabel(self)
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.unit * 2)
        self._grid.setVerticalSpacing(theme.unit // 2)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit * 2] * 4)
        column.setSpacing(theme.unit)
        column.addWidget(heading)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addStretch(1)

    def fill(self, ledger: Ledger) -> None:
        """Shows ``ledger`` in place of what was shown before."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        lines = [line for line in self.lines(ledger) if line.total or line.count]
        whole = max(1, ledger.printed)
        end = ledger.printed
        for row, line in enumerate(lines):
            name, number = QLabel(line.words, self), QLabel(count(line.count), self)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if line.total:
                end = line.count
                name.setProperty("role", "strong")
                number.setProperty("role", "strong")
                bar = _Bar(0, line.count / whole, "accent", False, self._theme, self)
            else:
                name.setIndent(self._theme.unit * 2)
                bar = _Bar((end - line.count) / whole, line.count / whole, line.colour, True, self._theme, self)
                end -= line.count
            name.setAccessibleName(f"{line.words}: {count(line.count)}")
            for at, widget in enumerate((name, number, bar)):
                self._grid.addWidget(widget, row, at)
        self._note.setText(self._about_labels(ledger))
        self._note.setVisible(bool(self._note.text()))

    def lines(self, ledger: Ledger) -> list[Line]:
        """The lines in the order of a ballot's life, those without ballots among them."""
        at = ledger.states
        keyed = {State.DIFFERING, State.SECOND_KEYING, State.REOPENED, State.FIRST_KEYED, State.FIRST_KEYING}
        keyed |= {State.FIRST_ELSEWHERE, State.REKEYING, State.THIRD_KEYING, State.CONFLICT}
        waits = [
            Line(self.tr("wait for the first keying"), at[State.VALID]),
            Line(self.tr("first keying under way"), at[State.FIRST_KEYING]),
            Line(self.tr("wait for the second keying"), at[State.FIRST_KEYED]),
            Line(self.tr("second keying under way"), at[State.SECOND_KEYING]),
            Line(self.tr("first keying elsewhere"), at[State.FIRST_ELSEWHERE]),
            Line(self.tr("reopened by their keyer"), at[State.REOPENED], colour="attention"),
            Line(self.tr("wait for the adjudicator"), at[State.DIFFERING], colour="attention"),
            Line(self.tr("wait for a third clerk"), at[State.REKEYING]),
            Line(self.tr("third keying under way"), at[State.THIRD_KEYING]),
            Line(self.tr("in conflict"), at[State.CONFLICT], colour="error"),
        ]
        assert sum(at[state] for state in keyed) + at[State.VALID] == sum(line.count for line in waits)
        return [
            Line(self.tr("Printed"), ledger.printed, total=True),
            Line(self.tr("in stock"), at[State.STOCK]),
            Line(self.tr("spoiled"), at[State.SPOILED], colour="error"),
            Line(self.tr("Issued"), ledger.issued, total=True),
            Line(self.tr("not back yet"), at[State.OUT]),
            Line(self.tr("refused"), at[State.REFUSED]),
            Line(self.tr("not met"), at[State.NOT_MET]),
            Line(self.tr("undelivered"), at[State.UNDELIVERED]),
            Line(self.tr("lost"), at[State.LOST], colour="error"),
            Line(self.tr("Returned"), ledger.returned, total=True),
            Line(self.tr("not valid"), at[State.INVALID], colour="error"),
            Line(self.tr("voided later"), at[State.VOIDED], colour="error"),
            Line(self.tr("Valid"), ledger.valid, total=True),
            *waits,
            Line(self.tr("Settled"), ledger.settled, total=True),
        ]

    def _about_labels(self, ledger: Ledger) -> str:
        words = []
        if ledger.single_keyed:
            words.append(self.tr("%n settled ballot(s) were keyed once under the plan.", "", ledger.single_keyed))
        if ledger.photocopies:
            words.append(
                self.tr("%n ballot(s) came back photocopied, under a spare label: printed counts them.", "",
                        ledger.photocopies)
            )  # fmt: skip
        if ledger.labels_left:
            words.append(self.tr("%n spare label(s) left.", "", ledger.labels_left))
        if ledger.online:
            words.append(self.tr("%n online answer(s) settled beside the paper.", "", ledger.online))
        if ledger.comments:
            words.append(self.tr("%n comment(s) without a rating, in no figure.", "", ledger.comments))
        return " ".join(words)


class _Bar(QWidget):
    """A share of the line's width; what is lost or waits is hatched, so that it shows without colour."""

    def __init__(self, start: float, length: float, colour: str, hatched: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._start, self._length, self._colour, self._hatched, self._theme = start, length, colour, hatched, theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(14))
        self.setMinimumWidth(theme.px(80))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One rectangle; ever so few ballots leave a mark."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._length <= 0:
            return
        room = self.width() - 2
        wide = max(self._theme.px(3), room * self._length)
        box = QRectF(1 + min(room * self._start, room - wide), 1.5, wide, self.height() - 3)
        colour = QColor(getattr(colours, self._colour))
        painter.setPen(QPen(colour, 1) if self._hatched else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern) if self._hatched else colour)
        painter.drawRoundedRect(box, 2, 2)
