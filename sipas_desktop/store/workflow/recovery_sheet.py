"""The recovery sheet: the survey's key on paper, for the day on which the key file or the last password is lost."""

from __future__ import annotations

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Role, Verb
from sipas_desktop.domain.secret_digits import read_recovery_code, recovery_code
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.place import Place
from sipas_desktop.store import keys, patience
from sipas_desktop.store.database import OpenSurvey, open_with_key, survey_id_of
from sipas_desktop.store.workflow.permission import acting


def take_recovery_code(survey: OpenSurvey) -> tuple[str, ...]:
    """The groups of digits for the recovery sheet. That they were taken is a fact before anybody sees them."""
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        tx.append(FactKind.KEYS_CHANGED, what="recovery_printed", name=tx.operator)
        return recovery_code(survey.file_key)


def restore_keys(place: Place, code: str, administrator: str, new_password: str) -> OpenSurvey:
    """Open the survey by its recovery code and give ``administrator``, who has an account, a new password.

    A key file that is whole keeps everybody else's slots; one that is lost or damaged is made anew with hers alone,
    and she sets the others' passwords. Raises ``Refusal``: a mistyped code by its group, another survey's code, no such
    administrator, a short password.
    """
    key = read_recovery_code(code)
    with patience.guess(survey_id_of(place)):
        try:
            survey = open_with_key(place, key, administrator)
        except Damaged:  # with a wrong key SQLCipher sees damage; which of the two it is nobody can know
            raise Refusal("recovery.wrong_code") from None
        except Refusal as refusal:
            if refusal.code != "operators.not_listed":
                raise
            raise Refusal("recovery.nobody", name=keys.clean_name(administrator)) from None
    try:
        operator = survey.operator
        if Role.ADMINISTRATOR not in operator.roles:
            raise Refusal("recovery.nobody", name=operator.name)
        _restore(survey, operator.name, new_password)
    except BaseException:
        survey.close()
        raise
    return survey


def _restore(survey: OpenSurvey, name: str, password: str) -> None:
    try:
        prepared = keys.prepare(survey.holder, survey.file_key, name, password)
    except Refusal as refusal:
        if not isinstance(refusal, Damaged) and refusal.code != "keys.missing":
            raise
        prepared = None
    about = survey.about
    with acting(survey, Verb.MANAGE_OPERATORS) as tx:
        tx.append(FactKind.KEYS_CHANGED, what="recovered", name=name, anew=prepared is None)
        if prepared is None:
            # Argon2id once while the file is held: nobody else can be signed in to a survey without a key file.
            keys.make_anew(survey.holder_in(tx), survey.file_key, about.id, about.title, name, password)
        else:
            keys.put(survey.holder_in(tx), survey.file_key, prepared)
