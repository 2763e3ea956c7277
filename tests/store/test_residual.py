"""The counts behind the estimate of the error that is left, from ballots that people keyed."""

from __future__ import annotations

from collections import Counter

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.residual import KeyedTwice, NotEstimated, Residual
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.queries.residual import keyed_twice
from tests.query_plans import steps_of
from tests.store.test_skips import PAID, WHOLE_ANSWERS
from tests.store.test_skips import whole as whole  # the survey whose form has everything
from tests.surveys import Station

RATED = 7  # questions of the small form


def differ(desk: Station, serial: str, first: str, second: str, right: str) -> None:
    """``serial`` keyed twice, Q1 otherwise each time, and settled."""
    desk.key("Lan", 1, serial, Q1=first)
    desk.key("Mai", 2, serial, Q1=second)
    if first != second:
        workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer(right), "trên phiếu là thế")


def counts(desk: Station, chosen: Filter | None = None) -> list[KeyedTwice]:
    form = desk.admin.form_of_group(desk.admin.plan.groups[0].code)
    with desk.admin.reading() as conn:
        return [each for each in keyed_twice(conn, chosen or Filter(), form) if each.settled]


def test_the_counts_are_those_of_the_decided_fields(desk: Station) -> None:
    for serial, (first, second, right) in zip(
        desk.received(6),
        [("4", "4", ""), ("4", "5", "5"), ("5", "4", "5"), ("1", "2", "3"), ("2", "2", ""), (".", "4", "4")],
        strict=True,
    ):
        differ(desk, serial, first, second, right)
    once, differing = desk.received(2)
    desk.key("Lan", 1, once, Q1="1")  # keyed once
    desk.key("Lan", 1, differing, Q1="1")  # not decided
    desk.key("Mai", 2, differing, Q1="2")
    (rated,) = counts(desk)
    assert rated.settled == Counter({"4": 6 * (RATED - 1) + 2, "5": 2, "3": 1, "2": 1})
    assert rated.wrong == Counter({("5", "4"): 2, ("3", "1"): 1, ("3", "2"): 1, ("4", "."): 1})
    assert rated.both_wrong == 1
    assert queries.residual_error(desk.admin) is NotEstimated.FEW_ERRORS


def test_only_what_was_chosen(desk: Station) -> None:
    for serial in desk.received(2):
        differ(desk, serial, "4", "5", "5")
    assert [each.wrong for each in counts(desk)] == [Counter({("5", "4"): 2})]
    assert counts(desk, Filter(unit="1")) == []
    assert queries.residual_error(desk.admin, Filter(unit="1")) is NotEstimated.NOTHING_COMPARED


def test_with_enough_errors_there_is_an_estimate(desk: Station) -> None:
    for number, serial in enumerate(desk.received(12)):
        differ(desk, serial, *(("1", "2", "4") if number < 2 else ("3", "4", "4")))
    found = queries.residual_error(desk.admin)
    assert isinstance(found, Residual)
    assert found.fields == 12 * RATED
    assert found.both_wrong == 2
    assert found.low <= found.agreed <= found.high


def test_skipped_questions_are_no_errors(whole: Station) -> None:
    (serial,) = whole.received(1)
    workflow.key_ballot(whole["Lan"], serial, 1, WHOLE_ANSWERS | PAID)
    workflow.key_ballot(whole["Mai"], serial, 2, WHOLE_ANSWERS)
    workflow.adjudicate(whole["Hòa"], serial, "paid", Answer("2"))  # so the two questions were not asked
    found = counts(whole)
    assert sum((each.wrong for each in found), Counter()) == Counter({("2", "1"): 1})  # type: ignore[arg-type]
    assert all("-" not in each.settled for each in found)


def test_answers_are_counted_without_being_sorted(desk: Station) -> None:
    """Ten rows of each of a million ballots, sorted in memory, take 330 MB."""
    desk.settled(1)
    steps = steps_of(desk.admin, lambda: counts(desk), "group_concat")
    assert any("settled USING PRIMARY KEY (serial=? AND question=?)" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step]
