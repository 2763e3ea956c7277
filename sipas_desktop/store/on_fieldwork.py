"""Brings the projections up to facts of fieldwork: interviewers, assignments, steps of ballots, voided ballots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.fieldwork import ISSUED
from sipas_desktop.store import models as m
from sipas_desktop.store import on_ballot, on_post
from sipas_desktop.store.ballot_rows import settling_of
from sipas_desktop.store.field_steps import INSERT_STEP, find_standing, state_by_steps, withdraw
from sipas_desktop.store.personal import PERSONAL_OF_INTERVIEWER
from sipas_desktop.store.references import seq_of
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_INSERT_INTERVIEWER = inserting(m.interviewer)
INTERVIEWER_FACT = Statement(
    select(m.interviewer.c.fact, m.interviewer.c.removed).where(m.interviewer.c.code == bindparam("code"))
)
_CHANGE_INTERVIEWER = Statement(
    update(m.interviewer)
    .where(m.interviewer.c.code == bindparam("b_code"))
    .values(
        removed=False,
        **{name: bindparam(f"b_{name}") for name in ("area", *PERSONAL_OF_INTERVIEWER, "fact")},
    )
)
_REMOVE_INTERVIEWER = Statement(
    update(m.interviewer)
    .where(m.interviewer.c.code == bindparam("b_code"))
    .values(removed=True, fact=bindparam("b_fact"))
)
_UNASSIGN = Statement(delete(m.assignment).where(m.assignment.c.interviewer == bindparam("interviewer")))


def interviewers_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Each interviewer as the fact says it; the members of one who is removed are nobody's."""
    for entry in said["entries"]:
        own: dict[str, Any] = {name: entry[name] and entry[name]["ref"] for name in PERSONAL_OF_INTERVIEWER}
        row = {"code": entry["code"], "area": entry["area"], **own, "fact": fact.seq}
        if INTERVIEWER_FACT.first(conn, code=entry["code"]) is None:
            _INSERT_INTERVIEWER.run(conn, **row, removed=False)
        else:
            _CHANGE_INTERVIEWER.run(conn, **{f"b_{name}": value for name, value in row.items()})
    for code in said["removed"]:
        _REMOVE_INTERVIEWER.run(conn, b_code=code, b_fact=fact.seq)
        _UNASSIGN.run(conn, interviewer=code)


_INSERT_ASSIGNMENT = inserting(m.assignment)
_DROP_ASSIGNMENT = Statement(delete(m.assignment).where(m.assignment.c.member == bindparam("member")))
_PASS_ON = Statement(
    update(m.assignment)
    .where(m.assignment.c.member == bindparam("b_member"))
    .values(member=bindparam("b_by"), fact=bindparam("b_fact"))
)


def members_assigned(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """From here on they are hers, whoever had them."""
    _DROP_ASSIGNMENT.run_many(conn, [{"member": member} for member in said["members"]])
    rows = [{"member": member, "interviewer": said["interviewer"], "fact": fact.seq} for member in said["members"]]
    _INSERT_ASSIGNMENT.run_many(conn, rows)


def passed_on(conn: Connection, fact: Fact, said: Said) -> None:
    """Who comes in a member's place is visited by whoever was to visit that one."""
    _PASS_ON.run(conn, b_member=said["member"], b_by=said["by"], b_fact=fact.seq)


def stepped(conn: Connection, fact: Fact, said: Said, before: int | None) -> None:
    """Lay down the step that ``fact`` says, which came after the step of the fact ``before``."""
    INSERT_STEP.run(
        conn,
        serial=fact.subject,
        fact=fact.seq,
        step=ISSUED if fact.kind == FactKind.BALLOT_ISSUED else said["outcome"],
        interviewer=said["interviewer"],
        day=said["day"],
        before=before,
        withdrawn=None,
        stands=False,
    )
    on_post.issued(conn, fact, said)
    find_standing(conn, fact.subject)


def field_step(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It was issued, or a visit had an outcome."""
    stepped(conn, fact, said, seq_of(conn, said["supersedes"]) if said["supersedes"] else None)
    _restate(conn, fact.subject)


def step_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Its last step was a mistake: it is where it was before."""
    withdraw(conn, fact.subject, seq_of(conn, said["supersedes"]), fact.seq)
    _restate(conn, fact.subject)


def _restate(conn: Connection, serial: str) -> None:
    on_ballot.set_ballot(conn, serial, state=state_by_steps(conn, serial).value)


def ballot_spoiled(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It never leaves the cupboard."""
    on_ballot.set_ballot(conn, fact.subject, state=State.SPOILED.value)


_RELEASE = Statement(delete(m.claim).where(m.claim.c.serial == bindparam("serial")))


def ballot_voided(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It counts no more, however far it had come, and nobody keys on it."""
    if settling_of(conn, fact.subject) is not None:
        on_ballot.unsettle(conn, fact.subject)
    _RELEASE.run(conn, serial=fact.subject)
    on_ballot.set_ballot(conn, fact.subject, state=State.VOIDED.value, reason=said["reason"], judged=fact.seq)
