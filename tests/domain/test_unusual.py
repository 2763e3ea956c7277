"""What is unusual about a keyed ballot, by table; never more than the ballot's own keying is asked for."""

from __future__ import annotations

import datetime

import pytest

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.unusual import MANY_ALIKE, QUICKEST_MS, Check, Checks, Unusual, is_key, unusual

FIELDWORK = (datetime.date(2024, 9, 9), datetime.date(2024, 9, 25))
LEVELS = ", ".join(
    f'{{ code = "{n}", label = "Mức {n}", satisfied = {"true" if n > 3 else "false"} }}' for n in range(1, 6)
)


def form(criteria: int, overall: bool = True) -> Form:
    rows = [f'[[body]]\ncode = "Q{n}"\nkind = "rated"\nscale = "s"\ntext = "Câu {n}"' for n in range(1, criteria + 1)]
    if overall:
        rows.append('[[body]]\ncode = "all"\nkind = "rated"\nscale = "s"\noverall = true\ntext = "Chung"')
    rows.append('[[body]]\ncode = "day"\nkind = "date"\ntext = "Ngày"')
    head = (
        'format = 1\ncode = "phieu"\nversion = 1\ntitle = ["PHIẾU"]\n[[scales]]\ncode = "s"\nlevels = ['
        + LEVELS
        + "]\n"
    )
    return read_form(head + "\n".join(rows), "phieu.toml")


def found(form: Form, values: dict[str, str], took: int | None = None, checks: Checks = Checks()) -> list[str]:  # noqa: B008
    return [each.key for each in unusual(form, values, FIELDWORK, took, checks)]


def rated(*levels: str, overall: str = ".") -> dict[str, str]:
    return {f"Q{n}": level for n, level in enumerate(levels, start=1)} | {"all": overall, "day": "."}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (rated("5", "5", "4", "5", overall="2"), ["W102:all"]),
        (rated("1", "2", "2", "1", overall="4"), ["W102:all"]),
        (rated("1", "2", "2", "1", overall="3"), []),  # neither is satisfied
        (rated("3", "3", "3", "3", overall="4"), []),  # the opposite, but next to each other
        (rated("4", "4", "4", "4", overall="3"), []),
        (rated("5", "5", "5", "5", overall="3"), ["W102:all"]),
        (rated("5", "5", "1", "5", overall="1"), []),  # one criterion agrees
        (rated("5", "5", ".", "*", overall="1"), []),  # too few criteria to say so
        (rated("5", "5", "5", "?", overall="1"), ["W102:all"]),
        (rated("5", "5", "5", "5", overall="."), []),
        (rated("5", "5", "5", "5", overall="0"), []),
    ],
)
def test_the_overall_question_against_the_criteria(values: dict[str, str], expected: list[str]) -> None:
    assert found(form(4), values) == expected


def test_all_alike_is_asked_about_from_ten_answers_on() -> None:
    long = form(MANY_ALIKE, overall=False)
    values = {f"Q{n}": "4" for n in range(1, MANY_ALIKE + 1)} | {"day": "."}
    assert found(long, values) == ["W101"]
    assert found(long, values | {"Q3": "5"}) == []
    assert found(long, values | {"Q3": "."}) == []  # nine are left


@pytest.mark.parametrize(
    ("day", "unlike"),
    [("2024-09-09", False), ("2024-09-25", False), ("2024-09-08", True), ("2024-09-26", True), ("?", False)],
)
def test_a_date_outside_the_fieldwork(day: str, unlike: bool) -> None:
    assert found(form(1), rated("4", overall="4") | {"day": day}) == (["W103:day"] if unlike else [])


def test_faster_than_anybody_reads() -> None:
    values = rated("4", "5", "4", "5", overall="4")
    limit = QUICKEST_MS * len(values)
    assert found(form(4), values, limit - 1) == ["W104"]
    assert found(form(4), values, limit) == []
    assert found(form(4), values, None) == []


def test_a_plan_asks_about_other_things() -> None:
    values = rated("5", "5", "5", "5", overall="2") | {"day": "2024-09-26"}
    took = 160 * len(values)
    assert found(form(4), values, took) == ["W102:all", "W103:day"]
    assert found(form(4), values, took, Checks(overall=3.0)) == ["W102:all", "W103:day"]  # just three apart
    assert found(form(4), values, took, Checks(overall=3.5)) == ["W103:day"]
    assert found(form(4), values, took, Checks(days=1)) == ["W102:all"]
    assert found(form(4), values | {"day": "2024-09-08"}, took, Checks(days=1)) == ["W102:all"]
    assert found(form(4), values | {"day": "2024-09-27"}, took, Checks(days=1)) == ["W102:all", "W103:day"]
    assert found(form(4), values, took, Checks(speed=161)) == ["W102:all", "W103:day", "W104"]
    alike = rated("5", "5", "5", "5", overall="5")
    assert found(form(4), alike, took, Checks(alike=5)) == ["W101"]
    assert found(form(4), alike, took, Checks(alike=6)) == []


@pytest.mark.parametrize("check", list(Check))
def test_what_a_plan_turns_off_is_never_asked_about(check: Check) -> None:
    values = rated("5", "5", "5", "5", overall="2") | {"day": "2024-09-26"}
    asked = Checks(alike=4, speed=1000)
    every = found(form(4), values, 0, asked) + found(form(4), rated("5", "5", "5", "5", overall="5"), None, asked)
    assert sorted({key.partition(":")[0] for key in every}) == ["W101", "W102", "W103", "W104"]
    less = Checks(alike=4, speed=1000, off={check})
    left = found(form(4), values, 0, less) + found(form(4), rated("5", "5", "5", "5", overall="5"), None, less)
    assert left == [key for key in every if not key.startswith(check)]


def test_what_a_fact_may_name() -> None:
    questions = form(2).by_code
    for each in (*Check,):
        assert is_key(Unusual(each).key, questions)
        assert is_key(Unusual(each, "Q1").key, questions)
    for wrong in ("W100", "W101:", "W103:Q9", "", "W103:Q1:Q2", 103, None, ["W101"]):
        assert not is_key(wrong, questions)
