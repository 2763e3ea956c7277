"""Answers of online channels: a file is looked at by its mapping first; nothing is written before somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from sipas_desktop.domain.online import REASON_WORDS
from sipas_desktop.errors import words
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.import_notes import NotesView, note_rows
from sipas_desktop.gui.online_mapping import MappingView
from sipas_desktop.gui.page import Page, PagePart
from sipas_desktop.store import queries

if TYPE_CHECKING:
    from sipas_desktop.domain.online_mapping import OnlineMapping
    from sipas_desktop.exchange.online_columns import OnlineColumn
    from sipas_desktop.jobs.online import OnlineToTake

FILTERS = "Excel, CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.html *.htm);;* (*)"
MAPPINGS = "TOML (*.toml);;* (*)"


@dataclass(frozen=True)
class Seen:
    """A file with its columns, its mapping, and what would be taken; None where the mapping does not do yet."""

    path: Path
    columns: tuple[OnlineColumn, ...]
    mapping: OnlineMapping
    found: OnlineToTake | None
    why: str  # why nothing can be counted yet


class OnlineView(PagePart):
    """A tab of the transfer page. Long work runs as the page's own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        theme, home = page.desk.theme, page.desk.survey.home
        self._seen: Seen | None = None
        self.file = FileField(self.tr("File of the online channel"), "F11", FILTERS, home, theme, self)
        self.file.line.setPlaceholderText(self.tr("Excel or CSV: drop it here, or type its path"))
        self.file.picked.connect(self.look)
        self.mapping_file = FileField(self.tr("Mapping kept earlier"), "F12", MAPPINGS, home, theme, self)
        self.mapping_file.line.setPlaceholderText(self.tr("empty: guessed from the headings"))
        self.mapping_file.picked.connect(self.look)
        self.officials = FileField(self.tr("List of officials"), "Ctrl+O", FILTERS, home, theme, self)
        self.officials.line.setPlaceholderText(
            self.tr("officials' phones and accounts, whose answers do not count; read, and kept nowhere")
        )
        self.officials.picked.connect(self.look_again)
        plan = page.desk.survey.plan
        self.group = QComboBox(self)
        self.group.setAccessibleName(self.tr("Group whose form was answered"))
        for group in plan.groups:
            self.group.addItem(group.title, group.code)
        self.group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.group.setMinimumContentsLength(16)
        self.group.activated.connect(self._regrouped)
        self.comments = QCheckBox(self.tr("Keep rows with words only as comments"), self)
        self.comments.toggled.connect(self._commented)
        self.again = KeyButton(self.tr("Look at the file"), "F5", "", self)
        self.again.clicked.connect(self.look_again)
        self.keep = KeyButton(self.tr("Save mapping …"), "F10", "", self)
        self.keep.clicked.connect(self.save_mapping)
        self.take = KeyButton(self.tr("Take the answers"), "F7", "", self)
        self.take.clicked.connect(self.accept)
        self.counts = QLabel(self)
        self.counts.setWordWrap(True)
        self.mapping = MappingView(page.desk.survey.form_of_group(plan.groups[0].code), theme, self)
        self.mapping.changed.connect(self._remapped)
        self.rejected = NotesView(self.tr("Rejected rows"), theme, self)
        self.mapping.tabs.addTab(self.rejected, self.tr("Rejected rows"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.unit)
        for button in (self.again, self.keep, self.take):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.comments)
        groups = QHBoxLayout()
        groups.setSpacing(theme.unit)
        caption = QLabel(self.tr("Group"), self)
        caption.setProperty("role", "muted")
        caption.setBuddy(self.group)
        groups.addWidget(caption)
        groups.addWidget(self.group, 1)
        caption.setVisible(len(plan.groups) > 1)
        self.group.setVisible(len(plan.groups) > 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        for widget in (self.file, self.mapping_file, self.officials):
            column.addWidget(widget)
        column.addLayout(groups)
        column.addLayout(buttons)
        column.addWidget(self.counts)
        column.addWidget(self.mapping, 1)
        column.addStretch(0)  # without a mapping yet the fields stay at the top
        self._show_state()

    def refresh(self) -> None:
        """Says what was imported so far, while no file is looked at."""
        if self._seen is None:
            self._tell_imports()

    # -- looking --------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Reads the file by the mapping that was kept, or by one that is guessed. Writes nothing."""
        self._look(None)

    def look_again(self) -> None:
        """Reads the file by the mapping as it stands below; the first time as ``look``."""
        self._look(self.mapping.mapping if self._seen and self._seen.path == self.file.path else None)

    def _look(self, mapping: OnlineMapping | None) -> None:
        path, kept, officials = self.file.path, self.mapping_file.path, self.officials.path
        group = self.group.currentData()
        if path is None:
            self.file.line.setFocus()
            self._page.notify("attention", self.tr("Say which file holds the answers: F11 chooses one."))
            return
        survey, language = self._page.desk.survey, self._page.desk.language

        def work(progress: Callable[[int, int], None]) -> Seen:
            from sipas_desktop.errors import Refusal
            from sipas_desktop.exchange.online_columns import look_at
            from sipas_desktop.jobs import online

            progress(0, 2)
            used = mapping or (online.load_mapping(kept) if kept else online.guessed(survey, path, group))
            columns = look_at(path, online.form_for(survey, used), used)
            progress(1, 2)
            try:
                return Seen(path, columns, used, online.preview_online(survey, path, used, officials), "")
            except Refusal as refusal:
                return Seen(path, columns, used, None, refusal.words(language))

        self._page.start(self.tr("Reading {file}").format(file=path.name), work, self._looked)

    def _looked(self, seen: Seen) -> None:
        self._seen = seen
        survey, mapping = self._page.desk.survey, seen.mapping
        group = mapping.group or survey.plan.groups[0].code
        self.group.setCurrentIndex(max(self.group.findData(group), 0))
        self.mapping.set_form(survey.form_of_group(group))
        self.mapping.show_mapping(seen.columns, mapping)
        self.comments.blockSignals(True)
        self.comments.setChecked(mapping.rules.comments)
        self.comments.blockSignals(False)
        found = seen.found
        self.rejected.fill(note_rows(found.rejected, self._page.desk.language) if found else [])
        if found is None:
            self.counts.setText(seen.why)
        else:
            self.counts.setText(self._counted(found))
        self._show_state()

    def _counted(self, found: OnlineToTake) -> str:
        number, language = QLocale().toString, self._page.desk.language
        parts = [
            self.tr("{rows} rows: {added} would be taken").format(
                rows=number(found.rows), added=number(len(found.added))
            ),
            *(f"{number(n)} {words(REASON_WORDS[reason], language).lower()}" for reason, n in found.excluded.items()),
            *(
                [self.tr("{count} comments without a rating").format(count=number(len(found.comments)))]
                if found.comments
                else []
            ),
            self.tr("{count} duplicates").format(count=number(found.duplicates)),
            self.tr("{count} rejected").format(count=number(len(found.rejected))),
        ]
        return " · ".join(parts)

    def _regrouped(self) -> None:
        """Another group may have another form: the mapping is guessed anew by it."""
        if self._seen is not None and self.file.path is not None:
            self.look()

    def _commented(self, kept: bool) -> None:
        self.mapping.set_comments(kept)

    def _remapped(self) -> None:
        """The counts are of the mapping before: the file is to be looked at again."""
        if self._seen is not None:
            self._seen = replace(self._seen, found=None)
        self.counts.setText(self.tr("The mapping was changed: look at the file again (F5)."))
        self._show_state()

    # -- deciding -------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Takes the answers of the preview."""
        found = self._seen.found if self._seen else None
        if found is None or not found.taken:
            return
        survey = self._page.desk.survey

        def work(progress: Callable[[int, int], None]) -> int:
            from sipas_desktop.jobs.online import accept_online

            return accept_online(survey, found, progress)

        self._page.start(self.tr("Taking the online answers"), work, self._accepted)

    def _accepted(self, count: int) -> None:
        kept = len(self._seen.found.comments) if self._seen and self._seen.found else 0
        self._seen = None
        self._show_state()
        self._tell_imports()
        said = self.tr("%n online answer(s) taken.", "", count)
        if kept:
            said += " " + self.tr("%n comment(s) without a rating kept.", "", kept)
        self._page.notify("ok", said)
        self._page.survey_changed.emit()

    def save_mapping(self) -> None:
        """Keeps the mapping as a file, for the next export of the same source."""
        if self.mapping.mapping is None or self._seen is None:
            return
        proposed = self._seen.path.with_suffix(".toml")
        picked, _ = QFileDialog.getSaveFileName(self, self.tr("Save the mapping"), str(proposed), MAPPINGS)
        if picked:
            self.save_mapping_to(Path(picked))

    def save_mapping_to(self, path: Path) -> None:
        """Writes the mapping to ``path``, which the next file is read by."""
        mapping = self.mapping.mapping
        assert mapping is not None

        def work(_progress: Callable[[int, int], None]) -> Path:
            from sipas_desktop.jobs.online import save_mapping

            save_mapping(mapping, path)
            return path

        self._page.start(self.tr("Saving the mapping"), work, self._kept)

    def _kept(self, path: Path) -> None:
        self.mapping_file.set_path(path)
        self._page.notify("ok", self.tr("The mapping is in {file}.").format(file=path.name))

    # -- inside ---------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self.keep.setEnabled(self.mapping.mapping is not None)
        found = self._seen.found if self._seen else None
        self.take.setEnabled(found is not None and bool(found.taken))
        self.comments.setVisible(self.mapping.mapping is not None and self.mapping.has_open_question)
        self.mapping.setVisible(self.mapping.mapping is not None)

    def _tell_imports(self) -> None:
        sources = queries.online_sources(self._page.desk.survey)
        number = QLocale().toString
        lines = [f"{each.source}: {number(each.added)} / {number(each.rows)} ({each.origin})" for each in sources[-3:]]
        if sources:
            total = sum(each.added for each in sources)
            lines.insert(0, self.tr("%n online answer(s) taken so far:", "", total))
        else:
            lines = [self.tr("No online answers yet. Choose the file that the channel exported (F11).")]
        self.counts.setText("\n".join(lines))
