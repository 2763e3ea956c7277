"""What is at stations, and what stations say against each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select, union
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.conflict import Against, Conflict, Deed, DeedKind, conflicts_among
from sipas_desktop.domain.roles import only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import operators_on
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_merge import deeds
from sipas_desktop.store.references import ref_of


@dataclass(frozen=True)
class HandoutView:
    """One hand-out. ``away`` counts the ballots of which a pass is there still; times are UTC, "" for not yet."""

    id: str
    number: int
    name: str
    passes: tuple[int, ...]
    ballots: int
    away: int
    at: str
    operator: str
    merged: str
    taken_back: str


@dataclass(frozen=True)
class DeedView:
    """One thing that was done to a ballot in conflict. ``ref`` is what ``settle_conflict`` keeps it by."""

    ref: str
    kind: DeedKind
    operator: str
    about: str  # the pass of a keying, the question of a decision
    station: int | None  # None: in the office
    at: str  # UTC, ISO 8601
    in_conflict: bool


@dataclass(frozen=True)
class ConflictView:
    """A ballot on which stations said what cannot all count: why, and all that was done to it, by ``ref``.

    ``own``: the operator had a part in it, so what was done is withheld (``deeds`` is empty); others settle it.
    """

    serial: str
    what: tuple[Against, ...]
    operators: tuple[str, ...]  # those who stand against each other
    deeds: tuple[DeedView, ...]
    own: bool = False


@dataclass(frozen=True)
class ConflictsLeft:
    """How many ballots are in conflict."""

    waiting: int  # this operator may settle them
    own: int  # she keyed or adjudicated them: they wait for somebody else


def handouts(survey: OpenSurvey) -> list[HandoutView]:
    """All hand-outs by number."""
    h = m.handout.c
    away = select(func.count(m.away.c.serial.distinct())).where(m.away.c.handout == h.id).scalar_subquery()
    query = (
        select(m.handout, m.fact.c.at, m.opening.c.operator, away.label("away"))
        .join(m.fact, m.fact.c.seq == h.fact)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .order_by(h.number, h.fact)
    )
    with survey.reading() as conn:
        times = {row.seq: row.at for row in conn.execute(select(m.fact.c.seq, m.fact.c.at).where(_ENDS))}
        return [
            HandoutView(
                id=row.id,
                number=row.number,
                name=row.name,
                passes=tuple(int(number) for number in row.passes),
                ballots=row.ballots,
                away=row.away,
                at=row.at,
                operator=row.operator,
                merged=times.get(row.merged, ""),
                taken_back=times.get(row.taken_back, ""),
            )
            for row in conn.execute(query)
        ]


_ENDS = m.fact.c.seq.in_(select(m.handout.c.merged)) | m.fact.c.seq.in_(select(m.handout.c.taken_back))


def conflicts(survey: OpenSurvey, among: Collection[str] | None = None) -> tuple[ConflictView, ...]:
    """The ballots in conflict by serial, of ``among`` where it is given. Raises ``Refusal`` for who only keys."""
    operator = survey.operator
    if only_keys(operator.roles):
        raise Refusal("differences.not_for_keyers", name=operator.name)
    query = select(m.ballot.c.serial).where(m.ballot.c.state == State.CONFLICT.value).order_by(m.ballot.c.serial)
    with survey.reading() as conn:
        return tuple(
            _view(conn, serial, operator.name)
            for serial in conn.execute(query).scalars().all()
            if among is None or serial in among
        )


def conflicts_left(survey: OpenSurvey) -> ConflictsLeft:
    """How many ballots in conflict this operator may settle, and how many only others may."""
    if only_keys(survey.operator.roles):
        raise Refusal("differences.not_for_keyers", name=survey.operator.name)
    count = select(func.count()).select_from(m.ballot).where(m.ballot.c.state == State.CONFLICT.value)
    part = union(
        *(select(each.c.serial).where(each.c.operator == survey.operator.name) for each in (m.keying, m.adjudication))
    )
    with survey.reading() as conn:
        total = conn.execute(count).scalar() or 0
        own = conn.execute(count.where(m.ballot.c.serial.in_(part))).scalar() or 0 if total else 0
    return ConflictsLeft(total - own, own)


def _view(conn: Connection, serial: str, asking: str) -> ConflictView:
    held = {ref_of(conn, int(deed.ref)): deed for deed in deeds(conn, serial)}
    whose = {ref: _where(conn, int(deed.ref)) for ref, deed in held.items()}
    named = [
        Deed(ref, deed.kind, deed.operator or whose[ref][0], deed.about, deed.counts) for ref, deed in held.items()
    ]
    found: tuple[Conflict, ...] = conflicts_among(named)
    against = {deed.ref for conflict in found for deed in conflict.deeds}
    views = [
        DeedView(
            ref=deed.ref,
            kind=deed.kind,
            operator=deed.operator,
            about=deed.about.partition(" ")[0],
            station=whose[deed.ref][1],
            at=whose[deed.ref][2],
            in_conflict=deed.ref in against,
        )
        for deed in sorted(named, key=lambda deed: deed.ref)
    ]
    operators = {name for conflict in found for name in conflict.operators}
    what = tuple(conflict.what for conflict in found)
    own = asking in operators_on(conn, serial)
    return ConflictView(serial, what, tuple(sorted(operators)), () if own else tuple(views), own)


def _where(conn: Connection, seq: int) -> tuple[str, int | None, str]:
    """Who appended the fact, at which station, when."""
    row = conn.execute(
        select(m.opening.c.operator, m.handout.c.number, m.fact.c.at)
        .select_from(m.fact)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .outerjoin(m.handout, m.handout.c.id == m.opening.c.handout)
        .where(m.fact.c.seq == seq)
    ).one()
    return row[0], row[1], row[2]
