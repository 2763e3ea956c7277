"""The card for one operator: a new one with a password, or the roles of one who is there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.role_words import role_meaning, role_name
from sipas_desktop.gui.theme import Theme


class OperatorCard(QFrame):
    """Name, roles each with what it may do, password twice. Says what is missing; writes nothing itself.

    For somebody who is there: her roles, a new password if she forgot hers, her badge, the end of her account.
    """

    submitted = Signal()
    badge_wanted = Signal()
    badge_lost = Signal()
    removal_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._heading.setWordWrap(True)
        self.name, self.password, self.again = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.pin = QLineEdit(self)
        self._fields = QFormLayout()
        self._fields.setVerticalSpacing(unit)
        self._fields.setHorizontalSpacing(unit * 2)
        for words, field in (
            (self.tr("Name"), self.name), (self.tr("Password"), self.password), (self.tr("Password again"), self.again),
            (self.tr("PIN of the badge"), self.pin),
        ):  # fmt: skip
            field.setAccessibleName(words)
            if field is self.pin:
                field.returnPressed.connect(self.badge_wanted)
            else:
                field.returnPressed.connect(self.submitted)
            if field is not self.name:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            self._fields.addRow(words, field)
        self.badge = KeyButton(self.tr("Print a badge …"), "F5", "", self)
        self.badge.clicked.connect(self.badge_wanted)
        self.lost = KeyButton(self.tr("Badge lost"), "F11", "", self)
        self.lost.clicked.connect(self.badge_lost)
        self.remove = KeyButton(self.tr("Take the account away"), "F7", "", self)
        self.remove.clicked.connect(self.removal_wanted)
        roles = QVBoxLayout()
        roles.setSpacing(0)
        self.roles: dict[Role, QCheckBox] = {}
        for role in Role:
            box, told = QCheckBox(role_name(role), self), QLabel(role_meaning(role), self)
            box.setAccessibleDescription(role_meaning(role))
            told.setProperty("role", "small")
            told.setWordWrap(True)
            told.setContentsMargins(theme.px(28), 0, 0, unit)
            roles.addWidget(box)
            roles.addWidget(told)
            self.roles[role] = box
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 2] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(self._heading)
        column.addLayout(self._fields)
        column.addLayout(roles)
        buttons = QGridLayout()
        buttons.setSpacing(unit)
        buttons.addWidget(self.badge, 0, 0)
        buttons.addWidget(self.lost, 0, 1)
        buttons.addWidget(self.remove, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        buttons.setColumnStretch(2, 1)
        column.addLayout(buttons)
        column.addStretch(1)
        self.editing = ""
        self.begin_new()

    def begin_new(self) -> None:
        """Empty, for somebody new."""
        self.editing = ""
        self._heading.setText(self.tr("New operator"))
        self.name.clear()
        self._shape((), new=True)

    def begin_roles(self, name: str, roles: Iterable[Role], *, badge: bool = False) -> None:
        """The roles of ``name``, who has a ``badge`` or not; what is left empty stays as it is."""
        self.editing = name
        self._heading.setText(self.tr("Roles of {name}").format(name=name))
        self.name.setText(name)
        self._shape(roles, new=False)
        self.lost.setVisible(badge)

    @property
    def chosen(self) -> list[Role]:
        """The roles that are ticked."""
        return [role for role, box in self.roles.items() if box.isChecked()]

    def missing(self) -> str:
        """Words for the first thing that is missing, the cursor put there; "" when nothing is."""
        for wrong, field, words in (
            (not self.name.text().strip(), self.name, self.tr("Type the operator's name.")),
            (not self.chosen, self.roles[Role.KEYER], self.tr("Tick at least one role.")),
            (not self.editing and not self.password.text(), self.password, self.tr("Type a password for her.")),
            (
                self.password.text() != self.again.text(),
                self.again,
                self.tr("The two passwords are not the same."),
            ),
        ):
            if wrong:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return words
        return ""

    def _shape(self, roles: Iterable[Role], new: bool) -> None:
        ticked = set(roles)
        for role, box in self.roles.items():
            box.setChecked(role in ticked)
        for field in (self.password, self.again, self.pin):
            field.clear()
        self.password.setPlaceholderText(
            self.tr("best a whole sentence") if new else self.tr("only if she forgot hers")
        )
        self._fields.setRowVisible(self.name, new)
        self._fields.setRowVisible(self.pin, not new)
        for button in (self.badge, self.lost, self.remove):
            button.setVisible(not new)
