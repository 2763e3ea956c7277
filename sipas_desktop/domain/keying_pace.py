"""How much an operator typed and how long she was at work, from the facts of her keyings and their times.

A file holds answers, not keys: what is counted is what an answer takes at least. Backspaces, moves from question to
question, the scan of a serial and the Enter that completes a ballot leave no trace and are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import BOX_KINDS, CATALOGUE_KINDS, NUMBER_KINDS, Kind

# A longer gap is a pause: a page of handwriting is read and typed in less, and nobody looks at one box that long.
PAUSE_S: Final = 60.0
LEAST_S: Final = 60.0  # of work, below which no pace is told: some keys in a few seconds say nothing of an hour

_TYPED_OUT: Final = NUMBER_KINDS | CATALOGUE_KINDS | {Kind.DATE}


def keys_of(kind: Kind | None, value: str, letters: int = 0) -> int:
    """The keys that an answer takes at least: a mark or the code of a box one; what is typed out its signs and Enter.

    ``letters``: of the words that belong to it. ``kind`` None: a question that no form of the survey has any more.
    """
    if value == a.SKIPPED:
        return 0  # it follows from another answer
    if value in a.MARKS:
        return 1
    words = letters + 1 if letters or value == a.WRITTEN else 0
    if value == a.WRITTEN:
        return words
    if kind is Kind.CHOICES:
        return len(value.split(a.JOIN)) + (words or 1)
    if kind in _TYPED_OUT:
        return len(value.replace("-", "")) + 1
    return (1 if kind in BOX_KINDS else len(value)) + words


def is_work(gap: float) -> bool:
    """Whether ``gap`` seconds between two facts of a session are work: no pause, nor a clock that was put back.

    Infinite where there was no fact before.
    """
    return 0 <= gap <= PAUSE_S


def work_of(gap: float) -> float:
    """The seconds of ``gap`` that are work: all or none."""
    return gap if is_work(gap) else 0.0


@dataclass
class Pace:
    """Sums of one operator, fact by fact; ``seconds`` and ``timed`` only of what came within ``PAUSE_S``."""

    fields: int = 0  # questions that she answered, each once in a keying
    keystrokes: int = 0
    corrections: int = 0  # answers that took the place of one of her own in the same keying
    seconds: float = 0.0
    timed: int = 0  # keystrokes of these seconds

    def passed(self, gap: float, keystrokes: int, papers: float = 0.0) -> None:
        """``gap`` seconds went by since the fact before in the same session, and then ``keystrokes`` were there.

        ``papers``: seconds of work before that fact, while one ballot was completed and another begun.
        """
        self.seconds += papers
        if is_work(gap):
            self.seconds += gap
            self.timed += keystrokes

    @property
    def an_hour(self) -> float | None:
        """Keystrokes an hour of work, or None where less than ``LEAST_S`` of work is known."""
        return self.timed * 3600 / self.seconds if self.seconds >= LEAST_S else None
