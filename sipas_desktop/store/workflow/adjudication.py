"""Adjudication: a third person decides a discrepancy with the paper in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import accepts
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.spelling import SPELLING, spelled_alike, taken_spelling
from sipas_desktop.errors import Refusal
from sipas_desktop.store.ballot_rows import BallotRow, Difference, keyers_on, settling_of
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import discrepancies
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.catalogues import require_known
from sipas_desktop.store.workflow.permission import acting
from sipas_desktop.store.workflow.receiving import find_printed
from sipas_desktop.store.workflow.settling import settle_if_decided


@dataclass(frozen=True)
class Decided:
    """What a decision did: ``new`` is False where it had been made before; ``settled`` when it was the last one."""

    new: bool
    settled: bool


def adjudicate(survey: OpenSurvey, typed: str, question: str, answer: Answer, reason: str = "") -> Decided:
    """Decide what one question of a ballot holds. A value that nobody keyed needs a reason.

    An earlier decision is superseded, on a settled ballot too until its batch closes; there with a reason. Raises
    ``Refusal`` where the operator keyed the ballot, the question has no open discrepancy, or the reason is missing.
    """
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    reason = reason.strip()
    with acting(survey, Verb.ADJUDICATE) as tx:
        row, found = _difference(survey, tx, serial, question)
        if found and found.decision and found.decision.answer == answer:
            return Decided(new=False, settled=False)
        if found is None or not is_legal(row.state, Move.ADJUDICATE):
            raise Refusal("adjudication.no_discrepancy", serial=shown, question=question)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        asked = survey.forms[row.form].by_code[question]
        if answer.value == SKIPPED:
            raise Refusal("adjudication.skipped", serial=shown, question=asked.number or question)
        if not accepts(asked, answer):
            raise Refusal("keying.not_an_answer", question=asked.number or question, found=answer.value)
        require_known(tx.conn, asked, answer)
        keyed = [each.answer for each in (found.a, found.b, found.third) if each is not None]
        if answer not in keyed and not reason:
            raise Refusal("adjudication.reason", serial=shown, question=question)
        if settling_of(tx.conn, serial) is not None and not reason:
            raise Refusal("adjudication.correction", serial=shown, question=question)
        _append(tx, serial, found, answer, reason=tx.personal(reason) if reason else None)
        return Decided(new=True, settled=settle_if_decided(survey, tx, serial))


def adjudicate_spelling(survey: OpenSurvey, typed: str, question: str) -> Decided:
    """Decide that two keyings which differ only in how words are spelled say the same (``domain.spelling``).

    Which of the two spellings is taken follows from a rule; no reason is needed, since the fact names the group. Raises
    ``Refusal`` as ``adjudicate``, and where the two differ in more, or were decided otherwise.
    """
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    with acting(survey, Verb.ADJUDICATE) as tx:
        row, found = _difference(survey, tx, serial, question)
        if found is None or not spelled_alike(found.a.answer, found.b.answer):
            raise Refusal("adjudication.no_spelling", serial=shown, question=question)
        answer = taken_spelling(found.a.answer, found.b.answer)
        if found.decision and found.decision.answer == answer:
            return Decided(new=False, settled=False)
        if found.decision or not is_legal(row.state, Move.ADJUDICATE):
            raise Refusal("adjudication.no_discrepancy", serial=shown, question=question)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        _append(tx, serial, found, answer, reason=None, group=SPELLING)
        return Decided(new=True, settled=settle_if_decided(survey, tx, serial))


def _difference(survey: OpenSurvey, tx: Transaction, serial: str, question: str) -> tuple[BallotRow, Difference | None]:
    row = find_printed(tx.conn, serial)
    if tx.operator in keyers_on(tx.conn, serial):
        raise Refusal("adjudication.own_keying", serial=serials.show(serial))
    return row, discrepancies(tx.conn, serial, survey.forms[row.form], survey.plan.keying.third).find(question)


def _append(tx: Transaction, serial: str, found: Difference, answer: Answer, **said: Any) -> None:
    settling = settling_of(tx.conn, serial)
    before = None if found.by_third else found.decision  # a third keying is no decision that could be superseded
    tx.append(
        FactKind.ADJUDICATED,
        serial,
        question=found.question,
        answer=tx.answer(answer),
        a=ref_of(tx.conn, found.a.fact),
        b=ref_of(tx.conn, found.b.fact),
        # A second thought supersedes the first decision; two that do not name each other are a conflict.
        supersedes=ref_of(tx.conn, before.fact) if before else None,
        unsettles=None if settling is None else ref_of(tx.conn, settling),
        **said,
    )
