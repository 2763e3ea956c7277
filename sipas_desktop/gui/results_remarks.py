"""The office's remarks beside the report's pages: one section at a time, kept by Ctrl+S."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.fact import VIETNAM
from sipas_desktop.domain.remark import DRAFTED, About, Section, tidied
from sipas_desktop.errors import Refusal, words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter, Remark

_KEPT = "results.remarks"  # what was typed and not kept yet, by report and section


class RemarksView(PagePart):
    """What the office writes into the report on the ballots that are chosen; the figures never touch it."""

    kept = Signal()

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(page, parent)
        theme = page.desk.theme
        self._chosen, self._held = Filter(), dict[Section, Remark]()
        self.section = QComboBox(self)
        self.section.setAccessibleName(self.tr("Section of the report"))
        for section in Section:
            title = words(f"remarks.section_{section.value}", page.desk.language)
            self.section.addItem(title[:1].upper() + title[1:], section)
        self.section.setCurrentIndex(list(Section).index(Section.SHORTCOMINGS))
        label = QLabel(self.tr("Remark on"), self)
        label.setProperty("role", "muted")
        label.setBuddy(self.section)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The office's words"))
        self.state = QLabel(self)
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        self.keep = KeyButton(self.tr("Keep"), "Ctrl+S", "", self)
        self.draft = KeyButton(self.tr("Take the draft"), "F7", "", self)
        row = QHBoxLayout()
        row.setSpacing(theme.unit)
        row.addWidget(self.draft)
        row.addStretch(1)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        for widget in (label, self.section):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        column.addWidget(self.state)
        column.addLayout(row)
        self.section.currentIndexChanged.connect(self._show)
        self.text.textChanged.connect(self._typed)
        self.keep.clicked.connect(self.keep_text)
        self.draft.clicked.connect(self.take_draft)

    def load(self, chosen: Filter) -> None:
        """The remarks of the report on the chosen ballots, as the survey holds them."""
        self._chosen = chosen
        held = queries.remarks(self._page.desk.survey, self._about)
        self._held = {each.section: each for each in held}
        self._show()

    def keep_text(self) -> None:
        """Writes what stands here into the survey; nothing at all takes the remark away."""
        page, section = self._page, self._section
        survey, text = page.desk.survey, self.text.toPlainText()
        try:
            if tidied(text):
                workflow.write_remark(survey, section.value, text, self._about)
            else:
                workflow.clear_remark(survey, section.value, self._about)
        except Refusal as refusal:
            page.refuse(refusal)
            return
        self._unkept.pop((self._about.key, section), None)
        page.notice.clear()
        page.survey_changed.emit()
        self.load(self._chosen)
        self.kept.emit()

    def take_draft(self) -> None:
        """What the program would say of this section, under what stands here already."""
        if self._section not in DRAFTED:
            return
        survey, chosen, section = self._page.desk.survey, self._chosen, self._section.value

        def work(progress: Callable[[int, int], None]) -> str:
            from sipas_desktop.jobs.remarks import draft_of

            progress(0, 1)
            return draft_of(survey, chosen, section)

        self._page.start(self.tr("Drafting from the figures"), work, self._drafted)

    def _drafted(self, draft: str) -> None:
        before = tidied(self.text.toPlainText())
        self.text.setPlainText(f"{before}\n{draft}" if before else draft)
        self.text.setFocus()

    @property
    def _section(self) -> Section:
        return Section(self.section.currentData())

    @property
    def _about(self) -> About:
        chosen = self._chosen
        return About(chosen.group, chosen.unit, chosen.wave, chosen.until, chosen.channel)

    @property
    def _unkept(self) -> dict[tuple[str, Section], str]:
        found: dict[tuple[str, Section], str] = self._page.desk.kept.setdefault(_KEPT, {})
        return found

    def _show(self) -> None:
        """The section's words: those that were typed and not kept, else those of the survey."""
        section = self._section
        held = self._held.get(section)
        text = self._unkept.get((self._about.key, section), held.text if held else "")
        self.text.blockSignals(True)
        self.text.setPlainText(text)
        self.text.blockSignals(False)
        drafted = section in DRAFTED
        self.draft.setEnabled(drafted)
        self.text.setPlaceholderText(
            self.tr("Nothing is written: the draft from the figures is printed, marked as a draft.")
            if drafted
            else self.tr("Nothing is written. What is written here is printed after the program's sentences.")
        )
        self._tell()

    def _typed(self) -> None:
        held = self._held.get(self._section)
        place, text = (self._about.key, self._section), self.text.toPlainText()
        if text == (held.text if held else ""):
            self._unkept.pop(place, None)
        else:
            self._unkept[place] = text
        self._tell()

    def _tell(self) -> None:
        """Whether what stands here is kept, and since when."""
        held = self._held.get(self._section)
        unkept = (self._about.key, self._section) in self._unkept
        self.keep.setEnabled(unkept)
        if unkept:
            self.state.setText(self.tr("Not kept yet: Ctrl+S keeps it."))
        elif held is not None:
            at = datetime.fromisoformat(held.at) + VIETNAM
            self.state.setText(self.tr("Kept {when}.").format(when=at.strftime("%d/%m/%Y %H:%M")))
        else:
            self.state.setText("")
