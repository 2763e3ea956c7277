"""What only one side of a hand-over has, and why: the reason for the chosen ballots or for all without one."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.handover import Scanned
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.reason_field import ReasonField
from sipas_desktop.gui.table import Column, Table

SERIAL, REASON = 3, 2  # places in a row: the serial as it is kept, its reason


class Differences(QWidget):
    """The table never holds up a scan: it is filled when somebody looks, or the scanner rests."""

    explained = Signal(list, str)  # serials, and the reason that was typed for them
    scanned = Signal(str)  # a ballot that was scanned here

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        unit = desk.theme.unit
        self.table = Table(
            self.tr("Missing and extra ballots"),
            [Column(self.tr("Serial")), Column(self.tr("What")), Column(self.tr("Reason"), stretch=True)],
            self,
        )
        self.table.opened.connect(self._row_opened)
        self.reason = ReasonField(self.tr("Why it is missing or extra"), desk.survey.about.number, self)
        self.reason.setPlaceholderText(self.tr("Why it is missing or extra, then Enter"))
        self.reason.entered.connect(self.explain_chosen)
        self.reason.entered_for_all.connect(self.explain_all)
        self.reason.scanned.connect(self.scanned)
        self.reason.stepped.connect(self._step)
        label = QLabel(self.tr("Reason (F5)"), self)
        label.setBuddy(self.reason)
        self.one = KeyButton(self.tr("For the chosen ones"), "", "", self)
        self.one.show_key("Enter")
        self.one.clicked.connect(self.explain_chosen)
        self.all = KeyButton(self.tr("For all without one"), "", "", self)
        self.all.show_key("Ctrl+Enter")
        self.all.clicked.connect(self.explain_all)
        self.saying = QWidget(self)
        row = QHBoxLayout(self.saying)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(unit)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        row.addWidget(self.one)
        row.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit)
        column.addWidget(self.saying)
        column.addWidget(self.table, 1)

    def show_held(self, held: Scanned) -> None:
        """The differences of a hand-over, those without a reason first."""
        reasons, missing = held.reasons or {}, held.given - held.taken
        lacks, extra = self.tr("missing"), self.tr("extra")
        self.table.fill(
            [
                (serials.show(each), lacks if each in missing else extra, reasons.get(each, ""), each)
                for each in sorted(held.given ^ held.taken, key=lambda each: (each in reasons, each))
            ]
        )
        for widget in (self.reason, self.one, self.all):
            widget.setEnabled(bool(self.table.rows.total))

    def go_to_first(self) -> bool:
        """The cursor in the reason of the first difference that has none; False where each has one."""
        self.table.search.clear()
        for number, row in enumerate(self.table.rows.shown):
            if not row[REASON]:
                self.table.view.selectRow(number)
                self._to_reason()
                return True
        return False

    def explain_chosen(self) -> None:
        """What stands in the field is the reason of the chosen ballots."""
        chosen = {index.row() for index in self.table.view.selectionModel().selectedRows()}
        self._explain([self.table.rows.shown[number][SERIAL] for number in sorted(chosen)])

    def explain_all(self) -> None:
        """What stands in the field is the reason of all that have none and are shown: a search narrows them."""
        self._explain([row[SERIAL] for row in self.table.rows.shown if not row[REASON]])

    # -- inside ---------------------------------------------------------------------------------------------

    def _explain(self, chosen: list[str]) -> None:
        if chosen:
            self.explained.emit(chosen, self.reason.text())

    def _to_reason(self) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.selectAll()

    def _row_opened(self, row: tuple[object, ...]) -> None:
        if self.reason.isEnabled():
            self.reason.setText(str(row[REASON]) or self.reason.text())
            self._to_reason()

    def _step(self, by: int) -> None:
        at = self.table.view.currentIndex().row() + by
        if 0 <= at < len(self.table.rows.shown):
            self.table.view.selectionModel().setCurrentIndex(
                self.table.rows.index(at, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
