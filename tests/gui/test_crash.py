"""Crash reports: enough to find the line, nothing that names a person."""

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.bug_report import report
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import crash


def broken(name: str) -> None:
    try:
        raise ValueError(f"bad name {name}")
    except ValueError as first:
        raise RuntimeError(name) from first


def test_report_holds_types_and_places_only() -> None:
    with pytest.raises(RuntimeError) as caught:
        broken("Lê Thị Hoa")
    text = report(caught.value)
    assert "RuntimeError" in text and "ValueError" in text and "test_crash.py:" in text and "broken" in text
    assert "Hoa" not in text and str(Path(__file__).parent) not in text


def test_old_reports_go(tmp_path: Path) -> None:
    for _ in range(crash.KEPT + 5):
        last = crash.write(ValueError(), tmp_path)
    assert len(list(tmp_path.iterdir())) == crash.KEPT
    assert last.exists()


def test_hook_reports_also_from_threads(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = crash.CrashReporter(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reporter.install()
    with qtbot.waitSignal(reporter.reported):
        sys.excepthook(ValueError, ValueError(), None)
    with qtbot.waitSignal(reporter.reported):
        thread = threading.Thread(target=sys.excepthook, args=(KeyError, KeyError(), None))
        thread.start()
    thread.join()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_place_that_is_away_while_a_page_reads_is_no_bug(qtbot: Any, tmp_path: Path) -> None:
    reporter = crash.CrashReporter(tmp_path / "reports")
    with qtbot.waitSignal(reporter.refused) as told, qtbot.assertNotEmitted(reporter.reported):
        reporter.take(Refusal("server.lost"))
    assert told.args[0].code == "server.lost" and not (tmp_path / "reports").exists()
    with qtbot.waitSignal(reporter.reported):
        reporter.take(Refusal("keying.own_first", serial="1"))


def test_full_disk_does_not_hide_the_bug(qtbot: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    reporter = crash.CrashReporter(tmp_path / "file" / "folder")
    with qtbot.waitSignal(reporter.reported) as told:
        reporter.take(ValueError())
    assert told.args == [""]
