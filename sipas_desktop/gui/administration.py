"""Administration: who works on the survey and as what, its check, its backups, what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.administration_check import AboutView, CheckView
from sipas_desktop.gui.administration_operator import OperatorCard
from sipas_desktop.gui.backups import BackupsView
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.role_words import role_name
from sipas_desktop.gui.room import Room, Rooms
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import CheckResult


class AdministrationPage(Page):
    """Four views; F2 does what the open one is for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.go_check = self.add_action(self.tr("Check the survey"), "F4", self.check)
        self.add_action(self.tr("Recovery sheet …"), "F10", self.print_recovery)
        self.add_action(self.tr("New operator"), "F3", self.begin_new)
        self.primary = self.add_action(self.tr("Add the operator"), "F2", self.do, primary=True)
        self._roles: dict[str, frozenset[Role]] = {}
        self._badges: frozenset[str] = frozenset()
        self._leaving = ""  # whose account is taken away when F7 is pressed again
        people = QWidget(self)
        self.table = Table(
            self.tr("Operators"),
            [Column(self.tr("Name")), Column(self.tr("Roles"), stretch=True), Column(self.tr("Badge"))],
            people,
        )
        self.table.chosen.connect(self._row_chosen)
        self.table.opened.connect(self._row_opened)
        self.card = OperatorCard(theme, people)
        self.card.submitted.connect(self.save_operator)
        self.card.badge_wanted.connect(self.print_badge)
        self.card.badge_lost.connect(self.take_badge)
        self.card.removal_wanted.connect(self.remove_operator)
        row = QHBoxLayout(people)
        row.setContentsMargins(0, theme.unit * 2, 0, 0)
        row.setSpacing(theme.unit * 2)
        row.addWidget(self.table, 3)
        row.addWidget(self.card, 2)
        self.people = people
        self.tabs = Rooms(self.body)
        self.content.addWidget(self.tabs, 1)  # before it is filled: moving all that it holds takes long
        self.tabs.setAccessibleName(self.tr("Views of the administration"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(people, self.tr("Operators and roles"))
        self._checking = self.tabs.add_room(self._make_checking, self.tr("Check"))
        self._backups: Room[BackupsView] | None = None
        if not desk.survey.on_server:  # whose administrator backs it up
            self._backups = self.tabs.add_room(self._make_backups, self.tr("Backups"))
        self._about = self.tabs.add_room(self._make_about, self.tr("About the file"))
        self.tabs.currentChanged.connect(self._word_primary)

    @property
    def checking(self) -> CheckView:
        """The view of the check; like the next two made when it is first asked for."""
        return self._checking.view

    @property
    def backups(self) -> BackupsView:
        """The view of backups. A survey on a server has none."""
        assert self._backups is not None
        return self._backups.view

    @property
    def about(self) -> AboutView:
        """What the file says of itself."""
        return self._about.view

    def _make_checking(self, parent: QWidget) -> CheckView:
        view = CheckView(self.desk.theme, self.desk.language, parent)
        view.submitted.connect(self.check)
        return view

    def _make_backups(self, parent: QWidget) -> BackupsView:
        view = BackupsView(self, parent)
        view.refresh()
        return view

    def _make_about(self, parent: QWidget) -> AboutView:
        view = AboutView(self.desk.theme, parent)
        view.fill(self.desk.survey)
        return view

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
        try:
            self._badges = queries.badge_holders(self.desk.survey)
        except Refusal:
            self._badges = frozenset()  # the key file is damaged: the recovery sheet is for that, not this page
        self.table.fill(
            [
                (
                    each.name,
                    " · ".join(role_name(role) for role in Role if role in each.roles),
                    "✓" if each.name in self._badges else "",
                )
                for each in found
            ]
        )
        self._fill_about()
        if self._backups is not None and self._backups.made is not None:
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
                if card.password.text():
                    workflow.reset_password(survey, card.editing, card.password.text())
                    words += " " + self.tr("Her new password holds from now on.")
            else:
                added = workflow.add_operator(survey, card.name.text(), card.chosen, card.password.text())
                words = self.tr("{name} may sign in now.").format(name=added.name)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.survey_changed.emit()
        self.refresh()
        self.notify("ok", words)
        if card.editing:
            self.card.begin_roles(card.editing, card.chosen, badge=card.editing in self._badges)
        else:
            self.begin_new()

    def print_badge(self) -> None:
        """Asks where, then makes a badge with the PIN on the card."""
        from sipas_desktop.jobs.keys_on_paper import make_badge

        card = self.card
        if not card.editing:
            return
        if not card.pin.text():
            self.notify("attention", self.tr("Let her type a PIN of at least 4 digits for the badge."))
            card.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        out = self._ask_where(self.tr("Print a badge"), self.tr("badge"))
        if out is None:
            return
        try:
            make_badge(self.desk.survey, card.editing, card.pin.text(), out)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._changed(self.tr("The badge of {name} is in {path}. Print it, then delete the file.").format(
            name=card.editing, path=out
        ))  # fmt: skip

    def take_badge(self) -> None:
        """A badge was lost: it opens nothing more."""
        try:
            workflow.take_badge(self.desk.survey, self.card.editing)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._changed(self.tr("The badge of {name} opens nothing more.").format(name=self.card.editing))

    def remove_operator(self) -> None:
        """Takes an account away, at the second press: it cannot be undone without a new password."""
        name = self.card.editing
        if name == self.desk.operator:
            self.notify("attention", self.tr("This is your own account: another administrator can take it away."))
            return
        if self._leaving != name:
            self._leaving = name
            words = self.tr("Press F7 again to take the account of {name} away. What she did stays in the history.")
            self.notify("attention", words.format(name=name))
            return
        self._leaving = ""
        try:
            workflow.remove_operator(self.desk.survey, name)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.survey_changed.emit()
        self.refresh()
        self.begin_new()
        self.notify("ok", self.tr("{name} has no account any more.").format(name=name))

    def print_recovery(self) -> None:
        """Asks where, then prints the survey's recovery sheet."""
        from sipas_desktop.jobs.keys_on_paper import make_recovery_sheet

        out = self._ask_where(self.tr("Recovery sheet"), self.tr("recovery sheet"))
        if out is None:
            return
        try:
            make_recovery_sheet(self.desk.survey, out)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        words = self.tr("The recovery sheet is in {path}. Print it, lock it away, then delete the file.")
        self.notify("ok", words.format(path=out))

    def _ask_where(self, title: str, name: str) -> Path | None:
        start = str(self.desk.survey.beside(f"{name}.pdf"))
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, "PDF (*.pdf)")
        return Path(chosen) if chosen else None

    def _changed(self, words: str) -> None:
        """After something about the chosen operator was changed."""
        name = self.card.editing
        self.refresh()
        self.card.begin_roles(name, self._roles.get(name, ()), badge=name in self._badges)
        self.notify("ok", words)

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
        elif self._at_backups:
            self.backups.make()
        else:
            self.check()

    def _checked(self, found: CheckResult | Damaged) -> None:
        if isinstance(found, Damaged):
            self.checking.show_damage(found.words(self.desk.language))
        else:
            self.checking.show_result(found)
        self._fill_about()

    def _fill_about(self) -> None:
        if self._about.made is not None:
            self.about.fill(self.desk.survey)

    @property
    def _at_backups(self) -> bool:
        return self._backups is not None and self.tabs.currentWidget() is self._backups.made

    # -- inside ---------------------------------------------------------------------------------------------

    def _row_chosen(self) -> None:
        row = self.table.current()
        if row is not None and row[0] in self._roles:
            self.table.view.selectRow(self.table.view.currentIndex().row())  # the focus alone marks no row
            self._leaving = ""
            self.card.begin_roles(row[0], self._roles[row[0]], badge=row[0] in self._badges)
            self._word_primary()

    def _row_opened(self, _row: tuple[str, ...]) -> None:
        self.card.roles[Role.KEYER].setFocus(Qt.FocusReason.OtherFocusReason)

    def _word_primary(self) -> None:
        self.go_check.setVisible(self.tabs.currentWidget() is self.people or self._at_backups)  # else F2 does the same
        if self._at_backups:
            self.primary.set_words(self.tr("Back up now"), "F2")
        elif self.tabs.currentWidget() is not self.people:
            self.primary.set_words(self.tr("Check now"), "F2")
        elif self.card.editing:
            self.primary.set_words(self.tr("Save the changes"), "F2")
        else:
            self.primary.set_words(self.tr("Add the operator"), "F2")
        self.fit_head()
