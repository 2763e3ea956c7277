"""When a reminder is due, by when its ballot is wanted back, and whether only those ballots are listed."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from sipas_desktop.gui.day_field import DayField
from sipas_desktop.gui.page import Desk

KEPT = "remind after"  # what somebody said in place of the plan, as long as she is signed in


class DueBar(QWidget):
    """A line above the list. ``prints``: whether the deadline of a letter is asked for."""

    left = Signal()  # back to the serial field
    other_days = Signal()  # other ballots are due
    turned = Signal()  # only those that are due, or all again

    def __init__(self, desk: Desk, prints: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept, plan, theme = desk.kept, desk.survey.plan, desk.theme
        self._planned = plan.post.remind_after
        self.only_due = QCheckBox(self.tr("Only ballots to be reminded of (F5)"), self)
        self.only_due.setAccessibleName(self.tr("Only ballots to be reminded of"))
        self.only_due.toggled.connect(self.turned)
        self.after = QLineEdit(str(self._said() or ""), self)
        self.after.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,3}"), self.after))
        self.after.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.after.setAccessibleName(self.tr("Days until a reminder is due (F3)"))
        self.after.setFixedWidth(theme.px(56))
        self.after.editingFinished.connect(self._after_given)
        self.after.returnPressed.connect(self.left)
        self.deadline = DayField(self.tr("Wanted back by"), plan.fieldwork[1], theme, self)
        self.deadline.returnPressed.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        row.addWidget(self.only_due)
        row.addStretch(1)
        for words, control, asked in (
            (self.after.accessibleName(), self.after, True), (self.deadline.accessibleName(), self.deadline, prints),
        ):  # fmt: skip
            caption = QLabel(words, self)
            caption.setProperty("role", "small")
            caption.setBuddy(control)
            for widget in (caption, control):
                row.addWidget(widget)
                widget.setVisible(asked)

    @property
    def days(self) -> int | None:
        """Days after sending; None where neither the plan nor anybody says."""
        return int(self.after.text() or 0) or None

    def choose_days(self) -> None:
        """The keyboard on the days until a reminder is due; Enter leads back."""
        self.after.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.after.selectAll()

    def _said(self) -> int | None:
        said: int | None = self._kept.get(KEPT, self._planned)
        return said

    def _after_given(self) -> None:
        if self.days != self._said():
            self._kept[KEPT] = self.days
            self.other_days.emit()
