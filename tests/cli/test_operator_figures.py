"""``sipas operators … figures``: everybody's for the lead, her own for a keyer, and the files."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from tests.cli.calls import Sipas, row, write_csv


@pytest.fixture
def keyed(survey: Sipas) -> Sipas:
    """Two ballots of one batch, keyed twice; Lan took a 5 for a 4 on one of them."""
    one, two = survey.received(2)
    survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(one, Q1="4"), row(two)]))
    survey.key("Mai", 2, write_csv(survey.folder / "2.csv", [row(one, Q1="5"), row(two)]))
    decided = write_csv(survey.folder / "c.csv", [{"serial": one, "question": "Q1", "value": "5"}])
    survey.done("adjudicate", survey.survey, "--from", decided, by="Hòa")
    return survey


def test_the_lead_sees_everybody(keyed: Sipas) -> None:
    for by in ("Hòa", "Hà", "admin"):
        found = keyed.done("operators", keyed.survey, "figures", by=by)
        assert [(each["name"], each["ballots"], each["errors"], each["compared"]) for each in found["operators"]] == [
            ("Lan", 2, 1, 20),
            ("Mai", 2, 0, 20),
        ]
        lan = found["operators"][0]
        assert lan["per_thousand"] == 50
        assert lan["interval"][0] < 50 < lan["interval"][1]
        assert lan["mistaken"] == [{"keyed": "4", "settled": "5", "times": 1}]
        assert [(each["question"], each["errors"], each["compared"]) for each in lan["questions"]] == [("Q1", 1, 2)]
        assert lan["keystrokes_an_hour"] is None  # it came from a file
    (mai,) = keyed.done("operators", keyed.survey, "figures", "--of", "Mai", by="Hà")["operators"]
    assert mai["name"] == "Mai"


def test_a_keyer_gets_her_own(keyed: Sipas) -> None:
    for more in ((), ("--of", "Lan")):
        (own,) = keyed.done("operators", keyed.survey, "figures", *more, by="Lan")["operators"]
        assert (own["name"], own["ballots"], own["compared"], own["errors"]) == ("Lan", 2, 0, 0)
        assert own["per_thousand"] is own["interval"] is None
    for by, more in (("Lan", ("--of", "Mai")), ("Giám sát", ())):
        refused = keyed("operators", keyed.survey, "figures", *more, by=by)
        assert (refused.code, refused.out) == (2, "")
    out = keyed.folder / "của Mai.csv"
    assert keyed("operators", keyed.survey, "figures", out, "--of", "Mai", by="Lan").code == 2
    assert not out.exists()
    keyed.done("batch", keyed.survey, "close", "L1")
    (own,) = keyed.done("operators", keyed.survey, "figures", by="Lan")["operators"]
    assert (own["compared"], own["errors"]) == (20, 1)


def test_who_never_keyed_has_no_figures(keyed: Sipas) -> None:
    refused = keyed("operators", keyed.survey, "figures", "--of", "Hòa")
    assert refused.code == 2
    assert "Hòa" in refused.line


def test_as_a_file(keyed: Sipas) -> None:
    book = keyed.folder / "số liệu.xlsx"
    keyed.done("operators", keyed.survey, "figures", book)
    sheets = load_workbook(book, read_only=True)
    assert sheets.sheetnames == ["Nhân viên nhập liệu", "Theo câu hỏi", "Cặp giá trị nhầm"]
    head, lan, mai = (list(line) for line in sheets["Nhân viên nhập liệu"].iter_rows(values_only=True))
    assert len(head) == len(lan) == 16
    at = head.index("Số trường sai trên 1.000 trường")
    assert (lan[0], lan[at], mai[at]) == ("Lan", 50, 0)
    assert list(sheets["Cặp giá trị nhầm"].iter_rows(values_only=True))[1] == ("Lan", "4", "5", 1)
    (question,) = list(sheets["Theo câu hỏi"].iter_rows(values_only=True))[1:]
    assert question[:3] == ("Lan", "phieu", "Q1") and question[3]
    plain = keyed.folder / "số liệu.csv"
    keyed.done("operators", keyed.survey, "figures", plain)
    with plain.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [len(each) for each in rows] == [16, 16, 16]
    assert rows[1][0] == "Lan"
    for other in ("số liệu.pdf", "không có/số liệu.csv"):
        assert keyed("operators", keyed.survey, "figures", keyed.folder / other).code == 2
