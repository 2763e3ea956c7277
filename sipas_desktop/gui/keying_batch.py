"""The keying page with the batch at the desk: which bundle, which paper is next, what is missing or does not belong.

The page beneath keys ballots one by one and knows nothing of batches. What is said here hangs on one pass alone: who
keys the second learns nothing of the first.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED
from sipas_desktop.domain.batch import read_cover
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.keying import KeyingPage
from sipas_desktop.gui.keying_batch_bar import BatchBar, places, short
from sipas_desktop.gui.keying_passes import THIRD
from sipas_desktop.gui.keying_sheet import LOW_PX
from sipas_desktop.gui.page import Desk
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import BatchAtWork, BatchPaper, BatchStanding, keying_progress
from sipas_desktop.store.workflow import Keying

TRIES = 5  # batches that others may take between the look and the claim


def is_left(paper: BatchPaper) -> bool:
    """Whether she can key it; one that was found missing is not looked for."""
    return (paper.waits and not paper.missing) or paper.hers


class BatchKeyingPage(KeyingPage):
    """``work`` is the batch at the desk for the pass in force; None: ballots are keyed one by one."""

    bar: BatchBar | None = None  # until the page beneath is made

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.work: BatchAtWork | None = None
        self._held: set[str] = set()  # all batches that she has for this pass
        self._last = -1  # index of the paper keyed last
        super().__init__(desk, parent)
        self.bar = BatchBar(desk.theme, self.body)
        self.content.insertWidget(0, self.bar)
        self.bar.take_asked.connect(self.take_next)
        self.bar.end_asked.connect(self.report_missing)
        self.bar.back_asked.connect(self.give_back)
        self._fit()

    # -- what the page beneath does, and the batch with it ----------------------------------------------------

    def refresh(self) -> None:
        """The batch as the file has it now."""
        self._load()
        super().refresh()
        self._tell_batch()

    def keys(self) -> list[tuple[str, str]]:
        """Those of the batch, too."""
        buttons = self.bar.buttons if self.bar is not None else ()
        return [*super().keys(), *((button.key, button.words) for button in buttons)]

    def interrupt(self) -> None:
        """A keying that was set aside meanwhile is not left open but gone."""
        ballot = self.ballot
        super().interrupt()
        if ballot is None:
            return
        serial, survey = ballot.keying.serial, self.desk.survey
        if (serial, self.pass_no) not in keying_progress(survey).open_serials:
            self.refresh()
            words = self.tr("Ballot {serial} is somebody else's now. Put it aside and go on with another.")
            self.warn(words.format(serial=serials.show(serial)))
        else:
            self._load()
            self._tell_batch()

    def _use_pass(self, pass_no: int) -> None:
        super()._use_pass(pass_no)
        self._load()
        self._tell_batch()

    def _open(self, typed: str) -> None:
        if self._is_ballot(typed):
            super()._open(typed)

    def _show_ballot(self, keying: Keying) -> None:
        super()._show_ballot(keying)
        self._tell_batch()

    def _show_idle(self) -> None:
        super()._show_idle()
        self._tell_batch()

    def _enable(self) -> None:
        super()._enable()
        if self.bar is not None:
            self.bar.enable(self.ballot is None)

    def _fit(self) -> None:
        super()._fit()
        if self.bar is not None:
            self._spare_room(self.bar)

    def _spare_room(self, bar: BatchBar) -> None:
        """On a low page the question gets the bar's room; batch and place stand beside the serial, too. Her own
        figures have the whole page, and what a third clerk keys comes in no batch.
        """
        needed = bar.sizeHint().height() + self.content.spacing() + self.sheet.roomy_height(self.width())
        low = self.height() < self.desk.theme.px(LOW_PX) or self.body_room() < needed
        roomy = self.ballot is None or not low
        bar.setVisible(roomy and not self.sheet.isHidden() and self.pass_no != THIRD)

    # -- the batch --------------------------------------------------------------------------------------------

    def take_next(self) -> None:
        """The oldest batch that she may key; not while the one at hand has ballots left."""
        if self.work is not None and (count := len(self._left())):
            words = QCoreApplication.translate(
                "BatchBar",
                "Batch {batch} has %n ballot(s) left. F10: they are missing; F12: give it back.",
                None,
                count,
            )
            self.warn(words.format(batch=self.work.code))
            return
        for _ in range(TRIES):
            try:
                code = queries.next_batch(self.desk.survey, self.pass_no)
            except Refusal as refusal:
                self.warn(refusal.words(self.desk.language))
                return
            if self._claim(code):
                return

    def give_back(self) -> None:
        """The batch at hand is nobody's again."""
        if self.work is None:
            self.warn(self.tr("You have no batch for this keying."))
            return
        code, open_ones = self.work.code, sum(each.hers for each in self.work.papers)
        try:
            workflow.give_back_batch(self.desk.survey, code, self.pass_no)
        except Refusal as refusal:
            self.refuse_aloud(refusal)
        else:
            words = self.tr("Batch {batch} is given back: put its bundle back.").format(batch=code)
            if open_ones:
                more = QCoreApplication.translate(
                    "BatchBar",
                    "%n ballot(s) that you left open stay yours until the lead takes them over.",
                    None,
                    open_ones,
                )
                words = f"{words} {more}"
            self.notify("ok", words)
            self.desk.sound.accepted()
        self._load()
        self._tell_batch()
        self.survey_changed.emit()

    def report_missing(self) -> None:
        """The bundle is at its end: what was not seen of the batch is missing, and goes to the lead's list."""
        if self.work is None:
            self.warn(self.tr("You have no batch for this keying."))
            return
        papers = self.work.papers
        found = self._count(self.work)
        if found is None:
            return
        gone = [each for each in papers if each.serial in found.missing]
        parts = []
        if gone:
            parts.append(self.tr("Missing in batch {batch}: {papers}.").format(batch=found.code, papers=places(gone)))
        if found.extra:
            extra = ", ".join(map(short, found.extra))
            parts.append(self.tr("Not of batch {batch}: {serials}.").format(batch=found.code, serials=extra))
        if parts:
            self.warn(" ".join([*parts, self.tr("The lead has them on the list.")]))
        else:
            self.notify("ok", self.tr("All ballots of batch {batch} are here.").format(batch=found.code))
            self.desk.sound.accepted()

    def _claim(self, code: str) -> bool:
        try:
            workflow.claim_batch(self.desk.survey, code, self.pass_no)
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            return False
        self._load(code)
        self._tell_batch()
        left = self._left()
        words = self.tr("Batch {batch} is yours: fetch its bundle and begin with ballot {position}.")
        self.notify("ok", words.format(batch=code, position=left[0].position if left else "–"))
        self.desk.sound.accepted()
        self.survey_changed.emit()
        return True

    def _is_ballot(self, typed: str) -> bool:
        """Whether ``typed`` is a ballot to open here. A cover is claimed, a paper of another batch is told of."""
        number = self.desk.survey.about.number
        cover = read_cover(typed, number)
        if cover is None and any(each.isalpha() for each in typed):
            cover = typed  # a batch's code, typed by hand
        if cover is not None:
            if self._claim(cover):
                self.serial.clear()
            self.serial.setFocus()
            self.serial.selectAll()
            return False
        if self.work is None:
            return True
        try:
            serial = serials.read(typed, number)
        except Refusal:
            return True  # the page says what is wrong with it
        if any(each.serial == serial for each in self.work.papers) or (serial, self.pass_no) in self._tally.left:
            return True
        return self._is_no_stray(serial, self.work)

    def _is_no_stray(self, serial: str, work: BatchAtWork) -> bool:
        view = queries.ballot(self.desk.survey, serial)
        if view is None or view.batch in self._held or view.batch == work.code:
            return True
        if view.state not in RETURNED:
            where = self.tr("it has not been received")
        elif view.batch:
            where = self.tr("it is number {position} of batch {batch}")
            where = where.format(position=view.position, batch=view.batch)
        else:
            where = self.tr("it is in no batch")
        self._extra(work.code).add(serial)
        words = self.tr(
            "Ballot {serial} is not of batch {batch}: {where}. Put it aside; to key it, give the batch back first."
        )
        self.warn(words.format(serial=serials.show(serial), batch=work.code, where=where))
        self.serial.setFocus()
        self.serial.selectAll()
        return False

    def _keyed(self, serial: str) -> None:
        """One paper less; at the end of the bundle what is missing is named."""
        super()._keyed(serial)
        if (work := self.work) is None:
            return
        at = next((place for place, each in enumerate(work.papers) if each.serial == serial), None)
        if at is None:
            return
        self._last = at
        now = replace(work.papers[at], waits=False, hers=False, done=True, missing=False)
        self.work = work = replace(work, papers=(*work.papers[:at], now, *work.papers[at + 1 :]))
        left = self._left()
        if not left:
            words = self.tr("Batch {batch} is keyed: put its bundle back.").format(batch=work.code)
            self.notify("ok", f"{self.notice.words} {words}")
            if self._extra(work.code):
                self._count(work)
        elif not any(each in left for each in work.papers[at + 1 :]):
            words = self.tr("Not seen yet in batch {batch}: {papers}. If they are not in the bundle, F10.")
            self.warn(f"{self.notice.words} {words.format(batch=work.code, papers=places(left))}")
        self._tell_batch()

    def _count(self, work: BatchAtWork) -> BatchStanding | None:
        """Record what lies in the bundle: all but what still waits, and what was scanned and is not of the batch."""
        survey = self.desk.survey
        gone = {each.serial for each in work.papers if each.waits}
        there = [each.serial for each in queries.ballots(survey, work.code) if each.serial not in gone]
        try:
            workflow.count_batch(survey, work.code, scanned=[*there, *sorted(self._extra(work.code))])
        except Refusal as refusal:
            self.refuse_aloud(refusal)
            return None
        found = next(each for each in queries.batch_standings(survey) if each.code == work.code)
        self._load()
        self._tell_batch()
        self.survey_changed.emit()
        return found

    def _load(self, wanted: str = "") -> None:
        """The batch that is to be keyed now: ``wanted``, else the one at hand, else the first with ballots left.

        One that has none left stays at hand until the next is taken.
        """
        survey = self.desk.survey
        held = [code for code, number in queries.batches_held(survey) if number == self.pass_no]
        before = self.work.code if self.work is not None and self.work.pass_no == self.pass_no else ""
        found = None
        for code in sorted(held, key=[wanted or before, *held].index):
            work = queries.batch_at_desk(survey, code, self.pass_no)
            if any(map(is_left, work.papers)):
                found = work
                break
            if code == before:
                found = work
        self.work, self._held = found, set(held)  # a server that went away meanwhile takes no batch off the desk
        if self.work is None or before != self.work.code:
            self._last = -1

    def _left(self) -> list[BatchPaper]:
        """The papers that are still to be keyed, those that were found missing aside."""
        papers = self.work.papers if self.work is not None else ()
        return list(filter(is_left, papers))

    def _extra(self, code: str) -> set[str]:
        """What was scanned as if it were of the batch, as long as she is signed in."""
        kept: set[str] = self.desk.kept.setdefault("extra papers", {}).setdefault(code, set())
        return kept

    def _tell_batch(self) -> None:
        if self.bar is None:
            return
        at = following = None
        if self.work is not None and self.ballot is not None:
            at = next((each for each in self.work.papers if each.serial == self.ballot.keying.serial), None)
        elif left := self._left():
            papers = self.work.papers if self.work is not None else ()
            following = next((each for each in papers[self._last + 1 :] if each in left), left[0])
        self.bar.tell(self.work, at, following)
