"""Which of many sources stands out: a permutation test with one false-alarm rate over all of them.

Each source (an interviewer) has ballots, and each ballot lies in one stratum (a unit). Where nobody did anything odd,
it does not matter who brought a ballot within its stratum: the ballots are dealt anew to the sources of the stratum,
each getting as many as she has, and whatever is counted of a source is counted again. Ballots of one unit resemble each
other; since nothing is ever exchanged between units, that likeness is in every deal and raises no alarm.

**One rate.** A count is standardised by its mean and standard deviation over all deals, and in each deal the largest
standardised count over all sources and all kinds of counts is kept. A source's adjusted p is the share of deals whose
largest is at least hers: the single-step "max T" procedure (P. H. Westfall, S. S. Young, *Resampling-Based Multiple
Testing*, 1993). So flagging every adjusted p ≤ α flags *anybody at all* in at most α of the surveys in which nobody
did anything odd, however many sources and kinds there are and however they hang together. The deal that was observed
is one of the deals, so no p is 0 (B. Phipson, G. K. Smyth, Stat. Appl. Genet. Mol. Biol. 9, 2010).

What it rests on: within a stratum the sources got their ballots without regard to the answers. An interviewer whose
streets differ from the others' within one unit breaks that.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Sequence
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
    skewed: Collection[int] = (),
    heard: Callable[[int, int], None] | None = None,
) -> list[list[Standing]]:
    """The standing of each count of each source.

    ``strata``: the ballots of each, by number; ``source_of``: ballot → number of its source; ``counted``: such a
    sequence → for each source its counts, the large ones odd, always in the same order. ``skewed``: places of counts
    (never below 0) that are standardised by their roots. ``heard`` is told how many deals of how
    many are done. The same ``seed`` and order of ballots give the same numbers on every system.
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
    columns = list(zip(*rows, strict=True))
    means = [fmean(column) for column in columns]
    scores = [
        _standardised([math.sqrt(count) for count in column] if place % width in skewed else column)
        for place, column in enumerate(columns)
    ]
    largest = [max(row) for row in zip(*scores, strict=True)]
    found = []
    for column, mean, score in zip(columns, means, scores, strict=True):
        own = score[0] - SAME
        p, adjusted = (sum(value >= own for value in each) / len(rows) for each in (score, largest))
        found.append(Standing(column[0], mean, p, adjusted))
    return [found[start : start + width] for start in range(0, len(found), width)] if width else []


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
