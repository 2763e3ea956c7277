"""Checks a saved report against the survey, under the report's pages: what differs, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page, PagePart

if TYPE_CHECKING:
    from sipas_desktop.jobs.verified import Verified


class ReportCheck(PagePart):
    """One button; once a report was checked, what came of it."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(page, parent)
        theme = page.desk.theme
        self._file = Path()
        self.button = KeyButton(self.tr("Check a report …"), "F10", "", self)
        self.button.clicked.connect(self.choose)
        self.note = QLabel(self.tr("Compares a saved report with the survey as it was when the report was made."), self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.lines = QPlainTextEdit(self)
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName(self.tr("What came of checking the report"))
        self.lines.setFixedHeight(theme.px(120))
        self.lines.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.unit * 2)
        row.addWidget(self.button)
        row.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(row)
        column.addWidget(self.lines)

    def choose(self) -> None:
        """Asks for a file."""
        start = str(self._page.desk.survey.home)
        picked, _ = QFileDialog.getOpenFileName(
            self, self.tr("The report to check"), start, self.tr("Reports (*.pdf *.docx *.xlsx)")
        )
        if picked:
            self.check(Path(picked))

    def check(self, file: Path) -> None:
        """Compares ``file`` with the survey."""
        survey, self._file = self._page.desk.survey, file

        def work(progress: Callable[[int, int], None]) -> Verified:
            from sipas_desktop.jobs.verifying import verify_report

            progress(0, 1)
            return verify_report(survey, file, progress)

        self.lines.hide()
        self._page.start(self.tr("Checking the report"), work, self._checked)

    def _checked(self, found: Verified) -> None:
        from sipas_desktop.jobs.verify_words import told

        first, *more = told(found, self._page.desk.language)
        self._page.notify("ok" if found.ok else "error", f"{self._file.name}: {first}")
        self.lines.setPlainText("\n".join(more))
        self.lines.setVisible(bool(more))
        if more:
            self._page.show_in_body(self.lines)
