"""The plan, its calendar and its ballot forms, in plain words and on paper; the catalogues of units and procedures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.form_editor import FormEditor
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.plan_calendar import CalendarView
from sipas_desktop.gui.plan_catalogue import CatalogueView
from sipas_desktop.gui.plan_forms import FormsView
from sipas_desktop.gui.plan_quota import QuotaView
from sipas_desktop.gui.plan_views import PlanViews, may
from sipas_desktop.jobs.catalogue_files import FoundEntries, accept_entries, preview_entries
from sipas_desktop.jobs.transactions import FoundTransactions, accept_transactions, preview_transactions
from sipas_desktop.store import workflow
from sipas_desktop.store.workflow import CatalogueChange, TransactionsChange


class PlanPage(Page):
    """The next action is the one of the tab that is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        plan = desk.survey.plan
        self._next = self.add_action("", "F2", self.go_on, primary=True)
        self._drop = self.add_action(self.tr("Do not take"), "F4", self.drop)
        self.set_status(self.tr("Plan {id} of {year}, as this survey keeps it").format(id=plan.id, year=plan.year))
        self.tabs = PlanViews(desk, self)
        self.tabs.entered.connect(self._listen_to)
        self.tabs.currentChanged.connect(self._turned)
        self.content.addWidget(self.tabs)
        tabs = self.tabs
        slots = [tabs.show_plan, tabs.show_forms, tabs.show_units, tabs.show_procedures, tabs.show_calendar]
        slots += [tabs.show_quota, *([tabs.show_editor] if may(Verb.CHANGE_FORM, desk) else [])]
        for number, slot in enumerate(slots, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(slot)
        self._reading: CatalogueView | None = None  # whose file is read or taken

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The catalogues and where the milestones stand; the plan itself does not change."""
        self.tabs.fill()
        self._turned()

    def focus_first(self) -> None:
        """The tabs, or where a file was just read its parts."""
        view, bar = self.tabs.currentWidget(), self.tabs.tabBar()
        if isinstance(view, CatalogueView | QuotaView) and view.shown is not None:
            bar = view.tabs.tabBar()
        bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the tabs."""
        known = [("Alt+1 … Alt+6", self.tr("plan, ballot forms, units, procedures, calendar, least numbers"))]
        if may(Verb.CHANGE_FORM, self.desk):
            known += [("Alt+7", self.tr("change a form")), ("Ctrl+Y", self.tr("do again what was undone"))]
        return known

    def leave(self) -> None:
        """A file that nobody decided on is put away."""
        self.tabs.put_away()
        self.tabs.stop()

    def save_form(self) -> None:
        """The form in editing is the survey's from now on: in the place of the one before, or as its next version."""
        editor = self.tabs.editor
        if editor is None:
            return
        editor.fields.finish()
        try:
            change = workflow.change_form(self.desk.survey, editor.draft.text)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        editor.saved(change.form)
        self.tabs.use_forms()
        self.notify("attention" if change.copied else "ok", change.why(self.desk.language))
        self.survey_changed.emit()

    # -- the next action ------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """In a catalogue: read the file, then take it. Else on to the next place of the work."""
        view = self.tabs.currentWidget()
        match view:
            case QuotaView():
                self.read_transactions() if view.shown is None else self.accept_transactions()
            case FormEditor():
                self.save_form()
            case CatalogueView():
                self.read_file() if view.shown is None else self.accept()
            case _ if self._at_calendar:
                self.tick_milestone()
            case _:
                self.go.emit("sample" if self._linked else "print")

    def drop(self) -> None:
        """Puts what was read away; the catalogue stays as it was."""
        self.tabs.put_away()
        self.refresh()
        self.focus_first()
        self.notify("ok", self.tr("Nothing was taken from the file."))

    # -- catalogues -----------------------------------------------------------------------------------------

    def read_file(self) -> None:
        """Reads the file of the catalogue that is shown; writes nothing."""
        view = self._catalogue
        if view is None:
            return
        path = view.file.path
        if path is None:
            view.file.line.setFocus()
            self.notify("attention", self.tr("Say which file holds the catalogue: F3 chooses one."))
            return
        survey, kind = self.desk.survey, view.kind

        def work(_progress: Callable[[int, int], None]) -> FoundEntries:
            return preview_entries(survey, path, kind)

        self._reading = view
        self.start(self.tr("Reading {file}").format(file=path.name), work, self._read)

    def accept(self) -> None:
        """Takes what is new and what is renamed."""
        view = self._catalogue
        if view is None or view.shown is None or not view.shown.changes:
            return
        survey, shown = self.desk.survey, view.shown

        def work(_progress: Callable[[int, int], None]) -> CatalogueChange:
            return accept_entries(survey, shown)

        self._reading = view
        self.start(self.tr("Taking the catalogue"), work, self._accepted)

    def add_entry(self) -> None:
        """Adds the one line that was typed."""
        view = self._catalogue
        entry = view.entry() if view is not None else None
        if view is None or entry is None:
            return
        before = view.present.get(entry.code)
        try:
            change = workflow.set_catalogue(self.desk.survey, view.kind, [entry])
        except Refusal as refusal:
            self.refuse(refusal)
            return
        view.clear_line()
        self.refresh()
        view.table.select(entry.code)
        if change.changed:
            words = self.tr("{code} is now “{name}”; before it was “{before}”.")
            self.notify("attention", words.format(code=entry.code, name=entry.name, before=before))
        else:
            self.notify("ok", self.tr("Added: {code} {name}").format(code=entry.code, name=entry.name))
        self.survey_changed.emit()

    # -- milestones -----------------------------------------------------------------------------------------

    def tick_milestone(self) -> None:
        """The chosen milestone is done, on the day typed; ticked off already, it gets that day and note instead."""
        view = self.tabs.calendar
        if view.current is None or not view.may_be_done:
            return
        milestone = view.current.milestone
        try:
            day = workflow.milestone_done(self.desk.survey, milestone.code, view.typed_day, view.remark.text())
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._milestone_said(self.tr("Done on {day}: {milestone}"), milestone.title, day=date_short(day))

    def take_milestone_back(self) -> None:
        """The chosen milestone is not done after all."""
        entry = self.tabs.calendar.current
        if entry is None:
            return
        try:
            workflow.milestone_undone(self.desk.survey, entry.milestone.code)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._milestone_said(self.tr("Not done after all: {milestone}"), entry.milestone.title)

    def _milestone_said(self, words: str, title: str, **more: str) -> None:
        self.refresh()
        self.notify("ok", words.format(milestone=title, **more))
        self.survey_changed.emit()

    # -- transactions ---------------------------------------------------------------------------------------

    def read_transactions(self) -> None:
        """Reads the file of transactions; writes nothing."""
        path = self.tabs.quota.file.path
        if path is None:
            self.tabs.quota.file.line.setFocus()
            self.notify("attention", self.tr("Say which file holds the transactions: F3 chooses one."))
            return
        survey, year, adds = self.desk.survey, self.tabs.quota.chosen_year(), self.tabs.quota.adds.isChecked()

        def work(_progress: Callable[[int, int], None]) -> FoundTransactions:
            return preview_transactions(survey, path, year, add_procedures=adds)

        self.start(self.tr("Reading {file}").format(file=path.name), work, self._transactions_read)

    def accept_transactions(self) -> None:
        """Takes what is new and what is another number than before."""
        survey, found = self.desk.survey, self.tabs.quota.shown
        if found is None or not (found.added or found.changed):
            return

        def work(progress: Callable[[int, int], None]) -> TransactionsChange:
            return accept_transactions(survey, found, progress)

        self.start(self.tr("Taking the transactions"), work, self._transactions_taken)

    # -- inside ---------------------------------------------------------------------------------------------

    @property
    def _catalogue(self) -> CatalogueView | None:
        shown = self.tabs.currentWidget()
        return shown if isinstance(shown, CatalogueView) else None

    @property
    def _at_calendar(self) -> bool:
        """At the calendar somebody who may ticks off; anybody else goes on from there as from the plan itself."""
        return isinstance(self.tabs.currentWidget(), CalendarView) and may(Verb.MARK_MILESTONE, self.desk)

    @property
    def _linked(self) -> bool:
        return self.desk.survey.plan.identity is Identity.LINKED

    def _transactions_read(self, found: FoundTransactions) -> None:
        self.tabs.quota.show_found(found)
        self._turned()
        self.focus_first()
        if not (found.added or found.changed):
            self.notify("attention", self.tr("Nothing in this file is new."))

    def _transactions_taken(self, change: TransactionsChange) -> None:
        number = QLocale().toString
        self.tabs.quota.show_found(None)
        self.refresh()
        self.focus_first()
        words = self.tr("{added} numbers of transactions added, {changed} changed.")
        self.notify("ok", words.format(added=number(change.added), changed=number(change.changed)))
        self.survey_changed.emit()

    def _read(self, difference: FoundEntries) -> None:
        assert self._reading is not None
        self._reading.show_difference(difference)
        self._turned()
        self.focus_first()
        if not difference.changes:
            self.notify("attention", self.tr("Nothing in this file is new."))

    def _accepted(self, change: CatalogueChange) -> None:
        number = QLocale().toString
        assert self._reading is not None
        self._reading.show_difference(None)
        self.refresh()
        self.focus_first()
        words = self.tr("{added} entries added, {changed} renamed.")
        self.notify("ok", words.format(added=number(change.added), changed=number(change.changed)))
        self.survey_changed.emit()

    def _listen_to(self, view: QWidget) -> None:
        """A view was made: what it asks for."""
        match view:
            case CatalogueView():
                view.wanted.connect(self.read_file)
                view.entered.connect(self.add_entry)
            case CalendarView():
                view.undone.connect(self.take_milestone_back)
                view.chosen.connect(self._turned)
            case QuotaView():
                view.wanted.connect(self.read_transactions)
            case FormEditor():
                view.edited.connect(self._turned)
                view.told.connect(self.notify)

    def _turned(self) -> None:
        """Another tab: its own next action."""
        view = self.tabs.currentWidget()
        looking, allowed = False, True
        match view:
            case QuotaView():
                looking = view.shown is not None
                words = self.tr("Take the transactions") if looking else self.tr("Read the file")
                allowed = view.shown is None or bool(view.shown.added or view.shown.changed)
            case CatalogueView():
                looking = view.shown is not None
                words = self.tr("Take the catalogue") if looking else self.tr("Read the file")
                allowed = view.shown is None or view.shown.changes > 0
            case FormEditor():
                words = self.tr("Save the form")
                allowed = view.savable
            case CalendarView() if self._at_calendar:
                words = self.tr("Mark as done")
                allowed = view.may_be_done
            case _:
                words = self.tr("On to the sample list") if self._linked else self.tr("On to printing")
        self._next.set_words(words, "F2")
        self._next.setEnabled(allowed)
        self._drop.setVisible(looking)
        if isinstance(view, FormsView):
            view.show_form()
