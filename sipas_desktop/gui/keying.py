"""The keying page: scan, key, Enter, scan. Each answer is in the file before the cursor moves.

The second and the third keying run through the very same lines: nothing here knows what another keyer keyed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import CATALOGUE_KINDS, Kind
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import fit_buttons
from sipas_desktop.gui.keying_ballot import KeyedBallot
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_keys import Act, Stroke
from sipas_desktop.gui.keying_open import OpenBallotPage
from sipas_desktop.gui.keying_own import OwnFigures
from sipas_desktop.gui.keying_passes import AGAIN_KEY, STOOD, THIRD, numbered, show_passes
from sipas_desktop.gui.keying_sheet import legend
from sipas_desktop.gui.keying_tally import NAMED, Tally
from sipas_desktop.gui.keying_words import place_words
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.seen import seen_on
from sipas_desktop.store.queries import catalogue, keying_progress, sent_back
from sipas_desktop.store.workflow import Keying, Unconfirmed, complete_keying, reopen_keying, start_keying


class KeyingPage(OpenBallotPage):
    """One ballot at a time, by keyboard alone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.pass_no = 1
        self._done: tuple[str, int] | None = None  # serial and pass of the ballot completed last
        self._catalogues: dict[Kind, Catalogue] = {}
        self._base_title = ""
        self._tally = Tally()
        self.keep_room_for_notice()
        self.pass_button = self.add_action("", "F2", self.switch_pass)
        self.again_button = self.add_action("", AGAIN_KEY, self.key_again)
        self.reopen_button = self.add_action(self.tr("Correct the last ballot"), "F5", self.reopen)
        self.enter_button = self.add_action(self.tr("Open ballot"), "Enter", self.enter, primary=True)
        self.enter_button.leave_key_to_page()  # the fields take Enter: here it completes, there it takes an answer

        self.content.addWidget(self.sheet, 1)
        self.own = OwnFigures(self, self.sheet)
        self.own.turned.connect(self._fit)
        self.view.widened.connect(self._fit)
        self.serial.returnPressed.connect(self.enter)
        self._show_idle()

    # -- what the window calls ------------------------------------------------------------------------------

    def set_title(self, words: str) -> None:
        """The title says which keying this is."""
        self._base_title = words
        super().set_title(f"{words} · {numbered(self.pass_no)}")

    def refresh(self) -> None:
        """Catalogues and counts; an open ballot stays as it is."""
        survey = self.desk.survey
        self._catalogues = {kind: Catalogue(catalogue(survey, kind.value)) for kind in sorted(CATALOGUE_KINDS)}
        progress = keying_progress(survey)
        sent = sent_back(survey, NAMED) if progress.waiting_third else ()
        self._tally = Tally.of(progress, sent, seen_on(self.desk))
        if self.ballot is not None:
            STOOD.pop(survey, None)  # the page is still the same one
            self._tally.opened(self.ballot.keying.serial, self.pass_no, fresh=False)
            self.view.prepare(self.ballot.questions, self._catalogues)
        elif survey in STOOD:
            pass_no, serial = STOOD.pop(survey)
            self._use_pass(pass_no)
            if serial:
                self._open(serial)
        self._tell()

    def show_others_work(self) -> bool:
        """Between two ballots only, with nothing typed: what waits, and how far her batch is."""
        free = self.ballot is None and not self.serial.text() and self.own.isHidden()
        if free:
            self.refresh()
        return free

    def leave(self) -> None:
        """Remembers where the keyer stands, in case the page is made anew."""
        STOOD[self.desk.survey] = (self.pass_no, self.ballot.keying.serial if self.ballot else "")

    def focus_first(self) -> None:
        """The question, or the serial where no ballot is open."""
        if self.ballot is not None:
            self.view.take_focus()
        else:
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Small windows and large text: the question keeps its room."""
        super().resizeEvent(event)
        self._fit()

    def keys(self) -> list[tuple[str, str]]:
        """The legend's keys, for F1."""
        return [("  ".join(keys), words) for keys, words in legend()]

    # -- verbs of the keyer ---------------------------------------------------------------------------------

    def enter(self) -> None:
        """Enter: opens the ballot; takes what is typed; completes; else shows what is not keyed yet."""
        if self.ballot is None:
            if typed := self.serial.text().strip():
                self._open(typed)
            else:
                self.warn(self.tr("Scan or type the serial of a ballot."))
            return
        if self.view.wants_words():
            return  # it asks for them now
        try:
            pending = self.view.pending()
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            return
        if pending is not None:
            self._answered(pending)
        elif self._next_serial:
            self._complete_and_open(self._next_serial)
        elif self.ballot.first_open is None:
            self.ballot.confirm()
            self._complete()
        else:
            self.ballot.at = self.ballot.first_open
            self._show_current()
            self._tell_open_questions()

    def switch_pass(self) -> None:
        """From first to second keying and back, between two ballots."""
        if self.ballot is None:
            self._use_pass(2 if self.pass_no == 1 else 1)
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def key_again(self) -> None:
        """Between two ballots: to those of which a third clerk keys what differs."""
        if self.ballot is None:
            self._use_pass(THIRD)
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self) -> None:
        """Her own completed ballot again: the one whose serial is typed, else the last one."""
        typed = self.serial.text().strip()
        if self.ballot is not None:
            return
        serial, pass_no = (typed, self.pass_no) if typed or self._done is None else self._done
        if not serial:
            self.warn(self.tr("Type the serial of the ballot that you want to correct, then press F5."))
            return
        try:
            keying = reopen_keying(self.desk.survey, serial, pass_no)
        except Refusal as refusal:
            self._refuse_serial(refusal)
            return
        self._use_pass(pass_no)
        self._tally.reopened()
        self._show_ballot(keying)
        self.survey_changed.emit()

    def interrupt(self) -> None:
        """The ballot stays open; its serial brings it back to where it stood."""
        if (ballot := self.ballot) is None:
            return
        self._tally.interrupted(ballot.keying.serial, self.pass_no)
        self._show_idle()
        shown = serials.show(ballot.keying.serial)
        self.notify("ok", self.tr("Ballot {serial} is left open. Scan it again to go on.").format(serial=shown))

    def _show_current(self) -> None:
        super()._show_current()
        assert self.ballot is not None
        self.enter_button.setEnabled(self.ballot.first_open is None)  # until then it is not what is next

    def _stroke(self, stroke: Stroke) -> None:
        if stroke.act is Act.ENTER:
            self.enter()
        elif stroke.act is Act.LEAVE:
            self.interrupt()
        else:
            super()._stroke(stroke)

    def _open(self, typed: str) -> None:
        try:
            serial = serials.read(typed, self.desk.survey.about.number)
            if self.pass_no == THIRD and serial in seen_on(self.desk):
                raise Refusal("keying.seen_both", serial=serials.show(serial))
            self._show_ballot(start_keying(self.desk.survey, typed, self.pass_no))
        except Refusal as refusal:
            self._refuse_serial(refusal)

    def _show_ballot(self, keying: Keying) -> None:
        self.notice.clear()
        form = self.desk.survey.forms[keying.form]
        ballot = KeyedBallot(keying, form)
        was_left = (keying.serial, self.pass_no) in self._tally.left
        self._tally.opened(keying.serial, self.pass_no, fresh=not ballot.answers)
        if was_left:
            self.set_status(self._tally.words(self.pass_no))
        self.ballot, self._touched = ballot, []
        self.strip.show_form(form, keying.questions, self._catalogues)
        self.strip.show_answers(ballot.answers)
        self.view.prepare(keying.questions, self._catalogues)
        self.serial.setText(serials.show(keying.serial))
        self.place.put(place_words(keying.batch, keying.position))
        self.view.last.put("")
        self._enable()
        self._show_current()

    def _complete_and_open(self, typed: str) -> None:
        """The next paper, scanned at the end of this one, says that this one is done."""
        try:
            serials.read(typed, self.desk.survey.about.number)
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            self._show_current()
            return
        assert self.ballot is not None
        self.ballot.next_serial = typed
        self._complete()

    def _complete(self) -> None:
        ballot = self.ballot
        assert ballot is not None
        try:
            complete_keying(self.desk.survey, ballot.keying, ballot.confirmed)
        except Unconfirmed as unconfirmed:
            ballot.asked_about, ballot.at = unconfirmed.found.key, len(ballot.questions)
            self._show_current()
            ask = self.tr("{unusual}. Is it so on the paper? Enter: yes. Up: look again.")
            self.warn(ask.format(unusual=unconfirmed.words(self.desk.language)))
            return
        except Refusal as refusal:
            if not (ballot.in_doubt and refusal.code == "keying.own_done"):  # else it was recorded the first time
                ballot.in_doubt = ballot.in_doubt or refusal.code == "server.unknown"
                self._refuse_key(refusal)
                return
        self._done = (ballot.keying.serial, self.pass_no)
        self._repeat = ballot.catalogue_answers() or self._repeat
        self._tally.finished()
        self._show_idle()
        shown = serials.show(ballot.keying.serial)
        self.notify("ok", self.tr("Ballot {serial} is keyed.").format(serial=shown))
        self.desk.sound.accepted()
        self.survey_changed.emit()
        self._keyed(ballot.keying.serial)
        if ballot.next_serial:
            self.serial.setText(ballot.next_serial)
            self._open(ballot.next_serial)

    def _keyed(self, serial: str) -> None:
        """A ballot is complete and the next one not yet open: for a page that knows of bundles."""

    def _show_idle(self) -> None:
        self.ballot, self._next_serial = None, ""
        self.strip.show_answers({})
        self.strip.show_current("")
        self.view.show_idle()
        self.place.put("")
        self.serial.clear()
        self._enable()
        self._tell()
        self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        keying = self.ballot is not None
        self.jump.setEnabled(keying)
        buttons = (self.pass_button, self.again_button, self.reopen_button, self.own.button)
        for widget in (self.serial, *buttons):
            widget.setEnabled(not keying)
        self.enter_button.setEnabled(self.ballot is None or self.ballot.first_open is None)
        self.enter_button.set_words(self.tr("Complete ballot") if keying else self.tr("Open ballot"), "Enter")
        self._fit()

    def _fit(self) -> None:
        cramped = self.sheet.fit(self.width(), self.height(), self.body_room())
        self.spare_head(cramped and self.ballot is not None)
        self.fit_head()

    def fit_head(self) -> None:
        """The button to what was sent back keeps its words longest."""
        spared = (self.own.button, self.reopen_button, self.pass_button, self.again_button, self.enter_button)
        fit_buttons(spared, (), self.desk.theme.unit, self.head_room())

    def _use_pass(self, pass_no: int) -> None:
        self.pass_no = pass_no
        self.set_title(self._base_title)
        self._tell()

    def _tell(self) -> None:
        again = self._tally.again if self.own.isHidden() else 0  # her own figures hide all buttons but theirs
        show_passes(self.pass_button, self.again_button, self.pass_no, again)
        self._fit()
        self.set_status(self._tally.words(self.pass_no))

    def _refuse_serial(self, refusal: Refusal) -> None:
        self.refuse_aloud(refusal)
        self.serial.setFocus(Qt.FocusReason.OtherFocusReason)
        self.serial.selectAll()  # the next scan replaces it
