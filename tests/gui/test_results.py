"""The results page: figures as the queries have them, filters, small cells, the report from preview to file."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.index import BallotCounts, compute
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.gui.results_filter import read_day
from sipas_desktop.gui.results_tables import UnitsTable
from sipas_desktop.gui.theme import DARK, LIGHT, Theme
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import CatalogueEntry
from tests.gui.stations import cheap_station, shown
from tests.online import Day, take
from tests.surveys import Station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as station:
        yield station


def open_tab(page: ResultsPage, view: Any, qtbot: Any) -> None:
    page.tabs.setCurrentWidget(view)
    qtbot.waitUntil(lambda: view not in page._stale and not page.task_line.running, timeout=20_000)
    QApplication.processEvents()


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_without_a_settled_ballot_the_page_says_what_is_missing(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.received(2)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert not page._empty.isHidden()
    assert "settled" in page._empty_words.text()


def test_index_stands_with_its_definition_its_numbers_and_its_target(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(3)
    here.settled(1, overall="2")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.index.number.text() == "75,00%"
    told = page.index.told()
    for words in ("Overall question", "3 : 4 × 100 = 75,00%", "Wilson", "target of 80% is not reached", "4 settled"):
        assert words in told
    page.filter.by.setCurrentIndex(page.filter.by.findData(IndexDefinition.POOLED))
    assert page.index.number.text() == "100,00%"
    assert "No confidence interval" in page.index.told()


def test_figures_of_few_ballots_say_so(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(4)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert "not for publishing" in page.index.told()
    here.settled(1)
    page.refresh()
    assert "not for publishing" not in page.index.told()


def test_every_definition_can_be_looked_at(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    offered = [page.filter.by.itemData(n) for n in range(page.filter.by.count())]
    assert set(offered) == set(IndexDefinition) - {IndexDefinition.WEIGHTED_FACTORS}  # the plan gives no weights
    for number in range(page.filter.by.count()):
        page.filter.by.setCurrentIndex(number)
        assert page.notice.kind == ""
        assert page.index.told()


def test_missing_answers_and_answers_add_up_to_the_settled_ballots(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    here.settled(1, Q1=".")
    here.settled(1, Q1="*", Q2="?")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.missing, qtbot)
    rows = page.missing.table.rows.shown
    assert rows[0][1:] == (4, 2, "–", 1, 1, 0)  # Q1: this form offers no "no opinion"
    assert rows[1][1:] == (4, 3, "–", 0, 0, 1)
    open_tab(page, page.levels, qtbot)
    first = page.levels.table.rows.shown[0]
    assert first[1:9] == ("0 (0,00%)", "0 (0,00%)", "0 (0,00%)", "2 (100,00%)", "0 (0,00%)", 2, "100,00%", "4,00")


def type_day(page: ResultsPage, text: str) -> None:
    page.filter.day.setText(text)
    page.filter.day.editingFinished.emit()


@pytest.mark.parametrize(
    ("text", "day"),
    [("05/9/2017", (2017, 9, 5)), ("5-9-2017", (2017, 9, 5)), ("9/2017", None), ("32/1/2017", None), ("5/9/17", None)],
)
def test_a_day_is_read_as_people_write_it(text: str, day: tuple[int, int, int] | None) -> None:
    assert read_day(text) == (datetime.date(*day) if day else None)


def test_filters_narrow_the_figures(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    type_day(page, "1.7.2017")
    assert page.figures is not None and page.figures.ballots.settled == 0
    assert page.filter.chosen.until == datetime.date(2017, 7, 1)
    type_day(page, "31/02/2017")
    assert page.notice.kind == "error" and "31/02/2017" in page.notice.words
    assert page.filter.day.property("state") == "error"
    page.filter.day.clear()
    assert page.figures.ballots.settled == 2 and page.filter.day.property("state") == ""
    assert page.notice.kind == ""
    page.filter.unit.setCurrentIndex(1)
    assert page.filter.chosen.unit == queries.catalogue(here.admin, "unit")[0].code
    assert page.figures.ballots.settled == 0


def test_few_ballots_of_a_unit_are_not_shown(qapp: object, qtbot: Any, here: Station) -> None:
    form = next(iter(here.admin.forms.values()))

    def figures(settled: int) -> Any:
        counts = {"overall": {"5": settled}}
        return compute(form, IndexDefinition.OVERALL, counts, BallotCounts(0, 0, 0, {}, settled, settled))

    theme = Theme("light")
    table = UnitsTable(theme, None)  # type: ignore[arg-type]
    qtbot.addWidget(table)
    theme.setParent(table)
    units = [CatalogueEntry(code, f"Xã {code}") for code in "abc"]
    table.fill({"a": figures(30), "b": figures(3), "c": figures(6), "z": figures(9)}, units, 2)
    shown_rows = {row[0]: row[3] for row in table.table.rows.shown}
    # 3 ballots alone could be worked out from the whole, so the next smallest is hidden with them.
    assert shown_rows == {"a": "100,00%", "b": "*", "c": "*", "z": "100,00%"}
    assert [row[1] for row in table.table.rows.shown][-1] == "z"


def test_units_are_worked_out_when_their_tab_is_opened(here: Station, tmp_path: Path, qtbot: Any) -> None:
    unit = queries.catalogue(here.admin, "unit")[0]
    workflow.open_batch(here.admin, "B", unit.code)
    for serial in here.print(5):
        workflow.receive(here.admin, serial, batch="B")
        for name, number in (("Lan", 1), ("Mai", 2)):
            answers = {code: answer for code, answer in here.answers().items() if code != "unit"}
            workflow.key_ballot(here[name], serial, number, answers)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.units.table.rows.shown == []
    open_tab(page, page.units, qtbot)
    assert [row[:4] for row in page.units.table.rows.shown] == [(unit.code, unit.name, 5, "100,00%")]


def test_charts_are_drawn_in_the_colours_of_the_window(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.charts, qtbot)
    for chart in (page.levels_chart, page.factors_chart):
        colours = seen(chart)
        assert LIGHT.raised in colours and LIGHT.text in colours
        assert chart.accessibleName().startswith("Chart")
    page.desk.theme.toggle()
    colours = seen(page.levels_chart)
    assert DARK.raised in colours and DARK.text in colours and "#ffffff" not in colours


def seen(chart: ChartView) -> set[str]:
    QApplication.processEvents()
    picture = chart.grab().toImage()
    return {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)
    }


def test_a_chart_fits_its_view_at_every_width(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(1)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    open_tab(page, page.charts, qtbot)
    for width in (1200, 800):
        page.resize(width, 700)
        QApplication.processEvents()
        assert page.levels_chart._grey is not None
        assert abs(page.levels_chart._grey.width() - page.levels_chart.width()) <= 1


def test_comments_are_for_the_office(here: Station, tmp_path: Path, qtbot: Any) -> None:
    from sipas_desktop.domain import answer as a
    from sipas_desktop.domain.answer import Answer

    (serial,) = here.received(1, batch=None)
    for name, number in (("Lan", 1), ("Mai", 2)):
        answers = here.answers() | {"comment": Answer(a.WRITTEN, "Chỗ ngồi chờ chật.")}
        workflow.key_ballot(here[name], serial, number, answers)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.comments is not None
    open_tab(page, page.comments, qtbot)
    assert [row[0] for row in page.comments.table.rows.shown] == ["Chỗ ngồi chờ chật."]
    page.comments.table.view.selectRow(0)
    assert page.comments.whole.toPlainText() == "Chỗ ngồi chờ chật."
    for name in ("Giám sát", "Hòa"):
        other = shown(ResultsPage, here[name], tmp_path, qtbot)
        assert other.comments is None and other.report is None


def test_an_observer_copies_the_figures(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(2)
    page = shown(ResultsPage, here["Giám sát"], tmp_path, qtbot)
    (button,) = (each for each in page.buttons() if each.property("role") == "primary")
    button.click()
    copied = QGuiApplication.clipboard().text()
    assert "100,00%" in copied and page.form.factors[0].title in copied


def test_the_preview_is_the_report_and_records_nothing(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(4)
    head = queries.current_head(here["Hà"])
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.report is not None
    open_tab(page, page.report, qtbot)
    assert page.report.preview.pages >= 3
    assert queries.current_head(here["Hà"]) == head
    page.leave()
    assert page.report.preview.pages == 0


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_report_is_saved_and_recorded(
    suffix: str, here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.settled(4)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    before = queries.current_head(here["Hà"])
    chosen = tmp_path / "Báo cáo"  # without its ending, as one types it
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        {".pdf": page.save_pdf, ".docx": page.save_docx, ".xlsx": page.save_xlsx}[suffix]()
    saved = chosen.with_name(chosen.name + suffix)
    assert saved.stat().st_size > 5000
    assert page.notice.kind == "ok" and str(saved) in page.notice.words
    assert queries.current_head(here["Hà"]) != before
    if suffix == ".pdf":
        assert page.report is not None and page.tabs.currentWidget() is page.report
        assert page.report.preview.pages > 0
        assert "100,00%" in pdf_text(saved.read_bytes())


def test_the_plans_definition_is_printed_unless_another_is_asked_for(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(3)
    here.settled(1, overall="2")
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.report is not None
    page.filter.by.setCurrentIndex(page.filter.by.findData(IndexDefinition.POOLED))
    open_tab(page, page.report, qtbot)
    texts = []
    for own in (False, True):
        page.report.own_definition.setChecked(own)
        out = tmp_path / f"{own}.pdf"
        with qtbot.waitSignal(page.survey_changed, timeout=20_000):
            qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)
            page.save_to(out)
        texts.append(pdf_text(out.read_bytes()))
    assert "3 : 4 × 100 = 75,00%" in texts[0]
    assert "3 : 4 × 100 = 75,00%" not in texts[1] and "24 : 24 × 100 = 100,00%" in texts[1]


def test_nothing_is_saved_when_the_person_changes_her_mind(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.settled(1)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    head = queries.current_head(here["Hà"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.save_pdf()
    assert not page.task_line.running and queries.current_head(here["Hà"]) == head


def test_a_folder_that_is_gone_is_refused_in_words(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(1)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    page.save_to(tmp_path / "không có" / "b.pdf")
    qtbot.waitUntil(lambda: page.notice.kind == "error", timeout=20_000)


def test_officers_have_a_tab_where_online_answers_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    with cheap_station(tmp_path, monkeypatch, "da-nang-2021") as office:
        take(office, Day("2021-05-10"))
        page = shown(ResultsPage, office.admin, tmp_path, qtbot)
        assert page._empty.isHidden()  # a survey that is online only has results as well
        assert page.officers is None
        workflow.set_officers(
            office.admin,
            [workflow.Entry("cb-1", "Cán bộ một"), workflow.Entry("cb-2", "Hai"), workflow.Entry("cb-3", "Ba")],
        )
        days = [Day(f"2021-06-{n:02}", "5" if n > 3 else "1", officer="cb-1") for n in range(1, 13)]
        more = [Day(f"2021-07-{n:02}", "5", officer="cb-3") for n in range(1, 15)]
        take(office, *days, *more, Day("2021-06-20", officer="cb-2"))
        page.refresh()
        assert page.officers is not None
        names = [page.tabs.tabText(n) for n in range(page.tabs.count())]
        assert names.index("Officers") == names.index("Units") + 1
        open_tab(page, page.officers, qtbot)
        rows = [row[:4] for row in page.officers.table.rows.shown]
        # The smallest that could be shown is hidden too, or the other would be told by the whole.
        assert rows == [("cb-1", "Cán bộ một", 12, "*"), ("cb-2", "Hai", 1, "*"), ("cb-3", "Ba", 14, "100,00%")]
        type_day(page, "30/5/2021")
        open_tab(page, page.officers, qtbot)
        assert page.officers.table.rows.shown == []
        page.refresh()
        assert [page.tabs.tabText(n) for n in range(page.tabs.count())] == names
        open_tab(page, page.officers, qtbot)  # nothing goes on in the background when the survey closes


def test_without_officers_there_is_no_such_tab(here: Station, tmp_path: Path, qtbot: Any) -> None:
    here.settled(1)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    assert page.officers is None
    assert "Officers" not in [page.tabs.tabText(n) for n in range(page.tabs.count())]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_document_and_a_workbook_are_checked_by_the_same_key(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    here.settled(3)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    out = tmp_path / f"báo cáo.{kind}"
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        page.save_to(out)
    open_tab(page, page.report, qtbot)
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (asked.append(given[-1]), (str(out), ""))[1])
    qtbot.keyClick(page.window(), Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: page.notice.kind != "" and not page.task_line.running, timeout=20_000)
    assert "All figures of the report that were compared agree" in str(page.notice.words)
    assert "figures were compared" in page.check.lines.toPlainText()
    assert f"*.{kind}" in asked[0]


def test_a_saved_report_is_checked_under_its_pages_by_a_key(
    here: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.settled(3)
    page = shown(ResultsPage, here["Hà"], tmp_path, qtbot)
    out = tmp_path / "báo cáo.pdf"
    with qtbot.waitSignal(page.survey_changed, timeout=20_000):
        page.save_to(out)
    open_tab(page, page.report, qtbot)
    picked = [str(out)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (picked[0], ""))

    def check() -> str:
        page.notice.clear()
        qtbot.keyClick(page.window(), Qt.Key.Key_F10)
        qtbot.waitUntil(lambda: page.notice.kind != "" and not page.task_line.running, timeout=20_000)
        return str(page.notice.words)

    assert "báo cáo.pdf: The report is right" in check()
    assert page.notice.kind == "ok" and page.check.lines.isHidden()
    out.write_bytes(out.read_bytes().replace(b"100,00%", b"900,00%"))
    assert "does NOT agree" in check()
    assert page.notice.kind == "error" and not page.check.lines.isHidden()
    named = page.check.lines.toPlainText().splitlines()
    assert any("the report says “900,00%”, the data say “100,00%”" in line for line in named)
    picked[0] = str(tmp_path / "khác.pdf")
    assert "khác.pdf" in check()
    assert page.notice.kind == "error" and page.check.lines.isHidden()
    picked[0] = ""
    page.notice.clear()
    page.check.choose()
    assert not page.task_line.running
    assert dict(page.keys())["F10"] == "in the report: check a report"
