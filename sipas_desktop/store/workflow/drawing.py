"""Drawing official and reserve lists from the sampling frame, and calling up the reserve.

A draw is one fact: seed, method, numbers, strata, hash of the frame. Who was drawn follows from it, and ``check`` draws
again. Its rows are written before the fact, in short transactions; nobody sees them until it is there.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from sipas_desktop import __version__
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sampling import RULES, Draw, FrameRow, Stratum, draw
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store import sample_lists as lists
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.unlinked import refuse_gone
from sipas_desktop.store.workflow.bulk import ROWS, insert_rows
from sipas_desktop.store.workflow.permission import acting, require

# Where the number of official members comes from: somebody said it; the plan's rule, counted from the frame's rows or
# from transactions of the survey, or a number that the plan states; the finite-population formula.
BASES = ("given", "quota", "transactions", "fixed", "formula")


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn. ``official`` is a number, or one for each stratum; ``basis`` says where it comes from.

    Where that are the survey's transactions, ``counted`` says how many of each stratum ("" of all together), and
    ``years`` of which years.
    """

    seed: int
    method: str
    by: str
    official: int | Mapping[str, int]
    reserve: int
    basis: str = "given"
    counted: Mapping[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class SampleDrawn:
    """A draw that counts. ``already``: it was made before, with just these numbers from just this frame."""

    id: str
    drawn: Draw
    already: bool = False


def frame_to_draw(survey: OpenSurvey, again: bool = False) -> list[FrameRow]:
    """The rows of the frame that a draw would be made from: those in no draw yet; ``again``, the last draw's too.

    Personal data. Raises ``Refusal`` where there are none.
    """
    require(survey, Verb.DRAW_SAMPLE)
    with survey.reading() as conn:
        return _frame(conn, again)[2]


def _frame(conn: Connection, again: bool) -> tuple[lists.DrawNow | None, list[str], list[FrameRow]]:
    last = lists.last_draw(conn)
    imports = lists.open_imports(conn, conn, last.id if again and last else None)
    rows = lists.frame_rows(conn, imports)
    if not rows:
        raise Refusal("draw.drawn_before" if last else "draw.no_frame")
    return last, imports, rows


def draw_sample(
    survey: OpenSurvey,
    wanted: Wanted,
    *,
    again: bool = False,
    reason: str = "",
    progress: Callable[[int], None] | None = None,
) -> SampleDrawn:
    """Draw the lists from all rows of the frame that are in no draw yet.

    ``again`` draws the last draw anew, in its place and with the frame that came since; it needs a reason, and is
    refused once ballots were printed after it or one of its members was replaced. The same draw a second time gives the
    first. Raises ``Refusal`` also for an empty frame and where others drew or imported meanwhile.
    """
    require(survey, Verb.DRAW_SAMPLE)
    if again and not reason.strip():
        raise Refusal("draw.reason")
    with survey.reading() as conn:
        refuse_gone(conn)
        last = lists.last_draw(conn)
        if not again and last and not lists.open_imports(conn, conn):
            return _same_as(conn, last, wanted)
        if again and last is None:
            raise Refusal("draw.none_before")
        if again and last and lists.is_used(conn, last):
            raise Refusal("draw.used")
        last, imports, rows = _frame(conn, again)
    drawn = draw(rows, wanted.seed, wanted.method, wanted.official, wanted.reserve, wanted.by)
    own = secrets.token_hex(16)
    with acting(survey, Verb.DRAW_SAMPLE) as tx:
        tx.conn.execute(insert(m.draw), {"id": own, "published": None, "superseded": None})
    try:
        insert_rows(survey, m.drawn, lists.drawn_rows(own, drawn.chosen), progress)
        with acting(survey, Verb.DRAW_SAMPLE) as tx:
            before = lists.last_draw(tx.conn)
            superseding = before.id if again and before else None
            if before != last or lists.open_imports(tx.conn, tx.conn, superseding) != imports:
                raise Refusal("draw.meanwhile")
            if superseding and before and lists.is_used(tx.conn, before):
                raise Refusal("draw.used")
            _append(tx, own, wanted, drawn, imports, before if superseding else None, reason.strip())
    except BaseException:
        _forget(survey, own)
        raise
    return SampleDrawn(own, drawn)


def _append(
    tx: Transaction,
    own: str,
    wanted: Wanted,
    drawn: Draw,
    imports: list[str],
    before: lists.DrawNow | None,
    reason: str,
) -> None:
    counted: dict[str, Any] = {}
    if wanted.basis == "transactions":
        counted = {"counted": dict(wanted.counted), "years": list(wanted.years)}
    tx.append(
        FactKind.SAMPLE_DRAWN,
        draw=own,
        seed=wanted.seed,
        method=wanted.method,
        by=wanted.by,
        basis=wanted.basis,
        official=wanted.official if isinstance(wanted.official, int) else dict(wanted.official),
        reserve=wanted.reserve,
        imports=imports,
        rows=drawn.rows,
        duplicates=drawn.duplicates,
        frame_sha256=drawn.frame_sha256,
        strata=[[each.name, each.rows, each.asked, each.official, each.reserve] for each in drawn.strata],
        rules=RULES,
        program=__version__,
        supersedes=tx.fact(before.published).ref if before else None,
        reason=tx.personal(reason) if before else None,
        **counted,
    )


def _same_as(conn: Connection, last: lists.DrawNow, wanted: Wanted) -> SampleDrawn:
    """The last draw where it was made with just these numbers. Raises ``Refusal`` where it was not."""
    said = json.loads(conn.execute(select(m.fact.c.payload).where(m.fact.c.seq == last.published)).scalar_one())
    asked = wanted.official if isinstance(wanted.official, int) else dict(wanted.official)
    given = (wanted.seed, wanted.method, wanted.by, asked, wanted.reserve)
    if given != tuple(said[name] for name in ("seed", "method", "by", "official", "reserve")):
        raise Refusal("draw.drawn_before")
    rows = lists.frame_rows(conn, said["imports"])
    drawn = draw(rows, wanted.seed, wanted.method, asked, wanted.reserve, wanted.by)
    if drawn.frame_sha256 != said["frame_sha256"]:  # somebody was erased since
        strata = tuple(Stratum(*stratum) for stratum in said["strata"])
        drawn = Draw(said["rows"], said["duplicates"], said["frame_sha256"], strata, ())
    return SampleDrawn(last.id, drawn, already=True)


def _forget(survey: OpenSurvey, own: str) -> None:
    d = m.drawn.c
    left = 1
    while left:
        some = select(d.member).where(d.draw == own).limit(ROWS)
        with survey.writing() as tx:
            left = tx.conn.execute(delete(m.drawn).where(d.draw == own, d.member.in_(some))).rowcount
    with survey.writing() as tx:
        tx.conn.execute(delete(m.draw).where(m.draw.c.id == own))


def replace_member(survey: OpenSurvey, position: int, reason: str, *, elsewhere: bool = False) -> int:
    """Put the next of the reserve in the place of the official member at ``position``; returns her position.

    It is the next of the same stratum (of an imported list: unit), in order; ``elsewhere`` where that has nobody left.
    Raises ``Refusal`` without a reason, for who is not on the official list or has answered, and where the reserve is
    used up.
    """
    require(survey, Verb.DRAW_SAMPLE)
    if not reason.strip():
        raise Refusal("draw.why_replaced")
    s = m.sample_member.c
    with acting(survey, Verb.DRAW_SAMPLE) as tx:
        conn = tx.conn
        published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
        member = conn.execute(select(s.id).where(s.position == position, s["import"].in_(published))).scalar()
        if member is None or not lists.is_official(conn, conn, member):
            raise Refusal("draw.not_official", position=position)
        if lists.has_answered(conn, conn, member):
            raise Refusal("draw.has_answered", position=position)
        by = lists.next_in_reserve(conn, conn, member)
        if by is not None and elsewhere:
            raise Refusal("draw.own_stratum_first")
        if by is None and elsewhere:
            by = lists.next_in_reserve(conn, conn, member, elsewhere=True)
        if by is None:
            raise Refusal("draw.nobody_at_all" if elsewhere else "draw.nobody_left")
        why = tx.personal(reason.strip())
        tx.append(FactKind.MEMBER_REPLACED, member=member, by=by, elsewhere=elsewhere, reason=why)
        return int(conn.execute(select(s.position).where(s.id == by)).scalar_one())
