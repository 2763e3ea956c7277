"""What the file holds about one ballot, read within somebody else's transaction.

Statements are made once, when the module is loaded: making one costs more than its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, union_all

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.store import models as m


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
    """A question that both keyings answer, differently; ``decision`` is the adjudicator's, where there is one."""

    question: str
    a: AnswerRow
    b: AnswerRow
    decision: AnswerRow | None


_BALLOT = (
    select(
        m.ballot,
        m.print_run.c.form,
        m.print_run.c.group,
        m.print_run.c.wave,
        m.print_run.c.purpose,
        m.batch.c.closed,
        m.batch.c.unit.label("batch_unit"),
    )
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .outerjoin(m.batch, m.batch.c.code == m.ballot.c.batch)
    .where(m.print_run.c.published.is_not(None), m.ballot.c.serial == bindparam("serial"))
)


def find_ballot(conn: Connection, serial: str) -> BallotRow | None:
    """The ballot with this serial, or None where the survey never printed it."""
    row = conn.execute(_BALLOT, {"serial": serial}).mappings().one_or_none()
    if row is None:
        return None
    return BallotRow(
        serial=row["serial"],
        state=State(row["state"]),
        form=row["form"],
        group=row["group"],
        wave=row["wave"],
        unit=row["unit"],
        channel=row["channel"],
        batch=row["batch"],
        batch_closed=bool(row["closed"]),
        batch_unit=row["batch_unit"],
        position=row["position"],
        reason=row["reason"],
        photocopy=row["photocopy"],
        received=row["received"],
        judged=row["judged"],
        printed_as=row["purpose"],
    )


_KEYINGS = select(m.keying.c.started, m.keying.c["pass"], m.keying.c.operator, m.keying.c.completed).where(
    m.keying.c.serial == bindparam("serial")
)


def keyings(conn: Connection, serial: str) -> dict[int, KeyingRow]:
    """The keyings of a ballot by pass (1, 2)."""
    return {row[1]: KeyingRow(*row) for row in conn.execute(_KEYINGS, {"serial": serial})}


_ANSWERS = (
    select(
        m.answer.c.question, m.answer.c.value, m.answer.c.fact, m.answer.c.personal, m.personal.c.value.label("text")
    )
    .outerjoin(m.personal, m.personal.c.id == m.answer.c.personal)
    .where(m.answer.c.keying == bindparam("keying"))
)


def answers(conn: Connection, keying: int) -> dict[str, AnswerRow]:
    """The current answers of one keying by question."""
    rows = conn.execute(_ANSWERS, {"keying": keying})
    return {question: AnswerRow(Answer(value, text), fact, ref) for question, value, fact, ref, text in rows}


def differences(conn: Connection, serial: str) -> list[Difference]:
    """All questions that the two keyings answer differently, in the order of their codes.

    A decision stands only while the two answers that it chose between are still the current ones.
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
        if a.answer != b.answer:
            found.append(Difference(question, a, b, decided.get((question, a.fact, b.fact))))
    return found


_DECISIONS = (
    select(m.adjudication, m.personal.c.value.label("text"))
    .outerjoin(m.personal, m.personal.c.id == m.adjudication.c.personal)
    .where(m.adjudication.c.serial == bindparam("serial"))
    .order_by(m.adjudication.c.fact)  # a later decision on the same two answers supersedes the earlier one
)


def _decisions(conn: Connection, serial: str) -> dict[tuple[str, int, int], AnswerRow]:
    rows = conn.execute(_DECISIONS, {"serial": serial}).mappings()
    return {
        (row["question"], row["a"], row["b"]): AnswerRow(
            Answer(row["value"], row["text"]), row["fact"], row["personal"]
        )
        for row in rows
    }


_OPERATORS = union_all(
    *(select(table.c.operator).where(table.c.serial == bindparam("serial")) for table in (m.keying, m.adjudication))
)


def operators_on(conn: Connection, serial: str) -> set[str]:
    """Everybody who keyed or adjudicated the ballot."""
    return set(conn.execute(_OPERATORS, {"serial": serial}).scalars())
