"""Backups in the window: made without being asked, looked into, restored; a damaged file leads to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.errors import LANGUAGES, words
from sipas_desktop.gui import app as program
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.administration import AdministrationPage
from sipas_desktop.gui.keeper import Keeper
from sipas_desktop.gui.rescue import RescuePage
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.welcome import WelcomePage
from sipas_desktop.jobs import backups as jobs
from sipas_desktop.store import queries
from sipas_desktop.store.backups import SUFFIX, folder_beside, listed
from sipas_desktop.store.database import open_survey
from tests.gui.stations import cheap_station, shown
from tests.surveys import PASSWORD, Station


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(jobs, "stand_back", lambda: None)
    monkeypatch.setattr(jobs, "_drives", lambda: iter(()))
    with cheap_station(tmp_path, monkeypatch) as here:
        yield here


@pytest.fixture
def window(desk: Station, tmp_path: Path, qapp: QApplication, qtbot: Any) -> Iterator[SimpleNamespace]:
    """The program with the administrator signed in on a real survey."""
    settings = Settings(tmp_path / "window.ini")
    settings.scheme, settings.language = "light", "en"
    desk.settled(1)
    desk.close()
    running = program.Program(qapp, store_access(), settings)
    running.window.show()
    welcome = running.welcome
    assert welcome is not None
    welcome.open_at(desk.path)

    def sign_in() -> None:
        shown = running.welcome
        assert shown is not None
        shown.sign_in_form.name.setText("admin")
        shown.sign_in_form.password.setText(PASSWORD)
        shown.sign_in()
        qtbot.waitUntil(lambda: running.welcome is None, timeout=60_000)

    yield SimpleNamespace(window=running.window, settings=settings, sign_in=sign_in, path=desk.path, running=running)
    running.window.close()
    running.words.remove()
    running.window.deleteLater()
    running.deleteLater()


def names(path: Path) -> list[str]:
    return [each.path.name for each in listed(folder_beside(path), path)]


def test_the_keeper_backs_up_where_something_was_appended(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    keeper = Keeper(Settings(tmp_path / "w.ini"), QApplication.instance())
    keeper.watch(desk.admin)
    assert keeper._first.isActive()
    assert keeper._hourly.isActive()
    assert names(desk.path) == []  # not before the first ballot
    keeper.look()
    keeper.wait()
    first = names(desk.path)
    assert len(first) == 1
    keeper.back_up()
    keeper.wait()
    assert names(desk.path) == first  # nothing new
    older = folder_beside(desk.path) / f"{desk.path.stem} 2020-01-01 10.00.00{SUFFIX}"
    (folder_beside(desk.path) / first[0]).rename(older)
    desk.settled(1)  # by others, on connections of their own
    keeper.back_up()
    keeper.wait()
    newest = names(desk.path)[0]
    assert newest != older.name
    keeper.leave()
    keeper.wait()
    assert names(desk.path)[0] == newest
    keeper.watch(desk.admin)
    desk.print(1)
    keeper.leave()
    keeper.wait()
    assert names(desk.path)[0] != newest


def test_a_missing_second_place_is_said_and_nothing_is_made_in_its_stead(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    settings = Settings(tmp_path / "w.ini")
    settings.second_place = tmp_path / "ổ đĩa" / "sao lưu"
    keeper = Keeper(settings, QApplication.instance())
    keeper.watch(desk.admin)
    with qtbot.waitSignal(keeper.refused, timeout=60_000) as told:
        keeper.back_up()
    keeper.wait()
    assert told.args[0].code == "backup.place_missing"
    assert len(names(desk.path)) == 1
    assert not (tmp_path / "ổ đĩa").exists()
    settings.second_place.mkdir(parents=True)
    desk.print(1)
    keeper.leave()
    keeper.wait()
    assert len(listed(settings.second_place, desk.path)) == 1


def test_a_damaged_page_is_found_while_people_work(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.settled(2)
    desk.close()
    raw = bytearray(desk.path.read_bytes())
    raw[-3000] ^= 16
    desk.path.write_bytes(bytes(raw))
    with open_survey(desk.path, "admin", PASSWORD) as survey:
        keeper = Keeper(Settings(tmp_path / "w.ini"), QApplication.instance())
        keeper.watch(survey)
        with qtbot.waitSignal(keeper.damaged, timeout=60_000):
            keeper.look()
        keeper.wait()
    assert names(desk.path) == []


def test_a_history_that_was_changed_is_found_soon_after_sign_in(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    desk.settled(1)
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE fact SET at = '' WHERE seq = (SELECT max(seq) FROM fact)")
    keeper = Keeper(Settings(tmp_path / "w.ini"), QApplication.instance())
    keeper.watch(desk.admin)
    with qtbot.waitSignal(keeper.damaged, timeout=60_000) as told:
        keeper.look()
    keeper.wait()
    assert told.args[0].code == "check.changed"
    assert all(told.args[0].words(lang) for lang in LANGUAGES)


def test_what_the_keeper_could_not_do_is_never_said_where_somebody_keys(signed_in: SimpleNamespace) -> None:
    from sipas_desktop.errors import Refusal

    window = signed_in.window
    window.go("keying")
    window._keeper_refused(Refusal("file.disk_full"))
    assert window.page.notice.words == ""
    window.go("overview")
    assert window.page.notice.words == words("file.disk_full", window.words.language)


def test_the_tab_backs_up_looks_and_asks_for_a_restore(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(AdministrationPage, desk.admin, tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.backups)
    assert page.primary.words == "Back up now"
    page.do()
    qtbot.waitUntil(lambda: page.backups.table.chosen_backup() is not None, timeout=60_000)
    assert "1 place" in page.notice.words
    qtbot.waitUntil(lambda: not page.task_line.running)  # it is heard of after the result, and until then none begins
    desk.settled(1)
    page.backups.restore()  # nobody has looked yet
    page.backups.password.setText(PASSWORD)
    page.backups.look()
    qtbot.waitUntil(lambda: page.backups.replace.isEnabled(), timeout=60_000)
    assert "1 ballots" in page.backups.lost.text()
    assert "Lan, Mai" in page.backups.lost.text()
    with qtbot.waitSignal(page.restore) as asked:
        page.backups.restore()
    assert asked.args[0].backup == page.backups.table.chosen_backup()
    assert PASSWORD not in repr(asked.args[0])
    page.backups.second.setText(str(tmp_path))
    page.backups.keep_second()
    assert page.desk.settings.second_place == tmp_path


def test_a_backup_takes_the_place_of_the_open_survey(window: SimpleNamespace, qtbot: Any) -> None:
    window.sign_in()
    main = window.window
    main.keeper.look()
    main.keeper.wait()
    main.go("administration")
    view = main.page.backups
    view.refresh()
    view.password.setText(PASSWORD)
    view.look()
    qtbot.waitUntil(lambda: view.replace.isEnabled(), timeout=60_000)
    view.restore()
    qtbot.waitUntil(lambda: isinstance(main.stack.currentWidget(), WelcomePage), timeout=60_000)
    assert "stands on the backup again" in main.stack.currentWidget().notice.words
    assert len(list(window.path.parent.glob("*thay ra*.sipas"))) == 1
    window.sign_in()
    assert main.page is not None


@pytest.mark.parametrize("damage", ["header", "keys"])
def test_a_file_that_does_not_open_leads_to_its_backups(window: SimpleNamespace, qtbot: Any, damage: str) -> None:
    window.sign_in()
    main = window.window
    main.keeper.look()
    main.keeper.wait()
    main.sign_out()
    main.keeper.wait()
    hurt = window.path if damage == "header" else window.path.with_name(window.path.name + ".keys")
    raw = bytearray(hurt.read_bytes())
    raw[:64] = os.urandom(64)
    hurt.write_bytes(bytes(raw))
    welcome = main.stack.currentWidget()
    welcome.sign_in_form.name.setText("admin")
    welcome.sign_in_form.password.setText(PASSWORD)
    welcome.sign_in()
    qtbot.waitUntil(lambda: isinstance(main.stack.currentWidget(), RescuePage), timeout=60_000)
    rescue = main.stack.currentWidget()
    rescue.restore_chosen()
    assert rescue.notice.kind == "attention"  # no password yet
    rescue.password.setText("sai")
    rescue.restore_chosen()
    qtbot.waitUntil(lambda: rescue.notice.kind == "error" and not rescue.task_line.running, timeout=60_000)
    rescue.password.setText(PASSWORD)
    rescue.restore_chosen()
    qtbot.waitUntil(lambda: isinstance(main.stack.currentWidget(), WelcomePage), timeout=60_000)
    assert main.stack.currentWidget().notice.kind == "ok"
    window.sign_in()
    assert main.page is not None


def test_a_damaged_file_is_salvaged_where_it_does_not_open(window: SimpleNamespace, qtbot: Any, tmp_path: Path) -> None:
    main = window.window
    raw = bytearray(window.path.read_bytes())
    raw[100] ^= 1
    window.path.write_bytes(bytes(raw))
    main.rescue(window.path, "admin", "hỏng")
    rescue = main.stack.currentWidget()
    assert rescue.notice.kind == "attention"  # no backup
    out = tmp_path / "cứu.sipas"
    rescue.salvage()  # no password yet: no dialog either
    rescue.password.setText(PASSWORD)
    rescue.salvage_to(out)
    qtbot.waitUntil(lambda: isinstance(main.stack.currentWidget(), WelcomePage), timeout=20_000)
    welcome = main.stack.currentWidget()
    assert welcome.sign_in_form.path == out
    assert "without a trace" in welcome.notice.words  # the first page says how many pages there should be
    with open_survey(out, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
