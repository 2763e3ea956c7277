"""What a plan says of phúc tra: how many are asked once more, by which channel and words, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class RecheckChannel(StrEnum):
    """How somebody is asked once more whether she answered (phúc tra)."""

    SMS = "sms"
    PHONE = "phone"
    VISIT = "visit"


class Result(StrEnum):
    """What asking once more came to."""

    CONFIRMED = "confirmed"  # she answered, and so
    FAILED = "failed"  # she denies it, or says that the answers are not hers
    REFUSED = "refused"  # she was reached and does not want to say
    UNREACHED = "unreached"
    UNCLEAR = "unclear"  # she replied, and a person has to read what


SAID: Final = (Result.CONFIRMED, Result.FAILED, Result.REFUSED)  # what a reply can say by its words


class Consequence(StrEnum):
    """What a rule asks for."""

    VOID = "void"  # a failed ballot does not count
    REPLACE = "replace"  # somebody of the reserve takes the place of a failed ballot's member
    RECHECK_ALL = "recheck_all"  # all ballots of an interviewer of whose too many failed
    RECHECK_MORE = "recheck_more"  # some more of an interviewer of whose too many may have failed


class Bound(StrEnum):
    """What of an interviewer's failed share is held against a rule's limit."""

    LOWER = "lower"  # of the 95 % interval: surely too many
    SHARE = "share"
    UPPER = "upper"  # perhaps too many


@dataclass(frozen=True)
class Rule:
    """``bound``, ``failed_above`` (per cent) are of a rule about interviewers; ``number``: so many more at a time."""

    then: Consequence
    bound: Bound = Bound.LOWER
    failed_above: float = 0.0
    number: int = 0


@dataclass(frozen=True)
class Wording:
    """What is asked and how replies are read: ``replies`` are the words of each result, ``ignored`` say nothing."""

    text: str
    replies: Mapping[Result, tuple[str, ...]]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """``[recheck.expected]``, in per cent: what the program reckons with when it says what a draw finds.

    An interviewer who made up ``invented`` of her ballots; ``denied`` of those that tell something; ``replies`` to
    messages; ``reached`` by a call or visit.
    """

    invented: int
    denied: int
    replies: int
    reached: int


@dataclass(frozen=True)
class Recheck:
    """``[recheck]`` of a plan. What it leaves open is None, or 0.

    ``percent`` is of the valid returned ballots; of each interviewer ``minimum`` at least are asked. ``wording``: None
    for the usual one. ``accents``: whether messages are sent with them. ``honest_failed``: of a hundred honest ballots
    so many are denied by mistake; None: nobody is flagged (``recheck_flag``).
    """

    channel: RecheckChannel
    percent: float | None = None
    minimum: int = 0
    accents: bool = False
    wording: Wording | None = None
    rules: tuple[Rule, ...] = field(default=())
    honest_failed: float | None = None
    expected: Expected | None = None

    @property
    def in_stages(self) -> bool:
        """Whether the plan asks about some more, and again, by what was told: each time is another look."""
        return self.rule(Consequence.RECHECK_MORE) is not None

    def rule(self, then: Consequence) -> Rule | None:
        """The rule that asks for ``then``, or None."""
        return next((rule for rule in self.rules if rule.then is then), None)
