"""Where the cover sheet of a batch is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.gui.page import Page


def cover_file(page: Page, code: str) -> Path | None:
    """Beside the last one, at first where somebody says; None where nobody does."""
    if (folder := page.desk.kept.get("covers")) is not None:
        return Path(folder) / f"{code}.pdf"
    start = str(page.desk.survey.beside(f"{code}.pdf"))
    title = QCoreApplication.translate("ReceivePage", "Cover sheet")
    chosen, _ = QFileDialog.getSaveFileName(page, title, start, "PDF (*.pdf)")
    return Path(chosen) if chosen else None
