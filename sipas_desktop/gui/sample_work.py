"""What is done with the lists: drawn, a member replaced, minutes and templates written."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs import draws
from sipas_desktop.jobs.collecting import write_templates
from sipas_desktop.jobs.minutes import make_minutes
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import SampleDrawn

if TYPE_CHECKING:
    from sipas_desktop.gui.sample import SamplePage


class WorkBar(QWidget):
    """The buttons for the lists."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draw = KeyButton(self.tr("Draw lists …"), "F7", "", self)
        self.minutes = KeyButton(self.tr("Minutes …"), "Ctrl+P", "", self)
        self.templates = KeyButton(self.tr("Templates …"), "Ctrl+T", "", self)
        self.folder = KeyButton(self.tr("Read a folder …"), "F11", "", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        for button in (self.draw, self.minutes, self.templates, self.folder):
            row.addWidget(button)
        row.addStretch(1)


class ReplaceBar(QFrame):
    """Who was chosen to be replaced, why, and whether by somebody of another part."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.who = QLabel(self)
        self.who.setWordWrap(True)
        self.elsewhere = QCheckBox(self.tr("from another part"), self)
        self.elsewhere.setToolTip(self.tr("where the reserve of the member's own part is used up"))
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(self.tr("Why the chosen member is replaced"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.replace = KeyButton(self.tr("Replace"), "F12", "", self)
        line = QHBoxLayout()
        line.setSpacing(theme.unit)
        line.addWidget(self.reason, 1)
        line.addWidget(self.elsewhere)
        line.addWidget(self.replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.unit * 2, theme.unit, theme.unit * 2, theme.unit)
        column.setSpacing(theme.unit)
        column.addWidget(self.who)
        column.addLayout(line)
        self.show_chosen(None)

    def show_chosen(self, row: tuple[Any, ...] | None) -> None:
        """The line of the members' table that is chosen; None where nobody of the official list is."""
        if row is None:
            self.who.setText(self.tr("To replace somebody, choose them in the table: a member of the official list."))
            return
        words = self.tr("Replace no. {number}, {name} ({unit}), by the next of the reserve:")
        self.who.setText(words.format(number=row[0], name=row[2], unit=row[5] or "–"))


class SampleWork(QObject):
    """Does it for the page of the sample list, which it holds weakly (``PagePart``)."""

    def __init__(self, page: SamplePage) -> None:
        super().__init__(page)
        self._page_ref = weakref.ref(page)
        self.drawing = False  # whether the form of a draw is open
        page.bar.draw.clicked.connect(self.open_form)
        page.bar.minutes.clicked.connect(self.save_minutes)
        page.bar.templates.clicked.connect(self.write_templates)
        page.replacing.replace.clicked.connect(self.replace_member)
        page.replacing.reason.returnPressed.connect(self.replace_member)

    @property
    def _page(self) -> SamplePage:
        page = self._page_ref()
        assert page is not None
        return page

    # -- drawing --------------------------------------------------------------------------------------------

    def open_form(self) -> None:
        """The form of a draw, with a new random seed."""
        page = self._page
        page.form.clear()
        survey = page.desk.survey
        page.form.show_last(queries.draws(survey), queries.sample_counts(survey).frame)
        self.drawing = True
        page.show_state()
        page.focus_first()

    def close_form(self) -> None:
        """The form is put away."""
        self.drawing = False

    def draw_now(self) -> None:
        """Draws as the form says."""
        page = self._page
        asked, survey = page.form.read(), page.desk.survey
        if asked is None:
            page.notify("attention", self.tr("Seed and number of members are whole numbers."))
            return

        def work(progress: Callable[[int, int], None]) -> SampleDrawn:
            frame = workflow.frame_to_draw(survey, asked.again)
            wanted = asked.of(survey, frame)
            return draws.draw_sample(survey, wanted, again=asked.again, reason=asked.reason, progress=progress)

        page.start(self.tr("Drawing"), work, self._drawn)

    def _drawn(self, made: SampleDrawn) -> None:
        page = self._page
        self.drawing = False
        page.refresh()
        page.show_state()
        page.focus_first()
        number = QLocale().toString
        last = queries.draws(page.desk.survey)[-1]
        words = self.tr("Drawn: {official} official, {reserve} in reserve, of {rows} rows of the frame.").format(
            official=number(last.official), reserve=number(last.reserve), rows=number(last.rows)
        )
        short = last.official_asked - last.official
        if short:
            words += " " + self.tr("The frame lacks {count} official members: the minutes say where.").format(
                count=number(short)
            )
        page.notify("attention" if short else "ok", words)
        page.survey_changed.emit()

    # -- replacing ------------------------------------------------------------------------------------------

    def replace_member(self) -> None:
        """The next of the reserve comes in the place of the chosen member."""
        page, bar = self._page, self._page.replacing
        row = page.members.current()
        if row is None:
            page.notify("attention", self.tr("Choose the member of the official list to be replaced."))
            return
        try:
            by = workflow.replace_member(
                page.desk.survey, row[-1], bar.reason.text(), elsewhere=bar.elsewhere.isChecked()
            )
        except Refusal as refusal:
            page.refuse(refusal)
            bar.reason.setFocus()
            return
        bar.reason.clear()
        bar.elsewhere.setChecked(False)
        page.refresh()
        page.members.select(QLocale().toString(by))
        page.notify("ok", self.tr("Number {by} came in the place of number {out}.").format(by=by, out=row[-1]))
        page.survey_changed.emit()

    # -- files ----------------------------------------------------------------------------------------------

    def save_minutes(self) -> None:
        """The minutes of the last draw, as PDF or Word."""
        page = self._page
        beside = page.desk.survey.beside("bien-ban-chon-mau.pdf")
        words = page.bar.minutes.words
        found, _ = QFileDialog.getSaveFileName(page, words, str(beside), "PDF (*.pdf);;Word (*.docx)")
        if not found:
            return
        survey, out = page.desk.survey, Path(found)

        def work(_progress: Callable[[int, int], None]) -> Path:
            make_minutes(survey, out)
            return out

        page.start(self.tr("Writing the minutes"), work, self._minuted)

    def _minuted(self, path: Path) -> None:
        self._page.notify("ok", self.tr("The minutes are in {file}.").format(file=path.name))

    def write_templates(self) -> None:
        """One list template an agency, into a folder."""
        page = self._page
        found = QFileDialog.getExistingDirectory(page, page.bar.templates.words, str(page.desk.survey.home))
        if not found:
            return
        survey = page.desk.survey

        def work(_progress: Callable[[int, int], None]) -> int:
            return write_templates(survey, Path(found))

        page.start(self.tr("Writing templates"), work, self._templated)

    def _templated(self, count: int) -> None:
        self._page.notify("ok", self.tr("%n template(s) written, one for each unit.", "", count))
