"""Returned ballots that may be two of one person: the same dossier, or the same name with the same phone or address.

Whether they are, and which of them counts, a person decides, by the plan's reasons: one company has several dossiers,
and father and son have one name. Online answers on the dossier of a sample member whose paper counts are not listed:
they are left out already (``domain.online``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sipas_desktop.domain.cleaning import dossier_key, phone
from sipas_desktop.domain.vietnamese import fold


class Why(StrEnum):
    """What several ballots have in common."""

    DOSSIER = "same_dossier"
    PERSON = "same_person"


@dataclass(frozen=True)
class Returned:
    """A ballot, or an online answer, that counts, and what is known of whose it is; "" where nothing is.

    ``dossiers``: by the sample list, and as somebody wrote it on the ballot.
    """

    serial: str
    dossiers: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Duplicate:
    """Two or more ballots with something in common, by serial."""

    why: Why
    serials: tuple[str, ...]


def duplicates(ballots: Iterable[Returned]) -> tuple[Duplicate, ...]:
    """The groups, by what they have in common and their serials. A group is told once, of its dossier first."""
    by_key: dict[tuple[Why, tuple[str, ...]], set[str]] = defaultdict(set)
    for each in ballots:
        for key in _keys(each):
            by_key[key].add(each.serial)
    found: dict[tuple[str, ...], Why] = {}
    for why in Why:
        for key, serials in by_key.items():
            if key[0] is why and len(serials) > 1:
                found.setdefault(tuple(sorted(serials)), why)
    order = list(Why)
    return tuple(
        Duplicate(why, serials)
        for serials, why in sorted(found.items(), key=lambda item: (order.index(item[1]), item[0]))
    )


def _keys(ballot: Returned) -> Iterator[tuple[Why, tuple[str, ...]]]:
    for dossier in ballot.dossiers:
        if key := dossier_key(dossier):
            yield Why.DOSSIER, (key,)
    name = fold(ballot.name)
    if not name:
        return
    if number := phone(ballot.phone)[0]:
        yield Why.PERSON, (name, "phone", number)
    if address := fold(ballot.address):
        yield Why.PERSON, (name, "address", address)
