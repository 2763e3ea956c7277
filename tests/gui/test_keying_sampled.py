"""The keying page in a survey that keys a sample twice: what it says and plays is what it says in full mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.serial import show
from sipas_desktop.gui.keying import KeyingPage
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import settling
from tests.gui.stations import shown
from tests.gui.test_keying import open_at_first_level, press
from tests.store.test_sampled_keying import QUICK, state
from tests.surveys import CHEAP, sampled_plan, station


def told_of(folder: Path, qtbot: Any, keying: str, due: State) -> list[object]:
    """What Lan is told, shown and played at the end of a first keying, of the next one, and as she opens hers again."""
    folder.mkdir()
    told: list[object] = []
    with station(folder, sampled_plan(folder / "plans", keying)) as desk:
        serials = desk.received(2)
        page = shown(KeyingPage, desk["Lan"], folder, qtbot)
        page.activateWindow()
        sounds: list[str] = []
        page.desk.sound._play = sounds.append  # type: ignore[method-assign]

        def note() -> None:
            words = page.notice.words
            for each in serials:
                words = words.replace(show(each), "SERIAL")
            texts = (page.view.wording.text, page.view.last.text, page.title, page._status.text())
            told.append((page.notice.kind, words, list(sounds), texts))

        for serial in serials:
            open_at_first_level(page, serial)
            for _ in range(7):
                press(page, Qt.Key.Key_4)
            press(page, Qt.Key.Key_Period)
            press(page, Qt.Key.Key_Return)
            note()
            assert state(desk, serial) is due
        press(page, Qt.Key.Key_F5)  # the one just completed, again
        note()
        assert state(desk, serials[1]) is State.FIRST_KEYING
        press(page, Qt.Key.Key_Return)
        note()
        page.switch_pass()
        page.serial.setText(serials[0])
        press(page, Qt.Key.Key_Return)  # her own second keying: refused
        note()
        page.hide()
    return told


def test_the_page_says_and_plays_the_same_in_both_modes(
    qapp: QApplication, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr(settling, "may_be_single", lambda *_: True)
    full = told_of(tmp_path / "full", qtbot, "twice = 100", State.FIRST_KEYED)
    assert told_of(tmp_path / "sampled", qtbot, QUICK, State.SINGLE_KEYED) == full
    assert len(full) == 5 and any(kind == "ok" for kind, *_ in full)  # type: ignore[misc]


def test_her_own_figures_say_why_they_tell_no_errors(
    qapp: QApplication, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, sampled_plan(tmp_path / "plans", QUICK)) as desk:
        (serial,) = desk.received(1)
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial, Q1="1")
        (differs,) = queries.open_discrepancies(desk["Hòa"])
        workflow.adjudicate(desk["Hòa"], serial, "Q1", differs.a)
        workflow.close_batch(desk.admin, "L1")
        page = shown(KeyingPage, desk["Lan"], tmp_path, qtbot)
        page.own.button.click()
        qtbot.waitUntil(lambda: page.own.details.name.text() == "Lan")
        note = page.own.details.note.text()
        assert "0 of 0 compared fields" in page.own.details.lines.text()
        assert "which of her ballots are keyed twice" in note and "whose batch is closed" not in note
        assert page.own.details.questions.rows.shown == []
        page.hide()
