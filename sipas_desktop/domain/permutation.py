"""Which of many sources stands out: a permutation test with one false-alarm rate over all of them.

Each source (an interviewer) has ballots, and each ballot lies in one stratum (a unit). Where nobody did anything odd,
it does not matter who brought a ballot within its stratum: the ballots are dealt anew to the sources of the stratum,
each getting as many as she has, and whatever is counted of a source is counted again. Ballots of one unit resemble each
other; since nothing is ever exchanged between units, that likeness is in every deal and raises no alarm.

**One rate.** A count is standardised by its mean and standard deviation over all deals, and in each deal, of each kind
of count, the largest over all sources is kept: the single-step "max T" procedure (P. H. Westfall, S. S. Young,
*Resampling-Based Multiple Testing*, 1993). The share of deals whose largest is at least as large is its p; so kinds
that are skewed and kinds that are not become alike. A deal's *oddity* is the smallest p over the kinds, each divided by
the kind's weight ("min P", same book; weights: C. R. Genovese, K. Roeder, L. Wasserman, "False discovery control with
p-value weighting", Biometrika 93, 2006: they say before which kinds are worth most of the rate). A source's adjusted p
of a kind is the share of deals that are at least as odd as hers. So flagging every adjusted p ≤ α flags *anybody at
all* in at most α of the surveys in which nobody did anything odd, however many sources and kinds there are and however
they hang together; a kind of which no survey ever has any takes nothing from the others. The deal that was observed is
one of the deals, so no p is 0 (B. Phipson, G. K. Smyth, Stat. Appl. Genet. Mol. Biol. 9, 2010).

What it rests on: within a stratum the sources got their ballots without regard to the answers. An interviewer whose
streets differ from the others' within one unit breaks that.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Final

DEALS: Final = 999  # besides the one that was observed
SAME: Final = 1e-9  # standardised counts nearer to each other than this are equal: sums of floats in another order


@dataclass(frozen=True)
class Standing:
    """One count of one source: the ``count``, what the deals let ``expect``, her ``p`` alone and over all sources."""

    count: float
    expected: float
    p: float
    adjusted: float


def stand_out(
    strata: Sequence[Sequence[int]],
    source_of: Sequence[int],
    counted: Callable[[Sequence[int]], Sequence[Sequence[float]]],
    seed: int,
    deals: int = DEALS,
    weights: Sequence[float] = (),
    heard: Callable[[int, int], None] | None = None,
) -> list[list[Standing]]:
    """The standing of each count of each source.

    ``strata``: the ballots of each, by number; ``source_of``: ballot → number of its source; ``counted``: such a
    sequence → for each source its counts, the large ones odd, always in the same order. ``weights``: of each kind of
    count, none the same. ``heard`` is told how many deals of how many are done. The same ``seed`` and order of ballots
    give the same numbers on every system.
    """
    chance = random.Random(seed).random
    observed = counted(source_of)
    width = len(observed[0]) if observed else 0
    rows = [[value for own in observed for value in own]]
    for done in range(1, deals + 1):
        dealt = list(source_of)
        for stratum in strata:
            sources = [source_of[ballot] for ballot in stratum]
            _shuffle(sources, chance)
            for ballot, source in zip(stratum, sources, strict=True):
                dealt[ballot] = source
        rows.append([value for own in counted(dealt) for value in own])
        if heard is not None:
            heard(done, deals)
    if not width:
        return []
    columns = list(zip(*rows, strict=True))
    scores = [_standardised(column) for column in columns]
    largest = [[max(row) for row in zip(*scores[kind::width], strict=True)] for kind in range(width)]
    ordered = [sorted(each) for each in largest]
    of_kind = weights or [1.0] * width
    oddities = sorted(
        min(_at_least(own, value) / weight for own, value, weight in zip(ordered, deal, of_kind, strict=True))
        for deal in zip(*largest, strict=True)
    )
    found = []
    for place, (column, score) in enumerate(zip(columns, scores, strict=True)):
        kind = place % width
        odd = _at_least(ordered[kind], score[0]) / of_kind[kind]
        p = sum(value >= score[0] - SAME for value in score) / len(rows)
        adjusted = bisect_right(oddities, odd + SAME) / len(rows)
        found.append(Standing(column[0], fmean(column), p, adjusted))
    return [found[start : start + width] for start in range(0, len(found), width)]


def _at_least(ordered: Sequence[float], value: float) -> float:
    """The share of ``ordered`` that is not below ``value``."""
    return (len(ordered) - bisect_left(ordered, value - SAME)) / len(ordered)


def _shuffle(items: list[int], chance: Callable[[], float]) -> None:
    """Fisher and Yates, written out: what ``random.shuffle`` makes of a seed may change between Pythons."""
    for last in range(len(items) - 1, 0, -1):
        other = int(chance() * (last + 1))
        items[last], items[other] = items[other], items[last]


def _standardised(column: Sequence[float]) -> list[float]:
    """How many standard deviations each is above their mean; all 0 where nothing ever changes."""
    mean = fmean(column)
    deviation = pstdev(column, mean)
    return [(value - mean) / deviation for value in column] if deviation > SAME else [0.0] * len(column)
