"""Settling what two stations say against each other: a person who had no part in it says what counts."""

from __future__ import annotations

from collections.abc import Collection

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.conflict import conflicts_among
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.ballot_rows import find_ballot, operators_on
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_merge import deeds
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.online_paper import paper_changed
from sipas_desktop.store.workflow.permission import acting, not_now
from sipas_desktop.store.workflow.receiving import find_printed
from sipas_desktop.store.workflow.settling import settle_if_decided


def settle_conflict(survey: OpenSurvey, typed: str, keep: Collection[str]) -> bool:
    """Say that of all that was done to the ballot the facts ``keep`` (session:n) count; the others are set aside.

    A pass of which nothing is kept is keyed again, by somebody who had no part yet. Returns whether the ballot is
    settled now. Raises ``Refusal`` where the ballot is in no conflict, the operator had a part in it, ``keep`` names
    what is not there, or what it keeps stands against each other still.
    """
    serial = serials.read(typed, survey.about.number)
    shown = serials.show(serial)
    with acting(survey, Verb.SETTLE_CONFLICT) as tx:
        row = find_printed(tx.conn, serial)
        if not is_legal(row.state, Move.SETTLE_CONFLICT):
            raise not_now(survey, tx, serial, row.state)
        if tx.operator in operators_on(tx.conn, serial):
            raise Refusal("conflict.own_part", serial=shown)
        held = {ref_of(tx.conn, int(deed.ref)): deed for deed in deeds(tx.conn, serial)}
        if unknown := sorted(set(keep) - held.keys()):
            raise Refusal("conflict.no_deed", serial=shown, found=", ".join(unknown))
        left = conflicts_among([held[ref] for ref in set(keep)])
        if left:
            raise Refusal("conflict.still", serial=shown, why=f"@conflict.{left[0].what.value}")
        tx.append(
            FactKind.CONFLICT_SETTLED,
            serial,
            keep=sorted(set(keep)),
            aside=sorted(held.keys() - set(keep)),
        )
        paper_changed(survey, tx, serial)
        now = find_ballot(tx.conn, serial)
        return now is not None and is_legal(now.state, Move.SETTLE) and settle_if_decided(survey, tx, serial)
