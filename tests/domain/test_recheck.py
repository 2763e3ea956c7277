"""Phúc tra by the rules alone: who is drawn, what a reply says, how many confirm, what follows."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from fractions import Fraction

import pytest

from sipas_desktop import paths
from sipas_desktop.domain import recheck
from sipas_desktop.domain.intervals import wilson
from sipas_desktop.domain.recheck import Asked, Candidate, Due, How, Tally, draw, due, in_all, rank, share_of, tallies
from sipas_desktop.domain.recheck_file import read_wording
from sipas_desktop.domain.recheck_reply import read_reply
from sipas_desktop.domain.recheck_rule import Bound, Consequence, Result, Rule

USUAL = read_wording((paths.resources() / "recheck.toml").read_text(encoding="utf-8"), "recheck.toml")
C, F, U, N = Result.CONFIRMED, Result.FAILED, Result.UNCLEAR, Result.REFUSED


def pool(**sizes: int) -> list[Candidate]:
    """``sizes``: interviewer → how many ballots."""
    return [Candidate(f"{name}-{number:03}", name) for name, size in sizes.items() for number in range(size)]


# ---------------------------------------------------------------------------------------------------------------- draw


def test_a_draw_is_the_smallest_hashes_whatever_the_order_of_the_ballots() -> None:
    ballots = pool(an=40, binh=60)
    by_hand = sorted((hashlib.sha256(f"7\n{each.serial}".encode()).hexdigest(), each.serial) for each in ballots)
    expected = tuple(serial for _, serial in by_hand[:10])
    assert draw(ballots, 7, 10) == expected
    random.Random(1).shuffle(ballots)
    assert draw(ballots, 7, 10) == expected
    assert draw(ballots, 8, 10) != expected
    assert rank(7, by_hand[0][1]) == by_hand[0][0]
    assert draw(ballots, 7, 1000) == tuple(serial for _, serial in by_hand)
    assert draw([], 7, 10) == draw(ballots, 7, 0) == ()


def test_every_interviewer_has_her_least_number_by_her_own_smallest_hashes() -> None:
    ballots = pool(an=300, binh=9, chi=2)
    drawn = draw(ballots, 3, 20, 4)
    assert draw(ballots, 3, 20) == tuple(serial for serial in drawn if serial in set(draw(ballots, 3, 20)))
    counts = Counter(serial.split("-")[0] for serial in drawn)
    assert counts["binh"] >= 4 and counts["chi"] == 2 and counts["an"] >= 4
    for name in ("an", "binh"):
        own = sorted(rank(3, each.serial) for each in ballots if each.interviewer == name)
        assert sorted(rank(3, serial) for serial in drawn if serial.startswith(name)) == own[: counts[name]]
    nobody = [Candidate(f"x-{number}") for number in range(9)]
    assert draw(nobody, 3, 2, 4) == draw(nobody, 3, 2)  # nobody in particular has no least number


def test_what_was_drawn_before_is_not_drawn_again_and_counts() -> None:
    before = [Candidate(f"an-{number:03}", "an", number < 3) for number in range(20)]
    drawn = draw(before, 5, 0, 4)
    assert len(drawn) == 1 and drawn[0] >= "an-003"
    assert recheck.pool_sha256(before) == recheck.pool_sha256(reversed(before))
    assert recheck.pool_sha256(before) != recheck.pool_sha256(before[1:])


def test_draws_are_fair() -> None:
    """Over 2,000 seeds each of 20 ballots is among 5 as often as any other (χ², 19 degrees, p = 0.001: 43.8)."""
    ballots = pool(an=20)
    counts = Counter(serial for seed in range(2000) for serial in draw(ballots, seed, 5))
    assert sum((count - 500) ** 2 / 500 for count in counts.values()) * 20 / 15 < 43.8


@pytest.mark.parametrize(
    ("percent", "answered", "number"), [(10, 400, 40), (10, 401, 41), (0.1, 1, 1), (0, 9, 0), (100, 7, 7)]
)
def test_a_share_is_reached_at_least(percent: float, answered: int, number: int) -> None:
    assert share_of(percent, answered) == number


# ------------------------------------------------------------------------------------------------------------- replies


@pytest.mark.parametrize(("text", "result"), [
    ("1", C), (" 1. ", C), ("Đúng", C), ("DUNG ROI", C), ("dạ đúng rồi ạ", C), ("Có", C), ("1 - đúng", C),
    ("Tôi có trả lời", C), ("số 1", C), ("Co\u0301", C),
    ("2", F), ("Sai", F), ("KHONG", F), ("không ạ", F), ("Không trả lời", F), ("khong dung", F), ("Chưa!", F),
    ("từ chối", N), ("Tôi không muốn trả lời", N),
    ("", U), ("?", U), ("12", U), ("1 2", U), ("có, không", U), ("1 lần thôi", U), ("ai đấy?", U), ("dạ", U),
    ("Có, nhưng tôi không hài lòng", U), ("số 3", U), ("không phải tôi", U), ("Con tôi trả lời", U), ("1️⃣2", U),
])  # fmt: skip
def test_a_reply_is_read_or_left_to_a_person(text: str, result: Result) -> None:
    assert read_reply(text, USUAL) is result


# --------------------------------------------------------------------------------------------------------------- rates


def asked(interviewer: str, *results: Result | None, how: How = How.RANDOM, start: int = 1) -> list[Asked]:
    return [
        Asked(number, f"{interviewer}-{number:03}", interviewer, how, result)
        for number, result in enumerate(results, start)
    ]


def test_the_rate_is_of_what_was_told_among_her_own_with_correction() -> None:
    (own,) = tallies(
        [("an", True, True)] * 8 + [("an", True, False)] * 22 + [("an", False, False)] * 10,
        asked("an", C, C, C, F, Result.UNREACHED, N, U, None),
    )
    assert (own.answered, own.askable, own.drawn, own.left, own.waiting, own.told) == (40, 30, 8, 22, 1, 4)
    assert own.percent == 75
    assert own.passed == wilson(3, 4, 40)
    assert own.passed is not None and own.passed.population == 40
    none = Tally("an", 4, 4, 2)
    assert none.passed is None and none.percent is None and not none.failed_above(Rule(Consequence.RECHECK_ALL))
    whole = Tally("an", 4, 4, 4, {C: 3, F: 1})
    assert whole.passed is not None and (whole.passed.low, whole.passed.high) == (75, 75)


def test_what_was_drawn_on_suspicion_is_counted_and_in_no_rate() -> None:
    picked = asked("an", F, F, how=How.SERIALS, start=5)
    (own,) = tallies([("an", True, False)] * 30, [*asked("an", C, C, C, F), *picked])
    assert (own.count(F), own.told, own.percent) == (3, 4, 75)
    both = in_all([own, Tally("binh", 10, 5, 2, {C: 2})])
    assert (both.answered, both.askable, both.drawn, both.count(C)) == (40, 35, 8, 5)
    assert both.percent == Fraction(30 * 75 + 10 * 100, 40)


@pytest.mark.parametrize(
    ("parts", "percent", "effective", "size", "left_out"),
    [
        # (answered, confirmed, failed) of each; the rate is Σ N·p / N, the effective size N² / Σ N²/n, both by hand.
        ([(100, 5, 5), (20, 10, 0)], Fraction(7000, 120), Fraction(14400, 1000 + 40), 120, 0),
        ([(60, 4, 1), (60, 5, 0)], Fraction(90), Fraction(10), 120, 0),  # alike: the rate of the sums, n of the sums
        ([(67, 5, 0), (67, 60, 7)], Fraction(100 * (67 + 60), 134), Fraction(17956 * 5, 4489 + 335), 134, 0),
        ([(8, 8, 0), (4, 1, 3)], Fraction(75), Fraction(12), 12, 0),  # everybody is told: nothing is left to chance
        ([(8, 2, 0), (90, 0, 0)], Fraction(100), Fraction(2), 8, 90),
        ([(2, 3, 1)], Fraction(75), Fraction(4), 4, 0),  # some of hers count no more
    ],
)
def test_the_rate_in_all_is_weighted_by_the_ballots_that_each_told_one_stands_for(
    parts: list[tuple[int, int, int]], percent: Fraction, effective: Fraction, size: int, left_out: int
) -> None:
    whole = in_all(
        Tally(f"D{place}", answered, answered, yes + no, {C: yes, F: no})
        for place, (answered, yes, no) in enumerate(parts)
    )
    assert (whole.percent, whole.left_out) == (percent, left_out)
    assert whole.passed == wilson(float(percent * effective / 100), float(effective), size)
    assert in_all([]).percent is None and in_all([]).passed is None


def test_a_least_number_of_each_does_not_bias_the_rate_in_all_and_its_interval_holds() -> None:
    """One with 400 ballots of which 95 % are genuine, nine with 20 of which 60 % are; five of each are asked."""
    chance = random.Random(4)
    truth = 100 * (400 * 0.95 + 180 * 0.6) / 580
    weighted, plain, held = 0.0, 0.0, 0
    for _ in range(1000):
        parts = []
        for place, (answered, share) in enumerate([(400, 0.95)] + [(20, 0.6)] * 9):
            genuine = round(answered * share)
            yes = sum(each < genuine for each in chance.sample(range(answered), 5 if place else 20))
            parts.append(Tally(f"D{place}", answered, answered, 5, {C: yes, F: (5 if place else 20) - yes}))
        whole = in_all(parts)
        assert whole.percent is not None and whole.passed is not None
        weighted += float(whole.percent) / 1000
        plain += 100 * whole.count(C) / whole.told / 1000
        held += whole.passed.low <= truth <= whole.passed.high
    assert abs(weighted - truth) < 0.5 < 10 < abs(plain - truth)
    assert held >= 940


def test_who_is_known_comes_first() -> None:
    found = tallies([("", True, False), ("binh", True, False), ("an", False, False)], asked("chi", None))
    assert [(each.interviewer, each.answered, each.drawn) for each in found] == [
        ("an", 1, 0), ("binh", 1, 0), ("chi", 0, 1), ("", 1, 0),
    ]  # fmt: skip


# -------------------------------------------------------------------------------------------------------- consequences


@pytest.mark.parametrize("bound", Bound)
def test_a_limit_is_held_against_the_bound_that_the_rule_names(bound: Bound) -> None:
    """3 of 4 confirmed, of 40 ballots: a quarter failed, give or take."""
    own = Tally("an", 40, 40, 4, {C: 3, F: 1})
    interval = wilson(1, 4, 40)
    exact = {Bound.LOWER: interval.low, Bound.SHARE: 25.0, Bound.UPPER: interval.high}[bound]
    assert own.failed_above(Rule(Consequence.RECHECK_ALL, bound, exact - 0.01))
    assert not own.failed_above(Rule(Consequence.RECHECK_ALL, bound, exact + 0.01))
    assert interval.low < 25 < interval.high


def test_rules_say_what_is_due_until_it_is_done() -> None:
    rules = [Rule(Consequence.VOID), Rule(Consequence.REPLACE), Rule(Consequence.RECHECK_ALL, Bound.SHARE, 20)]
    told = [
        Asked(1, "s1", "an", How.RANDOM, F),
        Asked(2, "s2", "an", How.RANDOM, F, void=True, replaced=True),
        Asked(3, "s3", "binh", How.RANDOM, C),
        Asked(4, "s4", "", How.RANDOM, F, void=True),
    ]
    # One of hers that was drawn is void, and cannot be asked about any more: what is left is what can.
    hers = [("an", True, True), ("an", False, True), *[("an", True, False)] * 7, ("an", False, False)]
    parts = tallies([*hers, *[("binh", True, False)] * 5, *[("", True, False)] * 3], told)
    assert due(rules, parts, told) == (
        Due(Consequence.VOID, "s1", "an", 1),
        Due(Consequence.REPLACE, "s1", "an", 1),
        Due(Consequence.REPLACE, "s4", "", 1),
        Due(Consequence.RECHECK_ALL, interviewer="an", ballots=7),
    )
    assert due([], parts, told) == ()
    everybody = [*told, *(Asked(number, f"t{number}", "an", How.INTERVIEWER, None) for number in range(5, 12))]
    parts = tallies([("an", True, True)] * 9, everybody)
    assert [each.then for each in due(rules[2:], parts, everybody)] == []
