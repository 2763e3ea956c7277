"""What the charts are made of: bars with a grey or a pattern, their labels, the axis of shares.

Black and grey only, so that a photocopy can still be read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit

from sipas_desktop.paper.report_fonts import REGULAR, width

SIZE: Final = 9.5  # points, of all text in a chart
LEADING: Final = 11.0
BAR: Final = 6.2 * mm
GAP: Final = 3.4 * mm
AXIS: Final = 7 * mm
DROP: Final = 3.2  # from the middle of a line of text to its base
EDGE: Final = 1.5  # points that a number keeps off the edge, which pixels would cut
HATCH_LINE: Final = 0.5  # points


@dataclass(frozen=True)
class Fill:
    """How a level looks: its grey, whether it is hatched, and the colour of text on it."""

    grey: float
    hatch: float = 0  # points between the lines, 0 = none
    text: Color = black

    @property
    def lightness(self) -> float:
        """How light it looks from afar, 0 to 1: the lines of a hatch darken what they lie on."""
        covered = HATCH_LINE * 2**0.5 / self.hatch if self.hatch else 0.0
        return self.grey * (1 - covered)


def grey(value: float) -> Color:
    """A grey from 0, black, to 1, white."""
    return Color(value, value, value)


def box(drawing: Drawing, x: float, y: float, wide: float, high: float, fill: Fill) -> None:
    """A part of a bar, with an outline."""
    drawing.add(Rect(x, y, wide, high, fillColor=grey(fill.grey), strokeColor=None))
    if fill.hatch:
        # Lines at 45°: x − y = offset, cut off at the box.
        offset = -high + fill.hatch
        while offset < wide:
            start, end = max(0.0, offset), min(wide, offset + high)
            if end > start:
                drawing.add(
                    Line(
                        x + start, y + start - offset, x + end, y + end - offset, strokeWidth=HATCH_LINE,
                        strokeColor=black,
                    )
                )  # fmt: skip
            offset += fill.hatch
    drawing.add(Rect(x, y, wide, high, fillColor=None, strokeColor=black, strokeWidth=0.5))


def inside(drawing: Drawing, text: str, x: float, y: float, wide: float, fill: Fill) -> bool:
    """Prints ``text`` in the middle of a box, where it fits; whether it does."""
    long = width(text, REGULAR, SIZE)
    if long + 3 > wide:
        return False
    middle = x + wide / 2
    if fill.hatch:  # lines through digits cannot be read
        half = long / 2 + 1.5
        drawing.add(Rect(middle - half, y + 3, 2 * half, BAR - 6, fillColor=white, strokeColor=None))
    write(drawing, text, middle, y + BAR / 2 - DROP, anchor="middle", colour=fill.text)
    return True


def write(
    drawing: Drawing,
    text: str,
    x: float,
    y: float,
    *,
    anchor: str = "start",
    font: str = REGULAR,
    colour: Color = black,
) -> None:
    """One line of text whose base is at ``y``."""
    drawing.add(String(x, y, text, fontName=font, fontSize=SIZE, textAnchor=anchor, fillColor=colour))


def label(drawing: Drawing, text: str, room: float, y: float) -> None:
    """A bar's label in at most two lines, right-aligned to the bars and centred on its height."""
    lines = simpleSplit(text, REGULAR, SIZE, room)
    if len(lines) > 2:
        lines = [lines[0], shortened(lines[1], room)]
    elif len(lines) == 2:  # two lines of about the same length
        narrow = width(text, REGULAR, SIZE) / 2
        while len(lines := simpleSplit(text, REGULAR, SIZE, min(narrow, room))) > 2:
            narrow += 2
    base = y + BAR / 2 - DROP + (LEADING - 1.5) / 2 * (len(lines) - 1)
    for number, line in enumerate(lines):
        write(drawing, line, room, base - number * (LEADING - 1.5), anchor="end")


def shortened(line: str, room: float) -> str:
    """``line`` without its last words, so that an ellipsis still fits."""
    words = line.split()
    while len(words) > 1 and width(f"{' '.join(words)}…", REGULAR, SIZE) > room:
        words.pop()
    return f"{' '.join(words).rstrip(' ,;')}…"


def axis(
    drawing: Drawing,
    left: float,
    room: float,
    top: float,
    bottom: float,
    *,
    first: int = 0,
    last: int = 100,
    step: int = 20,
    zero: int | None = None,
) -> None:
    """From ``first`` to ``last`` per cent, with thin lines behind the bars; either side of ``zero`` counts up.

    Where the labels would touch each other only every second or third one is printed, from ``zero`` on.
    """
    origin = first if zero is None else zero
    values = range(first, last + 1, step)
    apart = room * step / (last - first)
    every = math.ceil((width("100%", REGULAR, SIZE) + 4) / apart)
    for value in values:
        x = left + room * (value - first) / (last - first)
        heavy = value == zero
        drawing.add(
            Line(x, bottom, x, top, strokeWidth=0.9 if heavy else 0.4, strokeColor=grey(0.45 if heavy else 0.75))
        )
        if (value - origin) // step % every == 0:
            write(drawing, f"{abs(value)}%", x, bottom - 11, anchor="middle")
    drawing.add(Line(left, bottom, left + room, bottom, strokeWidth=0.6, strokeColor=black))


def lines_of(text: str, room: float) -> Sequence[str]:
    """``text`` in lines of at most ``room`` points."""
    lines: list[str] = simpleSplit(text, REGULAR, SIZE, room)
    return lines


def whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    """An interval from ``low`` to ``high`` with end strokes, white around it so that it is seen on any grey."""
    half = 1.1 * mm
    for wide, colour in ((2.8, white), (1.1, black)):
        drawing.add(Line(low, y, high, y, strokeWidth=wide, strokeColor=colour))
        for x in (low, high):
            drawing.add(Line(x, y - half, x, y + half, strokeWidth=wide, strokeColor=colour))
