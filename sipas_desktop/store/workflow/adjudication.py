"""Adjudication: a third person decides a discrepancy with the paper in hand."""

from __future__ import annotations

from dataclasses import dataclass

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import accepts
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.ballot_rows import keyers_on, settling_of
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import discrepancies
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
    """Decide what one question of a ballot holds. A value that neither keyer keyed needs a reason.

    An earlier decision is superseded, on a settled ballot too until its batch closes; there with a reason. Raises
    ``Refusal`` where the operator keyed the ballot, the question has no open discrepancy, or the reason is missing.
    """
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    reason = reason.strip()
    with acting(survey, Verb.ADJUDICATE) as tx:
        row = find_printed(tx.conn, serial)
        if tx.operator in keyers_on(tx.conn, serial):
            raise Refusal("adjudication.own_keying", serial=shown)
        form = survey.forms[row.form]
        found = discrepancies(tx.conn, serial, form).find(question)
        if found and found.decision and found.decision.answer == answer:
            return Decided(new=False, settled=False)
        if found is None or not is_legal(row.state, Move.ADJUDICATE):
            raise Refusal("adjudication.no_discrepancy", serial=shown, question=question)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        asked = form.by_code[question]
        if answer.value == SKIPPED:
            raise Refusal("adjudication.skipped", serial=shown, question=asked.number or question)
        if not accepts(asked, answer):
            raise Refusal("keying.not_an_answer", question=asked.number or question, found=answer.value)
        require_known(tx.conn, asked, answer)
        if answer not in (found.a.answer, found.b.answer) and not reason:
            raise Refusal("adjudication.reason", serial=shown, question=question)
        settling = settling_of(tx.conn, serial)
        if settling is not None and not reason:
            raise Refusal("adjudication.correction", serial=shown, question=question)
        tx.append(
            FactKind.ADJUDICATED,
            serial,
            question=question,
            answer=tx.answer(answer),
            a=ref_of(tx.conn, found.a.fact),
            b=ref_of(tx.conn, found.b.fact),
            reason=tx.personal(reason) if reason else None,
            # A second thought supersedes the first decision; two that do not name each other are a conflict.
            supersedes=ref_of(tx.conn, found.decision.fact) if found.decision else None,
            unsettles=None if settling is None else ref_of(tx.conn, settling),
        )
        return Decided(new=True, settled=settle_if_decided(survey, tx, serial))
