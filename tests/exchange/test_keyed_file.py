"""Files of keyed answers, decisions and serials: taken whole, or refused with every fault named."""

import datetime
import io
import random
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.answer import MARKS, WRITTEN, Answer
from sipas_desktop.domain.form import Form, Kind, Question, parse_answer, show_answer
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.keyed_file import (
    FaultyFile,
    read_decisions,
    read_keyed,
    read_serials,
)

FORM = read_form((Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8"), "every")
SMALL = read_form(
    """
    format = 1
    code = "small"
    version = 1
    title = ["PHIẾU"]
    opening = ["{unit}"]
    [[scales]]
    code = "s"
    levels = [{ code = "1", label = "Không" }, { code = "2", label = "Có", satisfied = true }]
    [[opening_questions]]
    code = "unit"
    kind = "unit"
    text = "Đơn vị"
    [[body]]
    code = "Q1"
    kind = "rated"
    scale = "s"
    text = "Một"
    [[body]]
    code = "comment"
    kind = "long_text"
    text = "Góp ý"
    """,
    "small",
)
UNITS = {"unit": frozenset({"07", "12", "P.01"}), "procedure": frozenset({"1.001", "Đ2"})}
SERIALS = ["482130000017", "482130000024", "482130000031"]
GOOD = [["serial", "unit", "Q1", "comment"], [SERIALS[0], "07", "2", "."], [SERIALS[1], "Xã Đoài", "*", "chậm, xa"]]


def write_csv(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    lines = []
    for row in rows:
        cells = ['"' + cell.replace('"', '""') + '"' if set(cell) & set(f'{delimiter}"\n') else cell for cell in row]
        lines.append(delimiter.join(cells))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def faults(path: Path, form: Form = SMALL) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyFile) as caught:
        read_keyed(path, form, UNITS)
    assert caught.value.count == len(caught.value.faults)
    return [(fault.row, fault.column, fault.message) for fault in caught.value.faults]


def refusal(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_keyed(path, SMALL, UNITS)
    assert path.name in caught.value.words("vi")
    assert "\n" not in caught.value.words("vi")
    return caught.value.code


# ------------------------------------------------------------------------------------------------------ good files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    first, second = read_keyed(write_csv(tmp_path / "lần 1.csv", GOOD, delimiter, encoding), SMALL, UNITS)
    assert (first.serial_text, first.row) == (SERIALS[0], 2)
    assert first.answers == {"unit": Answer("07"), "Q1": Answer("2"), "comment": Answer(".")}
    assert second.answers == {
        "unit": Answer("+", "Xã Đoài"),
        "Q1": Answer("*"),
        "comment": Answer("+", "chậm, xa"),
    }


def test_xlsx_with_numbers_as_excel_keeps_them(tmp_path: Path) -> None:
    rows = [
        ["serial", "comment", "unit", "Q1"],
        [482130000017, "0", 12, 2],
        [None] * 4,
        ["482130000024", 4.5, "07", "?"],
    ]
    first, second = read_keyed(write_xlsx(tmp_path / "a.xlsx", rows), SMALL, UNITS)
    assert first.serial_text == "482130000017"
    assert first.answers == {"unit": Answer("12"), "Q1": Answer("2"), "comment": Answer("+", "0")}
    assert list(first.answers) == ["unit", "Q1", "comment"]  # the form's order, whatever the file's
    assert (second.row, second.answers["comment"]) == (4, Answer("+", "4.5"))


def test_every_kind_of_question(tmp_path: Path) -> None:
    cells = ["Đ2", "1.001", "0", "5", "9:không nói", "10;2", "1", "07", "120", "Làm nông", "Tốt.", "5/9/2024", "H57-1"]
    order = ["procedure", "unit", *[q.code for q in FORM.questions if q.kind.value not in ("unit", "procedure")]]
    path = write_csv(tmp_path / "a.csv", [["serial", *order], [SERIALS[0], *cells]])
    (ballot,) = read_keyed(path, FORM, {"unit": frozenset({"1.001"}), "procedure": frozenset({"Đ2"})})
    assert {code: show_answer(answer) for code, answer in ballot.answers.items()} == {
        "unit": "1.001", "procedure": "Đ2", "Q1": "0", "overall": "5", "sex": "9:không nói", "heard": "10;2",
        "again": "1", "visits": "7", "early": "120", "job": "Làm nông", "comment": "Tốt.", "day": "2024-09-05",
        "dossier": "H57-1",
    }  # fmt: skip


def test_a_date_cell_of_excel(tmp_path: Path) -> None:
    one = {q.code: "." for q in FORM.questions} | {"day": datetime.date(2024, 9, 5)}
    path = write_xlsx(tmp_path / "a.xlsx", [["serial", *one], [SERIALS[0], *one.values()]])
    assert read_keyed(path, FORM, {})[0].answers["day"] == Answer("2024-09-05")


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["serial", "Q1", "comment"], [SERIALS[0], "1", "."]])
    assert faults(path) == [(1, "", "keyed.no_column")]
    (ballot,) = read_keyed(path, SMALL, UNITS, optional=frozenset({"unit"}))
    assert list(ballot.answers) == ["Q1", "comment"]


def test_a_third_pass_has_a_few_fields_of_each_ballot(tmp_path: Path) -> None:
    rows = [["serial", "Q1", "comment"], [SERIALS[0], "1", ""], [SERIALS[1], "", "."]]
    path = write_csv(tmp_path / "a.csv", rows)
    assert [code for _, _, code in faults(path)] == ["keyed.no_column"]
    one, two = read_keyed(path, SMALL, UNITS, partial=True)
    assert (one.answers, two.answers) == ({"Q1": Answer("1")}, {"comment": Answer(".")})
    wrong = write_csv(tmp_path / "b.csv", [["serial", "Q1"], [SERIALS[0], "9"]])
    with pytest.raises(FaultyFile):
        read_keyed(wrong, SMALL, UNITS, partial=True)


def test_nfd_spaces_and_empty_borders_are_mended(tmp_path: Path) -> None:
    rows = [
        ["serial ", "unit", " Q1", "comment", "", ""],
        [f" {SERIALS[0]} ", " P.01 ", "2 ", "Tô\u0301t", "", ""],
        [""] * 6,
    ]
    (ballot,) = read_keyed(write_csv(tmp_path / "a.csv", rows), SMALL, UNITS)
    assert ballot.serial_text == SERIALS[0]
    assert ballot.answers == {"unit": Answer("P.01"), "Q1": Answer("2"), "comment": Answer("+", "Tốt")}


def test_text_in_quotes_may_hold_a_line_end(tmp_path: Path) -> None:
    rows = [GOOD[0], [SERIALS[0], ".", "1", "một\nhai"], [SERIALS[1], ".", "7", "."]]
    assert faults(write_csv(tmp_path / "a.csv", rows)) == [(3, "Q1", "answer.not_a_code")]


# ---------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("header", "message", "column"),
    [
        (["serial", "unit", "Q1"], "keyed.no_column", ""),
        (["unit", "Q1", "comment"], "keyed.no_column", ""),
        (["serial", "unit", "Q1", "comment", "Q2"], "keyed.column_unknown", "Q2"),
        (["serial", "unit", "Q1", "comment", "Q1"], "keyed.column_twice", "Q1"),
        (["serial", "unit", "Q1", "comment", ""], "keyed.column_unnamed", ""),
    ],
)
def test_faults_of_the_header(tmp_path: Path, header: list[str], message: str, column: str) -> None:
    path = write_csv(tmp_path / "a.csv", [header, [SERIALS[0], *["." for _ in header[1:]]]])
    assert faults(path) == [(1, column, message)]


