"""Settles a ballot once both keyings are complete and no discrepancy is open."""

from __future__ import annotations

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Kind
from sipas_desktop.store.ballot_rows import differences, find_ballot, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction


def settle_if_decided(survey: OpenSurvey, tx: Transaction, serial: str) -> bool:
    """Append the settling fact where nothing stands in its way; returns whether the ballot is settled now."""
    passes = keyings(tx.conn, serial)
    if len(passes) < 2 or any(each.completed is None for each in passes.values()):
        return False
    if any(difference.decision is None for difference in differences(tx.conn, serial)):
        return False
    row = find_ballot(tx.conn, serial)
    assert row is not None
    unit = survey.forms[row.form].of_kind(Kind.UNIT)
    tx.append(FactKind.BALLOT_SETTLED, serial, unit_question=unit.code if unit else None)
    return True
