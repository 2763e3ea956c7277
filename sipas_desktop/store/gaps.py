"""What a salvaged survey lacks, as its fact ``salvaged`` says it: each thing by what stands on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import BEFORE_FIRST, Fact, FactKind, chain_hash
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

# A survey is put together in a session of its own, which says so right after it opened: n = 2. Found by the index.
PLACE: Final = 2
MOST: Final = 2**63  # what SQLite holds as a number
_SALVAGED = Statement(
    select(m.fact.c.seq, m.session.c.id, m.fact.c.payload)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.fact.c.n == PLACE, m.fact.c.kind == FactKind.SALVAGED.value)
    .order_by(m.fact.c.seq)
)


@dataclass(frozen=True)
class Gap:
    """Facts of ``session`` are missing between fact ``after`` and fact ``n``; hashes in hex.

    ``said``: SHA-256 of 32 zero bytes and all that fact ``n`` says, as if nothing had been before it, since what it
    was chained to is lost.
    """

    session: str
    after: int
    after_hash: str
    n: int
    hash: str
    said: str

    @classmethod
    def between(cls, after: int, after_hash: bytes, fact: Fact) -> Gap:
        """The gap between fact ``after`` of the session, with its hash, and ``fact``."""
        said = chain_hash(BEFORE_FIRST, fact.session, fact.n, fact.kind, fact.subject, fact.at, fact.payload)
        return cls(fact.session, after, after_hash.hex(), fact.n, fact.hash.hex(), said.hex())

    @property
    def missing(self) -> str:
        """The numbers of the facts that are missing."""
        return f"{self.after + 1}–{self.n - 1}"

    @property
    def count(self) -> int:
        """How many these are."""
        return self.n - self.after - 1


@dataclass(frozen=True)
class LostHead:
    """Session ``by`` saw, when it opened, the head ``n`` of ``session`` with ``hash``, in hex: it is not there."""

    by: str
    session: str
    n: int
    hash: str


@dataclass(frozen=True)
class LostPlace:
    """The receipt that is fact ``n`` of ``session`` does not stand at ``free``, the next free place in its batch."""

    session: str
    n: int
    free: int


Missing = Gap | LostHead | LostPlace
_KINDS: Final[dict[str, type[Missing]]] = {"gaps": Gap, "lost_heads": LostHead, "lost_places": LostPlace}


def told(missing: Iterable[Missing]) -> dict[str, list[list[Any]]]:
    """What is ``missing``, as the fact ``salvaged`` says it."""
    said: dict[str, list[list[Any]]] = {name: [] for name in _KINDS}
    for each in missing:
        name = next(name for name, kind in _KINDS.items() if isinstance(each, kind))
        said[name].append([getattr(each, part) for part in each.__dataclass_fields__])
    return said


def named_in(said: Mapping[str, Any]) -> tuple[Missing, ...]:
    """What a fact ``salvaged`` says is missing. Raises what a payload raises that does not say it so."""
    named = tuple(kind(*each) for name, kind in _KINDS.items() for each in said[name])
    for each in named:
        for part, of in each.__dataclass_fields__.items():
            value = getattr(each, part)
            if not (type(value) is str if of.type == "str" else type(value) is int and 0 <= value < MOST):
                raise ValueError(part)
    return named


def salvages_in(conn: Connection) -> Iterator[tuple[int, str, str]]:
    """Place in the file, session and payload of each fact ``salvaged`` that stands where such facts stand."""
    yield from _SALVAGED.rows(conn)
