"""The survey's check: the head to compare with, then what was found; beside it what the file says of itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop import __version__, errors
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import CheckResult


class CheckView(QWidget):
    """Two cards and a table of problems that is only there when there are some."""

    submitted = Signal()

    def __init__(self, theme: Theme, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        unit = theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        told = QLabel(card)
        told.setWordWrap(True)
        told.setProperty("role", "muted")
        told.setText(
            self.tr(
                "The check reads the whole file, follows every history from its first fact, works the survey out anew "
                "from it and compares. A cut or rewritten history shows only against a head that was printed: type one "
                "from a report or package."
            )
        )
        self.head = QLineEdit(card)
        self.head.setAccessibleName(self.tr("Printed head to compare with"))
        self.head.setPlaceholderText(self.tr("64 characters; may stay empty"))
        self.head.returnPressed.connect(self.submitted)
        self.result = QLabel(card)
        self.result.setWordWrap(True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        fields = QFormLayout()
        fields.setHorizontalSpacing(unit * 2)
        fields.addRow(self.tr("Printed head to compare with"), self.head)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[unit * 2] * 4)
        inside.setSpacing(unit)
        inside.addWidget(told)
        inside.addLayout(fields)
        inside.addWidget(self.result)
        columns = [Column("", right=True), Column(self.tr("What is wrong"), stretch=True)]
        self.problems = Table(self.tr("Problems"), columns, self)
        self.problems.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit * 2)
        column.addWidget(card)
        column.addWidget(self.problems, 1)
        column.addStretch(0)
        self.forget()

    @property
    def printed(self) -> str | None:
        """The head typed, without the spaces that it is printed with; None where none is typed."""
        return "".join(self.head.text().split()).lower() or None

    def forget(self) -> None:
        """Not checked yet, or no longer as it was checked."""
        self._tell("muted", self.tr("Not checked in this sitting yet."))
        self.problems.hide()

    def show_result(self, found: CheckResult) -> None:
        """What the check found."""
        if found.ok:
            words = self.tr("✓ Nothing is wrong. {facts} facts, every one in its place.").format(
                facts=count(found.facts)
            )
            if self.printed is not None:
                words += " " + self.tr("The printed head is part of this history.")
            if found.salvaged is not None:
                words += " " + self.tr("The survey was salvaged from a damaged file; what it lacks is listed below.")
            self._tell("ok", words + "\n" + self.tr("Head: {head}").format(head=found.head))
        else:
            first = errors.words(found.problems[0][0], self._language, **found.problems[0][1])
            words = self.tr("✕ The survey does not pass. First problem: {problem}").format(problem=first)
            self._tell("error", words + "\n" + self.tr("Keep the file as it is and go on from the last backup."))
        self.problems.fill(
            [
                (number, errors.words(code, self._language, **params))
                for number, (code, params) in enumerate((*found.problems, *found.remarks), start=1)
            ]
        )
        self.problems.setVisible(bool(found.problems or found.remarks))

    def show_damage(self, words: str) -> None:
        """The file could not be read to its end."""
        self._tell("error", self.tr("✕ The survey does not pass. First problem: {problem}").format(problem=words))

    def _tell(self, role: str, words: str) -> None:
        self.result.setProperty("role", role)
        self.result.style().unpolish(self.result)
        self.result.style().polish(self.result)
        self.result.setText(words)
        self.result.setAccessibleName(words)


class AboutView(QWidget):
    """What the file says of itself; every value can be marked and copied."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        unit = theme.unit
        card = QFrame(self)
        card.setProperty("role", "card")
        self._form = QFormLayout(card)
        self._form.setContentsMargins(*[unit * 2] * 4)
        self._form.setHorizontalSpacing(unit * 3)
        self._form.setVerticalSpacing(unit)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # a hash has no place to break
        self.values: dict[str, QLabel] = {}
        for name, words in (
            ("title", self.tr("Title")), ("path", self.tr("File")), ("keys", self.tr("Key file, needed with it")),
            ("id", self.tr("Survey's id")), ("number", self.tr("Survey's number, first in its serials")),
            ("plan", self.tr("Plan")), ("plan_hash", self.tr("Hash of the plan")), ("form_hash", self.tr("Forms")),
            ("program", self.tr("Program")), ("head", self.tr("Head of the history, as it is now")),
        ):  # fmt: skip
            value = QLabel(card)
            value.setWordWrap(True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label = QLabel(words, card)
            label.setProperty("role", "muted")
            value.setAccessibleDescription(words)
            self._form.addRow(label, value)
            self.values[name] = value
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.addWidget(card)
        column.addStretch(1)

    def fill(self, survey: OpenSurvey) -> None:
        """Reads it anew: the head changes with every fact."""
        plan = survey.plan
        told = {
            "title": survey.about.title,
            "path": str(survey.place),
            "keys": survey.path.name + ".keys" if not survey.on_server else "key_file",
            "id": survey.about.id,
            "number": survey.about.number,
            "plan": f"{plan.id} · {plan.year}",
            "plan_hash": plan.sha256,
            "form_hash": "\n".join(f"{form.code} · {form.version} · {form.sha256}" for form in survey.forms.values()),
            "program": __version__,
            "head": queries.current_head(survey),
        }
        for name, value in told.items():
            self.values[name].setText(value)
            self.values[name].setAccessibleName(value)
