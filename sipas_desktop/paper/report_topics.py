"""What a report says of open answers by the office's topics: numbers only, no word of any answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.vietnamese import count, count_in_text, percent
from sipas_desktop.paper.report_model import Align, Block, Column, Figure, Measure, Row, Table
from sipas_desktop.paper.report_tables import LINE, words
from sipas_desktop.paper.report_text import body

CAPTION = "Ý kiến theo chủ đề"


@dataclass(frozen=True)
class SortedAnswers:
    """Answers to one open question. ``topics``: title → answers that have it; one answer may have several."""

    label: str
    answers: int
    unsorted: int
    topics: Sequence[tuple[str, int]]


def topics(found: Sequence[SortedAnswers], decimals: int, caption: Callable[[str], str]) -> list[Block]:
    """A paragraph and a table for each question with topics and answers; ``caption`` numbers the tables."""
    blocks: list[Block] = []
    for each in found:
        if each.answers:
            title = caption(f"{CAPTION} ở câu hỏi “{each.label}”" if len(found) > 1 else CAPTION)
            blocks += [_said(each), _table(each, decimals, title)]
    return blocks


def _said(each: SortedAnswers) -> Block:
    sorted_ = each.answers - each.unsorted
    return body(
        f"Cơ quan xếp {count_in_text(sorted_)} trong {count_in_text(each.answers)} ý kiến ở câu hỏi “{each.label}” "
        "theo chủ đề. Một ý kiến có thể thuộc nhiều chủ đề nên tổng các tỷ lệ có thể vượt 100%; tỷ lệ tính trên số "
        "phiếu có ghi ý kiến."
    )


def _table(each: SortedAnswers, decimals: int, caption: str) -> Table:
    columns = (
        Column("Chủ đề", LINE - 60),
        Column("Số ý kiến", 30, Align.RIGHT),
        Column("Tỷ lệ", 30, Align.RIGHT),
    )
    lines = [(f"topic:{place}", title, number) for place, (title, number) in enumerate(each.topics, start=1)]
    lines.append(("unsorted", "Chưa xếp chủ đề", each.unsorted))
    rows = [_row(key, title, number, each.answers, decimals) for key, title, number in lines]
    rows.append(_row("answers", "Số phiếu có ghi ý kiến", each.answers, each.answers, decimals, strong=True))
    return Table("topics", caption, columns, tuple(rows))


def _row(key: str, title: str, number: int, of: int, decimals: int, *, strong: bool = False) -> Row:
    share = Fraction(100 * number, of)
    figures = (
        Figure(count(number), Fraction(number), Measure.COUNT),
        Figure(percent(share, decimals), share, Measure.PERCENT),
    )
    return Row(key, (words(title), *((figure,) for figure in figures)), strong=strong)
