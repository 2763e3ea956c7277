"""Too little memory, in every amount: one line that says so, the survey as it was or done; never "damaged"."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QObject

from sipas_desktop.errors import words
from sipas_desktop.gui.crash import CrashReporter
from sipas_desktop.gui.task import Task
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.surveys import PASSWORD, station

ROOT = Path(__file__).resolve().parents[2]
AMOUNTS = [2, 4, 12, 24, 48, 66, 70, 76, 84, 100]  # MiB more than the loaded program has; a password takes 64

WORK = {
    "print": ("ballots", "print", "phiếu.pdf", "--count", "3000"),
    "import": ("sample", "import", "danh sách.xlsx"),
    "check": ("check",),
}


def starved(folder: Path, work: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Amount, exit code and standard error for each amount."""
    command, *rest = work
    spelt = [command, "khảo sát.sipas", *rest, "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.starved", json.dumps(AMOUNTS), *spelt],
        capture_output=True, text=True, check=True, cwd=folder,
        env=os.environ | {"SIPAS_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
@pytest.mark.parametrize("name", WORK)
def test_it_is_said_whatever_is_short(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # passwords at their full price: it is memory
    assert keys.COST.memory >= 64 * 1024
    with station(tmp_path) as desk:
        desk.settled(2)
    book = Workbook()
    assert book.active is not None
    book.active.append(["STT", "Họ và tên", "Địa chỉ"])
    for number in range(1, 3000):
        book.active.append([number, f"Nguyễn Văn An {number}", "Thôn Đông"])
    book.save(tmp_path / "danh sách.xlsx")
    told = starved(tmp_path, WORK[name])
    assert [amount for amount, _, _ in told] == AMOUNTS
    codes = [code for _, code, _ in told]
    assert 2 in codes, "there was always enough"
    for amount, code, line in told:
        assert code in (0, 2) and line.count("\n") <= 1, (amount, code, line)
        if code == 2:
            assert line.strip() == words("file.no_memory", "en"), (amount, line)
    assert not list(tmp_path.glob(".*.part*"))
    with open_survey(tmp_path / "khảo sát.sipas", "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok


def no_memory(_: Callable[[int, int], None]) -> None:
    raise MemoryError


def test_long_work_in_the_window_says_it(qtbot: Any) -> None:
    """And does not call it a mistake of the program."""
    parent = QObject()
    task = Task(no_memory, parent)
    with qtbot.waitSignal(task.refused) as told:
        task.start()
    task.wait()
    assert told.args[0].code == "file.no_memory"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "file.no_memory"),
        (OSError(28, "No space left on device"), "file.disk_full"),
        (PermissionError(13, "Permission denied"), "file.system"),
    ],
)
def test_what_the_machine_lacks_is_no_bug_to_report(qtbot: Any, tmp_path: Path, error: Exception, code: str) -> None:
    reporter = CrashReporter(tmp_path / "reports")
    with qtbot.waitSignal(reporter.refused) as told:
        reporter.take(error)
    assert told.args is not None and told.args[0].code == code
    assert not (tmp_path / "reports").exists()
