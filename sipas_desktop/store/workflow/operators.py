"""Who works on the survey, in which roles, and by which password.

What is slow about a password (Argon2id) is done before the file is held for writing: a typist does not wait for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sqlalchemy import select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Role, Verb
from sipas_desktop.domain.vietnamese import TONES
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey, Operator
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.keys import clean_name
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.permission import acting, require


def parse_roles(names: Iterable[str]) -> frozenset[Role]:
    """Roles from their names. Raises ``Refusal`` for an unknown one or none at all."""
    found = frozenset(names)
    unknown = sorted(found - set(Role))
    if unknown or not found:
        raise Refusal("operators.unknown_role", found=" ".join(unknown), expected=" ".join(Role))
    return frozenset(Role(name) for name in found)


def looks_alike(one: str, other: str) -> bool:
    """Whether two names differ by no more than case, width of letters, or where a tone mark is put (Hoà, Hòa)."""
    return _look(one) == _look(other)


def _look(name: str) -> list[tuple[str, list[str]]]:
    words = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold()).split()
    return [("".join(c for c in word if c not in TONES), sorted(c for c in word if c in TONES)) for word in words]


def add_operator(survey: OpenSurvey, name: str, roles: Iterable[str], password: str) -> Operator:
    """Add an operator with a password of her own.

    Raises ``Refusal`` where the name is taken, or looks like one that is: "Lan" and "LAN" would be one person in two
    parts on a ballot.
    """
    require(survey, Verb.MANAGE_OPERATORS)
    operator = Operator(clean_name(name), parse_roles(roles))
    slot = survey.prepare_slot(
        operator.name, password
    )  # before the file is held: a guess shall cost time, not a typist
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        for known in tx.conn.execute(select(m.operator.c.name)).scalars():
            if looks_alike(known, operator.name):
                raise Refusal("operators.exists", name=known)
        _append(tx, operator)
        survey.put_slot(slot)
    return operator


def set_roles(survey: OpenSurvey, name: str, roles: Iterable[str]) -> Operator:
    """Give an operator other roles. Raises ``Refusal`` where no administrator would be left."""
    operator = Operator(clean_name(name), parse_roles(roles))
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        rows = {row.name: row.roles.split() for row in tx.conn.execute(select(m.operator))}
        if operator.name not in rows:
            raise Refusal("operators.not_listed", name=operator.name)
        rows[operator.name] = [str(role) for role in operator.roles]
        if not any(Role.ADMINISTRATOR in each for each in rows.values()):
            raise Refusal("operators.last_administrator")
        _append(tx, operator)
    return operator


def _append(tx: Transaction, operator: Operator) -> None:
    before = tx.conn.execute(select(m.operator.c.fact).where(m.operator.c.name == operator.name)).scalar()
    supersedes = None if before is None else ref_of(tx.conn, before)
    tx.append(FactKind.OPERATOR_SET, name=operator.name, roles=sorted(operator.roles), supersedes=supersedes)
