"""Text that differs from ballot to ballot, fitted into the room the form leaves: smaller first, cut with "…" last."""

from __future__ import annotations

from collections.abc import Sequence

from sipas_desktop.paper import fonts
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Dots, Text

READABLE = 9.0  # points; below this the office is told
_SMALLEST = 7.0  # points; below this, two lines are written on one dotted line or the text is cut
_TINY = 6.0
_STEP = 0.5
CUT = "…"


def on_dots(text: str, dots: Sequence[Dots], size: float, pitch: float) -> list[Text]:
    """``text`` written on the dotted lines ``dots``, at most ``size`` points; ``pitch`` is their distance."""
    text = fonts.clean(text)
    if not text or not dots:
        return []
    places = [(line.x + 2, line.y + 1, line.x2 - line.x - 4) for line in dots]
    for smaller in _sizes(size, _SMALLEST):
        if (lines := _fill(text, [room for _, _, room in places], smaller)) is not None:
            return _texts(lines, places, smaller)
    tight = min(_SMALLEST, (pitch - 2) / 2 / 1.11)
    doubled = [(x, y + rise, room) for x, y, room in places for rise in (tight * 1.11, 0)]
    rooms = [room for _, _, room in doubled]
    for smaller in _sizes(tight, _TINY):
        if (lines := _fill(text, rooms, smaller)) is not None:
            return _texts(lines, doubled, smaller)
    return _texts(_cut(text, rooms, _TINY), doubled, _TINY)


def in_band(lines: Sequence[str], left: float, top: float, room: float, height: float) -> list[Text]:
    """The recipient's ``lines`` in a band ``room`` points wide and ``height`` points high."""
    wanted = [fonts.clean(line) for line in lines if fonts.clean(line)]
    for size in _sizes(11.5, _TINY):
        wrapped = [part for line in wanted for part in fonts.wrap(line, Face.REGULAR, size, room)]
        if len(wrapped) * size * 1.12 <= height:
            break
    else:
        most = int(height / (size * 1.12))
        wrapped = _cut(" ".join(wanted), [room] * most, size)
    return [
        Text(left, top - fonts.ascent(size) - n * size * 1.12, line, size) for n, line in enumerate(wrapped)
    ]  # fmt: skip


def _sizes(largest: float, smallest: float) -> list[float]:
    steps = int((largest - smallest) / _STEP)
    return [largest - _STEP * n for n in range(steps + 1)]


def _fill(text: str, rooms: list[float], size: float) -> list[str] | None:
    """``text`` word by word on lines of the widths ``rooms``; None where it does not fit."""
    lines = [""]
    for word in text.split():
        while True:
            longer = f"{lines[-1]} {word}".lstrip()
            if fonts.width(longer, Face.REGULAR, size) <= rooms[len(lines) - 1]:
                lines[-1] = longer
                break
            if len(lines) == len(rooms):
                return None
            lines.append("")
    return lines


def _cut(text: str, rooms: list[float], size: float) -> list[str]:
    """As much of ``text`` as fits, with a mark at the cut."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _fill(text[:middle].rstrip() + CUT, rooms, size) is not None:
            low = middle
        else:
            high = middle - 1
    return _fill(text[:low].rstrip() + CUT, rooms, size) or []


def _texts(lines: list[str], places: list[tuple[float, float, float]], size: float) -> list[Text]:
    return [Text(x, y, line, size) for line, (x, y, _) in zip(lines, places, strict=False) if line]
