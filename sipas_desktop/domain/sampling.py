"""Draws official and reserve lists from a sampling frame: the same rows and seed give the same lists everywhere.

Nothing here asks a random generator, the locale or the order of the rows in their file. A row's *key* is its nine cells
(``COLUMNS``), normalised, joined by tabs; rows with the same key are one entry of the frame. A row's *rank* is
SHA-256(seed + newline + key), both in UTF-8: to draw is to take the smallest ranks. That is simple random sampling
without replacement with the ranks as permanent random numbers (Ohlsson 1995, "Coordination of samples using permanent
random numbers"); for the methods see Cochran, *Sampling Techniques* (1977), chapters 2, 5 and 8.

* ``simple``: the n smallest ranks are official, the next r are in reserve.
* ``stratified``: n is shared among the strata in proportion to their rows by largest remainders, then each stratum is
  drawn as by ``simple``; r is shared in proportion to what is official, as far as a stratum has rows left.
* ``systematic``: the rows in Vietnamese order; of N rows every (N/n)th, beginning at u·N/n with u =
  SHA-256(seed) / 2²⁵⁶, in whole numbers. The reserve is the r smallest ranks of the others.

The official list stands in Vietnamese order (unit, sector, procedure, given name), the reserve by rank: it is called up
in that order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from sipas_desktop.domain.vietnamese import given_name_key, normalise, sort_key
from sipas_desktop.errors import Refusal

Method = Literal["simple", "systematic", "stratified"]
By = Literal["unit", "sector", "procedure"]
METHODS: Final[tuple[Method, ...]] = ("simple", "systematic", "stratified")
STRATA: Final[tuple[By, ...]] = ("unit", "sector", "procedure")
COLUMNS: Final = ("unit", "sector", "procedure", "dossier", "name", "address", "phone", "received", "resulted")
RULES: Final = 1  # version of what stands above; a draw remembers it
LARGEST_SEED: Final = 10**18 - 1
_WHOLE: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One entry of the sampling frame; ``id`` is the member's and has no part in the draw."""

    id: str
    unit: str
    sector: str
    procedure: str
    dossier: str
    name: str
    address: str
    phone: str
    received: str
    resulted: str

    @property
    def key(self) -> str:
        """The row as the draw knows it: its cells, normalised, joined by tabs."""
        return "\t".join(normalise(getattr(self, column)) for column in COLUMNS)


