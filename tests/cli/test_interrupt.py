"""Ctrl-C at any moment: a real process, a real signal; no traceback, exit code 130, nothing written by halves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sipas_desktop.cli.main import main
from sipas_desktop.interrupt import follows_interrupt, leave_at_once, listen_again
from sipas_desktop.store import queries
from tests.cli.calls import PASSWORD, Sipas

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signal to another process")
# As the script that pip makes, and as ``python -m``; the dot says that Python itself has come up.
SCRIPT = "import sys; print(end='.', flush=True); from sipas_desktop.cli import program; sys.exit(program())"
MODULE = "import runpy; print(end='.', flush=True); runpy.run_module('sipas_desktop.cli', run_name='__main__')"


def listens() -> None:
    """A shell's background jobs ignore the signal, and their children with them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stopped(program: str, folder: Path, after: float, *words: str) -> tuple[int, str]:
    """Exit code and standard error of ``sipas`` with ``words``, stopped so many seconds after Python came up."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=os.environ | {"SIPAS_PASSWORD": PASSWORD, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=listens,
    )
    assert process.stdout is not None
    assert process.stdout.read(1) == "."
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.mark.parametrize("program", [SCRIPT, MODULE], ids=["script", "module"])
@pytest.mark.parametrize("after", [0.02, 0.1, 0.25, 0.5, 0.8, 1.2])
def test_stopped_at_any_moment_it_ends_quietly(tmp_path: Path, program: str, after: float) -> None:
    code, told = stopped(program, tmp_path, after, "new", "a.sipas", "--plan", "son-tay-2017")
    assert "Traceback" not in told and len(told.splitlines()) <= 1
    made = {path.name for path in tmp_path.iterdir()}
    if code == 0:  # it was through before
        assert made == {"a.sipas", "a.sipas.keys"}
    else:
        assert code == 130
        assert made in (set(), {"a.sipas", "a.sipas.keys"})
    if made:
        assert main(["--lang", "en", "check", str(tmp_path / "a.sipas")]) == 0


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)


def test_what_breaks_while_an_interrupt_goes_up_is_no_bug(survey: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("cut off in the middle")

    monkeypatch.setattr(queries, "ledger", breaks)
    done = survey("status", survey.survey)
    assert done.code == 130 and "đã dừng" in done.line
    assert not follows_interrupt(RuntimeError("by itself"))


def test_imports_leave_the_signal_as_they_found_it() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        for held in (signal.default_int_handler, signal.SIG_IGN):
            signal.signal(signal.SIGINT, held)
            ordered = leave_at_once()
            assert ordered is (held is signal.default_int_handler)
            assert (signal.getsignal(signal.SIGINT) is held) is not ordered
            if ordered:
                listen_again()
            assert signal.getsignal(signal.SIGINT) is held
    finally:
        signal.signal(signal.SIGINT, before)
