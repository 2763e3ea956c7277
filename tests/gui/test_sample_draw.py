"""Drawing in the window, with the keyboard alone: seed shown, lists drawn, one replaced, a folder taken."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.gui.sample import SamplePage
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
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "error", "without a reason nobody is replaced"
    page.work.reason.setText("chuyển nơi ở")
    qtbot.keyClick(page, Qt.Key.Key_F12)
    assert page.notice.kind == "ok", page.notice.words
    assert queries.sample_counts(survey).replaced == 1
    assert page.work.reason.text() == ""


def test_minutes_templates_and_a_folder(
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
    (folder / "danh sách.csv").write_text("Họ và tên,Mã hồ sơ\nNgười mới,D-99\n", encoding="utf-8")
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    assert "Sở Chưa Gửi" in page.notice.words
    assert queries.sample_counts(survey).official == 11


def test_old_encodings_are_converted_on_a_key(page: SamplePage, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "cũ.csv"
    path.write_text("Họ và tên,Mã hồ sơ\nNguyÔn V¨n An,D-1001\n", encoding="utf-8")
    page.file.line.setText(str(path))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert page._convert.isVisible() and page.preview.members.rows.total == 0
    qtbot.keyClick(page, Qt.Key.Key_F7)
    finish(qtbot, page)
    assert [row[2] for row in page.preview.members.rows.shown] == ["Nguyễn Văn An"]
