"""The card for one operator: a new one with a password, or the roles of one who is there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.role_words import role_meaning, role_name
from sipas_desktop.gui.theme import Theme


class OperatorCard(QFrame):
    """Name, roles each with what it may do, password twice. Says what is missing; writes nothing itself."""

    submitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._heading.setWordWrap(True)
        self.name, self.password, self.again = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self._fields = QFormLayout()
        self._fields.setVerticalSpacing(unit)
        self._fields.setHorizontalSpacing(unit * 2)
        for words, field in (
            (self.tr("Name"), self.name), (self.tr("Password"), self.password), (self.tr("Password again"), self.again),
        ):  # fmt: skip
            field.setAccessibleName(words)
            field.returnPressed.connect(self.submitted)
            if field is not self.name:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            self._fields.addRow(words, field)
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
        column.addStretch(1)
        self.editing = ""
        self.begin_new()

    def begin_new(self) -> None:
        """Empty, for somebody new."""
        self.editing = ""
        self._heading.setText(self.tr("New operator"))
        for field in (self.name, self.password, self.again):
            field.clear()
        self._shape((), new=True)

    def begin_roles(self, name: str, roles: Iterable[Role]) -> None:
        """The roles of ``name``; her name and password stay as they are."""
        self.editing = name
        self._heading.setText(self.tr("Roles of {name}").format(name=name))
        self.name.setText(name)
        self._shape(roles, new=False)

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
                not self.editing and self.password.text() != self.again.text(),
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
        for field in (self.name, self.password, self.again):
            self._fields.setRowVisible(field, new)
