"""What came back by unit, interviewer, channel or day: one table at a time, a key turns to the next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.vietnamese import date_short, percent
from sipas_desktop.gui.table import Column, Table

if TYPE_CHECKING:
    from sipas_desktop.domain.pace import FieldDay
    from sipas_desktop.jobs.field_status import FieldStatus

NONE = "–"
BY = ("units", "interviewers", "channels", "days")


@dataclass(frozen=True)
class Shape:
    """A table that can be shown: what it is called, its columns, its lines."""

    name: str
    columns: tuple[str, ...]  # the first one is words, the others are numbers
    rows: tuple[tuple[object, ...], ...]


class ResponseTables(QStackedWidget):
    """A table for each division that has lines; ``turn`` shows the next one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tables: dict[str, Table] = {}
        self.names: dict[str, str] = {}  # of those that have lines, in their order
        self.by = BY[0]

    def fill(self, found: FieldStatus, units: dict[str, str]) -> None:
        """What was found; ``units``: names by code. The division that is shown stays, if it still has lines."""
        shapes = {
            "units": self._units(found, units),
            "interviewers": self._interviewers(found),
            "channels": self._channels(found),
            "days": self._days(found.days),
        }
        self.names = {by: shape.name for by, shape in shapes.items() if shape.rows}
        for by in self.names:
            if by not in self._tables:
                self._tables[by] = self._made(shapes[by])
            self._tables[by].fill(shapes[by].rows)
        self._show(self.by if self.by in self.names else next(iter(self.names), ""))

    @property
    def next(self) -> str:
        """The division that ``turn`` shows."""
        known = list(self.names)
        return known[(known.index(self.by) + 1) % len(known)] if self.by in known else self.by

    @property
    def table(self) -> Table | None:
        """The one that is shown."""
        return self._tables.get(self.by)

    def turn(self) -> None:
        """The next division that has lines."""
        self._show(self.next)

    def _show(self, by: str) -> None:
        if by in self._tables:
            self.by = by
            self.setCurrentWidget(self._tables[by])

    def _made(self, shape: Shape) -> Table:
        first, *others = shape.columns
        made = Table(shape.name, [Column(first, stretch=True), *(Column(each, right=True) for each in others)], self)
        self.addWidget(made)
        return made

    def _units(self, found: FieldStatus, names: dict[str, str]) -> Shape:
        columns = (
            self.tr("Unit"), self.tr("Required"), self.tr("Issued"), self.tr("Returned"), self.tr("Response"),
            self.tr("Valid"), self.tr("Online"), self.tr("Missing"),
        )  # fmt: skip
        rows = tuple(
            (
                names.get(each.code, each.code) or self.tr("not known yet"),
                NONE if each.required is None else each.required,
                each.issued,
                each.returned,
                _share(each.returned, each.issued),
                each.valid,
                each.online,
                NONE if each.missing is None else each.missing,
            )
            for each in found.units
        )
        return Shape(self.tr("By unit"), columns, rows)

    def _interviewers(self, found: FieldStatus) -> Shape:
        columns = (
            self.tr("Interviewer"), self.tr("Assigned"), self.tr("Issued"), self.tr("Returned"), self.tr("Response"),
            self.tr("Valid"), self.tr("Refused"), self.tr("Not met"), self.tr("Due"),
        )  # fmt: skip
        rows = tuple(
            (
                " ".join((each.code, found.names.get(each.code, ""))).strip() or self.tr("nobody in particular"),
                each.assigned,
                each.issued,
                each.returned,
                _share(each.returned, each.issued),
                each.valid,
                each.at(State.REFUSED),
                each.at(State.NOT_MET),
                each.due,
            )
            for each in found.interviewers
        )
        return Shape(self.tr("By interviewer"), columns, rows)

    def _channels(self, found: FieldStatus) -> Shape:
        columns = (self.tr("Channel"), self.tr("Returned"), self.tr("Valid"), self.tr("Online"))
        rows = tuple((each.title, each.returned, each.valid, each.online) for each in found.channels)
        return Shape(self.tr("By channel"), columns, rows)

    def _days(self, days: tuple[FieldDay, ...]) -> Shape:
        columns = (self.tr("Day"), self.tr("Returned on the day"), self.tr("Returned until then"))
        off = self.tr("{day} (day off)")
        rows = tuple(
            (date_short(each.day) if each.works else off.format(day=date_short(each.day)), each.returned, each.total)
            for each in reversed(days)  # the last one is what is looked for
        )
        return Shape(self.tr("By day"), columns, rows)


def _share(part: int, whole: int) -> str:
    return percent(Fraction(100 * part, whole), 1) if whole else NONE
