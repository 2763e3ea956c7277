"""Whether a fact about a milestone could have happened: the plan has it, nobody else sees it, and its day had come."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from sipas_desktop.domain.fact import Fact, FactKind, day_of
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store.on_milestone import MILESTONE_FACT
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.references import ref_of

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]


def judges(conn: Connection, plan: Plan) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    tickable = {milestone.code for milestone in plan.milestones if milestone.work is None}

    def names_the_one_before(said: Said) -> bool:
        known = MILESTONE_FACT.scalar(conn, own=said["milestone"])
        return bool(said["supersedes"] == (None if known is None else ref_of(conn, known)))

    def done(fact: Fact, said: Said, operator: str) -> str | None:
        dated = _is_day(said["day"]) and said["day"] <= day_of(fact.at)
        return unless(said["milestone"] in tickable and dated and names_the_one_before(said))

    def undone(fact: Fact, said: Said, operator: str) -> str | None:
        return unless(said["milestone"] in tickable and names_the_one_before(said))

    return {FactKind.MILESTONE_DONE: done, FactKind.MILESTONE_UNDONE: undone}


def _is_day(text: str) -> bool:
    return datetime.date.fromisoformat(text).isoformat() == text
