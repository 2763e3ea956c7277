"""Operators and roles, the survey's check, what the file says of itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.roles import ALLOWED, Role, Verb
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.administration import AdministrationPage
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.keys import path_of
from sipas_desktop.store.queries import CheckResult
from sipas_desktop.store.queries.problems import Salvages
from tests.gui.stations import cheap_station, shown
from tests.surveys import CLERKS, Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


@pytest.fixture
def page(here: Station, tmp_path: Path, qtbot: Any) -> AdministrationPage:
    return shown(AdministrationPage, here.admin, tmp_path, qtbot)


def roles_of(here: Station) -> dict[str, frozenset[Role]]:
    return {operator.name: operator.roles for operator in queries.operators(here.admin)}


def fill_in(page: AdministrationPage, name: str, roles: list[Role], password: str, again: str) -> None:
    page.begin_new()
    page.card.name.setText(name)
    page.card.password.setText(password)
    page.card.again.setText(again)
    for role in roles:
        page.card.roles[role].setChecked(True)


def test_all_operators_stand_there_with_their_roles(page: AdministrationPage) -> None:
    assert {row[0] for row in page.table.rows.shown} == {"admin", *CLERKS}
    assert dict(row[:2] for row in page.table.rows.shown)["Hòa"] == "Adjudicator"


def test_a_new_operator_can_sign_in_at_once(page: AdministrationPage, here: Station, qtbot: Any) -> None:
    fill_in(page, "  Bùi   Văn An ", [Role.KEYER, Role.OBSERVER], "bí mật 1", "bí mật 1")
    with qtbot.waitSignal(page.survey_changed):
        QTest.keyClick(page.card.again, Qt.Key.Key_Return)
    assert page.notice.kind == "ok" and "Bùi Văn An" in page.notice.words
    with open_survey(here.path, "Bùi Văn An", "bí mật 1") as survey:
        assert survey.operator.roles == {Role.KEYER, Role.OBSERVER}
    assert page.card.name.text() == page.card.password.text() == page.card.again.text() == ""
    assert page.card.chosen == []  # the next one starts from nothing


@pytest.mark.parametrize(
    ("name", "roles", "password", "again"),
    [
        ("", [Role.KEYER], "bí mật", "bí mật"),
        ("An", [], "bí mật", "bí mật"),
        ("An", [Role.KEYER], "", ""),
        ("An", [Role.KEYER], "bí mật", "bí mặt"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_added(
    page: AdministrationPage, here: Station, name: str, roles: list[Role], password: str, again: str
) -> None:
    fill_in(page, name, roles, password, again)
    before = roles_of(here)
    page.do()
    assert page.notice.kind == "attention"
    assert roles_of(here) == before


def test_a_name_that_is_taken_and_a_short_password_are_refused(page: AdministrationPage, here: Station) -> None:
    before = roles_of(here)
    for name, password in (("Lan", "bí mật 1"), ("Người mới", "abc")):
        fill_in(page, name, [Role.KEYER], password, password)
        page.do()
        assert page.notice.kind == "error"
        assert page.card.name.text() == name  # what was typed stays, to be put right
    assert roles_of(here) == before


def test_the_roles_of_the_chosen_operator_are_changed(page: AdministrationPage, here: Station) -> None:
    page.table.select("Lan")
    assert page.card.chosen == [Role.KEYER]
    assert not page.card.name.isVisibleTo(page.card)
    assert page.primary.words == "Save the changes"
    page.card.roles[Role.KEYER].setChecked(False)
    page.card.roles[Role.OBSERVER].setChecked(True)
    page.do()
    assert page.notice.kind == "ok"
    assert roles_of(here)["Lan"] == {Role.OBSERVER}
    with pytest.raises(Refusal):
        workflow.require(here["Lan"], Verb.KEY)


def test_a_forgotten_password_is_set_anew(page: AdministrationPage, here: Station) -> None:
    page.table.select("Lan")
    page.card.password.setText("một câu mới")
    page.do()
    assert page.notice.kind == "attention"  # the second field is still empty
    page.card.again.setText("một câu mới")
    page.do()
    assert page.notice.kind == "ok"
    assert page.card.password.text() == page.card.again.text() == ""
    open_survey(here.path, "Lan", "một câu mới").close()
    assert roles_of(here)["Lan"] == {Role.KEYER}


def test_an_account_is_taken_away_at_the_second_press(page: AdministrationPage, here: Station) -> None:
    page.table.select("Lan")
    page.card.remove.click()
    assert page.notice.kind == "attention" and "Lan" in roles_of(here)
    page.table.select("Mai")  # she looks at somebody else meanwhile
    page.card.remove.click()
    assert page.notice.kind == "attention" and "Mai" in roles_of(here)
    page.card.remove.click()
    assert page.notice.kind == "ok"
    assert "Mai" not in roles_of(here) and "Lan" in roles_of(here)
    assert page.card.editing == "" and "Mai" not in {row[0] for row in page.table.rows.shown}
    page.table.select("admin")
    for _ in range(2):
        page.card.remove.click()
    assert page.notice.kind == "attention" and "admin" in roles_of(here)


def test_a_badge_is_printed_with_her_pin_and_taken_back(
    page: AdministrationPage, here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "thẻ.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.table.select("Lan")
    assert page.card.lost.isHidden()
    page.card.badge.click()
    assert page.notice.kind == "attention" and page.card.pin.hasFocus()
    page.card.pin.setText("24")
    page.card.badge.click()
    assert page.notice.kind == "error" and not out.exists()
    page.card.pin.setText("2468")
    page.card.badge.click()
    assert page.notice.kind == "ok" and out.stat().st_size > 1000
    assert page.card.pin.text() == "" and not page.card.lost.isHidden()
    assert {row[0]: row[2] for row in page.table.rows.shown}["Lan"] == "✓"
    page.card.lost.click()
    assert page.notice.kind == "ok" and page.card.lost.isHidden()
    assert queries.badge_holders(here.admin) == frozenset()


def test_the_recovery_sheet_is_printed(
    page: AdministrationPage, here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "phiếu.pdf"
    chosen = [("", ""), (str(out), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen.pop(0))
    page.print_recovery()
    assert page.notice.kind == ""
    page.print_recovery()
    assert page.notice.kind == "ok" and str(out) in page.notice.words
    assert out.stat().st_size > 1000


def test_a_damaged_key_file_leaves_the_page_whole(page: AdministrationPage, here: Station) -> None:
    path_of(here.path).write_text("{}", encoding="utf-8")
    page.refresh()
    assert "Lan" in {row[0] for row in page.table.rows.shown}


def test_the_last_administrator_stays_one(page: AdministrationPage, here: Station) -> None:
    page.table.select("admin")
    page.card.roles[Role.ADMINISTRATOR].setChecked(False)
    page.card.roles[Role.OFFICE].setChecked(True)
    page.do()
    assert page.notice.kind == "error"
    assert roles_of(here)["admin"] == {Role.ADMINISTRATOR}


def test_every_role_says_what_it_may_do(page: AdministrationPage) -> None:
    assert set(page.card.roles) == set(Role)
    for box in page.card.roles.values():
        assert len(box.accessibleDescription()) > 20
    # The sentence for keyers holds only as long as the table does.
    keyer = {verb for verb, roles in ALLOWED.items() if Role.KEYER in roles and roles != set(Role)}
    assert keyer == {Verb.KEY, Verb.RECEIVE, Verb.ISSUE}


def checked(page: AdministrationPage, qtbot: Any) -> str:
    page.check()
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=30_000)
    return page.checking.result.text()


def test_a_button_gets_its_words_back_where_another_has_gone(page: AdministrationPage) -> None:
    new = next(button for button in page.buttons() if button.key == "F3")
    page.resize(page.width() - page.head_room() + sum(each.sizeHint().width() for each in page.buttons()) - 20, 700)
    QApplication.processEvents()
    assert not new._words.isVisible()
    page.tabs.setCurrentIndex(1)
    assert new._words.isVisible()


def test_a_whole_survey_passes_and_shows_its_head(page: AdministrationPage, here: Station, qtbot: Any) -> None:
    here.settled(1)
    told = checked(page, qtbot)
    assert page.checking.result.property("role") == "ok"
    assert queries.current_head(here.admin) in told
    assert page.checking.problems.isHidden()


def test_a_printed_head_is_compared(page: AdministrationPage, here: Station, qtbot: Any) -> None:
    head = workflow.record_head(here.admin, "report")
    here.settled(1)
    page.checking.head.setText(" ".join((head[:32], head[32:])).upper())  # as it is printed and typed
    assert "part of this history" in checked(page, qtbot)
    page.checking.head.setText("0" * 64)
    assert "First problem" in checked(page, qtbot)
    assert page.checking.result.property("role") == "error"
    assert len(page.checking.problems.rows.shown) == 1
    assert "0" * 64 in page.checking.problems.rows.shown[0][1]


def test_every_problem_is_listed_in_words(page: AdministrationPage) -> None:
    who = {"kind": "keying_started", "operator": "Lan", "at": "2026-11-22"}
    problems = (("check.gap", {"fact": "ab:1", "expected": "2", **who}), ("check.reference", {"table": "ballot"}))
    page._checked(CheckResult(problems, "", 0))
    assert [row[0] for row in page.checking.problems.rows.shown] == [1, 2]
    assert "ab:1" in page.checking.result.text()
    page._checked(Damaged("file.damaged"))
    assert page.checking.result.property("role") == "error"


def test_what_a_salvaged_survey_lacks_is_listed_though_it_passes(page: AdministrationPage) -> None:
    who = {"kind": "keying_started", "operator": "Lan", "at": "2026-11-22"}
    gap = ("check.named_gap", {"fact": "ab:4", "missing": "2–3", **who})
    page._checked(CheckResult((), "0" * 64, 9, (gap,), Salvages(times=1, gaps=1, facts=2, heads=0)))
    assert page.checking.result.property("role") == "ok"
    assert "salvaged" in page.checking.result.text()
    assert "2–3" in page.checking.problems.rows.shown[0][1]
    assert not page.checking.problems.isHidden()


def test_what_a_killed_import_left_is_listed_and_the_survey_passes(page: AdministrationPage) -> None:
    page._checked(CheckResult((), "0" * 64, 9, (("check.interrupted_import", {"rows": "7"}),)))
    assert page.checking.result.property("role") == "ok"
    assert "salvaged" not in page.checking.result.text()
    assert not page.checking.problems.isHidden()


def test_a_file_that_cannot_be_read_is_an_answer_of_the_check(
    page: AdministrationPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> CheckResult:
        raise Damaged("file.damaged")

    monkeypatch.setattr("sipas_desktop.gui.administration.queries.check_survey", damaged)
    assert "First problem" in checked(page, qtbot)


def test_the_file_says_what_it_is(page: AdministrationPage, here: Station) -> None:
    page.tabs.setCurrentWidget(page.about)
    assert page.primary.words == "Check now"
    values = {name: label.text() for name, label in page.about.values.items()}
    assert values["path"] == str(here.path)
    assert values["id"] == here.admin.about.id
    assert values["head"] == queries.current_head(here.admin)
    (form,) = here.admin.forms.values()
    assert form.sha256 in values["form_hash"]
