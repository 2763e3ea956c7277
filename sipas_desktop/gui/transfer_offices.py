"""Offices whose packages are merged: whose keys are registered, what each sent, what does not agree."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from sipas_desktop.domain.package import fingerprint
from sipas_desktop.domain.roles import ALLOWED, Verb
from sipas_desktop.domain.vietnamese import count, date_short
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow

if TYPE_CHECKING:
    from sipas_desktop.jobs.packages import MergedPackages

SHOWN = 3  # lines of what does not agree; the rest are counted


class OfficesView(PagePart):
    """A tab of the transfer page. Long work runs as the page's own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._sources: dict[tuple[Any, ...], str] = {}  # line of the table → the survey that it is about
        unit = page.desk.theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        self.own = QLabel(card)
        self.own.setWordWrap(True)
        self.own.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.name, self.units = QLineEdit(card), QLineEdit(card)
        self.name.setAccessibleName(self.tr("Office to register"))
        self.name.setPlaceholderText(self.tr("its name, as the list shows it"))
        self.units.setAccessibleName(self.tr("Units it may speak for"))
        self.units.setPlaceholderText(self.tr("codes with a space between; empty: any"))
        for field in (self.name, self.units):
            field.returnPressed.connect(self.register)
        self.take = KeyButton(self.tr("Merge packages …"), "F7", "", card)
        self.take.clicked.connect(self.merge)
        self.add = KeyButton(self.tr("Register its key …"), "F5", "", card)
        self.add.clicked.connect(self.register)
        self.give = KeyButton(self.tr("Save our public key …"), "F10", "", self)
        self.give.clicked.connect(self.save_key)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Our key"), self.own)
        fields.addRow(self.tr("New office"), self.name)
        fields.addRow(self.tr("Its units"), self.units)
        row = QHBoxLayout()
        row.setSpacing(unit)
        for button in (self.take, self.add):
            row.addWidget(button)
        row.addStretch(1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[unit * 2] * 4)
        inside.setSpacing(unit)
        inside.addLayout(fields)
        inside.addLayout(row)
        self.against = QLabel(self)
        self.against.setWordWrap(True)
        self.against.setProperty("role", "attention")
        self.table = Table(
            self.tr("Offices and their packages"),
            [
                Column(self.tr("Office"), stretch=True),
                Column(self.tr("Units")),
                Column(self.tr("Ballots"), right=True),
                Column(self.tr("Made on")),
                Column(self.tr("Signature")),
                Column(self.tr("Fingerprint of the key")),
            ],
            self,
        )
        self.table.say_when_empty(
            self.tr("No other office yet. F7 merges the packages that offices sent; F5 registers an office's key.")
        )
        self.off = KeyButton(self.tr("Take off the list"), "F11", "", self)
        self.off.clicked.connect(self.remove)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Why it is taken out or in again"))
        self.reason.setPlaceholderText(self.tr("why the chosen survey is taken out of the figures, or in again"))
        self.reason.returnPressed.connect(self.out_or_in)
        self.out = KeyButton(self.tr("Take out / in again"), "F12", "", self)
        self.out.clicked.connect(self.out_or_in)
        line = QHBoxLayout()
        line.addWidget(self.give)
        line.setSpacing(unit)
        line.addWidget(self.reason, 1)
        line.addWidget(self.out)
        line.addWidget(self.off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(card)
        column.addWidget(self.against)
        column.addWidget(self.table, 1)
        column.addLayout(line)
        may = bool(ALLOWED[Verb.SET_OFFICE_KEYS] & page.desk.roles)
        for button in (self.take, self.add, self.give, self.off, self.out):
            button.setEnabled(may)
        self.reason.setEnabled(may)

    def refresh(self) -> None:
        """Reads offices and packages again."""
        survey = self._page.desk.survey
        own = queries.key_in_use(survey)
        if own is None:
            self.own.setText(self.tr("none yet: the first package that is saved makes it"))
        else:
            self.own.setText(self.tr("fingerprint {digits}").format(digits=fingerprint(own)))
        offices, sources = queries.offices(survey), queries.sources(survey)
        out = queries.withdrawn_sources(survey)
        heard = {source.fingerprint for source in sources} | {each.fingerprint for each in out}
        rows = [
            (
                source.office or source.title,
                " ".join(source.units),
                count(source.records),
                date_short(datetime.date.fromisoformat(source.created)),
                self.tr("✓ its own key") if source.office else self.tr("✓ in another office’s package"),
                _short(source.fingerprint),
                source.fingerprint,
            )
            for source in sources
        ]
        language = self._page.desk.language
        rows += [
            (
                each.title,
                "",
                count(each.records),
                "–",
                words("package.is_withdrawn", language, by=each.by, day=each.at[:10], reason=each.reason),
                _short(each.fingerprint),
                each.fingerprint,
            )
            for each in out
        ]
        ids = [source.source for source in sources] + [each.source for each in out]
        self._sources = dict(zip(rows, ids, strict=True))
        rows += [
            (
                office.name,
                " ".join(office.units),
                "–",
                "–",
                self.tr("nothing sent yet"),
                _short(office.fingerprint),
                office.fingerprint,
            )
            for office in offices
            if office.fingerprint not in heard
        ]
        self.table.fill(rows)
        self._tell_conflicts(queries.package_conflicts(survey))

    def _tell_conflicts(self, found: Sequence[queries.PackageConflict]) -> None:
        language = self._page.desk.language
        lines = [
            "! "
            + words(f"package.conflict_{each.what.value}", language, about=each.about, sources="; ".join(each.sources))
            for each in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            lines.append(self.tr("… and {more} more").format(more=count(len(found) - SHOWN)))
        self.against.setText("\n".join(lines))
        self.against.setVisible(bool(lines))

    # -- packages -------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Asks for packages, then merges them."""
        picked = self._ask(self.tr("Merge packages of other offices"), self.tr("Packages (*.zip)"))
        if picked:
            self.merge_files(picked)

    def merge_files(self, paths: Sequence[Path]) -> None:
        """Merges the packages at ``paths``; merging them again adds nothing."""
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> MergedPackages:
            from sipas_desktop.jobs.packages import merge_packages

            return merge_packages(survey, paths, progress=progress)

        self._page.start(self.tr("Merging packages"), work, self._merged)

    def _merged(self, done: MergedPackages) -> None:
        told = self.tr("{new} ballots are new, {known} were here already.").format(
            new=count(done.added), known=count(done.already_there)
        )
        if older := sum(each.came == "older" for each in done.taken):
            told += " " + self.tr("%n package(s) are older than what counts here: they change nothing.", "", older)
        if out := sum(each.came == "withdrawn" for each in done.taken):
            told += " " + self.tr("%n package(s) are of surveys that were taken out: they do not count.", "", out)
        if done.conflicts:
            told += " " + self.tr("Something does not agree: see above the table.")
        self._page.notify("attention" if done.conflicts or older or out else "ok", told)
        self._page.refresh()
        self._page.survey_changed.emit()

    # -- keys -----------------------------------------------------------------------------------------------

    def register(self) -> None:
        """Asks for the file of the office's key, or a package that it signed, then registers it."""
        if not self.name.text().strip():
            self._page.notify("attention", self.tr("Type the name of the office first."))
            self.name.setFocus()
            return
        picked = self._ask(self.tr("The office’s public key"), self.tr("Keys and packages (*.pem *.zip)"))
        if picked:
            self.register_from(picked[0])

    def register_from(self, path: Path) -> None:
        """Registers the key in the file at ``path`` under the name and for the units that were typed."""
        from sipas_desktop.jobs.packages import read_public_key

        try:
            public = read_public_key(path)
            workflow.register_office(self._page.desk.survey, self.name.text(), public, self.units.text().split())
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        told = self.tr("{office} is registered. Compare the fingerprint with the office by telephone: {digits}")
        self._page.notify("ok", told.format(office=self.name.text().strip(), digits=fingerprint(public)))
        for field in (self.name, self.units):
            field.clear()
        self.refresh()
        self._page.survey_changed.emit()

    def remove(self) -> None:
        """Takes the office on the chosen line off the list; what was merged stays."""
        row = self.table.current()
        registered = {office.fingerprint: office for office in queries.offices(self._page.desk.survey)}
        if row is None or row[6] not in registered:
            self._page.notify("attention", self.tr("Choose a registered office in the table first."))
            self.table.view.setFocus()
            return
        try:
            workflow.remove_office(self._page.desk.survey, registered[row[6]].public_key)
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        told = self.tr("{office} is off the list: its packages are taken no more, what was merged stays.")
        self._page.notify("ok", told.format(office=registered[row[6]].name))
        self.refresh()
        self._page.survey_changed.emit()

    def out_or_in(self) -> None:
        """Takes the survey on the chosen line out of the figures, or one that is out in again; the reason is typed."""
        row, survey = self.table.current(), self._page.desk.survey
        if row is None or row not in self._sources:
            self._page.notify("attention", self.tr("Choose a survey that was merged in the table first."))
            self.table.view.setFocus()
            return
        if not self.reason.text().strip():
            self._page.notify(
                "attention", self.tr("Type the reason first: it stands in the history and beside the line.")
            )
            self.reason.setFocus()
            return
        source = self._sources[row]
        is_out = source in {each.source for each in queries.withdrawn_sources(survey)}
        change = workflow.readmit_source if is_out else workflow.withdraw_source
        try:
            change(survey, source, self.reason.text())
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        told = self.tr("{title} counts again.") if is_out else self.tr("{title} is out: nothing of it counts any more.")
        self._page.notify("ok", told.format(title=row[0]))
        self.reason.clear()
        self.refresh()
        self._page.survey_changed.emit()

    def save_key(self) -> None:
        """Asks where, then writes the public key for the office above."""
        proposed = self._page.desk.survey.beside(self.tr("public-key") + ".pem")
        picked, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the public key"), str(proposed), self.tr("Public keys (*.pem)")
        )
        if picked:
            self.save_key_to(Path(picked))

    def save_key_to(self, out: Path) -> None:
        """Writes the public key to ``out``; makes it where there is none yet."""
        from sipas_desktop.jobs.packages import save_public_key

        out = out if out.suffix.lower() == ".pem" else out.with_name(out.name + ".pem")
        try:
            public = save_public_key(self._page.desk.survey, out)
        except Refusal as refusal:
            self._page.refuse(refusal)
            return
        told = self.tr("The public key is saved: {file}. Its fingerprint, to tell by telephone: {digits}")
        self._page.notify("ok", told.format(file=out, digits=fingerprint(public)))
        self.refresh()
        self._page.survey_changed.emit()

    def _ask(self, title: str, kinds: str) -> list[Path]:
        folder = str(self._page.desk.survey.home)
        picked, _ = QFileDialog.getOpenFileNames(self, title, folder, kinds)
        return [Path(each) for each in picked]


def _short(digits: str) -> str:
    """The beginning of a fingerprint: enough to tell one line from another."""
    return digits[:9] + " …"
