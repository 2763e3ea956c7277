"""Brings the projections up to facts of phúc tra: consent, draws, what was sent, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_CONSENT = inserting(m.consent)
_NO_CONSENT = Statement(delete(m.consent).where(m.consent.c.member == bindparam("own")))
_DRAW = inserting(m.recheck_draw)
_DRAWN = inserting(m.recheck, "serial", "number", "draw")
_LAST = Statement(select(func.max(m.recheck.c.number)))
_SENT = Statement(update(m.recheck).where(m.recheck.c.serial == bindparam("own")).values(sent=bindparam("b_fact")))
_ANSWERED = Statement(
    update(m.recheck)
    .where(m.recheck.c.serial == bindparam("own"))
    .values(result=bindparam("b_result"), reply=bindparam("b_reply"), answered=bindparam("b_fact"))
)


def consent_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """These members may be called from here on, or may not."""
    if said["given"]:
        _CONSENT.run_many(conn, [{"member": member, "fact": fact.seq} for member in said["members"]])
    else:
        _NO_CONSENT.run_many(conn, [{"own": member} for member in said["members"]])


def recheck_drawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """They are numbered in the order of drawing, on from those drawn before."""
    last = _LAST.scalar(conn) or 0
    _DRAW.run(conn, fact=fact.seq, how=said["how"])
    numbered = enumerate(said["serials"], start=last + 1)
    _DRAWN.run_many(conn, [{"serial": serial, "number": number, "draw": fact.seq} for number, serial in numbered])


def recheck_sent(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Whom they concern was named to somebody who asks them."""
    _SENT.run_many(conn, [{"own": serial, "b_fact": fact.seq} for serial in said["serials"]])


def recheck_answered(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The result, in place of what was known."""
    reply = said["reply"]["ref"] if said["reply"] else None
    _ANSWERED.run(conn, own=fact.subject, b_result=said["result"], b_reply=reply, b_fact=fact.seq)
