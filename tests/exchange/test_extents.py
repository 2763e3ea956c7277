"""How far a workbook reaches is known before it is read: the quick look and the parser say the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import inside_zip, shared_texts
from sipas_desktop.exchange.old_excel import measure
from sipas_desktop.exchange.sheet_extent import Extent, extent_of, parsed
from sipas_desktop.exchange.workbook import read_workbook

DATA = Path(__file__).resolve().parent.parent / "data"
LARGE = 2**40


def archive_of(xml: bytes) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    """A zip with one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.xml", xml)
    archive = zipfile.ZipFile(made)
    return archive, archive.getinfo("a.xml")


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"


def reach(extent: Extent) -> tuple[int, int, int]:
    return extent.rows, extent.columns, extent.cells


@pytest.mark.parametrize(
    ("rows", "rows_columns_cells"),
    [
        (b'<row r="2"><c r="B2"><v>1</v></c><c r="AA7" s="1"/></row>', (7, 27, 2)),
        (b'<row r="2"><c r ="B2"><v>1</v></c></row>', (2, 2, 1)),
        (b"<row r='3'><c\nr\t=\n'C3'/></row>", (3, 3, 1)),
        (b"<row/><row><c/><c/><c/></row>", (2, 3, 3)),
        (b'<row r="9"><c/></row><row><c r="C10"/><c/></row>', (10, 4, 3)),
        (b'<x:row xmlns:x="x" r="4"><x:c r="E4"/></x:row>', (4, 5, 1)),
        (b'<row><c s="1" r="F2"/></row>', (2, 6, 1)),
        (b'<row><c s="a>b" r="G1"/></row>', (1, 7, 1)),
        (b'<row r="1"><c r="c1"/></row>', (1, 3, 1)),
    ],
)
def test_a_cell_is_where_it_is_however_it_is_written(rows: bytes, rows_columns_cells: tuple[int, int, int]) -> None:
    archive, part = archive_of(sheet(rows))
    assert reach(extent_of(archive, part, 0)) == rows_columns_cells
    assert reach(parsed(archive, part)) == rows_columns_cells


def test_the_quick_look_and_the_parser_agree_on_what_openpyxl_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 300):
        page.append([row, f"Nguyễn {row}", None, row * 1.5, "x" * (row % 7)])
    page["AB400"] = "xa"
    page["C7"], page["C7"].data_type = "#N/A", "e"
    page.row_dimensions[9].hidden = True
    page.merge_cells("A310:C312")
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
        quick, exact = extent_of(archive, part, 0), parsed(archive, part)
        assert reach(quick) == reach(exact) == (400, 28, quick.cells)
        assert quick.errors == exact.errors == {(6, 2): "#N/A"}
        assert quick.hidden_rows == exact.hidden_rows == 1
        assert quick.merged >= exact.merged == 1 and exact.covered == 9
        assert quick.text >= exact.text > 0


def test_only_as_much_is_looked_at_as_is_needed() -> None:
    archive, part = archive_of(sheet(b'<row r="5"><c r="C5"/></row>'))
    assert reach(extent_of(archive, part, LARGE)) == (99_999, 26, 1)
    assert reach(extent_of(archive, part, 100)) == (5, 3, 1)


@pytest.mark.parametrize("place", ["XFE1", "A1048577", "AAAA1", "A12345678", "1", "A", "A-1", ""])
def test_a_cell_outside_every_sheet_is_none(place: str) -> None:
    for written in ('r="%s"', "r = '%s'"):
        archive, part = archive_of(sheet(f"<row><c {written % place}/></row>".encode()))
        with pytest.raises(ValueError, match="outside"):
            extent_of(archive, part, 0)


@pytest.mark.parametrize(
    ("inside", "sizes"),
    [
        (b"<si><t>ab</t></si><si><t>abc</t></si>", [14, 15]),
        (b"<si ><t>ab</t></si><si/><si><t>abc</t></si >", [2, 0, 3]),
        (b"<si><si><t>ab</t></si></si><si><t>c</t></si>", [2, 1]),
        (b"<si><t>ab</t><!-- </si> --></si><si><t>c</t></si>", [2, 1]),
        (b"<si><t><![CDATA[<si>]]></t></si>", [4]),
    ],
)
def test_the_shared_texts_are_counted_one_by_one(inside: bytes, sizes: list[int]) -> None:
    archive, part = archive_of(b"<sst>" + inside + b"</sst>")
    found = list(shared_texts.sizes_of(archive, part))
    assert len(found) == len(sizes)
    assert all(one >= other for one, other in zip(found, sizes, strict=True))


def test_wide_letters_weigh_more() -> None:
    for wide in ("😀".encode(), b"&#128512;", b"&#x1F600;"):
        assert shared_texts.is_wide(b"abc" + wide)
    assert not shared_texts.is_wide("Nguyễn Văn Ất – € &#7877;".encode())


def test_what_two_readers_take_differently_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    data = path.read_bytes()
    for other in (data + data, b"PK\3\4" + data, data + b"x"):
        path.write_bytes(other)
        with pytest.raises(Refusal) as caught:
            read_workbook(path)
        assert caught.value.code == "workbook.damaged"
    entry = zipfile.ZipInfo("a.xml")
    entry.extra = b"up\x09\0\x01\0\0\0\0b.xm"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "<a/>")
    with zipfile.ZipFile(path) as archive, pytest.raises(ValueError, match="two names"):
        inside_zip.check_one_reading(archive, path.read_bytes())


def test_an_old_workbook_is_measured() -> None:
    found = measure((DATA / "reserve_list.xls").read_bytes())
    assert found is not None
    room, text = found
    rows = read_workbook(DATA / "reserve_list.xls").sheets[0].rows
    assert room >= len(rows) * len(rows[0]) and text >= sum(len(c) for row in rows for c in row if isinstance(c, str))
    assert measure(b"\xd0\xcf\x11\xe0" + bytes(2000)) is None


def test_text_counts_once_for_each_cell_that_shows_it() -> None:
    cells = b'<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>0.5</v></c></row>'
    archive, part = archive_of(sheet(cells))
    assert parsed(archive, part, [10, 1000]).text >= 2000
    assert shared_texts.shown(archive, part, [10, 1000]) >= 2000
    odd, other = archive_of(sheet(cells.replace(b"<v>1</v>", b"<v> 1\n</v>")))
    assert parsed(odd, other, [10, 1000]).text >= 2000
    assert shared_texts.shown(odd, other, [10, 1000]) >= 2000
