"""Which ballots the figures are about, and by which definition of the index."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.plan import IndexDefinition, Plan
from sipas_desktop.gui.results_words import title
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import CatalogueEntry, Filter


class FilterBar(QWidget):
    """Group, unit, wave, channel, day, definition; what the plan does not have is not shown."""

    changed = Signal()
    misread = Signal(str)  # something typed for a day that is none

    def __init__(self, plan: Plan, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan = plan
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.unit * 2)
        self._unit = theme.unit
        self.group, self.unit, self.wave, self.channel, self.by = (QComboBox(self) for _ in range(5))
        boxes = (self.group, self.unit, self.wave, self.channel, self.by)
        for box in boxes:
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        for group in plan.groups:
            self.group.addItem(group.title, group.code)
        self._everything(self.wave)
        for wave in plan.waves:
            self.wave.addItem(wave.title, wave.code)
        self._everything(self.channel)
        for channel in plan.channels:
            self.channel.addItem(channel.title, channel.code)
        self._everything(self.unit)
        for definition in IndexDefinition:
            if definition is not IndexDefinition.WEIGHTED_FACTORS or plan.weights:
                own = definition is plan.index
                words = (
                    self.tr("{definition} (the plan's)").format(definition=title(definition))
                    if own
                    else title(definition)
                )
                self.by.addItem(words, definition)
        self.by.setCurrentIndex(self.by.findData(plan.index))
        self.day = QLineEdit(self)
        self.day.setPlaceholderText(self.tr("dd/mm/yyyy"))
        self.day.setClearButtonEnabled(True)
        self._until: datetime.date | None = None
        self._add(self.tr("Group"), self.group, 3, len(plan.groups) > 1)
        self._add(self.tr("Unit"), self.unit, 3, True)
        self._add(self.tr("Wave"), self.wave, 2, bool(plan.waves))
        self._add(self.tr("Channel"), self.channel, 2, len(plan.channels) > 1)
        self._add(self.tr("Received until"), self.day, 2, True)
        self._add(self.tr("Index by"), self.by, 3, True)
        for box in boxes:
            box.currentIndexChanged.connect(self.changed)
        self.day.editingFinished.connect(self._day_given)
        self.day.textChanged.connect(self._day_typed)

    def offer_units(self, units: Sequence[CatalogueEntry]) -> None:
        """Lists ``units``; the chosen one stays where it is still there. Says nothing of a change."""
        wanted = self.unit.currentData()
        self.unit.blockSignals(True)
        self.unit.clear()
        self._everything(self.unit)
        for entry in units:
            self.unit.addItem(entry.name, entry.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(wanted)))
        self.unit.blockSignals(False)

    def choose(self, wanted: Filter) -> None:
        """Sets group, wave and day, every unit; tells once."""
        for box, code in ((self.group, wanted.group), (self.unit, None), (self.wave, wanted.wave)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(code)))
            box.blockSignals(False)
        self._until = wanted.until
        self.day.blockSignals(True)
        self.day.setText(wanted.until.strftime("%d/%m/%Y") if wanted.until else "")
        self.day.blockSignals(False)
        self._day_given()
        self.changed.emit()

    @property
    def chosen(self) -> Filter:
        """The ballots that count."""
        group = self.group.currentData() if len(self._plan.groups) > 1 else None
        return Filter(group, self.unit.currentData(), self.wave.currentData(), self._until, self.channel.currentData())

    @property
    def definition(self) -> IndexDefinition:
        """The definition of the index to look at."""
        return IndexDefinition(self.by.currentData())

    @property
    def of_plan(self) -> bool:
        """Whether the definition is the plan's own."""
        return self.definition is self._plan.index

    def _day_typed(self, text: str) -> None:
        if not text:  # cleared by the button in the field
            self._day_given()

    def _day_given(self) -> None:
        """Takes the day where it is one; a field that is not understood is marked and limits nothing yet."""
        text = self.day.text().strip()
        day = read_day(text)
        wrong = bool(text) and day is None
        if self.day.property("state") != ("error" if wrong else ""):
            self.day.setProperty("state", "error" if wrong else "")
            self.day.style().unpolish(self.day)
            self.day.style().polish(self.day)
        if wrong:
            self.misread.emit(text)
        elif day != self._until:
            self._until = day
            self.changed.emit()

    def _everything(self, box: QComboBox) -> None:
        box.addItem(self.tr("all"), None)

    def _add(self, words: str, box: QWidget, stretch: int, wanted: bool) -> None:
        box.setAccessibleName(words)
        label = QLabel(words, self)
        label.setProperty("role", "muted")
        label.setBuddy(box)
        pair = QVBoxLayout()
        pair.setSpacing(self._unit // 2)
        pair.addWidget(label)
        pair.addWidget(box)
        self._row.addLayout(pair, stretch if wanted else 0)
        label.setVisible(wanted)
        box.setVisible(wanted)


def read_day(text: str) -> datetime.date | None:
    """The day that ``text`` says as dd/mm/yyyy (also with dots, hyphens or no zeros); None for anything else."""
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text.strip())
    if found is None:
        return None
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
