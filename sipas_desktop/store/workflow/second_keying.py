"""Demanding the second keying of ballots that one keying had settled: of one, of a batch, of one operator's."""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, false, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, State, is_legal
from sipas_desktop.domain.fact import FactKind, day_start
from sipas_desktop.domain.keying_sample import SEED_BYTES
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import keyers_on, settling_of
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_sampled_keying import seed_of
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS
from sipas_desktop.store.workflow.permission import acting, not_now, require
from sipas_desktop.store.workflow.receiving import find_printed

AT_ONCE: Final = 50  # ballots in one transaction: some 20 ms


@dataclass(frozen=True)
class Demanded:
    """``ballots`` wait for their second keying now; ``closed`` are in closed batches, in which nothing is keyed."""

    ballots: tuple[str, ...]  # serials
    closed: int


def mint_seed(survey: OpenSurvey, tx: Transaction) -> None:
    """Record the seed of the draw, before the first ballots of a sampled form are printed.

    A survey whose seed was lost gets no other one: what was drawn by the first would be told by comparing.
    """
    rule = survey.plan.keying
    if not rule.samples or seed_of(tx.conn) is not None:
        return
    printed = (
        select(m.form.c.code)
        .join(m.print_run, m.print_run.c.form == m.form.c.sha256)
        .where(m.print_run.c.published.is_not(None), m.print_run.c.purpose.not_in(NOT_PRINTED))
        .distinct()
    )
    if not any(rule.is_sampled(code) for code in tx.conn.execute(printed).scalars()):
        tx.append(FactKind.KEYING_SEEDED, seed=secrets.token_hex(SEED_BYTES))


def demand_second(survey: OpenSurvey, typed: str) -> Demanded:
    """Have one ballot keyed a second time that one keying had settled. Until it is, nothing of it is settled.

    Raises ``Refusal`` where it is in another state, its batch is closed, or the operator keyed it: whether one keying
    was enough is not her business then.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.DEMAND_SECOND) as tx:
        row = find_printed(tx.conn, serial)
        if tx.operator in keyers_on(tx.conn, serial):
            raise Refusal("keying.other_part", serial=serials.show(serial))
        if not is_legal(row.state, Move.DEMAND_SECOND):
            raise not_now(survey, tx, serial, row.state)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        _demand(tx, [serial])
    return Demanded((serial,), 0)


def demand_second_of_batch(survey: OpenSurvey, code: str) -> Demanded:
    """Likewise all such ballots of a batch but those that the operator keyed.

    Raises ``Refusal`` for an unknown batch and a closed one.
    """
    code = normalise(code)
    require(survey, Verb.DEMAND_SECOND)
    with survey.reading() as conn:
        closed = conn.execute(select(m.batch.c.closed).where(m.batch.c.code == code)).scalar()
    if closed is None:
        raise Refusal("receive.no_batch", batch=code)
    if closed:
        raise Refusal("receive.batch_closed", batch=code)
    return _demand_all(survey, m.ballot.c.batch == code)


def demand_second_of_operator(survey: OpenSurvey, name: str, since: datetime.date) -> Demanded:
    """Likewise all such ballots whose keying ``name`` ended on the day ``since`` (in Vietnam) or later.

    Those of closed batches are counted and left. Raises ``Refusal`` for somebody who never had an account, and for who
    asks it of her own.
    """
    name = normalise(name)
    if require(survey, Verb.DEMAND_SECOND).name == name:
        raise Refusal("keying.own_demand")
    with survey.reading() as conn:
        known = conn.execute(select(m.keying.c.operator).where(m.keying.c.operator == name)).first()
    if known is None:
        raise Refusal("operators.not_listed", name=name)
    return _demand_all(survey, (m.keying.c.operator == name) & (m.fact.c.at >= day_start(since)))


def _demand_all(survey: OpenSurvey, which: ColumnElement[bool]) -> Demanded:
    """A few ballots in each transaction, so that nobody who keys meanwhile waits. Broken off, it is done again."""
    demanded: list[str] = []
    while True:
        with acting(survey, Verb.DEMAND_SECOND) as tx:
            others = which & (m.keying.c.operator != tx.operator)
            found = _single(tx.conn, others, closed=False)[:AT_ONCE]
            _demand(tx, found)
            closed = 0 if found else len(_single(tx.conn, others, closed=True))
        if not found:
            return Demanded(tuple(demanded), closed)
        demanded += found
        time.sleep(PAUSE_SECONDS)


def _single(conn: Connection, which: ColumnElement[bool], *, closed: bool) -> list[str]:
    """The single-keyed ballots that ``which`` chooses, by serial, of ``closed`` batches or of all others."""
    bal, k = m.ballot.c, m.keying.c
    query = (
        select(bal.serial)
        .join(m.keying, (k.serial == bal.serial) & k.aside.is_(None))
        .join(m.fact, m.fact.c.seq == k.completed)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(bal.state == State.SINGLE_KEYED.value, func.coalesce(m.batch.c.closed, false()).is_(closed), which)
        .order_by(bal.serial)
    )
    return list(conn.execute(query).scalars())


def _demand(tx: Transaction, ballots: Sequence[str]) -> None:
    for serial in ballots:
        settling = settling_of(tx.conn, serial)
        assert settling is not None
        tx.append(FactKind.SECOND_DEMANDED, serial, unsettles=ref_of(tx.conn, settling))
