"""Formats of label sheets: those that ship fit their paper, and every slip of somebody's own is named."""

from __future__ import annotations

import json

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.label_sheet import SHEET_HEIGHT, SHEET_WIDTH, LabelsOn, read_label_sheets, read_labels_on
from sipas_desktop.domain.toml_reader import BadFile
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.label_sheets import find_label_sheet, label_sheets

SHEET = """
format = 1
[[sheets]]
code = "own"
title = "Nhãn riêng"
columns = 3
rows = 8
width = 60
height = 30
left = 10
top = 10
across = 62
down = 32
source = "measured"
"""


def test_the_formats_that_ship_stand_in_the_middle_of_their_sheets() -> None:
    sheets = label_sheets()
    assert [sheet.count for sheet in sheets] == [int(sheet.code.split("-")[0]) for sheet in sheets]
    assert len(sheets) >= 10 and min(sheet.columns for sheet in sheets) == 2
    for sheet in sheets:
        assert abs(SHEET_WIDTH - sheet.right_end - sheet.left) < 0.2, sheet.code
        assert abs(SHEET_HEIGHT - sheet.lower_end - sheet.top) < 0.2, sheet.code
        assert sheet.source and str(sheet.count) in sheet.title


def test_one_is_found_by_its_code() -> None:
    assert find_label_sheet() == label_sheets()[0]
    assert find_label_sheet("65-38x21").columns == 5
    with pytest.raises(Refusal) as refused:
        find_label_sheet("7160")
    assert refused.value.code == "labels.unknown" and "65-38x21" in str(refused.value)


def test_where_labels_stand_is_said_and_read_back() -> None:
    for sheet in label_sheets():
        for start in (1, sheet.count):
            said = json.loads(json.dumps(LabelsOn(sheet, start).said()))
            back = read_labels_on(said)
            assert back is not None and back.start == start
            places = range(sheet.count)
            assert [back.sheet.label(n) for n in places] == [sheet.label(n) for n in places]
        assert read_labels_on(LabelsOn(sheet, sheet.count + 1).said()) is None
        assert read_labels_on(LabelsOn(sheet, 0).said()) is None
    assert read_labels_on(None) is None and read_labels_on({"start": 1}) is None


def test_labels_lie_row_by_row() -> None:
    (sheet,) = read_label_sheets(SHEET, "labels.toml")
    assert sheet.label(0) == (10, 10, 70, 40) and sheet.label(2) == (134, 10, 194, 40)
    assert sheet.label(3) == (10, 42, 70, 72) and sheet.label(23) == (134, 234, 194, sheet.lower_end)


def test_a_format_of_ones_own_is_read() -> None:
    (sheet,) = read_label_sheets(SHEET, "labels.toml")
    assert (sheet.count, sheet.right_end, sheet.lower_end) == (24, 194, 264)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("columns = 3", "columns = 0", "L001"),
        ("rows = 8", "rows = 0", "L001"),
        ("width = 60", "width = 32.9", "L002"),
        ("height = 30", "height = 15", "L002"),
        ("across = 62", "across = 59", "L003"),
        ("down = 32", "down = 29", "L003"),
        ("left = 10", "left = 30", "L004"),
        ("left = 10", "left = -1", "L004"),
        ("top = 10", "top = 50", "L004"),
        ("width = 60\n", "", "F001"),
        ('source = "measured"', "", "F001"),
        ("rows = 8", 'rows = "8"', "F002"),
        ("rows = 8", "rows = 8\nhigh = 3", "F004"),
        ('code = "own"', 'code = "của tôi"', "P012"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, code: str) -> None:
    assert old in SHEET
    with pytest.raises(BadFile) as bad:
        read_label_sheets(SHEET.replace(old, new), "labels.toml")
    assert [problem.code for problem in bad.value.problems] == [code]
    assert paths.forms().is_dir() and "labels.toml" in bad.value.words()


def test_a_code_twice_or_no_format_at_all_is_named() -> None:
    with pytest.raises(BadFile) as bad:
        read_label_sheets(SHEET + SHEET.replace("format = 1", ""), "labels.toml")
    assert [problem.code for problem in bad.value.problems] == ["P009"]
    with pytest.raises(BadFile) as bad:
        read_label_sheets("format = 1\nsheets = []\n", "labels.toml")
    assert [problem.code for problem in bad.value.problems] == ["P011"]
