"""What of a survey is on the clipboard goes when its operator does: names and answers are for who signed in.

What another program put there stays. Some desktops do not say whose it is, so what was there is remembered as well.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)  # the second is what X11 pastes by the middle button


class OwnClipboard(QObject):
    """Watches the clipboard from its making on. ``clear`` takes away what came there from this program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours: dict[QClipboard.Mode, bytes] = {}  # the hash of what was copied while this program was in front
        QGuiApplication.clipboard().changed.connect(self._changed)

    def clear(self) -> None:
        """Takes away what is this program's, and nothing else."""
        board = QGuiApplication.clipboard()
        for mode, owns in zip(_MODES, (board.ownsClipboard(), board.ownsSelection()), strict=True):
            supported = mode is QClipboard.Mode.Clipboard or board.supportsSelection()
            if supported and (owns or self._ours.get(mode) == _hash(board.text(mode))):
                board.clear(mode)
        self._ours.clear()

    def _changed(self, mode: QClipboard.Mode) -> None:
        board = QGuiApplication.clipboard()
        # Nobody copies in another program while this one has the keyboard.
        if QGuiApplication.focusWindow() is not None and (text := board.text(mode)):
            self._ours[mode] = _hash(text)
        else:
            self._ours.pop(mode, None)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
