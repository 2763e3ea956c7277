"""What every page of the window is made of: title, where things stand, the next action, content."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton, fit_buttons
from sipas_desktop.gui.notice import Notice
from sipas_desktop.gui.task import Task, TaskLine

if TYPE_CHECKING:
    from sipas_desktop.domain.roles import Role
    from sipas_desktop.gui.settings import Settings
    from sipas_desktop.gui.sound import Sound
    from sipas_desktop.gui.theme import Theme
    from sipas_desktop.store.database import OpenSurvey


@dataclass(frozen=True)
class Desk:
    """What a page works with: the open survey, who sits here, and how the window looks and speaks."""

    survey: OpenSurvey
    title: str  # of the survey
    operator: str
    roles: frozenset[Role]
    theme: Theme
    sound: Sound
    settings: Settings
    language: str  # "vi" or "en": for Refusal.words and errors.words
    kept: dict[str, Any] = field(default_factory=dict)  # what pages keep in memory as long as she is signed in


class Page(QWidget):
    """Base of all pages. A page is made when first shown, or long before, and made anew when language or text size
    changes: words and sizes are set once, in ``__init__``; what comes from the survey is read in ``refresh``.
    """

    survey_changed = Signal()  # after every verb that wrote: the window refreshes what shows a figure
    bug = Signal(object)  # an exception nobody foresaw, for the crash reporter
    go = Signal(str)  # a place's id: "take me there"
    restore = Signal(object)  # Restoring: the window closes the survey, a backup takes its place

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        unit = desk.theme.unit
        self._title, self._status = QLabel(self), QLabel(self)
        self._title.setProperty("role", "title")
        self._status.setProperty("role", "status")
        self._status.setWordWrap(True)
        self.notice, self.task_line = Notice(self), TaskLine(self)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(unit)
        self._buttons: list[KeyButton] = []

        self._notice_floats = False
        self._head_grid = head = QGridLayout()
        head.setHorizontalSpacing(unit * 3)
        head.setVerticalSpacing(unit // 2)
        head.addWidget(self._title, 0, 0)
        head.addLayout(self._actions, 0, 1, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self._status, 1, 0, 1, 2)
        head.setColumnStretch(0, 1)

        self.body = QWidget(self)
        self.body.setObjectName("body")
        self.content = QVBoxLayout(self.body)  # the page's own widgets go here
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(unit * 2)
        scroll = QScrollArea(self)  # at 200 % text on a small screen the content is longer than the window
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.body)
        self._scroll = scroll
        self._empty = self._make_empty()

        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(unit * 3, unit * 3, unit * 3, unit * 2)
        column.setSpacing(unit * 2)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.task_line)
        column.addWidget(self._empty, 1)
        column.addWidget(scroll, 1)

    # -- what a page may override ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the survey again. Called each time the page is shown and after a verb wrote."""

    def show_others_work(self) -> bool:
        """Another station wrote, and the page is shown: nothing that is typed, chosen or looked at may change by it.

        Returns False where that cannot be just now: it is asked again. Most pages show it when they are shown next.
        """
        return True

    def leave(self) -> None:
        """Called before another page is shown, another operator signs in or the window closes."""

    def stop(self) -> None:
        """Ends what is worked out in the background; before the survey is closed."""
        self.task_line.wait()

    def focus_first(self) -> None:
        """Puts the cursor where the work goes on: the first control of the content, else the next action."""
        inside = [w for w in self.body.findChildren(QWidget) if _takes_tab(w)]
        buttons = [button for button in self.buttons() if button.isEnabled() and button.isVisibleTo(self)]
        for widget in [*(inside if not self._scroll.isHidden() else []), *buttons]:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def body_room(self) -> int:
        """Height in px left for the body under the head, at the page's present height."""
        margins = self._column.contentsMargins()
        head = self._head_grid.sizeHint().height() + self._column.spacing()
        return self.height() - margins.top() - margins.bottom() - head

    # -- the head of the page -------------------------------------------------------------------------------

    def set_title(self, words: str) -> None:
        """The page's title, as on the rail."""
        self._title.setText(words)
        self.setAccessibleName(words)
        self.fit_head()

    @property
    def title(self) -> str:
        """The title in force."""
        return self._title.text()

    def set_status(self, words: str) -> None:
        """The one line that says where things stand."""
        self._status.setText(words)
        self._status.setAccessibleName(words)

    def add_action(self, words: str, key: str, slot: Callable[[], None], primary: bool = False) -> KeyButton:
        """A button in the head. Exactly one action of a page is ``primary``: what to do next."""
        button = KeyButton(words, key, "primary" if primary else "", self)
        button.clicked.connect(slot)
        self._buttons.append(button)
        for known in sorted(self._buttons, key=_primary_first):  # the primary one stands last, in the corner
            self._actions.insertWidget(0, known)
        return button

    def buttons(self) -> list[KeyButton]:
        """All buttons in the head, for the list of keys (F1); the primary one first."""
        return sorted(self._buttons, key=_primary_first)

    def keys(self) -> list[tuple[str, str]]:
        """(key, what it does) for keys that no button shows; shown by F1 under the buttons' keys."""
        return []

    def head_room(self) -> int:
        """The width in px that the title leaves for the head's buttons and the gaps between them."""
        margins, unit = self._column.contentsMargins(), self.desk.theme.unit
        return self.width() - margins.left() - margins.right() - self._title.sizeHint().width() - unit * 3

    # -- what the page says ---------------------------------------------------------------------------------

    def notify(self, kind: str, words: str) -> None:
        """A line in the page; ``kind`` is "ok", "attention" or "error". The next one replaces it."""
        self.notice.free_escape(not self.task_line.running)
        self.notice.say(kind, words)
        self._place_notice()

    def refuse(self, refusal: Refusal) -> None:
        """Says a refusal in the language of the window."""
        self.notify("error", refusal.words(self.desk.language))

    def warn(self, words: str) -> None:
        """Something to look at, said with its sound, for eyes that are on the paper."""
        self.notify("attention", words[:1].upper() + words[1:])
        self.desk.sound.attention()

    def refuse_aloud(self, refusal: Refusal) -> None:
        """As ``refuse``, with its sound."""
        words = refusal.words(self.desk.language)
        self.notify("error", words[:1].upper() + words[1:])
        self.desk.sound.error()

    def keep_room_for_notice(self) -> None:
        """For pages where nothing may move while somebody types: notices lie over the status line, long ones reach up
        over the title too.
        """
        self._column.removeWidget(self.notice)
        self._status.setMinimumHeight(self.notice.sizeHint().height())
        self._notice_floats = True

    def fit_head(self) -> None:
        """Takes words off the head's buttons where they do not fit, off the primary one last."""
        fit_buttons(self.buttons()[::-1], (), self.desk.theme.unit, self.head_room())

    def spare_head(self, spared: bool) -> None:
        """Gives half of the margins and the status line to the content, where the page is very low. A notice that
        floats lies over the title then.
        """
        unit = self.desk.theme.unit // 2 if spared else self.desk.theme.unit
        self._column.setContentsMargins(self.desk.theme.unit * 3, unit * 3, self.desk.theme.unit * 3, unit * 2)
        self._column.setSpacing(unit * 2)
        self._status.setVisible(not spared)
        self._place_notice()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab turns the page's tabs from outside of them too: from a button in the head."""
        turns = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if turns and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for tabs in self.body.findChildren(QTabWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                tabs.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons of the head show only their keys where it is too narrow; a notice that floats moves along."""
        super().resizeEvent(event)
        self.fit_head()
        self._place_notice()

    def _place_notice(self) -> None:
        if not self._notice_floats:
            return
        self._column.activate()
        line = self._title.geometry() if self._status.isHidden() else self._status.geometry()
        line.setWidth(self._column.contentsRect().width())
        height = max(line.height(), self.notice.heightForWidth(line.width()))
        self.notice.setGeometry(line.left(), max(0, line.bottom() + 1 - height), line.width(), height)
        self.notice.raise_()

    def show_empty(self, words: str) -> None:
        """Instead of the content: nothing is here yet, and ``words`` say what to do first."""
        self._empty_words.setText(words)
        self._empty.show()
        self._scroll.hide()

    def show_in_body(self, widget: QWidget) -> None:
        """Scrolls to ``widget``, where the content is longer than the window: the cursor must be in sight."""
        self._scroll.ensureWidgetVisible(widget)

    def show_content(self) -> None:
        """The content again."""
        self._empty.hide()
        self._scroll.show()

    # -- long work ------------------------------------------------------------------------------------------

    def start(self, title: str, work: Callable[[Callable[[int, int], None]], Any], done: Callable[[Any], None]) -> None:
        """Runs ``work(progress)`` off the GUI thread and calls ``done(result)``, a bound method of this page.

        A refusal or a bug is shown by the page itself. One task at a time: a second one is not begun.
        """
        if self.task_line.running:
            self.notify("attention", QCoreApplication.translate("Page", "Please wait until the work under way ends."))
            return
        task = Task(work, self)
        task.connect_to("done", done)
        task.connect_to("refused", self.refuse)
        task.connect_to("broken", self.report_bug)
        task.connect_to("cancelled", self._cancelled)
        task.finished.connect(task.deleteLater)
        self.notice.clear()
        self.task_line.follow(task, title)
        task.start()

    def report_bug(self, bug: BaseException) -> None:
        """Something nobody foresaw: says so calmly and hands it to the crash reporter."""
        self.bug.emit(bug)

    def _cancelled(self) -> None:
        self.notify("attention", QCoreApplication.translate("Page", "Cancelled."))

    def _make_empty(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("role", "card")
        self._empty_words = QLabel(frame)
        self._empty_words.setProperty("role", "heading")
        self._empty_words.setWordWrap(True)
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(frame)
        column.addWidget(self._empty_words, 0, Qt.AlignmentFlag.AlignVCenter)
        frame.hide()
        return frame


class PagePart(QWidget):
    """A part of a page that works through it. It holds the page weakly: a child that holds its page and a page that
    holds it bring PySide down when the garbage collector takes both.
    """

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent or page)
        self._page_ref = weakref.ref(page)

    @property
    def _page(self) -> Page:
        page = self._page_ref()
        assert page is not None
        return page


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and not widget.isHidden()


def _primary_first(button: QObject) -> bool:
    return button.property("role") != "primary"
