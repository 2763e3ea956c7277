"""Print ballots: an order on the left, the very file on the right, all runs below."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.vietnamese import sort_key
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.printing_form import OrderForm
from sipas_desktop.gui.printing_interrupted import InterruptedLine
from sipas_desktop.gui.printing_order import BALLOTS, CONTINUE, LABELS, REPRINT, Order, carry_out
from sipas_desktop.gui.printing_paper import Sheets, prepare, print_on_paper, sheets_of
from sipas_desktop.gui.printing_papers import PapersCard
from sipas_desktop.gui.specimens import Specimens
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.ballots import PrintedRun
from sipas_desktop.store import queries, workflow

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


AT_ONCE: Final = 2_000  # members who are counted before anybody sees the page; of more beside the window


class PrintPage(Page):
    """Serials are reserved, the file is printed and proven, then the run counts; cancelling leaves no file."""

    _proving = Signal()  # the file is written, its proof begins

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.add_action(self.tr("Print"), "F2", self.print_order, primary=True)
        self._open = self.add_action(self.tr("Open the file"), "F10", self.open_file)
        self._open.setEnabled(False)
        self._paper = self.add_action(self.tr("Print on paper …"), "F11", self.print_on_paper)
        self._paper.setEnabled(False)
        self._order: Order | None = None  # under way
        self._file: Path | None = None  # printed last
        self._sha256 = ""  # of that file, as it was proven
        self.specimens = Specimens(desk.survey, self)
        self.specimens.laid_out.connect(self._show_laid_out)
        self.specimens.broken.connect(self.report_bug)
        self._awaits_specimen = False
        self._counting = Latest(self)
        self._counting.refused.connect(self.refuse)
        self._counting.broken.connect(self.report_bug)
        self.form = OrderForm(desk.survey.plan, desk.survey.home, theme, self)
        self.form.changed.connect(self._show_specimen)
        self.form.wrong.connect(self._say_wrong)
        self.papers = PapersCard(desk.survey.plan, desk.survey.home, theme, self)
        self.papers.made.connect(self._show_file)
        self._proving.connect(self._say_proving)
        self.preview = PdfPreview(theme, self)
        columns = [
            Column(self.tr("Printed at")),
            Column(self.tr("What"), right=True, sort_by=6),
            Column(self.tr("Numbers")),
            Column(self.tr("Unit"), stretch=True),
            Column(self.tr("Sector"), stretch=True),
            Column(self.tr("By")),
        ]
        self.runs = Table(self.tr("Print runs"), columns, self)
        left = QVBoxLayout()
        left.setSpacing(theme.unit * 2)
        self.interrupted = InterruptedLine(theme, self)
        self.interrupted.continued.connect(self.continue_run)
        self.interrupted.given_up.connect(self.give_up_run)
        left.addWidget(self.interrupted)
        left.addWidget(self.form)
        left.addWidget(self.papers)
        left.addWidget(self.runs, 1)
        columns_of_page = QHBoxLayout()
        columns_of_page.setSpacing(theme.unit * 2)
        columns_of_page.addLayout(left, 3)
        columns_of_page.addWidget(self.preview, 2)
        self.content.addLayout(columns_of_page)

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Runs, units, who waits for a ballot."""
        survey = self.desk.survey
        units = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
        runs = queries.runs(survey)
        self._show_interrupted()
        ledger = queries.ledger(survey)
        self.runs.view.setColumnHidden(3, not any(run.unit for run in runs))  # room, where units are written by hand
        self.runs.view.setColumnHidden(4, not any(run.sector for run in runs))
        sectors = {sector.code: sector.title for sector in survey.plan.sectors}
        words = " · ".join(
            (
                self.tr("%Ln ballot(s) printed", "", sum(run.count for run in runs if run.purpose == "ballots")),
                self.tr("%Ln run(s)", "", sum(run.purpose == "ballots" for run in runs)),
                self.tr("%Ln spare label(s) left", "", ledger.labels_left),
                *([self.tr("%Ln sheet(s) printed again", "", ledger.reprinted)] if ledger.reprinted else []),
            )
        )
        self.set_status(words)
        self.runs.fill(
            [
                (
                    local_time(run.at),
                    self.tr("%Ln label(s)", "", run.count)
                    if run.purpose == "labels"
                    else self.tr("%Ln ballot(s)", "", run.count),
                    f"{short(run.first_serial)} – {short(run.last_serial)}",
                    units.get(run.unit, run.unit),
                    sectors.get(run.sector, run.sector),
                    run.operator,
                    run.count,
                )
                for run in runs
            ]
        )
        if self._file is None:
            self._show_specimen()
        if survey.plan.identity is Identity.LINKED:
            many = queries.sample_size(survey) > AT_ONCE
            self._counting.ask(lambda: queries.members_without_ballot(survey), self._show_waiting, beside=many)
        else:
            self.form.set_units([(code, f"{name} ({code})") for code, name in units.items()])
            self.papers.set_units(list(units.items()))

    def focus_first(self) -> None:
        """The number of ballots."""
        self.form.count.setFocus()

    def stop(self) -> None:
        """Ends what is worked out."""
        super().stop()
        self._counting.wait()
        self.specimens.wait()

    # -- printing -------------------------------------------------------------------------------------------

    def print_order(self) -> None:
        """Prints what the form says."""
        order = self.form.order()
        if order is not None:
            self._carry_out(order)

    def continue_run(self) -> None:
        """Goes on with the interrupted run, into the file that is filled in."""
        assert self.interrupted.run is not None
        order = self.form.order_to_continue(self.interrupted.run.id)
        if order is not None:
            self._carry_out(order)

    def give_up_run(self) -> None:
        """The interrupted run will not be printed."""
        assert self.interrupted.run is not None
        try:
            workflow.give_up_run(self.desk.survey, self.interrupted.run.id)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.refresh()
        self.notify("ok", self.tr("Given up: its numbers are never given out."))
        self.survey_changed.emit()

    def _carry_out(self, order: Order) -> None:
        survey = self.desk.survey

        def work(progress: Callable[[int, int], None]) -> PrintedRun:
            return carry_out(survey, order, progress, self._proof_of(progress))

        self._order = order
        titles = {
            BALLOTS: self.tr("Printing ballots"),
            LABELS: self.tr("Printing labels"),
            REPRINT: self.tr("Printing once more"),
            CONTINUE: self.tr("Printing what was interrupted"),
        }
        self.start(titles[order.kind], work, self._printed)

    def print_on_paper(self) -> None:
        """The proven file through the system's print dialog."""
        printer = self.ask_printer()
        if self._file is None or printer is None:
            return
        file, sha256 = self._file, self._sha256

        def work(progress: Callable[[int, int], None]) -> int:
            return print_on_paper(file, sha256, printer, progress)

        self.start(self.tr("Printing on paper"), work, self._on_paper)

    def ask_printer(self) -> QPrinter | None:
        """The printer that is chosen in the system's dialog; None where it is closed again."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer, sheets_of(self._file) if self._file else Sheets())
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, max(1, self.preview.pages))
        return printer if dialog.exec() else None

    def _on_paper(self, pages: int) -> None:
        self.notify("ok", self.tr("%Ln page(s) sent to the printer.", "", pages))

    def _proof_of(self, progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def proving(done: int, total: int) -> None:
            if not done:
                self._proving.emit()
            progress(done, total)

        return proving

    def _say_proving(self) -> None:
        self.task_line.next_part(self.tr("Proof of every page"))

    def open_file(self) -> None:
        """The file in the system's own PDF program, from where it goes to the printer."""
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))

    def _printed(self, run: PrintedRun) -> None:
        assert self._order is not None
        number = QLocale().toString
        out, self._order = self._order.out, None
        words = self.tr("{file}: {count} numbers from {first} to {last} on {pages} pages. F11 prints it on paper.")
        self.form.after_print()
        self.refresh()
        self._show_file(out, run.sha256)
        self.form.set_notes([note.words(self.desk.language) for note in run.notes])
        self.notify(
            "ok",
            words.format(
                file=out.name,
                count=number(run.ballots),
                first=serials.show(run.first_serial),
                last=serials.show(run.last_serial),
                pages=number(run.pages),
            ),
        )
        self.desk.sound.accepted()
        self.survey_changed.emit()

    def _show_file(self, file: Path, sha256: str = "") -> None:
        """The file that was just made; one that was proven, as ``sha256``, may be printed from here."""
        self._file, self._sha256 = file, sha256
        self._awaits_specimen = False
        if file.suffix.lower() == ".pdf":
            self.preview.show_file(file)
        self._open.setEnabled(True)
        self._paper.setEnabled(bool(sha256))

    def refuse(self, refusal: Refusal) -> None:
        """Says it; a run that was refused is an interrupted one."""
        super().refuse(refusal)
        self._order = None
        self._show_interrupted()

    def _cancelled(self) -> None:
        super()._cancelled()
        self._order = None
        self._show_interrupted()

    def _show_interrupted(self) -> None:
        # The run under way is none: it was reserved, and its file has no name yet.
        self.interrupted.show_runs([] if self._order is not None else queries.interrupted_runs(self.desk.survey))

    def _say_wrong(self, words: str) -> None:
        self.notify("error", words)

    def _show_waiting(self, waiting: dict[tuple[str, str], int]) -> None:
        """Who of the sample list waits for a ballot, by unit and sector."""
        if not waiting and not self.runs.rows.total:
            self.show_empty(self.tr("The sample list is empty: import it before printing (Ctrl+3)."))
            return
        self.form.set_waiting({group: count for group, count in waiting.items() if count})
        named = sorted({unit for unit, _ in waiting if unit}, key=sort_key)
        self.papers.set_units([(unit, unit) for unit in named])
        self.show_content()

    # -- preview --------------------------------------------------------------------------------------------

    def _show_specimen(self) -> None:
        """The ballot of the chosen group, marked as a specimen, until something was printed.

        It is laid out in the background the first time; what was shown before stays until then.
        """
        self._awaits_specimen = False
        if self.form.kind == LABELS:
            self.form.set_notes([])
            self.preview.show_words(self.tr("The labels are shown here when they are printed."))
            return
        if self.form.kind == REPRINT:
            self.form.set_notes([])
            self.preview.show_words(self.tr("The ballots are shown here when they are printed."))
            return
        form = self.desk.survey.form_of_group(str(self.form.group.currentData()))
        found = self.specimens.find(form, self.form.style_of_print)
        if found is None:
            self._awaits_specimen = True
            return
        if isinstance(found, Refusal):
            self.form.set_notes([])
            self.preview.show_words(found.words(self.desk.language))
            return
        self.form.set_pages(found.printed.pages)
        self.form.set_notes([note.words(self.desk.language) for note in found.printed.notes])
        self.preview.show_bytes(found.pdf, self.tr("Specimen"))

    def _show_laid_out(self) -> None:
        if self._awaits_specimen:
            self._show_specimen()


def local_time(utc: str) -> str:
    """A UTC time in ISO form as the wall clock here shows it: "05/09/2024 14:03"."""
    return f"{datetime.datetime.fromisoformat(utc).astimezone():%d/%m/%Y %H:%M}"


def short(serial: str) -> str:
    """A serial without the survey's own digits, which all of its ballots share: "000017 3"."""
    return serials.show(serial)[serials.SURVEY_DIGITS + 1 :]
