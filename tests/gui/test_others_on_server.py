"""The window beside other stations on one server: their work comes by itself, also after the server was gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipas_desktop.gui import idle, others
from sipas_desktop.gui.access import signed
from sipas_desktop.gui.keying_batch import BatchKeyingPage
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.store import keys, server_listener, workflow
from sipas_desktop.store.database import open_survey
from tests.gui import surveys
from tests.server import Server, running_server, why_no_server
from tests.surveys import CHEAP, PASSWORD, Station, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")

SECONDS = 20_000  # ms: far more than it takes


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """It is killed: no other test's."""
    with running_server() as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_server: Server) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr(others, "LEAST_MS", 100)
    monkeypatch.setattr(others, "SHARE", 0)
    monkeypatch.setattr(idle, "UNTOUCHED", 0.0)
    monkeypatch.setattr(server_listener, "PAUSES", (0.1,))
    with station(tmp_path, at=own_server.new_database()) as here:
        yield here


def at_work(shell: SimpleNamespace, desk: Station, name: str, place: str) -> Any:
    """The page of ``name`` in the window, which has begun to listen and read once."""
    survey = open_survey(desk.path, name, PASSWORD)
    survey.begin_session()
    shell.window.sign_in(signed(survey))
    shell.window.go(place)
    assert survey.on_server
    return shell.window.page


def quiet(shell: SimpleNamespace) -> bool:
    """Whether it listens and nothing is left to be shown."""
    hears = shell.window.others
    return bool(hears._listener.connected) and not hears._timer.isActive() and hears._free > 0


def test_a_receipt_elsewhere_shows_here_and_after_the_server_was_killed_too(
    shell: SimpleNamespace, desk: Station, own_server: Server, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = desk.print(3)
    page: OverviewPage = at_work(shell, desk, "admin", "overview")
    qtbot.waitUntil(lambda: quiet(shell), timeout=SECONDS)
    held = QApplication.focusWidget()
    assert "0/3" in told(page)
    workflow.receive(desk["Hà"], serials[0], batch="L1")
    qtbot.waitUntil(lambda: "1/3" in told(page), timeout=SECONDS)
    assert page.batches is not None and page.batches.rows.total == 1
    assert QApplication.focusWidget() is held

    read: list[int] = []
    listener = shell.window.others._listener
    with monkeypatch.context() as patched:
        patched.setattr(OverviewPage, "refresh", lambda _page: read.append(1))
        workflow.open_batch(shell.window.desk.survey, "L8")  # one's own work
        qtbot.wait(others.SOON_MS + 100)
        own_server.kill()
        qtbot.waitUntil(lambda: not listener.connected, timeout=SECONDS)
        assert not read
    own_server.start()
    workflow.receive(desk["Hà"], serials[1], batch="L1")  # before anybody listens again
    qtbot.waitUntil(lambda: "2/3" in told(page), timeout=SECONDS)
    workflow.receive(desk["Hà"], serials[2], batch="L1")
    qtbot.waitUntil(lambda: "3/3" in told(page), timeout=SECONDS)
    assert not page.notice.kind

    shell.window.sign_out()
    assert shell.window.others._listener is None
    qtbot.waitUntil(lambda: not listener.running, timeout=SECONDS)


def told(page: OverviewPage) -> str:
    """Ballots back, of those printed, as the page says it."""
    words = page._status.text().split()
    numbers = [word for word in words if word.isdigit()]
    return f"{numbers[0]}/{numbers[1]}"


def test_a_field_that_is_typed_into_waits_for_its_enter(shell: SimpleNamespace, desk: Station, qtbot: Any) -> None:
    first, second, third = desk.received(3)
    page: BatchKeyingPage = at_work(shell, desk, "Lan", "keying")
    qtbot.waitUntil(lambda: quiet(shell), timeout=SECONDS)
    page.serial.setText(first)
    QTest.keyClick(page.serial, Qt.Key.Key_Return)
    line = page.view.field.line
    QTest.keyClicks(line, "khong ro")
    line.setSelection(1, 3)
    before, asked = page._status.text(), threading.Event()
    page.refresh = asked.set  # type: ignore[method-assign]
    desk.key("Mai", 1, second)
    hears = shell.window.others
    qtbot.waitUntil(lambda: hears._timer.isActive() and hears._timer.interval() == others.LEAST_MS, timeout=SECONDS)
    del page.refresh
    assert not asked.is_set()
    assert line.text() == "khong ro" and line.selectedText() == "hon" and line.hasFocus()
    assert page._status.text() == before
    line.deselect()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert page.ballot is not None and page.ballot.answers
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)  # left open: no ballot is on the screen now
    assert page.ballot is None
    before = page._status.text()
    qtbot.waitUntil(lambda: not hears._timer.isActive(), timeout=SECONDS)
    assert third and page.serial.hasFocus() and page._status.text() != before


def test_with_a_file_the_window_listens_to_nobody(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    surveys.show(shell, surveys.make(tmp_path, monkeypatch), "overview")
    assert shell.window.others._listener is None and not shell.window.others._timer.isActive()
