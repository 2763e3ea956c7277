"""In which order the ballots of a run lie on the pile: by the list, by unit, by interviewer, by the postman's route."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from sipas_desktop.domain.vietnamese import sort_key


class SortedBy(StrEnum):
    """What the pages of a run are sorted by; within that, by the sample list."""

    LIST = "list"
    UNIT = "unit"
    INTERVIEWER = "interviewer"  # whom the person is assigned to, by her code
    ROUTE = "route"  # postal: the address read from its end, house numbers as numbers


class Addressed(Protocol):
    """Whom a ballot is for."""

    @property
    def unit(self) -> str:
        """As the sample list writes it."""

    @property
    def address(self) -> str:
        """With commas between its parts, the smallest first, as it is written on envelopes."""

    @property
    def interviewer(self) -> str:
        """The code of who brings it; empty where nobody does."""


Person = TypeVar("Person", bound=Addressed)
_DIGITS: Final = re.compile(r"(\d+)")
_PARTS: Final = re.compile(r"[,;\n]")


def in_order(people: Iterable[Person], by: SortedBy) -> list[Person]:
    """``people`` as their ballots shall lie; those alike stay in the order in which they came."""
    if by is SortedBy.UNIT:
        return sorted(people, key=lambda person: (not person.unit, sort_key(person.unit)))
    if by is SortedBy.INTERVIEWER:
        return sorted(people, key=lambda person: (not person.interviewer, _pieces(person.interviewer)))
    if by is SortedBy.ROUTE:
        return sorted(people, key=lambda person: route_key(person.address))
    return list(people)


def route_key(address: str) -> tuple[bool, list[tuple[bool, int, str]]]:
    """Province, commune, street, house: the parts of ``address`` from its end, in Vietnamese order.

    A number counts as one ("số 9" before "số 10"), whatever stands before it. Who has no address comes last.
    """
    parts = [part.strip() for part in reversed(_PARTS.split(address)) if part.strip()]
    key: list[tuple[bool, int, str]] = []
    for part in parts:
        key += _pieces(part)
        key.append((False, -1, ""))  # a part that ends here comes before one that goes on
    return not parts, key


def _pieces(text: str) -> list[tuple[bool, int, str]]:
    """``text`` as it is compared: its numbers as numbers, its words in Vietnamese order."""
    pieces = [piece for piece in _DIGITS.split(text) if piece.strip()]
    return [(False, int(piece), "") if piece.isdecimal() else (True, 0, sort_key(piece)) for piece in pieces]
