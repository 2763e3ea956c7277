"""Hand-overs between office and post: the list, a new one, and the one at work; slips to be signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.field_panel import Action, FieldPanel, Work
from sipas_desktop.gui.handovers_form import HandoverForm
from sipas_desktop.gui.handovers_scan import ScanView
from sipas_desktop.gui.handovers_words import counts, parties, short_way, standing
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.handovers import HandoverDue, handovers_due
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import ScannedNow


@dataclass(frozen=True)
class Found:
    """What was read: all hand-overs, and how many ballots the post has; or the one with ``number``, after ``scans``."""

    due: list[HandoverDue]
    with_post: int = 0
    number: int = 0
    scans: int = 0


@dataclass(frozen=True)
class SlipMade:
    """The slip of a hand-over is in ``path``."""

    number: int
    path: Path


def look_up(survey: OpenSurvey) -> Work:
    """Reads all hand-overs, off the window's thread."""

    def work(progress: Callable[[int, int], None]) -> Found:
        with survey.snapshot():
            due = handovers_due(survey, day=today())
            progress(1, 2)
            return Found(due, len(queries.with_post(survey)))

    return work


def look_up_one(survey: OpenSurvey, number: int, scans: int) -> Work:
    """Reads the hand-over ``number``; so many ``scans`` were made of it when reading began."""
    return lambda progress: Found(handovers_due(survey, number, today()), number=number, scans=scans)


