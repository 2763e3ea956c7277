"""The cursor on a ballot, the catalogue behind a field, the keys of options: rules without a widget."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.skips import Turned, skipped
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.gui.keying_ballot import KeyedBallot
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_keys import option_keys
from sipas_desktop.store.queries import CatalogueEntry
from sipas_desktop.store.workflow import Keying
from tests.surveys import WHOLE, WHOLE_ANSWERS

FORM = read_form(
    (Path(__file__).resolve().parents[2] / "forms/son-tay-2017/phieu.toml").read_text(encoding="utf-8"), "phieu.toml"
)


def ballot(**answers: str) -> KeyedBallot:
    keyed = {code: Answer(value) for code, value in answers.items()}
    return KeyedBallot(Keying("1", 1, FORM.sha256, FORM.questions, keyed, "L1", 1, 1, "s:1"), FORM)


def here(at: KeyedBallot) -> str:
    return at.current.code if at.current else "end"


def test_a_ballot_opens_at_its_first_open_question() -> None:
    assert here(ballot()) == "procedure"
    assert here(ballot(procedure=".", Q1="4")) == "unit"
    assert here(ballot(**{question.code: "." for question in FORM.questions})) == "end"


@given(st.lists(st.sampled_from(["answer", "back", "forward", "jump 3", "jump II", "jump 99"]), max_size=60))
def test_the_cursor_is_always_on_the_ballot_and_at_its_end_only_when_all_is_keyed(moves: list[str]) -> None:
    at = ballot()
    for move in moves:
        before = (at.at, dict(at.answers))
        if move == "answer" and at.current is not None:
            at.take(at.current, Answer("4"), Turned())
            at.advance()
        elif move == "back":
            assert at.back() == (before[0] > 0)
        elif move == "forward":
            at.forward()
        elif move.startswith("jump"):
            found = at.find(move[5:])
            assert (found is None) == (move == "jump 99")
            at.at = at.at if found is None else found
        assert 0 <= at.at <= len(FORM.questions)
        assert at.current is not None or at.first_open is None
        assert before[1].items() <= at.answers.items()


SKIPPING = read_form(WHOLE, "whole.toml")
PLACES = {question.code: at for at, question in enumerate(SKIPPING.questions)}


def skipping(**changed: str) -> KeyedBallot:
    keyed = WHOLE_ANSWERS | {code: Answer(value) for code, value in changed.items()}
    keyed |= dict.fromkeys(skipped(SKIPPING, {code: each.value for code, each in keyed.items()}), Answer(SKIPPED))
    return KeyedBallot(Keying("1", 1, SKIPPING.sha256, SKIPPING.questions, keyed, "L1", 1, 1, "s:1"), SKIPPING)


def test_the_cursor_jumps_over_what_is_skipped_both_ways() -> None:
    at = skipping(paid="2", late="0")
    at.at = PLACES["paid"]
    assert at.forward() and here(at) == "late"
    assert at.forward() and here(at) == "Q1"
    assert at.back() and here(at) == "late"
    assert at.back() and here(at) == "paid"
    assert at.skipping(PLACES["cost"]).code == "paid"
    at.advance()
    assert here(at) == "late"


@given(
    st.sampled_from("12."), st.sampled_from("01."), st.sampled_from("12."), st.sampled_from("12."),
    st.lists(st.sampled_from(["back", "forward", "advance"]), max_size=60),
)  # fmt: skip
def test_the_cursor_never_stands_on_a_skipped_question(
    paid: str, late: str, met: str, again: str, moves: list[str]
) -> None:
    at = skipping(paid=paid, late=late, officer1_met=met, officer2_met=again)
    at.at = 0
    for move in moves:
        getattr(at, move)()
        assert at.current is None or not at.is_skipped(at.at)


def test_an_answer_takes_its_skips_with_it_and_gives_them_back() -> None:
    at = skipping()
    paid = SKIPPING.by_code["paid"]
    changed = at.take(paid, Answer("2"), Turned(("cost", "whom"), ()))
    assert changed == {"paid": Answer("2"), "cost": Answer(SKIPPED), "whom": Answer(SKIPPED)}
    assert at.first_open is None
    assert at.take(paid, Answer("1"), Turned((), ("cost", "whom"))) == {"paid": Answer("1"), "cost": None, "whom": None}
    assert at.first_open == PLACES["cost"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [("4", "Q4"), ("4.", "Q4"), ("ii", "overall"), ("III", "comment"), ("thu tuc", "procedure"), ("ket qua", "Q5")],
)
def test_jump_goes_by_number_or_by_words_without_accents(wish: str, code: str) -> None:
    at = ballot()
    found = at.find(wish)
    assert found is not None and at.questions[found].code == code


CATALOGUE = Catalogue(
    [
        CatalogueEntry("1", "Chứng thực bản sao từ bản chính"),
        CatalogueEntry("12", "Cấp giấy phép xây dựng"),
        CatalogueEntry("2", "Chứng thực chữ ký"),
        CatalogueEntry("21", "Đăng ký khai sinh"),
    ]
)


def codes(typed: str) -> list[str]:
    return [entry.code for entry in CATALOGUE.search(typed)]


def test_search_takes_codes_by_their_beginning_and_names_by_their_words_without_accents() -> None:
    assert codes("1") == ["1", "12"]
    assert codes("2") == ["2", "21"]
    assert codes("chung thuc") == ["1", "2"]
    assert codes("ký chứng") == ["2"]
    assert codes("DANG KY") == ["21"]
    assert codes("") == ["1", "12", "2", "21"]
    assert codes("hộ chiếu") == []


def test_what_enter_takes() -> None:
    assert CATALOGUE.outcome("12").answer == Answer("12")
    assert CATALOGUE.outcome(" 12 ").answer == Answer("12")
    assert CATALOGUE.outcome("dang ky khai sinh").answer == Answer("21")
    assert CATALOGUE.outcome("Hộ chiếu").answer == Answer("+", "Hộ chiếu")
    assert CATALOGUE.outcome("13").answer is None and CATALOGUE.outcome("13").unknown == "13"
    assert CATALOGUE.outcome("  ").answer is None
    assert Catalogue([]).outcome("13").answer == Answer("+", "13")


def test_a_code_is_taken_in_small_letters_too_where_it_means_one_entry() -> None:
    codes = Catalogue([CatalogueEntry(code, f"Đơn vị {code}") for code in ("U1", "Đ2", "D2", "u3", "U3")])
    assert codes.outcome("u1").answer == Answer("U1")
    assert codes.outcome("Đ2").answer == Answer("Đ2") and codes.outcome("D2").answer == Answer("D2")
    assert codes.outcome("u3").answer == Answer("u3") and codes.outcome("U3").answer == Answer("U3")
    assert codes.outcome("đ2").answer == Answer("+", "đ2")  # either could be meant


@given(st.text(max_size=30))
def test_whatever_is_typed_is_taken_whole_or_not_at_all(typed: str) -> None:
    answer = CATALOGUE.outcome(typed).answer
    if answer is not None and answer.text is not None:
        assert fold(answer.text) == fold(typed)


@given(st.lists(st.from_regex(r"[0-9A-Za-z]{1,3}", fullmatch=True), unique=True, min_size=2, max_size=30))
def test_every_option_has_one_key_while_there_are_letters_and_no_key_has_two(listed: list[str]) -> None:
    keys = option_keys(tuple(listed))
    assert all(len(key) == 1 for key in keys)
    assert len(set(keys.values())) == len(keys)
    assert {code for code in listed if len(code) == 1} <= set(keys.values())
    assert all(keys[code] == code for code in listed if len(code) == 1)
    letters = {code.lower() for code in listed if len(code) == 1 and code.isalpha()}
    long = [code for code in listed if len(code) > 1]
    assert len(keys) - (len(listed) - len(long)) == min(len(long), 26 - len(letters))
