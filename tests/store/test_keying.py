"""Keying, comparing and adjudicating through the workflow."""

from __future__ import annotations

import json

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.references import ref_of
from tests.surveys import PASSWORD, Station


def state(desk: Station, serial: str) -> State:
    return next(each.state for each in queries.ballots(desk.admin) if each.serial == serial)


def facts(desk: Station) -> int:
    return queries.check_survey(desk.admin).facts


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda error: error.code == code)


def test_a_ballot_from_paper_to_settled(desk: Station) -> None:
    (serial,) = desk.received(1)
    assert state(desk, serial) is State.VALID
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    assert [question.code for question in keying.questions][:3] == ["procedure", "unit", "Q1"]
    assert state(desk, serial) is State.FIRST_KEYING
    for question, answer in desk.answers().items():
        workflow.record_answer(desk["Lan"], keying, question, answer)
    workflow.complete_keying(desk["Lan"], keying)
    assert state(desk, serial) is State.FIRST_KEYED
    desk.key("Mai", 2, serial)
    assert state(desk, serial) is State.SETTLED
    assert queries.records(desk.admin)[0].values["overall"] == "4"
    assert queries.check_survey(desk.admin).ok


def test_the_first_keyer_may_not_key_the_second_pass(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    before = facts(desk)
    with refused("keying.own_first"):
        workflow.start_keying(desk["Lan"], serial, 2)
    with refused("keying.own_first"):
        workflow.key_ballot(desk["Lan"], serial, 2, desk.answers())
    assert facts(desk) == before


@pytest.mark.parametrize("keyer", ["Lan", "Mai"])
def test_who_keyed_a_ballot_may_not_adjudicate_it(desk: Station, keyer: str) -> None:
    workflow.set_roles(desk.admin, keyer, ["keyer", "adjudicator"])
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="1")
    before = facts(desk)
    with refused("adjudication.own_keying"):
        workflow.adjudicate(desk[keyer], serial, "Q1", Answer("5"))
    assert queries.open_discrepancies(desk[keyer]) == ()
    assert facts(desk) == before


def test_an_adjudicator_may_not_key_what_she_decided(desk: Station) -> None:
    workflow.set_roles(desk.admin, "Hòa", ["keyer", "adjudicator"])
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="1")
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("5"))
    with refused("keying.done"):
        workflow.start_keying(desk["Hòa"], serial, 1)


def test_only_differing_fields_go_on(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q2="5", Q4=a.BLANK)
    desk.key("Mai", 2, serial, Q2="3", Q4=a.OVERMARKED)
    assert state(desk, serial) is State.DIFFERING
    found = queries.open_discrepancies(desk["Hòa"])
    assert {(each.question, frozenset((each.a.value, each.b.value))) for each in found} == {
        ("Q2", frozenset("53")),
        ("Q4", frozenset(".*")),
    }
    with refused("adjudication.no_discrepancy"):
        workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("4"))
    assert not workflow.adjudicate(desk["Hòa"], serial, "Q2", Answer("5")).settled
    with refused("adjudication.reason"):
        workflow.adjudicate(desk["Hòa"], serial, "Q4", Answer("1"))
    assert workflow.adjudicate(desk["Hòa"], serial, "Q4", Answer("1"), "xem lại phiếu").settled
    values = queries.records(desk.admin)[0].values
    assert (values["Q2"], values["Q4"], values["Q1"]) == ("5", "1", "4")
    assert queries.check_survey(desk.admin).ok


def test_the_same_decision_again_is_no_new_one(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q2="5")
    desk.key("Mai", 2, serial, Q2="3")
    assert workflow.adjudicate(desk["Hòa"], serial, "Q2", Answer("5")).new
    before = facts(desk)
    assert not workflow.adjudicate(desk["Hòa"], serial, "Q2", Answer("5")).new
    assert facts(desk) == before


def test_written_words_are_compared_as_they_are(desk: Station) -> None:
    (serial,) = desk.received(1)
    words = {"comment": Answer(a.WRITTEN, "chờ lâu")}
    workflow.key_ballot(desk["Lan"], serial, 1, desk.answers() | words)
    workflow.key_ballot(desk["Mai"], serial, 2, desk.answers() | {"comment": Answer(a.WRITTEN, "chờ  lâu")})
    (found,) = queries.open_discrepancies(desk["Hòa"])
    assert {found.a.text, found.b.text} == {"chờ lâu", "chờ  lâu"}
    workflow.adjudicate(desk["Hòa"], serial, "comment", Answer(a.WRITTEN, "chờ lâu"))
    assert [each.text for each in queries.comments(desk["Hà"], "comment")] == ["chờ lâu"]
    assert queries.check_survey(desk.admin).ok


