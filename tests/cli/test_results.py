"""``sipas index``, ``records``, ``report``, ``export``: the figures, checked against a published example."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from sipas_desktop import paths
from sipas_desktop.store import workflow
from sipas_desktop.store.database import open_survey
from tests.cli.calls import CLERKS, PASSWORD, Sipas, row, write_csv

# Bà Rịa–Vũng Tàu, Sở TN&MT 2022, published: 10 "rất hài lòng", 16 "hài lòng", 5 "bình thường" of 31 ballots.
LEVELS = ["5"] * 10 + ["4"] * 16 + ["3"] * 5


def _settled(survey: Sipas, levels: list[str], **changed: str) -> list[str]:
    """Ballots whose overall question holds ``levels``, keyed twice alike."""
    serials = survey.received(len(levels))
    rows = [row(serial, overall=level, **changed) for serial, level in zip(serials, levels, strict=True)]
    file = write_csv(survey.folder / "lần 1.csv", rows)
    for name, number in (("Lan", 1), ("Mai", 2)):
        assert survey.key(name, number, file).json["keyed"] == len(levels)
    return serials


def _one_decimal(sipas: Sipas) -> Path:
    """An office's own copy of the preset that prints one decimal; its id is the folder's name."""
    folder = sipas.folder / "son-tay-1-so-le"
    shutil.copytree(paths.forms() / "son-tay-2017", folder)
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace('id = "son-tay-2017"', f'id = "{folder.name}"')
    plan.write_text(text.replace("decimals = 2", "decimals = 1"), encoding="utf-8")
    return folder


def _text(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_index_of_the_published_example(survey: Sipas) -> None:
    _settled(survey, LEVELS)
    found = survey.done("index", survey.survey, by="Giám sát")
    overall = next(question for question in found["questions"] if question["code"] == "overall")
    assert overall["counts"] == {"1": 0, "2": 0, "3": 5, "4": 16, "5": 10}
    assert (overall["satisfied"], overall["answered"]) == (26, 31)
    assert overall["satisfied_percent"] == found["index"] == 83.87096774193549
    assert found["definition"] == "overall"
    low, high = found["interval"]
    assert 0 < low < found["index"] < high < 100
    assert found["ballots"] == {
        "printed": 31,
        "issued": 31,
        "online": 0,
        "returned": 31,
        "invalid": {},
        "valid": 31,
        "settled": 31,
        "single_keyed": 0,
    }
    assert [factor["code"] for factor in found["factors"]] == [f"F{number}" for number in range(1, 7)]
    assert found["factors"][0].keys() >= {"code", "satisfied_percent", "mean"}


@pytest.mark.parametrize(
    ("one_decimal", "printed"),
    [(False, ("32,26%", "51,61%", "16,13%", "83,87%")), (True, ("32,3%", "51,6%", "16,1%", "83,9%"))],
)
def test_the_report_prints_the_published_shares(sipas: Sipas, one_decimal: bool, printed: tuple[str, ...]) -> None:
    plan = _one_decimal(sipas) if one_decimal else "son-tay-2017"
    sipas.done("new", sipas.survey, "--plan", plan)
    with open_survey(sipas.survey, "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
    _settled(sipas, LEVELS)
    out = sipas.folder / "báo cáo.pdf"
    made = sipas.done("report", sipas.survey, out, by="Hà")
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    text = _text(out)
    for share in printed:
        assert share in text
    assert ("83,87%" in text) is not one_decimal
    assert made["records_sha256"] in "".join(text.split())
    assert made["head"] in "".join(text.split())
    assert sipas.done("check", sipas.survey, "--head", made["head"])["ok"] is True


def test_every_definition_of_the_index_can_be_asked_for(survey: Sipas) -> None:
    _settled(survey, LEVELS, Q1="1")
    _settled(survey, ["4"], Q1="1", Q2=".")
    found = {
        name: survey.done("index", survey.survey, "--definition", name)
        for name in ("overall", "pooled", "mean_of_criteria", "fully_satisfied", "mean_score")
    }
    assert {name: figures["definition"] for name, figures in found.items()} == {name: name for name in found}
    assert found["fully_satisfied"]["index"] == 0
    assert found["mean_of_criteria"]["index"] == pytest.approx(500 / 6)
    assert found["pooled"]["index"] == pytest.approx(100 * (5 * 31 + 4) / (6 * 31 + 5))
    assert "mean_of_criteria" in survey("index", survey.survey, "--definition", "guess").line


def test_figures_of_a_unit_and_until_a_day(survey: Sipas) -> None:
    _settled(survey, ["5", "5"], unit="2")
    serials = survey.received(1)
    file = write_csv(survey.folder / "khác.csv", [row(serials[0], overall="1", unit="3")])
    survey.key("Lan", 1, file)
    survey.key("Mai", 2, file)
    assert survey.done("index", survey.survey)["ballots"]["settled"] == 3
    assert survey.done("index", survey.survey, "--unit", "2")["index"] == 100
    assert survey.done("index", survey.survey, "--unit", "3")["index"] == 0
    before = survey.done("index", survey.survey, "--until", "2017-10-31")
    assert before["ballots"] == {
        "printed": 3,
        "issued": 0,
        "online": 0,
        "returned": 0,
        "invalid": {},
        "valid": 0,
        "settled": 0,
        "single_keyed": 0,
    }
    assert before["index"] is None
    assert survey.done("index", survey.survey, "--until", "2999-12-31")["ballots"]["settled"] == 3
    assert survey.done("index", survey.survey, "--group", "to-chuc-ca-nhan")["index"] == pytest.approx(200 / 3)
    for wrong in (("--until", "31/10/2017"), ("--group", "khac"), ("--wave", "quy-1"), ("--unit", "99")):
        assert survey("index", survey.survey, *wrong).line


def test_records_are_de_identified_and_hold_no_words(survey: Sipas) -> None:
    serials = _settled(survey, LEVELS[:3], comment="Bà Hoa ở tổ 3 chờ lâu", procedure="Việc khác hẳn")
    assert survey.done("records", survey.survey) == {"records": 3, "open": 0}
    out = survey.folder / "dữ liệu.csv"
    assert survey.done("records", survey.survey, out, by="Hà") == {"records": 3, "open": 0}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["overall"] for each in rows] == ["5", "5", "5"]
    whole = "".join(
        path.read_text(encoding="utf-8-sig") for path in survey.folder.glob("*.csv") if "lần" not in path.name
    )
    assert "Bà Hoa" not in whole and "Việc khác" not in whole
    assert not any(serial in whole or serial[5:] in whole for serial in serials)
    book = survey.folder / "dữ liệu.xlsx"
    survey.done("records", survey.survey, book)
    assert len(load_workbook(book).sheetnames) == 2
    survey.done("records", survey.survey, survey.folder / "dữ liệu.sav")
    held = (survey.folder / "dữ liệu.sav").read_bytes()
    assert not any(text.encode() in held for text in ("Bà Hoa", "Việc khác", *serials))
    for name in ("dữ liệu.txt", "không có/dữ liệu.csv"):
        assert survey("records", survey.survey, survey.folder / name).line
    assert survey("records", survey.survey, out, by="Giám sát").code == 2


def test_records_say_how_many_ballots_are_open(survey: Sipas) -> None:
    _settled(survey, ["4"])
    survey.received(2)
    assert survey.done("records", survey.survey) == {"records": 1, "open": 2}


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_reports_of_each_kind(survey: Sipas, kind: str) -> None:
    _settled(survey, LEVELS[:3])
    out = survey.folder / f"báo cáo.{kind}"
    made = survey.done("report", survey.survey, out, "--section")
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert len(made["records_sha256"]) == 64
    if kind == "pdf":
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in _text(out)
        survey.done("report", survey.survey, out)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _text(out)


@pytest.mark.parametrize("case", ["nothing settled", "unknown kind", "no folder", "unknown group", "wrong role"])
def test_a_report_that_cannot_be_made_records_nothing(survey: Sipas, case: str) -> None:
    if case != "nothing settled":
        _settled(survey, ["4"])
    name = {"unknown kind": "báo cáo.odt", "no folder": "không có/báo cáo.pdf"}.get(case, "báo cáo.pdf")
    more = ["--group", "khac"] if case == "unknown group" else []
    before = survey.facts()
    done = survey("report", survey.survey, survey.folder / name, *more, by="Lan" if case == "wrong role" else "admin")
    assert (done.code, done.out) == (2, "")
    assert done.line
    assert survey.facts() == before
    assert not (survey.folder / name).exists()


def test_the_package_holds_what_its_manifest_says(survey: Sipas) -> None:
    _settled(survey, LEVELS[:4])
    out = survey.folder / "gói số liệu.zip"
    made = survey.done("export", survey.survey, out)
    assert made["ballots"] == 4
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    with zipfile.ZipFile(out) as package:
        manifest: dict[str, Any] = json.loads(package.read("manifest.json"))
        for listed in manifest["files"]:
            assert hashlib.sha256(package.read(listed["name"])).hexdigest() == listed["sha256"]
        index = json.loads(package.read("index.json"))["survey"]
    assert manifest["head"] == made["head"]
    assert manifest["records_sha256"] == made["records_sha256"]
    assert index == survey.done("index", survey.survey)


def test_a_package_that_cannot_be_written_records_nothing(survey: Sipas) -> None:
    before = survey.facts()
    assert survey("export", survey.survey, survey.folder / "không có" / "gói.zip").line
    assert survey("export", survey.survey, survey.folder / "gói.zip", by="Giám sát").line
    assert survey.facts() == before


def test_report_records_and_package_name_the_same_answers(survey: Sipas) -> None:
    _settled(survey, LEVELS[:4])
    report = survey.done("report", survey.survey, survey.folder / "a.xlsx")
    package = survey.done("export", survey.survey, survey.folder / "a.zip")
    assert report["records_sha256"] == package["records_sha256"]


def test_the_error_that_is_left_is_told_when_asked_for(survey: Sipas) -> None:
    serials = survey.received(12)
    survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(serial, Q1="3") for serial in serials]))
    survey.key("Mai", 2, write_csv(survey.folder / "2.csv", [row(each, Q1="5") for each in serials]))
    assert "residual" not in survey.done("index", survey.survey)
    nothing = survey.done("index", survey.survey, "--residual")
    assert (nothing["residual"], nothing["residual_reason"]) == (None, "nothing_compared")
    decisions = [
        {"serial": serial, "question": "Q1", "value": "5" if number else "4", "reason": "trên phiếu là thế"}
        for number, serial in enumerate(serials)
    ]
    survey.done("adjudicate", survey.survey, "--from", write_csv(survey.folder / "c.csv", decisions), by="Hòa")
    found = survey.done("index", survey.survey, "--residual")
    assert found["residual_reason"] is None
    told = found["residual"]
    assert told["fields"] == 12 * 7
    assert told["wrong_interval"][0] <= told["wrong"] <= told["wrong_interval"][1]
    assert told["wrong_per_thousand"] == pytest.approx(1000 * told["wrong"] / told["fields"])
