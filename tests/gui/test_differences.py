"""The differences page: no names, no hint of who keyed which, nothing for those who keyed, nothing moves in vain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.serial import show
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.differences import DifferencesPage
from sipas_desktop.gui.differences_choice import LEFT, RIGHT
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk
from tests.stations import hand_out, merge
from tests.surveys import Station


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as here:
        yield here


def differing(desk: Station, count: int, **changed: str) -> tuple[str, ...]:
    serials = desk.received(count)
    for serial in serials:
        desk.key("Lan", 1, serial)
        desk.key("Mai", 2, serial, **(changed or {"Q4": "1"}))
    return serials


def press(page: DifferencesPage, *keys: Qt.Key) -> None:
    for key in keys:
        widget = page.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)
        QApplication.processEvents()


def test_either_keyer_may_stand_left_and_nobody_is_named(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    differing(desk, 24)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    first_left = 0
    while page.found is not None:
        first_left += page.found.a == Answer("4")  # what Lan keyed
        texts = " ".join(widget.accessibleName() for widget in page.findChildren(QWidget))
        assert "Lan" not in texts and "Mai" not in texts
        page.focus_first()
        press(page, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert 3 <= first_left <= 21


@pytest.mark.parametrize(
    ("key", "side"), [(Qt.Key.Key_1, LEFT), (Qt.Key.Key_A, LEFT), (Qt.Key.Key_2, RIGHT), (Qt.Key.Key_B, RIGHT)]
)
def test_the_lit_value_is_the_one_that_is_settled(
    desk: Station, tmp_path: Path, qtbot: Any, key: Qt.Key, side: str
) -> None:
    (serial,) = differing(desk, 1)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.focus_first()
    found = page.found
    assert found is not None
    press(page, key)
    assert [tile.isChecked() for tile in page.choice.values.values()] == [side == LEFT, side == RIGHT]
    press(page, Qt.Key.Key_Return)
    expected = found.a if side == LEFT else found.b
    assert queries.records(desk.admin)[0].values["Q4"] == expected.value
    assert page.found is None and serial


def test_somebody_else_was_quicker(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    one, two = differing(desk, 2)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.focus_first()
    workflow.add_operator(desk.admin, "Thu", ["adjudicator"], "mật khẩu")
    workflow.adjudicate(desk["Thu"], one, "Q4", Answer("1"))
    assert page.found is not None and page.found.serial == one
    found = page.found
    press(page, Qt.Key.Key_1 if found.a == Answer("4") else Qt.Key.Key_2, Qt.Key.Key_Return)
    assert page.notice.kind == "error"
    assert page.found is not None and page.found.serial == two
    settled = {record.values["Q4"] for record in queries.records(desk.admin)}
    assert settled == {"1"}


def test_a_half_typed_reason_outlives_a_refresh(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    differing(desk, 1)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.focus_first()
    press(page, Qt.Key.Key_3, Qt.Key.Key_5)
    page.reason.setText("Đọc lại")
    page.refresh()
    assert page.reason.text() == "Đọc lại" and page.reason.hasFocus()
    press(page, Qt.Key.Key_Escape)
    assert page.focusWidget() is page.choice


def test_every_control_has_a_name_and_a_place_in_the_tab_order(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    differing(desk, 1)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.focus_first()
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        press(page, key)
        assert nameless(page) == []
        assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []


def test_the_two_values_are_read_aloud(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    differing(desk, 1, Q4="*")
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    name = page.choice.accessibleName()
    assert "4 · Hài lòng" in name and "over-marked" in name and "sự phục vụ" in name


def settled_wrongly(desk: Station) -> str:
    """A ballot whose one difference Hòa has decided for 1."""
    (serial,) = differing(desk, 1)
    workflow.adjudicate(desk["Hòa"], serial, "Q4", Answer("1"))
    return serial


def test_a_decision_is_made_again_with_a_reason_by_keys_alone(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = settled_wrongly(desk)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    assert page.found is None
    press(page, Qt.Key.Key_F4)
    assert page.correction.serial.hasFocus()
    page.correction.serial.setText(show(serial))
    press(page, Qt.Key.Key_Return)
    assert [row[-2] for row in page.correction.table.rows.shown] == ["1 · Rất không hài lòng"]
    assert nameless(page) == []
    assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []
    press(page, Qt.Key.Key_Return)
    found = page.found
    assert found is not None and "decided: 1" in page.place.text()
    page.refresh()  # somebody else wrote: what is half chosen stays
    assert page.found is found
    press(page, Qt.Key.Key_1 if found.a == Answer("4") else Qt.Key.Key_2, Qt.Key.Key_Return)
    assert page.notice.kind == "attention" and page.reason.hasFocus()
    assert "decided again" in page.reason.placeholderText()
    assert queries.records(desk.admin)[0].values["Q4"] == "1"
    page.reason.setText("đọc lại phiếu")
    press(page, Qt.Key.Key_Return)
    assert page.notice.kind == "ok"
    assert queries.records(desk.admin)[0].values["Q4"] == "4"
    assert page.found is None and queries.check_survey(desk.admin).problems == ()


def test_a_correction_is_left_without_a_decision(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = settled_wrongly(desk)
    (other,) = differing(desk, 1)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    press(page, Qt.Key.Key_F4)
    page.correction.serial.setText(serial)
    press(page, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert page.found is not None and page.found.serial == serial
    press(page, Qt.Key.Key_3, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert page.found is not None and page.found.serial == other
    assert not page.reason.isVisible() and page.choice.hasFocus()
    assert queries.records(desk.admin)[0].values["Q4"] == "1"


def test_who_keyed_the_ballot_and_a_closed_batch_correct_nothing(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = settled_wrongly(desk)
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    page = shown(DifferencesPage, desk["Lan"], tmp_path, qtbot)
    press(page, Qt.Key.Key_F4)
    for typed in (serial, "không phải số", ""):
        page.correction.serial.setText(typed)
        press(page, Qt.Key.Key_Return)
        assert page.notice.kind == "error" and page.correction.table.rows.shown == []
    workflow.close_batch(desk.admin, "L1")
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    press(page, Qt.Key.Key_F4)
    page.correction.serial.setText(serial)
    press(page, Qt.Key.Key_Return)
    assert page.notice.kind == "error" and "L1" in page.notice.words


def in_conflict(desk: Station, folder: Path) -> str:
    """A ballot whose first pass Lan keyed at a station and Mai in the office."""
    (serial,) = desk.received(1)
    post = hand_out(desk, folder, ["L1"])
    post.key("Lan", 1, serial)
    post.close()
    workflow.take_back(desk.admin, 1, "máy hỏng")
    desk.key("Mai", 1, serial)
    merge(desk, post)
    return serial


def test_an_adjudicator_settles_a_conflict_here(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = in_conflict(desk, tmp_path)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    assert page.conflicts_button.words == "Conflicts (1)"
    page.conflicts_button.click()
    assert [row[0] for row in page.conflicts.ballots.rows.shown] == [show(serial)]
    assert nameless(page) == []
    (lan,) = (row for row in page.conflicts.deeds.rows.shown if row[2] == "Lan")
    page.conflicts.toggle(lan)
    page.conflicts.settle.click()
    assert page.notice.kind == "ok" and page.conflicts.ballots.rows.shown == []
    assert [each.state for each in queries.ballots(desk.admin)] == [State.FIRST_KEYED]
    page.conflicts_button.click()
    assert page.conflicts_button.words == "Conflicts (0)"


def test_who_had_a_part_neither_sees_nor_settles_the_conflict(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serial = in_conflict(desk, tmp_path)
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    (conflict,) = queries.conflicts(desk["Lan"])
    assert conflict.own and conflict.deeds == ()
    page = shown(DifferencesPage, desk["Lan"], tmp_path, qtbot)
    assert page.conflicts_button.words == "Conflicts (0)"
    page.conflicts_button.click()
    assert page.conflicts.ballots.rows.shown == page.conflicts.deeds.rows.shown == []
    assert page.conflicts.others.isVisible() and not page.conflicts.settle.isEnabled()
    page.conflicts.settle_chosen()
    assert [each.state for each in queries.ballots(desk.admin)] == [State.CONFLICT] and serial


def shifted(desk: Station) -> str:
    """A ballot on which one keyer left out a row: from question 3 to question 6 the two are a row apart."""
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, Q2="5", Q3="1", Q4="2", Q5="3", Q6="5")
    desk.key("Mai", 2, serial, Q2="5", Q3="2", Q4="3", Q5="5", Q6="4")
    return serial


def test_the_rows_around_are_those_of_the_paper_and_stand_on_the_sides_of_the_two_values(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    shifted(desk)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    lefts = {}
    while page.found is not None:
        rows = {row.question: (row.left, row.right) for _, row in page.around.visible_rows(20)}
        assert list(rows) == [question.code for question in desk.admin.forms[page.found.form].questions]
        assert rows[page.found.question] == (page.found.a, page.found.b)
        before, here, after = page.around.visible_rows(3)
        assert here[1].question == page.found.question
        assert (before[0].number, after[0].number) == {"3": ("2", "4"), "4": ("3", "5"), "5": ("4", "6")}.get(
            here[0].number, ("5", "II")
        )
        assert page.shift.text == "The two keyings are a row apart from question 3 to question 6."
        assert f"{here[0].number}: " in page.around.accessibleName()
        lefts[page.found.question] = rows["Q3"][0].value  # Lan has a 1 there
        page.focus_first()
        press(page, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert set(lefts) == {"Q3", "Q4", "Q5", "Q6"}


def test_single_slips_are_not_called_a_shift(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    differing(desk, 1)
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    assert not page.shift.isVisible()


def test_the_rows_around_are_not_shown_to_who_keyed_them(desk: Station) -> None:
    shifted(desk)
    (found, *_) = queries.open_discrepancies(desk["Hòa"])
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    for name in ("Lan", "Mai"):
        with pytest.raises(Refusal):
            queries.both_keyings(desk[name], found)


@pytest.mark.parametrize("third", [False, True])
@pytest.mark.parametrize("size", [100, 150, 200])
def test_rows_and_values_fit_the_window_at_every_text_size(
    desk: Station, tmp_path: Path, qtbot: Any, size: int, third: bool
) -> None:
    serial = shifted(desk)
    if third:
        workflow.add_operator(desk.admin, "Nga", ["keyer"], "mật khẩu")
        asked = workflow.ask_rekeying(desk["Hòa"], serial)
        workflow.key_ballot(desk["Nga"], serial, 3, dict.fromkeys(asked, Answer("*")))
    first = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    first.desk.theme.size = size
    page = DifferencesPage(first.desk)
    qtbot.addWidget(page)
    page.resize(1159 if size > 100 else 1087, 720)  # what the window leaves to it at 1280 × 800
    page.show()
    page.refresh()
    QApplication.processEvents()
    assert page.body.height() <= page.body.parentWidget().height()
    assert page.around.isVisible()
    assert page.body.width() <= page.body.parentWidget().width()
    assert page.choice.rekeyed.isVisible() == third
    for tile in (*page.choice.values.values(), *([page.choice.rekeyed] * third)):
        assert page.rect().contains(tile.mapTo(page, tile.rect().bottomRight()))


def test_spelling_is_looked_for_only_when_it_is_asked_for(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All differing ballots are gone through for that, and tens of thousands may wait."""
    looked = []

    def counted(survey: Any, *progress: Any) -> Any:
        looked.append(survey)
        return queries.spelling_differences(survey, *progress)

    monkeypatch.setattr("sipas_desktop.gui.differences_spelling.spelling_differences", counted)
    (serial,) = desk.received(1)
    for number, (name, words) in enumerate((("Lan", "chờ lâu"), ("Mai", "CHỜ LÂU")), start=1):
        workflow.key_ballot(desk[name], serial, number, desk.answers() | {"comment": Answer("+", words)})
    page = shown(DifferencesPage, desk["Hòa"], tmp_path, qtbot)
    page.refresh()
    page.show_conflicts()
    page.show_conflicts()
    assert not looked and page.spelling_button.isVisible()
    page.show_spelling()
    qtbot.waitUntil(lambda: not page.task_line.running)
    assert len(looked) == 1 and page.spelling.chosen == [(serial, "comment")]
    page.refresh()
    assert len(looked) == 1 and page.spelling.chosen == [(serial, "comment")]
