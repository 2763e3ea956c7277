"""The card that makes a survey: plan, title, file, first administrator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.gui.access import SUFFIX, NewSurvey, PlanChoice
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip


class NewSurveyForm(QFrame):
    """Asks, checks what can be checked here, and hands a NewSurvey on."""

    submitted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, plans: Callable[[], Sequence[PlanChoice]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        unit = theme.unit
        title, told = QLabel(self.tr("New survey"), self), QLabel(self)
        title.setProperty("role", "title")
        told.setProperty("role", "status")
        told.setWordWrap(True)
        told.setText(self.tr("The plan brings ballot forms and rules. You become the survey's first administrator."))
        self.plan = QComboBox(self)
        self.plan.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plan.setMinimumContentsLength(20)
        self._plans = plans
        self._titles: dict[str, str] = {}  # of the plans, by their codes
        self.plan.currentIndexChanged.connect(self._plan_chosen)
        self.title, self.file, self.name = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.password, self.again = QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("best a whole sentence that only you know"))
        self.browse_button = KeyButton(self.tr("Choose …"), "F3", "", self)
        self.browse_button.clicked.connect(self.browse)
        self.make = KeyButton(self.tr("Make the survey"), "F2", "primary", self)
        self.make.clicked.connect(self.submitted)
        self.back = KeyButton(self.tr("Back"), "Esc", "", self)
        self.back.clicked.connect(self.back_wanted)
        self.again.returnPressed.connect(self.submitted)

        where = QHBoxLayout()
        where.setSpacing(unit)
        where.addWidget(self.file, 1)
        where.addWidget(self.browse_button)
        fields = QFormLayout()
        fields.setVerticalSpacing(unit)
        fields.setHorizontalSpacing(unit * 2)
        for words, widget in (
            (self.tr("Plan"), self.plan), (self.tr("Title"), self.title), (self.tr("File"), self.file),
            (self.tr("Your name"), self.name), (self.tr("Password"), self.password),
            (self.tr("Password again"), self.again),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            if widget is self.file:
                fields.addRow(words, where)
            else:
                fields.addRow(words, widget)
        actions = QHBoxLayout()
        actions.addWidget(self.make)
        actions.addStretch(1)
        actions.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[unit * 3] * 4)
        column.setSpacing(unit * 2)
        column.addWidget(title)
        column.addWidget(told)
        column.addLayout(fields)
        column.addLayout(actions)
        for one, two in ((self.plan, self.title), (self.title, self.file), (self.file, self.browse_button),
                         (self.browse_button, self.name), (self.name, self.password), (self.password, self.again),
                         (self.again, self.make), (self.make, self.back)):  # fmt: skip
            QWidget.setTabOrder(one, two)

    def load(self) -> None:
        """Lists the plans, once; reading them all would slow down the start of the program."""
        if not self.plan.count():
            self._titles = {choice.id: choice.title for choice in self._plans()}
            for code, title in self._titles.items():  # titles of several begin alike, for longer than the line
                self.plan.addItem(f"{code} · {title}", code)

    def focus_first(self) -> None:
        """The cursor to the plan."""
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def wanted(self) -> NewSurvey | str:
        """What is asked for, or words that say what is missing; then the cursor stands in that field."""
        file, title, name = self.file.text().strip(), self.title.text().strip(), self.name.text().strip()
        for missing, field, words in (
            (self.plan.currentIndex() < 0, self.plan, self.tr("Choose a plan.")),
            (not title, self.title, self.tr("Type the survey's title.")),
            (not file, self.file, self.tr("Choose where the survey's file shall be (F3).")),
            (not name, self.name, self.tr("Type your name.")),
            (not self.password.text(), self.password, self.tr("Choose a password.")),
            (self.password.text() != self.again.text(), self.again, self.tr("The two passwords are not the same.")),
        ):
            if missing:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return words
        path = Path(file)
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        return NewSurvey(path, self.plan.currentData(), title, name, self.password.text())

    def browse(self) -> None:
        """Asks where the file shall be."""
        kinds = self.tr("Surveys (*{suffix})").format(suffix=SUFFIX)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("New survey"), self.file.text(), kinds)
        if chosen:
            self.file.setText(chosen)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _plan_chosen(self) -> None:
        if self.plan.currentIndex() >= 0:
            self.title.setText(self._titles[self.plan.currentData()])
            self.title.setCursorPosition(0)
            self.plan.setToolTip(tip(self.title.text()))
            self.file.setText(str(Path.home() / f"{self.plan.currentData()}{SUFFIX}"))
