"""Cleaning by its keys: look, put aside, declare fine, throw out, ask once more; nothing of an answer is shown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Kind
from sipas_desktop.gui.cleaning import DONE
from sipas_desktop.gui.recheck import RecheckPage
from sipas_desktop.gui.recheck_view import RecheckView
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check
from tests.online import Day, take
from tests.stations import hand_out
from tests.surveys import Station

EACH = 20  # ballots of each interviewer
COPIES = 9
NUMBER, WHO, SIGN, P, BALLOTS, LEFT = range(6)
SERIAL, STANDS, SEEN = range(3)
ODD = "1524213"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: forty people answered. Two of them are one person; nothing is keyed."""
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as station:
        workflow.set_interviewers(station.admin, [InterviewerData("B1", "Trần Văn Ba"), InterviewerData("B2", "Lê Tư")])
        members = [
            MemberData(
                "official", "Người Hai Phiếu" if n > 1 and n % 20 == 19 else f"Người Thứ {n}",
                phone="0912000099" if n > 1 and n % 20 == 19 else f"09120000{n:02}", unit="UBND xã", consent=True,
            )
            for n in range(2 * EACH)
        ]  # fmt: skip
        workflow.import_sample(station.admin, members, "0" * 64)
        for number, serial in enumerate(sorted(station.print(2 * EACH))):
            workflow.issue(station.admin, serial, f"B{1 + number // EACH}")
            workflow.receive(station.admin, serial)
        yield station


def all_serials(here: Station) -> list[str]:
    return [each.serial for each in queries.ballots(here.admin)]


def keyed(here: Station) -> list[str]:
    """The first interviewer's first ballots are copies of one; the others are anybody's. Their serials."""
    chance = random.Random(4)
    form = next(iter(here.admin.forms.values()))
    rated = [question.code for question in form.questions if question.kind is Kind.RATED]
    own = all_serials(here)
    for place, serial in enumerate(own):
        odd = place < COPIES
        levels = {code: ODD[at % 7] if odd else chance.choice("12345") for at, code in enumerate(rated)}
        workflow.key_ballot(here["Lan"], serial, 1, here.answers(**levels))
    return own[:COPIES]


def cleaning(here: Station, name: str, folder: Path, qtbot: Any) -> RecheckPage:
    """The page at its tab of cleaning, with the cursor in it, after looking."""
    page = shown(RecheckPage, here[name], folder, qtbot)
    page.tabs.setCurrentWidget(page.cleaning)
    look(page, qtbot)
    return page


def look(page: RecheckPage, qtbot: Any, key: Qt.Key = Qt.Key.Key_F2) -> None:
    press(page, key)
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def alt(page: RecheckPage, digit: int) -> None:
    press(page, Qt.Key(Qt.Key.Key_0 + digit), Qt.KeyboardModifier.AltModifier)


def scan(page: RecheckPage, serial: str) -> None:
    press(page, Qt.Key.Key_F5)
    assert QApplication.focusWidget() is page.cleaning.ballot.field
    QTest.keyClicks(page.cleaning.ballot.field, serial)
    press(page.cleaning.ballot.field, Qt.Key.Key_Return)


def state(here: Station, serial: str) -> State:
    view = queries.ballot(here.admin, serial)
    assert view is not None
    return view.state


def findings(page: RecheckPage) -> list[tuple[Any, ...]]:
    return page.cleaning.findings.rows.shown


def choose(page: RecheckPage, sign: str) -> tuple[Any, ...]:
    """The first finding whose sign begins so."""
    row = next(row for row in findings(page) if row[SIGN].startswith(sign))
    page.cleaning.findings.select(row[NUMBER])
    return row


