"""The index in a few rows, for a workbook: the document says it in words. Each definition has its formula."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import IndexDefinition, Plan
from sipas_desktop.paper import report_formulas as formulas
from sipas_desktop.paper.report_model import Align, Column, Ref, Row, Table
from sipas_desktop.paper.report_tables import (
    ANSWERED,
    FIRST_LEVEL,
    LINE,
    MEAN,
    SATISFIED,
    Cells,
    counted,
    levels_refs,
    rate,
    words,
)

_PART, _WHOLE = Ref("index", "satisfied", 1), Ref("index", "answered", 1)


def index_table(plan: Plan, form: Form, figures: IndexFigures, caption: str) -> Table:
    """The index: numerator and denominator where it is a share, its interval, the plan's target."""
    decimals = plan.decimals
    facts = [("index", "Chỉ số hài lòng chung", _computed(plan, form, figures))]
    if figures.answered:
        codes = _counted_questions(form, figures)
        facts += [
            ("satisfied", "Tử số", formulas.total(counted(figures.satisfied), _satisfied(form, codes))),
            ("answered", "Mẫu số", formulas.total(counted(figures.answered), levels_refs(form, codes, ANSWERED))),
        ]
    if figures.interval is not None:
        facts += [
            ("low", "Khoảng tin cậy 95%: cận dưới", rate(Fraction(figures.interval.low), decimals)),
            ("high", "Khoảng tin cậy 95%: cận trên", rate(Fraction(figures.interval.high), decimals)),
        ]
        if figures.interval.population is not None:
            facts.append(("population", "Tổng số đối tượng khảo sát", counted(figures.interval.population)))
    if plan.target is not None:
        facts.append(("target", "Mục tiêu của kế hoạch", rate(Fraction(str(plan.target)), decimals)))
    columns = (Column("Nội dung", LINE - 40), Column("Giá trị", 40, Align.RIGHT))
    rows = tuple(Row(key, (words(title), cells), strong=key == "index") for key, title, cells in facts)
    return Table("index", caption, columns, rows)


def _computed(plan: Plan, form: Form, figures: IndexFigures) -> Cells:
    """The index with the formula of its definition."""
    cell = rate(figures.index, plan.decimals)
    criteria = _criteria(form, figures)
    answered = {each.code for each in figures.questions if each.answered}
    match figures.definition:
        case IndexDefinition.OVERALL | IndexDefinition.POOLED | IndexDefinition.FULLY_SATISFIED:
            return formulas.share(cell, [_PART], _WHOLE)
        case IndexDefinition.MEAN_OF_CRITERIA:
            return formulas.average(cell, levels_refs(form, criteria, SATISFIED))
        case IndexDefinition.WEIGHTED_FACTORS:
            known = [each.code for each in figures.factors if each.satisfied_percent is not None]
            weights = [str(plan.weights.get(code, 0)) for code in known]
            return formulas.weighted(cell, [Ref("factors", code, 3) for code in known], weights)
        case IndexDefinition.MEAN_SCORE:
            rated = [code for code in criteria if code in answered]
            highest = [_highest(form, code) for code in rated]
            return formulas.average_of_highest(cell, levels_refs(form, rated, MEAN), highest)


def _criteria(form: Form, figures: IndexFigures) -> list[str]:
    overall = form.overall
    return [each.code for each in figures.questions if overall is None or each.code != overall.code]


def _counted_questions(form: Form, figures: IndexFigures) -> list[str]:
    """The questions whose answers are numerator and denominator; none where ballots are counted as wholes."""
    match figures.definition:
        case IndexDefinition.OVERALL:
            return [form.overall.code] if form.overall else []
        case IndexDefinition.POOLED:
            return _criteria(form, figures)
        case _:
            return []


def _satisfied(form: Form, codes: list[str]) -> list[Ref]:
    """The counts of the satisfied levels of these questions."""
    refs = []
    for code in codes:
        scale = form.by_code[code].scale
        assert scale is not None
        refs += [
            Ref("levels", code, FIRST_LEVEL + place) for place, level in enumerate(scale.levels) if level.satisfied
        ]
    return refs


def _highest(form: Form, code: str) -> int:
    scale = form.by_code[code].scale
    assert scale is not None
    return len(scale.levels)
