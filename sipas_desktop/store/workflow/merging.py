"""Taking in what a station brings back: the union of its facts and ours.

The facts come over in the order in which they happened at the station, a few at a time, so that nobody who keys here
waits. A merge that is broken off therefore stands where an earlier return would have stood; its ballots stay with the
station until the last fact says that the return is here, and merging it again goes on from there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.fact_verbs import OF_STATIONS
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction, all_heads
from sipas_desktop.store.gaps import LostHead, named_in, salvages_in
from sipas_desktop.store.on_merge import ARRIVING
from sipas_desktop.store.personal import texts_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS
from sipas_desktop.store.workflow.handing_out import session_facts
from sipas_desktop.store.workflow.online_paper import paper_changed
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.store.workflow.settling import settle_if_decided

FACTS = 30  # read ahead at once
WORK_SECONDS = 0.005  # of one transaction, its commit aside: whoever keys waits for all of it
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Merged:
    """What a return brought: facts that are new here, facts that were here already, and the ballots they speak of."""

    number: int  # of the hand-out
    added: int
    already_there: int
    serials: frozenset[str]  # of all ballots that the return says anything of


@dataclass(frozen=True)
class _Return:
    handout: str
    number: int
    openings: Mapping[str, str]  # session → operator
    heads: Mapping[str, tuple[int, str]]


def merge_return(survey: OpenSurvey, station: OpenSurvey, file_sha256: str, progress: Progress | None = None) -> Merged:
    """Take in what ``station`` holds, which the caller has checked; merging it again adds nothing.

    Raises ``Refusal`` as ``check_return`` does.
    """
    require(survey, Verb.MERGE)
    returned = _look(survey, station)
    already = 0
    waiting: list[Fact] = []
    subjects: set[str] = set()
    added = 0
    with station.reading() as there:
        total = there.execute(_COUNT).scalar() or 0
        with survey.reading() as here:
            known = _known(here, there, returned)
        for fact in _facts(there):
            if fact.subject:
                subjects.add(fact.subject)
            if fact.n <= known.get(fact.session, 0):
                already += 1
                continue
            waiting.append(fact)
            if len(waiting) == FACTS:
                added += _take_all(survey, there, waiting, returned)
                waiting = []
                if progress:
                    progress(already + added, total)
        added += _take_all(survey, there, waiting, returned)
    _publish(survey, returned, file_sha256, added)
    if progress:
        progress(total, total)
    return Merged(returned.number, added, already, frozenset(subjects))


def check_return(survey: OpenSurvey, station: OpenSurvey) -> int:
    """Look whether ``station`` can be merged, and change nothing; returns the number of its hand-out.

    Raises ``Refusal`` for a file that is no station's of this survey, for one whose hand-out, or whose history, is
    not the one that is known here, and for one that says what only the office may.
    """
    require(survey, Verb.MERGE)
    returned = _look(survey, station)
    with survey.reading() as here, station.reading() as there:
        _known(here, there, returned)
    return returned.number


_COUNT = select(m.fact.c.seq).order_by(m.fact.c.seq.desc()).limit(1)


def _facts(conn: Connection) -> Iterable[Fact]:
    query = select(m.fact, m.session.c.id).join(m.session, m.session.c.no == m.fact.c.session_no)
    for row in conn.execution_options(yield_per=1000).execute(query.order_by(m.fact.c.seq)):
        yield Fact(row.seq, row.id, row.n, row.kind, row.subject, row.at, row.payload, row.hash)


def _look(survey: OpenSurvey, station: OpenSurvey) -> _Return:
    """What the file says it is. Raises ``Refusal`` unless that is a hand-out that this survey made."""
    if station.about.handout is None:
        raise Refusal("handout.no_station", title=station.about.title)
    if station.about.id != survey.about.id:
        raise Refusal("handout.other_survey", title=station.about.title)
    with survey.reading() as here, station.reading() as there:
        ours = here.execute(select(m.handout).where(m.handout.c.id == station.about.handout)).first()
        if ours is None:
            raise Refusal("handout.unknown", number=station.about.station)
        plans = [conn.execute(select(m.survey.c.plan)).scalar() for conn in (here, there)]
        forms = [{(row.code, row.sha256) for row in conn.execute(select(m.form))} for conn in (here, there)]
        if plans[0] != plans[1] or not forms[1] <= forms[0]:  # the office may have changed a form since
            other = sorted({code for code, _ in forms[1] - forms[0]}) or [station.plan.id]
            raise Refusal("handout.other_form", number=ours.number, forms=", ".join(other))
        theirs = there.execute(select(m.handout.c.fact).where(m.handout.c.id == ours.id)).scalar()
        own, brought = session_facts(here, ours.fact), session_facts(there, theirs or 0)
        if [fact.hash for fact in own] != [fact.hash for fact in brought]:
            raise Refusal("handout.forged", number=ours.number)
        openings = {
            row.id: row
            for row in there.execute(
                select(m.session.c.id, m.opening.c.operator, m.opening.c.handout).join(
                    m.opening, m.opening.c.session_no == m.session.c.no
                )
            )
        }
        del openings[own[0].session]
        strangers = [row for row in openings.values() if row.handout != ours.id]
        given = {ballot[0] for ballot in own[1].said["ballots"]}
        spoken_of = set(there.execute(select(m.fact.c.subject).distinct()).scalars()) - {""}
        if strangers or spoken_of - given:
            raise Refusal("handout.forged", number=ours.number)
        foreign = select(m.fact.c.kind).join(m.session, m.session.c.no == m.fact.c.session_no).distinct()
        for kind in sorted(there.execute(foreign.where(m.session.c.id != own[0].session)).scalars()):
            if kind not in OF_STATIONS:
                named = f"@fact.{kind}" if kind in set(FactKind) else kind
                raise Refusal("handout.not_of_stations", number=ours.number, kind=named)
        return _Return(ours.id, ours.number, {key: row.operator for key, row in openings.items()}, all_heads(there))


_HASH = Statement(
    select(m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_UP_TO = Statement(
    select(m.fact.c.n, m.fact.c.hash)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n <= bindparam("n"))
)
_COUNT_UP_TO = Statement(
    select(func.count())
    .select_from(m.fact)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n <= bindparam("n"))
)
_HANDOUT = Statement(
    select(m.opening.c.handout)
    .join(m.session, m.session.c.no == m.opening.c.session_no)
    .where(m.session.c.id == bindparam("session"))
)


def _known(here: Connection, there: Connection, returned: _Return) -> dict[str, int]:
    """How far each session of the return is known here.

    Raises ``Refusal`` where two chains part, or the return names what it cannot know: that is tampering; and where
    one has facts that the other lost, since nothing is put into the middle of a chain.
    """
    held, brought = all_heads(here), returned.heads
    known = {}
    for session in brought.keys() & held.keys():
        shared = min(held[session][0], brought[session][0])
        if any(_COUNT_UP_TO.scalar(conn, session=session, n=shared) != shared for conn in (here, there)):
            _compare_with_gaps(here, there, session, shared)
        ours, theirs = (_HASH.scalar(conn, session=session, n=shared) for conn in (here, there))
        if ours != theirs:
            raise Refusal("handout.fork", fact=f"{session}:{shared}")
        known[session] = held[session][0]
    for _, _, payload in salvages_in(there):
        for head in named_in(json.loads(payload)):
            if isinstance(head, LostHead) and head.session in held:
                if _HANDOUT.scalar(here, session=head.session) != returned.handout:
                    raise Refusal("handout.forged", number=returned.number)
                if _HASH.scalar(here, session=head.session, n=head.n) is not None:
                    raise Refusal("handout.lacks", fact=f"{head.session}:{head.n}")
    return known


def _compare_with_gaps(here: Connection, there: Connection, session: str, shared: int) -> None:
    """Raises ``Refusal`` where the session's facts up to ``shared`` are not the same ones here and there."""
    ours, theirs = (dict(_UP_TO.rows(conn, session=session, n=shared)) for conn in (here, there))
    for n in sorted(ours.keys() & theirs.keys()):
        if ours[n] != theirs[n]:
            raise Refusal("handout.fork", fact=f"{session}:{n}")
    for n in sorted(ours.keys() ^ theirs.keys()):
        raise Refusal("handout.lacks" if n in ours else "handout.has_more", fact=f"{session}:{n}")