def test_nothing_is_looked_for_before_somebody_says_so(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(RecheckPage, here["Hà"], tmp_path, qtbot)
    assert page.asking is not None and page.tabs.currentWidget() is page.asking
    page.tabs.tabBar().setFocus()
    press(page.tabs.tabBar(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    press(page.tabs.tabBar(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.at_cleaning and findings(page) == []
    assert page.primary.words == page.tr("Look for patterns")
    shown_keys = {button.key for button in page.buttons() if button.isVisible()}
    assert shown_keys == {"F2", "F10"}


def test_one_pattern_and_one_pair_are_listed_with_what_they_mean(here: Station, tmp_path: Path, qtbot: Any) -> None:
    copies = keyed(here)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    assert "5 of 100" in page.cleaning.about.text()  # the false alarms
    row = choose(page, "almost the same")
    assert (row[WHO], float(row[P].replace(",", ".")) <= 0.05) == ("B1", True)
    listed = {row[-1] for row in page.cleaning.ballots.rows.shown}
    assert set(copies) <= listed and row[BALLOTS] == row[LEFT] == len(listed)
    assert "No verdict" in page.cleaning.told.text() and "family" in page.cleaning.told.text()
    pair = choose(page, "same name")
    assert (pair[WHO], pair[P], pair[BALLOTS]) == ("–", "", 2)
    told = "\n".join(label.text() for label in page.findChildren(QLabel))
    for secret in ("Hai Phiếu", "Người Thứ", "0912", "Trần Văn Ba"):
        assert secret not in told, secret


def test_before_keying_a_reason_is_said_at_once_and_taken_back(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = cleaning(here, "Hà", tmp_path, qtbot)
    choose(page, "same name")
    one, other = (row[-1] for row in page.cleaning.ballots.rows.shown)
    alt(page, 1)
    assert state(here, one) is State.INVALID and state(here, other) is State.VALID
    row = choose(page, "same name")
    assert row[LEFT] == DONE  # one of them is left: it counts
    assert page.cleaning.ballots.rows.shown[0][SEEN] == DONE
    page.cleaning.ballots.view.selectRow(0)
    alt(page, 0)
    assert state(here, one) is State.VALID
    assert choose(page, "same name")[LEFT] == 2
    look(page, qtbot)
    assert choose(page, "same name")[LEFT] == 2


def test_of_a_keyed_ballot_the_second_press_throws_out(here: Station, tmp_path: Path, qtbot: Any) -> None:
    copies = keyed(here)
    page = cleaning(here, "Hòa", tmp_path, qtbot)  # an adjudicator, who may not ask people once more
    assert page.asking is None and not page.cleaning.ask_all.isVisible()
    choose(page, "almost the same")
    serial = page.cleaning.ballots.rows.shown[0][-1]
    alt(page, 1)
    assert state(here, serial) is State.FIRST_KEYED and page.notice.kind == "attention"
    assert "no way back" in page.notice.words and serials.show(serial) in page.notice.words
    alt(page, 2)  # another reason is a first press again
    assert state(here, serial) is State.FIRST_KEYED
    page.cleaning.ballots.view.selectRow(1)
    page.cleaning.ballots.view.selectRow(0)
    alt(page, 2)  # and so is another ballot in between
    assert state(here, serial) is State.FIRST_KEYED
    alt(page, 2)
    assert state(here, serial) is State.VOIDED and page.notice.kind == "ok"
    reason = here.admin.plan.reasons[1]
    assert queries.ballot(here.admin, serial).validity == reason.code  # type: ignore[union-attr]
    assert choose(page, "almost the same")[LEFT] == choose(page, "almost the same")[BALLOTS] - 1
    current = page.cleaning.ballots.current()
    assert current is not None and current[-1] != serial  # it goes on to the next one
    look(page, qtbot)
    assert serial in copies
    left = [each for row in findings(page) for each in page.cleaning._findings[row[NUMBER]].serials]
    assert serial not in left


def test_what_no_list_names_is_scanned(here: Station, tmp_path: Path, qtbot: Any) -> None:
    own, away = all_serials(here)[3:5]
    workflow.withdraw_receipt(here.admin, away)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    scan(page, own)
    assert page.cleaning.ballot.serial == own
    alt(page, 1)
    assert state(here, own) is State.INVALID
    scan(page, own)
    alt(page, 0)
    assert state(here, own) is State.VALID
    scan(page, away)
    alt(page, 1)
    assert state(here, away) is State.OUT  # it is not back: no reason can be pressed
    scan(page, "123")
    assert page.notice.kind == "error" and page.cleaning.ballot.serial == away


def test_an_online_answer_is_no_ballot(here: Station, tmp_path: Path, qtbot: Any) -> None:
    take(here, Day("2024-09-10T08:00:00"))
    paper = {channel.code for channel in here.admin.plan.channels if channel.paper}
    (online,) = (each.serial for each in queries.ballots(here.admin) if each.channel not in paper)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    scan(page, online)
    assert page.cleaning.ballot.serial == online
    alt(page, 1)
    assert "no way back" not in page.notice.words  # no key is armed: nothing of it can be pressed
    assert state(here, online) is State.SETTLED


def test_who_began_to_key_meanwhile_is_not_surprised(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = cleaning(here, "Hà", tmp_path, qtbot)
    own = all_serials(here)[3]
    scan(page, own)
    workflow.start_keying(here["Lan"], own, 1)
    alt(page, 1)
    assert state(here, own) is State.FIRST_KEYING and page.notice.kind == "attention"
    alt(page, 1)
    assert state(here, own) is State.FIRST_KEYING and "no way back" in page.notice.words
    alt(page, 1)
    assert state(here, own) is State.VOIDED


def test_what_another_page_wrote_shows(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = cleaning(here, "Hà", tmp_path, qtbot)
    choose(page, "same name")
    one, other = (row[-1] for row in page.cleaning.ballots.rows.shown)
    workflow.set_validity(here.admin, other, here.admin.plan.reasons[0].code)
    page.refresh()
    assert choose(page, "same name")[LEFT] == DONE and page.cleaning.ballot.serial == one
    assert here.admin.plan.reasons[0].title in page.cleaning.ballots.rows.shown[1][STANDS]
    scan(page, all_serials(here)[3])
    page.refresh()
    assert page.cleaning.ballot.serial == all_serials(here)[3]


def test_fine_is_one_key_for_a_ballot_or_for_all(here: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed(here)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    facts = queries.ledger(here.admin)
    row = choose(page, "almost the same")
    alt(page, 0)
    assert choose(page, "almost the same")[LEFT] == row[LEFT] - 1
    press(page, Qt.Key.Key_F3)
    assert choose(page, "almost the same")[LEFT] == DONE
    assert queries.ledger(here.admin) == facts  # nothing was said of a ballot
    look(page, qtbot)
    assert choose(page, "almost the same")[LEFT] == DONE  # as long as she is signed in
    assert choose(page, "same name")[LEFT] == 2


def test_an_interviewer_or_a_ballot_goes_to_phúc_tra(here: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed(here)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    assert isinstance(page.asking, RecheckView)
    choose(page, "same name")
    one = page.cleaning.ballot.serial
    press(page, Qt.Key.Key_F11)
    assert [row.serial for row in queries.rechecks(here.admin)] == [one]
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "error"  # drawn before
    choose(page, "almost the same")
    press(page, Qt.Key.Key_F12)
    drawn = {row.serial for row in queries.rechecks(here.admin)}
    assert drawn == {*all_serials(here)[:EACH], one}
    assert page.asking.ballots.rows.total == len(drawn)
    told = " ".join(str(row) for row in queries.history(here.admin).rows)
    assert "list of cleaning" in told
    assert "almost the same" not in told  # a second keyer may read the history


def test_by_batch_and_back(here: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed(here)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    assert {row[WHO] for row in findings(page)} >= {"B1"}
    check(page)
    look(page, qtbot, Qt.Key.Key_F10)
    assert {row[WHO] for row in findings(page)} == {"–"}  # no ballot lies in a batch
    assert page.cleaning.about.text().startswith("Nothing could be compared")
    assert page._other.words == page.cleaning.tr("Compare interviewers")
    look(page, qtbot, Qt.Key.Key_F10)
    assert {row[WHO] for row in findings(page)} >= {"B1"}


def test_that_nothing_was_compared_is_not_called_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    with cheap_station(tmp_path, monkeypatch) as station:
        workflow.open_batch(station.admin, "L2")
        station.received(3)
        for serial in station.print(3):
            workflow.receive(station.admin, serial, batch="L2")
        page = shown(RecheckPage, station["Hà"], tmp_path, qtbot)
        look(page, qtbot)
        assert page.notice.kind == "attention" and "F10" in page.notice.words
        look(page, qtbot, Qt.Key.Key_F10)
        assert page.notice.kind == "ok" and "6 ballots were compared" in page.cleaning.about.text()


def test_long_work_is_cancelled_and_leaves_what_was_found(here: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed(here)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    choose(page, "same name")
    alt(page, 0)
    before = findings(page)
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert page.task_line.running
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)
    assert findings(page) == before and page.notice.words == "Cancelled."


def test_who_may_key_is_named_no_ballot_that_waits(here: Station, tmp_path: Path, qtbot: Any) -> None:
    """The second keying stays silent, whatever other roles she has."""
    keyed(here)
    workflow.set_roles(here.admin, "Hà", ["office", "keyer"])
    here.people.pop("Hà", None)
    page = cleaning(here, "Hà", tmp_path, qtbot)
    row = choose(page, "almost the same")
    assert (row[WHO], row[BALLOTS], row[LEFT]) == ("B1", 0, DONE)
    assert page.cleaning.ballots.rows.total == 0 and page.cleaning.ballot.serial == ""


def test_a_station_is_sent_to_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    with cheap_station(tmp_path, monkeypatch) as office:
        office.received(2)
        station = hand_out(office, tmp_path, ["L1"])
        page = shown(RecheckPage, station["Hòa"], tmp_path, qtbot)
        assert not page.tabs.isVisible() and not page.primary.isEnabled()
        station.close()
