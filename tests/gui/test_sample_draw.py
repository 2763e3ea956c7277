"""Drawing in the window, with the keyboard alone: seed shown, lists drawn, one replaced, a folder taken."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.gui.sample import SamplePage
from sipas_desktop.jobs.collecting import missing_units
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import Entry, MemberData
from tests.gui import surveys
from tests.gui.test_accessibility import check


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    made = surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))
    members = [MemberData("frame", f"Người {n}", unit="Sở A", dossier=f"D-{n}") for n in range(40)]
    workflow.import_sample(made, members, "0" * 64)
    return made


@pytest.fixture
def page(shell: SimpleNamespace, survey: OpenSurvey) -> SamplePage:
    shown = surveys.show(shell, survey, "sample")
    assert isinstance(shown, SamplePage)
    return shown


def finish(qtbot: Any, page: SamplePage) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def drawn(qtbot: Any, page: SamplePage) -> None:
    """Ten official and four in reserve, by keys."""
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert page.form.isVisible() and page.form.seed.text().isdigit(), "the seed is shown before anything is drawn"
    page.form.seed.setText("815")
    page.form.official.setText("10")
    page.form.reserve.setText("4")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)


def test_drawn_by_keys(page: SamplePage, survey: OpenSurvey, qtbot: Any) -> None:
    drawn(qtbot, page)
    assert not page.form.isVisible() and page.members.isVisible()
    (made,) = queries.draws(survey)
    assert (made.seed, made.official, made.reserve) == (815, 10, 4)
    assert "10" in page.notice.words
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert "815" in page.form.last.text() and page.form.seed.text() != "815"
    check(page)
    check(page)
    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert not page.form.isVisible() and len(queries.draws(survey)) == 1


def test_a_seed_that_is_none_is_asked_for_again(page: SamplePage, survey: OpenSurvey, qtbot: Any) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F7)
    page.form.seed.setText("mười")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert page.notice.kind == "attention" and not queries.draws(survey)


def test_the_chosen_member_is_replaced_with_a_reason(page: SamplePage, survey: OpenSurvey, qtbot: Any) -> None:
    drawn(qtbot, page)
    official = queries.sample_members(survey, "official")[0]
    page.members.select(str(official.position))
    assert official.name in page.replacing.who.text()
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "error", "without a reason nobody is replaced"
    page.replacing.reason.setText("chuyển nơi ở")
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "ok", page.notice.words
    assert queries.sample_counts(survey).replaced == 1
    assert page.replacing.reason.text() == ""


def test_minutes_and_templates(
    page: SamplePage, survey: OpenSurvey, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(qtbot, page)
    out, folder = tmp_path / "biên bản.pdf", tmp_path / "cơ quan"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    finish(qtbot, page)
    assert out.read_bytes().startswith(b"%PDF")
    workflow.set_catalogue(survey, "unit", [Entry("901", "Sở Chưa Gửi")])
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    finish(qtbot, page)
    assert any(path.name.startswith("901") for path in folder.iterdir())


def test_the_form_shows_what_counts_only(page: SamplePage, qtbot: Any) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F7)
    form = page.form
    assert not form.again.isVisible(), "there is nothing yet to draw again"
    form.method.setCurrentIndex(form.method.findData("simple"))
    assert not form.by.isEnabled(), "a simple draw has no strata"
    qtbot.keyClick(page, Qt.Key.Key_F4)
    drawn(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert form.again.isVisible() and form.again.isChecked(), "no row of the frame is left undrawn"
    assert form.reason.isVisible()
    form.again.setChecked(False)
    assert not form.reason.isVisible()
    check(page)


def test_a_draw_that_falls_short_is_said(page: SamplePage, qtbot: Any) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F7)
    page.form.official.setText("45")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert page.notice.kind == "attention" and "5" in page.notice.words.split(".")[1]


def test_the_reserve_of_another_part_on_request(page: SamplePage, survey: OpenSurvey, qtbot: Any) -> None:
    lists = [("official", "Sở B"), ("reserve", "Sở C")]
    members = [MemberData(name, f"Công ty {unit}", unit=unit, dossier=f"E-{unit}") for name, unit in lists]
    workflow.import_sample(survey, members, "1" * 64)
    page.refresh()
    number = queries.sample_members(survey, "official")[0].position
    page.members.select(str(number))
    page.replacing.reason.setText("giải thể")
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "error" and queries.sample_counts(survey).replaced == 0
    page.replacing.elsewhere.setChecked(True)
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "ok" and queries.sample_counts(survey).replaced == 1
    assert not page.replacing.elsewhere.isChecked(), "the next one is of her own part again"


@pytest.fixture
def folder(tmp_path: Path, survey: OpenSurvey, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What two of three agencies sent: one in TCVN3 with a row of the other's, and a file that is none."""
    workflow.set_catalogue(survey, "unit", [Entry("901", "Sở Một"), Entry("902", "Sở Hai"), Entry("903", "Sở Ba")])
    made = tmp_path / "cơ quan gửi"
    made.mkdir()
    lists = {
        "901 - Sở Một.csv": "Họ và tên,Số điện thoại,Cơ quan giải quyết,Mã hồ sơ\n"
        "Trần Thị Bình,912345678,Sở Một,H57.1-240801-0101\n,0912345679,Sở Một,H57.1-240801-0102\n",
        "902 - Sở Hai.csv": "Họ và tên,Cơ quan giải quyết,Mã hồ sơ\nNguyÔn V¨n An,Sở Hai,H57.1-240801-0201\n"
        "Le Be,Sở Hai,H57.1-240801-0101\nLe Ba,Sở Hai,H57.1-240801-0203\n",
        "hỏng.csv": "Trăm năm\ntrong cõi\n",
    }
    for name, text in lists.items():
        (made / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made))
    return made


