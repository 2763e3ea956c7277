"""A survey in the middle of its fieldwork: how long each action holds up the window, through the window itself.

20,000 sample members and 200 interviewers, by Huế's plan: every ballot printed, eight in ten issued, six in ten back, a
tenth of those drawn for phúc tra and half of the drawn asked. With other sizes than the page's as many members as the
smallest of them. "Held up" is the longest time for which the window hears no key, from the key that asks until all is
painted; where something is read in the background, "until shown" is the whole wait. "First time" is with the page
made, as all are within half a minute after sign-in, one at a time while nobody types (how long each of them takes is
told too), and never shown; all else is the best of the later turns, since what other programs do does not count. The
floor is turning to an empty page of the same window. All by the clock on the wall.
"""

from __future__ import annotations

import contextlib
import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from bench import filler
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.fieldwork import ISSUED, Outcome
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.gui import app as program
from sipas_desktop.gui.access import signed, store_access
from sipas_desktop.gui.fieldwork import FieldworkPanel
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.places import PLACES
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.window import MainWindow
from sipas_desktop.jobs.fieldwork import assign_all
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import InterviewerData, MemberData, Reply

MEMBERS: Final = 20_000
PAGE_SIZE: Final = 100_000  # the largest of the page's sizes
AREAS: Final = 20
ISSUED_SHARE: Final = 0.8
BACK_SHARE: Final = 0.6
MEMBERS_EACH: Final = 100  # of an interviewer
ROUNDS: Final = 5
MOST_MS: Final = 100
AT_ONCE: Final = 2_000
DAY: Final = "2024-09-10"
PEER: Final = "turning to an empty page"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """A row for each action: how long it holds up the window; one more where something is read in the background."""
    size = MEMBERS if max(sizes) >= PAGE_SIZE else min(sizes)
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        path = Path(folder) / "survey.sipas"
        serials = fill(path, size)
        gc.collect()
        gc.freeze()  # what filling left in this process is not in the program's way
        with contextlib.ExitStack() as around, filler.opened(path) as survey, shown(survey, Path(folder)) as window:
            around.callback(gc.unfreeze)
            empty = QWidget(window)
            window.stack.addWidget(empty)
            clock = _Clock(window)
            while window.ahead.waiting:
                clock.time(f"{window.ahead.waiting[0]}, made while nobody types", window.ahead.make_next)
            for _ in range(ROUNDS):  # two at least
                clock.time("floor", lambda: window.stack.setCurrentWidget(empty))
                _actions(window, clock, iter(serials))
            return clock.rows(size)


@contextlib.contextmanager
def shown(survey: OpenSurvey, folder: Path) -> Iterator[MainWindow]:
    """The window with ``survey``, for somebody who has every role."""
    app = program.make_app()
    settings = Settings(folder / "window.ini")
    settings.scheme, settings.language = "light", "en"
    running = program.Program(app, store_access(), settings)
    window = running.window
    window.sound.on = False
    window.show()
    window.sign_in(signed(survey))
    window.activateWindow()
    window.ahead.load().join()
    try:
        yield window
    finally:
        window.close()
        for gone in (window, running):
            gone.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@dataclass
class _Clock:
    """Times of actions in ms: the longest that the window was held up, and until nothing runs any more."""

    window: MainWindow
    held: dict[str, list[float]] = field(default_factory=dict)
    whole: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, act: Callable[[], object]) -> None:
        """Does it, paints, and waits for what it began."""
        self.window.idle.touch()  # no page is made ahead before it
        settle(self.window)
        self.window.idle.touch()  # it is a key or a click, as which garbage is not collected
        began = before = time.perf_counter()
        act()
        longest, behind = 0.0, False
        while True:
            QApplication.processEvents()
            now = time.perf_counter()
            longest = max(longest, now - before)
            if not _runs(self.window):
                break
            behind = True
            time.sleep(0.001)
            before = time.perf_counter()
        self.held.setdefault(name, []).append(longest * 1000)
        if behind:
            self.whole.setdefault(name, []).append((time.perf_counter() - began) * 1000)

    def rows(self, size: int) -> list[dict[str, Any]]:
        """One for each action, one more where it works in the background."""
        floor = min(self.held.pop("floor"))
        found = []
        for name, (first, *later) in self.held.items():
            found.append(_row(f"{name}, first time: held up" if later else name, size, first, floor, MOST_MS))
            if later:
                found.append(_row(f"{name}: held up", size, min(later), floor, MOST_MS))
            if behind := self.whole.get(name):
                found.append(_row(f"{name}: until shown", size, min(behind), floor))
        return found


def _row(name: str, size: int, value: float, floor: float, most: float | None = None) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value, "unit": "ms", "peer": PEER, "peer_value": floor,
        "ratio": value / floor, "bound": f"≤ {most} ms" if most else "", "holds": most is None or value <= most,
    }  # fmt: skip


