"""The error that double keying leaves: fields in which both keyers keyed the same wrong value.

**Model.** Given what the paper says (t), a keyer keys the wrong value v with probability p(v|t), and the two keyers
of a ballot do so independently (A. P. Dawid, A. M. Skene, "Maximum likelihood estimation of observer error-rates",
Applied Statistics 28, 1979). Then both key the same wrong value with the probability Σ_v p(v|t)², the chance
agreement of J. Cohen ("A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20, 1960) taken over the
wrong values, and two different ones with Σ_{v≠w} p(v|t)·p(w|t). p is known from the discrepancies that were decided:
x(t,v) keyings of v where t was settled, of 2·N(t).

**Correlation.** A field that is hard to read is so for both keyers: errors come together more often than independence
has it. How much more often is seen where both were wrong *differently*, which double keying does find. The factor ρ
is the number of such fields over the number that independence lets expect, at least 1; the expected number of
agreeing errors is multiplied by it. Where ρ is known from few fields, the interval is wide.

**Assumptions**, which the report prints:

1. the adjudicator decides rightly, with the paper in hand;
2. the second keying is silent: nothing of the first is seen;
3. a field that is hard to read raises both keyers' errors, but they mistake values for each other there as elsewhere;
4. fields are independent of each other (a keyer who slips by a row breaks this);
5. answers in words, numbers and catalogue codes are left out: two keyers hardly ever write the same wrong word.

**Interval.** Of the number of agreeing errors in these very ballots, 95 %, by a parametric bootstrap with a fixed
seed: the counts x(t,v) are drawn anew (gamma, their own size as parameter), the rate of fields that both keyed wrong
differently likewise (Jeffreys' prior), then the number itself (Poisson). How often it holds the truth is measured in
``docs/benchmarks.md``.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

SEED: Final = 1979
DRAWS: Final = 1000
LEAST_OF_GROUP: Final = 30  # wrong keyings that a group of questions needs to be looked at by itself
LEAST: Final = 10  # wrong keyings in all, below which nothing can be said
FEW: Final = 30.0  # expected fields up to which a Poisson number is drawn step by step

Pair = tuple[str, str]  # settled value, keyed value


class NotEstimated(StrEnum):
    """Why nothing is estimated."""

    NOTHING_COMPARED = "nothing_compared"
    FEW_ERRORS = "few_errors"
    ONE_WAY = "one_way"  # each value was only ever taken for one other: two wrong ones always agree


@dataclass(frozen=True)
class KeyedTwice:
    """What is known of the fields of one group of questions that were keyed twice and settled.

    ``settled``: value → fields. ``wrong``: (settled, keyed) → keyings, of both passes. ``both_wrong``: fields in which
    both keyers were wrong, each in another way.
    """

    settled: Mapping[str, int]
    wrong: Mapping[Pair, int]
    both_wrong: int


@dataclass(frozen=True)
class Residual:
    """The estimate. ``agreed`` and its limits are numbers of fields, of ``fields`` in all."""

    fields: int
    agreed: float
    low: float
    high: float
    correlation: float  # ρ
    both_wrong: int  # fields from which ρ is known

    @property
    def per_thousand(self) -> float:
        """Wrong fields left per 1,000."""
        return 1000 * self.agreed / self.fields


@dataclass
class _Group:
    settled: Counter[str] = field(default_factory=Counter)
    wrong: Counter[Pair] = field(default_factory=Counter)

    def add(self, counts: KeyedTwice) -> None:
        self.settled.update(counts.settled)
        self.wrong.update(counts.wrong)


def residual(counts: Iterable[KeyedTwice]) -> Residual | NotEstimated:
    """The estimate over all groups, or why there is none. Groups with few errors are taken together."""
    counts = tuple(counts)
    fields = sum(sum(each.settled.values()) for each in counts)
    both_wrong = sum(each.both_wrong for each in counts)
    if not fields:
        return NotEstimated.NOTHING_COMPARED
    if sum(sum(each.wrong.values()) for each in counts) < LEAST:
        return NotEstimated.FEW_ERRORS
    cells = _cells(_groups(counts))
    agreeing, differing = _chances(cells, [max(0, x * (x - 1)) for _, row in cells for x in row], _numbers(cells))
    if not differing:
        return NotEstimated.ONE_WAY
    correlation = max(1.0, both_wrong / differing)
    low, high = _interval(cells, both_wrong)
    return Residual(fields, correlation * agreeing, low, high, correlation, both_wrong)


def _groups(counts: Sequence[KeyedTwice]) -> list[_Group]:
    """The groups that have enough errors, and one of all the others."""
    alone, together = [], _Group()
    for each in counts:
        if sum(each.wrong.values()) >= LEAST_OF_GROUP:
            alone.append(_Group())
            alone[-1].add(each)
        else:
            together.add(each)
    return [*alone, together]


Cells = list[tuple[int, list[float]]]  # N(t), and x(t, v) of each wrong value v


def _cells(groups: Iterable[_Group]) -> Cells:
    found: Cells = []
    for group in groups:
        by_settled: dict[str, list[float]] = {}
        for (settled, _), times in sorted(group.wrong.items()):
            by_settled.setdefault(settled, []).append(float(times))
        # A value that was settled by a decision at least once has a field, whatever else the counts say.
        found += [(max(1, group.settled[settled]), row) for settled, row in by_settled.items()]
    return found


def _numbers(cells: Cells) -> list[list[float]]:
    return [row for _, row in cells]


def _chances(cells: Cells, squares: Sequence[float], rows: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Fields in which two independent keyers are expected to be wrong alike, and wrong differently.

    N·p(v)·p(w) = x(v)·x(w) / 4N, since x counts the keyings of both passes; of one value with itself the pairs of
    different keyings, x·(x − 1), or what ``squares`` has for them.
    """
    agreeing = differing = 0.0
    at = 0
    for (fields, _), row in zip(cells, rows, strict=True):
        total = sum(row)
        agreeing += sum(squares[at : at + len(row)]) / (4 * fields)
        differing += (total * total - sum(x * x for x in row)) / (4 * fields)
        at += len(row)
    return agreeing, differing


def _interval(cells: Cells, both_wrong: int) -> tuple[float, float]:
    chance = random.Random(SEED)
    draws = []
    for _ in range(DRAWS):
        rows = [[chance.gammavariate(x, 1.0) for x in row] for _, row in cells]
        agreeing, differing = _chances(cells, [x * x for row in rows for x in row], rows)
        seen = max(differing, chance.gammavariate(both_wrong + 0.5, 1.0))  # ρ is at least 1
        draws.append(_poisson(chance, seen * agreeing / differing))
    draws.sort()
    return float(draws[math.floor(0.025 * DRAWS)]), float(draws[math.ceil(0.975 * DRAWS) - 1])


def _poisson(chance: random.Random, expected: float) -> int:
    if expected > FEW:
        return max(0, round(chance.gauss(expected, math.sqrt(expected))))
    number, product, limit = 0, chance.random(), math.exp(-expected)
    while product > limit:
        number += 1
        product *= chance.random()
    return number
