"""Rows that two keyings have a line apart are named, slips are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.row_shift import RowShift, row_shifts
from tests.surveys import WHOLE


@pytest.fixture
def form(root: Path) -> Form:
    path = root / "forms" / "son-tay-2017" / "phieu.toml"
    return read_form(path.read_text(encoding="utf-8"), path.name)


def keyed(values: str) -> dict[str, Answer]:
    """Q1 … Q6 and the question on the whole, as one keying has them."""
    return {
        code: Answer(value) for code, value in zip((*(f"Q{n}" for n in range(1, 7)), "overall"), values, strict=True)
    }


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("4512354", "4523544", [("Q3", "Q6")]),  # the 1 left out, the last row made up for
        ("4512354", "4551235", [("Q3", "overall")]),  # the 5 keyed twice: all that follows a row lower
        ("4444444", "4444444", []),
        ("4454444", "4544444", []),  # two beside each other: they may be two slips
        ("4512354", "4112354", []),
        ("4512354", "1512351", []),
        ("1232123", "5454545", []),  # all differ, but not by a row
        (".512354", ".51.235", [("Q4", "overall")]),  # a row taken for blank
    ],
)
def test_a_shift_by_a_row(form: Form, one: str, other: str, named: list[tuple[str, str]]) -> None:
    expected = tuple(RowShift(*pair) for pair in named)
    assert row_shifts(form, keyed(one), keyed(other)) == expected
    assert row_shifts(form, keyed(other), keyed(one)) == expected  # nobody is named


def test_rows_with_other_boxes_are_not_taken_for_each_other() -> None:
    form = read_form(WHOLE, "whole.toml")
    boxes = [question.code for question in form.questions if question.kind == "yes_no"]
    rated = [question.code for question in form.rated]
    one = {code: Answer("1") for code in (*boxes, *rated)}
    other = {code: Answer(str(1 + at % 2)) for at, code in enumerate((*boxes, *rated))}
    assert all(shift.first in rated and shift.last in rated for shift in row_shifts(form, one, other))


def test_a_keying_without_some_questions_is_read_as_far_as_both_go(form: Form) -> None:
    assert row_shifts(form, {}, keyed("4512354")) == ()
