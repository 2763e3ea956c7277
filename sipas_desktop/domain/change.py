"""A share beside another one, and beside a target: by how many percentage points, and whether that is beyond chance.

R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
Statistics in Medicine 17 (1998), pp. 873–890, method 10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sipas_desktop.domain.intervals import Z95, Interval, wilson


@dataclass(frozen=True)
class Share:
    """Satisfied ballots of those that count; ``population``: of how many people they are, where it is known."""

    satisfied: int
    answered: int
    population: int | None = None

    @property
    def percent(self) -> Fraction | None:
        """Satisfied per hundred; None where nothing was answered."""
        return Fraction(100 * self.satisfied, self.answered) if self.answered else None


@dataclass(frozen=True)
class Change:
    """From ``before`` to ``now``, in per cent; ``points`` are percentage points, ``interval`` those of them.

    ``beyond_chance``: whether the interval leaves out 0; None where there is no interval, because a figure is not a
    share of ballots or nothing was answered.
    """

    before: Fraction | None
    now: Fraction | None
    points: Fraction | None
    interval: Interval | None = None

    @property
    def beyond_chance(self) -> bool | None:
        """Whether chance alone would hardly give such a change."""
        return None if self.interval is None else not self.interval.low <= 0 <= self.interval.high


def plain_change(before: Fraction | None, now: Fraction | None) -> Change:
    """The change of a figure whose interval is not known."""
    return Change(before, now, None if before is None or now is None else now - before)


def change(before: Share, now: Share) -> Change:
    """The change of a share of ballots of two samples that have nothing to do with each other, with its interval."""
    told = plain_change(before.percent, now.percent)
    if told.points is None:
        return told
    interval = difference(now, before)
    if told.points == 0:  # exactly: rounding must not move 0 out of its interval
        interval = Interval(min(0.0, interval.low), max(0.0, interval.high))
    return Change(told.before, told.now, told.points, interval)


def difference(one: Share, other: Share, z: float = Z95) -> Interval:
    """Newcombe's hybrid score interval of ``one`` − ``other``, in percentage points.

    From the Wilson limits l, u of both shares p: the limits are d − √((p₁−l₁)² + (u₂−p₂)²) and
    d + √((u₁−p₁)² + (p₂−l₂)²). Where a population is known its share has the limits corrected for it.
    """
    first = wilson(one.satisfied, one.answered, one.population, z)
    second = wilson(other.satisfied, other.answered, other.population, z)
    p, q = 100 * one.satisfied / one.answered, 100 * other.satisfied / other.answered
    low = p - q - math.hypot(p - first.low, second.high - q)
    high = p - q + math.hypot(first.high - p, q - second.low)
    return Interval(low, high)


class Standing(StrEnum):
    """Where an index stands to its target."""

    ABOVE_BEYOND_CHANCE = "above_beyond_chance"  # its whole interval lies above
    ABOVE = "above"
    EQUAL = "equal"
    BELOW = "below"
    BELOW_BEYOND_CHANCE = "below_beyond_chance"  # its whole interval lies below


def standing(index: Fraction, interval: Interval | None, target: float) -> Standing:
    """Where ``index`` stands to ``target``, exactly, and whether its interval leaves the target out."""
    exact = Fraction(str(target))
    if index == exact:
        return Standing.EQUAL
    if index > exact:
        beyond = interval is not None and interval.low > target
        return Standing.ABOVE_BEYOND_CHANCE if beyond else Standing.ABOVE
    beyond = interval is not None and interval.high < target
    return Standing.BELOW_BEYOND_CHANCE if beyond else Standing.BELOW
