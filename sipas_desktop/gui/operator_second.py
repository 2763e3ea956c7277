"""Second keyings that the lead demands, in a survey that has only a sample of its ballots keyed twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QStackedWidget, QWidget

from sipas_desktop.domain.vietnamese import count, decimal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.results_filter import read_day
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import JudgedOperator, SampledKeying
from sipas_desktop.store.workflow import Demanded

OF_KEYER, OF_BATCH, ONE = range(3)
HIGH_PX = 184  # at 100 %: two lines for each of the two texts, which a splitter does not ask for
FIRST_DAY = datetime.date(2000, 1, 1)  # before any keying
Progress = Callable[[int, int], None]
Work = Callable[[Progress], Demanded]
Found = tuple[SampledKeying, list[str]]  # and the codes of the batches that are not closed


def look_up(survey: OpenSurvey) -> Found:
    """Reads what ``SecondKeyings`` shows."""
    return queries.sampled_keying(survey), [each.code for each in queries.batches(survey) if not each.closed]


class SecondKeyings(QFrame):
    """Which ballots that one keying settled are keyed a second time: a keyer's since a day, a batch's, or one ballot.

    ``wanted`` carries the work for the page to do beside the window.
    """

    wanted = Signal(object)  # Work
    misread = Signal(str)  # what was typed for a day and is none

    def __init__(self, survey: OpenSurvey, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._survey = survey
        self._found: SampledKeying | None = None
        self._keyers: Mapping[str, JudgedOperator] = {}
        self._keyer = ""
        self.told, self.standing = QLabel(self), QLabel(self)
        self.told.setProperty("role", "strong")
        self.standing.setProperty("role", "muted")
        self.which, self.batch = QComboBox(self), QComboBox(self)
        self.since, self.serial = QLineEdit(self), QLineEdit(self)
        self.which.setAccessibleName(self.tr("Which ballots are keyed a second time"))
        self.which.addItems(
            [self.tr("of the chosen keyer, since"), self.tr("of the batch"), self.tr("only the ballot")]
        )
        self.batch.setAccessibleName(self.tr("Batch"))
        self.since.setAccessibleName(self.tr("First day"))
        self.since.setPlaceholderText(self.tr("dd/mm/yyyy; empty: all"))
        self.serial.setAccessibleName(self.tr("Serial of the ballot"))
        self.serial.setPlaceholderText(self.tr("serial"))
        self.fields = QStackedWidget(self)
        for field in (self.since, self.batch, self.serial):
            self.fields.addWidget(field)
        self.which.currentIndexChanged.connect(self._turned)
        self.demand = KeyButton(self.tr("Have keyed a second time"), "F4", "", self)
        self.demand.clicked.connect(self.ask)
        self.serial.returnPressed.connect(self.ask)
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.unit * 2] * 4)
        grid.setSpacing(theme.unit)
        for label in (self.told, self.standing):
            label.setWordWrap(True)
            grid.addWidget(label, grid.rowCount(), 0, 1, 3)
        row = grid.rowCount()
        for column, widget in enumerate((self.demand, self.which, self.fields)):
            grid.addWidget(widget, row, column)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(row + 1, 1)
        self.setMinimumHeight(theme.px(HIGH_PX))

    def show_found(self, looked: Found) -> None:
        """How it stands; what is chosen stays chosen."""
        found, batches = looked
        self._found = found
        self._keyers = {each.name: each for each in found.operators}
        chosen = self.batch.currentText()
        self.batch.clear()
        self.batch.addItems(batches)
        self.batch.setCurrentIndex(max(0, self.batch.findText(chosen)))
        words = self.tr(
            "One in {number} is keyed twice · keyed once: {single} · waiting for the second keying: {waiting}"
        )
        single, waiting = count(found.single_keyed), count(found.waiting)
        self.told.setText(words.format(number=found.rule.one_in, single=single, waiting=waiting))
        self.show_keyer(self._keyer)

    def show_keyer(self, name: str) -> None:
        """``name`` is the keyer whose ballots may be demanded."""
        self._keyer = name
        self.standing.setText(self._standing_words(self._keyers.get(name)))
        self._turned()

    def ask(self) -> None:
        """The page is to have the chosen ballots keyed a second time."""
        survey, keyer, code, typed = self._survey, self._keyer, self.batch.currentText(), self.serial.text()
        which, day = self.which.currentIndex(), self.since.text().strip()
        since = read_day(day) if day else FIRST_DAY
        if which == OF_KEYER and since is None:
            self.misread.emit(day)
            return

        def work(progress: Progress) -> Demanded:
            progress(0, 1)
            if which == OF_KEYER:
                assert since is not None
                return workflow.demand_second_of_operator(survey, keyer, since)
            if which == OF_BATCH:
                return workflow.demand_second_of_batch(survey, code)
            return workflow.demand_second(survey, typed)

        self.wanted.emit(work)

    def words_of(self, done: Demanded) -> str:
        """What came of it."""
        words = self.tr("%n ballot(s) wait for their second keying now.", "", len(done.ballots))
        if done.closed:
            words += " " + self.tr("%n ballot(s) of closed batches stay as they are.", "", done.closed)
        return words

    def _turned(self) -> None:
        which = self.which.currentIndex()
        self.fields.setCurrentIndex(which)
        there = {OF_KEYER: bool(self._keyer), OF_BATCH: self.batch.count() > 0}
        self.demand.setEnabled(there.get(which, True))

    def _standing_words(self, keyer: JudgedOperator | None) -> str:
        if keyer is None or self._found is None:
            return ""
        if keyer.learning:
            mode = self.tr("all are keyed twice, for too few are judged yet")
        elif keyer.all_twice:
            mode = self.tr("all are keyed twice, for the bound of her errors is above {limit}")
            mode = mode.format(limit=decimal(self._found.rule.limit, 1))
        else:
            mode = self.tr("a sample is keyed twice")
        words = self.tr("{name}: keyed once {single} · judged {ballots} · errors per 1,000 at most {bound} · {mode}")
        return words.format(
            name=keyer.name, single=count(keyer.single_keyed), ballots=count(keyer.judged.ballots),
            bound=decimal(keyer.bound, 1), mode=mode,
        )  # fmt: skip
