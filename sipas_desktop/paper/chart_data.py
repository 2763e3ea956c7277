"""What the charts of levels and of factors show: the shares of the figures, with their texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.intervals import Interval, wilson
from sipas_desktop.domain.question_figures import FactorFigures, QuestionFigures, criteria_of
from sipas_desktop.domain.vietnamese import count, percent
from sipas_desktop.paper.report_model import FactorBar, FactorBars, LevelBar, LevelBars
from sipas_desktop.paper.report_tables import NOTHING, OVERALL_LABEL, number_of, offered_scales, plain_percent

NO_OPINION: Final = "Không ý kiến"  # the head of the column beside the bars
WHISKERS: Final = "Vạch ngang có hai đầu: khoảng tin cậy 95%."
NO_WHISKERS: Final = "Yếu tố gồm nhiều câu hỏi là số trung bình, không có khoảng tin cậy."


def level_bars(form: Form, figures: IndexFigures, decimals: int) -> tuple[LevelBars, ...]:
    """The data of the chart of levels, one for each scale, questions in the order of the paper."""
    by_code = {each.code: each for each in figures.questions}
    charts = []
    for scale, questions in offered_scales(form):
        bars = []
        for position, question in enumerate(questions, start=1):
            own = by_code[question.code]
            shares = tuple(
                value for level in scale.levels if (value := own.level_percent(level.code)) is not None
            )  # all or none
            label = question.label if question.overall else f"{number_of(question, position)}. {question.label}"
            apart = count(own.no_opinion) if question.no_opinion else ""
            bars.append(LevelBar(label, shares, tuple(percent(value, decimals) for value in shares), apart))
        offered = any(question.no_opinion for question in questions)
        levels = tuple(level.label for level in scale.levels)
        charts.append(LevelBars(levels, tuple(bars), NO_OPINION if offered else ""))
    return tuple(charts)


def factor_bars(form: Form, figures: IndexFigures, target: float | None, decimals: int) -> FactorBars:
    """The data of the chart of factors with the plan's target, and the overall question, where there is one.

    A share of ballots has an interval: the overall question's, and that of a factor with one criterion.
    """
    single = {factor.code: _single(form, figures, factor) for factor in figures.factors}
    bars = tuple(
        _bar(f"{position}. {factor.title}", factor.satisfied_percent, decimals, _interval(single[factor.code], figures))
        for position, factor in enumerate(figures.factors, start=1)
    )
    asked = form.overall
    overall = None
    if asked is not None:
        own = next(question for question in figures.questions if question.code == asked.code)
        overall = _bar(OVERALL_LABEL, own.satisfied_percent, decimals, _interval(own, figures))
    some = any(bar.interval for bar in (*bars, *((overall,) if overall else ())))
    several = any(question is None for question in single.values())
    note = " ".join([WHISKERS] * some + [NO_WHISKERS] * several)
    if target is None:
        return FactorBars(bars, None, "", overall, note)
    return FactorBars(bars, Fraction(str(target)), f"Mục tiêu {plain_percent(target)}", overall, note)


def _bar(label: str, share: Fraction | None, decimals: int, interval: Interval | None) -> FactorBar:
    return FactorBar(label, share, NOTHING.text if share is None else percent(share, decimals), interval)


def _single(form: Form, figures: IndexFigures, factor: FactorFigures) -> QuestionFigures | None:
    """The criterion of a factor that has one only."""
    codes = {factor.code, *(each.code for each in form.factors if each.within == factor.code)}
    own = [question for question in criteria_of(form, figures.questions) if question.factor in codes]
    return own[0] if len(own) == 1 else None


def _interval(question: QuestionFigures | None, figures: IndexFigures) -> Interval | None:
    if question is None or not question.answered:
        return None
    return wilson(question.satisfied, question.answered, figures.population)
