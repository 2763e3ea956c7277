"""Ballots thrown out after they came back, for instance because nobody confirms to have answered (phúc tra)."""

from __future__ import annotations

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.away import refuse_away
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.online_paper import paper_changed
from sipas_desktop.store.workflow.permission import acting, not_now, require
from sipas_desktop.store.workflow.receiving import check_reason, find_printed


def check_void(survey: OpenSurvey, reason: str) -> None:
    """Raises ``Refusal`` for what no ballot at all could be voided with: a wrong role, an unknown reason."""
    require(survey, Verb.VOID)
    check_reason(survey, reason)


def void_ballot(survey: OpenSurvey, typed: str, reason: str) -> None:
    """Throw a ballot out for a ``reason`` of the plan, at any point after it came back. There is no way back.

    Raises ``Refusal`` for an unknown reason, an online answer, and where the ballot is not back, does not count
    already, or is at a station.
    """
    check_reason(survey, reason)
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.VOID) as tx:
        row = find_printed(tx.conn, serial)
        if row.printed_as in NOT_PRINTED:
            raise Refusal("fieldwork.not_a_ballot", serial=serials.show(serial))
        if not is_legal(row.state, Move.VOID) or row.judged is None:
            raise not_now(survey, tx, serial, row.state)
        refuse_away(tx.conn, serial)
        before = ref_of(tx.conn, row.judged)
        tx.append(FactKind.BALLOT_VOIDED, serial, reason=reason, before=row.reason, supersedes=before)
        paper_changed(survey, tx, serial)
