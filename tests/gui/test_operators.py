"""The page of the keyers, and a keyer's own figures between two ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.gui.keying_batch import BatchKeyingPage
from sipas_desktop.gui.operators import OperatorsPage
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.surveys import Station

NAME, BALLOTS, PACE, CORRECTIONS, ERRORS, RATE = range(6)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Two settled ballots; Lan took a 5 for a 4 on one of them."""
    with cheap_station(tmp_path, monkeypatch) as station:
        one, two = station.received(2)
        for serial, first in ((one, "4"), (two, "5")):
            station.key("Lan", 1, serial, Q1=first)
            station.key("Mai", 2, serial, Q1="5")
        workflow.adjudicate(station["Hòa"], one, "Q1", Answer("5"))
        yield station


def wait(page: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def test_the_lead_sees_everybody_and_one_in_detail(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OperatorsPage, here["Hòa"], tmp_path, qtbot)
    wait(page, qtbot)
    lan, mai = page.table.rows.shown
    assert lan[: RATE + 1] == ("Lan", 2, "–", 0, 1, "50,00 (8,88–236,13)")
    assert mai[: RATE + 1] == ("Mai", 2, "–", 0, 0, "0,00 (0,00–161,13)")
    assert page.details.name.text() == "Lan"
    assert [row[:4] for row in page.details.questions.rows.shown] == [("1. " + label(here), 1, 2, "500,0")]
    assert page.details.mistaken.rows.shown == [("4", "5", 1)]
    QTest.keyClick(page.table.view, Qt.Key.Key_Down)
    assert page.details.name.text() == "Mai"
    assert page.details.mistaken.rows.shown == []


def label(here: Station) -> str:
    return next(iter(here.admin.forms.values())).by_code["Q1"].label


def test_new_figures_come_when_the_page_is_shown_again(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OperatorsPage, here.admin, tmp_path, qtbot)
    wait(page, qtbot)
    page.table.select("Mai")
    (serial,) = here.received(1)
    here.key("Mai", 1, serial)
    page.refresh()
    wait(page, qtbot)
    assert [row[BALLOTS] for row in page.table.rows.shown] == [2, 3]
    assert page.details.name.text() == "Mai"  # who was chosen stays chosen


def test_before_anybody_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    with cheap_station(tmp_path, monkeypatch) as station:
        page = shown(OperatorsPage, station.admin, tmp_path, qtbot)
        wait(page, qtbot)
        assert not page.table.isVisible()
        page.save()
        assert page.notice.kind == "attention"


def test_the_table_is_saved(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OperatorsPage, here["Hà"], tmp_path, qtbot)
    wait(page, qtbot)
    out = tmp_path / "keyers.xlsx"
    page.save_to(out)
    assert page.notice.kind == "ok"
    book = load_workbook(out, read_only=True)
    assert [row[0] for row in book["Keyers"].iter_rows(values_only=True)] == ["Keyer", "Lan", "Mai"]
    page.save_to(tmp_path / "không có" / "keyers.xlsx")
    assert page.notice.kind == "error"


def test_a_keyer_looks_at_her_own_between_two_ballots(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(BatchKeyingPage, here["Lan"], tmp_path, qtbot)
    page.own.button.click()
    wait(page, qtbot)
    assert page.own.isVisible() and not page.sheet.isVisible()
    assert page.own.details.name.text() == "Lan"
    assert "2 ballots" in page.own.details.lines.text()
    assert "0 of 0 compared fields" in page.own.details.lines.text()  # the batch is open
    assert page.own.details.mistaken.rows.shown == []
    assert not page.enter_button.isEnabled() and not page.pass_button.isVisible() and not page.bar.isVisible()
    page.resize(page.width() + 1, page.height())
    assert not page.bar.isVisible()
    QTest.keyClick(page.own.details.questions.view, Qt.Key.Key_Escape)
    assert page.sheet.isVisible() and not page.own.isVisible()
    assert page.enter_button.isEnabled() and page.pass_button.isVisible() and page.serial.hasFocus()
    assert page.bar.isVisible()
    workflow.close_batch(here.admin, "L1")
    page.own.button.click()
    wait(page, qtbot)
    assert "1 of 20 compared fields" in page.own.details.lines.text()
    assert page.own.details.mistaken.rows.shown == [("4", "5", 1)]
    page.own.button.click()
    assert page.sheet.isVisible()


def test_no_figures_while_a_ballot_is_open(here: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial,) = here.received(1)
    page = shown(BatchKeyingPage, here["Lan"], tmp_path, qtbot)
    page.serial.setText(serial)
    page.enter()
    assert page.ballot is not None
    assert not page.own.button.isEnabled()
    page.own.turn()  # what its key would do
    assert page.sheet.isVisible()
    page.interrupt()
    assert page.own.button.isEnabled()
    assert queries.keying_progress(here["Lan"]).open_serials == ((serial, 1),)


def test_a_pace_is_told_where_there_is_one(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(OperatorsPage, here.admin, tmp_path, qtbot)
    wait(page, qtbot)
    (lan, *_) = page.figures
    assert "an hour" not in page.details.lines.text()  # keyed from a file
    page.details.show_figures(replace(lan, seconds=5400.0, keystrokes_an_hour=9876.4))
    assert "1,5 hours of work, pauses apart · 9.876 keystrokes an hour" in page.details.lines.text()
    page.details.show_figures(replace(lan, seconds=600.0, keystrokes_an_hour=9876.4))
    assert "10,0 minutes of work" in page.details.lines.text()
