"""Whether a fact about a ballot's coming back could have happened: its receipt, that being a mistake, its validity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot
from sipas_desktop.store.field_steps import state_by_steps
from sipas_desktop.store.gaps import LostPlace
from sipas_desktop.store.queries.legality_of_merges import ILLEGAL, unless
from sipas_desktop.store.queries.named_gaps import Gaps
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]

_CLOSED = Statement(select(m.batch.c.closed).where(m.batch.c.code == bindparam("code")))
_LAST_PLACE = Statement(select(func.max(m.ballot.c.position)).where(m.ballot.c.batch == bindparam("code")))


def judges(conn: Connection, plan: Plan, gaps: Gaps) -> dict[str, Callable[[Fact, Said, str], str | None]]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    return {
        FactKind.BALLOT_RECEIVED: lambda fact, said, operator: received(conn, plan, gaps, fact, said),
        FactKind.RECEIPT_WITHDRAWN: lambda fact, said, operator: withdrawn(conn, fact, said),
        FactKind.VALIDITY_SET: lambda fact, said, operator: judged(conn, plan, fact, said),
    }


def received(conn: Connection, plan: Plan, gaps: Gaps, fact: Fact, said: Said) -> str | None:
    """It was out, it comes by a channel of the plan, and stands at the next place of an open batch.

    Receipts that come after lost ones keep their places: those that ``gaps`` names.
    """
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.RECEIVE):
        return ILLEGAL
    if said["before"] != row.state.value and not gaps.may_lack(fact.seq):  # what had been said of it is lost
        return ILLEGAL
    batch, position = said["batch"], said["position"]
    if batch is None:
        placed = position is None
    else:
        held = _CLOSED.first(conn, code=batch)
        placed = bool(held and not held[0] and _is_next(conn, gaps, fact, batch, position))
    came = plan.channel(said["channel"]) is not None and said["photocopy"] == (row.printed_as == "labels")
    return unless(placed and came and is_reason(plan, said["reason"]))


def _is_next(conn: Connection, gaps: Gaps, fact: Fact, batch: str, position: int) -> bool:
    free = (_LAST_PLACE.scalar(conn, code=batch) or 0) + 1
    if position > free:
        return gaps.accept(LostPlace(fact.session, fact.n, free), fact.seq)
    return position == free


def withdrawn(conn: Connection, fact: Fact, said: Said) -> str | None:
    """It names the receipt that holds, and where the ballot was before."""
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.WITHDRAW_RECEIPT) or row.batch_closed:
        return ILLEGAL
    if row.received is None or ref_of(conn, row.received) != said["supersedes"]:
        return ILLEGAL
    return unless(state_by_steps(conn, fact.subject) == said["state"])


def judged(conn: Connection, plan: Plan, fact: Fact, said: Said) -> str | None:
    """It names the reason that held, and the fact that said so."""
    row = find_ballot(conn, fact.subject)
    if row is None or not is_legal(row.state, Move.SET_VALIDITY) or row.batch_closed:
        return ILLEGAL
    before = None if row.judged is None else ref_of(conn, row.judged)
    named = said["before"] == row.reason and said["supersedes"] == before
    return unless(named and is_reason(plan, said["reason"]))


def is_reason(plan: Plan, reason: str | None) -> bool:
    """Whether the plan has the ``reason`` why a ballot does not count; none at all is one too."""
    return reason is None or plan.reason(reason) is not None
