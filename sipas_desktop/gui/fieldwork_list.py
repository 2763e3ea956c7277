"""The post's list at the counter: taken in, given out, members assigned, the reserve called up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Desk
from sipas_desktop.jobs import fieldwork as jobs
from sipas_desktop.jobs.fieldwork import AssignmentMade, Replaced


class ListButtons(QWidget):
    """A row of buttons for the office; of nobody else's and at no station it is shown."""

    wrote = Signal()
    told = Signal(str, str)
    refused = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._replaces = False
        self._may = is_allowed(Verb.SET_INTERVIEWERS, desk.roles) and desk.survey.about.handout is None
        self.setVisible(self._may)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.unit)
        self.take_in = KeyButton(self.tr("Take in a list …"), "Ctrl+O", "", self)
        self.give_out = KeyButton(self.tr("Export …"), "Ctrl+E", "", self)
        self.assign = KeyButton(self.tr("Assign members"), "Ctrl+G", "", self)
        self.reserve = KeyButton(self.tr("Call up the reserve"), "Ctrl+R", "", self)
        for button, slot in (
            (self.take_in, self.import_list), (self.give_out, self.export_list), (self.assign, self.assign_all),
            (self.reserve, self.replace_due),
        ):  # fmt: skip
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)

    def show_due(self, count: int | None) -> None:
        """How many members the reserve is to replace by the plan's rule; None for who may not call it up."""
        self._replaces = count is not None
        self.reserve.setEnabled(bool(count))
        text = self.tr("Call up the reserve")
        self.reserve.set_words(f"{text} ({count})" if count else text, "Ctrl+R")

    def allow_reserve(self) -> None:
        """A scan may have made somebody due: how many are is counted when the list is read again."""
        self.reserve.setEnabled(self._replaces)

    def import_list(self) -> None:
        """Takes in the file that is chosen: what it does not hold stays as it is."""
        start = str(self._desk.survey.home)
        kinds = self.tr("Tables (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("The post's list of interviewers"), start, kinds)
        if chosen:
            self.take_list(Path(chosen))

    def take_list(self, path: Path) -> None:
        """Takes in the list in ``path``."""
        try:
            found = jobs.preview_interviewers(self._desk.survey, path)
            change = jobs.accept_interviewers(self._desk.survey, found)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.wrote.emit()
        said = self.tr("{file}: {added} new, {changed} changed, {unchanged} as before, {rejected} rows not taken.")
        counts = {"added": change.added, "changed": change.changed, "unchanged": change.unchanged}
        text = said.format(file=found.file, rejected=len(found.rejected), **counts)
        if found.rejected:
            first = found.rejected[0]
            told = self.tr("Row {row}: {why}").format(row=first.row, why=first.words(self._desk.language))
            text = f"{text} {told}"
        self.told.emit("attention" if found.rejected else "ok", text)

    def export_list(self) -> None:
        """Writes the list with what each has to the file that is chosen."""
        start = str(self._desk.survey.beside("dieu-tra-vien.xlsx"))
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("The list of interviewers"), start, kinds)
        if not chosen:
            return
        try:
            count = jobs.export_interviewers(self._desk.survey, Path(chosen))
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.told.emit("ok", self.tr("%Ln interviewer(s) are in {path}.", "", count).format(path=chosen))

    def assign_all(self) -> None:
        """Gives members who are nobody's to the interviewers, by their areas."""
        self.wanted.emit(self.tr("Assigning members"), self._assigning())

    def _assigning(self) -> Callable[[], AssignmentMade]:
        survey = self._desk.survey
        return lambda: jobs.assign_all(survey)

    def replace_due(self) -> None:
        """Puts the reserve in the place of everybody whom the plan's rule names."""
        self.wanted.emit(self.tr("Calling up the reserve"), self._replacing())

    def _replacing(self) -> Callable[[], Replaced]:
        survey = self._desk.survey
        return lambda: jobs.replace_due(survey)

    def tell_done(self, done: AssignmentMade | Replaced) -> None:
        """What came of long work."""
        if isinstance(done, Replaced):
            text = self.tr("%Ln member(s) replaced by the reserve.", "", len(done.done))
            if done.left:
                text += " " + self.tr("For %Ln nobody of their own part is left.", "", len(done.left))
            self.told.emit("attention" if done.left else "ok", text)
            return
        text = self.tr("%Ln member(s) assigned.", "", done.moved)
        if done.nobodys:
            text += " " + self.tr("%Ln are in no interviewer's area.", "", len(done.nobodys))
        self.told.emit("attention" if done.nobodys else "ok", text)
