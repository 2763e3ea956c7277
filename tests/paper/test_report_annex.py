"""The annex on quality: what was left out by reason, units beside the plan's numbers; how a report is numbered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sipas_desktop.domain.index import BallotCounts
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_method import definition_named
from sipas_desktop.paper.report_model import Heading, Paragraph, Process, Row, Table
from sipas_desktop.paper.report_numbering import Numbering
from sipas_desktop.paper.report_online import Online, Source
from sipas_desktop.paper.report_online import said as online_said
from sipas_desktop.paper.report_reached import UnitReached, caption, said, short, table

Make = Callable[..., Any]
FIELD = Field(spoiled=2, refused=3, undelivered=1, out=5, voided=1, labels_left=4)
ONLINE = Online(
    sources=(
        Source("HueS", "Sở", 50, 30, {"official": 7, "on_paper": 2}, 4, 1, "2024-09-09", "2024-09-25"),
        Source("Cổng", "Sở", 20, 15, {"official": 1}, 2, 0, "2024-09-09", "2024-09-25", comments=2),
    )
)
UNITS = (
    UnitReached("1", "Một cửa", 30, 40, 35, 32),
    UnitReached("2", "Phường Hai", 30, 40, 28, 25),
    UnitReached("3", "Xã Ba", None, 0, 3, 3),
    UnitReached("4", "Xã Bốn", 10, 0, 12, 12),
)


def cells(row: Row) -> list[str]:
    return [figure.text for cell in row.cells for figure in cell]


def test_what_was_left_out_stands_by_reason_and_stage(sample: Make) -> None:
    (found,) = sample(field=FIELD, online=ONLINE).content().tables("excluded")
    assert [cells(row) for row in found.rows] == [
        ["1", "Phiếu hỏng khi in, trong kho", "2", "Thực địa"],
        ["2", "Từ chối trả lời", "3", "Thực địa"],
        ["3", "Không phát được", "1", "Thực địa"],
        ["4", "Đã phát, chưa thu về", "5", "Thực địa"],
        ["5", "Nhãn số dự phòng chưa dùng", "4", "Thực địa"],
        ["6", "Phiếu trắng", "2", "Thu, kiểm phiếu"],
        ["7", "Phiếu rách, hỏng", "1", "Thu, kiểm phiếu"],
        ["8", "- Trong đó: bị loại sau khi đã được tính", "1", "Thu, kiểm phiếu"],
        ["9", "Do cán bộ, công chức, viên chức trả lời thay", "8", "Trực tuyến"],
        ["10", "Đã có phiếu giấy của cùng hồ sơ", "2", "Trực tuyến"],
        ["11", "Dòng trùng", "6", "Trực tuyến"],
        ["12", "Dòng không đọc được", "1", "Trực tuyến"],
    ]
    assert found.note == "Các dòng thực địa và trực tuyến là của cả cuộc khảo sát."


def test_of_a_part_of_the_survey_only_its_own_ballots_are_told(sample: Make) -> None:
    (found,) = sample().content().tables("excluded")
    assert [row.key for row in found.rows] == ["invalid.blank", "invalid.torn"] and not found.note


def test_where_nothing_was_left_out_a_sentence_says_so(sample: Make) -> None:
    content = sample(ballots=BallotCounts(40, 40, 31, {}, 31, 31), field=Field()).content()
    assert content.tables("excluded") == ()
    texts = [block.text for block in content.annexes[0].blocks if isinstance(block, Paragraph)]
    assert "Không có phiếu nào bị loại khỏi tính toán." in texts


def test_units_beside_the_plans_numbers() -> None:
    made = table(UNITS, 2, "Bảng 1. Đơn vị")
    assert [cells(row)[1:] for row in made.rows] == [
        ["Một cửa", "40", "35", "32", "30", "0", "87,50%"],
        ["Phường Hai", "40", "28", "25", "30", "5", "70,00%"],
        ["Xã Ba", "0", "3", "3", "–", "–", "–"],
        ["Xã Bốn", "0", "12", "12", "10", "0", "–"],  # a ballot box: nobody noted who took one
    ]
    assert sum(column.width for column in made.columns) == pytest.approx(165)
    none = table([replace(unit, required=None) for unit in UNITS], 2, "Bảng 1. Đơn vị")
    assert cells(none.rows[0])[1:] == ["Một cửa", "40", "35", "32", "87,50%"]
    assert sum(column.width for column in none.columns) == pytest.approx(165)
    assert [unit.name for unit in short(UNITS)] == ["Phường Hai"]


def test_what_the_plan_asks_of_units_is_said_as_it_is(sample: Make) -> None:
    plan, none = sample().plan, UNITS[2:3]
    per_unit = replace(plan, quotas=(Quota("hồ sơ", count=30, per=(Per.UNIT,)),))
    per_group = replace(plan, quotas=(Quota("hồ sơ", count=30, per=(Per.GROUP,)),))
    assert said(UNITS, per_unit)[0].text.startswith("02 trong 03 đơn vị có quy định đạt số phiếu tối thiểu")
    assert said(none, per_group)[0].text == "Kế hoạch không quy định số phiếu tối thiểu của từng đơn vị."
    assert said(none, per_unit)[0].text == "Chưa đủ số liệu để tính số phiếu tối thiểu của từng đơn vị theo kế hoạch."
    assert caption(UNITS) == "Số phiếu của từng đơn vị so với số phiếu tối thiểu"
    assert "tối thiểu" not in caption(none)


@pytest.mark.parametrize(
    ("issued", "returned", "expected"),
    [(40, 35, Fraction(175, 2)), (0, 3, None), (3, 5, None), (5, 0, None), (7, 7, Fraction(100))],
)
def test_a_response_is_of_what_was_handed_out(issued: int, returned: int, expected: Fraction | None) -> None:
    assert UnitReached("1", "A", None, issued, returned, returned).response == expected


def test_the_annex_has_a_table_of_units_where_there_are_several(sample: Make) -> None:
    def parts(*units: UnitReached) -> list[str]:
        annex = sample(reached=units).content().annexes[0]
        return [block.text for block in annex.blocks if isinstance(block, Heading)]

    assert parts(*UNITS)[0] == "1. Số phiếu thu về"
    assert parts(UNITS[0])[0] == "1. Phiếu không đưa vào tính toán"


def test_captions_are_numbered_through_the_document(sample: Make) -> None:
    content = sample(reached=UNITS, field=FIELD, online=ONLINE).content()
    captions = [block.caption for block in content.blocks if isinstance(block, Table)]
    assert [int(caption.split()[1].rstrip(".")) for caption in captions] == list(range(1, len(captions) + 1))


def test_numbers_begin_anew_where_they_should() -> None:
    numbering = Numbering()
    told = [
        numbering.section("A").text,
        numbering.part("a").text,
        numbering.part("b").text,
        numbering.section("B").text,
        numbering.part("c").text,
        numbering.annex("C"),
        numbering.part("d").text,
        numbering.annex("D"),
        numbering.table("e"),
        numbering.chart("f"),
        numbering.table("g"),
    ]
    assert told == [
        "I. A", "1. a", "2. b", "II. B", "1. c", "Phụ lục I\nC", "1. d", "Phụ lục II\nD", "Bảng 1. e", "Biểu đồ 1. f",
        "Bảng 2. g",
    ]  # fmt: skip


def test_where_all_came_online_it_says_all() -> None:
    process = Process(double_keyed=0, compared_fields=0, discrepancies=0, adjudicated=0, online=45)
    assert online_said(ONLINE, process)[0].text.startswith("Toàn bộ 45 phiếu đã chốt là phiếu trực tuyến.")
    (both,) = online_said(ONLINE, replace(process, double_keyed=3))
    assert both.text.startswith("Trong số phiếu đã chốt có 45 phiếu trực tuyến.")


def test_the_definition_stands_in_words_and_as_commands_call_it(sample: Make) -> None:
    (table,) = sample().content().tables("provenance")
    assert table.row("definition").cells[1][0].text == "câu đánh giá chung (overall)"
    assert {definition_named(each).partition(" (")[2] for each in IndexDefinition} == {f"{e})" for e in IndexDefinition}
