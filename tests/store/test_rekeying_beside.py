"""What a third keying, of the few fields that differ, is in what looks at whole keyings: soft checks, undo, figures."""

from __future__ import annotations

from collections import Counter

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.operator_figures import ErrorRate, Mistaken
from sipas_desktop.domain.unusual import Check
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.ballot_rows import answers, keyings
from tests.store.test_keying import refused, state
from tests.store.test_operator_figures import FIELDS, of
from tests.store.test_rekeying import differing, forged, rekeyed, sound
from tests.store.test_rekeying import office as office  # two clerks more
from tests.store.test_rekeying import settling as settling  # whose plan lets a third keying settle
from tests.store.test_residual import counts
from tests.surveys import Station


def test_nothing_is_asked_about_a_third_keying(office: Station) -> None:
    """In under a millisecond nobody reads a paper, which is asked about in the other passes."""
    serial = differing(office)
    workflow.ask_rekeying(office["Thu"], serial)
    keying = workflow.start_keying(office["Nga"], serial, 3)
    for question in keying.questions:
        workflow.record_answer(office["Nga"], keying, question.code, Answer("4"))
    workflow.complete_keying(office["Nga"], keying, confirmed=[])
    with office.admin.reading() as conn:
        said = conn.exec_driver_sql(
            "SELECT payload FROM fact WHERE kind = 'keying_completed' ORDER BY seq DESC LIMIT 1"
        ).scalar()
    assert "unusual" not in str(said)
    assert sound(office)


@pytest.mark.parametrize("begun_anew", [False, True])
def test_a_third_keying_that_says_what_was_unusual_is_found(office: Station, begun_anew: bool) -> None:
    serial = differing(office)
    workflow.ask_rekeying(office["Thu"], serial)
    keying = workflow.start_keying(office["Nga"], serial, 3)
    for question in keying.questions:
        workflow.record_answer(office["Nga"], keying, question.code, Answer("4"))
    if begun_anew:  # then the check looks the keying up again
        keying = workflow.start_keying(office["Nga"], serial, 3)
    said = {"keying": keying.ref, "unusual": [Check.SPEED.value]}
    assert forged(office, "Nga", FactKind.KEYING_COMPLETED, serial, **said) == ["check.illegal"]


def test_a_key_of_a_third_keying_is_undone(office: Station) -> None:
    serial = differing(office)
    workflow.ask_rekeying(office["Thu"], serial)
    nga = office["Nga"]
    keying = workflow.start_keying(nga, serial, 3)
    workflow.record_answer(nga, keying, "Q2", Answer("4"))
    workflow.record_answer(nga, keying, "Q4", Answer("5"))
    workflow.take_back_answer(nga, keying, "Q4")
    with office.admin.reading() as conn:
        held = answers(conn, keyings(conn, serial)[3].started)
    assert {code: row.answer for code, row in held.items()} == {"Q2": Answer("4")}
    with refused("keying.incomplete"):
        workflow.complete_keying(nga, keying)
    workflow.record_answer(nga, keying, "Q4", Answer("4"))
    workflow.complete_keying(nga, keying)
    assert state(office, serial) is State.DIFFERING
    assert sound(office)


def test_a_third_keying_counts_in_no_figures_of_keyers(office: Station) -> None:
    serial = differing(office)
    before = of(office.admin, "Lan"), of(office.admin, "Mai")
    rekeyed(office, serial, Q2="4", Q4="2")
    for question, right in (("Q2", "4"), ("Q4", "4")):
        workflow.adjudicate(office["Hòa"], serial, question, Answer(right))
    nga = of(office.admin, "Nga")
    assert (nga.ballots, nga.fields, nga.keystrokes, nga.seconds, nga.rate) == (0, 0, 0, 0, ErrorRate(0, 0))
    assert queries.own_figures(office["Nga"]) == nga
    lan, mai = (of(office.admin, name) for name in ("Lan", "Mai"))
    assert [each.fields for each in (lan, mai)] == [each.fields for each in before]
    assert (lan.rate, mai.rate) == (ErrorRate(0, FIELDS), ErrorRate(2, FIELDS))


def test_a_station_that_only_keyed_it_again_does_not_make_it_keyed_twice(office: Station) -> None:
    serial = differing(office)
    rekeyed(office, serial, Q2="4", Q4="4")
    for question in ("Q2", "Q4"):
        workflow.adjudicate(office["Hòa"], serial, question, Answer("4"))
    (rated,) = counts(office)
    assert rated.wrong == Counter({("4", "1"): 1, ("4", "2"): 1})


def test_errors_that_a_third_keying_settled_are_errors(settling: Station) -> None:
    serial = differing(settling, Q2="1", Q4="2", Q5="3")
    rekeyed(settling, serial, Q2="4", Q4="2", Q5="5")  # Mai's slip, Lan's slip, and one for the adjudicator
    workflow.adjudicate(settling["Hòa"], serial, "Q5", Answer("4"))
    assert state(settling, serial) is State.SETTLED
    lan, mai = (of(settling.admin, name) for name in ("Lan", "Mai"))
    assert (lan.rate, mai.rate) == (ErrorRate(1, FIELDS), ErrorRate(2, FIELDS))
    assert lan.mistaken == (Mistaken("4", "2", 1),)
    assert {(each.keyed, each.settled) for each in mai.mistaken} == {("1", "4"), ("3", "4")}
    (rated,) = counts(settling)
    assert rated.wrong == Counter({("4", "1"): 1, ("2", "4"): 1, ("4", "3"): 1})
    assert rated.both_wrong == 0


def test_words_that_a_third_keying_settled_are_an_error_of_who_keyed_others(settling: Station) -> None:
    (serial,) = settling.received(1)
    for number, (name, words) in enumerate((("Lan", "chờ lâu"), ("Mai", "chờ lấu")), start=1):
        workflow.key_ballot(settling[name], serial, number, settling.answers() | {"comment": Answer("+", words)})
    workflow.ask_rekeying(settling["Thu"], serial)
    workflow.key_ballot(settling["Nga"], serial, 3, {"comment": Answer("+", "chờ lâu")})
    assert state(settling, serial) is State.SETTLED
    assert [of(settling.admin, name).rate.errors for name in ("Lan", "Mai")] == [0, 1]


def test_what_was_sent_back_last_is_withdrawn_first(office: Station) -> None:
    first, second = office.received(2)
    for serial in (first, second):
        office.key("Lan", 1, serial)
        office.key("Mai", 2, serial, Q2="1")
    for serial in (second, first):
        workflow.ask_rekeying(office["Thu"], serial)
    for expected in (first, second, None):
        assert queries.latest_sent_back(office["Hòa"]) == expected
        left = queries.differences_left(office["Hòa"])
        assert left.sent == {first: 2, second: 1, None: 0}[expected]
        assert left.waiting == 2 - left.sent
        if expected is not None:
            workflow.withdraw_rekeying(office["Hòa"], expected)
    workflow.set_roles(office.admin, "Lan", ["keyer", "adjudicator"])
    workflow.ask_rekeying(office["Thu"], first)
    assert queries.latest_sent_back(office["Lan"]) is None
    left = queries.differences_left(office["Lan"])
    assert (left.waiting, left.own, left.sent) == (0, 1, 0)
    assert [each.serial for each in queries.sent_back(office["Nga"], 1)] == [first]
    assert queries.sent_back(office["Nga"], 0) == ()
