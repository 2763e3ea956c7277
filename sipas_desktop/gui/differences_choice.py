"""One discrepancy, large: the paper's wording and the two values side by side, neither with a name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Kind, Question
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_signs import paint_sign
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.keying_tiles import TileFace, Tiles
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.theme import Theme

VALUE_PX = 150  # least height at 100 % of a value
LEAST_PX = 110  # least width at 100 %
LOW_VALUE_PX = 96  # the same in a low window
SMALL_VALUE_PX = 64  # in one that is narrow too
LEFT, RIGHT, THIRD, REKEYED = "1", "2", "3", "again"
_KEYS = {"1": LEFT, "a": LEFT, "2": RIGHT, "b": RIGHT, "3": THIRD, "c": THIRD, "4": REKEYED, "d": REKEYED}


class ValueTile(QAbstractButton):
    """One of the two values, as large as the room allows; lit while it is chosen."""

    def __init__(self, theme: Theme, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        self._value, self._words = "", ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(theme.px(LEAST_PX), theme.px(VALUE_PX))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, self.sizePolicy().verticalPolicy())  # they share the width

    def put(self, value: str, words: str) -> None:
        """Shows an answer: its stored ``value`` for the sign, and its words."""
        self._value, self._words = value, words
        self.setAccessibleName(f"{self._key}: {words}")
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; the view decides what is lit."""

    def sizeHint(self) -> QSize:
        """The two share the width."""
        return QSize(self._theme.px(160), self._theme.px(VALUE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Key cap, sign, words."""
        theme, colours, lit = self._theme, self._theme.colours, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.accent if lit else colours.edge), theme.px(3) if lit else 1)
        inset = pen.widthF() / 2 + 0.5
        box = QRectF(self.rect())
        painter.setPen(pen)
        painter.setBrush(QColor(colours.accent if lit else colours.raised))
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), theme.px(6), theme.px(6))
        ink = QColor(colours.on_accent if lit else colours.text)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cap = QRectF(box.left() + theme.px(14), box.top() + theme.px(14), theme.px(30), theme.px(30))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(theme.font("large", bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        room = QRectF(cap.right() + theme.px(14), box.top() + theme.px(12), 0, box.height() - theme.px(24))
        if self._value in (*a.MARKS, a.SKIPPED):
            high = float(theme.px(30))
            sign = QRectF(room.left(), box.top() + theme.px(14), high, high)
            if lit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.raised))
                painter.drawRoundedRect(sign.adjusted(-4, -4, 4, 4), 4, 4)
            paint_sign(painter, sign, self._value, theme)
            room.setLeft(sign.right() + theme.px(12))
        room.setRight(box.right() - theme.px(14))
        painter.setPen(ink)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
        for size in ("question", "large", "normal", "small"):
            painter.setFont(theme.font(size, bold=size != "small"))
            taken = QFontMetrics(painter.font()).boundingRect(room.toRect(), flags, self._words)
            if taken.height() <= room.height() and taken.width() <= room.width():  # a long word is not wrapped
                break
        painter.drawText(room, flags, self._words)
        painter.end()


class ChoiceView(QFrame):
    """Keys: 1 (A) the left value, 2 (B) the right one, 3 (C) another, 4 (D) the third clerk's; Enter confirms."""

    chosen = Signal(str)  # LEFT, RIGHT, THIRD or REKEYED
    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "question")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.wording = PaintedText(theme, "question", "text", self, wrap=True)
        self.values = {LEFT: ValueTile(theme, LEFT, self), RIGHT: ValueTile(theme, RIGHT, self)}
        self.rekeyed = ValueTile(theme, "4", self)  # what a third clerk keyed, where it is neither of the two
        self.agrees = PaintedText(theme, "normal", "text", self)
        self.agrees.setFixedHeight(theme.px(22))
        self.third = Tiles(theme, self)
        self.third.show_faces([TileFace(THIRD, THIRD, self.tr("another value, with a reason"))], short=False)
        self.third.setFixedHeight(self.third.height_for(1, short=False, width=1))
        self.third.pressed.connect(self.chosen)
        both = QHBoxLayout()
        both.setSpacing(theme.unit * 2)
        for tile in (*self.values.values(), self.rekeyed):
            tile.clicked.connect(self._clicked)
            both.addWidget(tile, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit * 3] * 4)
        column.setSpacing(theme.unit * 2)
        column.addWidget(self.wording)
        column.addLayout(both, 2)
        column.addWidget(self.agrees)
        column.addWidget(self.third)
        column.addStretch(1)

    def show_values(
        self,
        question: Question,
        left: Answer,
        right: Answer,
        catalogues: Mapping[Kind, Catalogue],
        third: Answer | None = None,
    ) -> None:
        """Another discrepancy; nothing is chosen. ``third`` is what a third clerk keyed."""
        self.wording.put(question.text, f"{question.number}." if question.number else "")
        self._make_room()
        told = [answer_words(question, answer, catalogues) for answer in (left, right)]
        self.values[LEFT].put(left.value, told[0])
        self.values[RIGHT].put(right.value, told[1])
        words = f"{question.number} {question.text}. {LEFT}: {told[0]}. {RIGHT}: {told[1]}."
        other = third is not None and third not in (left, right)
        self.rekeyed.setVisible(other)
        self.agrees.put("")
        if third is not None:
            again = answer_words(question, third, catalogues)
            self.rekeyed.put(third.value, again)
            told_third = self.tr("A third clerk keyed: {value}").format(value=again)
            self.agrees.put(told_third)
            words = f"{words} {told_third}."
        self.agrees.setVisible(third is not None)
        self.light("")
        self.setAccessibleName(words)

    def set_low(self, low: bool, narrow: bool = False) -> None:
        """Low windows: smaller wording and values. Where they are narrow too, the rows above name the question."""
        unit, small = self._theme.unit, low and narrow
        self._column.setContentsMargins(*[unit // 2 if small else unit * 3 // 2 if low else unit * 3] * 4)
        self._column.setSpacing(unit if low else unit * 2)
        self.wording.set_size("large" if low else "question")
        for part in (self.wording, self.third):
            part.setHidden(small)
        for tile in (*self.values.values(), self.rekeyed):
            tile.setMinimumHeight(self._theme.px(SMALL_VALUE_PX if small else LOW_VALUE_PX if low else VALUE_PX))
        self._make_room()

    def light(self, choice: str) -> None:
        """Lights LEFT, RIGHT or REKEYED, or none."""
        for key, tile in (*self.values.items(), (REKEYED, self.rekeyed)):
            tile.setChecked(key == choice)

    def event(self, event: QEvent) -> bool:
        """Enter here confirms, whatever else answers to it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or _choice(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A choice, or Enter."""
        choice = _choice(event)
        if choice:
            self.chosen.emit(choice)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the wording at the new width."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right() - 4  # less the frame
        self.wording.setFixedHeight(self.wording.height_for([(self.wording.lead, self.wording.text)], width))

    def _clicked(self) -> None:
        tile = self.sender()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(next((key for key, known in self.values.items() if known is tile), REKEYED))


def _choice(event: QKeyEvent) -> str:
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return ""
    return _KEYS.get(event.text().lower(), "")
