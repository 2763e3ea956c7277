"""A table of the results taken elsewhere: to the clipboard, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.table_file import write_table
from sipas_desktop.gui.table import Table

if TYPE_CHECKING:
    from sipas_desktop.gui.results import ResultsPage


def copy_figures(page: ResultsPage, table: Table | None) -> None:
    """The index, what it rests on, and ``table``, to the clipboard."""
    words = page.index.told()
    if table is not None:
        words += "\n\n" + table.text()
    QGuiApplication.clipboard().setText(words)
    page.notify("ok", QCoreApplication.translate("ResultsPage", "The figures are on the clipboard."))


def save_table(page: ResultsPage, table: Table | None) -> None:
    """``table`` as a file that the person names; its ending says which kind."""
    if table is None:
        page.notify("attention", QCoreApplication.translate("ResultsPage", "This view has no table."))
        return
    survey = page.desk.survey
    name = QCoreApplication.translate("ResultsPage", "figures-{plan}").format(plan=survey.plan.id)
    kinds = QCoreApplication.translate("ResultsPage", "Excel workbooks (*.xlsx);;CSV files (*.csv)")
    title = QCoreApplication.translate("ResultsPage", "Save the table")
    picked, _ = QFileDialog.getSaveFileName(page, title, str(survey.beside(name + ".xlsx")), kinds)
    if not picked:
        return
    out = Path(picked)
    out = out if out.suffix else out.with_name(out.name + ".xlsx")
    try:
        write_table(out, *table.cells())
    except Refusal as refusal:
        page.refuse(refusal)
    else:
        page.notify("ok", QCoreApplication.translate("ResultsPage", "The table is saved: {file}").format(file=out))
