"""The first part of the plan page: what the plan says, and how many ballots it asks for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_answer import answer
from sipas_desktop.gui import plan_words
from sipas_desktop.gui.printing_order import read_count
from sipas_desktop.gui.theme import Theme


class PlanSummary(QWidget):
    """Captions and texts on the left, the calculator of the quota on the right."""

    def __init__(
        self, plan: Plan, forms: Mapping[str, Form], theme: Theme, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        scroll = QScrollArea(self)  # a plan is long: arrows and Page Down scroll it
        scroll.setWidget(self._card(plan_words.lines(plan, forms), theme))
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(self.tr("The plan in words"))
        self.quota = QuotaCard(plan, theme, language, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.unit * 2, 0, 0)
        row.setSpacing(theme.unit * 2)
        row.addWidget(scroll, 3)
        row.addWidget(self.quota, 2, Qt.AlignmentFlag.AlignTop)

    def _card(self, said: list[tuple[str, str]], theme: Theme) -> QFrame:
        card = QFrame(self)
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        unit = theme.unit
        grid.setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 2)
        grid.setHorizontalSpacing(unit * 2)
        grid.setVerticalSpacing(unit)
        for line, (words, text) in enumerate(said):
            caption, value = QLabel(words, card), QLabel(text, card)
            caption.setProperty("role", "muted")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(said), 1)
        return card


class QuotaCard(QFrame):
    """The rule in words, and what it asks for a number of transactions."""

    def __init__(self, plan: Plan, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan, self._language = plan, language
        self.setProperty("role", "card")
        unit = theme.unit
        column = QVBoxLayout(self)
        column.setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 2)
        column.setSpacing(unit)
        title = QLabel(self.tr("Least number of ballots"), self)
        title.setProperty("role", "heading")
        column.addWidget(title)
        rule = plan_words.quota(plan, language)
        for words in rule or [self.tr("The plan states none.")]:
            label = QLabel(words[:1].upper() + words[1:], self)
            label.setWordWrap(True)
            column.addWidget(label)
        self.transactions = QLineEdit(self)
        self.transactions.setAccessibleName(self.tr("Transactions in the year"))
        self.transactions.setPlaceholderText(self.tr("for instance 667"))
        self.transactions.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.transactions.textChanged.connect(self._count)
        self.answer, self._why = QLabel(self), QLabel(self)
        self.answer.setProperty("role", "figure")
        self._why.setProperty("role", "muted")
        self._why.setWordWrap(True)
        self._why.setMinimumHeight(self._why.fontMetrics().lineSpacing() * 2)
        if rule:
            caption = QLabel(self.tr("Transactions in the year"), self)
            caption.setProperty("role", "small")
            caption.setBuddy(self.transactions)
            for widget in (caption, self.transactions, self.answer, self._why):
                column.addWidget(widget)
        for widget in (self.transactions, self.answer, self._why):
            widget.setVisible(bool(rule))
        self._count()

    def _count(self) -> None:
        transactions = read_count(self.transactions.text())
        if transactions is None:
            self.answer.setText("–")
            self._why.clear()
            return
        found = answer(self._plan.quotas, transactions, {})
        self.answer.setText("–" if found.required is None else self.tr("%Ln ballot(s)", "", found.required))
        why = found.words(self._language, self._plan.titles)
        self._why.setText(why[:1].upper() + why[1:])
