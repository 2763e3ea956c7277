"""Agencies make the lists: a template each goes out, a folder comes back, who is missing is told."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.calls import Sipas


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """Huế's plan with three agencies."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    return sipas


def fill(path: Path, rows: list[tuple[str, str, str]]) -> None:
    """Name, phone, list into a template, as an agency would."""
    book = load_workbook(path)
    sheet: Any = book["Danh sách"]
    headings = [cell.value for cell in sheet[1]]
    for number, (name, phone, kind) in enumerate(rows, start=2):
        for heading, value in ((headings[1], name), ("Số điện thoại", phone), (headings[-1], kind)):
            sheet.cell(number, headings.index(heading) + 1).value = value
    book.save(path)


def test_there_and_back(hue: Sipas) -> None:
    units = hue.done("units", hue.survey, "list")["units"]
    folder = hue.folder / "gửi các cơ quan"
    assert hue.done("sample", hue.survey, "templates", folder) == {"templates": len(units)}
    files = sorted(folder.iterdir())
    assert len(files) == len(units) > 2
    first, second = units[0], units[1]
    path = {unit["code"]: next(f for f in files if f.name.startswith(f"{unit['code']} -")) for unit in (first, second)}
    book = load_workbook(path[first["code"]])
    assert book.sheetnames[0] == "Danh sách" and "Hướng dẫn" in book.sheetnames
    assert any("chính thức" in str(rule.formula1) for rule in book["Danh sách"].data_validations.dataValidation)
    fill(path[first["code"]], [("Nguyễn Văn An", "912345678", "chính thức"), ("Lê Thị Bình", "", "dự phòng")])
    fill(path[second["code"]], [("Công ty Số 9", "0912345679", "chính thức")])
    for file in files:
        if file not in path.values():
            file.unlink()
    (folder / "hỏng.xlsx").write_bytes(b"PK nothing")
    (folder / "ghi chú.txt").write_text("không phải danh sách", encoding="utf-8")
    done = hue("sample", hue.survey, "import", folder)
    found = done.json
    assert (found["added"], done.code) == (3, 0)
    told = {each["file"]: each for each in found["files"]}
    assert told[path[first["code"]].name]["unit"] == first["name"]
    assert told["hỏng.xlsx"]["message"] and "hỏng.xlsx" in done.err
    assert (path[first["code"]].name, "912345678") in [(n["file"], n["found"]) for n in found["corrected"]]
    assert {each["code"] for each in found["missing"]} == {u["code"] for u in units} - {first["code"], second["code"]}
    assert hue.done("sample", hue.survey, "list")["reserve"] == 1
    member = hue.done("sample", hue.survey, "list", "--members", "official")["members"][0]
    assert member["unit"] == first["name"]
    before = hue.facts()
    assert hue.done("sample", hue.survey, "import", folder)["added"] == 0
    assert hue.facts() == before


def test_an_empty_folder_and_one_that_nothing_can_be_read_of(hue: Sipas) -> None:
    folder = hue.folder / "trống"
    folder.mkdir()
    assert hue("sample", hue.survey, "import", folder).code == 2
    (folder / "a.xlsx").write_bytes(b"PK")
    assert hue("sample", hue.survey, "import", folder).code == 2
    assert hue.done("sample", hue.survey, "import", folder, "--dry-run")["files"][0]["message"]


def test_old_encodings_are_shown_and_converted_on_consent(hue: Sipas) -> None:
    path = hue.folder / "tcvn3.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Họ và tên", "Mã hồ sơ"), ("NguyÔn V¨n An", "H57-1"), ("Le Thi Be", "H57-2")])
    shown = hue.done("sample", hue.survey, "import", path, "--dry-run")
    example = {"found": "NguyÔn V¨n An", "result": "Nguyễn Văn An"}
    assert shown["legacy"] == [{"sheet": "", "column": "A: Họ và tên", "encoding": "tcvn3", "cells": 1, **example}]
    assert (shown["found"], len(shown["rejected"])) == (1, 1)
    taken = hue.done("sample", hue.survey, "import", path, "--convert")
    assert (taken["added"], taken["rejected"]) == (2, [])
    assert any("Nguyễn Văn An" in note["message"] for note in taken["corrected"])


def test_what_two_files_have_counts_for_the_first_and_is_listed(hue: Sipas) -> None:
    folder = hue.folder / "về"
    folder.mkdir()
    heading = "Họ và tên,Cơ quan giải quyết,Mã hồ sơ"
    for name, rows in {
        "b.csv": ("Lê Thị Bé,Sở Du lịch,H57-1", "Trần An,Sở Du lịch,"),
        "a.csv": ("Lê Thị Bé,Sở Xây dựng,h57-1", "Ngô Cúc,Sở Xây dựng,"),
        "c.csv": ("Trần An,Sở Du lịch,", "Đỗ Dũng,Sở Y tế,H57-2"),
    }.items():
        (folder / name).write_text("\n".join((heading, *rows)), encoding="utf-8")
    looked = hue.done("sample", hue.survey, "import", folder, "--dry-run")
    found = {each["file"]: each["found"] for each in looked["files"]}
    assert found == {"a.csv": 2, "b.csv": 1, "c.csv": 1}
    assert [(note["file"], note["row"]) for note in looked["rejected"]] == [("b.csv", 2), ("c.csv", 2)]
    assert "a.csv" in looked["rejected"][0]["message"] and "b.csv" in looked["rejected"][1]["message"]
    missing = {each["name"] for each in looked["missing"]}
    assert "Sở Nội vụ" in missing and not missing & {"Sở Du lịch", "Sở Xây dựng", "Sở Y tế"}
    taken = hue.done("sample", hue.survey, "import", folder)
    assert (taken["added"], taken["missing"]) == (4, looked["missing"])
    assert hue.done("sample", hue.survey, "import", folder)["added"] == 0
