"""Refuses a verb to an operator whose roles do not have it."""

from __future__ import annotations

from sipas_desktop.domain.roles import ALLOWED, Verb, is_allowed
from sipas_desktop.errors import Refusal
from sipas_desktop.store.database import OpenSurvey, Operator


def require(survey: OpenSurvey, verb: Verb) -> Operator:
    """The survey's operator. Raises ``Refusal`` where her roles do not allow ``verb``."""
    operator = survey.operator
    if not is_allowed(verb, operator.roles):
        needed = ", ".join(sorted(ALLOWED[verb]))
        raise Refusal("operators.not_allowed", name=operator.name, verb=f"@verb.{verb.value}", roles=needed)
    return operator
