"""The self-test itself: it passes here, and it tells when something is broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sipas_desktop.gui.self_test import SelfTest

BROKEN = """
import sys
from sipas_desktop.gui import self_test
def broken(self):
    raise ValueError("something is broken")
self_test.SelfTest.{step} = broken
sys.stdout.reconfigure(encoding="utf-8")
sys.exit(self_test.self_test())
"""


def run(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environment |= {"TMPDIR": str(home), "TEMP": str(home), "SIPAS_LANG": "en", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *command], capture_output=True, encoding="utf-8", timeout=300, env=environment
    )


def test_it_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("-m", "sipas_desktop", "--self-test", home=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line[0] for line in lines[:-1]] == ["✓"] * 12
    assert lines[-1] == "Self-test passed."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["make_survey", "close"])
def test_a_broken_step_is_told_and_ends_it(step: str, tmp_path: Path) -> None:
    assert hasattr(SelfTest, step)
    if step == "close":  # the steps between are what the test above is about
        between = (
            "make_survey", "print_ballots", "read_codes", "key_first", "key_second", "settle", "visit_pages", "report",
            "export", "check",
        )  # fmt: skip
        skipped = "".join(f"self_test.SelfTest.{name} = lambda self: ''\n" for name in between)
        code = BROKEN.format(step=step).replace("sys.stdout", skipped + "sys.stdout")
    else:
        code = BROKEN.format(step=step)
    done = run("-c", code, home=tmp_path)
    assert done.returncode == 1
    assert "something is broken" in done.stdout
    assert done.stdout.splitlines()[-1] == "Self-test FAILED."
    assert sum(line.startswith("✕") for line in done.stdout.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_bug_in_a_page_is_a_failure_too(tmp_path: Path) -> None:
    code = BROKEN.format(step="never").replace(
        "sys.stdout.re",
        "self_test.SelfTest.show = lambda self: self.window.bug.emit(ValueError('lost')) or ''\nsys.stdout.re",
    )
    done = run("-c", code, home=tmp_path)
    assert done.returncode == 1 and "lost" in done.stdout
