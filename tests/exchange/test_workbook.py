"""Opening what an office sends: every kind of file, and everything that is none."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.exchange import inside_zip, workbook
from sipas_desktop.exchange.workbook import column_letter, read_workbook

DATA = Path(__file__).resolve().parent.parent / "data"


def refusal(path: Path) -> str:
    """The code of the refusal; its words name the file in both languages."""
    with pytest.raises(Refusal) as caught:
        read_workbook(path)
    for lang in LANGUAGES:
        assert path.name in caught.value.words(lang)
    return caught.value.code


def rewritten(source: Path, target: Path, part: str, change: object) -> Path:
    """A copy of the zip ``source`` with one part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename == part else data)  # type: ignore[operator]
    return target


@pytest.fixture
def small(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet["B2"], sheet["C2"] = "Họ và tên", "Ngày"
    sheet["B3"], sheet["C3"], sheet["D3"] = "Nguyễn Thị An", datetime.date(2024, 9, 5), "=B3"
    sheet["D4"] = "#REF!"
    sheet["D4"].data_type = "e"
    sheet.merge_cells("B5:D6")
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("Nháp")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "nhỏ.xlsx")
    return tmp_path / "nhỏ.xlsx"


def test_reads_cells_where_excel_shows_them(small: Path) -> None:
    book = read_workbook(small)
    (sheet,) = book.sheets
    assert sheet.rows[0] == ["", "", "", ""]
    assert sheet.rows[1][1:3] == ["Họ và tên", "Ngày"]
    assert sheet.rows[2][2] == datetime.date(2024, 9, 5)
    assert sheet.rows[3][3] == "#REF!"
    assert sheet.merged == ((4, 1, 5, 3),)
    assert sheet.hidden_rows == 1
    assert book.hidden == ("Nháp",)
    assert book.sha256 == hashlib.sha256(small.read_bytes()).hexdigest()


def test_reads_what_a_formula_gave(small: Path, tmp_path: Path) -> None:
    def calculated(xml: bytes) -> bytes:
        assert b"<f>B3</f>" in xml
        return re.sub(
            rb'<c r="D3"[^>]*><f>B3</f><v\s*/?>(?:</v>)?</c>', b'<c r="D3" t="str"><f>B3</f><v>An</v></c>', xml
        )

    path = rewritten(small, tmp_path / "f.xlsx", "xl/worksheets/sheet1.xml", calculated)
    assert read_workbook(path).sheets[0].rows[2][3] == "An"


@pytest.mark.parametrize("name", ["reserve_list.xls", "reserve_list.ods"])
def test_reads_old_excel_and_libreoffice(name: str) -> None:
    (sheet,) = read_workbook(DATA / name).sheets
    assert sheet.name == "Danh sách"
    assert [cell for cell in sheet.rows[3] if cell != ""][1] == "Nguyễn Thị An"


def test_the_content_says_what_a_file_is(small: Path, tmp_path: Path) -> None:
    assert read_workbook(Path(shutil.copy(small, tmp_path / "danh sách.csv"))).sheets[0].name == "Danh sách"


def test_a_stray_cell_far_away_neither_ends_the_program_nor_hides_the_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Họ và tên"
    book.active["A2"] = "Trần Văn Bình"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    (sheet,) = read_workbook(tmp_path / "far.xlsx").sheets
    assert sheet.rows == [["Họ và tên"], ["Trần Văn Bình"]]
    assert sheet.cut


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "không có.xlsx") == "workbook.missing"
    assert refusal(tmp_path) == "workbook.folder"


def test_refuses_what_another_program_holds(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_open = Path.open

    def held(path: Path, *args: Any, **more: Any) -> Any:
        if path == small:
            raise PermissionError
        return plain_open(path, *args, **more)

    monkeypatch.setattr(Path, "open", held)
    assert refusal(small) == "workbook.locked"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "workbook.empty"),
        ("blank.csv", b"\xef\xbb\xbf\r\n \r\n", "workbook.empty"),
        (
            "protected.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook.encrypted",
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "workbook.damaged"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(100), "workbook.damaged"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(32)), "workbook.unknown"),
        ("letter.pdf", b"%PDF-1.7\n", "workbook.unknown"),
        ("page.xls", b"<html><body>no table</body></html>", "workbook.unknown"),
    ],
)
def test_refuses_what_is_no_table(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<w/>"}, "workbook.unknown"),
        ({"xl/workbook.bin": b""}, "workbook.binary"),
        ({"xl/workbook.xml": b"<workbook"}, "workbook.damaged"),
        ({"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"not xml"}, "workbook.damaged"),
    ],
)
def test_refuses_other_zips(tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert refusal(tmp_path / "x.xlsx") == code


def test_refuses_a_zip_that_unpacks_to_more_than_memory_holds(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside_zip, "MAX_UNPACKED", 10_000_000)
    bomb = rewritten(small, tmp_path / "bomb.xlsx", "xl/styles.xml", lambda xml: xml + b" " * 10_000_000)
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb) == "workbook.unpacked_too_big"


def test_refuses_a_file_above_the_limit(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_BYTES", 100)
    assert refusal(small) == "workbook.too_big"


def test_refuses_an_ods_that_repeats_a_filled_cell_without_end(tmp_path: Path) -> None:
    def repeated(xml: bytes) -> bytes:
        return xml.replace(
            b"<table:table-cell office:", b'<table:table-cell table:number-columns-repeated="16384" office:'
        )

    def deep(xml: bytes) -> bytes:
        return re.sub(rb"<table:table-row ", b'<table:table-row table:number-rows-repeated="1048576" ', repeated(xml))

    source = DATA / "reserve_list.ods"
    assert refusal(rewritten(source, tmp_path / "bomb.ods", "content.xml", deep)) == "workbook.damaged"


def test_column_letters() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 51, 701, 702, 16383)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]
