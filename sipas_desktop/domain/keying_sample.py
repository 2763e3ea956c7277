"""Sampled double keying: which ballots are keyed twice, and when an operator's errors have all of hers keyed twice.

A ballot is *drawn* where SHA-256(seed + newline + operator + newline + serial), in UTF-8, read as a whole number, is
divisible by n: one in n of each operator's ballots, the same whenever and wherever it is asked. The seed is a fact that
is older than the first ballot, so nobody chooses what is drawn after she has seen it.

*Errors* are judged by what was settled. Of a ballot that two people keyed, every field counts once for each of them,
and it is an error of hers where the settled answer is not the one that she keyed. So of a discrepancy one keyer has an
error, or, where the adjudicator read a third value on the paper, both. What this cannot see: a field that both keyed
wrong, and alike, is settled wrong and counts for both as right; and where the adjudicator herself errs, the keyer who
was right gets the error. A gate that was keyed wrong counts with every field that it skipped or opened; of written
words only whether there are any is counted.

The *bound* is the exact one-sided upper limit of a binomial proportion at 95 % (Clopper and Pearson 1934, "The use of
confidence or fiducial limits illustrated in the case of the binomial"): the rate p at which so few errors or fewer
would be seen with a probability of 5 %, P(X ≤ errors | fields, p) = 0.05. It lies above a limit exactly where that
probability at the limit itself is above 5 %, which is what ``passes`` asks. No field seen: the bound is 1, so nobody
begins below a limit. Errors of one ballot hang together more than a binomial has it, and the bound is asked again at
every ballot: it is a rule for when to look closer, no estimate of an error rate.

Decimal numbers of a stated precision throughout, since the same question must have the same answer on every system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final

from sipas_desktop.domain.plan import Keying

LEVEL: Final = Decimal("0.05")  # one-sided: a bound of 95 %
PER: Final = 1000  # fields that errors are counted on
SEED_BYTES: Final = 32
_PRECISION: Final = Context(prec=40, Emin=-999_999_999, Emax=999_999_999)
_STEPS: Final = 40  # halvings of the bound: 1e-12


@dataclass(frozen=True)
class Judged:
    """What is known of an operator's errors: ballots of hers that were keyed twice and settled, fields, errors."""

    ballots: int = 0
    fields: int = 0
    errors: int = 0


@dataclass(frozen=True)
class Stated:
    """What a report states of the sampled keying of a form. ``fallen_back``: operators who learn no more, and all of
    whose ballots are keyed twice now because of their errors."""

    one_in: int
    learn: int
    limit: float
    seed_sha256: str  # "" where the seed was lost: then every ballot is keyed twice
    fallen_back: int


def is_drawn(seed: str, operator: str, serial: str, one_in: int) -> bool:
    """Whether the ballot is among the one in ``one_in`` of ``operator`` that are keyed twice. ``seed`` in hex."""
    digest = hashlib.sha256(f"{seed}\n{operator}\n{serial}".encode()).digest()
    return int.from_bytes(digest) % one_in == 0


def fingerprint(seed: str) -> str:
    """What may be printed of the seed while people key: SHA-256 of its hex digits. It holds the seed to be the one."""
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def judge(keyed: Mapping[str, str], settled: Mapping[str, str]) -> tuple[int, int]:
    """(fields, errors) of one keying of a ballot that was keyed twice: errors are fields settled as something else.

    Question → stored value, without the words that somebody wrote: they may be erased, and the check must go on to come
    to the same. So of words it counts only whether there are any.
    """
    return len(keyed), sum(settled.get(question) != value for question, value in keyed.items())


def passes(errors: int, fields: int, limit: float) -> bool:
    """Whether the upper bound of 95 % of ``errors`` in ``fields`` lies above ``limit`` errors per 1,000 fields."""
    return _passes(errors, fields, Fraction(str(limit)) / PER)


@lru_cache(maxsize=1024)
def _passes(errors: int, fields: int, rate: Fraction) -> bool:
    # At or above the rate the bound certainly is; else fewer terms than fields × rate are to be added up.
    return errors >= fields * rate or _at_most(errors, fields, rate) > LEVEL


def _at_most(errors: int, fields: int, rate: Fraction) -> Decimal:
    """P(X ≤ errors) of a binomial; ``rate`` above 0 and below 1."""
    with localcontext(_PRECISION):
        wrong = Decimal(rate.numerator) / Decimal(rate.denominator)
        right = 1 - wrong
        odds = wrong / right
        term = total = right**fields
        for k in range(errors):
            term *= odds * (fields - k) / (k + 1)
            total += term
        return total


def bound(errors: int, fields: int) -> float:
    """The upper bound of 95 % itself, in errors per 1,000 fields, for people to read; to twelve digits."""
    if errors >= fields:
        return float(PER)
    low, high = Fraction(errors, fields), Fraction(1)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(errors, fields, middle) > LEVEL:
            low = middle
        else:
            high = middle
    return float(PER * high)


def learns(rule: Keying, judged: Judged) -> bool:
    """Whether too few of her ballots were judged to let any of hers be keyed once."""
    return judged.ballots < rule.learn


def is_under_all(rule: Keying, judged: Judged) -> bool:
    """Whether all that she keys now is keyed twice: she is learning, or the bound of her errors passes the limit."""
    return learns(rule, judged) or passes(judged.errors, judged.fields, rule.limit)


def may_be_single(rule: Keying, form: str, seed: str, operator: str, serial: str, judged: Judged) -> bool:
    """Whether one keying of the ballot, by ``operator``, settles it: neither drawn nor due to be keyed twice."""
    if not rule.is_sampled(form) or is_under_all(rule, judged):
        return False
    return not is_drawn(seed, operator, serial, rule.one_in)
