"""The charts of levels and of factors as reportlab drawings, which the report prints and the window shows.

Black and grey only, and every level has a pattern of its own, so that a photocopy can still be read. A bar of levels is
centred on its middle level, so that satisfied answers go to the right of one line and unsatisfied ones to the left.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from fractions import Fraction

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line
from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.paper.chart_data import factor_bars, level_bars
from sipas_desktop.paper.chart_parts import (
    AXIS,
    BAR,
    DROP,
    EDGE,
    GAP,
    LEADING,
    SIZE,
    Fill,
    axis,
    box,
    inside,
    label,
    lines_of,
    whisker,
    write,
)
from sipas_desktop.paper.report_fonts import BOLD, REGULAR, one_at_a_time, register, width
from sipas_desktop.paper.report_model import FactorBars, LevelBar, LevelBars
from sipas_desktop.paper.report_tables import LINE

STEP = 20  # per cent between the lines behind the bars

# From the lowest level to the highest: from the middle outwards each is darker, and the sides differ in pattern.
FILLS = {
    1: (Fill(0.62),),
    2: (Fill(0.2, text=white), Fill(0.78)),
    3: (Fill(0.2, text=white), Fill(1), Fill(0.72)),
    4: (Fill(0.2, text=white), Fill(1, hatch=3), Fill(0.86), Fill(0.55)),
    5: (Fill(0.2, text=white), Fill(1, hatch=3), Fill(1), Fill(0.84), Fill(0.58)),
}


def levels_chart(figures: IndexFigures, form: Form, decimals: int = 2, line: float = LINE) -> Drawing:
    """Every rated question as one bar of its levels; ``line`` is the width in millimetres."""
    return draw_levels(level_bars(form, figures, decimals), line)


def factors_chart(
    figures: IndexFigures, form: Form, target: float | None, decimals: int = 2, line: float = LINE
) -> Drawing:
    """The factors' satisfied shares with the plan's target (per cent); ``line`` is the width in millimetres."""
    return draw_factors(factor_bars(form, figures, target, decimals), line)


def as_pdf(drawing: Drawing) -> bytes:
    """``drawing`` as a PDF page of its own size, for showing it in a window."""
    buffer = io.BytesIO()
    with one_at_a_time:
        canvas = Canvas(buffer, pagesize=(drawing.width, drawing.height), invariant=1, pageCompression=0)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.save()
    return buffer.getvalue()


# ------------------------------------------------------------------------------------------------------------ levels


def left_of_middle(shares: Sequence[Fraction]) -> Fraction:
    """What of a bar stands left of the line: the lower levels, and half of the middle one where their number is odd."""
    half = len(shares) // 2
    left = sum(shares[:half], Fraction(0))
    return left + Fraction(shares[half]) / 2 if len(shares) % 2 else left


def reach(bars: Sequence[LevelBar]) -> tuple[int, int]:
    """How far the bars go to the left and to the right of the line, in per cent, up to the next line behind them."""
    left = right = 0
    for bar in bars:
        lower = left_of_middle(bar.shares)
        left = max(left, math.ceil(lower / STEP) * STEP)
        right = max(right, math.ceil((sum(bar.shares) - lower) / STEP) * STEP)
    return left, max(right, STEP)


def draw_levels(scales: Sequence[LevelBars], line: float = LINE) -> Drawing:
    """The bars of each scale under a legend of its own, scales one above the other."""
    register()
    total = line * mm
    label_room = 46 * mm
    legends = [_legend_rows(each.levels, total) for each in scales]
    heights = [
        len(rows) * (LEADING + 3) + 2 * mm + (LEADING if each.apart else 0) + len(each.bars) * (BAR + GAP) + AXIS
        for rows, each in zip(legends, scales, strict=True)
    ]
    drawing = Drawing(total, sum(heights))
    top = sum(heights)
    for rows, each, height in zip(legends, scales, heights, strict=True):
        _one_scale(drawing, each, rows, top, label_room, total)
        top -= height
    return drawing


def _one_scale(
    drawing: Drawing, data: LevelBars, legend: list[list[int]], top: float, label_room: float, total: float
) -> None:
    fills = FILLS[len(data.levels)]
    apart = max((width(text, REGULAR, SIZE) for text in (data.apart, *(bar.apart for bar in data.bars))), default=0)
    aside = apart + 3 * mm if data.apart else 0  # a column of its own: no opinion is no level
    room = total - label_room - 4 * mm - aside
    y = top
    for row in legend:
        y -= LEADING + 3
        x = (total - sum(_legend_width(data.levels[level]) for level in row)) / 2
        for level in row:
            box(drawing, x, y, 12, 8, fills[level])
            write(drawing, data.levels[level], x + 15, y + 0.8)
            x += _legend_width(data.levels[level])
    y -= 2 * mm
    if data.apart:
        y -= LEADING
        write(drawing, data.apart, total - EDGE, y + 3, anchor="end")
    left, right = reach(data.bars)
    axis(
        drawing, label_room, room, y, y - len(data.bars) * (BAR + GAP), first=-left, last=right, step=STEP, zero=0
    )  # fmt: skip
    unit = room / (left + right)
    for bar in data.bars:
        y -= BAR + GAP
        label(drawing, bar.label, label_room - 3 * mm, y)
        if bar.apart:
            write(drawing, bar.apart, total - EDGE, y + BAR / 2 - DROP, anchor="end")
        if not bar.shares:
            write(drawing, "không có câu trả lời", label_room + unit * left + 3, y + 5)
            continue
        x = label_room + unit * float(left - left_of_middle(bar.shares))
        for fill, share, printed in zip(fills, bar.shares, bar.texts, strict=True):
            if share:
                wide = unit * float(share)
                box(drawing, x, y, wide, BAR, fill)
                inside(drawing, printed.removesuffix("%"), x, y, wide, fill)
                x += wide


def _legend_width(words: str) -> float:
    return 15 + width(words, REGULAR, SIZE) + 10


def _legend_rows(levels: Sequence[str], room: float) -> list[list[int]]:
    """Level positions in as few rows as fit into ``room`` points."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for position, words in enumerate(levels):
        wide = _legend_width(words)
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0
        rows[-1].append(position)
        used += wide
    return rows


