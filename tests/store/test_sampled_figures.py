"""Figures where a sample is keyed twice: single-keyed ballots count in results, never in what compares two keyings."""

from __future__ import annotations

import datetime

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.operator_figures import ErrorRate
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import By, Filter
from sipas_desktop.store.queries.residual import keyed_twice
from tests.store.test_operator_figures import FIELDS, of
from tests.store.test_residual import RATED
from tests.store.test_sampled_keying import ENOUGH, drawn_of, learned, sampled
from tests.surveys import Station

__all__ = ["sampled"]  # the fixture


def wrong_on_all(desk: Station) -> tuple[int, int]:
    """Lan keys ballots of a batch with the same mistake, Mai those that are drawn, rightly; how many are (single,
    double). The batch is closed."""
    learned(desk)
    serials = desk.received(ENOUGH)
    drawn = drawn_of(desk, "Lan", serials)
    for serial in serials:
        desk.key("Lan", 1, serial, Q1="1")
    for serial in drawn:
        desk.key("Mai", 2, serial, Q1="4")
        workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("4"), "trên phiếu là thế")
    workflow.close_batch(desk.admin, "L1")
    return ENOUGH - len(drawn), len(drawn)


def test_results_by_unit_and_day_count_single_keyed_ballots(sampled: Station) -> None:
    sampled.settled(sampled.admin.plan.keying.learn, unit="1")
    serials = sampled.received(ENOUGH)
    for serial in serials:
        sampled.key("Lan", 1, serial, unit="1")
    settled = 2 + len(serials) - len(drawn_of(sampled, "Lan", serials))
    assert queries.ledger(sampled.admin).single_keyed == settled - 2
    whole = queries.figures(sampled.admin)
    assert whole.ballots.settled == settled
    parts = queries.figures_by(sampled.admin, By.UNIT).values()
    assert sum(each.ballots.settled for each in parts) == settled
    assert sum(each.questions[0].answered for each in parts) == whole.questions[0].answered == settled
    for chosen in (Filter(until=datetime.date.max), Filter(unit="1")):
        assert queries.figures(sampled.admin, chosen).questions == whole.questions
    fully = queries.figures(sampled.admin, definition=IndexDefinition.FULLY_SATISFIED)
    assert fully.answered == settled
    assert queries.process(sampled.admin).comments == 0


def test_words_on_single_keyed_ballots_are_counted(sampled: Station) -> None:
    learned(sampled)
    serials = sampled.received(ENOUGH)
    for serial in serials:
        words = {"comment": Answer("+", "chờ lâu")}
        workflow.key_ballot(sampled["Lan"], serial, 1, sampled.answers() | words)
    single = queries.ledger(sampled.admin).single_keyed
    assert 0 < single == queries.process(sampled.admin).comments


def test_errors_are_counted_over_ballots_that_were_keyed_twice(sampled: Station) -> None:
    _, double = wrong_on_all(sampled)
    lan, mai = of(sampled.admin, "Lan"), of(sampled.admin, "Mai")
    assert lan.ballots == ENOUGH + 2
    assert lan.rate == ErrorRate(double, (2 + double) * FIELDS)
    assert mai.rate == ErrorRate(0, (2 + double) * FIELDS)
    assert lan.straight.ballots == 2 + double


def test_the_error_that_is_left_is_of_ballots_that_were_keyed_twice(sampled: Station) -> None:
    _, double = wrong_on_all(sampled)
    form = sampled.admin.form_of_group(sampled.admin.plan.groups[0].code)
    with sampled.admin.reading() as conn:
        (rated,) = (each for each in keyed_twice(conn, Filter(), form) if each.settled)
    assert sum(rated.settled.values()) == (2 + double) * RATED
    assert rated.wrong == {("4", "1"): double}


def test_her_own_figures_never_tell_her_how_many_of_hers_were_keyed_twice(sampled: Station) -> None:
    wrong_on_all(sampled)
    mine = queries.own_figures(sampled["Lan"])
    assert (mine.ballots, mine.rate, mine.straight.ballots) == (ENOUGH + 2, ErrorRate(0, 0), 0)
    assert mine.questions == mine.mistaken == ()
    workflow.set_roles(sampled.admin, "Lan", ["keyer", "adjudicator"])
    assert {each.rate for each in queries.operator_figures(sampled["Lan"])} == {ErrorRate(0, 0)}
