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

Where a plan draws in stages (``Recheck.in_stages``), all looks share the one rate: in place of F_j stands the chance
that interviewer j is ever as odd as she is, whenever and however often somebody looks (``recheck_stages``).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.recheck import Tally
from sipas_desktop.domain.recheck_stages import oddity, reached, tails

ALARM: Final = 0.05  # of the surveys in which everybody is honest: in so many any interviewer at all is flagged


@dataclass(frozen=True)
class Flag:
    """How odd it is that ``failed`` of ``asked`` ballots failed: ``p`` hers alone, ``adjusted`` over all.

    Of draws in stages ``adjusted`` is over all looks as well, and 1 where ``p`` alone is above ``ALARM``.
    """

    interviewer: str
    failed: int
    asked: int
    p: float
    adjusted: float

    @property
    def flagged(self) -> bool:
        """Whether mistakes do not explain it."""
        return self.adjusted <= ALARM


def flags(parts: Iterable[Tally], honest_failed: float, *, in_stages: bool = False) -> tuple[Flag, ...]:
    """One flag of each known interviewer of whose ballots any was asked about, in the order of ``parts``.

    ``honest_failed``: of a hundred honest ballots so many are denied by mistake. What was drawn on suspicion is left
    out. ``in_stages``: more of hers may be drawn by what was told, and somebody looks again.
    """
    known = [part for part in parts if part.interviewer and part.asked]
    share = honest_failed / 100
    sizes = Counter(part.asked + part.left * in_stages for part in known)
    found: dict[tuple[int, int, int], tuple[float, float]] = {}
    for failed, asked, left in {(part.failed, part.asked, part.left) for part in known}:
        p = tails(asked, share)[failed]
        if not in_stages:
            each = [(_attained(tails(size, share), p), times) for size, times in sizes.items()]
            found[failed, asked, left] = p, _anybody(each)
        elif p > ALARM:  # so is the chance that she ever is
            found[failed, asked, left] = p, 1.0
        else:
            odd = oddity(p, asked, asked + left)
            found[failed, asked, left] = p, _anybody([(reached(size, share, odd), n) for size, n in sizes.items()])
    return tuple(
        Flag(part.interviewer, part.failed, part.asked, *found[part.failed, part.asked, part.left]) for part in known
    )


def _anybody(each: Sequence[tuple[float, int]]) -> float:
    """The chance that it happens to anybody, of chances and how many interviewers have each."""
    if any(chance >= 1 for chance, _ in each):
        return 1.0
    return -math.expm1(math.fsum(times * math.log1p(-chance) for chance, times in each))


def _attained(own: Sequence[float], p: float) -> float:
    """The largest of ``own``, which fall, that is not above ``p``; 0 where all are."""
    place = bisect_left(own, -p, key=lambda each: -each)
    return own[place] if place < len(own) else 0.0
