"""Comparing two keyings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.comparison import compare

answers = st.builds(Answer, st.sampled_from([".", "0", "*", "?", "+", "1", "2"]), st.none() | st.text(max_size=3))
keyings = st.dictionaries(st.sampled_from(["Q1", "Q2", "Q3", "unit"]), answers)


@given(keyings)
def test_a_keying_agrees_with_itself(keying: dict[str, Answer]) -> None:
    assert compare(keying, dict(keying)) == ()


@given(keyings, st.data())
def test_exactly_the_changed_fields_differ(keying: dict[str, Answer], data: st.DataObject) -> None:
    other = {question: data.draw(answers) for question in keying}
    differing = {each.question for each in compare(keying, other)}
    assert differing == {question for question in keying if keying[question] != other[question]}
    assert [(each.a, each.b) for each in compare(keying, other)] == [
        (each.b, each.a) for each in compare(other, keying)
    ]


def test_five_kinds_of_no_level_are_five_things() -> None:
    marks = [Answer("."), Answer("0"), Answer("*"), Answer("?")]
    for one in marks:
        for two in marks:
            assert bool(compare({"Q1": one}, {"Q1": two})) is (one is not two)


def test_an_incomplete_keying_is_never_compared() -> None:
    with pytest.raises(ValueError, match="Q2"):
        compare({"Q1": Answer("1")}, {"Q1": Answer("1"), "Q2": Answer("1")})
