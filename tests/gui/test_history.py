"""The history page: the newest at once, filters, one fact whole, all of a ballot, the saved table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.history import Group
from sipas_desktop.domain.topics import Topic
from sipas_desktop.errors import words
from sipas_desktop.gui.history import HistoryPage
from sipas_desktop.gui.history_words import HistoryWords
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import HistoryFilter
from tests.gui.stations import cheap_station, shown
from tests.online import online_beside_paper, online_everything
from tests.surveys import Station

WORDS = "Chị Nguyễn Thị An phải chờ lâu"
WHEN, WHO, DONE, BALLOT, ABOUT, BEFORE, AFTER, WHY = range(8)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def wait(page: HistoryPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def lines(page: HistoryPage) -> list[tuple[Any, ...]]:
    return [row[:-1] for row in page.table.rows.shown]


def decided(here: Station) -> str:
    """A ballot that was keyed twice, settled by a third, its second answer changed on the way."""
    (serial,) = here.received(1)
    workflow.key_ballot(here["Lan"], serial, 1, here.answers() | {"comment": Answer("+", WORDS)})
    workflow.key_ballot(here["Mai"], serial, 2, here.answers(Q1="1") | {"comment": Answer("+", WORDS)})
    workflow.adjudicate(here["Hòa"], serial, "Q1", Answer("2"), "trên phiếu khoanh số 2")
    return serial


def test_the_newest_facts_are_there_at_once(here: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = decided(here)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    line = next(line for line in lines(page) if line[DONE] == "Difference settled")
    assert line[WHO] == "Hòa"
    assert line[BALLOT] == f"{serial[5:11]} {serial[11]}"
    assert line[ABOUT] == "Question 1"
    assert (line[BEFORE].split(" ")[0], line[AFTER].split(" ")[0]) == ("4", "2")
    assert line[WHY] == "trên phiếu khoanh số 2"
    assert not page.go_older.isEnabled()
    assert page.card.fact is not None  # the newest one, without a key
    assert page.card.fact.ref == page.table.rows.shown[0][-1].ref


def test_of_a_long_history_the_newest_facts_come_beside_the_window(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sipas_desktop.gui.history.AT_ONCE", 0)
    serial = decided(here)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    qtbot.waitUntil(lambda: not page._newest.running, timeout=20_000)
    before = lines(page)
    assert len(before) == len(queries.history(here.admin).rows) and page.card.fact is not None
    workflow.adjudicate(here["Hòa"], serial, "Q1", Answer("4"), "xem lại phiếu")
    page.refresh()
    assert lines(page) == before, "they stay until the others are there"
    qtbot.waitUntil(lambda: len(lines(page)) > len(before), timeout=20_000)
    page.refresh()
    page.show_ballot(serial)
    wait(page, qtbot)
    qtbot.waitUntil(lambda: not page._newest.running, timeout=20_000)
    of_ballot = [row.ref for row in queries.history(here.admin, HistoryFilter(serial=serial)).rows]
    assert [row[-1].ref for row in page.table.rows.shown] == of_ballot, "what was asked for meanwhile stays"


def test_filter_by_keys_only(here: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = decided(here)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    page.filter.who.setCurrentIndex(page.filter.who.findData("Mai"))
    page.filter.question.setCurrentIndex(page.filter.question.findData("Q1"))
    QTest.keyClicks(page.filter.ballot, serial[5:])
    QTest.keyClick(page.filter.ballot, Qt.Key.Key_Return)
    wait(page, qtbot)
    assert [(line[WHO], line[ABOUT], line[AFTER].split(" ")[0]) for line in lines(page)] == [
        ("Mai", "Question 1 · keying 2", "1")
    ]
    page.show_everything()
    wait(page, qtbot)
    assert len({line[WHO] for line in lines(page)}) > 3
    assert page.filter.chosen() == (queries.HistoryFilter(), "")


def test_every_field_of_the_filter_counts(here: Station, tmp_path: Path, qtbot: Any) -> None:
    decided(here)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    page.filter.group.setCurrentIndex(page.filter.group.findData(Group.SETTLING))
    page.filter.since.setText("01/01/2020")
    page.filter.until.setText("31.12.2099")
    page.filter.words.setText("khoanh")
    page.show_wanted()
    wait(page, qtbot)
    assert [line[DONE] for line in lines(page)] == ["Difference settled"]
    page.filter.until.setText("31/12/2020")
    page.show_wanted()
    wait(page, qtbot)
    assert lines(page) == []
    assert page.card.fact is None
    page.filter.until.setText("hôm qua")
    page.show_wanted()
    assert page.notice.kind == "error"
    assert "hôm qua" in page.notice.words


def test_an_unknown_serial_is_said_and_the_table_stays(here: Station, tmp_path: Path, qtbot: Any) -> None:
    decided(here)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    before = lines(page)
    page.filter.ballot.setText("12")
    page.show_wanted()
    qtbot.waitUntil(lambda: page.notice.kind == "error", timeout=20_000)
    assert lines(page) == before


def test_from_a_line_to_its_ballot_and_to_the_fact_before_it(here: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = decided(here)
    here.settled(1)
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    place = next(n for n, line in enumerate(lines(page)) if line[DONE] == "Difference settled")
    page.table.view.selectRow(place)
    QApplication.processEvents()
    assert page.card.fact is not None
    settled = page.card.fact
    assert serial[5:11] in page.card.heading.text()
    text = page.card.text.toPlainText()
    assert settled.session in text
    assert settled.hash[:16] in text
    assert text.startswith("Question 1: 4 · ")
    assert " → 2 · " in text.splitlines()[0]
    assert "trên phiếu khoanh số 2" in text
    page.card.to_earlier.click()
    assert page.card.fact.ref in settled.names
    assert page.card.fact.kind == FactKind.ANSWERS_KEYED
    page.card.to_ballot.click()
    wait(page, qtbot)
    of_ballot = {row[-1].serial for row in page.table.rows.shown}
    assert of_ballot == {serial, ""}  # its print run as well
    assert {line[DONE] for line in lines(page)} >= {"Ballots printed", "Ballot received", "Answer keyed"}


def test_older_lines_come_under_the_newer_ones(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.settled(3)
    whole = queries.history(here.admin).rows
    real = queries.history
    monkeypatch.setattr(queries, "history", lambda *args, **how: real(*args, most=20, **how))
    page = shown(HistoryPage, here.admin, tmp_path, qtbot)
    assert len(lines(page)) < len(whole)
    while page.go_older.isEnabled():
        page.show_older()
        wait(page, qtbot)
    assert [row[-1] for row in page.table.rows.shown] == list(whole)
    page.show_older()
    assert "Nothing is older" in page.notice.words


def test_the_table_is_saved_with_the_head_and_without_respondents_words(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = decided(here)
    page = shown(HistoryPage, here["Hà"], tmp_path, qtbot)
    page.show_ballot(serial)
    wait(page, qtbot)
    assert any(WORDS[:12] in line[AFTER] for line in lines(page))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "lịch sử"), ""))
    page.save()
    assert page.notice.kind == "ok"
    book = load_workbook(tmp_path / "lịch sử.xlsx")
    table, source = book.worksheets
    rows = list(table.iter_rows(values_only=True))
    assert rows[0][:4] == ("When", "Who", "What was done", "Ballot")
    assert len(rows) == len(lines(page)) + 1
    assert any("trên phiếu khoanh số 2" in row for row in rows)
    assert WORDS not in str(rows)
    said = {row[0]: row[1] for row in source.iter_rows(values_only=True)}
    assert said["Head of the history"] == queries.current_head(here["Hà"])
    assert said["Saved by"] == "Hà"
    assert said["Ballot"].replace(" ", "") == serial
    page.save_to(tmp_path / "không có" / "a.xlsx")
    assert page.notice.kind == "error"


def test_an_observer_reads_no_words_of_respondents(here: Station, tmp_path: Path, qtbot: Any) -> None:
    decided(here)
    page = shown(HistoryPage, here["Giám sát"], tmp_path, qtbot)
    keyed = [line for line in lines(page) if line[AFTER] == "(written words)"]
    assert len(keyed) == 2
    assert WORDS not in page.table.text()


def test_what_is_hidden_cannot_be_jumped_to(here: Station, tmp_path: Path, qtbot: Any) -> None:
    decided(here)
    refs = {row.ref for row in queries.history(here.admin).rows if row.kind == FactKind.ADJUDICATED}
    workflow.set_roles(here.admin, "Lan", ["keyer", "observer"])
    page = shown(HistoryPage, here["Lan"], tmp_path, qtbot)
    assert not refs & {row[-1].ref for row in page.table.rows.shown}
    page.show_fact(refs.pop())
    assert page.notice.kind == "attention"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_fact_and_every_group_has_words(here: Station, language: str) -> None:
    told = HistoryWords(here.admin, language)
    for kind in FactKind:
        assert told.kind(kind).lower() == words(f"history.kind_{kind}", language).lower()
    assert all(told.group(group) for group in Group)
    assert told.time("2024-09-04T20:30:05.000+00:00") == "05/09/2024 03:30:05"


def test_every_particular_that_facts_hold_has_words(here: Station) -> None:
    decided(here)
    workflow.record_head(here.admin, "report")
    workflow.set_topics(here.admin, "comment", [Topic("1", "Thời gian")])
    workflow.record_taken(here.admin, 1, "0" * 64, "Bà Hà, Phó Chủ tịch", "thanh tra")
    told = HistoryWords(here.admin, "vi")
    named = {
        part.name
        for row in queries.history(here.admin).rows
        for part in queries.fact_whole(here.admin, row.ref).particulars  # type: ignore[union-attr]
    }
    assert len(named) > 30
    assert [name for name in named if told.part(name) == name] == []


def test_facts_about_online_answers_have_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as office:
        people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(2)]
        workflow.import_sample(office.admin, people, "0" * 64)
        run = workflow.reserve_run(office.admin)
        workflow.publish_run(office.admin, run, "0" * 64, 2)
        workflow.set_catalogue(office.admin, "procedure", [workflow.Entry("PLan", "Thủ tục")])
        for serial in run.serials:
            workflow.receive(office.admin, serial, channel="buu-dien")
        online_everything(office)
        online_beside_paper(office)
        workflow.withdraw_receipt(office.admin, run.serials[0])
        told = HistoryWords(office.admin, "vi")
        rows = queries.history(office.admin, HistoryFilter(group=Group.ONLINE)).rows
        whole = [queries.fact_whole(office.admin, row.ref) for row in rows]
        named = {part.name for fact in whole if fact is not None for part in fact.particulars}
        assert {"comment", "comments", "on_paper"} <= named
        assert [name for name in named if told.part(name) == name] == []
        judged = [row for row in rows if row.kind == FactKind.ONLINE_JUDGED]
        assert {told.change(row) for row in judged} == {
            "hợp lệ → Đã có phiếu giấy của cùng hồ sơ",
            "Đã có phiếu giấy của cùng hồ sơ → hợp lệ",
        }
