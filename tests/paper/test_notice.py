"""The notice of the results: one page for every preset, nothing on too few answers, the decree's form."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pypdfium2
import pytest

from sipas_desktop import paths
from sipas_desktop.domain.index import BallotCounts, compute
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.remark import Section
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.notice_content import notice
from sipas_desktop.paper.report_docx import docx_bytes
from sipas_desktop.paper.report_model import Paragraph, Provenance, ReportContent, Scope
from sipas_desktop.paper.report_parts import PartFigures, Parts
from sipas_desktop.paper.report_pdf import pdf_bytes
from sipas_desktop.paper.report_remarks import Remarks

PRESETS = sorted(folder.name for folder in paths.forms().iterdir() if (folder / "plan.toml").exists())
PROVENANCE = Provenance("1.2.3", "0123456789abcdef" * 4, "fedcba98" * 8, "0" * 64, "plan", datetime.date(2024, 11, 6))


def made(
    preset: str,
    settled: int = 40,
    answered: int = 40,
    parts: Parts | None = None,
    remarks: Remarks | None = None,
    scope: Scope | None = None,
) -> ReportContent:
    plan, forms = load_plan(paths.forms() / preset)
    form = forms[plan.groups[0].form]
    counts = {question.code: {"4": answered - answered // 4, "2": answered // 4} for question in form.rated}
    ballots = BallotCounts(50, 50, settled, {}, settled, settled)
    figures = compute(form, plan.index, counts, ballots, fully=(30, 40), weights=plan.weights)
    return notice(
        plan, form, figures, scope=scope or Scope(), remarks=remarks or {}, provenance=PROVENANCE, parts=parts
    )


def words(content: ReportContent) -> str:
    return "\n".join(block.text for block in content.body if isinstance(block, Paragraph))


def parts_of(preset: str, kind: str, *settled: int, shown: str = "") -> Parts:
    plan, _ = load_plan(paths.forms() / preset)
    found = plan.groups if kind == "groups" else plan.waves
    rows = [
        PartFigures(each.code, each.title, None, number, number, Fraction(75))
        for each, number in zip(found, settled, strict=True)
    ]
    return Parts(kind, tuple(rows), shown)


@pytest.mark.parametrize("preset", PRESETS)
def test_one_page_for_every_preset(preset: str) -> None:
    plan, _ = load_plan(paths.forms() / preset)
    parts = None
    if len(plan.groups) > 1:
        parts = parts_of(preset, "groups", *[20] * len(plan.groups), shown=plan.groups[0].title)
    elif len(plan.waves) > 1:
        parts = parts_of(preset, "waves", *[20] * len(plan.waves))
    content = made(preset, parts=parts)
    document = pypdfium2.PdfDocument(pdf_bytes(content))
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "THÔNG BÁO Công bố kết quả" in text
    assert "Nơi nhận: - Trang thông tin điện tử (để công bố);" in text
    assert text.count("./.") == 1 and PROVENANCE.head in text
    assert docx_bytes(content)


def test_what_it_says() -> None:
    content = made("son-tay-2017")
    text = words(content)
    assert "Chỉ số hài lòng chung: 75,00%, thấp hơn mục tiêu 80% của kế hoạch 5,00 điểm phần trăm." in text
    assert "Khảo sát từ ngày 01/7/2017 đến hết ngày 31/10/2017; thu về 40 phiếu, 40 phiếu hợp lệ, 40 phiếu" in text
    assert "Phiếu giấy được hai người nhập độc lập" in text
    assert text.endswith("Ý kiến góp ý về kết quả khảo sát xin gửi về: UBND thị xã Sơn Tây./.")
    assert content.letterhead and content.letterhead.number.endswith("/TB-UBND")
    (table,) = content.tables("factors")
    assert [row.cells[2][0].text for row in table.rows] == ["75,00%"] * 6


def test_an_online_survey_says_nothing_of_keying() -> None:
    assert "nhập độc lập" not in words(made("da-nang-2021"))


def test_a_wave_up_to_a_day() -> None:
    scope = Scope(wave="quy-2", until=datetime.date(2024, 5, 31))
    content = made("ha-tinh-2024", scope=scope)
    assert "Khảo sát từ ngày 01/4/2024 đến hết ngày 31/5/2024" in words(content)
    assert content.title.endswith(", Quý II, tính đến hết ngày 31/5/2024")


@pytest.mark.parametrize("settled", [0, 1, 4])
def test_too_few_ballots_are_refused(settled: int) -> None:
    with pytest.raises(Refusal) as caught:
        made("son-tay-2017", settled=settled)
    assert caught.value.code == "report.too_few_to_publish"


def test_shares_on_too_few_answers_are_stars() -> None:
    (table,) = made("son-tay-2017", settled=5, answered=4).tables("factors")
    assert {row.cells[2][0].text for row in table.rows} == {"*"}
    assert "dưới 05" in table.note
    (table,) = made("son-tay-2017", settled=5, answered=5).tables("factors")
    assert "*" not in {row.cells[2][0].text for row in table.rows} and not table.note


def test_waves_stand_in_a_sentence_and_few_ballots_are_hidden() -> None:
    text = words(made("ha-tinh-2024", parts=parts_of("ha-tinh-2024", "waves", 20, 3, 20, 7)))
    assert "Quý I: 75,00%; Quý II: *; Quý III: 75,00%; Quý IV: *" in text  # the next smallest too


def test_groups_with_forms_of_their_own_have_no_index_in_common() -> None:
    plan, _ = load_plan(paths.forms() / "ben-tre-2021")
    content = made("ben-tre-2021", parts=parts_of("ben-tre-2021", "groups", 26, 50, shown=plan.groups[0].title))
    text = words(content)
    assert "Chỉ số hài lòng chung: " not in text and not content.tables("factors")
    assert "76 phiếu hợp lệ, 76 phiếu được đưa vào tính toán" in text


def test_the_offices_words_say_where_to_comment() -> None:
    text = words(made("son-tay-2017", remarks={Section.NOTICE: "Chỉ số đã công bố tại hội nghị.\nGóp ý: 0243."}))
    assert "Chỉ số đã công bố tại hội nghị.\n" in text
    assert text.endswith("Góp ý: 0243./.")
