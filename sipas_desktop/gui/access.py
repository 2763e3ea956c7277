"""How the welcome page reaches a survey. The store is imported only when one is opened: a quick start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sipas_desktop import paths
from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Refusal
from sipas_desktop.place import Place

if TYPE_CHECKING:
    from sipas_desktop.store.database import OpenSurvey

SUFFIX: Final = ".sipas"  # of survey files


@dataclass(frozen=True)
class PlanChoice:
    """A preset plan as the welcome page lists it."""

    id: str
    title: str


@dataclass(frozen=True)
class NewSurvey:
    """What is asked for before a survey is made."""

    path: Place
    plan: str  # a PlanChoice.id
    title: str
    operator: str  # the first administrator
    password: str = field(repr=False)


@dataclass(frozen=True)
class Signed:
    """An open survey and who opened it."""

    survey: OpenSurvey
    path: Place
    title: str
    operator: str
    roles: frozenset[Role]
    oddities: tuple[Refusal, ...] = ()  # of the computer, for who signs in to know; she works on all the same


@dataclass(frozen=True)
class Restoring:
    """A backup that is to take the place of the survey, and the administrator who says so."""

    backup: Path
    survey: Path
    operator: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Access:
    """What the welcome page calls, so that tests can put others there. All that open a survey raise Refusal with the
    reason, may be called in a thread, and say in the history that somebody has signed in.
    """

    open: Callable[[Place, str, str], Signed]  # path, name, password
    create: Callable[[NewSurvey], Signed]
    plans: Callable[[], Sequence[PlanChoice]]
    by_badge: Callable[[Place, str, str], Signed]  # path, what was scanned, PIN
    change_password: Callable[[Place, str, str, str], Signed]  # path, name, old password, new one
    restore: Callable[[Place, str, str, str], Signed]  # path, administrator, recovery code, new password
    print_recovery: Callable[[Signed, Path], None]  # the recovery sheet of an open survey to a file


def signed(survey: OpenSurvey, odd: tuple[Refusal, ...] = ()) -> Signed:
    """What the window needs to know about ``survey``."""
    operator = survey.operator
    return Signed(survey, survey.place, survey.about.title, operator.name, operator.roles, odd)


def store_access() -> Access:
    """The store's own functions."""
    return Access(_open, _create, _plans, _by_badge, _change_password, _restore, _print_recovery)


def _begun(survey: OpenSurvey) -> Signed:
    """Her session begins at the sign-in: a fact, and off the way of her first keystroke."""
    from sipas_desktop.jobs.surroundings import oddities

    try:
        odd = oddities(survey)
        try:
            survey.begin_session()
        except Refusal as refusal:
            if refusal.code not in ("file.read_only", "file.disk_full", "server.read_only", "server.disk_full"):
                raise  # there, nothing can be written: she may look all the same
        return signed(survey, odd)
    except BaseException:
        survey.close()
        raise


def _open(path: Place, operator: str, password: str) -> Signed:
    from sipas_desktop.store.database import open_survey

    return _begun(open_survey(path, operator, password))


def _by_badge(path: Place, scanned: str, pin: str) -> Signed:
    from sipas_desktop.store.database import open_by_badge

    return _begun(open_by_badge(path, scanned, pin))


def _change_password(path: Place, operator: str, old: str, new: str) -> Signed:
    from sipas_desktop.store import workflow
    from sipas_desktop.store.database import open_survey

    survey = open_survey(path, operator, old)
    try:
        workflow.change_password(survey, old, new)
    except BaseException:
        survey.close()
        raise
    return _begun(survey)


def _restore(path: Place, administrator: str, code: str, new: str) -> Signed:
    from sipas_desktop.store import workflow

    return _begun(workflow.restore_keys(path, code, administrator, new))


def _print_recovery(opened: Signed, out: Path) -> None:
    from sipas_desktop.jobs.keys_on_paper import make_recovery_sheet

    make_recovery_sheet(opened.survey, out)


def _create(new: NewSurvey) -> Signed:
    from sipas_desktop.jobs.presets import find_preset, new_survey

    return signed(new_survey(new.path, find_preset(new.plan), new.operator, new.password, new.title))


def _plans() -> Sequence[PlanChoice]:
    from sipas_desktop.domain.plan_file import load_plan, plan_folders

    plans = [load_plan(folder)[0] for folder in plan_folders(paths.forms())]
    return [PlanChoice(plan.id, plan.title) for plan in plans]
