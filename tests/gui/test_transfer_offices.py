"""The tab of offices and packages, by keys: registering, merging, what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from sipas_desktop import signature
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import Entry
from tests.gui.stations import cheap_station, shown
from tests.packages import Office
from tests.surveys import Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


@pytest.fixture
def page(here: Station, tmp_path: Path, qtbot: Any) -> TransferPage:
    page: TransferPage = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    page.tabs.setCurrentWidget(page.offices)
    return page


def picks(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """The file dialog gives these."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))


def press(page: TransferPage, key: Qt.Key) -> None:
    QTest.keyClick(page, key)


def merged(page: TransferPage, qtbot: Any) -> None:
    press(page, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def rows(page: TransferPage) -> list[tuple[Any, ...]]:
    return list(page.offices.table.rows.shown)


def test_an_office_is_registered_and_its_package_merged(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = Office(tmp_path, "A")
    package = a.package("4555")
    picks(monkeypatch, package)
    merged(page, qtbot)
    assert page.notice.kind == "error"
    assert "not registered" in page.notice.words
    press(page, Qt.Key.Key_F5)
    assert page.notice.kind == "attention"  # it has no name yet
    pem = tmp_path / "khóa.pem"
    pem.write_bytes(signature.public_pem(a.public))
    picks(monkeypatch, pem)
    QTest.keyClicks(page.offices.name, "Phuong A")
    QTest.keyClick(page.offices.name, Qt.Key.Key_Return)
    (office,) = queries.offices(here.admin)
    assert (office.name, office.fingerprint in page.notice.words) == ("Phuong A", True)
    assert page.offices.name.text() == ""
    short = office.fingerprint[:9] + " …"
    assert rows(page) == [("Phuong A", "", "–", "–", "nothing sent yet", short, office.fingerprint)]
    picks(monkeypatch, package)
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        merged(page, qtbot)
    assert (page.notice.kind, "4 ballots are new" in page.notice.words) == ("ok", True)
    assert rows(page) == [("Phuong A", "A", "4", "02/11/2017", "✓ its own key", short, office.fingerprint)]
    merged(page, qtbot)
    assert "0 ballots are new, 4 were here already" in page.notice.words
    assert not page.offices.against.isVisibleTo(page)


def test_an_older_package_and_what_does_not_agree_are_told(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = Office(tmp_path, "A")
    workflow.register_office(here.admin, "A", a.public)
    workflow.set_catalogue(here.admin, "unit", [Entry("A", "Tên khác")])
    old, new = a.package("1"), a.package("45")
    picks(monkeypatch, new)
    merged(page, qtbot)
    assert page.notice.kind == "attention"
    assert page.offices.against.isVisibleTo(page)
    assert "Phường A; Tên khác" in page.offices.against.text()
    picks(monkeypatch, old)
    merged(page, qtbot)
    assert "older than what counts" in page.notice.words


def test_an_office_is_taken_off_the_list(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "attention"
    workflow.register_office(here.admin, "A", Office(tmp_path, "A").public)
    page.refresh()
    page.offices.table.select("A")
    press(page, Qt.Key.Key_F11)
    assert page.notice.kind == "ok"
    assert queries.offices(here.admin) == []
    assert rows(page) == []


def test_the_public_key_is_saved(
    page: TransferPage, here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "none yet" in page.offices.own.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "khóa"), ""))
    press(page, Qt.Key.Key_F10)
    public = queries.key_in_use(here.admin)
    assert signature.read_pem((tmp_path / "khóa.pem").read_bytes()) == public
    assert "fingerprint" in page.offices.own.text()
    picks(monkeypatch, tmp_path / "khóa.pem")
    QTest.keyClicks(page.offices.name, "Ta")
    press(page, Qt.Key.Key_F5)
    assert page.notice.kind == "error"  # its own


def test_nothing_happens_when_the_person_thinks_better_of_it(
    page: TransferPage, here: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks(monkeypatch)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    QTest.keyClicks(page.offices.name, "A")
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F7, Qt.Key.Key_F10):
        press(page, key)
        assert not page.task_line.running
    assert queries.key_in_use(here.admin) is None


def test_a_wrong_survey_is_taken_out_with_a_reason_and_in_again(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = Office(tmp_path, "A")
    workflow.register_office(here["Hà"], "Phường A", a.public)
    picks(monkeypatch, a.package("4555"))
    merged(page, qtbot)
    page.offices.table.view.selectRow(0)
    press(page, Qt.Key.Key_F12)
    assert page.notice.kind == "attention" and queries.withdrawn_sources(here["Hà"]) == []
    page.offices.reason.setText("Gộp nhầm tệp thử")
    press(page, Qt.Key.Key_F12)
    assert page.notice.kind == "ok"
    assert queries.sources(here["Hà"]) == []
    (line,) = rows(page)
    assert "Gộp nhầm tệp thử" in line[4] and page.offices.reason.text() == ""
    picks(monkeypatch, a.package("45551"))
    merged(page, qtbot)
    assert page.notice.kind == "attention" and queries.sources(here["Hà"]) == []
    page.offices.table.view.selectRow(0)
    page.offices.reason.setText("Đã hỏi lại")
    press(page, Qt.Key.Key_F12)
    assert [each.records for each in queries.sources(here["Hà"])] == [5]
    assert queries.withdrawn_sources(here["Hà"]) == []
