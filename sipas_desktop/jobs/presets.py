"""Presets: the plans that ship with the program or that an office made, and a survey made from one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop import paths
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_file import load_plan, plan_folders, read_catalogue_file
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.logo import MOST_BYTES, read_logo
from sipas_desktop.place import Place
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey, create_survey


@dataclass(frozen=True)
class Preset:
    """A plan with its forms by code, and the folder that it comes from."""

    plan: Plan
    forms: Mapping[str, Form]
    folder: Path


def presets() -> list[Preset]:
    """All presets that ship with the program, by id."""
    return [Preset(*load_plan(folder), folder) for folder in plan_folders(paths.forms())]


def find_preset(name: str) -> Preset:
    """The preset with the id ``name``, or in the folder ``name``. Raises ``Refusal`` where there is none."""
    folders = {folder.name: folder for folder in plan_folders(paths.forms())}
    folder = folders.get(name)
    if folder is None and os.path.isfile(Path(name) / "plan.toml"):  # noqa: PTH113  Path's own raises for a long name
        folder = Path(name).resolve()  # an office's own copy of a preset
    if folder is None:
        raise Refusal("plan.unknown", found=name, expected=" ".join(folders))
    return Preset(*load_plan(folder), folder)


def new_survey(place: Place, preset: Preset, administrator: str, password: str, title: str = "") -> OpenSurvey:
    """Make a survey from ``preset``, with the catalogue and the logo that lie in its folder. Raises ``Refusal``."""
    logo = None
    if preset.plan.logo:
        with (preset.folder / preset.plan.logo).open("rb") as stream:
            logo = stream.read(MOST_BYTES + 1)
        read_logo(logo)
    starter = read_catalogue_file(preset.folder)

    def furnish(survey: OpenSurvey) -> None:
        for kind, entries in starter.items():
            workflow.set_catalogue(survey, kind, [workflow.Entry(code, name) for code, name in entries.items()])

    return create_survey(place, preset.plan, preset.forms, administrator, password, title, furnish, logo)
