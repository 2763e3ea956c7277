"""Where the batches stand and what waits too long: for the lead, who takes batches over from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.batch import Stage
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.standing import Standing, Why
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.moments import moment
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import BatchStanding

MOST_PAPERS = 9999  # of one bundle
Found = tuple[list[BatchStanding], list[Standing], list[str]]


def stage_words(stage: Stage) -> str:
    """How far a batch is, in the language of the window."""
    return {
        Stage.RECEIVED: QCoreApplication.translate("stages", "received"),
        Stage.ASSIGNED: QCoreApplication.translate("stages", "assigned"),
        Stage.FIRST_KEYED: QCoreApplication.translate("stages", "keyed once"),
        Stage.SECOND_KEYED: QCoreApplication.translate("stages", "keyed twice"),
        Stage.COMPARED: QCoreApplication.translate("stages", "compared"),
        Stage.SETTLED: QCoreApplication.translate("stages", "settled"),
        Stage.CLOSED: QCoreApplication.translate("stages", "closed"),
    }[stage]


def why_words(why: Why) -> str:
    """Why a ballot is listed, in the language of the window."""
    return {
        Why.NOT_KEYED: QCoreApplication.translate("standing", "not keyed, though the rest of its batch is"),
        Why.KEYED_ONCE: QCoreApplication.translate("standing", "keyed once only"),
        Why.IN_PROGRESS: QCoreApplication.translate("standing", "half keyed"),
        Why.DIFFERING: QCoreApplication.translate("standing", "differing for a week"),
        Why.MISSING: QCoreApplication.translate("standing", "missing from the bundle"),
        Why.EXTRA: QCoreApplication.translate("standing", "in the bundle, but not of the batch"),
        Why.NOT_BACK: QCoreApplication.translate("standing", "issued and not back"),
    }[why]


def look_up(survey: OpenSurvey) -> Callable[[Callable[[int, int], None]], Found]:
    """Reads what the board shows, off the window's thread."""

    def work(progress: Callable[[int, int], None]) -> Found:
        batches = queries.batch_standings(survey)
        progress(1, 2)
        waiting = queries.standing(survey)
        return batches, waiting, [each.name for each in queries.operators(survey) if Role.KEYER in each.roles]

    return work


