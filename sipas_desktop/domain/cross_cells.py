"""Which cells of a table of two divisions must not be published, so that no small one can be told from the others.

The figures of rows and of columns are published too, but for those that ``small_cells`` hides. So a hidden cell is
found by subtracting exactly when it is a bridge of the graph whose points are the rows and columns and whose lines are
the hidden cells: D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17 (1988),
pp. 552–571. Small cells that are bridges are put on a rectangle of hidden cells, the one with the fewest ballots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import product

from sipas_desktop.domain.records import SMALL_CELL, small_cells

Pair = tuple[str | None, str | None]  # row and column; None: of all of them together
_Point = tuple[bool, str | None]  # whether a column, and which


def small_pairs(settled: Mapping[tuple[str, str], int], limit: int = SMALL_CELL) -> frozenset[tuple[str, str]]:
    """The cells whose figures must not be published; ``settled``: (row, column) → settled ballots.

    All with 1 to ``limit`` − 1 ballots, and others, so that of no row or column whose own figures are published the
    hidden cells have together fewer than ``limit``, and none of them follows from the rest.
    """
    counts: dict[Pair, int] = {pair: count for pair, count in settled.items() if count > 0}
    lines: dict[_Point, list[Pair]] = defaultdict(list)
    for row, column in sorted(counts, key=str):
        lines[False, row].append((row, column))
        lines[True, column].append((row, column))
    unpublished = _totals(lines, counts, limit)
    hidden = {pair for pair, count in counts.items() if count < limit}
    guarded = set(hidden)
    while True:
        found = _bridges(hidden | unpublished)
        more: set[Pair] = set()
        for pair in sorted(guarded & found, key=str):
            more |= _around(pair, lines, counts, hidden, unpublished)
        more = more or _too_few(lines, counts, hidden, guarded, found, unpublished, limit)
        if not more:
            return frozenset((row, column) for row, column in hidden if row is not None and column is not None)
        hidden |= more


def _totals(lines: Mapping[_Point, list[Pair]], counts: Mapping[Pair, int], limit: int) -> set[Pair]:
    """The rows and columns whose own figures are not published."""
    found: set[Pair] = set()
    for is_column in (False, True):
        sums = {
            str(name): sum(counts[pair] for pair in own) for (kind, name), own in lines.items() if kind is is_column
        }
        found |= {(None, name) if is_column else (name, None) for name in small_cells(sums, limit)}
    return found


def _around(
    pair: Pair,
    lines: Mapping[_Point, list[Pair]],
    counts: Mapping[Pair, int],
    hidden: Collection[Pair],
    unpublished: Collection[Pair],
) -> set[Pair]:
    """The cells to hide so that ``pair`` is a corner of a hidden rectangle; where there is none, the smallest beside
    it."""
    row, column = pair
    cost = {each: 0 if each in hidden else counts[each] for each in counts} | dict.fromkeys(unpublished, 0)
    beside = [c for r, c in [*lines[False, row], (row, None)] if c != column and (r, c) in cost]
    below = [r for r, c in [*lines[True, column], (None, column)] if r != row and (r, c) in cost]
    corners = [((row, c), (r, column), (r, c)) for r, c in product(below, beside) if (r, c) in cost]
    if corners:
        best = min(corners, key=lambda three: (sum(cost[each] for each in three), str(three)))
        return {each for each in best if each in counts and each not in hidden}
    left = [each for each in (*lines[False, row], *lines[True, column]) if each not in hidden]
    return {min(left, key=lambda each: (counts[each], str(each)))} if left else set()


def _too_few(
    lines: Mapping[_Point, list[Pair]],
    counts: Mapping[Pair, int],
    hidden: Collection[Pair],
    guarded: set[Pair],
    found: Collection[Pair],
    unpublished: Collection[Pair],
    limit: int,
) -> set[Pair]:
    """The next smallest cell of each published row and column whose hidden cells have together too few ballots."""
    more: set[Pair] = set()
    for (is_column, name), own in lines.items():
        inside = [pair for pair in own if pair in hidden]
        total: Pair = (None, name) if is_column else (name, None)
        if total in unpublished or not guarded.intersection(inside):
            continue
        left = [pair for pair in own if pair not in hidden]
        if left and sum(counts[pair] for pair in inside if pair not in found) < limit:
            more.add(min(left, key=lambda pair: (counts[pair], str(pair))))
    guarded |= more
    return more


def _bridges(edges: Iterable[Pair]) -> set[Pair]:
    """The edges that lie on no circle (R. E. Tarjan, "A note on finding the bridges of a graph", 1974)."""
    beside: dict[_Point, list[_Point]] = defaultdict(list)
    for row, column in edges:
        beside[False, row].append((True, column))
        beside[True, column].append((False, row))
    found: set[Pair] = set()
    seen: dict[_Point, int] = {}
    lowest: dict[_Point, int] = {}
    for start in beside:
        if start in seen:
            continue
        seen[start] = lowest[start] = len(seen)
        path = [(start, start, iter(beside[start]))]
        while path:
            point, before, rest = path[-1]
            after = next(rest, None)
            if after is None:
                path.pop()
                lowest[before] = min(lowest[before], lowest[point])
                if point != before and lowest[point] > seen[before]:
                    found.add((before[1], point[1]) if point[0] else (point[1], before[1]))
            elif after not in seen:
                seen[after] = lowest[after] = len(seen)
                path.append((after, point, iter(beside[after])))
            elif after != before:
                lowest[point] = min(lowest[point], seen[after])
    return found
