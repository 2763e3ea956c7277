"""Ballots on which stations say what cannot all count, and the choice of what does.

Shown where hand-outs are merged, and to adjudicators beside the differences.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.conflict import DeedKind
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import ConflictView, DeedView

KEPT = "✓"


class ConflictsView(PagePart):
    """Ballots on the left, what was done to the chosen one on the right. Not those with one's own part."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._found: dict[str, ConflictView] = {}
        self._kept: set[str] = set()
        unit = page.desk.theme.unit
        self.ballots = Table(
            self.tr("Ballots in conflict"),
            [Column(self.tr("Ballot")), Column(self.tr("Why"), stretch=True), Column(self.tr("Who"))],
            self,
        )
        self.ballots.say_when_empty(self.tr("No conflict: what was merged agrees."))
        self.ballots.chosen.connect(self._chosen)
        self.deeds = Table(
            self.tr("What was done to the ballot"),
            [
                Column(self.tr("Counts")),
                Column(self.tr("What"), stretch=True),
                Column(self.tr("Who")),
                Column(self.tr("Station")),
                Column(self.tr("When")),
            ],
            self,
        )
        self.deeds.say_when_empty(self.tr("Choose a ballot on the left."))
        self.deeds.opened.connect(self.toggle)
        told = QLabel(
            self.tr("Enter on a line says whether it counts. What does not count stays in the history."), self
        )
        told.setWordWrap(True)
        told.setProperty("role", "muted")
        self.others = QLabel(self)
        self.others.setWordWrap(True)
        self.others.setProperty("role", "muted")
        self.settle = KeyButton(self.tr("Settle this way"), "F7", "", self)
        self.settle.clicked.connect(self.settle_chosen)
        right = QVBoxLayout()
        right.setSpacing(unit)
        right.addWidget(self.deeds, 1)
        right.addWidget(told)
        right.addWidget(self.settle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, unit * 2, 0, 0)
        row.setSpacing(unit * 2)
        left = QVBoxLayout()
        left.setSpacing(unit)
        left.addWidget(self.ballots, 1)
        left.addWidget(self.others)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def refresh(self) -> int:
        """Reads the conflicts again; returns how many there are, those left out too."""
        language = self._page.desk.language
        everything = queries.conflicts(self._page.desk.survey)
        found = [each for each in everything if not each.own]
        own = len(everything) - len(found)
        self.others.setVisible(bool(own))
        self.others.setText(self.tr("%n in which you had a part wait(s) for somebody else", "", own))
        self._found = {serials.show(each.serial): each for each in found}
        self.ballots.fill(
            [
                (
                    shown,
                    ", ".join(words(f"conflict.{what.value}", language) for what in each.what),
                    ", ".join(each.operators),
                )
                for shown, each in self._found.items()
            ]
        )
        if self._found and self.ballots.current() is None:
            self.ballots.select(next(iter(self._found)))
        self._chosen()
        return len(everything)

    def _conflict(self) -> ConflictView | None:
        row = self.ballots.current()
        return self._found.get(row[0]) if row else None

    def _chosen(self) -> None:
        """Another ballot: what stands against nothing counts, the rest is to be chosen."""
        conflict = self._conflict()
        self._kept = {deed.ref for deed in conflict.deeds if not deed.in_conflict} if conflict else set()
        self.settle.setEnabled(conflict is not None)
        self._fill()

    def _fill(self) -> None:
        conflict = self._conflict()
        self.deeds.fill(
            [
                (
                    KEPT if deed.ref in self._kept else "",
                    _what(deed),
                    deed.operator,
                    str(deed.station or ""),
                    moment(deed.at),
                    deed.ref,
                )
                for deed in (conflict.deeds if conflict else ())
            ]
        )

    def toggle(self, row: tuple[object, ...]) -> None:
        """The line counts, or does not after all."""
        self._kept ^= {str(row[-1])}
        at = self.deeds.view.currentIndex().row()
        self._fill()
        self.deeds.view.selectRow(at)  # the cursor stays where it was

    def settle_chosen(self) -> None:
        """Says what counts of the chosen ballot."""
        conflict = self._conflict()
        if conflict is None:
            return
        try:
            settled = workflow.settle_conflict(self._page.desk.survey, conflict.serial, self._kept)
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        done = self.tr("The conflict is settled, and so is the ballot.")
        open_still = self.tr("The conflict is settled; what is missing on the ballot is keyed again.")
        self._page.notify("ok", done if settled else open_still)
        self._page.refresh()
        self._page.survey_changed.emit()


def _what(deed: DeedView) -> str:
    """What was done, in the language of the window."""
    if deed.kind is DeedKind.RECEIPT:
        return QCoreApplication.translate("conflicts", "received")
    if deed.kind is DeedKind.KEYING:
        return QCoreApplication.translate("conflicts", "keying {number}").format(number=deed.about)
    return QCoreApplication.translate("conflicts", "decision on {question}").format(question=deed.about)
