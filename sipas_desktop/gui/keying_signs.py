"""How an answer looks in the strip and on the marks' tiles: a shape for each kind, so that colour is never alone.

answered: a filled square with the code · blank: an empty circle · over-marked: a diamond with a star · illegible: a
triangle with a question mark · skipped: two arrowheads · not yet keyed: a short dash.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.gui.theme import Theme

PEN_PX = 1.6  # width of outlines at 100 %
LONGEST_CODE = 4  # characters that fit into a square; a longer answer shows as lines of writing


def paint_sign(painter: QPainter, box: QRectF, value: str | None, theme: Theme) -> None:
    """Paints the sign of an answer's ``value`` (None: not yet keyed), centred in ``box`` and as high as it."""
    colours = theme.colours
    side = box.height()
    square = QRectF(box.center().x() - side / 2, box.top(), side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if value is None:
        painter.setPen(QPen(QColor(colours.edge), theme.px(PEN_PX)))
        middle = square.center()
        painter.drawLine(QPointF(middle.x() - side * 0.2, middle.y()), QPointF(middle.x() + side * 0.2, middle.y()))
    elif value == a.BLANK:
        painter.setPen(QPen(QColor(colours.muted), theme.px(PEN_PX)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = side * 0.14
        painter.drawEllipse(square.adjusted(inset, inset, -inset, -inset))
    elif value == a.SKIPPED:
        pen = QPen(QColor(colours.muted), theme.px(PEN_PX))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle, reach = square.center(), side * 0.26
        for left in (middle.x() - reach, middle.x() + side * 0.06):
            points = [(left, -reach), (left + reach * 0.8, 0.0), (left, reach)]
            painter.drawPolyline(QPolygonF([QPointF(x, middle.y() + y) for x, y in points]))
    elif value == a.OVERMARKED:
        middle = square.center()
        half = side / 2
        corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
        _outlined(painter, corners, middle, colours.attention, colours.attention_soft, theme)
        _letter(painter, square.adjusted(0, side * 0.1, 0, side * 0.1), "*", colours.attention, theme)
    elif value == a.ILLEGIBLE:
        middle = square.center()
        half = side / 2
        corners = [(0, -half * 0.95), (half, half * 0.85), (-half, half * 0.85)]
        _outlined(painter, corners, middle, colours.error, colours.error_soft, theme)
        _letter(painter, square.adjusted(0, side * 0.14, 0, side * 0.14), "?", colours.error, theme)
    else:
        _paint_code(painter, box, square, value, theme)


def sign_width(value: str | None, height: float) -> float:
    """How wide the sign of ``value`` is at this height."""
    if value is None or value in (*a.MARKS, a.WRITTEN, a.SKIPPED) or len(value) > LONGEST_CODE:
        return height
    return max(height, height * (0.5 + 0.42 * len(value)))


def value_of(answer: Answer | None) -> str | None:
    """What ``paint_sign`` wants to know of an answer."""
    return answer.value if answer is not None else None


def _paint_code(painter: QPainter, box: QRectF, square: QRectF, value: str, theme: Theme) -> None:
    colours, side = theme.colours, box.height()
    width = sign_width(value, side)
    frame = QRectF(box.center().x() - width / 2, box.top(), width, side)
    if value == a.NO_OPINION:  # an answer, but none of the levels
        painter.setPen(QPen(QColor(colours.accent), theme.px(PEN_PX)))
        painter.setBrush(QColor(colours.accent_soft))
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), side * 0.2, side * 0.2)
        _letter(painter, frame, value, colours.accent, theme)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent))
    painter.drawRoundedRect(frame, side * 0.2, side * 0.2)
    if value == a.WRITTEN or len(value) > LONGEST_CODE:
        painter.setPen(QPen(QColor(colours.on_accent), theme.px(PEN_PX)))
        for part, to in ((0.32, 0.76), (0.5, 0.76), (0.68, 0.55)):
            y = square.top() + side * part
            painter.drawLine(QPointF(square.left() + side * 0.24, y), QPointF(square.left() + side * to, y))
    else:
        _letter(painter, frame, value, colours.on_accent, theme)


def _outlined(
    painter: QPainter,
    corners: list[tuple[float, float]],
    middle: QPointF,
    colour: str,
    ground: str,
    theme: Theme,
) -> None:
    pen = QPen(QColor(colour), theme.px(PEN_PX))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    painter.drawPolygon(QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners]))


def _letter(painter: QPainter, box: QRectF, text: str, colour: str, theme: Theme) -> None:
    font = theme.font("small", bold=True)
    font.setPixelSize(max(9, round(box.height() * 0.68)))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
