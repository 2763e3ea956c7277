"""What the file holds about one ballot, read within somebody else's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, bindparam, select, union_all

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement


@dataclass(frozen=True)
class BallotRow:
    """A ballot of a published run."""

    serial: str
    state: State
    form: str  # sha256
    group: str
    wave: str | None
    unit: str | None
    channel: str | None
    batch: str | None
    batch_closed: bool
    batch_unit: str | None
    position: int | None
    reason: str | None
    photocopy: bool
    received: int | None
    judged: int | None  # the fact that said last whether it is valid
    printed_as: str  # purpose of its run: ballots | labels


@dataclass(frozen=True)
class KeyingRow:
    """One keying of a ballot; ``started`` is the fact that started it."""

    started: int
    pass_no: int
    operator: str
    completed: int | None


@dataclass(frozen=True)
class AnswerRow:
    """A current answer and the fact that gave it."""

    answer: Answer
    fact: int
    personal: str | None


@dataclass(frozen=True)
class Difference:
    """A question that both keyings answer, differently; ``decision`` is the adjudicator's, where there is one.

    ``third`` is what a third clerk keyed; ``by_third``: the plan lets that decide, and it is one of the two.
    """

    question: str
    a: AnswerRow
    b: AnswerRow
    decision: AnswerRow | None
    third: AnswerRow | None = None
    by_third: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.a.answer != self.b.answer


_BALLOT = Statement(
    select(
        m.ballot.c.serial,
        m.ballot.c.state,
        m.print_run.c.form,
        m.print_run.c.group,
        m.print_run.c.wave,
        m.ballot.c.unit,
        m.ballot.c.channel,
        m.ballot.c.batch,
        m.batch.c.closed,
        m.batch.c.unit.label("batch_unit"),
        m.ballot.c.position,
        m.ballot.c.reason,
        m.ballot.c.photocopy,
        m.ballot.c.received,
        m.ballot.c.judged,
        m.print_run.c.purpose,
    )
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .outerjoin(m.batch, m.batch.c.code == m.ballot.c.batch)
    .where(m.print_run.c.published.is_not(None), m.ballot.c.serial == bindparam("serial"))
)


def find_ballot(conn: Connection, serial: str) -> BallotRow | None:
    """The ballot with this serial, or None where the survey never printed it."""
    row = _BALLOT.first(conn, serial=serial)
    if row is None:
        return None
    found = list(row)
    for place, meaning in _MEANING:
        found[place] = meaning(found[place])
    return BallotRow(*found)


_FIELDS = tuple(field.name for field in fields(BallotRow))
# What SQLite holds otherwise than the row does.
_MEANING: tuple[tuple[int, Callable[[Any], Any]], ...] = (
    (_FIELDS.index("state"), State),
    (_FIELDS.index("batch_closed"), bool),
    (_FIELDS.index("photocopy"), bool),
)

_KEYINGS = Statement(
    select(m.keying.c.started, m.keying.c["pass"], m.keying.c.operator, m.keying.c.completed).where(
        m.keying.c.serial == bindparam("serial"), m.keying.c.aside.is_(None)
    )
)


def keyings(conn: Connection, serial: str) -> dict[int, KeyingRow]:
    """The keyings of a ballot by pass (1, 2): those that count. Only in a conflict there are two of one pass."""
    return {row[1]: KeyingRow(*row) for row in _KEYINGS.rows(conn, serial=serial)}


_ANSWERS = Statement(
    select(
        m.answer.c.question, m.answer.c.value, m.answer.c.fact, m.answer.c.personal, m.personal.c.value.label("text")
    )
    .outerjoin(m.personal, m.personal.c.id == m.answer.c.personal)
    .where(m.answer.c.keying == bindparam("keying"))
)


def answers(conn: Connection, keying: int) -> dict[str, AnswerRow]:
    """The current answers of one keying by question."""
    rows = _ANSWERS.rows(conn, keying=keying)
    return {question: AnswerRow(Answer(value, text), fact, ref) for question, value, fact, ref, text in rows}


def differences(conn: Connection, serial: str) -> list[Difference]:
    """All questions that the two keyings answer differently, or that were decided, in the order of their codes.

    A decision stands only while the two answers that it chose between are still the current ones. Two alike are
    decided where both keyers skipped a question that the ballot asks after all (``domain.skips``).
    """
    passes = keyings(conn, serial)
    if 1 not in passes or 2 not in passes:
        return []
    return differences_between(conn, serial, *(answers(conn, passes[number].started) for number in (1, 2)))


def differences_between(
    conn: Connection, serial: str, first: Mapping[str, AnswerRow], second: Mapping[str, AnswerRow]
) -> list[Difference]:
    """``differences`` of the ballot's two keyings, whose answers are at hand."""
    decided = _decisions(conn, serial)
    found = []
    for question in sorted(first.keys() & second.keys()):
        a, b = first[question], second[question]
        decision = decided.get((question, a.fact, b.fact))
        if a.answer != b.answer or decision:
            found.append(Difference(question, a, b, decision))
    return found


_DECISIONS = Statement(
    select(
        m.adjudication.c.question,
        m.adjudication.c.a,
        m.adjudication.c.b,
        m.adjudication.c.value,
        m.personal.c.value.label("text"),
        m.adjudication.c.fact,
        m.adjudication.c.personal,
    )
    .outerjoin(m.personal, m.personal.c.id == m.adjudication.c.personal)
    .where(m.adjudication.c.serial == bindparam("serial"), m.adjudication.c.superseded.is_(None))
)


def _decisions(conn: Connection, serial: str) -> dict[tuple[str, int, int], AnswerRow]:
    rows = _DECISIONS.rows(conn, serial=serial)
    return {
        (question, a, b): AnswerRow(Answer(value, text), fact, personal)
        for question, a, b, value, text, fact, personal in rows
    }


_OPERATORS = Statement(
    union_all(
        *(select(table.c.operator).where(table.c.serial == bindparam("serial")) for table in (m.keying, m.adjudication))
    )
)


_KEYERS = Statement(select(m.keying.c.operator).where(m.keying.c.serial == bindparam("serial")))


def keyers_on(conn: Connection, serial: str) -> set[str]:
    """Everybody who keyed the ballot, whether her keying counts or was set aside."""
    return {name for (name,) in _KEYERS.rows(conn, serial=serial)}


def operators_on(conn: Connection, serial: str) -> set[str]:
    """Everybody who keyed or adjudicated the ballot."""
    return {name for (name,) in _OPERATORS.rows(conn, serial=serial)}


_SETTLING = Statement(select(m.settling.c.fact).where(m.settling.c.serial == bindparam("serial")))


def settling_of(conn: Connection, serial: str) -> int | None:
    """The fact that settled the ballot, or None while it is not settled."""
    fact: int | None = _SETTLING.scalar(conn, serial=serial)
    return fact
