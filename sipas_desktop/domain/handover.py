"""Hand-overs (giao nhận): ballots that one side gives and the other takes, and what must be explained of them.

A hand-over says who holds the paper. It changes no state of a ballot: that she was visited, or that her ballot is back,
is said by fieldwork and receipts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.ballot import RETURNED, State


class Direction(StrEnum):
    """Which way the paper goes. The post is whoever hands out and collects: a contractor, a one-stop desk."""

    TO_POST = "to_post"
    TO_OFFICE = "to_office"


class Side(StrEnum):
    """Whose scanner read a ballot."""

    GIVEN = "given"  # out, by who gives
    TAKEN = "taken"  # in, by who takes


NOT_TO_POST: Final = frozenset({*RETURNED, State.SPOILED})  # what stays in the office for good


def may_give(direction: Direction, state: State) -> bool:
    """Whether a ballot in ``state`` may be given. The post gives back whatever it has; what is taken is not asked."""
    return direction is Direction.TO_OFFICE or state not in NOT_TO_POST


@dataclass(frozen=True)
class Scanned:
    """What both sides read. Serials of 12 digits; ``reasons``: of those that only one side read, why."""

    given: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    reasons: Mapping[str, str] | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Given and not taken, in order."""
        return tuple(sorted(self.given - self.taken))

    @property
    def extra(self) -> tuple[str, ...]:
        """Taken although nobody gave them, in order."""
        return tuple(sorted(self.taken - self.given))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """What hinders closing: differences that nobody has given a reason for."""
        return unexplained((*self.missing, *self.extra), self.reasons or {})


def unexplained(differing: Collection[str], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Those of ``differing`` without a reason, in order."""
    return tuple(sorted(each for each in differing if not reasons.get(each)))
