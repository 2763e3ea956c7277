"""The skips of a form in editing, and what follows when answers, questions or blocks get other codes."""

from pathlib import Path

import pytest

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form import END, Kind, Skip
from sipas_desktop.domain.form_edit import Draft, Place, draft_of
from sipas_desktop.domain.form_edit_codes import set_block_code, set_code
from sipas_desktop.domain.form_edit_skips import Target, answers, can_skip, free_skip, set_skips, skips_of, targets
from sipas_desktop.domain.form_places import problems_by_place, rows

WHOLE = (Path(__file__).parents[1] / "data" / "whole_form.toml").read_text(encoding="utf-8")


@pytest.fixture
def draft() -> Draft:
    return draft_of(WHOLE)


def at(draft: Draft, code: str) -> Place:
    return next(place for place in rows(draft) if draft.at(place).get("code") == code)


def led(draft: Draft, code: str) -> list[tuple[tuple[str, ...], str]]:
    return [(skip.when, skip.to) for skip in skips_of(draft.at(at(draft, code)))]


def shown(draft: Draft) -> dict[str, list[str]]:
    """Code of a row → codes of the messages shown at it."""
    found = problems_by_place(draft, draft.checked.errors or draft.checked.warnings)
    return {str(draft.at(place).get("code", "")): [each.code for each in said] for place, said in found.items()}


def test_the_answers_are_those_of_the_question_in_the_words_and_the_order_of_the_paper(draft: Draft) -> None:
    assert answers(draft, at(draft, "paid")) == (("1", "Có"), ("2", "Không"))
    assert answers(draft, at(draft, "visits")) == (("1", "1 lần"), ("2", "2 lần"), ("3", "≥ 3 lần"))
    assert answers(draft, at(draft, "late")) is None
    rated = answers(draft, at(draft, "Q1"))
    assert rated is not None
    assert (rated[0], rated[-1]) == (("5", "Rất hài lòng"), ("0", "Không có ý kiến"))
    assert answers(edit.put(draft, at(draft, "Q1"), scale="gone"), at(draft, "Q1")) == ()


def test_only_kinds_that_can_skip_may_and_never_the_interviewer_s(draft: Draft) -> None:
    able = {str(draft.at(place).get("code")) for place in rows(draft) if can_skip(draft, place)}
    assert able == {"age", "visits", "paid", "late", "sorry", "Q1", "Q2", "overall", "met", "manner"}
    odd = edit.put(draft, at(draft, "place"), skips=[{"when": ["1"], "to": END}])
    assert can_skip(odd, at(odd, "place"))  # so that they can be taken away
    assert shown(odd) == {"place": ["F037"]}


def test_the_targets_are_the_respondent_s_questions_behind_it(draft: Draft) -> None:
    found = targets(draft, at(draft, "overall"))
    assert [each.code for each in found] == [
        "officer1_met", "officer1_name", "officer1_manner", "officer2_met", "officer2_name", "officer2_manner",
        "dossier", "comment",
    ]  # fmt: skip
    assert found[3] == Target("officer2_met", "C2.1", "Ông/Bà có gặp công chức thứ 2 không?")
    within = targets(draft, at(draft, "met"))
    assert [each.code for each in within] == ["name", "manner", "dossier", "comment"]
    assert within[0] == Target("name", "Cn.2", "Họ tên công chức thứ n")
    assert targets(draft, at(draft, "comment")) == ()
    assert targets(draft, at(draft, "day"))[0].code == "age"
    apart = Draft({**draft.values, "body": [row for row in draft.values["body"] if "block" not in row]})
    assert [each.code for each in targets(apart, at(apart, "met"))] == ["name", "manner"]


def test_whatever_is_offered_is_no_mistake(draft: Draft) -> None:
    wrong = {"F037", "F038", "F039", "F040", "F041", "F042"}
    for place in rows(draft):
        if not can_skip(draft, place):
            continue
        known = answers(draft, place)
        for to in [*(each.code for each in targets(draft, place)), END]:
            skips = [Skip((code,), to) for code, _ in known] if known is not None else [Skip(("7",), to)]
            changed = set_skips(draft, place, skips)
            assert not wrong & {each.code for each in changed.checked.errors}, (place, to)


def test_lines_are_one_for_each_answer_and_are_joined_where_they_lead_to_one_place(draft: Draft) -> None:
    place = at(draft, "visits")
    changed = set_skips(draft, place, [Skip(("1",), "late"), Skip(("2",), "late"), Skip(("3",), END)])
    assert changed.at(place)["skips"] == [{"when": ["1", "2"], "to": "late"}, {"when": ["3"], "to": END}]
    assert led(changed, "visits") == [(("1",), "late"), (("2",), "late"), (("3",), END)]
    assert set_skips(changed, place, []) == draft
    numbers = set_skips(draft, at(draft, "late"), [Skip(("0", "1"), "Q1"), Skip((), "Q1")])
    assert led(numbers, "late") == [(("0", "1"), "Q1"), ((), "Q1")]
    assert "F038" in shown(numbers)["late"]


