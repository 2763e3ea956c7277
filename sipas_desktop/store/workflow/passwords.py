"""Passwords and badges: the operator's own, and what an administrator does for her.

What is slow (Argon2id) is done before the file is held for writing: a typist does not wait for it. The key file is
written last in the transaction: where that fails, nothing has happened.
"""

from __future__ import annotations

import secrets

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.secret_digits import BADGE_BYTES, badge_code
from sipas_desktop.errors import Refusal
from sipas_desktop.store import badges, keys, patience
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow.permission import acting, require, roles_of


def change_password(survey: OpenSurvey, old: str, new: str) -> None:
    """Give oneself another password. Raises ``Refusal`` where ``old`` is wrong or ``new`` too short."""
    name = require(survey, Verb.CHANGE_OWN_PASSWORD).name
    with patience.guess(survey.about.id):
        prepared = keys.prepare_rewrap(survey.holder, name, old, new)
    with acting(survey, Verb.CHANGE_OWN_PASSWORD) as tx:
        tx.append(FactKind.KEYS_CHANGED, what="password_changed", name=name)
        keys.put(survey.holder_in(tx), survey.file_key, prepared)


def reset_password(survey: OpenSurvey, name: str, new: str) -> None:
    """Give an operator who forgot hers another password; the old one opens nothing more."""
    require(survey, Verb.MANAGE_OPERATORS)
    name = keys.clean_name(name)
    prepared = keys.prepare(survey.holder, survey.file_key, name, new)
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        roles_of(tx.conn, name)
        tx.append(FactKind.KEYS_CHANGED, what="password_reset", name=name)
        keys.put(survey.holder_in(tx), survey.file_key, prepared)


def issue_badge(survey: OpenSurvey, name: str, pin: str) -> str:
    """Make a badge for an operator, in place of any before; returns the digits that it holds.

    They are kept nowhere else. Raises ``Refusal`` for a PIN of less than 4 digits.
    """
    require(survey, Verb.MANAGE_OPERATORS)
    name, secret = keys.clean_name(name), secrets.token_bytes(BADGE_BYTES)
    prepared = badges.prepare(survey.holder, survey.file_key, name, secret, pin)
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        roles_of(tx.conn, name)
        tx.append(FactKind.KEYS_CHANGED, what="badge_issued", name=name)
        keys.put(survey.holder_in(tx), survey.file_key, prepared)
    return badge_code(secret)


def take_badge(survey: OpenSurvey, name: str) -> None:
    """Make the badge of an operator worthless: it was lost. Raises ``Refusal`` where she has none."""
    name = keys.clean_name(name)
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        tx.append(FactKind.KEYS_CHANGED, what="badge_taken", name=name)
        if not badges.drop(survey.holder_in(tx), survey.file_key, name):
            raise Refusal("badge.none", name=name)
