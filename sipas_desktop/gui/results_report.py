"""The report as it will be printed, before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


class ReportView(QWidget):
    """The pages, and whether the definition that is looked at goes into them in place of the plan's."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.own_definition = QCheckBox(
            self.tr("Print the index by the definition chosen above, not by the plan's"), self
        )
        self.own_definition.toggled.connect(self.changed)
        self.preview = PdfPreview(theme, self)
        self.preview.larger()  # as wide as the view: a whole page is too small to read
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self.note)
        column.addWidget(self.own_definition)
        column.addWidget(self.preview, 1)

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


def preview_pdf(
    survey: OpenSurvey, chosen: Filter, definition: IndexDefinition, progress: Callable[[int, int], None]
) -> bytes:
    """The report as PDF, made as the saved one is but with the head as it stands now. Nothing is recorded."""
    # Imported here: what draws a PDF takes longer to load than the page.
    from sipas_desktop.jobs import report
    from sipas_desktop.paper.report_pdf import pdf_bytes

    progress(0, 2)
    made = report.report_content(survey, chosen, head=queries.current_head(survey), definition=definition)
    progress(1, 2)
    return pdf_bytes(made)
