"""The chosen member on the page of the sample list: her visits, and her consent by one key."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.gui.sample import SamplePage
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check
from tests.surveys import Station

DAY = datetime.date(2024, 9, 9)
NAMES = ("Đỗ Thị Ốc", "Lê Văn Ươm", "Phạm Ỷ")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Huế: three members of the official list; the first consents by the list and was visited twice."""
    with cheap_station(tmp_path, monkeypatch, "hue-2024") as station:
        admin = station.admin
        workflow.set_interviewers(admin, [InterviewerData("B1", "Trần Văn Ba"), InterviewerData("B2", "Lê Tư")])
        members = [
            MemberData("official", name, phone="0912000000", unit="UBND xã", consent=not at)
            for at, name in enumerate(NAMES)
        ]
        workflow.import_sample(admin, members, "0" * 64)
        station.print(2)
        first, second, _ = queries.members_in_field(admin)
        workflow.assign_members(admin, {"B1": [first.id, second.id]})
        workflow.issue(admin, first.serial, day=DAY)
        workflow.set_outcome(admin, first.serial, Outcome.NOT_MET, day=DAY)
        workflow.set_outcome(admin, first.serial, Outcome.NOT_MET, "B2", DAY + datetime.timedelta(days=2))
        workflow.receive(admin, first.serial)
        yield station


def chosen(page: SamplePage, words: str) -> str:
    """What the card says of the member whom the search without accents finds."""
    page.members.search.setText(words)
    page.members.view.selectRow(0)
    assert page.member.isVisible()
    return page.member.visits.text()


def test_visits_and_outcomes_in_their_order(here: Station, tmp_path: Path, qtbot: Any) -> None:
    page = shown(SamplePage, here["Hà"], tmp_path, qtbot)
    assert not page.member.isVisible()  # nobody is chosen
    told = chosen(page, "do thi oc").split(" · ")
    assert told[0] == "No. 1, Đỗ Thị Ốc" and "B1" in told[1]
    assert told[2:5] == ["09/09/2024 issued", "09/09/2024 not met", "11/09/2024 not met (B2)"]
    assert told[5].endswith("answered") and len(told) == 6
    assert chosen(page, "uom").endswith("not issued yet")
    assert chosen(page, "pham y").endswith("no ballot yet")


def test_consent_is_given_and_taken_back_by_one_key_and_says_where_it_is_from(
    here: Station, tmp_path: Path, qtbot: Any
) -> None:
    page = shown(SamplePage, here["Hà"], tmp_path, qtbot)
    chosen(page, "do thi oc")
    check(page)
    assert "by the list" in page.member.consent.text() and "admin" in page.member.consent.text()
    QTest.keyClick(page, Qt.Key.Key_F10)
    assert queries.consent_of(here["Hà"], 1) is None and page.member.consent.text().startswith("No consent")
    chosen(page, "uom")
    QTest.keyClick(page, Qt.Key.Key_F10)
    given = queries.consent_of(here["Hà"], 2)
    assert given is not None and (given.operator, given.with_list) == ("Hà", False)
    assert "recorded on" in page.member.consent.text() and "Hà" in page.member.consent.text()
    QTest.keyClick(page, Qt.Key.Key_F10)
    assert queries.consent_of(here["Hà"], 2) is None
    QTest.keyClick(page, Qt.Key.Key_F10)
    assert queries.consent_of(here["Hà"], 2) is not None
    last = queries.history(here.admin).rows[0]
    assert (last.what, last.after) == ("2", "consent_given")


def test_without_phúc_tra_nobody_is_asked_for_consent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    with cheap_station(tmp_path, monkeypatch) as station:
        workflow.import_sample(station.admin, [MemberData("official", NAMES[0], unit="UBND xã")], "0" * 64)
        page = shown(SamplePage, station.admin, tmp_path, qtbot)
        assert chosen(page, "oc") and not page.member.turn.isVisible()
        QTest.keyClick(page, Qt.Key.Key_F10)
        assert station.admin.plan.recheck is None and page.notice.words == ""
