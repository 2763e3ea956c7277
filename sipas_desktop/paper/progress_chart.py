"""The picture of a survey's progress: ballots back and ballots settled, day by day, against what is required.

A drawing like the report's charts, black and grey: the area is what is settled, the line above it what is back.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, String
from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm

from sipas_desktop.domain.progress import DayProgress
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.paper.chart_parts import LEADING, SIZE
from sipas_desktop.paper.report_fonts import BOLD, REGULAR, register, width
from sipas_desktop.paper.report_tables import LINE

HEIGHT: Final = 50 * mm
HEAD: Final = 2 * LEADING  # the legend
FOOT: Final = 1.6 * LEADING  # the days
STEPS: Final = (1, 2, 5)  # times a power of ten: how far apart the lines behind the picture stand
LINES: Final = 5  # at most so many of them
SAMPLE: Final = 5 * mm  # of the legend
_PALE, _MIDDLE = Color(0.75, 0.75, 0.75), Color(0.72, 0.72, 0.72)


@dataclass(frozen=True)
class Words:
    """What the picture calls its parts; "" for one that is not drawn."""

    returned: str
    settled: str
    required: str


def draw_progress(
    days: Sequence[DayProgress],
    span: tuple[datetime.date, datetime.date],
    required: int | None,
    words: Words,
    line: float = LINE,
) -> Drawing:
    """The picture, ``line`` millimetres wide, over ``span`` (fieldwork) and whatever happened outside it.

    ``required``: ballots that must be back, None where the plan states no number. ``days`` may be empty.
    """
    register()
    first, last = min([span[0], *(each.day for each in days)]), max([span[1], *(each.day for each in days)])
    most = max([1, required or 0, *(max(each.returned, each.settled) for each in days)])
    step = _step(most)
    top_value = -(-most // step) * step
    total = line * mm
    left = width(count(top_value), REGULAR, SIZE) + 2 * mm
    room, bottom, high = total - left - 2 * mm, FOOT, HEIGHT - HEAD - FOOT
    drawing = Drawing(total, HEIGHT)

    def x(day: datetime.date) -> float:
        return left + room * (day - first).days / max(1, (last - first).days)

    def y(ballots: int) -> float:
        return bottom + high * ballots / top_value

    for value in range(0, top_value + 1, step):
        drawing.add(Line(left, y(value), left + room, y(value), strokeWidth=0.4, strokeColor=_PALE))
        label = String(left - 1.5 * mm, y(value) - 3.2, count(value), fontName=REGULAR, fontSize=SIZE, textAnchor="end")
        drawing.add(label)
    _draw_days(drawing, first, last, x, bottom)
    if days:
        settled = _stairs([(x(each.day), y(each.settled)) for each in days], x(first), y(0))
        drawing.add(Polygon([*settled, settled[-2], bottom, settled[0], bottom], fillColor=_MIDDLE, strokeColor=None))
        returned = _stairs([(x(each.day), y(each.returned)) for each in days], x(first), y(0))
        drawing.add(PolyLine(returned, strokeWidth=1.6, strokeColor=black, strokeLineJoin=1))
    if required is not None:
        dashed = Line(left, y(required), left + room, y(required), strokeWidth=1.2, strokeColor=black)
        dashed.strokeDashArray = (4, 2)
        drawing.add(dashed)
    _draw_legend(drawing, words, required, left)
    drawing.add(Line(left, bottom, left + room, bottom, strokeWidth=0.6, strokeColor=black))
    return drawing


def _step(most: int) -> int:
    """The distance of the lines behind a picture that goes up to ``most``: a round number, at least 1."""
    power = 1
    while True:
        for step in STEPS:
            if most <= step * power * LINES:
                return step * power
        power *= 10


def _stairs(points: Sequence[tuple[float, float]], start: float, ground: float) -> list[float]:
    """Flat until the next day on which something happened, then up: x, y, x, y …"""
    stairs, height = [start, ground], ground
    for x, y in points:
        stairs += [x, height, x, y]
        height = y
    return stairs


def _draw_days(drawing: Drawing, first: datetime.date, last: datetime.date, x: object, bottom: float) -> None:
    """The first and the last day, and months' beginnings where there is room between them."""
    assert callable(x)
    free = width("00/00/0000", REGULAR, SIZE) + 3 * mm
    ends = {last: "end", first: "start"}  # of a survey of one day, once
    for day, anchor in ends.items():
        text = day.strftime("%d/%m/%Y")
        drawing.add(String(x(day), bottom - LEADING, text, fontName=REGULAR, fontSize=SIZE, textAnchor=anchor))
    before = x(first) + free / 2
    day = (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    while day < last:
        at = x(day)
        drawing.add(Line(at, bottom, at, bottom - 2, strokeWidth=0.6, strokeColor=black))
        if at - before >= free / 2 and x(last) - at >= free * 1.2:
            text = day.strftime("%d/%m")
            drawing.add(String(at, bottom - LEADING, text, fontName=REGULAR, fontSize=SIZE, textAnchor="middle"))
            before = at + free / 2
        day = (day + datetime.timedelta(days=32)).replace(day=1)


def _draw_legend(drawing: Drawing, words: Words, required: int | None, left: float) -> None:
    base, at = HEIGHT - LEADING, left
    for kind, text in (("line", words.returned), ("area", words.settled), ("dash", words.required)):
        if not text or (kind == "dash" and required is None):
            continue
        middle = base + 3
        if kind == "area":
            box = [at, base, at + SAMPLE, base, at + SAMPLE, base + 7, at, base + 7]
            drawing.add(Polygon(box, fillColor=_MIDDLE, strokeColor=None))
        else:
            sample = Line(at, middle, at + SAMPLE, middle, strokeWidth=1.6 if kind == "line" else 1.2)
            sample.strokeColor = black
            if kind == "dash":
                sample.strokeDashArray = (4, 2)
            drawing.add(sample)
        at += SAMPLE + 1.5 * mm
        drawing.add(String(at, base, text, fontName=BOLD if kind == "line" else REGULAR, fontSize=SIZE))
        at += width(text, BOLD, SIZE) + 4 * mm
