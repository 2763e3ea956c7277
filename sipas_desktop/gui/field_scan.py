"""What the views of the fieldwork page share that record one scan after another, and take the last one back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.field_panel import FieldPanel
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.receiving_card import Card
from sipas_desktop.store import workflow
from sipas_desktop.store.workflow import Stepped


class ScanPanel(FieldPanel):
    """A card says what came of the last scan; a sound says it to whoever looks at the paper."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._last = ""  # the serial that F4 takes back
        self.card = Card(desk.theme, self, lines=1)

    # -- what a view says of its own scans --------------------------------------------------------------------

    def _headline(self, step: str) -> str:
        """What a recorded step is called."""
        raise NotImplementedError

    def _detail(self, done: Stepped) -> str:
        """Of whom or by which channel, and when."""
        raise NotImplementedError

    def _detail_gone(self, gone: Stepped) -> str:
        """The same of a step that was taken back."""
        return self._detail(gone)

    def _detail_again(self, detail: str) -> str:
        """The same where it had been said before."""
        raise NotImplementedError

    def _changed(self, done: Stepped) -> None:
        """Shows anew what the step concerns, and only that."""
        raise NotImplementedError

    # -- one scan -------------------------------------------------------------------------------------------

    def withdraw(self) -> None:
        """Takes back what the last scan said."""
        self.focus_first()
        if not self._last:
            self.told.emit("attention", self.tr("There is no scan to take back: scan the ballot first."))
            return
        try:
            gone = workflow.withdraw_step(self._desk.survey, self._last)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        headline = self.tr("Taken back: {step}").format(step=self._headline(gone.step))
        self.card.put("attention", "↶", headline, serials.show(gone.serial), self._detail_gone(gone))
        self.card.speak()
        self._changed(gone)
        self._desk.sound.tick()
        self.wrote.emit()

    def _tell_done(self, done: Stepped) -> None:
        self._last = done.serial
        headline, detail = self._headline(done.step), self._detail(done)
        if not done.new:
            detail = self._detail_again(detail)
        kind, sign = ("ok", "✓") if done.new else ("attention", "!")
        self.card.put(kind, sign, headline[:1].upper() + headline[1:], serials.show(done.serial), detail)
        self.card.speak()
        if done.new:
            self._changed(done)
            self._desk.sound.accepted()
            self.wrote.emit()
        else:
            self._desk.sound.attention()

    def _tell_refused(self, typed: str, refusal: Refusal) -> None:
        self.card.refuse(typed, refusal, self._desk.language)
        self._desk.sound.error()
