"""Units by their index, with the ranks that chance leaves open, so that nobody is ranked on noise.

M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, "Inference for ranks with applications to mobility across
neighbourhoods and academic achievement across countries", Review of Economic Studies 91 (2024), pp. 476–518: a unit's
possible ranks follow from the pairs that differ beyond chance, all pairs taken together. Here a pair differs where
Newcombe's interval of its difference leaves out 0, each at the level 5 % / number of pairs (Bonferroni); so all units'
ranks lie within what is told of them in at least 95 of 100 surveys.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sipas_desktop.domain.change import Share
from sipas_desktop.domain.intervals import Z95, Interval, quantile, wilson

ERROR: Final = 0.05  # over all pairs together


@dataclass(frozen=True)
class Rank:
    """One unit. Units with exactly the same index share a ``rank``, and the next rank is left out.

    ``low`` and ``high`` are the best and the worst rank that chance leaves open. ``group`` counts from 1: no unit of a
    group can be told from the first of it. ``interval`` is the unit's own, of 95 %.
    """

    code: str
    index: Fraction
    interval: Interval
    rank: int
    low: int
    high: int
    group: int


def ranking(units: Mapping[str, Share]) -> tuple[Rank, ...]:
    """The ``units`` (code → share, each with an answer) from the best to the worst, those alike by code."""
    count = len(units)
    pairs = count * (count - 1) // 2
    z = quantile(ERROR / pairs) if pairs > 1 else Z95
    limits = {code: wilson(own.satisfied, own.answered, own.population, z) for code, own in units.items()}
    shares = {code: own.percent or Fraction(0) for code, own in units.items()}
    ordered = sorted(units, key=lambda code: (-shares[code], code))
    ranks: list[int] = []
    for at, code in enumerate(ordered):
        alike = at > 0 and shares[ordered[at - 1]] == shares[code]
        ranks.append(ranks[-1] if alike else at + 1)
    points = [
        (float(shares[code]), float(shares[code]) - limits[code].low, limits[code].high - float(shares[code]))
        for code in ordered
    ]
    better, worse = [0] * count, [0] * count
    groups: list[int] = []
    leader = 0
    for at, (share, _, above) in enumerate(points):
        for before in range(ranks[at] - 1):  # from there on all have the same
            if points[before][0] - share > math.hypot(points[before][1], above):
                better[at] += 1
                worse[before] += 1
        first, below, _ = points[leader]
        apart = ranks[leader] < ranks[at] and first - share > math.hypot(below, above)
        if apart:
            leader = at
        groups.append(groups[-1] + apart if groups else 1)
    return tuple(
        Rank(
            code,
            shares[code],
            wilson(units[code].satisfied, units[code].answered, units[code].population),
            ranks[at],
            1 + better[at],
            count - worse[at],
            groups[at],
        )
        for at, code in enumerate(ordered)
    )
