"""The roles in words: what each is called and what it may do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain.roles import Role


def role_name(role: Role) -> str:
    """What the role is called."""
    translate = QCoreApplication.translate
    return {
        Role.KEYER: translate("roles", "Keyer"),
        Role.ADJUDICATOR: translate("roles", "Adjudicator"),
        Role.OFFICE: translate("roles", "Office"),
        Role.OBSERVER: translate("roles", "Observer"),
        Role.ADMINISTRATOR: translate("roles", "Administrator"),
    }[role]


def role_meaning(role: Role) -> str:
    """What somebody with the role may do (``domain.roles.ALLOWED``, in a sentence)."""
    translate = QCoreApplication.translate
    return {
        Role.KEYER: translate("roles", "Issues, receives and keys ballots; sees neither figures nor what differs."),
        Role.ADJUDICATOR: translate(
            "roles", "Settles differences on ballots that she did not key, receives, closes batches, sees the figures."
        ),
        Role.OFFICE: translate(
            "roles", "Catalogues, sample list, printing, receiving, figures, report and package; keys nothing."
        ),
        Role.OBSERVER: translate("roles", "Sees where things stand and the figures, changes nothing."),
        Role.ADMINISTRATOR: translate("roles", "All that the office may do, and operators, roles, the survey's check."),
    }[role]
