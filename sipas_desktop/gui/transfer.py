"""Data that come and go: package, records, stations without network and their conflicts, online answers, offices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sipas_desktop.domain.records import records_sha256
from sipas_desktop.gui.online import OnlineView
from sipas_desktop.gui.online_totals import TotalsView
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.room import Room, Rooms
from sipas_desktop.gui.transfer_conflicts import ConflictsView
from sipas_desktop.gui.transfer_contents import ContentsCard, Looked, PackageView
from sipas_desktop.gui.transfer_identified import IdentifiedCard
from sipas_desktop.gui.transfer_offices import OfficesView
from sipas_desktop.gui.transfer_stations import StationsView
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

RECORDS = (".xlsx", ".csv", ".sav")


class TransferPage(Page):
    """Says first what leaves the survey and what does not."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_action(self.tr("Open package …"), "F4", self.look)
        self.add_action(self.tr("Save records …"), "F3", self.save_records)
        self.primary = self.add_action(self.tr("Save package …"), "F2", self.save_package, primary=True)
        self.contents = ContentsCard(desk.theme, self)
        self.package = PackageView(desk.theme, self)
        self.identified = IdentifiedCard(desk.theme, self)
        self.identified.wanted.connect(self.save_identified)
        self.identified.missing.connect(self._not_allowed)
        sending = QWidget(self)
        column = QVBoxLayout(sending)
        column.setContentsMargins(0, desk.theme.unit * 2, 0, 0)
        column.setSpacing(desk.theme.unit * 2)
        column.addWidget(self.contents)
        column.addWidget(self.identified)
        column.addWidget(self.package, 1)
        column.addStretch(0)
        self.tabs = Rooms(self)
        self.tabs.entered.connect(self._read)
        self.tabs.setAccessibleName(self.tr("Sending, stations, conflicts"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(sending, self.tr("Package"))
        self._stations = self.tabs.add_room(self._make_stations, self.tr("Stations without network"))
        self._conflicts = self.tabs.add_room(self._make_conflicts, self.tr("Conflicts"))
        self._online: Room[OnlineView] | None = None
        self._totals: Room[TotalsView] | None = None
        if any(not channel.paper for channel in desk.survey.plan.channels):
            self._online = self.tabs.add_room(self._make_online, self.tr("Online answers"))
            self._totals = self.tabs.add_room(self._make_totals, self.tr("Online totals"))
        self._offices = self.tabs.add_room(self._make_offices, self.tr("Offices and packages"))
        self.content.addWidget(self.tabs, 1)

    @property
    def stations(self) -> StationsView:
        """Hand-outs and their returns."""
        return self._stations.view

    @property
    def conflicts(self) -> ConflictsView:
        """Where returns disagree."""
        return self._conflicts.view

    @property
    def online(self) -> OnlineView | None:
        """Answers of the online channel, where the plan has one."""
        return None if self._online is None else self._online.view

    @property
    def totals(self) -> TotalsView | None:
        """Totals of the online channel, where the plan has one."""
        return None if self._totals is None else self._totals.view

    @property
    def offices(self) -> OfficesView:
        """The offices' keys and packages."""
        return self._offices.view

    def focus_first(self) -> None:
        """On what comes next."""
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The tabs' keys."""
        return [("Ctrl+Tab", self.tr("next view")), ("Ctrl+Shift+Tab", self.tr("view before"))]

    def refresh(self) -> None:
        """Reads the ledger again."""
        ledger = queries.ledger(self.desk.survey)
        self.contents.fill(ledger)
        for room in (self._stations, self._offices, self._online, self._totals):
            if room is not None and room.made is not None:
                room.made.refresh()
        made = self._conflicts.made
        count = len(queries.conflicts(self.desk.survey)) if made is None else made.refresh()
        self.tabs.setTabText(2, self.tr("Conflicts (%n)", "", count))
        if sendable := ledger.settled + ledger.online + ledger.brought:
            self.set_status(self.tr("%n settled ballot(s) can be sent.", "", sendable))
        else:
            self.set_status(self.tr("No ballot is settled yet: a package would hold no records."))

    def _make_stations(self, _room: QWidget) -> StationsView:
        return StationsView(self)

    def _make_conflicts(self, _room: QWidget) -> ConflictsView:
        return ConflictsView(self)

    def _make_online(self, _room: QWidget) -> OnlineView:
        return OnlineView(self)

    def _make_totals(self, _room: QWidget) -> TotalsView:
        return TotalsView(self)

    def _make_offices(self, _room: QWidget) -> OfficesView:
        return OfficesView(self)

    def _read(self, view: QWidget) -> None:
        """A view was made."""
        assert isinstance(view, StationsView | ConflictsView | OnlineView | TotalsView | OfficesView)
        view.refresh()

    # -- saving ---------------------------------------------------------------------------------------------

    def save_package(self) -> None:
        """Asks where, then makes the package."""
        out = self._ask(self.tr("Save the package"), self.tr("package-{plan}"), ".zip", self.tr("Packages (*.zip)"))
        if out is not None:
            self.package_to(out)

    def package_to(self, out: Path) -> None:
        """Makes the package at ``out`` and reads it back."""
        survey = self.desk.survey

        def work(progress: Callable[[int, int], None]) -> Looked:
            from sipas_desktop.jobs.results import export_package

            progress(0, 2)
            export_package(survey, out)
            progress(1, 2)
            return look_into(survey, out)

        self.start(self.tr("Making the package"), work, self._packaged)

    def save_records(self) -> None:
        """Asks where, then writes the records."""
        out = self._ask(self.tr("Save the records"), self.tr("records-{plan}"), "", self._kinds())
        if out is not None:
            self.records_to(out)

    def _kinds(self) -> str:
        kinds = (
            self.tr("Excel workbooks (*.xlsx)"), self.tr("CSV files (*.csv)"), self.tr("SPSS files (*.sav)"),
        )  # fmt: skip
        return ";;".join(kinds)

    def records_to(self, out: Path) -> None:
        """Writes the records to ``out``, .csv, .xlsx or .sav."""
        survey, language = self.desk.survey, self.desk.language

        def work(progress: Callable[[int, int], None]) -> tuple[Path, int]:
            from sipas_desktop.jobs.results import export_records

            progress(0, 1)
            return out, export_records(survey, out, language)

        self.start(self.tr("Writing the records"), work, self._recorded)

    def save_identified(self, allowed_by: str, reason: str) -> None:
        """Asks where, then writes the records with serials, which somebody allowed."""
        out = self._ask(
            self.tr("Save the records with serials"), self.tr("records-with-serials-{plan}"), "", self._kinds()
        )
        if out is not None:
            self.identified_to(out, allowed_by, reason)

    def identified_to(self, out: Path, allowed_by: str, reason: str) -> None:
        """Writes the records with serials to ``out``; who allowed it becomes a fact."""
        survey, language = self.desk.survey, self.desk.language

        def work(progress: Callable[[int, int], None]) -> tuple[Path, int]:
            from sipas_desktop.jobs.results import take_records

            progress(0, 1)
            return out, take_records(survey, out, allowed_by, reason, language)

        self.start(self.tr("Writing the records"), work, self._taken)

    def _taken(self, written: tuple[Path, int]) -> None:
        out, number = written
        self.identified.clear()
        words = self.tr("%n record(s) with serials saved; who allowed it stands in the history: {file}", "", number)
        self.notify("ok", words.format(file=out))
        self.survey_changed.emit()

    def _not_allowed(self) -> None:
        self.notify("attention", self.tr("Say first who allowed it, and what it is needed for."))

    def _packaged(self, looked: Looked) -> None:
        self.package.show_package(looked)
        self.notify("ok", self.tr("The package is saved: {file}").format(file=looked.path))
        self.survey_changed.emit()

    def _recorded(self, written: tuple[Path, int]) -> None:
        out, number = written
        words = self.tr("%n record(s) saved: {file}", "", number).format(file=out)
        if out.suffix.lower() == ".csv":
            words += " " + self.tr("The codebook lies beside it.")
        self.notify("ok", words)

    # -- looking --------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Asks for a package and shows what is in it."""
        picked, _ = QFileDialog.getOpenFileName(
            self, self.tr("Look into a package"), str(self.desk.survey.home), self.tr("Packages (*.zip)")
        )
        if picked:
            self.look_at(Path(picked))

    def look_at(self, path: Path) -> None:
        """Reads the package at ``path`` and checks every byte of it."""
        self.package.hide()
        survey = self.desk.survey

        def work(progress: Callable[[int, int], None]) -> Looked:
            progress(0, 1)
            return look_into(survey, path)

        self.start(self.tr("Reading the package"), work, self.package.show_package)

    def _ask(self, title: str, name: str, suffix: str, kinds: str) -> Path | None:
        """Where to save; None when the person thinks better of it. ``suffix`` "" leaves the choice of the kind."""
        survey = self.desk.survey
        proposed = survey.beside(name.format(plan=survey.plan.id) + (suffix or RECORDS[0]))
        picked, chosen = QFileDialog.getSaveFileName(self, title, str(proposed), kinds)
        if not picked:
            return None
        out = Path(picked)
        if suffix:
            return out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)
        if out.suffix.lower() in RECORDS:
            return out
        return out.with_name(out.name + next((kind for kind in RECORDS if f"*{kind}" in chosen), RECORDS[0]))


def look_into(survey: OpenSurvey, path: Path) -> Looked:
    """Reads the package at ``path``. Raises ``Refusal`` for what is none, or was changed."""
    from sipas_desktop.exchange.package import open_package

    manifest, _ = open_package(path)
    own = manifest.survey_id == survey.about.id
    same = own and manifest.records_sha256 == records_sha256(queries.settled_values(survey))
    return Looked(path, manifest, own, same)
