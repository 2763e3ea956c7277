"""Ballot boxes: each opening as it was recorded, beside what was received from the box; new records, corrections."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.field_boxes_form import BoxForm
from sipas_desktop.gui.field_panel import Action, FieldPanel, Work
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.receiving_scan import NEXT_BATCH, NewBatch
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.boxes import make_box_record
from sipas_desktop.jobs.papers import Papered
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import BoxRecord, CatalogueEntry

FOLDER = "box records"  # where they were saved last


@dataclass(frozen=True)
class Found:
    """What the view shows; ``batches`` are the codes that are taken."""

    records: list[BoxRecord]
    units: list[CatalogueEntry]
    batches: frozenset[str]


@dataclass(frozen=True)
class Printed:
    """A record in a file, to be signed."""

    number: int
    out: Path
    made: Papered


def look_up(survey: OpenSurvey) -> Callable[[Callable[[int, int], None]], Found]:
    """Reads what the view shows, off the window's thread."""

    def work(progress: Callable[[int, int], None]) -> Found:
        records = queries.box_records(survey)
        progress(1, 2)
        codes = frozenset(each.code for each in queries.batches(survey))
        return Found(records, queries.catalogue(survey, "unit"), codes)

    return work


class BoxesPanel(FieldPanel):
    """The records, and under them the form for the next one or for a correction."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._records: dict[int, BoxRecord] = {}
        self._units: dict[str, str] = {}
        self._batches: frozenset[str] = frozenset()
        self._correcting: int | None = None
        self._last: int | None = None  # the record that was saved last
        self._since: set[int] = set()  # records saved since they were read last
        self.table = Table(self.tr("Records of ballot boxes"), self._columns(), self)
        self.table.opened.connect(self.correct)
        self.table.view.setMinimumHeight(self.fontMetrics().height() * 5)  # the form is to be seen too
        self.form = BoxForm(theme, self)
        self.form.finished.connect(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit * 2)
        column.addWidget(self.table, 1)
        column.addWidget(self.form)
        self._begin()

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("Record"), right=True), Column(self.tr("Box, unit"), stretch=True),
            Column(self.tr("Difference")), Column(self.tr("Counted"), right=True),
            Column(self.tr("Received"), right=True), Column(self.tr("Batch")), Column(self.tr("Seal")),
            Column(self.tr("Day"), sort_by=8),
        ]  # fmt: skip

    def page_actions(self) -> tuple[Action, ...]:
        """F2 saves what stands in the form; the rest is for the record under the cursor."""
        return (
            Action(self.tr("Save the record"), "F2", self.save, primary=True),
            Action(self.tr("New record"), "F3", self.begin_new),
            Action(self.tr("Correct"), "F5", self.correct),
            Action(self.tr("Print the record …"), "F12", self.print_record),
        )

    def keys(self) -> list[tuple[str, str]]:
        """What has no button in the head."""
        return [("Enter", self.tr("on a record: correct it; in the last field: save"))]

    # -- what the survey says -------------------------------------------------------------------------------

    def reading(self) -> tuple[str, Work]:
        """The records, and what was received from each box."""
        read, since = look_up(self._desk.survey), self._since

        def work(progress: Callable[[int, int], None]) -> Found:
            since.clear()
            return read(progress)

        return self.tr("Reading ballot boxes"), work

    def show_found(self, found: Found) -> None:
        """What was read; what stands in the form stays."""
        self._records = {each.number: each for each in found.records}
        for number in self._since:  # saved while that was read
            self._records |= {each.number: each for each in queries.box_records(self._desk.survey, number)}
        self._units = {each.code: each.name for each in found.units}
        self._batches = found.batches | {each.data.batch for each in self._records.values()}
        self.form.set_units(found.units)
        self.table.fill([self._row(self._records[number]) for number in sorted(self._records, reverse=True)])
        if self._correcting is None and not self.form.touched:
            self._begin()
        self._tell_counts()

    def show_done(self, result: Printed) -> None:
        """The record is in its file, which opens for printing."""
        words = self.tr("Record {number} is in {path}: print it and let everybody sign.")
        self.told.emit("ok", words.format(number=result.number, path=result.out))
        self.wrote.emit()  # the head that is printed on it
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.out)))

    def _row(self, record: BoxRecord) -> tuple[object, ...]:
        data = record.data
        seal = data.seal if data.whole else self.tr("{seal}, broken").format(seal=data.seal)
        day = "" if data.day is None else date_short(data.day)
        place = ", ".join(part for part in (data.box, self._units.get(data.unit or "", data.unit or "")) if part)
        return (
            record.number, place, self._difference(record), data.papers, record.received, data.batch, seal, day,
            0 if data.day is None else data.day.toordinal(),
        )  # fmt: skip

    def _difference(self, record: BoxRecord) -> str:
        if not record.differs:
            return self.tr("none")
        if not record.received:
            return self.tr("not received yet")
        if record.missing > 0:
            return self.tr("%Ln paper(s) not received", "", record.missing)
        if record.missing < 0:
            return self.tr("%Ln ballot(s) more than counted", "", -record.missing)
        number = QLocale().toString
        words = self.tr("{counted} valid, {looked} looked so")
        return words.format(counted=number(record.counted), looked=number(record.data.valid))

    def _tell_counts(self) -> None:
        records, number = self._records.values(), QLocale().toString
        if not records:
            self.counted.emit(self.tr("No ballot box was opened yet: write down the first one below."))
            return
        words = self.tr("{boxes} records: {papers} papers counted · {received} received · boxes that differ: {differ}")
        self.counted.emit(
            words.format(
                boxes=number(len(records)),
                papers=number(sum(each.data.papers for each in records)),
                received=number(sum(each.received for each in records)),
                differ=number(sum(each.differs for each in records)),
            )
        )

    # -- one record -----------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """The form is for a new record again."""
        self._begin()
        self.focus_first()

    def correct(self) -> None:
        """The record under the cursor, in the form."""
        record = self._current()
        if record is None:
            self.told.emit("attention", self.tr("There is no record at hand: choose one in the table."))
            return
        self._correcting = record.number
        heading = self.tr("Correction of record {number}; the history keeps both").format(number=record.number)
        self.form.show_record(heading, record.data)
        self.focus_first()

    def save(self) -> None:
        """Records what stands in the form, and says where the ballots of the box go."""
        correcting = self._correcting
        try:
            number = workflow.record_box(self._desk.survey, self.form.data(), correcting)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        (record,) = queries.box_records(self._desk.survey, number)
        self._records[number], self._last = record, number
        self._since.add(number)
        self._batches |= {record.data.batch}
        self.table.put(self._row(record))
        self.table.select(number)
        self._begin()
        self._tell_counts()
        self.wrote.emit()
        self._tell_next(record)
        self._desk.sound.accepted()
        self.focus_first()

    def _tell_next(self, record: BoxRecord) -> None:
        """The next step is at the counter, where the batch is chosen already."""
        batch = record.data.batch
        if record.missing > 0:
            self._desk.kept[NEXT_BATCH] = NewBatch(batch, record.data.unit, named=True)
            words = self.tr("Record {number} is saved. Next: receive its ballots into batch {batch} (Ctrl+5).")
        else:
            words = self.tr("Record {number} is saved.")
        self.told.emit("ok", words.format(number=record.number, batch=batch))

    def print_record(self) -> None:
        """The record under the cursor, else the one saved last, as a file for printing."""
        record = self._current() or self._records.get(self._last or 0)
        if record is None:
            self.told.emit("attention", self.tr("There is no record at hand: choose one in the table."))
            return
        out = self._file_of(record.number)
        if out is None:
            return
        survey, number = self._desk.survey, record.number
        self._desk.kept[FOLDER] = out.parent

        def work(_progress: Callable[[int, int], None]) -> Printed:
            return Printed(number, out, make_box_record(survey, number, out))

        self.wanted.emit(self.tr("Printing the record"), work)

    def _file_of(self, number: int) -> Path | None:
        """Beside the last one, at first where somebody says; None where nobody does."""
        name = f"hom-phieu-{number:02d}.pdf"
        if (folder := self._desk.kept.get(FOLDER)) is not None:
            return Path(folder) / name
        start = str(self._desk.survey.beside(name))
        title = self.tr("Record of a ballot box")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, "PDF (*.pdf);;Word (*.docx)")
        out = Path(chosen)
        return (out if out.suffix else out.with_suffix(".pdf")) if chosen else None

    def focus_first(self) -> None:
        """The first field of the form."""
        self.form.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.box.selectAll()

    def _current(self) -> BoxRecord | None:
        row: Any = self.table.current()
        return None if row is None else self._records.get(row[0])

    def _begin(self) -> None:
        self._correcting = None
        free = (f"H{number}" for number in itertools.count(max(self._records, default=0) + 1))
        self.form.clear(self.tr("New record"), next(code for code in free if code not in self._batches))
