"""A decision can be corrected, on a settled ballot too, until the batch closes; codes are those of the catalogues."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from tests.store.test_keying import refused
from tests.surveys import Station


@pytest.fixture
def decided(desk: Station) -> str:
    """The serial of a settled ballot, one of whose questions was decided."""
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q1="5", Q2="4")
    desk.key("Mai", 2, serial, Q1="1", Q2="4")
    assert workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("5")).settled
    return serial


def settled_value(desk: Station, question: str) -> str:
    """What the record holds."""
    (record,) = queries.records(desk["Hà"])
    return record.values[question]


def test_a_corrected_decision_settles_the_ballot_anew(desk: Station, decided: str) -> None:
    done = workflow.adjudicate(desk["Hòa"], decided, "Q1", Answer("1"), "xem lại phiếu")
    assert (done.new, done.settled) == (True, True)
    assert settled_value(desk, "Q1") == "1"
    with desk.admin.reading() as conn:
        kinds = conn.execute(select(m.fact.c.kind).order_by(m.fact.c.seq)).scalars().all()
        decisions = conn.execute(select(m.adjudication.c.value).order_by(m.adjudication.c.fact)).scalars().all()
    assert kinds[-2:] == [FactKind.ADJUDICATED, FactKind.BALLOT_SETTLED]
    assert decisions == ["5", "1"]  # the earlier one stands beside it
    assert queries.check_survey(desk.admin).problems == ()


def test_the_same_decision_again_is_no_correction(desk: Station, decided: str) -> None:
    assert not workflow.adjudicate(desk["Hòa"], decided, "Q1", Answer("5"), "xem lại phiếu").new


def test_a_correction_needs_its_reason(desk: Station, decided: str) -> None:
    with refused("adjudication.correction"):
        workflow.adjudicate(desk["Hòa"], decided, "Q1", Answer("1"), "  ")
    assert settled_value(desk, "Q1") == "5"


def test_only_what_was_decided_can_be_corrected(desk: Station, decided: str) -> None:
    with refused("adjudication.no_discrepancy"):
        workflow.adjudicate(desk["Hòa"], decided, "Q2", Answer("1"), "xem lại phiếu")


def test_a_keyer_corrects_nothing_on_her_own_ballot(desk: Station, decided: str) -> None:
    workflow.set_roles(desk.admin, "Mai", ["keyer", "adjudicator"])
    with refused("adjudication.own_keying"):
        workflow.adjudicate(desk["Mai"], decided, "Q1", Answer("1"), "xem lại phiếu")


def test_nothing_is_corrected_in_a_closed_batch(desk: Station, decided: str) -> None:
    workflow.close_batch(desk["Hà"], "L1")
    with refused("receive.batch_closed"):
        workflow.adjudicate(desk["Hòa"], decided, "Q1", Answer("1"), "xem lại phiếu")


def test_a_reason_is_kept_apart_from_the_facts(desk: Station, decided: str) -> None:
    workflow.adjudicate(desk["Hòa"], decided, "Q1", Answer("2"), "bà An ghi thêm")
    with desk.admin.reading() as conn:
        payloads = conn.execute(select(m.fact.c.payload)).scalars().all()
        reason = conn.execute(
            select(m.personal.c.value).join(m.adjudication, m.adjudication.c.reason == m.personal.c.id)
        )
        assert reason.scalars().all() == ["bà An ghi thêm"]
    assert not any("bà An" in payload for payload in payloads)


def test_a_code_that_no_catalogue_has_is_refused(desk: Station) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    with refused("catalogues.unknown_code"):
        workflow.record_answer(desk["Lan"], keying, "unit", Answer("no such unit"))
    workflow.record_answer(desk["Lan"], keying, "unit", Answer("+", "UBND khác"))
    workflow.record_answer(desk["Lan"], keying, "unit", Answer(queries.catalogue(desk["Lan"], "unit")[0].code))
    with pytest.raises(ValueError, match="street"):
        workflow.set_catalogue(desk.admin, "street", [])
