"""Sending a ballot back: a third clerk keys the fields that differ, and nothing else of it.

Who decides that is neither keyer of the ballot. The clerk who takes it up sees none of the two values; she has no
other part in the ballot, before or after.
"""

from __future__ import annotations

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.ballot_rows import keyers_on, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import discrepancies
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.rekeyings import rekeying_of
from sipas_desktop.store.workflow.permission import acting
from sipas_desktop.store.workflow.receiving import find_printed

THIRD = 3  # the number of the pass


def ask_rekeying(survey: OpenSurvey, typed: str) -> tuple[str, ...]:
    """Send the ballot's open discrepancies back to a third clerk; returns the codes of the questions.

    Raises ``Refusal`` where the operator keyed the ballot herself, nothing differs, a third clerk keyed it already, or
    its batch is closed.
    """
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    with acting(survey, Verb.ASK_REKEYING) as tx:
        row = find_printed(tx.conn, serial)
        if tx.operator in keyers_on(tx.conn, serial):
            raise Refusal("rekeying.own_keying", serial=shown)
        if not is_legal(row.state, Move.ASK_REKEYING):
            asked = rekeying_of(tx.conn, serial) is not None and is_legal(row.state, Move.WITHDRAW_REKEYING)
            raise Refusal("rekeying.asked" if asked else "rekeying.no_discrepancy", serial=shown)
        if row.batch_closed:
            raise Refusal("receive.batch_closed", batch=row.batch)
        if THIRD in keyings(tx.conn, serial):
            raise Refusal("rekeying.done", serial=shown)
        form = survey.forms[row.form]
        questions = [each.question for each in discrepancies(tx.conn, serial, form, survey.plan.keying.third).open]
        tx.append(FactKind.REKEYING_ASKED, serial, questions=questions)
        return tuple(questions)


def withdraw_rekeying(survey: OpenSurvey, typed: str) -> None:
    """Take back that the ballot is keyed by a third clerk. Raises ``Refusal`` where that is not asked, or has begun."""
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    with acting(survey, Verb.ASK_REKEYING) as tx:
        row = find_printed(tx.conn, serial)
        if tx.operator in keyers_on(tx.conn, serial):
            raise Refusal("rekeying.own_keying", serial=shown)
        asked = rekeying_of(tx.conn, serial)
        if asked is None or not is_legal(row.state, Move.WITHDRAW_REKEYING):
            begun = asked is not None and is_legal(row.state, Move.KEY_THIRD)
            raise Refusal("rekeying.begun" if begun else "rekeying.not_asked", serial=shown)
        tx.append(FactKind.REKEYING_WITHDRAWN, serial, supersedes=ref_of(tx.conn, asked.fact))
