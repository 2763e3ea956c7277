"""Every definition of the index, from ballots: by hand with every kind of no answer, and against pandas on any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import NoIndex, all_definitions, tables_of
from sipas_desktop.domain.index_definitions import DEFINITIONS, OF_BALLOTS, LeftOut, Tables
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.vietnamese import percent
from tests.domain.test_index import make_form

FORM = make_form([("Q1", "A", "five"), ("Q2", "A", "five"), ("Q3", "B", "two")])
CODES = ("Q1", "Q2", "Q3", "overall")
SATISFIED = {"Q1": {"4", "5"}, "Q2": {"4", "5"}, "Q3": {"2"}, "overall": {"4", "5"}}
LEVELS = {"Q1": 5, "Q2": 5, "Q3": 2, "overall": 5}
WEIGHTS = {"A": 0.7, "B": 0.3}
Ballot = Mapping[str, str]


def tables(ballots: Sequence[Ballot], form: Form = FORM, weights: Mapping[str, float] = WEIGHTS) -> Tables:
    """What the program counts from whole ballots."""
    counts: dict[str, dict[str, int]] = {}
    fully = answering = 0
    for ballot in ballots:
        for code, value in ballot.items():
            counts.setdefault(code, {})[value] = counts.get(code, {}).get(value, 0) + 1
        levels = {code: value for code, value in ballot.items() if value.isdigit() and value != "0"}
        answering += bool(levels)
        fully += bool(levels) and all(value in SATISFIED[code] for code, value in levels.items())
    return tables_of(form, counts, fully=(fully, answering), weights=weights, settled=len(ballots))


# Ten ballots, every kind of no answer among them. Satisfied / with a level: Q1 5 of 8, Q2 3 of 5, Q3 3 of 6, overall
# 6 of 8.
BALLOTS = [
    dict(zip(CODES, answers.split(), strict=True))
    for answers in (
        "5 4 2 5",  # wholly satisfied
        "5 . 2 4",  # wholly satisfied at all that is answered
        "4 0 - 4",  # likewise
        "4 3 1 4",
        "4 4 * 3",
        "3 5 1 5",
        "2 2 2 ?",
        "1 . 1 1",
        "? * 0 4",  # wholly satisfied by its one answer
        ". 0 - .",  # no level at all
    )
]


@pytest.mark.parametrize(
    ("definition", "index", "share", "left"),
    [
        ("overall", Fraction(75), (6, 8), LeftOut(blank=1, illegible=1)),
        ("pooled", Fraction(1100, 19), (11, 19), LeftOut(3, 3, 2, 1, 2)),
        ("mean_of_criteria", Fraction(Fraction(125, 2) + 60 + 50, 3), (0, 0), LeftOut(3, 3, 2, 1, 2)),
        # factor A (62.5 + 60) / 2 = 61.25, factor B 50
        ("weighted_factors", Fraction(7, 10) * Fraction(245, 4) + Fraction(3, 10) * 50, (0, 0), LeftOut(3, 3, 2, 1, 2)),
        # mean levels 28/8, 18/5, 9/6 of 5, 5 and 2 levels: 70 %, 72 %, 75 %
        ("mean_score", Fraction(70 + 72 + 75, 3), (0, 0), LeftOut(3, 3, 2, 1, 2)),
        ("fully_satisfied", Fraction(400, 9), (4, 9), LeftOut(3, 4, 2, 2, 2, (), 1)),
    ],
)
def test_every_definition_by_hand(
    definition: IndexDefinition, index: Fraction, share: tuple[int, int], left: LeftOut
) -> None:
    value = DEFINITIONS[IndexDefinition(definition)](tables(BALLOTS))
    assert value.index == index
    assert (value.satisfied, value.answered) == share
    assert value.left_out == left
    assert value.of_ballots == (definition in OF_BALLOTS)


def test_the_published_ballots_to_the_printed_digit() -> None:
    # Sở TN&MT Bà Rịa – Vũng Tàu 2022: 31 ballots; published: 32,3%, 51,6%, 16,1%, satisfied 83,87%.
    own = tables([{"overall": level} for level in "5" * 10 + "4" * 16 + "3" * 5])
    value = DEFINITIONS[IndexDefinition.OVERALL](own)
    assert value.index is not None
    assert percent(value.index, 2) == "83,87%"
    shares = [own.questions[-1].level_percent(code) for code in "543"]
    assert [percent(share, 1) for share in shares if share is not None] == ["32,3%", "51,6%", "16,1%"]


def test_every_definition_stands_in_the_table_and_says_formula_denominator_and_source() -> None:
    assert list(DEFINITIONS) == list(IndexDefinition)
    for definition, function in DEFINITIONS.items():
        said = function.__doc__ or ""
        assert said.startswith(f"``{definition}``: ")
        assert "Denominator" in said
        assert "Source: " in said


def test_all_definitions_stand_side_by_side() -> None:
    own = tables(BALLOTS)
    found = all_definitions(own, population=20)
    assert [each.definition for each in found] == list(IndexDefinition)
    assert [each.index for each in found] == [function(own).index for function in DEFINITIONS.values()]
    assert [each.definition for each in found if each.interval] == list(OF_BALLOTS)
    assert {each.interval.population for each in found if each.interval} == {20}
    assert {each.why for each in found} == {None}


def test_where_a_definition_gives_no_figure_it_says_why() -> None:
    form = make_form([("Q1", "A", "five")], overall=None)
    found = {each.definition: each for each in all_definitions(tables([{"Q1": "4"}], form, {}))}
    assert found[IndexDefinition.OVERALL].why is NoIndex.NO_OVERALL
    assert found[IndexDefinition.WEIGHTED_FACTORS].why is NoIndex.NO_WEIGHTS
    assert found[IndexDefinition.POOLED].why is None
    nothing = {each.why for each in all_definitions(tables([{"Q1": "."}], form, WEIGHTS))}
    assert nothing == {NoIndex.NO_OVERALL, NoIndex.NOTHING_ANSWERED}


def test_criteria_and_factors_that_are_in_no_mean_are_named() -> None:
    found = {each.definition: each.left_out.without for each in all_definitions(tables([{"Q1": "4", "Q2": "0"}]))}
    assert found[IndexDefinition.MEAN_OF_CRITERIA] == found[IndexDefinition.MEAN_SCORE] == ("Q2", "Q3")
    assert found[IndexDefinition.WEIGHTED_FACTORS] == ("B",)
    unweighted = {each.definition: each for each in all_definitions(tables(BALLOTS, weights={"A": 1}))}
    assert unweighted[IndexDefinition.WEIGHTED_FACTORS].left_out.without == ("B",)


# ------------------------------------------------------------------------------------------------- against pandas

values = st.sampled_from([*"12345", *"45", "0", ".", "*", "?", "-"])
of_two = st.sampled_from([*"12", "0", ".", "*", "?", "-"])
ballots = st.lists(
    st.fixed_dictionaries({"Q1": values, "Q2": values, "Q3": of_two, "overall": values}), min_size=1, max_size=40
)


def reference(rows: Sequence[Ballot]) -> dict[str, float]:
    """What an analyst would write: levels as numbers, all else missing."""
    frame = pandas.DataFrame(list(rows), columns=list(CODES))
    levels: Any = frame.where(frame.isin(list("12345"))).astype(float)
    good = pandas.DataFrame({code: frame[code].isin(SATISFIED[code]) for code in CODES}).where(levels.notna())
    good = good.astype(float)
    criteria = ["Q1", "Q2", "Q3"]
    shares = 100 * good.mean()
    factors = pandas.Series({"A": shares[["Q1", "Q2"]].mean(), "B": shares["Q3"]})
    weights = pandas.Series(WEIGHTS)[factors.notna()]
    answering = levels.notna().any(axis=1)
    return {
        "overall": shares["overall"],
        "pooled": 100 * good[criteria].stack().mean(),
        "mean_of_criteria": shares[criteria].mean(),
        "weighted_factors": (factors * weights).sum() / weights.sum() if len(weights) else float("nan"),
        "mean_score": (100 * levels[criteria].mean() / pandas.Series(LEVELS)[criteria]).mean(),
        "fully_satisfied": 100 * (good[answering].min(axis=1) == 1).mean(),
    }


@given(ballots)
def test_any_ballots_give_what_pandas_gives(rows: list[Ballot]) -> None:
    expected = reference(rows)
    for each in all_definitions(tables(rows)):
        if each.index is None:
            assert pandas.isna(expected[each.definition])
        else:
            assert float(each.index) == pytest.approx(expected[each.definition])
