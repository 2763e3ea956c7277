"""Ballots handed out to stations without network, and what comes back from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import count
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries

if TYPE_CHECKING:
    from sipas_desktop.jobs.handouts import HandoutFile, MergedFiles

PASSES = ((1, 2), (1,), (2,))


class StationsView(QWidget):
    """A tab of the transfer page. Long work runs as the page's own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        unit = page.desk.theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        self.batches = QLineEdit(card)
        self.batches.setAccessibleName(self.tr("Batches to hand out"))
        self.batches.setPlaceholderText(self.tr("codes of batches, a space between"))
        self.batches.returnPressed.connect(self.hand_out)
        self.passes = QComboBox(card)
        self.passes.setAccessibleName(self.tr("What is keyed there"))
        self.passes.addItems([self.tr("both keyings"), self.tr("first keying only"), self.tr("second keying only")])
        self.name = QLineEdit(card)
        self.name.setAccessibleName(self.tr("Where it goes"))
        self.name.setPlaceholderText(self.tr("for instance the post office’s name"))
        self.give = KeyButton(self.tr("Hand out …"), "F5", "", card)
        self.give.clicked.connect(self.hand_out)
        self.take = KeyButton(self.tr("Merge a return …"), "F6", "", card)
        self.take.clicked.connect(self.merge)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Batches"), self.batches)
        fields.addRow(self.tr("Keyed there"), self.passes)
        fields.addRow(self.tr("Where it goes"), self.name)
        row = QHBoxLayout()
        row.setSpacing(unit)
        row.addWidget(self.give)
        row.addWidget(self.take)
        row.addStretch(1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[unit * 2] * 4)
        inside.setSpacing(unit)
        inside.addLayout(fields)
        inside.addLayout(row)
        self.table = Table(
            self.tr("Stations"),
            [
                Column(self.tr("Station"), right=True),
                Column(self.tr("Where it went"), stretch=True),
                Column(self.tr("Ballots"), right=True),
                Column(self.tr("Still there"), right=True),
                Column(self.tr("Handed out")),
                Column(self.tr("Last return")),
            ],
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(card)
        column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Reads the hand-outs again."""
        self.table.fill(
            [
                (
                    each.number,
                    each.name,
                    count(each.ballots),
                    count(each.away),
                    each.at[:10],
                    self.tr("taken back") if each.taken_back else each.merged[:10],
                )
                for each in queries.handouts(self._page.desk.survey)
            ]
        )

    # -- out ------------------------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Asks where the file goes, then hands out."""
        if not self.batches.text().split():
            self._page.notify("attention", self.tr("Say which batches are handed out."))
            self.batches.setFocus()
            return
        survey = self._page.desk.survey
        proposed = survey.path.with_name(self.tr("station") + ".zip")
        picked, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the hand-out"), str(proposed), self.tr("Hand-outs (*.zip)")
        )
        if picked:
            out = Path(picked)
            self.hand_out_to(out if out.suffix.lower() == ".zip" else out.with_name(out.name + ".zip"))

    def hand_out_to(self, out: Path) -> None:
        """Hands the batches out and writes the station's file to ``out``."""
        survey = self._page.desk.survey
        batches, name = self.batches.text().split(), self.name.text()
        passes = PASSES[self.passes.currentIndex()]

        def work(progress: Callable[[int, int], None]) -> HandoutFile:
            from sipas_desktop.jobs.handouts import hand_out_to

            progress(0, 1)
            return hand_out_to(survey, out, batches=batches, passes=passes, name=name)

        self._page.start(self.tr("Handing out"), work, self._handed_out)

    def _handed_out(self, made: HandoutFile) -> None:
        words = self.tr("%n ballot(s) handed out; the office keys them no more until they come back.", "", made.ballots)
        self._page.notify("ok", words)
        self.batches.clear()
        self.refresh()
        self._page.survey_changed.emit()

    # -- home -----------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Asks for what came back, then merges it."""
        picked, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Merge what stations bring back"),
            str(self._page.desk.survey.path.parent),
            self.tr("Returns (*.zip *.sipas)"),
        )
        if picked:
            self.merge_files([Path(each) for each in picked])

    def merge_files(self, returns: Sequence[Path]) -> None:
        """Merges ``returns``; merging them again adds nothing."""
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> MergedFiles:
            from sipas_desktop.jobs.handouts import merge_files

            return merge_files(survey, returns, progress)

        self._page.start(self.tr("Merging"), work, self._merged)

    def _merged(self, done: MergedFiles) -> None:
        words = self.tr("{new} facts are new, {known} were here already.").format(
            new=count(done.added), known=count(done.already_there)
        )
        if done.conflicts:
            words += " " + self.tr("%n ballot(s) are in conflict: see the last tab.", "", len(done.conflicts))
        self._page.notify("attention" if done.conflicts else "ok", words)
        self._page.refresh()
        self._page.survey_changed.emit()
