"""Settles a ballot once both keyings are complete and no discrepancy is open, or after one under a sampling plan."""

from __future__ import annotations

from typing import Any

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.keying_sample import Judged, may_be_single
from sipas_desktop.domain.plan import Keying
from sipas_desktop.store.away import away
from sipas_desktop.store.ballot_rows import find_ballot, keyings
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.discrepancies import Discrepancies, discrepancies
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_sampled_keying import is_demanded, judged_of, seed_of
from sipas_desktop.store.references import ref_of


def settle_if_decided(survey: OpenSurvey, tx: Transaction, serial: str) -> bool:
    """Append the settling fact where nothing stands in its way; returns whether the ballot is settled now."""
    passes = keyings(tx.conn, serial)
    if any(each.completed is None for each in passes.values()):
        return False
    if passes.keys() == {1}:
        return _settle_singly(survey, tx, serial, passes[1].operator)
    if len(passes) < 2:
        return False
    row = find_ballot(tx.conn, serial)
    assert row is not None
    form = survey.forms[row.form]
    found = discrepancies(tx.conn, serial, form, survey.plan.keying.third)
    if found.open:
        return False
    tx.append(FactKind.BALLOT_SETTLED, serial, **settling_says(form, found))
    return True


def settling_says(form: Form, found: Discrepancies) -> dict[str, Any]:
    """What the settling fact says: which question names the unit, and, where there are any, what decisions skip and
    which questions are decided since a third clerk agreed with one of the two.
    """
    said = _unit_question(form)
    third = sorted(each.question for each in found.decided if each.by_third)
    if found.skipped:
        said |= {"skipped": list(found.skipped)}
    return said | {"third": third} if third else said


def _unit_question(form: Form) -> dict[str, Any]:
    unit = form.of_kind(Kind.UNIT)
    return {"unit_question": unit.code if unit else None}


def _settle_singly(survey: OpenSurvey, tx: Transaction, serial: str, keyer: str) -> bool:
    """One keying is enough where the form is sampled, the ballot is not drawn, and ``keyer`` errs little enough.

    Not where somebody demanded a second keying, and not while that is handed out. A station has no seed, so it
    settles nothing by this: the office does when it merges.
    """
    rule = survey.plan.keying
    if not rule.samples:
        return False
    row = find_ballot(tx.conn, serial)
    seed = seed_of(tx.conn)
    if row is None or seed is None or not is_legal(row.state, Move.SETTLE_SINGLY):
        return False
    if is_demanded(tx.conn, serial) or 2 in away(tx.conn, serial):
        return False
    form = survey.forms[row.form]
    judged = judged_of(tx.conn, keyer)
    if not may_be_single(rule, form.code, seed[1], keyer, serial, judged):
        return False
    tx.append(FactKind.BALLOT_SETTLED, serial, **single_says(form, rule, ref_of(tx.conn, seed[0]), judged))
    return True


def single_says(form: Form, rule: Keying, seed: str, judged: Judged) -> dict[str, Any]:
    """What the fact says that settles a ballot after one keying: all that the decision rested on.

    ``seed`` names the fact that recorded it; ``judged`` is what was known of the keyer's errors then.
    """
    single = {
        "mode": "sampled",
        "seed": seed,
        "one_in": rule.one_in,
        "drawn": False,
        "ballots": judged.ballots,
        "fields": judged.fields,
        "errors": judged.errors,
    }
    return _unit_question(form) | {"single": single}
