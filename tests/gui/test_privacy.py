"""After she has signed out nothing of the survey is left: on the clipboard, in the window, among the person's files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.places import places_for
from sipas_desktop.paths import own_data
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import InterviewerData, MemberData
from tests.gui.surveys import linked_plan, make, show

MEMBERS = ("Đỗ Thị Ốc", "Lê Văn Ươm", "Phạm Ỷ")
PEOPLE = (*MEMBERS, "Trần Văn Ba", "0912000000", "Thôn Đông Ngạc", "Chờ lâu quá")
OPERATOR = "Người quản trị"


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenSurvey]:
    made = make(tmp_path, monkeypatch, plan=linked_plan(tmp_path))
    workflow.set_interviewers(made, [InterviewerData("B1", "Trần Văn Ba", "0912000000")])
    members = [MemberData("official", name, address="Thôn Đông Ngạc", phone="0912000000") for name in MEMBERS]
    workflow.import_sample(made, members, "0" * 64)
    run = workflow.reserve_run(made)
    workflow.publish_run(made, run, "0" * 64, len(run.serials))
    for serial in run.serials:
        workflow.receive(made, serial, batch="L1")
    workflow.set_roles(made, OPERATOR, ["administrator", "keyer"])
    made.serials = run.serials  # type: ignore[attr-defined]
    yield made
    made.close()


def told_by(thing: QObject) -> list[str]:
    """Every text that ``thing`` holds for an eye, a reader or a key to bring back."""
    found = [str(getattr(thing, name)()) for name in TEXTS if callable(getattr(thing, name, None))]
    if isinstance(thing, QLineEdit) and thing.completer() is not None:
        found += told_by(thing.completer().model())
    model = thing.model() if isinstance(thing, QAbstractItemView) else None
    if isinstance(model, QAbstractItemModel):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for row in range(model.rowCount(QModelIndex())):
            found += [str(model.index(row, column).data()) for column in range(columns)]
    return found


TEXTS = (
    *("windowTitle", "accessibleName", "accessibleDescription", "toolTip", "statusTip", "whatsThis"),
    *("toPlainText", "placeholderText", "currentText"),
)


def shown() -> str:
    """All of it, of every widget that there is, on the screen or not."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    found = []
    for widget in QApplication.allWidgets():
        found += told_by(widget)
        text = getattr(widget, "text", None)
        found.append(str(text() if callable(text) else text))
    return "\n".join(found)


def through_all_places(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    """Signs in, looks at every page, keys some words and leaves them in the field."""
    show(shell, survey, "overview")
    for place in places_for(frozenset(Role)):
        shell.window.go(place.id)
        QApplication.processEvents()
        shell.window.page.task_line.wait()
    shell.window.go("keying")
    page = shell.window.page
    page._open(survey.serials[0])  # type: ignore[attr-defined]
    assert page.ballot is not None, page.notice.words
    page._go_to(page.ballot, page.ballot.place_of("comment"), "")
    page._show_current()
    page.view.field.paragraph.setPlainText("Chờ lâu quá")
    QApplication.processEvents()


def test_nothing_is_left_in_the_window(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    through_all_places(shell, survey)
    assert [each for each in PEOPLE if each in shown()], "the pages showed nobody: this test sees nothing"
    shell.window.sign_out()
    left = shown()
    assert not [each for each in PEOPLE if each in left]
    assert OPERATOR not in left, "who sat here is not told to who comes next"
    assert shell.window.windowTitle() == "SIPAS Desktop"


def test_titles_name_page_and_survey_and_nobody(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    show(shell, survey, "overview")
    for place in places_for(frozenset(Role)):
        shell.window.go(place.id)
        title = shell.window.windowTitle()
        assert survey.about.title in title
        assert not any(each in title for each in (*PEOPLE, OPERATOR)), title


def test_nothing_is_left_among_the_persons_files(
    shell: SimpleNamespace, survey: OpenSurvey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, recent files, drafts, reports of bugs, temporary files: paths and titles of surveys, nobody's name."""
    scratch = tmp_path / "tạm"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "riêng"))  # what other tests left is not this one's
    through_all_places(shell, survey)
    shell.program.crash.take(ValueError(MEMBERS[0]))
    shell.window.sign_out()
    shell.settings.save()
    kept = [tmp_path / "window.ini", *own_data().rglob("*"), *(tmp_path / "reports").rglob("*"), *scratch.rglob("*")]
    assert (tmp_path / "window.ini") in kept and list((tmp_path / "reports").iterdir())
    for file in kept:
        text = file.name + (file.read_bytes().decode("utf-8", "replace") if file.is_file() else "")
        spelt = text + text.encode("utf-8").decode("unicode_escape", "replace")
        assert not [each for each in (*PEOPLE, OPERATOR) if each in spelt], file
    assert not list(scratch.iterdir()), "previews are shown from memory"
    assert [path for path, _ in shell.settings.recent] == [survey.path]


# ---------------------------------------------------------------------------------------------------- the clipboard


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


@pytest.fixture
def before(shell: SimpleNamespace, survey: OpenSurvey, qtbot: Any) -> SimpleNamespace:
    QGuiApplication.clipboard().clear()
    show(shell, survey, "sample")
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    return shell


def copied(window: QWidget) -> None:
    """Somebody chose a member and copied the row."""
    window.page.members.copy()  # type: ignore[attr-defined]
    assert MEMBERS[0] in clipboard()


def test_what_was_copied_goes_at_the_sign_out(before: SimpleNamespace) -> None:
    copied(before.window)
    before.window.sign_out()
    assert clipboard() == ""


def test_and_when_the_window_locks(before: SimpleNamespace) -> None:
    copied(before.window)
    before.window.lock()
    assert clipboard() == ""


def test_and_when_it_closes(before: SimpleNamespace) -> None:
    copied(before.window)
    before.window.close()
    assert clipboard() == ""


def test_what_was_copied_out_of_a_field_goes_as_well(before: SimpleNamespace) -> None:
    field = before.window.page.members.search
    field.setText(MEMBERS[1])
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == MEMBERS[1]
    before.window.sign_out()
    assert clipboard() == ""


def test_another_programs_stays(before: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(before.window)
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: None)  # another program has the keyboard
    QGuiApplication.clipboard().setText("của chương trình khác")
    monkeypatch.undo()
    before.window.sign_out()
    assert clipboard() == "của chương trình khác"


def test_another_programs_picture_stays(before: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(before.window)
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: None)
    data = QMimeData()
    data.setData("image/png", b"png")
    QGuiApplication.clipboard().setMimeData(data)
    monkeypatch.undo()
    before.window.sign_out()
    assert QGuiApplication.clipboard().mimeData().hasFormat("image/png")
