"""Cleaning: what is looked at again before it counts, and what is decided of it; no answer, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.duplicates import Duplicate
from sipas_desktop.domain.suspicion import Suspicions
from sipas_desktop.domain.vietnamese import decimal
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.cleaning_ballot import BallotDesk
from sipas_desktop.gui.cleaning_words import alarm_words, pattern_words, same_words, sign_words
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Source

GONE = frozenset({State.INVALID, State.VOIDED})
DONE = "✓"


@dataclass(frozen=True)
class Looked:
    """What looking found, and by whom it was compared."""

    source: Source
    suspicions: Suspicions
    same: tuple[Duplicate, ...]


@dataclass(frozen=True)
class Finding:
    """Something to look at: ``who`` brought the ballots ("" of duplicates), what it is in short and in whole words."""

    key: str
    who: str
    short: str
    told: str
    serials: tuple[str, ...]
    p: float | None = None


class CleaningView(PagePart):
    """Findings above, their ballots below, beside them the ballot at hand."""

    turned = Signal()  # it compares batches now, or interviewers again

    def __init__(self, page: Page, *, may_ask: bool) -> None:
        super().__init__(page)
        self.source = Source.INTERVIEWER
        self._findings: dict[int, Finding] = {}
        self._gone: set[str] = set()  # serials that do not count any more
        desk = page.desk
        unit = desk.theme.unit
        self.about, self.told = QLabel(self), QLabel(self)
        self.about.setProperty("role", "muted")
        for label in (self.about, self.told):
            label.setWordWrap(True)
        self.findings, self.ballots = self._make_findings(), self._make_ballots()
        self.ballot = BallotDesk(page)
        self.ballot.fine.connect(self._fine)
        self.ballot.wrote.connect(self._wrote)
        self.ballot.scanned.connect(self._scanned)
        self.all_fine = KeyButton(self.tr("Looked at: nothing wrong with any"), "F3", "", self)
        self.all_fine.clicked.connect(self.declare_all_fine)
        self.ask_one = KeyButton(self.tr("Recheck this ballot"), "F11", "", self)
        self.ask_one.clicked.connect(self.recheck_one)
        self.ask_all = KeyButton(self.tr("Recheck all of the interviewer"), "F12", "", self)
        self.ask_all.clicked.connect(self.recheck_all)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(unit)
        left.addWidget(self.about)
        left.addWidget(self.findings, 3)
        left.addWidget(self.told)
        left.addWidget(self.ballots, 2)
        right.addWidget(self.ballot)
        for button in (self.all_fine, self.ask_one, self.ask_all):
            right.addWidget(button)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, unit * 2, 0, 0)
        row.setSpacing(unit * 2)
        row.addLayout(left, 5)
        row.addLayout(right, 3)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.ballot.start_scan)
        for button in (self.ask_one, self.ask_all):
            button.setVisible(may_ask)
        self._fill()

    def _make_findings(self) -> Table:
        table = Table(
            self.tr("To be looked at"),
            [
                Column(self.tr("No."), right=True),
                Column(self.tr("Who, batch")),
                Column(self.tr("Sign"), stretch=True),
                Column("p", right=True, sort_by=6),
                Column(self.tr("Ballots"), right=True),
                Column(self.tr("To look at"), right=True),
            ],
            self,
        )
        table.chosen.connect(self._chosen)
        return table

    def _make_ballots(self) -> Table:
        table = Table(
            self.tr("Ballots of the chosen line"),
            [Column(self.tr("Serial")), Column(self.tr("Stands"), stretch=True), Column(self.tr("Looked at"))],
            self,
        )
        table.leave_search_to_others()
        table.chosen.connect(self._ballot_chosen)
        return table

    def refresh(self) -> None:
        """Where the listed ballots and the one at hand stand now; nothing is looked for."""
        at_hand = self.ballot.serial
        self._show_ballots()
        self._show_findings()
        self.ballot.put(at_hand)

    def focus_first(self) -> None:
        """What was found, where anything was; else the field to scan into."""
        place = self.findings.view if self._findings else self.ballot.field
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """Keys that no button shows."""
        return [
            ("F5", self.tr("scan a ballot, whether it is listed or not")),
            ("Alt+0 … Alt+9", self.tr("looked at and valid, or why it does not count")),
        ]

    # -- looking --------------------------------------------------------------------------------------------

    @property
    def other(self) -> str:
        """What the key that turns compares by."""
        return self.tr("Compare batches") if self.source is Source.INTERVIEWER else self.tr("Compare interviewers")

    def turn(self) -> None:
        """Compares batches in the place of interviewers, or the other way round."""
        self.look(Source.BATCH if self.source is Source.INTERVIEWER else Source.INTERVIEWER)

    def look(self, source: Source | None = None) -> None:
        """Looks for patterns and duplicates anew."""
        survey, by = self._page.desk.survey, source or self.source

        def work(progress: Callable[[int, int], None]) -> Looked:
            found = queries.suspicious_ballots(survey, by, progress=progress)
            return Looked(by, found, queries.duplicates(survey))

        self._page.start(self.tr("Looking for patterns"), work, self._looked)

    def _looked(self, looked: Looked) -> None:
        self.source = looked.source
        self._gone.clear()
        self._page.desk.kept["cleaning"] = looked
        self.turned.emit()
        self._fill()
        self.focus_first()
        if not self._findings and not looked.suspicions.ballots:
            told = self.tr("Nothing could be compared, and no two ballots look like one person’s. F10: {other}.")
            self._page.notify("attention", told.format(other=self.other))
        elif not self._findings:
            self._page.notify("ok", self.tr("Nothing stands out, and no two ballots look like one person’s."))

    @property
    def _kept(self) -> Looked | None:
        kept: Looked | None = self._page.desk.kept.get("cleaning")
        return kept

    @property
    def _seen(self) -> set[tuple[str, str]]:
        """(finding, serial) that somebody looked at and found nothing wrong with, as long as she is signed in."""
        seen: set[tuple[str, str]] = self._page.desk.kept.setdefault("cleaning_seen", set())
        return seen

    def _fill(self) -> None:
        looked, language = self._kept, self._page.desk.language
        if looked is None:
            self.about.setText(
                self.tr(
                    "F2 compares what interviewers brought and looks for two ballots of one person. It takes a while, "
                    "names ballots to look at again, and decides nothing."
                )
            )
            self._findings = {}
        else:
            self.about.setText(alarm_words(looked.suspicions, language))
            self._findings = dict(enumerate(_findings(looked, language), start=1))
        self._show_findings()
        if self._findings and self.findings.current() is None:
            self.findings.view.selectRow(0)
        self._chosen()

    def _show_findings(self) -> None:
        self.findings.fill(
            [
                (
                    number,
                    each.who or "–",
                    each.short,
                    "" if each.p is None else decimal(each.p, 3),
                    len(each.serials),
                    self._left(each) or DONE,
                    -1.0 if each.p is None else each.p,
                )
                for number, each in self._findings.items()
            ]
        )

    def _left(self, finding: Finding) -> int:
        """Ballots of a finding that nobody decided on."""
        counting = [serial for serial in finding.serials if serial not in self._gone]
        if not finding.who and len(counting) < 2:
            return 0  # of two ballots of one person one is gone: the other may count
        return sum((finding.key, serial) not in self._seen for serial in counting)

    # -- choosing -------------------------------------------------------------------------------------------

    def _finding(self) -> Finding | None:
        row = self.findings.current()
        return self._findings.get(row[0]) if row else None

    def _chosen(self) -> None:
        """Another finding: its ballots, the first of them at hand."""
        finding = self._finding()
        self.told.setText(finding.told if finding else "")
        self.all_fine.setEnabled(finding is not None and bool(finding.serials))
        self.ask_all.setEnabled(finding is not None and bool(finding.who) and self.source is Source.INTERVIEWER)
        self._show_ballots()
        if finding is not None and self.ballots.rows.total:
            self.ballots.view.selectRow(0)
        else:
            self.ballot.put("")
        self.ask_one.setEnabled(bool(self.ballot.serial))

    def _show_ballots(self) -> None:
        finding = self._finding()
        rows = []
        for serial in finding.serials if finding else ():
            view = queries.ballot(self._page.desk.survey, serial)
            if finding is None or view is None:
                continue
            if view.state in GONE:
                self._gone.add(serial)
            seen = view.state in GONE or (finding.key, serial) in self._seen
            rows.append((serials.show(serial), self.ballot.stands(view), DONE if seen else "", serial))
        self.ballots.fill(rows)

    def _ballot_chosen(self) -> None:
        row = self.ballots.current()
        self.ballot.put(str(row[-1]) if row else "")
        self.ask_one.setEnabled(row is not None)

    def _scanned(self) -> None:
        """A scanned ballot is at hand, whatever the list says."""
        self.ask_one.setEnabled(True)
        self.ballots.select(serials.show(self.ballot.serial))

    # -- deciding -------------------------------------------------------------------------------------------

    def declare_all_fine(self) -> None:
        """Nothing is wrong with the ballots of the chosen finding."""
        finding = self._finding()
        if finding is None:
            return
        self._seen.update((finding.key, serial) for serial in finding.serials)
        self._show_findings()
        self._show_ballots()
        self._next_finding()
        self._page.notify("ok", self.tr("Put away until you sign in anew. The ballots count as before."))

    def _fine(self, serial: str) -> None:
        finding = self._finding()
        listed = finding is not None and serial in finding.serials
        if finding is not None and listed:
            self._seen.add((finding.key, serial))
        self._page.notify(
            "ok", self.tr("Looked at: ballot {serial} counts as before.").format(serial=serials.show(serial))
        )
        if listed:
            self._show_findings()
            self._next_ballot()

    def _wrote(self, serial: str) -> None:
        view = queries.ballot(self._page.desk.survey, serial)
        if view is not None and view.state in GONE:
            self._gone.add(serial)
        else:
            self._gone.discard(serial)
        self._show_findings()
        finding = self._finding()
        if finding is not None and serial in finding.serials:
            self._next_ballot()
        self._page.survey_changed.emit()

    def _next_ballot(self) -> None:
        """On to the next line: a list is worked through from top to bottom."""
        at = self.ballots.view.currentIndex().row()
        self._show_ballots()
        if at + 1 < len(self.ballots.rows.shown):
            self.ballots.view.selectRow(at + 1)

    def _next_finding(self) -> None:
        at = self.findings.view.currentIndex().row()
        if at + 1 < len(self.findings.rows.shown):
            self.findings.view.selectRow(at + 1)

    # -- asking people once more ----------------------------------------------------------------------------

    def recheck_one(self) -> None:
        """Draws the ballot at hand for phúc tra."""
        if self.ballot.serial:
            self._draw(workflow.draw_recheck_serials, [self.ballot.serial])

    def recheck_all(self) -> None:
        """Draws all that the finding's interviewer brought."""
        finding = self._finding()
        if finding is not None:
            self._draw(workflow.draw_recheck_of, finding.who)

    def _draw(self, drawing: Callable[..., workflow.RecheckDrawn], what: object) -> None:
        # The reason stays in the history, where a second keyer may read it: it names no pattern.
        try:
            drawn = drawing(self._page.desk.survey, what, self.tr("By the list of cleaning"))
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        self._page.refresh()
        self._page.survey_changed.emit()
        self._page.notify(
            "ok", self.tr("%n ballot(s) drawn for phúc tra: they wait in its list.", "", len(drawn.serials))
        )


def _findings(looked: Looked, language: str) -> Iterable[Finding]:
    """What stands out, the least likely first, then duplicates."""
    for sign in looked.suspicions.flagged:
        short, told = pattern_words(sign.pattern), sign_words(sign, language)
        yield Finding(f"{sign.pattern}:{sign.source}", sign.source, short, told, sign.serials, sign.adjusted)
    for each in looked.same:
        short, told = words(f"cleaning.{each.why}", language), same_words(each.why, language)
        yield Finding(f"{each.why}:{' '.join(each.serials)}", "", short, told, each.serials)
