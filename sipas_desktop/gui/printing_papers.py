"""The other paper of a survey on the printing page: choose what, for which unit, save it as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLabel

from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.post import LetterKind
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.papers import (
    Papered,
    Wanted,
    make_assignment,
    make_envelopes,
    make_letters,
    make_return_envelopes,
)
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.slips import Part, make_handover, make_instructions
from sipas_desktop.paper.envelope import EnvelopeSize
from sipas_desktop.store.database import OpenSurvey

# What there is → the beginning of its file's name: without accents, for old printers, and without anybody's name.
STEMS: Final = {
    "envelopes": "phong-bi",
    "return-envelopes": "phong-bi-gui-lai",
    "letters": "thu-moi",
    "reminders": "thu-nhac",
    "assignment": "phat-thu",
    "handover": "giao-nhan",
    "handover-printed": "giao-nhan-in",
    "instructions": "huong-dan",
}
SIZED: Final = ("envelopes", "return-envelopes")
BY_UNIT: Final = ("envelopes", "letters", "reminders", "assignment", "handover", "handover-printed")


class PapersCard(QFrame):
    """Which paper, which envelope, which unit, and the button that saves it."""

    made = Signal(Path)  # a file is there

    def __init__(self, plan: Plan, folder: Path, theme: Theme, page: Page) -> None:
        super().__init__(page)
        self.setProperty("role", "card")
        self._page, self._folder, self._out = page, folder, folder
        self.kind, self.envelope, self.unit = (QComboBox(self) for _ in range(3))
        names = {
            "envelopes": self.tr("Envelopes"),
            "return-envelopes": self.tr("Return envelopes"),
            "letters": self.tr("Cover letters"),
            "reminders": self.tr("Reminders"),
            "assignment": self.tr("Interviewers' list"),
            "handover": self.tr("Hand-over slip: returned ballots"),
            "handover-printed": self.tr("Hand-over slip: printed ballots"),
            "instructions": self.tr("Instructions for interviewers"),
        }
        for kind, name in names.items():
            if kind != "assignment" or plan.identity is not Identity.ANONYMOUS:
                self.kind.addItem(name, kind)
        for size in EnvelopeSize:
            self.envelope.addItem(size.value)
        for box in (self.kind, self.unit):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
        caption = QLabel(self.tr("Other paper"), self)
        caption.setBuddy(self.kind)
        self.kind.setAccessibleName(caption.text())
        self.envelope.setAccessibleName(self.tr("Size of the envelope"))
        self.unit.setAccessibleName(self.tr("Unit of the other paper"))
        self.save = KeyButton(self.tr("Save …"), "F4", "", self)
        self.save.clicked.connect(self.save_paper)
        unit = theme.unit
        choices = QHBoxLayout()
        choices.setSpacing(unit)
        choices.addWidget(self.envelope)
        choices.addWidget(self.unit, 1)
        choices.addStretch(0)
        choices.addWidget(self.save)
        grid = QGridLayout(self)  # two lines: the preview beside it needs its width
        grid.setContentsMargins(unit * 2, unit, unit * 2, unit)
        grid.setSpacing(unit)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.kind, 0, 1)
        grid.addLayout(choices, 1, 1)
        grid.setColumnStretch(1, 1)
        self.set_units([])
        self.kind.currentIndexChanged.connect(self._show_choices)
        self._show_choices()

    @property
    def chosen(self) -> str:
        """One of ``STEMS``."""
        return str(self.kind.currentData())

    def set_units(self, units: Sequence[tuple[str, str]]) -> None:
        """The (code or name, words) of units that paper may be made for alone."""
        before = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(self.tr("all units"), None)
        for code, words in units:
            self.unit.addItem(words, code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(before)))
        self._show_choices()

    def save_paper(self) -> None:
        """Asks where to, and makes the file in the background."""
        page = self._page
        start = str(free_name(self._folder, STEMS[self.chosen]))
        found, _ = QFileDialog.getSaveFileName(self, self.kind.currentText(), start, "PDF (*.pdf)")
        if not found:
            return
        path = Path(found)
        self._out = path if path.suffix else path.with_suffix(".pdf")
        survey, make, out = page.desk.survey, self._maker(), self._out

        def work(progress: Callable[[int, int], None]) -> Papered:
            return make(survey, out, progress)

        page.start(self.kind.currentText(), work, self._saved)

    def _maker(self) -> Callable[[OpenSurvey, Path, Progress], Papered]:
        """What makes the chosen paper, as everything is chosen now."""
        size = EnvelopeSize(self.envelope.currentText())
        unit = self.unit.currentData() if self.unit.isVisibleTo(self) else None
        match self.chosen:
            case "envelopes":
                return lambda survey, out, heard: make_envelopes(survey, out, Wanted(unit), size, heard)
            case "return-envelopes":
                return lambda survey, out, heard: make_return_envelopes(survey, out, size)
            case "letters":
                return lambda survey, out, heard: make_letters(
                    survey, out, LetterKind.COVER, Wanted(unit), progress=heard
                )
            case "reminders":
                return lambda survey, out, heard: make_letters(
                    survey, out, LetterKind.REMINDER, Wanted(unit), progress=heard
                )
            case "assignment":
                return lambda survey, out, heard: make_assignment(survey, out, unit=unit, progress=heard)
            case "handover":
                return lambda survey, out, heard: make_handover(survey, out, Part(unit))
            case "handover-printed":
                return lambda survey, out, heard: make_handover(survey, out, Part(unit), returned=False)
            case _:
                return lambda survey, out, heard: make_instructions(survey, out)

    def _saved(self, made: Papered) -> None:
        page, number = self._page, QLocale().toString
        words = self.tr("{file}: {pages} pages. F10 opens it for printing.")
        words = words.format(file=self._out.name, pages=number(made.pages))
        if made.personal:
            words += " " + self.tr("It names people: give it only to those whose task it is.")
        self.made.emit(self._out)
        page.notify("ok", words)
        page.desk.sound.accepted()
        if made.head:
            page.survey_changed.emit()

    def _show_choices(self) -> None:
        self.envelope.setVisible(self.chosen in SIZED)
        self.unit.setVisible(self.chosen in BY_UNIT and self.unit.count() > 1)


def free_name(folder: Path, stem: str) -> Path:
    """A PDF in ``folder`` that is not there yet: thu-moi-01.pdf, thu-moi-02.pdf …"""
    number = 1
    while (path := folder / f"{stem}-{number:02d}.pdf").exists():
        number += 1
    return path
