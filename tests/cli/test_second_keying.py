"""``sipas keying``, and a survey from plan to package in which a sample is keyed twice."""

from __future__ import annotations

import csv
import datetime
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cli.calls import Sipas, row, write_csv
from tests.surveys import sampled_plan

# A bound below which two hundred fields with few errors are.
SAID = 'mode = "sampled"\none_in = 4\nlearn = 20\nlimit = 60.0'


def said_in(report: Path) -> str:
    """All that a report says, without spaces."""
    document = docx.Document(str(report))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(each.text for each in document.paragraphs), *cells]).split())


@pytest.fixture
def demo(sipas: Sipas, tmp_path: Path) -> tuple[Sipas, Path, dict[str, Any]]:
    """The demonstration of a copied plan that samples: the command line, its survey, what it said."""
    plan = sampled_plan(tmp_path / "plans", SAID)
    made = sipas.done("demo", sipas.folder / "demo", "--plan", plan, "--ballots", "150", "--error-rate", "0.01")
    return sipas, Path(made["files"]["survey"]), made


def test_a_survey_that_samples_from_its_plan_to_its_package(demo: tuple[Sipas, Path, dict[str, Any]]) -> None:
    sipas, survey, made = demo
    single = made["single_keyed"]
    assert 30 < single < 100  # of the second and third batch three in four
    assert made["injected"] == made["discrepancies"] == made["adjudicated"] > 0
    status = sipas.done("status", survey)
    assert (status["settled"], status["single_keyed"], status["states"]["single_keyed"]) == (150, single, single)
    assert sum(status["states"].values()) == status["printed"]
    assert sipas.done("index", survey)["ballots"]["single_keyed"] == single
    (batch, *_) = sipas.done("batch", survey, "list")["batches"]
    assert (batch["single_keyed"], batch["second_keyed"]) == (0, 50)
    told = sipas.done("keying", survey, "mode")
    assert told["forms"] == [{"code": "phieu", "mode": "sampled"}]
    assert (told["one_in"], told["learn"], told["limit"], told["single_keyed"]) == (4, 20, 60.0, single)
    assert told["waiting"] == 0 and len(told["seed_sha256"]) == 64
    first = next(each for each in told["operators"] if each["single_keyed"])
    assert first["single_keyed"] == single and first["errors"] > 0 and not first["all_twice"]
    assert first["bound"] > 1000 * first["errors"] / first["fields"]
    assert sipas.done("check", survey)["ok"] is True
    with zipfile.ZipFile(made["files"]["package"]) as package:
        manifest = json.loads(package.read("manifest.json"))
        rows = list(csv.DictReader(package.read("records.csv").decode("utf-8-sig").splitlines()))
    assert (manifest["counts"]["settled"], manifest["counts"]["single_keyed"]) == (150, single)
    assert [each["ballot.keyed"] for each in rows].count("1") == single
    report = said_in(Path(made["files"]["report_docx"]))
    assert told["seed_sha256"] in report
    for words in ("cứ 04 phiếu thì một phiếu được chọn ngẫu nhiên", f"Có {single} phiếu chỉ nhập một lần"):
        assert "".join(words.split()) in report
    assert "Mỗiphiếugiấyđượcnhậphailần" not in report


def test_the_second_keying_of_an_operators_ballots_is_demanded(demo: tuple[Sipas, Path, dict[str, Any]]) -> None:
    sipas, survey, made = demo
    told = sipas.done("keying", survey, "mode")
    keyer = next(each["operator"] for each in told["operators"] if each["single_keyed"])
    single = [each["serial"] for each in sipas.done("ballots", survey, "list")["ballots"]
              if each["state"] == "single_keyed"]  # fmt: skip
    assert sipas.done("keying", survey, "demand", "--serial", single[0]) == {
        "demanded": 1, "closed": 0, "serials": single[:1],
    }  # fmt: skip
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=2)
    assert sipas.done("keying", survey, "demand", "--of", keyer, "--since", tomorrow)["demanded"] == 0
    done = sipas.done("keying", survey, "demand", "--of", keyer, "--since", "2024-01-01")
    assert (done["demanded"], done["closed"]) == (made["single_keyed"] - 1, 0)
    assert sorted(done["serials"]) == sorted(single[1:])
    status = sipas.done("status", survey)
    assert (status["single_keyed"], status["states"]["first_keyed"]) == (0, len(single))
    assert sipas.done("check", survey)["ok"] is True


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--of", "Lan"), "--since"),
        (("--serial", "1", "--since", "2024-01-01"), "--of"),
        (("--of", "Lan", "--since", "hôm qua"), "hôm qua"),
        (("--of", "Không ai", "--since", "2024-01-01"), "Không ai"),
        (("--batch", "L9"), "L9"),
        ((), "--serial"),
    ],
)
def test_what_cannot_be_demanded_is_refused_in_one_line(survey: Sipas, words: tuple[str, ...], named: str) -> None:
    refused = survey("keying", survey.survey, "demand", *words)
    assert refused.code == 2 and named in refused.line


def test_a_survey_in_full_mode_says_so_and_no_keyer_may_ask(survey: Sipas) -> None:
    (serial,) = survey.received(1)
    survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(serial)]))
    told = survey.done("keying", survey.survey, "mode", by="Hòa")
    assert told["forms"] == [{"code": "phieu", "mode": "full"}]
    assert (told["one_in"], told["seed_sha256"], told["single_keyed"], told["waiting"]) == (None, None, 0, 1)
    assert survey("keying", survey.survey, "mode", by="Lan").code == 2
    assert survey("keying", survey.survey, "demand", "--serial", serial, by="Lan").code == 2
    assert survey("keying", survey.survey, "demand", "--serial", serial).code == 2
