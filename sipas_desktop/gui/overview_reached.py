"""How far each unit, sector, group and wave is, beside what the plan requires of it."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.reached import Reached
from sipas_desktop.domain.vietnamese import percent
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.table import Column, Table

NONE = "–"  # no number


class ReachedView(QWidget):
    """One table; the search field finds a unit, or with "đợt" all waves."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table = Table(
            self.tr("Units, sectors, groups, waves"),
            [
                Column(self.tr("By")),
                Column(self.tr("Name"), stretch=True),
                Column(self.tr("Required"), right=True),
                Column(self.tr("Drawn"), right=True),
                Column(self.tr("Printed"), right=True),
                Column(self.tr("Returned"), right=True),
                Column(self.tr("Valid"), right=True),
                Column(self.tr("Online"), right=True, sort_by=12),
                Column(self.tr("Settled"), right=True),
                Column(self.tr("Response"), right=True, sort_by=11),
                Column(self.tr("Missing"), right=True),
            ],
            self,
        )
        self._note = QLabel(self)
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)

    def refresh(self) -> None:
        """Counts everything anew."""
        from sipas_desktop.store import queries

        survey = self._desk.survey
        names = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
        titles = survey.plan.titles
        found = queries.reached(survey)
        self.table.fill([self._row(line, names if line.per is Per.UNIT else titles) for line in found])
        words = []
        if any(line.unknown for line in found):
            words.append(
                self.tr("A number in brackets is not whole yet: a rule lacks transactions, or states none for them.")
            )
        if any(line.totals for line in found):
            words.append(self.tr("Σ: of them so many by totals of online sources, which the plan counts."))
        self._note.setText("\n".join(words))
        self._note.setVisible(bool(words))

    def _row(self, line: Reached, names: dict[str, str]) -> tuple[object, ...]:
        required: object = NONE if line.required is None else line.required
        if line.unknown:
            required = f"({required})"
        response, number = line.response_percent, QLocale().toString
        return (
            self._by(line.per),
            names.get(line.code, line.code) if line.code else self.tr("not known yet"),
            required,
            line.drawn,
            line.printed,
            line.returned,
            line.valid,
            f"{number(line.online + line.totals)} (Σ {number(line.totals)})" if line.totals else line.online,
            line.settled,
            NONE if response is None else percent(response, self._desk.survey.plan.decimals),
            NONE if line.missing is None else line.missing,
            -1.0 if response is None else float(response),
            line.online + line.totals,
        )

    def _by(self, per: Per) -> str:
        return {
            Per.UNIT: self.tr("Unit"),
            Per.SECTOR: self.tr("Sector"),
            Per.GROUP: self.tr("Group"),
            Per.WAVE: self.tr("Wave"),
        }[per]
