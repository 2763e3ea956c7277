"""Settled records as CSV and XLSX: de-identified, explained, safe to open, the same bytes for the same records."""

import csv
import dataclasses
import random
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.beside import beside
from sipas_desktop.domain.codebook import BALLOT_COLUMNS, HEADER, codebook
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.records import Identity, Record
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.records_file import records_csv, write_records

PLAN, FORMS = load_plan(paths.forms() / "son-tay-2017")
FORM = FORMS["phieu"]
EVERY = read_form((Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8"), "every")
NAMES = {"unit": {"07": "Phường Lê Lợi", "12": "Xã Đường Lâm"}, "procedure": {"1.001": "Chứng thực"}}


def record(serial: str, levels: str = "5545455", unit: str = "07", **values: str) -> Record:
    rated = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall"]
    answers = {"procedure": "1.001", "unit": unit, **dict(zip(rated, levels, strict=True)), "comment": "+", **values}
    return Record(serial, FORM.sha256, unit, "to-chuc-ca-nhan", "", "hom-phieu", answers)


RECORDS = [record("482130000017"), record("482130000024", "123.*?4"), record("482130000031", unit="12")]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_csv_holds_the_answers_and_nothing_that_names_a_ballot(tmp_path: Path) -> None:
    path = tmp_path / "kết quả.csv"
    assert write_records(path, RECORDS, PLAN, [FORM], NAMES) == (path, tmp_path / "kết quả.codebook.csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfballot.row,")
    assert b"48213" not in content
    rows = rows_of(path)
    assert list(rows[0]) == [*BALLOT_COLUMNS, *FORM.by_code]
    assert [row["ballot.row"] for row in rows] == ["1", "2", "3"]
    assert {(row["ballot.unit"], row["Q4"], row["Q5"], row["overall"], row["comment"]) for row in rows} == {
        ("07", "5", "4", "5", "+"),
        ("07", ".", "*", "4", "+"),
        ("12", "5", "4", "5", "+"),
    }


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_same_records_same_bytes_in_whatever_order_and_with_whatever_serials(tmp_path: Path, ending: str) -> None:
    written = set()
    for attempt in range(3):
        shuffled = random.sample(RECORDS, len(RECORDS))
        mixed = [dataclasses.replace(each, serial=str(random.randrange(10**12))) for each in shuffled]
        write_records(tmp_path / f"{attempt}.{ending}", mixed, PLAN, [FORM], NAMES)
        written.add((tmp_path / f"{attempt}.{ending}").read_bytes())
    assert len(written) == 1


def test_xlsx_has_numbers_and_texts_and_the_codebook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_records(path, RECORDS, PLAN, [FORM], NAMES) == (path,)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Dữ liệu", "Bảng mã"]
    header, *rows = book["Dữ liệu"].iter_rows(values_only=True)
    assert list(header) == [*BALLOT_COLUMNS, *FORM.by_code]
    first = dict(zip(header, rows[0], strict=True))
    assert (first["Q1"], first["Q4"], first["ballot.unit"], first["comment"]) == (1, ".", "07", "+")
    assert book["Dữ liệu"]["A1"].font.b
    assert book["Dữ liệu"].freeze_panes == "A2"
    explained = list(book["Bảng mã"].iter_rows(values_only=True))
    assert explained[0] == HEADER
    assert (
        "phieu",
        "Q1",
        FORM.by_code["Q1"].text,
        "rated",
        "F1 " + FORM.factors[0].title,
        5,
        "Rất hài lòng",
        "1",
    ) in explained


def test_the_codebook_explains_every_code_of_every_kind() -> None:
    rows = codebook(PLAN, [EVERY], NAMES, "en")
    explained: dict[str, dict[str, str]] = {}
    for row in rows:
        explained.setdefault(row.column, {})[row.code] = row.label
    assert set(explained) == {*BALLOT_COLUMNS, *EVERY.by_code}
    for code in EVERY.by_code:
        assert {".", "*", "?"} <= set(explained[code])
    assert set(explained["Q1"]) == {"1", "2", "3", "4", "5", "0", ".", "*", "?"}
    assert explained["Q1"]["0"] == "Không có ý kiến"
    assert explained["unit"]["07"] == explained["ballot.unit"]["07"] == "Phường Lê Lợi"
    assert explained["sex"]["9"] == "Khác (words written by hand are not in this file)"
    assert explained["early"][""] == "Per cent, whole number from 0 to 300"
    assert explained["heard"][""] == "Several codes joined by semicolons"
    assert "may name people" in explained["comment"]["+"]
    satisfied = {row.code: row.satisfied for row in rows if row.column == "overall"}
    assert satisfied == {"1": "0", "2": "0", "3": "0", "4": "1", "5": "1", "0": "", ".": "", "*": "", "?": ""}


def test_two_forms_share_a_file(tmp_path: Path) -> None:
    other = Record("1", EVERY.sha256, "", "g", "", "c", {"Q1": "0", "sex": "9"})
    (tmp_path / "a.csv").write_bytes(records_csv("a.csv", [RECORDS[0], other], [FORM, EVERY]))
    rows = {row["ballot.form"]: row for row in rows_of(tmp_path / "a.csv")}
    assert (rows["every"]["Q1"], rows["every"]["sex"], rows["every"]["Q2"]) == ("0", "9", "")
    assert (rows["phieu"]["Q1"], rows["phieu"]["sex"]) == ("5", "")


def test_a_record_of_another_form_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not among those given"):
        write_records(tmp_path / "a.csv", RECORDS, PLAN, [EVERY], {})
    assert list(tmp_path.iterdir()) == []


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    evil = record("1", unit="=1+1", procedure="@SUM(A1)", comment="+")
    write_records(tmp_path / "a.csv", [evil], PLAN, [FORM], {"unit": {"=1+1": "-2+cmd"}, "procedure": {}})
    (row,) = rows_of(tmp_path / "a.csv")
    assert (row["ballot.unit"], row["unit"], row["procedure"], row["comment"]) == ("'=1+1", "'=1+1", "'@SUM(A1)", "+")
    assert "'-2+cmd" in [row["label"] for row in rows_of(tmp_path / "a.codebook.csv")]
    write_records(tmp_path / "a.xlsx", [evil], PLAN, [FORM], {})
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Dữ liệu"]
    assert {cell.data_type for cell in sheet[2]} == {"n", "s"}  # "f" would be a formula
    assert "=1+1" in [cell.value for cell in sheet[2]]


def test_serial_day_and_words_are_there_only_where_they_are_given(tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)"
    own = {RECORDS[0].serial: Identity("2017-10-31", {"comment": evil})}
    write_records(tmp_path / "a.csv", RECORDS[::-1], PLAN, [FORM], NAMES, identities=own)
    first, second, _ = rows_of(tmp_path / "a.csv")
    texts = [f"{question.code}.text" for question in FORM.questions if question.holds_text]
    assert list(first) == ["ballot.serial", "ballot.received", *BALLOT_COLUMNS, *FORM.by_code, *texts]
    assert first["ballot.serial"].replace(" ", "") == RECORDS[0].serial  # by serial, whatever order they came in
    assert (first["ballot.received"], first["comment.text"]) == ("2017-10-31", f"'{evil}")
    assert (second["ballot.received"], second["comment.text"]) == ("", "")
    explained = {row["column"] for row in rows_of(tmp_path / "a.codebook.csv")}
    assert explained == set(first)
    write_records(tmp_path / "a.xlsx", RECORDS, PLAN, [FORM], NAMES, identities=own)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Dữ liệu"]
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    assert cells[evil] == "s"


@given(st.text(alphabet="=+-@\t\r'a1 ", min_size=2, max_size=8))
def test_words_of_respondents_are_never_a_formula_in_csv(words: str) -> None:
    own = {RECORDS[0].serial: Identity("", {"comment": words})}
    made = records_csv("a.csv", RECORDS[:1], [FORM], own).decode("utf-8-sig")
    (row,) = csv.DictReader(made.splitlines(keepends=True), strict=True)
    assert not row["comment.text"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_endings(tmp_path: Path) -> None:
    for name, code in (
        ("a.txt", "records.unknown_format"),
        ("a", "records.unknown_format"),
    ):
        with pytest.raises(Refusal) as caught:
            write_records(tmp_path / name, RECORDS, PLAN, [FORM], {})
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert write_records(tmp_path / "A.XLSX", [], PLAN, [FORM], {}) == (tmp_path / "A.XLSX",)


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path, code in (("none/a.csv", "no_folder"), ("none/a.xlsx", "no_folder"), ("folder.csv", "cannot_write")):
        with pytest.raises(Refusal) as caught:
            write_records(tmp_path / path, RECORDS, PLAN, [FORM], {})
        assert caught.value.code == f"file.{code}"


def test_a_failure_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def fail_half_way() -> None:
        with beside(path) as part:
            part.write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_what_reads_back_differently_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sipas_desktop.exchange.records_file.write_workbook",
        lambda part, sheets: [*write_workbook(part, sheets)[:1], 1],
    )
    with pytest.raises(Refusal) as caught:
        write_records(tmp_path / "a.xlsx", RECORDS, PLAN, [FORM], {})
    assert caught.value.code == "records.check_failed"
    assert list(tmp_path.iterdir()) == []


CELL = st.integers(-(10**9), 10**12) | st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


@given(st.lists(st.lists(CELL, min_size=1, max_size=30), min_size=1, max_size=8))
def test_a_workbook_reads_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str | int]]
) -> None:
    path = tmp_path_factory.mktemp("w") / "a.xlsx"
    assert write_workbook(path, [Sheet('A & "B" <c>', rows)]) == [len(rows)]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == 'A & "B" <c>'
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            found = sheet.cell(number, place)
            if isinstance(cell, int):
                assert found.value == cell
            else:
                # XML has no control characters, and knows one line end only.
                kept = "".join(c for c in cell if c in "\t\n\r" or (ord(c) >= 32 and c not in "\ufffe\uffff"))
                assert (found.value or "") == kept.replace("\r\n", "\n").replace("\r", "\n")
                assert found.data_type in ("s", "n")
