"""Confidence intervals of a share of ballots, in per cent.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), pp. 209–212;
W. G. Cochran, *Sampling Techniques*, third edition (1977), ch. 2.6. ``docs/index.md`` has the formulas.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

Z95: Final = 1.959963984540054  # the standard normal quantile of 97.5 %


@dataclass(frozen=True)
class Interval:
    """A confidence interval in per cent, of 95 % where nothing else is said.

    ``population`` is N where the correction for it was made.
    """

    low: float
    high: float
    population: int | None = None


def quantile(alpha: float) -> float:
    """z of a two-sided interval that misses with the probability ``alpha``."""
    return -NormalDist().inv_cdf(alpha / 2)


def wilson(satisfied: float, answered: float, population: int | None = None, z: float = Z95) -> Interval:
    """The 95 % score interval of a share (E. B. Wilson, JASA 22, 1927, p. 209), in per cent.

    Where the ``population`` N is known, n is replaced by the effective size n·(N−1)/(N−n), which shrinks the interval
    as the sample approaches everybody (finite population correction; Cochran, Sampling Techniques, 1977, ch. 2.6).
    A population below n is not believed. Both numbers are counts; of a weighted share ``answered`` is the effective
    size. Raises ``ValueError`` where nothing was answered.
    """
    if answered <= 0:
        raise ValueError("no answers")
    known = population if population is not None and population >= answered else None
    return of_effective_size(satisfied / answered, effective_size(answered, known), known, z)


def effective_size(answered: float, population: int | None) -> float:
    """n·(N−1)/(N−n): of how many answers from endless many people this says as much; infinite where all answered."""
    if population is None or population < answered:
        return float(answered)
    return answered * (population - 1) / (population - answered) if population > answered else math.inf


def of_effective_size(p: float, n: float, population: int | None = None, z: float = Z95) -> Interval:
    """Wilson's interval of the share ``p`` (0 to 1) as if it came from ``n`` answers; ``n`` may be infinite."""
    if math.isinf(n):
        return Interval(100 * p, 100 * p, population)  # everybody answered: nothing is left to chance
    z2 = z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At 0 and at 100 % the interval ends exactly there; rounding in the last digit must not push it past the share.
    return Interval(100 * max(0.0, min(p, middle - half)), 100 * min(1.0, max(p, middle + half)), population)
