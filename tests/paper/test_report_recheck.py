"""What the report says of phúc tra: draws with their seeds, counts, rates with intervals, what followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sipas_desktop.domain.intervals import wilson
from sipas_desktop.domain.recheck import Due, How, Tally, in_all
from sipas_desktop.domain.recheck_flag import flags
from sipas_desktop.domain.recheck_rule import Consequence, RecheckChannel, Result
from sipas_desktop.paper.report_docx import write_docx
from sipas_desktop.paper.report_model import Paragraph, ReportContent
from sipas_desktop.paper.report_pdf import write_pdf
from sipas_desktop.paper.report_recheck import Drawn, Rechecked
from sipas_desktop.paper.report_xlsx import write_xlsx

C, F, R, U, X = Result.CONFIRMED, Result.FAILED, Result.REFUSED, Result.UNREACHED, Result.UNCLEAR
AN = Tally("DTV1", 120, 100, 20, {C: 12, F: 4, R: 1, U: 2, X: 1})
BINH = Tally("DTV2", 280, 250, 25, {C: 20, F: 2, U: 1}, {F: 2})
FOUND = Rechecked(
    RecheckChannel.SMS,
    (
        Drawn(How.RANDOM, 38, 400, 350, seed=20241001, minimum=5),
        Drawn(How.INTERVIEWER, 5, 400, 312, interviewer="DTV1"),
        Drawn(How.SERIALS, 2, 400, 307),
    ),
    (AN, BINH),
    in_all((AN, BINH)),
    void=4,
    due=(Due(Consequence.VOID, "s1", "DTV1", 1), Due(Consequence.VOID, "s2", "DTV1", 1),
         Due(Consequence.RECHECK_ALL, interviewer="DTV1", ballots=80)),
)  # fmt: skip


def words(content: ReportContent) -> str:
    return "\n".join(block.text for block in content.blocks if isinstance(block, Paragraph))


def test_draws_seed_rates_and_consequences(sample: Callable[..., Any]) -> None:
    content = sample(rechecked=FOUND).content()
    text = words(content)
    for part in (
        "hỏi lại bằng tin nhắn", "Trong 400 phiếu hợp lệ", "350 phiếu có thể hỏi lại", "45 phiếu",
        "chọn ngẫu nhiên 38 phiếu trong 350 phiếu, theo hạt giống 20241001", "ít nhất 05 phiếu",
        "05 phiếu còn lại của điều tra viên DTV1",
        "02 phiếu theo nghi vấn", "06 phiếu không được xác nhận, trong đó 04 phiếu đã bị loại",
        "còn phải: loại 02 phiếu; phúc tra toàn bộ phiếu của điều tra viên DTV1",
    ):  # fmt: skip
        assert part in text, part
    (table,) = content.tables("recheck")
    cells = [[figure.text for figure in cell] for cell in table.row("recheck.DTV1").cells]
    interval = wilson(12, 16, 120)
    between = f"{interval.low:.1f}% – {interval.high:.1f}%".replace(".", ",")
    assert cells == [["DTV1"], ["20"], ["12"], ["4"], ["1"], ["2"], ["1"], ["75,00%", between]]
    assert table.row("recheck.DTV2").cells[7][0].text == "100,00%"  # both that failed were drawn on suspicion
    whole = [cell[0].text for cell in table.row("recheck").cells]
    assert whole == ["Tổng số", "45", "32", "6", "1", "3", "3", "92,50%"]  # (120 · 75 % + 280 · 100 %) / 400
    assert [row.key for row in table.rows] == ["recheck.DTV1", "recheck.DTV2", "recheck"]


def test_the_rate_in_all_says_how_it_is_weighted_and_what_it_leaves_out(sample: Callable[..., Any]) -> None:
    text = words(sample(rechecked=FOUND).content())
    assert (
        "theo số phiếu hợp lệ đã thu của mỗi người" in text and "Kish, 1992" in text and "chưa có kết quả" not in text
    )
    chi = Tally("DTV3", 30, 30, 2)
    text = words(sample(rechecked=replace(FOUND, whole=in_all((AN, BINH, chi)))).content())
    assert "30 phiếu của những điều tra viên chưa có kết quả nào không nằm trong tỷ lệ chung" in text
    assert "của mỗi người" not in words(sample(rechecked=replace(FOUND, whole=in_all((AN,)))).content())


def test_who_is_flagged_is_named_with_the_rate_of_false_alarms(sample: Callable[..., Any]) -> None:
    told = replace(FOUND, flags=flags(FOUND.parts, 2), honest_failed=2.0)
    text = words(sample(rechecked=told).content())
    assert "2% số người được hỏi trả lời nhầm" in text and "nhiều nhất 05 cuộc" in text
    assert "vượt quá mức đó: DTV1 (4/17 phiếu)." in text
    text = words(sample(rechecked=replace(told, flags=flags((BINH,), 2.5), honest_failed=2.5)).content())
    assert "2,5% số người" in text and "Không điều tra viên nào" in text
    assert "kiểm định nhị thức" not in words(sample(rechecked=FOUND).content())


def test_where_no_interviewer_is_known_there_is_one_row(sample: Callable[..., Any]) -> None:
    alone = Tally("", 400, 350, 3)
    found = replace(FOUND, parts=(alone,), whole=in_all((alone,)), draws=FOUND.draws[:1], void=0, due=())
    content = sample(rechecked=found).content()
    (table,) = content.tables("recheck")
    assert [row.key for row in table.rows] == ["recheck"]
    assert [figure.text for figure in table.rows[0].cells[7]] == ["–", "–"]
    assert "Không có phiếu nào không được xác nhận." in words(content)


def test_without_phúc_tra_nothing_is_said(sample: Callable[..., Any]) -> None:
    content = sample().content()
    assert "húc tra:" not in words(content) and list(content.tables("recheck")) == []


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_every_kind_of_report_has_it(sample: Callable[..., Any], tmp_path: Path, suffix: str) -> None:
    content = sample(rechecked=FOUND).content()
    out = tmp_path / f"báo cáo.{suffix}"
    {"pdf": write_pdf, "docx": write_docx, "xlsx": write_xlsx}[suffix](content, out)
    if suffix == "xlsx":
        book = openpyxl.load_workbook(out)
        told = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
        assert "DTV1" in told and "Không liên lạc được" in told
    elif suffix == "pdf":
        import pypdfium2

        pages = pypdfium2.PdfDocument(out)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        assert "20241001" in text and "DTV2" in text
    else:
        import docx

        assert any("DTV1" in cell.text for table in docx.Document(str(out)).tables for cell in table._cells)
