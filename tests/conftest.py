"""What every test stands on: no display, no person's own folders, no clock in hypothesis."""

from __future__ import annotations

import datetime
import gc
import os
import shutil
import sys
import threading
import zlib

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

from sipas_desktop.gui.garbage import collect
from sipas_desktop.gui.language import Words
from sipas_desktop.paths import own_data
from sipas_desktop.store import trickle
from tests.server import stop_server

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

HERE: Final = Path(__file__).resolve().parent

# The suite shares two cores with itself: how long one example takes says nothing.
settings.register_profile("suite", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Tables of hundreds of cases, each of which takes its time: of these ``make test`` runs one in SIPAS_SHARE, others each
# day, and ``make whole`` all.
LONG: Final = {
    "attack/test_attacks.py", "bench/test_bench.py", "cli/test_same_lists.py", "cli/test_verify.py",
    "cli/test_verify_office.py", "cli/test_verify_outline.py", "durability/test_kills.py",
    "faults/test_failing_disk.py", "faults/test_memory.py",
    "paper/test_proof_styles.py", "paper/test_report_differences.py",
    "store/test_check_attack.py", "store/test_check_attack_facts.py", "store/test_hostile_returns.py",
    "store/test_sampled_silence.py",
}  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the cases of long tables whose day it is not."""
    share = int(os.environ.get("SIPAS_SHARE") or 1)
    today = datetime.datetime.now(datetime.UTC).toordinal() % share

    def is_due(item: pytest.Item) -> bool:
        long = item.path.relative_to(HERE).as_posix() in LONG and "[" in item.name
        return not long or zlib.crc32(item.nodeid.encode()) % share == today

    left_out = [item for item in items if not is_due(item)]
    items[:] = [item for item in items if is_due(item)]
    config.hook.pytest_deselected(items=left_out)


gc.disable()  # until all tests are known: what is made before stays to the end


def pytest_collection_finish() -> None:
    """Thirteen thousand tests are a million objects: they are not looked through again whenever some are let go of."""
    gc.freeze()
    gc.enable()


def pytest_runtest_logfinish() -> None:
    """Where the program leaves garbage to its window (``make_app``), most tests have none that looks."""
    if not gc.isenabled():
        collect()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application, in every folder of tests: pytest-qt's would leave the collector to any thread."""
    from sipas_desktop.gui.app import make_app

    return make_app()


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
def _nothing_stays_on_the_application() -> Iterator[None]:
    """A test's widgets and its language go with it. Left to the collector, windows were taken apart in no order, and a
    later style sheet, which goes through all widgets, met what was left: a worker died.
    """
    yield
    Words().remove()
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QThread
    from PySide6.QtWidgets import QApplication

    if not isinstance(QCoreApplication.instance(), QApplication):
        return
    for widget in QApplication.topLevelWidgets():
        for thread in widget.findChildren(QThread):  # one that is deleted at work ends the program
            thread.wait()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _nobody_falls_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups put their thread behind all others. Here it is the tests' own, which would stay there."""
    own = trickle.yield_to_typists
    monkeypatch.setattr(
        trickle,
        "yield_to_typists",
        lambda: None if threading.current_thread() is threading.main_thread() else own(),
    )


@pytest.fixture(autouse=True)
def _nobody_waits_for_another_test() -> None:
    """Wrong passwords are counted by survey, and many tests work on copies of one."""
    shutil.rmtree(own_data() / "sign-in", ignore_errors=True)


@pytest.fixture
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def _no_server_stays() -> Iterator[None]:
    """The PostgreSQL that some test asked for ends with the last one."""
    yield
    stop_server()
