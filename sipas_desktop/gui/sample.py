"""The sample list: a file or a folder is read and looked at first; nothing is written before somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.plan import Identity
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.sample_list import write_notes
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.sample_draw import DrawForm
from sipas_desktop.gui.sample_member import MemberCard
from sipas_desktop.gui.sample_preview import OLD_FILE, SamplePreview, Shown, prepare
from sipas_desktop.gui.sample_unlink import UnlinkPart
from sipas_desktop.gui.sample_work import ReplaceBar, SampleWork, WorkBar
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.collecting import Collected, accept_folder, look_into, missing_units, together
from sipas_desktop.jobs.samples import LISTS, accept_sample, preview_sample, without_code
from sipas_desktop.store import queries
from sipas_desktop.store.queries import SampleCounts

NAMED = 5  # units without a list that the notice names
FILTERS = "Excel, CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.html *.htm);;* (*)"
AT_ONCE = 2_000  # members of a list that is there at once; a longer one is read off the window's thread
_Members = tuple[SampleCounts, list[tuple[Any, ...]]]


class SamplePage(Page):
    """The members; the form of a draw; or, between reading a file or a folder and deciding on it, its preview."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._next = self.add_action(self.tr("Read the file"), "F2", self.go_on, primary=True)
        self._drop = self.add_action(self.tr("Do not take"), "F4", self.drop)
        self._save = self.add_action(self.tr("Remarks …"), "F5", self.save_notes)
        self._convert = self.add_action(self.tr("Convert to Unicode"), "F7", self.convert)
        self._shown: Shown | None = None
        self._counts: SampleCounts | None = None
        self._lists = {
            "frame": self.tr("sampling frame"),
            "official": self.tr("official"),
            "reserve": self.tr("reserve"),
            "replaced": self.tr("replaced"),
        }

        self._identity = QLabel(self._about_identity(desk.survey.plan.identity), self)
        self._identity.setProperty("role", "muted")
        self._identity.setWordWrap(True)
        self._order = QWidget(self)
        self.file = FileField(self.tr("File with the sample list"), "F3", FILTERS, desk.survey.home, theme, self._order)
        self.file.line.setPlaceholderText(self.tr("An Excel file: drop it here, or type its path"))
        self.file.picked.connect(self.read_file)
        self.kind = QComboBox(self._order)
        self.kind.setAccessibleName(self.tr("List, where the file does not say"))
        self.kind.setToolTip(self.kind.accessibleName())
        for kind in ("official", "reserve", "frame"):
            self.kind.addItem(self._lists[kind], kind)
        caption = QLabel(self.tr("taken as"), self._order)
        caption.setBuddy(self.kind)
        row = QHBoxLayout(self._order)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        row.addWidget(self.file, 1)
        row.addWidget(caption)
        row.addWidget(self.kind)
        self.members = Table(
            self.tr("Members of the sample list"),
            [
                Column(self.tr("No."), right=True, sort_by=10),
                Column(self.tr("List")),
                Column(self.tr("Name")),
                Column(self.tr("Address"), stretch=True),
                Column(self.tr("Phone")),
                Column(self.tr("Unit")),
                Column(self.tr("Sector")),
                Column(self.tr("Procedure")),
                Column(self.tr("Dossier")),
                Column(self.tr("Ballot")),
            ],
            self,
        )
        self._nothing = QLabel(
            self.tr(
                "There is no list yet. Read a sampling frame or a ready list from a file (F3), take what the agencies "
                "sent back (F11), or write a template for each agency first (Ctrl+T)."
            ),
            self,
        )
        self._nothing.setProperty("role", "heading")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.form = DrawForm(theme, self)
        self.bar = WorkBar(theme, self)
        self.member = MemberCard(self)
        self.replacing = ReplaceBar(theme, self)
        self.unlinking = UnlinkPart(self)
        self.unlinking.ended.connect(self.show_state)
        self.unlinking.ended.connect(self.member.end_consent)
        self.work = SampleWork(self)
        self.bar.folder.clicked.connect(self.read_folder)
        self.form.asked.connect(self.work.draw_now)
        self.members.chosen.connect(self._tell_chosen)
        for widget in (self._identity, self._order, self.bar):
            self.content.addWidget(widget)
        self.content.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        self.content.addWidget(self._nothing, 1)
        self.content.addWidget(self.members, 1)
        self.content.addWidget(self.member)
        self.content.addWidget(self.replacing)
        self.content.addWidget(self.unlinking)
        self.show_state()

    @cached_property
    def preview(self) -> SamplePreview:
        """Made when the first file is read: its tables take longer than the rest of the page."""
        made = SamplePreview(self.desk.theme, self)
        self.content.addWidget(made, 1)
        return made

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Counts; the members where they are others than those shown."""
        counts = queries.sample_counts(self.desk.survey)
        number = QLocale().toString
        words = self.tr(
            "{official} on the official list · {reserve} in reserve · {frame} in the sampling frame"
        ).format(official=number(counts.official), reserve=number(counts.reserve), frame=number(counts.frame))
        self.unlinking.refresh(counts.with_ballot)
        if self.desk.survey.plan.identity is Identity.LINKED and not self.unlinking.gone:
            words += " · " + self.tr("{linked} have a ballot").format(linked=number(counts.with_ballot))
        self.set_status(words)
        self.member.tell()  # her visits and her consent may be others
        if counts == self._counts:
            return  # 50,000 rows are not read again for nothing
        self.bar.draw.setEnabled(counts.frame > 0)
        self.bar.minutes.setEnabled(bool(queries.draws(self.desk.survey)))
        if counts.official + counts.reserve + counts.frame <= AT_ONCE or self.task_line.running:
            self._show_members((counts, self._rows()))
        else:
            self.start(self.tr("Reading the list"), self._reading(counts), self._show_members)

    def _reading(self, counts: SampleCounts) -> Callable[[Callable[[int, int], None]], _Members]:
        def work(progress: Callable[[int, int], None]) -> _Members:
            return counts, self._rows()

        return work

    def _rows(self) -> list[tuple[Any, ...]]:
        number = QLocale().toString
        return [
            (
                number(each.position), self._lists[each.list], each.name, each.address, each.phone, each.unit,
                each.sector, each.procedure, each.dossier, serials.show(each.serial) if each.serial else "",
                each.position,
            )
            for each in queries.sample_members(self.desk.survey)
        ]  # fmt: skip

    def _show_members(self, found: _Members) -> None:
        self._counts, rows = found
        self.members.fill(rows)
        self._tell_chosen()
        self.show_state()

    def focus_first(self) -> None:
        """The path; in a preview its tabs."""
        first = self.preview.tabs.tabBar() if self._shown else self.form.seed if self.drawing else self.file.line
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Ends what is worked out."""
        super().stop()
        self.unlinking.stop()

    def leave(self) -> None:
        """A preview that nobody decided on is put away: it holds people who are not in the survey."""
        self.work.close_form()
        self._put_away()

    @property
    def drawing(self) -> bool:
        """Whether the form of a draw is open."""
        return self.work.drawing

    # -- reading and deciding -------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step: read the file, or take what was read."""
        if self.drawing:
            self.work.draw_now()
        elif self._shown is None:
            self.read_file()
        else:
            self.accept()

    def read_file(self) -> None:
        """Reads the file, writes nothing."""
        path = self.file.path
        if path is None:
            self.file.line.setFocus()
            self.notify("attention", self.tr("Say which file holds the list: F3 chooses one."))
        else:
            self._read_from(path, convert=False)

    def read_folder(self) -> None:
        """Reads what the agencies sent back, writes nothing."""
        found = QFileDialog.getExistingDirectory(self, self.bar.folder.words, str(self.desk.survey.home))
        if found:
            self._read_from(Path(found), convert=False)

    def convert(self) -> None:
        """Reads it again, texts in TCVN3 and VNI as Unicode: each is shown among the corrections."""
        if self._shown is not None:
            self._read_from(self._shown.path, convert=True)

    def _read_from(self, path: Path, convert: bool) -> None:
        survey, kind, lists, language = self.desk.survey, self.kind.currentData(), self._lists, self.desk.language
        assert kind in LISTS

        def work(progress: Callable[[int, int], None]) -> Shown:
            collected: list[Collected] = []
            missing = []
            if path.is_dir():
                collected = look_into(survey, path, kind, progress, convert=convert)
                missing = missing_units(survey, collected)
                preview = together(path, collected)
            else:
                try:
                    preview = preview_sample(survey, path, kind, progress, convert=convert)
                except Refusal as refusal:
                    if refusal.code != OLD_FILE:
                        raise
                    collected = [Collected(path, "", None, refusal)]
                    preview = together(path, collected)
            codes = without_code(survey, preview)
            return prepare(path, preview, codes, lists, language, collected, missing)

        self._put_away()
        self.start(self.tr("Reading {file}").format(file=path.name), work, self._read)

    def accept(self) -> None:
        """Takes the members of the preview."""
        if self._shown is None:
            return
        survey, shown = self.desk.survey, self._shown

        def work(progress: Callable[[int, int], None]) -> int:
            if shown.of_folder:
                return sum(accept_folder(survey, shown.collected, progress).values())
            return accept_sample(survey, shown.preview, progress)

        self.start(self.tr("Taking the list"), work, self._accepted)

    def drop(self) -> None:
        """Puts the preview or the form away; the survey stays as it was."""
        if self.drawing:
            self.work.close_form()
            self.show_state()
            self.focus_first()
            return
        self._put_away()
        self.notify("ok", self.tr("Nothing was taken."))
        self.focus_first()

    def save_notes(self) -> None:
        """Corrections and rejections as a workbook, to send back to the office."""
        if self._shown is None:
            return
        beside = self._shown.path.with_name(f"ghi-chu-{self._shown.path.stem}.xlsx")
        found, _ = QFileDialog.getSaveFileName(self, self._save.words, str(beside), "Excel (*.xlsx)")
        if not found:
            return
        preview, language = self._shown.preview, self.desk.language
        out = Path(found)

        def work(_progress: Callable[[int, int], None]) -> Path:
            write_notes(preview, out, language)
            return out

        self.start(self.tr("Saving remarks"), work, self._saved)

    # -- inside ---------------------------------------------------------------------------------------------

    def _read(self, shown: Shown) -> None:
        self._shown = shown
        self.preview.show_preview(shown)
        self.show_state()
        self.focus_first()
        if shown.old:
            self.notify(
                "attention", self.tr("Texts in an old encoding were found: compare them here, F7 converts them.")
            )
        elif not shown.preview.members:
            words = self.tr("No row of this folder can be taken: see why below.") if shown.of_folder else ""
            self.notify("error", words or self.tr("No row of this file can be taken: see why below."))
        elif shown.without_code:
            self.notify("attention", self._about_codes(len(shown.without_code)))

    def _accepted(self, count: int) -> None:
        shown = self._shown
        self._put_away()
        self.refresh()
        self.focus_first()
        words = [self.tr("%n member(s) taken into the sample list.", "", count)]
        if shown and shown.without_code:
            words.append(self._about_codes(len(shown.without_code)))
        if shown and shown.missing:
            units = ", ".join(each.name for each in shown.missing[:NAMED])
            more = " …" if len(shown.missing) > NAMED else "."
            words.append(
                self.tr("No list yet of {count}: {units}").format(count=len(shown.missing), units=units) + more
            )
        self.notify("attention" if len(words) > 1 else "ok", " ".join(words))
        self.survey_changed.emit()

    def _saved(self, path: Path) -> None:
        self.notify("ok", self.tr("Remarks are in {file}.").format(file=path.name))

    def _put_away(self) -> None:
        self._shown = None
        if "preview" in vars(self):
            self.preview.forget()
        self.show_state()

    def show_state(self) -> None:
        """Shows what belongs to the state that the page is in, with its actions."""
        looking, drawing = self._shown is not None, self.drawing
        free = not looking and not drawing
        filled = self.members.rows.total > 0
        replacing = free and self._counts is not None and self._counts.official > 0 and not self.unlinking.gone
        self._identity.setVisible(free and not filled)  # it matters before there is a list
        self._order.setVisible(free)
        self.bar.setVisible(free)
        self.members.setVisible(free and filled)
        self._nothing.setVisible(free and not filled)
        self.replacing.setVisible(replacing)
        self.unlinking.offer(free and filled)
        self.member.offer(free and filled)
        if looking or "preview" in vars(self):
            self.preview.setVisible(looking)
        self.form.setVisible(drawing)
        self._drop.setVisible(not free)
        self._drop.set_words(self.tr("Do not draw") if drawing else self.tr("Do not take"), "F4")
        self._save.setVisible(looking)
        self._convert.setVisible(self._shown is not None and bool(self._shown.old))
        if drawing:
            self._next.set_words(self.tr("Draw the lists"), "F2")
        else:
            self._next.set_words(self.tr("Take the list") if looking else self.tr("Read the file"), "F2")
        self._next.setEnabled(self._shown is None or bool(self._shown.preview.members))

    def _tell_chosen(self) -> None:
        row = self.members.current()
        self.member.show_member(None if row is None else int(row[-1]), "" if row is None else str(row[2]))
        self.replacing.show_chosen(row if row and row[1] == self._lists["official"] else None)

    def _about_codes(self, count: int) -> str:
        return self.tr(
            "%n unit(s) or procedure(s) of the list are not in the catalogues: add them (Ctrl+2) before printing, or "
            "they are keyed letter by letter.",
            "",
            count,
        )

    def _about_identity(self, identity: Identity) -> str:
        return {
            Identity.LINKED: self.tr("Each ballot is printed for one person of the official list, and linked to them."),
            Identity.NUMBERED: self.tr(
                "Ballots are numbered but given to nobody in particular: a list does not link them to people."
            ),
            Identity.ANONYMOUS: self.tr(
                "Ballots of this survey are anonymous: a list imported here never links them to people."
            ),
        }[identity]
