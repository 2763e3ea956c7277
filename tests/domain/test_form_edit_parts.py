"""Scales, factors within factors, blocks, the interviewer's part and the table's heads of a form in editing."""

from pathlib import Path

import pytest

from sipas_desktop import paths
from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain import form_edit_codes as codes
from sipas_desktop.domain import form_edit_parts as parts
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.form_edit import Draft, draft_of

SON_TAY = (paths.forms() / "son-tay-2017" / "phieu.toml").read_text(encoding="utf-8")
WHOLE = (Path(__file__).parents[1] / "data" / "whole_form.toml").read_text(encoding="utf-8")
BLOCK = ("blocks", 0)


def form_of(draft: Draft) -> Form:
    checked = draft.checked
    assert checked.form is not None, checked.errors
    return checked.form


@pytest.fixture
def draft() -> Draft:
    return draft_of(WHOLE)


def test_a_scale_knows_who_uses_it_and_its_questions_follow_its_code(draft: Draft) -> None:
    assert parts.scale_users(draft, ("scales", 0)) == ("Q1", "Q2", "overall")
    assert parts.scale_users(draft, ("scales", 1)) == ("manner",)
    more, code = edit.add_scale(draft)
    assert (code, parts.scale_users(more, ("scales", 2))) == ("scale1", ())
    named = form_of(codes.set_scale_code(draft, ("scales", 1), "good"))
    assert named.by_code["officer1_manner"].scale == named.scales[1]
    assert named.scales[1].code == "good"


def test_questions_and_factors_within_follow_a_factor_s_code(draft: Draft) -> None:
    named = form_of(codes.set_factor_code(codes.set_factor_code(draft, ("factors", 0), "A"), ("factors", 1), "A1"))
    assert [(factor.code, factor.within) for factor in named.factors] == [("A", None), ("A1", "A"), ("S2", "A")]
    assert named.by_code["Q1"].factor == "A1"
    gone = form_of(edit.remove(draft, ("factors", 0)))
    assert [(factor.code, factor.within) for factor in gone.factors] == [("S1", None), ("S2", None)]


def test_a_block_comes_with_its_place_moves_and_goes() -> None:
    son_tay = draft_of(SON_TAY)
    draft, place = parts.add_block(son_tay, ("body", 2))
    assert (place, parts.block_position(draft, place)) == (BLOCK, 3)
    form = form_of(draft)
    assert [code for code in form.by_code if code.startswith("officer")] == ["officer1_Q7", "officer2_Q7"]
    assert form.by_code["officer2_Q7"].kind is Kind.YES_NO
    first = parts.place_block(draft, place, 0)
    assert (parts.block_position(first, place), first.values["body"][0]) == (0, {"block": "officer"})
    nowhere = parts.place_block(first, place, None)
    assert parts.block_position(nowhere, place) is None
    assert [each.code for each in nowhere.checked.warnings if each.where == "[[blocks]] officer"] == ["W012"]
    assert parts.place_block(nowhere, place, 3) == draft
    assert edit.remove(draft, place) == son_tay
    second, place = parts.add_block(draft, None)
    assert (second.at(place)["code"], parts.block_position(second, place)) == (
        "officer_b",
        len(son_tay.values["body"]) + 1,
    )
    assert "officer_b2_Q8" in form_of(second).by_code


def test_a_block_s_place_follows_its_code(draft: Draft) -> None:
    named = form_of(codes.set_block_code(draft, BLOCK, "clerk"))
    assert "clerk2_manner" in named.by_code
    assert "officer2_manner" not in named.by_code


def test_the_interviewer_gets_questions_that_are_his(draft: Draft) -> None:
    son_tay = draft_of(SON_TAY)
    one, place = parts.add_interviewer_question(son_tay)
    assert place == ("interviewer", 0)
    assert (form_of(one).by_code["Q7"].kind, form_of(one).by_code["Q7"].by_interviewer) == (Kind.SHORT_TEXT, True)
    assert edit.remove(one, place) == son_tay  # no empty list is left
    headed, place = edit.add_heading(one, ("interviewer", -1))
    assert [min(row) for row in headed.values["interviewer"]] == ["heading", "code"]
    _, place = parts.add_interviewer_question(draft, ("interviewer", 0))
    assert place == ("interviewer", 1)
    _, place = parts.add_interviewer_question(draft, ("body", 0))
    assert place == ("interviewer", 3)


def test_the_first_line_before_the_table_where_there_was_none() -> None:
    bare = draft_of(
        'format = 1\ncode = "a"\nversion = 1\ntitle = ["A"]\n[[body]]\ncode = "Q1"\nkind = "date"\ntext = "x"'
    )
    added, place = edit.add_question(bare, ("opening_questions", -1))
    assert place == ("opening_questions", 0)
    assert form_of(added).opening == ("Câu hỏi mới: {Q2}",)


def test_heads_of_columns_are_three_or_the_usual_ones(draft: Draft) -> None:
    assert parts.columns_of(draft) == ("Số", "Nội dung", "Ý kiến của Ông/Bà")
    usual = parts.set_columns(draft, ("TT", "Nội dung khảo sát"))
    assert "columns" not in usual.values
    assert parts.columns_of(usual) == form_of(usual).columns == ("TT", "Nội dung khảo sát", "")
    assert form_of(parts.set_columns(draft, ("TT", "Ý kiến"))).columns == ("TT", "Ý kiến", "")
    assert "columns" not in parts.set_columns(draft, ("",)).values
    four = parts.set_columns(draft, ("1", "2", "3", "4"))
    assert [each.code for each in four.checked.errors] == ["F013"]
