"""Comments by the keyboard: hidden, sorted by digits, undone, counted, filtered, saved; records with serials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.gui.results_comments import CommentsView
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.surveys import Station

WRITTEN = ("chờ lâu, gọi 0912 345 678", "chị Lan gắt", "chờ quá lâu")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        for serial, text in zip(station.received(len(WRITTEN), batch=None), WRITTEN, strict=True):
            for name, number in (("Lan", 1), ("Mai", 2)):
                answers = station.answers() | {"comment": Answer(a.WRITTEN, text)}
                workflow.key_ballot(station[name], serial, number, answers)
        yield station


@pytest.fixture
def view(here: Station, tmp_path: Path, qtbot: Any) -> CommentsView:
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.comments is not None
    page.tabs.setCurrentWidget(page.comments)
    qtbot.waitUntil(lambda: page.comments not in page._stale, timeout=20_000)
    return page.comments


def add_topics(view: CommentsView, qtbot: Any, *titles: str) -> None:
    for title in titles:
        qtbot.keyClick(view, Qt.Key.Key_F5)
        QApplication.processEvents()
        assert view.panel.title.hasFocus()
        view.panel.title.insert(title)  # Qt types ASCII only
        qtbot.keyClick(view.panel.title, Qt.Key.Key_Return)


def choose(view: CommentsView, text: str) -> None:
    row = next(row for row in view.table.rows.shown if text in row[0])
    view.select(row[-1])
    view.table.view.setFocus()


def topics_of(here: Station) -> dict[str, tuple[str, ...]]:
    return {each.text: each.topics for each in queries.comments(here.admin, "comment")}


def test_numbers_and_names_are_hidden_until_one_comment_is_uncovered(view: CommentsView, qtbot: Any) -> None:
    shown_texts = {row[0] for row in view.table.rows.shown}
    assert shown_texts == {"chờ lâu, gọi [telephone]", "chị [name] gắt", "chờ quá lâu"}
    choose(view, "gọi")
    assert view.whole.toPlainText() == "chờ lâu, gọi [telephone]"
    qtbot.keyClick(view, Qt.Key.Key_F12)
    assert view.whole.toPlainText() == WRITTEN[0]
    choose(view, "gắt")
    assert view.whole.toPlainText() == "chị [name] gắt"
    choose(view, "gọi")
    assert view.whole.toPlainText() == "chờ lâu, gọi [telephone]"
    choose(view, "quá")
    assert not view.uncover.isEnabled()
    assert "0912" not in view.table.text() and "Lan" not in view.table.text()


def test_a_digit_gives_and_takes_a_topic_and_ctrl_z_undoes(view: CommentsView, here: Station, qtbot: Any) -> None:
    add_topics(view, qtbot, "Thời gian", "Thái độ")
    choose(view, "gọi")
    qtbot.keyClicks(view.table.view, "1")
    qtbot.keyClicks(view.table.view, "2")
    assert topics_of(here)[WRITTEN[0]] == ("1", "2")
    assert view.current is not None and view.current.text == WRITTEN[0]
    checked = [view.panel.list.item(n).checkState() for n in range(2)]
    assert checked == [Qt.CheckState.Checked] * 2
    assert "Thời gian  (1)" in view.panel.list.item(0).text()
    qtbot.keyClicks(view.table.view, "1")
    assert topics_of(here)[WRITTEN[0]] == ("2",)
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert topics_of(here)[WRITTEN[0]] == ("1", "2")
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert topics_of(here)[WRITTEN[0]] == ()
    assert not view.back.isEnabled()
    assert queries.check_survey(here.admin).problems == ()


def test_down_and_a_digit_go_through_all(view: CommentsView, here: Station, qtbot: Any) -> None:
    add_topics(view, qtbot, "Thời gian")
    view.topic.setCurrentIndex(1)  # without a topic yet
    view.table.view.selectRow(0)
    for _ in WRITTEN:
        qtbot.keyClicks(view.table.view, "1")
        qtbot.keyClick(view.table.view, Qt.Key.Key_Down)
    assert set(topics_of(here).values()) == {("1",)}
    assert len(view.table.rows.shown) == 3  # who just got one stays until another choice is made
    view.topic.setCurrentIndex(0)
    view.topic.setCurrentIndex(1)
    assert view.table.rows.shown == []
    view.topic.setCurrentIndex(2)
    assert len(view.table.rows.shown) == 3


def test_letters_search_without_accents_and_digits_do_not(view: CommentsView, qtbot: Any) -> None:
    view.table.view.setFocus()
    qtbot.keyClicks(view.table.view, "9")
    assert view.table.search.text() == ""
    qtbot.keyClicks(view.table.view, "c")
    qtbot.keyClicks(view.table.search, "ho qua")
    assert [row[0] for row in view.table.rows.shown] == ["chờ quá lâu"]


def test_space_in_the_list_of_topics_does_the_same(view: CommentsView, here: Station, qtbot: Any) -> None:
    add_topics(view, qtbot, "Thời gian", "Thái độ")
    choose(view, "gắt")
    view.panel.list.setFocus()
    view.panel.list.setCurrentRow(1)
    qtbot.keyClick(view.panel.list, Qt.Key.Key_Space)
    assert topics_of(here)[WRITTEN[1]] == ("2",)
    said: list[Any] = []
    view.refused.connect(said.append)
    qtbot.keyClick(view.panel.list, Qt.Key.Key_Delete)
    assert [refusal.code for refusal in said] == ["topics.in_use"]
    view.panel.list.setCurrentRow(0)
    qtbot.keyClick(view.panel.list, Qt.Key.Key_Delete)
    assert [topic.title for topic in queries.topics(here.admin)["comment"]] == ["Thái độ"]


def test_without_a_chosen_comment_a_topic_is_given_to_nobody(view: CommentsView, here: Station, qtbot: Any) -> None:
    add_topics(view, qtbot, "Thời gian")
    view.table.view.clearSelection()
    view.table.view.setCurrentIndex(view.table.rows.index(-1, -1))
    told: list[tuple[str, str]] = []
    view.told.connect(lambda kind, words: told.append((kind, words)))
    view.panel.list.setCurrentRow(0)
    qtbot.keyClick(view.panel.list, Qt.Key.Key_Space)
    assert told and set(topics_of(here).values()) == {()}
    assert view.panel.list.item(0).checkState() == Qt.CheckState.Unchecked


def test_the_list_is_saved_hidden(view: CommentsView, tmp_path: Path, qtbot: Any) -> None:
    add_topics(view, qtbot, "Thời gian")
    choose(view, "gọi")
    qtbot.keyClicks(view.table.view, "1")
    out = tmp_path / "ý kiến.xlsx"
    with qtbot.waitSignal(view.told, timeout=20_000) as told:
        view.save_to(out)
    assert told.args[0] == "ok"
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    cells = [cell.value for line in sheet.iter_rows(min_row=2) for cell in line]
    assert "chờ lâu, gọi [telephone]" in cells and "Thời gian" in cells
    assert not any("0912" in str(cell) or "Lan" in str(cell) for cell in cells)


def test_records_with_serials_are_asked_for_in_the_page(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    card = page.identified
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert card.allowed_by.hasFocus() and page.notice.kind == "attention"
    card.allowed_by.insert("Bà Hà, Phó Chủ tịch")
    qtbot.keyClick(card.allowed_by, Qt.Key.Key_Return)
    assert card.reason.hasFocus()
    card.reason.insert("thanh tra")
    with qtbot.waitSignal(card.wanted) as wanted:
        card.wanted.disconnect(page.save_identified)  # it would ask for a file
        qtbot.keyClick(card.reason, Qt.Key.Key_Return)
    assert wanted.args == ["Bà Hà, Phó Chủ tịch", "thanh tra"]
    out = tmp_path / "có số phiếu.csv"
    page.identified_to(out, *wanted.args)
    qtbot.waitUntil(lambda: page.notice.kind == "ok", timeout=20_000)
    assert WRITTEN[0] in out.read_text(encoding="utf-8-sig")
    assert card.allowed_by.text() == card.reason.text() == ""
    rows = [row for row in queries.history(here.admin).rows if row.kind == FactKind.RECORDS_TAKEN]
    assert [(row.operator, row.what, row.after, row.why) for row in rows] == [
        ("Hà", "Bà Hà, Phó Chủ tịch", "3", "thanh tra")
    ]
