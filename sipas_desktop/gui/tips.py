"""What is shown beside the pointer: plain text, also where a name that came from outside looks like HTML."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def tip(words: str) -> str:
    """``words`` for ``setToolTip``, which has no plain text: Qt guesses, and would show what ``<img>`` names."""
    if not Qt.mightBeRichText(words):  # type: ignore[attr-defined]  # PySide6 has it, its stubs do not
        return words
    lines = html.escape(words).replace("\n", "<br>")
    return f"<span>{lines}</span>"
