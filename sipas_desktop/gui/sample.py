"""The sample list: a file is read and looked at first; nothing is written before somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.plan import Identity
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.sample_list import write_notes
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.sample_draw import DrawForm, SampleWork
from sipas_desktop.gui.sample_preview import SamplePreview, Shown, prepare
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs import draws
from sipas_desktop.jobs.collecting import TakenFolder, take_folder, write_templates
from sipas_desktop.jobs.minutes import make_minutes
from sipas_desktop.jobs.samples import LISTS, accept_sample, preview_sample, without_code
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import SampleCounts
from sipas_desktop.store.workflow import SampleDrawn

FILTERS = "Excel, CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.html *.htm);;* (*)"


class SamplePage(Page):
    """Either the members or, between reading a file and deciding on it, its preview."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._next = self.add_action(self.tr("Read the file"), "F2", self.go_on, primary=True)
        self._drop = self.add_action(self.tr("Do not take"), "F4", self.drop)
        self._save = self.add_action(self.tr("Save remarks (Excel) …"), "F5", self.save_notes)
        self._convert = self.add_action(self.tr("Convert to Unicode"), "F7", self.convert)
        self._shown: Shown | None = None
        self._drawing = False
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
        self.file = FileField(
            self.tr("File with the sample list"), "F3", FILTERS, desk.survey.path.parent, theme, self._order
        )
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
        self.preview = SamplePreview(theme, self)
        self.form = DrawForm(theme, self)
        self.form.asked.connect(self.draw_now)
        self.work = SampleWork(theme, self)
        self.work.draw.clicked.connect(self.open_form)
        self.work.replace.clicked.connect(self.replace_member)
        self.work.reason.returnPressed.connect(self.replace_member)
        self.work.minutes.clicked.connect(self.save_minutes)
        self.work.templates.clicked.connect(self.write_templates)
        self.work.folder.clicked.connect(self.take_folder)
        for widget in (self._identity, self._order):
            self.content.addWidget(widget)
        self.content.addWidget(self.work)
        self.content.addWidget(self.form, 1)
        self.content.addWidget(self.members, 1)
        self.content.addWidget(self.preview, 1)
        self._show_state()

    # -- what the survey says -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Counts; the members where they are others than those shown."""
        counts = queries.sample_counts(self.desk.survey)
        number = QLocale().toString
        words = self.tr(
            "{official} on the official list · {reserve} in reserve · {frame} in the sampling frame"
        ).format(official=number(counts.official), reserve=number(counts.reserve), frame=number(counts.frame))
        if self.desk.survey.plan.identity is Identity.LINKED:
            words += " · " + self.tr("{linked} have a ballot").format(linked=number(counts.with_ballot))
        self.set_status(words)
        if counts == self._counts:
            return  # 50,000 rows are not read again for nothing
        self._counts = counts
        self.members.fill(
            [
                (
                    number(each.position), self._lists[each.list], each.name, each.address, each.phone, each.unit,
                    each.sector, each.procedure, each.dossier, serials.show(each.serial) if each.serial else "",
                    each.position,
                )
                for each in queries.sample_members(self.desk.survey)
            ]
        )  # fmt: skip

    def focus_first(self) -> None:
        """The path; in a preview its tabs."""
        first = self.preview.tabs.tabBar() if self._shown else self.form.seed if self._drawing else self.file.line
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """A preview that nobody decided on is put away: it holds people who are not in the survey."""
        self._drawing = False
        self._put_away()

    # -- reading and deciding -------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step: read the file, or take what was read."""
        if self._drawing:
            self.draw_now()
        elif self._shown is None:
            self.read_file()
        else:
            self.accept()

    def read_file(self) -> None:
        """Reads the file, writes nothing."""
        self._read_file(convert=False)

    def convert(self) -> None:
        """Reads it again, texts in TCVN3 and VNI as Unicode: each is shown among the corrections."""
        if self._shown is not None:
            self._read_file(convert=True)

    def _read_file(self, convert: bool) -> None:
        path = self.file.path
        if path is None:
            self.file.line.setFocus()
            self.notify("attention", self.tr("Say which file holds the list: F3 chooses one."))
            return
        survey, kind, lists, language = self.desk.survey, self.kind.currentData(), self._lists, self.desk.language
        assert kind in LISTS

        def work(progress: Callable[[int, int], None]) -> Shown:
            preview = preview_sample(survey, path, kind, progress, convert=convert)
            return prepare(path, preview, without_code(survey, preview), lists, language)

        self._put_away()
        self.start(self.tr("Reading {file}").format(file=path.name), work, self._read)

    def accept(self) -> None:
        """Takes the members of the preview."""
        if self._shown is None:
            return
        survey, preview = self.desk.survey, self._shown.preview

        def work(progress: Callable[[int, int], None]) -> int:
            return accept_sample(survey, preview, progress)

        self.start(self.tr("Taking the list"), work, self._accepted)

    def drop(self) -> None:
        """Puts the preview or the form away; the survey stays as it was."""
        if self._drawing:
            self._drawing = False
            self._show_state()
            self.focus_first()
            return
        self._put_away()
        self.notify("ok", self.tr("Nothing was taken from the file."))
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

    # -- drawing and what follows ---------------------------------------------------------------------------

    def open_form(self) -> None:
        """The form of a draw, with a new random seed."""
        self.form.clear()
        self.form.show_last(queries.draws(self.desk.survey))
        self._drawing = True
        self._show_state()
        self.focus_first()

    def draw_now(self) -> None:
        """Draws as the form says."""
        asked, survey = self.form.read(), self.desk.survey
        if asked is None:
            self.notify("attention", self.tr("Seed and number of members are whole numbers."))
            return

        def work(progress: Callable[[int, int], None]) -> SampleDrawn:
            frame = workflow.frame_to_draw(survey, asked.again)
            wanted = asked.of(survey, frame)
            return draws.draw_sample(survey, wanted, again=asked.again, reason=asked.reason, progress=progress)

        self.start(self.tr("Drawing"), work, self._drawn)

    def replace_member(self) -> None:
        """The next of the reserve comes in the place of the chosen member."""
        row = self.members.current()
        if row is None:
            self.notify("attention", self.tr("Choose the member of the official list to be replaced."))
            return
        try:
            by = workflow.replace_member(self.desk.survey, row[-1], self.work.reason.text())
        except Refusal as refusal:
            self.refuse(refusal)
            self.work.reason.setFocus()
            return
        self.work.reason.clear()
        self.refresh()
        self.members.select(QLocale().toString(by))
        self.notify("ok", self.tr("Number {by} came in the place of number {out}.").format(by=by, out=row[-1]))
        self.survey_changed.emit()

    def save_minutes(self) -> None:
        """The minutes of the last draw, as PDF or Word."""
        beside = self.desk.survey.path.with_name("bien-ban-chon-mau.pdf")
        found, _ = QFileDialog.getSaveFileName(self, self.work.minutes.words, str(beside), "PDF (*.pdf);;Word (*.docx)")
        if not found:
            return
        survey, out = self.desk.survey, Path(found)

        def work(_progress: Callable[[int, int], None]) -> Path:
            make_minutes(survey, out)
            return out

        self.start(self.tr("Writing the minutes"), work, self._minuted)

    def write_templates(self) -> None:
        """One list template an agency, into a folder."""
        found = QFileDialog.getExistingDirectory(self, self.work.templates.words, str(self.desk.survey.path.parent))
        if not found:
            return
        survey = self.desk.survey

        def work(_progress: Callable[[int, int], None]) -> int:
            return write_templates(survey, Path(found))

        self.start(self.tr("Writing templates"), work, self._templated)

    def take_folder(self) -> None:
        """What the agencies sent back: every list of a folder that can be read, and who is missing."""
        found = QFileDialog.getExistingDirectory(self, self.work.folder.words, str(self.desk.survey.path.parent))
        if not found:
            return
        survey, kind = self.desk.survey, self.kind.currentData()

        def work(progress: Callable[[int, int], None]) -> TakenFolder:
            return take_folder(survey, Path(found), kind, progress)

        self.start(self.tr("Reading the folder"), work, self._folder_taken)

    # -- inside ---------------------------------------------------------------------------------------------

    def _read(self, shown: Shown) -> None:
        self._shown = shown
        self.preview.show_preview(shown)
        self._show_state()
        self.focus_first()
        if not shown.preview.members:
            self.notify("error", self.tr("No row of this file can be taken: see why below."))
        elif shown.without_code:
            self.notify("attention", self._about_codes(len(shown.without_code)))

    def _drawn(self, made: SampleDrawn) -> None:
        self._drawing = False
        self.refresh()
        self._show_state()
        self.focus_first()
        number = QLocale().toString
        self.notify(
            "ok",
            self.tr("Drawn: {official} official, {reserve} in reserve, of {rows} rows of the frame.").format(
                official=number(made.drawn.official), reserve=number(made.drawn.reserve), rows=number(made.drawn.rows)
            ),
        )
        self.survey_changed.emit()

    def _minuted(self, path: Path) -> None:
        self.notify("ok", self.tr("The minutes are in {file}.").format(file=path.name))

    def _templated(self, count: int) -> None:
        self.notify("ok", self.tr("%n template(s) written, one for each unit.", "", count))

    def _folder_taken(self, taken: TakenFolder) -> None:
        self.refresh()
        words = [self.tr("%n member(s) taken from the folder.", "", taken.added)]
        if taken.rejected:
            words.append(self.tr("%n row(s) rejected.", "", taken.rejected))
        if taken.unread:
            words.append(self.tr("Not read: {files}.").format(files=", ".join(taken.unread)))
        if taken.missing:
            words.append(self.tr("No list yet of: {units}.").format(units=", ".join(taken.missing)))
        self.notify("attention" if len(words) > 1 else "ok", " ".join(words))
        self.survey_changed.emit()

    def _accepted(self, count: int) -> None:
        missing = len(self._shown.without_code) if self._shown else 0
        self._put_away()
        self.refresh()
        self.focus_first()
        taken = self.tr("%n member(s) taken into the sample list.", "", count)
        if missing:
            self.notify("attention", f"{taken} {self._about_codes(missing)}")
        else:
            self.notify("ok", taken)
        self.survey_changed.emit()

    def _saved(self, path: Path) -> None:
        self.notify("ok", self.tr("Remarks are in {file}.").format(file=path.name))

    def _put_away(self) -> None:
        self._shown = None
        self.preview.forget()
        self._show_state()

    def _show_state(self) -> None:
        looking = self._shown is not None
        self.preview.setVisible(looking)
        free = not looking and not self._drawing
        self._order.setVisible(free)
        self.members.setVisible(free)
        self.work.setVisible(free)
        self.form.setVisible(self._drawing)
        self._drop.setVisible(looking or self._drawing)
        self._drop.set_words(self.tr("Do not draw") if self._drawing else self.tr("Do not take"), "F4")
        self._save.setVisible(looking)
        old = self._shown is not None and any(sheet.legacy for sheet in self._shown.preview.sheets)
        self._convert.setVisible(old)
        if self._drawing:
            self._next.set_words(self.tr("Draw the lists"), "F2")
        else:
            self._next.set_words(self.tr("Take the list") if looking else self.tr("Read the file"), "F2")
        self._next.setEnabled(self._shown is None or bool(self._shown.preview.members))

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
