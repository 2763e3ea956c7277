"""The survey's backups: where they go, which there are, and one of them in the survey's place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui.access import Restoring
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table

if TYPE_CHECKING:
    from sipas_desktop.store.backups import Made
    from sipas_desktop.store.restoring import Loss

MEGABYTE = 1_000_000


class BackupsTable(Table):
    """The backups in every place that can be reached, the newest first."""

    def __init__(self, parent: QWidget) -> None:
        columns = [
            Column(QCoreApplication.translate("BackupsTable", "Made (time of Vietnam)"), sort_by=4),
            Column(QCoreApplication.translate("BackupsTable", "Megabytes"), right=True, sort_by=5),
            Column(QCoreApplication.translate("BackupsTable", "Folder"), stretch=True),
        ]
        super().__init__(QCoreApplication.translate("BackupsTable", "Backups"), columns, parent)
        self._files: tuple[Path, ...] = ()

    def show_backups(self, survey: Path, second: Path | None) -> int:
        """Reads the places anew; returns how many backups there are. The newest is chosen where none was."""
        from sipas_desktop.jobs.backups import known_backups

        found = known_backups(survey, second)
        self._files = tuple(each.path for each in found)
        self.fill(
            [
                (_shown(each.at), QLocale().toString(each.size / MEGABYTE, "f", 1), str(each.path.parent), each.path,
                 each.at.isoformat(), each.size)
                for each in found
            ]
        )  # fmt: skip
        if found and self.current() is None:
            self.select(_shown(found[0].at))
        return len(found)

    def files(self) -> tuple[Path, ...]:
        """All of them, the newest first."""
        return self._files

    def chosen_backup(self) -> Path | None:
        """The file of the row under the cursor."""
        row = self.current()
        return row[3] if row is not None else None


def _shown(at: datetime.datetime) -> str:
    return f"{date_short(at.date())} {at:%H:%M:%S}"


class BackupsView(PagePart):
    """A tab of the administration. Long work runs as the page's own."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._looked_at: Path | None = None
        unit = page.desk.theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        told = QLabel(card)
        told.setWordWrap(True)
        told.setProperty("role", "muted")
        told.setText(
            self.tr(
                "The program backs the survey up by itself: soon after sign-in, every hour and when the window closes, "
                "where something was keyed. It keeps the last of 24 hours, 14 days and 8 weeks, in a folder beside the "
                "survey, in the second place, and on each drive that holds a folder named “{folder}”."
            ).format(folder=f"{Path(page.desk.survey.place.name).stem} sao luu")
        )
        self.second = QLineEdit(str(page.desk.settings.second_place or ""), card)
        self.second.setAccessibleName(self.tr("Second place: a folder on another drive or share"))
        self.second.setPlaceholderText(self.tr("none; a folder on another drive or share"))
        self.second.editingFinished.connect(self.keep_second)
        self.choose = KeyButton(self.tr("Choose …"), "F5", "", card)
        self.choose.setAccessibleName(self.tr("Choose the second place"))
        self.choose.clicked.connect(self.choose_second)
        place = QHBoxLayout()
        place.setSpacing(unit)
        place.addWidget(self.second, 1)
        place.addWidget(self.choose)
        self.password = QLineEdit(card)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Your password, for a backup"))
        self.password.setPlaceholderText(self.tr("the one that you had when the backup was made"))
        self.password.returnPressed.connect(self.look)
        self.see = KeyButton(self.tr("What would be lost?"), "F7", "", card)
        self.see.clicked.connect(self.look)
        self.replace = KeyButton(self.tr("Put it in the survey's place"), "F11", "", card)
        self.replace.clicked.connect(self.restore)
        row = QHBoxLayout()
        row.setSpacing(unit)
        row.addWidget(self.password, 1)
        row.addWidget(self.see)
        row.addWidget(self.replace)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Second place"), place)
        fields.addRow(self.tr("Chosen backup"), row)
        self.lost = QLabel(card)
        self.lost.setWordWrap(True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[unit * 2] * 4)
        inside.setSpacing(unit)
        inside.addWidget(told)
        inside.addLayout(fields)
        inside.addWidget(self.lost)
        self.table = BackupsTable(self)
        self.table.chosen.connect(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(card)
        column.addWidget(self.table, 1)
        self.forget()

    def refresh(self) -> None:
        """Reads the places anew."""
        survey = self._page.desk.survey
        if not survey.on_server:
            self.table.show_backups(survey.path, self._page.desk.settings.second_place)

    def forget(self) -> None:
        """Another backup is chosen: nobody has looked into it yet."""
        self._looked_at = None
        self.replace.setEnabled(False)
        self.lost.clear()
        self.lost.hide()

    # -- places ---------------------------------------------------------------------------------------------

    def choose_second(self) -> None:
        """Asks for a folder."""
        start = self.second.text() or str(self._page.desk.survey.home)
        found = QFileDialog.getExistingDirectory(self, self.tr("Choose the second place"), start)
        if found:
            self.second.setText(found)
            self.keep_second()

    def keep_second(self) -> None:
        """The folder typed is the second place from now on, at this computer; "" is none."""
        text, settings = self.second.text().strip().strip("\"'"), self._page.desk.settings
        place = Path(text) if text else None
        if place == settings.second_place:
            return
        settings.second_place = place
        if place is not None and not place.is_dir():
            self._page.notify("attention", self.tr("This folder is not there now; backups go to it as soon as it is."))
        self.refresh()

    # -- making ---------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Backs up now, whether or not it is due."""
        survey, second = self._page.desk.survey, self._page.desk.settings.second_place

        def work(progress: Callable[[int, int], None]) -> Made:
            from sipas_desktop.jobs.backups import back_up_everywhere

            return back_up_everywhere(survey, second)

        self._page.start(self.tr("Backing the survey up"), work, self._made)

    def _made(self, made: Made) -> None:
        self.refresh()
        if made.failed:
            self._page.refuse(made.failed[0][1])
        else:
            words = self.tr("Backed up in %n place(s), read again and compared.", "", len(made.paths))
            self._page.notify("ok", words)

    # -- restoring ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Reads the chosen backup to its end and says what the survey holds and it does not."""
        backup, password = self.table.chosen_backup(), self.password.text()
        if backup is None:
            self._page.notify("attention", self.tr("Choose a backup first."))
            return
        if not password:
            self._page.notify("attention", self.tr("Type your password: the backup is opened with it."))
            self.password.setFocus()
            return
        survey, operator = self._page.desk.survey, self._page.desk.operator

        def work(progress: Callable[[int, int], None]) -> tuple[Path, Loss]:
            from sipas_desktop.store.restoring import look_into, lost_by

            return backup, lost_by(survey, look_into(backup, survey.path, operator, password))

        self.forget()
        self._page.start(self.tr("Reading the backup"), work, self._looked)

    def _looked(self, found: tuple[Path, Loss]) -> None:
        backup, loss = found
        if backup != self.table.chosen_backup():
            return
        self._looked_at = backup
        self.replace.setEnabled(True)
        if loss.facts:
            words = self.tr(
                "Would be lost: {facts} facts, {answers} answers, {ballots} ballots touched; since {since}; done "
                "by {people}. The present file is set aside, not deleted. Nobody else may have the survey open."
            ).format(
                facts=loss.facts,
                answers=loss.answers,
                ballots=loss.ballots,
                since=moment(loss.since or ""),
                people=", ".join(loss.operators),
            )
        else:
            words = self.tr("Nothing would be lost: the backup holds all that the survey holds.")
        self.lost.setText(words)
        self.lost.setAccessibleName(words)
        self.lost.show()

    def restore(self) -> None:
        """The window closes the survey, and the backup that was looked into takes its place."""
        if self._looked_at is not None:
            desk = self._page.desk
            wanted = Restoring(self._looked_at, desk.survey.path, desk.operator, self.password.text())
            self._page.restore.emit(wanted)