@pytest.mark.parametrize(
    ("place", "cell", "message"),
    [
        (0, "", "keyed.serial_empty"),
        (0, "4.8213E+11", "keyed.serial_shortened"),
        (0, "4,8213E+11", "keyed.serial_shortened"),
        (1, "", "answer.empty"),
        (1, "7", "keyed.lost_zeros"),
        (2, "", "answer.empty"),
        (2, "3", "answer.not_a_code"),
        (2, "0", "answer.not_a_code"),  # the scale offers no "no opinion"
        (2, "1;2", "answer.not_a_code"),
        (2, "@subject.what", "answer.not_a_code"),
        (3, "", "answer.empty"),
        (3, "a\x00b", "answer.control_character"),
    ],
)
def test_faults_of_a_cell(tmp_path: Path, place: int, cell: str, message: str) -> None:
    rows = [GOOD[0], GOOD[1], [SERIALS[2], "12", "1", "."]]
    rows[2][place] = cell
    path = write_csv(tmp_path / "a.csv", rows)
    assert faults(path) == [(3, GOOD[0][place], message)]
    with pytest.raises(FaultyFile) as caught:
        read_keyed(path, SMALL, UNITS)
    for lang in ("vi", "en"):
        (line,) = caught.value.words(lang).split("\n")
        for named in ("a.csv", "3", GOOD[0][place], cell):
            assert named in line


