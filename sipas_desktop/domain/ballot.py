"""A ballot's life: its states and the one table of legal moves (drawn in ``docs/ballot-life.md``)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a ballot is. Keying has states of its own, since most of a ballot's life is keying."""

    STOCK = "stock"  # printed, in the cupboard
    SPOILED = "spoiled"
    OUT = "out"  # issued, not back yet
    REFUSED = "refused"
    NOT_MET = "not_met"
    UNDELIVERED = "undelivered"
    LOST = "lost"
    VALID = "valid"  # returned, nothing keyed
    INVALID = "invalid"  # returned, not counted (reason)
    FIRST_KEYING = "first_keying"
    FIRST_KEYED = "first_keyed"
    SECOND_KEYING = "second_keying"
    FIRST_ELSEWHERE = "first_elsewhere"  # the second pass is keyed here, or has come back, before the first
    REOPENED = "reopened"  # a completed pass was opened again by its keyer after the second had begun
    DIFFERING = "differing"  # both passes complete, some discrepancy is open
    REKEYING = "rekeying"  # sent back: a third clerk is to key what differs
    THIRD_KEYING = "third_keying"
    SETTLED = "settled"
    SINGLE_KEYED = "single_keyed"  # settled after one keying, under a sampling plan
    CONFLICT = "conflict"  # two stations say what cannot both count
    VOIDED = "voided"  # thrown out later, for instance by a recheck (reason)


class Move(StrEnum):
    """What can happen to a ballot."""

    SPOIL = "spoil"
    ISSUE = "issue"
    REPORT_REFUSED = "report_refused"
    REPORT_NOT_MET = "report_not_met"
    REPORT_UNDELIVERED = "report_undelivered"
    REPORT_LOST = "report_lost"
    WITHDRAW_STEP = "withdraw_step"  # the last of the moves above was a mistake, unless it was spoiled
    RECEIVE = "receive"
    WITHDRAW_RECEIPT = "withdraw_receipt"
    SET_VALIDITY = "set_validity"
    START_FIRST = "start_first"
    KEY_FIRST = "key_first"  # an answer, or the end of the pass
    START_SECOND = "start_second"
    KEY_SECOND = "key_second"
    REOPEN_FIRST = "reopen_first"
    REOPEN_SECOND = "reopen_second"
    ASK_REKEYING = "ask_rekeying"
    WITHDRAW_REKEYING = "withdraw_rekeying"
    START_THIRD = "start_third"
    KEY_THIRD = "key_third"
    REOPEN_THIRD = "reopen_third"
    ADJUDICATE = "adjudicate"
    SETTLE = "settle"
    SETTLE_SINGLY = "settle_singly"  # after one keying
    DEMAND_SECOND = "demand_second"  # a second keying of what one had settled
    VOID = "void"
    SET_ASIDE = "set_aside"  # an open keying, because somebody else keys that pass
    MERGE = "merge"  # a station's facts arrive
    SETTLE_CONFLICT = "settle_conflict"  # somebody says what counts


RETURNED: Final = frozenset(
    {
        State.VALID,
        State.INVALID,
        State.FIRST_KEYING,
        State.FIRST_KEYED,
        State.SECOND_KEYING,
        State.FIRST_ELSEWHERE,
        State.REOPENED,
        State.DIFFERING,
        State.REKEYING,
        State.THIRD_KEYING,
        State.SETTLED,
        State.SINGLE_KEYED,
        State.CONFLICT,
        State.VOIDED,
    }
)
IN_FIGURES: Final = frozenset({State.SETTLED, State.SINGLE_KEYED})  # their answers are settled
COUNTED: Final = RETURNED - {State.INVALID, State.VOIDED}  # returned and valid
COMPARED: Final = frozenset({State.DIFFERING, State.REKEYING, State.THIRD_KEYING, State.SETTLED})  # keyed twice
OPEN: Final = COMPARED - {State.SETTLED}  # of these, what still waits
NOT_ISSUED: Final = frozenset({State.STOCK, State.SPOILED})

