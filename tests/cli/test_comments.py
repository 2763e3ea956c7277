"""Open answers by ``sipas`` alone: topics from a sheet, answers sorted, listed hidden, written to a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, workflow
from tests.cli.calls import CLERKS, PASSWORD, Sipas, row, write_csv
from tests.surveys import CHEAP

WRITTEN = ("chờ lâu, gọi 0912 345 678", "chị Lan gắt", "=1+1")


@pytest.fixture
def made(sipas: Sipas, monkeypatch: pytest.MonkeyPatch) -> Sipas:
    """Three settled ballots with words on them."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with new_survey(sipas.survey, find_preset("son-tay-2017"), "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
        for kind in ("unit", "procedure"):
            entries = [workflow.Entry(str(n), f"{kind} {n}") for n in (1, 2)]
            workflow.set_catalogue(admin, kind, entries)
    serials = sipas.received(len(WRITTEN))
    rows = [row(serial, comment=text) for serial, text in zip(serials, WRITTEN, strict=True)]
    keyed = write_csv(sipas.folder / "nhập.csv", rows)
    for pass_no, by in ((1, "Lan"), (2, "Mai")):
        assert sipas.key(by, pass_no, keyed).code == 0
    return sipas


def topics(sipas: Sipas) -> Path:
    rows = [{"Mã": "1", "Chủ đề": "Thời gian chờ"}, {"Mã": "td", "Chủ đề": "=Thái độ"}]
    return write_csv(sipas.folder / "chủ đề.csv", rows)


def test_listed_hidden_sorted_and_counted(made: Sipas) -> None:
    path = made.survey
    listed = made.done("comments", path)["comments"]
    by_text = {each["text"]: each["id"] for each in listed}
    assert set(by_text) == {"chờ lâu, gọi [số điện thoại]", "chị [tên] gắt", "=1+1"}
    serials = [each["serial"] for each in made.done("ballots", path, "list")["ballots"]]
    assert not [serial for serial in serials for own in by_text.values() if serial in own or own in serial]
    assert made.done("comments", path, "topics", "import", topics(made))["topics"] == 2
    slow, rude = by_text["chờ lâu, gọi [số điện thoại]"], by_text["chị [tên] gắt"]
    assert made.done("comments", path, "sort", slow, "--topic", "1")["before"] == []
    assert made.done("comments", path, "sort", rude, "--topic", "1", "--topic", "td", by="Hà")["topics"] == ["1", "td"]
    assert made.done("comments", path, "topics", "list") == {
        "question": "comment", "answers": 3, "unsorted": 1,
        "topics": [
            {"code": "1", "title": "Thời gian chờ", "answers": 2}, {"code": "td", "title": "=Thái độ", "answers": 1},
        ],
    }  # fmt: skip
    assert [each["id"] for each in made.done("comments", path, "--topic", "td")["comments"]] == [rude]
    assert [each["id"] for each in made.done("comments", path, "list", "--topic", "td")["comments"]] == [rude]
    assert [each["text"] for each in made.done("comments", path, "--unsorted")["comments"]] == ["=1+1"]
    assert made.done("comments", path, "sort", slow)["before"] == ["1"]
    assert len(made.done("comments", path, "--unsorted")["comments"]) == 2
    assert made.done("check", path)["ok"]


def test_the_workbook_is_hidden_and_holds_no_formula(made: Sipas) -> None:
    path, out = made.survey, made.folder / "ý kiến.xlsx"
    made.done("comments", path, "topics", "import", topics(made))
    listed = made.done("comments", path)["comments"]
    for each in listed:
        made.done("comments", path, "sort", each["id"], "--topic", "td")
    assert made.done("comments", path, "export", out)["comments"] == 3
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert cells == [[each["id"], each["text"], "=Thái độ"] for each in listed]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} == {"s"}  # "f" would be a formula
    assert made.done("comments", path, "export", out, "--unsorted")["comments"] == 0


def test_what_is_refused_says_so_and_changes_nothing(made: Sipas) -> None:
    path = made.survey
    made.done("comments", path, "topics", "import", topics(made))
    own = made.done("comments", path)["comments"][0]["id"]
    made.done("comments", path, "sort", own, "--topic", "td")
    facts = made.facts()
    bad = write_csv(made.folder / "bad.csv", [{"a": "1 2", "b": "Chờ"}])
    fewer = write_csv(made.folder / "fewer.csv", [{"ma": "1", "chu de": "Chờ"}])
    for words in (
        ("topics", "import", bad), ("topics", "import", fewer), ("topics", "import", made.folder / "không có.xlsx"),
        ("sort", "zz", "--topic", "1"), ("sort", "", "--topic", "1"), ("sort", own, "--topic", "9"),
        ("export", made.folder / "a.csv"), ("export", made.folder / "none" / "a.xlsx"),
    ):  # fmt: skip
        called = made("comments", path, *words)
        assert called.code == 2 and called.line, words
    for options in (("--question", "Q1"), ("--topic", "9"), ("--topic", "1", "--unsorted")):
        assert made("comments", path, *options).code == 2
    for by in ("Lan", "Giám sát", "Hòa"):
        assert made("comments", path, by=by).code == 2
        assert made("comments", path, "sort", own, by=by).code == 2
    assert made.facts() == facts


def test_records_with_serials_need_who_allowed_it(made: Sipas) -> None:
    path, out = made.survey, made.folder / "dữ liệu.csv"
    facts = made.facts()
    for options in (
        ("--identified",), ("--identified", "--allowed-by", "Bà Hà, Phó Chủ tịch"), ("--reason", "vì sao"),
        ("--identified", "--allowed-by", " ", "--reason", "vì sao"),
    ):  # fmt: skip
        assert made("records", path, out, *options).code == 2
        assert not out.exists()
    allowed = ("--identified", "--allowed-by", "Bà Lê Thị Hà, Phó Chủ tịch", "--reason", "thanh tra yêu cầu")
    assert made("records", path, *allowed).code == 2  # no file
    assert made("records", path, made.folder / "none" / "a.csv", *allowed).code == 2
    assert made("records", path, out, *allowed, by="Giám sát").code == 2
    assert made.facts() == facts
    assert made.done("records", path, out, *allowed, by="Hà")["records"] == 3
    text = out.read_text(encoding="utf-8-sig")
    assert "0912 345 678" in text and "'=1+1" in text
    rows = made.done("history", path)["facts"] if "facts" in made.done("history", path) else made.done("history", path)
    assert "Bà Lê Thị Hà, Phó Chủ tịch" in str(rows) and "thanh tra yêu cầu" in str(rows)
    assert made.done("records", path, made.folder / "a.sav", *allowed)["records"] == 3
    assert made.done("check", path)["ok"]
