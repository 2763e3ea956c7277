"""The keying page: durable before it moves, nothing else moves, no hint of the other keying, no finger mistaken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.skips import Turned
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import keying as keying_module
from sipas_desktop.gui import keying_open, keying_question
from sipas_desktop.gui.keying_batch import BatchKeyingPage as KeyingPage
from sipas_desktop.gui.keying_signs import paint_sign
from sipas_desktop.gui.theme import SIZES, Theme
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk, visible
from tests.surveys import Station


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as here:
        yield here


@pytest.fixture
def page(desk: Station, tmp_path: Path, qtbot: Any) -> KeyingPage:
    """Lan's page with the first of three ballots open at its first rated question."""
    serials = desk.received(3)
    made = shown(KeyingPage, desk["Lan"], tmp_path, qtbot)
    made.activateWindow()
    open_at_first_level(made, serials[0])
    return made


def open_at_first_level(page: KeyingPage, serial: str) -> None:
    page.focus_first()
    page.serial.setText(serial)
    press(page, Qt.Key.Key_Return)
    for _ in range(2):  # procedure and unit
        press(page, Qt.Key.Key_Period)


def press(page: KeyingPage, key: Qt.Key) -> None:
    widget = page.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)
    QApplication.processEvents()


def at(page: KeyingPage) -> str:
    assert page.ballot is not None and page.ballot.current is not None
    return page.ballot.current.code


# ------------------------------------------------------------------------------------------------ the keystroke's path


