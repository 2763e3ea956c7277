"""What is unusual about a ballot is asked once before its keying closes; the closing fact holds what was confirmed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.unusual import Check, Unusual, unusual
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.store.ballot_rows import AnswerRow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction

_WORDS = {
    Check.ALIKE: "keying.unusual_alike",
    Check.OVERALL: "keying.unusual_overall",
    Check.DATE: "keying.unusual_date",
    Check.SPEED: "keying.unusual_speed",
}


class Unconfirmed(Refusal):
    """Something is unusual about the ballot, and its keyer has not said that the paper has it so. ``found``: what."""

    def __init__(self, found: Unusual, code: str, **params: str) -> None:
        super().__init__(code, **params)
        self.found = found


def confirmed_keys(
    survey: OpenSurvey,
    tx: Transaction,
    serial: str,
    form: Form,
    started: int,
    keyed: Mapping[str, AnswerRow],
    confirmed: Collection[str],
) -> list[str]:
    """The keys of all that is unusual about the keying, each of them in ``confirmed``.

    Raises ``Unconfirmed`` for the first that is not.
    """
    now = datetime.datetime.now(datetime.UTC)
    took = now - datetime.datetime.fromisoformat(tx.fact(started).at)
    values = {code: row.answer.value for code, row in keyed.items()}
    took_ms = int(took.total_seconds() * 1000)
    found = unusual(form, values, survey.plan.fieldwork, took_ms, survey.plan.keying.checks)
    for each in found:
        if each.key not in confirmed:
            question = form.by_code.get(each.question)
            name = f"{question.number}. {question.label}".removeprefix(". ") if question else ""
            start, end = (date_short(day) for day in survey.plan.fieldwork)
            shown = serials.show(serial)
            raise Unconfirmed(each, _WORDS[each.check], serial=shown, question=name, start=start, end=end)
    return [each.key for each in found]
