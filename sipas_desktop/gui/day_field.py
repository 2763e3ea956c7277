"""A field for a day, as people write it."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from sipas_desktop.domain import cleaning
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.theme import Theme


class DayField(QLineEdit):
    """One day, at first ``day``."""

    def __init__(self, name: str, day: datetime.date, theme: Theme, parent: QWidget) -> None:
        super().__init__(date_short(day), parent)
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(112))

    def chosen(self) -> datetime.date:
        """The day that stands there. Raises ``Refusal`` where none does."""
        found, _ = cleaning.day(self.text())
        if found is None:
            raise Refusal("fieldwork.no_day", found=self.text().strip())
        self.setText(date_short(found))
        return found
