"""Editing a form: each edit does what it says and nothing else; what is wrong is shown where it is."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form import Form, Heading, Kind, Question
from sipas_desktop.domain.form_edit import Draft, Edits, Place, draft_of
from sipas_desktop.domain.form_edit_codes import set_code
from sipas_desktop.domain.form_places import problems_by_place, rows

SON_TAY = (paths.forms() / "son-tay-2017" / "phieu.toml").read_text(encoding="utf-8")
EVERY = (Path(__file__).parents[1] / "data" / "every_kind.toml").read_text(encoding="utf-8")


def form_of(draft: Draft) -> Form:
    checked = draft.checked
    assert checked.form is not None, checked.errors
    return checked.form


def order(draft: Draft) -> list[str]:
    """Numbers and codes (headings: words) of the body."""
    return [f"{row.get('number', '')} {row.get('code', row.get('heading', '')[:6])}" for row in draft.values["body"]]


@pytest.fixture
def draft() -> Draft:
    return draft_of(SON_TAY)


def test_a_question_is_added_like_the_one_before_it_and_the_rest_is_numbered_on(draft: Draft) -> None:
    added, place = edit.add_question(draft, ("body", 2))
    assert place == ("body", 3)
    assert order(added)[:9] == [
        "I MỨC ĐỘ", "1 Q1", "2 Q2", "3 Q7", "4 Q3", "5 Q4", "6 Q5", "7 Q6", "II overall",
    ]  # fmt: skip
    new = form_of(added).by_code["Q7"]
    assert (new.kind, new.factor, new.text) == (Kind.RATED, "F2", edit.NEW_QUESTION)
    assert new.scale is form_of(added).scales[0]
    assert edit.remove(added, place) == draft


def test_a_form_that_is_not_numbered_through_keeps_its_numbers(draft: Draft) -> None:
    odd = edit.put(draft, ("body", 2), number="2a")
    added, place = edit.add_question(odd, ("body", 2))
    assert "number" not in added.at(place) or added.at(place)["number"] != ""
    assert order(added)[:3] == ["I MỨC ĐỘ", "1 Q1", "2a Q2"]


def test_numbers_begin_again_where_the_form_does() -> None:
    body: list[dict[str, Any]] = [
        {"heading": "A"}, {"number": "1", "code": "a"}, {"number": "7", "code": "b"},
        {"heading": "B"}, {"number": "1", "code": "c"}, {"number": "x", "code": "d"},
    ]  # fmt: skip
    assert order(edit.renumber(Draft({"body": body}))) == [" A", "1 a", "2 b", " B", "1 c", "x d"]


def test_an_opening_question_comes_and_goes_with_its_dotted_line(draft: Draft) -> None:
    added, place = edit.add_question(draft, ("opening_questions", 0))
    assert place == ("opening_questions", 1)
    form = form_of(added)
    assert [each.code for each in form.opening_questions] == ["procedure", "Q7", "unit"]
    assert form.opening[-1] == "Câu hỏi mới: {Q7}"
    named = set_code(added, place, "street")
    assert form_of(named).opening[-1] == "Câu hỏi mới: {street}"
    assert form_of(edit.remove(named, place)).opening[-1] == "Câu hỏi mới: "


def test_a_question_moves_and_the_numbers_keep_their_places(draft: Draft) -> None:
    moved, place = edit.move(draft, ("body", 3), -1)
    assert place == ("body", 2)
    assert order(moved)[1:4] == ["1 Q1", "2 Q3", "3 Q2"]
    assert edit.move(moved, place, 1) == (draft, ("body", 3))
    first, place = edit.move(moved, place, -100)
    assert (place, order(first)[:2]) == (("body", 0), ["2 Q3", "I MỨC ĐỘ"])  # past a heading it takes its number along
    assert edit.move(first, place, -1) == (first, place)


def test_another_factor_and_a_new_one(draft: Draft) -> None:
    more, code = edit.add_factor(draft, "Chi phí")
    assert code == "F7"
    put = edit.put(more, ("body", 1), factor=code)
    assert form_of(put).by_code["Q1"].factor == "F7"
    gone = edit.remove(put, ("factors", 6))
    assert form_of(gone).by_code["Q1"].factor is None
    assert [factor.code for factor in form_of(gone).factors] == ["F1", "F2", "F3", "F4", "F5", "F6"]


@pytest.mark.parametrize("kind", Kind)
def test_any_kind_becomes_any_other_and_the_form_stays_legal(kind: Kind) -> None:
    for place in rows(draft_of(EVERY)):
        draft = draft_of(EVERY)
        if "heading" in draft.at(place) or place[0] == "opening_questions":
            continue
        changed = edit.set_kind(draft, place, kind)
        question = form_of(edit.set_kind(changed, place, kind)).by_code[str(draft.at(place)["code"])] \
            if kind not in (Kind.UNIT, Kind.PROCEDURE) else None  # fmt: skip
        assert question is None or question.kind is kind
        assert changed.at(place)["text"] == draft.at(place)["text"]


def test_a_rated_question_where_no_scale_is_makes_one() -> None:
    bare = draft_of(
        'format = 1\ncode = "a"\nversion = 1\ntitle = ["A"]\n[[body]]\ncode = "Q1"\nkind = "date"\ntext = "x"'
    )
    rated = form_of(edit.set_kind(bare, ("body", 0), Kind.RATED)).by_code["Q1"]
    assert rated.scale is not None
    assert rated.scale.satisfied == {"4", "5"}
    assert [level.label for level in rated.scale.levels] == [
        "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng",
    ]  # fmt: skip


def test_levels_direction_and_no_opinion(draft: Draft) -> None:
    scale = ("scales", 0)
    turned = edit.put(draft, scale, descending=True, no_opinion="Không dùng")
    levels = edit.set_levels(turned, scale, [("Kém", False), ("Được", True), ("Tốt", True)])
    question = form_of(levels).by_code["Q1"]
    assert [level.label for level in question.choices] == ["Tốt", "Được", "Kém"]
    assert question.no_opinion == "Không dùng"
    assert question.scale is not None
    assert question.scale.satisfied == {"2", "3"}
    back = edit.put(edit.put(draft, scale, descending=True), scale, descending=None)
    assert back == draft


def test_one_question_is_the_overall_one(draft: Draft) -> None:
    changed = edit.set_overall(draft, ("body", 1), True)
    assert [each.code for each in form_of(changed).questions if each.overall] == ["Q1"]
    assert edit.set_overall(changed, ("body", 1), False).checked.warnings[0].code == "W001"


def test_options_and_a_free_number_for_one_more() -> None:
    draft = draft_of(EVERY)
    options = [("1", "Nam", False), ("2", "Nữ", False), ("9", "Khác", True)]
    assert edit.free_option(options) == ("3", "Phương án 3", False)
    changed = edit.set_options(draft, ("body", 3), [*options, edit.free_option(options)])
    assert [(each.code, each.words) for each in form_of(changed).by_code["sex"].options] == [
        ("1", False), ("2", False), ("9", True), ("3", False),
    ]  # fmt: skip


def test_what_an_edit_does_not_speak_of_stays() -> None:
    values: dict[str, Any] = {
        "later": {"key": 1},
        "body": [{"code": "Q1", "text": "x", "kind": "yes_no", "skips": [{"when": ["1"], "to": "Q2"}], "later": [1]},
                 {"code": "Q2", "text": "y", "kind": "date"}],
        "blocks": [{"code": "b", "times": 2, "rows": [{"code": "Q9", "text": "z", "kind": "date"}]}],
    }  # fmt: skip
    draft = set_code(Draft(values), ("body", 1), "day")
    assert draft.at(("body", 0))["skips"] == [{"when": ["1"], "to": "day"}]
    draft, _ = edit.move(edit.put(draft, ("body", 0), text="new"), ("body", 0), 1)
    assert draft.at(("body", 1))["later"] == [1]
    assert draft.values["later"] == {"key": 1}
    draft, place = edit.add_question(draft, ("blocks", 0, "rows", 0))
    assert place == ("blocks", 0, "rows", 1)
    assert draft.at(place)["code"] == "Q10"
    assert values["body"][0]["text"] == "x"  # the state before is not touched


def test_undo_and_redo_go_through_the_states(draft: Draft) -> None:
    edits = Edits((draft,))
    assert edits.do(draft) is edits
    one = edits.do(edit.put(draft, ("body", 1), text="một"))
    two = one.do(edit.put(one.now, ("body", 1), text="hai"))
    assert two.undo().now == one.now
    assert two.undo().undo().undo().now == draft
    assert two.undo().undo().redo().redo().redo().now == two.now
    other = two.undo().do(edit.put(one.now, ("body", 1), text="ba"))
    assert other.redo() == other  # what was undone is cut off
    assert [state.at(("body", 1))["text"] for state in other.states][1:] == ["một", "ba"]


def test_the_paper_has_the_last_state_without_mistakes(draft: Draft) -> None:
    one = Edits((draft,)).do(edit.put(draft, ("body", 1), text="một"))
    bad = one.do(edit.put(one.now, ("body", 1), text=None)).do(edit.put(one.now, ("body", 2), text=None))
    assert bad.legal is one.now
    assert bad.undo().undo().undo().legal is draft
    alone = Edits((edit.put(draft, ("body", 1), text=None),))
    assert alone.legal is alone.now


def test_messages_are_shown_at_what_they_speak_of(draft: Draft) -> None:
    def first(changed: Draft) -> Place:
        found = problems_by_place(changed, changed.checked.errors or changed.checked.warnings)
        assert len(found) == 1, found
        return next(iter(found))

    put = edit.put
    assert first(put(draft, ("body", 4), text=None)) == ("body", 4)
    assert first(put(draft, ("body", 4), factor="F9")) == ("body", 4)
    assert first(put(draft, ("body", 4), code="sai mã")) == ("body", 4)
    assert first(put(draft, ("opening_questions", 1), kind="yes_no")) == ("opening_questions", 1)
    assert first(put(draft, ("scales", 0, "levels", 2), label=None)) == ("scales", 0)
    assert first(put(draft, ("scales", 0, "levels", 2), code="7")) == ("scales", 0)
    assert first(put(draft, ("body", 1), factor=None)) == ("factors", 0)
    assert first(put(draft, (), title=None)) == ()
    every = draft_of(EVERY)
    assert first(put(every, ("body", 3, "options", 0), label=None)) == ("body", 3)
    assert first(put(every, ("body", 4), maximum=9)) == ("body", 4)


edits = st.lists(
    st.tuples(
        st.sampled_from(["add", "heading", "remove", "up", "down", "kind", "code", "factor", "overall"]),
        st.integers(0, 10**6),
    ),
    max_size=12,
)


@given(edits)
@settings(deadline=None, max_examples=60)
def test_whatever_is_done_the_file_can_be_read_and_nothing_else_is_lost(steps: list[tuple[str, int]]) -> None:
    draft = draft_of(EVERY)
    for what, chance in steps:
        places = list(rows(draft))
        place = places[chance % len(places)] if places else None
        before = len(places)
        match what:
            case "add":
                draft, _ = edit.add_question(draft, place)
            case "heading":
                draft, _ = edit.add_heading(draft, place)
            case "remove" if place:
                draft = edit.remove(draft, place)
            case "up" | "down" if place:
                draft, _ = edit.move(draft, place, -1 if what == "up" else 1)
            case "kind" if place and "heading" not in draft.at(place):
                draft = edit.set_kind(draft, place, list(Kind)[chance % len(Kind)])
            case "code" if place and "heading" not in draft.at(place):
                draft = set_code(draft, place, f"C{chance}")
            case "factor" if place and "heading" not in draft.at(place):
                draft = edit.put(draft, place, factor="F1")
            case "overall" if place and "heading" not in draft.at(place):
                draft = edit.set_overall(draft, place, True)
        grown = {"add": 1, "heading": 1, "remove": -1 if place else 0}.get(what, 0)
        assert len(list(rows(draft))) == before + grown
        assert draft_of(draft.text) == draft
        where = problems_by_place(draft, draft.checked.errors)
        assert sum(map(len, where.values())) == len(draft.checked.errors)
    form = draft.checked.form
    if form is not None:
        kinds = [Heading if "heading" in row else Question for row in draft.values["body"]]
        assert [type(row) for row in form.body] == kinds
