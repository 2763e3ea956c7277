"""One ballot that came back: where it stands, and by Alt and a digit whether it counts. Also what no list names."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.receiving_field import SerialField
from sipas_desktop.gui.receiving_validity import ReasonsPanel
from sipas_desktop.gui.receiving_words import ScanWords
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import BallotView

UNKEYED = frozenset({State.VALID, State.INVALID})  # what is said of these can be taken back


class BallotDesk(PagePart):
    """A field to scan into and the plan's reasons. Before keying a reason is said at once, since it can be taken back;
    a ballot that is being keyed is void for good, so the first press says that and the second one does it.
    """

    fine = Signal(str)  # somebody looked at this ballot, and it counts
    wrote = Signal(str)  # what is said of this ballot is another
    scanned = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        desk = page.desk
        self._view: BallotView | None = None
        self._online = frozenset(channel.code for channel in desk.survey.plan.channels if not channel.paper)
        self._armed = ""  # for what reason the ballot is void when its key is pressed again
        self._words = ScanWords(desk.survey.plan, desk.language, self)
        self.field = SerialField(desk.theme, 20, self)
        self.field.returnPressed.connect(self.scan)
        self.reasons = ReasonsPanel(desk.survey.plan.reasons, desk.theme, self)
        self.reasons.chosen.connect(self.decide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.theme.unit)
        column.addWidget(self.field)
        column.addWidget(self.reasons)
        self._tell()

    @property
    def serial(self) -> str:
        """Of the ballot at hand, "" without one."""
        return self._view.serial if self._view else ""

    def put(self, serial: str) -> None:
        """The ballot at hand, as it stands now; "" for none."""
        self._view = queries.ballot(self._page.desk.survey, serial) if serial else None
        self.forget()
        self._tell()

    def forget(self) -> None:
        """What was about to be void is not: its key is to be pressed twice again."""
        self._armed = ""

    def start_scan(self) -> None:
        """The keyboard on the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def scan(self) -> None:
        """The ballot in the field is at hand."""
        typed = self.field.text()
        self.field.clear()
        if not typed.strip():
            return
        survey = self._page.desk.survey
        try:
            serial = serials.read(typed, survey.about.number)
            if queries.ballot(survey, serial) is None:
                raise Refusal("receive.unknown", serial=serials.show(serial))
        except Refusal as refusal:
            self._page.refuse_aloud(refusal)
            return
        self._page.notice.clear()
        self.put(serial)
        self._page.desk.sound.tick()
        self.scanned.emit()

    def stands(self, view: BallotView) -> str:
        """Where ``view`` stands, in words."""
        told = words(f"state.{view.state.value}", self._page.desk.language)
        if view.state in (State.INVALID, State.VOIDED):
            told += f": {self._words.reason(view.validity)}"
        return told

    def decide(self, reason: str) -> None:
        """The ballot at hand does not count for ``reason``; "": it does."""
        view = self._view
        if view is None:
            return
        survey, serial = self._page.desk.survey, view.serial
        now = queries.ballot(survey, serial)  # somebody may have begun to key it
        if now is None or now.state != view.state:
            self.put(serial)
            self._page.warn(self.tr("Ballot {serial} stands elsewhere by now.").format(serial=serials.show(serial)))
            return
        if not reason and view.state is not State.INVALID:
            self.forget()
            self._tell()
            self._page.desk.sound.tick()
            self.fine.emit(serial)
            return
        void = view.state not in UNKEYED
        if void and self._armed != reason:
            self._armed = reason
            self._tell()
            told = self.tr("{key} again: ballot {serial} is void for good: {reason}. There is no way back.")
            told = told.format(
                key=self.reasons.key_of(reason) or self.tr("The button"),
                serial=serials.show(serial),
                reason=self._words.reason(reason),
            )
            self._page.warn(told)
            return
        try:
            if void:
                workflow.void_ballot(survey, serial, reason)
            else:
                workflow.set_validity(survey, serial, reason or None)
        except Refusal as refusal:
            self.put(serial)
            self._page.refuse_aloud(refusal)
            return
        self._say_done(serial, reason, void=void)
        self.put(serial)
        self._page.desk.sound.tick()
        self.wrote.emit(serial)

    def _say_done(self, serial: str, reason: str, *, void: bool) -> None:
        if void:
            told = self.tr("Ballot {serial} is void: {reason}.")
        elif reason:
            told = self.tr("Ballot {serial} does not count: {reason}. Alt+0 on it takes that back.")
        else:
            told = self.tr("Ballot {serial} counts after all.")
        self._page.notify("ok", told.format(serial=serials.show(serial), reason=self._words.reason(reason)))

    def _tell(self) -> None:
        view = self._view
        if view is None:
            self.reasons.tell(self.tr("No ballot at hand: choose one in the list, or scan it (F5)"), None)
            return
        told = self.tr("Ballot {serial}: {stands}").format(serial=serials.show(view.serial), stands=self.stands(view))
        if view.channel in self._online:
            told = self.tr("{serial} is an answer that came online: only a ballot of paper is put aside here.")
            self.reasons.tell(told.format(serial=serials.show(view.serial)), None)
        elif view.state not in RETURNED or view.state is State.VOIDED:
            self.reasons.tell(told, None)
        else:
            self.reasons.tell(told, view.validity if view.state is State.INVALID else "")
