"""A batch's life: its stages, which follow from its ballots and claims, and the one table of what each lets happen.

A claim says whose the papers of a batch are for one pass. Drawn in ``docs/ballot-life.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.ballot import COUNTED, State

SIZE: Final = 50  # ballots that one hand can bind and one clerk key in an hour or two; a plan may say another number


class Stage(StrEnum):
    """How far a batch is, in the order of the work."""

    RECEIVED = "received"
    ASSIGNED = "assigned"  # somebody has it, or has keyed on it, for the first time
    FIRST_KEYED = "first_keyed"  # the first pass of all its ballots is complete
    SECOND_KEYED = "second_keyed"  # and the second; some are not compared yet, since a first pass is elsewhere or open
    COMPARED = "compared"  # some discrepancy is open
    SETTLED = "settled"
    CLOSED = "closed"


class BatchMove(StrEnum):
    """What can happen to a batch beside what happens to its ballots."""

    RECEIVE = "receive"  # a ballot comes into it
    COUNT = "count"  # somebody counts its papers
    CLAIM_FIRST = "claim_first"
    CLAIM_SECOND = "claim_second"
    GIVE_BACK = "give_back"
    TAKE_OVER = "take_over"
    CLOSE = "close"


# Stage → the moves that are legal in it. Whatever is not here is refused.
LEGAL: Final[dict[Stage, frozenset[BatchMove]]] = {
    # Without a ballot that counts there is nothing to key: such a batch is closed as it is.
    Stage.RECEIVED: frozenset({BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.CLAIM_FIRST, BatchMove.CLOSE}),
    Stage.ASSIGNED: frozenset(
        {BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.CLAIM_FIRST, BatchMove.GIVE_BACK, BatchMove.TAKE_OVER}
    ),
    Stage.FIRST_KEYED: frozenset(
        {BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.CLAIM_SECOND, BatchMove.GIVE_BACK, BatchMove.TAKE_OVER}
    ),
    Stage.SECOND_KEYED: frozenset({BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.GIVE_BACK, BatchMove.TAKE_OVER}),
    Stage.COMPARED: frozenset({BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.GIVE_BACK, BatchMove.TAKE_OVER}),
    Stage.SETTLED: frozenset(
        {BatchMove.RECEIVE, BatchMove.COUNT, BatchMove.GIVE_BACK, BatchMove.TAKE_OVER, BatchMove.CLOSE}
    ),
    Stage.CLOSED: frozenset({BatchMove.COUNT}),
}
CLAIM: Final = {1: BatchMove.CLAIM_FIRST, 2: BatchMove.CLAIM_SECOND}


@dataclass(frozen=True)
class Tally:
    """How far the ballots of a batch are that count. At a station a pass that is keyed elsewhere is done."""

    ballots: int = 0
    first: int = 0  # first pass complete
    second: int = 0
    compared: int = 0
    settled: int = 0
    begun: bool = False  # some keying of it is there, open or complete
    claimed: bool = False
    closed: bool = False


def stage_of(tally: Tally) -> Stage:
    """The stage that ballots and claims add up to."""
    if tally.closed:
        return Stage.CLOSED
    if tally.ballots:
        for stage, done in (
            (Stage.SETTLED, tally.settled),
            (Stage.COMPARED, tally.compared),
            (Stage.SECOND_KEYED, min(tally.first, tally.second)),
            (Stage.FIRST_KEYED, tally.first),
        ):
            if done == tally.ballots:
                return stage
    return Stage.ASSIGNED if tally.claimed or tally.begun else Stage.RECEIVED


def seen_by_keyer(stage: Stage, *, sampled: bool) -> Stage:
    """``stage`` as who only keys may know it: whether anything differs is kept from her.

    Where ballots are ``sampled``, how many of them are keyed twice is kept from her too.
    """
    if stage in (Stage.SECOND_KEYED, Stage.COMPARED, Stage.SETTLED, Stage.CLOSED):
        return Stage.FIRST_KEYED if sampled else Stage.SECOND_KEYED
    return stage


def is_legal(stage: Stage, move: BatchMove) -> bool:
    """Whether ``move`` may happen to a batch in ``stage``."""
    return move in LEGAL[stage]


@dataclass(frozen=True)
class Paper:
    """One ballot of a batch and one pass of it. ``keyer`` is whose keying that pass holds, "" where there is none."""

    serial: str
    position: int | None
    state: State
    keyer: str
    complete: bool
    away: bool  # the pass is keyed elsewhere

    def waits(self, pass_no: int) -> bool:
        """Whether the pass can be started here now."""
        return self.state in _BEFORE[pass_no] and not self.keyer and not self.away

    @property
    def is_open(self) -> bool:
        """Whether the pass is begun and not complete."""
        return bool(self.keyer) and not self.complete and self.state in COUNTED


# State of a ballot that counts → (first pass complete, second, compared, settled, some keying is there). In the two
# states that hang on more than that, its keyings are looked at.
FAR: Final[dict[State, tuple[int, int, int, int, int]]] = {
    State.VALID: (0, 0, 0, 0, 0),
    State.FIRST_KEYING: (0, 0, 0, 0, 1),
    State.FIRST_KEYED: (1, 0, 0, 0, 1),
    State.SECOND_KEYING: (1, 0, 0, 0, 1),
    State.FIRST_ELSEWHERE: (0, 0, 0, 0, 0),
    State.REOPENED: (0, 0, 0, 0, 1),
    State.DIFFERING: (1, 1, 1, 0, 1),
    State.REKEYING: (1, 1, 1, 0, 1),  # what waits for a third clerk differs still
    State.THIRD_KEYING: (1, 1, 1, 0, 1),
    State.SETTLED: (1, 1, 1, 1, 1),
    State.SINGLE_KEYED: (1, 1, 1, 1, 1),  # nothing of it waits for anybody
    State.CONFLICT: (1, 1, 0, 0, 1),
}
HANGS_ON_KEYINGS: Final = (State.FIRST_ELSEWHERE, State.REOPENED)


def tally_of(first: Sequence[Paper], second: Sequence[Paper], *, at_station: bool) -> Tally:
    """How far the ballots are whose ``first`` and ``second`` passes these are, in the same order."""
    sums = [0] * 6
    for one, two in zip(first, second, strict=True):
        if one.state in COUNTED:
            far = list(FAR[one.state])
            for place, paper in enumerate((one, two)):
                if one.state in HANGS_ON_KEYINGS and paper.complete:
                    far[place] = far[4] = 1
                if paper.away and at_station:
                    far[place] = 1
            sums = [held + more for held, more in zip(sums, (1, *far), strict=True)]
    return Tally(sums[0], sums[1], sums[2], sums[3], sums[4], begun=sums[5] > 0)


_BEFORE: Final = {
    1: (State.VALID, State.FIRST_ELSEWHERE),
    2: (State.FIRST_KEYED, State.FIRST_ELSEWHERE),
}


@dataclass(frozen=True)
class Wish:
    """Somebody wishes to have a batch for one pass: what the rules ask of it."""

    name: str
    pass_no: int
    stage: Stage
    holder: str  # who has the pass, "" where nobody
    keyed_other: bool  # she keyed the other pass of any of its ballots, whatever became of that keying
    waiting: int  # ballots whose pass can be started
    hers: int  # ballots whose pass she has begun


def why_not(wish: Wish) -> str:
    """Why the batch cannot be hers: the code of a message; "" where it can.

    Who keyed any ballot of it for one pass is never given the other pass of it.
    """
    if wish.stage is Stage.CLOSED:
        return "receive.batch_closed"
    if wish.holder not in ("", wish.name):
        return "batch.taken"
    if wish.keyed_other:
        return "batch.own_other"
    if not is_legal(wish.stage, CLAIM[wish.pass_no]):
        early = wish.pass_no == 2 and wish.stage in (Stage.RECEIVED, Stage.ASSIGNED)
        return "batch.first_open" if early else "batch.nothing_left"
    return "" if wish.waiting or wish.hers else "batch.nothing_left"


@dataclass(frozen=True)
class Count:
    """What somebody found who counted the papers of a batch."""

    papers: int
    missing: tuple[str, ...] = ()  # serials of the batch that are not in the bundle
    extra: tuple[str, ...] = ()  # serials in the bundle that are not of the batch


def counted(registered: set[str], scanned: list[str]) -> Count:
    """Compare the ``scanned`` papers with the serials that are ``registered`` in the batch; one paper counts once."""
    found = set(scanned)
    return Count(len(found), tuple(sorted(registered - found)), tuple(sorted(found - registered)))


COVER_MARK: Final = "00"  # no serial begins so
_LEAST: Final = 12  # digits of a code, so that no cover has as many digits as a serial


def cover_digits(survey_number: str, code: str) -> str:
    """What the QR code of a cover sheet holds: the batch's code as digits, because input methods garble letters."""
    return f"{COVER_MARK}{survey_number}{int.from_bytes(code.encode(), 'big'):0{_LEAST}d}"


def read_cover(typed: str, survey_number: str) -> str | None:
    """The code of the batch whose cover was scanned; None for anything but a cover of this survey."""
    digits = typed.strip()
    start = COVER_MARK + survey_number
    if not (
        digits.isascii() and digits.isdecimal() and digits.startswith(start) and len(digits) >= len(start) + _LEAST
    ):
        return None
    value = int(digits[len(start) :])
    try:
        return value.to_bytes((value.bit_length() + 7) // 8, "big").decode() or None
    except UnicodeDecodeError:
        return None