def test_an_interrupted_keying_resumes_where_it_stood(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("2"))
    desk["Lan"].close()
    with open_survey(desk.path, "Lan", PASSWORD) as again:
        assert queries.keying_progress(again).open_serials == ((serial, 1),)
        resumed = workflow.start_keying(again, serial, 1)
        assert resumed.answers == {"Q1": Answer("2")}
    with refused("keying.taken"):
        workflow.start_keying(desk["Mai"], serial, 1)
    del desk.people["Lan"]


def test_an_older_window_of_the_same_keyer_keys_no_more(desk: Station) -> None:
    (serial,) = desk.received(1)
    old = workflow.start_keying(desk["Lan"], serial, 1)
    with open_survey(desk.path, "Lan", PASSWORD) as newer:
        keying = workflow.start_keying(newer, serial, 1)
        with refused("keying.moved"):
            workflow.record_answer(desk["Lan"], old, "Q1", Answer("1"))
        workflow.record_answer(newer, keying, "Q1", Answer("5"))


def test_a_changed_answer_stands_beside_the_old_one(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("2"))
    before = facts(desk)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("3"))
    assert facts(desk) == before + 1
    (field,) = queries.keyed_so_far(desk["Lan"], serial, 1)
    assert field.answer == Answer("3")
    assert queries.check_survey(desk.admin).ok


