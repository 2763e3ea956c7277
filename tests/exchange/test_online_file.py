"""Files of online channels: what is read, what is rejected with its cell, what is never looked at."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sipas_desktop.domain.online_mapping import read_mapping
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.online_columns import guess_mapping, look_at
from sipas_desktop.exchange.online_file import OnlinePreview, read_online
from sipas_desktop.jobs.presets import find_preset
from tests.online import HEADINGS, RATED, mapping_text, write_export

FORM = next(iter(find_preset("hue-2024").forms.values()))
TEN = datetime.datetime(2024, 9, 10, 8, 30)  # noqa: DTZ001  Excel knows no zones
DAY = datetime.date(2024, 9, 9)
GOOD = (TEN, "H57.01-240901-0001", "998877", "0912345678", DAY, "Cán bộ một", "Hài lòng")


def read(path: Path, text: str = "") -> OnlinePreview:
    """The file by the tests' mapping."""
    mapping = read_mapping(text or mapping_text(), "m.toml")
    return read_online(path, mapping, FORM, "hues", lambda kind, name: None, {"cán bộ một": "cb-7"})


def test_rows_become_answers_and_the_rest_of_the_table_does_not(tmp_path: Path) -> None:
    found = read(write_export(tmp_path / "hues.xlsx", [GOOD, (), (*GOOD[:-2], "Cán bộ hai", "RẤT HÀI LÒNG")]))
    first, second = found.rows
    assert (first.at, first.dossier, first.phone, first.resulted) == ("2024-09-10T08:30:00", GOOD[1], GOOD[3], DAY)
    assert (first.officer, second.officer) == ("cb-7", "cb-1")
    assert [(each.code, each.name) for each in found.officers] == [("cb-1", "Cán bộ hai")]
    assert {answer.value for answer in first.answers.values()} == {"4"}
    assert {answer.value for answer in second.answers.values()} == {"5"}
    assert (found.rejected, found.total) == ((), 2)
    assert "998877" not in repr(found.rows)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("10/9/2024 08:30", "2024-09-10T08:30:00"),
        ("10/09/2024 2:05:09 PM", "2024-09-10T14:05:09"),
        ("2024-09-10", "2024-09-10"),
        (DAY, "2024-09-09"),
        (45545.5, "2024-09-10T12:00:00"),
    ],
)
def test_when_it_was_answered(tmp_path: Path, cell: object, at: str) -> None:
    (row,) = read(write_export(tmp_path / "hues.xlsx", [(cell, *GOOD[1:])])).rows
    assert row.at == at


@pytest.mark.parametrize(
    ("place", "cell", "message"),
    [
        (0, "hôm qua", "sample.date_unreadable"),
        (0, None, "online.no_day"),
        (4, "31/02/2024", "sample.date_unreadable"),
        (6, "Tạm được", "online.unknown_text"),
        (6, None, "online.nothing_answered"),
        (6, "6", "online.unknown_text"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_cell(
    tmp_path: Path, place: int, cell: object, message: str
) -> None:
    bad = [*GOOD]
    bad[place] = cell
    found = read(write_export(tmp_path / "hues.xlsx", [GOOD, bad, GOOD]))
    assert ([note.message for note in found.rejected], len(found.rows)) == ([message], 2)
    assert found.rejected[0].row == 4
    assert all(found.rejected[0].words(lang) for lang in ("vi", "en"))


def test_a_blank_answer_is_blank_and_an_unmapped_question_is_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "cong.csv"
    rows = [["Ngày", "Câu 1", "Câu 2", "Đánh giá chung"], ["10/9/2024", "", "Hài lòng", "4"]]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    text = 'format = 1\nsource = "Cổng"\n[columns]\n"Ngày" = "@answered"\n"Câu 1" = "Q1"\n"Câu 2" = "Q2"\n'
    (row,) = read(path, text + '"Đánh giá chung" = "overall"\n[values."*"]\n"hài lòng" = "4"\n').rows
    assert {code: answer.value for code, answer in row.answers.items()} == {"Q1": ".", "Q2": "4", "overall": "4"}
    assert (row.dossier, row.phone, row.channel) == ("", "", "hues")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = write_export(tmp_path / "hues.xlsx", [GOOD[:1] + GOOD[2:]], [HEADINGS[0], *HEADINGS[2:]])
    with pytest.raises(Refusal) as caught:
        read(path)
    assert (caught.value.code, caught.value.params["missing"]) == ("online.no_column", "Mã hồ sơ")


def test_no_rows_and_no_header_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no answers"):
        read(write_export(tmp_path / "hues.xlsx", []))
    (tmp_path / "khac.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        look_at(tmp_path / "khac.csv", FORM)
    assert caught.value.code == "online.no_header"


def test_a_first_mapping_leaves_verification_codes_out_and_reads_the_file(tmp_path: Path) -> None:
    path = write_export(tmp_path / "hues.xlsx", [GOOD])
    guessed = guess_mapping(path, FORM, "HueS")
    assert "Mã xác thực" not in guessed.columns
    assert set(RATED) <= set(guessed.columns.values())
    found = read_online(path, guessed, FORM, "hues", lambda kind, name: None, {})
    assert len(found.rows) == 1
    columns = {column.heading: column for column in look_at(path, FORM)}
    assert columns["Mã xác thực"].verification
    assert dict(columns["Câu 1"].texts) == {"Hài lòng": 1}


@pytest.mark.parametrize(("rules", "code"), [("comments = true", ""), ("", "online.only_words")])
def test_words_without_a_rating_are_kept_where_the_mapping_says_so(tmp_path: Path, rules: str, code: str) -> None:
    headings = (*HEADINGS, "Góp ý")
    text = mapping_text(headings, rules).replace("[columns]", '[columns]\n"Góp ý" = "comment"')
    rows = [(*GOOD[:-1], "Cảm ơn", ""), (*GOOD[:-1], "", ""), (*GOOD[:-1], "Chờ lâu", "Hài lòng")]
    found = read(write_export(tmp_path / "hues.xlsx", rows, headings), text)
    kept = [row for row in found.rows if row.comment]
    assert [(row.words, set(row.answers)) for row in kept] == ([] if code else [(("Cảm ơn",), {"comment"})])
    assert [row.words for row in found.rows if not row.comment] == [("Chờ lâu",)]
    assert [note.message for note in found.rejected] == [*([code] if code else []), "online.nothing_answered"]
    assert found.total == 3
