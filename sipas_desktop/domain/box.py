"""Ballot boxes: what the record of an opening says, and whether what was counted came back into the survey."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class BoxData:
    """The opening of a ballot box as it was found. ``seal``: its number; ``whole``: whether it was unbroken.

    ``people``: who was there, each "name, office"; ``papers`` in the box, of which ``valid`` as they look; ``batch``:
    the one that its ballots are received into; ``note``: what else was seen, needed where the seal was broken.
    """

    box: str
    seal: str
    whole: bool
    people: tuple[str, ...]
    papers: int
    valid: int
    batch: str
    unit: str | None = None
    note: str = ""
    day: datetime.date | None = None  # None: today in Vietnam

    @property
    def spoiled(self) -> int:
        """Papers that do not count as they look: blank, torn, over-marked."""
        return self.papers - self.valid


def is_countable(papers: int, valid: int) -> bool:
    """Whether so many papers can be in a box, of which so many are valid."""
    return 0 <= valid <= papers
