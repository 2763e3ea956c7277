"""Refuses a verb to an operator whose roles do not have it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State, seen_by_keyer
from sipas_desktop.domain.roles import ALLOWED, OFFICE_ONLY, Role, Verb, is_allowed, only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, Operator
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.statements import Statement


def require(survey: OpenSurvey, verb: Verb) -> Operator:
    """The survey's operator. Raises ``Refusal`` where her roles do not allow ``verb``.

    For what only reads, and for refusing early what ``acting`` would refuse after long work.
    """
    operator = survey.operator
    refuse_unless(verb, operator.name, operator.roles)
    _refuse_at_station(survey, verb)
    return operator


@contextmanager
def acting(survey: OpenSurvey, verb: Verb, *, together: bool = False) -> Iterator[Transaction]:
    """One unit of work for ``verb``. The roles are looked up inside it: who has just lost one does nothing more.

    ``together``: see ``Writer.transaction``.
    """
    _refuse_at_station(survey, verb)
    with survey.writing(together=together) as tx:
        refuse_unless(verb, tx.operator, roles_of(tx.conn, tx.operator))
        yield tx


def _refuse_at_station(survey: OpenSurvey, verb: Verb) -> None:
    if verb in OFFICE_ONLY and survey.about.handout is not None:
        raise Refusal("handout.office_only", verb=f"@verb.{verb.value}", number=survey.about.station)


_ROLES = Statement(select(m.operator.c.roles).where(m.operator.c.name == bindparam("name")))


def roles_of(conn: Connection, name: str) -> frozenset[Role]:
    """The roles that ``name`` has now. Raises ``Refusal`` where she has no account, or no longer one."""
    found = parsed(_ROLES.scalar(conn, name=name))
    if not found:
        raise Refusal("operators.not_listed", name=name)
    return found


def parsed(roles: str | None) -> frozenset[Role]:
    """Roles as the table of operators holds them; none where there is no row."""
    return frozenset(Role(role) for role in (roles or "").split())


def refuse_unless(verb: Verb, name: str, roles: frozenset[Role]) -> None:
    """Raises ``Refusal`` where ``roles`` do not allow ``verb`` to ``name``."""
    if not is_allowed(verb, roles):
        needed = ", ".join(sorted(ALLOWED[verb]))
        raise Refusal("operators.not_allowed", name=name, verb=f"@verb.{verb.value}", roles=needed)


_KEYED = Statement(
    select(m.keying.c.started).where(m.keying.c.serial == bindparam("serial"), m.keying.c.operator == bindparam("name"))
)


def not_now(survey: OpenSurvey, tx: Transaction, serial: str, state: State) -> Refusal:
    """What says that something cannot be done to a ballot in ``state``.

    Who only keys hears of no difference, and nobody hears of one on a ballot that she keyed herself.
    """
    hidden = only_keys(roles_of(tx.conn, tx.operator))
    if hidden or _KEYED.first(tx.conn, serial=serial, name=tx.operator) is not None:
        state = seen_by_keyer(state, sampled=survey.plan.keying.samples)
    return Refusal("receive.not_now", serial=serials.show(serial), state=f"@state.{state.value}")