def test_nothing_is_seen_of_another_persons_keying(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    assert workflow.start_keying(desk["Mai"], serial, 2).answers == {}
    assert queries.keyed_so_far(desk["Mai"], serial, 1) == ()
    with refused("differences.not_for_keyers"):
        queries.open_discrepancies(desk["Mai"])


def test_an_incomplete_pass_is_not_closed(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("2"))
    with refused("keying.incomplete"):
        workflow.complete_keying(desk["Lan"], keying)
    assert state(desk, serial) is State.FIRST_KEYING


def test_the_passes_follow_each_other(desk: Station) -> None:
    serial, other = desk.received(2)
    with refused("keying.first_not_done"):
        workflow.start_keying(desk["Mai"], serial, 2)
    workflow.start_keying(desk["Lan"], other, 1)
    with refused("keying.first_not_done"):
        workflow.start_keying(desk["Mai"], other, 2)
    (never,) = desk.print(1)
    with refused("keying.not_received"):
        workflow.start_keying(desk["Lan"], never, 1)


class TestReopening:
    """Who pressed Enter and then saw her mistake."""

    def test_before_the_second_pass(self, desk: Station) -> None:
        (serial,) = desk.received(1)
        desk.key("Lan", 1, serial, Q1="5")
        keying = workflow.reopen_keying(desk["Lan"], serial, 1)
        assert state(desk, serial) is State.FIRST_KEYING
        workflow.record_answer(desk["Lan"], keying, "Q1", Answer("4"))
        workflow.complete_keying(desk["Lan"], keying)
        desk.key("Mai", 2, serial)
        assert state(desk, serial) is State.SETTLED

    def test_a_settled_ballot_is_unsettled(self, desk: Station) -> None:
        (serial,) = desk.settled(1)
        keying = workflow.reopen_keying(desk["Mai"], serial, 2)
        assert state(desk, serial) is State.SECOND_KEYING
        assert queries.records(desk.admin) == []
        workflow.record_answer(desk["Mai"], keying, "Q3", Answer("1"))
        workflow.complete_keying(desk["Mai"], keying)
        assert state(desk, serial) is State.DIFFERING
        assert queries.check_survey(desk.admin).ok

    def test_a_decision_stands_while_its_two_answers_do(self, desk: Station) -> None:
        (serial,) = desk.received(1, batch=None)
        desk.key("Lan", 1, serial, Q1="5", Q2="5")
        desk.key("Mai", 2, serial, Q1="1", Q2="1")
        for question in ("Q1", "Q2"):
            workflow.adjudicate(desk["Hòa"], serial, question, Answer("5"))
        keying = workflow.reopen_keying(desk["Lan"], serial, 1)
        workflow.record_answer(desk["Lan"], keying, "Q2", Answer("3"))
        workflow.complete_keying(desk["Lan"], keying)
        assert [each.question for each in queries.open_discrepancies(desk["Hòa"])] == ["Q2"]

    def test_not_another_persons(self, desk: Station) -> None:
        (serial,) = desk.settled(1)
        with refused("keying.not_yours"):
            workflow.reopen_keying(desk["Mai"], serial, 1)

    def test_not_after_the_batch_is_closed(self, desk: Station) -> None:
        (serial,) = desk.received(1)
        desk.key("Lan", 1, serial)
        with refused("receive.batch_unfinished"):
            workflow.close_batch(desk.admin, "L1")
        desk.key("Mai", 2, serial)
        workflow.close_batch(desk.admin, "L1")
        with refused("receive.batch_closed"):
            workflow.reopen_keying(desk["Lan"], serial, 1)


def test_the_unit_of_the_batch_is_not_keyed(desk: Station) -> None:
    (serial,) = desk.print(1)
    workflow.open_batch(desk.admin, "L9", unit="3")
    workflow.receive(desk.admin, serial, batch="L9")
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    assert "unit" not in [question.code for question in keying.questions]
    with refused("keying.not_asked"):
        workflow.record_answer(desk["Lan"], keying, "unit", Answer("4"))
    with refused("keying.batch_says"):
        workflow.key_ballot(desk["Lan"], serial, 1, desk.answers(unit="4"))
    desk.key("Lan", 1, serial, unit="3")
    desk.key("Mai", 2, serial, unit="3")
    assert queries.records(desk.admin)[0].unit == "3"
    assert list(queries.figures_by_unit(desk.admin)) == ["3"]


def test_keying_from_a_file_again_changes_nothing(desk: Station) -> None:
    (serial,) = desk.received(1)
    assert workflow.key_ballot(desk["Lan"], serial, 1, desk.answers())
    before = facts(desk)
    assert not workflow.key_ballot(desk["Lan"], serial, 1, desk.answers())
    with refused("keying.other_values"):
        workflow.key_ballot(desk["Lan"], serial, 1, desk.answers(Q1="1"))
    assert facts(desk) == before


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Q1", Answer("6")),
        ("Q1", Answer("")),
        ("Q1", Answer("4", "rất tốt")),
        ("Q1", Answer("+", "rất tốt")),
        ("Q1", Answer("4;5")),
        ("comment", Answer("5")),
        ("comment", Answer("+")),
        ("comment", Answer("+", "")),
        ("unit", Answer("+")),
        ("unit", Answer(".", "chữ")),
    ],
)
def test_what_the_form_does_not_know_is_no_answer(desk: Station, question: str, answer: Answer) -> None:
    first, second = desk.received(2)
    keying = workflow.start_keying(desk["Lan"], first, 1)
    desk.key("Lan", 1, second, **{question: "." if question != "Q1" else "1"})
    desk.key("Mai", 2, second, **{question: "?"})
    before = facts(desk)
    with refused("keying.not_an_answer"):
        workflow.record_answer(desk["Lan"], keying, question, answer)
    with refused("keying.not_an_answer"):
        workflow.key_ballot(desk["Lan"], first, 1, desk.answers() | {question: answer})
    with refused("keying.not_an_answer"):
        workflow.adjudicate(desk["Hòa"], second, question, answer, "xem phiếu")
    assert facts(desk) == before


def test_a_second_thought_names_the_decision_that_it_supersedes(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q2="5", Q4="1")
    desk.key("Mai", 2, serial, Q2="3", Q4="2")
    for value in ("5", "3"):
        workflow.adjudicate(desk["Hòa"], serial, "Q2", Answer(value))
    with desk.admin.reading() as conn:
        said = [
            (ref_of(conn, seq), json.loads(payload)["supersedes"])
            for seq, payload in conn.exec_driver_sql("SELECT seq, payload FROM fact WHERE kind = 'adjudicated'")
        ]
    assert [superseded for _, superseded in said] == [None, said[0][0]]


@pytest.mark.parametrize("name", ["LAN", "lan", "Ｌａｎ", "Hoà", "HOÀ", " Lan\u200b"])
def test_nobody_gets_a_second_name_that_looks_like_hers(desk: Station, name: str) -> None:
    before = facts(desk)
    with refused("operators.exists"):
        workflow.add_operator(desk.admin, name, ["keyer"], PASSWORD)
    assert facts(desk) == before
    for another in ("Lân", "Hoa", "Hóa"):
        workflow.add_operator(desk.admin, another, ["keyer"], PASSWORD)
