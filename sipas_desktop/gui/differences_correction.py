"""Decisions on one ballot, found by its serial, of which one is to be made again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import Kind
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store.queries import Decision, decisions


class CorrectionView(PagePart):
    """A serial on top, below it what was decided on that ballot; ``opened`` tells which decision is to be corrected."""

    opened = Signal(object)  # a Decision

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._catalogues: Mapping[Kind, Catalogue] = {}
        self._found: dict[str, Decision] = {}
        unit = page.desk.theme.unit
        self.serial = QLineEdit(self)
        self.serial.setAccessibleName(self.tr("Serial of the ballot"))
        self.serial.setPlaceholderText(self.tr("scan or type the serial, then Enter"))
        self.serial.returnPressed.connect(self.look)
        self.table = Table(
            self.tr("What was decided"),
            [
                Column(self.tr("Question")),
                Column(self.tr("Wording"), stretch=True),
                Column(self.tr("Keyed")),
                Column(self.tr("Keyed otherwise")),
                Column(self.tr("Decided")),
            ],
            self,
        )
        self.table.opened.connect(self._opened)
        told = QLabel(self.tr("Enter on a line decides it again, with a reason, until the batch is closed."), self)
        told.setWordWrap(True)
        told.setProperty("role", "muted")
        fields = QFormLayout()
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Ballot"), self.serial)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit * 2)
        column.addLayout(fields)
        column.addWidget(told)
        column.addWidget(self.table, 1)

    def start(self, catalogues: Mapping[Kind, Catalogue]) -> None:
        """Empty, for the next ballot."""
        self._catalogues = catalogues
        self._found = {}
        self.table.fill([])
        self.serial.clear()
        self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Shows what was decided on the ballot with the typed serial."""
        self._found = {}
        self.table.fill([])
        survey = self._page.desk.survey
        try:
            found = decisions(survey, self.serial.text())
        except Refusal as refusal:
            self._page.refuse(refusal)
            self.serial.selectAll()
            return
        if not found:
            self._page.notify("attention", self.tr("Nothing was decided on this ballot."))
            self.serial.selectAll()
            return
        self._page.notice.clear()
        self.serial.setText(serials.show(found[0].found.serial))
        rows = []
        for each in found:
            question = survey.forms[each.found.form].by_code[each.found.question]
            told = question.number or question.code
            self._found[question.code] = each
            values = (each.found.a, each.found.b, each.answer)
            said = [answer_words(question, value, self._catalogues) for value in values]
            rows.append((told, question.text, *said, question.code))
        self.table.fill(rows)
        self.table.select(rows[0][0])
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _opened(self, row: tuple[object, ...]) -> None:
        self.opened.emit(self._found[str(row[-1])])
