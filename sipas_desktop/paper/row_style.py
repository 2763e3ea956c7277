"""What the parts of a ballot's table share: the sizes of its text, where its columns stand, what a row is."""

from __future__ import annotations

from dataclasses import dataclass

from sipas_desktop.paper import fonts
from sipas_desktop.paper.marks import Mark


@dataclass(frozen=True)
class Style:
    """Sizes in points; ``leading`` is the distance of two baselines as a multiple of the size."""

    size: float  # of text
    answer: float  # of the words beside a box
    leading: float
    pad: float  # above and below the text of a row
    pitch: float  # between two lines to write on
    cell: float = 37.0  # the least width of a level's column in a matrix; 0 where each level has a line of its own

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return self.size * self.leading

    @property
    def answer_line(self) -> float:
        """The height of a line of an answer."""
        return self.answer * self.leading

    @property
    def box(self) -> float:
        """The side of a box to tick."""
        return round(self.answer * 0.82, 1)

    @property
    def label_x(self) -> float:
        """From the left edge of a box to its words."""
        return self.box + 5


@dataclass(frozen=True)
class Columns:
    """Where the table's columns begin and end: the number, the question, the answers."""

    left: float
    question: float
    answers: float
    right: float
    cells: int  # the most columns of a matrix; one with more has a line for each level


@dataclass(frozen=True)
class Row:
    """One row of the table. ``spanning`` rows have no rule between question and answers."""

    height: float
    marks: tuple[Mark, ...]
    spanning: bool
    heading: bool = False  # is not left alone at the foot of a page
    above: Row | None = None  # the levels' words: on every page above the first of the rows that share them
    code: str = ""  # of its question
    shrunk: float = 0  # points: the size of the levels' words where they had to be smaller
    listed: bool = False  # a matrix that has a line for each level, for want of room


def baseline(line: float, size: float) -> float:
    """From the top of a line of text down to its baseline."""
    return (line - fonts.ascent(size) - fonts.descent(size)) / 2 + fonts.ascent(size)
