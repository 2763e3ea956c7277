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
from sipas_desktop.store import keys
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
    """Add an operator with a password of her own. Who had an account before gets it back.

    Raises ``Refusal`` where the name is taken, or looks like one that is or was: "Lan" and "LAN" would be one person
    in two parts on a ballot.
    """
    require(survey, Verb.MANAGE_OPERATORS)
    operator = Operator(clean_name(name), parse_roles(roles))
    slot = keys.prepare(survey.holder, survey.file_key, operator.name, password)
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        for known, held in _roles(tx).items():
            if looks_alike(known, operator.name) and (held or known != operator.name):
                raise Refusal("operators.exists", name=known)
        _append(tx, operator)
        keys.put(survey.holder_in(tx), survey.file_key, slot)
    return operator


def set_roles(survey: OpenSurvey, name: str, roles: Iterable[str]) -> Operator:
    """Give an operator other roles. Raises ``Refusal`` where no administrator would be left."""
    operator = Operator(clean_name(name), parse_roles(roles))
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        _set(tx, operator)
    return operator


def remove_operator(survey: OpenSurvey, name: str) -> None:
    """Take an operator's account away: password and badge open nothing more. What she did stays hers.

    Raises ``Refusal`` where no administrator would be left.
    """
    operator = Operator(clean_name(name), frozenset())
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        _set(tx, operator)
        keys.drop(survey.holder_in(tx), survey.file_key, operator.name)


def _roles(tx: Transaction) -> dict[str, list[str]]:
    return {row.name: row.roles.split() for row in tx.conn.execute(select(m.operator))}


def _set(tx: Transaction, operator: Operator) -> None:
    held = _roles(tx)
    if not held.get(operator.name):
        raise Refusal("operators.not_listed", name=operator.name)
    held[operator.name] = [str(role) for role in operator.roles]
    if not any(Role.ADMINISTRATOR in each for each in held.values()):
        raise Refusal("operators.last_administrator")
    _append(tx, operator)


def _append(tx: Transaction, operator: Operator) -> None:
    before = tx.conn.execute(select(m.operator.c.fact).where(m.operator.c.name == operator.name)).scalar()
    supersedes = None if before is None else ref_of(tx.conn, before)
    tx.append(FactKind.OPERATOR_SET, name=operator.name, roles=sorted(operator.roles), supersedes=supersedes)
