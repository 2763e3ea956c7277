"""The error left after double keying: its formula against counting by hand, when it is silent, its interval."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Mapping

import pytest

from sipas_desktop.domain.residual import (
    LEAST,
    LEAST_OF_GROUP,
    KeyedTwice,
    NotEstimated,
    Residual,
    residual,
)

CONFUSED = {"4": {"5": 0.06, "3": 0.03, "1": 0.01}, "5": {"4": 0.08, "3": 0.02}}
FIELDS = {"4": 60_000, "5": 40_000}


def expected(confused: Mapping[str, Mapping[str, float]], fields: Mapping[str, int]) -> tuple[float, float]:
    """Fields wrong alike and wrong differently, counted pair by pair."""
    alike = differently = 0.0
    for settled, row in confused.items():
        for (v, p), (w, q) in itertools.product(row.items(), repeat=2):
            if v == w:
                alike += fields[settled] * p * q
            else:
                differently += fields[settled] * p * q
    return alike, differently


def counts(times: float = 1.0) -> KeyedTwice:
    """Just what is expected; ``times`` more fields wrong differently than independence has it."""
    wrong = {
        (settled, keyed): round(2 * FIELDS[settled] * p)
        for settled, row in CONFUSED.items()
        for keyed, p in row.items()
    }
    return KeyedTwice(FIELDS, wrong, round(times * expected(CONFUSED, FIELDS)[1]))


def told(*groups: KeyedTwice) -> Residual:
    found = residual(groups)
    assert isinstance(found, Residual), found
    return found


@pytest.mark.parametrize("times", [1.0, 2.0, 12.5])
def test_the_formula_counts_pair_by_pair(times: float) -> None:
    alike, _ = expected(CONFUSED, FIELDS)
    found = told(counts(times))
    assert found.fields == 100_000
    assert found.agreed == pytest.approx(times * alike, rel=0.01)
    assert found.correlation == pytest.approx(times, rel=0.01)
    assert found.low < found.agreed < found.high
    assert found.per_thousand == pytest.approx(found.agreed / 100)


def test_errors_that_come_together_less_often_than_by_chance_lower_nothing() -> None:
    alike, _ = expected(CONFUSED, FIELDS)
    found = told(counts(0.2))
    assert found.correlation == 1
    assert found.agreed == pytest.approx(alike, rel=0.01)


def test_the_same_counts_give_the_same_interval() -> None:
    assert told(counts()) == told(counts())


def test_fewer_fields_wrong_differently_give_a_wider_interval() -> None:
    def width(found: Residual) -> float:
        return (found.high - found.low) / found.agreed

    little = KeyedTwice(
        {value: number // 100 for value, number in FIELDS.items()},
        {pair: number // 100 for pair, number in counts().wrong.items()},
        counts().both_wrong // 100,
    )
    assert width(told(little)) > 3 * width(told(counts()))


def test_nothing_is_told_of_too_little() -> None:
    assert residual([]) is NotEstimated.NOTHING_COMPARED
    assert residual([KeyedTwice({}, {}, 0)]) is NotEstimated.NOTHING_COMPARED
    few = {("4", "5"): LEAST // 2, ("4", "3"): LEAST - LEAST // 2 - 1}
    assert residual([KeyedTwice({"4": 900}, few, 0)]) is NotEstimated.FEW_ERRORS
    enough = {**few, ("4", "1"): 1}
    assert isinstance(residual([KeyedTwice({"4": 900}, enough, 0)]), Residual)


def test_two_values_always_agree_when_both_are_wrong() -> None:
    yes_no = KeyedTwice({"1": 5000, "2": 5000}, {("1", "2"): 40, ("2", "1"): 40}, 0)
    assert residual([yes_no]) is NotEstimated.ONE_WAY
    beside = told(yes_no, counts(3.0))  # where other questions tell how errors come together
    alone = told(counts(3.0))
    assert beside.agreed == pytest.approx(alone.agreed + 3 * 2 * 40 * 39 / (4 * 5000), rel=0.01)


def test_a_group_with_few_errors_is_taken_with_the_others() -> None:
    few = {("4", "5"): LEAST_OF_GROUP - 12, ("4", "3"): 5}
    one = KeyedTwice({"4": 3000}, few, 1)
    both = KeyedTwice({"4": 6000}, {pair: 2 * number for pair, number in few.items()}, 2)
    assert told(one, one) == told(both)


def test_more_decided_than_settled_does_not_divide_by_nothing() -> None:
    odd = KeyedTwice({"4": 100}, {("5", "4"): 20, ("5", "3"): 20}, 1)
    assert told(odd).fields == 100


def test_the_interval_holds_what_was_simulated() -> None:
    """A small simulation with errors that share hard fields; the large one is in the benchmark."""
    chance = random.Random(7)
    held = 0
    for _ in range(40):
        wrong: Counter[tuple[str, str]] = Counter()
        both = agreed = 0
        hard = 900
        for number in range(3000 + hard):  # all other fields were keyed right
            rate = 0.2 if number < hard else 0.02
            first, second = (
                chance.choices(("5", "3", "1"), (6, 3, 1))[0] if chance.random() < rate else "4" for _ in range(2)
            )
            if first == second:
                agreed += first != "4"
                continue
            wrong.update(("4", value) for value in (first, second) if value != "4")
            both += "4" not in (first, second)
        found = told(KeyedTwice({"4": 50_000 - 1000, "5": 1000}, wrong, both))
        held += found.low <= agreed <= found.high
    assert held >= 34
