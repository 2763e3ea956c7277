"""Where batches stand, who has which, what was found when their papers were counted, and what waits for a keyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select
from sqlalchemy.sql import func

from sipas_desktop.domain import batch as b
from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.batch import Stage
from sipas_desktop.domain.roles import only_keys
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.batch_rows import claim_of, papers, strays, tallies, wish_of
from sipas_desktop.store.database import OpenSurvey


@dataclass(frozen=True)
class BatchStanding:
    """One batch: its stage, how many ballots are how far, who has it for which pass.

    Who only keys is told 0 in ``settled``, and no stage that would tell whether something differs. Where ballots are
    sampled she is told 0 in ``second``, too: it would say how many were drawn; and of ballots that she keyed herself
    none as missing: who keys the second pass looks for those that were drawn.
    """

    code: str
    unit: str
    stage: Stage
    ballots: int  # that count
    first: int  # first pass complete
    second: int
    settled: int
    away: int  # passes of its ballots that are keyed elsewhere
    holders: tuple[str, str]  # who has it for the first and the second pass; "" nobody
    since: tuple[str, str]  # since when, UTC
    papers: int | None  # of the last count; None where nobody counted
    missing: tuple[str, ...]  # serials that the last count missed and nothing has explained since
    extra: tuple[str, ...]
    surplus: int  # papers more (less) than ballots registered, where only their number was counted


@dataclass(frozen=True)
class BatchPaper:
    """One paper of a batch at work, as its keyer may know it."""

    serial: str
    position: int | None
    waits: bool  # she can start it
    hers: bool  # she has begun it and not completed it
    done: bool  # the pass is complete
    missing: bool = False  # it was not there when the papers were counted


@dataclass(frozen=True)
class BatchAtWork:
    """A batch and one pass of it, in the order of its papers."""

    code: str
    unit: str
    pass_no: int
    papers: tuple[BatchPaper, ...]


def batch_standings(survey: OpenSurvey) -> list[BatchStanding]:
    """All batches by code."""
    hidden, sampled = only_keys(survey.operator.roles), survey.plan.keying.samples
    bal, gone = m.ballot.c, m.away.c
    with survey.reading() as conn:
        held = tallies(conn)
        rows = conn.execute(select(m.batch).order_by(m.batch.c.code)).all()
        claims = _claims(conn)
        counts = {row.batch: row for row in conn.execute(select(m.batch_count))}
        registered = {
            row[0]: row[1]
            for row in conn.execute(select(bal.batch, func.count()).where(bal.batch.in_(counts)).group_by(bal.batch))
        }
        own_ones = _keyed_by(conn, survey.operator.name) if hidden and sampled else set()
        odd = [each for each in strays(conn) if each.extra or each.serial not in own_ones]
        away = {
            row[0]: row[1]
            for row in conn.execute(
                select(bal.batch, func.count())
                .join(m.away, gone.serial == bal.serial)
                .where(bal.batch.is_not(None))
                .group_by(bal.batch)
            )
        }
    found = []
    for row in rows:
        tally, count = held[row.code], counts.get(row.code)
        stage = b.stage_of(tally)
        own = [claims.get((row.code, number), ("", "")) for number in (1, 2)]
        surplus = 0 if count is None or count.listed else count.papers - registered.get(row.code, 0)
        found.append(
            BatchStanding(
                code=row.code,
                unit=row.unit or "",
                stage=b.seen_by_keyer(stage, sampled=sampled) if hidden else stage,
                ballots=tally.ballots,
                first=tally.first,
                second=0 if hidden and sampled else tally.second,
                settled=0 if hidden else tally.settled,
                away=away.get(row.code, 0),
                holders=(own[0][0], own[1][0]),
                since=(own[0][1], own[1][1]),
                papers=None if count is None else count.papers,
                missing=tuple(each.serial for each in odd if each.batch == row.code and not each.extra),
                extra=tuple(each.serial for each in odd if each.batch == row.code and each.extra),
                surplus=surplus,
            )
        )
    return found


def _keyed_by(conn: Connection, name: str) -> set[str]:
    return set(conn.execute(select(m.keying.c.serial).where(m.keying.c.operator == name)).scalars())


def _claims(conn: Connection) -> dict[tuple[str, int], tuple[str, str]]:
    c = m.batch_claim.c
    rows = conn.execute(select(c.batch, c["pass"], c.operator, m.fact.c.at).join(m.fact, m.fact.c.seq == c.fact))
    return {(code, number): (operator, at) for code, number, operator, at in rows}


def next_batch(survey: OpenSurvey, pass_no: int) -> str:
    """The batch to take next: of those that the operator may have for the pass, the one received first.

    One of which every ballot that waits was found missing is passed over. Raises ``Refusal`` where there is none.
    """
    name = survey.operator.name
    bal, c = m.ballot.c, m.batch_claim.c
    before = {1: (State.VALID, State.FIRST_ELSEWHERE), 2: (State.FIRST_KEYED, State.FIRST_ELSEWHERE)}[pass_no]
    s = m.batch_stray.c
    lost = exists().where(s.batch == bal.batch, s.serial == bal.serial, s.extra.is_(False))
    taken = exists().where(c.batch == bal.batch, c["pass"] == pass_no, c.operator != name)
    waiting = (
        select(bal.batch)
        .where(bal.batch.is_not(None), bal.state.in_([state.value for state in before]), ~lost, ~taken)
        .group_by(bal.batch)
        .order_by(func.min(bal.received), bal.batch)
    )
    with survey.reading() as conn:
        for code in conn.execute(waiting).scalars().all():
            wish = wish_of(conn, code, pass_no, name)
            if wish is not None and wish.waiting and not b.why_not(wish):
                return str(code)
    raise Refusal("batch.none_waits", number=pass_no)


def batches_held(survey: OpenSurvey) -> list[tuple[str, int]]:
    """The batches that the operator has, in the order in which she got them: (code, pass)."""
    c = m.batch_claim.c
    query = select(c.batch, c["pass"]).where(c.operator == survey.operator.name).order_by(c.fact)
    with survey.reading() as conn:
        return [(code, number) for code, number in conn.execute(query)]


def batch_at_desk(survey: OpenSurvey, code: str, pass_no: int) -> BatchAtWork:
    """The papers of a batch for one pass; nothing of it depends on the other pass of a ballot that she may key.

    Of one that she keyed nothing is told but her own keying.
    Raises ``Refusal`` for a batch that is not there.
    """
    code, name = normalise(code), survey.operator.name
    with survey.reading() as conn:
        row = conn.execute(select(m.batch.c.unit).where(m.batch.c.code == code)).first()
        if row is None:
            raise Refusal("receive.no_batch", batch=code)
        found = papers(conn, code, pass_no)
        own = _keyed_by(conn, name)
        gone = {each.serial for each in strays(conn, code) if not each.extra} - own
    listed = [
        BatchPaper(
            each.serial,
            each.position,
            each.waits(pass_no) and each.serial not in own,
            each.is_open and each.keyer == name,
            each.complete and (each.serial not in own or each.keyer == name),
            each.serial in gone,
        )
        for each in found
        if each.state in COUNTED
    ]
    return BatchAtWork(code, row.unit or "", pass_no, tuple(listed))


def holder_of(survey: OpenSurvey, code: str, pass_no: int) -> str:
    """Who has the batch for the pass; "" where nobody has."""
    with survey.reading() as conn:
        claim = claim_of(conn, normalise(code), pass_no)
    return claim.operator if claim else ""


@dataclass(frozen=True)
class CoverSheet:
    """What stands on the cover of a batch."""

    code: str
    unit: str  # name of the unit that the batch is of, "" where each ballot says it
    serials: Sequence[tuple[int | None, str]]  # place in the batch, serial
    received: tuple[str, ...]  # who received its ballots
    days: tuple[str, ...]  # the first and the last day of receipt in Vietnam


def cover_sheet(survey: OpenSurvey, code: str) -> CoverSheet:
    """The cover of a batch. Raises ``Refusal`` for a batch that is not there."""
    code = normalise(code)
    bal, c = m.ballot.c, m.catalogue.c
    with survey.reading() as conn:
        row = conn.execute(select(m.batch.c.unit).where(m.batch.c.code == code)).first()
        if row is None:
            raise Refusal("receive.no_batch", batch=code)
        unit = conn.execute(select(c.name).where(c.kind == "unit", c.code == row.unit)).scalar() if row.unit else None
        found = conn.execute(
            select(bal.serial, bal.position, bal.received_on, m.opening.c.operator)
            .outerjoin(m.fact, m.fact.c.seq == bal.received)
            .outerjoin(m.opening, m.opening.c.session_no == m.fact.c.session_no)
            .where(bal.batch == code)
            .order_by(bal.position, bal.serial)
        ).all()
    days = sorted({each.received_on for each in found if each.received_on})
    return CoverSheet(
        code,
        unit or row.unit or "",
        tuple((each.position, each.serial) for each in found),
        tuple(sorted({each.operator for each in found if each.operator})),
        tuple(dict.fromkeys([*days[:1], *days[-1:]])),
    )
