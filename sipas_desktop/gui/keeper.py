"""Looks after the open survey's file while somebody works: reads it through, backs it up, says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.demo import is_demo
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.task import Task

if TYPE_CHECKING:
    from sipas_desktop.store.backups import Made
    from sipas_desktop.store.database import OpenSurvey

FIRST_MS: Final = 10_000  # after sign-in: the first ballot is on the screen, and nothing waits for the reading
EVERY_MS: Final = 60 * 60 * 1000


class Keeper(QObject):
    """One survey at a time. Works in threads of its own, on connections of its own; typing goes on."""

    refused = Signal(object)  # Refusal: a place that could not be written, or none
    damaged = Signal(object)  # Damaged: the file does not pass
    bug = Signal(object)

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._survey: OpenSurvey | None = None
        self._appended = 0  # facts of this sitting that the last backup holds
        self._task: Task | None = None
        self._first, self._hourly = QTimer(self), QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_MS)
        self._hourly.setInterval(EVERY_MS)
        self._first.timeout.connect(self.look)
        self._hourly.timeout.connect(self.back_up)

    def watch(self, survey: OpenSurvey) -> None:
        """Somebody signed in."""
        self._survey, self._appended = survey, survey.appended
        if not is_demo(survey.place):  # made anew whenever somebody wants to see one
            self._first.start()
            self._hourly.start()

    def look(self) -> None:
        """Looks at the newest facts, then reads the file page by page, then backs it up where that is due."""
        if (survey := self._survey) is not None:

            def work(progress: Callable[[int, int], None]) -> Made | None:
                from sipas_desktop.store.backups import look_through, stand_back
                from sipas_desktop.store.queries import quick_check

                stand_back()
                if problems := quick_check(survey).problems:
                    code, params = problems[0]
                    raise Damaged(code, **params)
                if survey.on_server:
                    return None  # its administrator looks after it
                look_through(survey)
                return self._round(survey, only_due=True)

            self._begin(work)

    def back_up(self) -> None:
        """Backs up where something was appended since the newest backup."""
        if (survey := self._survey) is not None:
            self._begin(lambda progress: self._round(survey, only_due=True))

    def leave(self) -> None:
        """Somebody signs out or the window closes: the last backup, where this sitting appended something.

        Needs nothing of the survey but its file, which may be closed at once; ``wait`` waits for it.
        """
        survey, self._survey = self._survey, None
        self._first.stop()
        self._hourly.stop()
        if survey is None or is_demo(survey.place):
            return
        from sipas_desktop.store.backups import is_elsewhere

        lost = is_elsewhere(survey)
        if lost or survey.appended > self._appended:
            self.wait()
            self._begin(lambda progress: self._round(survey, only_due=False))
        if lost:  # moved or deleted while it was open: it is backed up from what is open, before that is closed
            self.wait()

    def wait(self) -> None:
        """Waits for the work under way: a thread must not outlive the program."""
        if self._task is not None:
            self._task.wait()
            self._task = None

    # -- inside ---------------------------------------------------------------------------------------------

    def _round(self, survey: OpenSurvey, only_due: bool) -> Made | None:
        from sipas_desktop.jobs.backups import back_up_everywhere, is_due

        appended = survey.appended
        if survey.on_server:
            return None
        if only_due and appended == self._appended and not is_due(survey):
            return None
        made = back_up_everywhere(survey, self._settings.second_place)
        self._appended = appended
        return made

    def _begin(self, work: Callable[[Callable[[int, int], None]], Any]) -> None:
        if self._task is not None and self._task.isRunning():
            return
        task = Task(work, self)
        task.connect_to("done", self._done)
        task.connect_to("refused", self._refused)
        task.connect_to("broken", self._broken)
        self._task = task
        task.start()

    def _done(self, made: Made | None) -> None:
        for _, refusal in made.failed[:1] if made is not None else ():
            self.refused.emit(refusal)

    def _refused(self, refusal: Refusal) -> None:
        (self.damaged if isinstance(refusal, Damaged) else self.refused).emit(refusal)

    def _broken(self, bug: BaseException) -> None:
        self.bug.emit(bug)
