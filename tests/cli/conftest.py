"""The command line in process, with passwords that cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sipas_desktop.cli import main
from sipas_desktop.store import keys
from tests.cli.calls import PASSWORD, Done, Sipas, add_clerks
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


@pytest.fixture
def survey(sipas: Sipas) -> Sipas:
    """A new survey of Sơn Tây's plan with its clerks."""
    sipas.done("new", sipas.survey, "--plan", "son-tay-2017")
    add_clerks(sipas)
    return sipas
