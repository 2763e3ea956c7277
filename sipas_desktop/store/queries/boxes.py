"""Records of opened ballot boxes, each beside the ballots that were received from it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, RETURNED, State
from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class BoxRecord:
    """One opening. ``received``: ballots received into its batch, of which ``counted`` are valid."""

    number: int
    data: BoxData
    received: int
    counted: int

    @property
    def missing(self) -> int:
        """Papers that were counted and not received; negative where more were received than counted."""
        return self.data.papers - self.received

    @property
    def differs(self) -> bool:
        """Whether what was counted is not what came into the survey, in number or in how many are valid."""
        return self.missing != 0 or self.data.valid != self.counted


def box_records(survey: OpenSurvey, number: int | None = None) -> list[BoxRecord]:
    """All records as they were made, or the one with this ``number``. Names of people: for who opens boxes."""
    require(survey, Verb.OPEN_BOX)
    b, bal = p.box_record.c, m.ballot.c
    people, note = m.personal.alias("people"), m.personal.alias("note")
    query = (
        select(p.box_record, people.c.value.label("names"), note.c.value.label("seen"))
        .outerjoin(people, people.c.id == b.people)
        .outerjoin(note, note.c.id == b.note)
        .order_by(b.number)
    )
    back = (
        select(bal.batch, bal.state, func.count())
        .join(p.box_record, b.batch == bal.batch)
        .where(bal.state.in_([state.value for state in RETURNED]))
        .group_by(bal.batch, bal.state)
    )
    if number is not None:
        query, back = query.where(b.number == number), back.where(b.number == number)
    with survey.reading() as conn:
        rows = conn.execute(query).all()
        states: dict[str, dict[State, int]] = {}
        for batch, state, count in conn.execute(back):
            states.setdefault(batch, {})[State(state)] = count
    found = []
    for row in rows:
        data = BoxData(
            row.box,
            row.seal,
            bool(row.whole),
            tuple((row.names or "").split("\n")),
            row.papers,
            row.valid,
            row.batch,
            row.unit,
            row.seen or "",
            datetime.date.fromisoformat(row.day),
        )
        own = states.get(row.batch, {})
        counted = sum(count for state, count in own.items() if state in COUNTED)
        found.append(BoxRecord(row.number, data, sum(own.values()), counted))
    return found
