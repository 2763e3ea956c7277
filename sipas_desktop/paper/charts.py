"""The charts of the report as reportlab drawings, which the report prints and the window shows.

Black and grey only, and every level has a pattern of its own, so that a photocopy can still be read.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.paper.report_fonts import BOLD, REGULAR, one_at_a_time, register, width
from sipas_desktop.paper.report_model import FactorBars, LevelBars
from sipas_desktop.paper.report_tables import LINE, factor_bars, level_bars

SIZE = 9.5  # points, of all text in a chart
LEADING = 11.0
BAR = 6.2 * mm
GAP = 3.4 * mm
AXIS = 7 * mm


def _grey(value: float) -> Color:
    return Color(value, value, value)


@dataclass(frozen=True)
class _Fill:
    """How a level looks: its grey, whether it is hatched, and the colour of text on it."""

    grey: float
    hatch: float = 0  # points between the lines, 0 = none
    text: Color = black


# From the lowest level to the highest. Neighbours differ in lightness by at least a third, or in pattern.
_FILLS = {
    1: (_Fill(0.62),),
    2: (_Fill(0.2, text=white), _Fill(0.78)),
    3: (_Fill(0.2, text=white), _Fill(1), _Fill(0.72)),
    4: (_Fill(0.2, text=white), _Fill(1, hatch=3), _Fill(0.86), _Fill(0.55)),
    5: (_Fill(0.2, text=white), _Fill(1, hatch=3), _Fill(1), _Fill(0.84), _Fill(0.58)),
}


def levels_chart(figures: IndexFigures, form: Form, decimals: int = 2, line: float = LINE) -> Drawing:
    """Every rated question as one bar of its levels; ``line`` is the width in millimetres."""
    return draw_levels(level_bars(form, figures, decimals), line)


def factors_chart(figures: IndexFigures, target: float | None, decimals: int = 2, line: float = LINE) -> Drawing:
    """The factors' satisfied shares with the plan's target (per cent); ``line`` is the width in millimetres."""
    return draw_factors(factor_bars(figures, target, decimals), line)


def as_pdf(drawing: Drawing) -> bytes:
    """``drawing`` as a PDF page of its own size, for showing it in a window."""
    buffer = io.BytesIO()
    with one_at_a_time:
        canvas = Canvas(buffer, pagesize=(drawing.width, drawing.height), invariant=1, pageCompression=0)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.save()
    return buffer.getvalue()


# ------------------------------------------------------------------------------------------------------------ levels


def draw_levels(scales: Sequence[LevelBars], line: float = LINE) -> Drawing:
    """The bars of each scale under a legend of its own, scales one above the other."""
    register()
    total = line * mm
    label_room = 46 * mm
    legends = [_legend_rows(each.levels, total) for each in scales]
    heights = [
        len(rows) * (LEADING + 3) + 2 * mm + len(each.bars) * (BAR + GAP) + AXIS
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
    fills = _FILLS[len(data.levels)]
    room = total - label_room - 4 * mm
    y = top
    for row in legend:
        y -= LEADING + 3
        x = (total - sum(_legend_width(data.levels[level]) for level in row)) / 2
        for level in row:
            _box(drawing, x, y, 12, 8, fills[level])
            drawing.add(String(x + 15, y + 0.8, data.levels[level], fontName=REGULAR, fontSize=SIZE))
            x += _legend_width(data.levels[level])
    y -= 2 * mm
    bottom = y - len(data.bars) * (BAR + GAP)
    _axis(drawing, label_room, room, y, bottom)
    for bar in data.bars:
        y -= BAR + GAP
        _label(drawing, bar.label, label_room - 3 * mm, y)
        x = label_room
        for fill, share, printed in zip(fills, bar.shares, bar.texts, strict=False):
            wide = room * float(share) / 100
            if not share:
                continue
            _box(drawing, x, y, wide, BAR, fill)
            words = printed.removesuffix("%")
            if width(words, REGULAR, SIZE) + 3 <= wide:
                middle = x + wide / 2
                if fill.hatch:  # lines through digits cannot be read
                    half = width(words, REGULAR, SIZE) / 2 + 1.5
                    drawing.add(Rect(middle - half, y + 3, 2 * half, BAR - 6, fillColor=white, strokeColor=None))
                drawing.add(
                    String(
                        middle, y + BAR / 2 - 3.2, words, fontName=REGULAR, fontSize=SIZE, textAnchor="middle",
                        fillColor=fill.text,
                    )
                )  # fmt: skip
            x += wide
        if not bar.shares:
            drawing.add(String(label_room + 3, y + 5, "không có câu trả lời", fontName=REGULAR, fontSize=SIZE))


def _legend_width(label: str) -> float:
    return 15 + width(label, REGULAR, SIZE) + 10


def _legend_rows(levels: Sequence[str], room: float) -> list[list[int]]:
    """Level positions in as few rows as fit into ``room`` points."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for position, label in enumerate(levels):
        wide = _legend_width(label)
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0
        rows[-1].append(position)
        used += wide
    return rows


