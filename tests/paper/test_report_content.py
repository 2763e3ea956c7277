"""What the report says: every sentence and table follows from the figures by a rule."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.index import BallotCounts
from sipas_desktop.domain.keying_sample import Stated
from sipas_desktop.domain.plan import Channel, Group, Identity, IndexDefinition, Keying, Third, Wave
from sipas_desktop.domain.records import small_cells
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.report_content import Process, ReportContent, Scope, UnitFigures
from sipas_desktop.paper.report_method import against_target
from sipas_desktop.paper.report_model import Heading, Paragraph, Table
from sipas_desktop.paper.report_tables import plain_percent

Make = Callable[..., Any]


def words(content: ReportContent) -> str:
    """All running text, headings and captions."""
    return "\n".join(
        block.text if isinstance(block, Paragraph | Heading) else block.caption for block in content.blocks
    )


def texts(table: Table, row: str) -> list[str]:
    return [figure.text for cell in table.row(row).cells for figure in cell]


# --------------------------------------------------------------------------------------------------- figures in words


@pytest.mark.parametrize(
    ("decimals", "expected"),
    [(2, ["32,26%", "51,61%", "16,13%", "83,87%"]), (1, ["32,3%", "51,6%", "16,1%", "83,9%"])],
)
def test_the_published_figures_with_the_plans_decimals(sample: Make, decimals: int, expected: list[str]) -> None:
    content = sample(plan={"decimals": decimals}).content()
    (levels,) = content.tables("levels")
    row = texts(levels, "overall")
    assert [row[11], row[9], row[7]] == expected[:3]
    assert row[:2] == ["II", "Toàn bộ quá trình"]
    assert row[12:] == ["31", expected[3], "4,16"]
    nothing = expected[3].replace("83", "0").translate({ord("8"): "0", ord("7"): "0", ord("9"): "0"})
    assert row[2:6] == ["0", nothing, "0", nothing]
    text = words(content)
    assert f"10 phiếu “Rất hài lòng” ({expected[0]}), 16 phiếu “Hài lòng” ({expected[1]})" in text
    assert f"05 phiếu “Bình thường” ({expected[2]})" in text
    assert f"= 26 : 31 × 100 = {expected[3]}" in text
    assert f"Chỉ số hài lòng chung: {expected[3]}" in text


def test_kinds_of_no_answer_stand_apart(sample: Make) -> None:
    (table,) = sample().content().tables("unanswered")
    assert [column.head for column in table.columns][4:] == ["Bỏ trống", "Đánh dấu thừa", "Không đọc được"]
    assert texts(table, "Q3") == ["3", "Quy định, thành phần hồ sơ", "31", "28", "0", "2", "1"]


def test_no_opinion_has_a_column_only_where_the_form_offers_it(sample: Make) -> None:
    plain = sample()
    source = plain.form.source.replace(
        'code = "satisfaction"', 'code = "satisfaction"\nno_opinion = "Không có ý kiến"', 1
    )
    offering = sample(form=read_form(source, "phieu.toml"), counts={"overall": {"4": 5, "0": 26}}).content()
    (table,) = offering.tables("unanswered")
    assert table.columns[4].head == "Không có ý kiến"
    assert texts(table, "overall")[2:] == ["31", "5", "26", "0", "0", "0"]
    assert "(không có ý kiến, bỏ trống, đánh dấu thừa, không đọc được)" in words(offering)
    assert "không có ý kiến" not in words(plain.content())
    (chart,) = offering.charts("levels")  # the count beside the bar has its head in the report too
    assert chart.data.apart == "Không ý kiến" and [bar.apart for bar in chart.data.bars if bar.apart]
    (chart,) = plain.content().charts("levels")
    assert chart.data.apart == ""


def test_ballots_with_what_each_share_is_of(sample: Make) -> None:
    content = sample().content()
    (table,) = content.tables("ballots")
    keys = [row.key for row in table.rows]
    assert keys == [
        "printed", "issued", "returned", "invalid", "invalid.blank", "invalid.torn", "valid", "settled", "unsettled",
    ]  # fmt: skip
    assert texts(table, "issued")[2] == "–"  # a ballot box: nobody notes who took one
    assert texts(table, "invalid") == ["4", "Số phiếu không hợp lệ", "3", "8,57%", "số phiếu thu về"]
    assert texts(table, "invalid.torn") == ["", "- Phiếu rách, hỏng", "1", "2,86%", "số phiếu thu về"]
    assert texts(table, "settled")[2:] == ["31", "96,88%", "số phiếu hợp lệ"]
    text = words(content)
    assert "Thu về 35 phiếu, trong đó 32 phiếu hợp lệ và 03 phiếu không hợp lệ; 31 phiếu đã chốt" in text
    assert "Còn 01 phiếu hợp lệ chưa chốt xong" in text
    assert "phiếu trắng (02 phiếu); phiếu rách, hỏng (01 phiếu)" in text
    everything = sample(ballots=BallotCounts(40, 40, 31, {}, 31, 31)).content()
    assert texts(everything.tables("ballots")[0], "returned") == [
        "3",
        "Số phiếu thu về",
        "31",
        "77,50%",
        "số phiếu phát ra",
    ]
    assert "chưa chốt xong" not in words(everything)
    assert "Không có phiếu nào bị loại" in words(everything)


def test_an_unknown_reason_is_still_counted(sample: Make) -> None:
    content = sample(ballots=BallotCounts(200, 0, 35, {"eaten": 1, "torn": 2}, 32, 31)).content()
    assert [row.key for row in content.tables("ballots")[0].rows][4:6] == ["invalid.torn", "invalid.eaten"]


def test_every_printed_percentage_is_its_exact_value_rounded_half_up(sample: Make) -> None:
    content = sample().content()
    checked = 0
    for block in content.blocks:
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            for figure in (figure for cell in row.cells for figure in cell):
                if figure.text.endswith("%"):
                    assert figure.value is not None
                    shown = Fraction(figure.text.removesuffix("%").replace(",", "."))
                    assert -Fraction(1, 200) <= figure.value - shown < Fraction(1, 200)
                    checked += 1
    assert checked > 50


# ------------------------------------------------------------------------------------------------------------- rules


def test_highest_and_lowest_factor_are_named(sample: Make) -> None:
    text = words(sample().content())
    assert (
        "Tỷ lệ hài lòng cao nhất ở yếu tố “Sự phục vụ của cán bộ, công chức” (89,66%); "
        "thấp nhất ở yếu tố “Điều kiện cơ sở vật chất tiếp đón và phục vụ” (67,86%)." in text
    )


def test_factors_that_tie_are_named_together(sample: Make) -> None:
    even = {code: {"4": 3, "3": 1} for code in ("Q1", "Q2", "Q3", "Q4")} | {"Q5": {"5": 1}, "Q6": {"5": 2}}
    counts = even | {"overall": {"4": 1}}
    text = words(sample(counts=counts).content())
    assert "cao nhất ở yếu tố “Kết quả giải quyết TTHC” và “Tiếp nhận phản ánh" in text
    alike = {code: {"4": 3, "3": 1} for code in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")}
    assert "của 06 yếu tố bằng nhau (75,00%)" in words(sample(counts=alike).content())


@pytest.mark.parametrize(
    ("index", "target", "decimals", "said"),
    [
        (Fraction(2600, 31), 80, 2, "cao hơn mục tiêu 80% của kế hoạch 3,87 điểm phần trăm"),
        (Fraction(2600, 31), 80, 1, "cao hơn mục tiêu 80% của kế hoạch 3,9 điểm phần trăm"),
        (Fraction(7501, 100), 80, 2, "thấp hơn mục tiêu 80% của kế hoạch 4,99 điểm phần trăm"),
        (Fraction(80), 80, 2, "bằng mục tiêu 80% của kế hoạch"),
        (Fraction(79996, 1000), 80, 2, "thấp hơn mục tiêu 80% của kế hoạch (chênh lệch nhỏ hơn đơn vị làm tròn)"),
        (Fraction(85), 82.5, 0, "cao hơn mục tiêu 82,5% của kế hoạch 2,5 điểm phần trăm"),
    ],
)
def test_the_target_is_compared_in_percentage_points(index: Fraction, target: float, decimals: int, said: str) -> None:
    assert against_target(index, target, decimals) == said


def test_a_target_in_the_interval_is_said(sample: Make) -> None:
    assert "Mức mục tiêu nằm trong khoảng này." in words(sample().content())  # 67,37 – 92,91 holds 80
    assert "nằm trong khoảng này" not in words(sample(plan={"target": 50.0}).content())
    without = words(sample(plan={"target": None}).content())
    assert "mục tiêu" not in without
    assert "Chỉ số hài lòng chung: 83,87%." in without


def test_the_interval_names_its_population(sample: Make) -> None:
    assert "không hiệu chỉnh cho tổng thể hữu hạn" in words(sample().content())
    known = sample(population=1200).content()
    assert "có hiệu chỉnh cho tổng thể hữu hạn (1.200 người, tổ chức)" in words(known)
    assert known.summary.row("population").cells[1][0].text == "1.200"
    assert "Toàn bộ đối tượng khảo sát đã trả lời" in words(sample(population=31).content())


@pytest.mark.parametrize("definition", list(IndexDefinition))
def test_every_definition_is_said_in_words_and_as_a_formula(sample: Make, definition: IndexDefinition) -> None:
    plan = {"index": definition, "weights": dict.fromkeys(("F1", "F2", "F3", "F4", "F5", "F6"), 1.0)}
    made = sample(plan=plan, fully=(12, 31))
    text = words(made.content())
    assert "Chỉ số hài lòng chung là " in text
    assert "Chỉ số hài lòng chung = " in text
    shared = definition in (IndexDefinition.OVERALL, IndexDefinition.FULLY_SATISFIED)
    assert ("Khoảng tin cậy 95%: từ" in text) == shared
    assert ("Không nêu khoảng tin cậy" in text) != shared
    divided = definition in (IndexDefinition.OVERALL, IndexDefinition.FULLY_SATISFIED, IndexDefinition.POOLED)
    assert (f"= {made.figures.satisfied} : {made.figures.answered} × 100" in text) == divided
    assert ("Tiếp cận thông tin về dịch vụ hành chính công: 1,00" in text) == (
        definition is IndexDefinition.WEIGHTED_FACTORS
    )


def test_identity_and_keying_mode_are_stated(sample: Make) -> None:
    text = words(sample().content())
    assert "bỏ vào hòm phiếu" in text
    assert "Người nhập lần 2 không nhìn thấy giá trị nhập lần 1" in text
    assert "do người thứ ba (người chốt đối chiếu)" in text
    linked = words(sample(plan={"identity": Identity.LINKED}).content())
    assert "gắn với danh sách mẫu" in linked
    two = words(sample(process=Process(31, 279, 7, 7, keyers_settle=True, single_keyed=4)).content())
    assert "cả hai cùng đăng nhập" in two
    assert "người thứ ba" not in two
    assert "Có 04 phiếu chỉ nhập một lần" in two


def test_what_a_third_keying_was_worth_is_stated(sample: Make) -> None:
    assert "nhập lại riêng" not in words(sample().content())
    shown = words(sample(process=Process(31, 279, 7, 7, rekeyed=3)).content())
    assert "Có 03 phiếu được người thứ ba nhập lại riêng những câu khác nhau" in shown
    assert "chỉ để tham khảo" in shown
    plan = {"keying": Keying(third=Third.SETTLES)}
    settles = words(sample(plan=plan, process=Process(31, 279, 7, 5, rekeyed=3, by_third=2)).content())
    assert "02 chỗ được chốt như vậy" in settles and "để tham khảo" not in settles


def test_discrepancies_per_thousand_fields(sample: Make) -> None:
    (table,) = sample().content().tables("quality")
    assert texts(table, "per_thousand")[2] == "25,09"  # 7 of 279
    none = sample(process=Process(0, 0, 0, 0)).content()
    assert texts(none.tables("quality")[0], "per_thousand")[2] == "–"


# ------------------------------------------------------------------------------------------------------------- units


def test_small_units_get_no_percentage_and_cannot_be_computed_back(sample: Make) -> None:
    content = sample().content()
    (table,) = content.tables("units")
    assert [texts(table, unit.code)[3] for unit in sample().units] == ["85,71%", "77,78%", "*", "*"]
    assert "dưới 05 phiếu" in table.note
    assert all(figure.value is None for row in table.rows[2:] for figure in row.cells[3])


def test_the_report_hides_the_units_that_window_and_package_hide(sample: Make) -> None:
    """Of two units that would do as well, all hide the same one: else one paper tells what the other hides."""
    units = (
        UnitFigures("2", "Xã A", 7, Fraction(50)),
        UnitFigures("1", "Xã B", 7, Fraction(50)),
        UnitFigures("3", "Xã A", 2, Fraction(50)),  # names come again
    )
    (table,) = sample(units=units).content().tables("units")
    hidden = {row.key for row in table.rows if row.cells[3][0].text == "*"}
    assert hidden == small_cells({unit.code: unit.settled for unit in units}) == {"1", "3"}


def test_ballots_without_a_unit_have_a_row_of_their_own(sample: Make) -> None:
    units = (UnitFigures("Phường Lê Lợi", "Phường Lê Lợi", 20, Fraction(80)), UnitFigures("", "", 11, Fraction(70)))
    (table,) = sample(units=units).content().tables("units")
    assert texts(table, "")[1:] == ["Phiếu không ghi đơn vị", "11", "70,00%"]


def test_the_appendix_says_how_to_compute_again(sample: Make) -> None:
    text = words(sample(scope=Scope(until=datetime.date(2017, 9, 5))).content())
    assert "sipas index TỆP --json --definition overall --until 2017-09-05" in text
    assert "sipas report TỆP --verify BÁO-CÁO.pdf" in text
    assert f"sipas check TỆP --head {'0123456789abcdef' * 4}" in text


def test_one_unit_needs_no_table(sample: Make) -> None:
    content = sample(
        units=(UnitFigures("Phường Lê Lợi", "Phường Lê Lợi", 31, Fraction(80)),), scope=Scope(unit="Phường Lê Lợi")
    ).content()
    assert content.tables("units") == ()
    assert "- Phạm vi: Phường Lê Lợi." in words(content)
    assert content.title.endswith("năm 2017, Phường Lê Lợi")


# -------------------------------------------------------------------------------------------------- head, foot, scope


def test_the_letterhead_leaves_number_and_day_to_be_written(sample: Make) -> None:
    head = sample().content().letterhead
    assert head.issuer == ("ỦY BAN NHÂN DÂN", "THỊ XÃ SƠN TÂY")
    assert head.superior == ()
    gap = "\N{NO-BREAK SPACE}" * 7
    assert head.number == f"Số:{gap}/BC-UBND"
    assert head.place_and_date == f"Sơn Tây, ngày{gap}tháng{gap}năm 2017"


def test_the_document_opens_with_its_basis_and_ends_with_the_mark(sample: Make) -> None:
    content = sample().content()
    first, last = content.body[0], content.body[-1]
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)
    assert first.text.startswith("Thực hiện Quyết định số 359/QĐ-UBND ngày 18/01/2017 ")
    assert (
        "; Kế hoạch số 302/KH-UBND ngày 07/6/2017 của UBND thị xã Sơn Tây, UBND thị xã Sơn Tây báo cáo kết quả"
        in first.text
    )
    assert last.text.endswith("./.")
    assert content.signature.recipients[0] == "- UBND thành phố Hà Nội;"
    assert content.signature.recipients[-1] == "- Lưu: VT, NV."


def test_the_outline(sample: Make) -> None:
    headings = [block.text for block in sample().content().blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        "I. KHÁI QUÁT VỀ CUỘC KHẢO SÁT",
        "II. KẾT QUẢ KHẢO SÁT",
        "III. TỒN TẠI, HẠN CHẾ",
        "IV. KIẾN NGHỊ",
    ]
    annexes = sample().content().annexes
    assert [annex.name for annex in annexes] == [
        "Phụ lục I\nCHẤT LƯỢNG DỮ LIỆU VÀ PHƯƠNG PHÁP TÍNH",
        "Phụ lục II\nTHÔNG TIN KIỂM CHỨNG SỐ LIỆU",
    ]
    assert {annex.of for annex in annexes} == {
        "(Kèm theo Báo cáo số       /BC-UBND ngày       tháng       năm 2017\ncủa UBND thị xã Sơn Tây)".replace(
            " " * 7, "\N{NO-BREAK SPACE}" * 7
        )
    }
    parts = [block.text for block in annexes[0].blocks if isinstance(block, Heading)]
    assert parts == ["1. Phiếu không đưa vào tính toán", "2. Nhập và đối chiếu dữ liệu", "3. Ghi chú về phương pháp"]


def test_a_section_goes_into_another_report(sample: Make) -> None:
    content = sample(section=True).content()
    assert content.section
    assert (content.letterhead, content.signature, content.annexes) == (None, None, ())
    text = words(content)
    assert "Thực hiện Quyết định" not in text
    assert "./." not in text
    assert "V. CHẤT LƯỢNG DỮ LIỆU VÀ PHƯƠNG PHÁP TÍNH" in text
    assert "VI. THÔNG TIN KIỂM CHỨNG SỐ LIỆU" in text
    (origin,) = content.tables("provenance")
    assert texts(origin, "head")[1] == "0123456789abcdef" * 4


def test_scope_of_wave_group_and_cut_off_day(sample: Make) -> None:
    plan = {
        "waves": (Wave("q1", "Quý I", datetime.date(2017, 1, 1), datetime.date(2017, 3, 31)),),
        "groups": (Group("dan", "Người dân", "phieu"), Group("cty", "Doanh nghiệp", "phieu")),
    }
    scope = Scope(group="dan", wave="q1", until=datetime.date(2017, 2, 15))
    content = sample(plan=plan, scope=scope).content()
    assert content.title.endswith("năm 2017, nhóm “Người dân”, Quý I, tính đến hết ngày 15/02/2017")
    text = words(content)
    assert "Quý I, từ ngày 01/01/2017 đến hết ngày 31/3/2017." in text
    assert "Số liệu trong báo cáo này tính đến hết ngày 15/02/2017." in text
    assert "- Đối tượng: Người dân." in text
    assert "Từ ngày 01/7/2017 đến hết ngày 31/10/2017." in words(sample().content())


def test_tables_and_charts_are_numbered_in_order(sample: Make) -> None:
    content = sample().content()
    for kind in ("Bảng", "Biểu đồ"):
        numbers = [
            int(block.caption.removeprefix(kind).split(".")[0])
            for block in content.blocks
            if not isinstance(block, Paragraph | Heading) and block.caption.startswith(f"{kind} ")
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers


def test_words_that_people_wrote_are_counted_and_never_printed(sample: Make) -> None:
    assert "Có 06 phiếu ghi ý kiến bằng lời ở câu hỏi mở (“Điều chưa hài lòng”)." in words(sample().content())


def test_a_report_on_nothing_is_refused(sample: Make) -> None:
    empty = sample(counts={}, ballots=BallotCounts(50, 0, 3, {}, 3, 0))
    with pytest.raises(Refusal) as refused:
        empty.content()
    assert refused.value.code == "report.nothing_settled"
    for language in ("vi", "en"):
        assert "3" in refused.value.words(language)


def test_settled_ballots_without_any_answer_still_give_a_report(sample: Make) -> None:
    blank = {code: {".": 31} for code in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")}
    content = sample(counts=blank, units=()).content()
    assert "Chưa có câu trả lời nào để tính chỉ số hài lòng chung." in words(content)
    assert texts(content.tables("levels")[0], "Q1")[2:] == ["0", "–"] * 5 + ["0", "–", "–"]


def test_a_form_without_factors_or_open_question(sample: Make) -> None:
    plain = sample()
    question = plain.form.by_code["overall"]
    form = replace(plain.form, body=(question,), factors=(), opening_questions=())
    content = sample(form=form, units=()).content()
    assert content.tables("factors") == ()
    assert content.charts("factors") == ()
    assert "ý kiến bằng lời" not in words(content)


def test_a_long_form_is_charted_in_pieces(sample: Make) -> None:
    plain = sample()
    question = plain.form.by_code["Q1"]
    body = (*(replace(question, code=f"Q{place}") for place in range(1, 34)), plain.form.by_code["overall"])
    content = sample(form=replace(plain.form, body=body)).content()
    assert [len(chart.data.bars) for chart in content.charts("levels")] == [16, 16, 2]


@pytest.mark.parametrize(("value", "said"), [(80, "80%"), (80.0, "80%"), (82.5, "82,5%"), (100, "100%"), (0, "0%")])
def test_a_target_is_written_as_a_plan_writes_it(value: float, said: str) -> None:
    assert plain_percent(value) == said


# -------------------------------------------------------------------------------------- groups and channels in words


def test_a_report_on_one_group_names_the_channels_of_that_group_alone(sample: Make) -> None:
    channels = (Channel("hom-phieu", "Hòm phiếu"), Channel("thu", "Thư điện tử"), Channel("may", "Máy tính bảng"))
    groups = (Group("g1", "Cơ quan", "phieu", channels=("thu",)), Group("g2", "Người dân", "phieu"))
    report = sample(plan={"channels": channels, "groups": groups})
    assert "- Kênh thu phiếu: Thư điện tử." in words(replace(report, scope=Scope(group="g1")).content())
    assert "- Kênh thu phiếu: Hòm phiếu; Thư điện tử; Máy tính bảng." in words(report.content())


def test_a_report_on_a_part_does_not_say_that_it_is_on_all(sample: Make) -> None:
    day = datetime.date(2017, 9, 30)
    wave = Wave("quy-3", "Quý III", datetime.date(2017, 7, 1), day)
    report = sample(plan={"waves": (wave,)}, units=())
    assert "- Phạm vi: toàn bộ cuộc khảo sát." in words(report.content())
    part = words(replace(report, scope=Scope(wave="quy-3", until=day)).content())
    assert "- Phạm vi: Quý III, phiếu nhận đến hết ngày 30/9/2017." in part
    assert "toàn bộ cuộc khảo sát" not in part


def test_a_survey_without_paper_claims_no_double_keying(sample: Make) -> None:
    online = sample(plan={"channels": (Channel("may", "Máy tính bảng", paper=False),)})
    assert "chỉ thực hiện trực tuyến" in words(online.content())
    assert "nhập hai lần độc lập" not in words(online.content())
    assert "nhập hai lần độc lập" in words(sample().content())
    assert (len(online.content().tables("quality")), len(sample().content().tables("quality"))) == (0, 1)


def test_a_survey_without_paper_printed_and_issued_nothing(sample: Make) -> None:
    channels = (Channel("may", "Máy tính bảng", paper=False),)
    online = sample(plan={"channels": channels}, ballots=BallotCounts(0, 0, 31, {}, 31, 31, online=31)).content()
    (table,) = online.tables("ballots")
    assert [[cell[0].text for cell in row.cells][:2] for row in table.rows] == [
        ["1", "Số phiếu thu về"], ["", "- Phiếu trực tuyến"], ["2", "Số phiếu không hợp lệ"], ["3", "Số phiếu hợp lệ"],
        ["4", "Số phiếu đã chốt, đưa vào tính toán"],
    ]  # fmt: skip
    assert not table.note


def test_no_comments_are_said_in_words(sample: Make) -> None:
    none = sample(process=replace(sample().process, comments=0)).content()
    assert "Không có phiếu nào ghi ý kiến bằng lời" in words(none)


def test_a_sampled_second_keying_is_stated_and_counted_apart(sample: Make) -> None:
    stated = Stated(one_in=10, learn=50, limit=2.5, seed_sha256="ab" * 32, fallen_back=1)
    made = sample(process=Process(11, 99, 3, 3, single_keyed=20, sampled=stated)).content()
    said = words(made)
    assert "cứ 10 phiếu thì một phiếu được chọn ngẫu nhiên" in said and "vượt 2,5 lỗi trên 1.000" in said
    assert "Mỗi phiếu giấy được nhập hai lần" not in said
    (quality,) = made.tables("quality")
    shown = [texts(quality, row)[2] for row in ("single_keyed", "one_in", "learn", "limit", "fallen_back")]
    assert shown == ["20", "10", "50", "2,50", "1"]
    lost = words(sample(process=Process(11, 99, 3, 3, sampled=Stated(10, 50, 2.5, "", 0))).content())
    assert "Hạt giống đã mất" in lost
