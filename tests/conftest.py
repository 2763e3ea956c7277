"""What every test stands on: no display, no person's own folders, no clock in hypothesis."""

from __future__ import annotations

import os
import shutil

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sipas_desktop.paths import own_data

# The suite shares two cores with itself: how long one example takes says nothing.
settings.register_profile("suite", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings, data and caches of the person who runs the tests are neither read nor written."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
    }
    for variable, name in folders.items():
        folder = home / name
        folder.mkdir()
        os.environ[variable] = str(folder)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line's variables (operator, passwords, language) come from the test or not at all."""
    for variable in [name for name in os.environ if name.startswith("SIPAS_")]:
        monkeypatch.delenv(variable)


@pytest.fixture(autouse=True)
def _nobody_waits_for_another_test() -> None:
    """Wrong passwords are counted by survey, and many tests work on copies of one."""
    shutil.rmtree(own_data() / "sign-in", ignore_errors=True)


@pytest.fixture
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent
