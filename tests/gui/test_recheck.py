"""The page of phúc tra by its keys: draw, list, replies, results, what the rules ask for."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.gui.recheck import RecheckPage
from sipas_desktop.gui.recheck_draw import CHOSEN
from sipas_desktop.gui.recheck_view import RecheckView
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.gui.stations import cheap_station, shown
from tests.surveys import Station, plan_with

PEOPLE = 12
NUMBER, SERIAL, RESULT, BY, BALLOT, HOW, SENT = range(7)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: twelve people answered, whose ballots two interviewers had."""
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as station:
        workflow.set_interviewers(station.admin, [InterviewerData("B1", "Trần Văn Ba"), InterviewerData("B2", "Lê Tư")])
        members = [
            MemberData("official", f"Người {n}", phone=f"09120000{n:02}", unit="UBND xã", consent=True)
            for n in range(PEOPLE)
        ]
        workflow.import_sample(station.admin, members, "0" * 64)
        for number, serial in enumerate(station.print(PEOPLE)):
            workflow.issue(station.admin, serial, f"B{1 + number % 2}")
            workflow.receive(station.admin, serial)
        yield station


def wait(page: RecheckPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def asked(here: Station, folder: Path, qtbot: Any) -> tuple[RecheckPage, RecheckView]:
    """The page and its part for phúc tra, for somebody of the office."""
    page = shown(RecheckPage, here["Hà"], folder, qtbot)
    assert page.asking is not None
    return page, page.asking


def drawn(page: RecheckPage, qtbot: Any, number: str = "") -> None:
    asking = page.asking
    assert asking is not None
    asking.form.seed.setText("11")
    asking.form.number.setText(number)
    press(asking.form.number, Qt.Key.Key_Return)
    wait(page, qtbot)


def test_drawn_listed_answered_by_keys_alone(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page, asking = asked(here, tmp_path, qtbot)
    press(page, Qt.Key.Key_F2)
    assert page.notice.kind == "attention"  # no seed yet
    drawn(page, qtbot)
    assert page.notice.kind == "ok"
    rows = asking.ballots.rows.shown
    assert [row[NUMBER] for row in rows] == list(range(1, PEOPLE + 1))  # the plan asks about all of so few
    assert {row[BY] for row in rows} == {"B1", "B2"} and {row[RESULT] for row in rows} == {asking.tr("waiting")}
    asking.export_to(tmp_path / "sms.csv")
    wait(page, qtbot)
    assert page.notice.kind == "ok" and all(row[SENT] for row in asking.ballots.rows.shown)
    asking.ballots.view.setFocus()
    asking.ballots.view.selectRow(0)
    press(page, Qt.Key.Key_F10)
    press(page, Qt.Key.Key_F11)  # each goes on to the next line
    press(page, Qt.Key.Key_F12)
    press(page, Qt.Key.Key_F3)
    results = [row.result for row in queries.rechecks(here["Hà"])][:4]
    assert results == [Result.CONFIRMED, Result.FAILED, Result.UNREACHED, Result.REFUSED]
    current = asking.ballots.current()
    assert current is not None and current[NUMBER] == 5
    rules, people = page.rules, page.people
    assert rules is not None and people is not None
    assert asking.told.isVisible() and rules.isEnabled()
    press(page, Qt.Key.Key_F7)
    wait(page, qtbot)
    assert queries.rechecks(here["Hà"])[1].state is State.VOIDED
    assert "(F7)" not in asking.told.text() and not rules.isEnabled()
    assert "call (Shift+F4)" in asking.told.text()  # by messages too little is known of either yet
    rates = {row[0]: row for row in people.rows.shown}
    assert set(rates) == {"B1", "B2"} and sum(row[2] for row in rates.values()) == 1


def test_who_does_not_reply_is_called(
    here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    page, asking = asked(here, tmp_path, qtbot)
    drawn(page, qtbot)
    out = tmp_path / "gọi.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    asking.export_to(tmp_path / "sms.csv")
    wait(page, qtbot)
    asking.ballots.view.selectRow(0)
    press(page, Qt.Key.Key_F10)
    press(page, Qt.Key.Key_F12)
    QTest.keyClick(page, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    wait(page, qtbot)
    left = len(asking.ballots.rows.shown) - 1
    assert page.notice.kind == "ok" and page.notice.words == f"{left} people are on the list."
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert (head[0], head[-1], len(rows)) == ("id", "result", left)
    assert [row[0] for row in rows] == [str(number) for number in range(2, left + 2)]
    page.tabs.setCurrentWidget(page.cleaning)
    assert not any(button.isVisible() for button in page.buttons() if button.key == "Shift+F4")


@pytest.mark.parametrize(("channel", "shown_there"), [("sms", True), ("phone", False), ("visit", False)])
def test_only_where_messages_are_sent_there_is_a_list_of_calls_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any, channel: str, shown_there: bool
) -> None:
    plan = plan_with(tmp_path, "hue-2024", 'channel = "sms"', f'channel = "{channel}"')
    with cheap_station(tmp_path, monkeypatch, plan) as station:
        page, _ = asked(station, tmp_path, qtbot)
        assert ("Shift+F4" in [button.key for button in page.buttons()]) is shown_there
        assert "F4" in [button.key for button in page.buttons()]


def test_who_has_more_failed_ballots_than_mistakes_explain_is_named(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(RecheckPage, here["Hà"], tmp_path, qtbot)
    drawn(page, qtbot)
    hers = [row.serial for row in queries.rechecks(here["Hà"]) if row.interviewer == "B1"]
    asking = page.asking
    assert asking is not None
    workflow.answer_recheck(here["Hà"], hers[0], Result.FAILED)
    page.refresh()
    assert "B1 (" not in asking.told.text() and asking.told.isVisible()  # mistakes do explain one; it is to be void
    workflow.answer_recheck(here["Hà"], hers[1], Result.FAILED)
    page.refresh()
    assert f"B1 (2/{len(hers)})" in asking.told.text()


def test_replies_of_a_file_and_an_unclear_one(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page, asking = asked(here, tmp_path, qtbot)
    drawn(page, qtbot)
    path = tmp_path / "trả lời.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "text"), (1, "Đúng"), (2, "hả?"), (99, "1")])
    asking.take_from(path)
    wait(page, qtbot)
    assert page.notice.kind == "attention" and "99" in page.notice.words
    asking.ballots.select(2)
    assert "hả?" in asking.reply.text()
    press(page, Qt.Key.Key_F10)
    assert [row.result for row in queries.rechecks(here["Hà"])][:2] == [Result.CONFIRMED, Result.CONFIRMED]


def test_targeted_draws_need_a_reason(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page, asking = asked(here, tmp_path, qtbot)
    asking.form.which.setCurrentIndex(asking.form.which.findData("B1"))
    asking.form.turn()
    assert asking.form.reason.isVisible() and not asking.form.seed.isVisible()
    press(page, Qt.Key.Key_F2)
    assert page.notice.kind == "attention"
    asking.form.reason.setText("nghi ngờ")
    press(page, Qt.Key.Key_F2)
    wait(page, qtbot)
    assert len(asking.ballots.rows.shown) == PEOPLE // 2
    left = next(each.serial for each in queries.ballots(here.admin) if each.serial not in
                {row.serial for row in queries.rechecks(here["Hà"])})  # fmt: skip
    asking.form.which.setCurrentIndex(asking.form.which.findData(CHOSEN))
    asking.form.turn()
    asking.form.serials.setText(left)
    press(asking.form.serials, Qt.Key.Key_Return)
    wait(page, qtbot)
    assert len(asking.ballots.rows.shown) == PEOPLE // 2 + 1
    press(asking.form.serials, Qt.Key.Key_Return)
    wait(page, qtbot)
    assert page.notice.kind == "error"  # drawn before


def test_without_phúc_tra_or_links_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    with cheap_station(tmp_path, monkeypatch) as station:
        page = shown(RecheckPage, station.admin, tmp_path, qtbot)
        assert page.asking is None and page.at_cleaning and "phúc tra" in page._status.text()


@pytest.mark.parametrize("reserve", [1, 0])
def test_what_the_rules_did_is_said_with_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any, reserve: int
) -> None:
    """A rule of the plan more: somebody of the reserve comes for whoever denies her ballot."""
    rule = "[[recheck.rules]]\nthen = "
    plan = plan_with(
        tmp_path,
        "hue-2024",
        "[[recheck.rules]] # not in the plan: a ballot",
        f'{rule}"replace"\n[[recheck.rules]] # a ballot',
    )
    with cheap_station(tmp_path, monkeypatch, plan) as station:
        people = [
            MemberData(lists, f"Người {n}", phone=f"09120000{n:02}", unit="UBND xã", consent=True)
            for n, lists in enumerate(["official"] * 3 + ["reserve"] * reserve)
        ]
        workflow.import_sample(station.admin, people, "0" * 64)
        for serial in station.print(3):
            workflow.receive(station.admin, serial)
        page, asking = asked(station, tmp_path, qtbot)
        drawn(page, qtbot, "3")
        asking.ballots.view.selectRow(0)
        row = asking.ballots.current()
        assert row is not None
        position = next(
            each.position for each in queries.sample_members(station.admin) if each.serial == row[-1].serial
        )
        press(page, Qt.Key.Key_F11)
        assert "to be replaced" in asking.told.text() and "void" in asking.told.text()
        press(page, Qt.Key.Key_F7)
        wait(page, qtbot)
        told = page.notice.words
        assert queries.rechecks(station.admin)[0].state is State.VOIDED and "Void now: 1." in told
        if reserve:
            assert f"no. 4 for no. {position}" in told and "Ctrl+4" in told and page.notice.kind == "ok"
            assert [each.by for each in queries.replacements(station.admin)] == [4]
            assert not asking.told.isVisible()
        else:
            assert "Not done" in told and "Ctrl+3" in told and page.notice.kind == "attention"
            assert serials.show(row[-1].serial) in told and asking.told.isVisible()
