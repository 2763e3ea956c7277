"""The calendar on the plan page: every milestone with who answers for it, its last day, and where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.calendar import pressing
from sipas_desktop.gui import calendar_words
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.calendar import SurveyCalendar


class CalendarView(QWidget):
    """The table, the chosen milestone whole below it, and a line where a day hangs on unchecked holidays."""

    def __init__(self, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.table = Table(
            self.tr("Milestones"),
            [
                Column(self.tr("Last day"), sort_by=4),
                Column(self.tr("Milestone"), stretch=True),
                Column(self.tr("Who answers for it"), stretch=True),
                Column(self.tr("Where it stands"), sort_by=5),
            ],
            self,
        )
        self.table.chosen.connect(self._tell)
        self._chosen = QLabel(self)
        self._chosen.setWordWrap(True)
        self._chosen.setMinimumHeight(self._chosen.fontMetrics().lineSpacing() * 4)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note = QLabel(self)
        self.note.setProperty("role", "attention")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(self.table, 1)
        column.addWidget(self._chosen)
        column.addWidget(self.note)

    def fill(self, found: SurveyCalendar) -> None:
        """Shows the milestones, the most pressing one chosen."""
        self.table.fill([
            (
                calendar_words.last_day(entry.deadline), entry.milestone.title, calendar_words.who(entry),
                calendar_words.standing(entry), entry.deadline.day.isoformat() if entry.deadline else "9999",
                entry.days if entry.days is not None else 10**6,
            )
            for entry in found.entries
        ])  # fmt: skip
        if first := pressing(found.entries):
            self.table.view.selectRow(found.entries.index(first[0]))
        self._tell()
        unsure = any(entry.deadline and not entry.deadline.sure for entry in found.entries)
        words = self.tr("? – counted without holidays that somebody has checked: look into forms/holidays.toml.")
        lines = [words] if unsure else []
        if not found.entries:
            lines.append(self.tr("The plan sets no milestones."))
        if found.trouble is not None:
            lines.append(found.trouble.words(self._language))
        self.note.setText("\n".join(lines))
        self.note.setVisible(bool(lines))

    def _tell(self) -> None:
        """The chosen milestone, whole: title, who, last day and standing."""
        row = self.table.current()
        self._chosen.setText("" if row is None else f"{row[1]}\n{row[2]}\n{row[0]} · {row[3]}")
