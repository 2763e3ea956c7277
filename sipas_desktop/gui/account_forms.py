"""The cards before sign-in that are seldom needed: one's own password, the recovery sheet of a new survey, its use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme


@dataclass(frozen=True)
class NewPassword:
    """What a card asks for: who, by which secret (old password or recovery code), and the password from now on."""

    name: str
    secret: str = field(repr=False)
    new: str = field(repr=False)


class NewPasswordForm(QFrame):
    """Name, a secret, a new password twice. Says what is missing; does nothing itself."""

    submitted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        self._title, self._told = QLabel(self), QLabel(self)
        self._title.setProperty("role", "title")
        self._told.setProperty("role", "status")
        for label in (self._title, self._told):
            label.setWordWrap(True)
        self.name, self.secret = QLineEdit(self), QLineEdit(self)
        self.new, self.again = QLineEdit(self), QLineEdit(self)
        self.secret_words, self.secret_missing = "", ""
        self.enter = KeyButton("", "F2", "primary", self)
        self.enter.clicked.connect(self.submitted)
        self.back = KeyButton(self.tr("Back"), "Esc", "", self)
        self.back.clicked.connect(self.back_wanted)
        self.name.returnPressed.connect(self.focus_first)
        self.secret.returnPressed.connect(self.focus_first)
        self.new.returnPressed.connect(self.focus_first)
        self.again.returnPressed.connect(self.submitted)
        self._fields = QFormLayout()
        self._fields.setVerticalSpacing(unit)
        self._fields.setHorizontalSpacing(unit * 2)
        actions = QHBoxLayout()
        actions.addWidget(self.enter)
        actions.addStretch(1)
        actions.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(self._title)
        column.addWidget(self._told)
        column.addLayout(self._fields)
        column.addLayout(actions)

    def say(self, title: str, told: str, name: str, secret: str, missing: str, enter: str) -> None:
        """The words that tell one such card from another; ``missing`` is said where there is no secret."""
        self._title.setText(title)
        self._told.setText(told)
        self.enter.set_words(enter, "F2")
        self.secret_missing = missing
        rows: Sequence[tuple[str, QLineEdit]] = (
            (name, self.name), (secret, self.secret),
            (self.tr("New password"), self.new), (self.tr("New password again"), self.again),
        )  # fmt: skip
        for words, widget in rows:
            widget.setAccessibleName(words)
            self._fields.addRow(words, widget)
            if widget in (self.new, self.again):
                widget.setEchoMode(QLineEdit.EchoMode.Password)

    def begin(self, name: str) -> None:
        """Empty but for the ``name`` that was typed already."""
        self.name.setText(name)
        for widget in (self.secret, self.new, self.again):
            widget.clear()

    def focus_first(self) -> None:
        """The cursor to the first empty field."""
        fields = (self.name, self.secret, self.new, self.again)
        empty = next((widget for widget in fields if not widget.text().strip()), self.name)
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def wanted(self) -> NewPassword | str:
        """What is asked for, or words that say what is missing; then the cursor stands in that field."""
        for missing, widget, words in (
            (not self.name.text().strip(), self.name, self.tr("Type your name.")),
            (not self.secret.text().strip(), self.secret, self.secret_missing),
            (not self.new.text(), self.new, self.tr("Choose a new password.")),
            (self.new.text() != self.again.text(), self.again, self.tr("The two new passwords are not the same.")),
        ):
            if missing:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return words
        return NewPassword(self.name.text().strip(), self.secret.text(), self.new.text())


class PasswordForm(NewPasswordForm):
    """One's own password."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.say(
            self.tr("Change my password"),
            self.tr("The new password holds from now on; you are signed in with it. A whole sentence is best."),
            self.tr("Your name"),
            self.tr("Old password"),
            self.tr("Type your old password."),
            self.tr("Change and sign in"),
        )


class RestoreForm(NewPasswordForm):
    """The key file from the recovery sheet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.say(
            self.tr("Restore with the recovery sheet"),
            self.tr("For a lost or damaged key file, or a forgotten password of the last administrator. The others "
                    "keep their passwords where the key file is whole; else set them anew on the page Administration."),
            self.tr("Administrator's name"),
            self.tr("Recovery code"),
            self.tr("Type or scan the digits of the recovery sheet."),
            self.tr("Restore and sign in"),
        )  # fmt: skip


class FirstSheet(QFrame):
    """After a survey was made: its recovery sheet, now or later."""

    print_wanted = Signal()
    later_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        title, told = QLabel(self.tr("The survey is made. Print its recovery sheet"), self), QLabel(self)
        title.setProperty("role", "title")
        told.setProperty("role", "status")
        told.setText(
            self.tr("All data is encrypted. If the key file is lost, or you forget your password, only this sheet "
                    "opens the data again. Print it, seal it in an envelope, lock it away, then delete the file.")
        )  # fmt: skip
        for label in (title, told):
            label.setWordWrap(True)
        self.print = KeyButton(self.tr("Recovery sheet …"), "F2", "primary", self)
        self.print.clicked.connect(self.print_wanted)
        self.later = KeyButton(self.tr("Later"), "Esc", "", self)
        self.later.setToolTip(self.tr("It can be printed at any time on the page Administration."))
        self.later.clicked.connect(self.later_wanted)
        actions = QHBoxLayout()
        actions.addWidget(self.print)
        actions.addStretch(1)
        actions.addWidget(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(title)
        column.addWidget(told)
        column.addLayout(actions)

    def focus_first(self) -> None:
        """The cursor to the button that prints."""
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)
