"""Mail in the window, by keyboard: Bến Tre's stamped envelopes go out, are reminded of, come back; its agencies."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.gui.field_mail import MailPanel
from sipas_desktop.gui.fieldwork_page import FieldworkPage
from sipas_desktop.jobs import mail as mail_jobs
from sipas_desktop.jobs.calendar import today
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check, controls
from tests.paper.geometry import pages_of
from tests.stations import hand_out
from tests.surveys import Station, plan_with

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DAY = datetime.date(2021, 11, 3)
POST = "Gửi lại qua đường bưu điện, phong bì dán sẵn tem"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Bến Tre's plan, where a reminder is due after ten days."""
    plan = plan_with(tmp_path, "ben-tre-2021", 'postage = "stamp"\n', 'postage = "stamp"\nremind_after = 10\n')
    with cheap_station(tmp_path, monkeypatch, plan) as here:
        yield here


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the window opened."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toLocalFile()))
    return found


def at_mail(desk: Station, name: str, folder: Path, qtbot: Any) -> FieldworkPage:
    """The page of ``name`` at its mail, filled."""
    page = shown(FieldworkPage, desk[name], folder, qtbot)
    page.focus_first()
    filled(page, qtbot)
    while page.tabs.tabText(page.tabs.currentIndex()) != "Mail":
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab, CONTROL)
        filled(page, qtbot)
    assert page.panel is page.view(MailPanel) and page.view(MailPanel).field.hasFocus()
    return page


def filled(page: FieldworkPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=60_000)
    QApplication.processEvents()


def scan(panel: MailPanel, serial: str) -> None:
    QTest.keyClicks(panel.field, serial)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)


def choose_channel(panel: MailPanel, title: str) -> None:
    """F11, the list opened, down to the channel, Enter."""
    QTest.keyClick(panel.field, Qt.Key.Key_F11)
    assert panel.channel.hasFocus()
    QTest.keyClick(panel.channel, Qt.Key.Key_Down)
    view = panel.channel.view()
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(panel.channel.findText(title)):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    panel.window().activateWindow()  # as a window manager does when the list is closed
    QApplication.processEvents()


def choose_day(panel: MailPanel, day: str) -> None:
    QTest.keyClick(panel.field, Qt.Key.Key_F10)
    assert panel.day.hasFocus()
    QTest.keyClicks(panel.day, day)
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert panel.field.hasFocus()


def cells(panel: MailPanel) -> dict[str, list[str]]:
    """Serial without blanks → what its row shows."""
    width = len(panel.table.rows.columns)
    return {str(row[0]).replace(" ", ""): [str(cell) for cell in row[1:width]] for row in panel.table.rows.shown}


