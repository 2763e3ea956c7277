"""The skips of a question in editing: a line each, "when the answer is … go to …", in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sipas_desktop.domain import form_edit_skips as edit
from sipas_desktop.domain.form import END, Skip
from sipas_desktop.domain.form_edit import Draft
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.form_lines import Choice, Line
from sipas_desktop.gui.form_panel import FieldPanel, Then


class SkipFields(QObject):
    """The lines of the question that ``panel`` shows, and the key that adds one."""

    def __init__(self, panel: FieldPanel) -> None:
        super().__init__(panel.inside)
        self._panel = panel
        self._lines = len(self._skips)
        if self._lines:
            panel.say(self.tr("Skips"))
        for at in range(self._lines):
            self._add_line(at)
        self.more = KeyButton(self.tr("One more skip"), "Alt+J", "flat", panel.inside)
        self.more.clicked.connect(self.add)
        self.more.setEnabled(edit.free_skip(panel.draft, panel.place) is not None)
        panel.form.addRow(self.more)

    def add(self) -> None:
        """One more skip; the cursor goes to its answer."""
        panel = self._panel
        panel.finish()
        free = edit.free_skip(panel.draft, panel.place)
        if free is not None:
            at = self._lines
            panel.reshaped.emit(edit.set_skips(panel.draft, panel.place, [*self._skips, free]))
            panel.focus(f"when{at}")

    def refresh(self) -> None:
        """Answers and questions in the words that they have now."""
        fields = self._panel.fields
        for at, skip in enumerate(self._skips[: self._lines]):
            for name, choices, now in (
                (f"when{at}", self._answers(), "".join(skip.when)),
                (f"to{at}", self._targets(), skip.to),
            ):
                field = fields.get(name)
                if isinstance(field, Choice):
                    field.fill(choices, now)

    @property
    def _skips(self) -> tuple[Skip, ...]:
        return edit.skips_of(self._panel.row)

    def _add_line(self, at: int) -> None:
        panel, skip = self._panel, self._skips[at]
        inside = QWidget(panel.inside)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        when: QWidget
        if edit.answers(panel.draft, panel.place) is None:
            when = line = Line(", ".join(skip.when), inside)
            panel.join(line, _When(self, at).numbers)
        else:
            when = panel.combo(self._answers(), "".join(skip.when), _When(self, at).answer, inside)
        to = panel.combo(self._targets(), skip.to, _When(self, at).target, inside)
        away = KeyButton(self.tr("Take away"), "", "flat", inside)
        away.clicked.connect(Then(panel, _Nothing(), _When(self, at).gone, panel.reshaped).go)
        for row, (name, words, field) in enumerate(
            (
                (f"when{at}", self.tr("Answer"), when),
                (f"to{at}", self.tr("Go to"), to),
                (f"away{at}", "", away),
            )
        ):
            label = QLabel(words, inside)
            label.setProperty("role", "muted")
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft if field is away else Qt.AlignmentFlag(0))
            panel.fields[name] = field
            said = self.tr("Skip {number}: {what}").format(number=at + 1, what=words or away.words)
            field.setAccessibleName(said)
        panel.form.addRow(inside)

    def _answers(self) -> list[tuple[str, str]]:
        known = edit.answers(self._panel.draft, self._panel.place) or ()
        return [(f"{code} {label}", code) for code, label in known]

    def _targets(self) -> list[tuple[str, str]]:
        found = [
            (". ".join(part for part in (each.number, each.words) if part), each.code)
            for each in edit.targets(self._panel.draft, self._panel.place)
        ]
        return [*found, (QCoreApplication.translate("SkipFields", "the end of the respondent's part"), END)]


class _Nothing:
    """In the place of a field that says nothing."""

    value = ""


class _When:
    """What the fields of one line make of the form."""

    def __init__(self, fields: SkipFields, at: int) -> None:
        self._fields, self._at = fields, at

    def numbers(self, text: str) -> Draft:
        """Other numbers lead on."""
        when = tuple(part for part in re.split(r"[\s,;]+", text) if part)
        return self._with([Skip(when, self._now.to)])

    def answer(self, value: str) -> Draft:
        """Another answer leads on."""
        return self._with([Skip((value,), self._now.to)])

    def target(self, value: str) -> Draft:
        """It leads elsewhere."""
        return self._with([Skip(self._now.when, value)])

    def gone(self, _: str) -> Draft:
        """It leads nowhere."""
        return self._with([])

    @property
    def _now(self) -> Skip:
        return self._fields._skips[self._at]

    def _with(self, skips: Sequence[Skip]) -> Draft:
        panel, at = self._fields._panel, self._at
        before = self._fields._skips
        return edit.set_skips(panel.draft, panel.place, [*before[:at], *skips, *before[at + 1 :]])
