"""Fieldwork at the counter, by keyboard: the post's list, who visits whom, scans that issue and report, the reserve."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.gui.fieldwork import FieldworkPanel
from sipas_desktop.gui.fieldwork_page import FieldworkPage
from sipas_desktop.gui.history_words import HistoryWords
from sipas_desktop.gui.receiving import ReceivePage
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk
from tests.surveys import Station

UNITS = ("Phường Xuân Phú", "Phường Vỹ Dạ")
PEOPLE = [InterviewerData("B1", "Trần Văn Ba", UNITS[0]), InterviewerData("B2", "Lê Thị Tư", UNITS[1])]


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as here:
        listed = [MemberData("official", f"Người {n}", f"{n} Lê Lợi", unit=UNITS[n % 2]) for n in range(8)]
        listed += [MemberData("reserve", f"Dự phòng {n}", unit=UNITS[n % 2]) for n in range(2)]
        workflow.import_sample(here.admin, listed, "0" * 64)
        yield here


def at_work(desk: Station, name: str, folder: Path, qtbot: Any) -> FieldworkPage:
    """The page of ``name``, filled."""
    page = shown(FieldworkPage, desk[name], folder, qtbot)
    page.focus_first()
    filled(page, qtbot)
    return page


def filled(page: FieldworkPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running)
    QApplication.processEvents()


def scan(page: FieldworkPage, serial: str) -> None:
    QTest.keyClicks(page.view(FieldworkPanel).field, serial)
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_Return)


def cells(page: FieldworkPage) -> dict[str, list[str]]:
    table = page.view(FieldworkPanel).table
    width = len(table.rows.columns)
    return {str(row[0]): [str(cell) for cell in row[1:width]] for row in table.rows.shown}


def assigned(desk: Station) -> tuple[str, ...]:
    """Both interviewers have their members; the ballots are printed."""
    workflow.set_interviewers(desk.admin, PEOPLE)
    members = queries.members_in_field(desk.admin)
    workflow.assign_members(desk.admin, {each.code: [m.id for m in members if m.unit == each.area] for each in PEOPLE})
    return desk.print(8)


def test_scans_issue_and_report_without_a_mouse(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    assigned(desk)
    page = at_work(desk, "Lan", tmp_path, qtbot)
    panel = page.view(FieldworkPanel)
    assert panel.field.hasFocus() and not panel.list.isVisible()
    assert [page.tabs.tabText(number) for number in range(page.tabs.count())] == ["Interviewers and outcomes", "Mail"]
    assert [button.key for button in page.buttons()] == ["Enter", "F4"]
    assert cells(page)["B1"] == ["Trần Văn Ba", "4", "4", "4", "0", "0", "0", "0", "0", UNITS[0]]
    ours = [str(queries.serial_of_member(desk.admin, n)) for n in (1, 3)]
    for serial in ours:
        scan(page, serial)
    assert panel.card.property("kind") == "ok" and "B1 · Trần Văn Ba" in panel.card.detail.text()
    assert cells(page)["B1"][1:5] == ["4", "4", "2", "2"]
    QTest.keyClick(panel.field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert panel.buttons[Outcome.NOT_MET].isChecked() and panel.field.hasFocus()
    scan(page, ours[0])
    scan(page, ours[0])
    assert panel.card.property("kind") == "attention"  # a scanner that reads twice makes no second visit
    assert len(queries.field_steps(desk.admin, ours[0])) == 2
    QTest.keyClick(panel.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    scan(page, ours[1])
    assert cells(page)["B1"] == ["Trần Văn Ba", "3", "4", "2", "0", "0", "1", "1", "0", UNITS[0]]
    QTest.keyClick(page, Qt.Key.Key_F4)
    assert cells(page)["B1"][4:8] == ["1", "0", "0", "1"]
    assert panel.card.property("kind") == "attention" and panel.field.hasFocus()
    assert page._status.text() == "In all: 8 still to do · 1 out · 0 back"
    counter = shown(ReceivePage, desk["Lan"], tmp_path, qtbot)
    QTest.keyClicks(counter.field, ours[1])
    QTest.keyClick(counter.field, Qt.Key.Key_Return)
    page.refresh()
    filled(page, qtbot)
    assert cells(page)["B1"] == ["Trần Văn Ba", "3", "4", "2", "0", "1", "0", "1", "0", UNITS[0]]


def test_what_cannot_be_is_said_on_the_card_and_changes_nothing(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    before = queries.current_head(desk.admin)
    for typed in (serials[0], "12345"):
        scan(page, typed)
        assert (
            page.view(FieldworkPanel).card.property("kind") == "error" and page.view(FieldworkPanel).card.detail.text()
        )
    QTest.keyClick(page, Qt.Key.Key_F4)
    assert queries.current_head(desk.admin) == before


def test_who_and_when_are_chosen_by_key(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    panel = page.view(FieldworkPanel)
    QTest.keyClick(panel.field, Qt.Key.Key_F11)
    assert panel.who.hasFocus()
    panel.table.select("B2")
    QTest.keyClick(panel.table.view, Qt.Key.Key_Return)
    assert panel.who.currentData() == "B2" and panel.field.hasFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_F10)
    assert panel.day.hasFocus()
    QTest.keyClicks(panel.day, "hom qua")
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    scan(page, serials[0])
    assert panel.card.property("kind") == "error" and "hom qua" in panel.card.detail.text()
    QTest.keyClick(panel.field, Qt.Key.Key_F10)
    QTest.keyClicks(panel.day, "10/9/2024")
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert panel.field.hasFocus()
    scan(page, serials[0])
    (step,) = queries.field_steps(desk.admin, serials[0])
    assert (step.interviewer, step.day) == ("B2", "2024-09-10")


def test_the_office_takes_in_the_list_assigns_and_calls_up_the_reserve(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.print(8)
    listed, out = tmp_path / "bưu điện.csv", tmp_path / "ra.xlsx"
    rows = [f"{each.code},{each.name},{each.area}" for each in PEOPLE]
    listed.write_text("\n".join(["Mã,Họ và tên,Địa bàn", *rows, "B1,Trùng Mã,"]) + "\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *how: (str(listed), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *how: (str(out), ""))
    page = at_work(desk, "Hà", tmp_path, qtbot)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_O, control)
    filled(page, qtbot)
    assert set(cells(page)) == {"B1", "B2"}
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_G, control)
    filled(page, qtbot)
    filled(page, qtbot)
    assert [row[2] for row in cells(page).values()] == ["4", "4"]
    day = datetime.date(2024, 9, 10)
    for position in (1, 2):
        serial = str(queries.serial_of_member(desk.admin, position))
        workflow.issue(desk.admin, serial, day=day)
        workflow.set_outcome(desk.admin, serial, "refused", day=day)
    page.refresh()
    filled(page, qtbot)
    assert page.view(FieldworkPanel).list.reserve.isEnabled() and page.view(FieldworkPanel).list.reserve.words.endswith(
        "(2)"
    )
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_R, control)
    filled(page, qtbot)
    filled(page, qtbot)
    assert {each.position for each in queries.members_in_field(desk.admin)} == {3, 4, 5, 6, 7, 8, 9, 10}
    assert not page.view(FieldworkPanel).list.reserve.isEnabled()
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_E, control)
    assert out.exists()
    assert queries.check_survey(desk.admin).problems == ()


def test_the_reserve_can_be_called_up_right_after_the_scan_that_makes_somebody_due(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    panel, ours = page.view(FieldworkPanel), str(queries.serial_of_member(desk.admin, 1))
    scan(page, ours)
    assert not panel.list.reserve.isEnabled()
    QTest.keyClick(panel.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    scan(page, ours)
    QTest.keyClick(panel.field, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    filled(page, qtbot)
    assert page.notice.kind == "ok" and {each.position for each in queries.members_in_field(desk.admin)} == {
        *range(2, 10)
    }


def test_the_history_tells_it_in_words(desk: Station, qapp: QApplication) -> None:
    (serial, *_), day = assigned(desk), datetime.date(2024, 9, 10)
    workflow.issue(desk.admin, serial, "B1", day)
    workflow.set_outcome(desk.admin, serial, "not_a_user", day=day)
    workflow.withdraw_step(desk.admin, serial)
    told = HistoryWords(desk.admin, "vi")
    rows = queries.history(desk.admin).rows[:3]
    assert [(told.what(row), told.before(row), told.after(row), told.why(row)) for row in rows] == [
        ("B1", "không sử dụng dịch vụ", "đã phát", ""),
        ("B1", "đã phát", "không sử dụng dịch vụ", "10/09/2024"),
        ("B1", "", "đã phát", "10/09/2024"),
    ]


def test_everything_has_a_name_and_is_reached_by_tab(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    assert nameless(page) == []
    assert set(controls(page.view(FieldworkPanel))) <= set(tab_walk(page))


def test_a_scan_counts_only_those_whom_it_concerns(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    """However many interviewers there are: to count for all would be felt at every scan."""
    workflow.set_interviewers(desk.admin, [InterviewerData(f"B{n:03}", f"Trần {n}") for n in range(200)])
    serials = desk.print(8)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    asked: list[str | None] = []
    counts = queries.field_counts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "field_counts", lambda survey, code=None: (asked.append(code), counts(survey, code))[1])
        page.view(FieldworkPanel).table.select("B017")
        QTest.keyClick(page.view(FieldworkPanel).table.view, Qt.Key.Key_Return)
        scan(page, serials[0])
    assert asked == ["B017"]
    assert queries.ledger(desk.admin).states[State.OUT] == 1


def test_a_spoiled_ballot_is_said_once_with_its_reason(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    panel = page.view(FieldworkPanel)
    assert not panel.reason.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert panel.reason.isVisible() and panel.reason.hasFocus()
    panel.reason.insert("in mờ")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    assert panel.field.hasFocus()
    scan(page, serials[0])
    assert panel.card.property("kind") == "attention" and "Spoiled" in panel.card.headline.text()
    assert not panel.reason.isVisible() and panel.buttons["issued"].isChecked()
    scan(page, serials[1])  # nothing leads back from spoiled, so the next scan issues
    states = queries.ledger(desk.admin).states
    assert (states[State.SPOILED], states[State.OUT]) == (1, 1)
    assert HistoryWords(desk.admin, "vi").why(queries.history(desk.admin).rows[1]) == "in mờ"
    QTest.keyClick(page, Qt.Key.Key_F4)
    QTest.keyClick(page, Qt.Key.Key_F4)
    assert queries.ledger(desk.admin).states[State.SPOILED] == 1
    filled(page, qtbot)
    assert [row[2] for row in cells(page).values()] == ["4", "4"]  # her member waits for another ballot


def test_a_ballot_scanned_into_the_reason_is_a_ballot(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = assigned(desk)
    page = at_work(desk, "Hà", tmp_path, qtbot)
    reason = page.view(FieldworkPanel).reason
    for typed, serial in (("rách", serials[0]), ("", serials[1])):
        QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
        reason.insert(typed)  # an input method writes whole letters
        QTest.keyClicks(reason, serial)
        QTest.keyClick(reason, Qt.Key.Key_Return)
        assert reason.text() == "rách"
    assert queries.ledger(desk.admin).states[State.SPOILED] == 2
    told = HistoryWords(desk.admin, "vi")
    assert [told.why(row) for row in queries.history(desk.admin).rows[:2]] == ["rách", "rách"]


def test_whoever_may_not_print_cannot_say_spoiled(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial, *_) = assigned(desk)
    page = at_work(desk, "Lan", tmp_path, qtbot)
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert "spoiled" not in page.view(FieldworkPanel).buttons and not page.view(FieldworkPanel).reason.isVisible()
    scan(page, serial)
    assert queries.ledger(desk.admin).states[State.OUT] == 1
