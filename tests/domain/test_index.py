"""The satisfaction index: published figures, every definition by hand, and rules that hold for any counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute
from sipas_desktop.domain.intervals import wilson
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.question_figures import share
from sipas_desktop.errors import Refusal

LEVELS = "12345"
SCALE = """
[[scales]]
code = "five"
{no_opinion}
levels = [
  {{ code = "1", label = "Rất không hài lòng" }},
  {{ code = "2", label = "Không hài lòng" }},
  {{ code = "3", label = "Bình thường" }},
  {{ code = "4", label = "Hài lòng", satisfied = true }},
  {{ code = "5", label = "Rất hài lòng", satisfied = true }},
]
[[scales]]
code = "two"
levels = [{{ code = "1", label = "Không" }}, {{ code = "2", label = "Có", satisfied = true }}]
"""


def make_form(
    questions: list[tuple[str, str | None, str]], overall: str | None = "overall", no_opinion: bool = True
) -> Form:
    """A form of rated ``questions`` (code, factor, scale) and, at its end, an overall question."""
    factors = sorted({factor for _, factor, _ in questions if factor})
    text = ['format = 1\ncode = "f"\nversion = 1\ntitle = ["Phiếu"]\n']
    text.append(SCALE.format(no_opinion='no_opinion = "Không có ý kiến"' if no_opinion else ""))
    text += [f'[[factors]]\ncode = "{factor}"\ntitle = "Yếu tố {factor}"\n' for factor in factors]
    for code, factor, scale in questions:
        text.append(
            f'[[body]]\ncode = "{code}"\nkind = "rated"\nscale = "{scale}"\ntext = "{code}?"\nlabel = "{code}"\n'
        )
        text.append(f'factor = "{factor}"\n' if factor else "")
    if overall:
        text.append(f'[[body]]\ncode = "{overall}"\nkind = "rated"\nscale = "five"\noverall = true\n')
        text.append(f'text = "{overall}?"\nlabel = "{overall}"\n')
    return read_form("".join(text), "f.toml")


FORM = make_form([("Q1", "A", "five"), ("Q2", "A", "five"), ("Q3", "B", "five")])
NO_BALLOTS = BallotCounts(0, 0, 0, {}, 0, 0)


def figures_of(counts: dict[str, dict[str, int]], definition: str = "overall", **more: Any) -> IndexFigures:
    return compute(more.pop("form", FORM), IndexDefinition(definition), counts, NO_BALLOTS, **more)


# ------------------------------------------------------------------------------------------------- published figures


@pytest.mark.parametrize(
    ("satisfied", "answered", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), pp. 857–872, table I, method 3 (score).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # R, prop.test(x, n, correct = FALSE).
        (32, 32, 0.8928208, 1.0),
        (0, 32, 0.0, 0.1071792),
        (1, 10, 0.01787621, 0.40415003),
    ],
)
def test_wilson_matches_published_tables(satisfied: int, answered: int, low: float, high: float) -> None:
    digits = 0.00005 if answered not in (10, 32) else 0.00000005
    interval = wilson(satisfied, answered)
    assert interval.low / 100 == pytest.approx(low, abs=digits * 1.01)
    assert interval.high / 100 == pytest.approx(high, abs=digits * 1.01)
    assert interval.population is None


def test_published_ballots_of_ba_ria_vung_tau() -> None:
    # Sở TN&MT Bà Rịa – Vũng Tàu 2022: 31 ballots, published 32,3 %, 51,6 %, 16,1 % and satisfied 83,87 %.
    figures = figures_of({"overall": {"5": 10, "4": 16, "3": 5}})
    overall = figures.questions[-1]
    assert overall.counts == {"1": 0, "2": 0, "3": 5, "4": 16, "5": 10}
    assert (figures.satisfied, figures.answered) == (26, 31)
    assert figures.index == overall.satisfied_percent == Fraction(2600, 31)
    assert [overall.level_percent(code) for code in "543"] == [
        Fraction(1000, 31),
        Fraction(1600, 31),
        Fraction(500, 31),
    ]
    assert overall.mean_level == Fraction(10 * 5 + 16 * 4 + 5 * 3, 31)


# ------------------------------------------------------------------------------------------------- every definition

COUNTS = {
    "Q1": {"5": 6, "4": 2, "3": 2},  # 80 %, mean 4.4
    "Q2": {"4": 3, "1": 2, ".": 5},  # 60 %, mean 2.8
    "Q3": {"5": 1, "2": 3, "0": 2, "*": 1, "?": 3},  # 25 %, mean 2.75
    "overall": {"4": 9, "3": 1},  # 90 %
}


@pytest.mark.parametrize(
    ("definition", "index", "satisfied", "answered"),
    [
        ("overall", Fraction(90), 9, 10),
        ("pooled", Fraction(100 * 12, 19), 12, 19),
        ("mean_of_criteria", Fraction(80 + 60 + 25, 3), 0, 0),
        ("weighted_factors", (3 * Fraction(70) + 1 * Fraction(25)) / 4, 0, 0),
        ("mean_score", (Fraction(440, 5) + Fraction(280, 5) + Fraction(275, 5)) / 3, 0, 0),
        ("fully_satisfied", Fraction(400, 9), 4, 9),
    ],
)
def test_each_definition_by_hand(definition: str, index: Fraction, satisfied: int, answered: int) -> None:
    figures = figures_of(COUNTS, definition, fully=(4, 9), weights={"A": 3, "B": 1})
    assert figures.index == index
    assert (figures.satisfied, figures.answered) == (satisfied, answered)
    assert (figures.interval is not None) == (definition in ("overall", "fully_satisfied"))
    assert figures.definition == definition


def test_a_factor_is_the_mean_of_its_criteria_without_the_overall_question() -> None:
    figures = figures_of(COUNTS)
    assert [(each.code, each.satisfied_percent) for each in figures.factors] == [
        ("A", Fraction(70)),
        ("B", Fraction(25)),
    ]
    assert figures.factors[0].mean_level == (Fraction(44, 10) + Fraction(28, 10)) / 2
    source = FORM.source.replace("overall = true", 'overall = true\nfactor = "B"')
    assert figures_of(COUNTS, form=read_form(source, "f.toml")).factors == figures.factors


def test_what_is_no_level_is_counted_apart_and_never_divides() -> None:
    third = figures_of(COUNTS).questions[2]
    assert (third.no_opinion, third.blank, third.overmarked, third.illegible) == (2, 0, 1, 3)
    assert third.answered == 4
    assert third.satisfied_percent == 25


def test_a_scale_of_two_levels_counts_its_own_places() -> None:
    form = make_form([("Q1", None, "two"), ("Q2", None, "five")])
    figures = figures_of({"Q1": {"1": 1, "2": 3}, "Q2": {"5": 1}}, "mean_score", form=form)
    assert figures.questions[0].satisfied_percent == 75
    assert figures.questions[0].mean_level == Fraction(7, 4)
    assert figures.index == (Fraction(7 * 100, 4 * 2) + 100) / 2  # 7/4 of 2 levels, 5 of 5 levels


def test_a_form_without_overall_question_refuses_that_definition_only() -> None:
    form = make_form([("Q1", "A", "five")], overall=None)
    with pytest.raises(Refusal) as refused:
        figures_of({"Q1": {"5": 1}}, "overall", form=form)
    assert refused.value.code == "index.no_overall"
    assert figures_of({"Q1": {"5": 1}}, "pooled", form=form).index == 100


@pytest.mark.parametrize("definition", list(IndexDefinition))
def test_nothing_answered_is_no_figure_and_no_division(definition: IndexDefinition) -> None:
    figures = figures_of({"Q1": {".": 3}, "overall": {"*": 3}}, definition, weights={"A": 1})
    assert figures.index is None
    assert figures.interval is None
    assert [each.satisfied_percent for each in figures.questions] == [None] * 4
    assert figures.questions[0].mean_level is None


def test_a_factor_without_answers_takes_its_weight_with_it() -> None:
    counts = {"Q3": {"4": 1, "1": 3}}
    assert figures_of(counts, "weighted_factors", weights={"A": 9, "B": 1}).index == 25
    assert figures_of(counts, "weighted_factors", weights={"A": 1}).index is None


def test_weights_are_exact_decimals() -> None:
    figures = figures_of(COUNTS, "weighted_factors", weights={"A": 0.1, "B": 0.3})
    assert figures.index == (70 * Fraction(1, 10) + 25 * Fraction(3, 10)) / Fraction(4, 10)


def test_share_of_nothing_is_none() -> None:
    assert share(0, 0) is None
    assert share(1, 3) == Fraction(100, 3)


# ------------------------------------------------------------------------------------------- finite population


def test_everybody_answered_leaves_nothing_to_chance() -> None:
    interval = wilson(26, 31, 31)
    assert interval.low == interval.high == pytest.approx(2600 / 31)
    assert interval.population == 31


def test_correction_by_hand() -> None:
    # n = 50 of N = 99: n·(N−1)/(N−n) = 50·98/49 = 100, so the interval is that of 80 in 100.
    corrected, plain = wilson(40, 50, 99), wilson(80, 100)
    assert (corrected.low, corrected.high) == pytest.approx((plain.low, plain.high))


def test_a_population_smaller_than_the_sample_is_not_believed() -> None:
    assert wilson(5, 10, 9) == wilson(5, 10)


def test_the_correction_reaches_the_figures() -> None:
    figures = figures_of({"overall": {"4": 40, "1": 10}}, population=99)
    assert figures.interval == wilson(40, 50, 99)


def test_wilson_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no answers"):
        wilson(0, 0)


# ------------------------------------------------------------------------------------------------------- any counts

parts = st.integers(0, 5000).flatmap(lambda x: st.tuples(st.just(x), st.integers(max(x, 1), 10_000)))
tallies = st.dictionaries(st.sampled_from([*LEVELS, "0", ".", "*", "?"]), st.integers(0, 400))
surveys = st.fixed_dictionaries(dict.fromkeys(("Q1", "Q2", "Q3", "overall"), tallies))
definitions = st.sampled_from(list(IndexDefinition))
marks = st.lists(st.sampled_from([*LEVELS, "0", ".", "*", "?"]), max_size=60)


@given(parts)
def test_the_interval_holds_the_share_and_stays_within_0_and_100(part: tuple[int, int]) -> None:
    satisfied, answered = part
    interval = wilson(satisfied, answered)
    assert 0 <= interval.low <= 100 * (satisfied / answered) <= interval.high <= 100


@given(parts, st.integers(0, 20_000), st.integers(1, 20_000))
def test_a_smaller_population_never_widens_the_interval(part: tuple[int, int], beyond: int, more: int) -> None:
    satisfied, answered = part
    plain = wilson(satisfied, answered)
    small, large = (wilson(satisfied, answered, answered + extra) for extra in (beyond, beyond + more))
    assert small.high - small.low <= large.high - large.low + 1e-9
    assert large.high - large.low <= plain.high - plain.low + 1e-9
    assert 0 <= small.low <= 100 * (satisfied / answered) <= small.high <= 100


@given(parts)
def test_the_interval_of_the_others_is_its_mirror(part: tuple[int, int]) -> None:
    satisfied, answered = part
    one, other = wilson(satisfied, answered), wilson(answered - satisfied, answered)
    assert (one.low, one.high) == pytest.approx((100 - other.high, 100 - other.low), abs=1e-9)


@given(surveys, definitions, st.integers(0, 30), st.integers(0, 30))
def test_figures_are_percentages_of_what_was_counted(
    counts: dict[str, dict[str, int]], definition: IndexDefinition, fully: int, others: int
) -> None:
    figures = figures_of(counts, definition, fully=(fully, fully + others), weights={"A": 2, "B": 1})
    assert figures.index is None or 0 <= figures.index <= 100
    for each in figures.questions:
        own = counts[each.code]
        assert each.answered == sum(own.get(code, 0) for code in LEVELS)
        kinds = each.no_opinion + each.blank + each.overmarked + each.illegible
        assert each.answered + kinds == sum(own.values())
        levels = [each.level_percent(code) for code in LEVELS]
        if each.answered:
            assert sum(value for value in levels if value is not None) == 100
            assert each.satisfied_percent == sum(value for value in levels[3:] if value is not None)
            assert each.mean_level is not None
            assert 1 <= each.mean_level <= 5
        else:
            assert levels == [None] * 5


@given(st.lists(st.tuples(marks, marks), max_size=4), st.randoms(use_true_random=False), definitions)
def test_the_order_of_ballots_does_not_matter(
    stacks: list[tuple[list[str], list[str]]], random: Any, definition: IndexDefinition
) -> None:
    def tally(values: list[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for value in values:
            counts[value] = counts.get(value, 0) + 1
        return counts

    first = [value for stack, _ in stacks for value in stack]
    second = [value for _, stack in stacks for value in stack]
    before = figures_of({"Q1": tally(first), "overall": tally(second)}, definition, weights={"A": 1})
    random.shuffle(first)
    random.shuffle(second)
    # Questions in another order too: the figures follow the form.
    after = figures_of({"overall": tally(second), "Q1": tally(first)}, definition, weights={"A": 1})
    assert after == before


@given(surveys, definitions, st.sampled_from(["Q1", "Q2", "Q3", "overall"]))
def test_one_more_satisfied_answer_never_lowers_the_index(
    counts: dict[str, dict[str, int]], definition: IndexDefinition, question: str
) -> None:
    # Counting ballots that are wholly satisfied is not a matter of single questions.
    if definition is IndexDefinition.FULLY_SATISFIED:
        return
    before = figures_of(counts, definition, weights={"A": 1, "B": 1})
    # The question has answers already, so that no factor newly enters a mean.
    if before.questions[["Q1", "Q2", "Q3", "overall"].index(question)].answered == 0 or before.index is None:
        return
    own = counts[question]
    raised = counts | {question: own | {"5": own.get("5", 0) + 1}}
    after = figures_of(raised, definition, weights={"A": 1, "B": 1})
    assert after.index is not None
    assert after.index >= before.index
