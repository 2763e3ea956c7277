"""The index by each definition in use: one small function each, with its formula, its denominators and its source.

s(q) and a(q) are the ballots that are satisfied and that have a level at question q. Blank, over-marked, illegible, no
opinion and skipped are in neither. A criterion is a rated question that is not the overall one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.question_figures import FactorFigures, QuestionFigures, criteria_of, mean, share
from sipas_desktop.errors import Refusal


@dataclass(frozen=True)
class Tables:
    """What the definitions are computed from. ``fully`` = (ballots whose every rated answer is satisfied, ballots with
    any rated answer); ``weights``: factor → weight, of the plan; ``settled`` ballots."""

    form: Form
    questions: tuple[QuestionFigures, ...]
    factors: tuple[FactorFigures, ...]
    fully: tuple[int, int]
    weights: Mapping[str, float]
    settled: int = 0

    @property
    def criteria(self) -> tuple[QuestionFigures, ...]:
        """The rated questions without the overall one."""
        return criteria_of(self.form, self.questions)


@dataclass(frozen=True)
class LeftOut:
    """Answers that stand in no denominator of a definition, by kind. ``without``: codes of the criteria or factors that
    nobody answered, or that have no weight, so that they are in no mean; ``ballots`` without any rated answer."""

    no_opinion: int = 0
    blank: int = 0
    overmarked: int = 0
    illegible: int = 0
    skipped: int = 0
    without: tuple[str, ...] = ()
    ballots: int = 0


NOTHING_LEFT_OUT: Final = LeftOut()


@dataclass(frozen=True)
class Value:
    """An index in per cent, None where nothing was answered.

    ``satisfied`` and ``answered`` are its numerator and denominator where it is one share, else 0. Only where
    ``of_ballots``, where a ballot gives one yes or no, is the share binomial: the answers of a ballot hang together.
    """

    index: Fraction | None
    satisfied: int = 0
    answered: int = 0
    of_ballots: bool = False
    left_out: LeftOut = NOTHING_LEFT_OUT


def overall(tables: Tables) -> Value:
    """``overall``: 100 · s(o) / a(o), o being the question on satisfaction as a whole.

    Denominator: ballots with a level at o. Source: the plans' ballots, whose last rated question asks for the whole
    (Sơn Tây 2017, Huế 2024). Raises ``Refusal`` where the form has no such question.
    """
    asked = tables.form.overall
    if asked is None:
        raise Refusal("index.no_overall")
    own = next(question for question in tables.questions if question.code == asked.code)
    return Value(share(own.satisfied, own.answered), own.satisfied, own.answered, True, _left_out([own]))


def pooled(tables: Tables) -> Value:
    """``pooled``: 100 · Σ s(q) / Σ a(q) over the criteria q.

    Denominator: answers with a level, so that a question that more people answer weighs more. Source: the health
    ministry's survey of patients (share of answers at level 4 or 5 among all answers).
    """
    criteria = tables.criteria
    satisfied = sum(question.satisfied for question in criteria)
    answered = sum(question.answered for question in criteria)
    return Value(share(satisfied, answered), satisfied, answered, False, _left_out(criteria))


def mean_of_criteria(tables: Tables) -> Value:
    """``mean_of_criteria``: (1/K) · Σ 100 · s(q) / a(q) over the K criteria that anybody answered.

    Denominators: of each criterion its own answers; then every criterion weighs the same. Source: in use in offices'
    reports; no published formula was found.
    """
    criteria = tables.criteria
    none = tuple(question.code for question in criteria if not question.answered)
    return Value(mean(question.satisfied_percent for question in criteria), left_out=_left_out(criteria, none))


def weighted_factors(tables: Tables) -> Value:
    """``weighted_factors``: Σ w(f) · m(f) / Σ w(f) over the factors f that anybody answered; m(f) is the mean of the
    shares of f's criteria, w(f) the plan's weight, a decimal taken exactly.

    Denominators: as ``mean_of_criteria`` within a factor; a factor without answers leaves the sum, weight and all.
    Source: the weighted mean of partial indices; the weights are a decision of the plan.
    """
    weighed = [(factor, Fraction(str(tables.weights.get(factor.code, 0)))) for factor in tables.factors]
    parts = [(w, factor.satisfied_percent) for factor, w in weighed if factor.satisfied_percent is not None]
    total = sum((weight for weight, _ in parts), Fraction(0))
    index = sum((weight * value for weight, value in parts), Fraction(0)) / total if total else None
    none = tuple(factor.code for factor, weight in weighed if factor.satisfied_percent is None or not weight)
    return Value(index, left_out=_left_out(tables.criteria, none))


def mean_score(tables: Tables) -> Value:
    """``mean_score``: (1/K) · Σ 100 · l(q) / L(q) over the K criteria that anybody answered; l(q) is the mean level,
    the lowest being 1, L(q) the number of levels of q's scale (mean 4 of 5 = 80 %).

    Denominators: of each criterion its own answers. The lowest index is 100/L and not 0. Source: in use in offices'
    reports beside the shares; no published formula was found.
    """
    criteria = tables.criteria
    index = mean(
        None if question.mean_level is None else question.mean_level * 100 / len(question.counts)
        for question in criteria
    )
    none = tuple(question.code for question in criteria if not question.answered)
    return Value(index, left_out=_left_out(criteria, none))


def fully_satisfied(tables: Tables) -> Value:
    """``fully_satisfied``: 100 · F / A; A are the ballots with a level at any rated question, the overall one among
    them, F those of A that are satisfied at every question at which they have a level.

    Denominator: A; a ballot without any level is left out. Source: the share of wholly satisfied patients that the
    health ministry's form reports.
    """
    satisfied, answered = tables.fully
    left = _left_out(tables.questions, ballots=tables.settled - answered)
    return Value(share(satisfied, answered), satisfied, answered, True, left)


def _left_out(questions: Iterable[QuestionFigures], without: tuple[str, ...] = (), ballots: int = 0) -> LeftOut:
    own = tuple(questions)
    return LeftOut(
        no_opinion=sum(question.no_opinion for question in own),
        blank=sum(question.blank for question in own),
        overmarked=sum(question.overmarked for question in own),
        illegible=sum(question.illegible for question in own),
        skipped=sum(question.skipped for question in own),
        without=without,
        ballots=max(0, ballots),
    )


DEFINITIONS: Final[Mapping[IndexDefinition, Callable[[Tables], Value]]] = MappingProxyType(
    {
        IndexDefinition.OVERALL: overall,
        IndexDefinition.POOLED: pooled,
        IndexDefinition.MEAN_OF_CRITERIA: mean_of_criteria,
        IndexDefinition.WEIGHTED_FACTORS: weighted_factors,
        IndexDefinition.MEAN_SCORE: mean_score,
        IndexDefinition.FULLY_SATISFIED: fully_satisfied,
    }
)
OF_BALLOTS: Final = (IndexDefinition.OVERALL, IndexDefinition.FULLY_SATISFIED)  # these have intervals
