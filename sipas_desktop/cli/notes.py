"""What an import did to single cells, as JSON and as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sipas_desktop.exchange.notes import CellNote


def as_json(notes: Sequence[CellNote], lang: str) -> list[dict[str, Any]]:
    """One object a note."""
    return [
        {"row": note.row, "column": note.column, "found": note.found, "message": note.words(lang)} for note in notes
    ]


def as_lines(notes: Sequence[CellNote], lang: str) -> list[str]:
    """One line a note, with the row as Excel shows it."""
    return [f"{note.row} {note.column}: {note.words(lang)}" for note in notes]
