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
    assert (both.answered, both.askable, both.drawn, both.count(C), both.percent) == (40, 35, 8, 5, Fraction(500, 6))


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
