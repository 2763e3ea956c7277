"""Whether a fact about a remark could have happened: there is such a report, and it names the remark before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import Fact, FactKind, canonical
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.remark import Section, is_of_plan, is_tidy, read_about
from sipas_desktop.store import models as m
from sipas_desktop.store.on_remark import REMARK_FACT
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.remarks import is_unit

Said = Mapping[str, Any]

_TEXT = Statement(select(m.personal.c.value).where(m.personal.c.id == bindparam("id")))


def judges(conn: Connection, source: Connection, plan: Plan) -> dict[str, Callable[[Fact, Said, str], str | None]]:
    """Kind → what judges its facts before they are projected into the replay ``conn``; ``source``: the file."""

    def written(fact: Fact, said: Said, operator: str) -> str | None:
        about = read_about(said["about"])
        if about is None or said["section"] not in set(Section) or not is_of_plan(about, plan):
            return ILLEGAL
        if about.unit is not None and not is_unit(conn, about.unit):
            return ILLEGAL
        known = REMARK_FACT.scalar(conn, own=canonical(said["about"]), part=said["section"])
        before = None if known is None else ref_of(conn, known)
        if said["text"] is None:
            return unless(before is not None and said["supersedes"] == before)
        text = _TEXT.scalar(source, id=said["text"]["ref"])
        return unless(said["supersedes"] == before and (text is None or is_tidy(text)))  # None: erased

    return {FactKind.REMARK_WRITTEN: written}
