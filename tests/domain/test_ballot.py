"""The table of legal moves, walked exhaustively, and the state that two passes add up to."""

from __future__ import annotations

import itertools

import pytest

from sipas_desktop.domain.ballot import (
    COMPARED,
    COUNTED,
    LEGAL,
    NOT_ISSUED,
    RETURNED,
    Move,
    Pass,
    State,
    is_legal,
    keying_state,
    seen_by_keyer,
)

# Where each move leads, for every state in which it is legal; the drawing in docs/ballot-life.md says the same.
LEADS_TO = {
    Move.SPOIL: {State.SPOILED},
    Move.ISSUE: {State.OUT},
    Move.REPORT_REFUSED: {State.REFUSED},
    Move.REPORT_NOT_MET: {State.NOT_MET},
    Move.REPORT_UNDELIVERED: {State.UNDELIVERED},
    Move.REPORT_LOST: {State.LOST},
    Move.WITHDRAW_STEP: {State.STOCK, State.OUT, State.NOT_MET, State.UNDELIVERED},
    Move.RECEIVE: {State.VALID, State.INVALID},
    Move.WITHDRAW_RECEIPT: {State.STOCK, State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST},
    Move.SET_VALIDITY: {State.VALID, State.INVALID},
    Move.START_FIRST: {State.FIRST_KEYING},
    Move.KEY_FIRST: {State.FIRST_KEYING, State.FIRST_KEYED, State.REOPENED, State.SECOND_KEYING, State.DIFFERING},
    Move.START_SECOND: {State.SECOND_KEYING},
    Move.KEY_SECOND: {State.SECOND_KEYING, State.REOPENED, State.DIFFERING, State.SETTLED},
    Move.REOPEN_FIRST: {State.FIRST_KEYING, State.REOPENED},
    Move.REOPEN_SECOND: {State.SECOND_KEYING, State.REOPENED},
    Move.ASK_REKEYING: {State.REKEYING},
    Move.WITHDRAW_REKEYING: {State.DIFFERING},
    Move.START_THIRD: {State.THIRD_KEYING},
    Move.KEY_THIRD: {State.THIRD_KEYING, State.DIFFERING, State.SETTLED},
    Move.REOPEN_THIRD: {State.THIRD_KEYING},
    Move.ADJUDICATE: {State.DIFFERING},
    Move.SETTLE: {State.SETTLED},
    Move.SETTLE_SINGLY: {State.SINGLE_KEYED},
    Move.DEMAND_SECOND: {State.FIRST_KEYED},
    Move.VOID: {State.VOIDED},
    Move.SET_ASIDE: {State.VALID, State.FIRST_KEYED, State.FIRST_ELSEWHERE, State.FIRST_KEYING},
    Move.MERGE: {State.VALID, State.FIRST_ELSEWHERE, State.CONFLICT},
    Move.SETTLE_CONFLICT: {State.VALID, State.FIRST_KEYED, State.DIFFERING, State.INVALID, State.STOCK},
}


def test_every_state_has_its_row_and_every_move_is_used() -> None:
    assert set(LEGAL) == set(State)
    assert set().union(*LEGAL.values()) == set(Move) == set(LEADS_TO)


def test_every_state_can_be_reached_from_stock() -> None:
    reached = {State.STOCK}
    while True:
        wider = reached | {state for known in reached for move in LEGAL[known] for state in LEADS_TO[move]}
        if wider == reached:
            break
        reached = wider
    assert reached == set(State)


@pytest.mark.parametrize("state", [State.SPOILED, State.VOIDED])
def test_nothing_happens_to_what_is_thrown_out(state: State) -> None:
    assert not any(is_legal(state, move) for move in Move)


@pytest.mark.parametrize("state", State)
def test_the_first_keying_starts_where_there_is_none(state: State) -> None:
    assert is_legal(state, Move.START_FIRST) == (state in {State.VALID, State.FIRST_ELSEWHERE})


