"""Operator figures: keys and times, rates with their interval, pairs of digits, row shifts, straight lines."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.keying_pace import LEAST_S, PAUSE_S, Pace, keys_of, work_of
from sipas_desktop.domain.keying_patterns import is_shifted, is_straight, neighbouring
from sipas_desktop.domain.operator_figures import ErrorRate, Mistaken, Tally, WrongField, figures_of

RUN = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")


@pytest.mark.parametrize(
    ("kind", "value", "letters", "keys"),
    [
        (Kind.RATED, "4", 0, 1),
        (Kind.RATED, ".", 0, 1),
        (Kind.RATED, "0", 0, 1),
        (Kind.NUMBER, "*", 0, 1),
        (Kind.CHOICE, "9", 5, 7),  # the box, five letters, Enter
        (Kind.CHOICES, "1;9", 0, 3),
        (Kind.CHOICES, "1;9", 4, 7),
        (Kind.NUMBER, "0", 0, 2),
        (Kind.NUMBER, "15", 0, 3),
        (Kind.UNIT, "3", 0, 2),
        (Kind.DATE, "2024-09-05", 0, 9),
        (Kind.LONG_TEXT, "+", 11, 12),
        (Kind.LONG_TEXT, "+", 0, 1),  # erased since
        (Kind.RATED, "-", 0, 0),  # nobody keyed it
        (None, "4", 0, 1),
    ],
)
def test_the_keys_that_an_answer_takes(kind: Kind | None, value: str, letters: int, keys: int) -> None:
    assert keys_of(kind, value, letters) == keys


def test_a_pause_is_no_work() -> None:
    pace = Pace()
    pace.passed(math.inf, 1)  # the first of a session: nobody knows how long it took
    for _ in range(40):
        pace.passed(2.0, 1)
    pace.passed(PAUSE_S, 3)
    pace.passed(PAUSE_S + 0.001, 50)
    pace.passed(-1.0, 50)  # the clock was put back
    assert (pace.seconds, pace.timed) == (140.0, 43)
    assert pace.an_hour == pytest.approx(43 * 3600 / 140)
    pace.passed(5.0, 1, papers=10.0)
    pace.passed(PAUSE_S + 1, 1, papers=3.0)
    assert (pace.seconds, pace.timed) == (158.0, 44)
    assert [work_of(gap) for gap in (math.inf, -0.5, 0.0, PAUSE_S, PAUSE_S + 1)] == [0, 0, 0, PAUSE_S, 0]


def test_too_little_work_has_no_pace() -> None:
    pace = Pace()
    pace.passed(LEAST_S - 0.5, 5)
    assert pace.an_hour is None
    pace.passed(0.5, 1)
    assert pace.an_hour == 360


def test_the_rate_and_its_interval() -> None:
    rate = ErrorRate(29, 10_000)
    assert rate.per_thousand == Fraction(29, 10)
    low, high = rate.interval or (0, 0)
    assert (low, high) == pytest.approx((2.020, 4.162), abs=0.001)  # the formula, worked out by hand
    assert (ErrorRate(0, 0).per_thousand, ErrorRate(0, 0).interval) == (None, None)


def wrong(question: str, keyed: str, settled: str, kind: Kind = Kind.RATED) -> WrongField:
    return WrongField("phieu", question, kind, keyed, settled)


def test_errors_by_question_and_by_pair_of_digits() -> None:
    tally = Tally(ballots=50)
    tally.compared = Counter({("phieu", "Q1"): 50, ("phieu", "Q2"): 20, ("phieu", "comment"): 50})
    tally.wrong = [
        wrong("Q1", "4", "5"), wrong("Q1", "4", "5"), wrong("Q2", "5", "4"), wrong("Q2", ".", "4"),
        wrong("comment", "+", "+", Kind.LONG_TEXT),
    ]  # fmt: skip
    found = figures_of("Lan", tally)
    assert found.rate == ErrorRate(5, 120)
    assert [(each.question, each.rate) for each in found.questions] == [
        ("Q2", ErrorRate(2, 20)),
        ("Q1", ErrorRate(2, 50)),
        ("comment", ErrorRate(1, 50)),
    ]
    assert found.mistaken == (Mistaken("4", "5", 2), Mistaken(".", "4", 1), Mistaken("5", "4", 1))


def values(text: str) -> dict[str, str]:
    return dict(zip(RUN, text, strict=True))


@pytest.mark.parametrize(
    ("keyed", "settled", "shifted"),
    [
        ("155432", "554321", True),  # she began one row too late
        ("543211", "154321", True),  # one row too early
        ("123456", "123456", False),
        ("554321", "554321", False),
        ("154444", "544444", False),  # only one is wrong: in a run of like answers any neighbour fits
        ("125346", "123546", False),  # two exchanged, nothing alike around them
        ("445444", "444544", True),  # two exchanged among like ones: told in the docstring
        ("113245", "123245", False),
    ],
)
def test_a_shift_by_one_row(keyed: str, settled: str, shifted: bool) -> None:
    assert is_shifted([RUN], values(keyed), values(settled)) is shifted


def test_a_shift_does_not_reach_over_other_questions() -> None:
    keyed, settled = values("155432"), values("554321")
    assert is_shifted([RUN[:2], RUN[2:4], RUN[4:]], keyed, settled) is False
    del keyed["Q3"]  # skipped
    assert is_shifted([RUN], keyed, settled) is True  # the rest is still a run of three


def test_straight_lines() -> None:
    assert is_straight(["4", "4", "4"])
    assert is_straight(["0"] * 5)
    assert not is_straight(["4", "4"])
    assert not is_straight(["."] * 6)
    assert not is_straight(["4", "4", "4", "5"])


@pytest.fixture(scope="module")
def form() -> Form:
    file = paths.forms() / "son-tay-2017" / "phieu.toml"
    return read_form(file.read_text(encoding="utf-8"), file.name)


def test_neighbours_follow_each_other_on_the_paper(form: Form) -> None:
    (run,) = neighbouring(form)
    assert list(run) == [question.code for question in form.rated]
