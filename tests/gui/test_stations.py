"""Stations without network in the window: out, home, and what they say against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.serial import show
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.jobs.handouts import MergedFiles
from sipas_desktop.store import backups, queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk
from tests.surveys import Station, opened_station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def wait(page: TransferPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def handed_out(page: TransferPage, out: Path, qtbot: Any) -> Station:
    """The station's file, opened, after the page has handed batch L1 out."""
    page.stations.batches.setText("L1")
    page.stations.hand_out_to(out)
    wait(page, qtbot)
    path = out.with_name("tram.sipas")
    backups.unpack(out, path)
    return opened_station(path)


def test_a_batch_goes_out_is_keyed_and_comes_home(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = here.received(2)
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.stations)
    page.stations.hand_out()
    assert page.notice.kind == "attention"  # no batch is named yet
    page.stations.batches.setText("L1")
    page.stations.name.setText("Bưu điện thị xã")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "giao"), ""))
    page.stations.hand_out()
    wait(page, qtbot)
    assert page.notice.kind == "ok"
    assert page.stations.table.rows.shown[0][:4] == (1, "Bưu điện thị xã", "2", "2")
    path = tmp_path / "tram.sipas"
    backups.unpack(tmp_path / "giao.zip", path)
    post = opened_station(path)
    for serial in serials:
        post.key("Lan", 1, serial)
        post.key("Mai", 2, serial)
    post.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    page.stations.merge()
    wait(page, qtbot)
    assert page.notice.kind == "ok"
    assert page.stations.table.rows.shown[0][3] == "0"
    assert queries.ledger(here.admin).settled == 2


def test_a_batch_that_is_not_there_is_refused_in_the_page(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    page.stations.batches.setText("L9")
    page.stations.hand_out_to(tmp_path / "giao.zip")
    wait(page, qtbot)
    assert page.notice.kind == "error"
    assert queries.handouts(here.admin) == []


def press(page: TransferPage, key: Qt.Key) -> None:
    page.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(page, key)
    QApplication.processEvents()


def test_serials_in_stock_go_out_and_are_received_there(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = sorted(here.print(4))
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.stations)
    page.stations.first.setText(show(serials[1]))
    page.stations.last.setText(show(serials[2]))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "giao.zip"), ""))
    QTest.keyClick(page.stations.last, Qt.Key.Key_Return)
    wait(page, qtbot)
    assert page.notice.kind == "ok"
    assert page.stations.table.rows.shown[0][2:4] == ("2", "2")
    assert page.stations.first.text() == page.stations.last.text() == ""
    path = tmp_path / "tram.sipas"
    backups.unpack(tmp_path / "giao.zip", path)
    post = opened_station(path)
    assert sorted(each.serial for each in queries.ballots(post.admin)) == serials[1:3]
    workflow.receive(post.admin, serials[1])
    post.close()
    page.stations.first.setText(show(serials[0]))
    page.stations.hand_out_to(tmp_path / "một.zip")  # one end alone is one ballot
    wait(page, qtbot)
    assert [row[2] for row in page.stations.table.rows.shown] == ["2", "1"]
    page.stations.first.setText("không phải số")
    page.stations.hand_out_to(tmp_path / "sai.zip")
    wait(page, qtbot)
    assert page.notice.kind == "error" and page.stations.first.text() == "không phải số"


def test_a_lost_file_is_made_again_and_a_lost_station_taken_back_by_keys(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (serial,) = here.received(1)
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.stations)
    for key in (Qt.Key.Key_F10, Qt.Key.Key_F11):
        press(page, key)
        assert page.notice.kind == "attention"  # no station is chosen
        page.notice.clear()
    handed_out(page, tmp_path / "giao.zip", qtbot).close()
    page.stations.table.select(1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "lại"), ""))
    press(page, Qt.Key.Key_F10)
    wait(page, qtbot)
    assert page.notice.kind == "ok"
    backups.unpack(tmp_path / "lại.zip", tmp_path / "lại.sipas")
    again = opened_station(tmp_path / "lại.sipas")
    assert [each.serial for each in queries.ballots(again.admin)] == [serial]
    again.close()
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "attention"  # without a reason
    assert page.stations.reason.hasFocus()
    page.stations.reason.setText("máy hỏng")
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "ok"
    assert page.stations.table.rows.shown[0][3:] == ("0", page.stations.table.rows.shown[0][4], "taken back")
    here.key("Lan", 1, serial)
    page.stations.reason.setText("máy hỏng")
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "error"  # it was taken back already
    press(page, Qt.Key.Key_F10)
    wait(page, qtbot)
    assert page.notice.kind == "error"
    assert nameless(page) == []
    assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []


