"""Receive ballots: the serial field always has the keyboard, a scan is answered at once, nothing asks back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.others import in_place
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.receiving_batch import BatchPanel
from sipas_desktop.gui.receiving_board import BatchBoard, Found, look_up
from sipas_desktop.gui.receiving_card import KINDS, ScanCard
from sipas_desktop.gui.receiving_cover import cover_file
from sipas_desktop.gui.receiving_field import SerialField
from sipas_desktop.gui.receiving_recent import MOST, RecentScans
from sipas_desktop.gui.receiving_scan import NEXT_BATCH, Outcome, Scan, again, known, take
from sipas_desktop.gui.receiving_validity import ValidityPanel
from sipas_desktop.gui.receiving_words import ScanWords
from sipas_desktop.gui.room import Room
from sipas_desktop.jobs.batch_covers import make_cover
from sipas_desktop.store import queries, workflow

if TYPE_CHECKING:
    from sipas_desktop.store.queries import Ledger


class ReceivePage(Page):
    """A scanner types a serial and presses Enter; sound, colour and words say what came of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        plan, theme = desk.survey.plan, desk.theme
        self._receive = self.add_action(self.tr("Receive"), "Enter", self.receive, primary=True)
        self._receive.leave_key_to_page()
        self._withdraw = self.add_action(self.tr("Take back"), "F4", self.withdraw)
        self._leads = is_allowed(Verb.TAKE_OVER, desk.roles)
        if self._leads:
            self._turn = self.add_action(self.tr("Where batches stand"), "F2", self.show_batches)
        self._covers: list[str] = []  # batches that were filled here and have no cover yet
        self._armed = ""  # why the next ballot will not count
        self._label = ""  # offered for a photocopy
        self._in_doubt = ""  # scanned last, and nobody knew whether it was recorded
        self._returned = self._valid = self._printed = self._copies = 0
        words = ScanWords(plan, desk.language, self)
        self._words = words

        self.field = SerialField(theme, 28, self)
        self.field.returnPressed.connect(self.receive)
        self._next = QLabel(self)
        self._next.setProperty("role", "attention")
        self.card = ScanCard(words, theme, self)
        self.recent = RecentScans(words, self)
        self.recent.chosen.connect(self._tell_validity)
        self.field.stepped.connect(self.recent.step)
        paper = [channel for channel in plan.channels if channel.paper]
        self.panel = BatchPanel(paper or plan.channels, theme, plan.keying.batch, self)
        self.panel.left.connect(self.focus_first)
        self.panel.wanted_new.connect(self.new_batch)
        self.panel.wanted_cover.connect(self.print_cover)
        self.validity = ValidityPanel(plan.reasons, theme, self)
        self.validity.chosen.connect(self.set_validity)
        self.validity.turned.connect(self._turned)

        left = QVBoxLayout()
        left.setSpacing(theme.unit)
        for widget in (self.field, self._next, self.card):
            left.addWidget(widget)
        left.addWidget(self.recent, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.unit)
        for panel in (self.panel, self.validity):
            panel.setMinimumWidth(theme.px(250))
            panel.setMaximumWidth(theme.px(344))
            right.addWidget(panel)
        right.addStretch(1)
        self.counter, self._beside = QWidget(self), Room(self._make_board, self)
        columns = QHBoxLayout(self.counter)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.unit * 2)
        columns.addLayout(left, 5)
        columns.addLayout(right, 3)
        self._beside.hide()
        self._looking = Latest(self)  # what others did while the board is shown; without a line, which moves the lists
        self._looking.broken.connect(self.report_bug)
        for view in (self.counter, self._beside):
            self.content.addWidget(view)
        for key, slot in (
            ("F5", self.turn_validity), ("F7", self.receive_label), ("F10", self.panel.next_channel),
            ("F11", self.choose_batch), ("F12", self.print_cover),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self.counter).activated.connect(slot)

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Counts, batches, units; the scans of this sitting as they are now."""
        survey = self.desk.survey
        ledger = queries.ledger(survey)
        self._count(ledger)
        if not ledger.printed + ledger.labels_left:
            self.show_empty(self.tr("Nothing is printed yet: print ballots first (Ctrl+4)."))
            return
        self.show_content()
        if self.at_board:
            self.start(self.tr("Reading batches"), look_up(survey), self.board.show_found)
        self.panel.set_units(queries.catalogue(survey, "unit"))
        self.panel.set_batches(queries.batches(survey), queries.batch_at_work(survey))
        self._begin_box()
        if scans := self.recent.scans:
            self.recent.renew([again(survey, scan) if scan.is_here else scan for scan in scans])
        elif isinstance(self.panel.current, str):
            held = queries.ballots(survey, self.panel.current)[-MOST:]
            self.recent.fill([known(view) for view in reversed(held)])
        self._tell_validity()

    def show_others_work(self) -> bool:
        """Not while a serial or a number is being typed, or a batch chosen."""
        typed = bool(self.field.text())
        choices = (*self.panel.choices, *(self.board.choices if self.at_board else ()))
        if typed or any(control.hasFocus() for control in choices):
            return False
        if self.at_board:
            survey = self.desk.survey
            self._count(queries.ledger(survey))
            self._looking.ask(lambda: look_up(survey)(lambda _done, _total: None), self._looked, beside=True)
        else:
            self.refresh()
        return True

    def _looked(self, found: Found) -> None:
        with in_place(self.board):
            self.board.show_found(found)

    def stop(self) -> None:
        """Ends what is read."""
        super().stop()
        self._looking.wait()

    def _begin_box(self) -> None:
        """Where a box was opened just now its ballots come next."""
        batch = self.desk.kept.pop(NEXT_BATCH, None)
        if batch is not None and self.panel.begin(batch):
            words = self.tr("The next ballots are those of the ballot box: batch {batch}.")
            self.notify("ok", words.format(batch=batch.code))

    def focus_first(self) -> None:
        """The serial field; at the board its list of batches."""
        if self.at_board:
            self.board.batches.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """A reason set for the next ballot would surprise whoever comes back."""
        self.validity.next_one.setChecked(False)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that no button in the head shows."""
        return [
            ("F3", self.tr("new batch")),
            ("F5", self.tr("validity of the next ballot or of the one at hand")),
            ("F7", self.tr("the label offered for a photocopy is on it: receive it")),
            *([("F10", self.tr("next channel"))] if self.panel.channel.count() > 1 else []),
            ("F11", self.tr("choose the batch")),
            ("F12", self.tr("cover sheet of the batch that was filled, else of the one under way")),
            ("Alt+0 … Alt+9", self.tr("valid, or why it does not count")),
            ("↑ ↓", self.tr("another of the last ballots is at hand")),
        ]

    # -- one scan -------------------------------------------------------------------------------------------

    def receive(self) -> None:
        """Takes what stands in the field."""
        typed = self.field.text()
        self.field.clear()
        self.focus_first()
        if typed.strip():
            self._take(typed)

    def receive_label(self) -> None:
        """The label that was offered for a photocopy is stuck on it."""
        if self._label:
            self._take(self._label)

    def _take(self, typed: str) -> None:
        channel = str(self.panel.channel.currentData())
        scan = take(self.desk.survey, typed, channel, self.panel.current, self._armed or None, self._in_doubt)
        if scan.outcome is not Outcome.REFUSED or scan.in_doubt:  # else as before: the server may only be away still
            self._in_doubt = scan.in_doubt
        self.notice.clear()
        self.recent.add(scan)
        self.card.tell(scan)
        self._label = scan.label
        if scan.outcome is not Outcome.ACCEPTED:
            self._play(KINDS[scan.outcome])
            return
        self._armed = ""
        self.panel.received(scan)
        self._count_one(scan, 1)
        self.validity.next_one.setChecked(False)
        self._tell_validity()
        self._play("attention" if self.panel.just_full else "ok")
        if self.panel.just_full and scan.batch:
            self._covers.append(scan.batch)
            self.panel.offer_cover(filled=True)
            fresh = self.panel.begin_new()
            words = self.tr(
                "Batch {full} is full: bind it; F12 prints its cover sheet. The next ballot begins batch {batch}."
            )
            self.notify("attention", words.format(full=scan.batch, batch=fresh.code))
        self.survey_changed.emit()

    def withdraw(self) -> None:
        """Takes back the receipt of the ballot at hand: at first the last one."""
        at = self.recent.at_hand
        self.focus_first()
        if at < 0:
            self.notify("attention", self.tr("There is no ballot at hand: choose one with ↓."))
            return
        scan = self.recent.scans[at]
        try:
            workflow.withdraw_receipt(self.desk.survey, scan.serial)
        except Refusal as refusal:
            self.refuse(refusal)
            self.desk.sound.error()
            return
        self.notice.clear()
        self._label = ""
        gone = again(self.desk.survey, scan)
        self.card.tell(gone)
        self.recent.replace(at, gone)
        self.panel.withdrawn(scan)
        self._count_one(scan, -1)
        self.desk.sound.tick()
        self.survey_changed.emit()

    # -- validity -------------------------------------------------------------------------------------------

    def set_validity(self, reason: str) -> None:
        """Says why the next ballot, or the one at hand, does not count; "": it does."""
        self.focus_first()
        if self.validity.next_one.isChecked():
            self._armed = reason
            self._tell_validity()
            self.desk.sound.tick()
            return
        at = self.recent.at_hand
        if at < 0:
            return
        try:
            workflow.set_validity(self.desk.survey, self.recent.scans[at].serial, reason or None)
        except Refusal as refusal:
            self.refuse(refusal)
            self.desk.sound.error()
            self._tell_validity()
            return
        before = self.recent.scans[at]
        scan = again(self.desk.survey, before)
        self.recent.replace(at, scan)
        if at == 0:
            self.card.tell(scan)
        self._count_one(before, -1)
        self._count_one(scan, 1)
        self.desk.sound.tick()
        self.survey_changed.emit()

    def turn_validity(self) -> None:
        """The reasons are for the next ballot, or again for the one at hand."""
        self.validity.next_one.toggle()

    def _turned(self) -> None:
        if not self.validity.next_one.isChecked():
            self._armed = ""
        self._tell_validity()
        self.focus_first()

    def _tell_validity(self) -> None:
        if self.validity.next_one.isChecked():
            self.validity.tell(self.tr("The next ballot is:"), self._armed)
        elif self.recent.at_hand < 0:
            self.validity.tell(self.tr("No ballot at hand"), None)
        else:
            scan = self.recent.scans[self.recent.at_hand]
            self.validity.tell(self.tr("Ballot {serial} is:").format(serial=serials.show(scan.serial)), scan.reason)
        words = self.tr("The next ballot will not count: {reason}. F5 puts that away.")
        self._next.setText(words.format(reason=self._words.reason(self._armed)) if self._armed else "")

    # -- batches and channel --------------------------------------------------------------------------------

    def new_batch(self) -> None:
        """The next batch, opened with its first ballot."""
        fresh = self.panel.begin_new()
        self.notify("ok", self.tr("The next ballot begins batch {batch}.").format(batch=fresh.code))
        self.focus_first()

    def print_cover(self) -> None:
        """The cover of the batch that was filled, else of the one under way; the file opens for printing."""
        code = self._covers[0] if self._covers else self.panel.current
        if not isinstance(code, str):
            self.notify("attention", self.tr("There is no batch to print a cover sheet of: choose one with F11."))
            return
        out = cover_file(self, code)
        if out is None:
            return
        try:
            make_cover(self.desk.survey, code, out)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.desk.kept["covers"] = out.parent
        self._covers = [each for each in self._covers if each != code]
        self.panel.offer_cover(filled=bool(self._covers))
        self.notify("ok", self.tr("The cover sheet of batch {batch} is in {path}.").format(batch=code, path=out))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(out)))
        self.focus_first()

    # -- beside the counter ---------------------------------------------------------------------------------

    @property
    def board(self) -> BatchBoard:
        """Where the batches stand; made when it is first asked for."""
        return self._beside.view

    def _make_board(self, parent: QWidget) -> BatchBoard:
        board = BatchBoard(self.desk.survey, self.desk.theme, parent)
        board.wrote.connect(self.refresh)
        board.wrote.connect(self.survey_changed)
        board.told.connect(self.notify)
        board.refused.connect(self.refuse_aloud)
        return board

    @property
    def at_board(self) -> bool:
        """Whether the batches are shown, and not the counter."""
        return not self._beside.isHidden()

    def show_batches(self) -> None:
        """For the lead: where the batches stand and what waits too long, or the counter again."""
        at_board = not self.at_board
        self._beside.setVisible(at_board)
        self.counter.setVisible(not at_board)
        for button in (self._receive, self._withdraw):
            button.setEnabled(not at_board)
        self._turn.set_words(self.tr("Back to receiving") if at_board else self.tr("Where batches stand"), "F2")
        self.notice.clear()
        self.refresh()
        self.focus_first()

    def choose_batch(self) -> None:
        """The keyboard on the choice of batch; the choice leads back."""
        self.panel.batch.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- keys and counts ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted: digits and Enter are a scanner's."""
        if self.at_board:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.receive()
        elif event.text().isdigit() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(event.text())
        else:
            super().keyPressEvent(event)

    def _play(self, kind: str) -> None:
        sound = self.desk.sound
        {"ok": sound.accepted, "attention": sound.attention, "error": sound.error}[kind]()

    def _count(self, ledger: Ledger) -> None:
        self._returned, self._valid = ledger.returned, ledger.valid
        self._printed, self._copies = ledger.printed, ledger.photocopies
        self._tell_count()

    def _count_one(self, scan: Scan, by: int) -> None:
        """One ballot more or less; the ledger over 100,000 ballots is for ``refresh``, not for a scan."""
        self._returned += by
        self._valid += 0 if scan.reason else by
        self._copies += by if scan.photocopy else 0
        self._printed += by if scan.photocopy else 0  # a label counts as printed when it is stuck on a ballot
        self._tell_count()

    def _tell_count(self) -> None:
        number = QLocale().toString
        words = self.tr("{returned} of {printed} ballots are back · {valid} of them count · photocopies: {copies}")
        words = words.format(
            returned=number(self._returned), printed=number(self._printed), valid=number(self._valid),
            copies=number(self._copies),
        )  # fmt: skip
        self.set_status(words)
