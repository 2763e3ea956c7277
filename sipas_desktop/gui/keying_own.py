"""A keyer's own figures, on the keying page between two ballots. Nothing here tells her of an open second keying."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipas_desktop.domain.operator_figures import OperatorFigures
from sipas_desktop.gui.operator_details import OperatorDetails, explained
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.store import queries


class OwnFigures(PagePart):
    """In the place of the page's ``sheet`` while it is shown; F11 and Esc give it back."""

    turned = Signal()  # the figures came or went

    def __init__(self, page: Page, sheet: QWidget) -> None:
        super().__init__(page, page.body)
        self._sheet = sheet
        self.button = page.add_action(self.tr("My figures"), "F11", self.turn)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.content.addWidget(self, 1)
        self.hide()

    @cached_property
    def details(self) -> OperatorDetails:
        """Made when first looked at: the page itself must be there at once."""
        desk = self._page.desk
        made = OperatorDetails(desk.theme, self)
        made.forms = desk.survey.forms.current()
        if desk.survey.plan.keying.samples:
            waits = self.tr("Errors are not shown here: nobody is told which of her ballots are keyed twice.")
        else:
            waits = self.tr("Of errors only those on ballots whose batch is closed are counted.")
        made.note.setText(f"{explained()} {waits}")
        self._column.addWidget(made)
        return made

    def turn(self) -> None:
        """Shows the figures, or the place for the next serial again."""
        if not self.button.isEnabled():
            return  # a ballot is open
        if self.isHidden():
            self._show_sheet(False)
            self._look()
        else:
            self._show_sheet(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back to the ballots."""
        if event.key() == Qt.Key.Key_Escape:
            self._show_sheet(True)
        else:
            super().keyPressEvent(event)

    def _show_sheet(self, shown: bool) -> None:
        self._sheet.setVisible(shown)
        self.setVisible(not shown)
        for button in self._page.buttons():
            if button is not self.button:
                button.setEnabled(shown)
                button.setVisible(shown)
        words = self.tr("My figures") if shown else self.tr("Back to the ballots")
        self.button.set_words(words, "F11")
        self.turned.emit()
        if shown:
            self._page.refresh()  # which of the buttons are there is the page's to say
            self._page.focus_first()
        else:
            self.details.questions.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> OperatorFigures:
            return queries.own_figures(survey, progress)

        self._page.start(self.tr("Going through what you keyed"), work, self._take)

    def _take(self, figures: OperatorFigures) -> None:
        self.details.show_figures(figures)
