"""The window: before sign-in the welcome page, after it header, rail and the page of the chosen place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.gui.access import Access, Restoring, Signed
from sipas_desktop.gui.clipboard import OwnClipboard
from sipas_desktop.gui.header import Header
from sipas_desktop.gui.idle import IdleWatch
from sipas_desktop.gui.keeper import Keeper
from sipas_desktop.gui.keys import Keys
from sipas_desktop.gui.language import LANGUAGES, Words
from sipas_desktop.gui.others import LEAVING, Others
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.pages_ahead import PagesAhead
from sipas_desktop.gui.places import Place as PlaceOfWork
from sipas_desktop.gui.places import first_place, places_for
from sipas_desktop.gui.rail import Rail
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.sound import Sound
from sipas_desktop.gui.theme import SIZES, Theme
from sipas_desktop.gui.welcome import WelcomePage
from sipas_desktop.place import Place

if TYPE_CHECKING:
    from sipas_desktop.gui.rescue import RescuePage

NAME = "SIPAS Desktop"


class MainWindow(QMainWindow):
    """One survey at a time, one page at a time.

    Pages are made when first shown, or before while nobody types. Another language or text size makes everything anew:
    nothing is lost, for answers are in the survey before the cursor moves.
    """

    bug = Signal(object)

    def __init__(self, theme: Theme, words: Words, settings: Settings, access: Access) -> None:
        super().__init__()
        self.theme, self.words, self.settings, self.access = theme, words, settings, access
        self.sound = Sound(settings.sound)
        self.clipboard = OwnClipboard(self)
        self.desk: Desk | None = None
        self.pages: dict[str, Page] = {}
        self.place = ""
        self.keeper = Keeper(settings, self)
        self.keeper.refused.connect(self._keeper_refused)
        self.keeper.damaged.connect(self._keeper_found)
        self.keeper.bug.connect(self.bug)
        self.others = Others(self)
        self.idle = IdleWatch(settings.lock_after, self)
        self.idle.idle.connect(self.lock)
        self.ahead = PagesAhead(self._make_page, self._works, self.idle, self)
        self._left_at: tuple[Place, str, str] | None = None  # survey, operator and place when it was locked
        self._held: Refusal | None = None  # what the keeper could not do, until a page is shown where nobody keys
        self.setObjectName("window")
        self._keys_shown = False
        self._before: WelcomePage | None = None  # the page before sign-in, while there is one
        self._rescuing: RescuePage | None = None  # the page of a file that does not open, while there is one
        for key, slot in (  # the other keys of the window are on the header's buttons
            ("F6", self.cycle_focus), ("Ctrl++", self.larger), ("Ctrl+=", self.larger), ("Ctrl+-", self.smaller),
            ("Ctrl+M", self.toggle_sound),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        room = self.screen().availableSize()  # smaller than it looks where the system magnifies
        self.resize(min(1280, room.width()), min(800, room.height() - 40))
        self.setMinimumSize(640, 420)
        if not settings.geometry.isEmpty():
            self.restoreGeometry(settings.geometry)
        self.rebuild()

    # -- what is shown --------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Makes header, rail and pages anew in the present language and text size, at the same place."""
        before = self._before
        self._leave_pages()
        self._rescuing = None
        centre = QWidget(self)
        centre.setObjectName("window")
        self.header = Header(self.theme, centre)
        self.header.change_operator.connect(self.sign_out)
        self.header.toggle_theme.connect(self.toggle_theme)
        self.header.toggle_language.connect(self.toggle_language)
        self.header.show_keys.connect(self.toggle_keys)
        self.keys = Keys(self.theme, centre)
        self.stack = QStackedWidget(centre)
        roles: frozenset[Role] = self.desk.roles if self.desk else frozenset()
        self.rail = Rail(places_for(roles) if self.desk else (), self.theme, centre)
        self.rail.chosen.connect(self.go)
        self.rail.setVisible(self.desk is not None)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addWidget(self.stack, 1)
        below.addWidget(self.keys)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(below, 1)
        self.setCentralWidget(centre)  # deletes the one before, with all its pages
        self._fit_rail()
        if self.desk is None:
            self._welcome(before)
        else:
            self.header.tell(self.desk.title, self.desk.operator)
            left = self.place in (place.id for place in places_for(roles))
            self.go(self.place if left else first_place(roles))
            self.ahead.begin(roles, self.place)

    def go(self, place_id: str) -> None:
        """Shows the page of ``place_id``; without effect for a place that the operator's roles do not have."""
        assert self.desk is not None
        place = next((known for known in places_for(self.desk.roles) if known.id == place_id), None)
        if place is None:
            return
        shown = self.stack.currentWidget()
        if isinstance(shown, Page) and self.place != place_id:
            shown.leave()
        page = self.pages.get(place_id)
        if page is None:
            page = self.pages[place_id] = self.ahead.take(place) or self._make_page(place)
        self.place = place_id
        self.rail.mark(place_id)
        self.stack.setCurrentWidget(page)
        page.refresh()
        page.focus_first()
        self._tell_held()
        self.setWindowTitle(f"{page.title} · {self.desk.title} · {NAME}")
        self._tell_keys()

    def sign_in(self, signed: Signed) -> None:
        """Works on the survey that was opened from now on."""
        self.desk = Desk(
            signed.survey, signed.title, signed.operator, signed.roles,
            self.theme, self.sound, self.settings, self.words.language,
        )  # fmt: skip
        self.settings.remember(signed.path, signed.title)
        left, self._left_at = self._left_at, None
        self.place = left[2] if left and left[:2] == (signed.survey.place, signed.operator) else ""
        self.rebuild()
        if signed.oddities:
            told = [odd.words(self.words.language) for odd in signed.oddities]
            self.notify("attention", " ".join(f"{words[:1].upper()}{words[1:]}." for words in told))
        self.keeper.watch(signed.survey)
        self.others.listen(signed.survey)

    def sign_out(self) -> None:
        """Closes the survey; the welcome page asks who comes next."""
        if self.desk is not None and not self._busy():
            self.others.leave()
            self._leave_pages()
            self.keeper.leave()
            survey, self.desk = self.desk.survey, None
            self.clipboard.clear()
            self.rebuild()
            survey.close()

    def lock(self) -> None:
        """Nobody has been here for a while: closes the survey as ``sign_out`` does, and says so. Long work goes on.

        Who comes back finds her place again; another person does not.
        """
        if self.desk is None or self._works():
            return
        self._left_at = (self.desk.survey.place, self.desk.operator, self.place)
        self.sign_out()
        minutes = self.idle.minutes
        words = self.tr("Locked, since nobody used it for %n minute(s). All that was keyed is stored.", "", minutes)
        self.notify("attention", words)

    def restore(self, wanted: Restoring) -> None:
        """Closes the survey; a backup takes its place; then somebody signs in again."""
        if self._busy():
            return
        self.sign_out()
        page = self._rescue(wanted.survey, wanted.operator, self.tr("a backup takes its place"))
        page.run(wanted, self.keeper.wait)

    def rescue(self, survey: Path, operator: str, found: str) -> None:
        """The file could not be opened: its backups, and what else there is to do."""
        self._rescue(survey, operator, found).focus_first()

    @property
    def page(self) -> Page | None:
        """The page on the screen, if somebody is signed in."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def notify(self, kind: str, words: str) -> None:
        """A line on whatever page is shown."""
        shown = self.stack.currentWidget()
        if isinstance(shown, Page | WelcomePage):
            shown.notify(kind, words)
        elif self._rescuing is not None:
            self._rescuing.notify(kind, words)

    # -- look, language, keys -------------------------------------------------------------------------------

    def toggle_theme(self) -> None:
        """Light, dark or high contrast."""
        self.theme.toggle()
        self.settings.scheme = self.theme.scheme

    def toggle_language(self) -> None:
        """Vietnamese or English."""
        if self._busy():
            return
        language = LANGUAGES[1 - LANGUAGES.index(self.words.language)]
        self.words.use(language)
        self.settings.language = language
        if self.desk is not None:
            self.desk = replace(self.desk, language=language)
        self.rebuild()

    def larger(self) -> None:
        """Larger text."""
        self._resize_text(1)

    def smaller(self) -> None:
        """Smaller text."""
        self._resize_text(-1)

    def toggle_sound(self) -> None:
        """Sounds on or off."""
        self.sound.on = not self.sound.on
        self.settings.sound = self.sound.on
        self.notify("ok", self.tr("Sounds are on.") if self.sound.on else self.tr("Sounds are off."))
        self.sound.accepted()

    def toggle_keys(self) -> None:
        """The list of keys, shown or hidden."""
        self._keys_shown = not self._keys_shown
        self._tell_keys()

    def cycle_focus(self) -> None:
        """F6: from the page to the rail, from the rail to the page."""
        if self.rail.isAncestorOf(QApplication.focusWidget() or self):
            shown = self.stack.currentWidget()
            if isinstance(shown, Page | WelcomePage):
                shown.focus_first()
        else:
            self.rail.focus_current()

    # -- inside ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the window has a surface of its own, on which keys and mouse are heard."""
        super().showEvent(event)
        self.idle.watch(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rail shrinks to its icons where it would take too much of the page."""
        super().resizeEvent(event)
        self._fit_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaves the page, stops its task, closes the survey; its last backup is made while nothing is shown."""
        self.settings.geometry = self.saveGeometry()
        self._leave_pages()
        if self._rescuing is not None:
            self._rescuing.task_line.wait()
        self.hide()
        self.others.leave(LEAVING)
        self.clipboard.clear()
        self.keeper.leave()
        self.keeper.wait()
        if self.desk is not None:
            self.desk.survey.close()
            self.desk = None
        super().closeEvent(event)

    def _make_page(self, place: PlaceOfWork) -> Page:
        assert self.desk is not None
        page = place.load()(self.desk, self.stack)
        page.set_title(place.title)
        page.survey_changed.connect(self._survey_changed)
        page.bug.connect(self.bug)
        page.go.connect(self.go)
        page.restore.connect(self.restore)
        self.stack.addWidget(page)
        return page

    def _leave_pages(self) -> None:
        self.ahead.drop()
        if self._before is not None:
            self._before.leave()
            self._before = None
        for page in self.pages.values():
            page.leave()
            page.stop()
        self.pages = {}

    def _works(self) -> bool:
        return any(page.task_line.running for page in self.pages.values())

    def _busy(self) -> bool:
        """Whether a page is at long work, which making it anew would cut off; then says so."""
        busy = self._works() or (self._rescuing is not None and self._rescuing.task_line.running)
        if busy:
            self.notify("attention", self.tr("Please wait until the work under way ends, or cancel it."))
        return busy

    def _rescue(self, survey: Path, operator: str, found: str) -> RescuePage:
        from sipas_desktop.gui.rescue import RescuePage

        page = RescuePage(survey, operator, found, self.theme, self.settings, self.words.language, self.stack)
        page.ended.connect(self._rescued, Qt.ConnectionType.QueuedConnection)  # it is deleted by the welcome page
        page.bug.connect(self.bug)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self._rescuing = page
        return page

    def _rescued(self, survey: Path, kind: str, words: str) -> None:
        self.rebuild()
        shown = self.stack.currentWidget()
        if isinstance(shown, WelcomePage):
            if survey.is_file():
                shown.open_at(survey)
            if words:
                shown.notify(kind, words)

    def _keeper_refused(self, refusal: Refusal) -> None:
        self._held = refusal
        self._tell_held()

    def _tell_held(self) -> None:
        """Never on the page where somebody keys: nothing moves there but what she does."""
        if self._held is not None and self.place != "keying" and self.page is not None:
            self.page.notify("attention", self._held.words(self.words.language))
            self._held = None

    def _keeper_found(self, damage: Damaged) -> None:
        words = damage.words(self.words.language)
        self.notify("error", words + " " + self.tr("An administrator goes on from a backup: Administration, Backups."))

    def _fit_rail(self) -> None:
        narrow = self.width() < self.theme.px(960)
        if narrow != self.rail.narrow:
            self.rail.set_narrow(narrow)
            self.header.set_narrow(narrow and self.desk is not None)

    def _resize_text(self, by: int) -> None:
        at = SIZES.index(self.theme.size) + by
        if 0 <= at < len(SIZES) and not self._busy():
            self.theme.set_size(SIZES[at])
            self.settings.size = SIZES[at]
            self.rebuild()

    def _survey_changed(self) -> None:
        if self.page is not None and self.page is not self.sender():
            self.page.refresh()

    def _tell_keys(self) -> None:
        page = self.page
        if self._keys_shown:
            listed = [(b.key, b.words) for b in page.buttons() if b.key] + page.keys() if page else []
            self.keys.tell(page.title if page else "", listed)
        self.keys.setVisible(self._keys_shown)

    def _welcome(self, before: WelcomePage | None) -> None:
        self.header.tell("", "")
        welcome = WelcomePage(self.access, self.theme, self.settings, self.words.language, self.stack)
        welcome.signed_in.connect(self.sign_in, Qt.ConnectionType.QueuedConnection)  # it is deleted by sign_in
        welcome.bug.connect(self.bug)
        self._before = welcome
        welcome.damaged.connect(self.rescue)
        self.stack.addWidget(welcome)
        self.setWindowTitle(NAME)
        if before is not None:
            welcome.sign_in_form.take_over(before.sign_in_form)
        welcome.focus_first()
