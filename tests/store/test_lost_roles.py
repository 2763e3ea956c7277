"""A role that was taken away does nothing more, not even what was on its way when it was taken."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from tests.store.test_keying import refused
from tests.surveys import Station


def test_the_next_answer_of_who_is_no_keyer_any_more_is_refused(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", Answer("4"))
    workflow.set_roles(desk.admin, "Lan", ["observer"])
    with refused("operators.not_allowed"):
        workflow.record_answer(desk["Lan"], keying, "Q2", Answer("4"))
    workflow.set_roles(desk.admin, "Lan", ["observer", "keyer"])
    workflow.record_answer(desk["Lan"], keying, "Q2", Answer("4"))
    assert [each.question for each in queries.keyed_so_far(desk["Lan"], serial, 1)] == ["Q1", "Q2"]


ON_THE_WAY: dict[str, Callable[[Station, str], object]] = {
    "receive": lambda desk, _: workflow.open_batch(desk["Lan"], "Lô mới"),
    "key": lambda desk, serial: workflow.start_keying(desk["Lan"], serial, 1),
    "record": lambda desk, serial: workflow.key_ballot(desk["Lan"], serial, 1, desk.answers()),
    "adjudicate": lambda desk, serial: workflow.adjudicate(desk["Lan"], serial, "Q1", Answer("4")),
    "reprint": lambda desk, serial: workflow.record_reprint(desk["Lan"], [serial], "rách"),
    "catalogue": lambda desk, _: workflow.set_catalogue(desk["Lan"], "unit", [workflow.Entry("90", "Nơi mới")]),
    "head": lambda desk, _: workflow.record_head(desk["Lan"], "report"),
    "operator": lambda desk, _: workflow.set_roles(desk["Lan"], "Mai", ["keyer", "observer"]),
    "sample": lambda desk, _: workflow.import_sample(desk["Lan"], [workflow.MemberData("official", "Ai đó")], "0" * 64),
    "print": lambda desk, _: workflow.reserve_run(desk["Lan"], count=1),
}


@pytest.mark.parametrize("verb", ON_THE_WAY)
def test_a_verb_that_waits_for_the_file_looks_at_the_roles_that_it_finds(desk: Station, verb: str) -> None:
    """She begins while an administrator is at it: her transaction comes second, and finds her an observer."""
    (serial,) = desk.received(1)
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator", "office", "administrator"])
    _ = desk["Lan"].plan, desk["Lan"].about
    told: list[str] = []

    def act() -> None:
        try:
            ON_THE_WAY[verb](desk, serial)
        except Refusal as refusal:
            told.append(refusal.code)

    with desk.admin.writing() as tx:
        before = tx.conn.exec_driver_sql(
            "SELECT s.id || ':' || f.n FROM operator o JOIN fact f ON f.seq = o.fact"
            " JOIN session s ON s.no = f.session_no WHERE o.name = 'Lan'"
        ).scalar_one()
        other = threading.Thread(target=act)
        other.start()
        time.sleep(0.1)
        tx.append(FactKind.OPERATOR_SET, name="Lan", roles=["observer"], supersedes=before)
    other.join(20)
    assert told == ["operators.not_allowed"]
