"""An Excel template of a province: its cells filled, all else as it was."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from sipas_desktop.domain.template import Figures, Percent, read_mapping
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.template_fill import fill_template
from sipas_desktop.jobs.templates import figures_of, fill
from sipas_desktop.store import workflow
from sipas_desktop.store.workflow import Entry
from tests.surveys import Station

MAPPING = """format = 1
[cells]
"Bảng 1!C5" = "index"
"Bảng 1!C6" = "unit.1.settled"
"Bảng 1!C7" = "question.Q1.satisfied_percent"
"Bảng 1!A3" = "title"
[[rows]]
sheet = "Đơn vị"
first = 4
per = "unit"
order = "index"
[rows.columns]
A = "place"
B = "name"
C = "settled"
D = "index"
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A form of a province, with merged cells, formats, a formula, print set-up."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Bảng 1"
    sheet["A1"] = "BIỂU TỔNG HỢP"
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A3:F3")
    sheet["C5"].number_format = "0.00%"
    sheet["C7"].number_format = "0.00"
    sheet["C6"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C8"] = "=C6*2"
    sheet.column_dimensions["C"].width = 31
    sheet.row_dimensions[5].height = 33
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.print_area = "A1:F40"
    sheet.print_title_rows = "1:4"
    sheet.freeze_panes = "B4"
    units = book.create_sheet("Đơn vị")
    for column in "ABCD":
        units[f"{column}3"] = column
        units[f"{column}4"].border = Border(bottom=Side("thin"))
    units["D4"].number_format = "0.0%"
    path = tmp_path / "biểu mẫu.xlsx"
    book.save(path)
    return path


@pytest.fixture
def here(desk: Station) -> Station:
    """Two units with enough ballots, one with too few to show."""
    workflow.set_catalogue(desk.admin, "unit", [Entry("1", "=Phường A"), Entry("2", "Xã B"), Entry("3", "Xã C")])
    desk.settled(5, unit="1", overall="2")
    desk.settled(6, unit="2")
    return desk


def filled(here: Station, template: Path, mapping: str = MAPPING) -> openpyxl.Workbook:
    """The template, filled."""
    out, file = template.with_name("đã điền.xlsx"), template.with_name("bảng ô.toml")
    file.write_text(mapping, encoding="utf-8")
    fill(here.admin, template, file, out)
    return openpyxl.load_workbook(out)


def test_cells_and_rows_are_filled(here: Station, template: Path) -> None:
    book = filled(here, template)
    sheet, units = book["Bảng 1"], book["Đơn vị"]
    assert sheet["C5"].value == pytest.approx(6 / 11)  # the cell shows a percentage
    assert (sheet["C6"].value, sheet["C7"].value) == (5, 100)
    assert sheet["A3"].value == here.admin.about.title
    rows = [[cell.value for cell in row] for row in units.iter_rows(min_row=4, max_row=6, max_col=4)]
    assert rows[:2] == [[1, "Xã B", 6, 1], [2, " =Phường A", 5, 0]]  # the highest first; a name is no formula
    assert rows[2][0] == 3
    assert rows[2][3] is None


def test_all_else_stays_as_it_was(here: Station, template: Path) -> None:
    before, after = openpyxl.load_workbook(template), filled(here, template)
    assert after.sheetnames == before.sheetnames
    written = {("Bảng 1", cell) for cell in ("C5", "C6", "C7", "A3")}
    for sheet in before:
        other = after[sheet.title]
        assert other.merged_cells.ranges == sheet.merged_cells.ranges
        assert other.print_area == sheet.print_area
        assert other.print_title_rows == sheet.print_title_rows
        assert other.freeze_panes == sheet.freeze_panes
        assert (other.page_setup.orientation, other.page_setup.paperSize) == (
            sheet.page_setup.orientation,
            sheet.page_setup.paperSize,
        )
        assert {key: dim.width for key, dim in other.column_dimensions.items()} == {
            key: dim.width for key, dim in sheet.column_dimensions.items()
        }
        assert other.row_dimensions[5].height == sheet.row_dimensions[5].height
        for row in sheet.iter_rows():
            for cell in row:
                same = other[cell.coordinate]
                for look in ("font", "fill", "border", "alignment", "number_format"):
                    assert repr(getattr(same, look)) == repr(getattr(cell, look)), (cell.coordinate, look)
                if (sheet.title, cell.coordinate) not in written and sheet.title == "Bảng 1":
                    assert same.value == cell.value
    assert after["Bảng 1"]["C8"].value == "=C6*2"
    assert after.calculation.fullCalcOnLoad  # what hangs on the filled cells is computed when it is opened
    assert after["Đơn vị"]["D6"].number_format == "0.0%"  # rows below look like the first
    assert after["Đơn vị"]["D6"].border.bottom.style == "thin"


def test_small_units_are_hidden(desk: Station) -> None:
    desk.settled(2, unit="1")
    desk.settled(9, unit="2")
    found = figures_of(desk.admin)
    assert found.values["unit.1.index"] == "*"
    assert found.values["unit.1.settled"] == 2
    assert found.values["unit.2.index"] == "*"  # else the first would be the whole minus this one
    assert found.values["index"] == Percent(Fraction(100))


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        (('C5" = "index"', 'C5" = "indx"'), "unknown_name", "Bảng 1!C5"),
        (('"unit.1.settled"', '"unit.99.settled"'), "unknown_name", "Bảng 1!C6"),
        (('D = "index"', 'D = "chỉ số"'), "unknown_name", "rows[1].D"),
        (("Bảng 1!C5", "Bảng 9!C5"), "no_sheet", "Bảng 9!C5"),
        (("Bảng 1!C5", "Bảng 1!C8"), "formula", "Bảng 1!C8"),
        (("Bảng 1!C5", "Bảng 1!B1"), "merged", "Bảng 1!B1"),
        (("Bảng 1!C5", "C5"), "not_a_cell", "C5"),
        (("first = 4", "first = 3"), "in_the_way", "rows[1]"),
        (("first = 4", "first = 0"), "bad_value", "rows[1].first"),
        (("first = 4", "first = true"), "bad_value", "rows[1].first"),
        (('per = "unit"', 'per = "đơn vị"'), "one_of", "rows[1].per"),
        (('order = "index"', 'order = "name"'), "one_of", "rows[1].order"),
        (('sheet = "Đơn vị"', 'sheet = "Khác"'), "no_sheet", "rows[1].A"),
        (("format = 1", "format = 2"), "format", ""),
        (("[cells]", "[cell]"), "unknown_key", "cell"),
        (('A = "place"', "A = 1"), "bad_value", "rows[1].A"),
        (('A = "place"', 'a1 = "place"'), "bad_value", "rows[1].columns.a1"),
        (("[cells]", "[cells"), "not_toml", ""),
        ((MAPPING, "format = 1"), "empty", ""),
    ],
)
def test_mistakes_name_file_and_key(
    here: Station, template: Path, change: tuple[str, str], code: str, key: str
) -> None:
    with pytest.raises(Refusal) as caught:
        filled(here, template, MAPPING.replace(*change))
    assert caught.value.code == f"template.{code}"
    assert "bảng ô.toml" in caught.value.words("vi")
    assert key in caught.value.words("en")
    assert not template.with_name("đã điền.xlsx").exists()


