"""One dossier, one ballot: where its paper counts the online answer is left out, whichever of the two came first.

What was said of the paper and what follows for the answer are facts of one transaction. The fact about the answer names
no paper; but it stands beside the receipt, so whoever destroys links erases the dossiers of online answers too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.online import Reason
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

_PAPER = Statement(
    select(m.ballot.c.state, m.sample_member.c.dossier)
    .join(m.link, m.link.c.serial == m.ballot.c.serial)
    .join(m.sample_member, m.sample_member.c.id == m.link.c.member)
    .where(m.ballot.c.serial == bindparam("serial"))
)
_ANSWER = Statement(
    select(m.ballot.c.state, m.ballot.c.reason, m.ballot.c.judged).where(m.ballot.c.serial == bindparam("serial"))
)


@dataclass(frozen=True)
class _Answers:
    """Dossier → serials of online answers that its paper takes the place of; ``seen``: the last import among them."""

    seen: int
    on: Mapping[str, tuple[str, ...]]


# Tens of thousands of dossiers are not read for each ballot that comes back.
_READ: WeakKeyDictionary[OpenSurvey, _Answers] = WeakKeyDictionary()


def last_import(conn: Connection) -> int:
    """The fact that published the last import; 0 before the first."""
    return int(conn.execute(select(func.max(m.online_import.c.published))).scalar() or 0)


def dossiers_on_paper(conn: Connection) -> frozenset[str]:
    """The dossiers of members whose paper ballot came back and counts, as ``dossier_key`` writes them."""
    s = m.sample_member.c
    query = (
        select(s.dossier)
        .join(m.link, m.link.c.member == s.id)
        .join(m.ballot, m.ballot.c.serial == m.link.c.serial)
        .where(s.dossier.is_not(None), m.ballot.c.state.in_([state.value for state in COUNTED]))
    )
    return frozenset(dossier_key(code) for code in conn.execute(query).scalars() if code)


def paper_changed(survey: OpenSurvey, tx: Transaction, serial: str) -> None:
    """After something was said of the paper ballot ``serial``: online answers on its dossier count or do not."""
    if survey.about.handout is not None:
        return  # a station holds no online answers; the merge tells the office's
    state, dossier = _PAPER.first(tx.conn, serial=serial) or ("", None)
    key = dossier_key(dossier or "")
    answers = _answers(survey, tx.conn).on.get(key, ()) if key else ()
    if answers:
        judge(tx, answers, on_paper=state in COUNTED or key in dossiers_on_paper(tx.conn))


def judge(tx: Transaction, answers: Iterable[str], *, on_paper: bool) -> None:
    """Leave the online ``answers`` out, or let them count again; those that stand so already stay."""
    for serial in answers:
        state, reason, judged = _ANSWER.first(tx.conn, serial=serial) or ("", None, None)
        if (state == State.VOIDED and reason == Reason.ON_PAPER) != on_paper and judged is not None:
            why = Reason.ON_PAPER.value if on_paper else None
            tx.append(FactKind.ONLINE_JUDGED, serial, reason=why, supersedes=ref_of(tx.conn, judged))


def judge_anew(tx: Transaction, before: frozenset[str]) -> None:
    """After an import was published that knew of the dossiers ``before``: paper may have come back meanwhile."""
    now = dossiers_on_paper(tx.conn)
    if changed := now ^ before:
        answers = _read(tx.conn)  # not remembered: the import is not durable yet
        for key in sorted(changed & answers.keys()):
            judge(tx, answers[key], on_paper=key in now)


def _answers(survey: OpenSurvey, conn: Connection) -> _Answers:
    seen = last_import(conn)
    known = _READ.get(survey)
    if known is None or known.seen != seen:
        known = _Answers(seen, _read(conn) if seen else {})
        _READ[survey] = known
    return known


def _read(conn: Connection) -> dict[str, tuple[str, ...]]:
    i = m.online_import.c
    begun = select(i.id, m.fact.c.payload).join(m.fact, m.fact.c.seq == i.begun).where(i.published.is_not(None))
    imports = [id_ for id_, payload in conn.execute(begun) if json.loads(payload).get("on_paper", True)]
    query = (
        select(m.online_answer.c.serial, m.personal.c.value)
        .join(m.personal, m.personal.c.id == m.online_answer.c.dossier)
        .join(m.ballot, m.ballot.c.serial == m.online_answer.c.serial)
        .join(m.online_run, m.online_run.c.run == m.ballot.c.run)
        .where(m.online_run.c["import"].in_(imports))
        .order_by(m.online_answer.c.serial)
    )
    found: dict[str, tuple[str, ...]] = {}
    for serial, dossier in conn.execute(query):
        if dossier:
            key = dossier_key(dossier)
            found[key] = (*found.get(key, ()), serial)
    return found
