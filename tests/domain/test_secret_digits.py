"""Secrets as digits: they come back whole, and a slip of the pen is told by its group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import secret_digits as sd
from sipas_desktop.errors import Refusal

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_a_key_comes_back(key: bytes) -> None:
    groups = sd.recovery_code(key)
    assert len(groups) == 13 and all(len(group) == 7 and group.isdecimal() for group in groups)
    assert sd.read_recovery_code("  ".join(groups) + "\n") == key
    assert sd.read_recovery_code("-".join(groups)) == key


@pytest.mark.parametrize("key", [bytes(32), b"\xff" * 32, bytes(31) + b"\x01"])
def test_the_ends_of_the_range_come_back(key: bytes) -> None:
    assert sd.read_recovery_code("".join(sd.recovery_code(key))) == key


@given(KEYS, st.integers(0, 12), st.integers(0, 6), st.integers(1, 9))
def test_a_wrong_digit_is_told_by_its_group(key: bytes, group: int, place: int, by: int) -> None:
    groups = list(sd.recovery_code(key))
    wrong = groups[group]
    groups[group] = wrong[:place] + str((int(wrong[place]) + by) % 10) + wrong[place + 1 :]
    with pytest.raises(Refusal) as caught:
        sd.read_recovery_code("".join(groups))
    assert (caught.value.code, caught.value.params["number"]) == ("recovery.group", group + 1)


@given(KEYS, st.integers(0, 11))
def test_groups_that_changed_places_are_told(key: bytes, first: int) -> None:
    groups = list(sd.recovery_code(key))
    groups[first], groups[first + 1] = groups[first + 1], groups[first]
    if groups[first][:6] == groups[first + 1][:6]:
        return
    with pytest.raises(Refusal) as caught:
        sd.read_recovery_code("".join(groups))
    assert caught.value.code == "recovery.group"


@pytest.mark.parametrize("typed", ["", "1234567", "x" * 91, "1" * 90, "1" * 92, "１" * 91])
def test_what_is_no_code_is_told_by_its_length(typed: str) -> None:
    with pytest.raises(Refusal) as caught:
        sd.read_recovery_code(typed)
    assert caught.value.code == "recovery.length"


def test_a_number_that_no_key_has_is_refused() -> None:
    digits = "9" * 78
    groups = [digits[at : at + 6] for at in range(0, 78, 6)]
    typed = "".join(group + sd._check(place, group) for place, group in enumerate(groups, start=1))
    with pytest.raises(Refusal):
        sd.read_recovery_code(typed)


@given(st.binary(min_size=16, max_size=16))
def test_a_badge_comes_back(secret: bytes) -> None:
    code = sd.badge_code(secret)
    assert len(code) == 40 and code.isdecimal()
    assert sd.read_badge_code(f" {code}\r\n") == secret
    assert sd.read_badge_code(code[:-1] + str((int(code[-1]) + 1) % 10)) is None


@pytest.mark.parametrize("typed", ["", "Lan", "482130000017", "9" * 40])
def test_a_name_or_a_serial_is_no_badge(typed: str) -> None:
    assert sd.read_badge_code(typed) is None
