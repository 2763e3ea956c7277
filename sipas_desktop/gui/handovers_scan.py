"""One hand-over: both sides scan into one field, each scan is answered at once; what differs is explained; closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.handover import Scanned, Side
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.field_panel import Work
from sipas_desktop.gui.handovers_differences import Differences
from sipas_desktop.gui.handovers_tally import Tally
from sipas_desktop.gui.handovers_words import count_words, headline, side_words
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.receiving_card import Card
from sipas_desktop.gui.receiving_field import SerialField
from sipas_desktop.gui.receiving_validity import WideButton
from sipas_desktop.jobs.handovers import HandoverDue
from sipas_desktop.store import workflow
from sipas_desktop.store.workflow import ScannedNow

SIDES = tuple(Side)
RESTS_MS = 300  # without a scan: then the differences are shown anew


class ScanView(QWidget):
    """The serial field always has the keyboard, but while a reason is typed."""

    scanned = Signal()
    wrote = Signal()
    told = Signal(str, str)
    wanted = Signal(str, object)
    stale = Signal()
    refused = Signal(object)
    counted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, theme = desk, desk.theme
        self.number = 0
        self.is_open = False
        self.tally = Tally(Scanned())
        self._done: list[tuple[Side, str]] = []  # scans of this sitting, the last one last
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(RESTS_MS)
        self._late.timeout.connect(self.show_differences)
        self.about = QLabel(self)
        self.about.setProperty("role", "strong")
        self.about.setWordWrap(True)
        self.field = SerialField(theme, 22, self)
        self.field.returnPressed.connect(self.take)
        self._sides = QButtonGroup(self)
        self.file = KeyButton(self.tr("A file of serials …"), "Ctrl+O", "", self)
        self.file.clicked.connect(self.choose_file)
        self.card = Card(theme, self, lines=1)
        self.differences = Differences(desk, self)
        self.differences.explained.connect(self.explain)
        self.differences.scanned.connect(self._scanned_as_reason)
        self.scanning = QWidget(self)
        row = QHBoxLayout(self.scanning)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        row.addWidget(self.field, 4)
        for number, side in enumerate(SIDES):
            button = WideButton(side_words(side), f"Alt+{number + 1}", self)
            self._sides.addButton(button, number)
            row.addWidget(button, 2)
        self._sides.button(0).setChecked(True)
        self._sides.idClicked.connect(self._turned)
        head = QHBoxLayout()
        head.setSpacing(theme.unit)
        head.addWidget(self.about, 1)
        head.addWidget(self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        column.addLayout(head)
        column.addWidget(self.scanning)
        column.addWidget(self.card)
        column.addWidget(self.differences, 1)
        for key, slot in (("F5", self.go_to_differences), ("F7", self.turn)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    # -- what the survey says -------------------------------------------------------------------------------

    def show_one(self, due: HandoverDue, *, new: bool) -> None:
        """``due`` as it stands; ``new``: it was just chosen, and nothing is scanned in this sitting."""
        one = due.handover
        self.number, self.is_open = one.number, one.closed_on is None
        self.tally = Tally(one.scanned)
        self.about.setText(headline(due))
        for widget in (self.file, self.scanning, self.card, self.differences.saying):
            widget.setVisible(self.is_open)
        if new:
            self._done = []
            self.side = Side.TAKEN if self.tally.count(Side.GIVEN) else Side.GIVEN
            self._tell_ready()
        self._count()
        self.show_differences()

    def show_differences(self) -> None:
        """The table as it is now."""
        self._late.stop()
        self.differences.show_held(self.tally.scanned())

    @property
    def side(self) -> Side:
        """Whose scanner is at work."""
        return SIDES[self._sides.checkedId()]

    @side.setter
    def side(self, side: Side) -> None:
        self._sides.button(SIDES.index(side)).setChecked(True)

    def focus_first(self) -> None:
        """The serial field; of a closed hand-over its differences."""
        if self.is_open:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()
        else:
            self.differences.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- one scan -------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Says that the side at work has the ballot in the field."""
        typed = self.field.text()
        self.field.clear()
        self.focus_first()
        if not typed.strip() or not self.is_open:
            return
        self.scanned.emit()
        side = self.side
        done = self._said(typed, side, undo=False)
        if done is None:
            return
        serial = serials.read(typed, self._desk.survey.about.number)
        self.tally.put(side, serial)
        if not done.done:
            self._answer("attention", "!", self.tr("Scanned before: {side}"), serial)
            return
        self._done.append((side, serial))
        given = self.tally.count(Side.GIVEN)
        if side is Side.TAKEN and given and (Side.GIVEN, serial) not in self.tally:
            self._answer("attention", "!", self.tr("{side}: extra, nobody gave it"), serial)
        else:
            self._answer("ok", "✓", self.tr("{side}: recorded"), serial)
        self.wrote.emit()

    def withdraw(self) -> None:
        """Takes the ballot that is typed in the field off the side at work; without one the last scan."""
        typed, side = self.field.text().strip(), self.side
        self.field.clear()
        self.focus_first()
        if not typed and not self._done:
            self.told.emit("attention", self.tr("There is no scan to take back: type the number of the ballot."))
            return
        if not typed:
            side, typed = self._done[-1]
        done = self._said(typed, side, undo=True)
        if done is None:
            return
        serial = serials.read(typed, self._desk.survey.about.number)
        self.tally.take_out(side, serial)
        self._done = [each for each in self._done if each != (side, serial)]
        if not done.done:
            self._answer("attention", "!", self.tr("It was not scanned: {side}"), serial, side)
            return
        self._answer("attention", "↶", self.tr("{side}: taken back"), serial, side, silent=True)
        self._desk.sound.tick()
        self.wrote.emit()

    def _said(self, typed: str, side: Side, *, undo: bool) -> ScannedNow | None:
        """What the scan did; None where it was refused, which is then shown."""
        try:
            done = workflow.scan_handover(self._desk.survey, self.number, side, [typed], undo=undo)
            if done.refused:
                raise done.refused[0][1]
        except Refusal as refusal:
            self.card.refuse(typed, refusal, self._desk.language)
            self._desk.sound.error()
            return None
        return done

    def _answer(
        self, kind: str, sign: str, headline: str, serial: str, side: Side | None = None, *, silent: bool = False
    ) -> None:
        self._count()
        self._late.start()
        said = headline.format(side=side_words(side or self.side).lower())
        self.card.put(kind, sign, said[:1].upper() + said[1:], serials.show(serial), self._counts())
        self.card.speak()
        if not silent:
            {"ok": self._desk.sound.accepted, "attention": self._desk.sound.attention}[kind]()

    def _counts(self) -> str:
        tally = self.tally
        words = count_words(tally.count(Side.GIVEN), tally.count(Side.TAKEN), tally.missing, tally.extra)
        if self.is_open and tally.unexplained:
            words += " · " + self.tr("%Ln without a reason", "", tally.unexplained)
        return words[:1].upper() + words[1:]

    def _count(self) -> None:
        self.counted.emit(self._counts())

    def _tell_ready(self) -> None:
        ready = self.tr("The next scan: {side}").format(side=side_words(self.side).lower())
        self.card.put("", "", ready, "", self.tr("F7 turns to the other side, F5 goes to what is missing or extra."))

    # -- sides, files, reasons, the end ---------------------------------------------------------------------

    def turn(self) -> None:
        """The other side scans."""
        self._sides.button(1 - self._sides.checkedId()).click()

    def _turned(self) -> None:
        self._tell_ready()
        self._desk.sound.tick()
        self.focus_first()

    def choose_file(self) -> None:
        """Takes what the side at work scanned elsewhere."""
        start = str(self._desk.survey.home)
        kinds = self.tr("Lists of serials (*.txt *.csv *.xlsx)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("A file of serials"), start, kinds)
        if chosen:
            self.wanted.emit(self.tr("Recording the serials"), self._of_file(Path(chosen)))
            self.stale.emit()

    def _of_file(self, path: Path) -> Work:
        survey, number, side = self._desk.survey, self.number, self.side

        def work(progress: Callable[[int, int], None]) -> ScannedNow:
            from sipas_desktop.jobs.handover_scans import scan_file

            return scan_file(survey, number, side, path, progress)

        return work

    def tell_file(self, done: ScannedNow) -> None:
        """What came of a file."""
        words = self.tr("%Ln ballot(s) recorded.", "", done.done)
        if done.already:
            words += " " + self.tr("%Ln had been before.", "", done.already)
        if done.refused:
            words += " " + self.tr("%Ln refused:", "", len(done.refused))
            words += " " + "; ".join(each.words(self._desk.language) for _, each in done.refused[:3])
        self.told.emit("attention" if done.refused else "ok", words)
        self.wrote.emit()

    def go_to_differences(self) -> None:
        """The cursor in the reason of the first difference that has none; else in the table."""
        self.show_differences()
        if not self.is_open or not self.differences.go_to_first():
            self.differences.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def explain(self, chosen: list[str], reason: str) -> None:
        """``reason`` is why only one side has the ``chosen`` ballots; goes on to the next one without."""
        try:
            workflow.explain_handover(self._desk.survey, self.number, chosen, reason)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.tally.explain(chosen, " ".join(reason.split()))
        self._count()
        self.show_differences()
        self._desk.sound.tick()
        self.wrote.emit()
        if not self.differences.go_to_first():
            self.focus_first()

    def close_it(self) -> bool:
        """For good; False where a difference has no reason: then the cursor is there."""
        try:
            workflow.close_handover(self._desk.survey, self.number)
        except Refusal as refusal:
            if refusal.code != "handover.unexplained":
                self.refused.emit(refusal)
                return False
            left = int(refusal.params["left"])
            words = self.tr("Not closed: %Ln difference(s) without a reason. Scan the ballot, or say why.", "", left)
            self.told.emit("error", words)
            self._desk.sound.error()
            self.go_to_differences()
            if left != self.tally.unexplained:  # somebody scanned at another desk
                self.stale.emit()
            return False
        self._desk.sound.accepted()
        self.wrote.emit()
        return True

    def _scanned_as_reason(self, serial: str) -> None:
        self.field.setText(serial)
        self.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted: digits and Enter are a scanner's."""
        if not self.is_open:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.text().isdigit() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(event.text())
        else:
            super().keyPressEvent(event)
