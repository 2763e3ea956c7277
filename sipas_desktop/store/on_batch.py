"""Brings the projections up to a fact about batches at work: claims, counts, and keyings that are set aside.

Claims and counts of a station are history in the office's file: they say who works there, and what lay there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact
from sipas_desktop.store import models as m
from sipas_desktop.store import on_ballot
from sipas_desktop.store.references import seq_of
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT_CLAIM = inserting(m.batch_claim)
_DELETE_CLAIM = Statement(
    delete(m.batch_claim).where(
        m.batch_claim.c.batch == bindparam("batch"), m.batch_claim.c["pass"] == bindparam("pass_no")
    )
)


def _give(conn: Connection, fact: Fact, said: Said, to: str | None) -> None:
    _DELETE_CLAIM.run(conn, batch=said["batch"], pass_no=said["pass"])
    if to is not None:
        _INSERT_CLAIM.run(conn, **{"batch": said["batch"], "pass": said["pass"], "operator": to, "fact": fact.seq})


def batch_claimed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The batch is hers for the pass."""
    _give(conn, fact, said, operator)


def batch_given_back(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The batch is nobody's for the pass."""
    _give(conn, fact, said, None)


def batch_taken_over(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The batch is who it was given to, or nobody's."""
    _give(conn, fact, said, said["to"])


_INSERT_COUNT = inserting(m.batch_count)
_INSERT_STRAY = inserting(m.batch_stray)
_DELETE_COUNT = Statement(delete(m.batch_count).where(m.batch_count.c.batch == bindparam("batch")))
_DELETE_STRAYS = Statement(delete(m.batch_stray).where(m.batch_stray.c.batch == bindparam("batch")))


def batch_counted(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The last count stands in the place of the one before."""
    batch = said["batch"]
    _DELETE_COUNT.run(conn, batch=batch)
    _DELETE_STRAYS.run(conn, batch=batch)
    _INSERT_COUNT.run(conn, batch=batch, papers=said["papers"], listed=said["listed"], fact=fact.seq)
    rows = [{"batch": batch, "serial": serial, "extra": False} for serial in said["missing"]]
    rows += [{"batch": batch, "serial": serial, "extra": True} for serial in said["extra"]]
    _INSERT_STRAY.run_many(conn, rows)


_ASIDE = Statement(
    update(m.keying).where(m.keying.c.started == bindparam("b_started")).values(aside=bindparam("b_fact"))
)
_PASS = Statement(select(m.keying.c["pass"]).where(m.keying.c.started == bindparam("started")))


def set_aside(conn: Connection, started: int, fact: int) -> None:
    """The keying that the fact ``started`` began does not count from ``fact`` on."""
    _ASIDE.run(conn, b_started=started, b_fact=fact)


def keying_set_aside(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Nobody goes on with the keying; what was keyed stays beside what is keyed in its place."""
    started, serial = seq_of(conn, said["keying"]), fact.subject
    on_ballot.release(conn, serial, started)
    set_aside(conn, started, fact.seq)
    state = on_ballot.state_of_passes(conn, serial)
    if state is State.VALID and _PASS.scalar(conn, started=started) == 2:
        state = State.FIRST_ELSEWHERE  # else the second pass could not have begun
    on_ballot.set_ballot(conn, serial, state=state.value)
