"""Real surveys for the tests of pages: small, with cheap passwords, shown in the running window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication

from sipas_desktop import paths
from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.access import signed
from sipas_desktop.gui.page import Page
from sipas_desktop.jobs.ballots import print_labels, print_run
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import OpenSurvey

PASSWORD = "mat khau 2017"


def make(folder: Path, monkeypatch: Any, *, plan: str = "son-tay-2017", ballots: int = 0, spare: int = 0) -> OpenSurvey:
    """A survey in ``folder`` with ``ballots`` printed ballots and ``spare`` printed labels."""
    monkeypatch.setattr(keys, "COST", keys.Cost(1, 8, 1))
    survey = new_survey(folder / "thật.sipas", find_preset(plan), "Người quản trị", PASSWORD)
    if ballots:
        print_run(survey, folder / "phiếu.pdf", count=ballots)
    if spare:
        print_labels(survey, folder / "tem.pdf", count=spare)
    return survey


def linked_plan(folder: Path) -> str:
    """A copy of the Sơn Tây plan whose ballots are linked to the members of a sample list."""
    copy = folder / "lien-ket"
    copy.mkdir()
    for file in (paths.forms() / "son-tay-2017").iterdir():
        text = file.read_text(encoding="utf-8").replace('identity = "anonymous"', 'identity = "linked"')
        (copy / file.name).write_text(text.replace('id = "son-tay-2017"', 'id = "lien-ket"'), encoding="utf-8")
    return str(copy)


def show(shell: SimpleNamespace, survey: OpenSurvey, place: str, roles: frozenset[Role] = frozenset(Role)) -> Page:
    """Signs in with ``roles`` (the account's own count in the workflow) and goes to ``place``."""
    window = shell.window
    window.sign_in(replace(signed(survey), roles=roles))
    window.go(place)
    QApplication.processEvents()
    page: Page = window.page
    assert window.place == place
    return page


def serials(survey: OpenSurvey) -> list[str]:
    """The serials of all ballots and labels in the order of printing."""
    return [each.serial for each in queries.ballots(survey)]
