"""Keying: each answer is durable before the cursor moves on; the second pass is another person's and sees nothing.

A keying belongs to who started it. Interrupted, it resumes where it stood; completed, its keyer may reopen it until
the batch closes, and the new value is appended beside the old.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import NoResultFound

from sipas_desktop.domain import ballot as b
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.ballot import Move, State
from sipas_desktop.domain.comparison import compare
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form, Kind, Question, accepts
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.skips import Turned, skipped, turned
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.away import away, refuse_of_other_file
from sipas_desktop.store.ballot_rows import BallotRow, KeyingRow, answers, keyings, operators_on, settling_of
from sipas_desktop.store.batch_rows import refuse_claimed
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.rekeyings import askers_on, rekeying_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.catalogues import require_known
from sipas_desktop.store.workflow.confirming import confirmed_keys
from sipas_desktop.store.workflow.permission import acting, parsed, refuse_unless
from sipas_desktop.store.workflow.receiving import find_printed
from sipas_desktop.store.workflow.settling import settle_if_decided

KEY_MOVE = {1: Move.KEY_FIRST, 2: Move.KEY_SECOND, 3: Move.KEY_THIRD}
NOTHING_TURNED: Final = Turned()
REOPEN_MOVE = {1: Move.REOPEN_FIRST, 2: Move.REOPEN_SECOND, 3: Move.REOPEN_THIRD}
START_MOVE = {1: Move.START_FIRST, 2: Move.START_SECOND, 3: Move.START_THIRD}


@dataclass(frozen=True)
class Keying:
    """An open keying. ``questions`` are the ones to key, in the paper's order; ``answers`` what is keyed so far."""

    serial: str
    pass_no: int
    form: str  # sha256
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    batch: str | None
    position: int | None
    started: int
    ref: str


def asked(form: Form, batch_unit: str | None, only: Collection[str] | None = None) -> tuple[Question, ...]:
    """The questions that are keyed: all, less the unit where the batch says it; of those ``only`` what is sent back."""
    if only is not None:
        return tuple(question for question in form.questions if question.code in only)
    return tuple(question for question in form.questions if batch_unit is None or question.kind is not Kind.UNIT)


