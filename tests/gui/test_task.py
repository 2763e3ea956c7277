"""Long work: its result, its refusal, a bug in it, its way out; each exactly once and in the window's thread."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from sipas_desktop.gui.task import Task, seconds_left
from tests.gui.example_page import refusing

Progress = Callable[[int, int], None]


def finish(qtbot: Any, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=5000)


def test_result_reaches_the_page(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page
    threads: list[threading.Thread] = []

    def work(progress: Progress) -> list[int]:
        threads.append(threading.current_thread())
        for n in range(5):
            progress(n, 5)
        return [1, 2, 3]

    page.run(work)
    assert page.task_line.isVisibleTo(page)
    finish(qtbot, page)
    assert page.result == [1, 2, 3]
    assert threads[0] is not threading.main_thread()
    assert not page.task_line.isVisibleTo(page)


def test_refusal_is_said_in_the_page(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page
    page.run(refusing)
    finish(qtbot, page)
    assert page.notice.kind == "error" and page.result is None


def test_bug_is_reported(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page

    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    page.run(work)
    finish(qtbot, page)
    (report,) = signed_in.program.crash.folder.glob("*.txt")
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert page.notice.kind == "error"


def test_cancel_stops_at_the_next_step(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page
    steps: list[int] = []
    going = threading.Event()

    def work(progress: Progress) -> str:
        for n in range(10_000):
            progress(n, 10_000)
            steps.append(n)
            going.set()
            threading.Event().wait(0.001)
        return "end"

    page.run(work)
    going.wait(5)
    page.task_line.cancel()
    finish(qtbot, page)
    assert page.result is None and 0 < len(steps) < 10_000
    assert page.notice.kind == "attention"


def test_second_task_is_not_begun(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page
    gate = threading.Event()

    def first(progress: Progress) -> str:
        gate.wait(5)
        return "first"

    def second(progress: Progress) -> str:
        return "second"

    page.run(first)
    page.run(second)
    assert page.notice.kind == "attention"
    gate.set()
    finish(qtbot, page)
    assert page.result == "first"


def test_nothing_that_makes_pages_anew_cuts_off_the_work(qtbot: Any, signed_in: SimpleNamespace) -> None:
    window = signed_in.window
    page, gate = window.page, threading.Event()

    def work(progress: Progress) -> str:
        gate.wait(5)
        return "done"

    page.run(work)
    for verb in (window.toggle_language, window.larger, window.sign_out):
        page.notice.clear()
        verb()
        assert window.page is page and page.notice.kind == "attention"
    gate.set()
    finish(qtbot, page)
    assert page.result == "done"


def test_closing_the_window_waits_for_the_work(qtbot: Any, signed_in: SimpleNamespace) -> None:
    page = signed_in.window.page
    going, ended = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress(0, 1)
                going.set()
        finally:
            ended.set()

    page.run(work)
    going.wait(5)
    signed_in.window.close()
    assert ended.is_set() and signed_in.store.survey.closed


def test_only_bound_methods_of_a_qobject_may_be_connected(qtbot: Any, signed_in: SimpleNamespace) -> None:
    task = Task(refusing, signed_in.window)
    for slot in (lambda _: None, print, [].append):
        with pytest.raises(TypeError, match="bound method"):
            task.connect_to("done", slot)


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "left"),
    [(0, 10, 5, None), (1, 10, 0.5, None), (5, 10, 5, 5), (9, 10, 90, 10), (10, 10, 9, None), (1, 3, 2, 4)],
)
def test_seconds_left(done: int, total: int, elapsed: float, left: int | None) -> None:
    assert seconds_left(done, total, elapsed) == left