def test_the_message_names_file_row_column_found_and_expected(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [GOOD[0], [SERIALS[0], ".", "7", "."]])
    with pytest.raises(FaultyFile) as caught:
        read_keyed(path, SMALL, UNITS)
    assert caught.value.words("vi") == (
        "a.csv: có 1 lỗi, chưa ghi gì: dòng 2, cột “Q1”: “7”: không phải mã trả lời của câu này; được nhập: "
        "1 2 . * ? (F101)"
    )
    assert caught.value.words("en") == (
        "a.csv: 1 fault(s), nothing was written: row 2, column “Q1”: “7”: not an answer code of this question; "
        "expected one of: 1 2 . * ? (F101)"
    )


def test_a_serial_twice(tmp_path: Path) -> None:
    rows = [GOOD[0], [SERIALS[0], ".", "1", "."], ["48213 000001 7", ".", "1", "."]]
    assert faults(write_csv(tmp_path / "a.csv", rows)) == [(3, "serial", "keyed.serial_twice")]


def test_a_comma_outside_quotes_is_found_and_the_text_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"serial,unit,Q1,comment\n{SERIALS[0]},.,1,gặp bà Lan, phòng 3\n", encoding="utf-8")
    assert faults(path) == [(2, "", "keyed.too_many_cells")]
    with pytest.raises(FaultyFile) as caught:
        read_keyed(path, SMALL, UNITS)
    assert "Lan" not in caught.value.words()
    assert "phòng 3" not in caught.value.words()


def test_all_faults_are_counted_and_the_first_twenty_shown(tmp_path: Path) -> None:
    rows = [GOOD[0], *[[f"{n}", ".", "x", "."] for n in range(100, 150)]]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(FaultyFile) as caught:
        read_keyed(path, SMALL, UNITS)
    assert (caught.value.count, len(caught.value.faults)) == (50, 20)
    assert caught.value.words("vi").endswith("… và 30 lỗi nữa")


