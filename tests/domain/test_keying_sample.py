"""Which ballots are keyed twice: the draw, the errors, the bound, and the rule that puts them together."""

from __future__ import annotations

import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.keying_sample import (
    Judged,
    bound,
    fingerprint,
    is_drawn,
    is_under_all,
    judge,
    may_be_single,
    passes,
)
from sipas_desktop.domain.plan import Keying, KeyingMode

SEED = "5f" * 32
RULE = Keying(mode=KeyingMode.SAMPLED, one_in=5, learn=50, limit=5.0)
GOOD = Judged(ballots=100, fields=2000, errors=1)


# Upper limits of 95 %, one-sided, per 1,000: roots of the sum of binomial probabilities, found with floating point.
@pytest.mark.parametrize(
    ("errors", "fields", "expected"),
    [
        (0, 1, 950.0),
        (0, 10, 258.86555),
        (0, 598, 4.99706),
        (1, 20, 216.10616),
        (5, 100, 102.25338),
        (3, 3, 1000.0),
        (0, 0, 1000.0),
    ],
)
def test_the_bound_is_that_of_clopper_and_pearson(errors: int, fields: int, expected: float) -> None:
    assert bound(errors, fields) == pytest.approx(expected, abs=1e-4)


def test_without_an_error_the_bound_passes_five_in_a_thousand_up_to_597_fields() -> None:
    """0.995 ** 598 is the first power below 0.05."""
    assert 0.995**598 < 0.05 < 0.995**597
    assert passes(0, 597, 5.0)
    assert not passes(0, 598, 5.0)


@given(st.integers(0, 60), st.integers(0, 400), st.sampled_from([0.5, 2.9, 5.0, 50.0, 999.0]))
def test_what_passes_is_what_has_its_bound_above_the_limit(errors: int, fields: int, limit: float) -> None:
    errors = min(errors, fields)
    upper = bound(errors, fields)
    if not math.isclose(upper, limit, rel_tol=1e-9):
        assert passes(errors, fields, limit) == (upper > limit)


@given(st.integers(0, 40), st.integers(1, 2000))
def test_an_error_more_raises_the_bound_and_a_right_field_lowers_it(errors: int, fields: int) -> None:
    errors = min(errors, fields - 1)
    assert bound(errors + 1, fields) >= bound(errors, fields) >= bound(errors, fields + 1)


def test_many_fields_are_judged_exactly() -> None:
    """Far beyond what a floating point number can hold: 0.995 ** 1,000,000."""
    assert passes(4900, 1_000_000, 5.0)
    assert not passes(4800, 1_000_000, 5.0)


@given(st.text(min_size=1), st.integers(0, 10**12 - 1), st.integers(2, 50))
def test_the_draw_is_the_hash_as_a_number(operator: str, running: int, one_in: int) -> None:
    operator = operator.encode("utf-8", "ignore").decode()
    serial = f"{running:012}"
    digest = hashlib.sha256("\n".join((SEED, operator, serial)).encode()).hexdigest()
    assert is_drawn(SEED, operator, serial, one_in) == (int(digest, 16) % one_in == 0)


@pytest.mark.parametrize("one_in", [2, 5, 20])
def test_about_one_in_n_is_drawn_of_each_operator_and_not_the_same_ones(one_in: int) -> None:
    serials = [f"{running:012}" for running in range(20_000)]
    drawn = {name: {each for each in serials if is_drawn(SEED, name, each, one_in)} for name in ("Lan", "Mai")}
    for own in drawn.values():
        assert len(own) == pytest.approx(20_000 / one_in, rel=0.1)
    assert len(drawn["Lan"] & drawn["Mai"]) == pytest.approx(20_000 / one_in**2, rel=0.35)


def test_the_fingerprint_tells_one_seed_from_another_and_not_the_seed() -> None:
    assert fingerprint(SEED) != fingerprint("5e" * 32)
    assert SEED not in fingerprint(SEED)


@pytest.mark.parametrize(
    ("keyed", "settled", "expected"),
    [
        ({"Q1": "4", "Q2": "."}, {"Q1": "4", "Q2": "."}, (2, 0)),
        ({"Q1": "4", "Q2": "."}, {"Q1": "5", "Q2": "."}, (2, 1)),  # the other keyer, or a third value
        ({"comment": "+"}, {"comment": "+"}, (1, 0)),  # whatever the words
        ({"comment": "."}, {"comment": "+"}, (1, 1)),
        ({"Q1": "4", "Q2": "-"}, {"Q1": "5", "Q2": "3"}, (2, 2)),  # a gate counts with what it skipped
    ],
)
def test_an_error_is_a_field_that_was_settled_otherwise(
    keyed: dict[str, str], settled: dict[str, str], expected: tuple[int, int]
) -> None:
    assert judge(keyed, settled) == expected


@pytest.mark.parametrize(
    ("judged", "all_twice"),
    [
        (Judged(), True),
        (Judged(49, 4900, 0), True),  # learning
        (Judged(50, 597, 0), True),
        (Judged(50, 598, 0), False),
        (Judged(50, 1000, 5), True),
        (GOOD, False),
    ],
)
def test_when_all_of_an_operators_ballots_are_keyed_twice(judged: Judged, all_twice: bool) -> None:
    assert is_under_all(RULE, judged) is all_twice


def test_one_keying_settles_only_a_ballot_of_a_sampled_form_that_is_not_drawn() -> None:
    serials = [f"{running:012}" for running in range(200)]
    single = [each for each in serials if may_be_single(RULE, "phieu", SEED, "Lan", each, GOOD)]
    assert single == [each for each in serials if not is_drawn(SEED, "Lan", each, 5)]
    assert 0 < len(single) < 200
    for rule in (Keying(), Keying(mode=KeyingMode.SAMPLED, forms={"phieu": KeyingMode.FULL}, one_in=5)):
        assert not any(may_be_single(rule, "phieu", SEED, "Lan", each, GOOD) for each in serials)
    assert not any(may_be_single(RULE, "phieu", SEED, "Lan", each, Judged(100, 2000, 11)) for each in serials)


@given(st.integers(0, 200), st.integers(0, 3000), st.integers(0, 30))
def test_more_errors_never_let_more_ballots_be_keyed_once(ballots: int, fields: int, errors: int) -> None:
    errors = min(errors, fields)
    if is_under_all(RULE, Judged(ballots, fields, errors)):
        assert is_under_all(RULE, Judged(ballots, fields + 1, errors + 1))
