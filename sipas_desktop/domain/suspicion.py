"""Ballots that may not be a respondent's, by pattern: what is told of each source (interviewer), and what to recheck.

Nothing here accuses anybody. Each pattern has innocent reasons; what is listed is to be rechecked (phúc tra), no more.

| pattern | what is counted of a source |
|---|---|
| same answers | pairs of her ballots in one unit that are more alike than chance makes two people, by how much |
| straight lines | ballots whose rated answers are all alike |
| quick | ballots back within ``QUICK_MINUTES`` of their issue, where both were scanned |
| complete | questions left open in all her ballots: too few are odd |
| uniform | squared distance of her ratings from the unit's means: too little is odd |
| incoherent | the same from the ballot's own mean, question by question what the unit's means leave: too much is odd |

Near-duplicates as a sign of invention: N. Kuriakose, M. Robbins, "Don't get duped: Fraud through duplication in public
opinion surveys", Statistical Journal of the IAOS 32, 2016, who take 85 % of the answers alike as the limit. A fixed
limit alarms where honest people answer alike (K. Simmons, A. Mercer, S. Schwarzer, C. Courtney, "Evaluating a new
proposal for detecting data falsification in surveys", same volume), so here it counts how much the answers that two
ballots share would surprise of two people: an answer has the chance −log of which is its surprise, by how often its own
ballot gives that level in its other questions and how often the unit gives it to this question. A pair weighs what its
shared answers surprise on the mean of both, less ``UNLIKE_COSTS`` for each other one (a likelihood ratio of a copy
against two people who happen to agree), less ``CHANCE``. Straight lines surprise nobody.
Ratings that somebody draws one by one do not lean the same way, as those of one person do: that is what "incoherent"
sees. Few gaps and little variance: S. Bredl, P. Winker, K. Kötschau, "A statistical approach to detect interviewer
falsification of survey data", Survey Methodology 38, 2012. Most of the rate of false alarms goes to the two patterns
that few ballots show (``WEIGHTS``): copies and ballots back too soon. The test, and its one false-alarm rate over all
sources and patterns, are those of ``domain.permutation``. What it finds and what it does not: ``bench/invented.py``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import BOX_KINDS, Form, Kind
from sipas_desktop.domain.keying_patterns import is_straight
from sipas_desktop.domain.permutation import DEALS, stand_out

ALARM: Final = 0.05  # of the surveys in which nobody invents: in so many any source at all is flagged
SEED: Final = 2016
UNLIKE: Final = 0.3  # of the answers: pairs that differ in more are no copies
UNLIKE_COSTS: Final = 2.0  # an answer that differs speaks against a copy by e² to 1
CHANCE: Final = 3.0  # pairs that speak for a copy by less than e³ to 1 are left out: honest people have many
OTHERS: Final = 2.0  # answers of the unit that count beside a ballot's own, so that no level is out of the question
RARE: Final = 0.02  # of a question's answers are spread evenly over the levels, for the same reason
QUICK_MINUTES: Final = 15.0  # from issue to return: nobody goes there, lets somebody read and mark, and comes back
OPEN: Final = frozenset({a.BLANK, a.NO_OPINION, a.OVERMARKED, a.ILLEGIBLE})


Stratum = tuple[str, str, bool]


class Pattern(StrEnum):
    """What is looked for, in the order in which it is told."""

    SAME = "same_answers"
    STRAIGHT = "straight"
    QUICK = "quick"
    COMPLETE = "complete"
    UNIFORM = "uniform"
    INCOHERENT = "incoherent"


# Shares of the rate of false alarms. Few ballots suffice for the first and third; the others take many.
WEIGHTS: Final = {
    Pattern.SAME: 0.4,
    Pattern.STRAIGHT: 0.075,
    Pattern.QUICK: 0.35,
    Pattern.COMPLETE: 0.05,
    Pattern.UNIFORM: 0.05,
    Pattern.INCOHERENT: 0.075,
}


@dataclass(frozen=True)
class Filled:
    """A returned ballot as it was keyed; without answers where it was not: then only ``minutes_out`` is looked at.

    ``source``: who brought it; ``form``, ``unit``: what it is compared within.
    ``answers``: stored values of the questions with boxes, in the form's order; ``levels``: question → place of its
    level (1 the lowest), of the rated ones that have one; ``straight``: whether its ratings are all alike.
    """

    serial: str
    source: str
    form: str  # code
    unit: str
    answers: tuple[str, ...]
    levels: Mapping[str, int]
    straight: bool
    minutes_out: float | None = None

    @property
    def stratum(self) -> Stratum:
        """Ballots are compared with those of the same form and unit only, and keyed ones with keyed ones."""
        return self.form, self.unit, bool(self.answers)


@dataclass(frozen=True)
class Sign:
    """One pattern of one source. ``p`` is hers alone, ``adjusted`` over all sources and patterns.

    ``count`` and ``expected``: pairs by their weights, ballots, open questions, or the mean squared distance of a
    rating. ``serials``: the ballots that make up the count; where all of hers do, all.
    """

    source: str
    pattern: Pattern
    count: float
    expected: float
    p: float
    adjusted: float
    serials: tuple[str, ...]

    @property
    def flagged(self) -> bool:
        """Whether it is to be rechecked."""
        return self.adjusted <= ALARM


@dataclass(frozen=True)
class Suspicions:
    """What was found. ``signs``: every pattern of every source that could be compared, the least likely first.

    ``alone``: sources whose ballots share no stratum with anybody's, so that nothing can be said of them; ``ballots``:
    how many were compared.
    """

    signs: tuple[Sign, ...]
    alone: tuple[str, ...]
    ballots: int

    @property
    def flagged(self) -> tuple[Sign, ...]:
        """The signs to be rechecked."""
        return tuple(sign for sign in self.signs if sign.flagged)


def filled(
    form: Form,
    serial: str,
    source: str,
    unit: str,
    values: Mapping[str, str] | None = None,
    minutes_out: float | None = None,
) -> Filled:
    """A ballot of ``form`` from its keyed ``values``: question → stored value; None where it is not keyed."""
    if values is None:
        return Filled(serial, source, form.code, unit, (), {}, False, minutes_out)
    levels, rated = {}, []
    for question in form.questions:
        value = values.get(question.code, a.SKIPPED)
        if question.kind is not Kind.RATED or question.scale is None or value == a.SKIPPED:
            continue
        rated.append(value)
        for place, level in enumerate(question.scale.levels, start=1):
            if level.code == value:
                levels[question.code] = place
    boxes = [question.code for question in form.questions if question.kind in BOX_KINDS]
    answers = tuple(values.get(code, a.SKIPPED) for code in boxes)
    return Filled(serial, source, form.code, unit, answers, levels, is_straight(rated), minutes_out)


def suspicions(
    ballots: Iterable[Filled],
    seed: int = SEED,
    deals: int = DEALS,
    heard: Callable[[int, int], None] | None = None,
) -> Suspicions:
    """Every pattern of every source, compared with the other sources of the same strata.

    The order of ``ballots`` does not matter. Ballots of strata that only one source has are left out. ``heard`` is told
    how far it is: deals done, of how many.
    """
    given = sorted(ballots, key=lambda each: (each.stratum, each.serial))
    sources_in: dict[Stratum, set[str]] = defaultdict(set)
    for each in given:
        sources_in[each.stratum].add(each.source)
    compared = [each for each in given if len(sources_in[each.stratum]) > 1]
    sources = sorted({each.source for each in compared})
    alone = tuple(sorted({each.source for each in given} - set(sources)))
    if not compared:
        return Suspicions((), alone, 0)
    counts = _Counts(compared, len(sources))
    number = {source: place for place, source in enumerate(sources)}
    source_of = [number[each.source] for each in compared]
    strata = list(_strata(compared).values())
    standings_of = stand_out(strata, source_of, counts.of, seed, deals, [WEIGHTS[each] for each in Pattern], heard)
    found = []
    for source, standings in zip(sources, standings_of, strict=True):
        own = [place for place, each in enumerate(compared) if each.source == source]
        for pattern, standing in zip(Pattern, standings, strict=True):
            count, expected = (counts.told(pattern, value, own) for value in (standing.count, standing.expected))
            serials = tuple(compared[place].serial for place in counts.concerned(pattern, own))
            found.append(Sign(source, pattern, count, expected, standing.p, standing.adjusted, serials))
    found.sort(key=lambda sign: (sign.adjusted, sign.p, sign.source, list(Pattern).index(sign.pattern)))
    return Suspicions(tuple(found), alone, len(compared))


class _Counts:
    """What is counted of each source in a deal; large is odd, so what is odd when small is counted below zero."""

    def __init__(self, ballots: Sequence[Filled], sources: int) -> None:
        self._sources = sources
        self._straight = [each.straight for each in ballots]
        self._quick = [each.minutes_out is not None and each.minutes_out < QUICK_MINUTES for each in ballots]
        self._open = [sum(value in OPEN for value in each.answers) for each in ballots]
        left = _left(ballots)
        self._distance = [sum(value * value for value in own) for own in left]
        self._apart = [_squares(own) for own in left]
        self._rated = [len(each.levels) for each in ballots]
        self._pairs = _alike(ballots)

    def of(self, source_of: Sequence[int]) -> list[tuple[float, ...]]:
        """For each source, in the order of ``Pattern``: pairs, straight, quick, −open, −distance, apart."""
        pairs = [0.0] * self._sources
        for one, other, weight in self._pairs:
            if source_of[one] == source_of[other]:
                pairs[source_of[one]] += weight
        sums = [[0.0] * self._sources for _ in range(5)]
        parts: tuple[Sequence[float], ...] = (self._straight, self._quick, self._open, self._distance, self._apart)
        for own, each in zip(sums, parts, strict=True):
            for source, value in zip(source_of, each, strict=True):
                if value:
                    own[source] += value
        straight, quick, opened, distance, apart = sums
        return [
            (pairs[source], straight[source], quick[source], -opened[source], -distance[source], apart[source])
            for source in range(self._sources)
        ]

    def told(self, pattern: Pattern, value: float, own: Sequence[int]) -> float:
        """A count as it is told: of distances the mean of a rating."""
        if pattern in (Pattern.COMPLETE, Pattern.UNIFORM):
            value = -value
        if pattern in (Pattern.UNIFORM, Pattern.INCOHERENT):
            value /= max(1, sum(self._rated[place] for place in own))
        return value

    def concerned(self, pattern: Pattern, own: Sequence[int]) -> list[int]:
        """The ballots among ``own`` that make the count up; of pairs, and of what is incoherent, the worst first."""
        if pattern is Pattern.SAME:
            hers, weights = set(own), dict.fromkeys(own, 0.0)
            for one, other, weight in self._pairs:
                if one in hers and other in hers:
                    weights[one] += weight
                    weights[other] += weight
            return sorted((place for place in own if weights[place]), key=lambda place: (-weights[place], place))
        if pattern in (Pattern.STRAIGHT, Pattern.QUICK):
            marked = self._straight if pattern is Pattern.STRAIGHT else self._quick
            return [place for place in own if marked[place]]
        if pattern is Pattern.INCOHERENT:
            return sorted(own, key=lambda place: (-self._apart[place], place))
        return list(own)


def _strata(ballots: Sequence[Filled]) -> dict[Stratum, list[int]]:
    found: dict[Stratum, list[int]] = defaultdict(list)
    for place, each in enumerate(ballots):
        found[each.stratum].append(place)
    return found


def _left(ballots: Sequence[Filled]) -> list[list[float]]:
    """Of each ballot: how far each rating is above the question's mean in the stratum."""
    levels: dict[tuple[Stratum, str], list[int]] = defaultdict(list)
    for each in ballots:
        for code, level in each.levels.items():
            levels[each.stratum, code].append(level)
    means = {key: fmean(values) for key, values in levels.items()}
    return [[level - means[each.stratum, code] for code, level in each.levels.items()] for each in ballots]


