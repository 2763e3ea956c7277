"""A row of the table that is taller than the room on a page goes on, on the next one: cut where no ink is."""

from __future__ import annotations

from dataclasses import replace

from sipas_desktop.paper.marks import Mark, Rule, extent, shifted
from sipas_desktop.paper.row_style import Row

_CLEAR = 0.1  # points that letter boxes may reach over the cut: lines of text stand that close
_FOOT = 2.0  # between the cut and the rules that close and open the table


def split(row: Row, room: float) -> tuple[Row, Row] | None:
    """The part of ``row`` that fits in ``room`` points, and the rest; None where it cannot be cut there."""
    inked = [extent(mark) for mark in row.marks if not isinstance(mark, Rule)]
    clear = [
        low
        for _, low, _, _ in inked
        if -low <= room - _FOOT and not any(foot < low - _CLEAR and low + _CLEAR < top for _, foot, _, top in inked)
    ]
    cut = min(clear, default=0.0)
    lower = [mark for mark in row.marks if not isinstance(mark, Rule) and extent(mark)[3] <= cut + _CLEAR]
    if not clear or not lower:
        return None
    upper = [mark for mark in row.marks if not isinstance(mark, Rule) and extent(mark)[3] > cut + _CLEAR]
    height, rest = _FOOT - cut, row.height + cut + _FOOT
    return (
        replace(row, height=height, marks=(*upper, *_rules(row, 0, -height))),
        replace(row, height=rest, marks=(*shifted(lower, -cut - _FOOT), *_rules(row, 0, -rest))),
    )


def _rules(row: Row, top: float, foot: float) -> list[Mark]:
    """The upright rules of the row from ``top`` to ``foot``."""
    return [
        Rule(mark.x, foot, mark.x, top)
        for mark in row.marks
        if isinstance(mark, Rule) and mark.x == mark.x2 and mark.y != mark.y2
    ]
