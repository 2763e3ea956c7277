"""How many transactions units had of procedures in a year: what the plan's least numbers are counted from."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_registry import LAST_PUBLISHED, transactions_of
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS, ROWS
from sipas_desktop.store.workflow.catalogues import Entry, name_entries, usable
from sipas_desktop.store.workflow.permission import acting, require

YEARS: Final = range(1990, 2100)
MOST: Final = 10**9  # of one count

Key = tuple[str, str, int]


@dataclass(frozen=True)
class TransactionsChange:
    """How many counts were new, another number than before, or there already."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Held:
    """What the survey has: how many of what and by which fact, its refs, and which fact made the last of it count."""

    counts: Mapping[Key, tuple[int, int]]
    refs: Mapping[int, str]
    last: int

    def said(self, each: Count) -> dict[str, Any]:
        """``each`` as a fact says it."""
        held = self.counts.get(each.key)
        return {
            "unit": each.unit,
            "procedure": each.procedure,
            "year": each.year,
            "count": each.count,
            "supersedes": None if held is None else self.refs[held[1]],
        }


def set_transactions(
    survey: OpenSurvey,
    counts: Sequence[Count],
    file_sha256: str,
    procedures: Sequence[Entry] = (),
    progress: Callable[[int], None] | None = None,
) -> TransactionsChange:
    """Write down ``counts``; what was there with the same number stays as it is, so the same file twice adds nothing.

    ``procedures`` are added to the catalogue with it. All of it or nothing: more than a fact holds are written in short
    transactions and count all at once from the last fact on; where ``progress``, told how many are written, raises to
    stop it, none counts. Raises ``Refusal`` for an impossible number or year, one unit, procedure and year twice, a
    unit or procedure that neither catalogue nor registry has, and where somebody changed transactions meanwhile.
    """
    require(survey, Verb.SET_TRANSACTIONS)
    seen = set()
    for each in counts:
        if each.year not in YEARS or not 0 <= each.count <= MOST or each.key in seen:
            raise Refusal("transactions.bad_count", unit=each.unit, procedure=each.procedure, found=each.count)
        seen.add(each.key)
    named = usable(procedures)
    with survey.reading() as conn:
        _refuse_unknown(conn, counts, {entry.code for entry in named})
        held = _held(conn)
    news = [each for each in counts if each.key not in held.counts or held.counts[each.key][0] != each.count]
    run = {} if len(news) <= ROWS else {"import": secrets.token_hex(16)}
    said = [held.said(each) for each in news]
    for start in range(0, len(said) if run else 0, ROWS):
        with acting(survey, Verb.SET_TRANSACTIONS) as tx:
            _refuse_meanwhile(tx, held)
            tx.append(FactKind.TRANSACTIONS_SET, entries=said[start : start + ROWS], sha256=file_sha256, **run)
        time.sleep(PAUSE_SECONDS)
        if progress:
            progress(min(start + ROWS, len(said)))
    with acting(survey, Verb.SET_TRANSACTIONS) as tx:
        _refuse_meanwhile(tx, held)
        if named:
            name_entries(tx, "procedure", named)
        _publish(tx, said, file_sha256, run)
    changed = sum(each.key in held.counts for each in news)
    return TransactionsChange(len(news) - changed, changed, len(counts) - len(news))


def _refuse_meanwhile(tx: Transaction, held: _Held) -> None:
    """Raises ``Refusal`` where anything came to count since ``held`` was read: it would be superseded unseen."""
    if (LAST_PUBLISHED.scalar(tx.conn) or 0) != held.last:
        raise Refusal("transactions.meanwhile")


def _publish(tx: Transaction, said: Sequence[Mapping[str, Any]], file_sha256: str, run: Mapping[str, str]) -> None:
    if run:
        tx.append(FactKind.TRANSACTIONS_IMPORTED, **run, rows=len(said), sha256=file_sha256)
    elif said:
        tx.append(FactKind.TRANSACTIONS_SET, entries=list(said), sha256=file_sha256)


def _refuse_unknown(conn: Connection, counts: Sequence[Count], coming: set[str]) -> None:
    c = m.catalogue.c
    known = {(row.kind, row.code) for row in conn.execute(select(c.kind, c.code))}
    known |= {("unit", code) for code in conn.execute(select(m.unit.c.code)).scalars()}
    known |= {("procedure", code) for code in coming}
    for each in counts:
        for kind, code in (("unit", each.unit), ("procedure", each.procedure)):
            if code and (kind, code) not in known:
                raise Refusal(f"transactions.unknown_{kind}", found=code)


def _held(conn: Connection) -> _Held:
    counts = transactions_of(conn)
    refs = {fact: ref_of(conn, fact) for fact in {fact for _, fact in counts.values()}}
    return _Held(counts, refs, LAST_PUBLISHED.scalar(conn) or 0)
