"""Settles a ballot once both keyings are complete and no discrepancy is open."""

from __future__ import annotations

from typing import Any

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.store.ballot_rows import find_ballot, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import Discrepancies, discrepancies
from sipas_desktop.store.facts import Transaction


def settle_if_decided(survey: OpenSurvey, tx: Transaction, serial: str) -> bool:
    """Append the settling fact where nothing stands in its way; returns whether the ballot is settled now."""
    passes = keyings(tx.conn, serial)
    if len(passes) < 2 or any(each.completed is None for each in passes.values()):
        return False
    row = find_ballot(tx.conn, serial)
    assert row is not None
    form = survey.forms[row.form]
    found = discrepancies(tx.conn, serial, form)
    if found.open:
        return False
    tx.append(FactKind.BALLOT_SETTLED, serial, **settling_says(form, found))
    return True


def settling_says(form: Form, found: Discrepancies) -> dict[str, Any]:
    """What the settling fact says: which question names the unit, and, where there are any, what decisions skip."""
    unit = form.of_kind(Kind.UNIT)
    said: dict[str, Any] = {"unit_question": unit.code if unit else None}
    return said | {"skipped": list(found.skipped)} if found.skipped else said
