"""Paper out and back: print runs, receipts, batches, labels for photocopies, and a ledger that adds up."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from tests.store.test_keying import refused
from tests.surveys import Station


def test_a_received_ballot_has_its_place_in_the_bundle(desk: Station) -> None:
    received = [workflow.receive(desk["Hà"], serial, batch="L1") for serial in desk.print(3)]
    assert [each.position for each in received] == [1, 2, 3]
    assert [each.position for each in queries.ballots(desk.admin, "L1")] == [1, 2, 3]


def test_the_last_seven_digits_are_enough(desk: Station) -> None:
    (serial,) = desk.print(1)
    assert workflow.receive(desk.admin, serial[-7:]).serial == serial
    assert serials.show(serial).replace(" ", "") == serial


def test_what_is_refused_at_the_counter(desk: Station) -> None:
    (serial,) = desk.print(1)
    wrong = serial[:-1] + str((int(serial[-1]) + 1) % 10)
    never_printed = serials.make(desk.admin.about.number, 77)
    with refused("serial.check_digit"):
        workflow.receive(desk.admin, wrong)
    with refused("serial.length"):
        workflow.receive(desk.admin, "12345")
    with refused("receive.unknown"):
        workflow.receive(desk.admin, never_printed)
    with refused("plan.unknown_channel"):
        workflow.receive(desk.admin, serial, channel="bồ câu")
    with refused("plan.unknown_reason"):
        workflow.receive(desk.admin, serial, reason="xấu")
    with refused("operators.not_allowed"):
        workflow.receive(desk["Giám sát"], serial)
    assert queries.ledger(desk.admin).returned == 0


def test_a_photocopy_gets_the_next_label(desk: Station) -> None:
    (serial,) = desk.print(1)
    labels = desk.print(2, labels=True)
    assert queries.ledger(desk.admin).printed == 1
    workflow.receive(desk.admin, serial)
    with pytest.raises(Refusal) as again:
        workflow.receive(desk.admin, serial)
    assert again.value.code == "receive.already_label"
    assert again.value.params["label"] == serials.show(labels[0])
    assert workflow.receive(desk.admin, labels[0]).photocopy
    ledger = queries.ledger(desk.admin)
    assert (ledger.printed, ledger.photocopies, ledger.labels_left) == (2, 1, 1)
    workflow.receive(desk.admin, labels[1])
    with refused("receive.already"):
        workflow.receive(desk.admin, serial)


def test_a_list_can_be_worked_through_again(desk: Station) -> None:
    (serial,) = desk.print(1)
    assert workflow.receive(desk["Hà"], serial, batch="L1", again=True).new
    assert not workflow.receive(desk["Hà"], serial, batch="L1", again=True).new
    for other in ({"batch": "L2"}, {"batch": "L1", "reason": "torn"}):
        with refused("receive.already"):
            workflow.receive(desk["Hà"], serial, again=True, **other)
    with refused("receive.already"):
        workflow.receive(desk.admin, serial, batch="L1", again=True)


def test_a_receipt_is_withdrawn_until_somebody_keys(desk: Station) -> None:
    serial, other = desk.received(2)
    workflow.withdraw_receipt(desk.admin, serial)
    assert queries.ledger(desk.admin).states[State.STOCK] == 1
    assert workflow.receive(desk.admin, serial, batch="L1").position == 3
    workflow.start_keying(desk["Lan"], other, 1)
    with refused("receive.not_now"):
        workflow.withdraw_receipt(desk.admin, other)
    assert queries.check_survey(desk.admin).ok


def test_validity_has_a_reason_and_can_be_put_right(desk: Station) -> None:
    (serial,) = desk.print(1)
    workflow.receive(desk.admin, serial, reason="torn")
    with refused("keying.not_valid"):
        workflow.start_keying(desk["Lan"], serial, 1)
    assert queries.figures(desk.admin).ballots.invalid == {"torn": 1}
    workflow.set_validity(desk.admin, serial, "blank")
    assert queries.figures(desk.admin).ballots.invalid == {"blank": 1}
    workflow.set_validity(desk.admin, serial, None)
    assert queries.figures(desk.admin).ballots.valid == 1
    desk.key("Lan", 1, serial)
    with refused("receive.not_now"):
        workflow.set_validity(desk.admin, serial, "blank")
    assert queries.check_survey(desk.admin).ok


def test_an_interrupted_run_gives_no_ballot_and_no_serial_twice(desk: Station) -> None:
    run = workflow.reserve_run(desk.admin, count=5)
    with refused("receive.unknown"):
        workflow.receive(desk.admin, run.serials[0])
    assert queries.ledger(desk.admin).printed == 0
    assert not set(run.serials) & set(desk.print(5))
    assert queries.ledger(desk.admin).printed == 5
    assert queries.check_survey(desk.admin).ok


def test_serials_run_on_over_runs_and_are_valid(desk: Station) -> None:
    printed = [*desk.print(3), *desk.print(2)]
    assert [serials.running_number(serial) for serial in printed] == [1, 2, 3, 4, 5]
    assert all(serials.is_valid(serial) and serial[:5] == desk.admin.about.number for serial in printed)


@pytest.mark.parametrize("count", [0, -1, 200_001])
def test_a_count_out_of_range_is_refused(desk: Station, count: int) -> None:
    with refused("print.count"):
        workflow.reserve_run(desk.admin, count=count)


def test_a_reprint_is_recorded_with_its_reason(desk: Station) -> None:
    first, second = desk.print(2)
    workflow.receive(desk.admin, second)
    assert workflow.record_reprint(desk.admin, [first], "máy in kẹt giấy") == (first,)
    with refused("print.already_back"):
        workflow.record_reprint(desk.admin, [second], "thử")
    with refused("print.reprint_reason"):
        workflow.record_reprint(desk.admin, [first], " ")


MOVES = ("receive", "invalid", "withdraw", "valid", "first", "second", "reopen")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 3)), max_size=30))
def test_the_ledger_adds_up_whatever_happens(desk: Station, events: list[tuple[str, int]]) -> None:
    printed = desk.print(4)
    before = queries.ledger(desk.admin).printed
    acts = {
        "receive": lambda serial: workflow.receive(desk.admin, serial),
        "invalid": lambda serial: workflow.receive(desk.admin, serial, reason="blank"),
        "withdraw": lambda serial: workflow.withdraw_receipt(desk.admin, serial),
        "valid": lambda serial: workflow.set_validity(desk.admin, serial, None),
        "first": lambda serial: desk.key("Lan", 1, serial),
        "second": lambda serial: desk.key("Mai", 2, serial, Q1="5"),
        "reopen": lambda serial: workflow.reopen_keying(desk["Lan"], serial, 1),
    }
    for verb, which in events:
        try:
            acts[verb](printed[which])
        except Refusal:
            pass
        ledger = queries.ledger(desk.admin)
        states = ledger.states
        assert ledger.printed == before == states[State.STOCK] + states[State.SPOILED] + ledger.issued
        assert ledger.issued == ledger.returned + states[State.OUT]
        assert ledger.returned == ledger.valid + states[State.INVALID] + states[State.VOIDED]
    assert queries.check_survey(desk.admin).ok
