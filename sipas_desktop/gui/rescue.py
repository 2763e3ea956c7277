"""Where the survey's file cannot be opened, or a backup takes its place: no survey is open meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.access import SUFFIX, Restoring
from sipas_desktop.gui.backups import BackupsTable
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.notice import Notice
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.task import Task, TaskLine
from sipas_desktop.gui.theme import Theme

SHOWN = 20  # ballots named on the page; the command line lists all


class RescuePage(QWidget):
    """The survey's backups, an administrator's name and password, and the ways on."""

    ended = Signal(object, str, str)  # the survey's path, the kind and the words of what happened
    bug = Signal(object)

    def __init__(
        self, survey: Path, operator: str, found: str, theme: Theme, settings: Settings, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.survey, self._language = survey, language
        self._said = ("", "")
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        unit = theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        title, told = QLabel(self.tr("The survey's file cannot be used as it is"), card), QLabel(card)
        title.setProperty("role", "title")
        told.setWordWrap(True)
        told.setText(
            self.tr(
                "{file}: {found}\nNothing is deleted. Choose a backup to go on from, the newest first; the file as it "
                "is now is set aside under another name. An administrator does this, with her password of then."
            ).format(file=survey.name, found=found)
        )
        self.table = BackupsTable(self)
        self.name, self.password = QLineEdit(operator, card), QLineEdit(card)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        for words, field in (
            (self.tr("Name of an administrator"), self.name), (self.tr("Password"), self.password),
        ):  # fmt: skip
            field.setAccessibleName(words)
            fields.addRow(words, field)
        self.password.returnPressed.connect(self.restore_chosen)
        self.notice, self.task_line = Notice(self), TaskLine(self)
        self.back = KeyButton(self.tr("Back"), "Esc", "", card)
        self.back.clicked.connect(self.leave)
        self.go_on = KeyButton(self.tr("Go on from this backup"), "F2", "primary", card)
        self.go_on.clicked.connect(self.restore_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(unit)
        self.salvage_all = KeyButton(self.tr("Salvage what can be read …"), "F7", "", card)
        self.salvage_all.clicked.connect(self.salvage)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.salvage_all)
        buttons.addWidget(self.go_on)
        self._buttons = buttons
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[unit * 3] * 4)
        inside.setSpacing(unit * 2)
        inside.addWidget(title)
        inside.addWidget(told)
        inside.addWidget(self.table, 1)
        inside.addLayout(fields)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(self.notice)
        column.addWidget(self.task_line)
        column.addWidget(card, 1)
        if not self.table.show_backups(survey, settings.second_place):
            self.notice.say(
                "attention", self.tr("No backup of this survey was found beside it or at the second place.")
            )

    def focus_first(self) -> None:
        """Whatever is still missing."""
        (self.password if self.name.text() else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def notify(self, kind: str, words: str) -> None:
        """A line above the card."""
        self.notice.say(kind, words)

    def leave(self) -> None:
        """Back to the sign-in; not while something is under way."""
        if not self.task_line.running:
            self.ended.emit(self.survey, "", "")

    def restore_chosen(self) -> None:
        """The chosen backup takes the survey's place."""
        backup = self.table.chosen_backup()
        if backup is None:
            self.notify("attention", self.tr("Choose a backup first."))
        elif self._has_names():
            self.run(Restoring(backup, self.survey, self.name.text().strip(), self.password.text()))

    def run(self, wanted: Restoring, before: Callable[[], None] | None = None) -> None:
        """Restores in the background, after ``before``, then says so on the sign-in page."""

        def work(progress: Callable[[int, int], None]) -> Any:
            from sipas_desktop.store.restoring import restore

            if before is not None:
                before()
            return restore(wanted.backup, wanted.survey, wanted.operator, wanted.password, replace=True)

        self.begin(self.tr("Restoring the survey"), work, self._restored)

    def begin(self, title: str, work: Callable[[Callable[[int, int], None]], Any], done: Callable[[Any], None]) -> None:
        """Runs ``work`` off the GUI thread; one at a time."""
        if self.task_line.running:
            return
        task = Task(work, self)
        task.connect_to("done", done)
        task.connect_to("refused", self._refused)
        task.connect_to("broken", self._broken)
        task.connect_to("cancelled", self.focus_first)
        self.notice.clear()
        self.task_line.follow(task, title)
        task.start()

    def salvage(self) -> None:
        """Asks for the new survey's name, then makes it of all that can be read of this one and of its backups."""
        if self._has_names():
            start = self.survey.with_name(self.tr("{name} salvaged").format(name=self.survey.stem) + SUFFIX)
            chosen, _ = QFileDialog.getSaveFileName(
                self,
                self.tr("Salvage what can be read …"),
                str(start),
                self.tr("Surveys (*{suffix})").format(suffix=SUFFIX),
            )
            if chosen:
                self.salvage_to(Path(chosen))

    def salvage_to(self, out: Path) -> None:
        """Makes ``out``; then it is the survey to sign in to."""
        name, password, backups = self.name.text().strip(), self.password.text(), self.table.files()

        def work(progress: Callable[[int, int], None]) -> Any:
            from sipas_desktop.store.salvage import salvage

            return salvage(self.survey, out, name, password, backups, progress)

        self.begin(self.tr("Salvaging the survey"), work, self._salvaged)

    def _salvaged(self, found: Any) -> None:
        self.survey = found.path
        if found.whole:
            self._end("ok", self.tr("Nothing is missing: {file} holds the whole survey.").format(file=found.path.name))
            return
        words = self.tr(
            "{file} holds {facts} facts. {unread} cannot be read, {left_out} hang on lost ones and were left out. "
            "Look at these ballots again: {ballots}"
        ).format(
            file=found.path.name,
            facts=found.facts,
            unread=found.unread,
            left_out=found.left_out,
            ballots=", ".join(map(serials.show, found.ballots[:SHOWN])) + (" …" if len(found.ballots) > SHOWN else "")
            or "–",
        )
        if not found.certain:
            words += " " + self.tr("The newest work may be lost without a trace: compare with the paper.")
        self._end("attention", words)

    def _has_names(self) -> bool:
        if self.name.text().strip() and self.password.text():
            return True
        self.notify("attention", self.tr("Type your name and your password."))
        self.focus_first()
        return False

    def _restored(self, done: Any) -> None:
        words = self.tr("The survey stands on the backup again; sign in.")
        if done.aside is not None:
            words += " " + self.tr("The file before lies beside it: {file}").format(file=done.aside.name)
        self._end("ok", words)

    def _end(self, kind: str, words: str) -> None:
        self._said = (kind, words)
        QTimer.singleShot(0, self._ended)  # the task's line is put away first

    def _ended(self) -> None:
        self.ended.emit(self.survey, *self._said)

    def _refused(self, refusal: Refusal) -> None:
        self.notify("error", refusal.words(self._language))
        self.password.clear()
        self.focus_first()

    def _broken(self, bug: BaseException) -> None:
        self.bug.emit(bug)