def test_the_answer_is_stored_while_its_tile_is_lit_and_before_the_cursor_moves(
    page: KeyingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watch(survey: OpenSurvey, open_keying: workflow.Keying, question: str, answer: Answer) -> Turned:
        lit = [tile.face.value for tile in page.view.tiles.tiles if tile.isChecked()]
        seen.append((question, at(page), page.strip.current, lit, dict(page.strip.model_rows.answers).get(question)))
        return workflow.record_answer(survey, open_keying, question, answer)

    monkeypatch.setattr(keying_open, "record_answer", watch)
    press(page, Qt.Key.Key_4)
    assert seen == [("Q1", "Q1", "Q1", ["4"], None)]
    assert at(page) == "Q2"
    assert page.strip.model_rows.answers["Q1"] == Answer("4")


def test_an_answer_that_cannot_be_stored_leaves_the_cursor_and_the_tile_dark(
    page: KeyingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refusal("file.disk_full")

    monkeypatch.setattr(keying_open, "record_answer", full)
    press(page, Qt.Key.Key_4)
    assert at(page) == "Q1"
    assert page.notice.kind == "error"
    assert not any(tile.isChecked() for tile in page.view.tiles.tiles)
    assert "Q1" not in page.strip.model_rows.answers
    monkeypatch.undo()
    press(page, Qt.Key.Key_4)
    assert at(page) == "Q2" and page.notice.kind == ""


def test_a_keystroke_reads_nothing_but_what_storing_needs(page: KeyingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_reading(self: OpenSurvey) -> None:
        raise AssertionError("a query on the way of a keystroke")

    monkeypatch.setattr(OpenSurvey, "reading", no_reading)
    for key in (Qt.Key.Key_1, Qt.Key.Key_Period, Qt.Key.Key_Left, Qt.Key.Key_5):
        press(page, key)
    assert at(page) == "Q3"


class LayoutWatch(QObject):
    """Counts the layouts and moves that a key causes below a widget."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self.caused: list[str] = []
        for widget in [root, *root.findChildren(QWidget)]:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.StyleChange):
            self.caused.append(f"{type(watched).__name__} {event.type().name}")
        return False


def test_a_level_moves_nothing_and_asks_no_layout(page: KeyingPage) -> None:
    for _ in range(5):
        QApplication.processEvents()
    watch = LayoutWatch(page)
    QApplication.processEvents()
    assert "\n".join(watch.caused) == "", "the page lays itself out for ever"
    for key in (Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_Period, Qt.Key.Key_Backspace, Qt.Key.Key_5):
        press(page, key)
    assert "\n".join(watch.caused) == ""
    page.view.last.setFixedHeight(7)
    QApplication.processEvents()
    assert watch.caused != []  # so the watch does see


@pytest.mark.parametrize("size", [(1040, 740), (1400, 900), (900, 560), (620, 420)], ids=str)
def test_nothing_moves_from_the_first_question_to_the_last(
    desk: Station, tmp_path: Path, qtbot: Any, size: tuple[int, int]
) -> None:
    (serial,) = desk.received(1)
    page = shown(KeyingPage, desk["Lan"], tmp_path, qtbot)
    page.resize(*size)
    page.focus_first()
    page.serial.setText(serial)
    press(page, Qt.Key.Key_Return)
    watched = [page.serial, page.strip, page.view, page.view.wording, page.view.stack, page.view.marks]
    first = None
    assert page.ballot is not None
    while page.ballot.current is not None:
        places = [QRect(widget.mapTo(page, widget.rect().topLeft()), widget.size()) for widget in watched]
        first = first or places
        assert places == first, f"something moved at {at(page)}"
        assert page.body.width() <= page.width()
        press(page, Qt.Key.Key_9 if page.notice.kind == "" and at(page) == "Q3" else Qt.Key.Key_Period)


@pytest.mark.parametrize("height", range(600, 840, 20))
@pytest.mark.parametrize("width", [712, 968, 1054])  # what a window of 1024, 1280, 1366 px leaves
def test_an_open_ballot_needs_no_scrolling(desk: Station, tmp_path: Path, qtbot: Any, width: int, height: int) -> None:
    """On screens of 1366 × 768 less bars, too, where the longest question, bar and legend do not all fit."""
    (serial,) = desk.received(1)
    page = shown(KeyingPage, desk["Lan"], tmp_path, qtbot)
    page.resize(width, height)
    page.focus_first()
    page.serial.setText(serial)
    press(page, Qt.Key.Key_Return)
    for _ in range(3):
        QApplication.processEvents()
    assert page.ballot is not None
    assert page._scroll.verticalScrollBar().maximum() == 0 and not page._scroll.verticalScrollBar().isVisible()
    page.resize(width, 2 * height)
    for _ in range(3):
        QApplication.processEvents()
    assert page.view.last.isVisible() and page.sheet.legend.isVisible() == (width > 900)


# -------------------------------------------------------------------------------------------------- the second keying


def test_the_end_of_a_second_keying_says_the_same_whether_the_two_agree_or_not(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    """Words, status, sound and every painted text: only serial, place and counts may differ."""
    same, other = desk.received(2)
    desk.key("Lan", 1, same, procedure=".", unit=".", comment=".")
    desk.key("Lan", 1, other, procedure=".", unit=".", comment=".", Q1="1", Q5="*")
    page = shown(KeyingPage, desk["Mai"], tmp_path, qtbot)
    page.switch_pass()
    told = []
    for serial in (other, same):
        sounds: list[str] = []
        page.desk.sound._play = sounds.append  # type: ignore[method-assign]
        open_at_first_level(page, serial)
        for _ in range(7):
            press(page, Qt.Key.Key_4)
        press(page, Qt.Key.Key_Period)
        press(page, Qt.Key.Key_Return)
        words = page.notice.words.replace(f"{serial[:5]} {serial[5:11]} {serial[11]}", "SERIAL")
        told.append((page.notice.kind, words, sounds, page.view.wording.text, page.view.last.text, page.title))
    assert told[0] == told[1]
    assert told[0][0] == "ok" and "SERIAL" in told[0][1]


# ------------------------------------------------------------------------------------------------- hands and scanners


def send(page: KeyingPage, text: str, at_ms: int, *, repeat: bool = False) -> None:
    widget = page.focusWidget()
    assert widget is not None
    key = Qt.Key.Key_Return if text == "\r" else ord(text)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, repeat)
    event.setTimestamp(at_ms)
    QCoreApplication.sendEvent(widget, event)
    QApplication.processEvents()


def test_a_paper_scanned_in_mid_ballot_answers_nothing_more(page: KeyingPage) -> None:
    send(page, "5", 1_000)
    send(page, "5", 1_400)
    assert at(page) == "Q3"
    for place, digit in enumerate("314253142531\r"):
        send(page, digit, 5_000 + place * 4)
    assert at(page) == "Q3", "back to where the scan's first digit went"
    assert page.notice.kind == "attention" and "3" in page.notice.words
    assert page.ballot is not None
    assert set(page.ballot.answers) == {"procedure", "unit", "Q1", "Q2", "Q3", "Q4"}
    send(page, "5", 6_000)
    assert page.ballot.answers["Q3"] == Answer("5") and at(page) == "Q4"


def test_the_qr_code_of_a_page_opens_its_ballot_and_is_no_comment(page: KeyingPage, desk: Station) -> None:
    own, other = [each.serial for each in queries.ballots(desk.admin)][:2]
    page.interrupt()
    page.serial.setText(serials.page_code(own, 1, 1))
    press(page, Qt.Key.Key_Return)
    assert page.ballot is not None and page.ballot.keying.serial == own
    comment = next(each for each in page.ballot.questions if each.code == "comment")
    assert not page._store(page.ballot, comment, Answer("+", serials.page_code(other, 1, 1)))
    assert serials.show(other) in page.notice.words and "comment" not in page.ballot.answers


def test_two_keys_rolled_over_are_two_answers(page: KeyingPage) -> None:
    send(page, "4", 1_000)
    send(page, "5", 1_012)
    send(page, "4", 1_300)
    assert at(page) == "Q4" and page.notice.kind == ""


def test_a_key_held_down_answers_one_question(page: KeyingPage) -> None:
    send(page, "4", 1_000)
    for place in range(20):
        send(page, "4", 1_500 + place * 30, repeat=True)
    assert at(page) == "Q2"


def test_quick_hands_are_no_scanner(page: KeyingPage) -> None:
    for place, digit in enumerate("4545454"):
        send(page, digit, 1_000 + place * (keying_question.SCAN_MS + 1))
    assert at(page) == "comment"


def test_letters_never_reach_an_input_method_on_coded_questions(page: KeyingPage) -> None:
    assert page.focusWidget() is page.view
    assert not page.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert page.view.field.line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_click_answers_and_a_click_on_the_strip_jumps(page: KeyingPage) -> None:
    QTest.mouseClick(page.view.tiles.tiles[1], Qt.MouseButton.LeftButton)
    assert page.ballot is not None and page.ballot.answers["Q1"] == Answer("2") and at(page) == "Q2"
    QTest.mouseClick(page.view.marks.tiles[1], Qt.MouseButton.LeftButton)
    assert page.ballot.answers["Q2"] == Answer("*")
    row = page.strip.visualRect(page.strip.model().index(page.strip.model_rows.at["Q5"], 0))
    QTest.mouseClick(page.strip.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert at(page) == "Q5" and page.focusWidget() is page.view


# ------------------------------------------------------------------------------------------------- eyes and assistance


def test_every_control_has_a_name_and_a_place_in_the_tab_order(page: KeyingPage) -> None:
    for key in (Qt.Key.Key_4, *[Qt.Key.Key_Period] * 6):  # a level, then on to the comment
        assert nameless(page) == []
        assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []
        press(page, key)
    assert at(page) == "comment"
    assert nameless(page) == []


def test_no_key_works_twice_and_those_of_the_batch_only_between_two_ballots(page: KeyingPage, qtbot: Any) -> None:
    def working() -> list[str]:
        every = page.findChildren(QShortcut)
        keys = [each.key().toString() for each in every if visible(each, page) and each.isEnabled()]
        return sorted(filter(None, keys))

    assert working() == []
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F10, Qt.Key.Key_F12, Qt.Key.Key_F11):
        press(page, key)
        assert page.ballot is not None and page.notice.kind == "" and page.sheet.isVisible()
    page.interrupt()
    page.notice.clear()  # Esc puts it away
    assert working() == ["F10", "F11", "F12", "F2", "F5", "F7"]
    page.own.turn()
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=10_000)
    assert working() == ["F11"]


def test_a_ballot_on_the_screen_is_not_left_open_and_one_that_is_left_is_named_once(page: KeyingPage) -> None:
    assert page.ballot is not None
    shown_serial = serials.show(page.ballot.keying.serial)
    page.refresh()  # as when another page was looked at meanwhile
    assert shown_serial not in page._status.text()
    page.interrupt()
    assert page._status.text().count(shown_serial) == 1
    page.serial.setText(shown_serial)
    press(page, Qt.Key.Key_Return)
    assert page.ballot is not None and shown_serial not in page._status.text()


def test_screen_readers_hear_question_and_answer(page: KeyingPage) -> None:
    press(page, Qt.Key.Key_4)
    press(page, Qt.Key.Key_Left)
    name = page.view.accessibleName()
    assert "tiếp cận thông tin" in name and "4 · Hài lòng" in name
    rows = page.strip.model_rows
    spoken = rows.data(rows.index(rows.at["Q1"]), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1. Tiếp cận thông tin: 4 · Hài lòng"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
def test_signs_differ_in_shape_not_only_in_colour(qapp: QApplication, scheme: str, size: int) -> None:
    """Each painted in black on white, as ink or no ink: any two differ in many points."""
    theme = Theme(scheme, size)
    side = theme.px(24)
    drawn: dict[str, bytes] = {}
    for value in (None, ".", "*", "?", "0", "4", "+"):
        image = QImage(side * 2, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_sign(painter, QRect(0, 2, side * 2, side - 4).toRectF(), value, theme)
        painter.end()
        points = ((x, y) for y in range(side) for x in range(side * 2))
        ground = theme.colours.raised
        light = sum(int(ground[i : i + 2], 16) for i in (1, 3, 5)) > 3 * 127
        ink = bytearray()
        for x, y in points:
            colour = image.pixelColor(x, y)
            contrast = abs(colour.lightness() - (255 if light else 30)) > 90
            ink.append(colour.alpha() > 127 and contrast)
        drawn[str(value)] = bytes(ink)
    for one in drawn:
        for other in drawn:
            differing = sum(a != b for a, b in zip(drawn[one], drawn[other], strict=True))
            assert one == other or differing > side, f"{one} and {other} look alike"


def test_a_completion_of_which_nobody_knew_is_done_with_the_same_key(
    desk: Station, page: KeyingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.ballot is not None
    serial, own = page.ballot.keying.serial, workflow.complete_keying
    while page.ballot.current is not None:
        press(page, Qt.Key.Key_Period)

    def unknown(*args: Any, **how: Any) -> None:
        own(*args, **how)
        raise Refusal("server.unknown")

    with monkeypatch.context() as patched:
        patched.setattr(keying_module, "complete_keying", unknown)
        press(page, Qt.Key.Key_Return)
    assert page.ballot is not None and page.notice.kind == "error"
    press(page, Qt.Key.Key_Return)
    assert page.ballot is None and page.notice.kind == "ok"
    assert len([row for row in queries.history(desk.admin).rows if row.kind == FactKind.KEYING_COMPLETED]) == 1
    assert serial not in queries.keying_progress(desk["Lan"]).open_serials
