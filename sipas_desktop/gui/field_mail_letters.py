"""What the mail view makes beside scans: reminders, a PDF for each agency, steps of a whole list of ballots."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.plan import Identity
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.field_panel import Work
from sipas_desktop.gui.form_lines import Choice
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.printing_papers import free_name
from sipas_desktop.gui.task import Cancelled
from sipas_desktop.jobs import mail
from sipas_desktop.jobs.keyed import Bulk
from sipas_desktop.jobs.mail import AgencyBallot
from sipas_desktop.jobs.papers import Papered


@dataclass(frozen=True)
class Stepped:
    """A list of which every ballot was sent, or got its outcome; of ``bulk`` None it was stopped after ``done``."""

    file: str
    done: int
    bulk: Bulk | None


@dataclass(frozen=True)
class Reminded:
    """Reminders in a file."""

    out: Path
    made: Papered


@dataclass(frozen=True)
class ForAgencies:
    """A file for each agency in a folder."""

    folder: Path
    made: list[AgencyBallot]


class MailButtons(QWidget):
    """A row of buttons: a list of serials, and for whoever ``prints`` one PDF an agency."""

    told = Signal(str, str)
    wanted = Signal(str, object)  # its result goes to ``tell_done``
    wanted_list = Signal()  # what a scan says, of a whole list

    def __init__(self, desk: Desk, prints: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        plan, row = desk.survey.plan, QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.unit)
        self.take_in = KeyButton(self.tr("A list of ballots …"), "Ctrl+O", "", self)
        self.take_in.clicked.connect(self.wanted_list)
        self.agencies = KeyButton(self.tr("One PDF an agency …"), "F7", "", self)
        self.agencies.clicked.connect(self.print_for_agencies)
        self.group = Choice(self)
        self.group.setAccessibleName(self.tr("Group of agencies"))
        asked = [] if plan.identity is Identity.LINKED else [group for group in plan.groups if group.asked]
        if asked:
            self.group.fill([(group.title, group.code) for group in asked], asked[0].code)
        self.agencies.setVisible(prints and bool(asked))
        self.group.setVisible(prints and len(asked) > 1)
        for widget in (self.take_in, self.agencies):
            row.addWidget(widget)
        row.addWidget(self.group, 1)
        row.addStretch(1)

    # -- what is asked for ----------------------------------------------------------------------------------

    def step_list(self, title: str, step: str, channel: str | None, day: datetime.date) -> None:
        """Asks for a list, every ballot of which is stepped as a scan would."""
        start = str(self._desk.survey.home)
        kinds = self.tr("Lists of ballots (*.txt *.csv *.xlsx)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("A list of ballots"), start, kinds)
        if chosen:
            self.wanted.emit(title, self._stepping(Path(chosen), step, channel, day))

    def _stepping(self, path: Path, step: str, channel: str | None, day: datetime.date) -> Work:
        survey = self._desk.survey

        def work(progress: Callable[[int, int], None]) -> Stepped:
            done = 0

            def heard(number: int, total: int) -> None:
                nonlocal done
                done = number
                progress(number, total)

            try:
                return Stepped(path.name, done, mail.step_file(survey, path, step, channel, day, heard))
            except Cancelled:  # what was recorded stays
                return Stepped(path.name, done, None)

        return work

    def print_reminders(self, after: int, deadline: datetime.date | None) -> None:
        """Asks where to, and prints a reminder of each ballot that has none for ``after`` days."""
        start = str(free_name(self._folder("reminders"), "thu-nhac"))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Reminders"), start, "PDF (*.pdf)")
        if not chosen:
            return
        out, survey = Path(chosen), self._desk.survey
        out = out if out.suffix else out.with_suffix(".pdf")
        self._desk.kept["reminders"] = out.parent

        def work(progress: Callable[[int, int], None]) -> Reminded:
            made = mail.make_reminders(survey, out, after=after, deadline=deadline, progress=progress)
            return Reminded(out, made)

        self.wanted.emit(self.tr("Printing reminders"), work)

    def print_for_agencies(self) -> None:
        """Asks for a folder, and prints a ballot for each agency of the group into it."""
        start = str(self._folder("agencies"))
        chosen = QFileDialog.getExistingDirectory(self, self.tr("A folder for one PDF an agency"), start)
        if not chosen:
            return
        folder, survey, group = Path(chosen), self._desk.survey, str(self.group.currentData())
        self._desk.kept["agencies"] = folder

        def work(progress: Callable[[int, int], None]) -> ForAgencies:
            return ForAgencies(folder, mail.print_for_agencies(survey, folder, group, progress))

        self.wanted.emit(self.tr("Printing one PDF an agency"), work)

    def _folder(self, what: str) -> Path:
        kept: Any = self._desk.kept.get(what)
        return Path(kept) if kept is not None else self._desk.survey.home

    # -- what came of it ------------------------------------------------------------------------------------

    def tell_done(self, done: Stepped | Reminded | ForAgencies) -> None:
        """What came of the work; what was printed opens."""
        if isinstance(done, Stepped):
            self._tell_stepped(done)
        elif isinstance(done, Reminded):
            text = self.tr("%Ln reminder(s) in {path}.", "", done.made.documents).format(path=done.out)
            if done.made.personal:
                text += " " + self.tr("They name people: give them only to those whose task it is.")
            self.told.emit("ok", text)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(done.out)))
        else:
            self._tell_agencies(done)

    def _tell_stepped(self, done: Stepped) -> None:
        if done.bulk is None:
            text = self.tr(
                "{file}: stopped after %Ln ballot(s), which are recorded. Taken again, it goes on.", "", done.done
            )
            self.told.emit("attention", text.format(file=done.file))
            return
        bulk = done.bulk
        text = self.tr("{file}: {done} recorded, {already} as before, {refused} refused.")
        text = text.format(file=done.file, done=bulk.done, already=bulk.already, refused=len(bulk.refused))
        if bulk.refused:
            first = bulk.refused[0]
            text = f"{text} {first.serial}: {first.refusal.words(self._desk.language)}"
        self.told.emit("attention" if bulk.refused else "ok", text)

    def _tell_agencies(self, done: ForAgencies) -> None:
        printed = [each.printed for each in done.made if each.printed is not None]
        text = self.tr("%Ln PDF(s) printed into {folder}", "", len(printed)).format(folder=done.folder)
        if printed:
            numbers = [serials.show(run) for run in (printed[0].first_serial, printed[-1].last_serial)]
            text += self.tr(", ballots {first} – {last}").format(first=numbers[0], last=numbers[1])
        if already := len(done.made) - len(printed):
            text += self.tr("; %Ln were there before", "", already)
        self.told.emit("ok", text + ".")
