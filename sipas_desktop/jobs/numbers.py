"""Exact figures as the numbers of JSON: per cent from 0 to 100, not rounded."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.intervals import Interval


def as_number(value: Fraction | None) -> float | None:
    """The nearest floating point number."""
    return None if value is None else float(value)


def as_interval(value: Interval | None) -> list[float] | None:
    """``[low, high]``."""
    return None if value is None else [value.low, value.high]
