"""Before sign-in: off the window's thread, by badge, with a delay, with a new password, with the recovery sheet."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.secret_digits import badge_code
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.access import Access, NewSurvey, store_access
from sipas_desktop.gui.welcome import WelcomePage
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import open_survey
from tests.gui.conftest import store_of
from tests.gui.stations import cheap_station
from tests.surveys import CHEAP, PASSWORD

BADGE = badge_code(bytes(range(16)))


@pytest.fixture
def welcome(shell: SimpleNamespace, with_example: None) -> WelcomePage:
    """The page with a survey chosen."""
    shell.window.access = store_of(shell.store)
    page = shell.window.stack.currentWidget()
    assert isinstance(page, WelcomePage)
    page.access = shell.window.access
    page.open_at(shell.store.path)
    return page


def type_in(welcome: WelcomePage, name: str, password: str) -> None:
    QTest.keyClicks(welcome.sign_in_form.name, name)
    QTest.keyClick(welcome.sign_in_form.name, Qt.Key.Key_Return)
    QTest.keyClicks(welcome.sign_in_form.password, password)
    QTest.keyClick(welcome.sign_in_form.password, Qt.Key.Key_Return)


def test_the_window_lives_while_the_password_is_tried(welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any) -> None:
    go, threads = threading.Event(), []

    def slow(path: Path, operator: str, password: str) -> Any:
        threads.append(threading.current_thread())
        assert go.wait(10)
        return shell.store.open(path, operator, password)

    welcome.access = Access(slow, *[getattr(store_of(shell.store), name) for name in OTHERS])
    type_in(welcome, "Lan", "mat khau")
    assert not welcome.sign_in_form.isEnabled()
    welcome.sign_in()  # a second Enter opens nothing twice
    for _ in range(5):
        QApplication.processEvents()
    go.set()
    qtbot.waitUntil(lambda: shell.window.desk is not None)
    assert len(threads) == 1 and threads[0] is not threading.main_thread()
    assert shell.window.desk.operator == "Lan"


OTHERS = ("create", "plans", "by_badge", "change_password", "restore", "print_recovery")


def test_closing_the_window_meanwhile_closes_the_survey(
    welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any
) -> None:
    def slow(path: Path, operator: str, password: str) -> Any:
        time.sleep(0.1)
        return shell.store.open(path, operator, password)

    welcome.access = Access(slow, *[getattr(store_of(shell.store), name) for name in OTHERS])
    type_in(welcome, "Lan", "mat khau")
    shell.window.toggle_language()  # makes the page anew
    assert shell.store.survey.closed
    assert shell.window.desk is None


@pytest.mark.parametrize("anew", ["toggle_language", "larger"])
def test_another_language_or_size_keeps_the_chosen_survey_and_the_name(
    welcome: WelcomePage, shell: SimpleNamespace, tmp_path: Path, anew: str
) -> None:
    welcome.open_at(tmp_path / "given at the start.sipas")
    QTest.keyClicks(welcome.sign_in_form.name, "Lan")
    QTest.keyClicks(welcome.sign_in_form.password, "mat khau")
    getattr(shell.window, anew)()
    after = shell.window._before
    assert after is not None and after is not welcome
    assert after.sign_in_form.path == tmp_path / "given at the start.sipas"
    assert after.sign_in_form.name.text() == "Lan" and not after.sign_in_form.password.text()


@pytest.mark.parametrize("field", ["name", "password"])
def test_a_scanned_badge_asks_for_its_pin(welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any, field: str) -> None:
    form = welcome.sign_in_form
    QTest.keyClicks(getattr(form, field), BADGE)
    QTest.keyClick(getattr(form, field), Qt.Key.Key_Return)
    assert form.badge == BADGE and form.name.text() == form.password.text() == ""
    assert "PIN" in form.password.accessibleName()
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    assert welcome.notice.kind == "attention" and "PIN" in welcome.notice.words
    QTest.keyClicks(form.password, "1111")
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: welcome.notice.kind == "error")
    assert form.badge == BADGE  # she tries the PIN again
    QTest.keyClicks(form.password, "2468")
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.window.desk is not None)


def test_typing_a_name_puts_the_badge_away(welcome: WelcomePage) -> None:
    form = welcome.sign_in_form
    form.name.setText(BADGE)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    QTest.keyClicks(form.name, "L")
    assert form.badge == "" and "PIN" not in form.password.accessibleName()


def test_the_button_counts_down_where_she_has_to_wait(welcome: WelcomePage, qtbot: Any) -> None:
    tries: list[str] = []

    def wait(_path: Path, _operator: str, password: str) -> Any:
        tries.append(password)
        raise Refusal("keys.wait", seconds=2)

    welcome.access = Access(wait, *[getattr(welcome.access, name) for name in OTHERS])
    form = welcome.sign_in_form
    form._waiting.setInterval(50)
    type_in(welcome, "Lan", "sai")
    qtbot.waitUntil(lambda: form.waiting)
    assert not form.enter.isEnabled() and "2" in form.enter.words
    assert form.name.isEnabled()
    QTest.keyClicks(form.password, "lai sai")
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    assert tries == ["sai"]
    qtbot.waitUntil(lambda: not form.waiting)
    assert form.enter.isEnabled()
    welcome.sign_in()
    qtbot.waitUntil(lambda: len(tries) == 2)


@pytest.mark.parametrize(("show", "card"), [("show_password", "password_form"), ("show_restore", "restore_form")])
def test_what_is_missing_is_said(welcome: WelcomePage, shell: SimpleNamespace, show: str, card: str) -> None:
    welcome.sign_in_form.name.setText("Lan")
    getattr(welcome, show)()
    form = getattr(welcome, card)
    assert form.isVisible() and not welcome.sign_in_form.isVisible()
    assert form.name.text() == "Lan"
    for widget, text in ((form.secret, "1234567"), (form.new, "một câu"), (form.again, "câu khác")):
        form.enter.click()
        assert welcome.notice.kind == "attention" and welcome.notice.words
        widget.setText(text)
    form.enter.click()
    assert form.again.hasFocus() or welcome.notice.kind == "attention"
    assert shell.store.changed is None and shell.window.desk is None
    form.back.click()
    assert welcome.sign_in_form.isVisible()


def test_a_changed_password_signs_her_in(welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any) -> None:
    welcome.show_password()
    form = welcome.password_form
    for widget, text in ((form.name, "Lan"), (form.secret, "mat khau"), (form.new, "một câu"), (form.again, "một câu")):
        widget.setText(text)
    form.enter.click()
    qtbot.waitUntil(lambda: shell.window.desk is not None)
    assert shell.store.changed == ("Lan", "một câu")


def test_a_mistyped_recovery_code_stays_to_be_put_right(
    welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any
) -> None:
    welcome.show_restore()
    form = welcome.restore_form
    for widget, text in ((form.name, "Lan"), (form.secret, "7654321"), (form.new, "một câu"), (form.again, "một câu")):
        widget.setText(text)
    form.enter.click()
    qtbot.waitUntil(lambda: welcome.notice.kind == "error")
    assert form.isVisible() and form.secret.text() == "7654321" and form.new.text() == "một câu"
    form.secret.setText("1234567")
    form.enter.click()
    qtbot.waitUntil(lambda: shell.window.desk is not None)


def make(welcome: WelcomePage, qtbot: Any) -> None:
    welcome.show_new()
    form = welcome.new_form
    form.name.setText("Hà")
    form.password.setText("mat khau")
    form.again.setText("mat khau")
    welcome.make()
    qtbot.waitUntil(welcome.first_sheet.isVisible)


def test_a_new_survey_offers_its_recovery_sheet(
    welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make(welcome, qtbot)
    assert shell.window.desk is None
    out = tmp_path / "phiếu.pdf"
    chosen = [("", ""), (str(out), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen.pop(0))
    welcome.first_sheet.print.click()  # she thinks better of it
    assert welcome.first_sheet.isVisible() and shell.store.sheet is None
    welcome.first_sheet.print.click()
    qtbot.waitUntil(lambda: shell.window.desk is not None)
    assert shell.store.sheet == out


def test_a_survey_that_nobody_went_on_into_is_closed(welcome: WelcomePage, shell: SimpleNamespace, qtbot: Any) -> None:
    make(welcome, qtbot)
    shell.window.close()
    assert shell.store.survey.closed


def test_the_store_s_own_ways_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each says in the history who signed in; a refusal leaves nothing open."""
    access = store_access()
    with cheap_station(tmp_path, monkeypatch) as here:
        badge = workflow.issue_badge(here.admin, "Lan", "2468")
        out = tmp_path / "phiếu.pdf"
        opened = access.open(here.path, "admin", PASSWORD)
        access.print_recovery(opened, out)
        assert out.stat().st_size > 1000
        code = " ".join(workflow.take_recovery_code(here.admin))
        ways = (
            opened,
            access.by_badge(here.path, badge, "2468"),
            access.change_password(here.path, "Mai", PASSWORD, "một câu mới"),
            access.restore(here.path, "admin", code, "một câu mới"),
        )
        assert [each.operator for each in ways] == ["admin", "Lan", "Mai", "admin"]
        for each in ways:
            each.survey.close()
        with here.admin.reading() as conn:
            who = conn.exec_driver_sql("SELECT operator FROM opening ORDER BY session_no DESC LIMIT 4").scalars().all()
        assert who == ["admin", "Mai", "Lan", "admin"]
        with pytest.raises(Refusal):
            access.change_password(here.path, "Mai", "một câu mới", "abc")
        open_survey(here.path, "Mai", "một câu mới").close()
        assert queries.check_survey(here.admin).ok


def test_a_made_survey_is_opened_with_what_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    new = NewSurvey(tmp_path / "mới.sipas", "son-tay-2017", "Khảo sát", "Hà", "một câu mới")
    store_access().create(new).survey.close()
    open_survey(new.path, "Hà", "một câu mới").close()