def test_a_folder_is_looked_at_before_it_is_taken(
    page: SamplePage, survey: OpenSurvey, folder: Path, qtbot: Any
) -> None:
    before = queries.sample_counts(survey)
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    preview = page.preview
    assert preview.tabs.currentWidget() is preview.files and page.notice.kind == "attention"
    rows = preview.files.table.rows.shown
    assert [row[0] for row in rows] == ["902 - Sở Hai.csv", "hỏng.csv", "901 - Sở Một.csv"], "first what wants a look"
    assert rows[0][1:] == (1, 2, 0, "TCVN3", "Sở Hai")
    assert rows[2][1:] == (1, 1, 1, "", "Sở Một")
    assert rows[1][1:4] == (0, 0, 0) and "hỏng.csv" in rows[1][4]
    preview.files.table.select("hỏng.csv")
    assert preview.files._remark.text() == rows[1][4]
    assert ("903", "Sở Ba") in preview.missing.rows.shown
    assert not {"901", "902"} & {code for code, _ in preview.missing.rows.shown}
    ((where, column, encoding, cells, found, result),) = preview.old.rows.shown
    assert (where, column, encoding, cells) == ("902 - Sở Hai.csv", "A: Họ và tên", "TCVN3", 1)
    assert (found, result) == ("NguyÔn V¨n An", "Nguyễn Văn An")
    rejected = {(row[0], row[1]): row[5] for row in preview.rejected.table.rows.shown}
    assert set(rejected) == {("901 - Sở Một.csv", 3), ("902 - Sở Hai.csv", 2), ("902 - Sở Hai.csv", 3)}
    assert "901 - Sở Một.csv" in rejected["902 - Sở Hai.csv", 3], "it says which file has the dossier already"
    assert [(row[2], row[-1]) for row in preview.members.rows.shown] == [
        ("Trần Thị Bình", "901 - Sở Một.csv"),
        ("Le Ba", "902 - Sở Hai.csv"),
    ]
    assert queries.sample_counts(survey) == before, "nothing is written before somebody says so"
    for number in range(preview.tabs.count()):
        if preview.tabs.isTabVisible(number):
            preview.tabs.setCurrentIndex(number)
            check(page)


def test_a_folder_is_converted_on_a_key_and_taken(
    page: SamplePage, survey: OpenSurvey, folder: Path, qtbot: Any
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F7)
    finish(qtbot, page)
    assert not page._convert.isVisible() and page.preview.old.rows.total == 0
    assert ("NguyÔn V¨n An", "Nguyễn Văn An") in [row[3:5] for row in page.preview.corrected.table.rows.shown]
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    missing = len(missing_units(survey))
    assert f"Còn {missing} đơn vị chưa có danh sách" in page.notice.words and page.notice.kind == "attention"
    listed = {row.name: row.unit for row in queries.sample_members(survey, "official")}
    assert listed == {"Trần Thị Bình": "Sở Một", "Nguyễn Văn An": "Sở Hai", "Le Ba": "Sở Hai"}
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F7)
    finish(qtbot, page)
    assert not page._next.isEnabled(), "the same folder twice adds nothing"
    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert page.members.isVisible() and queries.sample_counts(survey).official == 3


def test_remarks_on_a_folder_name_the_file(
    page: SamplePage, folder: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ghi chú.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    finish(qtbot, page)
    sheet: Any = load_workbook(out).worksheets[0]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"901 - Sở Một.csv", "902 - Sở Hai.csv"}


def test_a_file_with_its_headings_in_an_old_encoding(page: SamplePage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "cũ.csv"
    path.write_text("Hä vµ tªn,M· hå s¬\nNguyÔn V¨n An,D-1001\n", encoding="utf-8")
    page.file.line.setText(str(path))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert [row[2:] for row in page.preview.old.rows.shown] == [("TCVN3", "", "Hä vµ tªn", "Họ và tên")]
    assert not page._next.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    finish(qtbot, page)
    assert [row[2] for row in page.preview.members.rows.shown] == ["Nguyễn Văn An"]


def test_old_encodings_are_converted_on_a_key(page: SamplePage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "cũ.csv"
    path.write_text("Họ và tên,Mã hồ sơ\nNguyÔn V¨n An,D-1001\n", encoding="utf-8")
    page.file.line.setText(str(path))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert page._convert.isVisible() and page.preview.members.rows.total == 0
    assert [row[3:] for row in page.preview.old.rows.shown] == [(1, "NguyÔn V¨n An", "Nguyễn Văn An")]
    assert page.preview.tabs.currentWidget() is page.preview.old
    qtbot.keyClick(page, Qt.Key.Key_F7)
    finish(qtbot, page)
    assert [row[2] for row in page.preview.members.rows.shown] == ["Nguyễn Văn An"]
