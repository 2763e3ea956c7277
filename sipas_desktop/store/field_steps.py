"""A ballot's steps of fieldwork, read within somebody else's transaction, and which of them stands.

Each step names the one that it came after, so what stands follows from what was said and from no clock. Two that came
after the same one are told by two files, one of which had been given up; then the later day counts, by what both say.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import STATE_OF
from sipas_desktop.store import models as m
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement, inserting


@dataclass(frozen=True)
class StepRow:
    """One step; ``step`` is "issued" or an outcome, ``interviewer`` None where it was nobody in particular."""

    fact: int
    step: str
    interviewer: str | None
    day: str
    before: int | None


_f = m.field_step.c
INSERT_STEP = inserting(m.field_step)
_LIVE = Statement(
    select(_f.fact, _f.step, _f.interviewer, _f.day, _f.before)
    .where(_f.serial == bindparam("serial"), _f.withdrawn.is_(None))
    .order_by(_f.fact)
)
_STANDING = Statement(
    select(_f.fact, _f.step, _f.interviewer, _f.day, _f.before).where(
        _f.serial == bindparam("serial"), _f.stands == bindparam("stands")
    )
)
_STAND = Statement(
    update(m.field_step).where(_f.serial == bindparam("b_serial")).values(stands=(_f.fact == bindparam("b_fact")))
)
_WITHDRAW = Statement(
    update(m.field_step)
    .where(_f.serial == bindparam("b_serial"), _f.fact == bindparam("b_fact"))
    .values(withdrawn=bindparam("b_by"))
)
_BEFORE_HANDOUT = Statement(
    select(func.max(_f.fact)).where(
        _f.serial == bindparam("serial"),
        _f.fact < bindparam("handed_out"),
        or_(_f.withdrawn.is_(None), _f.withdrawn > bindparam("handed_out")),
    )
)


def standing_step(conn: Connection, serial: str) -> StepRow | None:
    """The last step of the ballot; None where it has none."""
    row = _STANDING.first(conn, serial=serial, stands=True)
    return None if row is None else StepRow(*row)


def steps_of(conn: Connection, serial: str) -> list[StepRow]:
    """All steps of the ballot that were not taken back, as they came into this file."""
    return [StepRow(*row) for row in _LIVE.rows(conn, serial=serial)]


def state_by_steps(conn: Connection, serial: str) -> State:
    """Where the ballot is while it is not back."""
    last = standing_step(conn, serial)
    return State.STOCK if last is None else STATE_OF[last.step]


def before_handout(conn: Connection, serial: str, handed_out: int) -> int | None:
    """The last step of the ballot before the fact ``handed_out`` took it to a station."""
    fact: int | None = _BEFORE_HANDOUT.scalar(conn, serial=serial, handed_out=handed_out)
    return fact


def withdraw(conn: Connection, serial: str, fact: int, by: int) -> None:
    """The step that ``fact`` says is taken back by the fact ``by``."""
    _WITHDRAW.run(conn, b_serial=serial, b_fact=fact, b_by=by)
    find_standing(conn, serial)


def find_standing(conn: Connection, serial: str) -> None:
    """Mark which of the ballot's steps stands."""
    held = steps_of(conn, serial)
    followed = {step.before for step in held}
    last = [step for step in held if step.fact not in followed]
    if len(last) > 1:
        last.sort(key=lambda step: (step.day, ref_of(conn, step.fact)))
    _STAND.run(conn, b_serial=serial, b_fact=last[-1].fact if last else 0)
