"""Where the next ballot goes: batch, unit of a new batch, channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain.plan import Channel
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.receiving_scan import NewBatch, Scan, next_code
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip
from sipas_desktop.store.queries import BatchView, CatalogueEntry


class PickBox(QComboBox):
    """A list to choose from that lets digits pass: they are a scanner's, and belong to the serial field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Enter are the page's; the rest as usual."""
        if event.text().isdigit() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class BatchPanel(QFrame):
    """The batch under way and its fill, the way to the next one, the channel."""

    left = Signal()  # the choice is made: back to the serial field
    wanted_new = Signal()  # the button for a new batch

    wanted_cover = Signal()  # the button for the cover of the batch under way

    def __init__(self, channels: Sequence[Channel], theme: Theme, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._size = size  # ballots that fill a batch
        self._batches: dict[str, BatchView] = {}
        self._codes: list[str] = []
        self.current: NewBatch | str | None = None
        self._held = 0  # ballots in the batch under way
        self._filled = False  # some batch has no cover yet
        self.batch, self.unit, self.channel = PickBox(self), PickBox(self), PickBox(self)
        self.batch.setAccessibleName(self.tr("Batch"))
        self.unit.setAccessibleName(self.tr("Unit of the new batch"))
        self.channel.setAccessibleName(self.tr("Channel"))
        for channel in channels:
            self.channel.addItem(channel.title, channel.code)
        self.channel.setToolTip(tip(self.channel.currentText()))
        self._count, self._said = QLabel(self), QLabel(self)
        self._count.setProperty("role", "heading")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fill = QProgressBar(self)
        self._fill.setTextVisible(False)
        self._fill.setRange(0, self._size)
        self.new = KeyButton(self.tr("New batch"), "F3", "", self)
        self.new.clicked.connect(self.wanted_new)
        self.cover = KeyButton(self.tr("Cover sheet"), "F12", "", self)
        self.cover.clicked.connect(self.wanted_cover)
        self.cover.leave_key_to_page()  # which says what is missing where there is no batch to print a cover of
        self.batch.activated.connect(self._picked)
        self.unit.activated.connect(self._unit_picked)
        self.channel.activated.connect(self.left)

        unit = theme.unit
        column = QVBoxLayout(self)
        column.setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 2)
        column.setSpacing(unit * 3 // 4)
        column.addWidget(self._caption(self.tr("Batch (F11)"), self.batch))
        column.addWidget(self.batch)
        row = QHBoxLayout()
        row.setSpacing(unit)
        row.addWidget(self._count)
        row.addWidget(self._fill, 1)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._caption(self.tr("Unit of the new batch"), self.unit))
        column.addWidget(self.unit)
        buttons = QHBoxLayout()
        buttons.setSpacing(unit)
        buttons.addWidget(self.new)
        buttons.addWidget(self.cover)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._several = len(channels) > 1
        caption = self._caption(self.tr("Channel (F10)"), self.channel)
        for widget in (caption, self.channel):  # one channel is no choice
            column.addWidget(widget)
            widget.setVisible(self._several)

    def _caption(self, words: str, field: QWidget) -> QLabel:
        caption = QLabel(words, self)
        caption.setProperty("role", "small")
        caption.setBuddy(field)
        return caption

    @property
    def choices(self) -> tuple[QWidget, ...]:
        """What is chosen from here."""
        return self.batch, self.unit, self.channel

    def set_units(self, entries: Sequence[CatalogueEntry]) -> None:
        """The units that a new batch can be of; first of all none: the unit is on each ballot."""
        chosen = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(self.tr("as written on each ballot"), None)
        for entry in entries:
            self.unit.addItem(f"{entry.name} ({entry.code})", entry.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))

    def set_batches(self, batches: Sequence[BatchView], at_work: str | None) -> None:
        """All batches. The one under way stays; at first it is ``at_work``, else a new one."""
        first = not self._codes and self.current is None
        self._batches = {each.code: each for each in batches}
        self._codes = [each.code for each in batches if not each.closed]
        if isinstance(self.current, str) and self.current not in self._codes:
            self.current, first = None, True  # it was closed meanwhile
        if first:
            self.current = at_work if at_work in self._codes else self._fresh()
        elif isinstance(self.current, NewBatch):
            self.current = self._opened(self.current) if self.current.named else self._fresh()
        self._offer()

    def begin(self, batch: NewBatch) -> bool:
        """The ballots of a box come next, into the batch that its record names. Returns whether they can."""
        if batch.code in self._batches and batch.code not in self._codes:
            return False  # it is closed
        self.current = self._opened(batch)
        self._offer()
        return True

    def begin_new(self) -> NewBatch:
        """The next batch is under way; it is opened with its first ballot."""
        fresh = self._fresh()
        self.current = fresh
        self._offer()
        return fresh

    def received(self, scan: Scan) -> None:
        """One ballot more in the batch under way, which a ``NewBatch`` has become by it."""
        if isinstance(self.current, NewBatch) and scan.batch:
            unit, of_box = self.current.unit or "", self.current.named
            view = BatchView(scan.batch, unit, False, 0, 0, 0, 0, 0, 0, of_box=of_box)
            self._batches[scan.batch] = view
            self._codes.append(scan.batch)
            self.current = scan.batch
            self._offer()
        self._held += 1
        self._tell()

    def withdrawn(self, scan: Scan) -> None:
        """One ballot less in the batch of ``scan``."""
        if scan.batch and scan.batch == self.current:
            self._held -= 1
            self._tell()

    @property
    def full(self) -> bool:
        """Whether the batch under way holds a whole bundle; that of a ballot box is as large as that one was full."""
        return self.current is not None and self._held >= self._size and not self._of_box

    @property
    def just_full(self) -> bool:
        """Whether the last ballot filled it."""
        return self.full and self._held == self._size

    @property
    def _of_box(self) -> bool:
        if isinstance(self.current, NewBatch):
            return self.current.named
        return self.current in self._batches and self._batches[self.current].of_box

    def next_channel(self) -> None:
        """The channel after the chosen one, the first after the last."""
        self.channel.setCurrentIndex((self.channel.currentIndex() + 1) % max(1, self.channel.count()))

    def _fresh(self) -> NewBatch:
        return NewBatch(next_code(self._batches), self.unit.currentData())

    def _opened(self, batch: NewBatch) -> NewBatch | str:
        """Itself, or its code where somebody has opened it."""
        return batch.code if batch.code in self._codes else batch

    def _offer(self) -> None:
        self.batch.clear()
        if isinstance(self.current, NewBatch):
            self.batch.addItem(self.tr("{batch} (new)").format(batch=self.current.code), self.current.code)
        for known in reversed(self._codes):
            self.batch.addItem(known, known)
        self.batch.addItem(self.tr("no batch"), None)
        code = self.current.code if isinstance(self.current, NewBatch) else self.current
        self.batch.setCurrentIndex(self.batch.findData(code))
        self._held = self._batches[code].ballots if code in self._batches else 0
        self._tell()

    def _picked(self) -> None:
        code = self.batch.currentData()
        if not (isinstance(self.current, NewBatch) and self.current.code == code):
            self.current = code
            self._offer()
        self.left.emit()

    def _unit_picked(self) -> None:
        if isinstance(self.current, NewBatch):
            now = self.current
            self.current = replace(now, unit=self.unit.currentData()) if now.named else self._fresh()
            self._offer()
        self.left.emit()

    def offer_cover(self, filled: bool) -> None:
        """Whether a batch was ``filled`` and has no cover yet; else the one under way can have one once it is open."""
        self._filled = filled
        self.cover.setEnabled(filled or isinstance(self.current, str))

    def _tell(self) -> None:
        there = self.current is not None
        self.offer_cover(self._filled)
        self._count.setText(self.tr("%Ln ballot(s)", "", self._held) if there else "–")
        self._count.setAccessibleName(self._count.text())
        self._fill.setValue(min(self._held, self._size) if there else 0)
        self._fill.setAccessibleName(self._count.text())
        code = self.current.unit if isinstance(self.current, NewBatch) else self._unit_of(self.current)
        at = self.unit.findData(code) if code else -1
        name = self.unit.itemText(at) if at >= 0 else self.tr("as written on each ballot")
        words = self.tr("Unit: {unit}").format(unit=name) if there else self.tr("Ballots are not bundled.")
        if self.full:
            words = self.tr("A bundle is full: bind it, then F3.")
        role = "attention" if self.full else "muted"
        self._said.setText(words)
        self._said.setToolTip(tip(words))
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)

    def _unit_of(self, code: str | None) -> str:
        return self._batches[code].unit if code in self._batches else ""