_PERSONAL = Statement(
    select(m.personal.c.id, m.personal.c.salt, m.personal.c.value).where(m.personal.c.id == bindparam("id"))
)
_LAST_N = Statement(
    select(func.max(m.fact.c.n))
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"))
)


def _take_all(survey: OpenSurvey, there: Connection, facts: list[Fact], returned: _Return) -> int:
    """Take in ``facts`` in transactions with pauses; returns how many were not here yet."""
    added = 0
    while facts:
        taken, new = _take(survey, there, facts, returned)
        facts, added = facts[taken:], added + new
        time.sleep(PAUSE_SECONDS)
    return added


def _take(survey: OpenSurvey, there: Connection, facts: list[Fact], returned: _Return) -> tuple[int, int]:
    """Take in the first of ``facts`` in one transaction: how many these are, and how many of them are new here."""
    taken = added = 0
    with acting(survey, Verb.MERGE) as tx:
        began = time.perf_counter()
        held = {session: _LAST_N.scalar(tx.conn, session=session) or 0 for session in {fact.session for fact in facts}}
        for fact in facts:
            if taken and time.perf_counter() - began > WORK_SECONDS:
                break
            taken += 1
            if fact.n <= held[fact.session]:
                continue  # somebody else merges the same return
            for ref in (text["ref"] for text in texts_of(fact.kind, fact.said)):
                row = _PERSONAL.first(there, id=ref)
                if row is not None and _PERSONAL.first(tx.conn, id=ref) is None:
                    tx.conn.execute(insert(m.personal), dict(zip(("id", "salt", "value"), row, strict=True)))
            tx.arrive(fact, returned.openings[fact.session])
            added += 1
        for serial in sorted({fact.subject for fact in facts[:taken] if fact.kind in ARRIVING}):
            _settle(survey, tx, serial)
            paper_changed(survey, tx, serial)
    return taken, added


_STATE = Statement(select(m.ballot.c.state).where(m.ballot.c.serial == bindparam("serial")))


def _settle(survey: OpenSurvey, tx: Transaction, serial: str) -> None:
    """Both passes together agree, or were decided on, or one is enough: it settles as if it had been keyed here."""
    if _STATE.scalar(tx.conn, serial=serial) in (State.DIFFERING, State.FIRST_KEYED):
        settle_if_decided(survey, tx, serial)


def _publish(survey: OpenSurvey, returned: _Return, file_sha256: str, added: int) -> None:
    with acting(survey, Verb.MERGE) as tx:
        last = tx.conn.execute(select(m.handout.c.merged).where(m.handout.c.id == returned.handout)).scalar()
        named = {} if last is None else tx.fact(last).said["sessions"]
        news = any(named.get(session, [0])[0] < n for session, (n, _) in returned.heads.items())
        if added or news:
            heads = {session: list(returned.heads[session]) for session in sorted(returned.heads)}
            for session, (n, digest) in named.items():
                if session not in heads or heads[session][0] < n:
                    heads[session] = [n, digest]
            tx.append(FactKind.MERGED, handout=returned.handout, sessions=heads, file=file_sha256, facts=added)
