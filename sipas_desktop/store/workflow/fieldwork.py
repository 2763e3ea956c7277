"""Ballots on their way: issued to interviewers, outcomes of visits, mistakes taken back; ballots spoiled in store."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind, day_of
from sipas_desktop.domain.fieldwork import ISSUED, MOVE_OF, SPOILED, Outcome
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.away import refuse_away
from sipas_desktop.store.ballot_rows import BallotRow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.field_steps import StepRow, standing_step
from sipas_desktop.store.on_post import MAILED
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.interviewers import find_interviewer
from sipas_desktop.store.workflow.permission import acting, not_now, require
from sipas_desktop.store.workflow.receiving import find_printed

MOST_LETTERS: Final = 500  # of the reason why a ballot is spoiled


@dataclass(frozen=True)
class Stepped:
    """What was said of a ballot; ``new`` is False where just that had been said before.

    ``concerns``: the interviewers whose counts it changes, "" for nobody in particular.
    """

    serial: str
    step: str  # issued | an outcome
    interviewer: str | None
    day: datetime.date
    new: bool = True
    concerns: frozenset[str] = frozenset()


def issue(
    survey: OpenSurvey,
    typed: str,
    interviewer: str | None = None,
    day: datetime.date | None = None,
    channel: str | None = None,
) -> Stepped:
    """Issue a ballot on ``day`` (None: today in Vietnam) to an interviewer.

    With ``channel``, a code of the plan, it goes by that one, as by mail, and to nobody. Without either a linked ballot
    goes to whoever its member is assigned to; any other to nobody in particular, as at a desk. Raises ``Refusal``: no
    such ballot, interviewer or channel, a label, not in a state to be issued, a day to come, at a station.
    """
    if channel is not None:
        _check_channel(survey, channel)
    return _step(survey, typed, ISSUED, interviewer, day, channel)


def set_outcome(
    survey: OpenSurvey, typed: str, outcome: str, interviewer: str | None = None, day: datetime.date | None = None
) -> Stepped:
    """Say what came of a visit on ``day`` with the ballot: each visit at which nobody was met is said once.

    Without ``interviewer`` it was whoever the ballot was issued to. Raises ``Refusal`` as ``issue``, and for an unknown
    outcome.
    """
    if outcome not in set(Outcome):
        raise Refusal("fieldwork.unknown_outcome", found=outcome, expected=" ".join(Outcome))
    return _step(survey, typed, outcome, interviewer, day)


def check_step(
    survey: OpenSurvey,
    interviewer: str | None,
    outcome: str | None,
    day: datetime.date | None,
    channel: str | None = None,
) -> None:
    """Raises ``Refusal`` for what could be said of no ballot: a wrong role, interviewer, outcome, day, channel."""
    require(survey, Verb.ISSUE)
    not_to_come(day)
    if channel is not None:
        _check_channel(survey, channel)
    if outcome is not None and outcome not in set(Outcome):
        raise Refusal("fieldwork.unknown_outcome", found=outcome, expected=" ".join(Outcome))
    if interviewer is not None:
        with survey.reading() as conn:
            find_interviewer(conn, interviewer)


def _check_channel(survey: OpenSurvey, channel: str) -> None:
    """Raises ``Refusal`` for what is no channel of the plan by which paper goes."""
    known = [each.code for each in survey.plan.channels if each.paper]
    if channel not in known:
        raise Refusal("plan.unknown_channel", found=channel, expected=" ".join(known))


def _step(
    survey: OpenSurvey,
    typed: str,
    step: str,
    interviewer: str | None,
    day: datetime.date | None,
    channel: str | None = None,
) -> Stepped:
    serial = serials.read(typed, survey.about.number)
    day = not_to_come(day)
    with acting(survey, Verb.ISSUE) as tx:
        row = _paper(tx.conn, serial)
        code = None if interviewer is None else find_interviewer(tx.conn, interviewer)
        last = standing_step(tx.conn, serial)
        if code is None and channel is None:
            code = assigned_to(tx.conn, serial) if step == ISSUED or last is None else last.interviewer
        concerns = frozenset({code or "", *_concerned(tx.conn, serial, last)})
        said_last = last is not None and (last.step, last.interviewer, last.day) == (step, code, day.isoformat())
        said_last = said_last and (step != ISSUED or MAILED.scalar(tx.conn, serial=serial) == channel)
        if said_last and row.received is None:
            return Stepped(serial, step, code, day, new=False, concerns=concerns)
        if not is_legal(row.state, MOVE_OF[step]):
            raise not_now(survey, tx, serial, row.state)
        if survey.about.handout is None:
            refuse_away(tx.conn, serial)
        said = {"interviewer": code, "day": day.isoformat(), "supersedes": _ref(tx, last)}
        if step == ISSUED:
            tx.append(FactKind.BALLOT_ISSUED, serial, **said, **({} if channel is None else {"channel": channel}))
        else:
            tx.append(FactKind.OUTCOME_SET, serial, outcome=step, **said)
    return Stepped(serial, step, code, day, concerns=concerns)


def withdraw_step(survey: OpenSurvey, typed: str) -> Stepped:
    """Take back the last step of a ballot, which was a mistake: it is where it was before. Returns that step.

    Raises ``Refusal`` where there is none, the ballot is back, or the step was said in another file.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.ISSUE) as tx:
        row = _paper(tx.conn, serial)
        last = standing_step(tx.conn, serial)
        if last is None or not is_legal(row.state, Move.WITHDRAW_STEP):
            raise not_now(survey, tx, serial, row.state)
        if survey.about.handout is None:
            refuse_away(tx.conn, serial)
        if tx.fact(last.fact).kind == FactKind.HANDED_OUT:
            raise Refusal("handout.received_there", serial=serials.show(serial))
        tx.append(FactKind.STEP_WITHDRAWN, serial, supersedes=ref_of(tx.conn, last.fact))
        now = standing_step(tx.conn, serial)
        concerns = frozenset({*_concerned(tx.conn, serial, last), *_concerned(tx.conn, serial, now)})
    day = datetime.date.fromisoformat(last.day)
    return Stepped(serial, last.step, last.interviewer, day, concerns=concerns)


