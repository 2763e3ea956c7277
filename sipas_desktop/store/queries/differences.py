"""Open discrepancies, as the adjudicator may see them: two values in an order that says nothing of who keyed which."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, literal, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import OPEN, Move, State, is_legal
from sipas_desktop.domain.roles import only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import Difference, answers, find_ballot, keyers_on, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import discrepancies


@dataclass(frozen=True)
class OpenDiscrepancy:
    """One field that waits for the adjudicator. ``a`` and ``b`` stand in a shuffled order."""

    serial: str
    question: str
    form: str  # sha256
    a: Answer
    b: Answer
    batch: str
    position: int | None  # the ballot's place in its bundle
    third: Answer | None = None  # what a third clerk keyed, where it was sent back


@dataclass(frozen=True)
class KeyedRow:
    """One question of a ballot as both keyings have it, on the sides on which the discrepancy shown has them."""

    question: str
    left: Answer
    right: Answer


@dataclass(frozen=True)
class Decision:
    """A discrepancy that was decided, and what the decision in force says."""

    found: OpenDiscrepancy
    answer: Answer


@dataclass(frozen=True)
class Comparison:
    """How many ballots have been compared, how many agreed at once, and what is open."""

    compared: int
    agreed: int
    discrepancies: tuple[OpenDiscrepancy, ...]


_OF_OTHERS = ~exists().where(m.keying.c.serial == m.ballot.c.serial, m.keying.c.operator == bindparam("name"))
# In the order of an index of such ballots alone, and so not sorted: the state is to stand in the words, since SQLite
# takes an index of some rows only where it sees that these are meant.
_DIFFERING = (
    select(m.ballot.c.serial, m.ballot.c.batch, m.ballot.c.position, m.print_run.c.form)
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .where(m.ballot.c.state == literal(State.DIFFERING.value, literal_execute=True), _OF_OTHERS)
    .order_by(m.ballot.c.batch, m.ballot.c.position, m.ballot.c.serial)
)


def open_discrepancies(survey: OpenSurvey, limit: int | None = None) -> tuple[OpenDiscrepancy, ...]:
    """The open discrepancies in the order of the bundles, of at most ``limit`` ballots that others keyed."""
    refuse_keyers(survey)
    third = survey.plan.keying.third
    found = []
    with survey.reading() as conn:
        for row in conn.execute(_DIFFERING.limit(limit), {"name": survey.operator.name}).all():
            for each in discrepancies(conn, row.serial, survey.forms[row.form], third).open:
                found.append(_shown(row.serial, row.form, each, row.batch, row.position))
    return tuple(found)


def next_discrepancy(survey: OpenSurvey) -> OpenDiscrepancy | None:
    """The first open discrepancy on a ballot that the operator did not key herself."""
    refuse_keyers(survey)
    third = survey.plan.keying.third
    with survey.reading() as conn:
        row = conn.execute(_DIFFERING.limit(1), {"name": survey.operator.name}).first()
        if row is not None:
            for each in discrepancies(conn, row.serial, survey.forms[row.form], third).open:
                return _shown(row.serial, row.form, each, row.batch, row.position)
    return None


def both_keyings(survey: OpenSurvey, found: OpenDiscrepancy) -> tuple[KeyedRow, ...]:
    """The ballot of ``found`` in the paper's order, so that rows keyed in the wrong place are seen.

    Whose value is ``found.a`` stands left on every row. Raises ``Refusal`` for a ballot that the operator keyed
    herself; empty where one of the keyings is open again.
    """
    refuse_keyers(survey)
    with survey.reading() as conn:
        if survey.operator.name in keyers_on(conn, found.serial):
            raise Refusal("adjudication.own_keying", serial=serials.show(found.serial))
        passes = keyings(conn, found.serial)
        if any(number not in passes or passes[number].completed is None for number in (1, 2)):
            return ()
        first, second = (answers(conn, passes[number].started) for number in (1, 2))
    if found.question not in first or found.question not in second:
        return ()
    rows = []
    sides = (first, second)
    if is_swapped(found.serial, found.question, first[found.question].fact, second[found.question].fact):
        sides = (second, first)
    for question in survey.forms[found.form].questions:
        if question.code in first and question.code in second:
            rows.append(KeyedRow(question.code, *(side[question.code].answer for side in sides)))
    return tuple(rows)


def decisions(survey: OpenSurvey, typed: str) -> tuple[Decision, ...]:
    """What was decided on the ballot ``typed`` and can be decided again, in the order of the question codes.

    Raises ``Refusal`` for a serial that is none, a ballot that the operator keyed herself, and one whose batch is
    closed.
    """
    refuse_keyers(survey)
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    with survey.reading() as conn:
        row = find_ballot(conn, serial)
        if row is None:
            raise Refusal("receive.unknown", serial=shown)
        if survey.operator.name in keyers_on(conn, serial):
            raise Refusal("adjudication.own_keying", serial=shown)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        form = survey.forms[row.form]
        stands = discrepancies(conn, serial, form, survey.plan.keying.third)
        held = stands.decided if is_legal(row.state, Move.ADJUDICATE) else ()
    return tuple(
        Decision(_shown(serial, row.form, each, row.batch, row.position), each.decision.answer)
        for each in held
        if each.decision is not None
    )


@dataclass(frozen=True)
class DifferencesLeft:
    """How many ballots wait for an adjudicator, and how many for a third clerk."""

    waiting: int  # this operator may settle them
    own: int  # she keyed them herself: they wait for somebody else
    sent: int  # sent back and not begun, which she did not key


def differences_left(survey: OpenSurvey) -> DifferencesLeft:
    """How many ballots with an open discrepancy there are for this operator, and how many for others only."""
    refuse_keyers(survey)
    k, state = m.keying.c, m.ballot.c.state
    counted = (State.DIFFERING.value, State.REKEYING.value)
    count = select(state, func.count()).where(state.in_(counted)).group_by(state)
    # From her keyings: who settles has few or none, while many ballots may wait.
    hers = select(state, func.count(k.serial.distinct())).join(m.keying, m.ballot.c.serial == k.serial)
    hers = hers.where(k.operator == survey.operator.name, state.in_(counted)).group_by(state)
    with survey.reading() as conn:
        total = Counter[str](dict(conn.execute(count).all()))
        own = Counter[str](dict(conn.execute(hers).all()))
    left = total - own
    return DifferencesLeft(left[counted[0]], own[counted[0]], left[counted[1]])


def comparison(survey: OpenSurvey) -> Comparison:
    """What the comparison of all complete pairs of keyings has found."""
    with survey.reading() as conn:
        differing = conn.execute(select(func.count()).where(m.ballot.c.state.in_(sorted(OPEN)))).scalar() or 0
        counted = select(func.count(), func.coalesce(func.sum(_ONE_IF_AGREED), 0)).select_from(m.settling)
        twice = counted.join(m.judged_ballot, m.judged_ballot.c.serial == m.settling.c.serial)
        settled, agreed = conn.execute(twice).one()
    return Comparison(settled + differing, agreed, open_discrepancies(survey))


_ONE_IF_AGREED = (m.settling.c.discrepancies == 0).cast(m.settling.c.discrepancies.type)


def refuse_keyers(survey: OpenSurvey) -> None:
    """Whoever only keys must not learn what differs: the second keying is silent."""
    operator = survey.operator
    if only_keys(operator.roles):
        raise Refusal("differences.not_for_keyers", name=operator.name)


def _shown(serial: str, form: str, each: Difference, batch: str | None, position: int | None) -> OpenDiscrepancy:
    third = each.third.answer if each.third is not None else None
    return OpenDiscrepancy(serial, each.question, form, *_shuffled(serial, each), batch or "", position, third)


def _shuffled(serial: str, difference: Difference) -> tuple[Answer, Answer]:
    """The two answers in an order that is the same at each look, but not the order of the passes."""
    a, b = difference.a, difference.b
    swapped = is_swapped(serial, difference.question, a.fact, b.fact)
    return (b.answer, a.answer) if swapped else (a.answer, b.answer)


def is_swapped(serial: str, question: str, first: int, second: int) -> bool:
    """Whether what the second keyer keyed, by the fact ``second``, stands left."""
    return hashlib.sha256(f"{serial} {question} {first} {second}".encode()).digest()[0] % 2 == 0
