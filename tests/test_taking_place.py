"""A pair of files takes another's place: killed between any two steps, one pair bears the name and nothing is left."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop import taking_place
from sipas_desktop.errors import Refusal
from sipas_desktop.taking_place import go_on, is_there, note_of, take_place


class Killed(BaseException):
    """Ends the work at once, as a kill does."""


CALLS = ("write", "fsync", "replace", "unlink")  # that change a file, but for the one that makes the note


def at_call(monkeypatch: pytest.MonkeyPatch, number: int, failing: Callable[[], BaseException]) -> list[str]:
    """The calls made; instead of the one with that number, ``failing`` is raised, and by all that follow a kill."""
    made: list[str] = []

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **how: Any) -> Any:
            made.append(name)
            error = failing()
            if len(made) == number or (isinstance(error, Killed) and len(made) > number):
                raise error
            return call(*args, **how)

        return counting

    for name in CALLS:
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    return made


def laid_out(folder: Path, wal: bool) -> tuple[Path, Path, Path]:
    """The new pair's passing name, the file, the name to set it aside under."""
    folder.mkdir()
    part, file, aside = folder / ".part", folder / "tệp.sipas", folder / "tệp thay ra.sipas"
    for path, words in ((part, "new"), (file, "old")):
        path.write_text(words)
        path.with_name(f"{path.name}.keys").write_text(f"{words} keys")
    if wal:
        file.with_name(f"{file.name}-wal").write_text("old log")
    return part, file, aside


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if not path.name.startswith(".part")}


OLD = {"tệp.sipas": "old", "tệp.sipas.keys": "old keys"}
NEW = {
    "tệp.sipas": "new", "tệp.sipas.keys": "new keys", "tệp thay ra.sipas": "old", "tệp thay ra.sipas.keys": "old keys",
}  # fmt: skip
OLD_LOG, NEW_LOG = {"tệp.sipas-wal": "old log"}, {"tệp thay ra.sipas-wal": "old log"}


@pytest.mark.parametrize("wal", [False, True])
def test_killed_at_any_step_one_of_both_pairs_bears_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wal: bool
) -> None:
    old, new = (OLD | OLD_LOG, NEW | NEW_LOG) if wal else (OLD, NEW)
    came_out = []
    for number in range(1, 30):
        part, file, aside = laid_out(tmp_path / str(number), wal)
        with monkeypatch.context() as patch:
            made = at_call(patch, number, Killed)
            try:
                assert take_place(part, file, aside)
                break
            except Killed:
                pass
        assert is_there(file)
        again = 0
        while again < 30:  # whoever goes on may be killed as well
            again += 1
            with monkeypatch.context() as patch:
                at_call(patch, again, Killed)
                try:
                    go_on(file)
                    break
                except Killed:
                    continue
        go_on(file)
        assert held(file.parent) in (old, new), number
        came_out.append(held(file.parent) == new)
    else:
        raise AssertionError("it was to come to its end")
    assert held(file.parent) == new and len(made) < number
    assert came_out == sorted(came_out) and set(came_out) == {False, True}, "from one step on it is the new one"


def test_where_nothing_was_there_the_pair_gets_its_name(tmp_path: Path) -> None:
    part, file, aside = laid_out(tmp_path / "a", wal=False)
    file.unlink()
    file.with_name(f"{file.name}.keys").unlink()
    assert not take_place(part, file, aside)
    assert held(file.parent) == {"tệp.sipas": "new", "tệp.sipas.keys": "new keys"}


@pytest.mark.parametrize("step", [1, 2, 3, 4, 6])  # the fifth makes names durable, which some drives refuse
def test_a_file_that_cannot_be_set_aside_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Until the first of the present files is set aside, as where another program has it open on Windows."""
    part, file, aside = laid_out(tmp_path / "a", wal=False)
    with monkeypatch.context() as patch:
        at_call(patch, step, lambda: OSError(errno.EIO, "no"))
        with pytest.raises(OSError, match="no"):
            take_place(part, file, aside)
    assert held(file.parent) == OLD


@pytest.mark.parametrize("step", [7, 8, 9])
def test_what_is_half_done_is_ended_by_whoever_opens_it_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    part, file, aside = laid_out(tmp_path / "a", wal=False)
    with monkeypatch.context() as patch:
        at_call(patch, step, lambda: OSError(errno.EIO, "no"))
        with pytest.raises(OSError, match="no"):
            take_place(part, file, aside)
    assert not file.is_file() and is_there(file)
    go_on(file)
    assert held(file.parent) == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="by the lock of POSIX")
def test_nobody_goes_on_with_what_somebody_alive_is_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(taking_place, "_SECONDS", 0.1)
    part, file, aside = laid_out(tmp_path / "a", wal=False)
    with note_of(file).open("w") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        for verb in (lambda: go_on(file), lambda: take_place(part, file, aside)):
            with pytest.raises(Refusal) as caught:
                verb()
            assert caught.value.code == "file.locked"
    assert take_place(part, file, aside), "nobody is at it any more"
    assert held(file.parent) == NEW


@pytest.mark.parametrize("name", ["../khác.sipas", "tệp.sipas", "tệp.sipas.moi", ""])
def test_a_note_that_names_no_free_name_beside_sets_aside_all_the_same(tmp_path: Path, name: str) -> None:
    part, file, aside = laid_out(tmp_path / "a", wal=False)
    part.rename(file.with_name("tệp.sipas.moi"))
    part.with_name(".part.keys").rename(file.with_name("tệp.sipas.moi.keys"))
    aside.write_text("earlier")
    note_of(file).write_text(name)
    go_on(file)
    assert held(file.parent) == NEW | {"tệp thay ra.sipas": "earlier", "tệp thay ra.sipas~": "old"}
