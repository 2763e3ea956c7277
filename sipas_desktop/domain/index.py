"""The satisfaction index: from counts of settled answers to figures, each with its definition.

Nothing here is rounded: percentages are exact fractions from 0 to 100, documents round them (half up).
Satisfied = a level that the form's scale marks so (4 and 5 of five). Blank, over-marked, illegible, no opinion and
skipped are counted apart and are out of every denominator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form, Question
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.errors import Refusal

Z95 = 1.959963984540054  # the standard normal quantile of 97.5 %


@dataclass(frozen=True)
class QuestionFigures:
    """One rated question over all settled ballots."""

    code: str
    factor: str | None
    counts: dict[str, int]  # level code → ballots, every level, by ascending code
    no_opinion: int
    blank: int
    overmarked: int
    illegible: int
    satisfied: int
    mean_level: Fraction | None  # mean place of the level on its scale, the lowest being 1
    skipped: int = 0

    @property
    def answered(self) -> int:
        """Ballots with a level: the denominator."""
        return sum(self.counts.values())

    @property
    def satisfied_percent(self) -> Fraction | None:
        """Satisfied ballots per hundred answered; None where nobody answered."""
        return share(self.satisfied, self.answered)

    def level_percent(self, code: str) -> Fraction | None:
        """Ballots with the level ``code`` per hundred answered; None where nobody answered."""
        return share(self.counts[code], self.answered)


@dataclass(frozen=True)
class FactorFigures:
    """The rated questions of one factor together: the mean of their figures (each criterion weighs the same).

    A factor with others ``within`` it has the criteria of those too, each weighing the same.
    """

    code: str
    title: str
    satisfied_percent: Fraction | None
    mean_level: Fraction | None
    within: str | None = None


@dataclass(frozen=True)
class BallotCounts:
    """The ballots behind the figures. Online answers were never printed or issued; else they count as any other."""

    printed: int
    issued: int
    returned: int
    invalid: dict[str, int]  # reason → ballots
    valid: int
    settled: int
    online: int = 0  # of those that are settled
    single_keyed: int = 0  # of those that are settled, by one keying under a sampling plan
    brought: int = 0  # of those that are settled, by packages of other offices


@dataclass(frozen=True)
class Interval:
    """A 95 % confidence interval in per cent; ``population`` is N where the correction for it was made."""

    low: float
    high: float
    population: int | None = None


@dataclass(frozen=True)
class IndexFigures:
    """Everything that the report prints. ``index`` is in per cent, None where nothing was answered.

    ``interval`` is None where the definition is not a share of ballots, so that no interval is known for it.
    """

    definition: IndexDefinition
    ballots: BallotCounts
    questions: tuple[QuestionFigures, ...]
    factors: tuple[FactorFigures, ...]
    index: Fraction | None
    satisfied: int  # the numerator of the index where it is a share
    answered: int  # its denominator
    interval: Interval | None


def share(part: int, whole: int) -> Fraction | None:
    """``part`` per hundred of ``whole``; None where ``whole`` is 0."""
    return Fraction(100 * part, whole) if whole else None


def question_figures(question: Question, counts: Mapping[str, int]) -> QuestionFigures:
    """The figures of a rated question from ``counts``: stored value → settled ballots."""
    assert question.scale is not None
    levels = {level.code: counts.get(level.code, 0) for level in question.scale.levels}
    answered = sum(levels.values())
    points = sum(position * levels[level.code] for position, level in enumerate(question.scale.levels, start=1))
    return QuestionFigures(
        code=question.code,
        factor=question.factor,
        counts=levels,
        no_opinion=counts.get(a.NO_OPINION, 0),
        blank=counts.get(a.BLANK, 0),
        overmarked=counts.get(a.OVERMARKED, 0),
        illegible=counts.get(a.ILLEGIBLE, 0),
        satisfied=sum(levels[code] for code in question.scale.satisfied),
        mean_level=Fraction(points, answered) if answered else None,
        skipped=counts.get(a.SKIPPED, 0),
    )


def _mean(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def factor_figures(form: Form, questions: tuple[QuestionFigures, ...]) -> tuple[FactorFigures, ...]:
    """One row a factor, in the form's order. The overall question is no criterion of any factor."""
    overall = form.overall.code if form.overall else None
    rows = []
    for factor in form.factors:
        codes = {factor.code, *(each.code for each in form.factors if each.within == factor.code)}
        own = [question for question in questions if question.factor in codes and question.code != overall]
        rows.append(
            FactorFigures(
                factor.code,
                factor.title,
                _mean([question.satisfied_percent for question in own]),
                _mean([question.mean_level for question in own]),
                factor.within,
            )
        )
    return tuple(rows)