def _concerned(conn: Connection, serial: str, last: StepRow | None) -> set[str]:
    """Who has the ballot by its ``last`` step, and whose member it is linked to."""
    found = set() if last is None else {last.interviewer or ""}
    assigned = assigned_to(conn, serial)
    return found if assigned is None else {*found, assigned}


def spoil(survey: OpenSurvey, typed: str, reason: str = "") -> None:
    """Say that a ballot is spoiled, in print or store: it never leaves the cupboard. There is no way back.

    Raises ``Refusal`` where it is not in stock, for a label, and for a reason that is too long.
    """
    reason = " ".join(reason.split())
    if len(reason) > MOST_LETTERS:
        raise Refusal("fieldwork.long_reason", most=MOST_LETTERS, found=len(reason))
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        row = _paper(tx.conn, serial)
        if not is_legal(row.state, MOVE_OF[SPOILED]):
            raise not_now(survey, tx, serial, row.state)
        refuse_away(tx.conn, serial)
        tx.append(FactKind.BALLOT_SPOILED, serial, reason=tx.personal(reason) if reason else None)


_ASSIGNED = Statement(
    select(m.assignment.c.interviewer)
    .join(m.link, m.link.c.member == m.assignment.c.member)
    .where(m.link.c.serial == bindparam("serial"))
)


_KEPT = Statement(select(m.unlinked.c.interviewer).where(m.unlinked.c.serial == bindparam("serial")))


def assigned_to(conn: Connection, serial: str) -> str | None:
    """Who is to bring the ballot to the member that it is, or was, linked to; None where nobody is."""
    code: str | None = _ASSIGNED.scalar(conn, serial=serial) or _KEPT.scalar(conn, serial=serial)
    return code


def _paper(conn: Connection, serial: str) -> BallotRow:
    row = find_printed(conn, serial)
    if row.printed_as != "ballots":
        raise Refusal("fieldwork.not_a_ballot", serial=serials.show(serial))
    return row


def not_to_come(day: datetime.date | None) -> datetime.date:
    """``day``, else today in Vietnam. Raises ``Refusal`` for a day that is still to come."""
    today = datetime.date.fromisoformat(day_of(datetime.datetime.now(datetime.UTC).isoformat()))
    if day is not None and day > today:
        raise Refusal("fieldwork.to_come", found=day.isoformat(), today=today.isoformat())
    return day or today


def _ref(tx: Transaction, step: StepRow | None) -> str | None:
    return None if step is None else ref_of(tx.conn, step.fact)
