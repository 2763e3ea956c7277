"""Lists of phúc tra and the replies that come back: what gateways take, what no spreadsheet runs, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.domain.sms import Numbers, is_mobile, recipient, sender
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.recheck_list import MESSAGES, TO_ASK, Line, recheck_list, without_formula
from sipas_desktop.exchange.recheck_replies import ReplyRow, read_replies


def written(out: Path, lines: list[Line], columns: tuple[str, ...] = MESSAGES) -> bytes:
    with recheck_list(out, lines, columns) as sha256:
        assert len(sha256) == 64 and not out.exists()
    return out.read_bytes()


@pytest.mark.parametrize(("phone", "mobile", "abroad", "typed"), [
    ("0912345678", True, "84912345678", ["0912345678", "84912345678", "+84 912 345 678", "0084912345678", "912345678"]),
    ("0387654321", True, "84387654321", ["0387-654-321", "+84387654321"]),
    ("02343822538", False, "842343822538", ["02343822538"]),
    ("01234567890", False, "841234567890", ["01234567890"]),  # of eleven digits: until 2018
])  # fmt: skip
def test_numbers_as_gateways_write_them(phone: str, mobile: bool, abroad: str, typed: list[str]) -> None:
    assert is_mobile(phone) is mobile
    assert (recipient(phone, Numbers.NATIONAL), recipient(phone, Numbers.INTERNATIONAL)) == (phone, abroad)
    assert {sender(each) for each in typed} == {phone}


def test_a_list_without_accents_is_plain_ascii_and_one_with_them_has_a_mark(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.csv", [Line(1, "84912345678", 'Co, hay "khong"?')])
    assert plain == b'phone,text,id\r\n84912345678,"Co, hay ""khong""?",1\r\n'
    marked = written(tmp_path / "b.csv", [Line(1, "84912345678", "Có?")])
    assert marked == "\ufeffphone,text,id\r\n84912345678,Có?,1\r\n".encode()


def test_a_workbook_holds_text_alone_so_a_leading_zero_stays(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", [Line(7, "0912345678", "=1+1")])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["phone", "text", "id"], ["0912345678", "=1+1", "7"],
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("odd", ["=HYPERLINK(1)", "+84", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "=-+@x"])
def test_no_spreadsheet_takes_a_name_for_a_formula(tmp_path: Path, odd: str) -> None:
    assert not without_formula(odd).startswith(("=", "+", "-", "@", "\t", "\r", " "))
    line = Line(1, "0912345678", "", name=odd.strip(" "), unit="UBND")
    text = written(tmp_path / "a.csv", [line], TO_ASK).decode("utf-8-sig")
    cell = text.split("0912345678,", 1)[1].lstrip('"')
    assert cell.startswith("'")


def test_a_list_that_is_not_told_of_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), recheck_list(tmp_path / "a.csv", [Line(1, "1")], MESSAGES):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refusal, match="csv"), recheck_list(tmp_path / "a.txt", [], MESSAGES):
        pass


# ------------------------------------------------------------------------------------------------------------- replies


def csv_of(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "trả lời.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_replies_are_read_from_what_gateways_and_callers_write(tmp_path: Path) -> None:
    gateway = csv_of(
        tmp_path, "\ufeffSố điện thoại;Nội dung;Thời gian\r\n84912345678;1;2024-10-01 08:00\r\n0387654321;;\r\n"
    )
    assert read_replies(gateway) == (ReplyRow(2, "", "0912345678", "1", "", "2024-10-01 08:00"),)
    callers = tmp_path / "gọi.xlsx"
    rows: list[tuple[str | int, ...]] = [("id", "phone", "name", "result"), (3, 912345678, "Người A", "không")]
    write_workbook(callers, [Sheet("SMS", rows)])
    assert read_replies(callers) == (ReplyRow(2, "3", "0912345678", "", "không", ""),)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: csv_of(folder, "phone,name\n0912345678,A\n"), "recheck.no_column"),
        (lambda folder: csv_of(folder, "name,text\nA,1\n"), "recheck.no_column"),
        (lambda folder: csv_of(folder, "phone,text,Nội dung\n0912345678,1,2\n"), "recheck.column_twice"),
        (lambda folder: csv_of(folder, "phone,text\n0912345678,\n"), "recheck.no_replies"),
        (lambda folder: csv_of(folder, "phone,text\n0912345678,Đúng\n", "cp1258"), "keyed.not_utf8"),
        (lambda folder: csv_of(folder, 'phone,text\n0912345678,"1\n'), "keyed.csv_syntax"),
        (lambda folder: csv_of(folder, "\n"), "workbook.empty"),
        (lambda folder: folder / "không có.csv", "workbook.missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_replies(make(tmp_path))
    assert caught.value.code == code
    assert caught.value.words("vi") and caught.value.words("en")
