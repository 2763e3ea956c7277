"""Whether a fact about paper that goes from hand to hand could have happened: hand-overs, ballot boxes, mail."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.box import is_countable
from sipas_desktop.domain.fact import Fact, FactKind, day_of
from sipas_desktop.domain.handover import Direction, Side, may_give
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot
from sipas_desktop.store.on_post import BOX_FACT, BOX_OF_BATCH, GIVEN_ELSEWHERE, HANDOVER, HELD, MAILED, scanned
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_UNIT = Statement(
    select(m.catalogue.c.code).where(m.catalogue.c.kind == "unit", m.catalogue.c.code == bindparam("code"))
)


def judges(conn: Connection, plan: Plan) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    milestones = {each.code for each in plan.milestones}

    def opened(fact: Fact, said: Said, operator: str) -> str | None:
        numbered = said["handover"] > 0 and HANDOVER.first(conn, number=said["handover"]) is None
        asked = said["milestone"] is None or said["milestone"] in milestones
        return unless(numbered and asked and said["direction"] in set(Direction) and _had_come(said["day"], fact))

    return {
        FactKind.HANDOVER_OPENED: opened,
        FactKind.HANDOVER_SCANNED: lambda fact, said, operator: unless(_scanned(conn, said)),
        FactKind.HANDOVER_EXPLAINED: lambda fact, said, operator: unless(_explained(conn, said)),
        FactKind.HANDOVER_CLOSED: lambda fact, said, operator: unless(_closed(conn, said)),
        FactKind.REMINDERS_PRINTED: lambda fact, said, operator: unless(_reminded(conn, fact, said)),
        FactKind.BOX_OPENED: lambda fact, said, operator: unless(_box_opened(conn, fact, said)),
    }


def _had_come(day: str, fact: Fact) -> bool:
    return datetime.date.fromisoformat(day).isoformat() == day <= day_of(fact.at)


def _direction(conn: Connection, said: Said) -> Direction | None:
    """Of the hand-over that is spoken of, None where there is none that is open."""
    row = HANDOVER.first(conn, number=said["handover"])
    return None if row is None or row[1] is not None else Direction(row[0])


def _scanned(conn: Connection, said: Said) -> bool:
    direction, side, serials = _direction(conn, said), said["side"], said["serials"]
    if direction is None or side not in set(Side) or not serials or serials != sorted(set(serials)):
        return False
    return all(_may_scan(conn, said["handover"], direction, side, each, undone=said["undone"]) for each in serials)


def _may_scan(conn: Connection, number: int, direction: Direction, side: str, serial: str, *, undone: bool) -> bool:
    given, taken = HELD.first(conn, number=number, serial=serial) or (False, False)
    has = bool(given if side == Side.GIVEN else taken)
    row = find_ballot(conn, serial)
    if row is None or row.printed_as in NOT_PRINTED or has != undone:
        return False
    if undone or side == Side.TAKEN:
        return True
    return may_give(direction, row.state) and GIVEN_ELSEWHERE.first(conn, serial=serial, number=number) is None


def _explained(conn: Connection, said: Said) -> bool:
    if _direction(conn, said) is None:
        return False
    serials, held = said["serials"], scanned(conn, said["handover"])
    return bool(serials) and serials == sorted(set(serials)) and set(serials) <= {*held.missing, *held.extra}


def _closed(conn: Connection, said: Said) -> bool:
    if _direction(conn, said) is None:
        return False
    held = scanned(conn, said["handover"])
    told = (said["given"], said["taken"], said["missing"], said["extra"])
    due = (len(held.given), len(held.taken), list(held.missing), list(held.extra))
    return not held.unexplained and told == due


def _box_opened(conn: Connection, fact: Fact, said: Said) -> bool:
    """It names the fact that said so before, and no other record has its batch."""
    number = said["record"]
    known = BOX_FACT.scalar(conn, number=number)
    named = (None if known is None else ref_of(conn, known)) == said["supersedes"]
    counted = number > 0 and is_countable(said["papers"], said["valid"])
    told = all(said[name] for name in ("box", "seal", "batch")) and (said["whole"] or said["note"] is not None)
    known_unit = said["unit"] is None or _UNIT.first(conn, code=said["unit"]) is not None
    own_batch = BOX_OF_BATCH.scalar(conn, batch=said["batch"]) in (None, number)
    return bool(named and counted and told and known_unit and own_batch and _had_come(said["day"], fact))


def _reminded(conn: Connection, fact: Fact, said: Said) -> bool:
    """Each of them had gone out by a channel and was waited for."""
    serials = said["serials"]
    waiting = all(
        (row := find_ballot(conn, serial)) is not None and row.state is State.OUT and MAILED.first(conn, serial=serial)
        for serial in serials
    )
    return bool(serials) and serials == sorted(set(serials)) and waiting and _had_come(said["day"], fact)
