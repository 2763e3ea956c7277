"""The garbage collector works in the window's thread, and not while somebody types or rows are worked out."""

import gc
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.gui import garbage, latest
from sipas_desktop.gui.app import make_app
from sipas_desktop.gui.garbage import LOOK_MS, MOST, collect
from sipas_desktop.gui.idle import UNTOUCHED
from sipas_desktop.gui.task import Task


@pytest.fixture
def walks(qapp: QApplication) -> Iterator[list[tuple[threading.Thread, int]]]:
    """Thread and generation of every walk."""
    walked: list[tuple[threading.Thread, int]] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "stop":
            walked.append((threading.current_thread(), told["generation"]))

    gc.callbacks.append(note)
    yield walked
    gc.callbacks.remove(note)


def litter() -> None:
    """More than Python lets lie, by itself."""
    for _ in range(100_000):
        ring: list[object] = []
        ring.append(ring)


def test_none_in_the_thread_of_a_task(
    shell: SimpleNamespace, qtbot: Any, walks: list[tuple[threading.Thread, int]]
) -> None:
    task = Task(lambda _progress: litter(), shell.window)
    shell.window.idle.touch()
    with qtbot.waitSignal(task.finished):
        task.start()
    litter()
    assert all(thread is threading.main_thread() for thread, _ in walks)
    qtbot.waitUntil(lambda: bool(walks), timeout=20 * LOOK_MS)
    assert gc.get_count()[0] < 100_000


def test_an_application_made_elsewhere_changes_nothing(qapp: QApplication) -> None:
    gc.enable()
    assert make_app() is qapp and not gc.isenabled()


@pytest.mark.parametrize(
    ("counts", "walked"),
    [((10, 0, 0), []), ((701, 0, 0), [0]), ((701, 11, 0), [1]), ((701, 11, 11), [2]), ((10, 0, 11), [2])],
)
def test_what_is_due(
    counts: tuple[int, int, int],
    walked: list[int],
    walks: list[tuple[threading.Thread, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage.gc, "get_count", lambda: counts)
    monkeypatch.setattr(garbage.gc, "get_threshold", lambda: (700, 10, 10))
    collect()
    assert [generation for _, generation in walks] == walked


@pytest.mark.parametrize(
    ("unused", "young", "working", "looked"),
    [
        (UNTOUCHED, 800, False, True),
        (0.0, 800, False, False),
        (0.0, MOST + 1, False, True),
        (UNTOUCHED, MOST + 1, True, False),
    ],
)
def test_when_it_looks(
    unused: float, young: int, working: bool, looked: bool, shell: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []
    monkeypatch.setattr(garbage, "collect", lambda: found.append(True))
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (young, 0, 0))
    monkeypatch.setattr(latest, "working", lambda: working)
    monkeypatch.setattr(type(shell.window.idle), "unused", unused)
    shell.program.garbage.look()
    assert found == ([True] if looked else [])
