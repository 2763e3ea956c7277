"""How the ballots of an order are printed: two lines of the form on the printing page, as the plan has it at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from sipas_desktop.domain.print_style import Fold, Paper, PrintStyle
from sipas_desktop.gui.theme import Theme

MOST_NOTES: Final = 4  # lines; the rest is counted


class StyleFields(QWidget):
    """Paper, sides and size of print in a line; room for holes and fold in the ``second``."""

    changed = Signal()

    def __init__(self, plan: PrintStyle, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.second = QWidget(parent)
        self.paper, self.sides, self.fold = QComboBox(self), QComboBox(self), QComboBox(self.second)
        self.fold.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fold.setMinimumContentsLength(12)
        for paper in Paper:
            self.paper.addItem(str(paper), paper)
        self.sides.addItem(self.tr("one side"), 1)
        self.sides.addItem(self.tr("both sides"), 2)
        folds = {
            Fold.NONE: self.tr("not folded"),
            Fold.C5: self.tr("C5 window envelope"),
            Fold.DL: self.tr("DL window envelope"),
        }
        for fold, words in folds.items():
            self.fold.addItem(words, fold)
        self.large = QCheckBox(self.tr("large print (14 points)"), self)
        self.punch = QCheckBox(self.tr("room for punch holes"), self.second)
        names = (
            (self.paper, self.tr("Paper")),
            (self.sides, self.tr("Sides")),
            (self.fold, self.tr("Window envelope")),
        )
        for box, name in names:
            box.setAccessibleName(name)
        for widget, fields in (
            (self, (self.paper, self.sides, self.large)),
            (self.second, (self.fold, self.punch)),
        ):
            row = QHBoxLayout(widget)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.unit)
            for field in fields:
                row.addWidget(field, int(field is self.fold))
            if widget is self:
                row.addStretch(1)
        self._choose(plan)
        for box in (self.paper, self.sides, self.fold):
            box.currentIndexChanged.connect(self._other)
        for switch in (self.large, self.punch):
            switch.toggled.connect(self._other)

    @property
    def style_of_print(self) -> PrintStyle:
        """The plan's style with what is chosen here."""
        return replace(
            self._plan,
            paper=Paper(self.paper.currentData()),
            sides=int(self.sides.currentData()),
            fold=Fold(self.fold.currentData()),
            large=self.large.isChecked(),
            punch=self.punch.isChecked(),
        )

    def _choose(self, style: PrintStyle) -> None:
        self.paper.setCurrentIndex(self.paper.findData(style.paper))
        self.sides.setCurrentIndex(self.sides.findData(style.sides))
        self.fold.setCurrentIndex(self.fold.findData(style.fold))
        self.large.setChecked(style.large)
        self.punch.setChecked(style.punch)
        self.fold.setEnabled(style.paper is Paper.A4)

    def _other(self) -> None:
        """An A5 ballot is not folded; then tells that another style was chosen."""
        a4 = self.paper.currentData() == Paper.A4
        self.fold.setEnabled(a4)
        if not a4 and self.fold.currentIndex() != 0:
            self.fold.setCurrentIndex(0)  # comes here again
            return
        self.changed.emit()


def told(notes: Sequence[str], more: str) -> str:
    """The first of ``notes`` a line each; ``more`` says how many there are beside."""
    lines = list(notes[:MOST_NOTES])
    return "\n".join([*lines, more] if len(notes) > MOST_NOTES else lines)
