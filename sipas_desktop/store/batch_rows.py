"""What the file holds about batches at work, read within somebody else's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.batch import FAR, HANGS_ON_KEYINGS, Paper, Tally, Wish, stage_of, tally_of
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement


@dataclass(frozen=True)
class Claim:
    """Who has a batch for a pass; ``fact`` gave it to her."""

    operator: str
    fact: int


_CLAIM = Statement(
    select(m.batch_claim.c.operator, m.batch_claim.c.fact).where(
        m.batch_claim.c.batch == bindparam("batch"), m.batch_claim.c["pass"] == bindparam("pass_no")
    )
)


def claim_of(conn: Connection, batch: str, pass_no: int) -> Claim | None:
    """Who has the batch for the pass; None where nobody has."""
    row = _CLAIM.first(conn, batch=batch, pass_no=pass_no)
    return None if row is None else Claim(*row)


def refuse_claimed(conn: Connection, batch: str | None, pass_no: int, name: str) -> None:
    """Raises ``Refusal`` where the batch is somebody else's for this pass."""
    claim = None if batch is None else claim_of(conn, batch, pass_no)
    if claim is not None and claim.operator != name:
        raise Refusal("batch.taken", batch=batch, number=pass_no, name=claim.operator)


_PAPERS = Statement(
    select(
        m.ballot.c.serial,
        m.ballot.c.position,
        m.ballot.c.state,
        m.keying.c.operator,
        m.keying.c.completed,
        m.away.c["pass"],
    )
    .outerjoin(
        m.keying,
        (m.keying.c.serial == m.ballot.c.serial)
        & (m.keying.c["pass"] == bindparam("pass_no"))
        & m.keying.c.aside.is_(None),
    )
    .outerjoin(m.away, (m.away.c.serial == m.ballot.c.serial) & (m.away.c["pass"] == bindparam("pass_no")))
    .where(m.ballot.c.batch == bindparam("batch"))
    .order_by(m.ballot.c.position, m.ballot.c.serial)
)


def papers(conn: Connection, batch: str, pass_no: int) -> list[Paper]:
    """The ballots of the batch in the order of its papers, with how far the pass of each is."""
    return [
        Paper(serial, position, State(state), keyer or "", completed is not None, away is not None)
        for serial, position, state, keyer, completed, away in _PAPERS.rows(conn, batch=batch, pass_no=pass_no)
    ]


_KEYED_OTHER = Statement(
    select(m.keying.c.started)
    .join(m.ballot, m.ballot.c.serial == m.keying.c.serial)
    .where(
        m.ballot.c.batch == bindparam("batch"),
        m.keying.c["pass"] != bindparam("pass_no"),
        m.keying.c.operator == bindparam("name"),
    )
    .limit(1)
)
_KEYED_THERE = Statement(
    select(m.away.c.serial)
    .join(m.ballot, m.ballot.c.serial == m.away.c.serial)
    .where(
        m.ballot.c.batch == bindparam("batch"),
        m.away.c["pass"] != bindparam("pass_no"),
        m.away.c.operator == bindparam("name"),
    )
    .limit(1)
)


def keyed_other(conn: Connection, batch: str, pass_no: int, name: str) -> bool:
    """Whether she keyed the other pass of any ballot of the batch, here or, as a station was told, elsewhere."""
    return any(
        each.first(conn, batch=batch, pass_no=pass_no, name=name) is not None for each in (_KEYED_OTHER, _KEYED_THERE)
    )


_REGISTERED = Statement(select(m.ballot.c.serial).where(m.ballot.c.batch == bindparam("batch")))


def registered(conn: Connection, batch: str) -> set[str]:
    """The serials of all ballots in the batch, whether they count or not."""
    return {serial for (serial,) in _REGISTERED.rows(conn, batch=batch)}


@dataclass(frozen=True)
class Stray:
    """What the last count of a batch found missing or extra, and nothing has explained since."""

    batch: str
    serial: str
    position: int | None
    extra: bool
    at: str  # when it was counted, UTC


