"""The plan, its calendar and its ballot forms, in plain words and on paper; the catalogues of units and procedures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from sipas_desktop.domain.plan import Identity
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.catalogue import read_catalogue
from sipas_desktop.gui import plan_catalogue
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.plan_calendar import CalendarView
from sipas_desktop.gui.plan_catalogue import CatalogueView, Difference, compare
from sipas_desktop.gui.plan_forms import FormsView
from sipas_desktop.gui.plan_summary import PlanSummary
from sipas_desktop.jobs.calendar import survey_calendar, today
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import CatalogueChange

FORMS = 1  # the tab of the ballot forms; the catalogues come behind it


class PlanPage(Page):
    """Five tabs; the next action is the one of the tab that is shown."""

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
        self.forms = FormsView(forms, plan.owner, theme, desk.language, self)
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
        self.calendar = CalendarView(theme, desk.language, self)
        self.tabs.addTab(self.calendar, self.tr("Calendar"))
        self.tabs.currentChanged.connect(self._turned)
        self.content.addWidget(self.tabs)
        for number, slot in enumerate(
            (self.show_plan, self.show_forms, self.show_units, self.show_procedures, self.show_calendar), start=1
        ):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(slot)
        self._reading: CatalogueView = self.catalogues[0]  # whose file is read or taken

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The catalogues and where the milestones stand; the plan itself does not change."""
        self.calendar.fill(survey_calendar(self.desk.survey, today()))
        number = QLocale().toString
        for place, view in enumerate(self.catalogues, start=FORMS + 1):
            entries = queries.catalogue(self.desk.survey, view.kind)
            view.fill(entries)
            self.tabs.setTabText(place, plan_catalogue.title(view.kind).format(count=number(len(entries))))
        self._turned()

    def focus_first(self) -> None:
        """The tabs, or where a file was just read its parts."""
        view = self._catalogue
        bar = view.tabs.tabBar() if view is not None and view.shown is not None else self.tabs.tabBar()
        bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the tabs."""
        return [("Alt+1 … Alt+5", self.tr("plan, ballot forms, units, procedures, calendar"))]

    def leave(self) -> None:
        """A file that nobody decided on is put away."""
        for view in self.catalogues:
            view.show_difference(None)

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
        """The last one."""
        self.tabs.setCurrentWidget(self.calendar)

    # -- the next action ------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """In a catalogue: read the file, then take it. Else on to the next place of the work."""
        view = self._catalogue
        if view is None:
            self.go.emit("sample" if self._linked else "print")
        elif view.shown is None:
            self.read_file()
        else:
            self.accept()

    def drop(self) -> None:
        """Puts what was read away; the catalogue stays as it was."""
        for view in self.catalogues:
            view.show_difference(None)
        self._turned()
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
        present, kind = dict(view.present), view.kind

        def work(_progress: Callable[[int, int], None]) -> Difference:
            return compare(read_catalogue(path, kind), present)

        self._reading = view
        self.start(self.tr("Reading {file}").format(file=path.name), work, self._read)

    def accept(self) -> None:
        """Takes what is new and what is renamed."""
        view = self._catalogue
        if view is None or view.shown is None or not view.shown.entries:
            return
        survey, kind, entries = self.desk.survey, view.kind, view.shown.entries

        def work(_progress: Callable[[int, int], None]) -> CatalogueChange:
            return workflow.set_catalogue(survey, kind, entries)

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

    # -- inside ---------------------------------------------------------------------------------------------

    @property
    def _catalogue(self) -> CatalogueView | None:
        shown = self.tabs.currentWidget()
        return shown if isinstance(shown, CatalogueView) else None

    @property
    def _linked(self) -> bool:
        return self.desk.survey.plan.identity is Identity.LINKED

    def _read(self, difference: Difference) -> None:
        self._reading.show_difference(difference)
        self._turned()
        self.focus_first()
        if not difference.entries:
            self.notify("attention", self.tr("Nothing in this file is new."))

    def _accepted(self, change: CatalogueChange) -> None:
        number = QLocale().toString
        self._reading.show_difference(None)
        self.refresh()
        words = self.tr("{added} entries added, {changed} renamed.")
        self.notify("ok", words.format(added=number(change.added), changed=number(change.changed)))
        self.survey_changed.emit()

    def _turned(self) -> None:
        """Another tab: its own next action."""
        view = self._catalogue
        looking = view is not None and view.shown is not None
        if view is None:
            words = self.tr("On to the sample list") if self._linked else self.tr("On to printing")
        else:
            words = self.tr("Take the catalogue") if looking else self.tr("Read the file")
        self._next.set_words(words, "F2")
        self._next.setEnabled(view is None or view.shown is None or bool(view.shown.entries))
        self._drop.setVisible(looking)
        if self.tabs.currentWidget() is self.forms:
            self.forms.show_form()
