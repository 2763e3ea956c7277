"""What stands around the question that is decided: both keyings' answers, row under row as on the paper.

A keyer whose eye slipped to the next row shows here at once. The sides are those of the two values beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from sipas_desktop.domain.form import Kind, Question
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_signs import paint_sign, value_of
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import KeyedRow

ROW_PX = 32  # height of a row at 100 %
LOW_ROW_PX = 26  # the same in a low window
VALUE_PX = 52  # width of an answer
LEAST_PX = 260  # width at 100 % beside the values
LEAST_ROWS = 3  # the question, the one before and the one after
UNLIKE = "≠"
QWIDGETSIZE_MAX = 16_777_215  # Qt's own: no limit

Shown = tuple[Question, KeyedRow]


class NeighbourhoodView(QFrame):
    """As many rows as there is room for, the current question in their middle; the head names the two sides."""

    def __init__(self, theme: Theme, sides: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._sides = theme, tuple(sides)
        self._rows: tuple[Shown, ...] = ()
        self._current = ""
        self._high, self._headed = theme.px(ROW_PX), True
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        self.fit(wide=True)

    def show_rows(self, rows: Sequence[Shown], current: str, catalogues: Mapping[Kind, Catalogue]) -> None:
        """The ``rows`` of a ballot, of which ``current`` is the question that is decided."""
        self._rows, self._current = tuple(rows), current
        told = []
        for question, row in self.visible_rows(LEAST_ROWS):
            values = [answer_words(question, answer, catalogues) for answer in (row.left, row.right)]
            told.append(f"{question.number or question.label}: {values[0]} | {values[1]}")
        self.setAccessibleName(self.tr("The questions around it") + ". " + "; ".join(told))
        self.update()

    def fit(self, *, wide: bool, low: bool = False) -> None:
        """Beside the values, as high as they; else above them, three rows high, in ``low`` windows without the head."""
        theme = self._theme
        self._headed = wide or not low
        self._high = theme.px(LOW_ROW_PX if low else ROW_PX)
        least = self._high * (LEAST_ROWS + self._headed) + 2 * self._margin
        self.setMinimumHeight(least)
        self.setMaximumHeight(QWIDGETSIZE_MAX if wide else least)
        self.setMinimumWidth(theme.px(LEAST_PX) if wide else 0)
        self.setMaximumWidth(theme.px(360) if wide else QWIDGETSIZE_MAX)
        self.update()

    def visible_rows(self, room: int) -> tuple[Shown, ...]:
        """``room`` rows around the current question, in the paper's order; all where there are no more."""
        at = next((place for place, (question, _) in enumerate(self._rows) if question.code == self._current), 0)
        start = max(0, min(at - room // 2, len(self._rows) - room))
        return self._rows[start : start + room]

    def sizeHint(self) -> QSize:
        """Room for a dozen rows."""
        return QSize(self._theme.px(320), self._theme.px(ROW_PX) * 12)

    @property
    def _margin(self) -> int:
        return self._theme.unit // 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Head and rows."""
        super().paintEvent(event)
        theme, colours = self._theme, self._theme.colours
        high, gap = self._high, float(theme.px(10))
        box = QRectF(self.rect()).adjusted(self._margin, self._margin, -self._margin, -self._margin)
        rows = self.visible_rows(max(LEAST_ROWS, int(box.height()) // high - self._headed))
        plain, bold, small = theme.font(), theme.font(bold=True), theme.font("small", bold=True)
        numbers = max((QFontMetrics(plain).horizontalAdvance(question.number) for question, _ in rows), default=0)
        painter = QPainter(self)
        left, right = self._columns(box, gap)
        for column, side in zip((left, right), self._sides if self._headed else (), strict=self._headed):
            _text(
                painter,
                QRectF(column.left(), box.top(), column.width(), high),
                side,
                small,
                colours.muted,
                centred=True,
            )
        for place, (question, row) in enumerate(rows, start=int(self._headed)):
            line = QRectF(box.left(), box.top() + place * high, box.width(), high)
            here, unlike = question.code == self._current, row.left != row.right
            if unlike:
                painter.fillRect(line, QColor(colours.attention_soft))
            if here:
                painter.fillRect(line, QColor(colours.accent_soft))
                painter.fillRect(QRectF(line.left(), line.top(), theme.px(4), high), QColor(colours.accent))
            start = line.left() + gap + theme.px(2)
            _text(painter, QRectF(start, line.top(), numbers, high), question.number, plain, colours.muted)
            start += numbers + (gap if numbers else 0)
            label = QRectF(start, line.top(), left.left() - start - gap, high)
            _text(painter, label, question.label, bold if here else plain, colours.text)
            for column, answer in ((left, row.left), (right, row.right)):
                sign = QRectF(column.left(), line.center().y() - theme.px(10), column.width(), theme.px(20))
                paint_sign(painter, sign, value_of(answer), theme)
            if unlike:
                between = QRectF(left.right(), line.top(), right.left() - left.right(), high)
                _text(painter, between, UNLIKE, bold, colours.text, centred=True)
        painter.end()

    def _columns(self, box: QRectF, gap: float) -> tuple[QRectF, QRectF]:
        """Where the left and the right answers stand, a sign's room apart."""
        wide = float(self._theme.px(VALUE_PX))
        right = QRectF(box.right() - gap - wide, box.top(), wide, box.height())
        return right.translated(-wide - self._theme.px(20), 0), right


def _text(painter: QPainter, box: QRectF, text: str, font: QFont, colour: str, *, centred: bool = False) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    across = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | across, shown)
