"""What came back, by one division after the other, and the lead's page of the day as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.overview_response import ResponseTables
from sipas_desktop.gui.page import Page, PagePart

KINDS = (".pdf", ".xlsx")


class DayView(PagePart):
    """The tables of the day's page, one at a time. ``save`` writes them all, with the picture and the forecast."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        unit = page.desk.theme.unit
        self.tables = ResponseTables(self)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.turn_button = KeyButton("", "", "", self)
        self.turn_button.clicked.connect(self.turn)
        line = QHBoxLayout()
        line.setSpacing(unit)
        line.addWidget(self.heading, 1)
        line.addWidget(self.turn_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit, 0, 0)
        column.setSpacing(unit)
        column.addLayout(line)
        column.addWidget(self.tables, 1)

    def refresh(self) -> None:
        """Reads the numbers anew."""
        from sipas_desktop.jobs.calendar import today
        from sipas_desktop.jobs.catalogues import catalogue_names
        from sipas_desktop.jobs.field_status import field_status

        survey = self._page.desk.survey
        self.tables.fill(field_status(survey, today()), catalogue_names(survey)["unit"])
        self._tell()

    def turn(self) -> None:
        """The numbers by the next division."""
        self.tables.turn()
        self._tell()

    def save(self) -> None:
        """Asks where, then writes the page of today there and opens it."""
        from sipas_desktop.jobs.calendar import today

        name = self.tr("page-{day}").format(day=today().isoformat()) + KINDS[0]
        picked, chosen = QFileDialog.getSaveFileName(
            self._page,
            self.tr("Save the page of the day"),
            str(self._page.desk.survey.beside(name)),
            self.tr("PDF (*.pdf);;Excel workbooks (*.xlsx)"),
        )
        if picked:
            out = Path(picked)
            if out.suffix.lower() not in KINDS:
                out = out.with_name(out.name + KINDS["*.xlsx" in chosen])
            self.save_to(out)

    def save_to(self, out: Path) -> None:
        """Writes the page of today to ``out`` and opens it."""
        from sipas_desktop.jobs.calendar import today
        from sipas_desktop.jobs.daily import write_daily
        from sipas_desktop.jobs.field_status import field_status

        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> Path:
            progress(0, 1)
            write_daily(survey, field_status(survey, today()), out)
            return out

        self._page.start(self.tr("Writing the page of the day"), work, self._saved)

    def _saved(self, out: Path) -> None:
        self._page.notify("ok", self.tr("The page of the day is saved: {file}").format(file=out))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(out)))

    def _tell(self) -> None:
        tables = self.tables
        self.heading.setText(tables.names.get(tables.by, self.tr("Nothing came back yet.")))
        several = len(tables.names) > 1
        if several:
            self.turn_button.set_words(tables.names[tables.next], "F10")
        self.turn_button.setVisible(several)
        tables.setVisible(bool(tables.names))
