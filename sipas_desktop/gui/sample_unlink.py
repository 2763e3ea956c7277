"""Whether the links between ballots and members can be destroyed, and the form that does it: why, and a number typed.

It stands under the sample list of a survey that links ballots. What still needs the links is told before; what nothing
leads back from is asked for in the page, by the survey's number typed once more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.moments import day
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.jobs.unlinking import make_certificate, stale_backups, unlink
from sipas_desktop.store import queries
from sipas_desktop.store.queries import LinkState
from sipas_desktop.store.workflow import LinksDestroyed
from sipas_desktop.store.workflow.unlinking import LONGEST

AT_ONCE = 2_000  # linked ballots that are looked through at once; more beside the window


class UnlinkPart(PagePart):
    """One line with one button; opened, two fields and what is destroyed."""

    ended = Signal()  # the links are gone

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        desk, unit = page.desk, page.desk.theme.unit
        office = desk.survey.about.handout is None
        linked = desk.survey.plan.identity is Identity.LINKED
        self.offered = office and linked and is_allowed(Verb.UNLINK, desk.roles)
        self.gone = False
        self._free, self._known = False, False
        self.counting = Latest(self)
        self.counting.refused.connect(page.refuse)
        self.counting.broken.connect(page.report_bug)
        card = QFrame(self)
        card.setProperty("role", "card")
        self.told = QLabel(card)
        self.told.setWordWrap(True)
        self.open = KeyButton(self.tr("Destroy links …"), "Ctrl+Shift+D", "", card)
        self.open.clicked.connect(self.turn)
        self.reason, self.number = QLineEdit(card), QLineEdit(card)
        self.reason.setMaxLength(LONGEST)
        number = desk.survey.about.number
        for field, name in (
            (self.reason, self.tr("Why the links are destroyed; without anybody’s name")),
            (self.number, self.tr("Type {number}").format(number=number)),
        ):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.returnPressed.connect(self.finish)
        self.number.setFixedWidth(desk.theme.px(150))
        self.even_so = QCheckBox(self.tr("Wait for none of them any more"), card)
        self.go = KeyButton(self.tr("Destroy for good"), "Ctrl+Return", "", card)
        self.go.clicked.connect(self.finish)
        line, fields = QHBoxLayout(), QHBoxLayout()
        for row in (line, fields):
            row.setSpacing(unit)
        line.addWidget(self.told, 1)
        line.addWidget(self.open)
        fields.addWidget(self.reason, 1)
        fields.addWidget(self.even_so)
        fields.addWidget(self.number)
        fields.addWidget(self.go)
        column = QVBoxLayout(card)
        column.setContentsMargins(unit * 2, unit, unit * 2, unit)
        column.setSpacing(unit)
        column.addLayout(line)
        column.addLayout(fields)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)
        self._show_form(False)

    # -- what there is --------------------------------------------------------------------------------------

    def refresh(self, linked: int) -> None:
        """What stands now; ``linked``: ballots with a member, as far as the page has counted them."""
        if self.offered:
            survey = self._page.desk.survey
            self.counting.ask(lambda: queries.link_state(survey), self._show, beside=linked > AT_ONCE)

    def offer(self, free: bool) -> None:
        """Whether the page shows its list just now."""
        self._free = free
        self.setVisible(free and self._known)

    def stop(self) -> None:
        """Ends what is worked out; before the survey is closed."""
        self.counting.wait()

    def _show(self, found: LinkState) -> None:
        self.gone = found.destroyed is not None
        still = found.needed
        may = found.links > 0 and not still.blocks
        self.even_so.setEnabled(still.is_open)
        if done := found.destroyed:
            told = self.tr("The links of {links} ballots with members were destroyed on {day} by {operator}.")
            self.told.setText(told.format(links=count(done.links), day=day(done.at), operator=done.operator))
            self.open.set_words(self.tr("Certificate …"), "Ctrl+Shift+D")
        else:
            self.told.setText(self._standing(found))
        self.open.setVisible(self.gone or may)
        if not may:
            self._show_form(False)
        self._known = self.gone or found.links > 0
        self.offer(self._free)
        if self.gone:
            self.ended.emit()

    def _standing(self, found: LinkState) -> str:
        """How many links there are, and why they stay for now, or what goes with them."""
        still = found.needed
        parts = [self.tr("{links} ballots are linked to members.").format(links=count(found.links))]
        if still.blocks:
            open_ = [
                (still.undrawn, self.tr("phúc tra is not drawn")),
                (still.waiting, self.tr("%Ln ballot(s) of phúc tra wait", "", still.waiting)),
                (still.unclear, self.tr("%Ln reply(ies) are to be read", "", still.unclear)),
                (still.due, self.tr("the rules of phúc tra ask for %Ln thing(s)", "", still.due)),
                (still.interrupted, self.tr("%Ln print run(s) were broken off", "", still.interrupted)),
            ]
            parts.append(self.tr("They are needed: {why}.").format(why=", ".join(text for some, text in open_ if some)))
        else:
            parts.append(self.tr("Nothing of phúc tra needs them any more."))
            if still.is_open:
                open_ = [
                    (still.undecided, self.tr("%Ln ballot(s) are not back", "", still.undecided)),
                    (still.unprinted, self.tr("%Ln member(s) have no ballot", "", still.unprinted)),
                    (still.replaceable, self.tr("%Ln member(s) are to be replaced", "", still.replaceable)),
                ]
                why = ", ".join(text for some, text in open_ if some)
                parts.append(self.tr("Fieldwork is not over: {why}.").format(why=why))
        return " ".join(parts)

    # -- doing it -------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Opens the form or puts it away; once links are gone, saves the certificate."""
        if self.gone:
            self.save()
            return
        self._show_form(self.reason.isHidden())
        if not self.reason.isHidden():
            self.reason.setFocus()

    def _show_form(self, shown: bool) -> None:
        for part in (self.reason, self.number, self.even_so, self.go):
            part.setVisible(shown)
        if not shown:
            self.reason.clear()
            self.number.clear()
            self.even_so.setChecked(False)
        if not self.gone:
            self.open.set_words(self.tr("Keep the links") if shown else self.tr("Destroy links …"), "Ctrl+Shift+D")

    def finish(self) -> None:
        """Checks the survey, then destroys the links as the form says."""
        if self.reason.isHidden():
            return
        page = self._page
        survey, reason, typed = page.desk.survey, self.reason.text(), self.number.text()
        even_so = self.even_so.isChecked()

        def work(progress: Callable[[int, int], None]) -> LinksDestroyed:
            return unlink(survey, reason, typed, even_so=even_so, progress=progress)

        page.start(self.tr("Checking the survey, then destroying the links"), work, self._destroyed)

    def _destroyed(self, done: LinksDestroyed) -> None:
        page = self._page
        self._show_form(False)
        page.refresh()
        told = self.tr("Links of {links} ballots are destroyed.").format(links=count(done.links))
        held = len(stale_backups(page.desk.survey, page.desk.settings.second_place))
        if held:
            told += " " + self.tr("%Ln backup(s) of before still hold them: make a new one, delete those.", "", held)
        if not done.clean:
            told += " " + words("unlink.not_clean", page.desk.language)
        page.notify("ok" if done.clean and not held else "attention", told)
        page.survey_changed.emit()

    def save(self) -> None:
        """The certificate, as PDF or Word."""
        page = self._page
        beside = page.desk.survey.beside("bien-ban-huy-lien-ket.pdf")
        found, _ = QFileDialog.getSaveFileName(page, self.open.words, str(beside), "PDF (*.pdf);;Word (*.docx)")
        if not found:
            return
        survey, out, second = page.desk.survey, Path(found), page.desk.settings.second_place

        def work(_progress: Callable[[int, int], None]) -> Path:
            make_certificate(survey, out, second)
            return out

        page.start(self.tr("Writing the certificate"), work, self._saved)

    def _saved(self, path: Path) -> None:
        self._page.notify("ok", self.tr("The certificate is in {file}.").format(file=path.name))
