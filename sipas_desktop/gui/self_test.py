"""``sipas-desktop --self-test``: the main job once, by real key events in the real window, without anybody.

It says whether an installation works: Qt and its screen, the encrypted file, printing, reading codes back, documents.
Everything happens in a temporary folder; the person's own settings and surveys are not touched.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.errors import words
from sipas_desktop.gui.access import SUFFIX, NewSurvey, store_access
from sipas_desktop.gui.app import Program, make_app
from sipas_desktop.gui.places import PLACES
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.welcome import WelcomePage

PLAN: Final = "son-tay-2017"
OFFICE: Final = "Van phong"  # names that every keyboard types
KEYERS: Final = ("Lan", "Mai")
ADJUDICATOR: Final = "Hoa"
PATIENCE_MS: Final = 30_000  # a machine at work on other things takes its time; a broken one never comes


def self_test() -> int:
    """Runs all steps, one line each to standard output; 0 where every one succeeded."""
    folder = Path(tempfile.mkdtemp(prefix="sipas tự kiểm "))
    try:
        return SelfTest(folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what fails to go away was told by the last step


class SelfTest(QObject):
    """One run in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.app = make_app()
        super().__init__()
        self.folder = folder
        self.survey = folder / f"khảo sát{SUFFIX}"
        self.password = secrets.token_hex(8)
        self.bugs: list[BaseException] = []
        self.program = Program(self.app, store_access(), Settings(folder / "window.ini"))
        self.program.crash.folder = folder / "reports"
        self.window = self.program.window
        self.window.bug.connect(self._note)
        self.window.sound.on = False
        self.serials: list[str] = []
        self._torn_down = False

    def run(self) -> int:
        """The steps in their order; the first failure ends it, with where it happened."""
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
            ("self_test.window", self.show), ("self_test.survey", self.make_survey),
            ("self_test.printed", self.print_ballots), ("self_test.read", self.read_codes),
            ("self_test.first", self.key_first), ("self_test.second", self.key_second),
            ("self_test.settled", self.settle), ("self_test.pages", self.visit_pages),
            ("self_test.report", self.report), ("self_test.package", self.export),
            ("self_test.checked", self.check), ("self_test.closed", self.close),
        )  # fmt: skip
        language = self.program.words.language
        for number, (what, step) in enumerate(steps, start=1):
            told = words(what, language)
            try:
                found = step()
                if self.bugs:
                    raise self.bugs[0]
            except Exception:  # noqa: BLE001 (whatever it is, it is what the test is for)
                print(f"✕ {number:2}/{len(steps)} {told}\n{traceback.format_exc()}", flush=True)
                print(words("self_test.failed", language), flush=True)
                self._tear_down()
                return 1
            print(f"✓ {number:2}/{len(steps)} {told}: {found}", flush=True)
        print(words("self_test.passed", language), flush=True)
        return 0

    # -- the steps ------------------------------------------------------------------------------------------

    def show(self) -> str:
        """The window stands on a screen and takes keys."""
        self.window.show()
        self._activate()
        self._painted()
        return f"{QApplication.platformName()}, {self.window.width()} × {self.window.height()}"

    def make_survey(self) -> str:
        """A survey with its operators, as the welcome page makes it."""
        from sipas_desktop.store import workflow

        new = NewSurvey(self.survey, PLAN, "", OFFICE, self.password)
        with store_access().create(new).survey as made:
            for name in KEYERS:
                workflow.add_operator(made, name, ["keyer"], self.password)
            workflow.add_operator(made, ADJUDICATOR, ["adjudicator"], self.password)
            return f"{made.plan.id}, {self.survey.stat().st_size} B"

    def print_ballots(self) -> str:
        """Two ballots, in the office's sitting, and received in a batch."""
        from sipas_desktop.jobs.ballots import print_run
        from sipas_desktop.store import queries, workflow

        self._sign_in(OFFICE)
        assert self.window.desk is not None
        survey = self.window.desk.survey
        run = print_run(survey, self.folder / "phiếu.pdf", count=2)
        self.serials = [ballot.serial for ballot in queries.ballots(survey)]
        for serial in self.serials:
            workflow.receive(survey, serial, batch="L001")
        return f"{run.ballots}, {run.pages} p., SHA-256 {run.sha256[:12]}…"

    def read_codes(self) -> str:
        """The serials, read from the printed pages as a scanner reads them."""
        import pypdfium2
        import zxingcpp

        found = set()
        document = pypdfium2.PdfDocument(self.folder / "phiếu.pdf")
        try:
            for page in document:
                bitmap = page.render(scale=200 / 72, grayscale=True)
                picture = memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
                found |= {(code.text, str(code.format)) for code in zxingcpp.read_barcodes(picture)}
        finally:
            document.close()
        read = {serials.scanned(text) or text for text, _ in found}
        assert read == set(self.serials), f"{read} were read, {self.serials} are printed"
        assert len(found) == 2 * len(self.serials), f"not both codes on each ballot: {found}"
        return ", ".join(sorted(read))

    def key_first(self) -> str:
        """Both ballots, first keying, every question by its keys: one satisfied, one not."""
        alike, other = self.serials
        strokes = self._key(KEYERS[0], alike, 1, "4") + self._key(KEYERS[0], other, 1, "2")
        self._expect(State.FIRST_KEYED, State.FIRST_KEYED)
        return words("self_test.keystrokes", self.program.words.language, count=strokes)

    def key_second(self) -> str:
        """The first ballot alike, the second with another answer."""
        alike, other = self.serials
        strokes = self._key(KEYERS[1], alike, 2, "4") + self._key(KEYERS[1], other, 2, "1")
        self._expect(State.SECOND_KEYING, State.SECOND_KEYING)  # all that a keyer is told
        return words("self_test.keystrokes", self.program.words.language, count=strokes)

    def settle(self) -> str:
        """Every difference, by the third person."""
        self._sign_in(ADJUDICATOR)
        self._expect(State.SETTLED, State.DIFFERING)
        self._press(Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
        strokes = 0
        for _ in range(len(self._form().rated)):
            self._press(Qt.Key.Key_1)
            self._press(Qt.Key.Key_Return)
            strokes += 2
        self._expect(State.SETTLED, State.SETTLED)
        return words("self_test.keystrokes", self.program.words.language, count=strokes)

    def visit_pages(self) -> str:
        """Each place of the office by its key, painted."""
        self._sign_in(OFFICE)
        seen = []
        for place in PLACES:
            self.window.go(place.id)
            if self.window.place == place.id:
                self._settle()
                self._painted()
                seen.append(place.title)
        assert len(seen) >= 7, seen
        return str(len(seen))

    def report(self) -> str:
        """PDF and XLSX, read back: both hold the index."""
        import pypdfium2

        from sipas_desktop.domain.vietnamese import percent
        from sipas_desktop.exchange.workbook import read_workbook
        from sipas_desktop.jobs.report import make_report
        from sipas_desktop.store import queries

        assert self.window.desk is not None
        survey = self.window.desk.survey
        index = queries.figures(survey).index
        assert index == 50, index
        shown = percent(index, survey.plan.decimals)
        pdf, xlsx = self.folder / "báo cáo.pdf", self.folder / "báo cáo.xlsx"
        for out in (pdf, xlsx):
            make_report(survey, out)
        document = pypdfium2.PdfDocument(pdf.read_bytes())
        try:
            pages = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
        assert any(shown in page for page in pages), f"{shown} is not in the PDF"
        rows = read_workbook(xlsx).sheets[0].rows
        assert any("Chỉ số hài lòng chung" in row and 0.5 in row for row in rows), "the index is not in the XLSX"
        return f"{len(pages)} p., {shown}"

    def export(self) -> str:
        """The package, read back with every check that a receiver makes."""
        from sipas_desktop.exchange.package import open_package
        from sipas_desktop.jobs.results import export_package

        assert self.window.desk is not None
        exported = export_package(self.window.desk.survey, self.folder / "gói.zip")
        manifest, files = open_package(self.folder / "gói.zip")
        assert manifest.records_sha256 == exported.records_sha256
        assert exported.ballots == len(self.serials)
        return f"{len(files)}, SHA-256 {exported.sha256[:12]}…"

    def check(self) -> str:
        """The survey's own check."""
        from sipas_desktop.store import queries

        assert self.window.desk is not None
        found = queries.check_survey(self.window.desk.survey)
        assert found.ok, found.problems
        return f"{found.facts}, {found.head[:12]}…"

    def close(self) -> str:
        """The window closes and lets go of the file."""
        self._tear_down()
        self.survey.unlink()  # Windows refuses it while anybody holds the file
        return self.survey.name

    # -- hands and eyes -------------------------------------------------------------------------------------

    @Slot(object)
    def _note(self, bug: BaseException) -> None:
        self.bugs.append(bug)

    def _sign_in(self, name: str) -> None:
        """By keys alone, from wherever the window stands."""
        if self.window.desk is not None:
            self._press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        welcome = self.window.stack.currentWidget()
        assert isinstance(welcome, WelcomePage)
        welcome.open_at(self.survey)
        self._settle()
        welcome.sign_in_form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._type(name)
        self._press(Qt.Key.Key_Return)
        self._type(self.password)
        self._press(Qt.Key.Key_Return)
        patience = QDeadlineTimer(PATIENCE_MS)
        while self.window.page is None and not patience.hasExpired() and welcome.notice.kind != "error":
            QTest.qWait(10)
        assert self.window.desk is not None, welcome.notice.words
        self._settle()
        assert self.window.desk.operator == name

    def _key(self, name: str, serial: str, number: int, level: str) -> int:
        """One ballot; how many keys it took."""
        if self.window.desk is None or self.window.desk.operator != name:
            self._sign_in(name)
            self._press(Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
            if number == 2:
                self._press(Qt.Key.Key_F2)
        strokes = self._type(serial) + self._press(Qt.Key.Key_Return)
        for question in self._form().questions:
            strokes += self._type(level if question.kind is Kind.RATED else ".")
        strokes += self._press(Qt.Key.Key_Return)
        return strokes + self._press(Qt.Key.Key_Return)  # no hand is so fast: it is asked about, and confirmed

    def _form(self) -> Form:
        assert self.window.desk is not None
        return next(iter(self.window.desk.survey.forms.values()))

    def _expect(self, *states: State) -> None:
        from sipas_desktop.store import queries

        assert self.window.desk is not None
        found = {ballot.serial: ballot.state for ballot in queries.ballots(self.window.desk.survey)}
        page = self.window.page
        said = page.notice.words if page is not None else ""
        assert tuple(found[serial] for serial in self.serials) == states, f"{found}; the page says {said!r}"

    def _type(self, text: str) -> int:
        for letter in text:
            QTest.keyClicks(self._focused(), letter)
            QApplication.processEvents()
        return len(text)

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> int:
        QTest.keyClick(self._focused(), key, held)
        self._settle()
        return 1

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window.focusWidget() or self.window

    def _settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    def _painted(self) -> None:
        """The screen holds more than one colour: Qt found its fonts and its style."""
        picture = self.window.grab().toImage()
        points = ((x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7))
        colours = {picture.pixel(x, y) for x, y in points}
        assert len(colours) > 4, f"the window shows {len(colours)} colour(s)"

    def _activate(self) -> None:
        """Keys reach the active window only; where no window manager makes it so, Qt is told."""
        self.window.activateWindow()
        if not QTest.qWaitForWindowActive(self.window, 3000):
            QApplication.setActiveWindow(self.window)
        self._settle()

    def _tear_down(self) -> None:
        if self._torn_down:
            return
        self._torn_down = True
        self.window.close()
        if self.window.desk is not None:  # under Wine, Qt closes nothing that it was asked to close
            QApplication.sendEvent(self.window, QCloseEvent())
        self.program.settings.save()  # later it would make the folder anew
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
