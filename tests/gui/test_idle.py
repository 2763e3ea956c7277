"""The window locks when nobody is there, loses nothing, and brings back who left."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from sipas_desktop.gui import idle
from sipas_desktop.gui.settings import LOCK_AFTER


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """``minutes`` since the test began, as the watch sees them."""
    here = SimpleNamespace(minutes=0.0)
    start = round(time.monotonic())  # whole seconds: what is added to them is taken off again exactly
    monkeypatch.setattr(idle.time, "monotonic", lambda: start + here.minutes * 60)
    return here


def use(window: Any, kind: str) -> None:
    """A key or the mouse, as the system hands it to the window's surface."""
    if kind == "key":
        event: QEvent = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, "4")
    else:
        at = QPointF(5, 5)
        nothing = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at, at, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), event)


def test_nobody_there_for_the_whole_time_locks_it(clock: SimpleNamespace, signed_in: SimpleNamespace) -> None:
    window = signed_in.window
    window.show()
    clock.minutes = LOCK_AFTER - 0.1
    window.idle.look()
    assert window.desk is not None
    clock.minutes = LOCK_AFTER
    window.idle.look()
    assert window.desk is None
    assert signed_in.store.survey.closed
    assert str(LOCK_AFTER) in window._before.notice.words


@pytest.mark.parametrize("kind", ["key", "mouse"])
def test_a_key_or_the_mouse_puts_it_off(kind: str, clock: SimpleNamespace, signed_in: SimpleNamespace) -> None:
    window = signed_in.window
    window.show()
    clock.minutes = LOCK_AFTER - 1
    use(window, kind)
    clock.minutes = LOCK_AFTER + 1
    window.idle.look()
    assert window.desk is not None


def test_who_left_comes_back_to_her_place_and_nobody_else_does(
    clock: SimpleNamespace, signed_in: SimpleNamespace
) -> None:
    window, store = signed_in.window, signed_in.store
    window.show()
    window.go("results")
    clock.minutes = LOCK_AFTER
    window.idle.look()
    window.sign_in(store.open(store.path, "Trần Thị Bình", "mat khau"))
    assert window.place == "results"
    clock.minutes += LOCK_AFTER
    window.idle.look()
    window.sign_in(store.open(store.path, "Lê Văn Cường", "mat khau"))
    assert window.place == "overview"


def test_long_work_is_not_cut_off(clock: SimpleNamespace, signed_in: SimpleNamespace, qtbot: Any) -> None:
    window = signed_in.window
    window.show()
    going = SimpleNamespace(on=True)

    def work(progress: Any) -> None:
        while going.on:
            time.sleep(0.01)

    window.page.start("Đang làm", work, window.page.refresh)
    clock.minutes = LOCK_AFTER + 1
    window.idle.look()
    assert window.desk is not None
    going.on = False
    qtbot.waitUntil(lambda: not window.page.task_line.running)


def test_it_can_be_switched_off(clock: SimpleNamespace, shell: SimpleNamespace) -> None:
    shell.settings.lock_after = 0
    watch = idle.IdleWatch(shell.settings.lock_after, shell.window)
    shell.window.show()
    watch.watch(shell.window.windowHandle())
    assert not watch._timer.isActive()