# ------------------------------------------------------------------------------------------- files as a whole


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def made(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    text = "serial,unit,Q1,comment\n1,.,1,Tốt\n"
    assert refusal(tmp_path / "none.csv") == "workbook.missing"
    assert refusal(tmp_path) == "workbook.folder"
    assert refusal(made("empty.csv", b"")) == "workbook.empty"
    assert refusal(made("blank.csv", b"\r\n,,\r\n")) == "keyed.no_rows"
    assert refusal(made("u16.csv", text.encode("utf-16"))) == "keyed.utf16"
    assert refusal(made("cp1258.csv", "serial,unit,Q1,comment\n1,.,1,Ðô\n".encode("cp1252"))) == "keyed.not_utf8"
    assert refusal(made("quote.csv", b'serial,unit,Q1,comment\n1,.,1,"open\n')) == "keyed.csv_syntax"
    assert refusal(made("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == "workbook.damaged"
    assert refusal(made("broken.xlsx", b"PK\x03\x04" + bytes(99))) == "workbook.damaged"
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(tmp_path / "other.zip") == "workbook.unknown"
    header = made("header.csv", b"serial,unit,Q1,comment\n")
    assert faults(header) == [(1, "", "keyed.header_only")]


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"serial,unit,Q1,comment\n1,.,1,a\n2,.,1,\xd0\n")
    with pytest.raises(Refusal, match="line 3: not UTF-8"):
        read_keyed(path, SMALL, UNITS)


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_memory_is_set_aside(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["serial", "unit", "Q1", "comment"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    assert refusal(tmp_path / "far.xlsx") == "keyed.far_cell"


def test_a_workbook_of_hidden_sheets_only_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", GOOD)
    files = {}
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert refusal(path) == "keyed.no_sheet"


def test_an_error_of_excel_is_no_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in GOOD:
        book.active.append(row)
    book.active["C2"] = "#N/A"
    book.active["C2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    assert faults(tmp_path / "a.xlsx") == [(2, "Q1", "answer.not_a_code")]


def test_only_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Phiếu")
    for row in GOOD:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert len(read_keyed(tmp_path / "a.xlsx", SMALL, UNITS)) == 2


# ------------------------------------------------------------------------------------------ decisions and serials


def test_decisions(tmp_path: Path) -> None:
    rows = [
        ["question", "serial", "value", "reason"],
        ["Q1", SERIALS[0], "2", "rõ trên phiếu"],
        ["comment", SERIALS[0], ".", ""],
    ]
    first, second = read_decisions(write_csv(tmp_path / "a.csv", rows), SMALL, UNITS)
    assert (first.serial_text, first.row, first.question) == (SERIALS[0], 2, "Q1")
    assert (first.answer, first.reason) == (Answer("2"), "rõ trên phiếu")
    assert (second.answer, second.reason) == (Answer("."), "")
    bare = write_csv(tmp_path / "b.csv", [row[:3] for row in rows])
    assert [decision.reason for decision in read_decisions(bare, SMALL, UNITS)] == ["", ""]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["Q9", SERIALS[0], "2", ""], (3, "question", "keyed.no_question")),
        (["Q1", SERIALS[0], "2", ""], (3, "question", "keyed.decided_twice")),
        (["Q1", SERIALS[1], "9", ""], (3, "value", "answer.not_a_code")),
        (["Q1", SERIALS[1], "", ""], (3, "value", "answer.empty")),
        (["Q1", "", "2", ""], (3, "serial", "keyed.serial_empty")),
        (["unit", SERIALS[1], "7", ""], (3, "value", "keyed.lost_zeros")),
    ],
)
def test_faults_of_decisions(tmp_path: Path, row: list[str], fault: tuple[int, str, str]) -> None:
    rows = [["question", "serial", "value", "reason"], ["Q1", SERIALS[0], "2", ""], row]
    with pytest.raises(FaultyFile) as caught:
        read_decisions(write_csv(tmp_path / "a.csv", rows), SMALL, UNITS)
    assert [(f.row, f.column, f.message) for f in caught.value.faults] == [fault]


def test_serials_one_a_line_or_in_a_column(tmp_path: Path) -> None:
    plain = tmp_path / "a.txt"
    plain.write_text("\n".join([SERIALS[0], "", SERIALS[1]]), encoding="utf-8")
    assert read_serials(plain) == ((1, SERIALS[0]), (3, SERIALS[1]))
    column = write_csv(tmp_path / "b.csv", [["note", "Serial"], ["x", SERIALS[0]]], ";")
    assert read_serials(column) == ((2, SERIALS[0]),)
    numbers = write_xlsx(tmp_path / "c.xlsx", [[482130000017], [482130000024]])
    assert read_serials(numbers) == ((1, SERIALS[0]), (2, SERIALS[1]))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["a", "b"], [SERIALS[0], "x"]], "keyed.no_column"),
        ([["serial", "b"], ["", "x"]], "keyed.serial_empty"),
        ([["serial"], ["4.8213E+11"]], "keyed.serial_shortened"),
    ],
)
def test_faults_of_serials(tmp_path: Path, rows: list[list[str]], message: str) -> None:
    with pytest.raises(FaultyFile) as caught:
        read_serials(write_csv(tmp_path / "a.csv", rows))
    assert [fault.message for fault in caught.value.faults] == [message]


