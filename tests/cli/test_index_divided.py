"""``sipas index`` by every definition and divided: shapes of its JSON, small cells, refusals."""

from __future__ import annotations

import json
import zipfile

import pytest
from openpyxl import load_workbook

from sipas_desktop.store import workflow
from sipas_desktop.store.database import open_survey
from tests.cli.calls import CLERKS, PASSWORD, Sipas, row, write_csv
from tests.surveys import plan_with


def _settled(survey: Sipas, *ballots: dict[str, str]) -> None:
    serials = survey.received(len(ballots))
    rows = [row(serial, **changed) for serial, changed in zip(serials, ballots, strict=True)]
    file = write_csv(survey.folder / "lần 1.csv", rows)
    for name, number in (("Lan", 1), ("Mai", 2)):
        assert survey.key(name, number, file).json["keyed"] == len(ballots)


def _divided(survey: Sipas) -> None:
    """Unit 2: 6 ballots, 5 satisfied; unit 3: 5 ballots, none; 1 ballot without a unit."""
    ballots = [{"unit": "2", "overall": "4"}] * 5 + [{"unit": "2", "overall": "1"}]
    ballots += [{"unit": "3", "overall": "1", "procedure": "2"}] * 5 + [{"unit": "."}]
    _settled(survey, *ballots)


def test_by_unit_a_cell_has_its_figure_interval_and_ballots(survey: Sipas) -> None:
    _divided(survey)
    found = survey.done("index", survey.survey, "--by", "unit", by="Giám sát")
    two, three, none = found["by"]
    assert (two["code"], two["settled"], two["index"], two["satisfied"], two["answered"]) == (
        "2", 6, pytest.approx(500 / 6), 5, 6
    )  # fmt: skip
    assert two["interval"][0] < two["index"] < two["interval"][1]
    assert (two["population"], two["population_from"], two["suppressed"], two["unnamed"]) == (None, None, False, None)
    assert two["name"]
    # The one ballot without a unit would follow from the total, so the next smallest cell is not told either.
    assert (none["code"], none["unnamed"], none["settled"]) == ("", "none", 1)
    assert (none["index"], none["suppressed"], three["index"], three["suppressed"]) == (None, True, None, True)
    assert found["divided"] == {"by": ["unit"], "small_cell": 5, "suppressed": 2}
    lines = survey.run("index", survey.survey, "--by", "unit").out.splitlines()
    assert lines == ["overall\t50,00%\t12", "2\t83,33%\t6", "3\t*\t5", "(none)\t*\t1"]


def test_by_two_things_a_row_has_two_cells(survey: Sipas) -> None:
    _divided(survey)
    found = survey.done("index", survey.survey, "--by", "unit", "--by", "procedure", "--definition", "pooled")
    assert [[(cell["by"], cell["code"]) for cell in each["cells"]] for each in found["by"]] == [
        [("unit", "2"), ("procedure", "1")],
        [("unit", "3"), ("procedure", "2")],
        [("unit", ""), ("procedure", "1")],
    ]
    assert {each["interval"] for each in found["by"]} == {None}
    assert found["divided"]["by"] == ["unit", "procedure"]


def test_by_channel_the_rows_keep_their_keys(survey: Sipas) -> None:
    _settled(survey, *[{"overall": "4"}] * 5)
    (only,) = survey.done("index", survey.survey, "--by", "channel")["by"]
    assert only.keys() >= {"code", "settled", "index"}
    assert (only["settled"], only["index"]) == (5, 100)


def test_every_definition_beside_the_plans(survey: Sipas) -> None:
    _settled(survey, {"overall": "4", "Q1": "."}, {"overall": "1"})
    found = survey.done("index", survey.survey, "--all-definitions")
    by_name = {each["definition"]: each for each in found["definitions"]}
    assert list(by_name) == [
        "overall", "pooled", "mean_of_criteria", "weighted_factors", "mean_score", "fully_satisfied"
    ]  # fmt: skip
    assert by_name["overall"]["index"] == found["index"] == 50
    assert by_name["overall"]["interval"] == found["interval"]
    assert (by_name["weighted_factors"]["index"], by_name["weighted_factors"]["why"]) == (None, "no_weights")
    assert by_name["pooled"]["left_out"]["blank"] == 1
    lines = survey.run("index", survey.survey, "--all-definitions").out.splitlines()
    assert lines[0] == "overall\t50,00%\t2"
    assert lines[4] == "weighted_factors\t-\tno_weights"


@pytest.mark.parametrize("words", [["age"], ["unit", "unit"], ["unit", "wave", "group"], ["Q1"], [""]])
def test_what_cannot_divide_is_refused(survey: Sipas, words: list[str]) -> None:
    given = [part for word in words for part in ("--by", word)]
    done = survey("index", survey.survey, *given)
    assert (done.code, done.out) == (2, "")
    assert done.line


def test_below_what_the_plan_says_nothing_is_published(sipas: Sipas) -> None:
    plan = plan_with(sipas.folder, "son-tay-2017", 'definition = "overall"', 'definition = "overall"\nsmall_cell = 7')
    sipas.done("new", sipas.survey, "--plan", plan)
    with open_survey(sipas.survey, "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
    _settled(sipas, *[{"unit": "2"}] * 8, *[{"unit": "3"}] * 7, *[{"unit": "4"}] * 6)
    found = sipas.done("index", sipas.survey, "--by", "unit")
    assert {each["code"]: each["suppressed"] for each in found["by"]} == {"2": False, "3": True, "4": True}
    assert found["divided"]["small_cell"] == 7
    out = sipas.folder / "gói.zip"
    sipas.done("export", sipas.survey, out)
    with zipfile.ZipFile(out) as package:
        index = json.loads(package.read("index.json"))
    assert index["small_cell"] == 7
    assert {each["unit"]: each["suppressed"] for each in index["units"]} == {"2": False, "3": True, "4": True}
    report = sipas.folder / "báo cáo.xlsx"
    sipas.done("report", sipas.survey, report)
    cells = [str(cell.value) for sheet in load_workbook(report) for row_ in sheet.iter_rows() for cell in row_]
    assert [cell for cell in cells if "có dưới 07 phiếu" in cell]
    assert cells.count("*") == 2