def start_keying(survey: OpenSurvey, typed: str, pass_no: int) -> Keying:
    """Begin a pass of a ballot, or go on with one's own: 1, 2, or 3 for what is sent back to a third clerk.

    Raises ``Refusal``: not received, not valid, first pass not complete, the pass is somebody else's or complete, the
    operator keyed the other pass or adjudicated the ballot.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.KEY) as tx:
        return _start(survey, tx, serial, pass_no)


def _start(survey: OpenSurvey, tx: Transaction, serial: str, pass_no: int) -> Keying:
    name = tx.operator
    row = find_printed(tx.conn, serial)
    passes = keyings(tx.conn, serial)
    own = passes.get(pass_no)
    if pass_no == 2 and 1 in passes and passes[1].operator == name:
        # Before anything else: whether there is a second keying of her ballot is not her business.
        raise Refusal("keying.own_first", serial=serials.show(serial))
    sent = rekeying_of(tx.conn, serial) if pass_no == 3 else None
    if own is None:
        _refuse_elsewhere(survey, tx.conn, serial, pass_no, name)
        refuse_claimed(tx.conn, row.batch, pass_no, name)
        _refuse_start(tx.conn, row, pass_no, name)
        said = {} if sent is None else {"asked": ref_of(tx.conn, sent.fact)}
        fact = tx.append(FactKind.KEYING_STARTED, serial, **{"pass": pass_no}, **said)
        started, ref = fact.seq, fact.ref
        keyed = {}
    else:
        if pass_no == 3 and own.operator != name and name in operators_on(tx.conn, serial):
            raise Refusal("keying.other_part", serial=serials.show(serial))  # and not that there is a third pass
        _refuse_resume(row, own, name)
        refuse_of_other_file(tx.conn, serial, own.started, survey.about.handout)
        started, ref = own.started, ref_of(tx.conn, own.started)
        keyed = {question: each.answer for question, each in answers(tx.conn, started).items()}
        if _CLAIMED.scalar(tx.conn, serial=serial, pass_no=pass_no) != tx.session_no:
            tx.append(FactKind.KEYING_RESUMED, serial, keying=ref)
    return Keying(
        serial,
        pass_no,
        row.form,
        asked(survey.forms[row.form], row.batch_unit, sent.questions if sent else None),
        keyed,
        row.batch,
        row.position,
        started,
        ref,
    )


_CLAIMED = Statement(
    select(m.claim.c.session_no).where(
        m.claim.c.serial == bindparam("serial"), m.claim.c["pass"] == bindparam("pass_no")
    )
)


def _refuse_elsewhere(survey: OpenSurvey, conn: Connection, serial: str, pass_no: int, name: str) -> None:
    """The pass is handed out, or this is the station and another keys it; who keyed the first keys no second."""
    shown = serials.show(serial)
    gone = away(conn, serial)
    if pass_no in gone:
        if survey.about.handout is not None:
            raise Refusal("handout.elsewhere", serial=shown, number=pass_no)
        row = gone[pass_no]
        raise Refusal("handout.away", serial=shown, station=row.station)
    if pass_no == 2 and 1 in gone and gone[1].keyer == name:
        raise Refusal("keying.own_first", serial=shown)


def _refuse_start(conn: Connection, row: BallotRow, pass_no: int, name: str) -> None:
    shown = serials.show(row.serial)
    if row.state not in b.RETURNED:
        raise Refusal("keying.not_received", serial=shown)
    if row.state not in b.COUNTED:
        raise Refusal("keying.not_valid", serial=shown)
    if row.batch_closed:
        raise Refusal("receive.batch_closed", batch=row.batch)
    if name in operators_on(conn, row.serial):
        raise Refusal("keying.other_part", serial=shown)
    if row.state is State.SINGLE_KEYED and pass_no != 3:
        raise Refusal("keying.once", serial=shown)
    if pass_no == 3 and name in askers_on(conn, row.serial):
        raise Refusal("keying.other_part", serial=shown)  # who sent it back, now or before, has seen the two values
    if not b.is_legal(row.state, START_MOVE[pass_no]):
        raise Refusal("keying.not_sent_back" if pass_no == 3 else "keying.first_not_done", serial=shown)


def _refuse_resume(row: BallotRow, own: KeyingRow, name: str) -> None:
    shown = serials.show(row.serial)
    if own.operator != name:
        raise Refusal("keying.taken" if own.completed is None else "keying.done", serial=shown, number=own.pass_no)
    if own.completed is not None:
        raise Refusal("keying.own_done", serial=shown, number=own.pass_no)
    if not b.is_legal(row.state, KEY_MOVE[own.pass_no]):
        raise Refusal("receive.not_now", serial=shown, state=f"@state.{row.state.value}")


_NOW = Statement(
    select(
        m.keying.c.operator,
        m.keying.c.completed,
        m.ballot.c.state,
        m.claim.c.session_no,
        m.answer.c.fact,
        m.answer.c.value,
        m.operator.c.roles,
        m.keying.c.aside,
    )
    .join(m.ballot, m.ballot.c.serial == m.keying.c.serial)
    .outerjoin(m.claim, (m.claim.c.serial == m.keying.c.serial) & (m.claim.c["pass"] == m.keying.c["pass"]))
    .outerjoin(m.answer, (m.answer.c.keying == m.keying.c.started) & (m.answer.c.question == bindparam("question")))
    .outerjoin(m.operator, m.operator.c.name == m.keying.c.operator)
    .where(m.keying.c.started == bindparam("started"))
    # On a server answers are keyed on many ballots at once; all else that this reads, only who writes alone changes.
    .with_for_update(of=m.keying, key_share=True)
)


def record_answer(survey: OpenSurvey, keying: Keying, question: str, answer: Answer) -> Turned:
    """Make one answer durable. An earlier answer to the same question is superseded, not overwritten; the same one
    once more (a key pressed again because nobody knew whether it was recorded) is recorded already.

    On the way of every keystroke: one small read, one fact, one commit; a second read where the answer may skip other
    questions. Those that it skips, and those that it opens again, come back: the first are answered "skipped" by the
    same fact, the others are not yet keyed. Raises ``Refusal`` where the keying is no longer this session's, its
    operator has lost her role, the question is not asked or skipped, or it may not have ``answer``.
    """
    with survey.writing(together=True) as tx:
        superseded, value = _check_open(tx, keying, question)
        if value == answer.value and answers(tx.conn, keying.started)[question].answer == answer:
            return NOTHING_TURNED
        if answer.value == SKIPPED:  # it follows from other answers: nobody keys it
            raise Refusal("keying.not_an_answer", question=question, found=answer.value)
        new, before = {question: answer}, {question: superseded} if superseded else {}
        form = survey.forms[keying.form]
        if question not in form.gates:
            _append_answers(tx, keying, new, before)
            return NOTHING_TURNED
        rows = answers(tx.conn, keying.started)
        values = {code: row.answer.value for code, row in rows.items()}
        change = turned(form, [each.code for each in keying.questions], values, {question: answer.value})
        new |= dict.fromkeys(change.skipped, Answer(SKIPPED))
        before |= {code: rows[code].fact for code in (*change.skipped, *change.opened) if code in rows}
        _append_answers(tx, keying, new, before)
        return change


def take_back_answer(survey: OpenSurvey, keying: Keying, question: str) -> Turned:
    """Make ``question`` not yet keyed again: its keyer undoes the key that answered it. What it skipped is open again.

    Nothing happens where it is not keyed. Raises ``Refusal`` as ``record_answer`` does.
    """
    with survey.writing(together=True) as tx:
        superseded, _ = _check_open(tx, keying, question)
        if superseded is None:
            return NOTHING_TURNED
        rows = answers(tx.conn, keying.started)
        left = {code: row.answer.value for code, row in rows.items() if code != question}
        change = turned(survey.forms[keying.form], [each.code for each in keying.questions], left, {})
        _append_answers(tx, keying, {}, {question: superseded} | {code: rows[code].fact for code in change.opened})
        return change


def _check_open(tx: Transaction, keying: Keying, question: str) -> tuple[int | None, str | None]:
    """Refuses unless the keying is open and this session's; returns the fact that answered ``question``, and how."""
    now = _NOW.first(tx.conn, started=keying.started, question=question)
    if now is None:
        raise NoResultFound(keying.ref)
    operator, completed, state, session_no, fact, value, roles, aside = now
    shown = serials.show(keying.serial)
    if aside is not None:
        raise Refusal("keying.set_aside", serial=shown, number=keying.pass_no)
    if completed is not None:
        raise Refusal("keying.own_done", serial=shown, number=keying.pass_no)
    if operator != tx.operator or session_no != tx.session_no:
        raise Refusal("keying.moved", serial=shown)
    refuse_unless(Verb.KEY, tx.operator, parsed(roles))
    if not b.is_legal(State(state), KEY_MOVE[keying.pass_no]):
        raise Refusal("receive.not_now", serial=shown, state=f"@state.{state}")
    if all(each.code != question for each in keying.questions):
        raise Refusal("keying.not_asked", question=question)
    if value == SKIPPED:
        raise Refusal("keying.skipped", serial=shown, question=question)
    return fact, value