# ------------------------------------------------------------------------------------------------------ properties

TEXT = st.text(min_size=1).map(normalise).filter(lambda text: text and text not in MARKS and "\x00" not in text)


def answers(question: Question) -> st.SearchStrategy[Answer]:
    """Answers as the survey stores them."""

    def several(codes: list[str], text: str | None) -> Answer:
        asks = any(option.words and option.code in codes for option in question.options)
        return Answer(";".join(sorted(codes)), text if asks else None)

    codes = [option.code for option in question.choices]
    marks = st.sampled_from(MARKS).map(Answer)
    match question.kind:
        case Kind.RATED | Kind.CHOICE | Kind.YES_NO:
            more = ["0"] if question.no_opinion else []
            kind = st.builds(lambda code, text: several([code], text), st.sampled_from(codes + more), st.none() | TEXT)
        case Kind.CHOICES:
            kind = st.builds(
                several, st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True), st.none() | TEXT
            )
        case Kind.NUMBER | Kind.PERCENT:
            kind = st.integers(0, question.maximum or 0).map(lambda number: Answer(str(number)))
        case Kind.DATE:
            kind = st.dates(datetime.date(1000, 1, 1)).map(lambda day: Answer(day.isoformat()))
        case Kind.UNIT | Kind.PROCEDURE:
            catalogue = UNITS[question.kind.value]
            words = TEXT.filter(lambda text: text not in catalogue)
            kind = st.sampled_from(sorted(catalogue)).map(Answer) | words.map(lambda text: Answer(WRITTEN, text))
        case _:
            kind = TEXT.map(lambda text: Answer(WRITTEN, text))
    return marks | kind


@given(st.data())
def test_an_answer_shown_and_read_again_is_the_same(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(FORM.questions))
    answer = data.draw(answers(question))
    assert parse_answer(question, show_answer(answer), UNITS.get(question.kind.value, frozenset())) == answer


def test_the_form_has_every_kind() -> None:
    assert {question.kind for question in FORM.questions} == set(Kind)


def _mutated(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(damaged))
        match chance.randrange(4):
            case 0:
                damaged[place] = chance.randrange(256)
            case 1:
                del damaged[place : place + chance.randint(1, 40)]
            case 2:
                damaged[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
            case _:
                other = chance.randrange(len(damaged))
                damaged[place : place + 20] = damaged[other : other + 20]
        if not damaged:
            return b""
    return bytes(damaged)


def _mutated_sheet(content: bytes, chance: random.Random) -> bytes:
    """The workbook with one of its XML files damaged and packed again, so that the damage gets past the checksum."""
    found, made = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(found) as source, zipfile.ZipFile(made, "w") as target:
        victim = chance.choice(source.namelist())
        for name in source.namelist():
            inner = source.read(name)
            target.writestr(name, _mutated(inner, chance) if name == victim else inner)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sheet"])
def test_damaged_files_give_a_result_or_a_refusal(tmp_path: Path, kind: str) -> None:
    chance = random.Random(20170607)
    source = write_csv(tmp_path / "a.csv", GOOD) if kind == "csv" else write_xlsx(tmp_path / "a.xlsx", GOOD)
    content, path = source.read_bytes(), tmp_path / "damaged"
    outcomes = {"read": 0, "refused": 0}
    for _ in range(150):
        path.write_bytes(_mutated_sheet(content, chance) if kind == "sheet" else _mutated(content, chance))
        try:
            for ballot in read_keyed(path, SMALL, UNITS):
                assert set(ballot.answers) == {"unit", "Q1", "comment"}
            outcomes["read"] += 1
        except Refusal as refused:
            outcomes["refused"] += bool(refused.words("vi") and refused.words("en"))
    assert sum(outcomes.values()) == 150
    assert outcomes["refused"] > 20
    shutil.rmtree(tmp_path)
