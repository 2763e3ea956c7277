"""Numbers of things as offices write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.counting import MOST, whole_number, years_in
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import LANGUAGES, words


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (12, (12, "")),
        (12.0, (12, "")),
        ("12", (12, "")),
        (" 12 ", (12, "count_tidied")),
        ("1.234", (1234, "count_tidied")),
        ("1,234,567", (1234567, "count_tidied")),
        ("1 234", (1234, "count_tidied")),
        ("12,0", (12, "count_tidied")),
        ("1.234 hồ sơ", (1234, "count_tidied")),
        ("45 lượt giao dịch", (45, "count_tidied")),
        (12.5, (None, "count_broken")),
        ("12,5", (None, "count_broken")),
        (-3, (None, "count_negative")),
        ("- 3", (None, "count_negative")),
        ("", (None, "count_missing")),
        (None, (None, "count_missing")),
        ("–", (None, "count_unreadable")),
        ("1.2345", (None, "count_broken")),
        ("nhiều", (None, "count_unreadable")),
        (True, (None, "count_unreadable")),
        (datetime.date(2024, 9, 5), (None, "count_unreadable")),
        ("#REF!", (None, "cell_error")),
        (10**12, (None, "count_unreadable")),
        (float("nan"), (None, "count_broken")),
        (float("inf"), (None, "count_broken")),
    ],
)
def test_a_cell_as_a_number(cell: object, found: tuple[int | None, str]) -> None:
    assert whole_number(cell) == found


@given(st.integers(0, MOST - 1))
def test_what_the_program_writes_it_reads(number: int) -> None:
    assert whole_number(count(number))[0] == whole_number(str(number))[0] == number


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_cell_makes_it_fail_and_every_code_has_words(cell: object) -> None:
    number, code = whole_number(cell)
    assert (number is None) <= bool(code)
    assert number is None or 0 <= number <= MOST
    if code:
        assert all(words(f"transactions.{code}", lang, found="x", result="y") for lang in LANGUAGES)


def test_years() -> None:
    assert years_in("Năm 2022, 2023 và 2022; mã 120231") == [2022, 2023]
    assert years_in("1989 2100") == []
