"""The picture of units ranked: each index with its interval, the ranks that chance leaves open, and bands of units
that cannot be told from the first of the band."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from reportlab.graphics.shapes import Circle, Drawing, Rect
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
    whisker,
    write,
)
from sipas_desktop.paper.report_fonts import BOLD, register, width
from sipas_desktop.paper.report_model import RankBar, RankBars
from sipas_desktop.paper.report_tables import LINE

ROW: Final = BAR + GAP / 2
LABEL: Final = 56 * mm  # or a third of a narrow picture
BETWEEN: Final = 3 * mm  # two columns, or a column and the axis
BAND: Final = 0.93  # every second band lies on this grey, the others on white
DOT: Final = 1.25 * mm
STEPS: Final = (5, 10, 20)  # per cent between the lines behind
LINES: Final = 8  # at most so many of them


def draw_ranks(data: RankBars, line: float = LINE) -> Drawing:
    """One row a unit from the best to the worst; ``line`` is the width in millimetres."""
    register()
    total = line * mm
    names = min(LABEL, total / 3)
    end = total - EDGE
    shares = _column(data.share_head, (bar.text for bar in data.bars))
    ranks = _column(data.ranks_head, (bar.ranks for bar in data.bars))
    room = total - names - shares - ranks - 3 * BETWEEN - 3 * mm
    notes = lines_of(data.note, total) if data.note else ()
    foot = AXIS + (len(notes) * LEADING + 2 if notes else 0)
    height = LEADING + 4 + len(data.bars) * ROW + foot
    drawing = Drawing(total, height)
    top = height - LEADING - 4
    bottom = top - len(data.bars) * ROW
    first, last, step = _ends(data.bars)
    place = top
    for band, own in groupby(data.bars, key=lambda bar: bar.band):
        high = len(list(own)) * ROW
        if band % 2 == 0:
            drawing.add(Rect(0, place - high, total, high, fillColor=grey(BAND), strokeColor=None))
        place -= high
    left = names + BETWEEN
    axis(drawing, left, room, top, bottom, first=first, last=last, step=step)
    write(drawing, data.share_head, end - ranks - BETWEEN, top + 4, anchor="end", font=BOLD)
    write(drawing, data.ranks_head, end, top + 4, anchor="end", font=BOLD)
    y = top
    for bar in data.bars:
        y -= ROW
        base = y + (ROW - BAR) / 2
        label(drawing, bar.label, names, base)
        low, at, high = (
            left + room * (float(value) - first) / (last - first)
            for value in (bar.interval.low, bar.share, bar.interval.high)
        )
        whisker(drawing, low, high, base + BAR / 2)
        drawing.add(Circle(at, base + BAR / 2, DOT, fillColor=black, strokeColor=white, strokeWidth=0.8))
        text = base + BAR / 2 - DROP
        write(drawing, bar.text, end - ranks - BETWEEN, text, anchor="end", font=BOLD)
        write(drawing, bar.ranks, end, text, anchor="end")
    for number, text_line in enumerate(notes, start=1):
        write(drawing, text_line, 0, bottom - AXIS - number * LEADING + 3)
    return drawing


def _column(head: str, texts: Iterable[str]) -> float:
    return max(width(text, BOLD, SIZE) for text in (head, *texts))


def _ends(bars: Sequence[RankBar]) -> tuple[int, int, int]:
    """First and last per cent of the axis and its step: what the intervals need, so that close units are told apart."""
    low = min(bar.interval.low for bar in bars)
    high = max(bar.interval.high for bar in bars)
    for step in STEPS:
        first, last = math.floor(low / step) * step, min(100, math.ceil(high / step) * step)
        if last <= first:
            first -= step
        if (last - first) / step <= LINES:
            break
    return first, last, step
