"""What others write shows on the page that is shown, and nothing that is typed, chosen or looked at changes by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from sipas_desktop.errors import Refusal
from sipas_desktop.gui.differences import DifferencesPage
from sipas_desktop.gui.keying_batch import BatchKeyingPage
from sipas_desktop.gui.others import LEAST_MS, show_others_work
from sipas_desktop.gui.overview import OverviewPage
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.gui.receiving import ReceivePage
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.surveys import PASSWORD, Station


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as here:
        yield here


def focused(page: Page, widget: QWidget) -> None:
    page.activateWindow()
    widget.setFocus()
    QApplication.processEvents()
    assert widget.hasFocus()


def status(page: Page) -> str:
    return page._status.text()


def test_most_pages_wait_until_they_are_shown_next(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(PlanPage, desk.admin, tmp_path, qtbot)
    page.refresh = None  # type: ignore[method-assign, assignment]  # would be called
    assert show_others_work(page)


def test_it_waits_while_she_is_at_something_and_is_quiet_where_the_server_is_away(
    signed_in: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, asked = signed_in.window, []
    hears, idle = window.others, window.idle
    monkeypatch.setattr(window.page, "show_others_work", lambda: asked.append(1) or True, raising=False)
    hears.look()
    assert not asked  # nobody listens
    hears._listener = SimpleNamespace(connected=True, stop=lambda seconds: None)
    idle.touch()  # a key
    hears.look()
    assert not asked and hears._timer.isActive()
    idle._last -= 60
    menu = QMenu(window)
    menu.addAction("x")
    menu.popup(window.pos())
    hears.look()
    assert not asked
    menu.close()
    hears._timer.stop()
    hears.look()
    assert asked == [1] and not hears._timer.isActive()
    hears._news()
    assert hears._timer.interval() > LEAST_MS / 2  # it has only just been read

    def away() -> bool:
        raise Refusal("server.lost")

    hears._timer.stop()
    monkeypatch.setattr(window.page, "show_others_work", away)
    hears.look()
    assert not hears._timer.isActive() and not window.page.notice.kind
    hears._listener.connected = False
    monkeypatch.setattr(window.page, "show_others_work", lambda: asked.append(2))
    hears.look()
    assert asked == [1]
    hears.leave()
    hears._news()
    assert not hears._timer.isActive()


# -- overview ----------------------------------------------------------------------------------------------------------


def test_the_overview_keeps_row_scroll_search_and_keyboard(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    for batch in range(40):
        workflow.open_batch(desk.admin, f"L{batch:03d}")
    desk.received(1, batch="L030")
    page = shown(OverviewPage, desk.admin, tmp_path, qtbot)
    table = page.batches
    assert table is not None
    table.view.setMinimumHeight(0)
    table.view.setFixedHeight(120)
    QApplication.processEvents()
    focused(page, table.view)
    table.select("L030")
    bar = table.view.verticalScrollBar()
    bar.setValue(3)  # she looks further up
    desk.print(1)
    workflow.receive(desk["Hà"], queries.ballots(desk.admin)[-1].serial, batch="L030")
    workflow.open_batch(desk["Hà"], "L999")
    assert show_others_work(page)
    current = table.current()
    assert current is not None and current[:3] == ("L030", "", 2)
    assert table.rows.total == 41 and bar.value() == 3
    assert table.view.hasFocus()
    table.view.selectAll()
    table.select("L030")
    several = ("L001", "L030", "L039")
    for number in (1, 39):
        model = table.view.selectionModel()
        model.select(table.rows.index(number, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)
    workflow.open_batch(desk["Hà"], "L998")
    assert show_others_work(page)
    assert [line.split("\t")[0] for line in table.text().splitlines()[1:]] == [*several]
    table.search.setFocus()
    table.search.setText("L03")
    table.search.setSelection(0, 2)
    workflow.open_batch(desk["Hà"], "L039b")
    assert show_others_work(page)
    assert table.search.text() == "L03" and table.search.selectedText() == "L0" and table.search.hasFocus()
    assert len(table.rows.shown) == 11


def test_a_step_keeps_the_keyboard_while_its_place_is_there(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.print(2)
    page = shown(OverviewPage, desk.admin, tmp_path, qtbot)
    (button,) = (each for each, place in page.steps.places.items() if place == "receive")
    focused(page, button)
    assert show_others_work(page)
    assert button.hasFocus()  # nothing was new
    desk.print(2)
    assert show_others_work(page)
    QApplication.processEvents()
    held = QApplication.focusWidget()
    assert held is not button and page.steps.places[held] == "receive"  # type: ignore[index]


# -- receiving ---------------------------------------------------------------------------------------------------------


def test_the_counter_counts_along_and_leaves_serial_batch_and_ballot_at_hand(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    first, second, third, fourth = desk.print(4)
    page = shown(ReceivePage, desk["Hà"], tmp_path, qtbot)
    page.focus_first()
    for serial in (first, second, third):
        page.field.setText(serial)
        page.receive()
    page.recent.step(1)
    assert page.recent.at_hand == 1 and page.recent.scans[1].serial == second
    batch = page.panel.current
    page.field.setText("12")
    workflow.receive(desk.admin, fourth, batch="khác")
    assert not show_others_work(page)  # a serial is being typed
    assert page.field.text() == "12"
    page.field.clear()
    focused(page, page.panel.batch)
    assert not show_others_work(page)
    focused(page, page.field)
    assert show_others_work(page)
    assert status(page).startswith("4 of 4") and page.panel.current == batch
    assert "khác" in [page.panel.batch.itemText(at) for at in range(page.panel.batch.count())]
    assert page.recent.at_hand == 1 and page.field.hasFocus()
    workflow.withdraw_receipt(desk.admin, second)
    assert show_others_work(page)
    assert page.recent.scans[page.recent.at_hand].serial == first  # the one below


def test_the_board_is_read_beside_and_keeps_what_is_chosen(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.received(2, batch="L1")
    desk.received(1, batch="L2")
    page = shown(ReceivePage, desk["Hà"], tmp_path, qtbot)
    page.show_batches()
    qtbot.waitUntil(lambda: not page.task_line.running)
    board = page.board
    board.batches.select("L2")
    focused(page, board.papers)
    board.papers.setValue(7)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    assert not show_others_work(page)
    assert board.papers.value() == 7
    focused(page, board.batches.view)
    page.notify("ok", "lời")
    assert show_others_work(page)
    assert not page.task_line.running
    qtbot.waitUntil(lambda: "Lan" in board.batches.rows.shown[0][5])
    row = board.batches.current()
    assert row is not None and row[0] == "L2" and board.batches.view.hasFocus() and page.notice.words == "lời"


# -- keying and differences --------------------------------------------------------------------------------------------


def test_between_two_ballots_the_keying_page_counts_along_and_else_stands_still(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    first, second = desk.received(2)
    page = shown(BatchKeyingPage, desk["Lan"], tmp_path, qtbot)
    focused(page, page.serial)
    before = status(page)
    desk.key("Mai", 1, first)
    page.serial.setText(second[:4])
    page.serial.setCursorPosition(2)
    assert not show_others_work(page)
    assert status(page) == before
    page.serial.clear()
    page.notify("ok", "lời")
    assert show_others_work(page)
    assert status(page) != before and page.serial.hasFocus() and page.notice.words == "lời"
    before = status(page)
    page.serial.setText(second)
    QTest.keyClick(page.serial, Qt.Key.Key_Return)
    assert page.ballot is not None
    line = page.view.field.line
    focused(page, line)
    QTest.keyClicks(line, "khong")
    line.setSelection(1, 3)
    desk.received(1)
    assert not show_others_work(page)
    assert line.text() == "khong" and line.selectedText() == "hon" and line.hasFocus()


def test_the_adjudicator_learns_how_many_wait_and_keeps_what_she_looks_at(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.focus_first()
    assert page.found is None
    serials = desk.received(6)
    for serial in serials[:1]:
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial, Q4="1")
    assert show_others_work(page)
    shown_now = page.found
    assert shown_now is not None and status(page).startswith("1 ") and page.choice.hasFocus()
    page.choose_third()
    page.entry.light(None)
    page.reason.setText("đọc lại")
    focused(page, page.reason)
    for serial in serials[1:]:
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial, Q4="1")
    assert show_others_work(page)
    assert page.found is shown_now and page.reason.text() == "đọc lại" and page.reason.hasFocus()
    assert status(page).startswith("6 ")
    workflow.add_operator(desk.admin, "Cúc", ["adjudicator"], PASSWORD)
    workflow.adjudicate(desk["Cúc"], shown_now.serial, shown_now.question, shown_now.a)
    assert show_others_work(page)
    assert page.found is shown_now and status(page).startswith("5 ")  # she is told when she confirms
    page.show_correction()
    page.correction.serial.setText("12")
    assert show_others_work(page)
    assert page.views.currentWidget() is page.correction and page.correction.serial.text() == "12"
