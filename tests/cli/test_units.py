"""``sipas units``: the registry through the merge of 2025-07-01; what reports name is what was at the fieldwork."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import Sipas
from tests.cli.test_transactions import workbook

HEAD = ["Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Hiệu lực từ", "Hết hiệu lực", "Tiền thân"]
BEFORE = [
    HEAD,
    ["P", "Tỉnh Cũ", "Tỉnh", "", "", "", ""],
    ["001", "Xã Tân Tiến", "Xã", "P", "", "30/6/2025", ""],
    ["002", "Xã Tân Tiến", "Xã", "Tỉnh Cũ", "", "30/6/2025", ""],
    ["003", "Xã Đông", "Xã", "P", "", "30/6/2025", ""],
]
AFTER = [
    HEAD,
    ["001", "Phường Mới", "Phường", "P", "01/7/2025", "", "001; 002"],
    ["004", "Xã Nửa Đông", "Xã", "P", "01/7/2025", "", "Xã Đông"],
    ["003", "Xã Đông", "Xã", "P", "01/7/2025", "", "003"],
]


@pytest.fixture
def survey(sipas: Sipas) -> Sipas:
    """A survey of 2017, before the merge."""
    sipas.done("new", sipas.survey, "--plan", "son-tay-2017")
    return sipas


def imported(survey: Sipas, rows: list[list[Any]]) -> Any:
    return survey.done("units", survey.survey, "import", workbook(survey.folder, rows, "đơn vị.xlsx"))


def names(survey: Sipas) -> dict[str, str]:
    return {each["code"]: each["name"] for each in survey.done("units", survey.survey, "list")["units"]}


def test_the_merge_of_2025_leaves_a_survey_of_2017_with_its_names(survey: Sipas) -> None:
    assert imported(survey, BEFORE)["added"] == 4
    done = imported(survey, AFTER)
    assert (done["added"], done["changed"], done["rejected"]) == (3, 0, [])
    now = names(survey)
    assert (now["001"], now["003"], "004" in now) == ("Xã Tân Tiến", "Xã Đông", False)
    registry = survey.done("units", survey.survey, "list")["registry"]
    found = {(each["code"], each["valid_from"]): each for each in registry}
    assert found["001", "2025-07-01"]["name"] == "Phường Mới"
    assert found["001", "2025-07-01"]["predecessors"] == [["001", ""], ["002", ""]]
    assert found["003", "2025-07-01"]["predecessors"] == found["004", "2025-07-01"]["predecessors"] == [["003", ""]]
    assert (found["002", ""]["parent"], found["002", ""]["valid_until"]) == ("P", "2025-06-30")
    facts = survey.facts()
    again = imported(survey, AFTER)
    assert (again["added"], again["changed"], again["unchanged"], survey.facts()) == (0, 0, 3, facts)
    assert survey.done("check", survey.survey)["ok"]


def test_a_survey_after_the_merge_keys_the_new_units(sipas: Sipas) -> None:
    from tests.cli.test_presets import own_copy

    dates = (("2017-0", "2026-0"), ("2017-1", "2026-1"))
    sipas.done("new", sipas.survey, "--plan", own_copy(sipas, "nam-2026", *dates))
    imported(sipas, BEFORE)
    imported(sipas, AFTER)
    now = names(sipas)
    assert {code: now[code] for code in ("001", "003", "004")} == {
        "001": "Phường Mới", "003": "Xã Đông", "004": "Xã Nửa Đông",
    }  # fmt: skip
    assert "002" not in now


def test_names_that_repeat_and_units_that_are_not_there_are_rejected(survey: Sipas) -> None:
    imported(survey, BEFORE)
    rows = [
        HEAD,
        ["010", "A", "Xã", "Xã Tân Tiến", "", "", ""],
        ["011", "B", "Xã", "Huyện Không Có", "", "", ""],
        ["012", "C", "Xã", "011", "", "", ""],
        ["013", "D", "Xã", "P", "2025-07-01", "", "Xã Tân Tiến"],
        ["014", "E", "Xã", "P", "mai", "", ""],
        ["015", "F", "Xã", "P", "2025-07-01", "2024-01-01", ""],
        ["016", "G", "Xã", "P", "2025-07-01", "", "016"],
        ["017", "H", "Xã", "P", "2025-07-01", "", "001"],
    ]
    done = imported(survey, rows)
    assert done["added"] == 1
    said = {each["row"]: each["message"] for each in done["rejected"]}
    assert sorted(said) == [2, 3, 4, 5, 6, 7, 8]
    assert "001, 002" in said[2] and "001, 002" in said[5]
    assert all(each["column"] for each in done["rejected"])


def test_a_circle_is_refused_and_changes_nothing(survey: Sipas) -> None:
    before = survey.facts()
    rows = [HEAD, ["A1", "A", "Xã", "B1", "", "", ""], ["B1", "B", "Xã", "A1", "", "", ""]]
    refused = survey("units", survey.survey, "import", workbook(survey.folder, rows))
    assert refused.code == 2 and "nằm trên chính nó" in refused.line
    assert survey.facts() == before


def test_a_plain_list_of_names_renames_a_registered_unit(survey: Sipas) -> None:
    imported(survey, BEFORE)
    done = imported(survey, [["Mã", "Tên đơn vị"], ["001", "Xã Tân Tiến Một"], ["003", "Xã Đông"]])
    assert (done["added"], done["changed"], done["unchanged"]) == (0, 1, 1)
    registry = survey.done("units", survey.survey, "list")["registry"]
    one = next(each for each in registry if each["code"] == "001")
    assert (one["name"], one["kind"], names(survey)["001"]) == ("Xã Tân Tiến Một", "Xã", "Xã Tân Tiến Một")


def test_kinds_and_sectors_decide_which_rule_holds(sipas: Sipas, tmp_path: Path) -> None:
    from tests.cli.test_quota import FIXED, with_rules

    sectors = FIXED[: FIXED.index("[[waves]]")]
    rules = '[[quota]]\nbasis = "xã"\nper = ["unit"]\nkinds = ["Xã"]\n[[quota.brackets]]\nfrom = 0\npercent = 10\n'
    rules += '[[quota]]\nbasis = "lĩnh vực"\nper = ["sector"]\n[[quota.brackets]]\nfrom = 0\npercent = 50\n'
    sipas.done("new", sipas.survey, "--plan", with_rules(sipas, sectors + rules))
    imported(sipas, BEFORE)
    file = workbook(
        sipas.folder, [["Mã", "Tên thủ tục", "Lĩnh vực"], ["T1", "Đất", "Đất đai"], ["T2", "Nước", "tài nguyên nước"]]
    )
    sipas.done("procedures", sipas.survey, "import", file)
    counts = [["Mã đơn vị", "Mã thủ tục", "Năm", "Số lượt"], ["001", "T1", 2016, 100], ["P", "T2", 2016, 40]]
    sipas.done("transactions", sipas.survey, "import", workbook(sipas.folder, counts))
    rows = sipas.done("quota", sipas.survey, "--all")["rows"]
    assert [(each["unit"], each["required"]) for each in rows if each["unit"] and each["years"]] == [("001", 10)]
    assert [(each["sector"], each["required"]) for each in rows if each["sector"]] == [("dat", 50), ("nuoc", 20)]
