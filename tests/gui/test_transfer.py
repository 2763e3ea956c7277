"""What leaves the survey, and a look into a package."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from sipas_desktop.errors import words
from sipas_desktop.exchange.package import open_package
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.jobs.results import export_package
from sipas_desktop.store import queries
from tests.gui.stations import cheap_station, shown
from tests.surveys import Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def wait(page: TransferPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def texts(page: TransferPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_the_page_says_how_many_ballots_go_and_how_many_wait(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    here.received(3)
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    assert "answers of 2 settled" in texts(page)
    assert "3 valid ballot(s) are not settled yet" in texts(page)
    assert not page.package.isVisibleTo(page)


def test_a_package_is_saved_read_back_and_shown(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = here.settled(2)
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gói"), ""))
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        page.save_package()
    saved = tmp_path / "gói.zip"
    manifest, files = open_package(saved)
    assert page.notice.kind == "ok" and str(saved) in page.notice.words
    assert "just what is settled here" in texts(page)
    assert page.package.values["head"].text() == manifest.head
    assert page.package.values["records"].text() == manifest.records_sha256
    assert {row[0] for row in page.package.files.rows.shown} == set(files)
    # What the page promises: no serial, no operator, anywhere in the package.
    everything = b"".join(files.values())
    for secret in (*serials, "Lan", "Mai"):
        assert secret.encode() not in everything


def test_an_older_package_and_a_foreign_one_are_told_apart(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.settled(1)
    export_package(here["Hà"], tmp_path / "cũ.zip")
    here.settled(1)
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "cũ.zip"), ""))
    page.look()
    wait(page, qtbot)
    assert "not of what is settled now" in texts(page)
    other = tmp_path / "khác"
    other.mkdir()
    with cheap_station(other, monkeypatch) as foreign:
        foreign.settled(1)
        export_package(foreign["Hà"], other / "gói.zip")
    page.look_at(other / "gói.zip")
    wait(page, qtbot)
    assert "of another survey" in texts(page)


def test_a_changed_package_is_refused_and_nothing_of_it_shown(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(1)
    path = tmp_path / "gói.zip"
    export_package(here["Hà"], path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        where = package.getinfo("records.csv").header_offset + 60
    data[where] ^= 1
    path.write_bytes(bytes(data))
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    page.look_at(path)
    qtbot.waitUntil(lambda: page.notice.kind == "error", timeout=20_000)
    assert not page.package.isVisibleTo(page)


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [("bản ghi.csv", "", "bản ghi.csv"), ("bản ghi", "CSV files (*.csv)", "bản ghi.csv"), ("b", "", "b.xlsx")],
)
def test_records_are_saved_as_the_name_or_the_kind_says(
    typed: str, kind: str, saved: str, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (serial,) = here.settled(1)
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), kind))
    head = queries.current_head(here["Hà"])
    page.save_records()
    wait(page, qtbot)
    assert page.notice.kind == "ok"
    assert (tmp_path / saved).is_file()
    assert serial.encode() not in (tmp_path / saved).read_bytes()
    assert ("codebook" in page.notice.words) == saved.endswith(".csv")
    assert queries.current_head(here["Hà"]) == head  # a file for oneself is no document


def test_nothing_happens_when_the_person_thinks_better_of_it(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    for act in (page.save_package, page.save_records, page.look):
        act()
        assert not page.task_line.running


def test_a_missing_folder_is_refused_before_anything_is_recorded(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(1)
    page = shown(TransferPage, here["Hà"], tmp_path, qtbot)
    head = queries.current_head(here["Hà"])
    gone = tmp_path / "không có"
    page.package_to(gone / "gói.zip")
    qtbot.waitUntil(lambda: page.notice.kind == "error", timeout=20_000)
    assert page.notice.words == words("file.no_folder", "en", path=gone)
    assert queries.current_head(here["Hà"]) == head
