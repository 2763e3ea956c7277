"""The index of a stratified sample: each ballot stands for as many people as its stratum has for a settled ballot.

In stratum h of N_h people n_h ballots are settled, s_h of the a_h that count are satisfied. The weight is
w_h = N_h / n_h, the index R = Σ w_h s_h / Σ w_h a_h. W. G. Cochran, *Sampling Techniques* (1977), ch. 5.3–5.4 and
6.11; E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive
counts estimated from survey data", Survey Methodology 24 (1998), pp. 193–201. ``docs/index.md`` works an example.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import compute_value
from sipas_desktop.domain.intervals import Interval, of_effective_size
from sipas_desktop.domain.plan import IndexDefinition

LARGEST_VARIANCE = 0.25  # that a yes or no can have


@dataclass(frozen=True)
class StratumCounts:
    """One stratum: its rows of the sampling frame, and what its settled ballots say (as for ``compute``)."""

    name: str
    rows: int
    settled: int
    counts: Mapping[str, Mapping[str, int]]
    fully: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class StratumWeight:
    """What a stratum weighs; ``weight`` is people a settled ballot, None where no ballot of it is settled."""

    name: str
    rows: int
    settled: int
    weight: Fraction | None


@dataclass(frozen=True)
class Weighted:
    """The weighted index, in per cent. It is of the people of the strata that have a settled ballot.

    ``interval`` is given where the index is a share of ballots; ``effective_size`` ballots of a simple random sample
    from endless many would say as much (infinite where everybody answered). ``outside``: settled ballots of no stratum,
    which are not in it.
    """

    definition: IndexDefinition
    index: Fraction | None
    interval: Interval | None
    effective_size: float | None
    strata: tuple[StratumWeight, ...]
    outside: int

    @property
    def silent(self) -> tuple[StratumWeight, ...]:
        """The strata without a settled ballot: nothing is known of their people."""
        return tuple(stratum for stratum in self.strata if not stratum.settled)


def weighted(
    form: Form,
    definition: IndexDefinition,
    strata: Sequence[StratumCounts],
    *,
    outside: int = 0,
    factor_weights: Mapping[str, float] | None = None,
) -> Weighted:
    """The weighted index of ``strata``. Raises ``Refusal`` as ``compute``."""
    told = tuple(
        StratumWeight(each.name, each.rows, each.settled, Fraction(each.rows, each.settled) if each.settled else None)
        for each in strata
    )
    heard = [each for each in strata if each.settled and each.rows]
    # In whole numbers, so that the definitions count them as any ballots: w_h times what all n_h divide.
    common = math.lcm(*(each.settled for each in heard))
    times = [each.rows * (common // each.settled) for each in heard]
    counts: dict[str, dict[str, int]] = {}
    for by, each in zip(times, heard, strict=True):
        for question, said in each.counts.items():
            own = counts.setdefault(question, {})
            for answer, count in said.items():
                own[answer] = own.get(answer, 0) + by * count
    fully = (
        sum(by * each.fully[0] for by, each in zip(times, heard, strict=True)),
        sum(by * each.fully[1] for by, each in zip(times, heard, strict=True)),
    )
    _, value, _ = compute_value(form, definition, counts, fully=fully, weights=factor_weights)
    if not value.of_ballots or value.index is None:
        return Weighted(definition, value.index, None, None, told, outside)
    parts = []
    for each in heard:
        _, own_value, _ = compute_value(form, definition, each.counts, fully=each.fully)
        parts.append(StratumShare(each.rows, each.settled, own_value.satisfied, own_value.answered))
    size = effective_size(parts)
    population = sum(part.rows for part in parts)
    interval = of_effective_size(float(value.index) / 100, size, population)
    return Weighted(definition, value.index, interval, size, told, outside)


@dataclass(frozen=True)
class StratumShare:
    """N_h, n_h, s_h and a_h of one stratum with a settled ballot."""

    rows: int
    settled: int
    satisfied: int
    answered: int

    @property
    def left(self) -> float:
        """1 − f_h: the part of the stratum that is not settled."""
        return max(0.0, 1 - self.settled / self.rows)


def ratio(strata: Sequence[StratumShare]) -> float:
    """R = Σ w_h s_h / Σ w_h a_h, from 0 to 1."""
    weights = [each.rows / each.settled for each in strata]
    whole = math.fsum(w * each.answered for w, each in zip(weights, strata, strict=True))
    return math.fsum(w * each.satisfied for w, each in zip(weights, strata, strict=True)) / whole


def variance(strata: Sequence[StratumShare]) -> float:
    """Var R = (1/x̄²) · Σ W_h² (1 − f_h) v_h / n_h with W_h = N_h / N and x̄ = Σ W_h a_h / n_h (the combined ratio).

    v_h is the sample variance in stratum h of 1 − R for a satisfied ballot, −R for another that counts, 0 for one that
    does not. Where every ballot counts that is Cochran's of ch. 5: Σ W_h² (1 − f_h) p_h (1 − p_h) / (n_h − 1). A
    stratum of one ballot has no variance of its own: it gets the largest possible, ¼.
    """
    r = ratio(strata)
    people = sum(each.rows for each in strata)
    mean = math.fsum(each.rows / people * each.answered / each.settled for each in strata)
    found = 0.0
    for each in strata:
        n, s, a = each.settled, each.satisfied, each.answered
        squares = s * (1 - r) ** 2 + (a - s) * r**2 - (s - r * a) ** 2 / n
        v = squares / (n - 1) if n > 1 else LARGEST_VARIANCE
        found += (each.rows / people) ** 2 * each.left * max(0.0, v) / n
    return found / mean**2


def effective_size(strata: Sequence[StratumShare]) -> float:
    """n* = R (1 − R) / Var R, the size of a simple random sample from endless many that says as much.

    It is at most what a simple random sample of as many ballots would have, a (N − 1) / (N − n): an estimated variance
    is not believed where it promises more, so that no interval is narrower than without weights. Where all of every
    stratum agree the estimate is 0; then n* is Kish's (Σ w a)² / Σ w² a, with the same correction.
    """
    people, settled = sum(each.rows for each in strata), sum(each.settled for each in strata)
    if all(each.left == 0 for each in strata):
        return math.inf
    corrected = (people - 1) / (people - settled) if people > settled else 1.0
    r, found = ratio(strata), variance(strata)
    if found > 0 and 0 < r < 1:
        return min(r * (1 - r) / found, sum(each.answered for each in strata) * corrected)
    weights = [each.rows / each.settled for each in strata]
    whole = math.fsum(w * each.answered for w, each in zip(weights, strata, strict=True))
    return corrected * whole**2 / math.fsum(w * w * each.answered for w, each in zip(weights, strata, strict=True))
