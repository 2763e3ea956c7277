"""Phúc tra: who is asked once more, how many confirm, and what follows.

Every ballot has a *rank*, SHA-256(seed + newline + serial) in UTF-8, as rows of a frame have (``sampling``). A random
draw takes the n smallest ranks of all that can be asked and, of each interviewer, as many of her smallest as she lacks
to the least number; so it is the same on every computer, and an interviewer's own are a simple random sample of hers.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sipas_desktop.domain.intervals import Interval, wilson
from sipas_desktop.domain.recheck_rule import Bound, Consequence, Result, Rule

RULES: Final = 1  # version of what stands above; a draw remembers it


class How(StrEnum):
    """By what a draw took its ballots."""

    RANDOM = "random"
    INTERVIEWER = "interviewer"  # all of hers
    SERIALS = "serials"  # chosen, on suspicion


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ballot whose member can be asked. ``interviewer``: "" where nobody is known; ``drawn``: was drawn before."""

    serial: str
    interviewer: str = ""
    drawn: bool = False


def rank(seed: int, serial: str) -> str:
    """The place of a ballot in a draw by ``seed``; hexadecimal, so that it sorts as text."""
    return hashlib.sha256(f"{seed}\n{serial}".encode()).hexdigest()


def share_of(percent: float, answered: int) -> int:
    """So many of ``answered`` ballots that they are ``percent`` at least."""
    return math.ceil(Fraction(str(percent)) * answered / 100)


def draw(pool: Iterable[Candidate], seed: int, number: int, minimum: int = 0) -> tuple[str, ...]:
    """Serials by rank: ``number`` of all that were not drawn yet, and ``minimum`` of each interviewer at least.

    What was drawn of an interviewer before counts towards her least number. Fewer where there are not so many.
    """
    ranked, has = [], Counter[str]()
    for each in pool:
        if each.drawn:
            has[each.interviewer] += 1
        else:
            ranked.append((rank(seed, each.serial), each))
    ranked.sort(key=lambda pair: pair[0])
    chosen = []
    for place, (_, each) in enumerate(ranked):
        if place < number or (each.interviewer and has[each.interviewer] < minimum):
            chosen.append(each.serial)
            has[each.interviewer] += 1
    return tuple(chosen)


def some_of(serials: Iterable[str], seed: int | None, number: int | None) -> tuple[str, ...]:
    """``serials`` of one interviewer: all in their order, or the ``number`` smallest by ``seed``."""
    if seed is None or number is None:
        return tuple(sorted(serials))
    return tuple(sorted(serials, key=lambda serial: rank(seed, serial))[:number])


def pool_sha256(pool: Iterable[Candidate]) -> str:
    """A hash over what a draw was made from, whatever its order."""
    lines = sorted(f"{each.serial}\t{each.interviewer}\t{int(each.drawn)}" for each in pool)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Tally:
    """What phúc tra came to for one interviewer, or for all.

    ``answered``: her valid returned ballots, of which ``askable`` have somebody who can be asked, or was; of these
    ``left`` were not drawn yet. ``results`` counts ballots by what was said of them last; ``targeted`` those of them
    drawn on suspicion, which tell nothing of the others and are in no rate.
    """

    interviewer: str
    answered: int
    askable: int
    drawn: int
    results: Mapping[Result, int] = field(default_factory=dict)
    targeted: Mapping[Result, int] = field(default_factory=dict)
    left: int = 0

    def count(self, result: Result) -> int:
        """Ballots of which ``result`` is said."""
        return self.results.get(result, 0)

    def _fair(self, result: Result) -> int:
        return self.count(result) - self.targeted.get(result, 0)

    @property
    def waiting(self) -> int:
        """Drawn, and nothing is known of them yet."""
        return self.drawn - sum(self.results.values())

    @property
    def asked(self) -> int:
        """Ballots that were told, or may be yet: they wait, or their reply is unclear."""
        return self.told + self.waiting + self._fair(Result.UNCLEAR)

    @property
    def failed(self) -> int:
        """Ballots that failed, those apart that were drawn on suspicion."""
        return self._fair(Result.FAILED)

    @property
    def told(self) -> int:
        """Ballots that the rate is of: confirmed or failed, and not drawn on suspicion."""
        return self._fair(Result.CONFIRMED) + self.failed

    @property
    def passed(self) -> Interval | None:
        """The share that confirmed, in per cent, with its 95 % interval among ``answered``; None where none is told."""
        return wilson(self._fair(Result.CONFIRMED), self.told, self.answered) if self.told else None

    @property
    def percent(self) -> Fraction | None:
        """The share that confirmed, in per cent, exactly."""
        return Fraction(100 * self._fair(Result.CONFIRMED), self.told) if self.told else None

    def failed_above(self, rule: Rule) -> bool:
        """Whether the failed share passes the limit of a ``rule`` about interviewers."""
        interval, percent = self.passed, self.percent
        if interval is None or percent is None:
            return False
        match rule.bound:
            case Bound.LOWER:
                failed: float | Fraction = 100 - interval.high
            case Bound.UPPER:
                failed = 100 - interval.low
            case Bound.SHARE:
                failed = 100 - percent
        return failed > rule.failed_above

    def undecided(self, rule: Rule) -> bool:
        """Whether more is to be known of her by a ``rule``: it is passed, or nothing was told of what was drawn."""
        return self.drawn > 0 and (not self.told or self.failed_above(rule))


