"""The command line in process, with passwords that cost nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sipas_desktop.cli import main
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, workflow
from tests.cli.calls import CLERKS, PASSWORD, Done, Sipas
from tests.surveys import CHEAP


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    monkeypatch.setenv("SIPAS_NEW_PASSWORD", PASSWORD)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Calls ``sipas`` with just these words."""

    def call(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call


@pytest.fixture
def sipas(run: Callable[..., Done], tmp_path: Path) -> Sipas:
    """The command line, with a folder to work in whose name has spaces and marks."""
    folder = tmp_path / "Khảo sát thị xã"
    folder.mkdir()
    return Sipas(run, folder)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of Sơn Tây's plan with its clerks, made once and copied by each test."""
    path = tmp_path_factory.mktemp("made") / "made.sipas"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with new_survey(path, find_preset("son-tay-2017"), "admin", PASSWORD) as admin:
            for name, roles in CLERKS.items():
                workflow.add_operator(admin, name, roles, PASSWORD)
    return path


@pytest.fixture
def survey(sipas: Sipas, _made: Path) -> Sipas:
    """A new survey of Sơn Tây's plan with its clerks."""
    shutil.copy(_made, sipas.survey)
    shutil.copy(keys.path_of(_made), keys.path_of(sipas.survey))
    return sipas
