"""Two surveys beside each other: only what both asked is compared, all else is named."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from sipas_desktop.domain.change import Share, change
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.survey_change import Apart, Side, SurveyChange, matches, survey_change
from sipas_desktop.errors import Refusal
from tests.domain.test_index import make_form

FORM = make_form([("Q1", "A", "five"), ("Q2", "A", "five"), ("Q3", "B", "five")])
BEFORE = {"Q1": {"4": 60, "1": 40}, "Q2": {"5": 30, "1": 70}, "Q3": {"4": 50, "2": 50}, "overall": {"4": 60, "1": 40}}
NOW = {"Q1": {"4": 90, "1": 10}, "Q2": {"5": 31, "1": 69}, "Q3": {"4": 50, ".": 50}, "overall": {"4": 80, "1": 20}}


def form_with(*changes: tuple[str, str]) -> Form:
    source = FORM.source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return read_form(source, "f.toml")


def compared(
    before: Form = FORM,
    now: Form = FORM,
    definition: str = "overall",
    old: Mapping[str, Mapping[str, int]] = BEFORE,
    new: Mapping[str, Mapping[str, int]] = NOW,
) -> SurveyChange:
    sides = Side(before, old, (40, 100)), Side(now, new, (60, 100), 1000)
    return survey_change(*sides, IndexDefinition(definition), {"A": 1, "B": 3})


def apart(found: SurveyChange) -> dict[str, Apart]:
    return {each.code: each.why for each in found.not_compared}


def test_the_same_form_is_compared_whole() -> None:
    found = compared()
    assert found.index == change(Share(60, 100), Share(80, 100, 1000))
    assert (found.index.points, found.index.beyond_chance, found.index_apart) == (20, True, None)
    assert [(each.code, each.before_code, each.change.points) for each in found.questions] == [
        ("Q1", "Q1", 30), ("Q2", "Q2", 1), ("Q3", "Q3", 50), ("overall", "overall", 20)
    ]  # fmt: skip
    assert [each.change.beyond_chance for each in found.questions] == [True, False, True, True]
    # (90 + 31) / 2 − (60 + 30) / 2; a mean of shares has no interval
    assert [(each.code, each.change.points, each.change.interval) for each in found.factors] == [
        ("A", Fraction(31, 2), None), ("B", 50, None)
    ]  # fmt: skip
    assert found.not_compared == ()


@pytest.mark.parametrize(
    ("definition", "points", "beyond"),
    [
        ("pooled", Fraction(100 * 171, 250) - Fraction(140, 3), None),
        ("mean_of_criteria", Fraction(90 + 31 + 100, 3) - Fraction(140, 3), None),
        ("weighted_factors", (Fraction(121, 2) + 3 * 100) / 4 - (45 + 3 * Fraction(50)) / 4, None),
        ("fully_satisfied", 20, True),
    ],
)
def test_the_index_by_every_other_definition(definition: str, points: Fraction, beyond: bool | None) -> None:
    found = compared(definition=definition)
    assert (found.index.points, found.index.beyond_chance) == (points, beyond)


def test_another_wording_is_not_compared_nor_what_rests_on_it() -> None:
    now = form_with(('text = "Q2?"', 'text = "Q2 khác hẳn?"'))
    found = compared(now=now, definition="pooled")
    assert apart(found) == {"Q2": Apart.WORDING, "A": Apart.QUESTIONS}
    assert [each.code for each in found.questions] == ["Q1", "Q3", "overall"]
    assert (found.index.points, found.index_apart) == (None, Apart.QUESTIONS)
    assert found.index.before is not None
    assert compared(now=now).index.points == 20  # the overall question is the same


def test_other_levels_are_not_compared() -> None:
    other = form_with(('label = "Bình thường" }', 'label = "Bình thường", satisfied = true }'))
    assert set(apart(compared(now=other)).values()) == {Apart.LEVELS, Apart.QUESTIONS}
    assert compared(now=other).index_apart is Apart.QUESTIONS
    without = form_with(('no_opinion = "Không có ý kiến"', ""))
    assert apart(compared(now=without))["Q1"] is Apart.LEVELS


def test_a_question_with_another_number_is_found_by_its_words() -> None:
    now = form_with(('code = "Q1"', 'code = "Q9"'))
    found = compared(now=now, new={**NOW, "Q9": NOW["Q1"]})
    assert (found.questions[0].code, found.questions[0].before_code) == ("Q9", "Q1")
    assert found.not_compared == ()
    # Two questions that change places keep their words, not their codes.
    swapped = form_with(('code = "Q1"', 'code = "Q0"'), ('code = "Q2"', 'code = "Q1"'), ('code = "Q0"', 'code = "Q2"'))
    assert matches(FORM, swapped)[0] == {"Q2": "Q1", "Q1": "Q2", "Q3": "Q3", "overall": "overall"}


def test_words_that_two_questions_share_are_compared_once_and_the_other_is_named() -> None:
    twice = form_with(('text = "Q2?"', 'text = "Q1?"'))
    assert apart(compared(now=twice)) == {"Q2": Apart.WORDING, "A": Apart.QUESTIONS}
    assert [(each.code, each.before_code) for each in compared(before=twice).questions] == [
        ("Q1", "Q1"), ("Q3", "Q3"), ("overall", "overall")
    ]  # fmt: skip


def test_a_question_moved_by_a_new_one_before_it_is_found() -> None:
    now = form_with(
        ('code = "Q2"', 'code = "Q9"'), ('code = "Q1"', 'code = "Q2"'), ('code = "Q9"', 'code = "Q1"'),
        ('text = "Q2?"', 'text = "Câu mới?"'),
    )  # fmt: skip
    matched, named = matches(FORM, now)
    assert matched == {"Q2": "Q1", "Q3": "Q3", "overall": "overall"}
    assert {(each.code, each.why) for each in named} == {("Q1", Apart.ONLY_NOW), ("Q2", Apart.ONLY_BEFORE)}


def test_a_moved_question_with_other_levels_is_named_once() -> None:
    now = form_with(('code = "Q3"', 'code = "Q8"'), ('no_opinion = "Không có ý kiến"', ""))
    assert apart(compared(now=now)) == dict.fromkeys(("Q1", "Q2", "Q8", "overall"), Apart.LEVELS) | dict.fromkeys(
        "AB", Apart.QUESTIONS
    )


def test_questions_of_one_side_alone_are_named() -> None:
    more = make_form([("Q1", "A", "five"), ("Q2", "A", "five"), ("Q3", "B", "five"), ("Q4", "C", "five")])
    found = compared(now=more)
    assert apart(found) == {"Q4": Apart.ONLY_NOW, "C": Apart.ONLY_NOW}
    assert apart(compared(before=more)) == {"Q4": Apart.ONLY_BEFORE, "C": Apart.ONLY_BEFORE}


def test_wholly_satisfied_ballots_that_a_side_does_not_tell_are_not_compared() -> None:
    sides = Side(FORM, BEFORE, None), Side(FORM, NOW, (60, 100))
    found = survey_change(*sides, IndexDefinition.FULLY_SATISFIED)
    assert (found.index.before, found.index.now, found.index.points) == (None, 60, None)
    assert found.index_apart is Apart.UNKNOWN
    assert len(found.questions) == 4


def test_a_form_without_overall_question_refuses_to_be_compared_by_it() -> None:
    with pytest.raises(Refusal) as refused:
        compared(before=make_form([("Q1", "A", "five")], overall=None))
    assert refused.value.code == "index.no_overall"
