"""Reminders that were printed for ballots that went out by a channel and did not come back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_post import MAILED
from sipas_desktop.store.workflow.fieldwork import not_to_come
from sipas_desktop.store.workflow.permission import acting
from sipas_desktop.store.workflow.receiving import find_printed

AT_ONCE = 500  # serials of one fact


def record_reminders(survey: OpenSurvey, sent: Sequence[str], day: datetime.date | None = None) -> int:
    """Say that reminders for these ballots (12 digits each) were printed on ``day`` (None: today in Vietnam).

    All or nothing; returns how many. Raises ``Refusal`` for a ballot that nobody waits for any more, or that did not go
    out by a channel, and for a day to come.
    """
    day = not_to_come(day)
    wanted = sorted(set(sent))
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        for serial in wanted:
            row = find_printed(tx.conn, serial)
            if row.state is not State.OUT or MAILED.first(tx.conn, serial=serial) is None:
                raise Refusal("mail.not_waited_for", serial=serials.show(serial))
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            tx.append(FactKind.REMINDERS_PRINTED, serials=chunk, day=day.isoformat())
    return len(wanted)
