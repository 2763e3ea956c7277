"""What came back, by day and channel."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, RETURNED, State
from sipas_desktop.domain.online import COMMENT
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import OF_PACKAGES, ONLINE
from sipas_desktop.store.workflow.permission import require

TO_COME: Final = (State.STOCK, State.OUT, State.NOT_MET)


@dataclass(frozen=True)
class Receipts:
    """Ballots of one day, channel and wave ("" where the plan has none): of paper, and answers that came online.

    ``valid``: those of paper that count; ``online`` only such as count.
    """

    day: datetime.date
    channel: str
    wave: str
    returned: int = 0
    valid: int = 0
    online: int = 0


def ballots_to_come(survey: OpenSurvey) -> dict[str, int]:
    """Wave ("" where the plan has none) → ballots that may still come back: in the cupboard, out, not met.

    Labels for photocopies are not among them: one is stuck on a ballot that is back.
    """
    require(survey, Verb.SEE_RESULTS)
    run = m.print_run.c
    query = (
        select(func.coalesce(run.wave, ""), func.count())
        .join(m.ballot, m.ballot.c.run == run.id)
        .where(run.published.is_not(None), run.purpose == "ballots")
        .where(m.ballot.c.state.in_([state.value for state in TO_COME]))
        .group_by(func.coalesce(run.wave, ""))
    )
    with survey.reading() as conn:
        return {row[0]: row[1] for row in conn.execute(query)}


def receipts(survey: OpenSurvey) -> list[Receipts]:
    """What came back and is still held to have, by day, channel and wave. Answers with words only are left out."""
    require(survey, Verb.SEE_RESULTS)
    bal, run = m.ballot.c, m.print_run.c
    keys = (bal.received_on, func.coalesce(bal.channel, ""), func.coalesce(run.wave, ""))
    query = (
        select(*keys, run.purpose, bal.state, func.count())
        .join(m.print_run, run.id == bal.run)
        .where(run.published.is_not(None), run.purpose.not_in(OF_PACKAGES), bal.received_on.is_not(None))
        .where(bal.state.in_([state.value for state in RETURNED]), func.coalesce(bal.reason, "") != COMMENT)
        .group_by(*keys, run.purpose, bal.state)
    )
    found: dict[tuple[str, str, str], list[int]] = {}
    with survey.reading() as conn:
        for day, channel, wave, purpose, state, count in conn.execute(query):
            own = found.setdefault((day, channel, wave), [0, 0, 0])
            if purpose == ONLINE:
                own[2] += count * (state == State.SETTLED)
            else:
                own[0] += count
                own[1] += count * (State(state) in COUNTED)
    return [
        Receipts(datetime.date.fromisoformat(day), channel, wave, *own)
        for (day, channel, wave), own in sorted(found.items())
    ]