def test_one_more_skip_is_from_a_free_answer_past_the_next_question(draft: Draft) -> None:
    assert free_skip(draft, at(draft, "paid")) == Skip(("1",), "whom")
    assert free_skip(draft, at(draft, "sorry")) == Skip(("1",), "Q2")
    assert free_skip(draft, at(draft, "late")) == Skip((), "Q1")  # 0 leads on already
    both = set_skips(draft, at(draft, "paid"), [Skip(("1",), "late"), Skip(("2",), "late")])
    assert free_skip(both, at(draft, "paid")) is None
    waiting = set_skips(draft, at(draft, "late"), [Skip(("0",), "Q1"), Skip((), "Q1")])
    assert free_skip(waiting, at(draft, "late")) is None
    last = edit.set_kind(draft, at(draft, "comment"), Kind.NUMBER)
    assert free_skip(last, at(draft, "comment")) == Skip(("0",), END)


def test_a_skip_follows_its_answer_to_another_code_and_goes_with_it(draft: Draft) -> None:
    place = at(draft, "visits")
    draft = set_skips(draft, place, [Skip(("1",), "late"), Skip(("3",), END)])
    options = edit.options_of(draft.at(place))
    renamed = edit.set_options(draft, place, [*options[:2], ("9", "Nhiều", False)])
    assert led(renamed, "visits") == [(("1",), "late"), (("9",), END)]
    turned = edit.set_options(draft, place, options[::-1])
    assert led(turned, "visits") == led(draft, "visits")
    gone = edit.set_options(draft, place, options[1:])
    assert led(gone, "visits") == [(("3",), END)]
    assert led(edit.set_options(draft, place, options[1:2]), "visits") == []


def test_a_yes_no_question_may_have_two_options_of_its_own(draft: Draft) -> None:
    place = at(draft, "paid")
    assert edit.options_of(draft.at(place)) == [("1", "Có", False), ("2", "Không", False)]
    own = edit.set_options(draft, place, [("1", "Đã trả", False), ("2", "Chưa", False)])
    form = own.checked.form
    assert form is not None
    assert [option.label for option in form.by_code["paid"].options] == ["Đã trả", "Chưa"]
    assert edit.set_options(own, place, [("1", "Có", False), ("2", "Không", False)]) == draft


def test_another_kind_loses_the_skips_of_the_one_before(draft: Draft) -> None:
    assert "skips" not in edit.set_kind(draft, at(draft, "late"), Kind.CHOICE).at(at(draft, "late"))


def test_skips_follow_questions_and_blocks_to_other_codes(draft: Draft) -> None:
    draft = set_skips(draft, at(draft, "overall"), [Skip(("1",), "officer2_met"), Skip(("2",), "dossier")])
    draft = set_skips(draft, at(draft, "met"), [Skip(("1",), "name"), Skip(("2",), "dossier")])
    named = set_code(draft, at(draft, "met"), "seen")
    assert led(named, "overall") == [(("1",), "officer2_seen"), (("2",), "dossier")]
    named = set_code(named, at(named, "name"), "who")
    assert led(named, "seen") == [(("1",), "who"), (("2",), "dossier")]
    block = set_block_code(named, ("blocks", 0), "clerk")
    assert led(block, "overall")[0] == (("1",), "clerk2_seen")
    assert block.checked.form is not None
    file = set_code(block, at(block, "dossier"), "file")
    assert led(file, "seen")[1] == led(file, "overall")[1] == (("2",), "file")


def test_a_block_s_own_question_comes_before_one_of_that_name_outside(draft: Draft) -> None:
    draft = set_code(draft, at(draft, "comment"), "name")
    place = ("blocks", 0, "rows", 1)
    draft = set_skips(draft, place, [Skip(("1",), "name")])
    outer = next(each for each in rows(draft) if draft.at(each).get("code") == "name" and each[0] == "body")
    assert skips_of(set_code(draft, outer, "words").at(place)) == (Skip(("1",), "name"),)


def test_messages_about_skips_are_shown_at_the_question_once(draft: Draft) -> None:
    def told(code: str, *skips: Skip) -> list[str]:
        changed = set_skips(draft, at(draft, code), skips)
        return shown(changed)[code]

    assert told("paid", Skip(("7",), "late")) == ["F038"]
    assert told("paid", Skip(("1",), "late"), Skip(("2",), "whom"), Skip(("1",), "whom")) == ["F039"]
    assert told("paid", Skip(("1",), "gone")) == ["F040"]
    assert told("paid", Skip(("1",), "paid")) == ["F041"]
    assert told("late", Skip(("0",), "age")) == ["F042"]
    assert told("met", Skip(("2",), "age")) == ["F042"]  # of both repetitions
    past = set_skips(draft, at(draft, "paid"), [Skip(("1",), "late"), Skip(("2",), "late")])
    assert shown(past) == {"cost": ["F043"], "whom": ["F043"]}
    bare = edit.put(draft, at(draft, "late"), number=None)
    assert shown(bare)["paid"] == ["W008"]
    assert shown(edit.put(draft, at(draft, "late"), number="4"))["paid"] == ["W009"]
    assert told("paid", Skip(("1",), "cost")) == ["W010"]
    assert told("late", Skip(("0",), "dossier")) == ["W011"]
