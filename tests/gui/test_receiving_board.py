"""Where batches stand, for the lead: shown beside receiving, read in the background, taken over from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.batch import Stage
from sipas_desktop.domain.standing import Why
from sipas_desktop.gui.receiving import ReceivePage
from sipas_desktop.gui.receiving_board import stage_words, why_words
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk
from tests.surveys import Station


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as here:
        yield here


def board(desk: Station, name: str, folder: Path, qtbot: Any) -> ReceivePage:
    """The page of ``name`` with the board shown and filled."""
    page = shown(ReceivePage, desk[name], folder, qtbot)
    page.show_batches()
    filled(page, qtbot)
    return page


def filled(page: ReceivePage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running)
    QApplication.processEvents()


def cells(table: Any) -> list[list[str]]:
    width = len(table.rows.columns)
    return [[str(cell) for cell in row[:width]] for row in table.rows.shown]


def test_batches_and_who_has_them(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    one, two = desk.received(2, batch="L1")
    desk.received(1, batch="L2")
    workflow.claim_batch(desk["Lan"], "L1", 1)
    desk.key("Lan", 1, one)
    workflow.count_batch(desk["Hà"], "L1", scanned=[one])
    page = board(desk, "Hà", tmp_path, qtbot)
    first, second = cells(page.board.batches)
    assert first[:5] == ["L1", "assigned", "2", "1", "0"]
    assert first[5].startswith("Lan · ") and first[6:] == ["–", "1 missing"]
    assert second[:5] == ["L2", "received", "1", "0", "0"] and second[5:] == ["–", "–", "–"]
    assert [row[1] for row in cells(page.board.waiting)] == [why_words(Why.NOT_KEYED), why_words(Why.MISSING)]
    assert two[5:11] in cells(page.board.waiting)[1][0]
    assert page.counter.isHidden() and not page._receive.isEnabled()
    page.show_batches()
    assert not page.at_board and page._receive.isEnabled() and page.field.hasFocus()


def test_a_batch_is_taken_over_from_the_board(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    (one,) = desk.received(1, batch="L1")
    workflow.claim_batch(desk["Lan"], "L1", 1)
    workflow.start_keying(desk["Lan"], one, 1)
    page = board(desk, "Hòa", tmp_path, qtbot)
    assert not page.board.take.isEnabled()
    page.board.batches.select("L1")
    assert page.board.number.currentData() == 1
    assert [page.board.to.itemText(place) for place in range(page.board.to.count())] == ["nobody", "Lan", "Mai"]
    page.board.to.setCurrentText("Mai")
    page.board.take.click()
    filled(page, qtbot)
    assert page.notice.kind == "ok" and "from Lan to Mai" in page.notice.words and "set aside: 1" in page.notice.words
    assert cells(page.board.batches)[0][5].startswith("Mai · ")
    assert queries.holder_of(desk.admin, "L1", 1) == "Mai"
    page.board.to.setCurrentText("Mai")
    page.board.take.click()
    assert page.notice.kind == "error"


def test_a_count_is_recorded_at_the_board(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.received(2, batch="L1")
    page = board(desk, "Hà", tmp_path, qtbot)
    assert not page.board.count.isEnabled()
    page.board.batches.select("L1")
    for papers, told in ((3, "+1"), (2, "complete")):
        page.board.papers.setValue(papers)
        page.board.count.click()
        filled(page, qtbot)
        assert page.notice.kind == "ok" and str(papers) in page.notice.words
        assert cells(page.board.batches)[0][7] == told
        assert page.board.papers.value() == papers


def test_a_half_keyed_ballot_of_somebody_gone_is_set_aside(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    (one,) = desk.received(1, batch=None)
    workflow.start_keying(desk["Lan"], one, 1)
    page = board(desk, "Hà", tmp_path, qtbot)
    assert cells(page.board.waiting) == []
    workflow.remove_operator(desk.admin, "Lan")
    page.refresh()
    filled(page, qtbot)
    page.board.tabs.setCurrentIndex(1)
    ((serial, why, _, _, _, keyer),) = cells(page.board.waiting)
    assert (why, keyer) == (why_words(Why.IN_PROGRESS), "Lan (1)")
    assert not page.board.aside.isEnabled()
    page.board.waiting.select(serial)
    page.board.aside.click()
    filled(page, qtbot)
    assert page.notice.kind == "ok" and "Lan" in page.notice.words
    assert cells(page.board.waiting) == []
    desk.key("Mai", 1, one)


def test_the_second_keying_is_offered_once_the_first_is_done(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    (one,) = desk.received(1, batch="L1")
    desk.key("Lan", 1, one)
    page = board(desk, "Hà", tmp_path, qtbot)
    page.board.batches.select("L1")
    assert page.board.number.currentData() == 2


def test_a_keyer_has_no_board(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.received(1)
    page = shown(ReceivePage, desk["Lan"], tmp_path, qtbot)
    assert [button.key for button in page.buttons()] == ["Enter", "F4"]
    assert not page.at_board


def test_every_control_of_the_board_has_a_name_and_is_reached(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.received(1)
    page = board(desk, "Hà", tmp_path, qtbot)
    page.board.batches.select("L1")
    for tab in range(2):
        page.board.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert nameless(page) == []
        assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []


def test_every_stage_and_reason_has_words() -> None:
    assert len({stage_words(stage) for stage in Stage}) == len(Stage)
    assert len({why_words(why) for why in Why}) == len(Why)
