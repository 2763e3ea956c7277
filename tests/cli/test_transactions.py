"""``sipas transactions`` and ``sipas quota SURVEY --all``: from an office's dirty sheet to every least number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.calls import Sipas
from tests.cli.test_quota import with_rules


@pytest.fixture
def survey(sipas: Sipas) -> Sipas:
    """A survey of Sơn Tây's plan."""
    sipas.done("new", sipas.survey, "--plan", "son-tay-2017")
    return sipas


def workbook(folder: Path, rows: Sequence[Sequence[Any]], name: str = "giao dịch.xlsx") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


def catalogue(survey: Sipas, kind: str) -> dict[str, str]:
    return {each["name"]: each["code"] for each in survey.done(f"{kind}s", survey.survey, "list")[f"{kind}s"]}


def test_dirt_is_corrected_or_rejected_and_each_of_it_is_listed(survey: Sipas) -> None:
    units, procedures = list(catalogue(survey, "unit")), list(catalogue(survey, "procedure"))
    rows = [
        ["BÁO CÁO SỐ LƯỢT GIAO DỊCH"],
        ["STT", "Đơn vị", "Tên thủ tục hành chính", "Năm", "Số lượt giao dịch"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, units[0], procedures[0], 2016, "1.234"],
        [2, "", procedures[1], 2016, 99.0],
        [3, units[1].upper(), f"  {procedures[0]} ", "Năm 2016", "12 hồ sơ"],
        [4, units[1], procedures[0], 2016, 12],
        [5, "Xã không có", procedures[0], 2016, 5],
        [6, units[1], "Thủ tục không có", 2016, 5],
        [7, units[1], procedures[1], 2016, -5],
        [8, units[1], procedures[1], 2016, 12.5],
        [9, units[1], procedures[1], "năm ngoái", 5],
        [10, units[1], procedures[1], 2016, "nhiều"],
        [11, units[1], procedures[1], 2016, None],
        [12, "UBND x· T©n TiÕn vµ ®­êng phè", procedures[1], 2016, 5],
        ["", "Tổng cộng", "", "", 1350],
        ["", "", "NGƯỜI LẬP BIỂU", "", ""],
        ["", units[1], procedures[1], 2016, 7],
    ]
    file = workbook(survey.folder, rows)
    before = survey.facts()
    tried = survey.done("transactions", survey.survey, "import", file, "--dry-run")
    assert (tried["added"], tried["found"], survey.facts()) == (0, 3, before)
    done = survey.done("transactions", survey.survey, "import", file)
    assert (done["added"], done["changed"], done["unchanged"]) == (3, 0, 0)
    assert [each["row"] for each in done["rejected"]] == [10, 11, 12, 13, 14, 15, 7, 8, 9]
    assert [each["row"] for each in done["corrected"]] == [4, 5, 6, 6]
    assert all(each["message"] for each in done["rejected"] + done["corrected"])
    listed = survey.done("transactions", survey.survey, "list")["transactions"]
    assert sorted(each["count"] for each in listed) == [12, 99, 1234]
    assert survey.done("check", survey.survey)["ok"]


