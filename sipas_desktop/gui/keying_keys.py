"""The keys of keying: one table, which also works on the numeric pad alone.

Coded answers are no text fields, so an input method cannot turn "A4" into "Ã". In a text field the input method owns
the keys (it sends Backspaces of its own): a command is read there only while the field is empty, and never Backspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from sipas_desktop.domain import answer as a


class Act(StrEnum):
    """What a key asks for."""

    CODE = "code"  # a level or option: ``text`` is the key
    MARK = "mark"  # blank, over-marked, illegible: ``text`` is the answer's value
    BACK = "back"
    FORWARD = "forward"
    ENTER = "enter"  # takes what is typed; completes the ballot
    LEAVE = "leave"  # the ballot stays open for later
    JUMP = "jump"
    UNDO = "undo"  # the last answer is what it was before
    REPEAT = "repeat"  # unit and procedure as on the ballot before; so does "+" in an empty catalogue field


@dataclass(frozen=True)
class Stroke:
    """One key as keying understands it."""

    act: Act
    text: str = ""


MARK_KEYS = {
    ".": a.BLANK,
    ",": a.BLANK,  # the numeric pad's decimal key of a Vietnamese keyboard
    "*": a.OVERMARKED,
    "/": a.ILLEGIBLE,
    "?": a.ILLEGIBLE,
}
_ALWAYS = {
    Qt.Key.Key_Return: Act.ENTER,
    Qt.Key.Key_Enter: Act.ENTER,
    Qt.Key.Key_Escape: Act.LEAVE,
    Qt.Key.Key_F3: Act.JUMP,
    Qt.Key.Key_F4: Act.REPEAT,
    Qt.Key.Key_PageUp: Act.BACK,
    Qt.Key.Key_PageDown: Act.FORWARD,
}
_CODED = {
    Qt.Key.Key_Backspace: Act.BACK,
    Qt.Key.Key_Left: Act.BACK,
    Qt.Key.Key_Up: Act.BACK,
    Qt.Key.Key_Right: Act.FORWARD,
    Qt.Key.Key_Down: Act.FORWARD,
}
_SIGNS = {"-": Act.BACK, "+": Act.FORWARD}
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def coded_stroke(event: QKeyEvent) -> Stroke | None:
    """The key on a question that is answered by one key; None where keying has no use for it."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return Stroke(Act.UNDO)
    if event.modifiers() & _MODIFIERS:
        return None
    key, text = Qt.Key(event.key()), event.text()
    act = _ALWAYS.get(key) or _CODED.get(key) or _SIGNS.get(text)
    if act is not None:
        return Stroke(act)
    if text in MARK_KEYS:
        return Stroke(Act.MARK, MARK_KEYS[text])
    if len(text) == 1 and text.isascii() and text.isalnum():
        return Stroke(Act.CODE, text)
    return None


def field_stroke(event: QKeyEvent, *, empty: bool, words: bool) -> Stroke | None:
    """The key in a text field; None where it belongs to the field.

    ``empty``: nothing is typed. ``words``: the field takes free words, which may begin with a dash, so that there
    only the numeric pad's plus and minus are commands.
    """
    if empty and event.matches(QKeySequence.StandardKey.Undo):
        return Stroke(Act.UNDO)
    if event.modifiers() & _MODIFIERS:
        return None
    key, text = Qt.Key(event.key()), event.text()
    if key in _ALWAYS:
        return Stroke(_ALWAYS[key])
    if not empty:
        return None
    on_pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    if text in MARK_KEYS:
        return Stroke(Act.MARK, MARK_KEYS[text])
    if text in _SIGNS and (on_pad or not words):
        return Stroke(_SIGNS[text], text)
    if key == Qt.Key.Key_Up:
        return Stroke(Act.BACK)
    if key == Qt.Key.Key_Down:
        return Stroke(Act.FORWARD)
    return None


def option_keys(codes: tuple[str, ...]) -> dict[str, str]:
    """Key → code. A code of one character is its own key; a longer one gets the first letter that is free."""
    keys = {code: code for code in codes if len(code) == 1}
    free = (letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in keys and letter.upper() not in keys)
    for code in codes:
        if len(code) > 1:
            letter = next(free, None)
            if letter is not None:
                keys[letter] = code
    return keys
