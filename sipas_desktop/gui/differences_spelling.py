"""Differences that are only spelled otherwise: a list to look at, some taken out of it, all others decided at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.form import Kind
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.gui.seen import seen_on
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.keyed import Bulk, decide_spellings
from sipas_desktop.store.queries import SpellingDifference, spelling_differences

ALIKE = "✓"


class SpellingView(PagePart):
    """``doubted`` are the fields (serial, question) that she took out: they are decided one by one."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._found: dict[tuple[str, str], SpellingDifference] = {}
        self._catalogues: Mapping[Kind, Catalogue] = {}
        self.doubted: set[tuple[str, str]] = set()
        self.told = QLabel(self)
        self.told.setProperty("role", "strong")
        self.told.setWordWrap(True)
        self.table = Table(
            self.tr("Differences of spelling alone"),
            [
                Column(self.tr("Ballot")),
                Column(self.tr("Question")),
                Column(self.tr("Left"), stretch=True),
                Column(self.tr("Right"), stretch=True),
                Column(self.tr("Is taken"), stretch=True),
                Column(self.tr("Equal")),
            ],
            self,
        )
        self.table.opened.connect(self.toggle)
        self.table.chosen.connect(self._show_whole)
        self.whole = QLabel(self)  # long words are cut in the table, and the difference may be where they are cut
        self.whole.setWordWrap(True)
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        hint = QLabel(self.tr("Enter on a line takes it out of the list, to be decided by the paper."), self)
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        self.decide = KeyButton(self.tr("Take as equal"), "F7", "", self)
        self.decide.clicked.connect(self.decide_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(page.desk.theme.unit)
        for part in (self.told, self.table, self.whole, hint, self.decide):
            column.addWidget(part)

    def look(self, catalogues: Mapping[Kind, Catalogue]) -> None:
        """Goes through all ballots that differ, beside the window; what was taken out of the list before stays out."""
        self._catalogues = catalogues
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> tuple[SpellingDifference, ...]:
            return spelling_differences(survey, progress)

        self._page.start(self.tr("Looking for differences of spelling alone"), work, self._take)

    def _take(self, found: Sequence[SpellingDifference]) -> None:
        self._found = {(each.found.serial, each.found.question): each for each in found}
        seen_on(self._page.desk).update(serial for serial, _ in self._found)
        self._fill()

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The fields that are decided together."""
        return [field for field in self._found if field not in self.doubted]

    def toggle(self, row: tuple[object, ...]) -> None:
        """The line is taken out, or is in the list again."""
        self.doubted ^= {(str(row[-2]), str(row[-1]))}
        at = self.table.view.currentIndex().row()
        self._fill()
        self.table.view.selectRow(at)

    def decide_all(self) -> None:
        """Decides the lines that are left, each in its ballot's own transaction."""
        survey, chosen = self._page.desk.survey, self.chosen
        if not chosen:
            self._page.notify("attention", self.tr("No line is left to be taken as equal."))
            return

        def work(progress: Callable[[int, int], None]) -> tuple[Bulk, tuple[SpellingDifference, ...]]:
            return decide_spellings(survey, chosen, progress), spelling_differences(survey)

        self._page.start(self.tr("Taking spellings as equal"), work, self._done)

    def _done(self, result: tuple[Bulk, tuple[SpellingDifference, ...]]) -> None:
        bulk, left = result
        self._take(left)
        self._page.refresh()
        if bulk.refused:
            self._page.refuse(bulk.refused[0].refusal)
        else:
            words = self.tr("%n difference(s) of spelling decided.", "", bulk.done)
            self._page.notify("ok", words)
            self._page.desk.sound.accepted()
        self._page.survey_changed.emit()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_whole(self) -> None:
        row = self.table.current()
        self.whole.setText("" if row is None else f"{row[2]}\n{row[3]}")

    def _fill(self) -> None:
        forms = self._page.desk.survey.forms
        rows = []
        for field, each in self._found.items():
            question = forms[each.found.form].by_code[each.found.question]
            values = (each.found.a, each.found.b, each.taken)
            said = [answer_words(question, value, self._catalogues) for value in values]
            counts = "" if field in self.doubted else ALIKE
            told = (serials.show(each.found.serial), question.number or question.label)
            rows.append((*told, *said, counts, *field))
        self.table.fill(rows)
        if rows and self.table.current() is None:
            self.table.view.selectRow(0)
        words = self.tr("%n place(s) differ only in spaces, capitals or the place of tone marks.", "", len(rows))
        self.told.setText(words)
        self.decide.setEnabled(bool(self.chosen))
        self._show_whole()
