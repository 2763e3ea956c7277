"""Which interviewer visits which sample member: by area or along a route, as equal as can be, always the same.

An assignment is balanced when no member can change hands, nor several along a chain, so that a larger number gets
smaller without another one getting as large. That is the optimal semi-matching of Harvey, Ladner, Lovász and Tamir
(Journal of Algorithms 59, 2006): of all assignments that the areas allow it has the smallest largest number, then the
smallest second largest, and so on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heapify, heapreplace

from sipas_desktop.domain.vietnamese import fold, sort_key


class By(StrEnum):
    """What an assignment goes by."""

    AREA = "area"  # only to interviewers whose area it is
    ROUTE = "route"  # equal stretches of the list by unit and address


@dataclass(frozen=True)
class Visited:
    """A member as far as it matters here; ``id`` is her random id."""

    id: str
    unit: str = ""
    address: str = ""
    position: int = 0


@dataclass(frozen=True)
class Assigned:
    """Code of an interviewer → ids of members in the order of the route; ``nobodys`` are in no interviewer's area."""

    members: Mapping[str, tuple[str, ...]]
    nobodys: tuple[str, ...]


def assign(
    members: Sequence[Visited],
    areas: Mapping[str, str],
    by: By = By.AREA,
    held: Mapping[str, int] | None = None,
) -> Assigned:
    """Give ``members`` to the interviewers of ``areas`` (code → area).

    ``held``: how many each interviewer has already, and keeps. Whatever the order of ``members`` and ``areas``, the
    result is the same.
    """
    codes = sorted(areas)
    anywhere = tuple(range(len(codes)))
    map_of = _Map([areas[code] for code in codes])
    cells: dict[tuple[int, ...], list[Visited]] = {}  # who may visit them → members along the route
    for member in sorted(members, key=_route):
        cells.setdefault(map_of.who_may(member) if by is By.AREA else anywhere, []).append(member)
    nobodys = [member.id for member in cells.pop((), [])]
    loads = [(held or {}).get(code, 0) for code in codes]
    # Who has the least choice is given out first; the order decides nothing in the end but which of equals it is.
    order = sorted(cells, key=lambda cell: (len(cell), cell))
    shares = [_filled(len(cells[cell]), cell, loads) for cell in order]
    _level(order, shares, loads)
    found: dict[int, list[Visited]] = {number: [] for number in anywhere}
    for cell, share in zip(order, shares, strict=True):
        start = 0
        for number in cell:
            found[number] += cells[cell][start : start + share[number]]
            start += share[number]
    return Assigned(
        {code: tuple(each.id for each in sorted(found[number], key=_route)) for number, code in enumerate(codes)},
        tuple(nobodys),
    )


def _route(member: Visited) -> tuple[object, ...]:
    return sort_key(member.unit), sort_key(member.address), member.position, member.id


class _Map:
    """Where each interviewer goes, asked by the words of a unit or an address."""

    def __init__(self, areas: Sequence[str]) -> None:
        self._places: dict[str, set[int]] = {}
        self._anywhere: set[int] = set()
        for number, area in enumerate(areas):
            places = [place for place in map(_words, area.split(";")) if place]
            if not places:
                self._anywhere.add(number)
            for place in places:
                self._places.setdefault(" ".join(place), set()).add(number)
        self._longest = max((place.count(" ") + 1 for place in self._places), default=0)

    def who_may(self, member: Visited) -> tuple[int, ...]:
        """The interviewers in whose area the member's unit or address is, by their numbers."""
        found = set(self._anywhere)
        for words in (_words(member.unit), _words(member.address)):
            for start in range(len(words)):
                for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                    found |= self._places.get(" ".join(words[start:end]), set())
        return tuple(sorted(found))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


def _filled(count: int, cell: Sequence[int], loads: list[int]) -> dict[int, int]:
    """Give ``count`` members to those of ``cell`` who have the least, one by one; ``loads`` grow."""
    share = dict.fromkeys(cell, 0)
    least = [(loads[number], number) for number in cell]
    heapify(least)
    for _ in range(count):
        load, number = least[0]
        heapreplace(least, (load + 1, number))
        share[number] += 1
        loads[number] += 1
    return share


def _level(cells: Sequence[Sequence[int]], shares: list[dict[int, int]], loads: list[int]) -> None:
    """Move members along chains of cells from who has much to who has at least two less, until there are none."""
    cells_of: dict[int, list[int]] = {}
    for place, cell in enumerate(cells):
        for number in cell:
            cells_of.setdefault(number, []).append(place)
    settled = False
    while not settled:
        settled = True
        for number in sorted(cells_of, key=lambda each: (-loads[each], each)):
            while (chain := _chain(number, cells_of, cells, shares, loads)) is not None:
                settled = False
                end = chain[-1][2]
                most = min(shares[place][giver] for giver, place, _ in chain)
                moved = min(most, (loads[number] - loads[end]) // 2)
                for giver, place, taker in chain:
                    shares[place][giver] -= moved
                    shares[place][taker] += moved
                loads[number] -= moved
                loads[end] += moved


def _chain(
    start: int,
    cells_of: Mapping[int, Sequence[int]],
    cells: Sequence[Sequence[int]],
    shares: Sequence[Mapping[int, int]],
    loads: Sequence[int],
) -> list[tuple[int, int, int]] | None:
    """A chain (giver, cell, taker) from ``start`` to who has the least of all in reach, at least two less.

    None where nobody in reach has so few.
    """
    came: dict[int, tuple[int, int]] = {start: (start, -1)}
    waiting = deque([start])
    seen: set[int] = set()  # cells: whoever may visit their members is in reach already
    while waiting:
        giver = waiting.popleft()
        for place in cells_of[giver]:
            if place in seen or not shares[place][giver]:
                continue
            seen.add(place)
            for taker in cells[place]:
                if taker not in came:
                    came[taker] = (giver, place)
                    waiting.append(taker)
    taker = min(came, key=lambda number: (loads[number], number))
    if loads[taker] + 2 > loads[start]:
        return None
    chain = []
    while taker != start:
        giver, place = came[taker]
        chain.append((giver, place, taker))
        taker = giver
    return chain[::-1]
