"""What prints a secret: the recovery sheet and an operator's badge. The file takes its name only when it is whole."""

from __future__ import annotations

import datetime
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.roles import Verb
from sipas_desktop.paper.badge import Badge, print_badge
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.recovery_sheet import RecoverySheet, print_recovery_sheet
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey


def make_recovery_sheet(survey: OpenSurvey, out: Path) -> Printed:
    """Print the survey's recovery sheet to ``out``. Raises ``Refusal`` for who is no administrator, or a bad path.

    The file is as secret as the sheet: whoever prints it deletes it afterwards.
    """
    workflow.require(survey, Verb.MANAGE_OPERATORS)
    with beside(out) as part:
        groups = workflow.take_recovery_code(survey)
        sheet = RecoverySheet(
            owner=survey.plan.owner,
            survey=survey.about.title,
            file=survey.place.name,
            groups=groups,
            by=survey.operator.name,
            day=datetime.datetime.now().astimezone().date(),
        )
        return print_recovery_sheet(sheet, part)


def make_badge(survey: OpenSurvey, name: str, pin: str, out: Path) -> Printed:
    """Make a badge for the operator ``name`` and print it to ``out``. Raises ``Refusal``; see ``issue_badge``."""
    workflow.require(survey, Verb.MANAGE_OPERATORS)
    with beside(out) as part:
        code = workflow.issue_badge(survey, name, pin)
        return print_badge(Badge(survey.plan.owner, survey.about.title, name, code), part)