def strays(conn: Connection, batch: str | None = None) -> list[Stray]:
    """Of all batches, or of one. A missing ballot is explained when it is not of the batch any more, or when somebody
    has begun to key it since; an extra one when it is of the batch.
    """
    s, c, bal, k = m.batch_stray.c, m.batch_count.c, m.ballot.c, m.keying.c
    seen = select(k.started).where(k.serial == s.serial, k.started > c.fact).exists()
    query = (
        select(s.batch, s.serial, bal.position, s.extra, m.fact.c.at, bal.batch.label("now"), seen.label("seen"))
        .select_from(m.batch_stray)
        .join(m.ballot, bal.serial == s.serial)
        .join(m.batch_count, c.batch == s.batch)
        .join(m.fact, m.fact.c.seq == c.fact)
        .order_by(s.batch, s.serial)
    )
    if batch is not None:
        query = query.where(s.batch == batch)
    return [
        Stray(row.batch, row.serial, None if row.extra else row.position, bool(row.extra), row.at)
        for row in conn.execute(query)
        if bool(row.extra) != (row.now == row.batch) and (row.extra or not row.seen)
    ]


def tallies(conn: Connection) -> dict[str, Tally]:
    """How far each batch is, counted by the database; batches without a ballot are there, too."""
    bal, k = m.ballot.c, m.keying.c
    mine = bal.batch.is_not(None)
    at_station = _STATION.scalar(conn) is not None
    counts: dict[str, list[int]] = {}
    rows = conn.execute(select(bal.batch, bal.state, func.count()).where(mine).group_by(bal.batch, bal.state))
    for code, state, count in rows:
        if State(state) in COUNTED:
            own = counts.setdefault(code, [0] * 6)
            own[0] += count
            for place, far in enumerate(FAR[State(state)], start=1):
                own[place] += count * far
    elsewhere = (
        select(bal.batch, k["pass"], func.count())
        .join(m.keying, k.serial == bal.serial)
        .where(mine, bal.state.in_([state.value for state in HANGS_ON_KEYINGS]), k.completed.is_not(None))
        .where(k.aside.is_(None))
    )
    for code, pass_no, count in conn.execute(elsewhere.group_by(bal.batch, k["pass"])):
        counts[code][pass_no] += count
        counts[code][5] += count
    if at_station:
        gone = m.away.c
        rows = conn.execute(
            select(bal.batch, gone["pass"], func.count())
            .join(m.away, gone.serial == bal.serial)
            .where(mine, bal.state.in_([state.value for state in COUNTED]))
            .group_by(bal.batch, gone["pass"])
        )
        for code, pass_no, count in rows:
            counts[code][pass_no] += count
    claimed = set(conn.execute(select(m.batch_claim.c.batch)).scalars())
    return {
        code: Tally(own[0], own[1], own[2], own[3], own[4], own[5] > 0, code in claimed, bool(closed))
        for code, closed in conn.execute(select(m.batch.c.code, m.batch.c.closed))
        for own in [counts.get(code, [0] * 6)]
    }


_STATION = Statement(select(m.survey.c.handout))
_CLOSED = Statement(select(m.batch.c.closed).where(m.batch.c.code == bindparam("batch")))


def tally(conn: Connection, batch: str) -> Tally | None:
    """How far one batch is, whoever has it; None where it is not there. A check asks this at every claim."""
    row = _CLOSED.first(conn, batch=batch)
    if row is None:
        return None
    first, second = (papers(conn, batch, pass_no) for pass_no in (1, 2))
    found = tally_of(first, second, at_station=_STATION.scalar(conn) is not None)
    return replace(found, closed=bool(row[0]))


def wish_of(conn: Connection, batch: str, pass_no: int, name: str, holder: str = "") -> Wish | None:
    """What the rules ask where ``name`` wishes to have the batch, which is ``holder``'s now; None without such one."""
    held = tally(conn, batch)
    if held is None:
        return None
    own = papers(conn, batch, pass_no)
    return Wish(
        name,
        pass_no,
        stage_of(held),
        holder,
        keyed_other(conn, batch, pass_no, name),
        sum(paper.waits(pass_no) for paper in own),
        sum(paper.is_open and paper.keyer == name for paper in own),
    )