# State → the moves that are legal in it. Whatever is not here is refused.
LEGAL: Final[dict[State, frozenset[Move]]] = {
    # A ballot box gives back ballots that nobody was seen to hand out, so receiving issues them too.
    State.STOCK: frozenset({Move.SPOIL, Move.ISSUE, Move.RECEIVE, Move.MERGE}),
    State.SPOILED: frozenset(),
    State.OUT: frozenset(
        {
            Move.REPORT_REFUSED,
            Move.REPORT_NOT_MET,
            Move.REPORT_UNDELIVERED,
            Move.REPORT_LOST,
            Move.WITHDRAW_STEP,
            Move.RECEIVE,
            Move.MERGE,
        }
    ),
    # Ballots that were given up do come back.
    State.REFUSED: frozenset({Move.WITHDRAW_STEP, Move.RECEIVE, Move.MERGE}),
    # Who was not met is visited again, by the same interviewer or, issued anew, by another one.
    State.NOT_MET: frozenset(
        {
            Move.REPORT_REFUSED,
            Move.REPORT_NOT_MET,
            Move.REPORT_UNDELIVERED,
            Move.REPORT_LOST,
            Move.WITHDRAW_STEP,
            Move.RECEIVE,
            Move.ISSUE,
            Move.MERGE,
        }
    ),
    State.UNDELIVERED: frozenset({Move.WITHDRAW_STEP, Move.RECEIVE, Move.ISSUE, Move.MERGE}),
    State.LOST: frozenset({Move.WITHDRAW_STEP, Move.RECEIVE, Move.MERGE}),
    State.VALID: frozenset({Move.WITHDRAW_RECEIPT, Move.SET_VALIDITY, Move.START_FIRST, Move.VOID, Move.MERGE}),
    State.INVALID: frozenset({Move.WITHDRAW_RECEIPT, Move.SET_VALIDITY, Move.MERGE}),
    State.FIRST_KEYING: frozenset({Move.KEY_FIRST, Move.SET_ASIDE, Move.VOID, Move.MERGE}),
    State.FIRST_KEYED: frozenset({Move.START_SECOND, Move.SETTLE_SINGLY, Move.REOPEN_FIRST, Move.VOID, Move.MERGE}),
    State.SECOND_KEYING: frozenset({Move.KEY_SECOND, Move.REOPEN_FIRST, Move.SET_ASIDE, Move.VOID, Move.MERGE}),
    # The first pass is another station's; the workflow lets it start here only where it is not.
    State.FIRST_ELSEWHERE: frozenset(
        {
            Move.START_SECOND,
            Move.KEY_SECOND,
            Move.REOPEN_SECOND,
            Move.START_FIRST,
            Move.SET_ASIDE,
            Move.VOID,
            Move.MERGE,
        }
    ),
    State.REOPENED: frozenset(
        {
            Move.KEY_FIRST,
            Move.KEY_SECOND,
            Move.REOPEN_FIRST,
            Move.REOPEN_SECOND,
            Move.SET_ASIDE,
            Move.VOID,
            Move.MERGE,
        }
    ),
    State.DIFFERING: frozenset(
        {
            Move.ADJUDICATE,
            Move.SETTLE,
            Move.ASK_REKEYING,
            Move.REOPEN_FIRST,
            Move.REOPEN_SECOND,
            Move.REOPEN_THIRD,
            Move.VOID,
            Move.MERGE,
        }
    ),
    # The first two keyers may open their passes here as well: that they cannot would tell them that something differs.
    State.REKEYING: frozenset(
        {
            Move.START_THIRD,
            Move.WITHDRAW_REKEYING,
            Move.REOPEN_FIRST,
            Move.REOPEN_SECOND,
            Move.VOID,
            Move.MERGE,
        }
    ),
    State.THIRD_KEYING: frozenset({Move.KEY_THIRD, Move.REOPEN_FIRST, Move.REOPEN_SECOND, Move.VOID, Move.MERGE}),
    # The adjudicator may think again; her new decision settles it anew.
    State.SETTLED: frozenset(
        {Move.ADJUDICATE, Move.REOPEN_FIRST, Move.REOPEN_SECOND, Move.REOPEN_THIRD, Move.VOID, Move.MERGE}
    ),
    State.SINGLE_KEYED: frozenset({Move.DEMAND_SECOND, Move.REOPEN_FIRST, Move.VOID, Move.MERGE}),
    State.CONFLICT: frozenset({Move.SETTLE_CONFLICT, Move.VOID, Move.MERGE}),
    State.VOIDED: frozenset(),
}


class Pass(StrEnum):
    """How far one keying of a ballot is."""

    NONE = "none"
    OPEN = "open"
    COMPLETE = "complete"


def keying_state(first: Pass, second: Pass, *, settled: bool, third: Pass | None = None) -> State:
    """The state of a returned, valid ballot from how far its two keyings are and whether it is settled.

    ``third``: how far the re-keying of what differs is; None where none is asked for.
    """
    match first, second:
        case Pass.NONE, Pass.NONE:
            return State.VALID
        case Pass.NONE, _:
            return State.FIRST_ELSEWHERE
        case Pass.OPEN, Pass.NONE:
            return State.FIRST_KEYING
        case Pass.COMPLETE, Pass.NONE:
            return State.SINGLE_KEYED if settled else State.FIRST_KEYED
        case Pass.COMPLETE, Pass.OPEN:
            return State.SECOND_KEYING
        case Pass.OPEN, _:
            return State.REOPENED
        case _ if settled:
            return State.SETTLED
    return {Pass.NONE: State.REKEYING, Pass.OPEN: State.THIRD_KEYING}.get(third or Pass.COMPLETE, State.DIFFERING)


def seen_by_keyer(state: State, *, sampled: bool) -> State:
    """``state`` as who only keys may know it: whether two complete keyings agree is kept from her.

    Both outcomes look like a second keying that goes on, since nothing further is her business. Where ballots are
    ``sampled``, whether one is keyed twice at all is kept from her too: whatever follows looks like its wait for that.
    """
    if sampled:
        return State.FIRST_KEYED if state in (State.SECOND_KEYING, State.SINGLE_KEYED, *COMPARED) else state
    return State.SECOND_KEYING if state in COMPARED else state


def is_legal(state: State, move: Move) -> bool:
    """Whether ``move`` may happen to a ballot in ``state``."""
    return move in LEGAL[state]