def _actions(window: MainWindow, clock: _Clock, fresh: Iterator[str]) -> None:
    for place in PLACES:
        if place.id != "fieldwork":
            clock.time(place.id, lambda place=place: window.go(place.id))  # type: ignore[misc]
    window.go("recheck")
    page = window.page
    assert page is not None
    clock.time("recheck, one result", lambda: QTest.keyClick(_table(page), Qt.Key.Key_F10))
    _turn_tabs(page, "recheck", clock)
    clock.time("fieldwork", lambda: window.go("fieldwork"))
    panel = window.findChild(FieldworkPanel)
    assert panel is not None and panel.isVisible()
    serial = next(each for each in fresh if _state(panel, each) == "stock")
    for step in (ISSUED, Outcome.NOT_MET):
        panel.buttons[step].click()
        panel.field.setText(serial)
        name = "fieldwork, a scan that issues" if step == ISSUED else "fieldwork, an outcome"
        clock.time(name, lambda: QTest.keyClick(panel.field, Qt.Key.Key_Return))
        assert not panel.field.text() and panel.card.isVisible()
    assert window.page is not None
    _turn_tabs(window.page, "fieldwork", clock)


def _turn_tabs(page: Page, place: str, clock: _Clock) -> None:
    """To each other view of the place, and back to its first."""
    tabs = page.findChild(QTabWidget)
    assert tabs is not None
    for number in range(1, tabs.count()):
        clock.time(f"{place}, tab {tabs.tabText(number)}", lambda number=number: tabs.setCurrentIndex(number))  # type: ignore[misc]
    tabs.setCurrentIndex(0)


def _state(panel: FieldworkPanel, serial: str) -> str:
    view = queries.ballot(panel._desk.survey, serial)
    return "" if view is None else view.state.value


def _table(page: Page) -> QWidget:
    """Where the keys of results go."""
    page.focus_first()
    return page.focusWidget() or page


def _runs(window: MainWindow) -> bool:
    return any(
        page.task_line.running or any(latest.running for latest in page.findChildren(Latest))
        for page in window.pages.values()
    )


def settle(window: MainWindow) -> None:
    """Waits until all is painted, and what pages read in the background is there."""
    while True:
        QApplication.processEvents()
        if not _runs(window):
            return
        time.sleep(0.001)


def fill(path: Path, size: int) -> tuple[str, ...]:
    """Makes the survey at ``path``; returns all serials, those last that are still in stock."""
    with new_survey(path, find_preset("hue-2024"), "admin", filler.PASSWORD) as survey:
        everything = ["keyer", "adjudicator", "office", "observer", "administrator"]
        workflow.set_roles(survey, "admin", everything)
        people = max(2, size // MEMBERS_EACH)
        areas = min(AREAS, people)
        workflow.set_interviewers(
            survey, [InterviewerData(f"B{n:03}", f"Người Đi {n}", f"Xã {n % areas}") for n in range(people)]
        )
        members = [
            MemberData(
                "official", f"Người Thứ {n}", phone=f"09{n:08}", unit=f"Xã {n % areas}", address=f"Thôn {n % 90}",
                consent=True,
            )
            for n in range(size)
        ]  # fmt: skip
        workflow.import_sample(survey, members, "0" * 64)
        assign_all(survey)
        run = workflow.reserve_run(survey, count=size)
        workflow.publish_run(survey, run, "0" * 64, size)
        issued, back = run.serials[: round(ISSUED_SHARE * size)], run.serials[: round(BACK_SHARE * size)]
        whose = {each.serial: each.interviewer for each in queries.members_in_field(survey)}
        for start in range(0, len(issued), AT_ONCE):
            with survey.writing() as tx:
                for serial in issued[start : start + AT_ONCE]:
                    said = {"interviewer": whose[serial], "day": DAY, "supersedes": None}
                    tx.append(FactKind.BALLOT_ISSUED, serial, **said)
        channel = survey.plan.channels[0].code
        for start in range(0, len(back), AT_ONCE):
            with survey.writing() as tx:
                for serial in back[start : start + AT_ONCE]:
                    said = {"channel": channel, "batch": None, "position": None, "reason": None}
                    tx.append(FactKind.BALLOT_RECEIVED, serial, photocopy=False, before="out", **said)
        drawn = workflow.draw_recheck(survey, 1, number=len(back) // 10, minimum=1).serials
        half = drawn[: len(drawn) // 2]
        replies = [Reply(each, Result.FAILED if n % 40 == 0 else Result.CONFIRMED) for n, each in enumerate(half)]
        workflow.answer_rechecks(survey, replies)
        return tuple(reversed(run.serials))
