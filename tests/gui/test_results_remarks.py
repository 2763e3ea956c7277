"""The report tab: its forms, the plan's reports, and remarks that are typed, kept, taken from the draft, taken away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.remark import About, Section
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.gui.results_report import NOTICE, SECTION, ReportView
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_results import open_tab, pdf_text, type_day
from tests.online import Day, take
from tests.surveys import Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def report_of(page: ResultsPage, qtbot: Any) -> ReportView:
    assert page.report is not None
    open_tab(page, page.report, qtbot)
    return page.report


def settle(page: ResultsPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: page.report not in page._stale and not page.task_line.running, timeout=20_000)
    QApplication.processEvents()


def choose(view: ReportView, section: Section) -> None:
    view.remarks.section.setCurrentIndex(view.remarks.section.findData(section))


def held(here: Station) -> dict[str, str]:
    return {each.section.value: each.text for each in queries.remarks(here.admin)}


def test_a_remark_is_typed_kept_by_its_key_and_printed(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(6)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    choose(view, Section.PROPOSALS)
    assert "draft" in view.remarks.text.placeholderText() and not view.remarks.keep.isEnabled()
    view.remarks.text.setFocus()
    QTest.keyClicks(view.remarks.text, "De nghi them nguoi.")
    assert "Not kept" in view.remarks.state.text() and held(here) == {}
    with qtbot.waitSignal(page.survey_changed):
        QTest.keyClick(view.remarks.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert held(here) == {"proposals": "De nghi them nguoi."}
    assert view.remarks.state.text().startswith("Kept ") and not view.remarks.keep.isEnabled()
    assert view.remarks.text.hasFocus()
    out = tmp_path / "b.pdf"
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        page.save_to(out)
    assert "De nghi them nguoi." in pdf_text(out.read_bytes())


def test_what_is_typed_and_not_kept_waits_where_it_was_typed(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(6)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    choose(view, Section.RESULTS)
    view.remarks.text.setPlainText("Chưa xong")
    choose(view, Section.OVERVIEW)
    assert view.remarks.text.toPlainText() == ""
    type_day(page, "31/12/2099")
    settle(page, qtbot)
    choose(view, Section.RESULTS)
    assert view.remarks.text.toPlainText() == ""  # another report
    page.filter.day.clear()
    settle(page, qtbot)
    assert view.remarks.text.toPlainText() == "Chưa xong" and held(here) == {}
    again = shown(ResultsPage, here["Hà"], tmp_path, qtbot)  # another language or text size: the page is made anew
    again.desk.kept.update(page.desk.kept)
    fresh = report_of(again, qtbot)
    choose(fresh, Section.RESULTS)
    assert fresh.remarks.text.toPlainText() == "Chưa xong"


def test_the_draft_goes_under_what_stands_there(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(5)
    here.settled(2, Q2="1")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    choose(view, Section.SHORTCOMINGS)
    view.remarks.text.setPlainText("Một là, phiếu ít.")
    QTest.keyClick(view, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "71,43%" in view.remarks.text.toPlainText(), timeout=20_000)
    settle(page, qtbot)
    assert view.remarks.text.toPlainText().startswith("Một là, phiếu ít.\n- ")
    assert held(here) == {}  # nothing is kept that nobody kept
    choose(view, Section.RESULTS)
    assert not view.remarks.draft.isEnabled()


def test_an_emptied_remark_is_taken_away_and_none_is_refused(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(5)
    workflow.write_remark(here["Hà"], "results", "Một.")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    choose(view, Section.RESULTS)
    assert view.remarks.text.toPlainText() == "Một."
    view.remarks.text.setPlainText(" ")
    view.remarks.keep_text()
    settle(page, qtbot)
    assert held(here) == {}
    view.remarks.text.setPlainText("  ")
    view.remarks.keep_text()
    assert page.notice.kind == "error"


@pytest.mark.parametrize(
    ("form", "printed", "absent"),
    [(NOTICE, "THÔNG BÁO", "Phụ lục"), (SECTION, "V. CHẤT LƯỢNG DỮ LIỆU", "CỘNG HÒA")],
)
def test_the_forms_of_the_report(
    form: str, printed: str, absent: str, here: Station, tmp_path: Path, qtbot: Any
) -> None:
    here.settled(6)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    view.form.setCurrentIndex(view.form.findData(form))
    settle(page, qtbot)
    assert (view.preview.pages == 1) is (form == NOTICE)
    out = tmp_path / "b.pdf"
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        page.save_to(out)
    text = pdf_text(out.read_bytes())
    assert printed in text and absent not in text


def test_the_notice_has_a_key(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(6)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    QTest.keyClick(page, Qt.Key.Key_F11)
    settle(page, qtbot)
    assert page.report is not None and page.tabs.currentWidget() is page.report
    assert page.report.is_notice and page.report.preview.pages == 1


def test_a_notice_of_too_few_ballots_is_refused_and_shows_nothing(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(3)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    view = report_of(page, qtbot)
    assert view.preview.pages > 1
    view.form.setCurrentIndex(view.form.findData(NOTICE))
    settle(page, qtbot)
    assert page.notice.kind == "error" and view.preview.pages == 0


def test_a_report_of_the_plan_brings_its_ballots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    with cheap_station(tmp_path, monkeypatch, "da-nang-2021") as office:
        take(office, *(Day(f"2021-05-{n:02}") for n in range(10, 16)), Day("2021-10-10"))
        page = shown(ResultsPage, office.admin, tmp_path, qtbot)
        view = report_of(page, qtbot)
        view.form.setCurrentIndex(view.form.findData("sau-thang"))
        settle(page, qtbot)
        assert page.filter.chosen.until == datetime.date(2021, 6, 14)
        assert page.figures is not None and page.figures.ballots.settled == 6
        wanted = view.wanted()
        assert (wanted.section, wanted.title) == (True, "Kết quả khảo sát 6 tháng đầu năm 2021")
        choose(view, Section.PROPOSALS)
        view.remarks.text.setPlainText("Sáu tháng.")
        view.remarks.keep_text()
        settle(page, qtbot)
        (kept,) = queries.remarks(office.admin)
        assert kept.about == About(until=datetime.date(2021, 6, 14))
        type_day(page, "1/6/2021")  # other ballots: no report of the plan any more
        settle(page, qtbot)
        assert view.report is None and not view.wanted().section


def test_an_observer_has_no_report_and_no_remarks(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(5)
    page = shown(ResultsPage, here["Giám sát"], tmp_path, qtbot)
    assert page.report is None
    page.save_to(tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()
