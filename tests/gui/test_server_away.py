"""The keying page while the server is away: what is typed stays, and the same Enter records it once it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.gui.keying_batch import BatchKeyingPage
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from tests.gui.stations import shown
from tests.server import Server, running_server, why_no_server
from tests.surveys import CHEAP, Station, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


@pytest.fixture
def own_server() -> Iterator[Server]:
    """It is killed: no other test's."""
    with running_server() as one:
        yield one


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_server: Server) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, at=own_server.new_database()) as here:
        yield here


def press(page: BatchKeyingPage, *strokes: Qt.Key) -> None:
    for key in strokes:
        widget = page.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)
        QApplication.processEvents()


def stored(desk: Station) -> tuple[int, int]:
    """How many facts say answers, and how many answers there are."""
    keyed = select(func.count()).where(m.fact.c.kind == "answers_keyed")
    with desk.admin.reading() as conn:
        return conn.execute(keyed).scalar_one(), conn.execute(select(func.count()).select_from(m.answer)).scalar_one()


def test_what_is_typed_stays_and_the_same_key_records_it_once(
    desk: Station, own_server: Server, tmp_path: Path, qtbot: Any
) -> None:
    (serial,) = desk.received(1)
    page = shown(BatchKeyingPage, desk["Lan"], tmp_path, qtbot)
    page.activateWindow()
    page.focus_first()
    page.serial.setText(serial)
    press(page, Qt.Key.Key_Return)
    assert page.ballot is not None
    first = page.ballot.current
    own_server.kill()

    QTest.keyClicks(page.view.field.line, "khong ro")  # a catalogue's question, answered in words
    press(page, Qt.Key.Key_Return)
    assert page.view.field.text == "khong ro" and page.ballot.current is first
    assert page.view.field.line.hasFocus()
    assert "server" in page.notice.words.lower() and "Press the same key again" in page.notice.words
    press(page, Qt.Key.Key_Return)  # still away
    assert page.view.field.text == "khong ro" and page.ballot.current is first

    own_server.start()
    assert stored(desk) == (0, 0)
    press(page, Qt.Key.Key_Return)
    assert page.ballot.current is not first and not page.notice.kind
    assert stored(desk) == (1, 1)
    press(page, Qt.Key.Key_Period)
    rated = page.ballot.current
    assert rated is not None
    own_server.kill()
    press(page, Qt.Key.Key_4)  # a tile: nothing is typed, and nothing stays lit as if it were stored
    assert page.ballot.current is rated and not any(tile.isChecked() for tile in page.view.tiles.tiles)
    own_server.start()
    press(page, Qt.Key.Key_4)
    assert stored(desk) == (3, 3)
    assert workflow.start_keying(desk["Lan"], serial, 1).answers[rated.code] == Answer("4")
    assert queries.check_survey(desk.admin).problems == ()
