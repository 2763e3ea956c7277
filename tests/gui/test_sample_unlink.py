"""Links are destroyed on the page of the sample list: why not yet, a reason and the survey's number typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.gui.recheck import RecheckPage
from sipas_desktop.gui.sample import SamplePage
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import MemberData
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check
from tests.surveys import Station

DOES = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: five are back, one is out; one of two drawn ballots waits."""
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as station:
        members = [MemberData("official", f"Người {n}", phone=f"091200000{n}", consent=True) for n in range(6)]
        workflow.import_sample(station.admin, members, "0" * 64)
        serials = station.print(6)
        for serial in serials[:5]:
            workflow.receive(station.admin, serial)
        workflow.issue(station.admin, serials[5])
        first, _ = workflow.draw_recheck(station.admin, 7, number=2, minimum=0).serials
        workflow.answer_recheck(station.admin, first, Result.CONFIRMED)
        yield station


def wait(page: SamplePage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=30_000)


def test_from_why_not_yet_to_the_certificate(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(SamplePage, here["Hà"], tmp_path, qtbot)
    part = page.unlinking
    assert part.isVisible() and "1 ballot(s) of phúc tra wait" in part.told.text() and not part.open.isVisible()
    waiting = next(row for row in queries.rechecks(here.admin) if row.result is None).serial
    workflow.answer_recheck(here.admin, waiting, Result.UNREACHED)
    page.refresh()
    assert "1 ballot(s) are not back" in part.told.text() and part.open.isVisible() and not part.reason.isVisible()
    QTest.keyClick(page, Qt.Key.Key_D, DOES)
    assert part.reason.hasFocus()
    check(page)
    number = here.admin.about.number
    for reason, typed, even_so in (("", number, True), ("xong", "1", True), ("xong", number, False)):
        part.reason.setText(reason)
        part.number.setText(typed)
        part.even_so.setChecked(even_so)
        part.finish()
        wait(page, qtbot)
        assert page.notice.isVisible() and not queries.links_are_gone(here.admin)
    part.even_so.setChecked(True)
    QTest.keyClick(part.number, Qt.Key.Key_Return)
    wait(page, qtbot)
    assert queries.links_are_gone(here.admin)
    assert "Links of 6 ballots are destroyed" in page.notice.words
    assert "destroyed on" in part.told.text() and "Hà" in part.told.text() and not part.reason.isVisible()
    page.members.view.selectRow(0)
    assert "not known any more" in page.member.visits.text() and not page.member.turn.isVisible()
    assert not page.replacing.isVisible()
    out = tmp_path / "biên bản.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (str(out), ""))
    QTest.keyClick(page, Qt.Key.Key_D, DOES)
    wait(page, qtbot)
    assert out.exists() and "biên bản.pdf" in page.notice.words


def test_the_page_of_phúc_tra_says_that_it_has_ended(here: Station, tmp_path: Path, qtbot: Any) -> None:
    waiting = next(row for row in queries.rechecks(here.admin) if row.result is None).serial
    workflow.answer_recheck(here.admin, waiting, Result.CONFIRMED)
    workflow.destroy_links(here.admin, "xong", here.admin.about.number, even_so=True)
    page = shown(RecheckPage, here["Hà"], tmp_path, qtbot)
    assert not page.primary.isEnabled() and not any(button.isEnabled() for button in page.asking.says.values())
    assert page.asking.ballots.rows.total == 2
    check(page)
