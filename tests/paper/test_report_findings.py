"""Drafts of shortcomings and proposals from figures, and the office's words in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pypdfium2
import pytest

from sipas_desktop.domain.index import BallotCounts, IndexFigures
from sipas_desktop.domain.remark import Section
from sipas_desktop.paper.report_before import Before, change
from sipas_desktop.paper.report_findings import Known, proposals, shortcomings
from sipas_desktop.paper.report_model import Block, Heading, Paragraph, Style
from sipas_desktop.paper.report_pdf import pdf_bytes
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_remarks import DRAFT, NOTHING

Make = Callable[..., Any]
Q3 = "“Quy định, thành phần hồ sơ”"


def known(made: Any, **more: Any) -> Known:
    return Known(made.plan, made.form, made.figures, **more)


def section(blocks: tuple[Block, ...], title: str) -> list[str]:
    """The paragraphs between the heading ``title`` and the next section."""
    found: list[str] = []
    inside = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text.endswith(title)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found


def test_what_is_lowest_and_under_the_target_is_drafted(sample: Make) -> None:
    made = sample()
    label = {question.code: f"“{question.label}”" for question in made.form.questions}
    drafts = shortcomings(known(made))
    assert drafts == [
        "Yếu tố có tỷ lệ hài lòng thấp nhất: “Điều kiện cơ sở vật chất tiếp đón và phục vụ” (67,86%).",
        f"Tiêu chí có tỷ lệ hài lòng thấp nhất: {label['Q2']} (67,86%); {label['Q6']} (70,97%); "
        f"{label['Q1']} (76,67%).",
        f"Có 04 trong 06 tiêu chí có tỷ lệ hài lòng dưới mức 80%: {label['Q1']} (76,67%); {label['Q2']} (67,86%); "
        f"{label['Q3']} (78,57%); {label['Q6']} (70,97%).",
    ]
    assert proposals(known(made)) == [
        "Các cơ quan, đơn vị có giải pháp cải thiện tiêu chí có tỷ lệ hài lòng thấp nhất: "
        f"{label['Q2']}, {label['Q6']} và {label['Q1']}.",
        "Có giải pháp để 04 tiêu chí còn dưới mức 80% đạt mức này.",
    ]


def test_an_index_under_the_target_comes_first(sample: Make) -> None:
    drafts = shortcomings(known(sample(plan={"target": 85})))
    assert drafts[0] == "Chỉ số hài lòng chung (83,87%) thấp hơn mục tiêu 85% của kế hoạch 1,13 điểm phần trăm."


def test_where_all_are_under_the_target_it_says_all(sample: Make) -> None:
    drafts = shortcomings(known(sample(plan={"target": 99.5})))
    assert drafts[-1].startswith("Cả 06 tiêu chí đều có tỷ lệ hài lòng dưới mức 99,5%: ")


def test_without_target_nothing_is_under_it(sample: Make) -> None:
    drafts = shortcomings(known(sample(plan={"target": None})))
    assert len(drafts) == 2 and not any("dưới mức" in each or "mục tiêu" in each for each in drafts)


def test_nothing_is_drafted_where_all_are_equal(sample: Make) -> None:
    counts = {code: {"5": 9, "4": 1} for code in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")}
    made = sample(counts=counts)
    assert shortcomings(known(made)) == [] == proposals(known(made))
    content = made.content()
    assert section(content.body, "TỒN TẠI, HẠN CHẾ") == [DRAFT, f"- {NOTHING}"]


def test_ties_at_the_bottom_are_named_together_or_not_at_all(sample: Make) -> None:
    low, high = {"5": 5, "3": 5}, {"5": 9, "3": 1}
    some = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), low) | dict.fromkeys(("Q5", "Q6"), high)
    drafts = shortcomings(known(sample(counts=some, plan={"target": None})))
    assert drafts[-1].count("“") == 4  # three were asked for, the fourth ties
    many = dict.fromkeys(("Q1", "Q2", "Q3", "Q4", "Q5"), low) | {"Q6": high}
    assert shortcomings(known(sample(counts=many, plan={"target": None})))[-1].count("“") == 5


UNITS = (
    UnitReached("1", "Một cửa", 30, 40, 35, 32),
    UnitReached("2", "Phường Lê Lợi", 30, 40, 28, 25),
    UnitReached("3", "Xã Đường Lâm", 20, 0, 0, 0),
    UnitReached("", "", None, 0, 3, 3),
)


def test_units_short_of_ballots_are_named(sample: Make) -> None:
    made = known(sample(), units=UNITS)
    assert shortcomings(made)[-1] == (
        "Có 02 đơn vị chưa đạt số phiếu tối thiểu của kế hoạch: Phường Lê Lợi thiếu 05 phiếu; Xã Đường Lâm thiếu 20 "
        "phiếu."
    )
    assert proposals(made)[-1] == (
        "Các đơn vị chưa đạt số phiếu tối thiểu thu đủ phiếu theo kế hoạch: Phường Lê Lợi; Xã Đường Lâm."
    )
    many = tuple(UnitReached(str(n), f"Xã {n}", 9, 9, n % 9, n % 9) for n in range(1, 25) if n % 9)
    assert "; và 12 đơn vị khác." in shortcomings(known(sample(), units=many))[-1]


# ----------------------------------------------------------------------------------------------------- the wave before


@pytest.mark.parametrize(
    ("now", "before", "decimals", "expected"),
    [
        (Fraction(8258, 100), Fraction(80), 2, "tăng 2,58 điểm phần trăm"),
        (Fraction(80), Fraction(8258, 100), 2, "giảm 2,58 điểm phần trăm"),
        (Fraction(2, 3) * 100, Fraction(200, 3) + Fraction(1, 1000), 2, None),  # rounding alone
        (Fraction(80005, 1000), Fraction(80004, 1000), 2, None),  # printed 80,01 and 80,00
        (Fraction(8001, 100), Fraction(80), 2, "tăng 0,01 điểm phần trăm"),
        (Fraction(803, 10), Fraction(801, 10), 0, None),
        (Fraction(805, 10), Fraction(794, 10), 0, "tăng 2 điểm phần trăm"),  # 81 and 79, as a reader subtracts
        (None, Fraction(80), 2, None),
        (Fraction(80), None, 2, None),
    ],
)
def test_a_change_is_what_the_printed_figures_differ_by(
    now: Fraction | None, before: Fraction | None, decimals: int, expected: str | None
) -> None:
    found = change("", now, before, decimals)
    assert (found and found.words(decimals)) == expected


def earlier(sample: Make, **counts: dict[str, int]) -> IndexFigures:
    from tests.paper.conftest import COUNTS

    figures = sample(counts=COUNTS | counts).figures
    assert isinstance(figures, IndexFigures)
    return figures


def test_what_fell_since_the_wave_before_is_drafted(sample: Make) -> None:
    before = Before("Quý I", earlier(sample, Q3={"5": 12, "4": 14, "3": 2}, overall={"5": 20, "3": 5}))
    made = sample(before=before)
    drafts = shortcomings(known(made, before=before))
    assert drafts[-1] == (f"So với quý I, 01 tiêu chí có tỷ lệ hài lòng giảm: {Q3} giảm 14,29 điểm phần trăm.")
    assert proposals(known(made, before=before))[-1] == (
        f"Làm rõ nguyên nhân tỷ lệ hài lòng giảm so với quý I ở các tiêu chí: {Q3}."
    )


def test_what_rose_or_stayed_is_no_shortcoming(sample: Make) -> None:
    before = Before("Quý I", earlier(sample, Q3={"3": 28}))
    assert not any("So với" in each for each in shortcomings(known(sample(), before=before)))
    same = Before("Quý I", earlier(sample))
    assert not any("So với" in each for each in shortcomings(known(sample(), before=same)))


# ------------------------------------------------------------------------------------------------------------ remarks


def test_a_draft_is_marked_and_gives_way_to_the_offices_words(sample: Make) -> None:
    drafted = sample().content()
    assert section(drafted.body, "KIẾN NGHỊ")[0] == DRAFT
    assert section(drafted.body, "KIẾN NGHỊ")[-1].endswith("./.")
    own = sample(remarks={Section.PROPOSALS: "Một là, thêm người.\n- Hai là, sửa quy trình."}).content()
    assert section(own.body, "KIẾN NGHỊ")[:-1] == ["Một là, thêm người.", "- Hai là, sửa quy trình."]
    assert section(own.body, "TỒN TẠI, HẠN CHẾ")[0] == DRAFT
    styles = [block.style for block in own.body if isinstance(block, Paragraph) and "Hai là" in block.text]
    assert styles == [Style.ITEM]


def test_words_stay_when_the_figures_are_others(sample: Make) -> None:
    remarks = dict.fromkeys(Section, "Lời của cơ quan.")
    first = sample(remarks=remarks).content()
    second = sample(
        remarks=remarks, counts={"overall": {"5": 30}}, ballots=BallotCounts(200, 0, 35, {}, 35, 35)
    ).content()
    for content in (first, second):
        texts = [block.text for block in content.blocks if isinstance(block, Paragraph)]
        assert texts.count("Lời của cơ quan.") == len(Section) - 1  # the notice has its own paper
        assert DRAFT not in texts


@pytest.mark.parametrize(
    ("where", "heading"),
    [
        (Section.PURPOSE, "1. Mục đích"),
        (Section.OVERVIEW, "Số phiếu"),
        (Section.COMMENTS, "Ý kiến bằng lời"),
        (Section.RESULTS, "Nhận xét chung"),
        (Section.QUALITY, "Nhận xét về chất lượng dữ liệu"),
    ],
)
def test_other_words_come_after_what_the_program_says(sample: Make, where: Section, heading: str) -> None:
    content = sample(remarks={where: "Lời của cơ quan."}).content()
    last = ""
    for block in content.blocks:
        if isinstance(block, Heading):
            last = block.text
        elif isinstance(block, Paragraph) and block.text == "Lời của cơ quan.":
            assert last.endswith(heading)
            return
    raise AssertionError


def test_the_plans_purpose_is_printed_before_what_was_asked(sample: Make) -> None:
    plain = sample()
    document = replace(plain.plan.document, purpose=("Nắm bắt\nyêu cầu.", "Xếp hạng."))
    blocks = sample(plan={"document": document}).content().body
    told = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    at = told.index("1. Mục đích")
    assert told[at + 1 : at + 4] == ["- Nắm bắt yêu cầu.", "- Xếp hạng.", "2. Nội dung khảo sát"]
    bare = replace(plain.plan.document, purpose=())
    told = [b.text for b in sample(plan={"document": bare}).content().body if isinstance(b, Heading)]
    assert told[1] == "1. Nội dung khảo sát"


def test_the_line_that_calls_it_a_draft_stays_with_the_draft(sample: Make) -> None:
    leads = [block for block in sample().content().body if isinstance(block, Paragraph) and block.style is Style.LEAD]
    assert [lead.text for lead in leads] == [DRAFT, DRAFT]
    for lines in range(0, 40, 3):  # wherever the page ends
        remarks = {Section.RESULTS: "\n".join(["Một dòng nhận xét."] * lines)}
        document = pypdfium2.PdfDocument(pdf_bytes(sample(remarks=remarks).content()))
        for page in document:
            text = page.get_textpage().get_text_range().replace("\r\n", " ").strip()
            assert not text.removesuffix(text.split()[-1]).strip().endswith("trước khi ký.)")
        document.close()
