"""Hand-overs in the window, by keyboard: opened, scanned by both sides, differences explained, closed, its slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.handover import Direction, Scanned, Side
from sipas_desktop.gui import handovers
from sipas_desktop.gui.fieldwork import FieldworkPanel
from sipas_desktop.gui.fieldwork_page import FieldworkPage
from sipas_desktop.gui.handovers import HandoversPanel
from sipas_desktop.gui.handovers_tally import Tally
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.handovers import Proposal, propose
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Handover
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check
from tests.stations import hand_out
from tests.surveys import Station

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OFFICE, POST = "Văn phòng Sở", "Bưu điện tỉnh"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch, "ha-tinh-2024") as here:
        yield here


def filled(page: FieldworkPage, qtbot: Any) -> None:
    """Until nothing is read any more."""
    while True:
        qtbot.waitUntil(lambda: not page.task_line.running)
        QApplication.processEvents()
        if not page.task_line.running:
            return


def at_handovers(desk: Station, folder: Path, qtbot: Any) -> tuple[FieldworkPage, HandoversPanel]:
    """The page of the office at its second tab, read."""
    page = shown(FieldworkPage, desk["Hà"], folder, qtbot)
    page.focus_first()
    filled(page, qtbot)
    QTest.keyClick(page.view(FieldworkPanel).field, Qt.Key.Key_Tab, CONTROL)
    filled(page, qtbot)
    assert page.panel is page.view(HandoversPanel)
    return page, page.view(HandoversPanel)


def key(page: QWidget, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the cursor is."""
    QTest.keyClick(page.focusWidget() or page, which, modifier)


def scan(page: FieldworkPage, *scanned: str) -> None:
    for serial in scanned:
        QTest.keyClicks(page.focusWidget(), serial)
        key(page, Qt.Key.Key_Return)


def begun(page: FieldworkPage, panel: HandoversPanel, qtbot: Any) -> None:
    """A new hand-over, open for the first scan."""
    key(page, Qt.Key.Key_F2)
    panel.form.receiver.insert(POST)
    key(page, Qt.Key.Key_Return)
    filled(page, qtbot)
    assert panel.at_one and panel.one.field.hasFocus()


def rows(panel: HandoversPanel) -> list[tuple[object, ...]]:
    return [row[:9] for row in panel.table.rows.shown]


def differing(panel: HandoversPanel) -> list[tuple[str, str]]:
    """Serial and reason of each difference that is shown."""
    panel.one.show_differences()
    return [(row[3], row[2]) for row in panel.one.differences.table.rows.shown]


