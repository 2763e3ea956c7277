"""Ranks, target and change in the report: their sentences and tables, by figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sipas_desktop.domain.change import Share
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.ranking import ranking
from sipas_desktop.domain.survey_change import Side, survey_change
from sipas_desktop.paper import report_change, report_ranking
from sipas_desktop.paper.office_file import OfficeFile
from sipas_desktop.paper.report_change import Changed
from sipas_desktop.paper.report_docx import docx_bytes
from sipas_desktop.paper.report_model import ChangeBars, Chart, Heading, Paragraph, RankBars, Table
from sipas_desktop.paper.report_pdf import pdf_bytes
from sipas_desktop.paper.report_ranking import Ranked
from sipas_desktop.paper.report_xlsx import xlsx_bytes
from sipas_desktop.paper.xlsx_reader import read_xlsx
from tests.paper.conftest import COUNTS, MakeSample


class Numbering:
    def part(self, title: str) -> Heading:
        return Heading(2, title)

    def table(self, title: str) -> str:
        return title

    def chart(self, title: str) -> str:
        return title


def ranked(units: dict[str, Share], unranked: int = 0) -> Ranked:
    answered = {code: share.answered for code, share in units.items()}
    return Ranked(ranking(units), {code: f"Xã {code}" for code in units}, answered, unranked, 5)


def said(blocks: list[Any]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def table(blocks: list[Any]) -> Table:
    (found,) = (block for block in blocks if isinstance(block, Table))
    return found


def test_units_are_ranked_with_the_ranks_that_chance_leaves_open() -> None:
    units = {"a": Share(190, 200), "b": Share(170, 200), "c": Share(168, 200), "d": Share(60, 200)}
    blocks = report_ranking.part(Numbering(), ranked(units, 2), 2)
    texts = [[cell[0].text for cell in row.cells] for row in table(blocks).rows]
    assert [row[:4] + row[5:] for row in texts] == [
        ["1", "Xã a", "200", "95,00%", "1"],
        ["2", "Xã b", "200", "85,00%", "2–3"],
        ["3", "Xã c", "200", "84,00%", "2–3"],
        ["4", "Xã d", "200", "30,00%", "4"],
    ]
    assert texts[0][4] == "91,04% – 97,26%"
    for words in ("xếp 04 đơn vị", "chưa thể nói đơn vị nào hơn", "Không xếp hạng 02 đơn vị"):
        assert words in said(blocks)
    (chart,) = (block for block in blocks if isinstance(block, Chart))
    assert isinstance(chart.data, RankBars)
    assert [bar.band for bar in chart.data.bars] == [1, 2, 2, 3]
    assert chart.data.note.endswith("không phân biệt được với đơn vị đứng đầu dải.")


def test_nothing_is_said_of_bands_where_there_is_one() -> None:
    bars = report_ranking.rank_bars(ranked({"a": Share(15, 20), "b": Share(14, 20)}), 2)
    assert {bar.band for bar in bars.bars} == {1}
    assert bars.note == report_ranking.INTERVALS


def test_many_units_go_on_in_another_picture() -> None:
    units = {f"{n:02}": Share(n, 200) for n in range(1, 51)}
    pictures = [block for block in report_ranking.part(Numbering(), ranked(units), 2) if isinstance(block, Chart)]
    assert [len(each.data.bars) for each in pictures] == [24, 24, 2]


def test_nothing_is_said_where_nothing_is_ranked_or_compared() -> None:
    assert report_ranking.part(Numbering(), None, 2) == []
    assert report_change.part(Numbering(), None, 2) == []


def side(form: Form, overall: dict[str, int], **more: dict[str, int]) -> Side:
    return Side(form, {**COUNTS, "overall": overall, **more}, (0, 0))


def changed(before: Side, now: Side, definition: IndexDefinition = IndexDefinition.OVERALL) -> Changed:
    return Changed("Đợt 1", "Đợt 2", now.form, survey_change(before, now, definition))


def test_a_change_is_told_with_its_interval_and_whether_chance_explains_it(sample: MakeSample) -> None:
    form = sample().form
    before, now = side(form, {"4": 810, "2": 190}), side(form, {"4": 836, "2": 164})
    blocks = report_change.part(Numbering(), changed(before, now), 2)
    # Newcombe's interval of 83.6 % − 81.0 % at 1,000 ballots each: from −0.75 to 5.94.
    assert (
        "Chỉ số hài lòng chung của Đợt 2 là 83,60%, của Đợt 1 là 81,00%: tăng 2,60 điểm phần trăm (95%: từ -0,75 đến "
        "+5,94); thay đổi này nằm trong phạm vi sai số ngẫu nhiên."
    ) in said(blocks)
    assert "Không câu hỏi nào có thay đổi vượt quá" in said(blocks)
    more = report_change.part(Numbering(), changed(side(form, {"4": 700, "2": 300}), now), 2)
    assert "thay đổi này vượt quá sai số ngẫu nhiên" in said(more)
    assert "Câu hỏi có thay đổi vượt quá sai số ngẫu nhiên" in said(more)
    assert table(more).row("index").cells[3][0].text == "+13,60 (*)"


def test_a_mean_has_points_and_no_verdict(sample: MakeSample) -> None:
    form = sample().form
    now = side(form, {"4": 10}, Q1={"5": 30, "2": 1})
    blocks = report_change.part(Numbering(), changed(side(form, {"4": 10}), now, IndexDefinition.MEAN_OF_CRITERIA), 2)
    assert "không có khoảng tin cậy" in said(blocks)
    assert table(blocks).row("index").cells[4][0].text == "–"


def test_what_is_not_compared_is_named(sample: MakeSample) -> None:
    form = sample().form
    rows = tuple(
        replace(row, text="Hoàn toàn khác", label="Khác") if getattr(row, "code", "") == "Q1" else row
        for row in form.body
    )
    blocks = report_change.part(
        Numbering(), changed(side(form, {"4": 10}), side(replace(form, body=rows), {"4": 10})), 2
    )
    assert "Không so sánh: 1. Khác (câu hỏi đổi lời văn)" in table(blocks).note


@pytest.mark.parametrize(
    ("satisfied", "words"),
    [
        (950, "cao hơn mục tiêu, chênh lệch vượt quá sai số ngẫu nhiên: +15,00 điểm phần trăm"),
        (810, "cao hơn mục tiêu, nhưng chênh lệch nằm trong phạm vi"),
        (800, "đúng bằng mục tiêu."),
        (790, "thấp hơn mục tiêu, nhưng chênh lệch nằm trong phạm vi"),
        (700, "thấp hơn mục tiêu, chênh lệch vượt quá sai số ngẫu nhiên: -10,00"),
    ],
)
def test_the_target_is_missed_or_reached_beyond_chance_or_not(sample: MakeSample, satisfied: int, words: str) -> None:
    made = sample(counts={**COUNTS, "overall": {"4": satisfied, "2": 1000 - satisfied}})
    assert words in said(report_change.target(Numbering(), made.plan, made.figures))
    without = sample(plan={"target": None})
    assert report_change.target(Numbering(), without.plan, without.figures) == []


def test_all_kinds_of_documents_hold_the_new_parts(sample: MakeSample) -> None:
    made = sample()
    units = {"a": Share(190, 200), "b": Share(90, 200)}
    content = replace(
        made,
        ranked=ranked(units),
        changed=changed(side(made.form, {"4": 700, "2": 300}), side(made.form, {"4": 836, "2": 164})),
    ).content()
    assert len(content.tables("ranking")) == len(content.tables("change")) == 1
    headings = [block.text for block in content.body if isinstance(block, Heading)]
    assert [each.partition(". ")[2] for each in headings if "So với" in each or "Xếp hạng" in each] == [
        "Xếp hạng đơn vị", "So với mục tiêu", "So với đợt 1",
    ]  # fmt: skip
    assert pdf_bytes(content).startswith(b"%PDF")
    assert docx_bytes(content).startswith(b"PK")
    assert xlsx_bytes(content).startswith(b"PK")


def test_a_workbook_draws_ranks_and_change_from_their_cells(sample: MakeSample) -> None:
    made = sample()
    units = {f"{number}": Share(60 + 5 * number, 200) for number in range(26)}
    content = replace(
        made,
        ranked=ranked(units),
        changed=changed(side(made.form, {"4": 700, "2": 300}), side(made.form, {"4": 836, "2": 164})),
    ).content()
    data = xlsx_bytes(content)
    assert xlsx_bytes(content) == data
    (sheet,) = (each for each in read_xlsx(OfficeFile(data)) if each.name == "Xếp hạng, so sánh")
    first, second, change = sheet.charts
    assert [len(each.series[0].values) for each in (first, second)] == [24, 2]
    shown = [*first.series[0].labels.values(), *second.series[0].labels.values()]
    assert shown == [f"Xã {number}" for number in reversed(range(26))]
    assert float(first.series[0].values[0]) == pytest.approx(185 / 200)
    assert [each.name for each in change.series] == ["Đợt 1", "Đợt 2"]
    bars = [bar for chart in content.charts("change") if isinstance(chart.data, ChangeBars) for bar in chart.data.bars]
    for series, ends in zip(change.series, ([bar.before for bar in bars], [bar.now for bar in bars]), strict=True):
        assert [float(value) for value in series.values.values()] == pytest.approx([float(end) / 100 for end in ends])
    # The ends of the intervals stand right of the table, by which the chart draws them.
    ranks = [bar for chart in content.charts("ranking") if isinstance(chart.data, RankBars) for bar in chart.data.bars]
    row = next(row for row, cells in sheet.rows.items() if cells.get("H") and cells["H"].value == "Đến cận dưới") + 1
    below, above = (float(sheet.rows[row][column].value) for column in "HI")
    assert below == pytest.approx(float(ranks[0].share) / 100 - ranks[0].interval.low / 100)
    assert above == pytest.approx(ranks[0].interval.high / 100 - float(ranks[0].share) / 100)
