"""Who has more failed ballots than mistakes explain: exact chances, and a rate of false alarms that holds."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import pytest

from sipas_desktop.domain.recheck import Tally
from sipas_desktop.domain.recheck_flag import ALARM, flags
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.recheck_stages import reached, tails

C, F = Result.CONFIRMED, Result.FAILED


def told(name: str, yes: int, no: int, targeted: int = 0, waiting: int = 0) -> Tally:
    results = {C: yes, F: no + targeted}
    return Tally(name, 67, 67, yes + no + targeted + waiting, results, {F: targeted} if targeted else {})


@pytest.mark.parametrize(("number", "percent"), [(1, 2), (5, 2), (67, 2), (40, 50), (900, 0.5)])
def test_chances_are_those_of_the_binomial(number: int, percent: float) -> None:
    share = Fraction(str(percent)) / 100
    fails, of = share.numerator, share.denominator
    found = tails(number, percent / 100)
    assert len(found) == number + 1 and found[0] == 1
    above = 0  # in whole numbers, of ``of`` to the power of ``number``: exact, and a fraction is slow to add to
    for k in range(number, -1, -1):
        above += comb(number, k) * fails**k * (of - fails) ** (number - k)
        if k % max(1, number // 20) == 0:
            assert found[k] == pytest.approx(float(Fraction(above, of**number)), rel=1e-9, abs=1e-300)
    assert tails(3, 0.0) == (1, 0, 0, 0)


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


@pytest.mark.parametrize(
    ("sizes", "surveys"),
    [([5] * 6, 2000), ([5] * 200, 300), ([60, 5, 5, 30, 12, 1], 2000), ([67] * 6, 2000)],
)
def test_honest_surveys_are_rarely_flagged(sizes: list[int], surveys: int) -> None:
    """Of so many honest surveys at most 5 % and what chance adds (three standard errors)."""
    chance = random.Random(9)
    alarms = 0
    for _ in range(surveys):
        wrong = [sum(chance.random() < 0.02 for _ in range(size)) for size in sizes]
        parts = [told(f"D{place}", size - no, no) for place, (size, no) in enumerate(zip(sizes, wrong, strict=True))]
        alarms += any(each.flagged for each in flags(parts, 2))
    assert alarms <= surveys * ALARM + 3 * (surveys * ALARM * (1 - ALARM)) ** 0.5


def exact(most: int, share: float, odd: float) -> float:
    """The chance to be ever as odd, over all 2^most walks one by one."""
    found = 0.0
    for walk in range(2**most):
        wrong = [walk >> place & 1 for place in range(most)]
        failed = [sum(wrong[: n + 1]) for n in range(most)]
        limit = [odd * ((n + 1) / most) ** 3 for n in range(most)]
        if any(tails(n + 1, share)[failed[n]] <= limit[n] * (1 + 1e-9) for n in range(most)):
            found += share ** sum(wrong) * (1 - share) ** (most - sum(wrong))
    return found


@pytest.mark.parametrize(
    ("most", "share", "odd"), [(1, 0.02, 0.02), (5, 0.02, 0.01), (10, 0.1, 0.07), (12, 0.3, 0.2), (12, 0.02, 1e-4)]
)
def test_the_level_of_many_looks_is_that_of_all_walks(most: int, share: float, odd: float) -> None:
    assert reached(most, share, odd) == pytest.approx(exact(most, share, odd), rel=1e-9)
    assert reached(most, share, odd) <= 1 and reached(most, share, 0.0) == 0


def test_in_stages_looking_after_every_ballot_alarms_no_more_than_stated() -> None:
    """Six honest interviewers, 30 ballots each, looked at after each: one look at the end would allow far less."""
    chance = random.Random(4)
    alarms = careless = 0
    for _ in range(400):
        wrong = [[chance.random() < 0.02 for _ in range(30)] for _ in range(6)]
        seen = often = False
        for n in range(1, 31):
            parts = []
            for place, own in enumerate(wrong):
                no = sum(own[:n])
                parts.append(Tally(f"D{place}", 30, 30, n, {C: n - no, F: no}, left=30 - n))
            seen |= any(each.flagged for each in flags(parts, 2, in_stages=True))
            often |= any(each.flagged for each in flags(parts, 2))
        alarms, careless = alarms + seen, careless + often
    assert alarms <= 400 * (ALARM + 0.033)  # three standard errors
    assert careless > 400 * (ALARM + 0.033)  # what the stages are for