def test_stamped_envelopes_go_out_are_reminded_of_and_come_back(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    serials = desk.print(5, group="nhom-2")
    page = at_mail(desk, "Hà", tmp_path, qtbot)
    panel = page.view(MailPanel)
    choose_channel(panel, POST)
    assert panel.field.hasFocus() and panel.channel.currentData() == "buu-dien"
    choose_day(panel, "3/11/2021")
    for serial in serials:
        scan(panel, serial)
    assert panel.card.property("kind") == "ok" and panel.card.detail.text() == f"{POST}, 03/11/2021"
    assert cells(panel) == {
        serial: [POST, "03/11/2021", "no answer yet", "due since 13/11/2021", ""] for serial in serials
    }
    assert [(each.channel, each.sent) for each in queries.mailed(desk.admin)] == [("buu-dien", DAY)] * 5
    QTest.keyClick(page, Qt.Key.Key_F4)
    assert set(cells(panel)) == set(serials[:4]) and panel.card.property("kind") == "attention"
    scan(panel, serials[4])

    QTest.keyClick(panel.field, Qt.Key.Key_1, ALT)
    choose_day(panel, "9/11/2021")
    scan(panel, serials[0])
    scan(panel, serials[0])  # read twice
    assert panel.card.property("kind") == "attention"
    QTest.keyClick(panel.field, Qt.Key.Key_3, ALT)
    scan(panel, serials[1])
    assert cells(panel)[serials[0]][2:] == ["not delivered", "", "09/11/2021"]
    assert cells(panel)[serials[1]][2:] == ["wrong address", "", "09/11/2021"]
    said = "5 sent: 0 came back filled · 2 undelivered · 3 without an answer · 3 to be reminded of"
    assert page._status.text() == said

    workflow.receive(desk.admin, serials[2], channel="thu-dien-tu")
    workflow.receive(desk.admin, serials[3], channel="buu-dien", reason="blank")
    page.refresh()
    filled(page, qtbot)
    back = f"{today():%d/%m/%Y}"
    assert cells(panel)[serials[2]][2:] == ["filled", "", back]
    assert cells(panel)[serials[3]][2:] == ["back, does not count", "", back]
    assert page._status.text().startswith("5 sent: 2 came back filled · 2 undelivered · 1 without an answer")

    out = tmp_path / "nhắc.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *how: (str(out), ""))
    QTest.keyClick(page, Qt.Key.Key_F2)
    filled(page, qtbot)
    assert "".join(serials[4]) in "".join("".join(each.words.split()) for each in pages_of(out))
    assert opened == [str(out)] and page.notice.kind == "ok"
    assert cells(panel)[serials[4]][3] == f"printed on {back}"
    assert page._status.text().endswith("0 to be reminded of")
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert page.notice.kind == "attention" and not page.task_line.running
    assert queries.check_survey(desk.admin).problems == ()


def test_nothing_is_sent_before_somebody_says_by_which_channel(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    (serial, other) = desk.print(2, group="nhom-2")
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    before = queries.current_head(desk.admin)
    scan(page.view(MailPanel), serial)
    assert page.view(MailPanel).card.property("kind") == "error" and "F11" in page.view(MailPanel).card.detail.text()
    assert queries.current_head(desk.admin) == before and not cells(page.view(MailPanel))
    workflow.issue(desk["Hà"], other, day=DAY, channel="i-office")
    page.refresh()
    filled(page, qtbot)
    assert page.view(MailPanel).channel.currentData() == "i-office"  # as the last ones went
    for typed in ("12345", other):
        scan(page.view(MailPanel), typed)
        assert page.view(MailPanel).card.property("kind") == "error" and page.view(MailPanel).card.detail.text()


def test_only_those_to_be_reminded_of_are_listed_by_a_key(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = desk.print(4, group="nhom-2")
    recent = today() - datetime.timedelta(days=4)
    for serial, day in zip(serials[:3], (DAY, recent, DAY), strict=True):
        workflow.issue(desk.admin, serial, day=day, channel="buu-dien")
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    panel = page.view(MailPanel)
    QTest.keyClick(panel.field, Qt.Key.Key_F5)
    assert set(cells(panel)) == {serials[0], serials[2]}
    scan(panel, serials[3])  # sent today: not one of those
    assert set(cells(panel)) == {serials[0], serials[2]}
    QTest.keyClick(panel.field, Qt.Key.Key_2, ALT)
    scan(panel, serials[2])
    assert cells(panel)[serials[2]][2:] == ["moved", "", f"{today():%d/%m/%Y}"]  # stays until the list is read again
    QTest.keyClick(panel.field, Qt.Key.Key_F3)
    assert panel.due.after.hasFocus()
    QTest.keyClicks(panel.due.after, "3")
    QTest.keyClick(panel.due.after, Qt.Key.Key_Return)
    filled(page, qtbot)
    assert panel.field.hasFocus() and set(cells(panel)) == {serials[0], serials[1]}
    assert page._status.text().endswith("2 to be reminded of")
    QTest.keyClick(panel.field, Qt.Key.Key_F5)
    assert set(cells(panel)) == set(serials)


def test_a_ballot_is_taken_from_the_list(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    """What the mail brings back may be too wet to scan: it is looked up and Enter says the rest."""
    serials = desk.print(3, group="nhom-2")
    for serial in serials:
        workflow.issue(desk.admin, serial, day=DAY, channel="buu-dien")
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    panel = page.view(MailPanel)
    QTest.keyClick(panel.field, Qt.Key.Key_2, ALT)
    QTest.keyClick(panel.field, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(panel.table.search, serials[1][-5:-1])
    panel.table.view.setFocus()
    panel.table.view.selectRow(0)
    QTest.keyClick(panel.table.view, Qt.Key.Key_Return)
    assert panel.field.hasFocus() and panel.field.text().replace(" ", "") == serials[1]
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert {each.serial for each in queries.mailed(desk.admin) if each.outcome == "moved"} == {serials[1]}


def test_without_a_rule_the_days_are_asked_for(
    tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cheap_station(tmp_path, monkeypatch, "ben-tre-2021") as desk:
        (serial,) = desk.print(1, group="nhom-2")
        workflow.issue(desk.admin, serial, day=DAY, channel="buu-dien")
        page = at_mail(desk, "Hà", tmp_path, qtbot)
        assert page.view(MailPanel).due.after.text() == "" and "reminded" not in page._status.text()
        QTest.keyClick(page, Qt.Key.Key_F2)
        assert page.notice.kind == "attention" and "F3" in page.notice.words
        for typed, due in (("5", ["due since 08/11/2021"]), ("", [""])):
            QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_F3)
            QTest.keyClick(page.view(MailPanel).due.after, Qt.Key.Key_Backspace)
            QTest.keyClicks(page.view(MailPanel).due.after, typed)
            QTest.keyClick(page.view(MailPanel).due.after, Qt.Key.Key_Return)
            filled(page, qtbot)
            assert [row[3] for row in cells(page.view(MailPanel)).values()] == due


def test_a_list_of_serials_says_what_the_button_says(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials, listed = desk.print(5, group="nhom-2"), tmp_path / "đi.txt"
    listed.write_text("\n".join([*serials[:4], "999999999999"]) + "\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *how: (str(listed), ""))
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_O, CONTROL)
    assert page.notice.kind == "error" and "F11" in page.notice.words  # no channel yet, no file is asked for
    page.view(MailPanel)._offer_channels("buu-dien")
    choose_day(page.view(MailPanel), "3/11/2021")
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_O, CONTROL)
    filled(page, qtbot)
    assert set(cells(page.view(MailPanel))) == set(serials[:4])
    assert page.notice.kind == "attention" and "4 recorded, 0 as before, 1 refused. 999999999999" in page.notice.words
    listed.write_text(serials[1] + "\n", encoding="utf-8")
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_2, ALT)
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_O, CONTROL)
    filled(page, qtbot)
    assert page.notice.kind == "ok" and cells(page.view(MailPanel))[serials[1]][2:] == ["moved", "", "03/11/2021"]
    listed.write_text("a;b;c\n1;2;3\n", encoding="utf-8")
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_O, CONTROL)
    filled(page, qtbot)
    assert page.notice.kind == "error"


def test_a_list_that_is_stopped_tells_what_was_recorded(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials, listed = desk.print(6, group="nhom-2"), tmp_path / "đi.txt"
    listed.write_text("\n".join(serials) + "\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *how: (str(listed), ""))
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    page.view(MailPanel)._offer_channels("buu-dien")
    issue, sent = workflow.issue, []

    def slow(*what: Any, **how: Any) -> Any:
        sent.append(what[1])
        if len(sent) == 3:
            page.task_line._task.requestInterruption()  # type: ignore[union-attr]
        return issue(*what, **how)

    monkeypatch.setattr(mail_jobs.workflow, "issue", slow)
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_O, CONTROL)
    filled(page, qtbot)
    assert page.notice.kind == "attention" and "stopped after 3 ballot(s)" in page.notice.words
    assert len(cells(page.view(MailPanel))) == len(sent) == 3 == len(queries.mailed(desk.admin))


def test_one_pdf_an_agency_into_a_folder(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "I-OFFICE"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *how: str(folder))
    folder.mkdir()
    asked = desk.admin.plan.groups[0].asked
    for number, agency in enumerate(asked[2:], start=3):  # as if an earlier run was interrupted
        (folder / f"{number:02d}-{'-'.join(fold(agency).split())[:60]}.pdf").touch()
    page = at_mail(desk, "Hà", tmp_path, qtbot)
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_F7)
    filled(page, qtbot)
    assert len(list(folder.glob("*.pdf"))) == len(asked) and "2 PDF(s)" in page.notice.words
    next(folder.glob("02-*.pdf")).unlink()
    QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_F7)
    filled(page, qtbot)
    assert "1 PDF(s) printed" in page.notice.words and "25 were there before" in page.notice.words


def test_who_does_not_print_sees_nothing_to_print(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    assert [button.key for button in page.buttons()] == ["Enter", "F4"]
    assert not page.view(MailPanel).more.agencies.isVisible() and not page.view(MailPanel).due.deadline.isVisible()
    assert page.tabs.count() == 2  # nor does she open boxes


def test_a_station_sends_and_prints_nothing(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = desk.print(2, group="nhom-2")
    with contextlib.closing(hand_out(desk, tmp_path, [], serials_from=min(serials), serials_to=max(serials))) as away:
        page = at_mail(away, "admin", tmp_path, qtbot)
        assert [button.key for button in page.buttons()] == ["Enter", "F4"] and not page.view(
            MailPanel
        ).due.deadline.isVisible()
        page.view(MailPanel)._offer_channels("buu-dien")
        choose_day(page.view(MailPanel), "3/11/2021")
        scan(page.view(MailPanel), serials[0])
        assert set(cells(page.view(MailPanel))) == {serials[0]}
        assert [(each.serial, each.channel) for each in queries.mailed(away.admin)] == [(serials[0], "buu-dien")]


def test_a_scan_while_the_list_is_read_stays_in_it(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.print(2, group="nhom-2")
    workflow.issue(desk.admin, first, day=DAY, channel="buu-dien")
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    _, work = page.view(MailPanel).reading()
    found = work(lambda done, total: None)
    choose_day(page.view(MailPanel), "3/11/2021")
    scan(page.view(MailPanel), second)
    page.view(MailPanel).show_found(found)  # which was read before the scan
    assert set(cells(page.view(MailPanel))) == {first, second}
    assert page._status.text().startswith("2 sent:")


def test_a_scan_asks_for_one_ballot_and_fills_no_table(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    """However many were sent: to read and fill all would be felt at every scan."""
    serials = desk.print(3, group="nhom-2")
    for serial in serials[:2]:
        workflow.issue(desk.admin, serial, day=DAY, channel="buu-dien")
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    asked: list[str | None] = []
    read: Callable[..., Any] = queries.mailed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "mailed", lambda survey, serial=None: (asked.append(serial), read(survey, serial))[1])
        patch.setattr(page.view(MailPanel).table, "fill", lambda rows: pytest.fail("filled anew"))
        scan(page.view(MailPanel), serials[2])
        QTest.keyClick(page.view(MailPanel).field, Qt.Key.Key_1, ALT)
        scan(page.view(MailPanel), serials[0])
        QTest.keyClick(page, Qt.Key.Key_F4)
    assert asked == [serials[2], serials[0], serials[0]]


def test_everything_has_a_name_a_key_of_its_own_and_is_reached_by_tab(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    page = at_mail(desk, "Hà", tmp_path, qtbot)
    check(page)
    assert page.view(MailPanel).table.view in controls(page)


def test_digits_of_a_scanner_find_their_field(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = at_mail(desk, "Lan", tmp_path, qtbot)
    page.view(MailPanel).buttons["moved"].setFocus()
    QTest.keyClicks(page.view(MailPanel).buttons["moved"], "29")
    assert page.view(MailPanel).field.hasFocus() and page.view(MailPanel).field.text() == "29"