def test_only_an_administrator_is_offered_to_take_back(here: Station, tmp_path: Path, qtbot: Any) -> None:
    for survey, offered in ((here.admin, True), (here["Hà"], False)):
        page = shown(TransferPage, survey, tmp_path, qtbot)
        page.tabs.setCurrentWidget(page.stations)
        assert page.stations.back.isVisible() is page.stations.reason.isVisible() is offered
        assert page.stations.again.isVisible()


def test_no_key_of_the_page_is_one_of_the_window(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    taken = {"F1", "F6", "F8", "F9"}
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        keys = [button.key for button in page.findChildren(KeyButton) if button.isVisible() and button.key]
        assert len(keys) == len(set(keys)) and not taken & set(keys)


def test_a_conflict_is_settled_by_keys_alone(here: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial,) = here.received(1)
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    post = handed_out(page, tmp_path / "giao.zip", qtbot)
    post.key("Lan", 1, serial)
    post.close()
    workflow.take_back(here.admin, 1, "máy hỏng")
    here.key("Mai", 1, serial)
    page.stations.merge_files([post.path])
    wait(page, qtbot)
    assert page.notice.kind == "attention"
    assert page.tabs.tabText(2) == "Conflicts (1)"
    assert len(page.conflicts.ballots.rows.shown) == 1
    page.conflicts.settle_chosen()  # nothing of what stands against each other is chosen: all of it is set aside
    assert queries.ledger(here.admin).states[State.VALID] == 1
    assert page.tabs.tabText(2) == "Conflicts (0)"


def test_a_return_that_was_salvaged_is_told(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    for salvaged, kind in (((), "ok"), ((("check.salvaged", {}),), "attention")):
        page.stations._merged(MergedFiles(1, 0, 1, (), salvaged))
        assert page.notice.kind == kind
        assert ("salvaged" in page.notice.words) == bool(salvaged)


def test_what_counts_is_chosen_line_by_line(here: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial,) = here.received(1)
    page = shown(TransferPage, here.admin, tmp_path, qtbot)
    post = handed_out(page, tmp_path / "giao.zip", qtbot)
    post.key("Lan", 1, serial)
    post.close()
    workflow.take_back(here.admin, 1, "máy hỏng")
    here.key("Mai", 1, serial)
    page.stations.merge_files([post.path])
    wait(page, qtbot)
    lines = {row[2]: row for row in page.conflicts.deeds.rows.shown if row[1] == "keying 1"}
    assert set(lines) == {"Lan", "Mai"}
    for name in ("Lan", "Mai"):
        page.conflicts.toggle(lines[name])
    page.conflicts.settle_chosen()
    assert page.notice.kind == "error"  # both cannot count
    page.conflicts.toggle(lines["Mai"])
    page.conflicts.settle_chosen()
    assert page.notice.kind == "ok"
    assert [each.state for each in queries.ballots(here.admin)] == [State.FIRST_KEYED]


def test_the_overview_counts_what_is_elsewhere_and_in_conflict(here: Station, tmp_path: Path, qtbot: Any) -> None:
    first, second = here.received(2)
    transfer = shown(TransferPage, here.admin, tmp_path, qtbot)
    post = handed_out(transfer, tmp_path / "giao.zip", qtbot)
    post.key("Lan", 1, first)
    post.close()
    workflow.take_back(here.admin, 1, "máy hỏng")
    here.key("Mai", 1, first)
    workflow.hand_out(here.admin, batches=["L1"], passes=(2,))
    transfer.stations.merge_files([post.path])
    wait(transfer, qtbot)
    page = shown(OverviewPage, here.admin, tmp_path, qtbot)
    assert queries.ledger(here.admin).states[State.CONFLICT] == 1
    assert page.isVisible() and second
