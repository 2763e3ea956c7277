"""The workbook: real numbers under formats, native charts, A4, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sipas_desktop.domain.index import BallotCounts
from sipas_desktop.domain.plan import Channel
from sipas_desktop.paper.report_content import UnitFigures
from sipas_desktop.paper.report_xlsx import write_xlsx, xlsx_bytes

Make = Callable[..., Any]
SHEETS = ["Tổng hợp", "Câu hỏi", "Không trả lời", "Yếu tố", "Đơn vị", "Chất lượng"]


def sheets(data: bytes) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets}


def row_of(sheet: Worksheet, label: str, table: int = 0) -> list[Any]:
    """The cells to the right of ``label`` in the ``table``-th row that has it."""
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == label]
    cell = found[table]
    return [sheet.cell(cell.row, column) for column in range(cell.column + 1, sheet.max_column + 1)]


@pytest.mark.parametrize(("decimals", "shown"), [(2, "0.00%"), (1, "0.0%"), (0, "0%")])
def test_the_published_figures_are_numbers_under_a_format(sample: Make, decimals: int, shown: str) -> None:
    book = sheets(xlsx_bytes(sample(plan={"decimals": decimals}).content()))
    assert list(book) == SHEETS
    cells = row_of(book["Câu hỏi"], "Toàn bộ quá trình")
    assert [cell.value for cell in cells[0:9:2]] == [0, 0, 5, 16, 10]
    assert [cell.value for cell in cells[5:10:2]] == pytest.approx([5 / 31, 16 / 31, 10 / 31])
    assert {cell.number_format for cell in cells[1:10:2]} == {shown}
    assert {cell.number_format for cell in cells[0:9:2]} == {"#,##0"}
    answered, satisfied, mean = cells[10:13]
    assert (answered.value, satisfied.value, mean.value) == (31, pytest.approx(26 / 31), pytest.approx(129 / 31))
    assert satisfied.number_format == shown
    index = row_of(book["Tổng hợp"], "Chỉ số hài lòng chung", table=1)[0]  # the first is the caption
    assert index.value == pytest.approx(26 / 31)
    assert index.number_format == shown


def test_the_other_sheets_hold_the_other_tables(sample: Make) -> None:
    book = sheets(xlsx_bytes(sample().content()))
    assert [cell.value for cell in row_of(book["Không trả lời"], "Cơ sở vật chất")[:5]] == [31, 28, 2, 0, 1]
    assert row_of(book["Yếu tố"], "Kết quả giải quyết TTHC")[1].value == pytest.approx(25 / 30)
    assert row_of(book["Yếu tố"], "Kết quả giải quyết TTHC")[3].value == pytest.approx(0.8)  # the target
    assert [cell.value for cell in row_of(book["Đơn vị"], "Phường Lê Lợi")[:2]] == [9, pytest.approx(7 / 9)]
    assert [cell.value for cell in row_of(book["Đơn vị"], "Xã Đường Lâm")[:2]] == [3, "*"]
    assert row_of(book["Chất lượng"], "Số chỗ khác nhau giữa hai lần nhập")[0].value == 7
    words = [str(cell.value) for row in book["Chất lượng"].iter_rows() for cell in row if cell.value]
    assert any(word.endswith("0123456789abcdef" * 4) for word in words)
    words = [str(cell.value) for row in book["Tổng hợp"].iter_rows() for cell in row if cell.value]
    assert any(word.startswith("Chỉ số hài lòng chung là tỷ lệ phiếu") for word in words)


def test_a_report_without_units_or_factors_keeps_its_sheets(sample: Make) -> None:
    plain = sample()
    form = replace(plain.form, body=(plain.form.by_code["overall"],), factors=())
    book = sheets(xlsx_bytes(sample(form=form, units=()).content()))
    assert list(book) == SHEETS
    assert "không" in str(book["Đơn vị"]["A1"].value)
    assert "không" in str(book["Yếu tố"]["A1"].value)


def test_charts_draw_the_cells_of_the_tables(sample: Make) -> None:
    data = xlsx_bytes(sample().content())
    book = sheets(data)
    (levels,) = book["Câu hỏi"]._charts
    assert [series.tx.v for series in levels.series] == [
        "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng",
    ]  # fmt: skip
    sheet = book["Câu hỏi"]
    for series in levels.series:
        values = [cell.value for row in sheet[series.val.numRef.f.split("!")[1].replace("$", "")] for cell in row]
        assert [point.v for point in series.val.numRef.numCache.pt] == values
        assert all(0 <= value <= 1 for value in values)
        assert len(values) == 7
    totals = [sum(series.val.numRef.numCache.pt[place].v for series in levels.series) for place in range(7)]
    assert totals == pytest.approx([1] * 7)
    assert len(book["Yếu tố"]._charts) == 1
    xml = b"".join(zipfile.ZipFile(io.BytesIO(data)).read(f"xl/charts/chart{n}.xml") for n in (1, 2))
    assert b"pattFill" in xml
    assert "Mục tiêu".encode() in xml


def test_every_sheet_prints_on_a4(sample: Make) -> None:
    for name, sheet in sheets(xlsx_bytes(sample().content())).items():
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.page_setup.orientation == ("landscape" if name == "Câu hỏi" else "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_margins.left * 25.4 == pytest.approx(30, abs=0.01)


def test_the_same_report_is_the_same_workbook(sample: Make, tmp_path: Path) -> None:
    first, second = tmp_path / "một.xlsx", tmp_path / "hai.xlsx"
    assert write_xlsx(sample().content(), first) == write_xlsx(sample().content(), second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as members:
        assert {info.date_time for info in members.infolist()} == {(2017, 11, 6, 0, 0, 0)}
        assert {info.compress_type for info in members.infolist()} == {zipfile.ZIP_STORED}
        core = members.read("docProps/core.xml").decode()
    assert core.count("2017-11-06T00:00:00Z") == 2


def test_a_name_that_looks_like_a_formula_stays_a_name(sample: Make) -> None:
    units = (UnitFigures("=1+1", "=1+1", 20, Fraction(50)), UnitFigures("+84", "+84", 20, Fraction(60)))
    sheet = sheets(xlsx_bytes(sample(units=units).content()))["Đơn vị"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in ("=1+1", "+84")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_a_survey_without_paper_has_a_sheet_on_its_data(sample: Make) -> None:
    channels = (Channel("may", "Máy tính bảng", paper=False),)
    ballots = BallotCounts(0, 0, 31, {}, 31, 31, online=31)
    sheet = sheets(xlsx_bytes(sample(plan={"channels": channels}, ballots=ballots).content()))["Chất lượng"]
    shown = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("SHA-256") for text in shown)
    assert not any("nhập hai lần độc lập" in text for text in shown)
