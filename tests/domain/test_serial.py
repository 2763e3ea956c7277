"""Serials: the check digit finds every single wrong digit and every swap of neighbours; what is read, what refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import serial
from sipas_desktop.errors import Refusal

SURVEYS = st.integers(10_000, 99_999).map(str)
RUNNING = st.integers(1, serial.LAST_RUNNING)
SERIALS = st.builds(serial.make, SURVEYS, RUNNING)


def refused(typed: str, survey: str = "48213") -> str:
    with pytest.raises(Refusal) as caught:
        serial.read(typed, survey)
    assert typed.strip()[:12] in caught.value.words("vi").replace(" ", "") or caught.value.code == "serial.check_digit"
    return caught.value.code


def test_damm_s_own_example() -> None:
    assert serial.check_digit("572") == "4"  # the example of the dissertation


def test_known_serials() -> None:
    assert serial.make("48213", 1) == "482130000015"
    assert serial.show("482130000015") == "48213 000001 5"
    assert serial.running_number("482130000015") == 1


def test_the_table_catches_every_swap() -> None:
    """The property behind it all, over the whole table: a Latin square, and (c·x)·y = (c·y)·x only for x = y."""
    table = serial._DAMM
    for row in table:
        assert sorted(row) == list(range(10))
    for column in zip(*table, strict=True):
        assert sorted(column) == list(range(10))
    for x in range(10):
        assert table[x][x] == 0
        for y in range(10):
            if x != y:
                assert all(table[table[c][x]][y] != table[table[c][y]][x] for c in range(10))


@given(SERIALS)
def test_every_single_wrong_digit_is_found(good: str) -> None:
    assert serial.is_valid(good)
    for place in range(len(good)):
        for digit in "0123456789":
            if digit != good[place]:
                assert not serial.is_valid(good[:place] + digit + good[place + 1 :])


@given(SERIALS)
def test_every_swap_of_neighbours_is_found(good: str) -> None:
    for place in range(len(good) - 1):
        if good[place] != good[place + 1]:
            swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
            assert not serial.is_valid(swapped)


def test_one_check_digit_for_each_number() -> None:
    for running in (*range(1, 2000), 99_999, 100_000, serial.LAST_RUNNING):
        good = serial.make("10000", running)
        assert [digit for digit in "0123456789" if serial.is_valid(good[:-1] + digit)] == [good[-1]]
        assert serial.running_number(good) == running


@given(SURVEYS, RUNNING, st.sampled_from(["", " ", ".", "-", "\t", "\n"]))
def test_scanned_and_typed_alike(survey: str, running: int, gap: str) -> None:
    good = serial.make(survey, running)
    assert serial.read(good, survey) == good
    assert serial.read(gap.join(good) + "\r\n", survey) == good
    assert serial.read(serial.show(good), survey) == good
    assert serial.read(good[serial.SURVEY_DIGITS :], survey) == good


def test_a_serial_of_another_survey_keeps_its_own_number() -> None:
    assert serial.read(serial.make("90001", 5), "48213") == serial.make("90001", 5)


@pytest.mark.parametrize(
    "typed", ["", " ", "12", "4821300000153", "48213000001a", "٤٨٢١٣٠٠٠٠٠١٥", "4.8213E+11", "@serial", "@x", "{0}"]
)
def test_what_is_no_serial(typed: str) -> None:
    assert refused(typed) == "serial.length"


def test_wrong_check_digits() -> None:
    assert refused("482130000016") == "serial.check_digit"
    assert refused("0000016") == "serial.check_digit"
    assert refused("082130000015") == "serial.check_digit"  # no survey's number begins with 0


def test_there_are_999999_ballots_and_no_more() -> None:
    for running in (0, -1, serial.LAST_RUNNING + 1):
        with pytest.raises(Refusal, match="no serial left"):
            serial.make("48213", running)


@given(SERIALS, st.integers(1, 99), st.integers(1, 500))
def test_the_code_of_a_page_is_read_as_its_serial(good: str, page: int, version: int) -> None:
    code = serial.page_code(good, page, version)
    assert len(code) == serial.CODE_LENGTH == 17
    assert serial.read_page_code(code) == serial.PageCode(good, page, version % 100)
    assert serial.read(code + "\r\n", "48213") == serial.scanned(code) == serial.scanned(good) == good


@given(SERIALS, st.integers(1, 99), st.integers(1, 99), st.data())
def test_a_wrong_digit_in_the_code_of_a_page_is_found(good: str, page: int, version: int, data: st.DataObject) -> None:
    code = serial.page_code(good, page, version)
    place = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != code[place]]))
    wrong = code[:place] + digit + code[place + 1 :]
    assert serial.read_page_code(wrong) is None and serial.scanned(wrong) is None
    assert refused(wrong) == "serial.check_digit"


def test_no_other_digits_are_the_code_of_a_page() -> None:
    good = serial.make("48213", 1)
    for digits in (good, good * 2, good + "0" * 5, good + "00010"):
        assert serial.read_page_code(digits) is None
    for page in (0, 100):
        with pytest.raises(ValueError):
            serial.page_code(good, page, 1)
