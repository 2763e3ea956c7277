"""The figures of rated questions and of factors, from counts of settled answers.

Nothing here is rounded: percentages are exact fractions from 0 to 100, documents round them (half up).
Satisfied = a level that the form's scale marks so (4 and 5 of five). Blank, over-marked, illegible, no opinion and
skipped are counted apart and are out of every denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form, Question


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


def share(part: int, whole: int) -> Fraction | None:
    """``part`` per hundred of ``whole``; None where ``whole`` is 0."""
    return Fraction(100 * part, whole) if whole else None


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of those that are known; None where none is."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


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


def criteria_of(form: Form, questions: Iterable[QuestionFigures]) -> tuple[QuestionFigures, ...]:
    """The criteria: all rated questions but the overall one, which stands beside them and not among them."""
    overall = form.overall.code if form.overall else None
    return tuple(question for question in questions if question.code != overall)


def factor_figures(form: Form, questions: Iterable[QuestionFigures]) -> tuple[FactorFigures, ...]:
    """One row a factor, in the form's order. The overall question is no criterion of any factor."""
    criteria = criteria_of(form, questions)
    rows = []
    for factor in form.factors:
        codes = {factor.code, *(each.code for each in form.factors if each.within == factor.code)}
        own = [question for question in criteria if question.factor in codes]
        rows.append(
            FactorFigures(
                factor.code,
                factor.title,
                mean(question.satisfied_percent for question in own),
                mean(question.mean_level for question in own),
                factor.within,
            )
        )
    return tuple(rows)
