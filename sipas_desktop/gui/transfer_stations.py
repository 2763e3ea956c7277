"""Ballots handed out to stations without network, and what comes back from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from sipas_desktop.domain.roles import ALLOWED, Verb
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import day
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow

if TYPE_CHECKING:
    from sipas_desktop.jobs.handouts import HandoutFile, MergedFiles

PASSES = ((1, 2), (1,), (2,))


class StationsView(PagePart):
    """A tab of the transfer page. Long work runs as the page's own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        unit = page.desk.theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        self.batches = QLineEdit(card)
        self.batches.setAccessibleName(self.tr("Batches to hand out"))
        self.batches.setPlaceholderText(self.tr("codes of batches, a space between"))
        self.batches.returnPressed.connect(self.hand_out)
        self.first, self.last = QLineEdit(card), QLineEdit(card)
        self.first.setAccessibleName(self.tr("First serial in stock to hand out"))
        self.last.setAccessibleName(self.tr("Last serial in stock to hand out"))
        self.first.setPlaceholderText(self.tr("first serial"))
        self.last.setPlaceholderText(self.tr("last serial"))
        for end in (self.first, self.last):
            end.returnPressed.connect(self.hand_out)
        span = QHBoxLayout()
        span.setSpacing(unit)
        span.addWidget(self.first, 1)
        span.addWidget(QLabel("–", card))
        span.addWidget(self.last, 1)
        self.passes = QComboBox(card)
        self.passes.setAccessibleName(self.tr("What is keyed there"))
        self.passes.addItems([self.tr("both keyings"), self.tr("first keying only"), self.tr("second keying only")])
        self.name = QLineEdit(card)
        self.name.setAccessibleName(self.tr("Where it goes"))
        self.name.setPlaceholderText(self.tr("for instance the post office’s name"))
        self.give = KeyButton(self.tr("Hand out …"), "F5", "", card)
        self.give.clicked.connect(self.hand_out)
        self.take = KeyButton(self.tr("Merge a return …"), "F7", "", card)
        self.take.clicked.connect(self.merge)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Batches"), self.batches)
        fields.addRow(self.tr("Not back yet"), span)
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
        self.table.say_when_empty(
            self.tr("Nothing is handed out yet. Type the batches or serials above; F5 makes the station's file.")
        )
        self.again = KeyButton(self.tr("Make its file again …"), "F10", "", self)
        self.again.clicked.connect(self.make_again)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Why it is taken back"))
        self.reason.setPlaceholderText(self.tr("why it does not come home, for example: the computer is lost"))
        self.reason.setMaxLength(500)
        self.reason.returnPressed.connect(self.take_back)
        self.back = KeyButton(self.tr("Take back"), "F11", "", self)
        self.back.clicked.connect(self.take_back)
        for widget in (self.reason, self.back):
            widget.setVisible(bool(ALLOWED[Verb.TAKE_BACK] & page.desk.roles))
        line = QHBoxLayout()
        line.setSpacing(unit)
        line.addWidget(self.again)
        line.addStretch(1)
        line.addWidget(self.reason, 4)
        line.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(card)
        column.addWidget(self.table, 1)
        column.addLayout(line)

    def refresh(self) -> None:
        """Reads the hand-outs again."""
        self.table.fill(
            [
                (
                    each.number,
                    each.name,
                    count(each.ballots),
                    count(each.away),
                    day(each.at),
                    self.tr("taken back") if each.taken_back else day(each.merged),
                )
                for each in queries.handouts(self._page.desk.survey)
            ]
        )

    # -- out ------------------------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Asks where the file goes, then hands out."""
        if not self.batches.text().split() and self._span() is None:
            self._page.notify("attention", self.tr("Say which batches or which serials are handed out."))
            self.batches.setFocus()
            return
        out = self._ask(self.tr("station"))
        if out is not None:
            self.hand_out_to(out)

    def _ask(self, name: str) -> Path | None:
        proposed = self._page.desk.survey.beside(name + ".zip")
        picked, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the hand-out"), str(proposed), self.tr("Hand-outs (*.zip)")
        )
        out = Path(picked)
        if not picked:
            return None
        return out if out.suffix.lower() == ".zip" else out.with_name(out.name + ".zip")

    def _span(self) -> tuple[str, str] | None:
        """The serials typed, both ends the same where only one is; None where none is."""
        first, last = self.first.text().strip(), self.last.text().strip()
        return (first or last, last or first) if first or last else None

    def hand_out_to(self, out: Path) -> None:
        """Hands batches and serials out and writes the station's file to ``out``."""
        survey = self._page.desk.survey
        batches, name, serials = self.batches.text().split(), self.name.text(), self._span()
        passes = PASSES[self.passes.currentIndex()]

        def work(progress: Callable[[int, int], None]) -> HandoutFile:
            from sipas_desktop.jobs.handouts import hand_out_to

            progress(0, 1)
            return hand_out_to(survey, out, batches=batches, serials=serials, passes=passes, name=name)

        self._page.start(self.tr("Handing out"), work, self._handed_out)

    def _handed_out(self, made: HandoutFile) -> None:
        words = self.tr("%n ballot(s) handed out; the office keys them no more until they come back.", "", made.ballots)
        self._page.notify("ok", words)
        for field in (self.batches, self.first, self.last):
            field.clear()
        self.refresh()
        self._page.survey_changed.emit()

    # -- one that does not come home ------------------------------------------------------------------------

    def _number(self) -> int | None:
        """The station on the chosen line; says so where there is none."""
        row = self.table.current()
        if row is None:
            self._page.notify("attention", self.tr("Choose a station in the table first."))
            self.table.view.setFocus()
            return None
        return int(row[0])

    def make_again(self) -> None:
        """Asks where the chosen station's file goes, then makes it once more, as it was."""
        number = self._number()
        out = None if number is None else self._ask(self.tr("station") + f"-{number}")
        if number is not None and out is not None:
            self.make_again_to(number, out)

    def make_again_to(self, number: int, out: Path) -> None:
        """Makes the file of station ``number`` once more at ``out``."""
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> HandoutFile:
            from sipas_desktop.jobs.handouts import hand_out_again

            progress(0, 1)
            return hand_out_again(survey, number, out)

        self._page.start(self.tr("Making the file again"), work, self._made_again)

    def _made_again(self, made: HandoutFile) -> None:
        words = self.tr("The file of station {number} is made again, as it was.").format(number=made.number)
        self._page.notify("ok", words)

    def take_back(self) -> None:
        """Takes the chosen hand-out back: its ballots are keyed here."""
        number = self._number()
        if number is None:
            return
        if not self.reason.text().strip():
            self._page.notify("attention", self.tr("Type the reason: it stays in the history."))
            self.reason.setFocus()
            return
        try:
            workflow.take_back(self._page.desk.survey, number, self.reason.text())
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        self.reason.clear()
        words = self.tr("What station {number} still had is taken back: it is keyed here.").format(number=number)
        self._page.notify("ok", words)
        self.refresh()
        self._page.survey_changed.emit()

    # -- home -----------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Asks for what came back, then merges it."""
        picked, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Merge what stations bring back"),
            str(self._page.desk.survey.home),
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
            words += " " + self.tr("%n ballot(s) are in conflict: see the tab “Conflicts”.", "", len(done.conflicts))
        if done.salvaged:
            words += " " + self.tr("A return was salvaged from a damaged file: check the survey to see what it lacks.")
        self._page.notify("attention" if done.conflicts or done.salvaged else "ok", words)
        self._page.refresh()
        self._page.survey_changed.emit()
