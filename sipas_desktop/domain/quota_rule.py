"""A rule of how many ballots must come back at least, as data: ``[[quota]]`` in ``plan.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Per(StrEnum):
    """What one number of a rule is for; several together are one number for each of their pairs."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    SECTOR = "sector"
    GROUP = "group"
    WAVE = "wave"


@dataclass(frozen=True)
class Bracket:
    """One line of a rule: from ``start`` to ``end`` transactions (inclusive; None = no end).

    Required is the greatest of ``count``, of ``percent`` of the transactions rounded up, of the sample that a finite
    population needs for a margin of ``error`` per cent, and of all of them where ``everyone`` is asked.
    """

    start: int
    end: int | None
    percent: float | None = None
    count: int | None = None
    everyone: bool = False
    error: float | None = None


@dataclass(frozen=True)
class Quota:
    """One rule. ``basis`` says per what transactions are counted, in the plan's words.

    Exactly one of ``brackets``, ``count`` and ``table`` is given; ``table`` holds (code, number) of what ``per`` names.
    ``groups``, ``waves``, ``sectors`` and ``kinds`` (of units) say for whom the rule holds; empty: for all.
    """

    basis: str
    brackets: tuple[Bracket, ...] = ()
    count: int | None = None
    table: tuple[tuple[str, int], ...] = ()
    per: tuple[Per, ...] = (Per.UNIT, Per.PROCEDURE)
    groups: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    average: bool = False  # of the years that a unit gave, rounded half up; else its latest year
    totals: bool = False  # whether answers of an online source that gives totals only count towards its numbers

    def holds_for(
        self, group: str | None, wave: str | None, sector: str | None = None, kind: str | None = None
    ) -> bool:
        """Whether the rule speaks of these; None: it is not known or not asked which."""
        wanted = ((self.groups, group), (self.waves, wave), (self.sectors, sector), (self.kinds, kind))
        return all(not codes or code is None or code in codes for codes, code in wanted)
