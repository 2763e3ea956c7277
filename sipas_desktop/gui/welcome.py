"""Before sign-in: open a survey by name and password, or make a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.access import SUFFIX, Access, Signed
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.demo import DemoPeople, is_demo
from sipas_desktop.gui.new_survey import NewSurveyForm
from sipas_desktop.gui.notice import Notice
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.task import TaskLine
from sipas_desktop.gui.theme import Theme


class WelcomePage(QWidget):
    """Two cards, one shown: sign in, or make a new survey."""

    signed_in = Signal(object)  # Signed
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
        self.new_form = NewSurveyForm(theme, access.plans, self)
        self.sign_in_form.submitted.connect(self.sign_in)
        self.sign_in_form.new_wanted.connect(self.show_new)
        self.new_form.submitted.connect(self.make)
        self.new_form.back_wanted.connect(self.show_sign_in)
        self.notice, self.task_line = Notice(self), TaskLine(self)
        self.new_form.hide()

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
        column.addWidget(self.new_form)
        column.addStretch(2)
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

    def notify(self, kind: str, words: str) -> None:
        """A line above the card."""
        self.notice.say(kind, words)

    def focus_first(self) -> None:
        """The cursor to the first empty field."""
        if self.new_form.isHidden():
            self.sign_in_form.focus_first()
        else:
            self.new_form.focus_first()

    def open_at(self, path: Path) -> None:
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
            self._show(new=True)

    def show_sign_in(self) -> None:
        """The card that opens one."""
        self._show(new=False)

    def sign_in(self) -> None:
        """Opens the chosen survey with the name and password given."""
        form = self.sign_in_form
        path, name, password = form.path, form.name.text().strip(), form.password.text()
        if path is None:
            self.notify("attention", self.tr("Choose a survey first: a recent one, or a file (F3)."))
        elif not name or not password:
            self.notify("attention", self.tr("Type your name and your password."))
            form.focus_first()
        else:
            self._try(lambda: self.access.open(path, name, password))
            form.password.clear()
            form.focus_first()

    def make(self) -> None:
        """Makes the survey that the form describes and opens it."""
        wanted = self.new_form.wanted()
        if isinstance(wanted, str):
            self.notify("attention", wanted)
        else:
            self._try(lambda: self.access.create(wanted))

    def _show(self, new: bool) -> None:
        self.notice.clear()
        self.sign_in_form.setVisible(not new)
        self.new_form.setVisible(new)
        self.focus_first()

    def _try(self, verb: Callable[[], Signed]) -> None:
        try:
            signed = verb()
        except Damaged as damage:
            form = self.sign_in_form
            self.damaged.emit(form.path, form.name.text().strip(), damage.words(self.language))
        except Refusal as refusal:
            self.notify("error", refusal.words(self.language))
        else:
            self.notice.clear()
            self.signed_in.emit(signed)


class SignInForm(QFrame):
    """Recent surveys, another file, name, password."""

    submitted = Signal()
    new_wanted = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.path: Path | None = None
        unit = theme.unit
        title, self._told = QLabel(self.tr("Open a survey"), self), QLabel(self)
        title.setProperty("role", "title")
        self._told.setProperty("role", "status")
        self._told.setWordWrap(True)
        self.recent = QListWidget(self)
        self.recent.setAccessibleName(self.tr("Recent surveys"))
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for path, name in settings.recent:
            self._list(path, name)
        self.recent.setFixedHeight(theme.px(34) * min(4, max(1, self.recent.count())) + unit * 2)
        self.recent.currentItemChanged.connect(self._picked)
        self.recent.itemActivated.connect(self.focus_first)
        self.demo = DemoPeople(theme, self)
        self.demo.chosen.connect(self._as)
        self.demo.accepted.connect(self.submitted)
        self.demo.hide()
        self.name, self.password = QLineEdit(self), QLineEdit(self)
        self.name.setAccessibleName(self.tr("Your name"))
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.returnPressed.connect(self._from_name)
        self.password.returnPressed.connect(self.submitted)
        self.open_file = KeyButton(self.tr("Another file …"), "F3", "", self)
        self.open_file.clicked.connect(self.browse)
        self.make_new = KeyButton(self.tr("New survey …"), "F4", "", self)
        self.make_new.clicked.connect(self.new_wanted)
        self.enter = KeyButton(self.tr("Sign in"), "F2", "primary", self)
        self.enter.clicked.connect(self.submitted)

        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Your name"), self.name)
        fields.addRow(self.tr("Password"), self.password)
        others = QHBoxLayout()
        others.setSpacing(unit)
        others.addWidget(self.enter)
        others.addStretch(1)
        others.addWidget(self.open_file)
        others.addWidget(self.make_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(title)
        column.addWidget(self._told)
        column.addWidget(self.recent)
        column.addWidget(self.demo)
        column.addLayout(fields)
        column.addLayout(others)
        if self.recent.count():
            self.recent.setCurrentRow(0)
        self.recent.setVisible(self.recent.count() > 0)
        self._tell()

    def focus_first(self) -> None:
        """The file, then the name, then the password: whatever is still missing."""
        if self.path is None:
            self.open_file.setFocus(Qt.FocusReason.OtherFocusReason)
        elif is_demo(self.path) and not self.name.text():
            self.demo.list.setCurrentRow(0)
            self.demo.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.name.text().strip():
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def browse(self) -> None:
        """Asks for a survey's file."""
        start = str(self.path.parent) if self.path else str(Path.home())
        kinds = self.tr("Surveys (*{suffix})").format(suffix=SUFFIX) + ";;" + self.tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open a survey"), start, kinds)
        if chosen:
            self.choose(Path(chosen))
            self.focus_first()

    def choose(self, path: Path) -> None:
        """Makes ``path`` the survey to open, listed first where it was not listed."""
        for row in range(self.recent.count()):
            if self.recent.item(row).data(Qt.ItemDataRole.UserRole) == str(path):
                self.recent.setCurrentRow(row)
                return
        self.recent.insertItem(0, self._item(path, self.tr("Demonstration") if is_demo(path) else path.stem))
        self.recent.setVisible(True)
        self.recent.setCurrentRow(0)

    def _from_name(self) -> None:
        self.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _picked(self) -> None:
        item = self.recent.currentItem()
        self.path = Path(item.data(Qt.ItemDataRole.UserRole)) if item else None
        if self.demo.isHidden() == is_demo(self.path):
            self._as("", "")  # a made-up name is nobody in a real survey, and the other way round
        self.demo.setVisible(is_demo(self.path))
        self._tell()

    def _tell(self) -> None:
        self._told.setText(
            self.tr("Choose the survey, then sign in with your own name.")
            if self.recent.count()
            else self.tr("No survey has been opened here yet: choose its file (F3) or make a new survey (F4).")
        )
        self._told.setVisible(not is_demo(self.path))

    def _as(self, name: str, password: str) -> None:
        self.name.setText(name)
        self.password.setText(password)

    def _list(self, path: Path, title: str) -> None:
        self.recent.addItem(self._item(path, title))

    def _item(self, path: Path, title: str) -> QListWidgetItem:
        item = QListWidgetItem(f"{title}  ·  {path.name}")
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        item.setToolTip(str(path))
        return item
