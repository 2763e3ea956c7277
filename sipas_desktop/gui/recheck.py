"""Phúc tra and cleaning: who is asked once more, how many confirm, and what is looked at again before it counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget

from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.recheck_rule import RecheckChannel, Result
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.cleaning import CleaningView
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.recheck_view import RecheckView
from sipas_desktop.gui.recheck_words import rate_words
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import RecheckFigures, RecheckRow

AT_ONCE = 2_000  # returned ballots whose phúc tra is there at once; more are read off the window's thread

DRAWN_AT_ONCE = 300  # drawn ballots whose figures are there at once after a result

_Asked = tuple[RecheckFigures, list[RecheckRow]]


def _read(survey: OpenSurvey) -> _Asked:
    return queries.recheck_figures(survey), queries.rechecks(survey)


class RecheckPage(Page):
    """Drawn ballots, interviewers, cleaning: a tab each. Who may not ask people once more has cleaning alone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.asking: RecheckView | None = None
        self.people: Table | None = None
        self.rules: KeyButton | None = None
        self._over = False  # the links between ballots and members are gone
        self._of_asking: list[KeyButton] = []
        self.counting = Latest(self)
        self.counting.refused.connect(self.refuse)
        self.counting.broken.connect(self.report_bug)
        self.tabs = QTabWidget(self.body)
        self.content.addWidget(self.tabs, 1)  # before it is filled: moving all that it holds takes long
        self.tabs.setAccessibleName(self.tr("Drawn ballots, interviewers, cleaning"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setTabBarAutoHide(True)
        plan = desk.survey.plan
        asks = plan.recheck is not None and plan.identity is Identity.LINKED
        if asks and is_allowed(Verb.RECHECK, desk.roles):
            self.asking, self.people = RecheckView(self), self._make_people()
            self.asking.results_changed.connect(self._count_again)
            self._of_asking.append(self.add_action(self.tr("List to send …"), "F4", self.asking.export))
            if plan.recheck is not None and plan.recheck.channel is RecheckChannel.SMS:
                calls = self.add_action(self.tr("List of calls …"), "Shift+F4", self.asking.export_calls)
                self._of_asking.append(calls)
            self._of_asking.append(self.add_action(self.tr("Take replies …"), "F5", self.asking.take))
            self.rules = self.add_action(self.tr("Do what the rules ask"), "F7", self.asking.apply)
            self._of_asking.append(self.rules)
            self.tabs.addTab(self.asking, self.tr("Drawn ballots"))
            self.tabs.addTab(self.people, self.tr("Interviewers"))
        self.cleaning = CleaningView(self, may_ask=self.asking is not None)
        self.cleaning.turned.connect(self.show_other)
        self.tabs.addTab(self.cleaning, self.tr("Cleaning"))
        self._other = self.add_action("", "F10", self.cleaning.turn)
        self.primary = self.add_action(self.tr("Draw"), "F2", self.go_on, primary=True)
        self.tabs.currentChanged.connect(self._turned)
        self.keep_room_for_notice()  # a list is worked through: it must not move under the eye
        self._turned()

    def _make_people(self) -> Table:
        return Table(
            self.tr("Interviewers"),
            [
                Column(self.tr("Interviewer"), stretch=True),
                Column(self.tr("Rate, % (95 %)"), right=True, sort_by=8),
                Column(self.tr("Confirmed"), right=True),
                Column(self.tr("Failed"), right=True),
                Column(self.tr("Not reached"), right=True),
                Column(self.tr("Drawn"), right=True),
                Column(self.tr("Can be asked"), right=True),
                Column(self.tr("Answered"), right=True),
            ],
            self,
        )

    @property
    def at_cleaning(self) -> bool:
        """Whether cleaning is shown."""
        return self.tabs.currentWidget() is self.cleaning

    def refresh(self) -> None:
        """What was drawn and is known, as it stands."""
        if self.desk.survey.about.handout is not None:
            self.show_empty(self.tr("This is a station’s file: phúc tra and cleaning are done at the office."))
            for button in self.buttons():
                button.setEnabled(False)
            return
        if self.asking is None:
            self.set_status(self._without())
        elif queries.ledger(self.desk.survey).returned <= AT_ONCE or self.task_line.running:
            self._show(_read(self.desk.survey))
        else:
            self.start(self.tr("Reading ballots"), self._reading(), self._show)
        self.cleaning.refresh()

    def _reading(self) -> Callable[[Callable[[int, int], None]], _Asked]:
        survey = self.desk.survey

        def work(_progress: Callable[[int, int], None]) -> _Asked:
            return _read(survey)

        return work

    def focus_first(self) -> None:
        """The drawn ballots, where there are any; else the draw. At cleaning its findings."""
        if self.asking is not None and self.tabs.currentWidget() is self.asking:
            self.asking.focus_first()
        elif self.at_cleaning:
            self.cleaning.focus_first()
        else:
            super().focus_first()

    def stop(self) -> None:
        """Ends what is worked out."""
        super().stop()
        self.counting.wait()

    def leave(self) -> None:
        """What was about to be thrown out is not."""
        self.cleaning.ballot.forget()

    def keys(self) -> list[tuple[str, str]]:
        """The tabs' keys, and those of cleaning that no button shows."""
        own = self.cleaning.keys() if self.at_cleaning else []
        if self.tabs.count() == 1:
            return own
        return [("Ctrl+Tab", self.tr("next view")), ("Ctrl+Shift+Tab", self.tr("view before")), *own]

    def go_on(self) -> None:
        """Draws ballots; at cleaning looks for patterns."""
        if self.at_cleaning:
            self.cleaning.look()
        elif self.asking is not None:
            self.asking.draw()

    def show_other(self) -> None:
        """Words the key that turns between interviewers and batches."""
        self._other.set_words(self.cleaning.other, "F10")

    def _turned(self) -> None:
        """Every tab has its own keys in the head."""
        self.notice.clear()
        self.cleaning.ballot.forget()
        for button in self._of_asking:
            button.setVisible(not self.at_cleaning)
        self._other.setVisible(self.at_cleaning)
        self.show_other()
        self.primary.set_words(self.tr("Look for patterns") if self.at_cleaning else self.tr("Draw"), "F2")
        self._turned_primary()
        self.fit_head()

    def _turned_primary(self) -> None:
        """Once links are gone nobody is drawn."""
        at_draw = self.tabs.currentWidget() is self.asking and not self._over
        self.primary.setEnabled(self.at_cleaning or at_draw)

    def _without(self) -> str:
        """Why there is nothing of phúc tra."""
        plan = self.desk.survey.plan
        if plan.recheck is None:
            return self.tr("The plan has no phúc tra.")
        if plan.identity is not Identity.LINKED:
            return self.tr("Ballots are linked to nobody: there is nobody to ask.")
        return self.tr("What is looked at again before it counts.")

    def _count_again(self) -> None:
        """After each result; where many were drawn beside the window, and only for the last of quick ones."""
        assert self.asking is not None
        survey, before = self.desk.survey, self.asking.figures
        many = len(self.asking.ballots.rows.shown) > DRAWN_AT_ONCE
        self.counting.ask(lambda: queries.recheck_figures(survey, before), self._show_figures, beside=many)

    def _show(self, found: _Asked) -> None:
        assert self.asking is not None
        figures, rows = found
        self.asking.show_ballots(rows)
        self._show_figures(figures)

    def _show_figures(self, figures: RecheckFigures) -> None:
        assert self.asking is not None and self.people is not None and self.rules is not None
        whole = figures.whole
        told = self.tr(
            "{askable} of {answered} answered ballots can be asked about · {drawn} drawn · {confirmed} confirmed, "
            "{failed} failed, {unreached} not reached, {unclear} unclear, {waiting} waiting"
        ).format(
            askable=count(whole.askable),
            answered=count(whole.answered),
            drawn=count(whole.drawn),
            confirmed=count(whole.count(Result.CONFIRMED)),
            failed=count(whole.count(Result.FAILED)),
            unreached=count(whole.count(Result.UNREACHED)),
            unclear=count(whole.count(Result.UNCLEAR)),
            waiting=count(whole.waiting),
        )
        over = queries.links_are_gone(self.desk.survey)
        if over:
            told = self.tr("Phúc tra has ended: whose ballots were is not known any more.") + " " + told
        self.set_status(told)
        self.asking.show_figures(figures)
        for button in self._of_asking:
            button.setEnabled(not over)
        self.rules.setEnabled(bool(figures.due) and not over)
        self.asking.end(over)
        self._over = over
        self._turned_primary()
        self.people.fill(
            [
                (part.interviewer or self.tr("not known"), rate_words(part), part.count(Result.CONFIRMED),
                 part.count(Result.FAILED), part.count(Result.UNREACHED), part.drawn, part.askable, part.answered,
                 -1.0 if part.percent is None else float(part.percent))
                for part in figures.parts
            ]
        )  # fmt: skip
