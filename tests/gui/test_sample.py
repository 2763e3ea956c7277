"""The sample list in the window: looked at first, taken on a key, nothing written on the other."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.sample_workbook import PROCEDURES, UNITS, write_sample_workbook
from sipas_desktop.gui import sample
from sipas_desktop.gui.sample import SamplePage
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import SampleCounts
from sipas_desktop.store.workflow import Entry, MemberData
from tests.gui import surveys
from tests.gui.test_accessibility import check

PEOPLE = 30


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))


@pytest.fixture
def page(shell: SimpleNamespace, survey: OpenSurvey) -> SamplePage:
    shown = surveys.show(shell, survey, "sample")
    assert isinstance(shown, SamplePage)
    return shown


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """``PEOPLE`` people under one title: one without a name, one twice."""
    path = tmp_path / "danh sách gửi lên.xlsx"
    write_sample_workbook(path, Chance(1), PEOPLE)
    book = openpyxl.load_workbook(path)
    sheet: Any = book.active
    sheet["B9"] = ""
    sheet["G11"] = sheet["G5"].value
    book.save(path)
    return path


def finish(qtbot: Any, page: SamplePage) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def read(qtbot: Any, page: SamplePage, path: Path) -> None:
    page.file.line.setText(str(path))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)


def read_again(qtbot: Any, page: SamplePage, path: Path) -> None:
    page.drop()
    read(qtbot, page, path)


def counts(survey: OpenSurvey) -> SampleCounts:
    return queries.sample_counts(survey)


def test_reading_shows_everything_and_writes_nothing(
    page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any
) -> None:
    read(qtbot, page, workbook)
    preview = page.preview
    assert [figure.text() for figure in preview._figures][:3] == [str(PEOPLE - 2), "2", "1"]
    assert [(row[1], row[2]) for row in preview.rejected.table.rows.shown] == [(9, "B: Họ và tên"), (11, "G: Mã hồ sơ")]
    assert preview.corrected.table.rows.total >= PEOPLE - 2, "Excel dropped the zero of every phone"
    assert [row[1] for row in preview.columns.rows.shown] == ["B", "C", "D", "E", "F", "G"]
    assert preview.tabs.currentWidget() is preview.rejected, "rejections are what must be looked at"
    shown = [n for n in range(preview.tabs.count()) if preview.tabs.isTabVisible(n)]
    hidden = (preview.files, preview.missing, preview.old)
    assert not set(shown) & {preview.tabs.indexOf(part) for part in hidden}, "those are of folders and old text"
    preview.rejected.table.view.selectRow(1)
    assert preview.rejected._remark.text() == preview.rejected.table.rows.shown[1][5]
    assert counts(survey) == SampleCounts(0, 0, 0, 0, 0)


def test_no_leaves_the_survey_as_it_was(page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any) -> None:
    read(qtbot, page, workbook)
    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert not page.preview.isVisible() and page._nothing.isVisible()
    assert page.preview.members.rows.total == 0, "no personal data stays behind"
    assert counts(survey) == SampleCounts(0, 0, 0, 0, 0)


def test_yes_takes_the_members_and_lists_them(page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any) -> None:
    read(qtbot, page, workbook)
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert f"{PEOPLE - 2}" in page.notice.words and "Ctrl+2" in page.notice.words
    assert counts(survey).official == PEOPLE - 2
    assert page.members.rows.total == PEOPLE - 2
    someone = page.members.rows.shown[3]
    page.members.search.setText("so xay dung")
    assert 0 < len(page.members.rows.shown) < PEOPLE - 2, someone
    assert all("Sở Xây dựng" in row for row in page.members.rows.shown)


def test_a_long_list_is_read_while_the_window_goes_on(
    shell: SimpleNamespace, survey: OpenSurvey, workbook: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    preview = preview_sample(survey, workbook, "official")
    accept_sample(survey, preview)
    monkeypatch.setattr(sample, "AT_ONCE", PEOPLE - 3)
    surveys.show(shell, survey, "overview")
    shell.window.go("sample")
    page = shell.window.page
    assert isinstance(page, SamplePage) and page.task_line.running and page.members.rows.total == 0
    finish(qtbot, page)
    assert page.members.rows.total == PEOPLE - 2 and page.members.isVisible()
    page.refresh()
    assert not page.task_line.running, "the same list is not read again"


def test_names_without_a_code_are_told_before_and_after(
    page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any
) -> None:
    read(qtbot, page, workbook)
    told = {row[1]: row[2] for row in page.preview.without_code.rows.shown}
    assert set(told) == {*UNITS, *PROCEDURES}
    assert sum(told[name] for name in UNITS) == PEOPLE - 2
    assert page.preview.tabs.isTabVisible(page.preview.tabs.indexOf(page.preview.without_code))
    assert page.notice.kind == "attention"
    for kind, names in (("unit", UNITS), ("procedure", PROCEDURES)):
        workflow.set_catalogue(survey, kind, [Entry(f"9{n}", name) for n, name in enumerate(names)])
    read_again(qtbot, page, workbook)
    assert page.preview.without_code.rows.total == 0
    assert not page.preview.tabs.isTabVisible(page.preview.tabs.indexOf(page.preview.without_code))
    page.accept()
    finish(qtbot, page)
    assert page.notice.kind == "ok"


def test_the_same_file_again_is_rejected_as_known(
    page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any
) -> None:
    for _ in range(2):
        read(qtbot, page, workbook)
        page.accept()
        finish(qtbot, page)
    assert counts(survey).official == PEOPLE - 2
    assert page.notice.kind == "error"
    assert not page._next.isEnabled(), "there is nobody to take"


def test_a_reserve_list_is_taken_as_such(page: SamplePage, survey: OpenSurvey, workbook: Path, qtbot: Any) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet: Any = book.active
    sheet["A1"], sheet.title = "DANH SÁCH", "Trang 1"
    book.save(workbook)
    page.kind.setCurrentIndex(page.kind.findData("reserve"))
    read(qtbot, page, workbook)
    page.accept()
    finish(qtbot, page)
    assert (counts(survey).official, counts(survey).reserve) == (0, PEOPLE - 2)


def test_remarks_are_saved_as_a_workbook(
    page: SamplePage, workbook: Path, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ghi chú.xlsx"
    asked: list[str] = []

    def answer(_parent: Any, _title: str, start: str, _filters: str) -> tuple[str, str]:
        asked.append(start)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    read(qtbot, page, workbook)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    finish(qtbot, page)
    assert asked == [str(workbook.with_name("ghi-chu-danh sách gửi lên.xlsx"))]
    rejected: Any = openpyxl.load_workbook(out).worksheets[0]
    assert [row[1].value for row in rejected.iter_rows(min_row=2)] == [9, 11]


def test_a_file_that_is_no_list_is_refused_in_the_page(page: SamplePage, tmp_path: Path, qtbot: Any) -> None:
    wrong = tmp_path / "thơ.csv"
    wrong.write_text("Trăm năm\ntrong cõi\n", encoding="utf-8")
    for path in (wrong, tmp_path / "không có.xlsx"):
        read(qtbot, page, path)
        assert page.notice.kind == "error" and path.name in page.notice.words
        assert page._nothing.isVisible() and not page.preview.isVisible()


def test_cancelled_reading_shows_no_preview(page: SamplePage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "dài.xlsx"
    write_sample_workbook(path, Chance(1), 3000)
    page.file.line.setText(str(path))
    page.read_file()
    page.task_line.cancel()
    finish(qtbot, page)
    assert page._shown is None and page.notice.kind == "attention"


def test_a_stopped_import_leaves_nobody_behind(survey: OpenSurvey) -> None:
    from sqlalchemy import text

    def stop(done: int) -> None:
        if done >= 1000:
            raise InterruptedError

    people = [MemberData("official", f"Người {number}") for number in range(2000)]
    with pytest.raises(InterruptedError):
        workflow.import_sample(survey, people, "0" * 64, progress=stop)
    with survey.reading() as conn:
        assert conn.execute(text("SELECT count(*) FROM sample_member")).scalar() == 0
        assert conn.execute(text("SELECT count(*) FROM sample_import")).scalar() == 0
    assert workflow.import_sample(survey, people, "0" * 64) == 2000


def test_leaving_the_page_puts_an_undecided_preview_away(
    shell: SimpleNamespace, page: SamplePage, workbook: Path, qtbot: Any
) -> None:
    read(qtbot, page, workbook)
    shell.window.go("receive")
    assert page._shown is None and page.preview.members.rows.total == 0


@pytest.mark.parametrize(("plan", "word"), [("son-tay-2017", "không ghi danh"), ("", "gắn với người đó")])
def test_the_page_says_what_a_list_means_for_the_ballots(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: str, word: str
) -> None:
    made = surveys.make(tmp_path, monkeypatch, plan=plan or surveys.linked_plan(tmp_path))
    page: Any = surveys.show(shell, made, "sample")
    assert word in page._identity.text()


def test_every_part_of_the_preview_is_reached_by_keyboard(
    shell: SimpleNamespace, page: SamplePage, workbook: Path, qtbot: Any
) -> None:
    check(shell.window)
    read(qtbot, page, workbook)
    for number in range(page.preview.tabs.count()):
        page.preview.tabs.setCurrentIndex(number)
        check(shell.window)
