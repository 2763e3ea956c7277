"""The picture of what changed: each figure before (hollow) and now (full), joined by a line, and the difference in
percentage points. A difference beyond chance has a filled triangle up or down, another one an empty ring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon
from reportlab.lib.colors import black, white
from reportlab.lib.units import mm

from sipas_desktop.paper.chart_parts import (
    AXIS,
    BAR,
    DROP,
    EDGE,
    GAP,
    LEADING,
    SIZE,
    axis,
    grey,
    label,
    lines_of,
    write,
)
from sipas_desktop.paper.report_fonts import BOLD, REGULAR, register, width
from sipas_desktop.paper.report_model import ChangeBar, ChangeBars
from sipas_desktop.paper.report_tables import LINE

LABEL: Final = 56 * mm  # or a third of a narrow picture
ROW: Final = BAR + GAP / 2
BETWEEN: Final = 3 * mm
DOT: Final = 1.3 * mm
SIGN: Final = 4.6 * mm  # room for the sign before the points
STEP: Final = 10  # per cent between the lines behind, where they are few enough
LINES: Final = 6


def draw_changes(data: ChangeBars, line: float = LINE) -> Drawing:
    """One row a figure; ``line`` is the width in millimetres."""
    register()
    total = line * mm
    names = min(LABEL, total / 3)
    end = total - EDGE
    points = max(width(text, BOLD, SIZE) for text in (data.head, *(f"{bar.text}" for bar in data.bars)))
    points = max(points, SIGN + max(width(bar.text, BOLD, SIZE) for bar in data.bars))
    room = total - names - points - 2 * BETWEEN - 2 * mm
    notes = lines_of(data.note, total) if data.note else ()
    legend = _legend(data, total)
    foot = AXIS + (len(notes) * LEADING + 2 if notes else 0)
    head = (len(legend) + 1) * (LEADING + 3) + 2
    height = head + len(data.bars) * ROW + foot
    drawing = Drawing(total, height)
    y = height
    for row in legend:
        y -= LEADING + 3
        _draw_legend(drawing, row, y, total)
    top = height - head
    bottom = top - len(data.bars) * ROW
    first, last, step = _ends(data.bars)
    left = names + BETWEEN
    axis(drawing, left, room, top, bottom, first=first, last=last, step=step)
    write(drawing, data.head, end, top + 4, anchor="end", font=BOLD)
    y = top
    for bar in data.bars:
        y -= ROW
        base = y + (ROW - BAR) / 2
        middle = base + BAR / 2
        label(drawing, bar.label, names, base)
        before, now = (left + room * (float(value) - first) / (last - first) for value in (bar.before, bar.now))
        drawing.add(Line(before, middle, now, middle, strokeWidth=2.2, strokeColor=grey(0.45)))
        drawing.add(Circle(before, middle, DOT, fillColor=white, strokeColor=black, strokeWidth=1))
        drawing.add(Circle(now, middle, DOT, fillColor=black, strokeColor=black, strokeWidth=1))
        write(drawing, bar.text, end, middle - DROP, anchor="end", font=BOLD if bar.beyond or bar.strong else REGULAR)
        if bar.beyond is not None:
            long = width(bar.text, BOLD, SIZE)
            _sign(drawing, end - long - SIGN / 2, middle, bar.now > bar.before, bar.beyond)
    for number, text in enumerate(notes, start=1):
        write(drawing, text, 0, bottom - AXIS - number * LEADING + 3)
    return drawing


def _sign(drawing: Drawing, x: float, y: float, up: bool, beyond: bool) -> None:
    if not beyond:
        drawing.add(Circle(x, y, 0.8 * mm, fillColor=None, strokeColor=grey(0.35), strokeWidth=0.8))
        return
    half, high = 1.2 * mm, (1.1 if up else -1.1) * mm
    drawing.add(
        Polygon([x - half, y - high, x + half, y - high, x, y + high], fillColor=black, strokeColor=black)
    )  # fmt: skip


def _legend(data: ChangeBars, total: float) -> list[list[tuple[str, str]]]:
    """What the signs mean, in as few rows as fit."""
    entries = [("before", data.before), ("now", data.now)]
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for sign, text in entries:
        wide = _entry(text)
        if rows[-1] and used + wide > total:
            rows.append([])
            used = 0.0
        rows[-1].append((sign, text))
        used += wide
    return rows


def _entry(text: str) -> float:
    return 5 * mm + width(text, REGULAR, SIZE) + 6 * mm


def _draw_legend(drawing: Drawing, row: Sequence[tuple[str, str]], y: float, total: float) -> None:
    x = (total - sum(_entry(text) for _, text in row)) / 2
    for sign, text in row:
        fill = white if sign == "before" else black
        drawing.add(Circle(x + DOT, y + DROP, DOT, fillColor=fill, strokeColor=black, strokeWidth=1))
        write(drawing, text, x + 5 * mm, y)
        x += _entry(text)


def _ends(bars: Sequence[ChangeBar]) -> tuple[int, int, int]:
    """First and last per cent of the axis and its step, with air for the dots at its ends."""
    values = [float(value) for bar in bars for value in (bar.before, bar.now)]
    step = STEP
    while True:
        first, last = math.floor((min(values) - 1) / step) * step, math.ceil((max(values) + 1) / step) * step
        first, last = max(0, first), min(100, last)
        if (last - first) / step <= LINES or step > STEP:
            return first, max(last, first + step), step
        step *= 2
