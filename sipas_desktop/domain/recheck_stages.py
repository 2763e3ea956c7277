"""The level of a look that may be repeated: some of an interviewer's ballots, then more of hers by what was told.

Looked at after n of the N ballots that she can be asked about, k of them failed; if she is honest, P(X ≥ k) of the
binomial (n, p₀) says how odd that is. Who looks after every ballot finds something odd sooner or later: each look has
to be dearer than one at the end. Here an early look counts by (n / N)³ of it, s = P(X ≥ k) · (N / n)³, a power of the
share that is known as in K. Kim and D. L. DeMets ("Design and analysis of group sequential tests based on the Type I
error spending rate function", Biometrika 74, 1987): what is blatant is seen early, and nearly the whole level is left
for the end, when all of hers were asked. ``reached`` is the chance that the walk of an honest interviewer's failed
ballots reaches such an s at *any* n from 1 to N: an exact sum over all walks, not a bound. So it holds whenever and
however often somebody looks, whatever made them draw more of hers, and also if they stop.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left
from typing import Final

POWER: Final = 3
SAME: Final = 1 + 1e-9  # oddities nearer to each other than this are equal


def oddity(tail: float, asked: int, most: int) -> float:
    """How odd ``tail`` is after ``asked`` of ``most`` ballots; may be above 1."""
    return tail * (most / asked) ** POWER


@functools.lru_cache(maxsize=65536)
def reached(most: int, share: float, odd: float) -> float:
    """The chance that an honest interviewer with ``most`` ballots is ever as odd as ``odd``."""
    if odd <= 0:
        return 0.0
    walks, found = [1.0], 0.0  # chance of each number of failed ballots, of walks that did not reach it
    for asked in range(1, most + 1):
        stayed = [chance * (1 - share) for chance in walks] + [0.0]
        for failed, chance in enumerate(walks):
            stayed[failed + 1] += chance * share
        least = fewest(asked, most, share, odd)
        if least < len(stayed):
            found += math.fsum(stayed[least:])
            del stayed[least:]
        walks = stayed
        if not walks:
            break
    return min(1.0, found)


@functools.lru_cache(maxsize=65536)
def fewest(asked: int, most: int, share: float, odd: float) -> int:
    """The fewest failed of ``asked`` that are as odd as ``odd``; ``asked`` + 1 where none are."""
    limit = odd * (asked / most) ** POWER * SAME
    own = tails(asked, share)
    return bisect_left(own, -limit, key=lambda each: -each)


@functools.lru_cache(maxsize=4096)
def tails(number: int, share: float) -> tuple[float, ...]:
    """P(X ≥ k) for k from 0 to ``number``, X binomial (``number``, ``share``)."""
    if share <= 0:
        return (1.0, *[0.0] * number)
    one, other = math.log(share), math.log1p(-share)
    whole = math.lgamma(number + 1)
    found, above = [0.0] * (number + 1), 0.0
    for k in range(number, 0, -1):
        above += math.exp(whole - math.lgamma(k + 1) - math.lgamma(number - k + 1) + k * one + (number - k) * other)
        found[k] = above
    found[0] = 1.0
    return tuple(found)