def _squares(values: Sequence[float]) -> float:
    """The sum of the squared distances from their own mean."""
    mean = fmean(values) if values else 0.0
    return sum((value - mean) ** 2 for value in values)


def _alike(ballots: Sequence[Filled]) -> list[tuple[int, int, float]]:
    """The pairs within a stratum that are more alike than chance makes two people, and by how much.

    It does not depend on who brought which ballot, so it is the same in every deal.
    """
    bits = _bits(ballots)
    found = []
    for stratum in _strata(ballots).values():
        questions = len(ballots[stratum[0]].answers)
        if not questions:
            continue
        surprise = _surprises([ballots[place].answers for place in stratum])
        least = questions - int(UNLIKE * questions)
        for at, one in enumerate(stratum):
            own, answers, hers = bits[one], ballots[one].answers, surprise[at]
            for further, other in enumerate(stratum[at + 1 :], start=at + 1):
                alike = (own & bits[other]).bit_count()
                if alike < least:
                    continue
                weight = -UNLIKE_COSTS * (questions - alike) - CHANCE
                for value, same, here, there in zip(
                    answers, ballots[other].answers, hers, surprise[further], strict=True
                ):
                    if value == same:
                        weight += (here + there) / 2
                if weight > 0:
                    found.append((one, other, weight))
    return found


