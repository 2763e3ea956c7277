"""Two surveys, or two waves of one, beside each other: questions, factors and index, as far as both asked the same.

A question is the same where its wording, its levels and whether it offers "no opinion" are; its code may have changed.
What is not the same is named, never compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sipas_desktop.domain.change import Change, Share, change, plain_change
from sipas_desktop.domain.form import Form, Question
from sipas_desktop.domain.index import compute_value
from sipas_desktop.domain.index_definitions import Tables, Value
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.vietnamese import normalise


@dataclass(frozen=True)
class Side:
    """One of the two: its form, question → stored value → ballots, and whom they are a part of, where it is known.

    ``fully`` as for ``compute``; None where it is not known.
    """

    form: Form
    counts: Mapping[str, Mapping[str, int]]
    fully: tuple[int, int] | None
    population: int | None = None


class Apart(StrEnum):
    """Why something is not compared."""

    ONLY_NOW = "only_now"
    ONLY_BEFORE = "only_before"
    WORDING = "wording"  # the same code asks something else
    LEVELS = "levels"  # other levels, or other ones that count as satisfied, or "no opinion" on one side only
    QUESTIONS = "questions"  # a factor or the index is not over the same questions
    UNKNOWN = "unknown"  # a package of another definition does not say it


@dataclass(frozen=True)
class QuestionChange:
    """A question that both asked, by its code of now and of before."""

    code: str
    before_code: str
    change: Change


@dataclass(frozen=True)
class FactorChange:
    """A factor whose criteria are the same; the mean of shares, so without an interval."""

    code: str
    title: str
    change: Change


@dataclass(frozen=True)
class NotCompared:
    """A question or factor that is not compared, and why."""

    code: str
    why: Apart


@dataclass(frozen=True)
class SurveyChange:
    """All that is compared. ``index`` has no points where ``index_apart`` says why."""

    definition: IndexDefinition
    index: Change
    index_apart: Apart | None
    questions: tuple[QuestionChange, ...]
    factors: tuple[FactorChange, ...]
    not_compared: tuple[NotCompared, ...]


def survey_change(
    before: Side, now: Side, definition: IndexDefinition, weights: Mapping[str, float] | None = None
) -> SurveyChange:
    """What changed; both indices by one ``definition`` with the same ``weights``. Raises ``Refusal`` as ``compute``."""
    matched, apart = matches(before.form, now.form)
    tables_before, value_before = _figures(before, definition, weights)
    tables_now, value_now = _figures(now, definition, weights)
    shares_before, shares_now = _shares(tables_before, before), _shares(tables_now, now)
    questions = tuple(
        QuestionChange(code, old, change(shares_before[old], shares_now[code])) for code, old in matched.items()
    )
    factors, factors_apart = _factors(tables_before, tables_now, matched)
    index = plain_change(value_before.index, value_now.index)
    index_apart = _index_apart(before, now, definition, matched)
    if index_apart is not None:
        index = Change(None if index_apart is Apart.UNKNOWN else index.before, index.now, None)
    elif value_now.of_ballots:
        index = change(
            Share(value_before.satisfied, value_before.answered, before.population),
            Share(value_now.satisfied, value_now.answered, now.population),
        )
    return SurveyChange(definition, index, index_apart, questions, tuple(factors), (*apart, *factors_apart))


def matches(before: Form, now: Form) -> tuple[dict[str, str], tuple[NotCompared, ...]]:
    """Code of now → code of before of each rated question that is the same, and the rated questions that are not."""
    old = {question.code: question for question in before.rated}
    by_wording: dict[str, list[Question]] = {}
    for question in before.rated:
        by_wording.setdefault(_wording(question), []).append(question)
    matched: dict[str, str] = {}
    apart: list[NotCompared] = []
    spoken: set[str] = set()  # codes of before that something of now stands beside
    new = []
    for question in now.rated:
        same_code = old.get(question.code)
        alike = [each for each in by_wording.get(_wording(question), []) if each.code not in spoken]
        found = same_code if same_code in alike else alike[0] if len(alike) == 1 else None
        if found is None:
            new.append(question.code)
            continue
        spoken.add(found.code)
        if _levels(found) == _levels(question) and found.overall == question.overall:
            matched[question.code] = found.code
        else:
            apart.append(NotCompared(question.code, Apart.LEVELS))
    for code in new:
        reworded = code in old and code not in spoken
        apart.append(NotCompared(code, Apart.WORDING if reworded else Apart.ONLY_NOW))
        spoken |= {code} & old.keys()
    apart += [NotCompared(code, Apart.ONLY_BEFORE) for code in old if code not in spoken]
    return matched, tuple(apart)


def _wording(question: Question) -> str:
    return normalise(question.text)


def _levels(question: Question) -> tuple[object, ...]:
    assert question.scale is not None
    levels = tuple((level.code, normalise(level.label), level.satisfied) for level in question.scale.levels)
    return (levels, question.no_opinion is not None)


def _figures(side: Side, definition: IndexDefinition, weights: Mapping[str, float] | None) -> tuple[Tables, Value]:
    tables, value, _ = compute_value(
        side.form, definition, side.counts, fully=side.fully or (0, 0), weights=weights, population=side.population
    )
    return tables, value


def _shares(tables: Tables, side: Side) -> dict[str, Share]:
    return {each.code: Share(each.satisfied, each.answered, side.population) for each in tables.questions}


def _factors(before: Tables, now: Tables, matched: Mapping[str, str]) -> tuple[list[FactorChange], list[NotCompared]]:
    old = {factor.code: factor for factor in before.factors}
    found, apart = [], []
    for factor in now.factors:
        if factor.code not in old:
            apart.append(NotCompared(factor.code, Apart.ONLY_NOW))
        elif {matched.get(code) for code in _criteria(now, factor.code)} != _criteria(before, factor.code):
            apart.append(NotCompared(factor.code, Apart.QUESTIONS))
        else:
            told = plain_change(old[factor.code].satisfied_percent, factor.satisfied_percent)
            found.append(FactorChange(factor.code, factor.title, told))
    new = {factor.code for factor in now.factors}
    apart += [NotCompared(code, Apart.ONLY_BEFORE) for code in old if code not in new]
    return found, apart


def _criteria(tables: Tables, factor: str) -> set[str]:
    codes = {factor, *(each.code for each in tables.form.factors if each.within == factor)}
    return {question.code for question in tables.criteria if question.factor in codes}


def _index_apart(before: Side, now: Side, definition: IndexDefinition, matched: Mapping[str, str]) -> Apart | None:
    """Why the indices are not of the same thing: they are where they are over the same questions."""
    if definition is IndexDefinition.FULLY_SATISFIED and (before.fully is None or now.fully is None):
        return Apart.UNKNOWN
    asked_now, asked_before = _asked(now.form, definition), _asked(before.form, definition)
    if {matched.get(code) for code in asked_now} != set(asked_before):
        return Apart.QUESTIONS
    if definition is IndexDefinition.WEIGHTED_FACTORS:
        factors = {question.code: question.factor for question in before.form.rated}
        moved = [
            each for each in now.form.rated if each.code in asked_now and each.factor != factors[matched[each.code]]
        ]
        return Apart.QUESTIONS if moved else None
    return None


def _asked(form: Form, definition: IndexDefinition) -> list[str]:
    """The questions that the index is over."""
    if definition is IndexDefinition.OVERALL:
        return [form.overall.code] if form.overall else []
    rated = [question.code for question in form.rated]
    if definition is IndexDefinition.FULLY_SATISFIED or form.overall is None:
        return rated
    return [code for code in rated if code != form.overall.code]
