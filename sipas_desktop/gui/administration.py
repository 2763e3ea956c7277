"""Administration: who works on the survey and as what, its check, what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.administration_check import AboutView, CheckView
from sipas_desktop.gui.administration_operator import OperatorCard
from sipas_desktop.gui.backups import BackupsView
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.role_words import role_name
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import CheckResult


class AdministrationPage(Page):
    """Four views; F2 does what the open one is for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.go_check = self.add_action(self.tr("Check the survey"), "F4", self.check)
        self.add_action(self.tr("New operator"), "F3", self.begin_new)
        self.primary = self.add_action(self.tr("Add the operator"), "F2", self.do, primary=True)
        self._roles: dict[str, frozenset[Role]] = {}
        people = QWidget(self)
        self.table = Table(
            self.tr("Operators"), [Column(self.tr("Name")), Column(self.tr("Roles"), stretch=True)], people
        )
        self.table.chosen.connect(self._row_chosen)
        self.table.opened.connect(self._row_opened)
        self.card = OperatorCard(theme, people)
        self.card.submitted.connect(self.save_operator)
        row = QHBoxLayout(people)
        row.setContentsMargins(0, theme.unit * 2, 0, 0)
        row.setSpacing(theme.unit * 2)
        row.addWidget(self.table, 3)
        row.addWidget(self.card, 2)
        self.people = people
        self.checking = CheckView(theme, desk.language, self)
        self.checking.submitted.connect(self.check)
        self.about = AboutView(theme, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Views of the administration"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(people, self.tr("Operators and roles"))
        self.tabs.addTab(self.checking, self.tr("Check"))
        self.backups = BackupsView(self)
        self.tabs.addTab(self.backups, self.tr("Backups"))
        self.tabs.addTab(self.about, self.tr("About the file"))
        self.tabs.currentChanged.connect(self._word_primary)
        self.content.addWidget(self.tabs, 1)

    def keys(self) -> list[tuple[str, str]]:
        """The tabs' keys."""
        return [("Ctrl+Tab", self.tr("next view")), ("Ctrl+Shift+Tab", self.tr("view before"))]

    def focus_first(self) -> None:
        """On the list of operators."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Reads operators and head again."""
        found = queries.operators(self.desk.survey)
        self._roles = {operator.name: operator.roles for operator in found}
        self.table.fill(
            [(each.name, " · ".join(role_name(role) for role in Role if role in each.roles)) for each in found]
        )
        self.about.fill(self.desk.survey)
        self.backups.refresh()
        self.set_status(self.tr("%n operator(s) may sign in.", "", len(found)))
        self._word_primary()

    # -- operators ------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """The empty card, the cursor in its name."""
        self.tabs.setCurrentWidget(self.people)
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(self.table.view.rootIndex())
        self.card.begin_new()
        self._word_primary()
        self.card.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_operator(self) -> None:
        """Adds the operator on the card, or gives her the roles that are ticked."""
        if words := self.card.missing():
            self.notify("attention", words)
            return
        card, survey = self.card, self.desk.survey
        try:
            if card.editing:
                workflow.set_roles(survey, card.editing, card.chosen)
                words = self.tr("The roles of {name} are changed; where she is signed in, after her next sign-in.")
                words = words.format(name=card.editing)
            else:
                added = workflow.add_operator(survey, card.name.text(), card.chosen, card.password.text())
                words = self.tr("{name} may sign in now.").format(name=added.name)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.survey_changed.emit()
        self.refresh()
        self.notify("ok", words)
        if not card.editing:
            self.begin_new()

    # -- check ----------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Checks the survey, in the background."""
        self.tabs.setCurrentWidget(self.checking)
        self.checking.forget()
        survey, printed = self.desk.survey, self.checking.printed

        def work(progress: Callable[[int, int], None]) -> CheckResult | Damaged:
            try:
                return queries.check_survey(survey, printed, progress)
            except Damaged as damage:  # an answer of the check, not a refusal of it
                return damage

        self.start(self.tr("Checking the survey"), work, self._checked)

    def do(self) -> None:
        """F2: adds or changes the operator, backs up, or checks."""
        if self.tabs.currentWidget() is self.people:
            self.save_operator()
        elif self.tabs.currentWidget() is self.backups:
            self.backups.make()
        else:
            self.check()

    def _checked(self, found: CheckResult | Damaged) -> None:
        if isinstance(found, Damaged):
            self.checking.show_damage(found.words(self.desk.language))
        else:
            self.checking.show_result(found)
        self.about.fill(self.desk.survey)

    # -- inside ---------------------------------------------------------------------------------------------

    def _row_chosen(self) -> None:
        row = self.table.current()
        if row is not None and row[0] in self._roles:
            self.table.view.selectRow(self.table.view.currentIndex().row())  # the focus alone marks no row
            self.card.begin_roles(row[0], self._roles[row[0]])
            self._word_primary()

    def _row_opened(self, _row: tuple[str, ...]) -> None:
        self.card.roles[Role.KEYER].setFocus(Qt.FocusReason.OtherFocusReason)

    def _word_primary(self) -> None:
        self.go_check.setVisible(self.tabs.currentWidget() in (self.people, self.backups))  # elsewhere F2 does the same
        if self.tabs.currentWidget() is self.backups:
            self.primary.set_words(self.tr("Back up now"), "F2")
        elif self.tabs.currentWidget() is not self.people:
            self.primary.set_words(self.tr("Check now"), "F2")
        elif self.card.editing:
            self.primary.set_words(self.tr("Change the roles"), "F2")
        else:
            self.primary.set_words(self.tr("Add the operator"), "F2")