def _surprises(answers: Sequence[tuple[str, ...]]) -> list[list[float]]:
    """Of each ballot of one stratum: −log of the chance of each answer.

    P(level l of question c) ∝ f(l) · g_c(l) / g(l): f, how often the ballot gives it in its other questions, with
    ``OTHERS`` answers of the unit added; g_c, how often the unit gives it to c; g, to any question.
    """
    questions, values = len(answers[0]), sorted({value for own in answers for value in own})
    even = RARE / len(values)
    given = []
    for place in range(questions):
        times = Counter(own[place] for own in answers)
        given.append({value: (1 - RARE) * times[value] / len(answers) + even for value in values})
    usual = {value: fmean(own[value] for own in given) for value in values}
    leaning = [{value: own[value] / usual[value] for value in values} for own in given]
    found = []
    for own in answers:
        times = Counter(own)
        chances = [(value, times[value] + OTHERS * usual[value]) for value in values]
        surprises = []
        for value, leans in zip(own, leaning, strict=True):
            whole = sum(chance * leans[each] for each, chance in chances) - leans[value]
            hers = (times[value] - 1 + OTHERS * usual[value]) * leans[value]
            surprises.append(-math.log(hers / whole))
        found.append(surprises)
    return found


def _bits(ballots: Sequence[Filled]) -> list[int]:
    """Each ballot as a number with one bit for each question and value: what two have in common is quickly counted."""
    bit: dict[tuple[str, int, str], int] = {}
    return [
        sum(1 << bit.setdefault((each.form, place, value), len(bit)) for place, value in enumerate(each.answers))
        for each in ballots
    ]