# ----------------------------------------------------------------------------------------------------------- factors


def draw_factors(data: FactorBars, line: float = LINE) -> Drawing:
    """One bar a factor with its share at the right, and a dashed line at the target."""
    register()
    total = line * mm
    label_room = 60 * mm
    room = total - label_room - 16 * mm  # the shares stand to the right of the bars
    head = LEADING + 3 if data.target is not None else 2
    height = head + len(data.bars) * (BAR + GAP) + AXIS
    drawing = Drawing(total, height)
    top = height - head
    bottom = top - len(data.bars) * (BAR + GAP)
    _axis(drawing, label_room, room, top, bottom)
    y = top
    for bar in data.bars:
        y -= BAR + GAP
        _label(drawing, bar.label, label_room - 3 * mm, y)
        wide = room * float(bar.share) / 100 if bar.share is not None else 0.0
        if wide:
            _box(drawing, label_room, y, wide, BAR, _Fill(0.78))
        # In a column of their own, so that neither a bar's end nor the target's line crosses a number.
        words = bar.text.removesuffix("%")
        drawing.add(String(total, y + BAR / 2 - 3.2, words, fontName=BOLD, fontSize=SIZE, textAnchor="end"))
    if data.target is not None:
        x = label_room + room * float(data.target) / 100
        drawing.add(Line(x, bottom, x, top + 2, strokeWidth=1.2, strokeDashArray=(4, 2), strokeColor=black))
        drawing.add(String(x, top + 4, data.target_text, fontName=BOLD, fontSize=SIZE, textAnchor="middle"))
    return drawing


# ------------------------------------------------------------------------------------------------------------- parts


def _label(drawing: Drawing, text: str, room: float, y: float) -> None:
    """A bar's label in at most two lines, right-aligned to the bars and centred on its height."""
    lines = simpleSplit(text, REGULAR, SIZE, room)
    if len(lines) > 2:
        lines = [lines[0], _shortened(lines[1], room)]
    elif len(lines) == 2:  # two lines of about the same length
        narrow = width(text, REGULAR, SIZE) / 2
        while len(lines := simpleSplit(text, REGULAR, SIZE, min(narrow, room))) > 2:
            narrow += 2
    base = y + BAR / 2 - 3.2 + (LEADING - 1.5) / 2 * (len(lines) - 1)
    for number, line in enumerate(lines):
        drawing.add(
            String(room, base - number * (LEADING - 1.5), line, fontName=REGULAR, fontSize=SIZE, textAnchor="end")
        )


def _shortened(line: str, room: float) -> str:
    """``line`` without its last words, so that an ellipsis still fits."""
    words = line.split()
    while len(words) > 1 and width(f"{' '.join(words)}…", REGULAR, SIZE) > room:
        words.pop()
    return f"{' '.join(words).rstrip(' ,;')}…"


def _axis(drawing: Drawing, left: float, room: float, top: float, bottom: float) -> None:
    """0 to 100 in steps of 20, with thin lines behind the bars."""
    for value in range(0, 101, 20):
        x = left + room * value / 100
        drawing.add(Line(x, bottom, x, top, strokeWidth=0.4, strokeColor=_grey(0.75)))
        drawing.add(String(x, bottom - 11, f"{value}%", fontName=REGULAR, fontSize=SIZE, textAnchor="middle"))
    drawing.add(Line(left, bottom, left + room, bottom, strokeWidth=0.6, strokeColor=black))


def _box(drawing: Drawing, x: float, y: float, wide: float, high: float, fill: _Fill) -> None:
    drawing.add(Rect(x, y, wide, high, fillColor=_grey(fill.grey), strokeColor=None))
    if fill.hatch:
        # Lines at 45°: x − y = offset, cut off at the box.
        offset = -high + fill.hatch
        while offset < wide:
            start, end = max(0.0, offset), min(wide, offset + high)
            if end > start:
                drawing.add(
                    Line(x + start, y + start - offset, x + end, y + end - offset, strokeWidth=0.5, strokeColor=black)
                )
            offset += fill.hatch
    drawing.add(Rect(x, y, wide, high, fillColor=None, strokeColor=black, strokeWidth=0.5))
