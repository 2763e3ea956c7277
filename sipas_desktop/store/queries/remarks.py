"""What the office wrote into its reports; for its eyes, since it may name people."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select

from sipas_desktop.domain.remark import About, Section, read_about
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.models_remark import remark
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Remark:
    """A remark with its place; ``at``: when it was written, UTC; ``text`` is "" where it was erased."""

    section: Section
    about: About
    text: str
    at: str


def remarks(survey: OpenSurvey, about: About | None = None) -> list[Remark]:
    """The remarks that stand, of one report or of all, in the order of the sections."""
    require(survey, Verb.REPORT)
    own, p, fact = remark.c, m.personal.c, m.fact.c
    query = (
        select(own.about, own.section, p.value, fact.at)
        .join(m.personal, p.id == own.text)
        .join(m.fact, fact.seq == own.fact)
        .order_by(own.about)
    )
    if about is not None:
        query = query.where(own.about == about.key)
    with survey.reading() as conn:
        rows = conn.execute(query).all()
    found = []
    for row in rows:
        part = read_about(json.loads(row.about))
        assert part is not None  # ``check`` names a file in which it is
        found.append(Remark(Section(row.section), part, row.value or "", row.at))
    order = list(Section)
    return sorted(found, key=lambda each: (each.about.key, order.index(each.section)))