@pytest.mark.parametrize("part", ["xl/charts/chart1.xml", "xl/media/image1.png", "xl/vbaProject.bin"])
def test_a_template_that_would_lose_something_is_refused(here: Station, template: Path, part: str) -> None:
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr(part, b"x")
    with pytest.raises(Refusal) as caught:
        filled(here, template)
    assert caught.value.code == "template.would_lose"


def test_files_that_are_no_template(here: Station, template: Path) -> None:
    mapping = template.with_name("bảng ô.toml")
    mapping.write_text(MAPPING, encoding="utf-8")
    out = template.with_name("đã điền.xlsx")
    for name, data, code in (("a.xlsx", b"x", "template.cannot_read"), ("b.xlsx", _zip(), "template.cannot_read")):
        template.with_name(name).write_bytes(data)
        with pytest.raises(Refusal) as caught:
            fill(here.admin, template.with_name(name), mapping, out)
        assert caught.value.code == code
    for told, code in (
        ((template, mapping, template), "template.same_file"),
        ((template, mapping, template.with_name("a.pdf")), "template.suffix"),
        ((template, template.with_name("không có"), out), "package.missing"),
        ((template.with_name("không có"), mapping, out), "package.missing"),
    ):
        with pytest.raises(Refusal) as caught:
            fill(here.admin, *told)
        assert caught.value.code == code
    with pytest.raises(Refusal):
        fill(here["Lan"], template, mapping, out)
    assert not out.exists()


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", b"b")
    return made.getvalue()


def test_no_rows_at_all(template: Path) -> None:
    mapping = read_mapping(MAPPING.partition("[cells]")[0] + "[[rows]]" + MAPPING.partition("[[rows]]")[2], "m.toml")
    figures = Figures({}, {"unit": ()})
    assert fill_template(template, mapping, figures, template.with_name("out.xlsx"), "m.toml") == 0
