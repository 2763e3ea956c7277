"""Returned paper: received by serial, into a batch, valid or not, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import IN_FIGURES, RETURNED, Move, State, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.away import refuse_away
from sipas_desktop.store.ballot_rows import BallotRow, find_ballot
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.field_steps import state_by_steps
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.online_paper import paper_changed
from sipas_desktop.store.workflow.permission import acting, not_now, require


@dataclass(frozen=True)
class Received:
    """A ballot that was received just now."""

    serial: str
    batch: str | None
    position: int | None  # place in the batch, from 1
    reason: str | None  # why it is not valid
    photocopy: bool  # it came back on somebody else's print, under a label
    new: bool = True  # False where the same operator had received it in just this way before


_CLOSED = select(m.batch.c.closed).where(m.batch.c.code == bindparam("batch"))
_LAST_PLACE = select(func.max(m.ballot.c.position)).where(m.ballot.c.batch == bindparam("batch"))


def receive(
    survey: OpenSurvey,
    typed: str,
    *,
    channel: str | None = None,
    batch: str | None = None,
    reason: str | None = None,
    again: bool = False,
) -> Received:
    """Register one returned ballot. Without ``channel`` it came by the plan's first one.

    With ``again`` (a list that is worked through once more) the operator's own earlier receipt is no fault.

    A batch that is not there yet is opened. Raises ``Refusal``: wrong length or check digit, a serial of another
    survey, a serial never printed, already received (with the next free label for a photocopy), unknown channel or
    reason, closed batch.
    """
    channel = check_receipt(survey, channel, batch, reason)
    batch = None if batch is None else batch_code(survey, batch)
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.RECEIVE) as tx:
        row = find_printed(tx.conn, serial)
        if row.state in RETURNED:
            if again and _is_own(tx, row, channel, batch, reason):
                return Received(serial, row.batch, row.position, reason, row.photocopy, new=False)
            label = next_label(tx.conn)
            if label is None:
                raise Refusal("receive.already", serial=serials.show(serial))
            raise Refusal("receive.already_label", serial=serials.show(serial), label=serials.show(label))
        if not is_legal(row.state, Move.RECEIVE):
            raise not_now(survey, tx, serial, row.state)
        if survey.about.handout is None:
            refuse_away(tx.conn, serial)
        position = _place(survey, tx, batch) if batch else None
        photocopy = row.printed_as == "labels"
        said: dict[str, Any] = {"channel": channel, "batch": batch, "position": position, "reason": reason}
        tx.append(FactKind.BALLOT_RECEIVED, serial, photocopy=photocopy, before=row.state.value, **said)
        paper_changed(survey, tx, serial)
    return Received(serial, batch, position, reason, photocopy)


def check_receipt(survey: OpenSurvey, channel: str | None, batch: str | None, reason: str | None) -> str:
    """The channel to record. Raises ``Refusal`` for what no ballot at all could be received with."""
    require(survey, Verb.RECEIVE)
    plan = survey.plan
    channel = channel or plan.channels[0].code
    if plan.channel(channel) is None:
        raise Refusal("plan.unknown_channel", found=channel, expected=" ".join(each.code for each in plan.channels))
    check_reason(survey, reason)
    if batch is not None:
        batch = batch_code(survey, batch)
        with survey.reading() as conn:
            if conn.execute(_CLOSED, {"batch": batch}).scalar():
                raise Refusal("receive.batch_closed", batch=batch)
    return channel


_OF_STATION = re.compile(r"T[0-9]+-")


def batch_code(survey: OpenSurvey, code: str) -> str:
    """The code of a batch as this file writes it: a station puts its number before those that it opens itself.

    So the batches of two stations never share a code. Raises ``Refusal`` for an empty code, and in the office for one
    that looks like a station's.
    """
    code = normalise(code)
    if not code:
        raise Refusal("receive.batch_exists", batch=code)
    if survey.about.station is None:
        return code
    prefix = f"T{survey.about.station}-"
    return code if code.startswith(prefix) else prefix + code


def _is_own(tx: Transaction, row: BallotRow, channel: str, batch: str | None, reason: str | None) -> bool:
    """Whether this operator received the ballot before, with the same particulars."""
    receipt = tx.fact(row.received)
    if receipt.kind != FactKind.BALLOT_RECEIVED:
        return False  # at a station: the office received it
    opened_by = (
        select(m.opening.c.operator)
        .join(m.fact, m.fact.c.session_no == m.opening.c.session_no)
        .where(m.fact.c.seq == row.received)
    )
    said = receipt.said
    same = (said["channel"], said["batch"], said["reason"]) == (channel, batch, reason)
    return same and tx.conn.execute(opened_by).scalar() == tx.operator


def find_printed(conn: Connection, serial: str) -> BallotRow:
    """The ballot with this serial. Raises ``Refusal`` where the survey never printed it."""
    row = find_ballot(conn, serial)
    if row is None:
        raise Refusal("receive.unknown", serial=serials.show(serial))
    return row


def next_label(conn: Connection) -> str | None:
    """The first printed label that is not stuck on a ballot yet."""
    query = (
        select(func.min(m.ballot.c.serial))
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .where(m.print_run.c.purpose == "labels", m.print_run.c.published.is_not(None))
        .where(m.ballot.c.state == State.STOCK.value)
    )
    return conn.execute(query).scalar()


def _place(survey: OpenSurvey, tx: Transaction, batch: str) -> int:
    closed = tx.conn.execute(_CLOSED, {"batch": batch}).scalar()
    if closed:
        raise Refusal("receive.batch_closed", batch=batch)
    if closed is None:
        if survey.about.station is None and _OF_STATION.match(batch):
            raise Refusal("handout.batch_of_station", batch=batch)
        tx.append(FactKind.BATCH_OPENED, batch=batch, unit=None)
    last = tx.conn.execute(_LAST_PLACE, {"batch": batch}).scalar()
    return (last or 0) + 1


def check_reason(survey: OpenSurvey, reason: str | None) -> None:
    """Raises ``Refusal`` for a reason that the plan does not have; None is none."""
    if reason is not None and survey.plan.reason(reason) is None:
        known = " ".join(each.code for each in survey.plan.reasons)
        raise Refusal("plan.unknown_reason", found=reason, expected=known)


def withdraw_receipt(survey: OpenSurvey, typed: str) -> None:
    """Take back the receipt of a ballot that nobody has keyed on yet: it is where it was before."""
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.RECEIVE) as tx:
        row = find_printed(tx.conn, serial)
        if not is_legal(row.state, Move.WITHDRAW_RECEIPT):
            raise not_now(survey, tx, serial, row.state)
        _refuse_closed(row)
        receipt = tx.fact(row.received)
        if receipt.kind != FactKind.BALLOT_RECEIVED:
            raise Refusal("handout.received_there", serial=serials.show(serial))
        if survey.about.handout is None:
            refuse_away(tx.conn, serial)
        state = state_by_steps(tx.conn, serial).value
        tx.append(FactKind.RECEIPT_WITHDRAWN, serial, supersedes=receipt.ref, state=state)
        paper_changed(survey, tx, serial)


def set_validity(survey: OpenSurvey, typed: str, reason: str | None) -> None:
    """Say that a received ballot is not valid, and why; or, with None, that it is valid after all."""
    check_reason(survey, reason)
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.RECEIVE) as tx:
        row = find_printed(tx.conn, serial)
        if not is_legal(row.state, Move.SET_VALIDITY):
            raise not_now(survey, tx, serial, row.state)
        _refuse_closed(row)
        if survey.about.handout is None:
            refuse_away(tx.conn, serial)
        supersedes = tx.fact(row.judged).ref
        tx.append(FactKind.VALIDITY_SET, serial, reason=reason, before=row.reason, supersedes=supersedes)
        paper_changed(survey, tx, serial)


def _refuse_closed(row: BallotRow) -> None:
    if row.batch_closed:
        raise Refusal("receive.batch_closed", batch=row.batch)


def open_batch(survey: OpenSurvey, code: str, unit: str | None = None) -> None:
    """Open a batch (lô). With ``unit`` all its ballots are of that unit, which is then not keyed.

    Raises ``Refusal`` where the code is empty or taken, or the unit is not in the catalogue.
    """
    code = batch_code(survey, code)
    with acting(survey, Verb.RECEIVE) as tx:
        known = tx.conn.execute(select(m.batch.c.code).where(m.batch.c.code == code)).first()
        if survey.about.station is None and _OF_STATION.match(code):
            raise Refusal("handout.batch_of_station", batch=code)
        if known:
            raise Refusal("receive.batch_exists", batch=code)
        c = m.catalogue.c
        if unit and not tx.conn.execute(select(c.code).where(c.kind == "unit", c.code == unit)).first():
            raise Refusal("catalogues.unknown_unit", found=unit)
        tx.append(FactKind.BATCH_OPENED, batch=code, unit=unit)


def close_batch(survey: OpenSurvey, code: str) -> None:
    """Close a batch: nothing more is received into it, and its keyings are not reopened by their keyers.

    Raises ``Refusal`` while any of its ballots is not settled.
    """
    code = normalise(code)
    with acting(survey, Verb.CLOSE_BATCH) as tx:
        held = tx.conn.execute(select(m.batch.c.closed, m.batch.c.fact).where(m.batch.c.code == code)).first()
        if held is None:
            raise Refusal("receive.no_batch", batch=code)
        if held.closed:
            raise Refusal("receive.batch_closed", batch=code)
        finished = [state.value for state in (*IN_FIGURES, State.INVALID, State.VOIDED)]
        waiting = select(func.count()).where(m.ballot.c.batch == code, m.ballot.c.state.not_in(finished))
        if left := tx.conn.execute(waiting).scalar():
            raise Refusal("receive.batch_unfinished", batch=code, left=left)
        tx.append(FactKind.BATCH_CLOSED, batch=code, supersedes=ref_of(tx.conn, held.fact))
