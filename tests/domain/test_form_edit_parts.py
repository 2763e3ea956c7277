"""Scales, factors within factors, blocks, the interviewer's part and the table's heads of a form in editing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain import form_edit_codes as codes
from sipas_desktop.domain import form_edit_parts as parts
from sipas_desktop.domain.form import Form, Kind, Skip
from sipas_desktop.domain.form_edit import Draft, Place, draft_of
from sipas_desktop.domain.form_edit_skips import answers, can_skip, free_skip, set_skips, skips_of, targets
from sipas_desktop.domain.form_places import problems_by_place, rows

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


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["skip", "unskip", "scale", "unscale", "block", "unblock", "place", "interviewer", "question", "heading",
             "remove", "up", "kind", "code", "factor", "options"]
        ),
        st.integers(0, 10**6),
    ),
    max_size=15,
)  # fmt: skip


def chosen(draft: Draft, chance: int) -> Place | None:
    places = [place for place in rows(draft) if "code" in draft.at(place)]
    return places[chance % len(places)] if places else None


def after(draft: Draft, what: str, chance: int) -> Draft:
    """One edit, at a place that chance picks; nothing where there is no such place."""
    place = chosen(draft, chance)
    blocks, scales = draft.values.get("blocks", ()), draft.values.get("scales", ())
    match what:
        case "skip" if place and can_skip(draft, place) and (free := free_skip(draft, place)):
            return set_skips(draft, place, [*skips_of(draft.at(place)), free])
        case "unskip" if place:
            return set_skips(draft, place, skips_of(draft.at(place))[1:])
        case "scale":
            return edit.add_scale(draft)[0]
        case "unscale" if scales and not parts.scale_users(draft, ("scales", chance % len(scales))):
            return edit.remove(draft, ("scales", chance % len(scales)))
        case "block" if len(blocks) < 3:
            return parts.add_block(draft, place)[0]
        case "unblock" if blocks:
            return edit.remove(draft, ("blocks", chance % len(blocks)))
        case "place" if blocks:
            where = chance % (len(draft.values["body"]) + 1)
            return parts.place_block(draft, ("blocks", chance % len(blocks)), where or None)
        case "interviewer":
            return parts.add_interviewer_question(draft, place)[0]
        case "question":
            return edit.add_question(draft, place)[0]
        case "heading":
            return edit.add_heading(draft, place)[0]
        case "remove" if place:
            return edit.remove(draft, place)
        case "up" if place:
            return edit.move(draft, place, -1)[0]
        case "kind" if place:
            return edit.set_kind(draft, place, list(Kind)[chance % len(Kind)])
        case "code" if place:
            return codes.set_code(draft, place, f"C{chance}")
        case "factor" if place:
            more, code = edit.add_factor(draft)
            return edit.put(more, place, factor=code)
        case "options" if place and draft.at(place).get("kind") in edit.OPTION_KINDS:
            boxes = edit.options_of(draft.at(place))
            return edit.set_options(draft, place, [*boxes[1:], edit.free_option(boxes)])
    return draft


@given(steps)
@settings(deadline=None, max_examples=50)
def test_whatever_is_done_the_form_can_be_read_and_every_message_has_its_place(done: list[tuple[str, int]]) -> None:
    draft = draft_of(WHOLE)
    for what, chance in done:
        before, text = draft, draft.text
        draft = after(draft, what, chance)
        assert Draft(before.values).text == text  # the state before is not touched
        assert draft_of(draft.text).values == draft.values
        found = problems_by_place(draft, draft.checked.errors)
        assert bool(found) == bool(draft.checked.errors)
        for place in found:
            draft.at(place)
    able = [place for place in rows(draft) if can_skip(draft, place) and place[0] != "interviewer"]
    for place in able[:: max(1, len(able) // 3)]:
        known = answers(draft, place)
        when = ("3",) if known is None else tuple(code for code, _ in known)
        for target in targets(draft, place)[:1]:
            led = set_skips(draft, place, [Skip(when, target.code)])
            told = {each.code for each in problems_by_place(led, led.checked.errors).get(place, ())}
            assert not {"F037", "F038", "F040", "F041", "F042"} & told
