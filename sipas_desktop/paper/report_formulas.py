"""The arithmetic behind a figure, for a workbook: which other cells it follows from, and how.

A reference names a cell by its table, row and column, not by an address: where it stands, the workbook knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sipas_desktop.paper.report_model import Figure, Formula, Ref

Cells = tuple[Figure, ...]


def follows(cells: Cells, text: str, *refs: Ref) -> Cells:
    """The cell's first figure with its formula; a dash or a star has none."""
    first, *rest = cells
    return cells if first.value is None or not refs else (replace(first, formula=Formula(text, refs)), *rest)


def share(cells: Cells, parts: Sequence[Ref], whole: Ref) -> Cells:
    """``parts`` together as a share of ``whole``."""
    return follows(cells, _over_whole(_plus(len(parts), 1)), whole, *parts)


def total(cells: Cells, parts: Sequence[Ref]) -> Cells:
    """All ``parts`` together."""
    return follows(cells, _plus(len(parts)), *parts)


def average(cells: Cells, parts: Sequence[Ref]) -> Cells:
    """The mean of ``parts``; a part that is a dash is left out."""
    return follows(cells, _or_dash(f"AVERAGE({','.join(f'{{{n}}}' for n in range(len(parts)))})"), *parts)


def average_of_highest(cells: Cells, parts: Sequence[Ref], highest: Sequence[int]) -> Cells:
    """The mean of ``parts``, each as a share of the highest it could be."""
    terms = "+".join(f"{{{n}}}/{most}" for n, most in enumerate(highest))
    return follows(cells, _or_dash(f"({terms})/{len(parts)}"), *parts)


def weighted(cells: Cells, parts: Sequence[Ref], weights: Sequence[str]) -> Cells:
    """The mean of ``parts`` by ``weights``, written with a decimal point."""
    terms = "+".join(f"{weight}*{{{n}}}" for n, weight in enumerate(weights))
    return follows(cells, _or_dash(f"({terms})/({'+'.join(weights)})"), *parts)


def mean_place(cells: Cells, counts: Sequence[Ref], whole: Ref) -> Cells:
    """The mean place of ballots counted by ascending level."""
    terms = "+".join(f"{place}*{{{place}}}" for place in range(1, len(counts) + 1))
    return follows(cells, _over_whole(terms), whole, *counts)


def _plus(number: int, first: int = 0) -> str:
    return "+".join(f"{{{n}}}" for n in range(first, first + number))


def _over_whole(terms: str) -> str:
    """``terms`` over the first reference; a dash where that is 0, as the report prints it."""
    return f'IF({{0}}=0,"–",({terms})/{{0}})'


def _or_dash(terms: str) -> str:
    """A dash where all that ``terms`` rests on is one."""
    return f'IFERROR({terms},"–")'
