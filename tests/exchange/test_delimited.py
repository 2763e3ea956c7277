"""Text tables in every encoding and with every separator."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.delimited import decode, read_rows
from sipas_desktop.exchange.workbook import read_workbook

TABLE = "Họ và tên,Địa chỉ\r\nNguyễn Thị Ánh,Tổ 5\r\nTrần Văn Đức,Thôn Thượng\r\nLê Hữu Phước,Ấp Tây\r\n"


def in_windows_1258(text: str) -> bytes:
    """Windows-1258 has the tones as characters of their own, after letters with their hats."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            decomposed = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", decomposed.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        in_windows_1258(TABLE),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16 unmarked", "windows-1258"],
)
def test_decodes(content: bytes) -> None:
    assert unicodedata.normalize("NFC", decode("x.csv", content)).lstrip("\ufeff") == TABLE


def test_leaves_text_in_old_encodings_as_it_is_for_others_to_find() -> None:
    content = "Hä vµ tªn,§Þa chØ\nNguyÔn ThÞ ¸nh,Tæ 5\nTrÇn V¨n §øc,Th«n Th\u00adîng\n"
    assert decode("x.csv", content.encode("latin-1")) == content


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_finds_the_separator(separator: str) -> None:
    text = f'STT{separator}Họ tên{separator}Địa chỉ\n1{separator}An{separator}"Tổ 1{separator} đường, số 2; hẻm 3"\n'
    assert read_rows("x.csv", text) == [
        ["STT", "Họ tên", "Địa chỉ"],
        ["1", "An", f"Tổ 1{separator} đường, số 2; hẻm 3"],
    ]


def test_a_separator_line_of_excel_is_obeyed_and_not_shown() -> None:
    assert read_rows("x.csv", "sep=;\na;b,c\n") == [["a", "b,c"]]


def test_blank_lines_count_as_rows() -> None:
    assert read_rows("x.csv", "a,b\n\nc,d\n") == [["a", "b"], [], ["c", "d"]]


def test_an_open_quotation_mark_is_refused_instead_of_swallowing_the_list() -> None:
    text = 'a,b\n1,"Công ty ABC\n' + "2,x\n" * 50
    with pytest.raises(Refusal) as caught:
        read_rows("x.csv", text)
    assert caught.value.code == "workbook.quote_open"
    assert caught.value.params["row"] == 2


def test_a_quotation_mark_inside_is_kept() -> None:
    assert read_rows("x.csv", 'a,b\n1,Công ty "ABC"\n')[1] == ["1", 'Công ty "ABC"']


def test_a_csv_file_is_a_workbook_of_one_sheet(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(TABLE.encode("utf-16"))
    (sheet,) = read_workbook(tmp_path / "x.csv").sheets
    assert sheet.rows[1] == ["Nguyễn Thị Ánh", "Tổ 5"]
