"""Totals of online sources in the window: entered by keyboard, listed as they stand, corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from sipas_desktop.gui.online_totals import TotalsView
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.store import keys, queries, workflow
from tests.cli.test_quota import rules_in
from tests.gui.stations import shown
from tests.gui.test_accessibility import nameless
from tests.store.test_reached import TOTALS
from tests.surveys import CHEAP, Station, station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey with two waves whose plan counts totals towards them."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, str(rules_in(tmp_path / "rieng", TOTALS))) as made:
        yield made


@pytest.fixture
def page(here: Station, tmp_path: Path, qtbot: Any) -> TransferPage:
    """The page, on its totals."""
    made = shown(TransferPage, here.admin, tmp_path, qtbot)
    made.tabs.setCurrentWidget(made.totals)
    return made


def view_of(page: TransferPage) -> TotalsView:
    assert page.totals is not None
    return page.totals


def type_count(view: TotalsView, qtbot: Any, row: int, column: int, text: str) -> None:
    """Types into a cell of the counts, as the keyboard does."""
    view.counts.setFocus()
    view.counts.setCurrentCell(row, column)
    qtbot.keyClick(view.counts, text[0])
    editor = view.counts.findChildren(QLineEdit)[-1]  # one that is closed goes a moment later
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def fill(view: TotalsView, qtbot: Any, answers: str = "1.060") -> None:
    """Source, origin, wave and answers, by keys."""
    for field, text in ((view.source, "Cổng của sở"), (view.origin, "công văn 12"), (view.answers, answers)):
        field.setFocus()
        field.setText(text)  # QTest types no letters with marks
    view.wave.setFocus()
    while view.wave.currentData() != "q1":
        qtbot.keyClick(view.wave, Qt.Key.Key_Down)


def test_totals_are_entered_listed_and_corrected(page: TransferPage, here: Station, qtbot: Any) -> None:
    view = view_of(page)
    rated = [question.code for question in view.form.rated]
    fill(view, qtbot)
    type_count(view, qtbot, 0, 4, "600")
    type_count(view, qtbot, 0, 5, "40")
    type_count(view, qtbot, 1, 1, "7")
    qtbot.keyClick(view, Qt.Key.Key_F7)
    assert page.notice.kind == "ok"
    (total,) = queries.online_totals(here.admin)
    assert (total.source, total.origin, total.unit, total.wave) == ("Cổng của sở", "công văn 12", "", "q1")
    assert (total.answers, total.counted) == (1060, True)
    assert total.counts == {rated[0]: {"4": 600, "5": 40}, rated[1]: {"1": 7}}
    (row,) = view.table.rows.shown
    assert row[:6] == ("Cổng của sở", "công văn 12", "all units", "Quý I", 1060, "yes")
    assert view.answers.text() == ""
    view.table.view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_F10)
    assert (view.answers.text(), view.wave.currentData(), view.counts.item(0, 4).text()) == ("1060", "q1", "600")
    qtbot.keyClicks(view.answers, "1061")  # the old number is chosen: it is written over
    qtbot.keyClick(view.answers, Qt.Key.Key_Return)
    (total,) = queries.online_totals(here.admin)
    assert (total.answers, total.counts[rated[0]]) == (1061, {"4": 600, "5": 40})
    assert queries.check_survey(here.admin).problems == ()


@pytest.mark.parametrize("answers", ["", "x", "1.5", "-3", "²", "12345678901"])
def test_what_is_no_number_is_said_and_nothing_written(
    page: TransferPage, here: Station, qtbot: Any, answers: str
) -> None:
    view = view_of(page)
    fill(view, qtbot, answers)
    qtbot.keyClick(view, Qt.Key.Key_F7)
    assert page.notice.kind == "error"
    assert view.answers.hasFocus()
    assert queries.online_totals(here.admin) == []


def test_a_cell_that_is_no_number_and_a_refusal_are_said(page: TransferPage, here: Station, qtbot: Any) -> None:
    view = view_of(page)
    fill(view, qtbot, "60")
    type_count(view, qtbot, 2, 3, "6o")
    qtbot.keyClick(view, Qt.Key.Key_F7)
    assert page.notice.kind == "error"
    assert (view.counts.currentRow(), view.counts.currentColumn()) == (2, 3)
    type_count(view, qtbot, 2, 3, "61")  # more than all answers
    qtbot.keyClick(view, Qt.Key.Key_F7)
    assert page.notice.kind == "error"
    view.origin.clear()
    qtbot.keyClick(view, Qt.Key.Key_F7)
    assert page.notice.kind == "error"
    assert queries.online_totals(here.admin) == []


def test_tab_leads_out_of_the_counts_and_everything_has_a_name(page: TransferPage, qtbot: Any) -> None:
    view = view_of(page)
    assert nameless(view) == []
    view.counts.setFocus()
    qtbot.keyClick(view.counts, Qt.Key.Key_Tab)
    assert not view.counts.hasFocus()


def test_a_plan_that_does_not_count_them_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ha-tinh-2024") as office:
        plan = office.admin.plan
        wave = plan.waves[0].code
        total = workflow.OnlineTotal("Cổng", "công văn", "cong-ttdt", plan.groups[0].code, None, wave, 60, {})
        workflow.set_online_total(office.admin, total)
        made = shown(TransferPage, office.admin, tmp_path, qtbot)
        assert view_of(made).table.rows.shown[0][4:6] == (60, "no")
