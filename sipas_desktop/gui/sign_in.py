"""The card that opens a survey: recent surveys, another file, name and password, or a badge and its PIN."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.domain.secret_digits import read_badge_code
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.access import SUFFIX
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.demo import DemoPeople, is_demo
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip
from sipas_desktop.place import Place, read_address

MOST_SEEN = 4  # surveys in the list; for more it is scrolled


class SignInForm(QFrame):
    """Recent surveys, another file, name, password.

    A badge that is scanned into the name (or the password) stands in for the name, and its PIN for the password.
    """

    submitted = Signal()
    new_wanted = Signal()
    password_wanted = Signal()
    restore_wanted = Signal()
    refused = Signal(object)  # Refusal: what was typed is no address

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.path: Place | None = None
        self.badge = ""  # the digits of the badge that was scanned
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
        self.recent.currentItemChanged.connect(self._picked)
        self.recent.itemActivated.connect(self.focus_first)
        self._theme, self._at_demo = theme, False
        self._fit_recent()
        self.name, self.password = QLineEdit(self), QLineEdit(self)
        self.name.setAccessibleName(self.tr("Your name"))
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.returnPressed.connect(self._from_name)
        self.name.textEdited.connect(self.forget_badge)
        self.password.returnPressed.connect(self._from_password)
        self.open_file = KeyButton(self.tr("Another file …"), "F3", "", self)
        self.open_file.clicked.connect(self.browse)
        self.make_new = KeyButton(self.tr("New survey …"), "F4", "", self)
        self.make_new.clicked.connect(self.new_wanted)
        self.enter = KeyButton(self.tr("Sign in"), "F2", "primary", self)
        self.enter.clicked.connect(self.submitted)
        self.change_password = KeyButton(self.tr("Change my password …"), "F7", "flat", self)
        self.change_password.clicked.connect(self.password_wanted)
        self.restore = KeyButton(self.tr("Restore with the recovery sheet …"), "F5", "flat", self)
        self.restore.clicked.connect(self.restore_wanted)
        self.ask_server = KeyButton(self.tr("On a server …"), "F10", "flat", self)
        self.ask_server.clicked.connect(self.ask_address)
        self.address = QLineEdit(self)
        self.address.setAccessibleName(self.tr("Address of a survey on a server"))
        self.address.setPlaceholderText("postgresql://…@…/…")
        self.address.setToolTip(tip(self.tr("Its administrator tells you the address. Enter takes it.")))
        self.address.returnPressed.connect(self.take_address)
        self.address.hide()
        self._waiting = QTimer(self)
        self._waiting.setInterval(1000)
        self._waiting.timeout.connect(self._count_down)
        self._seconds = 0

        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Your name"), self.name)
        self._secret = QLabel(self.tr("Password"), self)
        fields.addRow(self._secret, self.password)
        others = QHBoxLayout()
        others.setSpacing(unit)
        others.addWidget(self.enter)
        others.addStretch(1)
        others.addWidget(self.open_file)
        others.addWidget(self.make_new)
        rarely = QHBoxLayout()
        rarely.setSpacing(unit)
        rarely.addWidget(self.change_password)
        rarely.addWidget(self.restore)
        rarely.addWidget(self.ask_server)
        rarely.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(title)
        column.addWidget(self._told)
        column.addWidget(self.recent)
        self._column = column
        column.addWidget(self.address)
        column.addLayout(fields)
        column.addLayout(others)
        column.addLayout(rarely)
        if self.recent.count():
            self.recent.setCurrentRow(0)
        self.recent.setVisible(self.recent.count() > 0)
        self._tell()

    @cached_property
    def demo(self) -> DemoPeople:
        """The made-up people, under the list of surveys; shown for the demonstration only."""
        people = DemoPeople(self._theme, self)
        people.chosen.connect(self._as)
        people.accepted.connect(self.submitted)
        people.hide()
        self._column.insertWidget(self._column.indexOf(self.recent) + 1, people)
        return people

    def focus_first(self) -> None:
        """The file, then the name, then the password: whatever is still missing."""
        if self.path is None:
            self.open_file.setFocus(Qt.FocusReason.OtherFocusReason)
        elif is_demo(self.path) and not self.name.text():
            self.demo.list.setCurrentRow(0)
            self.demo.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.name.text().strip() and not self.badge:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def browse(self) -> None:
        """Asks for a survey's file."""
        start = str(self.path.parent if isinstance(self.path, Path) else Path.home())
        kinds = self.tr("Surveys (*{suffix})").format(suffix=SUFFIX) + ";;" + self.tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open a survey"), start, kinds)
        if chosen:
            self.choose(Path(chosen))
            self.focus_first()

    def ask_address(self) -> None:
        """Shows where the address of a survey on a server is typed."""
        self.address.show()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_address(self) -> None:
        """Chooses the survey at the address typed. A password in it is used today and not remembered."""
        try:
            place = read_address(self.address.text().strip())
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self.address.clear()
        self.address.hide()
        self.choose(place)
        self.focus_first()

    def choose(self, path: Place) -> None:
        """Makes ``path`` the survey to open, listed first where it was not listed."""
        for row in range(self.recent.count()):
            if self.recent.item(row).data(Qt.ItemDataRole.UserRole) == path:
                self.recent.item(row).setData(Qt.ItemDataRole.UserRole, path)  # a server's password may be new
                self.recent.setCurrentRow(row)
                self._picked()
                return
        self.recent.insertItem(0, self._item(path, self.tr("Demonstration") if is_demo(path) else Path(path.name).stem))
        self._fit_recent()
        self.recent.setVisible(True)
        self.recent.setCurrentRow(0)

    def take_over(self, before: SignInForm) -> None:
        """What was chosen and typed, from the card that this one replaces in another language or size; no password."""
        if before.path is not None:
            self.choose(before.path)
        self.name.setText(before.name.text())
        if before.waiting:
            self.wait(before._seconds)

    def forget_badge(self) -> None:
        """Name and password again."""
        if self.badge:
            self.badge = ""
            self._word_secret()

    def wait(self, seconds: int) -> None:
        """Nobody signs in for so long: the button counts down, everything else can be used."""
        self._seconds = seconds
        self._waiting.start()
        self._word_enter()

    @property
    def waiting(self) -> bool:
        """Whether the button counts down."""
        return self._seconds > 0

    def _count_down(self) -> None:
        self._seconds -= 1
        self._word_enter()
        if self._seconds <= 0:
            self._waiting.stop()

    def _word_enter(self) -> None:
        waiting = self.tr("Sign in, in {seconds} s").format(seconds=self._seconds)
        self.enter.set_words(waiting if self.waiting else self.tr("Sign in"), "F2")
        self.enter.setEnabled(not self.waiting)

    def _from_name(self) -> None:
        if not self._scanned(self.name):
            self.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _from_password(self) -> None:
        if not self._scanned(self.password):
            self.submitted.emit()

    def _scanned(self, field: QLineEdit) -> bool:
        """Whether ``field`` holds a badge; then its digits go off the screen and the PIN is asked for."""
        if read_badge_code(field.text()) is None:
            return False
        self.badge = field.text().strip()
        self.name.clear()
        self.password.clear()
        self._word_secret()
        self.password.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _word_secret(self) -> None:
        words = self.tr("PIN of the badge") if self.badge else self.tr("Password")
        self._secret.setText(words)
        self.password.setAccessibleName(words)
        self.name.setPlaceholderText(self.tr("Badge scanned") if self.badge else "")

    def _picked(self) -> None:
        item = self.recent.currentItem()
        self.path = item.data(Qt.ItemDataRole.UserRole) if item else None
        if is_demo(self.path) != self._at_demo:
            self._at_demo = not self._at_demo
            self.forget_badge()
            self._as("", "")  # a made-up name is nobody in a real survey, and the other way round
            self.demo.setVisible(self._at_demo)
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

    def _fit_recent(self) -> None:
        lines = min(MOST_SEEN, max(1, self.recent.count()))
        self.recent.setFixedHeight(self._theme.px(34) * lines + self._theme.unit * 2)

    def _list(self, path: Place, title: str) -> None:
        self.recent.addItem(self._item(path, title))

    def _item(self, path: Place, title: str) -> QListWidgetItem:
        item = QListWidgetItem(f"{title}  ·  {path.name}")
        item.setData(Qt.ItemDataRole.UserRole, path)
        item.setToolTip(tip(str(path)))
        return item