def test_the_same_file_twice_adds_nothing_and_another_number_replaces_the_first(survey: Sipas) -> None:
    unit, procedure = next(iter(catalogue(survey, "unit").values())), next(iter(catalogue(survey, "procedure")))
    head = ["Mã đơn vị", "Thủ tục", "Năm 2015", "Năm 2016"]
    file = workbook(survey.folder, [head, [unit, procedure, 10, 20]])
    assert survey.done("transactions", survey.survey, "import", file)["added"] == 2
    facts = survey.facts()
    again = survey.done("transactions", survey.survey, "import", file)
    assert (again["added"], again["changed"], again["unchanged"], survey.facts()) == (0, 0, 2, facts)
    file = workbook(survey.folder, [head, [unit, procedure, 10, 25]])
    changed = survey.done("transactions", survey.survey, "import", file)
    assert (changed["added"], changed["changed"], changed["unchanged"]) == (0, 1, 1)
    assert survey.done("check", survey.survey)["ok"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_every_least_number_of_the_plan_of_son_tay(survey: Sipas, ending: str) -> None:
    units, procedures = catalogue(survey, "unit"), catalogue(survey, "procedure")
    (one, code), (two, _) = list(units.items())[:2]
    first, second, third, fourth = list(procedures)[:4]
    rows = [["Đơn vị", "Thủ tục", "Số lượt"], [one, first, 99], [one, second, 100], [one, third, 101], [two, fourth, 0]]
    file = survey.folder / f"số lượt năm 2016{ending}"
    if ending == ".csv":
        file.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8-sig")
    else:
        workbook(survey.folder, rows, file.name)
    assert "--year" in survey("transactions", survey.survey, "import", file).line
    survey.done("transactions", survey.survey, "import", file, "--year", 2016)
    found = survey.done("quota", survey.survey, "--all")
    numbers = {
        each["procedure_name"]: (each["transactions"], each["required"]) for each in found["rows"] if each["years"]
    }
    assert numbers == {first: (99, 30), second: (100, 20), third: (101, 21), fourth: (0, 0)}
    assert found["rows"][0]["unit"] == code and found["rows"][0]["years"] == [2016]
    silent = [each for each in found["rows"] if not each["years"]]
    assert len(silent) == len(units) - 2
    assert {each["required"] for each in silent} == {None} and "chưa có số lượt" in silent[0]["rule"]


def test_the_average_of_years_is_said_with_its_rounding(survey: Sipas) -> None:
    unit, procedure = next(iter(catalogue(survey, "unit"))), next(iter(catalogue(survey, "procedure")))
    file = workbook(survey.folder, [["Đơn vị", "Thủ tục", 2014, 2015], [unit, procedure, 99, 100]])
    survey.done("transactions", survey.survey, "import", file)
    row = next(each for each in survey.done("quota", survey.survey, "--all")["rows"] if each["years"])
    assert (row["transactions"], row["required"], row["years"]) == (100, 20, [2014, 2015])
    assert "trung bình các năm 2014, 2015 là 99,50, làm tròn thành 100" in row["rule"]


def test_procedures_that_the_catalogue_lacks_are_added_when_asked(survey: Sipas) -> None:
    unit = next(iter(catalogue(survey, "unit")))
    rows = [["Số lượt giao dịch năm 2016"], ["TT", "Tên thủ tục", "Số lượt"], ["I", unit, ""]]
    file = workbook(survey.folder, [*rows, [1, "Thủ tục rất mới", 7], [2, "Thủ tục mới nữa", 8]])
    assert len(survey.done("transactions", survey.survey, "import", file)["rejected"]) == 2
    done = survey.done("transactions", survey.survey, "import", file, "--add-procedures")
    assert (done["added"], done["procedures_added"]) == (2, ["Thủ tục rất mới", "Thủ tục mới nữa"])
    assert "Thủ tục rất mới" in catalogue(survey, "procedure")
    assert done["corrected"][0]["message"] and survey.done("check", survey.survey)["ok"]


def test_a_minimum_for_each_wave_and_what_no_rule_speaks_of(sipas: Sipas) -> None:
    waves = "".join(
        f'[[waves]]\ncode = "q{n}"\ntitle = "Quý {n}"\nstart = 2017-0{n}-01\nend = 2017-0{n}-28\n' for n in (1, 2, 3)
    )
    rule = '[[quota]]\nbasis = "quý"\nper = ["wave"]\nwaves = ["q1", "q2"]\ncount = 60\n'
    sipas.done("new", sipas.survey, "--plan", with_rules(sipas, waves + rule))
    found = sipas.done("quota", sipas.survey, "--all")
    assert [(each["wave"], each["required"]) for each in found["rows"]] == [("q1", 60), ("q2", 60), ("q3", None)]
    assert found["required"] == 120
    assert [each["wave"] for each in sipas.done("quota", sipas.survey, "--all", "--wave", "q2")["rows"]] == ["q2"]


def test_wrong_calls(survey: Sipas) -> None:
    assert "--plan" in survey("quota", survey.survey, "--plan", "hue-2024").line
    assert "SURVEY" in survey("quota", "--all", "--plan", "hue-2024", "--transactions", 1).line
    empty = workbook(survey.folder, [["Đơn vị", "Ghi chú"], ["a", "b"]])
    assert "Số lượt giao dịch" in survey("transactions", survey.survey, "import", empty).line
    assert survey("transactions", survey.survey, "import", survey.folder / "không có.xlsx").code == 2
