"""What changed since the wave before and where the index stands to its target, and whether chance explains it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sipas_desktop.domain.change import Change, Standing, standing
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.survey_change import Apart, SurveyChange
from sipas_desktop.domain.vietnamese import decimal, percent, points
from sipas_desktop.paper.report_model import Align, Block, ChangeBar, ChangeBars, Chart, Column, Figure, Row, Table
from sipas_desktop.paper.report_numbers import Numbers
from sipas_desktop.paper.report_tables import LINE, NOTHING, number_of, plain_percent, rate, words
from sipas_desktop.paper.report_text import body, lower_first

INDEX: Final = "Chỉ số hài lòng chung"
A_CHART: Final = 24  # rows; more go on in a second chart, on the next page
SIGNS: Final = "▲ ▼ tăng, giảm vượt quá sai số ngẫu nhiên (95%); ○ trong phạm vi sai số ngẫu nhiên."
_BEYOND: Final = {True: "vượt quá sai số ngẫu nhiên", False: "nằm trong phạm vi sai số ngẫu nhiên"}
_STANDING: Final = {
    Standing.ABOVE_BEYOND_CHANCE: "cao hơn mục tiêu, chênh lệch vượt quá sai số ngẫu nhiên",
    Standing.ABOVE: "cao hơn mục tiêu, nhưng chênh lệch nằm trong phạm vi sai số ngẫu nhiên",
    Standing.EQUAL: "đúng bằng mục tiêu",
    Standing.BELOW: "thấp hơn mục tiêu, nhưng chênh lệch nằm trong phạm vi sai số ngẫu nhiên",
    Standing.BELOW_BEYOND_CHANCE: "thấp hơn mục tiêu, chênh lệch vượt quá sai số ngẫu nhiên",
}
_APART: Final = {
    Apart.ONLY_NOW: "chỉ có ở lần này",
    Apart.ONLY_BEFORE: "chỉ có ở lần trước",
    Apart.WORDING: "câu hỏi đổi lời văn",
    Apart.LEVELS: "đổi các mức trả lời",
    Apart.QUESTIONS: "không cùng các câu hỏi",
    Apart.UNKNOWN: "lần trước không cho biết",
}


@dataclass(frozen=True)
class Changed:
    """Two waves beside each other, by the form of now."""

    before: str
    now: str
    form: Form
    found: SurveyChange


def moved(change: Change, decimals: int) -> str:
    """ "tăng 2,58 điểm phần trăm (95%: từ -0,42 đến +5,58)"."""
    if change.points is None:
        return "không so sánh được"
    way = "tăng" if change.points > 0 else "giảm"
    told = "không đổi" if not change.points else f"{way} {decimal(abs(change.points), decimals)} điểm phần trăm"
    if change.interval is None:
        return told
    low, high = points(change.interval.low, decimals), points(change.interval.high, decimals)
    return f"{told} (95%: từ {low} đến {high})"


def labels(form: Form) -> dict[str, str]:
    """Rated questions by code, as the report calls them."""
    return {
        each.code: each.label if each.overall else f"{number_of(each, place)}. {each.label}"
        for place, each in enumerate(form.rated, start=1)
    }


def change_bars(
    changed: Changed, decimals: int, index: str = INDEX, head: str = "Điểm phần trăm", note: str = SIGNS
) -> ChangeBars:
    """The picture: the index, then the questions. What is not compared is not in it."""
    known = labels(changed.form)
    rows = [(index, changed.found.index, True)]
    rows += [(known[each.code], each.change, False) for each in changed.found.questions]
    bars = tuple(
        ChangeBar(label, each.before, each.now, points(each.points, decimals), each.beyond_chance, strong)
        for label, each, strong in rows
        if each.before is not None and each.now is not None and each.points is not None
    )
    return ChangeBars(bars, changed.before, changed.now, head, note)


def part(numbers: Numbers, changed: Changed | None, decimals: int) -> list[Block]:
    """What changed since the wave before; nothing where there is none."""
    if changed is None:
        return []
    found = changed.found
    blocks: list[Block] = [numbers.part(f"So với {lower_first(changed.before)}"), body(_index(changed, decimals))]
    known = labels(changed.form)
    beyond = [each for each in found.questions if each.change.beyond_chance]
    if beyond:
        told = "; ".join(f"“{known[each.code]}” {moved(each.change, decimals)}" for each in beyond)
        blocks.append(body(f"Câu hỏi có thay đổi vượt quá sai số ngẫu nhiên: {told}."))
    elif found.questions:
        blocks.append(body("Không câu hỏi nào có thay đổi vượt quá sai số ngẫu nhiên."))
    blocks.append(_table(changed, decimals, numbers.table(f"So sánh {changed.now} với {changed.before}")))
    bars = change_bars(changed, decimals)
    for start in range(0, len(bars.bars), A_CHART):
        some = ChangeBars(bars.bars[start : start + A_CHART], bars.before, bars.now, bars.head, bars.note)
        blocks.append(Chart("change", numbers.chart(f"Thay đổi từ {changed.before} đến {changed.now} (%)"), some))
    return blocks


def _index(changed: Changed, decimals: int) -> str:
    change, found = changed.found.index, changed.found
    if change.points is None or change.before is None or change.now is None:
        why = f": {_APART[found.index_apart]}" if found.index_apart else ""
        return f"{INDEX} không so sánh được với {changed.before}{why}."
    told = (
        f"{INDEX} của {changed.now} là {percent(change.now, decimals)}, của {changed.before} là "
        f"{percent(change.before, decimals)}: {moved(change, decimals)}"
    )
    if change.beyond_chance is not None and change.points:
        told += f"; thay đổi này {_BEYOND[change.beyond_chance]}"
    if change.interval is None:
        told += "; cách tính này không có khoảng tin cậy nên không nói được thay đổi có do ngẫu nhiên hay không"
    return f"{told}."


def _table(changed: Changed, decimals: int, caption: str) -> Table:
    columns = (
        Column("Nội dung", LINE - 24 - 24 - 24 - 40),
        Column(changed.before, 24, Align.RIGHT),
        Column(changed.now, 24, Align.RIGHT),
        Column("Điểm phần trăm", 24, Align.RIGHT),
        Column("Khoảng tin cậy 95%", 40, Align.RIGHT),
    )
    known = labels(changed.form)
    rows = [_row("index", INDEX, changed.found.index, decimals, strong=True)]
    rows += [_row(each.code, known[each.code], each.change, decimals) for each in changed.found.questions]
    titles = {factor.code: factor.title for factor in changed.form.factors}
    apart = "; ".join(
        f"{known.get(each.code) or titles.get(each.code, each.code)} ({_APART[each.why]})"
        for each in changed.found.not_compared
    )
    note = "(*) Vượt quá sai số ngẫu nhiên: khoảng tin cậy không chứa 0."
    return Table("change", caption, columns, tuple(rows), f"{note} Không so sánh: {apart}." if apart else note)


def _row(key: str, label: str, change: Change, decimals: int, strong: bool = False) -> Row:
    moved_by = NOTHING.text if change.points is None else points(change.points, decimals)
    interval = NOTHING.text
    if change.interval is not None:
        interval = f"{points(change.interval.low, decimals)} đến {points(change.interval.high, decimals)}"
    cells = (
        words(label),
        rate(change.before, decimals),
        rate(change.now, decimals),
        (Figure(f"{moved_by} (*)" if change.beyond_chance else moved_by),),
        words(interval),
    )
    return Row(key, cells, strong)


def target(numbers: Numbers, plan: Plan, figures: IndexFigures) -> list[Block]:
    """Where the index stands to the plan's target, where chance is known; nothing without a target."""
    if plan.target is None or figures.index is None or figures.interval is None:
        return []
    place = standing(figures.index, figures.interval, plan.target)
    apart = figures.index - Fraction(str(plan.target))
    told = f"{INDEX} {percent(figures.index, plan.decimals)} {_STANDING[place]}"
    if apart:
        low, high = (
            points(Fraction(end) - Fraction(str(plan.target)), plan.decimals)
            for end in (figures.interval.low, figures.interval.high)
        )
        told += f": {points(apart, plan.decimals)} điểm phần trăm (95%: từ {low} đến {high})"
    return [numbers.part("So với mục tiêu"), body(f"Mục tiêu của kế hoạch là {plain_percent(plan.target)}. {told}.")]
