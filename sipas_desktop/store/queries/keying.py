"""What a keyer sees of her own work. Nothing here tells her of another person's keying."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.sql import func

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import only_keys
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import answers, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.differences import refuse_keyers
from sipas_desktop.store.rekeyings import rekeying_of


@dataclass(frozen=True)
class KeyingProgress:
    """What is left to key for this operator, and what she has done."""

    waiting_first: int  # ballots whose first keying anybody may start
    waiting_second: int  # ballots whose second keying this operator may start
    open_serials: tuple[tuple[str, int], ...]  # her interrupted keyings: (serial, pass)
    completed: int  # keyings that she completed
    waiting_third: int = 0  # ballots sent back of which this operator may key what is asked


@dataclass(frozen=True)
class KeyedField:
    """One answer that the operator keyed herself."""

    question: str
    answer: Answer


_BEFORE_FIRST = (State.VALID.value, State.FIRST_ELSEWHERE.value)


def keying_progress(survey: OpenSurvey) -> KeyingProgress:
    """How much there is to key."""
    name = survey.operator.name
    k, bal = m.keying.c, m.ballot.c
    with survey.reading() as conn:
        # Looked up ballot by ballot: few wait, while her own keyings become many.
        here = {number: ~exists().where(m.away.c.serial == bal.serial, m.away.c["pass"] == number) for number in (1, 2)}
        first = conn.execute(select(func.count()).where(bal.state.in_(_BEFORE_FIRST), here[1])).scalar() or 0
        own = exists().where(k.serial == bal.serial, k.operator == name)
        waiting = select(func.count()).where(bal.state == State.FIRST_KEYED.value, ~own, here[2])
        second = conn.execute(waiting).scalar() or 0
        # At the station of a second pass nobody's first keying is there, at most the name of who did it.
        begun = exists().where(k.serial == bal.serial, k["pass"] == 2)
        hers = exists().where(m.away.c.serial == bal.serial, m.away.c.operator == name)
        elsewhere = select(func.count()).where(bal.state == State.FIRST_ELSEWHERE.value, here[2], ~begun, ~hers)
        second += conn.execute(elsewhere).scalar() or 0
        again = select(func.count()).where(bal.state == State.REKEYING.value, ~_has_part(name), ~_sent_back_by(name))
        third = conn.execute(again).scalar() or 0
        rows = conn.execute(
            select(k.serial, k["pass"])
            .where(k.operator == name, k.completed.is_(None), k.aside.is_(None))
            .where(~exists().where(m.away.c.serial == k.serial, m.away.c["pass"] == k["pass"]))
            .order_by(k.started)
        )
        interrupted = tuple((row[0], row[1]) for row in rows)
        done = conn.execute(select(func.count()).where(k.operator == name, k.completed.is_not(None))).scalar() or 0
    return KeyingProgress(first, second, interrupted, done, third)


def _has_part(name: str) -> ColumnElement[bool]:
    """Whether ``name`` keyed or adjudicated the ballot."""
    tables = (m.keying, m.adjudication)
    keyed, decided = (exists().where(t.c.serial == m.ballot.c.serial, t.c.operator == name) for t in tables)
    return keyed | decided


def _sent_back_by(name: str) -> ColumnElement[bool]:
    r = m.rekeying.c
    return exists().where(r.serial == m.ballot.c.serial, r.operator == name)


@dataclass(frozen=True)
class SentBack:
    """A ballot that waits for a third clerk, and which questions she is to key."""

    serial: str
    questions: tuple[str, ...]
    batch: str
    position: int | None


def sent_back(survey: OpenSurvey, limit: int | None = None) -> tuple[SentBack, ...]:
    """The ballots that wait for a third clerk, at most ``limit``, in the order of the bundles.

    Nobody sees one that she keyed; who only keys sees those alone that she may take up.
    """
    operator, bal, k = survey.operator, m.ballot.c, m.keying.c
    hidden: ColumnElement[bool] = exists().where(k.serial == bal.serial, k.operator == operator.name)
    if only_keys(operator.roles):
        hidden = _has_part(operator.name) | _sent_back_by(operator.name)
    query = (
        select(bal.serial, bal.batch, bal.position)
        .where(bal.state == State.REKEYING.value, ~hidden)
        .order_by(bal.batch, bal.position, bal.serial)
        .limit(limit)
    )
    with survey.reading() as conn:
        found = [(row, rekeying_of(conn, row.serial)) for row in conn.execute(query).all()]
    return tuple(
        SentBack(row.serial, asked.questions, row.batch or "", row.position)
        for row, asked in found
        if asked is not None
    )


def latest_sent_back(survey: OpenSurvey) -> str | None:
    """The serial of the ballot that was sent back last, of those that nobody has begun and the operator did not key."""
    refuse_keyers(survey)
    r, bal, k = m.rekeying.c, m.ballot.c, m.keying.c
    keyed = exists().where(k.serial == r.serial, k.operator == survey.operator.name)
    query = select(r.serial).join(m.ballot, bal.serial == r.serial)
    query = query.where(bal.state == State.REKEYING.value, r.ended.is_(None), ~keyed).order_by(r.fact.desc()).limit(1)
    with survey.reading() as conn:
        found: str | None = conn.execute(query).scalar()
    return found


def keyed_so_far(survey: OpenSurvey, serial: str, pass_no: int) -> tuple[KeyedField, ...]:
    """The operator's own answers on one pass of a ballot; empty where the pass is not hers."""
    name = survey.operator.name
    with survey.reading() as conn:
        own = keyings(conn, serial).get(pass_no)
        if own is None or own.operator != name:
            return ()
        return tuple(KeyedField(question, row.answer) for question, row in answers(conn, own.started).items())
