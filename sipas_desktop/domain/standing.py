"""What lies where it should not: ballots that wait for somebody longer than the work takes, and unexplained papers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

IN_PROGRESS_DAYS: Final = 2  # a half-keyed ballot, and one keyed once only
DIFFERING_DAYS: Final = 7


class Why(StrEnum):
    """Why a ballot is listed."""

    NOT_KEYED = "not_keyed"  # back, and the rest of its batch is keyed
    KEYED_ONCE = "keyed_once"  # no second keying for two days, or the rest of its batch is keyed twice
    IN_PROGRESS = "in_progress"  # half keyed for two days, or by somebody who keys no more
    DIFFERING = "differing"  # a discrepancy open for a week
    MISSING = "missing"  # of a batch, and not found when its papers were counted
    EXTRA = "extra"  # found among the papers of a batch that it is not of
    NOT_BACK = "not_back"  # issued, and fieldwork is over


@dataclass(frozen=True)
class Standing:
    """One ballot that is listed. ``since``: UTC, or "" where no moment is known; ``who``: whose keying it waits on."""

    serial: str
    why: Why
    since: str
    batch: str = ""
    position: int | None = None
    who: str = ""
    pass_no: int | None = None  # of a half-keyed ballot


def before(now: datetime.datetime, days: int) -> str:
    """The moment ``days`` before ``now``, as facts write time: what happened earlier is smaller as text."""
    return (now.astimezone(datetime.UTC) - datetime.timedelta(days=days)).isoformat(timespec="milliseconds")
