"""Brings the projections up to facts about paper that goes from hand to hand: hand-overs, ballot boxes, mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.handover import Scanned, Side
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

# -- hand-overs --------------------------------------------------------------------------------------------------------

_h, _b = p.handover.c, p.handover_ballot.c
_INSERT_HANDOVER = inserting(p.handover)
HANDOVER = Statement(select(_h.direction, _h.closed).where(_h.number == bindparam("number")))
HELD = Statement(select(_b.given, _b.taken).where(_b.handover == bindparam("number"), _b.serial == bindparam("serial")))
GIVEN_ELSEWHERE = Statement(
    select(_b.handover)
    .join(p.handover, _h.number == _b.handover)
    .where(
        _b.serial == bindparam("serial"),
        _b.given.is_(True),
        _h.closed.is_(None),
        _h.number != bindparam("number"),
    )
)
_ALL_HELD = Statement(
    select(_b.serial, _b.given, _b.taken, _b.reason).where(_b.handover == bindparam("number")).order_by(_b.serial)
)
_INSERT_HELD = inserting(p.handover_ballot)
_DROP_HELD = Statement(
    delete(p.handover_ballot).where(_b.handover == bindparam("number"), _b.serial == bindparam("serial"))
)
_EXPLAIN = Statement(
    update(p.handover_ballot)
    .where(_b.handover == bindparam("b_number"), _b.serial == bindparam("b_serial"))
    .values(reason=bindparam("b_reason"))
)
_CLOSE = Statement(update(p.handover).where(_h.number == bindparam("b_number")).values(closed=bindparam("b_fact")))


def scanned(conn: Connection, number: int) -> Scanned:
    """What both sides of a hand-over read so far; a reason is the id of its text."""
    rows = _ALL_HELD.rows(conn, number=number)
    return Scanned(
        frozenset(serial for serial, given, _, _ in rows if given),
        frozenset(serial for serial, _, taken, _ in rows if taken),
        {serial: reason for serial, _, _, reason in rows if reason},
    )


def _opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    own = {name: said[name] for name in ("direction", "day", "milestone")}
    own |= {name: said[name]["ref"] for name in ("giver", "receiver")}
    _INSERT_HANDOVER.run(conn, number=said["handover"], **own, fact=fact.seq, closed=None)


def _scanned(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """One side has them, or not after all. What was said of a difference is said of another one now: it is gone."""
    number, has = said["handover"], not said["undone"]
    for serial in said["serials"]:
        given, taken = HELD.first(conn, number=number, serial=serial) or (False, False)
        given, taken = (has, bool(taken)) if said["side"] == Side.GIVEN else (bool(given), has)
        _DROP_HELD.run(conn, number=number, serial=serial)
        if given or taken:
            _INSERT_HELD.run(conn, handover=number, serial=serial, given=given, taken=taken, reason=None)


def _explained(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    for serial in said["serials"]:
        _EXPLAIN.run(conn, b_number=said["handover"], b_serial=serial, b_reason=said["reason"]["ref"])


def _closed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    _CLOSE.run(conn, b_number=said["handover"], b_fact=fact.seq)


# -- ballot boxes ------------------------------------------------------------------------------------------------------

_x = p.box_record.c
BOX_FACT = Statement(select(_x.fact).where(_x.number == bindparam("number")))
BOX_OF_BATCH = Statement(select(_x.number).where(_x.batch == bindparam("batch")))
_INSERT_BOX = inserting(p.box_record)
_DROP_BOX = Statement(delete(p.box_record).where(_x.number == bindparam("number")))


def _box_opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The record as the fact says it, in place of what was known."""
    _DROP_BOX.run(conn, number=said["record"])
    plain = {name: said[name] for name in ("box", "unit", "seal", "whole", "day", "papers", "valid", "batch")}
    texts = {name: said[name] and said[name]["ref"] for name in ("people", "note")}
    _INSERT_BOX.run(conn, number=said["record"], **plain, **texts, fact=fact.seq)


# -- mail --------------------------------------------------------------------------------------------------------------

_INSERT_MAILING = inserting(p.mailing)
MAILED = Statement(
    select(p.mailing.c.channel)
    .join(m.field_step, (m.field_step.c.serial == p.mailing.c.serial) & (m.field_step.c.fact == p.mailing.c.fact))
    .where(p.mailing.c.serial == bindparam("serial"), m.field_step.c.stands.is_(True))
)  # the channel by which it went out last, where that is the last that was said of it
_INSERT_REMINDER = inserting(p.reminder)


def issued(conn: Connection, fact: Fact, said: Said) -> None:
    """A ballot was issued; where the fact says by which channel of the plan, that is kept."""
    if "channel" in said:
        _INSERT_MAILING.run(conn, serial=fact.subject, fact=fact.seq, channel=said["channel"])


def _reminded(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    rows = [{"serial": serial, "fact": fact.seq, "day": said["day"]} for serial in said["serials"]]
    _INSERT_REMINDER.run_many(conn, rows)


PROJECT: Final[dict[str, Callable[[Connection, Fact, Said, str], None]]] = {
    FactKind.HANDOVER_OPENED: _opened,
    FactKind.HANDOVER_SCANNED: _scanned,
    FactKind.HANDOVER_EXPLAINED: _explained,
    FactKind.HANDOVER_CLOSED: _closed,
    FactKind.BOX_OPENED: _box_opened,
    FactKind.REMINDERS_PRINTED: _reminded,
}
