"""The boxes of the current question as tiles, in the order of the paper, each with its key on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from sipas_desktop.domain import answer as a
from sipas_desktop.gui.keying_signs import paint_sign
from sipas_desktop.gui.theme import Theme

BESIDE_PX = 66  # least width at 100 % of a tile that stands beside the others
SMALL_PX = 92  # below this width its words are set small
ROW_PX = 42  # height of a tile that lies under the others
HIGH_PX = 112  # height of a tile that stands
LOW_ROW_PX, LOW_HIGH_PX = 34, 92  # the same in a low window
IN_ONE, TWO_PX = 4, 480  # tiles that lie under each other in one column; least width at 100 % of two columns
LOW_IN_ONE, LOW_TWO_PX = 2, 360  # the same in a low window
MARK_PX = 76  # what sign, key and gaps of a mark's tile take beside its words


@dataclass(frozen=True)
class TileFace:
    """What a tile shows: its key, its words, and the mark whose sign it carries ("" for a code)."""

    value: str  # the answer's value, or an option's code
    key: str
    words: str
    mark: str = ""


class Tile(QAbstractButton):
    """One box. Lit (checked) it is the answer: filled, with a heavy frame and a tick, not only another colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.face = TileFace("", "", "")
        self.standing = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is the way; the cursor stays on the question
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, face: TileFace) -> None:
        """Shows ``face``; an unchanged one is not painted again."""
        if face != self.face:
            self.face = face
            self.setAccessibleName(f"{face.key} {face.words}")
            self.update()

    def light(self, on: bool) -> None:
        """Lit or not."""
        if on != self.isChecked():
            self.setChecked(on)

    def nextCheckState(self) -> None:
        """A click asks; the page decides what is lit."""

    def sizeHint(self) -> QSize:
        """Only the layout of the tiles decides."""
        return QSize(self._theme.px(BESIDE_PX), self._theme.px(ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Key, words, state."""
        theme, colours = self._theme, self._theme.colours
        lit = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.accent if lit else colours.edge), theme.px(3) if lit else 1)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.accent if lit else colours.raised))
        inset = pen.widthF() / 2 + 0.5
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, theme.px(6), theme.px(6))
        ink = QColor(colours.on_accent if lit else colours.text)
        if self.standing:
            self._paint_standing(painter, ink)
        else:
            self._paint_lying(painter, ink)
        painter.end()

    def _paint_standing(self, painter: QPainter, ink: QColor) -> None:
        theme, box = self._theme, QRectF(self.rect())
        top = 8 if box.height() >= theme.px(HIGH_PX) else 2
        figure = QRectF(box.left(), box.top() + theme.px(top), box.width(), theme.px(38))
        painter.setPen(ink)
        painter.setFont(theme.font("question", bold=True))
        painter.drawText(figure, Qt.AlignmentFlag.AlignCenter, self.face.key)
        words = box.adjusted(theme.px(4), figure.bottom() + theme.px(2), -theme.px(4), -theme.px(2))
        size = "small" if self.width() < theme.px(SMALL_PX) else "normal"
        painter.setFont(theme.font(size, bold=self.isChecked()))
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, int(align) | int(Qt.TextFlag.TextWordWrap), self.face.words)

    def _paint_lying(self, painter: QPainter, ink: QColor) -> None:
        theme, box = self._theme, QRectF(self.rect())
        gap = theme.px(12)
        left = box.left() + gap
        if self.face.mark:
            high = float(theme.px(18))
            sign = QRectF(left, box.center().y() - high / 2, high, high)
            if self.isChecked():  # the sign keeps its own colours on a light ground
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.colours.raised))
                painter.drawRoundedRect(sign.adjusted(-4, -4, 4, 4), 4, 4)
            paint_sign(painter, sign, self.face.mark, theme)
            left = sign.right() + theme.px(8)
        painter.setPen(QPen(ink, 1))
        painter.setFont(theme.font("normal" if self.face.mark else "large", bold=True))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        wide = max(QFontMetrics(painter.font()).horizontalAdvance(self.face.key), theme.px(12))
        key = QRectF(left, box.top(), wide, box.height())
        if self.face.mark:  # a key cap, as in the legend
            wide += theme.px(12)
            key = QRectF(left, box.center().y() - theme.px(12), wide, theme.px(24))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self.face.key)
        left += wide + theme.px(8)
        painter.setFont(theme.font(bold=self.isChecked()))
        words = QRectF(left, box.top(), box.right() - left - theme.px(6), box.height())
        if QFontMetrics(painter.font()).horizontalAdvance(self.face.words) <= words.width():
            painter.drawText(words, align, self.face.words)
            return
        painter.setFont(theme.font("small", bold=self.isChecked()))  # two small lines rather than half a word
        painter.drawText(words, int(align) | int(Qt.TextFlag.TextWordWrap), self.face.words)


class Tiles(QWidget):
    """A set of tiles: beside each other where they are few and short, else in rows."""

    pressed = Signal(str)  # the value of the tile that was clicked

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: list[Tile] = []
        self._shown = 0
        self._short = False
        self.low = False
        theme.changed.connect(self._repaint)

    @property
    def tiles(self) -> list[Tile]:
        """The tiles in use, in the order of the paper."""
        return self._all[: self._shown]

    def show_faces(self, faces: Sequence[TileFace], *, short: bool) -> None:
        """One tile a face. ``short``: the words are short enough to stand side by side."""
        while len(self._all) < len(faces):
            tile = Tile(self._theme, self)
            tile.clicked.connect(self._clicked)
            self._all.append(tile)
        for tile, face in zip(self._all, faces, strict=False):
            tile.put(face)
        if self._shown != len(faces) or self._short != short:
            self._shown, self._short = len(faces), short
            for at, tile in enumerate(self._all):
                tile.setVisible(at < self._shown)
            self.lay_out()

    def light(self, values: Sequence[str]) -> None:
        """Lights the tiles with these values and no others."""
        for tile in self.tiles:
            tile.light(tile.face.value in values)

    def height_for(self, count: int, *, short: bool, width: int) -> int:
        """The height that ``count`` tiles take at ``width`` px."""
        gap = self._theme.unit
        if not count:
            return 0
        if short and self._stand(count, width):
            return self._theme.px(LOW_HIGH_PX if self.low else HIGH_PX)
        rows = -(-count // self._columns(count, width))
        return rows * self._theme.px(LOW_ROW_PX if self.low else ROW_PX) + (rows - 1) * gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tiles move only when the window does."""
        super().resizeEvent(event)
        self.lay_out()

    def _stand(self, count: int, width: int) -> bool:
        gap = self._theme.unit
        return (width - gap * (count - 1)) / count >= self._theme.px(BESIDE_PX)

    def _columns(self, count: int, width: int) -> int:
        in_one, wide = (LOW_IN_ONE, LOW_TWO_PX) if self.low else (IN_ONE, TWO_PX)
        return 2 if count > in_one and width >= self._theme.px(wide) else 1

    def lay_out(self) -> None:
        """Puts the tiles where they belong at the present width."""
        count, gap, width = self._shown, self._theme.unit, self.width()
        if not count:
            return
        standing = self._short and self._stand(count, width)
        columns = count if standing else self._columns(count, width)
        rows = -(-count // columns)
        tall = (LOW_HIGH_PX, LOW_ROW_PX) if self.low else (HIGH_PX, ROW_PX)
        high = self._theme.px(tall[0] if standing else tall[1])
        wide = (width - gap * (columns - 1)) / columns
        for at, tile in enumerate(self.tiles):
            column, row = (at, 0) if standing else (at // rows, at % rows)
            left = round(column * (wide + gap))
            tile.standing = standing
            tile.setGeometry(QRect(left, row * (high + gap), round(column * (wide + gap) + wide) - left, high))

    def _clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, Tile)
        self.pressed.emit(tile.face.value)

    def _repaint(self) -> None:
        for tile in self._all:
            tile.update()


class MarkTiles(QWidget):
    """Blank, over-marked, illegible: the three that every question has, in one row of their own."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles = []
        for value, key, told in zip(a.MARKS, (".", "*", "/"), words, strict=True):
            tile = Tile(theme, self)
            tile.put(TileFace(value, key, told, mark=value))
            tile.clicked.connect(self._clicked)
            self.tiles.append(tile)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Less high in a low window."""
        self.setFixedHeight(self._theme.px(LOW_ROW_PX if low else ROW_PX))

    def light(self, value: str | None) -> None:
        """Lights the tile of ``value``."""
        for tile in self.tiles:
            tile.light(tile.face.value == value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three of the same width; where the longest words do not fit, each as wide as its own words want."""
        super().resizeEvent(event)
        gap, beside = self._theme.unit, self._theme.px(MARK_PX)
        metrics = QFontMetrics(self._theme.font(bold=True))
        words = [metrics.horizontalAdvance(tile.face.words) for tile in self.tiles]
        room = self.width() - gap * 2 - beside * 3
        if max(words) * 3 <= room:
            words = [1, 1, 1]
        left = 0.0
        for tile, share in zip(self.tiles, words, strict=True):
            wide = beside + room * share / sum(words)
            tile.setGeometry(QRect(round(left), 0, round(left + wide) - round(left), self.height()))
            left += wide + gap

    def _clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, Tile)
        self.pressed.emit(tile.face.value)
