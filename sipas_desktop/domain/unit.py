"""Units with the days on which they were what they were: names change, codes are used again, units merge and split.

A unit's key is (code, valid from): since 2025-07-01 most new codes equal an old code with another name. Days are ISO
texts, so that their order is that of time; "" as ``valid_from`` means from before anybody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, str]  # code, valid from


@dataclass(frozen=True)
class Unit:
    """One unit as it was from ``valid_from`` to ``valid_until`` (both included; "" = no end known).

    ``kind`` in the office's words (sở, phường, xã …); ``parent`` is the code of the unit above, "" where there is none;
    ``predecessors`` are the keys of the units that it came from.
    """

    code: str
    name: str
    valid_from: str = ""
    valid_until: str = ""
    kind: str = ""
    parent: str = ""
    predecessors: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        """What no other unit has."""
        return self.code, self.valid_from

    def is_valid(self, first: str, last: str) -> bool:
        """Whether it was there on any day from ``first`` to ``last``."""
        return self.valid_from <= last and (not self.valid_until or self.valid_until >= first)


def valid_between(units: Iterable[Unit], first: str, last: str) -> dict[str, Unit]:
    """Code → the unit that bore it from ``first`` to ``last``; of several the one that bore it last.

    The next unit with the same code ends the one before it, whether or not anybody wrote down its last day.
    """
    found: dict[str, Unit] = {}
    for unit in sorted(units, key=lambda unit: unit.valid_from):
        if unit.valid_from <= last:
            found[unit.code] = unit
    return {code: unit for code, unit in found.items() if unit.is_valid(first, last)}


def bearer(units: Iterable[Unit], code: str, before: str) -> Unit | None:
    """The last unit that bore ``code`` before the day ``before`` ("": whichever came last)."""
    own = [unit for unit in units if unit.code == code and (not before or unit.valid_from < before)]
    return max(own, key=lambda unit: unit.valid_from, default=None)


def successors(units: Sequence[Unit], key: Key) -> list[Unit]:
    """The units that came from the one with ``key``."""
    return [unit for unit in units if key in unit.predecessors]


def circle(parents: Mapping[str, str]) -> str:
    """A code that stands above itself in ``parents`` (code → code of the unit above), "" where none does."""
    whole: set[str] = set()
    for start in parents:
        path: list[str] = []
        code = start
        while code in parents and parents[code] and code not in whole:
            if code in path:
                return code
            path.append(code)
            code = parents[code]
        whole.update(path)
    return ""
