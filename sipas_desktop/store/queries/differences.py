"""Open discrepancies, as the adjudicator may see them: two values in an order that says nothing of who keyed which."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import Move, State, is_legal
from sipas_desktop.domain.roles import only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import Difference, find_ballot, keyers_on
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


_DIFFERING = (
    select(m.ballot.c.serial, m.ballot.c.batch, m.ballot.c.position, m.print_run.c.form)
    .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
    .where(m.ballot.c.state == State.DIFFERING.value)
    .order_by(m.ballot.c.batch, m.ballot.c.position, m.ballot.c.serial)
)


def open_discrepancies(survey: OpenSurvey, limit: int | None = None) -> tuple[OpenDiscrepancy, ...]:
    """The open discrepancies in the order of the bundles, of at most ``limit`` ballots that others keyed."""
    _refuse_keyers(survey)
    keyed = select(m.keying.c.serial).where(m.keying.c.operator == survey.operator.name)
    query = _DIFFERING.where(m.ballot.c.serial.not_in(keyed))
    found = []
    with survey.reading() as conn:
        for row in conn.execute(query if limit is None else query.limit(limit)).all():
            for each in discrepancies(conn, row.serial, survey.forms[row.form]).open:
                a, b = _shuffled(row.serial, each)
                place = (row.batch or "", row.position)
                found.append(OpenDiscrepancy(row.serial, each.question, row.form, a, b, *place))
    return tuple(found)


def next_discrepancy(survey: OpenSurvey) -> OpenDiscrepancy | None:
    """The first open discrepancy on a ballot that the operator did not key herself."""
    _refuse_keyers(survey)
    with survey.reading() as conn:
        row = _first_differing(conn, survey.operator.name)
        if row is not None:
            for each in discrepancies(conn, row.serial, survey.forms[row.form]).open:
                a, b = _shuffled(row.serial, each)
                place = (row.batch or "", row.position)
                return OpenDiscrepancy(row.serial, each.question, row.form, a, b, *place)
    return None


def _first_differing(conn: Connection, name: str) -> Any | None:
    """The differing ballot that ``name`` did not key and that comes first, those without a batch before all.

    However many there are: the first batch that has one, then the first of that batch; never all of them in order.
    """
    bal = m.ballot.c
    others = ~exists().where(m.keying.c.serial == bal.serial, m.keying.c.operator == name)
    # Without a batch there are no places to order by: they come as they were printed, not sorted by serial.
    loose = _DIFFERING.order_by(None).where(bal.batch.is_(None), others).order_by(bal.position).limit(1)
    if (row := conn.execute(loose).first()) is not None:
        return row
    here = exists().where(bal.batch == m.batch.c.code, bal.state == State.DIFFERING.value, others)
    batch = conn.execute(select(m.batch.c.code).where(here).order_by(m.batch.c.code).limit(1)).scalar()
    return None if batch is None else conn.execute(_DIFFERING.where(bal.batch == batch, others).limit(1)).first()


def decisions(survey: OpenSurvey, typed: str) -> tuple[Decision, ...]:
    """What was decided on the ballot ``typed`` and can be decided again, in the order of the question codes.

    Raises ``Refusal`` for a serial that is none, a ballot that the operator keyed herself, and one whose batch is
    closed.
    """
    _refuse_keyers(survey)
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
        held = discrepancies(conn, serial, form).decided if is_legal(row.state, Move.ADJUDICATE) else ()
    return tuple(
        Decision(
            OpenDiscrepancy(serial, each.question, row.form, *_shuffled(serial, each), row.batch or "", row.position),
            each.decision.answer,
        )
        for each in held
        if each.decision is not None
    )


@dataclass(frozen=True)
class DifferencesLeft:
    """How many ballots wait for an adjudicator."""

    waiting: int  # this operator may settle them
    own: int  # she keyed them herself: they wait for somebody else


def differences_left(survey: OpenSurvey) -> DifferencesLeft:
    """How many ballots with an open discrepancy there are for this operator, and how many for others only."""
    _refuse_keyers(survey)
    differing = m.ballot.c.state == State.DIFFERING.value
    count = select(func.count()).select_from(m.ballot).where(differing)
    k = m.keying.c  # from her keyings: who settles has few or none, while many ballots may wait
    hers = select(func.count(k.serial.distinct())).join(m.ballot, m.ballot.c.serial == k.serial)
    with survey.reading() as conn:
        total = conn.execute(count).scalar() or 0
        own = conn.execute(hers.where(k.operator == survey.operator.name, differing)).scalar() or 0
    return DifferencesLeft(total - own, own)


def comparison(survey: OpenSurvey) -> Comparison:
    """What the comparison of all complete pairs of keyings has found."""
    with survey.reading() as conn:
        differing = conn.execute(select(func.count()).where(m.ballot.c.state == State.DIFFERING.value)).scalar() or 0
        counted = select(func.count(), func.coalesce(func.sum(_ONE_IF_AGREED), 0)).select_from(m.settling)
        twice = counted.join(m.judged_ballot, m.judged_ballot.c.serial == m.settling.c.serial)
        settled, agreed = conn.execute(twice).one()
    return Comparison(settled + differing, agreed, open_discrepancies(survey))


_ONE_IF_AGREED = (m.settling.c.discrepancies == 0).cast(m.settling.c.discrepancies.type)


def _refuse_keyers(survey: OpenSurvey) -> None:
    """Whoever only keys must not learn what differs: the second keying is silent."""
    operator = survey.operator
    if only_keys(operator.roles):
        raise Refusal("differences.not_for_keyers", name=operator.name)


def _shuffled(serial: str, difference: Difference) -> tuple[Answer, Answer]:
    """The two answers in an order that is the same at each look, but not the order of the passes."""
    coin = hashlib.sha256(f"{serial} {difference.question} {difference.a.fact} {difference.b.fact}".encode()).digest()[
        0
    ]
    pair = (difference.a.answer, difference.b.answer)
    return pair if coin % 2 else (pair[1], pair[0])
