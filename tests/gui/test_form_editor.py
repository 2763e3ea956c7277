"""An office changes a ballot form in the window: rows, fields, paper, messages, undo, saving."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPlainTextEdit

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.form_editor import FormEditor
from sipas_desktop.gui.form_lines import Boxes, Line, Lines
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.store.database import OpenSurvey
from tests.gui import surveys
from tests.gui.test_accessibility import check


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch)


def opened(shell: SimpleNamespace, survey: OpenSurvey) -> tuple[PlanPage, FormEditor]:
    page = surveys.show(shell, survey, "plan")
    assert isinstance(page, PlanPage) and page.tabs.editor is not None
    page.tabs.show_editor()
    QApplication.processEvents()
    return page, page.tabs.editor


def typed(qtbot: Any, editor: FormEditor, name: str, words: str) -> None:
    """Writes ``words`` into a field and leaves it."""
    field = editor.fields.fields[name]
    assert isinstance(field, Line | Lines)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    editor.fields.finish()  # without a window manager the focus may not move


def body(editor: FormEditor) -> list[str]:
    return [str(row.get("code", row.get("heading"))) for row in editor.draft.values["body"]]


def drawn(qtbot: Any, editor: FormEditor) -> None:
    """Waits until the paper shows the form as it is."""
    qtbot.waitUntil(lambda: editor.paper.up_to_date, timeout=20_000)


def test_a_question_is_added_written_and_saved_in_the_place_of_an_unprinted_form(
    shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any
) -> None:
    page, editor = opened(shell, survey)
    assert not editor.unsaved and not page._next.isEnabled()
    editor.tree.select(("body", 2))
    qtbot.keyClick(editor.tree, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert body(editor)[:5][3] == "Q7" and editor.tree.place == ("body", 3)
    typed(qtbot, editor, "text", "Cho lau khong")
    assert "Cho lau khong" in editor.tree.words_at(("body", 3))
    assert editor.unsaved and page._next.isEnabled()
    kind = editor.fields.fields["kind"]
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(kind.findData("yes_no"))
    kind.activated.emit(kind.currentIndex())
    assert "scale" not in editor.fields.fields
    drawn(qtbot, editor)
    check(shell.window)
    page.go_on()
    form = survey.form_of_group(survey.plan.groups[0].code)
    assert (form.version, form.by_code["Q7"].kind, form.by_code["Q7"].number) == (1, "yes_no", "3")
    assert not editor.unsaved
    page.tabs.show_forms()
    assert any("Cho lau" in str(row[1]) for row in page.tabs.forms.questions.rows.shown)


def test_rows_move_and_go_and_undo_brings_them_back(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> None:
    _, editor = opened(shell, survey)
    before = body(editor)
    editor.tree.select(("body", 3))
    editor.tree.setFocus()
    qtbot.keyClick(editor.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert body(editor)[1:4] == ["Q1", "Q3", "Q2"] and editor.tree.place == ("body", 2)
    qtbot.keyClick(editor.tree, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert "Q3" not in body(editor)
    for _ in range(2):
        qtbot.keyClick(editor.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert body(editor) == before and not editor.unsaved
    qtbot.keyClick(editor.tree, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert body(editor)[1:4] == ["Q1", "Q3", "Q2"]


def test_the_scale_is_turned_round(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> None:
    _, editor = opened(shell, survey)
    editor.tree.select(("scales", 0))
    turned = editor.fields.fields["descending"]
    assert isinstance(turned, QCheckBox)
    turned.click()
    boxes = editor.fields.fields["levels"]
    assert isinstance(boxes, Boxes)
    item = boxes.item(2, 1)
    assert item is not None
    item.setText("Tạm được")
    form = editor.draft.checked.form
    assert form is not None
    assert [level.label for level in form.by_code["Q1"].choices][::2] == [
        "Rất hài lòng",
        "Tạm được",
        "Rất không hài lòng",
    ]
    editor.fields._add_box()
    assert len(editor.draft.at(("scales", 0))["levels"]) == 6
    editor.undo()
    assert len(editor.draft.at(("scales", 0))["levels"]) == 5


def test_a_new_factor_for_a_question(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> None:
    _, editor = opened(shell, survey)
    editor.tree.select(("body", 1))
    factor = editor.fields.fields["factor"]
    assert isinstance(factor, QComboBox)
    factor.setCurrentIndex(factor.count() - 1)
    factor.activated.emit(factor.currentIndex())
    assert editor.draft.at(("body", 1))["factor"] == "F7"
    editor.tree.select(("factors", 6))
    typed(qtbot, editor, "title", "Chi phi")
    assert editor.draft.at(("factors", 6))["title"] == "Chi phi"


def test_a_message_stands_beside_its_question(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> None:
    page, editor = opened(shell, survey)
    editor.tree.select(("body", 4))
    field = editor.fields.fields["text"]
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    editor.fields.finish()
    assert "▲" in editor.tree.words_at(("body", 4)) and "▲" not in editor.tree.words_at(("body", 3))
    assert editor.fields._told.isVisibleTo(editor) and "text" in editor.fields._told.text()
    assert not page._next.isEnabled()
    editor.undo()
    assert "▲" not in editor.tree.words_at(("body", 4)) and not editor.unsaved


def test_a_printed_form_gets_its_next_version_and_the_page_says_why(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, ballots=2)
    page, editor = opened(shell, survey)
    said: list[str] = []
    monkeypatch.setattr(page, "notify", lambda kind, words: said.append(words))
    editor.tree.select(())
    typed(qtbot, editor, "subtitle", "Ban sua")
    page.go_on()
    assert [form.version for form in survey.forms.values()] == [1, 2]
    assert "2 phiếu" in said[-1] and "phiên bản 2" in said[-1]
    editor.tree.select(("body", 1))
    code = editor.fields.fields["code"]
    assert isinstance(code, Line) and code.isReadOnly()  # it names the question in every file


def test_what_a_printed_form_does_not_allow_is_said_at_the_question_before_saving(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, ballots=2)
    page, editor = opened(shell, survey)
    editor.tree.select(("body", 1))
    typed(qtbot, editor, "label", "Ten khac")
    assert "saving" not in editor._state.text() and "phiên bản 2" in editor._state.text()
    assert page._next.isEnabled()
    kind = editor.fields.fields["kind"]
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(kind.findData("date"))
    kind.activated.emit(kind.currentIndex())
    assert "đã in phiếu có câu Q1" in editor.tree.words_at(("body", 1))
    assert "đã in phiếu có câu Q1" in editor.fields._told.text()
    assert "Còn 1 lỗi" in editor._state.text() and not page._next.isEnabled()
    editor.undo()
    assert page._next.isEnabled() and "▲" not in editor.tree.words_at(("body", 1))


def test_what_the_plan_asks_of_its_form_is_said_before_saving(
    shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any
) -> None:
    page, editor = opened(shell, survey)
    assert survey.plan.index == "overall"
    overall = next(at for at, row in enumerate(editor.draft.values["body"]) if row.get("overall"))
    editor.tree.select(("body", overall))
    tick = editor.fields.fields["overall"]
    assert isinstance(tick, QCheckBox)
    tick.click()
    assert editor.unsaved and not page._next.isEnabled()
    assert "▲" in editor.tree.words_at(())


def test_what_is_not_saved_survives_another_page_and_another_language(
    shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any
) -> None:
    page, editor = opened(shell, survey)
    editor.tree.select(("body", 1))
    field = editor.fields.fields["label"]
    assert isinstance(field, Line)
    field.selectAll()
    qtbot.keyClicks(field, "Thong tin")
    shell.window.go("overview")
    shell.window.toggle_language()
    shell.window.go("plan")
    page = shell.window.page
    page.tabs.show_editor()
    editor = page.tabs.editor
    assert editor.draft.at(("body", 1))["label"] == "Thong tin"
    assert editor.unsaved and editor._state.isVisibleTo(editor)
    assert page._next.isEnabled()


def test_the_paper_is_drawn_anew_while_one_types(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> None:
    _, editor = opened(shell, survey)
    drawn(qtbot, editor)
    editor.tree.select(())
    field = editor.fields.fields["subtitle"]
    field.setFocus()
    qtbot.keyClicks(field, "XYZZY ")  # still in the field
    drawn(qtbot, editor)
    assert "XYZZY" in editor.paper.preview.view.accessibleDescription()
    assert not editor.unsaved


def test_who_may_not_change_forms_has_no_such_tab(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    page, _ = opened(shell, survey)
    for role in Role:
        asked = PlanPage(replace(page.desk, roles=frozenset({role})))
        assert (asked.tabs.editor is not None) == (role in (Role.OFFICE, Role.ADMINISTRATOR))
        asked.deleteLater()


def test_a_page_left_before_the_paper_was_drawn_draws_it_when_one_comes_back(
    shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any
) -> None:
    _, editor = opened(shell, survey)
    drawn(qtbot, editor)
    editor.add_question()
    shell.window.go("overview")  # within the pause after the last key
    shell.window.go("plan")
    drawn(qtbot, shell.window.page.tabs.editor)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_no_wider_than_the_window(shell: SimpleNamespace, survey: OpenSurvey, language: str) -> None:
    page, editor = opened(shell, survey)
    if shell.window.words.language != language:
        shell.window.toggle_language()
        again = shell.window.page
        assert isinstance(again, PlanPage) and again.tabs.editor is not None
        page, editor = again, again.tabs.editor
    shell.window.resize(1280, 800)
    page.tabs.show_editor()
    editor.tree.select(("body", 2))
    QApplication.processEvents()
    assert page._scroll.horizontalScrollBar().maximum() == 0
