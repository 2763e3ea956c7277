"""The satisfaction index: from counts of settled answers to figures, each with its definition.

What a question counts stands in ``question_figures``, each definition in ``index_definitions``, the intervals in
``intervals``; here they come together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index_definitions import DEFINITIONS, NOTHING_LEFT_OUT, LeftOut, Tables, Value
from sipas_desktop.domain.intervals import Interval, wilson
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.question_figures import FactorFigures, factor_figures, question_figures
from sipas_desktop.domain.question_figures import QuestionFigures as QuestionFigures
from sipas_desktop.domain.question_figures import share as share
from sipas_desktop.errors import Refusal


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
    left_out: LeftOut = NOTHING_LEFT_OUT
    population: int | None = None  # people that the figures are about, where it is known


class NoIndex(StrEnum):
    """Why a definition gives no figure."""

    NO_OVERALL = "no_overall"  # the form does not ask for the whole
    NO_WEIGHTS = "no_weights"  # the plan gives the form's factors none
    NOTHING_ANSWERED = "nothing_answered"


@dataclass(frozen=True)
class DefinitionFigures:
    """The index by one definition beside the others; ``why`` is given where ``index`` is None."""

    definition: IndexDefinition
    index: Fraction | None
    satisfied: int
    answered: int
    interval: Interval | None
    left_out: LeftOut
    why: NoIndex | None


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
    tables, value, interval = compute_value(
        form, definition, counts, settled=ballots.settled, fully=fully, weights=weights, population=population
    )
    return IndexFigures(
        definition,
        ballots,
        tables.questions,
        tables.factors,
        value.index,
        value.satisfied,
        value.answered,
        interval,
        value.left_out,
        population,
    )


def compute_value(
    form: Form,
    definition: IndexDefinition,
    counts: Mapping[str, Mapping[str, int]],
    *,
    settled: int = 0,
    fully: tuple[int, int] = (0, 0),
    weights: Mapping[str, float] | None = None,
    population: int | None = None,
) -> tuple[Tables, Value, Interval | None]:
    """The figures of questions and factors, the index and its interval; as for ``compute``."""
    tables = tables_of(form, counts, fully=fully, weights=weights, settled=settled)
    value = DEFINITIONS[definition](tables)
    return tables, value, interval_of(value, population)


def tables_of(
    form: Form,
    counts: Mapping[str, Mapping[str, int]],
    *,
    fully: tuple[int, int] = (0, 0),
    weights: Mapping[str, float] | None = None,
    settled: int = 0,
) -> Tables:
    """What every definition is computed from; as for ``compute``."""
    questions = tuple(question_figures(question, counts.get(question.code, {})) for question in form.rated)
    return Tables(form, questions, factor_figures(form, questions), fully, weights or {}, settled)


def interval_of(value: Value, population: int | None) -> Interval | None:
    """Wilson's interval of a share of ballots; None of any other figure."""
    return wilson(value.satisfied, value.answered, population) if value.of_ballots and value.answered else None


def all_definitions(tables: Tables, population: int | None = None) -> tuple[DefinitionFigures, ...]:
    """The index by every definition, side by side; where one gives no figure, why."""
    found = []
    for definition, compute_by in DEFINITIONS.items():
        try:
            value = compute_by(tables)
        except Refusal:
            found.append(DefinitionFigures(definition, None, 0, 0, None, NOTHING_LEFT_OUT, NoIndex.NO_OVERALL))
            continue
        why = None
        if value.index is None:
            weighed = any(tables.weights.get(factor.code) for factor in tables.factors)
            lacks = definition is IndexDefinition.WEIGHTED_FACTORS and not weighed
            why = NoIndex.NO_WEIGHTS if lacks else NoIndex.NOTHING_ANSWERED
        interval = interval_of(value, population)
        found.append(
            DefinitionFigures(definition, value.index, value.satisfied, value.answered, interval, value.left_out, why)
        )
    return tuple(found)
