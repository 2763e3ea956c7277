"""Before sign-in: open a survey by name and password or by badge, make a new one, put right a lost password or key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.access import Access, Signed
from sipas_desktop.gui.notice import Notice
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.sign_in import SignInForm
from sipas_desktop.gui.task import Task, TaskLine
from sipas_desktop.gui.theme import Theme
from sipas_desktop.place import Place

if TYPE_CHECKING:
    from sipas_desktop.gui.account_forms import FirstSheet, NewPasswordForm, PasswordForm, RestoreForm
    from sipas_desktop.gui.new_survey import NewSurveyForm

    Card = SignInForm | NewSurveyForm | NewPasswordForm | FirstSheet


class WelcomePage(QWidget):
    """Cards of which one is shown: sign in, make a survey, its recovery sheet, one's own password, the sheet's use."""

    signed_in = Signal(object)  # Signed
    bug = Signal(object)
    damaged = Signal(object, str, str)  # the survey's path, the name typed, what was found

    def __init__(
        self, access: Access, theme: Theme, settings: Settings, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.access, self.settings, self.language = access, settings, language
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        unit = theme.unit
        self.sign_in_form = SignInForm(theme, settings, self)
        self.sign_in_form.submitted.connect(self.sign_in)
        self.sign_in_form.new_wanted.connect(self.show_new)
        self.sign_in_form.password_wanted.connect(self.show_password)
        self.sign_in_form.restore_wanted.connect(self.show_restore)
        self.sign_in_form.refused.connect(self._no_address)
        self._theme = theme
        self._cards: list[Card] = [self.sign_in_form]  # the others join when somebody first asks for them
        self._shown: Card = self.sign_in_form
        self.notice, self.task_line = Notice(self), TaskLine(self)
        self._task: Task | None = None
        self._opened: list[Signed] = []  # what a thread has opened and nobody has taken over yet
        self._made: Signed | None = None  # a new survey whose recovery sheet is offered

        inside = QWidget(self)
        inside.setObjectName("body")
        inside.setMaximumWidth(theme.px(620))
        column = QVBoxLayout(inside)
        column.setContentsMargins(unit * 2, unit * 3, unit * 2, unit * 3)
        column.setSpacing(unit * 2)
        column.addStretch(1)
        column.addWidget(self.notice)
        column.addWidget(self.task_line)
        column.addWidget(self.sign_in_form)
        column.addStretch(2)
        self._column = column
        middle = QWidget(self)
        middle.setObjectName("body")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    @cached_property
    def new_form(self) -> NewSurveyForm:
        """The card that makes a survey."""
        from sipas_desktop.gui.new_survey import NewSurveyForm

        card = NewSurveyForm(self._theme, self.access.plans, self)
        card.submitted.connect(self.make)
        card.back_wanted.connect(self.show_sign_in)
        self._join(card)
        return card

    @cached_property
    def password_form(self) -> PasswordForm:
        """The card that changes one's own password."""
        from sipas_desktop.gui.account_forms import PasswordForm

        card = PasswordForm(self._theme, self)
        card.submitted.connect(self.change_password)
        card.back_wanted.connect(self.show_sign_in)
        self._join(card)
        return card

    @cached_property
    def restore_form(self) -> RestoreForm:
        """The card that takes the recovery sheet."""
        from sipas_desktop.gui.account_forms import RestoreForm

        card = RestoreForm(self._theme, self)
        card.submitted.connect(self.restore)
        card.back_wanted.connect(self.show_sign_in)
        self._join(card)
        return card

    @cached_property
    def first_sheet(self) -> FirstSheet:
        """The card that offers the recovery sheet of a survey just made."""
        from sipas_desktop.gui.account_forms import FirstSheet

        card = FirstSheet(self._theme, self)
        card.print_wanted.connect(self.print_sheet)
        card.later_wanted.connect(self.go_on)
        self._join(card)
        return card

    def notify(self, kind: str, words: str) -> None:
        """A line above the card."""
        self.notice.say(kind, words)

    def _no_address(self, refusal: Refusal) -> None:
        self.notify("error", refusal.words(self.language))

    def focus_first(self) -> None:
        """The cursor to the first empty field."""
        self._shown.focus_first()

    def open_at(self, path: Place) -> None:
        """Chooses the survey at ``path``; name and password are still asked."""
        self.sign_in_form.choose(path)
        self.focus_first()

    def show_new(self) -> None:
        """The card that makes a survey."""
        try:
            self.new_form.load()
        except Refusal as refusal:  # an office's own plan with a mistake in it
            self.notify("error", refusal.words(self.language))
        else:
            self._show(self.new_form)

    def show_sign_in(self) -> None:
        """The card that opens one."""
        self._show(self.sign_in_form)

    def show_password(self) -> None:
        """The card that changes one's own password."""
        self._show_for_survey(self.password_form)

    def show_restore(self) -> None:
        """The card that takes the recovery sheet."""
        self._show_for_survey(self.restore_form)

    def sign_in(self) -> None:
        """Opens the chosen survey with the name and password given, or with the badge and its PIN."""
        form = self.sign_in_form
        path, name, badge, password = form.path, form.name.text().strip(), form.badge, form.password.text()
        if form.waiting:
            return
        if path is None:
            self.notify("attention", self.tr("Choose a survey first: a recent one, or a file (F3)."))
        elif badge and not password:
            self.notify("attention", self.tr("Type the PIN of your badge."))
            form.focus_first()
        elif not badge and (not name or not password):
            self.notify("attention", self.tr("Type your name and your password."))
            form.focus_first()
        elif badge:
            self._try(lambda: self.access.by_badge(path, badge, password))
        else:
            self._try(lambda: self.access.open(path, name, password))

    def make(self) -> None:
        """Makes the survey that the form describes and opens it; its recovery sheet is offered first."""
        wanted = self.new_form.wanted()
        if isinstance(wanted, str):
            self.notify("attention", wanted)
        else:
            self._try(lambda: self.access.create(wanted))

    def change_password(self) -> None:
        """Changes her password and signs her in."""
        wanted, path = self.password_form.wanted(), self.sign_in_form.path
        if isinstance(wanted, str):
            self.notify("attention", wanted)
        elif path is not None:
            self._try(lambda: self.access.change_password(path, wanted.name, wanted.secret, wanted.new))

    def restore(self) -> None:
        """Makes the key file anew from the recovery sheet and signs the administrator in."""
        wanted, path = self.restore_form.wanted(), self.sign_in_form.path
        if isinstance(wanted, str):
            self.notify("attention", wanted)
        elif path is not None:
            self._try(lambda: self.access.restore(path, wanted.name, wanted.secret, wanted.new))

    def print_sheet(self) -> None:
        """Asks where, writes the recovery sheet of the new survey there, and goes on into the survey."""
        assert self._made is not None
        start = str(self._made.survey.beside(self.tr("recovery sheet") + ".pdf"))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Recovery sheet"), start, "PDF (*.pdf)")
        if not chosen:
            return
        try:
            self.access.print_recovery(self._made, Path(chosen))
        except Refusal as refusal:
            self.notify("error", refusal.words(self.language))
        else:
            self.go_on()

    def go_on(self) -> None:
        """Into the survey that was made."""
        made, self._made = self._made, None
        if made is not None:
            self.signed_in.emit(made)

    def leave(self) -> None:
        """Before the page goes: a thread must not outlive it, and nobody would close what it has opened."""
        if self._task is not None:
            self._task.wait()
            self._task = None
        for opened in (*self._opened, *((self._made,) if self._made else ())):
            opened.survey.close()
        self._opened, self._made = [], None

    def _join(self, card: Card) -> None:
        card.hide()
        self._cards.append(card)
        self._column.insertWidget(self._column.count() - 1, card)

    def _show(self, card: Card) -> None:
        self._shown = card
        self.notice.clear()
        self.notice.free_escape(card is self.sign_in_form)  # elsewhere it goes back
        for each in self._cards:
            each.setVisible(each is card)
        self.focus_first()

    def _show_for_survey(self, card: NewPasswordForm) -> None:
        if self.sign_in_form.path is None:
            self.notify("attention", self.tr("Choose a survey first: a recent one, or a file (F3)."))
            return
        card.begin(self.sign_in_form.name.text().strip())
        self._show(card)

    def _try(self, verb: Callable[[], Signed]) -> None:
        """In a thread: what makes guessing passwords slow must not freeze the window."""
        if self._task is not None:
            return
        opened: list[Signed] = []

        def work(_progress: Callable[[int, int], None]) -> None:
            opened.append(verb())

        self._opened = opened
        self._task = Task(work, self)
        for signal, slot in (("done", self._done), ("refused", self._refused), ("broken", self._broken)):
            self._task.connect_to(signal, slot)
        for card in self._cards:
            card.setEnabled(False)
        self._task.start()

    def _done(self) -> None:
        if not self._ended():
            return
        (signed,), self._opened = self._opened, []
        self.notice.clear()
        if self._shown is not self.sign_in_form and self._shown is self.new_form:
            self._made = signed
            self._show(self.first_sheet)
        else:
            self.signed_in.emit(signed)

    def _refused(self, refusal: Refusal) -> None:
        if not self._ended():
            return
        self.sign_in_form.password.clear()
        self.notify("error", refusal.words(self.language))
        damaged = isinstance(refusal, Damaged) or refusal.code == "keys.missing"
        if damaged and isinstance(self.sign_in_form.path, Path):
            self._tell_damage(self.sign_in_form.path, refusal)
            return
        if refusal.code == "keys.wait":
            self.sign_in_form.wait(refusal.params["seconds"])
        if refusal.code in ("badge.unknown", "badge.locked"):
            self.sign_in_form.forget_badge()
        self.focus_first()

    def _tell_damage(self, path: Path, damage: Refusal) -> None:
        words = damage.words(self.language)
        if damage.code.startswith("keys."):
            words += ". " + self.tr("With the printed recovery sheet nothing is lost: go back, and choose it there.")
        self.damaged.emit(path, self.sign_in_form.name.text().strip(), words)

    def _broken(self, bug: BaseException) -> None:
        if self._ended():
            self.bug.emit(bug)

    def _ended(self) -> bool:
        """After the thread has told its result; False where the page was left meanwhile."""
        if self._task is None:
            return False
        self._task.wait()
        self._task.deleteLater()
        self._task = None
        for card in self._cards:
            card.setEnabled(True)
        return True
