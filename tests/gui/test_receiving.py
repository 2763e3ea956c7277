"""Receiving at the counter: a scanner that types, keys that act on the ballot at hand, counts that stay right."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipas_desktop import paths
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import receiving, receiving_cover
from sipas_desktop.gui.receiving import ReceivePage
from sipas_desktop.gui.receiving_scan import NewBatch, Outcome, next_code, take
from sipas_desktop.gui.sound import Sound
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.gui import surveys
from tests.gui.test_accessibility import check


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch, ballots=6, spare=2)


@pytest.fixture
def page(shell: SimpleNamespace, survey: OpenSurvey) -> ReceivePage:
    shown = surveys.show(shell, survey, "receive")
    assert isinstance(shown, ReceivePage)
    return shown


@pytest.fixture
def scan(qtbot: Any, shell: SimpleNamespace, page: ReceivePage) -> Callable[[str], None]:
    """A scanner: types wherever the keyboard is, then Enter."""
    shell.window.activateWindow()
    qtbot.waitUntil(lambda: shell.window.isActiveWindow())

    def type_in(serial: str) -> None:
        for digit in serial:
            qtbot.keyClick(QApplication.focusWidget(), digit)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    return type_in


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(Sound, "_play", lambda _self, name: heard.append(name))
    return heard


def state(survey: OpenSurvey, serial: str) -> tuple[State, str, str]:
    view = queries.ballot(survey, serial)
    assert view is not None
    return view.state, view.validity, view.batch


def test_the_qr_code_of_any_page_is_a_scan_of_its_ballot(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    first, second = surveys.serials(survey)[:2]
    scan(serials.page_code(first, 1, 1))
    scan(serials.page_code(second, 2, 13))
    assert [each.serial for each in page.recent.scans] == [second, first]
    assert state(survey, first)[1] == state(survey, second)[1] == "valid"
    scan(serials.page_code(first, 2, 1))
    assert page.card.property("kind") != "ok", "the same ballot, by its other page"


def test_a_scan_is_received_into_a_batch_of_its_own_making(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], played: list[str]
) -> None:
    assert isinstance(page.panel.current, NewBatch)
    assert queries.batches(survey) == []
    first, second = surveys.serials(survey)[:2]
    scan(first)
    scan(second)
    assert state(survey, second) == (State.VALID, "valid", "L001")
    assert page.card.property("kind") == "ok"
    assert played == ["accepted", "accepted"]
    assert [each.serial for each in page.recent.scans] == [second, first]
    assert page.field.text() == "" and page.field.hasFocus()
    assert page.panel.batch.currentText() == "L001"


def test_each_failure_is_told_apart_by_colour_sign_words_and_sound(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], played: list[str]
) -> None:
    first = surveys.serials(survey)[0]
    label = queries.next_label(survey)
    assert label is not None
    scan(first)
    scan(first)
    assert (page.card.property("kind"), page.card.outcome) == ("attention", Outcome.ALREADY)
    assert label[-2:-1] in page.card.detail.text() and "F7" in page.card.detail.text()
    seen = {page.card.headline.text()}
    wrong = first[:-1] + str((int(first[-1]) + 1) % 10)
    for typed, outcome in ((wrong, Outcome.MISREAD), ("123456789019", Outcome.UNKNOWN), ("12", Outcome.MISREAD)):
        scan(typed if outcome is not Outcome.UNKNOWN else _foreign(survey))
        assert (page.card.property("kind"), page.card.outcome) == ("error", outcome)
        seen.add(page.card.headline.text())
    assert len(seen) == 3
    assert played == ["accepted", "attention", "error", "error", "error"]
    assert queries.ledger(survey).returned == 1


def test_a_receipt_of_which_nobody_knew_is_no_second_paper_when_it_is_scanned_again(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = surveys.serials(survey)[:2]
    own = workflow.receive

    def unknown(*args: Any, **how: Any) -> Any:
        own(*args, **how)
        raise Refusal("server.unknown")

    with monkeypatch.context() as patched:
        patched.setattr(workflow, "receive", unknown)
        scan(first)
    assert page.card.property("kind") == "error" and "F7" not in page.card.detail.text()
    scan(first)
    assert page.card.outcome is Outcome.ACCEPTED and page.recent.scans[0].serial == first
    assert queries.ledger(survey).returned == 1
    scan(first)
    assert page.card.outcome is Outcome.ALREADY
    scan(second)
    assert page.card.outcome is Outcome.ACCEPTED and queries.ledger(survey).returned == 2


def _foreign(survey: OpenSurvey) -> str:
    from sipas_desktop.domain import serial

    return serial.make("10000" if survey.about.number != "10000" else "10001", 1)


def test_a_photocopy_is_received_under_the_offered_label(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], qtbot: Any
) -> None:
    first, label = surveys.serials(survey)[0], queries.next_label(survey)
    assert label is not None
    scan(first)
    scan(first)
    qtbot.keyClick(page.field, Qt.Key.Key_F7)
    assert page.card.outcome is Outcome.ACCEPTED and page.recent.scans[0].photocopy
    assert queries.ledger(survey).photocopies == 1
    assert queries.ballot(survey, label) is not None
    qtbot.keyClick(page.field, Qt.Key.Key_F7)  # the offer was taken: nothing more happens
    assert queries.ledger(survey).returned == 2


def test_validity_by_key_after_the_scan_and_before_it(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], qtbot: Any
) -> None:
    first, second, third = surveys.serials(survey)[:3]
    scan(first)
    qtbot.keyClick(page.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert state(survey, first)[:2] == (State.INVALID, "blank")
    qtbot.keyClick(page.field, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert state(survey, first)[:2] == (State.VALID, "valid")
    qtbot.keyClick(page.field, Qt.Key.Key_F5)
    qtbot.keyClick(page.field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert state(survey, first)[1] == "valid", "the reason is for the next ballot, not for this one"
    scan(second)
    assert state(survey, second)[:2] == (State.INVALID, "too_few")
    scan(third)
    assert state(survey, third)[1] == "valid", "a reason set before a scan holds for one ballot only"


def test_taking_back_acts_on_the_last_receipt_then_on_the_one_before(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], qtbot: Any
) -> None:
    first, second = surveys.serials(survey)[:2]
    scan(first)
    scan(second)
    scan("12")  # a misread number between does not change which receipt was the last
    qtbot.keyClick(page.field, Qt.Key.Key_F4)
    assert state(survey, second)[0] is State.STOCK
    assert state(survey, first)[0] is State.VALID
    qtbot.keyClick(page.field, Qt.Key.Key_F4)
    assert state(survey, first)[0] is State.STOCK
    qtbot.keyClick(page.field, Qt.Key.Key_F4)
    assert page.notice.kind == "attention"


def test_the_arrows_choose_which_ballot_the_keys_act_on(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], qtbot: Any
) -> None:
    first, second = surveys.serials(survey)[:2]
    scan(first)
    scan(second)
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    qtbot.keyClick(page.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert state(survey, first)[1] == "blank" and state(survey, second)[1] == "valid"


def test_a_scan_reaches_the_field_from_any_control(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    for serial, control in zip(
        surveys.serials(survey),
        (page.panel.batch, page.panel.unit, page.panel.new, page.validity.next_one),
        strict=False,
    ):
        control.setFocus()
        scan(serial)
        assert state(survey, serial)[0] is State.VALID, control.accessibleName()
        assert page.field.hasFocus()


def test_a_new_batch_takes_the_next_number_and_its_unit(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], qtbot: Any
) -> None:
    first, second = surveys.serials(survey)[:2]
    scan(first)
    unit = page.panel.unit.itemData(1)
    page.panel.unit.setCurrentIndex(1)
    qtbot.keyClick(page.field, Qt.Key.Key_F3)
    assert [each.code for each in queries.batches(survey)] == ["L001"], "nothing is opened before its first ballot"
    scan("12")
    assert [each.code for each in queries.batches(survey)] == ["L001"]
    scan(second)
    assert [(each.code, each.unit, each.ballots) for each in queries.batches(survey)] == [
        ("L001", "", 1),
        ("L002", unit, 1),
    ]


def test_two_stations_never_share_a_new_batch(survey: OpenSurvey) -> None:
    first, second = surveys.serials(survey)[:2]
    for serial in (first, second):
        assert take(survey, serial, "hom-phieu", NewBatch("L001"), None).outcome is Outcome.ACCEPTED
    assert [(each.code, each.ballots) for each in queries.batches(survey)] == [("L001", 1), ("L002", 1)]


def test_a_full_bundle_is_told_and_heard_once(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None], played: list[str]
) -> None:
    first, second = surveys.serials(survey)[:2]
    workflow.open_batch(survey, "L009")
    page.refresh()
    page.panel.current = "L009"
    page.panel._held = survey.plan.keying.batch - 1
    scan(first)
    assert page.notice.kind == "attention" and "L009" in page.notice.words and "L010" in page.notice.words
    scan(second)
    assert played == ["attention", "accepted"]
    assert [(each.code, each.ballots) for each in queries.batches(survey)] == [("L009", 1), ("L010", 1)]


def test_a_batch_holds_what_the_plan_says(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lo-nho"
    folder.mkdir()
    for file in (paths.forms() / "son-tay-2017").iterdir():
        text = file.read_text(encoding="utf-8").replace("twice = 100", "twice = 100\nbatch = 2")
        (folder / file.name).write_text(text.replace('id = "son-tay-2017"', 'id = "lo-nho"'), encoding="utf-8")
    survey = surveys.make(tmp_path, monkeypatch, plan=str(folder), ballots=5)
    page: Any = surveys.show(shell, survey, "receive")
    for serial in surveys.serials(survey):
        page.field.setText(serial)
        page.receive()
    assert [(each.code, each.ballots) for each in queries.batches(survey)] == [("L001", 2), ("L002", 2), ("L003", 1)]
    assert page.panel.current == "L003"


def test_the_cover_of_the_full_batch_comes_first(
    page: ReceivePage, survey: OpenSurvey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    asked: list[str] = []

    def where(*said: object) -> tuple[str, str]:
        asked.append(Path(str(said[2])).name)
        return str(tmp_path / "bìa.pdf"), ""

    monkeypatch.setattr(receiving_cover.QFileDialog, "getSaveFileName", where)
    monkeypatch.setattr(receiving.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()).name))
    assert not page.panel.cover.isEnabled()
    QTest.keyClick(page.field, Qt.Key.Key_F12)
    assert page.notice.kind == "attention" and not asked  # the batch is not there yet
    first, second = surveys.serials(survey)[:2]
    page.panel._size = 1
    for serial in (first, second):
        page.field.setText(serial)
        page.receive()
    for _ in range(2):
        assert page.panel.cover.isEnabled()
        QTest.keyClick(page.field, Qt.Key.Key_F12)
    assert asked == ["L001.pdf"]
    assert not page.panel.cover.isEnabled(), "both have theirs, and the third batch is not there yet"
    assert opened == ["bìa.pdf", "L002.pdf"]  # the folder is asked for once
    document = pypdfium2.PdfDocument(str(tmp_path / "L002.pdf"))
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert serials.show(second) in words and serials.show(first) not in words


def test_work_goes_on_in_the_batch_where_it_stopped(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    workflow.open_batch(survey, "L005")
    workflow.receive(survey, surveys.serials(survey)[0], batch="L004")
    page: Any = surveys.show(shell, survey, "receive")
    assert page.panel.current == "L004"
    assert [each.serial for each in page.recent.scans] == surveys.serials(survey)[:1]
    assert next_code(["L004", "L005", "phường"]) == "L006"


def test_without_ballots_the_page_says_what_to_do_first(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = surveys.show(shell, surveys.make(tmp_path, monkeypatch), "receive")
    assert not page.field.isVisible()
    assert "Ctrl+4" in page._empty_words.text()


def test_counts_in_the_head_follow_every_scan(
    page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    def matches_the_survey() -> bool:
        shown = page._status.text()
        page.refresh()
        return page._status.text() == shown

    first, second = surveys.serials(survey)[:2]
    scan(first)
    assert matches_the_survey()
    page.set_validity("blank")
    assert matches_the_survey()
    page.set_validity("torn")
    assert matches_the_survey()
    scan(first)
    page.receive_label()
    assert page.recent.scans[0].photocopy and matches_the_survey()
    page.withdraw()
    assert matches_the_survey()
    page.withdraw()
    assert matches_the_survey()
    scan(second)
    assert matches_the_survey()


def test_every_control_of_the_counter_is_reached_by_keyboard(
    shell: SimpleNamespace, page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    check(shell.window)
    scan(surveys.serials(survey)[0])
    scan(surveys.serials(survey)[0])
    check(shell.window)


def test_a_keyer_receives_without_any_other_right(
    shell: SimpleNamespace, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    keyer = frozenset({Role.KEYER})
    workflow.add_operator(survey, "Nguyễn Văn An", keyer, surveys.PASSWORD)
    with open_survey(survey.path, "Nguyễn Văn An", surveys.PASSWORD) as own:
        page: Any = surveys.show(shell, own, "receive", keyer)
        scan(surveys.serials(own)[0])
        assert page.card.outcome is Outcome.ACCEPTED
        shell.window.sign_out()


def test_a_reason_set_beforehand_is_forgotten_when_the_page_is_left(
    shell: SimpleNamespace, page: ReceivePage, survey: OpenSurvey, scan: Callable[[str], None]
) -> None:
    page.turn_validity()
    page.set_validity("blank")
    shell.window.go("print")
    shell.window.go("receive")
    scan(surveys.serials(survey)[0])
    assert state(survey, surveys.serials(survey)[0])[1] == "valid"
