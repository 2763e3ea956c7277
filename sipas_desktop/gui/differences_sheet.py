"""What lies under the head of the differences page: the ballot, the rows around, the two values, the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.row_shift import row_shifts
from sipas_desktop.gui.differences_choice import LEFT, RIGHT, ChoiceView
from sipas_desktop.gui.differences_rows import NeighbourhoodView
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_question import QuestionView
from sipas_desktop.gui.keying_sheet import LOW_PX, NARROW_PX
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import KeyedRow, OpenDiscrepancy

CHOICE, ENTRY = 0, 1  # places in the stack


class OneAtATime(QStackedWidget):
    """Asks for the room of the widget that it shows, not of the largest."""

    def minimumSizeHint(self) -> QSize:
        """What the shown one needs."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()


class DifferenceSheet(QWidget):
    """The widgets and where they lie; what they do is the page's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room = (0, 0)
        self.place = QLabel(self)
        self.place.setProperty("role", "strong")
        self.shift = PaintedText(theme, "normal", "attention", self)
        self.shift.setFixedHeight(theme.px(20))
        self.around = NeighbourhoodView(theme, (LEFT, RIGHT), self)
        self.choice, self.entry = ChoiceView(theme, self), QuestionView(theme, self)
        self.stack = OneAtATime(self)
        self.reason_line = QWidget(self)
        self.reason = QLineEdit(self.reason_line)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMaxLength(500)
        self._arrange()

    def show_place(self, found: OpenDiscrepancy) -> None:
        """Where the paper lies."""
        place = self.tr("Ballot {serial} · batch {batch} · ballot {position} of the bundle")
        if found.position is None:
            place = self.tr("Ballot {serial} · batch {batch}") if found.batch else self.tr("Ballot {serial}")
        shown = serials.show(found.serial)
        self.place.setText(place.format(serial=shown, batch=found.batch, position=found.position))

    def show_around(
        self, form: Form, rows: Sequence[KeyedRow], current: str, catalogues: Mapping[Kind, Catalogue]
    ) -> None:
        """The ballot's ``rows``, and in one line where the two keyings are a row apart."""
        self.around.show_rows([(form.by_code[row.question], row) for row in rows], current, catalogues)
        sides = ({row.question: row.left for row in rows}, {row.question: row.right for row in rows})
        words = self.tr("The two keyings are a row apart from question {first} to question {last}.")
        named = [[form.by_code[code] for code in (shift.first, shift.last)] for shift in row_shifts(form, *sides)]
        told = [words.format(first=a.number or a.label, last=b.number or b.label) for a, b in named]
        self.shift.put(" ".join(told))
        self.shift.setVisible(bool(told))

    def turn_to(self, part: int) -> None:
        """CHOICE, or ENTRY where another value is keyed."""
        self.stack.setCurrentIndex(part)
        self.fit(*self._room)

    def fit(self, width: int, height: int) -> None:
        """Where the page is narrow the rows around stand above the values instead of beside them."""
        theme, self._room = self._theme, (width, height)
        wide, low = width >= theme.px(NARROW_PX), height < theme.px(LOW_PX)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(across)
        self.around.fit(wide=wide, low=low)
        self.around.setVisible(wide or not low or self.stack.currentIndex() == CHOICE)
        self.entry.set_low(low)
        self.choice.set_low(low, narrow=not wide)
        for layout in (self._middle, self._column):
            layout.setSpacing(theme.unit * 2 if wide else theme.unit // 2)
        self.stack.updateGeometry()

    def _arrange(self) -> None:
        unit = self._theme.unit
        label = QLabel(self.tr("Reason"), self.reason_line)
        label.setBuddy(self.reason)
        line = QHBoxLayout(self.reason_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.reason, 1)
        self.stack.addWidget(self.choice)
        self.stack.addWidget(self.entry)
        right = QVBoxLayout()
        right.setSpacing(unit)
        right.addWidget(self.stack, 1)
        right.addWidget(self.reason_line)
        self._middle = middle = QHBoxLayout()
        middle.addWidget(self.around, 35)
        middle.addLayout(right, 65)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.place)
        column.addWidget(self.shift)
        column.addLayout(middle, 1)
