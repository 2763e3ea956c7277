"""What the office is told about a layout: what had to be smaller, what moved to another page, what was cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sipas_desktop.errors import words


class NoteKind(StrEnum):
    """What happened to a text that had too little room."""

    SIZE = "size"  # the whole form is set smaller than its usual size
    PAGES = "pages"  # the form goes on, on another page
    SPLIT = "split"  # one question goes on, on another page
    LISTED = "listed"  # so many questions of a matrix on a page have a line for each level
    LEVELS = "levels"  # the words over a matrix are smaller
    HEAD = "head"  # the unit's name takes several lines
    WRITTEN = "written"  # names on so many ballots are smaller
    CUT = "cut"  # names on so many ballots are cut


@dataclass(frozen=True)
class Note:
    """One thing that the office should look at. ``value``: a size in points, a number of lines, questions, ballots."""

    kind: NoteKind
    page: int = 0
    question: str = ""  # its code
    value: float = 0
    shown: str = ""  # the question's number on the paper, or its label

    def said(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"kind": str(self.kind), "page": self.page, "question": self.question, "value": self.value}

    def words(self, lang: str) -> str:
        """The note as a sentence in ``lang``."""
        value = f"{self.value:g}".replace(".", "," if lang == "vi" else ".")
        return words(f"paper.note_{self.kind}", lang, page=self.page, question=self.shown or self.question, value=value)