def _append_answers(tx: Transaction, keying: Keying, new: Mapping[str, Answer], superseded: Mapping[str, int]) -> None:
    by_code = {question.code: question for question in keying.questions}
    for question, answer in new.items():
        if answer.value == SKIPPED:
            continue  # it follows from other answers, which are looked at as a whole
        if not accepts(by_code[question], answer):
            raise Refusal("keying.not_an_answer", question=by_code[question].number or question, found=answer.value)
        require_known(tx.conn, by_code[question], answer)
    tx.append(
        FactKind.ANSWERS_KEYED,
        keying.serial,
        keying=keying.ref,
        answers={question: tx.answer(answer) for question, answer in new.items()},
        supersedes={question: ref_of(tx.conn, fact) for question, fact in superseded.items()},
    )


def complete_keying(survey: OpenSurvey, keying: Keying, confirmed: Collection[str] | None = None) -> None:
    """Close the pass. When both passes are complete they are compared, and a ballot without discrepancy is settled.

    ``confirmed``: keys of what is unusual about the ballot (``domain.unusual``) and was looked at again; None where
    nobody can be asked. Of a third keying nothing is asked: it has a few fields, and what is unusual is a ballot's. The
    caller learns nothing of the comparison. Raises ``Refusal`` naming the questions that are
    not keyed yet, ``Unconfirmed`` for the first unusual thing that is not among ``confirmed``.
    """
    with acting(survey, Verb.KEY) as tx:
        _check_open(tx, keying, keying.questions[0].code)
        _complete(survey, tx, keying, confirmed)


