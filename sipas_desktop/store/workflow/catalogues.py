"""The survey's catalogues of units and procedures: what the written-in fields of a ballot are keyed as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.answer import RESERVED, Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import CATALOGUE_KINDS, Question
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.permission import acting

KINDS = ("unit", "procedure")
FACT_ENTRIES = 500  # entries a fact: a province has thousands of procedures


@dataclass(frozen=True)
class Entry:
    """One unit or procedure: the ``code`` that is keyed and its ``name``."""

    code: str
    name: str
    sector: str = ""  # code of one of the plan's


@dataclass(frozen=True)
class CatalogueChange:
    """How many entries were new, got another name, or were there already."""

    added: int
    changed: int
    unchanged: int


def set_catalogue(survey: OpenSurvey, kind: str, entries: Sequence[Entry]) -> CatalogueChange:
    """Add entries to the catalogue ``kind`` ("unit" or "procedure"); a known code gets the new name.

    Raises ``Refusal`` for a code that means something else on a ballot (``. 0 * ? + ;``) or stands twice;
    ``ValueError`` for another kind.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    clean = usable(entries)
    with acting(survey, Verb.SET_CATALOGUE) as tx:
        return name_entries(tx, kind, clean)


def usable(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` in NFC. Raises ``Refusal`` for a code that means something else on a ballot, or stands twice."""
    clean = [Entry(normalise(entry.code), normalise(entry.name), entry.sector) for entry in entries]
    seen = set()
    for entry in clean:
        if not entry.code or not entry.name or entry.code in RESERVED or entry.code in seen:
            raise Refusal("catalogues.bad_code", found=entry.code, name=entry.name)
        seen.add(entry.code)
    return clean


def name_entries(tx: Transaction, kind: str, entries: Sequence[Entry]) -> CatalogueChange:
    """What ``set_catalogue`` does with entries that it looked at, inside a transaction that may do more.

    An entry without a sector keeps the one that it has: a list of names says nothing about sectors.
    """
    c = m.catalogue.c
    rows = tx.conn.execute(select(c.code, c.name, c.sector, c.fact).where(c.kind == kind)).all()
    known = {row.code: (row.name, row.sector or "") for row in rows}
    facts = {row.code: row.fact for row in rows}
    due = [replace(entry, sector=entry.sector or known.get(entry.code, ("", ""))[1]) for entry in entries]
    news = [entry for entry in due if known.get(entry.code) != (entry.name, entry.sector)]
    for start in range(0, len(news), FACT_ENTRIES):
        chunk = news[start : start + FACT_ENTRIES]
        said = [
            {"code": each.code, "name": each.name} | ({"sector": each.sector} if each.sector else {}) for each in chunk
        ]
        renamed = {entry.code: ref_of(tx.conn, facts[entry.code]) for entry in chunk if entry.code in facts}
        tx.append(FactKind.CATALOGUE_SET, kind=kind, entries=said, supersedes=renamed)
    changed = sum(entry.code in known for entry in news)
    return CatalogueChange(len(news) - changed, changed, len(entries) - len(news))


_KNOWN = Statement(
    select(m.catalogue.c.code).where(m.catalogue.c.kind == bindparam("kind"), m.catalogue.c.code == bindparam("code"))
)


def require_known(conn: Connection, question: Question, answer: Answer) -> None:
    """Raises ``Refusal`` where ``answer`` is a code that the catalogue of ``question`` does not have."""
    if not is_known(conn, question, answer):
        raise Refusal("catalogues.unknown_code", question=question.number or question.label, found=answer.value)


def is_known(conn: Connection, question: Question, answer: Answer) -> bool:
    """Whether ``answer`` is no code of a catalogue, or one that the catalogue of ``question`` has."""
    if question.kind not in CATALOGUE_KINDS or answer.value in RESERVED:
        return True
    return _KNOWN.scalar(conn, kind=question.kind.value, code=answer.value) is not None
