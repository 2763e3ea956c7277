"""What a check finds, in the order in which it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import NoResultFound

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement

MOST_PROBLEMS: Final = 100  # a broken file has millions
UNKNOWN: Final = "?"
# What a payload or a row raises that does not have the parts that its kind has.
MALFORMED: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, NoResultFound)


@dataclass(frozen=True)
class Salvages:
    """How many ``times`` a survey was salvaged; ``gaps``, ``facts`` missing in them, ``heads`` that are gone."""

    times: int
    gaps: int
    facts: int
    heads: int


@dataclass(frozen=True)
class CheckResult:
    """``problems`` are (code of message, parameters), the first fault first; empty when all is well."""

    problems: tuple[tuple[str, dict[str, str]], ...]
    head: str
    facts: int
    remarks: tuple[tuple[str, dict[str, str]], ...] = ()  # no faults: what is lacking or left over
    salvaged: Salvages | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class Problems:
    """(code of message, parameters) of each, the first fault first."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self.remarks: list[tuple[str, dict[str, str]]] = []

    def note(self, message: str, /, **params: object) -> None:
        """Something that belongs to no single fact."""
        if len(self.found) < MOST_PROBLEMS:
            self.found.append((message, {key: str(value) for key, value in params.items()}))

    def note_fact(self, message: str, fact: Fact, operator: str = UNKNOWN, **params: object) -> None:
        """Something about ``fact``: which it is, what it says, who appended it and when."""
        self.note(message, fact=fact.ref, kind=f"@fact.{fact.kind}", operator=operator, at=fact.at, **params)

    def tell(self, message: str, /, **params: object) -> None:
        """Something that is no fault and that whoever checks must know."""
        if len(self.remarks) < MOST_PROBLEMS:
            self.remarks.append((message, {key: str(value) for key, value in params.items()}))

    def remark(self, message: str, /, fact: Fact, operator: str = UNKNOWN, **params: object) -> None:
        """The same about ``fact``: which it is, what it says, who appended it and when."""
        self.tell(message, fact=fact.ref, kind=f"@fact.{fact.kind}", operator=operator, at=fact.at, **params)

    def note_malformed(self, fact: Fact, error: BaseException, operator: str = UNKNOWN) -> None:
        """``fact`` cannot even be read as what it should be: a payload that is no JSON, a number for a hash."""
        self.note_fact("check.impossible", fact, operator, detail=type(error).__name__)


_FACT = Statement(
    select(m.session.c.id, m.fact.c.n, m.fact.c.kind, m.fact.c.at, m.opening.c.operator)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .outerjoin(m.opening, m.opening.c.session_no == m.session.c.no)
    .where(m.fact.c.seq == bindparam("seq"))
)


def told_of(conn: Connection, seq: int | None) -> dict[str, str]:
    """Which fact it is that stands at ``seq``, as ``note_fact`` says it."""
    row = None if seq is None else _FACT.first(conn, seq=seq)
    if row is None:
        return dict.fromkeys(("fact", "kind", "operator", "at"), UNKNOWN)
    session, n, kind, at, operator = row
    return {"fact": f"{session}:{n}", "kind": f"@fact.{kind}", "operator": operator or UNKNOWN, "at": at}
