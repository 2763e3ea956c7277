"""Design weights: a table worked by hand, and rules that hold for any strata."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sipas_desktop.domain.design_weights import (
    StratumCounts,
    StratumShare,
    Weighted,
    effective_size,
    ratio,
    variance,
    weighted,
)
from sipas_desktop.domain.intervals import Interval, of_effective_size, wilson
from sipas_desktop.domain.plan import IndexDefinition
from tests.domain.test_index import make_form

FORM = make_form([("Q1", "A", "five")])


def stratum(name: str, rows: int, settled: int, satisfied: int, answered: int | None = None) -> StratumCounts:
    """``settled`` ballots of ``rows`` people; who has no level at the overall question left it blank."""
    answered = settled if answered is None else answered
    overall = {"4": satisfied, "1": answered - satisfied, ".": settled - answered}
    return StratumCounts(name, rows, settled, {"overall": overall, "Q1": {"4": settled}})


def of(*strata: StratumCounts, definition: str = "overall", outside: int = 0) -> Weighted:
    return weighted(FORM, IndexDefinition(definition), strata, outside=outside)


# Worked by hand. 900 people, 20 ballots, 12 satisfied (60 %); 100 people, 80 ballots, 72 satisfied (90 %).
#   R = 0.9 · 0.6 + 0.1 · 0.9 = 0.63 (unweighted: 84 of 100)
#   Var = 0.81 · 0.24 / 19 · (1 − 20/900) + 0.01 · 0.09 / 79 · (1 − 80/100) = 0.0100042105 + 0.0000022785
#   n* = 0.63 · 0.37 / 0.010006489 = 23.2949
#   Wilson at n* : (0.63 + 0.082453) / 1.164906 = 0.611597 ± 0.182584
#     (1.959964 · √(0.2331 / 23.2949 + 3.841459 / (4 · 542.65)) / 1.164906)
HAND = (stratum("A", 900, 20, 12), stratum("B", 100, 80, 72))


def test_the_table_worked_by_hand() -> None:
    shares = [StratumShare(900, 20, 12, 20), StratumShare(100, 80, 72, 80)]
    assert ratio(shares) == pytest.approx(0.63)
    assert variance(shares) == pytest.approx(0.010006489, abs=1e-9)
    assert effective_size(shares) == pytest.approx(23.2949, abs=1e-4)
    found = of(*HAND)
    assert found.index == 63
    assert found.effective_size == pytest.approx(23.2949, abs=1e-4)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((42.9013, 79.4181), abs=1e-4)
    assert found.interval.population == 1000
    assert [(each.name, each.rows, each.settled, each.weight) for each in found.strata] == [
        ("A", 900, 20, 45), ("B", 100, 80, Fraction(5, 4))
    ]  # fmt: skip


def test_ballots_that_say_nothing_of_it_weigh_in_no_denominator() -> None:
    # A: 10 of 20 ballots answered, 6 satisfied, so 450 of 900 people; B: all 80.
    found = of(stratum("A", 900, 20, 6, 10), stratum("B", 100, 80, 72))
    assert found.index == Fraction(100 * (45 * 6 + Fraction(5, 4) * 72)) / (45 * 10 + Fraction(5, 4) * 80)


def test_a_stratum_without_a_ballot_is_named_and_stands_for_nobody() -> None:
    found = of(*HAND, stratum("C", 500, 0, 0), outside=7)
    assert (found.index, found.interval, found.outside) == (63, of(*HAND).interval, 7)
    assert [(each.name, each.weight) for each in found.silent] == [("C", None)]


def test_a_stratum_of_one_ballot_gets_the_largest_variance() -> None:
    one = [StratumShare(100, 1, 1, 1), StratumShare(100, 11, 5, 11)]
    p = 5 / 11
    expected = 0.25 * (0.99 * 0.25 + 0.89 * p * (1 - p) / 10)
    assert variance(one) == pytest.approx(expected)


def test_a_variance_that_promises_more_than_a_simple_sample_is_not_believed() -> None:
    # R = 0.72, Var = 0.64 · 0.16 / 39 · 0.9 + 0.04 · 0.24 / 24 · 0.75 = 0.0026631: n* would be 75.70.
    shares = [StratumShare(400, 40, 32, 40), StratumShare(100, 25, 10, 25)]
    assert 0.72 * 0.28 / variance(shares) == pytest.approx(75.70, abs=0.01)
    assert effective_size(shares) == pytest.approx(65 * 499 / 435)


def test_everybody_answered_leaves_nothing_to_chance() -> None:
    found = of(stratum("A", 20, 20, 12), stratum("B", 80, 80, 72))
    assert found.interval == Interval(84.0, 84.0, 100)
    assert found.effective_size == math.inf


def test_where_all_agree_the_interval_is_kish_s() -> None:
    found = of(stratum("A", 900, 20, 20), stratum("B", 100, 80, 80))
    size = (45 * 20 + 1.25 * 80) ** 2 / (45**2 * 20 + 1.25**2 * 80) * 999 / 900
    assert found.effective_size == pytest.approx(size)
    assert found.interval == of_effective_size(1.0, found.effective_size or 0, 1000)


def test_other_definitions_are_weighted_without_an_interval() -> None:
    found = of(*HAND, definition="pooled")
    assert (found.index, found.interval, found.effective_size) == (100, None, None)


@pytest.mark.parametrize("definition", list(IndexDefinition))
def test_nothing_settled_is_no_figure(definition: IndexDefinition) -> None:
    found = of(stratum("A", 900, 0, 0), definition=definition)
    assert (found.index, found.interval) == (None, None)


strata = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 400)).map(
        lambda three: StratumShare(three[0] + three[2], three[0], min(three[1], three[0]), three[0])
    ),
    min_size=1,
    max_size=6,
)


@given(strata)
def test_where_every_ballot_counts_the_variance_is_cochran_s(shares: list[StratumShare]) -> None:
    assume(all(each.settled > 1 for each in shares))
    people = sum(each.rows for each in shares)
    expected = sum(
        (each.rows / people) ** 2 * (1 - each.settled / each.rows) * p * (1 - p) / (each.settled - 1)
        for each in shares
        if (p := each.satisfied / each.settled) is not None
    )
    assert variance(shares) == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 20), st.integers(2, 30), st.integers(0, 30), st.integers(0, 30))
def test_equal_strata_weigh_nothing(count: int, settled: int, satisfied: int, others: int) -> None:
    satisfied = min(satisfied, settled)
    found = of(*[stratum(str(n), settled + others, settled, satisfied) for n in range(count)])
    assert found.index == Fraction(100 * satisfied, settled)
    assert found.interval is not None
    # Never narrower than what as many ballots of a simple sample say.
    plain = wilson(count * satisfied, count * settled, count * (settled + others))
    assert found.interval.low <= plain.low + 1e-6
    assert found.interval.high >= plain.high - 1e-6


@given(strata)
def test_the_weighted_interval_holds_the_weighted_index(shares: list[StratumShare]) -> None:
    found = of(*[stratum(str(n), each.rows, each.settled, each.satisfied) for n, each in enumerate(shares)])
    assert found.index is not None
    assert found.interval is not None
    low, high, index = found.interval.low, found.interval.high, float(found.index)
    assert -1e-9 <= low <= index + 1e-9
    assert index - 1e-9 <= high <= 100 + 1e-9
