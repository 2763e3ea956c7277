"""How many transactions units had of procedures in a year: what the plan's least numbers are counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.catalogues import Entry, name_entries, usable
from sipas_desktop.store.workflow.permission import acting

YEARS: Final = range(1990, 2100)
MOST: Final = 10**9  # of one count
FACT_ENTRIES: Final = 500


@dataclass(frozen=True)
class TransactionsChange:
    """How many counts were new, another number than before, or there already."""

    added: int
    changed: int
    unchanged: int


def set_transactions(
    survey: OpenSurvey, counts: Sequence[Count], file_sha256: str, procedures: Sequence[Entry] = ()
) -> TransactionsChange:
    """Write down ``counts``; what was there with the same number stays as it is, so the same file twice adds nothing.

    ``procedures`` are added to the catalogue first. All of it or nothing. Raises ``Refusal`` for an impossible number
    or year, one unit, procedure and year twice, and a unit or procedure that neither catalogue nor registry has.
    """
    seen = set()
    for each in counts:
        if each.year not in YEARS or not 0 <= each.count <= MOST or each.key in seen:
            raise Refusal("transactions.bad_count", unit=each.unit, procedure=each.procedure, found=each.count)
        seen.add(each.key)
    with acting(survey, Verb.SET_TRANSACTIONS) as tx:
        if procedures:
            name_entries(tx, "procedure", usable(procedures))
        c, t = m.catalogue.c, m.transactions.c
        known = {(row.kind, row.code) for row in tx.conn.execute(select(c.kind, c.code))}
        known |= {("unit", code) for code in tx.conn.execute(select(m.unit.c.code)).scalars()}
        for each in counts:
            for kind, code in (("unit", each.unit), ("procedure", each.procedure)):
                if code and (kind, code) not in known:
                    raise Refusal(f"transactions.unknown_{kind}", found=code)
        rows = tx.conn.execute(select(t.unit, t.procedure, t.year, t.count, t.fact)).all()
        held = {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}  # unit, procedure, year → count, fact
        news = [each for each in counts if each.key not in held or held[each.key][0] != each.count]
        refs: dict[int, str] = {}
        for start in range(0, len(news), FACT_ENTRIES):
            said = []
            for each in news[start : start + FACT_ENTRIES]:
                fact = held[each.key][1] if each.key in held else None
                if fact is not None and fact not in refs:
                    refs[fact] = ref_of(tx.conn, fact)
                said.append(
                    {
                        "unit": each.unit,
                        "procedure": each.procedure,
                        "year": each.year,
                        "count": each.count,
                        "supersedes": None if fact is None else refs[fact],
                    }
                )
            tx.append(FactKind.TRANSACTIONS_SET, entries=said, sha256=file_sha256)
    changed = sum(each.key in held for each in news)
    return TransactionsChange(len(news) - changed, changed, len(counts) - len(news))
