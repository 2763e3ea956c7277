"""Every control of every page has a name, a place in the tab order and a key; no slot loses results."""

import ast
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from sipas_desktop import paths
from sipas_desktop.gui import places
from sipas_desktop.gui.access import Signed
from sipas_desktop.gui.buttons import KeyButton

GUI = paths.resources().parent / "sipas_desktop" / "gui"
SOURCES = sorted(GUI.rglob("*.py"))


def controls(window: QWidget) -> list[QWidget]:
    """What can have the focus and can be seen."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QLabel | QScrollArea)
        and not widget.objectName().startswith("qt_")
    ]


def tab_walk(window: QWidget) -> list[QWidget]:
    """Where Tab leads, once around."""
    seen: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not window and widget not in seen:
        seen.append(widget)
        widget = widget.nextInFocusChain()
    return seen


def nameless(window: QWidget) -> list[str]:
    found = []
    for widget in controls(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def check(window: QWidget) -> None:
    assert nameless(window) == []
    around = tab_walk(window)
    assert [type(w).__name__ for w in controls(window) if w not in around] == []
    keys = [s.key().toString() for s in window.findChildren(QShortcut) if visible(s, window) and not s.key().isEmpty()]
    assert sorted(k for k in set(keys) if keys.count(k) > 1) == [], "two controls answer to one key"


def visible(shortcut: QShortcut, window: QWidget) -> bool:
    owner: Any = shortcut.parent()
    if owner is window:
        return True
    inside = shortcut.context() == Qt.ShortcutContext.WindowShortcut
    return bool(inside and owner.isVisibleTo(window) and owner.isEnabled())


def test_welcome_page(shell: SimpleNamespace) -> None:
    check(shell.window)
    assert len(controls(shell.window.stack.currentWidget())) >= 5
    welcome = shell.window.stack.currentWidget()
    welcome.show_new()
    check(shell.window)
    welcome.show_sign_in()
    welcome.open_at(shell.store.path)
    for show in (welcome.show_password, welcome.show_restore):
        show()
        check(shell.window)
    welcome._show(welcome.first_sheet)
    check(shell.window)


@pytest.mark.usefixtures("with_example")
@pytest.mark.parametrize("place", [place.id for place in places.PLACES])
def test_shell_around_every_place(signed_in: SimpleNamespace, place: str) -> None:
    signed_in.window.go(place)
    signed_in.window.toggle_keys()
    check(signed_in.window)


def test_every_page_of_this_build(shell: SimpleNamespace, real_survey: Signed) -> None:
    window = shell.window
    window.sign_in(real_survey)
    for place in places.PLACES:
        window.go(place.id)
        QApplication.processEvents()
        check(window)
        assert [b.words for b in window.page.buttons() if not b.key] == [], place.id
        assert [b.property("role") for b in window.page.buttons()].count("primary") == 1, place.id
        tabs = getattr(window.page, "tabs", None)
        if tabs is not None and tabs.count() > 1 and tabs.isVisible():
            QTest.keyClick(window.page.buttons()[0], Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
            assert tabs.currentIndex() == 1, place.id  # from the head, where the cursor is outside the tabs


def test_a_nameless_control_would_be_noticed(signed_in: SimpleNamespace) -> None:
    signed_in.window.page.table.search.setAccessibleName("")
    signed_in.window.page.table.search.setPlaceholderText("")
    assert nameless(signed_in.window) == ["QLineEdit "]


def test_a_key_given_twice_would_be_noticed(signed_in: SimpleNamespace) -> None:
    signed_in.window.page.add_action("Khác", "F2", signed_in.window.page.receive)
    QApplication.processEvents()  # a layout shows what comes late a moment later
    with pytest.raises(AssertionError, match="one key"):
        check(signed_in.window)


def test_a_label_in_a_button_is_not_read_twice(signed_in: SimpleNamespace) -> None:
    button = next(b for b in signed_in.window.findChildren(QAbstractButton) if isinstance(b, KeyButton) and b.key)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == button.words
    assert interface.text(QAccessible.Text.Description) == button.key


def losing(tree: ast.AST) -> list[int]:
    """Lines that connect a signal to anything but a name with a dot: a bound method or another signal."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and node.args
        and not isinstance(node.args[0], ast.Attribute | ast.Name)
    ]


def test_slots_are_bound_methods() -> None:
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        assert losing(tree) == [], source
        partials = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "partial"]
        assert partials == [], source


def test_a_lambda_slot_would_be_noticed() -> None:
    assert losing(ast.parse("a.b.connect(lambda: 1)")) == [1]
    assert losing(ast.parse("a.b.connect(self.c)")) == []


def test_words_stand_where_lupdate_finds_them() -> None:
    """tr() of anything but a literal is lost; a plural in Page's own methods is lost in its subclasses."""
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                assert isinstance(node.args[0], ast.Constant), f"{source}:{node.lineno}"
        for part in ast.walk(tree):
            if isinstance(part, ast.ClassDef) and part.name == "Page":
                plurals = [n.value for n in ast.walk(part) if isinstance(n, ast.Constant) and "%n" in str(n.value)]
                assert plurals == [], source
