"""The plan, its calendar and its ballot forms, in plain words and on paper; the catalogues of units and procedures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import plan_catalogue
from sipas_desktop.gui.form_editor import FormEditor
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.plan_calendar import CalendarView
from sipas_desktop.gui.plan_catalogue import CatalogueView
from sipas_desktop.gui.plan_forms import FormsView
from sipas_desktop.gui.plan_quota import Names, QuotaView
from sipas_desktop.gui.plan_summary import PlanSummary
from sipas_desktop.jobs.calendar import survey_calendar, today
from sipas_desktop.jobs.catalogue_files import FoundEntries, accept_entries, preview_entries
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.transactions import FoundTransactions, accept_transactions, preview_transactions
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import CatalogueChange, TransactionsChange

FORMS = 1  # the tab of the ballot forms; the catalogues come behind it


def _may(verb: Verb, desk: Desk) -> bool:
    return is_allowed(verb, desk.roles) and desk.survey.about.handout is None


class PlanPage(Page):
    """Six tabs; the next action is the one of the tab that is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        survey, theme = desk.survey, desk.theme
        plan, forms = survey.plan, tuple(survey.forms.current().values())
        self._next = self.add_action("", "F2", self.go_on, primary=True)
        self._drop = self.add_action(self.tr("Do not take"), "F4", self.drop)
        self.set_status(self.tr("Plan {id} of {year}, as this survey keeps it").format(id=plan.id, year=plan.year))
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Parts of the plan"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        by_code = {form.code: form for form in forms}
        self.summary = PlanSummary(plan, by_code, theme, desk.language, self)
        logo = queries.logo(desk.survey)
        self.forms = FormsView(forms, plan.owner, theme, desk.language, self, style=plan.ballot, logo=logo)
        home = survey.path.parent
        self.catalogues = (
            CatalogueView("unit", home, theme, desk.language, self),
            CatalogueView("procedure", home, theme, desk.language, self),
        )
        self.tabs.addTab(self.summary, self.tr("Plan"))
        self.tabs.addTab(self.forms, self.tr("Ballot forms"))
        for view in self.catalogues:
            self.tabs.addTab(view, "")
            view.wanted.connect(self.read_file)
            view.entered.connect(self.add_entry)
        self.calendar = CalendarView(theme, desk.language, _may(Verb.MARK_MILESTONE, desk), self)
        self.calendar.undone.connect(self.take_milestone_back)
        self.calendar.chosen.connect(self._turned)
        self.tabs.addTab(self.calendar, self.tr("Calendar"))
        self.quota = QuotaView(home, theme, desk.language, self)
        self.quota.wanted.connect(self.read_transactions)
        self.tabs.addTab(self.quota, self.tr("Least numbers"))
        self.editor = FormEditor(desk, self) if _may(Verb.CHANGE_FORM, desk) else None
        if self.editor is not None:
            self.tabs.addTab(self.editor, self.tr("Change a form"))
            self.editor.edited.connect(self._turned)
            self.editor.told.connect(self.notify)
            QShortcut(QKeySequence("Alt+7"), self).activated.connect(self.show_editor)
        self.tabs.currentChanged.connect(self._turned)
        self.content.addWidget(self.tabs)
        first = (self.show_plan, self.show_forms, self.show_units, self.show_procedures)
        for number, slot in enumerate((*first, self.show_calendar, self.show_quota), start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(slot)
        self._reading: CatalogueView = self.catalogues[0]  # whose file is read or taken

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The catalogues and where the milestones stand; the plan itself does not change."""
        self.calendar.fill(survey_calendar(self.desk.survey, today()))
        if self.editor is not None:
            self.editor.fill(self.desk.survey.forms.current())
        number = QLocale().toString
        for place, view in enumerate(self.catalogues, start=FORMS + 1):
            entries = queries.catalogue(self.desk.survey, view.kind)
            view.fill(entries)
            self.tabs.setTabText(place, plan_catalogue.title(view.kind).format(count=number(len(entries))))
        named = catalogue_names(self.desk.survey)
        names = Names(named["unit"], named["procedure"], self.desk.survey.plan.titles)
        self.quota.fill(queries.least_numbers(self.desk.survey), names)
        self._turned()

    def focus_first(self) -> None:
        """The tabs, or where a file was just read its parts."""
        view = self._catalogue
        bar = view.tabs.tabBar() if view is not None and view.shown is not None else self.tabs.tabBar()
        if self._at_quota and self.quota.shown is not None:
            bar = self.quota.tabs.tabBar()
        bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the tabs."""
        known = [("Alt+1 … Alt+6", self.tr("plan, ballot forms, units, procedures, calendar, least numbers"))]
        if self.editor is not None:
            known += [("Alt+7", self.tr("change a form")), ("Ctrl+Y", self.tr("do again what was undone"))]
        return known

    def leave(self) -> None:
        """A file that nobody decided on is put away."""
        for view in self.catalogues:
            view.show_difference(None)
        self.quota.show_found(None)
        if self.editor is not None:
            self.editor.stop()

    def show_plan(self) -> None:
        """The first tab."""
        self.tabs.setCurrentIndex(0)

    def show_forms(self) -> None:
        """The second one."""
        self.tabs.setCurrentIndex(FORMS)

    def show_units(self) -> None:
        """The third one."""
        self.tabs.setCurrentIndex(FORMS + 1)

    def show_procedures(self) -> None:
        """The fourth one."""
        self.tabs.setCurrentIndex(FORMS + 2)

    def show_calendar(self) -> None:
        """The fifth one."""
        self.tabs.setCurrentWidget(self.calendar)

    def show_editor(self) -> None:
        """Where a form is changed."""
        if self.editor is not None:
            self.tabs.setCurrentWidget(self.editor)

    def save_form(self) -> None:
        """The form in editing is the survey's from now on: in the place of the one before, or as its next version."""
        if self.editor is None:
            return
        self.editor.fields.finish()
        try:
            change = workflow.change_form(self.desk.survey, self.editor.draft.text)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.editor.saved(change.form)
        self.forms.set_forms(tuple(self.desk.survey.forms.current().values()))
        self.notify("attention" if change.copied else "ok", change.why(self.desk.language))
        self.survey_changed.emit()

    def show_quota(self) -> None:
        """The last one."""
        self.tabs.setCurrentWidget(self.quota)

    # -- the next action ------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """In a catalogue: read the file, then take it. Else on to the next place of the work."""
        view = self._catalogue
        if self._at_quota:
            self.read_transactions() if self.quota.shown is None else self.accept_transactions()
        elif self._at_editor:
            self.save_form()
        elif self._at_calendar:
            self.tick_milestone()
        elif view is None:
            self.go.emit("sample" if self._linked else "print")
        elif view.shown is None:
            self.read_file()
        else:
            self.accept()

    def drop(self) -> None:
        """Puts what was read away; the catalogue stays as it was."""
        for view in self.catalogues:
            view.show_difference(None)
        self.quota.show_found(None)
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
        view = self.calendar
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
        entry = self.calendar.current
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
        path = self.quota.file.path
        if path is None:
            self.quota.file.line.setFocus()
            self.notify("attention", self.tr("Say which file holds the transactions: F3 chooses one."))
            return
        survey, year, adds = self.desk.survey, self.quota.chosen_year(), self.quota.adds.isChecked()

        def work(_progress: Callable[[int, int], None]) -> FoundTransactions:
            return preview_transactions(survey, path, year, add_procedures=adds)

        self.start(self.tr("Reading {file}").format(file=path.name), work, self._transactions_read)

    def accept_transactions(self) -> None:
        """Takes what is new and what is another number than before."""
        survey, found = self.desk.survey, self.quota.shown
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
        return self.tabs.currentWidget() is self.calendar and _may(Verb.MARK_MILESTONE, self.desk)

    @property
    def _linked(self) -> bool:
        return self.desk.survey.plan.identity is Identity.LINKED

    @property
    def _at_quota(self) -> bool:
        return self.tabs.currentWidget() is self.quota

    def _transactions_read(self, found: FoundTransactions) -> None:
        self.quota.show_found(found)
        self._turned()
        self.focus_first()
        if not (found.added or found.changed):
            self.notify("attention", self.tr("Nothing in this file is new."))

    def _transactions_taken(self, change: TransactionsChange) -> None:
        number = QLocale().toString
        self.quota.show_found(None)
        self.refresh()
        self.focus_first()
        words = self.tr("{added} numbers of transactions added, {changed} changed.")
        self.notify("ok", words.format(added=number(change.added), changed=number(change.changed)))
        self.survey_changed.emit()

    def _read(self, difference: FoundEntries) -> None:
        self._reading.show_difference(difference)
        self._turned()
        self.focus_first()
        if not difference.changes:
            self.notify("attention", self.tr("Nothing in this file is new."))

    def _accepted(self, change: CatalogueChange) -> None:
        number = QLocale().toString
        self._reading.show_difference(None)
        self.refresh()
        self.focus_first()
        words = self.tr("{added} entries added, {changed} renamed.")
        self.notify("ok", words.format(added=number(change.added), changed=number(change.changed)))
        self.survey_changed.emit()

    @property
    def _at_editor(self) -> bool:
        return self.editor is not None and self.tabs.currentWidget() is self.editor

    @property
    def _may_save(self) -> bool:
        return self.editor is not None and self.editor.savable

    def _turned(self) -> None:
        """Another tab: its own next action."""
        view = self._catalogue
        looking = view is not None and view.shown is not None
        quota = self.quota.shown if self._at_quota else None
        if self._at_quota:
            looking = quota is not None
            words = self.tr("Take the transactions") if looking else self.tr("Read the file")
        elif self._at_editor:
            words = self.tr("Save the form")
        elif self._at_calendar:
            words = self.tr("Mark as done")
        elif view is None:
            words = self.tr("On to the sample list") if self._linked else self.tr("On to printing")
        else:
            words = self.tr("Take the catalogue") if looking else self.tr("Read the file")
        self._next.set_words(words, "F2")
        self._next.setEnabled(
            (view is None or view.shown is None or view.shown.changes > 0)
            and (quota is None or bool(quota.added or quota.changed))
            and (not self._at_editor or self._may_save)
            and (not self._at_calendar or self.calendar.may_be_done)
        )
        self._drop.setVisible(looking)
        if self.tabs.currentWidget() is self.forms:
            self.forms.show_form()
