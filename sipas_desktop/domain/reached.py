"""How far each unit, sector, group and wave is: what the plan requires of it, what was drawn, printed, came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.quota_cells import Cell
from sipas_desktop.domain.quota_rule import Per

DIVISIONS = (Per.UNIT, Per.SECTOR, Per.GROUP, Per.WAVE)


@dataclass(frozen=True)
class Reached:
    """One unit, sector, group or wave; all numbers are ballots, ``drawn`` members of the official list.

    ``required`` is None where the plan states no number for it; ``unknown`` counts the numbers for it that cannot be
    told yet. ``valid`` and ``settled`` are of paper, ``online`` answers that came otherwise, ``totals`` answers of
    sources that give totals only, where the plan counts them.
    """

    per: Per
    code: str
    required: int | None = None
    unknown: int = 0
    drawn: int = 0
    printed: int = 0  # = stock + spoiled + issued
    stock: int = 0
    spoiled: int = 0
    issued: int = 0
    returned: int = 0
    valid: int = 0
    settled: int = 0
    online: int = 0
    totals: int = 0

    @property
    def counted(self) -> int:
        """What stands against the number required: valid paper, online answers, totals that the plan counts."""
        return self.valid + self.online + self.totals

    @property
    def missing(self) -> int | None:
        """Ballots that are still to come; None where no number is known to reach."""
        return None if self.required is None else max(0, self.required - self.counted)

    @property
    def response_percent(self) -> Fraction | None:
        """Ballots back of those handed out, in per cent; None where none was."""
        return Fraction(100 * self.returned, self.issued) if self.issued else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of it."""
        numbers = (self.unknown, self.drawn, self.printed, self.online)
        return self.required is None and not any(numbers)


def required_of(cells: Iterable[Cell], per: Per, code: str) -> tuple[int | None, int]:
    """What the plan requires of ``code`` in all, and how many of its numbers cannot be told yet.

    A number for several codes at once (of a wave, for all units together) is none of theirs.
    """
    own = [cell.required for cell in cells if code and getattr(cell, per) == code and cell.required.quota is not None]
    known = [each.required for each in own if each.required is not None]
    return (sum(known) if known else None), len(own) - len(known)
