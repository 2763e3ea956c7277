"""The post's interviewers, and which sample members each of them visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_fieldwork import INTERVIEWER_FACT
from sipas_desktop.store.personal import PERSONAL_OF_INTERVIEWER
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.sample_lists import AT_ONCE, official_members
from sipas_desktop.store.workflow.catalogues import FACT_ENTRIES, CatalogueChange
from sipas_desktop.store.workflow.permission import acting

LONGEST: Final = 500  # letters of whatever is said of an interviewer
OPEN: Final = ("issued", "not_met")  # steps after which a ballot is still with her


@dataclass(frozen=True)
class InterviewerData:
    """One interviewer as the post lists her; ``area``: units or parts of addresses, joined by ";", "" = anywhere."""

    code: str
    name: str
    area: str = ""
    phone: str = ""
    note: str = ""


def set_interviewers(survey: OpenSurvey, entries: Sequence[InterviewerData]) -> CatalogueChange:
    """Add interviewers; a known code gets what is new, and one that was removed is there again.

    Raises ``Refusal`` for a code that is empty or stands twice, an empty name, and for too long a text.
    """
    clean = [_clean(entry) for entry in entries]
    codes = [entry.code for entry in clean]
    for entry in clean:
        if not entry.code or not entry.name or codes.count(entry.code) > 1:
            raise Refusal("interviewers.bad_code", found=entry.code, name=entry.name)
        if max(map(len, vars(entry).values())) > LONGEST:
            raise Refusal("interviewers.too_long", found=entry.code, most=LONGEST)
    with acting(survey, Verb.SET_INTERVIEWERS) as tx:
        known = _known(tx.conn)
        news = [entry for entry in clean if known.get(entry.code, (None, 0))[0] != entry]
        for start in range(0, len(news), FACT_ENTRIES):
            chunk = news[start : start + FACT_ENTRIES]
            tx.append(
                FactKind.INTERVIEWERS_SET,
                entries=[_said(tx, entry) for entry in chunk],
                removed=[],
                supersedes={
                    entry.code: ref_of(tx.conn, known[entry.code][1]) for entry in chunk if entry.code in known
                },
            )
    changed = sum(entry.code in known for entry in news)
    return CatalogueChange(len(news) - changed, changed, len(clean) - len(news))


def _clean(entry: InterviewerData) -> InterviewerData:
    area = "; ".join(part for part in map(normalise, entry.area.split(";")) if part)
    return InterviewerData(
        normalise(entry.code), normalise(entry.name), area, normalise(entry.phone), normalise(entry.note)
    )


def _known(conn: Connection) -> Mapping[str, tuple[InterviewerData | None, int]]:
    """Code → what is said of her (None: she was removed), and the fact that says so."""
    i = m.interviewer.c
    texts = [m.personal.alias(f"of_{name}") for name in PERSONAL_OF_INTERVIEWER]
    query = select(i.code, i.area, i.removed, i.fact, *(text.c.value for text in texts))
    for name, text in zip(PERSONAL_OF_INTERVIEWER, texts, strict=True):
        query = query.outerjoin(text, text.c.id == i[name])
    found: dict[str, tuple[InterviewerData | None, int]] = {}
    for code, area, removed, fact, name, phone, note in conn.execute(query):
        data = None if removed else InterviewerData(code, name or "", area, phone or "", note or "")
        found[code] = (data, fact)
    return found


def _said(tx: Transaction, entry: InterviewerData) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in PERSONAL_OF_INTERVIEWER}
    return {
        "code": entry.code,
        "area": entry.area,
        **{name: tx.personal(text) if text else None for name, text in texts.items()},
    }


def remove_interviewer(survey: OpenSurvey, code: str) -> None:
    """Take an interviewer off the list: her members are nobody's. What she had and reported stays hers.

    Raises ``Refusal`` where there is no such interviewer, and while ballots are still with her.
    """
    with acting(survey, Verb.SET_INTERVIEWERS) as tx:
        code = find_interviewer(tx.conn, code)
        f = m.field_step.c
        hers = select(f.serial).where(f.interviewer == code, f.stands.is_(True), f.step.in_(OPEN))
        waiting = select(m.ballot.c.serial).where(m.ballot.c.serial.in_(hers), m.ballot.c.received.is_(None))
        if left := len(tx.conn.execute(waiting).all()):
            raise Refusal("interviewers.has_ballots", found=code, left=left)
        before = ref_of(tx.conn, INTERVIEWER_FACT.scalar(tx.conn, code=code) or 0)
        tx.append(FactKind.INTERVIEWERS_SET, entries=[], removed=[code], supersedes={code: before})


def find_interviewer(conn: Connection, typed: str) -> str:
    """The code of an interviewer who is on the list. Raises ``Refusal`` where there is none of this code."""
    code = normalise(typed)
    row = INTERVIEWER_FACT.first(conn, code=code)
    if row is None or row[1]:
        raise Refusal("interviewers.unknown", found=code)
    return code


def assign_members(survey: OpenSurvey, wanted: Mapping[str, Sequence[str]]) -> int:
    """Give members of the official list to interviewers (code → random ids); returns how many changed hands.

    All in one transaction: an assignment of half the list would send two interviewers to one door. Raises ``Refusal``
    for an unknown interviewer, and for who is not on the official list or stands twice.
    """
    with acting(survey, Verb.SET_INTERVIEWERS) as tx:
        official = official_members(tx.conn, tx.conn)
        seen: set[str] = set()
        held = {row.member: (row.interviewer, row.fact) for row in tx.conn.execute(select(m.assignment))}
        moved = 0
        for typed, members in wanted.items():
            code = find_interviewer(tx.conn, typed)
            news = [member for member in members if held.get(member, ("", 0))[0] != code]
            for member in members:
                if member not in official or member in seen:
                    raise Refusal("interviewers.not_official")
                seen.add(member)
            for start in range(0, len(news), AT_ONCE):
                chunk = news[start : start + AT_ONCE]
                before = {held[member][1] for member in chunk if member in held}
                tx.append(
                    FactKind.MEMBERS_ASSIGNED,
                    interviewer=code,
                    members=chunk,
                    supersedes=sorted(ref_of(tx.conn, fact) for fact in before),
                )
            moved += len(news)
    return moved
