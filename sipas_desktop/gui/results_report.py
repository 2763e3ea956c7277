"""The report as it will be printed, before it is saved: its form, its pages, and the office's remarks beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.plan import IndexDefinition, PlannedReport
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.results_remarks import RemarksView
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter

if TYPE_CHECKING:
    from sipas_desktop.jobs.report import Wanted

WHOLE, SECTION, NOTICE = "whole", "section", "notice"


class ReportView(QWidget):
    """The pages, the form of the report, and whether the definition that is looked at goes into it in place of the
    plan's."""

    changed = Signal()
    planned = Signal()  # one of the plan's reports was chosen: it says which ballots count

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        theme = page.desk.theme
        self._reports = page.desk.survey.plan.reports
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.form = QComboBox(self)
        self.form.setAccessibleName(self.tr("Form of the report"))
        self.form.addItem(self.tr("Report"), WHOLE)
        self.form.addItem(self.tr("Section of another report, without letterhead"), SECTION)
        self.form.addItem(self.tr("Notice of the results, one page"), NOTICE)
        for report in self._reports:
            self.form.addItem(self.tr("By the plan: {title}").format(title=report.title), report.code)
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.setMinimumContentsLength(24)
        self.form.currentIndexChanged.connect(self._form_chosen)
        self.own_definition = QCheckBox(
            self.tr("Print the index by the definition chosen above, not by the plan's"), self
        )
        self.own_definition.toggled.connect(self.changed)
        self.preview = PdfPreview(theme, self)
        self.preview.larger()  # as wide as the view: a whole page is too small to read
        self.remarks = RemarksView(page, self)
        self.remarks.kept.connect(self.changed)
        self.remarks.setMaximumWidth(theme.px(320))
        self.remarks.setVisible(page.desk.survey.about.handout is None)  # at a station they are nobody's
        head = QHBoxLayout()
        head.setSpacing(theme.unit * 2)
        head.addWidget(self.form)
        head.addWidget(self.note, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.unit * 2)
        below.addWidget(self.preview, 2)
        below.addWidget(self.remarks, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(head)
        column.addWidget(self.own_definition)
        column.addLayout(below, 1)

    @property
    def report(self) -> PlannedReport | None:
        """The plan's report that is chosen."""
        return next((each for each in self._reports if each.code == self.form.currentData()), None)

    @property
    def is_notice(self) -> bool:
        """Whether the notice is chosen."""
        return bool(self.form.currentData() == NOTICE)

    def choose_notice(self) -> None:
        """The notice, in place of the form that was chosen."""
        self.form.setCurrentIndex(self.form.findData(NOTICE))

    def wanted(self) -> Wanted:
        """The form that is chosen, as jobs take it."""
        from sipas_desktop.jobs.report import Wanted

        report = self.report
        if report is not None:
            return Wanted(report.section, title=report.title if report.section else "")
        return Wanted(self.form.currentData() == SECTION, self.is_notice)

    def fit(self, chosen: Filter) -> None:
        """A report of the plan is on its own ballots: where others are chosen, it is the plain report again."""
        report = self.report
        if report is not None and chosen != filter_of(report):
            self.form.blockSignals(True)
            self.form.setCurrentIndex(0)
            self.form.blockSignals(False)

    def add_below(self, widget: QWidget) -> None:
        """Something else under the pages."""
        self._column.addWidget(widget)

    def offer_definition(self, offered: bool) -> None:
        """Shows the choice where another definition than the plan's is looked at."""
        self.own_definition.setVisible(offered)
        if not offered and self.own_definition.isChecked():
            self.own_definition.blockSignals(True)
            self.own_definition.setChecked(False)
            self.own_definition.blockSignals(False)

    def show_pages(self, content: bytes) -> None:
        """A report that is not saved yet."""
        self.note.setText(
            self.tr("This is the report. Saving it records it in the history; the saved file bears that head.")
        )
        self.preview.show_bytes(content, self.tr("Report"))

    def let_go(self) -> None:
        """Closes the PDF."""
        self.preview.show_words("")

    def show_saved(self, file: Path) -> None:
        """The PDF that was saved just now."""
        self.note.setText(self.tr("This is the saved file."))
        self.preview.show_file(file)

    def _form_chosen(self) -> None:
        (self.changed if self.report is None else self.planned).emit()


def filter_of(report: PlannedReport) -> Filter:
    """The ballots that a report of the plan is on."""
    return Filter(group=report.group, wave=report.wave, until=report.until)


def preview_pdf(
    survey: OpenSurvey,
    chosen: Filter,
    definition: IndexDefinition,
    wanted: Wanted,
    progress: Callable[[int, int], None],
) -> bytes:
    """The report as PDF, made as the saved one is but with the head as it stands now. Nothing is recorded."""
    # Imported here: what draws a PDF takes longer to load than the page.
    from sipas_desktop.jobs import report
    from sipas_desktop.paper.report_pdf import pdf_bytes

    progress(0, 2)
    head = queries.current_head(survey)
    made = report.report_content(survey, chosen, head=head, definition=definition, wanted=wanted)
    progress(1, 2)
    return pdf_bytes(made)
