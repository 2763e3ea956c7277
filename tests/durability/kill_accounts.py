"""Jobs that are killed over the two files of a survey, and a draw: see ``kill_jobs``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.workflow import Wanted
from tests.durability.kill_base import SURVEY, Job, Said, Say, acknowledged, opened, sound
from tests.surveys import PASSWORD, station

NEW: Final = "một mật khẩu khác"

# -- a new survey ------------------------------------------------------------------------------------------------------


def nothing(folder: Path) -> None:
    """It is made where nothing is."""


def make_survey(folder: Path, say: Say) -> None:
    try:
        new_survey(folder / SURVEY, find_preset("son-tay-2017"), "admin", PASSWORD).close()
    except Refusal as refusal:
        if refusal.code != "file.exists":
            raise
        with opened(folder) as survey:  # an earlier process made it
            say("made", survey.about.title)
        return
    say("made", find_preset("son-tay-2017").plan.title)


def look_at_new(folder: Path, said: Said) -> str:
    try:
        with opened(folder) as survey:
            sound(survey)
            return "made"
    except Refusal as refusal:
        if refusal.code != "file.missing" or said:
            raise
        return "not made"


def made(folder: Path) -> object:
    with opened(folder) as survey:
        sound(survey)
        return survey.about.title, survey.operator.roles


# -- passwords ---------------------------------------------------------------------------------------------------------


def opens(folder: Path, name: str, password: str) -> bool:
    """Whether ``name`` signs in with ``password``."""
    try:
        keys.sign_in(folder / SURVEY, name, password)  # who tries wrong ones has to wait otherwise
        open_survey(folder / SURVEY, name, password).close()
    except Refusal as refusal:
        if refusal.code not in ("keys.wrong_password", "operators.not_listed"):
            raise
        return False
    return True


def with_clerks(folder: Path) -> None:
    with station(folder):
        pass


def change_accounts(folder: Path, say: Say) -> None:
    if not opens(folder, "Lan", NEW):
        with opened(folder, "Lan") as survey:
            workflow.change_password(survey, PASSWORD, NEW)
        say("Lan")
    with opened(folder) as survey:
        workflow.reset_password(survey, "Mai", NEW)
        say("Mai")
        workflow.issue_badge(survey, "Mai", "482915")
        if "Tư" not in {each.name for each in queries.operators(survey)}:
            workflow.add_operator(survey, "Tư", ["keyer"], NEW)
            say("Tư")


def look_at_accounts(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
    changed = [name for name in ("Lan", "Mai", "Tư") if opens(folder, name, NEW)]
    assert {name for name, *_ in said} <= set(changed)
    assert all(opens(folder, name, PASSWORD) for name in {"Lan", "Mai"} - set(changed))
    return f"changed {' '.join(changed)}"


def accounts(folder: Path) -> object:
    with opened(folder) as survey:
        people = [(each.name, each.roles) for each in queries.operators(survey)]
    return sorted(people), [opens(folder, name, NEW) for name in ("Lan", "Mai", "Tư")]


# -- a draw ------------------------------------------------------------------------------------------------------------


def with_frame(folder: Path) -> None:
    with station(folder) as desk:
        people = [
            workflow.MemberData("frame", f"Người {n}", unit=f"Đơn vị {n % 3}", dossier=f"H57-{n}") for n in range(30)
        ]
        workflow.import_sample(desk.admin, people, "0" * 64)


def draw(folder: Path, say: Say) -> None:
    with opened(folder) as survey:
        say("drawn", workflow.draw_sample(survey, Wanted(2024, "stratified", "unit", 18, 6)).drawn.official)


def look_at_draw(folder: Path, said: Said) -> str:
    with opened(folder) as survey:
        sound(survey)
        there = queries.sample_counts(survey).official
    assert there in ({18} if list(acknowledged(said, "drawn")) else {0, 18})
    return f"{there} drawn"


def drawn(folder: Path) -> object:
    with opened(folder) as survey:
        return [[row.dossier for row in queries.sample_members(survey, kind)] for kind in ("official", "reserve")]


def _is_survey(name: str) -> bool:
    return name in (SURVEY, f"{SURVEY}.keys")


ACCOUNT_JOBS: Final = {
    "new survey": Job(nothing, make_survey, look_at_new, made, _is_survey),
    "accounts": Job(with_clerks, change_accounts, look_at_accounts, accounts),
    "draw": Job(with_frame, draw, look_at_draw, drawn),
}
