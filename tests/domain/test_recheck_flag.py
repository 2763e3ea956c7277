"""Who has more failed ballots than mistakes explain: exact chances, and a rate of false alarms that holds."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import pytest

from sipas_desktop.domain.recheck import Tally
from sipas_desktop.domain.recheck_flag import ALARM, flags, tails
from sipas_desktop.domain.recheck_rule import Result

C, F = Result.CONFIRMED, Result.FAILED


def told(name: str, yes: int, no: int, targeted: int = 0, waiting: int = 0) -> Tally:
    results = {C: yes, F: no + targeted}
    return Tally(name, 67, 67, yes + no + targeted + waiting, results, {F: targeted} if targeted else {})


@pytest.mark.parametrize(("number", "percent"), [(1, 2), (5, 2), (67, 2), (40, 50), (900, 0.5)])
def test_chances_are_those_of_the_binomial(number: int, percent: float) -> None:
    share = Fraction(str(percent)) / 100
    found = tails(number, percent / 100)
    assert len(found) == number + 1 and found[0] == 1
    for k in range(0, number + 1, max(1, number // 20)):
        exact = sum(comb(number, j) * share**j * (1 - share) ** (number - j) for j in range(k, number + 1))
        assert found[k] == pytest.approx(float(exact), rel=1e-9, abs=1e-300)
    assert tails(3, 0.0) == [1, 0, 0, 0]


def test_one_alone_by_hand_and_among_others() -> None:
    """Of 5 told 2 failed where 2 of 100 are mistaken: 1 − 0.98⁵ − 5·0.02·0.98⁴ = 0.00384; among six 1 − (1 − p)⁶."""
    p = 1 - 0.98**5 - 5 * 0.02 * 0.98**4
    (alone,) = flags([told("an", 3, 2)], 2)
    assert (alone.interviewer, alone.failed, alone.asked) == ("an", 2, 5)
    assert alone.p == alone.adjusted == pytest.approx(p) and alone.flagged
    six = flags([told("an", 3, 2), *(told(f"D{n}", 5, 0) for n in range(5))], 2)
    assert six[0].adjusted == pytest.approx(1 - (1 - p) ** 6) and six[0].flagged
    assert [(each.p, each.adjusted, each.flagged) for each in six[1:]] == [(1, 1, False)] * 5
    many = flags([told("an", 3, 2), *(told(f"D{n}", 5, 0) for n in range(199))], 2)
    assert not many[0].flagged and flags([told("an", 2, 3), *(told(f"D{n}", 5, 0) for n in range(199))], 2)[0].flagged


def test_who_cannot_be_as_odd_takes_nothing_from_the_others() -> None:
    """Of one told ballot at worst one fails, p = 0.02: that is less odd than 0.00384, however many such there are."""
    (first, *_) = flags([told("an", 3, 2), *(told(f"D{n}", 1, 0) for n in range(50))], 2)
    assert first.adjusted == first.p


def test_who_has_not_replied_yet_does_not_make_the_others_odd() -> None:
    """Looked at after the first reply, one of one failed; but five were asked, and one of five is nothing."""
    (early,) = flags([told("an", 0, 1, waiting=4)], 2)
    (late,) = flags([told("an", 4, 1)], 2)
    assert early == late and not early.flagged


def test_what_says_nothing_is_left_out() -> None:
    targeted = flags([told("", 0, 5), told("an", 0, 0), told("binh", 5, 0, targeted=5)], 2)
    assert [(each.failed, each.asked) for each in targeted] == [(0, 5)]
    assert [each.interviewer for each in flags([told("", 0, 5), told("an", 0, 0), told("binh", 5, 0)], 2)] == ["binh"]
    assert flags([], 2) == ()
    assert flags([told("an", 4, 1)], 0)[0].adjusted == 0  # nobody is ever mistaken


@pytest.mark.parametrize("sizes", [[5] * 6, [5] * 200, [60, 5, 5, 30, 12, 1], [67] * 6])
def test_honest_surveys_are_rarely_flagged(sizes: list[int]) -> None:
    """Of 2,000 honest surveys at most 5 % and what chance adds (three standard errors: 1.5 %)."""
    chance = random.Random(9)
    alarms = 0
    for _ in range(2000):
        wrong = [sum(chance.random() < 0.02 for _ in range(size)) for size in sizes]
        parts = [told(f"D{place}", size - no, no) for place, (size, no) in enumerate(zip(sizes, wrong, strict=True))]
        alarms += any(each.flagged for each in flags(parts, 2))
    assert alarms <= 2000 * (ALARM + 0.015)
