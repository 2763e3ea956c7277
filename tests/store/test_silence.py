"""The second keying is silent: nothing that a keyer may ask tells a differing ballot from one that agrees."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import HistoryFilter
from tests.surveys import PASSWORD, Station

ASKED: tuple[Callable[[OpenSurvey, str], object], ...] = (
    lambda survey, serial: queries.ballot(survey, serial),
    lambda survey, _: queries.ballots(survey),
    lambda survey, _: queries.ballots(survey, "L1"),
    lambda survey, _: queries.batches(survey),
    lambda survey, _: queries.batch_standings(survey),
    lambda survey, _: [queries.batch_at_desk(survey, "L1", number) for number in (1, 2)],
    lambda survey, _: queries.cover_sheet(survey, "L1"),
    lambda survey, _: queries.next_batch(survey, 1),
    lambda survey, _: queries.next_batch(survey, 2),
    lambda survey, _: queries.standing(survey),
    lambda survey, _: workflow.claim_batch(survey, "L1", 1),
    lambda survey, _: workflow.claim_batch(survey, "L1", 2),
    lambda survey, _: dataclasses.asdict(queries.ledger(survey)),
    lambda survey, _: queries.keying_progress(survey),
    lambda survey, serial: [queries.keyed_so_far(survey, serial, number) for number in (1, 2)],
    lambda survey, _: queries.open_discrepancies(survey),
    lambda survey, _: queries.comparison(survey),
    lambda survey, _: queries.next_discrepancy(survey),
    lambda survey, _: queries.differences_left(survey),
    lambda survey, _: queries.own_figures(survey),
    lambda survey, _: queries.figures(survey),
    lambda survey, _: queries.records(survey),
    lambda survey, _: queries.process(survey),
    lambda survey, serial: workflow.withdraw_receipt(survey, serial),
    lambda survey, serial: workflow.set_validity(survey, serial, None),
    lambda survey, serial: workflow.receive(survey, serial),
    lambda survey, serial: workflow.start_keying(survey, serial, 1),
    lambda survey, serial: workflow.start_keying(survey, serial, 2),
    lambda survey, serial: workflow.start_keying(survey, serial, 3),
    lambda survey, serial: workflow.key_ballot(survey, serial, 3, {}),
    lambda survey, serial: workflow.ask_rekeying(survey, serial),
    lambda survey, serial: workflow.withdraw_rekeying(survey, serial),
    lambda survey, _: queries.sent_back(survey),
    lambda survey, _: queries.latest_sent_back(survey),
    lambda survey, _: queries.spelling_differences(survey),
    lambda survey, serial: workflow.record_reprint(survey, [serial], "rách"),
    lambda survey, _: workflow.close_batch(survey, "L1"),
)


def answer(ask: Callable[[OpenSurvey, str], object], survey: OpenSurvey, serial: str) -> str:
    """What somebody is told, in words."""
    try:
        return repr(ask(survey, serial))
    except Refusal as refusal:
        return refusal.words("vi")


@pytest.mark.parametrize("keyer", ["Lan", "Mai"])
@pytest.mark.parametrize("number", range(len(ASKED)))
def test_a_keyer_hears_the_same_of_a_ballot_that_differs(desk: Station, keyer: str, number: int) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="5")
    agreed = answer(ASKED[number], desk[keyer], serial)
    other, number_of_other = ("Mai", 2) if keyer == "Lan" else ("Lan", 1)
    workflow.reopen_keying(desk[other], serial, number_of_other)
    desk.key(other, number_of_other, serial, Q1="1")
    assert len(queries.open_discrepancies(desk["Hòa"])) == 1
    assert answer(ASKED[number], desk[keyer], serial) == agreed
    for _ in sent_back(desk, serial):  # whatever becomes of it
        assert answer(ASKED[number], desk[keyer], serial) == agreed


def sent_back(desk: Station, serial: str) -> Iterator[None]:
    """The ballot goes to a third clerk, who begins, keys and completes."""
    workflow.add_operator(desk.admin, "Nga", ["keyer"], PASSWORD)
    (question, *_) = workflow.ask_rekeying(desk["Hòa"], serial)
    yield
    keying = workflow.start_keying(desk["Nga"], serial, 3)
    yield
    workflow.record_answer(desk["Nga"], keying, question, Answer("3"))
    workflow.complete_keying(desk["Nga"], keying)
    yield


OF_ONE_BALLOT: tuple[Callable[[OpenSurvey, str], object], ...] = (
    lambda survey, serial: queries.ballot(survey, serial),
    lambda survey, _: queries.ballots(survey),
    lambda survey, _: queries.ballots(survey, "L1"),
    lambda survey, serial: workflow.withdraw_receipt(survey, serial),
    lambda survey, serial: workflow.set_validity(survey, serial, None),
    lambda survey, serial: workflow.start_keying(survey, serial, 2),
    lambda survey, serial: workflow.adjudicate(survey, serial, "Q1", Answer("1")),
    lambda survey, _: queries.open_discrepancies(survey),
    lambda survey, _: queries.next_discrepancy(survey),
    lambda survey, serial: workflow.ask_rekeying(survey, serial),
    lambda survey, serial: workflow.withdraw_rekeying(survey, serial),
    lambda survey, _: queries.sent_back(survey),
    lambda survey, _: queries.latest_sent_back(survey),
    lambda survey, _: queries.spelling_differences(survey),
    lambda survey, serial: workflow.start_keying(survey, serial, 3),
)


def kinds_of_history(survey: OpenSurvey, serial: str) -> list[str]:
    """What the history tells of the ballot."""
    return [row.kind for row in queries.history(survey, HistoryFilter(serial=serial)).rows]


@pytest.mark.parametrize("ask", [*OF_ONE_BALLOT, kinds_of_history])
def test_more_roles_tell_nobody_whether_a_ballot_that_she_keyed_differs(
    desk: Station, ask: Callable[[OpenSurvey, str], object]
) -> None:
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator", "office", "observer"])
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5", unit="1")
    desk.key("Mai", 2, serial, Q1="5", unit="1")
    agreed = answer(ask, desk["Lan"], serial)
    workflow.reopen_keying(desk["Mai"], serial, 2)
    desk.key("Mai", 2, serial, Q1="1", unit="1")
    assert len(queries.open_discrepancies(desk["Hòa"])) == 1
    assert answer(ask, desk["Lan"], serial) == agreed
    for _ in sent_back(desk, serial):
        assert answer(ask, desk["Lan"], serial) == agreed
    workflow.set_roles(desk.admin, "Lan", ["adjudicator", "office", "observer"])  # what she keyed, she keyed
    if ask not in (OF_ONE_BALLOT[5], OF_ONE_BALLOT[-1]):  # which are refused to her role now
        assert answer(ask, desk["Lan"], serial) == agreed


def test_others_see_how_far_the_ballots_are(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="1")
    for name in ("Hòa", "Hà", "Giám sát"):
        assert [batch.differing for batch in queries.batches(desk[name])] == [1]
        assert queries.ledger(desk[name]).states["differing"] == 1  # type: ignore[index]
