"""The tabs of the plan page: what the plan says, its forms, catalogues, calendar, least numbers; changing a form."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.exchange.catalogue import CatalogueKind
from sipas_desktop.gui import plan_catalogue
from sipas_desktop.gui.form_editor import FormEditor
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.plan_calendar import CalendarView
from sipas_desktop.gui.plan_catalogue import CatalogueView
from sipas_desktop.gui.plan_forms import FormsView
from sipas_desktop.gui.plan_quota import Names, QuotaView
from sipas_desktop.gui.plan_summary import PlanSummary
from sipas_desktop.gui.room import Room, Rooms
from sipas_desktop.jobs.calendar import survey_calendar, today
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.store import queries

KINDS: tuple[CatalogueKind, ...] = ("unit", "procedure")


def may(verb: Verb, desk: Desk) -> bool:
    """Whether the operator may do it in this file: what a hand-out brings is not changed in it."""
    return is_allowed(verb, desk.roles) and desk.survey.about.handout is None


class PlanViews(Rooms):
    """A view is made, and reads the survey, when it is first shown or asked for; ``fill`` reads again."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("Parts of the plan"))
        self.tabBar().setAccessibleName(self.accessibleName())
        self._summary = self.add_room(self._make_summary, self.tr("Plan"))
        self._forms = self.add_room(self._make_forms, self.tr("Ballot forms"))
        self._catalogues = self.add_room(self._make_units, ""), self.add_room(self._make_procedures, "")
        self._calendar = self.add_room(self._make_calendar, self.tr("Calendar"))
        self._quota = self.add_room(self._make_quota, self.tr("Least numbers"))
        self._editor: Room[FormEditor] | None = None
        if may(Verb.CHANGE_FORM, desk):
            self._editor = self.add_room(self._make_editor, self.tr("Change a form"))

    # -- the views --------------------------------------------------------------------------------------------

    @property
    def summary(self) -> PlanSummary:
        """What the plan says."""
        return self._summary.view

    @property
    def forms(self) -> FormsView:
        """Its ballot forms."""
        return self._forms.view

    @property
    def catalogues(self) -> tuple[CatalogueView, CatalogueView]:
        """Units and procedures."""
        units, procedures = self._catalogues
        return units.view, procedures.view

    @property
    def calendar(self) -> CalendarView:
        """Its milestones."""
        return self._calendar.view

    @property
    def quota(self) -> QuotaView:
        """Least numbers by transactions."""
        return self._quota.view

    @property
    def editor(self) -> FormEditor | None:
        """Where a form is changed, for whoever may."""
        return None if self._editor is None else self._editor.view

    # -- turning ----------------------------------------------------------------------------------------------

    def show_plan(self) -> None:
        """The first tab."""
        self.setCurrentWidget(self._summary)

    def show_forms(self) -> None:
        """The second one."""
        self.setCurrentWidget(self._forms)

    def show_units(self) -> None:
        """The third one."""
        self.setCurrentWidget(self._catalogues[0])

    def show_procedures(self) -> None:
        """The fourth one."""
        self.setCurrentWidget(self._catalogues[1])

    def show_calendar(self) -> None:
        """The fifth one."""
        self.setCurrentWidget(self._calendar)

    def show_quota(self) -> None:
        """The sixth one."""
        self.setCurrentWidget(self._quota)

    def show_editor(self) -> None:
        """Where a form is changed."""
        if self._editor is not None:
            self.setCurrentWidget(self._editor)

    # -- what the survey says -----------------------------------------------------------------------------------

    def fill(self) -> None:
        """What is made reads again."""
        for kind, catalogue in zip(KINDS, self._catalogues, strict=True):
            entries = queries.catalogue(self._desk.survey, kind)
            count = QLocale().toString(len(entries))
            self.setTabText(self.indexOf(catalogue), plan_catalogue.title(kind).format(count=count))
            if catalogue.made is not None:
                catalogue.made.fill(entries)
        if self._calendar.made is not None:
            self._fill_calendar(self._calendar.made)
        if self._quota.made is not None:
            self._fill_quota(self._quota.made)
        if self._editor is not None and self._editor.made is not None:
            self._fill_editor(self._editor.made)

    def put_away(self) -> None:
        """What was read from a file and not taken."""
        for catalogue in self._catalogues:
            if catalogue.made is not None:
                catalogue.made.show_difference(None)
        if self._quota.made is not None:
            self._quota.made.show_found(None)

    def stop(self) -> None:
        """Nothing works behind the window any more."""
        if self._editor is not None and self._editor.made is not None:
            self._editor.made.stop()

    def use_forms(self) -> None:
        """A form was changed: its paper is another one."""
        if self._forms.made is not None:
            self._forms.made.set_forms(tuple(self._desk.survey.forms.current().values()))

    # -- inside -----------------------------------------------------------------------------------------------

    def _make_summary(self, room: QWidget) -> PlanSummary:
        desk = self._desk
        return PlanSummary(desk.survey.plan, desk.survey.forms.current(), desk.theme, desk.language, room)

    def _make_forms(self, room: QWidget) -> FormsView:
        desk, plan = self._desk, self._desk.survey.plan
        forms, logo = tuple(desk.survey.forms.current().values()), queries.logo(desk.survey)
        return FormsView(forms, plan.owner, desk.theme, desk.language, room, style=plan.ballot, logo=logo)

    def _make_units(self, room: QWidget) -> CatalogueView:
        return self._catalogue("unit", room)

    def _make_procedures(self, room: QWidget) -> CatalogueView:
        return self._catalogue("procedure", room)

    def _catalogue(self, kind: CatalogueKind, room: QWidget) -> CatalogueView:
        desk = self._desk
        view = CatalogueView(kind, desk.survey.home, desk.theme, desk.language, room)
        view.fill(queries.catalogue(desk.survey, kind))
        return view

    def _make_calendar(self, room: QWidget) -> CalendarView:
        view = CalendarView(self._desk.theme, self._desk.language, may(Verb.MARK_MILESTONE, self._desk), room)
        self._fill_calendar(view)
        return view

    def _make_quota(self, room: QWidget) -> QuotaView:
        view = QuotaView(self._desk.survey.home, self._desk.theme, self._desk.language, room)
        self._fill_quota(view)
        return view

    def _make_editor(self, room: QWidget) -> FormEditor:
        view = FormEditor(self._desk, room)
        self._fill_editor(view)
        return view

    def _fill_calendar(self, view: CalendarView) -> None:
        view.fill(survey_calendar(self._desk.survey, today()))

    def _fill_quota(self, view: QuotaView) -> None:
        survey = self._desk.survey
        named = catalogue_names(survey)
        view.fill(queries.least_numbers(survey), Names(named["unit"], named["procedure"], survey.plan.titles))

    def _fill_editor(self, view: FormEditor) -> None:
        view.fill(self._desk.survey.forms.current())