def _complete(survey: OpenSurvey, tx: Transaction, keying: Keying, confirmed: Collection[str] | None = None) -> None:
    keyed = answers(tx.conn, keying.started)
    missing = [question.number or question.label for question in keying.questions if question.code not in keyed]
    if missing:
        raise Refusal("keying.incomplete", serial=serials.show(keying.serial), questions=", ".join(missing))
    said: dict[str, Any] = {"keying": keying.ref}
    if confirmed is not None and keying.pass_no != 3:
        form = survey.forms[keying.form]
        if found := confirmed_keys(survey, tx, keying.serial, form, keying.started, keyed, confirmed):
            said["unusual"] = found
    tx.append(FactKind.KEYING_COMPLETED, keying.serial, **said)
    settle_if_decided(survey, tx, keying.serial)


def reopen_keying(survey: OpenSurvey, typed: str, pass_no: int) -> Keying:
    """Open one's own completed pass again, until the batch closes: its keyer saw her mistake.

    What was settled on the old answers is unsettled. Raises ``Refusal`` where the pass is not hers or not complete.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.KEY) as tx:
        row = find_printed(tx.conn, serial)
        own = keyings(tx.conn, serial).get(pass_no)
        shown = serials.show(serial)
        if own is None or own.operator != tx.operator or own.completed is None:
            raise Refusal("keying.not_yours", serial=shown, number=pass_no)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        refuse_of_other_file(tx.conn, serial, own.started, survey.about.handout)
        if not b.is_legal(row.state, REOPEN_MOVE[pass_no]):
            raise Refusal("receive.not_now", serial=shown, state=f"@state.{row.state.value}")
        supersedes = ref_of(tx.conn, own.completed)
        keying = ref_of(tx.conn, own.started)
        settled = settling_of(tx.conn, serial)
        unsettles = None if settled is None else ref_of(tx.conn, settled)
        tx.append(FactKind.KEYING_REOPENED, serial, keying=keying, supersedes=supersedes, unsettles=unsettles)
        return _start(survey, tx, serial, pass_no)


def key_ballot(survey: OpenSurvey, typed: str, pass_no: int, keyed: Mapping[str, Answer]) -> bool:
    """Key one whole pass at once, from a file keyed elsewhere; False where the same operator did just that before.

    Raises ``Refusal`` as the single steps do, and where the file's values differ from the ones already keyed.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.KEY) as tx:
        row = find_printed(tx.conn, serial)
        given = _without_given(survey.forms[row.form], row, keyed)
        if pass_no == 3:  # of a whole ballot only what is sent back
            sent = rekeying_of(tx.conn, serial)
            given = {code: answer for code, answer in given.items() if sent and code in sent.questions}
        own = keyings(tx.conn, serial).get(pass_no)
        if own is not None and own.completed is not None and own.operator == tx.operator:
            before = {question: each.answer for question, each in answers(tx.conn, own.started).items()}
            if before.keys() == given.keys() and not compare(before, given):
                return False
            raise Refusal("keying.other_values", serial=serials.show(serial), number=pass_no)
        keying = _start(survey, tx, serial, pass_no)
        before_facts = {question: each.fact for question, each in answers(tx.conn, keying.started).items()}
        _check_skips(survey.forms[row.form], keying, given)
        superseded = {question: fact for question, fact in before_facts.items() if question in given}
        _append_answers(tx, keying, given, superseded)
        _complete(survey, tx, keying)
    return True


def _check_skips(form: Form, keying: Keying, given: Mapping[str, Answer]) -> None:
    """Raises ``Refusal`` unless just those questions are given as skipped that the other answers lead past."""
    due = skipped(form, {code: answer.value for code, answer in given.items() if answer.value != SKIPPED})
    for question in keying.questions:
        if question.code in given and (given[question.code].value == SKIPPED) != (question.code in due):
            name = question.number or question.code
            raise Refusal("keying.skip_mismatch", serial=serials.show(keying.serial), question=name)


def _without_given(form: Form, row: BallotRow, keyed: Mapping[str, Answer]) -> dict[str, Answer]:
    """``keyed`` without the unit where the batch says it. Raises ``Refusal`` where the two contradict each other."""
    codes = {question.code for question in asked(form, row.batch_unit)}
    for question, answer in keyed.items():
        if question not in codes and answer.value != row.batch_unit:
            raise Refusal("keying.batch_says", batch=row.batch, unit=row.batch_unit, found=answer.value)
    return {question: answer for question, answer in keyed.items() if question in codes}
