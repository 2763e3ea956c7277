"""A form in editing that nobody saved survives the page, the operator, the program and the power."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sipas_desktop import paths
from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain.form_edit import draft_of
from sipas_desktop.gui import form_drafts
from sipas_desktop.gui.form_drafts import begun, kept, leave
from sipas_desktop.gui.moments import moment
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from tests.gui import surveys
from tests.gui.form_keys import CTRL, Typist, say
from tests.gui.test_accessibility import check


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch)


def again(survey: OpenSurvey) -> OpenSurvey:
    """The same file, opened anew."""
    return open_survey(survey.path, "Người quản trị", surveys.PASSWORD)


def files() -> list[Path]:
    folder = paths.own_data() / "forms"
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(autouse=True)
def _nothing_is_kept_of_another_test() -> None:
    for file in files():
        file.unlink()


def half_typed(typist: Typist, words: str) -> None:
    """Words into a field that is not left."""
    typist.go("body", 1)
    field = typist.field("label")
    field.setFocus()
    typist.press(Qt.Key.Key_A, CTRL, field)
    say(field, words)


def test_who_comes_next_is_offered_the_draft_and_goes_on_with_it(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey
) -> None:
    typist = Typist(qtbot, shell, survey)
    typist.go("body", 2)
    typist.press(Qt.Key.Key_N, CTRL, typist.editor.tree)
    half_typed(typist, "Chưa rời ô")
    shell.window.sign_out()
    survey = again(survey)
    left = kept(survey.about.id, survey.plan.groups[0].form)
    assert left is not None and left.by == "Người quản trị"
    typist = Typist(qtbot, shell, survey)
    offer = typist.editor.offer
    assert offer.isVisible()
    assert offer.words.text() == f"Bản nháp chưa lưu lúc {moment(left.at)} của Người quản trị."
    assert not typist.editor.tree.isEnabled() and not typist.editor.unsaved and not typist.page._next.isEnabled()
    check(shell.window)
    assert len(files()) == 1  # nobody has decided
    typist.press(Qt.Key.Key_F3, at=typist.page)
    assert not offer.isVisible() and typist.editor.tree.isEnabled()
    assert typist.editor.unsaved and typist.draft.at(("body", 1))["label"] == "Chưa rời ô"
    assert typist.draft.at(("body", 3))["text"] == edit.NEW_QUESTION
    typist.press(Qt.Key.Key_Z, CTRL, typist.editor.tree)
    assert not typist.editor.unsaved
    typist.press(Qt.Key.Key_Y, CTRL, typist.editor.tree)
    typist.press(Qt.Key.Key_F2, at=typist.editor.tree)
    assert files() == []
    assert survey.form_of_group(survey.plan.groups[0].code).by_code["Q1"].label == "Chưa rời ô"


def test_a_draft_with_a_mistake_has_the_paper_of_the_form_before(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey
) -> None:
    typist = Typist(qtbot, shell, survey)
    typist.go("body", 1)
    typist.write("text", "")
    shell.window.sign_out()
    typist = Typist(qtbot, shell, again(survey))
    typist.press(Qt.Key.Key_F3, at=typist.page)
    shell.window.toggle_language()  # nothing was drawn on the page made anew
    page = shell.window.page
    page.tabs.show_editor()
    qtbot.waitUntil(lambda: page.tabs.editor.paper.preview.pages > 0, timeout=20_000)
    assert page.tabs.editor.faults
    shell.window.toggle_language()


def test_a_draft_is_thrown_away_and_can_still_be_had_again(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey
) -> None:
    half_typed(Typist(qtbot, shell, survey), "Bỏ đi")
    shell.window.sign_out()
    typist = Typist(qtbot, shell, again(survey))
    typist.press(Qt.Key.Key_F7, at=typist.page)
    assert not typist.editor.offer.isVisible() and not typist.editor.unsaved
    qtbot.waitUntil(lambda: files() == [])
    typist.press(Qt.Key.Key_Y, CTRL, typist.editor.tree)
    assert typist.draft.at(("body", 1))["label"] == "Bỏ đi"
    qtbot.waitUntil(lambda: len(files()) == 1)
    typist.press(Qt.Key.Key_Z, CTRL, typist.editor.tree)
    qtbot.waitUntil(lambda: files() == [])


def test_a_draft_that_nobody_decided_on_stays_as_it_is(qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey) -> None:
    half_typed(Typist(qtbot, shell, survey), "Để đó")
    shell.window.sign_out()
    before = files()[0].read_bytes()
    typist = Typist(qtbot, shell, again(survey))
    for key in (Qt.Key.Key_N, Qt.Key.Key_H, Qt.Key.Key_Z, Qt.Key.Key_Y):
        typist.press(key, CTRL, typist.editor.offer.take)
    shell.window.toggle_language()  # the page is made anew
    shell.window.go("overview")
    shell.window.go("plan")
    shell.window.page.tabs.show_editor()
    QApplication.processEvents()
    assert shell.window.page.tabs.editor.offer.isVisible()
    assert "Draft not saved" in shell.window.page.tabs.editor.offer.words.text()
    shell.window.toggle_language()
    shell.window.sign_out()
    assert [file.read_bytes() for file in files()] == [before]


def test_it_says_where_the_survey_s_form_was_changed_meanwhile(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey
) -> None:
    half_typed(Typist(qtbot, shell, survey), "Của tôi")
    shell.window.sign_out()
    survey = again(survey)
    form = survey.form_of_group(survey.plan.groups[0].code)
    other = edit.put(draft_of(form.source), (), subtitle="Người khác sửa")
    workflow.change_form(survey, other.text)
    typist = Typist(qtbot, shell, survey)
    assert "đã thay đổi từ lúc đó" in typist.editor.offer.words.text()
    typist.press(Qt.Key.Key_F3, at=typist.page)
    assert "lưu thì bản này thay thế" in typist.editor._state.text()
    typist.press(Qt.Key.Key_F2, at=typist.editor.tree)
    assert "thay thế" not in typist.editor._state.text()
    now = survey.form_of_group(survey.plan.groups[0].code)
    assert (now.by_code["Q1"].label, now.subtitle) == ("Của tôi", form.subtitle)


def test_a_form_changed_elsewhere_while_somebody_edits_it_is_told(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey
) -> None:
    typist = Typist(qtbot, shell, survey)
    typist.go("body", 1)
    typist.write("label", "Của tôi")
    with again(survey) as elsewhere:
        form = elsewhere.form_of_group(elsewhere.plan.groups[0].code)
        workflow.change_form(elsewhere, edit.put(draft_of(form.source), (), subtitle="Nơi khác sửa").text)
        typist.editor.fill(elsewhere.forms.current())  # as the page does when it looks again
    assert "lưu thì bản này thay thế" in typist.editor._state.text()


def test_a_draft_like_the_survey_s_form_is_not_offered(qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey) -> None:
    typist = Typist(qtbot, shell, survey)
    half_typed(typist, "Như nhau")
    text = typist.editor.draft.text
    shell.window.sign_out()
    survey = again(survey)
    left = kept(survey.about.id, survey.plan.groups[0].form)
    assert left is not None and left.text != text
    workflow.change_form(survey, left.text)
    assert not Typist(qtbot, shell, survey).editor.offer.isVisible()


def test_another_survey_has_drafts_of_its_own(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_typed(Typist(qtbot, shell, survey), "Của cuộc này")
    shell.window.sign_out()
    (tmp_path / "khác").mkdir()
    other = surveys.make(tmp_path / "khác", monkeypatch)
    assert not Typist(qtbot, shell, other).editor.offer.isVisible()


def test_a_damaged_file_is_no_draft(survey: OpenSurvey) -> None:
    form = survey.form_of_group(survey.plan.groups[0].code)
    held = begun(form)
    held.typed = edit.put(held.edits.now, (), subtitle="x")
    leave("survey", form.code, held, "A")
    assert kept("survey", form.code) is not None
    for damage in (b"", b"{}", b"[1]", b"\xff", b'{"text": "= 1", "by": "A", "at": "", "began": ""}'):
        files()[0].write_bytes(damage)
        assert kept("survey", form.code) is None
    held.typed = None
    leave("survey", form.code, held, "A")
    assert files() == []


def test_a_folder_that_cannot_be_written_is_told_once_and_editing_goes_on(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "no folder"
    file.touch()
    monkeypatch.setattr(form_drafts, "own_data", lambda: file)
    typist = Typist(qtbot, shell, survey)
    said: list[str] = []
    monkeypatch.setattr(typist.page.notice, "say", lambda kind, words: said.append(words))
    for words in ("một", "hai"):
        half_typed(typist, words)
        typist.editor._keep()
    assert len(said) == 1 and "bộ nhớ" in said[0]
    typist.press(Qt.Key.Key_F2, at=typist.editor.tree)
    assert survey.form_of_group(survey.plan.groups[0].code).by_code["Q1"].label == "hai"


KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtTest import QTest
from sipas_desktop.gui import app as program
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.settings import Settings
survey, password, settings = sys.argv[1:]
running = program.Program(program.make_app(), store_access(), Settings(Path(settings)))
running.window.show()
running.window.sign_in(store_access().open(Path(survey), "Người quản trị", password))
running.window.go("plan")
page = running.window.page
page.tabs.show_editor()
editor = page.tabs.editor
editor.tree.select(("body", 1))
field = editor.fields.fields["label"]
field.selectAll()
QTest.keyClicks(field, "Giet ngang")
QTest.qWait(1500)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is of other systems")
def test_what_was_typed_survives_a_killed_program(
    qtbot: Any, shell: SimpleNamespace, survey: OpenSurvey, tmp_path: Path
) -> None:
    survey.close()
    argv = [sys.executable, "-c", KILLED, str(survey.path), surveys.PASSWORD, str(tmp_path / "killed.ini")]
    done = subprocess.run(argv, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    typist = Typist(qtbot, shell, again(survey))
    assert typist.editor.offer.isVisible()
    typist.press(Qt.Key.Key_F3, at=typist.page)
    assert typist.draft.at(("body", 1))["label"] == "Giet ngang"
