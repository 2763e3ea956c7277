"""Fieldwork: what becomes of a ballot between the cupboard and its return, and when the reserve is called up.

A *step* is one thing said of a ballot in that time: it was issued, it was spoiled, or a visit had an outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.ballot import Move, State


class Outcome(StrEnum):
    """What came of bringing somebody a ballot. That she answered is no outcome here: the ballot itself comes back."""

    REFUSED = "refused"
    NOT_MET = "not_met"  # nobody was there; she is visited again
    MOVED = "moved"
    WRONG_ADDRESS = "wrong_address"
    DEAD = "dead"
    NOT_A_USER = "not_a_user"  # never used the service that she is asked about
    UNDELIVERED = "undelivered"  # for another reason
    LOST = "lost"  # the ballot


ISSUED: Final = "issued"
SPOILED: Final = "spoiled"

MOVE_OF: Final[Mapping[str, Move]] = {
    ISSUED: Move.ISSUE,
    SPOILED: Move.SPOIL,
    Outcome.REFUSED: Move.REPORT_REFUSED,
    Outcome.NOT_MET: Move.REPORT_NOT_MET,
    Outcome.MOVED: Move.REPORT_UNDELIVERED,
    Outcome.WRONG_ADDRESS: Move.REPORT_UNDELIVERED,
    Outcome.DEAD: Move.REPORT_UNDELIVERED,
    Outcome.NOT_A_USER: Move.REPORT_UNDELIVERED,
    Outcome.UNDELIVERED: Move.REPORT_UNDELIVERED,
    Outcome.LOST: Move.REPORT_LOST,
}
_LEADS_TO: Final = {
    Move.ISSUE: State.OUT,
    Move.SPOIL: State.SPOILED,
    Move.REPORT_REFUSED: State.REFUSED,
    Move.REPORT_NOT_MET: State.NOT_MET,
    Move.REPORT_UNDELIVERED: State.UNDELIVERED,
    Move.REPORT_LOST: State.LOST,
}
STATE_OF: Final[Mapping[str, State]] = {step: _LEADS_TO[move] for step, move in MOVE_OF.items()}


@dataclass(frozen=True)
class Replacing:
    """When somebody of the reserve comes in a member's place: a value of the plan (``[fieldwork]``).

    ``visits``: so many visits at which nobody was met; ``after``: outcomes that are enough at once.
    """

    visits: int = 3
    after: tuple[Outcome, ...] = (Outcome.REFUSED, Outcome.MOVED, Outcome.DEAD, Outcome.NOT_A_USER)

    def is_due(self, outcome: str, not_met: int) -> bool:
        """Whether a member whose ballot stands at ``outcome``, after ``not_met`` such visits, is to be replaced."""
        return outcome in self.after or (outcome == Outcome.NOT_MET and not_met >= self.visits)
