"""The officers whom respondents evaluate by name: personal data of employees, so facts only commit to their names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from sipas_desktop.domain.answer import RESERVED
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.catalogues import FACT_ENTRIES, CatalogueChange, Entry
from sipas_desktop.store.workflow.permission import acting


def set_officers(survey: OpenSurvey, entries: Sequence[Entry]) -> CatalogueChange:
    """Add officers to the survey's list; a known code gets the new name.

    Raises ``Refusal`` for a code that means something else on a ballot or stands twice, and for an empty name.
    """
    clean = [Entry(normalise(entry.code), normalise(entry.name)) for entry in entries]
    seen = set()
    for entry in clean:
        if not entry.code or not entry.name or entry.code in RESERVED or entry.code in seen:
            raise Refusal("catalogues.bad_code", found=entry.code, name=entry.name)
        seen.add(entry.code)
    o, p = m.officer.c, m.personal.c
    with acting(survey, Verb.SET_CATALOGUE) as tx:
        rows = tx.conn.execute(select(o.code, o.fact, p.value).join(m.personal, p.id == o.name)).all()
        known = {row.code: row for row in rows}
        news = [entry for entry in clean if entry.code not in known or known[entry.code].value != entry.name]
        for start in range(0, len(news), FACT_ENTRIES):
            chunk = news[start : start + FACT_ENTRIES]
            said = [{"code": entry.code, "name": tx.personal(entry.name)} for entry in chunk]
            renamed = {entry.code: ref_of(tx.conn, known[entry.code].fact) for entry in chunk if entry.code in known}
            tx.append(FactKind.OFFICERS_SET, entries=said, supersedes=renamed)
    changed = sum(entry.code in known for entry in news)
    return CatalogueChange(len(news) - changed, changed, len(clean) - len(news))