# ----------------------------------------------------------------------------------------------------------- factors


def draw_factors(data: FactorBars, line: float = LINE) -> Drawing:
    """One bar a factor with its share at the right, its interval where it has one, and a dashed line at the target."""
    register()
    total = line * mm
    label_room = 60 * mm
    room = total - label_room - 16 * mm  # the shares stand to the right of the bars
    head = LEADING + 3 if data.target is not None else 2
    notes = lines_of(data.note, total) if data.note else ()
    foot = AXIS + (len(notes) * LEADING + 2 if notes else 0)
    bars = (*data.bars, *([data.overall] if data.overall else []))
    height = head + len(bars) * (BAR + GAP) + foot
    drawing = Drawing(total, height)
    top = height - head
    bottom = top - len(bars) * (BAR + GAP)
    axis(drawing, label_room, room, top, bottom)
    y = top
    for bar in bars:
        y -= BAR + GAP
        label(drawing, bar.label, label_room - 3 * mm, y)
        wide = room * float(bar.share) / 100 if bar.share is not None else 0.0
        if wide:
            box(drawing, label_room, y, wide, BAR, Fill(0.6 if bar is data.overall else 0.82))
        # In a column of their own, so that neither a bar's end nor the target's line crosses a number.
        write(drawing, bar.text.removesuffix("%"), total - EDGE, y + BAR / 2 - DROP, anchor="end", font=BOLD)
    if data.target is not None:
        x = label_room + room * float(data.target) / 100
        drawing.add(Line(x, bottom, x, top + 2, strokeWidth=1.2, strokeDashArray=(4, 2), strokeColor=black))
        write(drawing, data.target_text, x, top + 4, anchor="middle", font=BOLD)
    y = top
    for bar in bars:  # over the target's line
        y -= BAR + GAP
        if bar.interval is not None:
            low, high = (label_room + room * end / 100 for end in (bar.interval.low, bar.interval.high))
            whisker(drawing, low, high, y + BAR / 2)
    for number, text in enumerate(notes, start=1):
        write(drawing, text, 0, bottom - AXIS - number * LEADING + 3)
    return drawing