def compute(
    form: Form,
    definition: IndexDefinition,
    counts: Mapping[str, Mapping[str, int]],
    ballots: BallotCounts,
    *,
    fully: tuple[int, int] = (0, 0),
    weights: Mapping[str, float] | None = None,
    population: int | None = None,
) -> IndexFigures:
    """The figures of ``form`` from ``counts``: question code → stored value → settled ballots.

    ``fully`` = (ballots whose every rated answer is satisfied, ballots with any rated answer); ``weights`` is the
    plan's, factor → weight; ``population`` is the number of people asked about, where it is known. Raises
    ``Refusal`` where the form cannot give the index of this ``definition``.
    """
    questions = tuple(question_figures(question, counts.get(question.code, {})) for question in form.rated)
    factors = factor_figures(form, questions)
    # The overall question stands beside the criteria, not among them.
    overall = form.overall
    criteria = [question for question in questions if overall is None or question.code != overall.code]
    satisfied = answered = 0
    index: Fraction | None
    match definition:
        case IndexDefinition.OVERALL:
            if overall is None:
                raise Refusal("index.no_overall")
            figures = next(question for question in questions if question.code == overall.code)
            satisfied, answered = figures.satisfied, figures.answered
            index = share(satisfied, answered)
        case IndexDefinition.POOLED:
            satisfied = sum(question.satisfied for question in criteria)
            answered = sum(question.answered for question in criteria)
            index = share(satisfied, answered)
        case IndexDefinition.MEAN_OF_CRITERIA:
            index = _mean([question.satisfied_percent for question in criteria])
        case IndexDefinition.WEIGHTED_FACTORS:
            index = _weighted(factors, weights or {})
        case IndexDefinition.MEAN_SCORE:
            index = _mean_score(form, criteria)
        case IndexDefinition.FULLY_SATISFIED:
            satisfied, answered = fully
            index = share(satisfied, answered)
    # Only where a ballot gives one yes or no is the share binomial; the pooled answers of a ballot hang together.
    binomial = definition in (IndexDefinition.OVERALL, IndexDefinition.FULLY_SATISFIED)
    interval = wilson(satisfied, answered, population) if binomial and answered else None
    return IndexFigures(definition, ballots, questions, factors, index, satisfied, answered, interval)


def _weighted(factors: tuple[FactorFigures, ...], weights: Mapping[str, float]) -> Fraction | None:
    """The weighted mean of the factors' shares; a factor without answers leaves the mean, weight and all."""
    parts = [
        (Fraction(str(weights.get(factor.code, 0))), factor.satisfied_percent)
        for factor in factors
        if factor.satisfied_percent is not None
    ]
    total = sum((weight for weight, _ in parts), Fraction(0))
    if not total:
        return None
    return sum((weight * value for weight, value in parts if value is not None), Fraction(0)) / total


def _mean_score(form: Form, criteria: list[QuestionFigures]) -> Fraction | None:
    """The mean of the criteria's mean levels, each in per cent of its scale's highest level (mean 4 of 5 = 80 %)."""
    shares: list[Fraction | None] = []
    for question in criteria:
        scale = form.by_code[question.code].scale
        if scale and question.mean_level is not None:
            shares.append(question.mean_level * 100 / len(scale.levels))
    return _mean(shares)


def wilson(satisfied: int, answered: int, population: int | None = None) -> Interval:
    """The 95 % score interval of a share (E. B. Wilson, JASA 22, 1927, p. 209), in per cent.

    Where the ``population`` N is known, n is replaced by the effective size n·(N−1)/(N−n), which shrinks the interval
    as the sample approaches everybody (finite population correction; Cochran, Sampling Techniques, 1977, ch. 2.6).
    Raises ``ValueError`` where nothing was answered.
    """
    if answered <= 0:
        raise ValueError("no answers")
    p = satisfied / answered
    known = population if population is not None and population >= answered else None
    if known is not None and known <= answered:
        return Interval(100 * p, 100 * p, known)  # everybody answered: nothing is left to chance
    n = answered if known is None else answered * (known - 1) / (known - answered)
    z2 = Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At 0 and at 100 % the interval ends exactly there; rounding in the last digit must not push it past the share.
    return Interval(100 * max(0.0, min(p, middle - half)), 100 * min(1.0, max(p, middle + half)), known)
