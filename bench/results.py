"""The page of results in the window: from a change of the filter to the new figures on the screen, and the longest time
for which the window did not answer meanwhile. Figures are worked out beside the window; the old ones stay until then.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from bench import filler
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.results import ResultsPage
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.sound import Sound
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

LONGEST_STILL: Final = 100.0  # ms for which the window may not answer
LONGEST_WAIT: Final = 100.0  # ms to the figures of another filter, or of the same one after a ballot more is settled
BOUND_FROM: Final = 100_000  # ballots
BEAT: Final = 2  # ms between two beats of the window
FIRST_DAY: Final = filler.START.strftime("%d/%m/%Y")  # half of 100,000 ballots came back on it, the rest on the next


class _Pulse(QObject):
    """Beats in the window's own thread; the longest pause is how long it did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def begin(self) -> None:
        """Counts from now on."""
        self.longest, self._last = 0.0, time.perf_counter()


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (settled ballots): ms to new figures by each kind of filter, and ms without an answer."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return [row for size in sizes for row in _measure(app, filler.filled(size), size)]


def _measure(app: QApplication, path: Path, size: int) -> list[dict[str, Any]]:
    rows = []
    with TemporaryDirectory() as folder:
        for file in path.parent.iterdir():
            shutil.copy(file, folder)
        own = Path(folder) / path.name
        with (
            filler.opened(own) as survey, filler.opened(own, filler.FIRST) as first,
            filler.opened(own, filler.SECOND) as second,
        ):  # fmt: skip
            rows += _page(app, survey, (first, second), Path(folder), size)
    return rows


def _page(
    app: QApplication, survey: OpenSurvey, keyers: Sequence[OpenSurvey], folder: Path, size: int
) -> list[dict[str, Any]]:
    theme = Theme("light")
    desk = Desk(
        survey, survey.about.title, survey.operator.name, survey.operator.roles, theme, Sound(False),
        Settings(folder / "window.ini"), "vi",
    )  # fmt: skip
    page = ResultsPage(desk)
    page.resize(1280, 800)
    page.show()
    pulse = _Pulse()
    pulse.begin()
    page.refresh()
    _wait(app, page)
    rows = [_row("results page, opened, not answering", size, pulse.longest)]
    unit = next(iter(queries.figures_by_unit(survey)))
    by_unit, by_day, index_by = page.filter.unit, page.filter.day, page.filter.by
    with survey.reading() as conn:
        waiting = iter(
            conn.execute(select(m.ballot.c.serial).where(m.ballot.c.state == State.VALID.value).limit(2))
            .scalars()
            .all()
        )

    def unit_chosen() -> None:
        by_unit.setCurrentIndex(by_unit.findData(unit))

    def every_unit() -> None:
        by_unit.setCurrentIndex(0)

    def day_given() -> None:
        by_day.setText(FIRST_DAY)
        by_day.editingFinished.emit()

    def every_day() -> None:
        by_day.clear()

    def fully_satisfied() -> None:
        index_by.setCurrentIndex(index_by.findData(IndexDefinition.FULLY_SATISFIED))

    def divided() -> None:
        page.tabs.setCurrentWidget(page.divided)

    def ranked() -> None:
        page.tabs.setCurrentWidget(page.ranking)

    def after_a_ballot() -> None:
        page.refresh()

    for name, change, there, answering in (
        ("filter by unit", unit_chosen, LONGEST_WAIT, LONGEST_STILL),
        ("filter by unit and day", day_given, LONGEST_WAIT, LONGEST_STILL),
        ("a ballot more is settled, by unit and day", after_a_ballot, LONGEST_WAIT, LONGEST_STILL),
        ("filter by day", every_unit, LONGEST_WAIT, LONGEST_STILL),
        ("filter taken away", every_day, LONGEST_WAIT, LONGEST_STILL),
        ("another definition", fully_satisfied, LONGEST_WAIT, LONGEST_STILL),
        ("a ballot more is settled", after_a_ballot, LONGEST_WAIT, LONGEST_STILL),
        ("divided by unit", divided, None, None), ("units ranked", ranked, None, None),
    ):  # fmt: skip
        if change is after_a_ballot:
            _settle(keyers, next(waiting))
        took = _timed(app, page, pulse, change)
        rows.append(_row(f"results page, {name}, figures there", size, took, there))
        rows.append(_row(f"results page, {name}, not answering", size, pulse.longest, answering))
    page.close()
    page.stop()
    page.deleteLater()
    app.processEvents()
    return rows


def _settle(keyers: Sequence[OpenSurvey], serial: str) -> None:
    """Both keyings say the same, so that it is settled at once."""
    form = next(iter(keyers[0].forms.values()))
    answers = {question.code: Answer(a.BLANK if question.scale is None else "4") for question in form.questions}
    for number, survey in enumerate(keyers, start=1):
        workflow.key_ballot(survey, serial, number, answers)


def _timed(app: QApplication, page: ResultsPage, pulse: _Pulse, change: Callable[[], None]) -> float:
    start = time.perf_counter()
    pulse.begin()
    change()
    _wait(app, page)
    return time.perf_counter() - start


def _wait(app: QApplication, page: ResultsPage) -> None:
    """Until all that the tab shows is there and painted."""
    while True:
        app.processEvents()
        if not page.counting.running and not page.dividing.running:
            break
        time.sleep(0.001)
    page.repaint()
    app.processEvents()


def _row(name: str, size: int, seconds: float, bound: float | None = None) -> dict[str, Any]:
    ms = seconds * 1000
    if size < BOUND_FROM:
        bound = None
    return {
        "name": name, "size": size, "value": ms, "unit": "ms", "peer": "", "peer_value": 0.0, "ratio": 0.0,
        "bound": "" if bound is None else f"≤ {bound:.0f} ms", "holds": bound is None or ms <= bound,
    }  # fmt: skip