def test_from_opening_to_the_slip_without_a_mouse(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots, opened = desk.print(5), []
    out = tmp_path / "biên bản.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *how: (str(out), ""))
    monkeypatch.setattr(handovers.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    page, panel = at_handovers(desk, tmp_path, qtbot)
    assert [button.key for button in page.buttons()] == ["F2", "F12"] and rows(panel) == []
    assert "F2" in page._status.text()
    key(page, Qt.Key.Key_F2)
    owner = desk.admin.plan.owner
    assert panel.form.giver.text() == owner and panel.form.receiver.hasFocus()
    panel.form.receiver.insert(POST)
    key(page, Qt.Key.Key_Return)
    assert panel.one.side is Side.GIVEN and panel.one.field.hasFocus()
    assert [button.key for button in page.buttons()] == ["F2", "F4", "F3", "F12"]
    scan(page, *ballots[:4])
    assert panel.one.card.property("kind") == "ok" and page._status.text().startswith("Given 4 · taken 0 · missing 4")
    key(page, Qt.Key.Key_F7)
    assert panel.one.side is Side.TAKEN and panel.one.field.hasFocus()
    scan(page, *ballots[1:4])
    assert page._status.text() == "Given 4 · taken 3 · missing 1 · extra 0 · 1 without a reason"
    assert panel.one.card.detail.text() == page._status.text()
    key(page, Qt.Key.Key_F2)
    assert page.notice.kind == "error" and "1 difference(s) without a reason" in page.notice.words
    assert panel.one.differences.reason.hasFocus() and panel.one.is_open
    assert panel.one.differences.table.current()[3] == ballots[0]
    panel.one.differences.reason.insert("còn trong tủ")
    key(page, Qt.Key.Key_Return)
    assert panel.one.field.hasFocus() and differing(panel) == [(ballots[0], "còn trong tủ")]
    key(page, Qt.Key.Key_F2)
    assert page.notice.kind == "ok" and not panel.one.is_open and not panel.one.scanning.isVisible()
    assert [button.key for button in page.buttons()] == ["F2", "F12"]
    key(page, Qt.Key.Key_F12)
    filled(page, qtbot)
    assert opened == [out] and str(out) in page.notice.words
    with pypdfium2.PdfDocument(out.read_bytes()) as document:
        printed = " ".join(" ".join(each.get_textpage().get_text_range() for each in document).split())
    assert POST in printed and "còn trong tủ" in printed and serials.show(ballots[0]) in printed
    key(page, Qt.Key.Key_F2)
    filled(page, qtbot)
    day = today().strftime("%d/%m/%Y")
    told = (1, "out", f"{owner} → {POST}", day, 4, 3, 1, 0, f"closed {day}")
    assert rows(panel) == [told] and page._status.text().endswith("3 ballots are with who hands them out")
    assert queries.check_survey(desk.admin).problems == ()


def test_every_scan_is_answered_and_the_last_is_taken_back(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(3)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    card = panel.one.card
    scan(page, ballots[0], ballots[0])
    assert card.property("kind") == "attention" and "before" in card.headline.text()
    before = queries.current_head(desk.admin)
    scan(page, ballots[0][:-1] + str((int(ballots[0][-1]) + 1) % 10))
    assert card.property("kind") == "error" and queries.current_head(desk.admin) == before
    QTest.keyClick(panel.one.field, Qt.Key.Key_2, ALT)
    scan(page, ballots[1])
    assert card.property("kind") == "attention" and "extra" in card.headline.text()
    assert panel.one.tally.extra == 1
    key(page, Qt.Key.Key_F4)
    key(page, Qt.Key.Key_F4)  # the scan before that one, although the other side is at work now
    key(page, Qt.Key.Key_F4)
    assert page.notice.kind == "attention"
    (one,) = queries.handovers(desk.admin)
    assert one.scanned == Scanned(reasons={}) and panel.one.tally.scanned() == one.scanned
    scan(page, ballots[1], ballots[2])
    assert page.notice.kind == ""  # a scan puts away what was said before it
    QTest.keyClicks(panel.one.field, ballots[1])
    key(page, Qt.Key.Key_F4)  # the one that is typed, not the last one
    (one,) = queries.handovers(desk.admin)
    assert one.scanned.taken == {ballots[2]} and panel.one.tally.scanned() == one.scanned


def test_one_reason_for_all_and_one_for_the_chosen(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(5)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    scan(page, *ballots)
    key(page, Qt.Key.Key_F5)
    reason = panel.one.differences.reason
    assert reason.hasFocus()
    key(page, Qt.Key.Key_Return)
    assert page.notice.kind == "error" and differing(panel)[0] == (ballots[0], "")
    key(page, Qt.Key.Key_Down)
    reason.insert("rách")
    key(page, Qt.Key.Key_Return)
    assert reason.hasFocus() and reason.selectedText() == "rách"
    assert panel.one.differences.table.current()[3] == ballots[0]
    reason.insert("chưa đến")
    key(page, Qt.Key.Key_Return, CONTROL)
    assert panel.one.field.hasFocus() and panel.one.tally.unexplained == 0
    (one,) = queries.handovers(desk.admin)
    assert one.scanned.reasons == dict.fromkeys(ballots, "chưa đến") | {ballots[1]: "rách"}
    QTest.keyClick(panel.one.field, Qt.Key.Key_F7)
    key(page, Qt.Key.Key_F5)
    assert panel.one.differences.table.view.hasFocus()
    panel.one.focus_first()
    scan(page, ballots[1])  # found after all
    assert dict(differing(panel)) == dict.fromkeys({*ballots} - {ballots[1]}, "chưa đến")


def test_a_ballot_scanned_where_a_reason_is_typed_is_a_scan(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(3)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    scan(page, *ballots[:2])
    key(page, Qt.Key.Key_F7)
    key(page, Qt.Key.Key_F5)
    panel.one.differences.reason.insert("rách")
    scan(page, ballots[0])
    assert panel.one.differences.reason.text() == "rách" and panel.one.field.hasFocus()
    (one,) = queries.handovers(desk.admin)
    assert one.scanned.taken == {ballots[0]} and one.scanned.reasons == {}


def test_a_file_of_serials_is_taken_for_the_side_at_work(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots, file = desk.print(4), tmp_path / "số phiếu.txt"
    file.write_text("\n".join((*ballots, ballots[0], "123")) + "\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *how: (str(file), ""))
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    key(page, Qt.Key.Key_O, CONTROL)
    filled(page, qtbot)
    assert page.notice.kind == "attention"
    assert page.notice.words.startswith("4 ballot(s) recorded. 1 had been before. 1 refused:")
    assert panel.one.tally.count(Side.GIVEN) == 4 and len(differing(panel)) == 4
    key(page, Qt.Key.Key_Escape)
    assert page.notice.kind == ""
    (one,) = queries.handovers(desk.admin)
    assert one.scanned.given == set(ballots)


def test_what_is_open_is_gone_on_with(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(2)
    number = workflow.open_handover(desk["Hà"], "to_post", OFFICE, POST)
    workflow.scan_handover(desk["Hà"], number, "given", ballots)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    assert [row[4:] for row in rows(panel)] == [(2, 0, 2, 0, "open")]
    panel.table.select(number)
    key(page, Qt.Key.Key_Return)
    assert panel.one.side is Side.TAKEN and panel.one.field.hasFocus()  # what was given is what comes next to be taken
    scan(page, *ballots)
    workflow.scan_handover(desk.admin, number, "taken", ballots[:1], undo=True)  # at another desk
    page.refresh()
    filled(page, qtbot)
    assert panel.one.tally.count(Side.TAKEN) == 1
    key(page, Qt.Key.Key_F3)
    filled(page, qtbot)
    assert panel.table.view.hasFocus() and [row[4:] for row in rows(panel)] == [(2, 1, 1, 0, "open")]


def test_what_another_desk_scanned_is_seen_when_it_cannot_be_closed(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(2)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    workflow.scan_handover(desk.admin, panel.one.number, "given", ballots)
    key(page, Qt.Key.Key_F2)
    filled(page, qtbot)
    assert panel.one.is_open and page.notice.words.startswith("Not closed: 2 difference(s)")
    assert [serial for serial, _ in differing(panel)] == sorted(ballots)


def test_what_was_scanned_while_it_was_read_again_stays(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(2)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    page.refresh()
    scan(page, *ballots)
    filled(page, qtbot)
    assert panel.one.tally.count(Side.GIVEN) == 2


def test_late_is_said_in_words_and_the_milestone_is_proposed(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page, panel = at_handovers(desk, tmp_path, qtbot)
    key(page, Qt.Key.Key_F2)
    key(page, Qt.Key.Key_2, ALT)
    asked = next(each for each in desk.admin.plan.milestones if each.code == "ban-giao-quy-1")
    form = panel.form
    assert (form.giver.text(), form.receiver.text()) == (asked.owner, desk.admin.plan.owner)
    assert form.milestone.currentData() == asked.code and form.day.hasFocus()
    QTest.keyClicks(form.day, "10/4/2024")
    key(page, Qt.Key.Key_Return)
    assert re.search(r"last day 05/04/2024 · open, late by \d+ day\(s\)$", panel.one.about.text())
    key(page, Qt.Key.Key_F2)  # opened by mistake: closed empty
    assert panel.one.about.text().endswith("late by 5 day(s)")
    key(page, Qt.Key.Key_F2)
    filled(page, qtbot)
    assert str(rows(panel)[0][8]).endswith("late by 5 day(s)") and "1 late" in page._status.text()


def test_a_wrong_day_or_no_party_opens_nothing(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page, panel = at_handovers(desk, tmp_path, qtbot)
    key(page, Qt.Key.Key_F2)
    key(page, Qt.Key.Key_F2)
    assert page.notice.kind == "error" and not panel.at_one
    panel.form.receiver.insert(POST)
    panel.form.day.setText("hom qua")
    key(page, Qt.Key.Key_F2)
    assert "hom qua" in page.notice.words and queries.handovers(desk.admin) == []
    key(page, Qt.Key.Key_F3)
    assert panel.form.isHidden() and panel.table.view.hasFocus()


def handed(direction: Direction, giver: str, receiver: str, milestone: str | None = None) -> Handover:
    return Handover(1, direction, giver, receiver, today(), milestone, None)


@pytest.mark.parametrize(
    ("known", "direction", "parties"),
    [
        ([], Direction.TO_POST, ("*", "")),
        ([handed(Direction.TO_POST, "A", "B")], Direction.TO_POST, ("A", "B")),
        ([handed(Direction.TO_POST, "A", "B")], Direction.TO_OFFICE, ("B", "A")),
        ([handed(Direction.TO_POST, "A", "B"), handed(Direction.TO_OFFICE, "C", "D")], Direction.TO_POST, ("A", "B")),
    ],
)
def test_parties_come_from_the_last_hand_over_else_from_the_plan(
    desk: Station, known: list[Handover], direction: Direction, parties: tuple[str, str]
) -> None:
    plan = desk.admin.plan
    proposed = propose(plan, known, direction)
    assert (proposed.giver, proposed.receiver) == tuple(plan.owner if each == "*" else each for each in parties)
    assert proposed.milestone == ("ban-giao-quy-1" if direction is Direction.TO_OFFICE else "")
    done = [*known, handed(Direction.TO_OFFICE, "C", "D", "ban-giao-quy-1")]
    assert propose(plan, done, Direction.TO_OFFICE).milestone == "ban-giao-quy-2"


def test_whoever_hands_nothing_over_sees_no_tab(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(FieldworkPage, desk["Lan"], tmp_path, qtbot)
    filled(page, qtbot)
    titles = [page.tabs.tabText(number) for number in range(page.tabs.count())]
    assert titles == ["Interviewers and outcomes", "Mail"]


def test_a_station_without_network_hands_nothing_over_and_spoils_nothing(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    desk.received(1, batch="L1")
    away = hand_out(desk, tmp_path, ["L1"])
    try:
        page = shown(FieldworkPage, away.admin, tmp_path, qtbot)
        filled(page, qtbot)
        titles = [page.tabs.tabText(number) for number in range(page.tabs.count())]
        assert titles == ["Interviewers and outcomes", "Mail"]
        assert "spoiled" not in page.view(FieldworkPanel).buttons
    finally:
        away.close()


def test_a_scan_reads_nothing_and_fills_no_table_until_the_scanner_rests(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ballots were given: to count them all would be felt at every scan."""
    ballots, done = desk.print(4), []
    page, panel = at_handovers(desk, tmp_path, qtbot)
    begun(page, panel, qtbot)
    view, read = panel.one.differences, queries.handovers
    show = view.show_held
    monkeypatch.setattr(queries, "handovers", lambda *how: (done.append("read"), read(*how))[1])
    monkeypatch.setattr(view, "show_held", lambda held: (done.append("shown"), show(held))[1])
    scan(page, *ballots)
    assert done == [] and panel.one.tally.missing == 4
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["shown"] and view.table.rows.total == 4


def test_the_buttons_are_those_of_the_tab(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page, panel = at_handovers(desk, tmp_path, qtbot)
    key(page, Qt.Key.Key_F2)
    key(page, Qt.Key.Key_Backtab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert [button.key for button in page.buttons()] == ["Enter", "F4"]
    filled(page, qtbot)
    before = queries.current_head(desk.admin)
    key(page, Qt.Key.Key_F2)  # nothing of the view that is hidden
    assert queries.current_head(desk.admin) == before and not panel.at_one


def test_everything_has_a_name_a_place_and_a_key_of_its_own(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    ballots = desk.print(2)
    page, panel = at_handovers(desk, tmp_path, qtbot)
    check(page)
    key(page, Qt.Key.Key_F2)
    check(page)
    panel.form.receiver.insert(POST)
    key(page, Qt.Key.Key_Return)
    scan(page, ballots[0])
    panel.one.show_differences()
    check(page)


def test_the_numbers_of_a_tally_are_those_of_its_sets() -> None:
    """Whatever is scanned, taken back and explained in whatever order."""
    tally, told = Tally(Scanned()), {"a", "b", "c"}
    steps = [("put", "given", "a"), ("put", "taken", "b"), ("put", "taken", "a"), ("out", "given", "a")]
    steps += [("out", "given", "a"), ("put", "given", "c"), ("why", "", "b"), ("why", "", "c"), ("put", "taken", "c")]
    steps += [("put", "taken", "b"), ("put", "given", "b"), ("out", "taken", "b"), ("why", "", "b")]
    for what, side, serial in steps:
        if what == "why":
            tally.explain([serial], "x")
        else:
            (tally.put if what == "put" else tally.take_out)(Side(side), serial)
        now = tally.scanned()
        assert (tally.missing, tally.extra) == (len(now.given - now.taken), len(now.taken - now.given))
        assert (tally.count(Side.GIVEN), tally.count(Side.TAKEN)) == (len(now.given), len(now.taken))
        assert tally.unexplained == len(now.unexplained)
        assert {each for each in told if (Side.GIVEN, each) in tally} == now.given


def test_the_first_one_goes_to_the_contractor_that_the_plan_names() -> None:
    plan = find_preset("hue-2024").plan
    assert propose(plan, [], Direction.TO_POST) == Proposal(plan.owner, "Bưu điện tỉnh")
    assert propose(plan, [], Direction.TO_OFFICE) == Proposal("Bưu điện tỉnh", plan.owner)