@dataclass(frozen=True)
class Whole(Tally):
    """All interviewers together. The counts are sums; the rate is not the rate of the sums.

    Who had few ballots is asked about a larger share of them (a least number of each; all of hers, later), so each of
    interviewer h's told ballots stands for N_h / n_h: N_h answered, n_h told. With N = Σ N_h, over those of whom
    something is told, the rate is Σ N_h·p_h / N (Cochran, Sampling Techniques, 1977, ch. 5.10: stratified sampling for
    proportions). Its interval is Wilson's with the effective size N² / Σ (N_h² / n_h) for n (L. Kish, "Weighting for
    unequal P_i", Journal of Official Statistics 8, 1992) and the correction for N, which for one p among all is the
    variance of that rate exactly. The variances within each interviewer are not used: of five ballots that all
    confirmed it is 0, and no interval should be (N. Dean, M. Pagano, "Evaluating confidence interval methods for
    binomial proportions in clustered surveys", Journal of Survey Statistics and Methodology 3, 2015).
    """

    parts: tuple[Tally, ...] = ()

    @property
    def _strata(self) -> list[tuple[int, Tally]]:
        """How many ballots each interviewer of whom something is told stands for, and her tally."""
        return [(max(each.answered, each.told), each) for each in self.parts if each.told]

    @property
    def left_out(self) -> int:
        """Answered ballots of interviewers of whom nothing is told yet: the rate says nothing of them."""
        return sum(each.answered for each in self.parts if not each.told)

    @property
    def percent(self) -> Fraction | None:
        """The weighted share that confirmed, in per cent, exactly."""
        strata = self._strata
        if not strata:
            return None
        confirmed = sum(
            (Fraction(size * each._fair(Result.CONFIRMED), each.told) for size, each in strata), Fraction(0)
        )
        return 100 * confirmed / Fraction(sum(size for size, _ in strata))

    @property
    def passed(self) -> Interval | None:
        """The weighted share that confirmed, with its 95 % interval."""
        percent, strata = self.percent, self._strata
        if percent is None:
            return None
        size = sum(own for own, _ in strata)
        effective = Fraction(size * size) / sum(Fraction(own * own, each.told) for own, each in strata)
        return wilson(float(percent * effective / 100), float(effective), size)


@dataclass(frozen=True)
class Asked:
    """One drawn ballot: ``number`` from 1 in the order of drawing, ``result`` None while nothing is known."""

    number: int
    serial: str
    interviewer: str
    how: How
    result: Result | None
    void: bool = False  # it does not count any more
    replaced: bool = False  # somebody of the reserve came in its member's place
    sent: bool = False  # she stands on a list


@dataclass(frozen=True)
class Due:
    """What a rule asks for and nobody has done: about one ballot, or one interviewer with so many ballots left."""

    then: Consequence
    serial: str = ""
    interviewer: str = ""
    ballots: int = 0


