"""Which interviewers have more failed ballots than mistakes explain.

Honest people deny at times: another one of the household answered, the survey is forgotten, a key is mistyped. A plan
states how many of a hundred (``honest_failed``). Of n of her ballots that were drawn k failed; if she is honest, k is
binomial (n, p₀), and hers alone p = P(X ≥ k). What waits for a reply, or for somebody who reads it, is among the n and
has not failed: looking again at each reply alarms no more often than looking once at the end. Who refused or was not
reached is not among them. Among many interviewers somebody's p is
small by chance: ``adjusted`` is the chance that *anybody's* p is as small as hers where all are honest. Interviewers'
ballots are of different people, so that is 1 − Π (1 − F_j(p)), F_j(p) being the largest value ≤ p that interviewer j's
own p can take: the exact distribution of the smallest p, for counts less strict than 1 − (1 − p)^m (R. E. Tarone, "A
modified Bonferroni method for discrete data", Biometrics 46, 1990; P. H. Westfall, R. D. Wolfinger, "Multiple tests
with discrete distributions", The American Statistician 51, 1997). Flagged at 5 %: of 100 surveys in which nobody
invents, in at most 5 is anybody flagged by one draw. Another draw is another look.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.recheck import Tally

ALARM: Final = 0.05  # of the surveys in which everybody is honest: in so many any interviewer at all is flagged


@dataclass(frozen=True)
class Flag:
    """How odd it is that ``failed`` of ``asked`` ballots failed: ``p`` hers alone, ``adjusted`` over all."""

    interviewer: str
    failed: int
    asked: int
    p: float
    adjusted: float

    @property
    def flagged(self) -> bool:
        """Whether mistakes do not explain it."""
        return self.adjusted <= ALARM


def flags(parts: Iterable[Tally], honest_failed: float) -> tuple[Flag, ...]:
    """One flag of each known interviewer of whose ballots any was asked about, in the order of ``parts``.

    ``honest_failed``: of a hundred honest ballots so many are denied by mistake. What was drawn on suspicion is left
    out.
    """
    known = [(part.interviewer, part.failed, part.asked) for part in parts if part.interviewer and part.asked]
    sizes = Counter(asked for _, _, asked in known)
    tails_of = {asked: tails(asked, honest_failed / 100) for asked in sizes}
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for failed, asked in {(failed, asked) for _, failed, asked in known}:
        p = tails_of[asked][failed]
        found[failed, asked] = p, _anybody(p, [(tails_of[size], times) for size, times in sizes.items()])
    return tuple(Flag(name, failed, asked, *found[failed, asked]) for name, failed, asked in known)


def _anybody(p: float, sizes: Iterable[tuple[list[float], int]]) -> float:
    """The chance that the smallest of all is not above ``p``."""
    each = [(_attained(own, p), times) for own, times in sizes]
    if any(chance >= 1 for chance, _ in each):
        return 1.0
    return -math.expm1(math.fsum(times * math.log1p(-chance) for chance, times in each))


def tails(number: int, share: float) -> list[float]:
    """P(X ≥ k) for k from 0 to ``number``, X binomial (``number``, ``share``)."""
    if share <= 0:
        return [1.0] + [0.0] * number
    one, other = math.log(share), math.log1p(-share)
    whole = math.lgamma(number + 1)
    found, above = [0.0] * (number + 1), 0.0
    for k in range(number, 0, -1):
        above += math.exp(whole - math.lgamma(k + 1) - math.lgamma(number - k + 1) + k * one + (number - k) * other)
        found[k] = above
    found[0] = 1.0
    return found


def _attained(own: list[float], p: float) -> float:
    """The largest of ``own``, which fall, that is not above ``p``; 0 where all are."""
    place = bisect_left(own, -p, key=lambda each: -each)
    return own[place] if place < len(own) else 0.0
