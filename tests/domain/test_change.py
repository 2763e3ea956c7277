"""Changes, targets and ranks: published intervals, tables by hand, and rules that hold for any shares."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.change import Change, Share, Standing, change, difference, plain_change, standing
from sipas_desktop.domain.intervals import Interval, quantile, wilson
from sipas_desktop.domain.ranking import Rank, ranking


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, pp. 873–890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_are_those_of_the_published_table(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = difference(Share(*one), Share(*other))
    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=0.00005 * 1.01)


def test_a_change_says_its_points_and_whether_it_is_beyond_chance() -> None:
    found = change(Share(48, 80), Share(56, 70))
    assert (found.before, found.now, found.points, found.beyond_chance) == (60, 80, 20, True)
    assert change(Share(56, 70), Share(48, 80)).points == -20
    assert change(Share(6, 10), Share(8, 10)).beyond_chance is False
    assert change(Share(0, 0), Share(8, 10)) == Change(None, Fraction(80), None)
    assert plain_change(Fraction(1, 3), Fraction(1, 2)) == Change(Fraction(1, 3), Fraction(1, 2), Fraction(1, 6))
    assert plain_change(Fraction(1), None).beyond_chance is None


def test_where_everybody_answered_any_change_is_beyond_chance() -> None:
    assert change(Share(6, 10, 10), Share(7, 10, 10)).beyond_chance is True
    same = change(Share(3, 7, 7), Share(6, 14, 14))
    assert (same.points, same.beyond_chance) == (0, False)


def test_a_known_population_narrows_the_change() -> None:
    wide, narrow = difference(Share(40, 50), Share(30, 50)), difference(Share(40, 50, 60), Share(30, 50, 60))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("index", "interval", "expected"),
    [
        (Fraction(90), Interval(85, 95), Standing.ABOVE_BEYOND_CHANCE),
        (Fraction(90), Interval(80, 95), Standing.ABOVE),
        (Fraction(90), None, Standing.ABOVE),
        (Fraction(80), Interval(75, 85), Standing.EQUAL),
        (Fraction(70), Interval(60, 80), Standing.BELOW),
        (Fraction(70), None, Standing.BELOW),
        (Fraction(70), Interval(60, 79.9), Standing.BELOW_BEYOND_CHANCE),
    ],
)
def test_an_index_stands_to_its_target(index: Fraction, interval: Interval | None, expected: Standing) -> None:
    assert standing(index, interval, 80) is expected


def test_a_target_with_decimals_is_taken_as_it_is_written() -> None:
    assert standing(Fraction(805, 10), None, 80.5) is Standing.EQUAL
    assert standing(Fraction(1, 10), None, 0.1) is Standing.EQUAL


# --------------------------------------------------------------------------------------------------------- ranks


def test_ranks_by_hand() -> None:
    # Ten pairs, each at 0.5 %: z = 2.807. a − d = 0.15 < √(0.115² + 0.100²), c − e = 0.44 < √(0.429² + 0.140²).
    found = ranking({"b": Share(80, 100), "a": Share(90, 100), "c": Share(8, 10), "d": Share(75, 100),
                     "e": Share(36, 100)})  # fmt: skip
    assert [(each.code, each.rank, each.low, each.high, each.group) for each in found] == [
        ("a", 1, 1, 4, 1),
        ("b", 2, 1, 4, 1),
        ("c", 2, 1, 5, 1),
        ("d", 4, 1, 4, 1),
        ("e", 5, 4, 5, 2),
    ]
    assert found[0].interval == wilson(90, 100)
    assert found[0].index == 90


def test_one_unit_is_first_and_two_are_told_apart_at_5_percent() -> None:
    assert ranking({}) == ()
    assert [(each.rank, each.low, each.high) for each in ranking({"a": Share(1, 2)})] == [(1, 1, 1)]
    two = ranking({"a": Share(56, 70), "b": Share(48, 80)})
    assert [(each.low, each.high, each.group) for each in two] == [(1, 1, 1), (2, 2, 2)]


def test_with_everybody_asked_ranks_are_certain() -> None:
    found = ranking({code: Share(satisfied, 20, 20) for code, satisfied in (("a", 18), ("b", 17), ("c", 17))})
    assert [(each.rank, each.low, each.high, each.group) for each in found] == [
        (1, 1, 1, 1),
        (2, 2, 3, 2),
        (2, 2, 3, 2),
    ]


units = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda two: sum(two) > 0),
    min_size=1,
    max_size=12,
)


@given(units)
def test_ranks_are_what_comparing_every_pair_gives(counts: dict[str, tuple[int, int]]) -> None:
    shares = {code: Share(satisfied, satisfied + other) for code, (satisfied, other) in counts.items()}
    pairs = len(shares) * (len(shares) - 1) // 2
    z = quantile(0.05 / max(1, pairs))

    def beats(one: str, other: str) -> bool:
        return shares[one].percent != shares[other].percent and difference(shares[one], shares[other], z).low > 0

    found = {each.code: each for each in ranking(shares)}
    for code, own in found.items():
        assert own.rank == 1 + sum(other.index > own.index for other in found.values())
        assert own.low == 1 + sum(beats(other, code) for other in found if other != code)
        assert own.high == len(found) - sum(beats(code, other) for other in found if other != code)
        assert own.low <= own.rank <= own.high


@given(units)
def test_nobody_of_a_group_can_be_told_from_its_first(counts: dict[str, tuple[int, int]]) -> None:
    shares = {code: Share(satisfied, satisfied + other) for code, (satisfied, other) in counts.items()}
    found = ranking(shares)
    z = quantile(0.05 / max(1, len(shares) * (len(shares) - 1) // 2))
    first: dict[int, Rank] = {}
    for each in found:
        leader = first.setdefault(each.group, each)
        if leader is not each:
            assert leader.index == each.index or difference(shares[leader.code], shares[each.code], z).low <= 1e-9
    assert [each.group for each in found] == sorted(each.group for each in found)
    assert sorted(first) == list(range(1, len(first) + 1))
