"""Groups and waves side by side in the report: what is short of the plan's number, what is too small to publish."""

from fractions import Fraction

import pytest

from sipas_desktop.domain.plan_numbers import fixed_number
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.paper.report_parts import PartFigures, Parts, said, table


def part(code: str, valid: int, required: int | None = 60, settled: int | None = None) -> PartFigures:
    title = f"Quý {code}"
    return PartFigures(code, title, required, valid, valid if settled is None else settled, Fraction(75))


def words(parts: Parts) -> str:
    return " ".join(paragraph.text for paragraph in said(parts))


def test_what_is_short_is_named() -> None:
    parts = Parts("waves", (part("I", 60), part("II", 57), part("III", 61)))
    assert words(parts) == "So với số phiếu tối thiểu của kế hoạch: Quý II thiếu 03 phiếu."


def test_enough_everywhere_is_said_and_nothing_where_the_plan_asks_for_nothing() -> None:
    assert "đều đạt" in words(Parts("waves", (part("I", 60), part("II", 0, None))))
    assert words(Parts("groups", (part("I", 60, None),))) == ""


def test_groups_with_forms_of_their_own_say_what_the_rest_is_about() -> None:
    assert "nhóm “Nhóm 1”" in words(Parts("groups", (part("I", 60),), "Nhóm 1"))


def test_small_cells_are_starred_and_missing_numbers_dashes() -> None:
    made = table(Parts("waves", (part("I", 60), part("II", 2), part("III", 60, None), part("IV", 0, 60))), 2, "Bảng 1")
    shown = {row.key: [cell[0].text for cell in row.cells] for row in made.rows}
    assert shown["I"] == ["Quý I", "60", "60", "60", "*"]  # else the total less the others would tell the second
    assert shown["II"][4] == "*" and "(*)" in made.note
    assert shown["III"] == ["Quý III", "–", "60", "60", "75,00%"]
    assert sum(column.width for column in made.columns) == 165


@pytest.mark.parametrize(
    ("plan", "group", "wave", "number"),
    [
        ("ben-tre-2021", "nhom-1", None, 26),
        ("ben-tre-2021", "nhom-2", None, 50),
        ("ha-tinh-2024", "to-chuc-ca-nhan", "quy-3", 60),
        ("hue-2024", "nguoi-dan-to-chuc", None, None),  # by transactions
        ("da-nang-2021", "to-chuc-cong-dan", None, None),
    ],
)
def test_the_numbers_that_a_plan_fixes(plan: str, group: str, wave: str | None, number: int | None) -> None:
    assert fixed_number(find_preset(plan).plan, group, wave) == number
