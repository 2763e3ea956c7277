"""Refuses a verb to an operator whose roles do not have it."""

from __future__ import annotations

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State, seen_by_keyer
from sipas_desktop.domain.roles import ALLOWED, Verb, is_allowed, only_keys
from sipas_desktop.errors import Refusal
from sipas_desktop.store.database import OpenSurvey, Operator


def require(survey: OpenSurvey, verb: Verb) -> Operator:
    """The survey's operator. Raises ``Refusal`` where her roles do not allow ``verb``."""
    operator = survey.operator
    if not is_allowed(verb, operator.roles):
        needed = ", ".join(sorted(ALLOWED[verb]))
        raise Refusal("operators.not_allowed", name=operator.name, verb=f"@verb.{verb.value}", roles=needed)
    return operator


def shown_state(survey: OpenSurvey, state: State) -> State:
    """``state`` as the survey's operator may know it: who only keys hears of no difference."""
    return seen_by_keyer(state) if only_keys(survey.operator.roles) else state


def not_now(survey: OpenSurvey, serial: str, state: State) -> Refusal:
    """What says that something cannot be done to a ballot in ``state``."""
    return Refusal("receive.not_now", serial=serials.show(serial), state=f"@state.{shown_state(survey, state).value}")