@dataclass(frozen=True)
class Stratum:
    """A part of the frame that is drawn by itself; ``asked`` is above ``official`` where it has too few rows."""

    name: str
    rows: int
    asked: int
    official: int
    reserve: int

    @property
    def short(self) -> int:
        """Official members that were asked for and are not in the frame."""
        return self.asked - self.official


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row that was drawn: which list, the number of its stratum, its place there from 1."""

    id: str
    list: Literal["official", "reserve"]
    stratum: int
    place: int


@dataclass(frozen=True)
class Draw:
    """What was drawn. ``rows`` counts different rows, ``duplicates`` those that repeat another one."""

    rows: int
    duplicates: int
    frame_sha256: str
    strata: tuple[Stratum, ...]
    chosen: tuple[Chosen, ...]

    @property
    def official(self) -> int:
        """Members of the official list."""
        return sum(stratum.official for stratum in self.strata)

    @property
    def reserve(self) -> int:
        """Members of the reserve list."""
        return sum(stratum.reserve for stratum in self.strata)


@dataclass(frozen=True, slots=True)
class _Entry:
    row: FrameRow
    key: str
    rank: int


def draw(
    frame: Iterable[FrameRow],
    seed: int,
    method: str,
    official: int | Mapping[str, int],
    reserve: int,
    by: str = "unit",
) -> Draw:
    """The lists of ``official`` and ``reserve`` members; fewer where the frame has fewer rows.

    ``by`` is the column that makes the strata of ``stratified``. ``official`` may say the number for each stratum by
    its name instead (a plan's quota); a stratum that it does not name gets none. Raises ``Refusal`` for an unknown
    method or column, a seed that is none, negative numbers, and an empty frame.
    """
    _refuse_unknown(seed, method, by)
    wanted = [official] if isinstance(official, int) else list(official.values())
    if any(number < 0 for number in (*wanted, reserve)):
        raise Refusal("draw.negative")
    entries, duplicates = _entries(frame, seed)
    if not entries:
        raise Refusal("draw.no_frame")
    parts = _parts(entries, by if method == "stratified" else None)
    names = sorted(parts, key=sort_key)
    sizes = [len(parts[name]) for name in names]
    if isinstance(official, int):
        first = allocate(official, sizes, sizes)
        # A single part is asked for all; of a shortfall over several, none can say whose it is.
        asked = [official] if len(names) == 1 else first
    else:
        by_name = {stratum_key(name): number for name, number in official.items()}
        if method != "stratified":
            asked = [sum(official.values())]
        else:
            asked = [by_name.get(stratum_key(name), 0) for name in names]
        first = [min(number, size) for number, size in zip(asked, sizes, strict=True)]
    left = [size - number for size, number in zip(sizes, first, strict=True)]
    second = allocate(reserve, first if any(first) else sizes, left)
    chosen: list[Chosen] = []
    strata = []
    for number, name in enumerate(names):
        strata.append(Stratum(name, sizes[number], asked[number], first[number], second[number]))
        chosen += _choose(parts[name], number, seed, method, first[number], second[number])
    return Draw(len(entries), duplicates, _frame_sha256(entries), tuple(strata), tuple(chosen))


def allocate(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """``total`` shared in proportion to ``weights`` by largest remainders, none above its cap.

    Hamilton's method: everybody gets the whole part of her share, what is left goes to the largest remainders, one
    each; among equal remainders to the one that stands first. What a cap cuts off is shared again among the others,
    so that less than ``total`` is given only where no weight is left without its cap.
    """
    given = [0] * len(weights)
    free = [place for place, weight in enumerate(weights) if weight > 0 and caps[place] > 0]
    while free and total > 0:
        sum_of_weights = sum(weights[place] for place in free)
        full = [place for place in free if total * weights[place] >= caps[place] * sum_of_weights]
        if not full:
            shares = {place: divmod(total * weights[place], sum_of_weights) for place in free}
            rest = total - sum(whole for whole, _ in shares.values())
            by_remainder = sorted(free, key=lambda place: (-shares[place][1], place))
            for place in free:
                given[place] = shares[place][0] + (place in by_remainder[:rest])
            return given
        for place in full:
            given[place] = caps[place]
            total -= caps[place]
        free = [place for place in free if place not in full]
    return given


def strata_sizes(frame: Iterable[FrameRow], by: str) -> dict[str, int]:
    """Name of each stratum → its different rows, in Vietnamese order."""
    _refuse_unknown(0, METHODS[0], by)
    parts = _parts(_entries(frame, 0)[0], by)
    return {name: len(parts[name]) for name in sorted(parts, key=sort_key)}


def strata_asked(strata: Sequence[Stratum], official: int | Mapping[str, int]) -> tuple[Stratum, ...]:
    """``strata``, and those that ``official`` asks for by name and that have no row in the frame, in Vietnamese order.

    A single stratum of all rows stays alone.
    """
    if isinstance(official, int):
        return tuple(strata)
    known = {stratum_key(each.name) for each in strata}
    if known == {""}:
        return tuple(strata)
    absent = [Stratum(name, 0, n, 0, 0) for name, n in official.items() if n and stratum_key(name) not in known]
    return tuple(sorted([*strata, *absent], key=lambda each: sort_key(each.name)))


def frame_sha256(frame: Iterable[FrameRow]) -> str:
    """SHA-256 over the keys of the frame, each once, in the order of their code points, each ended by a newline."""
    return _frame_sha256(_entries(frame, 0)[0])


def stratum_key(name: str) -> str:
    """What makes two names of units, sectors or procedures the same stratum: case and spaces do not matter."""
    return normalise(name).lower()


# -- inside ------------------------------------------------------------------------------------------------------------


def _refuse_unknown(seed: int, method: str, by: str) -> None:
    if method not in METHODS:
        raise Refusal("draw.unknown_method", found=method, expected=" ".join(METHODS))
    if by not in STRATA:
        raise Refusal("draw.unknown_strata", found=by, expected=" ".join(STRATA))
    if not 0 <= seed <= LARGEST_SEED:
        raise Refusal("draw.seed", found=seed, most=LARGEST_SEED)


def _rank(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest())


def _entries(frame: Iterable[FrameRow], seed: int) -> tuple[list[_Entry], int]:
    """The different rows by key, and how many rows repeat one of them."""
    rows: dict[str, FrameRow] = {}
    repeated = 0
    for row in frame:
        key = row.key
        if key in rows:
            repeated += 1
            if row.id > rows[key].id:
                continue
        rows[key] = row
    return [_Entry(rows[key], key, _rank(seed, key)) for key in sorted(rows)], repeated


def _frame_sha256(entries: Sequence[_Entry]) -> str:
    digest = hashlib.sha256()
    for entry in entries:  # Python compares texts by code point, which is the order of their UTF-8 as well
        digest.update(entry.key.encode() + b"\n")
    return digest.hexdigest()


def _parts(entries: Sequence[_Entry], by: str | None) -> dict[str, list[_Entry]]:
    """Name of each stratum → its rows. Where a name is spelled in several ways, the first in order stands for it."""
    if by is None:
        return {"": list(entries)}
    names: dict[str, str] = {}
    parts: dict[str, list[_Entry]] = {}
    for entry in entries:
        name = normalise(getattr(entry.row, by))
        key = stratum_key(name)
        names[key] = min(names.get(key, name), name)
        parts.setdefault(key, []).append(entry)
    return {names[key]: rows for key, rows in parts.items()}


def _choose(rows: list[_Entry], number: int, seed: int, method: str, official: int, reserve: int) -> list[Chosen]:
    if method == "systematic":
        rows = sorted(rows, key=_order)
        start = int.from_bytes(hashlib.sha256(str(seed).encode()).digest())
        picked = {(start + step * _WHOLE) * len(rows) // (official * _WHOLE) for step in range(official)}
        first = [rows[place] for place in sorted(picked)]
        others = sorted((row for place, row in enumerate(rows) if place not in picked), key=_by_rank)
    else:
        ranked = sorted(rows, key=_by_rank)
        first, others = sorted(ranked[:official], key=_order), ranked[official:]
    return [
        *(Chosen(entry.row.id, "official", number, place) for place, entry in enumerate(first, start=1)),
        *(Chosen(entry.row.id, "reserve", number, place) for place, entry in enumerate(others[:reserve], start=1)),
    ]


def _by_rank(entry: _Entry) -> tuple[int, str]:
    return entry.rank, entry.key


@lru_cache(maxsize=4096)  # units, sectors and procedures come again and again
def _name_order(name: str) -> str:
    return sort_key(name)


def _order(entry: _Entry) -> tuple[str, ...]:
    row = entry.row
    return (
        _name_order(row.unit),
        _name_order(row.sector),
        _name_order(row.procedure),
        given_name_key(row.name),
        entry.key,
    )