class BatchBoard(QWidget):
    """Two lists: batches, and ballots that somebody should look after."""

    wrote = Signal()  # something was recorded; what it was is told next
    told = Signal(str, str)  # kind and words of a notice
    refused = Signal(object)  # Refusal

    def __init__(self, survey: OpenSurvey, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._survey = survey
        text, number = Column, self._number
        self.batches = Table(
            self.tr("Batches"),
            [
                text(self.tr("Batch")), text(self.tr("Stage")), number(self.tr("Ballots")),
                number(self.tr("Keying 1")), number(self.tr("Keying 2")), text(self.tr("First keyer"), stretch=True),
                text(self.tr("Second keyer"), stretch=True), text(self.tr("Counted"), stretch=True),
            ],
            self,
        )  # fmt: skip
        self.waiting = Table(
            self.tr("Ballots to look after"),
            [
                text(self.tr("Ballot")), text(self.tr("Why"), stretch=True), text(self.tr("Since")),
                text(self.tr("Batch")), number(self.tr("Number")), text(self.tr("Keyer")),
            ],
            self,
        )  # fmt: skip
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Batches, and ballots to look after"))
        self.tabs.addTab(self._with_take_over(theme), "")
        lower = QWidget(self)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, theme.unit * 2, 0, 0)
        self.aside = KeyButton(self.tr("Set the half-keyed ballot aside"), "Ctrl+D", "", lower)
        self.aside.clicked.connect(self._set_aside)
        below.addWidget(self.waiting, 1)
        below.addWidget(self.aside)
        self.waiting.chosen.connect(self._waiting_chosen)
        self.tabs.addTab(lower, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.batches.chosen.connect(self._chosen)
        self._name_tabs(0, 0)

    @staticmethod
    def _number(title: str) -> Column:
        return Column(title, right=True)

    def _with_take_over(self, theme: Theme) -> QWidget:
        page = QWidget(self)
        self.number, self.to = QComboBox(page), QComboBox(page)
        self.number.setAccessibleName(self.tr("Keying that is taken over"))
        self.number.addItem(self.tr("keying 1"), 1)
        self.number.addItem(self.tr("keying 2"), 2)
        self.to.setAccessibleName(self.tr("Who gets the batch"))
        self.to.setMinimumWidth(theme.px(180))
        self.take = KeyButton(self.tr("Take the batch over"), "Ctrl+T", "", page)
        self.take.clicked.connect(self._take)
        label = QLabel(self.tr("for"), page)
        note = QLabel(self.tr("Half-keyed ballots of who has it are set aside and keyed anew."), page)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.unit)
        for widget in (self.take, self.number, label, self.to):
            row.addWidget(widget)
        row.addWidget(note, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        self.papers = QSpinBox(page)
        self.papers.setRange(0, MOST_PAPERS)
        self.papers.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.papers.setAccessibleName(self.tr("Papers counted in the bundle"))
        self.count = KeyButton(self.tr("Record the count"), "Ctrl+K", "", page)
        self.count.clicked.connect(self._count)
        counting = QHBoxLayout()
        counting.setSpacing(theme.unit)
        counted = QLabel(self.tr("papers in the bundle"), page)
        for control in (self.count, self.papers, counted):
            counting.addWidget(control)
        counting.addStretch(1)
        column.addWidget(self.batches, 1)
        column.addLayout(row)
        column.addLayout(counting)
        return page

    @property
    def choices(self) -> tuple[QWidget, ...]:
        """What is chosen or typed before a batch is taken over or counted."""
        return self.number, self.to, self.papers

    def show_found(self, found: Found) -> None:
        """What was read; the chosen batch stays chosen."""
        batches, waiting, keyers = found
        self.batches.fill([self._batch_row(each) for each in batches])
        self.waiting.fill([self._waiting_row(each) for each in waiting])
        self._name_tabs(len(batches), len(waiting))
        name = self.to.currentData()
        self.to.clear()
        self.to.addItem(self.tr("nobody"), "")
        for each in keyers:
            self.to.addItem(each, each)
        self.to.setCurrentIndex(max(0, self.to.findData(name)))
        self._chosen()
        self._waiting_chosen()

    def _name_tabs(self, batches: int, waiting: int) -> None:
        self.tabs.setTabText(0, self.tr("%Ln batch(es)", "", batches))
        self.tabs.setTabText(1, self.tr("%Ln ballot(s) to look after", "", waiting))

    def _batch_row(self, batch: BatchStanding) -> tuple[object, ...]:
        return (
            batch.code, stage_words(batch.stage), batch.ballots, batch.first, batch.second,
            *(self._holder(*each) for each in zip(batch.holders, batch.since, strict=True)), self._counted(batch),
            batch,
        )  # fmt: skip

    @staticmethod
    def _holder(name: str, since: str) -> str:
        return f"{name} · {moment(since)}" if name else "–"

    def _counted(self, batch: BatchStanding) -> str:
        if batch.papers is None:
            return "–"
        parts = []
        if batch.missing:
            parts.append(self.tr("%n missing", "", len(batch.missing)))
        if batch.extra:
            parts.append(self.tr("%n extra", "", len(batch.extra)))
        if batch.surplus:
            parts.append(f"{batch.surplus:+d}")
        return ", ".join(parts) or self.tr("complete")

    @staticmethod
    def _waiting_row(each: Standing) -> tuple[object, ...]:
        place = "" if each.position is None else each.position
        since = moment(each.since) if each.since else ""
        keyer = f"{each.who} ({each.pass_no})" if each.who else ""
        return serials.show(each.serial), why_words(each.why), since, each.batch, place, keyer, each

    def _current(self) -> BatchStanding | None:
        row: Sequence[object] | None = self.batches.current()
        found = row[-1] if row else None
        return found if isinstance(found, BatchStanding) else None

    def _chosen(self) -> None:
        """The keying that is under way in the chosen batch is the one to take over."""
        batch = self._current()
        for control in (self.take, self.count, self.papers):
            control.setEnabled(batch is not None)
        if batch is not None:
            second = bool(batch.holders[1]) or (batch.first == batch.ballots and batch.ballots > 0)
            self.number.setCurrentIndex(1 if second else 0)
            self.papers.setValue(batch.papers or 0)

    def _take(self) -> None:
        batch, number, to = self._current(), self.number.currentData(), self.to.currentData() or ""
        if batch is None:
            return
        try:
            done = workflow.take_over_batch(self._survey, batch.code, number, to or None)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.wrote.emit()
        nobody = self.tr("nobody")
        words = self.tr("Batch {batch}, keying {number}: from {holder} to {to}; half-keyed ballots set aside: {count}.")
        told = {"batch": batch.code, "number": number, "holder": done.holder or nobody, "to": to or nobody}
        self.told.emit("ok", words.format(**told, count=len(done.aside)))

    def _waiting_now(self) -> Standing | None:
        row: Sequence[object] | None = self.waiting.current()
        found = row[-1] if row else None
        return found if isinstance(found, Standing) and found.why is Why.IN_PROGRESS else None

    def _waiting_chosen(self) -> None:
        self.aside.setEnabled(self._waiting_now() is not None)

    def _set_aside(self) -> None:
        """The pass of one ballot is keyed anew by somebody else; ballots without a batch have no other way."""
        each = self._waiting_now()
        if each is None or each.pass_no is None:
            return
        try:
            workflow.set_aside_keying(self._survey, each.serial, each.pass_no)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.wrote.emit()
        words = self.tr("Ballot {serial}: what {name} keyed is set aside, and the ballot waits to be keyed anew.")
        self.told.emit("ok", words.format(serial=serials.show(each.serial), name=each.who))

    def _count(self) -> None:
        """Only how many papers there are; who scans them does it at the keying page, or by ``sipas batches``."""
        batch = self._current()
        if batch is None:
            return
        try:
            found = workflow.count_batch(self._survey, batch.code, self.papers.value())
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.wrote.emit()
        words = self.tr("Batch {batch}: {count} papers counted.")
        self.told.emit("ok", words.format(batch=batch.code, count=found.papers))
