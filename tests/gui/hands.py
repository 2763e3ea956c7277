"""Two hands at the window: keys, words, a scanner. What they cannot do there, nobody can do without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtGui import QDesktopServices, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QTabBar, QWidget

PATIENCE_MS = 60_000  # for long work on a machine that is at work on other things
FAR = 120  # controls between one and another: more are on no page


class Hands:
    """One person after the other at ``window``."""

    def __init__(self, window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self._files: list[Path] = []
        for dialog in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, dialog, self._choose)
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)  # what is made is not shown by other programs

    # -- keys -----------------------------------------------------------------------------------------------

    def keys(self, *chords: str) -> None:
        """Presses one key after the other, "F2", "Ctrl+Shift+4" …, each when what the one before began has ended."""
        for chord in chords:
            press(chord)
            self.wait()
            assert self.page is None or self.page.isAncestorOf(focused()), f"{chord} leaves the cursor outside the page"

    def type(self, text: str) -> None:
        """Types ``text``."""
        type_text(text)

    def scan(self, *serials: str) -> None:
        """A scanner: all digits of a paper at once, then Enter."""
        for serial in serials:
            QTest.keyClicks(focused(), serial)
            press("Return")

    def to(self, name: str) -> QWidget:
        """Tab until the cursor is in the control with this name, as a screen reader says it."""
        said = []
        for _ in range(FAR):
            if (now := name_of(focused())) == name:
                return focused()
            said.append(now)
            press("Tab")
        raise AssertionError(f"Tab does not lead to {name!r} but to {list(dict.fromkeys(said))}")

    def fill(self, **fields: str) -> None:
        """Tab to each field, by its name with "_" for spaces, and type."""
        for name, text in fields.items():
            self.to(name.replace("_", " "))
            press("Ctrl+A")
            type_text(text)

    def pick(self, name: str, choice: str) -> None:
        """In the list with this name, down to the line that begins with ``choice``."""
        box = self.to(name)
        assert isinstance(box, QComboBox)
        press("Home")
        for _ in range(box.count()):
            if box.currentText().startswith(choice):
                return
            press("Down")
        raise AssertionError(f"{name!r} offers no {choice!r}")

    def tab(self, title: str) -> None:
        """Ctrl+Tab until the tab with this title is open; what stands in brackets behind it may be anything."""
        bar = next(each for each in self.page.findChildren(QTabBar) if each.isVisibleTo(self.page) and each.count())
        for _ in range(bar.count()):
            if bar.tabText(bar.currentIndex()).startswith(title):
                return
            press("Ctrl+Tab")
        raise AssertionError(f"no tab {title!r} but {[bar.tabText(n) for n in range(bar.count())]}")

    def choose(self, *files: Path) -> None:
        """What is chosen in the dialogs for files that open next."""
        self._files += files

    # -- eyes -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Any:
        """The page on the screen."""
        return self.window.page

    @property
    def told(self) -> str:
        """What the page says in its line."""
        return str((self.page or self.window.stack.currentWidget()).notice.words)

    def says(self, kind: str, *parts: str) -> None:
        """The line in the page is of ``kind`` and holds the ``parts``."""
        notice = self.page.notice
        assert notice.kind == kind, f"{notice.kind}: {notice.words}"
        assert all(part in notice.words for part in parts), notice.words

    def wait(self) -> None:
        """Until long work has ended."""
        self.until(lambda: self.page is None or not self.page.task_line.running)

    def until(self, come: Callable[[], bool]) -> None:
        """Waits for what comes by itself."""
        patience = QDeadlineTimer(PATIENCE_MS)
        QApplication.processEvents()
        while not come():
            assert not patience.hasExpired(), self.told
            QTest.qWait(5)

    # -- who sits here --------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> None:
        """From wherever the window stands, into the survey that was opened last."""
        if self.window.desk is not None:
            press("Ctrl+L")
            self.until(lambda: self.window.desk is None)
        self.type(name)
        press("Return")
        self.type(password)
        press("Return")
        self.until(lambda: self.window.desk is not None)
        self.wait()
        assert self.window.desk.operator == name

    def _choose(self, *_: object) -> tuple[str, str]:
        assert self._files, "nobody said which file"
        return str(self._files.pop(0)), ""


def press(chord: str) -> None:
    """One key, with what is held down with it, to the control that has the cursor."""
    combination = QKeySequence(chord)[0]
    QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def type_text(text: str) -> None:
    """Letter by letter; those with accents as an input method hands them over."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(focused(), letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(letter)
            QApplication.sendEvent(focused(), event)


def focused() -> QWidget:
    """Where the next key goes."""
    widget = QApplication.focusWidget()
    assert widget is not None, "no widget has the focus"
    return widget


def name_of(widget: QObject) -> str:
    """What a screen reader calls it."""
    return str(widget.accessibleName() or getattr(widget, "text", str)()) if isinstance(widget, QWidget) else ""
