"""One survey-free desk for the tests of the shell; settings never touch the person's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SIPAS_LANG", None)

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain import unusual
from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import app as program
from sipas_desktop.gui import pages_ahead, places
from sipas_desktop.gui.access import Access, NewSurvey, PlanChoice, Signed, store_access
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.task import Task, TaskLine


class FakeSurvey:
    """Stands in for an open survey where a test is about the shell only."""

    closed = False
    path = place = Path("khảo sát.sipas")
    home = Path()
    on_server = False
    appended = 0
    _writer = SimpleNamespace(is_elsewhere=False)

    def beside(self, name: str) -> Path:
        return self.home / name

    def close(self) -> None:
        self.closed = True


class FakeStore:
    """Stands in for the store behind the welcome page."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "khảo sát.sipas"
        self.path.touch()
        self.roles = frozenset(Role)
        self.made: NewSurvey | None = None
        self.changed: tuple[str, str] | None = None
        self.sheet: Path | None = None
        self.survey = FakeSurvey()

    def open(self, path: Path, operator: str, password: str) -> Signed:
        if password != "mat khau":
            raise Refusal("operators.not_listed", name=operator)
        self.survey = FakeSurvey()
        survey: Any = self.survey
        return Signed(survey, path, "Khảo sát mức độ hài lòng năm 2017", operator, self.roles)

    def by_badge(self, path: Path, scanned: str, pin: str) -> Signed:
        if pin != "2468":
            raise Refusal("badge.wrong_pin")
        return self.open(path, "Trần Thị Bình", "mat khau")

    def change_password(self, path: Path, operator: str, old: str, new: str) -> Signed:
        self.changed = (operator, new)
        return self.open(path, operator, old)

    def restore(self, path: Path, administrator: str, code: str, new: str) -> Signed:
        if code != "1234567":
            raise Refusal("recovery.group", number=3, found="1234567")
        return self.open(path, administrator, "mat khau")

    def print_recovery(self, opened: Signed, out: Path) -> None:
        self.sheet = out

    def create(self, new: NewSurvey) -> Signed:
        self.made = new
        return self.open(self.path, new.operator, "mat khau")

    def plans(self) -> list[PlanChoice]:
        return [PlanChoice("son-tay-2017", "Khảo sát Sơn Tây 2017"), PlanChoice("khac", "Khảo sát khác")]


def store_of(store: FakeStore) -> Access:
    """The welcome page's way to ``store``."""
    return Access(
        store.open,
        store.create,
        store.plans,
        store.by_badge,
        store.change_password,
        store.restore,
        store.print_recovery,
    )


@pytest.fixture(autouse=True)
def no_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests key faster than any hand, and are not asked about it; a script that is writes ``watched``."""
    monkeypatch.setattr(unusual, "QUICKEST_MS", 0)


@pytest.fixture(autouse=True)
def nothing_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is made because a test took its time; those about that make them by hand."""
    monkeypatch.setattr(pages_ahead, "BEGIN_MS", 3_600_000)


@pytest.fixture(autouse=True)
def no_work_left(qtbot: Any) -> Iterator[None]:
    """Work that runs on when its page is deleted ends the whole program: the window waits for it, and so do tests."""
    yield
    finish_work()


def finish_work() -> None:
    """Waits for all work behind pages and windows, also for what no line of a page shows."""
    for window in QApplication.topLevelWidgets():
        for task in window.findChildren(Task):
            task.wait()
    for widget in QApplication.allWidgets():
        if isinstance(widget, TaskLine) and vars(widget):  # one that the collector has taken apart waits for nothing
            widget.wait()


@pytest.fixture
def store(tmp_path: Path) -> FakeStore:
    return FakeStore(tmp_path)


@pytest.fixture
def shell(qapp: QApplication, qtbot: Any, tmp_path: Path, store: FakeStore) -> Iterator[SimpleNamespace]:
    """The running program before sign-in: ``program``, ``window``, ``settings``, ``store``."""
    settings = Settings(tmp_path / "window.ini")
    settings.scheme = "light"
    running = program.Program(qapp, store_of(store), settings)
    running.crash.folder = tmp_path / "reports"
    running.window.show()
    yield SimpleNamespace(program=running, window=running.window, settings=settings, store=store)
    running.window.close()
    finish_work()
    running.words.remove()
    for gone in (running.window, running):  # else every later style sheet is worked out for the dead as well
        gone.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def with_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The places, each with the example page."""
    import sys

    from tests.gui.example_page import ExamplePage

    monkeypatch.setitem(sys.modules, "sipas_desktop.gui.example", SimpleNamespace(ExamplePage=ExamplePage))
    known = tuple(places.Place(p.id, p.key, "example:ExamplePage", p.verb) for p in places.PLACES)
    monkeypatch.setattr(places, "PLACES", known)


@pytest.fixture
def signed_in(with_example: None, shell: SimpleNamespace) -> SimpleNamespace:
    """The program with somebody signed in who has every role, on example pages."""
    shell.window.sign_in(shell.store.open(shell.store.path, "Trần Thị Bình", "mat khau"))
    return shell


@pytest.fixture
def real_survey(tmp_path: Path) -> Signed:
    """A survey in a file, opened by somebody who sees every place. The window that signs in closes it."""
    new = NewSurvey(tmp_path / "thật.sipas", "son-tay-2017", "Khảo sát thật", "Người quản trị", "mat khau 2017")
    made = store_access().create(new)
    return replace(made, roles=frozenset(Role))
