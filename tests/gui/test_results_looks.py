"""The results page as it is seen: one meaning a key, one bar to scroll with, words where there is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFileDialog, QWidgetItem

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.gui.results_tables import FiguresTable
from sipas_desktop.gui.table import Column, Table
from tests.gui.stations import cheap_station, shown

LOW = (968, 679)  # what a window of 1280 × 720 leaves a page


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[ResultsPage]:
    with cheap_station(tmp_path, monkeypatch) as here:
        here.settled(3)
        yield shown(ResultsPage, here["Hà"], tmp_path, qtbot)


def turn(page: ResultsPage, number: int, qtbot: Any) -> None:
    page.tabs.setCurrentIndex(number)
    qtbot.waitUntil(lambda: page.tabs.currentWidget() not in page._stale and not page.task_line.running, timeout=20_000)
    QApplication.processEvents()


def test_a_key_means_one_thing_on_all_tabs_and_f1_says_what(page: ResultsPage, qtbot: Any) -> None:
    for number in range(page.tabs.count()):
        turn(page, number, qtbot)
    buttons = [each for each in (*page.buttons(), *page.body.findChildren(KeyButton)) if each.key]
    assert [key for key, times in Counter(each.key for each in buttons).items() if times > 1] == []
    told = set(dict(page.keys())) | {each.key for each in page.buttons()}
    assert {each.key for each in buttons} - told == {"Ctrl+Z"}


def test_a_table_and_a_chart_ask_for_no_more_than_their_least_so_that_the_page_need_not_scroll(
    page: ResultsPage, qtbot: Any
) -> None:
    page.resize(*LOW)
    for number in range(page.tabs.count()):
        turn(page, number, qtbot)
        assert page._scroll.horizontalScrollBar().maximum() == 0, page.tabs.tabText(number)
        assert page._scroll.verticalScrollBar().maximum() == 0, page.tabs.tabText(number)
    tables = [each.view for each in page.findChildren(Table) if isinstance(each.parent(), FiguresTable)]
    areas = [page.charts, page.ranking._pictures, page.compare._pictures]
    assert len(tables) > 6
    for each in (*tables, *areas):
        item = QWidgetItem(each)
        assert item.sizeHint().height() <= item.minimumSize().height()


def test_a_page_of_the_report_is_as_wide_as_there_is_room(page: ResultsPage, qtbot: Any) -> None:
    page.resize(*LOW)
    assert page.report is not None
    turn(page, page.tabs.indexOf(page.report), qtbot)
    view = page.report.preview.view
    assert (view.verticalScrollBar().maximum() > 0, view.horizontalScrollBar().maximum()) == (True, 0)


def test_on_comments_the_table_that_is_saved_is_their_list(
    page: ResultsPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert page.comments is not None
    turn(page, page.tabs.indexOf(page.comments), qtbot)
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _parent, title, *_: (asked.append(title), ("", ""))[1])
    qtbot.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["Save the list of comments"]


def test_words_stand_where_a_table_has_no_rows(qtbot: Any) -> None:
    table = Table("Trạm", [Column("Trạm", stretch=True)])
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()

    def colours() -> int:
        QApplication.processEvents()
        image = table.view.viewport().grab().toImage()
        lines = range(image.height() // 2 - 12, image.height() // 2 + 12)
        return len({QColor(image.pixel(x, y)).rgb() for y in lines for x in range(image.width())})

    blank = colours()
    table.say_when_empty("Chưa giao phiếu cho trạm nào.")
    assert table.view.accessibleDescription() == "Chưa giao phiếu cho trạm nào."
    assert colours() > blank
    table.fill([("1",)])
    assert table.view.accessibleDescription() == ""
    table.search.setText("9")  # there are rows, only none that is searched for
    assert table.view.accessibleDescription() == "" and colours() == blank
