"""What a killed process left unfinished is taken away by the next; what anybody still works on stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sipas_desktop import unfinished as u
from sipas_desktop.beside import beside


def left_by_dead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A name as a process made it that does not run any more."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: dead.pid)
        return u.part_in(folder)


def test_what_a_dead_process_left_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = left_by_dead(tmp_path, monkeypatch)
    left.write_bytes(b"Nguy")
    left.with_name(left.name + "-journal").write_bytes(b"")
    folder = left_by_dead(tmp_path, monkeypatch)
    folder.mkdir()
    (folder / "tram.sipas").write_bytes(b"")
    with beside(tmp_path / "a.pdf") as part:
        part.write_bytes(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_what_somebody_works_on_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other, older = u.part_in(tmp_path), tmp_path / f".{'0' * 32}.part", tmp_path / f".{'0' * 16}.part"
    strange = tmp_path / ".mine.part"
    for path in (own, other, older, strange):
        path.write_bytes(b"")
    u.sweep(tmp_path)
    assert {own, other, older, strange} == set(tmp_path.iterdir())
    day_before = time.time() - 25 * 60 * 60
    for path in (other, older, strange):
        os.utime(path, (day_before, day_before))
    u.sweep(tmp_path)
    assert {own, strange} == set(tmp_path.iterdir())