@pytest.mark.parametrize("state", State)
def test_the_second_keying_starts_after_the_first_or_while_that_is_elsewhere(state: State) -> None:
    assert is_legal(state, Move.START_SECOND) == (state in {State.FIRST_KEYED, State.FIRST_ELSEWHERE})


@pytest.mark.parametrize("state", State)
def test_a_third_clerk_keys_only_what_is_sent_back(state: State) -> None:
    assert is_legal(state, Move.START_THIRD) == (state is State.REKEYING)
    assert is_legal(state, Move.ASK_REKEYING) == (state is State.DIFFERING)


@pytest.mark.parametrize("move", [Move.REOPEN_FIRST, Move.REOPEN_SECOND])
def test_whatever_becomes_of_a_ballot_keyed_twice_its_keyers_may_open_their_passes(move: Move) -> None:
    """Else a refusal would tell them whether the two differ."""
    assert all(is_legal(state, move) for state in COMPARED)
    assert {seen_by_keyer(state, sampled=False) for state in COMPARED} == {State.SECOND_KEYING}


def test_facts_of_a_station_may_arrive_at_any_ballot_that_was_not_thrown_out() -> None:
    assert {state for state in State if not is_legal(state, Move.MERGE)} == {State.SPOILED, State.VOIDED}


def test_the_ledger_leaves_no_state_out() -> None:
    waiting = {State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED, State.LOST}
    assert RETURNED | NOT_ISSUED | waiting == set(State)
    assert not RETURNED & waiting and not NOT_ISSUED & (RETURNED | waiting)
    assert RETURNED - {State.INVALID, State.VOIDED} == COUNTED


def test_the_state_of_two_passes() -> None:
    expected = {
        (Pass.NONE, Pass.NONE): State.VALID,
        (Pass.NONE, Pass.OPEN): State.FIRST_ELSEWHERE,
        (Pass.NONE, Pass.COMPLETE): State.FIRST_ELSEWHERE,
        (Pass.OPEN, Pass.NONE): State.FIRST_KEYING,
        (Pass.COMPLETE, Pass.NONE): State.FIRST_KEYED,
        (Pass.COMPLETE, Pass.OPEN): State.SECOND_KEYING,
        (Pass.OPEN, Pass.OPEN): State.REOPENED,
        (Pass.OPEN, Pass.COMPLETE): State.REOPENED,
        (Pass.COMPLETE, Pass.COMPLETE): State.DIFFERING,
    }
    for first, second in itertools.product(Pass, Pass):
        assert keying_state(first, second, settled=False) == expected[first, second]
    assert keying_state(Pass.COMPLETE, Pass.COMPLETE, settled=True) is State.SETTLED
    assert keying_state(Pass.COMPLETE, Pass.NONE, settled=True) is State.SINGLE_KEYED
    thirds = {None: State.DIFFERING, Pass.NONE: State.REKEYING, Pass.OPEN: State.THIRD_KEYING}
    for third, state in (thirds | {Pass.COMPLETE: State.DIFFERING}).items():
        assert keying_state(Pass.COMPLETE, Pass.COMPLETE, settled=False, third=third) is state
        assert keying_state(Pass.OPEN, Pass.COMPLETE, settled=False, third=third) is State.REOPENED


@pytest.mark.parametrize("sampled", [False, True])
def test_a_keyer_cannot_tell_outcomes_apart(sampled: bool) -> None:
    """Two keyings that agree look like two that differ; where ballots are sampled, like no second keying at all."""
    compared = {seen_by_keyer(state, sampled=sampled) for state in COMPARED}
    assert len(compared) == 1
    if sampled:
        waiting = {State.FIRST_KEYED, State.SINGLE_KEYED, State.SECOND_KEYING}
        assert {seen_by_keyer(state, sampled=True) for state in waiting} == compared == {State.FIRST_KEYED}
