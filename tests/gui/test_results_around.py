"""Looking around in the results, by keys through the real widgets: divided, ranked, compared, closer and back."""

from __future__ import annotations

import csv
import datetime
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.breakdown import By, Division
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.gui import results
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.surveys import PASSWORD, Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Unit 2: 7 of 8 satisfied; unit 3: 1 of 6; unit 4: 2 ballots."""
    with cheap_station(tmp_path, monkeypatch) as station:
        station.settled(7, unit="2")
        station.settled(1, unit="2", overall="1", Q1="2")
        station.settled(1, unit="3")
        station.settled(5, unit="3", overall="1")
        station.settled(2, unit="4")
        yield station


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key)
        QApplication.processEvents()


def open_tab(page: ResultsPage, view: Any) -> None:
    """By the keys of the tab bar."""
    page.focus_first()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right, page.tabs.indexOf(view))
    assert page.tabs.currentWidget() is view


def choose(box: QComboBox, value: Any) -> None:
    box.setFocus()
    values = [box.itemData(n) for n in range(box.count())]
    steps = values.index(value) - box.currentIndex()
    press(Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up, abs(steps))
    assert box.currentData() == value


def rows(page: ResultsPage) -> list[tuple[Any, ...]]:
    table = page._table()
    assert table is not None
    return [row[: len(table.rows.columns)] for row in table.rows.shown]


def test_figures_are_divided_and_small_cells_are_hidden(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.divided)
    found = {row[0]: row[1:] for row in rows(page)}
    names = {entry.code: entry.name for entry in queries.catalogue(here.admin, "unit")}
    assert found[names["2"]][:2] == (8, "87,50%") and found[names["2"]][3] == "7 / 8"
    # 2 ballots alone could be worked out from the whole, so unit 3 is hidden with unit 4.
    assert found[names["4"]] == (2, "hidden (under 5 ballots)", "–", "–")
    assert found[names["3"]] == (6, "hidden (under 5 ballots)", "–", "–")
    choose(page.divided.also, Division(By.PROCEDURE))
    assert [column.title for column in page._table().rows.columns][:2] == ["Unit", "Procedure"]  # type: ignore[union-attr]
    assert sum(row[2] for row in rows(page)) == 16


def test_a_column_sorts_by_its_number(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(9, unit="5")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.divided)
    table = page._table()
    assert table is not None
    table.rows.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row[2] for row in rows(page)][:2] == ["100,00%", "87,50%"]
    table.rows.sort(2, Qt.SortOrder.AscendingOrder)
    assert rows(page)[-1][2] == "100,00%"


def test_enter_looks_closer_and_backspace_goes_back(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = page.index.factors.table.view
    view.setFocus()
    view.selectRow(1)
    press(Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.levels
    row = page.levels.table.current()
    assert row is not None
    question = page.form.by_code[row[-1]]
    assert question.factor == page.form.factors[1].code
    press(Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.divided and page.divided.question is question
    assert [column.title for column in page._table().rows.columns][2:4] == ["Level 1", "Level 2"]  # type: ignore[union-attr]
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert page.divided.lists_ballots
    assert len(rows(page)) == 8 and all(len(row[0]) == 12 for row in rows(page))
    press(Qt.Key.Key_Escape)
    assert not page.divided.lists_ballots and page.tabs.currentWidget() is page.divided
    assert page._table().current()[1] == 8  # type: ignore[union-attr,index]  # the cursor is where it was
    press(Qt.Key.Key_Backspace)
    assert page.tabs.currentWidget() is page.levels and page.divided.question is None
    assert page.levels.table.current()[-1] == question.code  # type: ignore[index]
    press(Qt.Key.Key_Backspace)
    assert page.tabs.currentWidget() is page.index and view.hasFocus()
    press(Qt.Key.Key_Backspace)
    assert page.tabs.currentWidget() is page.index


def test_the_ballots_of_a_hidden_cell_are_not_listed(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.divided)
    table = page._table()
    assert table is not None
    table.view.setFocus()
    table.view.selectRow(next(n for n, row in enumerate(rows(page)) if row[1] == 6))
    press(Qt.Key.Key_Return)
    assert not page.divided.lists_ballots and "hidden" in page.notice.words


@pytest.mark.parametrize("by", [By.PROCEDURE, By.UNIT])
def test_ballots_are_listed_by_origin_and_to_the_office(here: Station, tmp_path: Path, qtbot: Any, by: By) -> None:
    page = shown(ResultsPage, here["Hà" if by is By.PROCEDURE else "Giám sát"], tmp_path, qtbot)
    open_tab(page, page.divided)
    choose(page.divided.by, Division(by))
    table = page._table()
    assert table is not None
    table.view.setFocus()
    table.view.selectRow(0)
    press(Qt.Key.Key_Return)
    assert not page.divided.lists_ballots
    assert ("by what they answer" if by is By.PROCEDURE else "to the office") in page.notice.words


def test_units_are_ranked_where_the_index_has_intervals(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(9, unit="5")
    here.settled(5, unit="4")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.ranking)
    names = {entry.name: entry.code for entry in queries.catalogue(here.admin, "unit")}
    assert [(names[row[0]], row[1]) for row in rows(page)] == [("4", 1), ("5", 1), ("2", 3), ("3", 4)]
    assert page.ranking.chart.accessibleName() and not page.ranking._pictures.isHidden()
    page.filter.by.setCurrentIndex(page.filter.by.findData(IndexDefinition.POOLED))
    assert rows(page) == [] and "Nothing to rank" in page.ranking._figures.note.text()
    assert page.ranking._pictures.isHidden()


def test_with_a_package_and_with_a_survey_the_whole_is_compared(here: Station, tmp_path: Path, qtbot: Any) -> None:
    from sipas_desktop.jobs.results import export_package

    package = tmp_path / "before.zip"
    export_package(here.admin, package)
    here.settled(4, unit="2", overall="1")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.compare)
    assert rows(page) == []
    page.compare.file.line.setFocus()
    QTest.keyClicks(page.compare.file.line, str(package))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(rows(page)) and not page.dividing.running, timeout=20_000)
    index = rows(page)[0]
    assert index[:4] == ("Index", "62,50%", "50,00%", "-12,50") and index[5] == "no"
    assert not page.compare.password.isVisible()
    page.compare.file.line.setText(str(here.path))
    page.compare.file.line.setFocus()
    press(Qt.Key.Key_Return)
    assert page.compare.password.hasFocus()  # the survey itself: what it says of itself has not changed
    page.compare.password.setText(PASSWORD)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.dividing.running and rows(page)[0][3] == "0,00", timeout=20_000)


def test_waves_are_compared_by_the_filter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    with cheap_station(tmp_path, monkeypatch, "ha-tinh-2024") as station:
        admin = station.admin
        first, second = (wave.code for wave in admin.plan.waves[:2])
        form = admin.form_of_group(admin.plan.groups[0].code)
        for wave, levels in ((first, "551115"), (second, "555555")):
            run = workflow.reserve_run(admin, count=6, wave=wave)
            workflow.publish_run(admin, run, "0" * 64, 6)
            for serial, level in zip(run.serials, levels, strict=True):
                workflow.receive(admin, serial)
                answers = {q.code: Answer(level) if q.scale else Answer(a.BLANK) for q in form.questions}
                for clerk, number in (("Lan", 1), ("Mai", 2)):
                    workflow.key_ballot(station[clerk], serial, number, answers)
        page = shown(ResultsPage, station["Hà"], tmp_path, qtbot)
        page.filter.wave.setCurrentIndex(page.filter.wave.findData(second))
        open_tab(page, page.compare)
        choose(page.compare.other, second)
        assert rows(page) == []  # a wave beside itself says nothing
        choose(page.compare.other, first)
        assert rows(page)[0][:4] == ("Index", "50,00%", "100,00%", "+50,00")
        assert admin.plan.waves[0].title in page.compare._figures.note.text()


def test_a_table_is_saved_as_it_is_seen(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.divided)
    for name in ("bảng.xlsx", "bảng.csv"):
        out = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out: (str(out), ""))
        QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        assert page.notice.kind == "ok", page.notice.words
    sheet = load_workbook(tmp_path / "bảng.xlsx").worksheets[0]
    seen = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert seen[0] == ["Unit", "Settled ballots", "Index", "95% interval", "Satisfied / answered"]
    assert [tuple(row) for row in seen[1:]] == rows(page)
    with (tmp_path / "bảng.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [[str(cell) for cell in row] for row in seen]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "bảng.pdf"), ""))
    page.save_table()
    assert page.notice.kind == "error" and not (tmp_path / "bảng.pdf").exists()


def test_every_definition_stands_beside_the_others(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    found = {row[0]: row[1:3] for row in page.index.definitions.table.rows.shown}
    assert found["★ Overall question"][0] == "62,50%" and "–" in found["★ Overall question"][1]
    assert found["Weighted factors"] == ("–", "no weights")
    page.index.definitions.table.view.setFocus()
    page.index.definitions.table.view.selectRow(0)
    press(Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.levels


def test_with_many_ballots_old_figures_stay_dimmed_until_the_latest_are_there(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "AT_ONCE", 0)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    qtbot.waitUntil(lambda: not page.counting.running and not page.dividing.running, timeout=20_000)
    before, gate, asked = page.index.number.text(), threading.Event(), []
    figures = queries.figures

    def slow(survey: Any, chosen: Any, definition: Any) -> Any:
        asked.append(chosen.until)
        gate.wait(20)
        return figures(survey, chosen, definition)

    monkeypatch.setattr(queries, "figures", slow)
    page.filter.unit.setCurrentIndex(2)
    day = datetime.date(2017, 7, 1)
    for text in ("01/06/2017", "01/07/2017"):
        page.filter.day.setText(text)
        page.filter.day.editingFinished.emit()
    assert page.index.number.text() == before and page.tabs.graphicsEffect() is not None
    gate.set()
    qtbot.waitUntil(lambda: not page.counting.running and not page.dividing.running, timeout=20_000)
    assert asked == [None, day]  # what was asked in between is not worked out
    assert page.figures is not None and page.figures.ballots.settled == 0
    assert page.tabs.graphicsEffect() is None