def tallies(
    candidates: Iterable[tuple[str, bool, bool]] | Counter[tuple[str, bool, bool]], asked: Iterable[Asked]
) -> tuple[Tally, ...]:
    """One tally of each interviewer in the order of their names ("" last: of nobody known).

    ``candidates``: of each valid returned ballot its interviewer, whether its member can be asked, whether it is drawn;
    or how many there are of each.
    """
    answered, askable, drawn, left = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    results: dict[str, Counter[Result]] = {}
    targeted: dict[str, Counter[Result]] = {}
    for (interviewer, can_be_asked, is_drawn), ballots in Counter(candidates).items():
        answered[interviewer] += ballots
        askable[interviewer] += ballots * (can_be_asked or is_drawn)
        left[interviewer] += ballots * (can_be_asked and not is_drawn)
    for each in asked:
        drawn[each.interviewer] += 1
        if each.result is not None:
            results.setdefault(each.interviewer, Counter())[each.result] += 1
            if each.how is How.SERIALS:
                targeted.setdefault(each.interviewer, Counter())[each.result] += 1
    return tuple(
        Tally(
            name,
            answered[name],
            askable[name],
            drawn[name],
            dict(results.get(name, {})),
            dict(targeted.get(name, {})),
            left[name],
        )
        for name in sorted(answered.keys() | drawn.keys(), key=lambda name: (not name, name))
    )


def in_all(parts: Iterable[Tally]) -> Whole:
    """The tally of all of ``parts`` together."""
    parts = tuple(parts)
    results, targeted = Counter[Result](), Counter[Result]()
    for part in parts:
        results.update(part.results)
        targeted.update(part.targeted)
    return Whole(
        "",
        sum(part.answered for part in parts),
        sum(part.askable for part in parts),
        sum(part.drawn for part in parts),
        dict(results),
        dict(targeted),
        sum(part.left for part in parts),
        parts,
    )


def due(rules: Sequence[Rule], parts: Iterable[Tally], asked: Iterable[Asked]) -> tuple[Due, ...]:
    """What ``rules`` ask for and is not done: ballots in the order of drawing, then interviewers."""
    by_kind = {rule.then: rule for rule in rules}
    found = []
    for each in sorted(asked, key=lambda each: each.number):
        if each.result is not Result.FAILED:
            continue
        if Consequence.VOID in by_kind and not each.void:
            found.append(Due(Consequence.VOID, each.serial, each.interviewer, 1))
        if Consequence.REPLACE in by_kind and not each.replaced:
            found.append(Due(Consequence.REPLACE, each.serial, each.interviewer, 1))
    whole, more = by_kind.get(Consequence.RECHECK_ALL), by_kind.get(Consequence.RECHECK_MORE)
    for part in parts:
        if not part.interviewer or not part.left:
            continue
        if whole is not None and part.failed_above(whole):
            found.append(Due(Consequence.RECHECK_ALL, interviewer=part.interviewer, ballots=part.left))
        elif more is not None and not part.waiting and part.undecided(more):
            ballots = min(more.number, part.left)
            found.append(Due(Consequence.RECHECK_MORE, interviewer=part.interviewer, ballots=ballots))
    return tuple(found)


@dataclass(frozen=True)
class Call:
    """So many ``ballots`` of an interviewer are to be asked about by telephone, as messages did not tell enough."""

    interviewer: str
    ballots: int


def calls(rules: Sequence[Rule], parts: Iterable[Tally], asked: Iterable[Asked]) -> tuple[Call, ...]:
    """Who is to be called next where a rule asks for more: of each interviewer who is undecided its ``number``.

    All whose messages nobody answered where she surely has too many failed.
    """
    by_kind = {rule.then: rule for rule in rules}
    more, whole = by_kind.get(Consequence.RECHECK_MORE), by_kind.get(Consequence.RECHECK_ALL)
    if more is None:
        return ()
    silent = Counter(each.interviewer for each in asked if each.sent and each.result is None)
    found = []
    for part in parts:
        waiting = silent[part.interviewer]
        if waiting and whole is not None and part.failed_above(whole):
            found.append(Call(part.interviewer, waiting))
        elif waiting and part.undecided(more):
            found.append(Call(part.interviewer, min(more.number, waiting)))
    return tuple(found)
