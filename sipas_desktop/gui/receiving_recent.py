"""The scans of this sitting, the last one on top. One of them is at hand: the keys of the page act on it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.gui.receiving_card import SIGNS
from sipas_desktop.gui.receiving_scan import Outcome, Scan
from sipas_desktop.gui.receiving_words import ScanWords
from sipas_desktop.gui.table import Column, Rows

MOST = 20


class RecentScans(QWidget):
    """At most ``MOST`` scans. The list never takes the keyboard: the arrows of the serial field move in it."""

    chosen = Signal()  # another ballot is at hand

    def __init__(self, words: ScanWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.scans: list[Scan] = []
        columns = [
            Column("", right=True),
            Column(self.tr("Number")),
            Column(self.tr("Outcome"), stretch=True),
            Column(self.tr("Batch, place"), right=True),
        ]
        self._rows = Rows(columns, self)
        self._view = view = QTableView(self)
        view.setModel(self._rows)
        view.setAccessibleName(self.tr("The last scans"))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.8))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(columns):
            mode = header.ResizeMode.Stretch if column.stretch else header.ResizeMode.ResizeToContents
            header.setSectionResizeMode(number, mode)
        view.setMinimumHeight(self.fontMetrics().height() * 8)
        view.clicked.connect(self._clicked)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.addWidget(view)

    def add(self, scan: Scan) -> None:
        """Puts ``scan`` on top. A ballot received just now is then at hand; else the one before stays so."""
        before = self.scans[self.at_hand].serial if self.at_hand >= 0 else ""
        self.scans = [scan, *(each for each in self.scans if not scan.serial or each.serial != scan.serial)][:MOST]
        if scan.outcome is Outcome.ACCEPTED:
            self._show(0)
        else:
            here = [number for number, each in enumerate(self.scans) if each.is_here and each.serial == before]
            self._show(here[0] if here else -1)

    def replace(self, at: int, scan: Scan) -> None:
        """Another account of the scan ``at``; the same ballot stays at hand, or the one below where it is gone."""
        self.scans[at] = scan
        self._show(at if scan.is_here else self._next(at, 1))

    def renew(self, scans: list[Scan]) -> None:
        """Other accounts of the same scans; the same ballot stays at hand, or the one below where it is gone."""
        self.scans, at = scans, self.at_hand
        self._show(at if at < 0 or scans[at].is_here else self._next(at, 1))

    def fill(self, scans: list[Scan]) -> None:
        """What was scanned before the page was made, the last one first."""
        self.scans = scans[:MOST]
        self._show(self._next(-1, 1))

    @property
    def at_hand(self) -> int:
        """The number of the ballot at hand in ``scans``; -1 where none is."""
        index = self._view.currentIndex()
        return index.row() if index.isValid() else -1

    def step(self, by: int) -> None:
        """The next received ballot below (1) or above (-1) is at hand; without effect at the end."""
        found = self._next(self.at_hand, by)
        if found >= 0:
            self._choose(found)

    def _next(self, start: int, step: int) -> int:
        at = start + step
        while 0 <= at < len(self.scans):
            if self.scans[at].is_here:
                return at
            at += step
        return -1

    def _show(self, at: int) -> None:
        self._rows.fill([self._row(scan) for scan in self.scans])
        self._choose(at)

    def _choose(self, at: int) -> None:
        if at < 0:
            self._view.clearSelection()
            self._view.setCurrentIndex(QModelIndex())
        else:
            self._view.selectRow(at)
        self.chosen.emit()

    def _clicked(self, index: QModelIndex) -> None:
        if not self.scans[index.row()].is_here:
            self._choose(-1)
        else:
            self.chosen.emit()

    def _row(self, scan: Scan) -> tuple[str, ...]:
        outcome = self._words.headline(scan)
        if scan.reason:
            outcome += f": {self._words.reason(scan.reason)}"
        if scan.photocopy:
            outcome += f" · {self._words.copy(scan)}"
        number = serials.show(scan.serial) if scan.serial else scan.typed.strip()[:24]
        place = f"{scan.batch} · {scan.position}" if scan.batch else ""
        return SIGNS[scan.outcome], number, outcome, place