class HandoversPanel(FieldPanel):
    """F2 does what comes next: a new hand-over, its opening, its close."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._due: dict[int, HandoverDue] = {}
        self.listed = QWidget(self)
        self.form = HandoverForm(desk.survey.plan, desk.theme, self.listed)
        self.form.entered.connect(self.open_new)
        self.form.hide()
        self.table = Table(self.tr("Hand-overs"), self._columns(), self.listed)
        self.table.opened.connect(self._row_opened)
        column = QVBoxLayout(self.listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.theme.unit)
        column.addWidget(self.form)
        column.addWidget(self.table, 1)
        self.one = ScanView(desk, self)
        self.one.hide()
        for mine, its in (
            (self.scanned, self.one.scanned), (self.wrote, self.one.wrote), (self.told, self.one.told),
            (self.wanted, self.one.wanted), (self.stale, self.one.stale), (self.refused, self.one.refused),
            (self.counted, self.one.counted),
        ):  # fmt: skip
            its.connect(mine)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.listed)
        around.addWidget(self.one)

    def _columns(self) -> list[Column]:
        numbers = (self.tr("Given"), self.tr("Taken"), self.tr("Missing"), self.tr("Extra"))
        return [
            Column(self.tr("No."), right=True),
            Column(self.tr("Which way")),
            Column(self.tr("From whom to whom"), stretch=True),
            Column(self.tr("Day"), sort_by=9),
            *(Column(title, right=True) for title in numbers),
            Column(self.tr("Stands")),
        ]

    # -- for the page ---------------------------------------------------------------------------------------

    @property
    def at_one(self) -> bool:
        """Whether a hand-over is shown, and not the list."""
        return not self.one.isHidden()

    def page_actions(self) -> tuple[Action, ...]:
        """What can be done where she is."""
        slip = Action(self.tr("Slip …"), "F12", self.print_slip)
        back = Action(self.tr("Back to the list"), "F3", self.go_back)
        if self.at_one and self.one.is_open:
            take_back = Action(self.tr("Take back"), "F4", self.one.withdraw)
            return Action(self.tr("Close it"), "F2", self.do, primary=True), take_back, back, slip
        if self.at_one:
            return Action(self.tr("Back to the list"), "F2", self.do, primary=True), slip
        if not self.form.isHidden():
            return Action(self.tr("Open it"), "F2", self.do, primary=True), back
        return Action(self.tr("New hand-over"), "F2", self.do, primary=True), slip

    def keys(self) -> list[tuple[str, str]]:
        """What has no button in the head."""
        if self.at_one:
            return [
                ("F7", self.tr("the other side scans")),
                ("F5", self.tr("reasons of what is missing or extra")),
                ("Ctrl+Enter", self.tr("the reason is that of all without one")),
                ("Ctrl+O", self.tr("a file of serials")),
            ]
        return [("Enter", self.tr("opens the chosen hand-over"))]

    def reading(self) -> tuple[str, Work]:
        """The list, or the hand-over that is shown."""
        survey = self._desk.survey
        if self.at_one:
            return self.tr("Reading the hand-over"), look_up_one(survey, self.one.number, self.one.tally.scans)
        return self.tr("Reading hand-overs"), look_up(survey)

    def show_found(self, found: Found) -> None:
        """What was read, unless the place was left or a ballot scanned meanwhile."""
        if found.number != (self.one.number if self.at_one else 0):
            self.stale.emit()
        elif not found.number:
            self._due = {each.handover.number: each for each in found.due}
            self.table.fill([self._row(each) for each in reversed(found.due)])
            self._count(found)
        elif found.scans != self.one.tally.scans:
            self.stale.emit()
        else:
            self.one.show_one(found.due[0], new=False)
            self.turned.emit()

    def show_done(self, result: ScannedNow | SlipMade) -> None:
        """What came of a file of serials, or of a slip."""
        if isinstance(result, ScannedNow):
            self.one.tell_file(result)
            return
        self._desk.kept["slips"] = result.path.parent
        words = self.tr("The slip of hand-over {number} is in {path}.")
        self.told.emit("ok", words.format(number=result.number, path=result.path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.path)))
        self.wrote.emit()
        self.focus_first()

    def focus_first(self) -> None:
        """The serial field, the form, or the list."""
        if self.at_one:
            self.one.focus_first()
        elif not self.form.isHidden():
            self.form.focus_first()
        else:
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what F2 does ---------------------------------------------------------------------------------------

    def do(self) -> None:
        """A new hand-over, its opening, its close, or back to the list."""
        if self.at_one and self.one.is_open:
            self.close_it()
        elif self.at_one:
            self.go_back()
        elif not self.form.isHidden():
            self.open_new()
        else:
            self.form.begin([each.handover for each in self._due.values()])
            self.form.show()
            self._moved()

    def open_new(self) -> None:
        """Opens what the form says; the scanner can begin."""
        form = self.form
        try:
            number = workflow.open_handover(
                self._desk.survey, form.direction, form.giver.text(), form.receiver.text(),
                day=form.chosen_day(), milestone=form.milestone.currentData() or None,
            )  # fmt: skip
            (due,) = handovers_due(self._desk.survey, number, today())
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self._desk.sound.accepted()
        self.wrote.emit()
        self._show(due)

    def close_it(self) -> None:
        """Closes the hand-over that is shown; its slip can be printed."""
        if not self.one.close_it():
            return
        (due,) = handovers_due(self._desk.survey, self.one.number, today())
        self.one.show_one(due, new=False)
        self._moved()
        words = self.tr("Hand-over {number} is closed. F12 makes its slip, to be signed.")
        self.told.emit("ok", words.format(number=due.handover.number))

    def go_back(self) -> None:
        """The list again, read anew."""
        self.form.hide()
        self.one.hide()
        self.listed.show()
        self._moved()
        self.stale.emit()

    def print_slip(self) -> None:
        """The slip of the hand-over that is shown, or chosen in the list."""
        row = self.table.current()
        number = self.one.number if self.at_one else row[0] if row else 0
        if not number:
            self.told.emit("attention", self.tr("Choose the hand-over whose slip is to be printed."))
            return
        name = self.tr("hand-over-{number}.pdf").format(number=number)
        if (folder := self._desk.kept.get("slips")) is not None:
            out = Path(folder) / name
        else:
            start = str(self._desk.survey.beside(name))
            chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Slip"), start, "PDF (*.pdf)")
            if not chosen:
                return
            out = Path(chosen)
        self.wanted.emit(self.tr("Making the slip"), self._slip(number, out))

    def _slip(self, number: int, out: Path) -> Work:
        survey = self._desk.survey

        def work(progress: Callable[[int, int], None]) -> SlipMade:
            from sipas_desktop.jobs.slips import make_handover_slip

            progress(0, 1)
            make_handover_slip(survey, number, out)
            return SlipMade(number, out)

        return work

    # -- inside ---------------------------------------------------------------------------------------------

    def _row(self, due: HandoverDue) -> tuple[object, ...]:
        one = due.handover
        texts = (one.number, short_way(one.direction), parties(one), date_short(one.day))
        return *texts, *counts(one.scanned), standing(due), one.day.isoformat()

    def _row_opened(self, row: tuple[object, ...]) -> None:
        self._show(self._due[int(str(row[0]))])

    def _show(self, due: HandoverDue) -> None:
        self.form.hide()
        self.table.fill([])  # until it is read again nobody opens what it said
        self.listed.hide()
        self.one.show()
        self.one.show_one(due, new=True)
        self._moved()

    def _moved(self) -> None:
        self.turned.emit()
        self.focus_first()

    def _count(self, found: Found) -> None:
        if not found.due:
            self.counted.emit(self.tr("There is no hand-over yet: F2 begins one."))
            return
        number = QLocale().toString
        words = self.tr("{open} open · {late} late · {held} ballots are with who hands them out")
        self.counted.emit(
            words.format(
                open=number(sum(each.handover.closed_on is None for each in found.due)),
                late=number(sum(each.days_late > 0 for each in found.due)),
                held=number(found.with_post),
            )
        )
