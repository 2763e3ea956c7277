"""Ballots that go out by a channel of the plan, as by mail: when a reminder is due."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sipas_desktop.domain.ballot import State


@dataclass(frozen=True)
class Mailed:
    """One ballot that was sent. ``reminded``: when a reminder was printed last since then, None for never."""

    serial: str
    channel: str  # by which it was sent
    sent: datetime.date
    state: State
    outcome: str = ""  # what was said of it since it was sent: undelivered, moved …
    outcome_on: datetime.date | None = None
    reminded: datetime.date | None = None
    back_on: datetime.date | None = None
    back_by: str = ""  # the channel by which it came back

    def is_due(self, day: datetime.date, after: int) -> bool:
        """Whether a reminder is to be printed on ``day``: sent ``after`` days ago, no answer, none printed since."""
        waits = self.state is State.OUT and self.reminded is None
        return waits and (day - self.sent).days >= after
