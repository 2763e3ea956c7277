"""The form for the record of a ballot box: what was found when it was opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.day_field import DayField
from sipas_desktop.gui.form_lines import Choice, Lines
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import today
from sipas_desktop.store.queries import CatalogueEntry

COUNT = QRegularExpression("[0-9]{0,6}")


class BoxForm(QFrame):
    """A card of fields in the order in which a box is opened. Enter goes on, in the last field it saves."""

    finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.box, self.seal, self.note, self.papers, self.valid, self.batch = (QLineEdit(self) for _ in range(6))
        self.unit, self.people = Choice(self), Lines("", self)
        self.whole = QCheckBox(self.tr("the seal was whole"), self)
        self.day = DayField(self.tr("Day"), today(), theme, self)
        for field in (self.papers, self.valid):
            field.setValidator(QRegularExpressionValidator(COUNT, field))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.note.setPlaceholderText(self.tr("needed where the seal was broken"))
        self.whole.setAccessibleName(self.whole.text())
        self.people.setPlaceholderText(self.tr("one a line: name, office"))
        named = (
            (self.tr("Box"), self.box, 1, 0),
            (self.tr("Unit"), self.unit, 3, 0),
            (self.tr("Day"), self.day, 5, 0),
            (self.tr("Number of the seal"), self.seal, 1, 1),
            (self.tr("What else was seen"), self.note, 5, 1),
            (self.tr("People present"), self.people, 1, 2),
            (self.tr("Papers in the box"), self.papers, 1, 3),
            (self.tr("Look valid"), self.valid, 3, 3),
            (self.tr("Received into batch"), self.batch, 5, 3),
        )
        unit = theme.unit
        grid = QGridLayout(self)
        grid.setContentsMargins(unit * 2, unit, unit * 2, unit * 2)
        grid.setHorizontalSpacing(unit * 2)
        grid.setVerticalSpacing(unit // 4)
        grid.addWidget(self.heading, 0, 0, 1, 4)
        for title, control, row, place in named:
            caption = QLabel(title, self)
            caption.setProperty("role", "small")
            caption.setBuddy(control)
            control.setAccessibleName(title)
            grid.addWidget(caption, row, place)
            grid.addWidget(control, row + 1, place, 5 if control is self.people else 1, 1)
        grid.addWidget(self.whole, 4, 1)
        self.people.setMinimumHeight(0)
        self.people.setMaximumHeight(unit * 64)
        self.people.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # as high as the others
        for place, share in enumerate((3, 3, 4, 2)):
            grid.setColumnStretch(place, share)
        for before, after in (
            (self.box, self.unit), (self.unit, self.day), (self.day, self.seal), (self.seal, self.whole),
            (self.whole, self.note), (self.note, self.people), (self.people, self.papers), (self.papers, self.valid),
            (self.valid, self.batch),
        ):  # fmt: skip
            QWidget.setTabOrder(before, after)
        for line in (self.box, self.day, self.seal, self.note, self.papers, self.valid):
            line.returnPressed.connect(self._go_on)
        self.batch.returnPressed.connect(self.finished)
        self.set_units([])

    def set_units(self, units: Sequence[CatalogueEntry]) -> None:
        """The units that a box can be of; the chosen one stays."""
        now = self.unit.currentData() or ""
        listed = [(f"{each.name} ({each.code})", each.code) for each in units]
        self.unit.fill([(self.tr("of no unit"), ""), *listed], now)

    @property
    def touched(self) -> bool:
        """Whether something of a record is written down here: the rest is offered again for the next box."""
        return any(field.text().strip() for field in (self.box, self.seal, self.note, self.papers, self.valid))

    def clear(self, heading: str, batch: str) -> None:
        """For another box; who is there, the day and the unit are often the same."""
        self.heading.setText(heading)
        for field in (self.box, self.seal, self.note, self.papers, self.valid):
            field.clear()
        self.whole.setChecked(True)
        self.batch.setText(batch)

    def show_record(self, heading: str, data: BoxData) -> None:
        """For a correction: the record as it is."""
        self.heading.setText(heading)
        self.box.setText(data.box)
        self.seal.setText(data.seal)
        self.whole.setChecked(data.whole)
        self.note.setText(data.note)
        self.people.setPlainText("\n".join(data.people))
        self.papers.setText(str(data.papers))
        self.valid.setText(str(data.valid))
        self.batch.setText(data.batch)
        at = self.unit.findData(data.unit or "")
        self.unit.setCurrentIndex(max(0, at))
        if data.day is not None:
            self.day.setText(date_short(data.day))

    def data(self) -> BoxData:
        """What stands there. Raises ``Refusal`` for what is no day, and where nobody counted."""
        return BoxData(
            self.box.text(),
            self.seal.text(),
            self.whole.isChecked(),
            tuple(self.people.value.split("\n")),
            self._count(self.papers, "papers"),
            self._count(self.valid, "valid"),
            self.batch.text(),
            self.unit.currentData() or None,
            self.note.text(),
            self.day.chosen(),
        )

    @staticmethod
    def _count(field: QLineEdit, what: str) -> int:
        """An empty field is not nought."""
        if not field.text().strip():
            raise Refusal("box.missing", what=f"@box.part_{what}")
        return int(field.text())

    def _go_on(self) -> None:
        self.focusNextChild()
